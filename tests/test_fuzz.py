"""Every fuzz target runs, for a moment: what it finds in hours is found by hand (CONTRIBUTING.md)."""

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent.parent / "fuzz"
TARGETS = sorted(path.stem for path in FUZZ.glob("*.py") if path.stem != "damage")


@pytest.mark.parametrize("target", TARGETS)
def test_finds_nothing_at_once(target: str) -> None:
    done = subprocess.run([sys.executable, FUZZ / f"{target}.py", "1"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr

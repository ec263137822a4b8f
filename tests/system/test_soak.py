"""The soak of the bench, some seconds long: whatever clients do, nothing goes wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.system, pytest.mark.slow]

REPOSITORY = Path(__file__).parent.parent.parent


def test_a_short_soak(tmp_path: Path) -> None:
    environment = {**os.environ, "BENCH_PREFIX": f"soak{os.getpid()}", "BENCH_WORK": str(tmp_path)}
    program = Path(sys.executable).with_name("kea-dhcp4")
    command = [sys.executable, "-m", "bench.soak", "--minutes", "0.2", "--rate", "100", "--program", str(program)]
    told = subprocess.run(command, cwd=REPOSITORY, env=environment, text=True, stdout=subprocess.PIPE)
    assert told.returncode == 0, told.stdout
    for word in ("request: grant", "renew: grant", "rebind: grant", "release", "decline", "garbage"):
        assert told.stdout.count(word) >= 2, f"no {word} in both families"

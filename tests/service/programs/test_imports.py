"""What a server does not read in at its start, unless its configuration asks for it: each module is time until the
first answer.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

NOT_AT_ONCE = (
    "aiohttp",
    "importlib.metadata",
    "lessor.engine.expression.parser",
    "lessor.plugins",
    "psycopg",
    "pymysql",
    "rich",
)

PROGRAM = """
import sys
from lessor.service.programs.dhcp{family} import DAEMON
DAEMON.check(sys.argv[1])
print(*sys.modules)
"""


@pytest.mark.parametrize("family", [4, 6])
def test_a_plain_start(family: int, tmp_path: Path) -> None:
    assert not read_in(family, {}, tmp_path).intersection(NOT_AT_ONCE)


@pytest.mark.parametrize("family", [4, 6])
def test_classes_need_their_language(family: int, tmp_path: Path) -> None:
    classes = {"client-classes": [{"name": "some", "test": "option[16].exists"}]}
    assert "lessor.engine.expression.parser" in read_in(family, classes, tmp_path)


def read_in(family: int, section: Mapping[str, object], directory: Path) -> set[str]:
    """Return the modules of a process that has read this configuration."""
    file = directory / "server.conf"
    file.write_text(json.dumps({f"Dhcp{family}": section}))
    command = [sys.executable, "-c", PROGRAM.format(family=family), str(file)]
    return set(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.split())

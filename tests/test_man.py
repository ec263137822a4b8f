"""The manual pages: one for each program, as the command lines are now, and readable by roff."""

import re
import runpy
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAN = ROOT / "docs" / "man"
PAGES: dict[str, str] = runpy.run_path(str(ROOT / "docs" / "generate_man.py"))["pages"]()


def test_they_are_up_to_date() -> None:
    written = {path.name: path.read_text() for path in MAN.iterdir()}
    assert written.keys() == PAGES.keys(), "run: python docs/generate_man.py"
    stale = [name for name in PAGES if written[name] != PAGES[name]]
    assert not stale, "run: python docs/generate_man.py"


def test_every_program_has_one_and_they_are_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert set(project["project"]["scripts"]) <= {name.rpartition(".")[0] for name in PAGES}
    installed = project["tool"]["setuptools"]["data-files"]
    for section in "18":
        (pattern,) = installed[f"share/man/man{section}"]
        assert sorted(path.name for path in ROOT.glob(pattern)) == sorted(name for name in PAGES if name[-1] == section)


@pytest.mark.parametrize("name", PAGES)
def test_they_refer_to_pages_there_are(name: str) -> None:
    named = PAGES[name].rpartition(".SH SEE ALSO\n")[2].split(",")
    for entry in named:
        other = entry.strip().removeprefix(r"\fB").replace(r"\fR(", ".").rstrip(")").replace(r"\-", "-")
        assert other in PAGES and other != name


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
@pytest.mark.parametrize("name", PAGES)
def test_roff_has_nothing_to_say_about_them(name: str) -> None:
    words = ["groff", "-man", "-Tutf8", "-ww"]
    done = subprocess.run(words, input=PAGES[name], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    # bold is a letter written over itself
    shown = re.sub("\x1b\\[[0-9]*m|.\b", "", done.stdout)
    assert "\nNAME\n" in shown and "\nSEE ALSO\n" in shown

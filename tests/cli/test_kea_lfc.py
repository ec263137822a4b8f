"""The program kea-lfc: its flags, its exit status, and its work beside Kea's own."""

import subprocess
import sys
from pathlib import Path

import pytest

from lessor import KEA_VERSION
from lessor.cli.kea_lfc import FILES, UsageError, main, parse
from lessor.store.columns import HEADER, show
from tests.store.leases import numbered_lease

ALL = ["-4", "-x", "l.2", "-i", "l.1", "-o", "l.output", "-f", "l.completed", "-p", "l.pid", "-c", "ignored"]


def test_flags() -> None:
    assert parse(ALL) == {**dict(zip(ALL[1::2], ALL[2::2], strict=True)), "-4": ""}
    assert parse(["-6", *ALL[1:], "-d"]).keys() == {"-6", "-d", *FILES}


@pytest.mark.parametrize("flag", FILES)
def test_every_file_is_needed(flag: str) -> None:
    place = ALL.index(flag)
    with pytest.raises(UsageError, match=f"^{FILES[flag]} not specified$"):
        parse(ALL[:place] + ALL[place + 2 :])


@pytest.mark.parametrize(
    ("words", "reason"),
    [(ALL[1:], "DHCP version not specified"), ([*ALL, "more"], "Extraneous"), (["-z"], "not recognized")],
)
def test_what_is_not_understood(words: list[str], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        parse(words)


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["kea-lfc", *words])
    status = main()
    return status, *capsys.readouterr()


def test_what_it_shows(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(capsys, monkeypatch, "-v") == (0, f"{KEA_VERSION}\n", "")
    for flag, part in {"-V": "lessor", "-W": "Package:", "-h": "Usage: kea-lfc"}.items():
        status, shown, said = run(capsys, monkeypatch, flag)
        assert (status, said) == (0, "")
        assert part in shown


def test_a_usage_error(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    status, shown, said = run(capsys, monkeypatch, "-4")
    assert (status, shown) == (1, "")
    assert said.startswith("Usage error: PID file not specified\n")
    assert said.endswith("Service failed: PID file not specified\n")


def clean_up(directory: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lessor.cli.kea_lfc", *ALL, *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=directory)


def test_it_cleans_up(tmp_path: Path) -> None:
    row = show(numbered_lease(1))
    (tmp_path / "l.1").write_text(f"{HEADER}\n{row}{row}")
    done = clean_up(tmp_path, "-d")
    assert done.returncode == 0
    assert "LFC_WRITE_STATS leases: 1" in done.stderr
    assert (tmp_path / "l.2").read_text() == f"{HEADER}\n{row}"
    assert [part.name for part in tmp_path.iterdir()] == ["l.2"]


def test_failure_shows_in_the_exit_status_and_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "l.1").write_text("x\n")
    done = clean_up(tmp_path)
    assert done.returncode == 1
    assert "kea-lfc: lease file l.1, line 1: not a lease file" in done.stderr

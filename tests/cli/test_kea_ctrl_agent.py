"""The program kea-ctrl-agent: its flags and its exit status."""

import sys
from pathlib import Path

import pytest

from lessor import KEA_VERSION
from lessor.cli.kea_ctrl_agent import Arguments, UsageError, main, parse


def test_flags() -> None:
    assert parse(["-c", "a.conf"]) == Arguments(file="a.conf")
    assert parse(["-d", "-X", "-c", "a.conf"]) == Arguments(file="a.conf", debug=True, unrestricted=True)
    assert parse(["-t", "a.conf"]) == Arguments(file="a.conf", check=True)
    assert parse(["-v", "-c", "x"]) == Arguments(show="v")


# the words of Kea 2.2
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([], "configuration file not specified"),
        (["-z"], r"unsupported option: \[z\]"),
        (["-c"], r"unsupported option: \[c\]"),
        (["-c", "a.conf", "more"], "extraneous command line information"),
    ],
)
def test_what_is_not_understood(words: list[str], reason: str) -> None:
    with pytest.raises(UsageError, match=f"^{reason}$"):
        parse(words)


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["kea-ctrl-agent", *words])
    status = main()
    return status, *capsys.readouterr()


def test_versions(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(capsys, monkeypatch, "-v") == (0, f"{KEA_VERSION}\n", "")
    assert run(capsys, monkeypatch, "-V")[1].startswith(f"{KEA_VERSION}\nlessor ")
    assert "PID files" in run(capsys, monkeypatch, "-W")[1]


def test_a_mistyped_flag(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    status, _, errors = run(capsys, monkeypatch, "-z")
    assert status == 1
    assert errors.startswith("Usage error: unsupported option: [z]\nUsage: kea-ctrl-agent\n")


def test_a_file_is_checked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "a.conf"
    file.write_text('{"Control-agent": {}}')
    assert run(capsys, monkeypatch, "-t", str(file))[0] == 0
    file.write_text('{"Control-agent": {"http-port": -1}}')
    status, _, errors = run(capsys, monkeypatch, "-t", str(file))
    assert status == 1
    assert errors.startswith(f"Error encountered: {file}:1:")

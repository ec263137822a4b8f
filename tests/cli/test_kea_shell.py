"""The program kea-shell: its flags, what it sends and prints, its exit status."""

import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from lessor import KEA_VERSION
from lessor.cli import kea_shell
from lessor.cli.kea_shell import run
from lessor.model.json import Json
from lessor.service.api.shell import Peer, ShellError


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Peer, Mapping[str, Json]]]:
    """What was sent instead of going anywhere."""
    found: list[tuple[Peer, Mapping[str, Json]]] = []

    def send(peer: Peer, request: Mapping[str, Json]) -> Json:
        found.append((peer, request))
        return [{"result": 0, "text": "é"}]

    monkeypatch.setattr(kea_shell, "send", send)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    return found


def test_without_anything(sent: list[tuple[Peer, Mapping[str, Json]]], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert sent == [(Peer(), {"command": "list-commands"})]
    assert capsys.readouterr().out == json.dumps([{"result": 0, "text": "é"}], indent=4, ensure_ascii=False) + "\n"


def test_everything(
    sent: list[tuple[Peer, Mapping[str, Json]]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "user").write_text("admin\n")
    (tmp_path / "word").write_text("hush\n")
    monkeypatch.setattr("sys.stdin", io.StringIO('"name": "a"'))
    flags = [
        "--host",
        "::1",
        "--port",
        "8001",
        "--path",
        "p",
        "--ca",
        "ca",
        "--cert",
        "c",
        "--key",
        "k",
        "--timeout",
        "3",
        "--service",
        "dhcp4",
        "--service",
        "d2",
    ]
    files = ["--auth-user-file", str(tmp_path / "user"), "--auth-password-file", str(tmp_path / "word")]
    assert run([*flags, *files, "statistic-get"]) == 0
    peer = Peer("::1", 8001, "p", "ca", "c", "k", "admin", "hush", 3.0)
    assert sent == [(peer, {"command": "statistic-get", "service": ["dhcp4", "d2"], "arguments": {"name": "a"}})]


def test_versions(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-v"]) == 0
    assert capsys.readouterr().out == f"{KEA_VERSION}\n"
    assert run(["-V"]) == 0
    assert capsys.readouterr().out.startswith(f"{KEA_VERSION}\nlessor ")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--cert", "c"], "--cert and --key must be used together"),
        (["--key", "k", "--ca", "x"], "--cert and --key must be used together"),
        (["--key", "k", "--cert", "c"], "--cert and --key need --ca: without it there is no HTTPS"),
        (["--auth-user-file", "/none"], "cannot read /none: No such file or directory"),
    ],
)
def test_what_does_not_work(
    sent: list[tuple[Peer, Mapping[str, Json]]], capsys: pytest.CaptureFixture[str], words: list[str], text: str
) -> None:
    assert run(words) == 1
    assert capsys.readouterr().err == f"{text}\n"
    assert not sent


def test_no_answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def send(peer: Peer, request: Mapping[str, Json]) -> Json:
        raise ShellError("nobody is there")

    monkeypatch.setattr(kea_shell, "send", send)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run([]) == 1
    assert capsys.readouterr() == ("", "nobody is there\n")

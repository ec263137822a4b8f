"""The lab's configuration and clients."""

import shutil
from pathlib import Path

import pytest

from lessor.config.load import load4
from lessor.service.labs import demo
from lessor.service.labs.demo import Files

PRINTER = bytes.fromhex("02005e005301")


def test_configuration_is_one_without_remarks(tmp_path: Path) -> None:
    files = Files(tmp_path)
    files.configuration.write_text(demo.configuration(files, PRINTER))
    loaded = load4(str(files.configuration))
    assert (loaded.warnings, loaded.unsupported) == ([], [])
    assert loaded.config.lease_file.name == str(files.leases)


def test_clients_are_those_installed_else_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "udhcpc" else None)
    assert [program.name for program in demo.clients_here()] == ["udhcpc"]
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert demo.clients_here() == [demo.OURS]


@pytest.mark.parametrize("program", [*demo.PROGRAMS, demo.OURS], ids=lambda program: program.name)
def test_client_is_called_with_its_name_and_our_files(program: demo.ClientProgram, tmp_path: Path) -> None:
    files = Files(tmp_path)
    demo.prepare(files)
    words = program.command(files, "desk")
    written = "".join(path.read_text() for path in tmp_path.iterdir())
    assert "desk" in " ".join(words) + written
    assert all(Path(word).is_relative_to(tmp_path) for word in words[1:] if word.startswith("/"))


def test_all_a_server_writes_stays_with_the_lab(tmp_path: Path) -> None:
    assert set(Files(tmp_path).environment().values()) == {str(tmp_path)}

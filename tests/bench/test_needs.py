"""What the bench offers to install."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import needs


def test_only_what_is_missing(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.touch()
    wanted = {str(here): "a", str(tmp_path / "one"): "b c", str(tmp_path / "two"): "d"}
    assert needs.missing_packages(wanted) == ["b", "c", "d"]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was installed, by nobody."""
    found: list[str] = []
    monkeypatch.setattr(needs, "install", found.extend)
    monkeypatch.setattr("shutil.which", lambda program: f"/usr/bin/{program}")
    return found


@pytest.mark.parametrize("answer", ["", "y", " Yes"])
def test_who_agrees_gets_it(installed: list[str], answer: str) -> None:
    needs.offer(["kea-dhcp4-server"], ask=lambda question: answer)
    assert installed == ["kea-dhcp4-server"]


def test_who_does_not_agree_is_told_how_to(installed: list[str]) -> None:
    with pytest.raises(SystemExit, match="apt-get install kea-dhcp4-server"):
        needs.offer(["kea-dhcp4-server"], ask=lambda question: "No")
    assert installed == []


def test_a_given_compiled_program_is_taken_as_it_is(tmp_path: Path) -> None:
    assert needs.compiled(tmp_path / "kea-dhcp4", build=True) == tmp_path / "kea-dhcp4"


def test_a_server_may_have_byte_code() -> None:
    assert needs.with_byte_code({"PYTHONDONTWRITEBYTECODE": "1", "HOME": "/"}) == {"HOME": "/"}

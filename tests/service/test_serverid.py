"""How a server's DUID is made and kept; the expected ones are what Kea 2.2 makes of the same configuration and file."""

import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from lessor.model.interface import Interface
from lessor.model.network6 import ServerId
from lessor.service.serverid import ServerIdError, make_server_id, read_server_id, write_server_id

NOW = 0x32942960 + 946684800
HWADDR = bytes.fromhex("76a15cc06fc5")
CONFIGURED = bytes.fromhex("a65dc7410f05")
LINKS = (
    Interface("lo", 1, bytes(6), loopback=True),
    Interface("tun0", 2),
    Interface("ib0", 3, bytes(range(20))),
    Interface("dummy0", 4, bytes(6)),
    Interface("eth0", 5, bytes.fromhex("02000000000f"), up=False),
    Interface("eth1", 6, HWADDR),
    Interface("eth2", 7, bytes.fromhex("020000000010")),
)

LLT = bytes.fromhex("00010001 32942960 76a15cc06fc5")
LL = bytes.fromhex("00030001 76a15cc06fc5")
EN = bytes.fromhex("0002 000009bf 0123")


def made(config: ServerId, kept: bytes = b"", links: Sequence[Interface] = LINKS, now: int = NOW) -> str:
    return make_server_id(config, kept, lambda: links, now, random=lambda length: b"\xaa" * length).hex(" ", -2)


@pytest.mark.parametrize(
    ("config", "kept", "duid"),
    [
        (ServerId(), b"", "0001 0001 3294 2960 76a1 5cc0 6fc5"),
        (ServerId(time=1000), b"", "0001 0001 0000 03e8 76a1 5cc0 6fc5"),
        (ServerId(identifier=CONFIGURED, htype=8), b"", "0001 0008 3294 2960 a65d c741 0f05"),
        (ServerId(identifier=CONFIGURED, htype=8), EN, "0001 0008 3294 2960 a65d c741 0f05"),
        (ServerId("LL"), LLT, "0003 0001 76a1 5cc0 6fc5"),
        (ServerId("LL", htype=6), LL, "0003 0001 76a1 5cc0 6fc5"),
        (ServerId("LL", identifier=CONFIGURED), LL, "0003 0001 a65d c741 0f05"),
        (ServerId("EN", enterprise_id=2495), LL, "0002 0000 09bf aaaa aaaa aaaa"),
        (ServerId("EN", identifier=b"\1\x23"), b"", "0002 0000 09bf 0123"),
        (ServerId("EN", enterprise_id=32473, identifier=b"\1"), EN, "0002 0000 7ed9 01"),
    ],
)
def test_what_is_configured_holds_and_the_rest_is_made(config: ServerId, kept: bytes, duid: str) -> None:
    assert made(config, kept) == duid


@pytest.mark.parametrize(("config", "kept"), [(ServerId(), LLT), (ServerId("LL"), LL), (ServerId("EN"), EN)])
def test_what_is_kept_stays_whatever_the_machine_became(config: ServerId, kept: bytes) -> None:
    later = make_server_id(config, kept, lambda: (), NOW + 1000)
    assert later == kept


def test_a_part_may_be_configured_and_the_rest_stays() -> None:
    assert made(ServerId(time=1000), LLT, ()) == "0001 0001 0000 03e8 76a1 5cc0 6fc5"
    assert made(ServerId(identifier=CONFIGURED), LLT, ()) == "0001 0001 3294 2960 a65d c741 0f05"
    assert made(ServerId("EN", enterprise_id=1), EN) == "0002 0000 0001 0123"


def test_without_a_hardware_address_there_is_none_of_that_kind() -> None:
    with pytest.raises(ServerIdError, match="no interface has a hardware address"):
        made(ServerId(), links=LINKS[:5])
    assert made(ServerId(identifier=CONFIGURED), links=()) == "0001 0001 3294 2960 a65d c741 0f05"


def test_the_file_is_keas(tmp_path: Path) -> None:
    file = tmp_path / "kea-dhcp6-serverid"
    write_server_id(file, LLT)
    assert file.read_bytes() == b"00:01:00:01:32:94:29:60:76:a1:5c:c0:6f:c5"
    assert read_server_id(file) == LLT
    write_server_id(file, EN)
    assert read_server_id(file) == EN
    assert list(tmp_path.iterdir()) == [file]
    assert stat.S_IMODE(file.stat().st_mode) & 0o022 == 0


@pytest.mark.parametrize("text", ["", "nonsense", "00:01:zz", ":".join(["00"] * 131)])
def test_what_is_no_duid_counts_for_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kea-dhcp6-serverid"
    file.write_text(text)
    assert read_server_id(file) == b""


def test_octets_of_any_kind_count_for_nothing(tmp_path: Path) -> None:
    file = tmp_path / "kea-dhcp6-serverid"
    file.write_bytes(b"\xff\xfe")
    assert read_server_id(file) == b""


def test_a_file_with_an_end_of_line_is_read(tmp_path: Path) -> None:
    file = tmp_path / "kea-dhcp6-serverid"
    file.write_text("00:02:00:00:09:bf:01:23\n")
    assert read_server_id(file) == EN


def test_no_file_is_no_server_id(tmp_path: Path) -> None:
    assert read_server_id(tmp_path / "missing") == b""


def test_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    with pytest.raises(ServerIdError, match=f"cannot read {tmp_path}: Is a directory"):
        read_server_id(tmp_path)
    with pytest.raises(ServerIdError, match="cannot write /nonexistent/id: No such file or directory"):
        write_server_id(Path("/nonexistent/id"), EN)

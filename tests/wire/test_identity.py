from collections.abc import Callable

import pytest

from lessor.wire.errors import WireError
from lessor.wire.identity import (
    DUID_EN,
    DUID_EPOCH,
    DUID_LL,
    DUID_LLT,
    DUID_UUID,
    HardwareAddress,
    duid_type,
    hwaddr_of_duid,
    hwaddr_of_link_local,
    hwaddr_of_option,
    pack_duid_en,
    pack_duid_ll,
    pack_duid_llt,
    pack_duid_uuid,
    parse_client_id,
    parse_duid,
    parse_hwaddr,
    unpack_client_id,
)

DUID = bytes.fromhex("000300010200000000aa")


@pytest.mark.parametrize("parse", [parse_hwaddr, parse_client_id, parse_duid])
def test_all_identifiers_share_their_forms(parse: Callable[[str], bytes]) -> None:
    for text in ("01:02:0a", "1:2:a", "01020a", "0x01020a", "01 02 0A"):
        assert parse(text) == b"\1\2\x0a"
    assert parse("'abc'") == b"abc"


@pytest.mark.parametrize(("parse", "most"), [(parse_hwaddr, 20), (parse_client_id, 255), (parse_duid, 130)])
def test_lengths(parse: Callable[[str], bytes], most: int) -> None:
    assert len(parse("01" * most)) == most
    for text in ("", "01" * (most + 1)):
        with pytest.raises(ValueError, match=f"1 to {most} octets"):
            parse(text)


def test_no_other_separators() -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        parse_hwaddr("01-02-03-04-05-06")


@pytest.mark.parametrize(
    ("code", "kind"), [(1, DUID_LLT), (2, DUID_EN), (3, DUID_LL), (4, DUID_UUID), (0x1234, 0x1234)]
)
def test_duid_type(code: int, kind: int) -> None:
    assert duid_type(code.to_bytes(2, "big") + b"x") == kind


@pytest.mark.parametrize("length", [0, 2, 131])
def test_duid_of_wrong_length(length: int) -> None:
    with pytest.raises(WireError, match=str(length)):
        duid_type(bytes(length))


def test_client_id_with_duid() -> None:
    assert unpack_client_id(b"\xff" + b"iaid" + DUID) == (b"iaid", DUID)


@pytest.mark.parametrize(
    "client_id", [b"", b"\1" + b"iaid" + DUID, b"\xff", b"\xffiaid", b"\xffiaid\0\1", b"\xff" + bytes(135)]
)
def test_other_client_ids(client_id: bytes) -> None:
    assert unpack_client_id(client_id) is None


MAC = bytes.fromhex("525400d6c2a9")


# RFC 8415 section 11 and, for the enterprise number, its example in section 11.3; RFC 6355 section 4.
@pytest.mark.parametrize(
    ("duid", "octets", "kind"),
    [
        (pack_duid_llt(1, DUID_EPOCH + 0x1C39CF88, MAC), "0001 0001 1c39cf88 525400d6c2a9", DUID_LLT),
        (pack_duid_en(32473, bytes.fromhex("0cc084d303000912")), "0002 00007ed9 0cc084d303000912", DUID_EN),
        (pack_duid_ll(6, MAC), "0003 0006 525400d6c2a9", DUID_LL),
        (pack_duid_uuid(bytes(range(16))), "0004 000102030405060708090a0b0c0d0e0f", DUID_UUID),
    ],
)
def test_makes_duids(duid: bytes, octets: str, kind: int) -> None:
    assert duid == bytes.fromhex(octets)
    assert duid_type(duid) == kind


def test_time_of_a_duid_wraps() -> None:
    assert pack_duid_llt(1, DUID_EPOCH + (5 << 32) + 7, MAC)[4:8] == b"\0\0\0\x07"
    assert pack_duid_llt(1, DUID_EPOCH - 1, MAC)[4:8] == b"\xff\xff\xff\xff"


@pytest.mark.parametrize(
    ("duid", "found"),
    [
        (pack_duid_llt(1, DUID_EPOCH, MAC), (1, MAC)),
        (pack_duid_ll(32, bytes(20)), (32, bytes(20))),
        (pack_duid_ll(1, b"\2"), (1, b"\2")),
        (pack_duid_llt(1, DUID_EPOCH, b""), None),
        (pack_duid_llt(1, DUID_EPOCH, b"")[:7], None),
        (pack_duid_ll(1, b""), None),
        (pack_duid_ll(1, bytes(21)), None),
        (pack_duid_en(9, bytes(8)), None),
        (pack_duid_uuid(bytes(16)), None),
        (b"\0\3", None),
        (b"\3", None),
        (b"", None),
    ],
)
def test_hardware_address_in_a_duid(duid: bytes, found: HardwareAddress | None) -> None:
    assert hwaddr_of_duid(duid) == found


def test_hardware_address_from_the_first_relay() -> None:
    # RFC 6939 section 4
    assert hwaddr_of_option(b"\0\1" + MAC) == (1, MAC)
    for wrong in (b"", b"\0", b"\0\1", b"\0\1" + bytes(21)):
        assert hwaddr_of_option(wrong) is None


@pytest.mark.parametrize(
    ("address", "hwaddr"),
    [
        (0xFE80 << 112 | 0x505400FFFED6C2A9, MAC),
        (0xFE80 << 112 | 0x020000FFFE000001, bytes.fromhex("000000000001")),
        # no link-local address, one that is no EUI-64, one with more bits than the prefix has
        (0x20010DB8 << 96 | 0x505400FFFED6C2A9, None),
        (0xFE80 << 112 | 0x5054000000D6C2A9, None),
        (0xFE80 << 112 | 1 << 64 | 0x505400FFFED6C2A9, None),
        (0, None),
    ],
)
def test_hardware_address_in_a_link_local_address(address: int, hwaddr: bytes | None) -> None:
    assert hwaddr_of_link_local(address) == hwaddr

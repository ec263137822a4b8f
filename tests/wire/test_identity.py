from collections.abc import Callable

import pytest

from lessor.wire.errors import WireError
from lessor.wire.identity import (
    DUID_EN,
    DUID_LL,
    DUID_LLT,
    DUID_UUID,
    duid_type,
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

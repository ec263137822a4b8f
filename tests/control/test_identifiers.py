"""Tests of lessor.control.identifiers: what callers write, and Kea's words for what is wrong with it."""

from collections.abc import Callable

import pytest

from lessor.control.identifiers import read_client_id, read_duid, read_hwaddr
from lessor.model.command import CommandError


@pytest.mark.parametrize(
    ("read", "text", "octets"),
    [
        (read_hwaddr, "02:00:00:00:00:01", b"\2\0\0\0\0\1"),
        (read_hwaddr, "a:B:0", b"\x0a\x0b\0"),
        (read_hwaddr, "", b""),
        (read_client_id, "01:02", b"\1\2"),
        (read_client_id, "01 02", b"\1\2"),
        (read_client_id, "0x0102", b"\1\2"),
        (read_client_id, "123", b"\1\x23"),
        (read_client_id, ":".join(["aa"] * 255), b"\xaa" * 255),
        (read_duid, "01", b"\1"),
        (read_duid, ":".join(["aa"] * 130), b"\xaa" * 130),
    ],
)
def test_accepted(read: Callable[[str], bytes], text: str, octets: bytes) -> None:
    assert read(text) == octets


@pytest.mark.parametrize(
    ("read", "text", "wrong"),
    [
        (read_hwaddr, "aa::bb", "two consecutive separators (':') specified in a decoded string 'aa::bb'"),
        (read_hwaddr, "aabbcc", "invalid format of the decoded string 'aabbcc'"),
        (read_hwaddr, "a:g", "'g' is not a valid hexadecimal digit in decoded string 'a:g'"),
        # other digits than these ten are none here
        (read_hwaddr, "a:\u0661", "'\u0661' is not a valid hexadecimal digit in decoded string 'a:\u0661'"),
        (read_hwaddr, ":".join(["aa"] * 21), "address vector size exceeds MAX_HWADDR_LEN"),
        (read_client_id, "", "Empty DUIDs are not allowed"),
        (read_client_id, "01", "client-id is too short (1), at least 2 is required"),
        (read_client_id, "aa" * 256, "client-id size is 256 bytes, exceeds maximum of 255"),
        (read_client_id, "0x", "'0x' is not a valid string of hexadecimal digits"),
        (read_duid, "1_0", "'1_0' is not a valid string of hexadecimal digits"),
        (read_duid, "aa" * 131, "DUID size is 131 bytes, exceeds maximum of 130"),
    ],
)
def test_refused(read: Callable[[str], bytes], text: str, wrong: str) -> None:
    with pytest.raises(CommandError) as caught:
        read(text)
    assert caught.value.text == wrong

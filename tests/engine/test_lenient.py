"""Tests of lessor.engine.lenient."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.engine.lenient import mend4, mend6

CISCO = bytes.fromhex("00000009")


@pytest.mark.parametrize(
    ("code", "sent", "mended"),
    [
        (81, "09 ff ff 61", "08 ff ff 61"),  # N and S: N
        (81, "01 ff ff 61", "01 ff ff 61"),
        (81, "", ""),
        (124, "00000009 04 03 616263", "00000009 04 03 616263"),
        (124, "00000009 04 09 616263", "00000009 04 03 616263"),
        (124, "00000009 09 03 616263", "00000009 04 03 616263"),
        (124, "00000009 02 01 61 00000007 02 05 62", "00000009 02 01 61 00000007 02 01 62"),
        (12, "ff", "ff"),
    ],
)
def test_options_of_dhcpv4(code: int, sent: str, mended: str) -> None:
    options = {code: bytes.fromhex(sent)}
    mend4(options)
    assert options == {code: bytes.fromhex(mended)}


@pytest.mark.parametrize(
    ("code", "sent", "mended"),
    [
        (39, "05 01 61", "04 01 61"),
        (39, "01 01 61", "01 01 61"),
        (15, "0001 61 0009 62", "0001 61 0001 62"),
        (15, "0001 61 00", "0001 61 00"),
        (16, "00000009 0007 6162", "00000009 0002 6162"),
        (16, "0000", "0000"),
    ],
)
def test_options_of_dhcpv6(code: int, sent: str, mended: str) -> None:
    options = {code: [bytes.fromhex(sent), b""]}
    mend6(options)
    assert options == {code: [bytes.fromhex(mended), b""]}


@given(st.binary(max_size=60))
def test_whatever_comes_is_mended_once(data: bytes) -> None:
    four = {124: data, 81: data}
    mend4(four)
    again = dict(four)
    mend4(again)
    assert again == four
    six = {code: [data] for code in (15, 16, 39)}
    mend6(six)
    mended = dict(six)
    mend6(mended)
    assert mended == six
    assert all(len(values[0]) == len(data) for values in six.values())

"""ARP frames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.arp import FRAME, REPLY, REQUEST, decode_arp, encode_answer, encode_question
from lessor.wire.errors import WireError

US, THEM = bytes.fromhex("00005e005301"), bytes.fromhex("00005e005302")
OURS, THEIRS = 0xC0000201, 0xC0000202

# The layout of RFC 826, spelled out.
QUESTION = bytes.fromhex(
    "ffffffffffff00005e0053010806"  # to all, from us, ARP
    "0001080006040001"  # Ethernet, IPv4, lengths 6 and 4, request
    "00005e005301c0000201"
    "000000000000c0000202"
)


def test_question_is_laid_out_as_rfc_826_says() -> None:
    assert encode_question(US, OURS, THEIRS) == QUESTION
    assert decode_arp(QUESTION) == (REQUEST, US, OURS, THEIRS)


def test_answer_goes_to_who_asked() -> None:
    frame = encode_answer(THEM, THEIRS, US, OURS)
    assert frame[:6] == US
    assert decode_arp(frame) == (REPLY, THEM, THEIRS, OURS)


def test_padding_of_the_link_is_passed_over() -> None:
    assert decode_arp(QUESTION + bytes(18)) == decode_arp(QUESTION)


@pytest.mark.parametrize("at", [12, 14, 16, 18, 19])
def test_other_kinds_are_refused(at: int) -> None:
    with pytest.raises(WireError):
        decode_arp(QUESTION[:at] + b"\x7f" + QUESTION[at + 1 :])


@given(st.binary(max_size=FRAME.size - 1))
def test_short_frames_are_refused(frame: bytes) -> None:
    with pytest.raises(WireError):
        decode_arp(frame)

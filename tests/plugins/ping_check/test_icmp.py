"""Echo messages."""

from ipaddress import IPv4Address

from hypothesis import given
from hypothesis import strategies as st

from lessor.plugins.ping_check.icmp import Heard, echo_request, read_answer

US, THEM = int(IPv4Address("192.0.2.1")), int(IPv4Address("192.0.2.10"))


def packet(source: int, destination: int, message: bytes, protocol: int = 1, options: bytes = b"") -> bytes:
    head = bytes((0x45 + len(options) // 4, 0)) + bytes(7) + bytes((protocol, 0, 0))
    return head + source.to_bytes(4, "big") + destination.to_bytes(4, "big") + options + message


def reply(identifier: int, sequence: int) -> bytes:
    return b"\0\0\0\0" + identifier.to_bytes(2, "big") + sequence.to_bytes(2, "big")


def test_a_request_as_ping_makes_it() -> None:
    # RFC 792 with the checksum of RFC 1071: the sum of all words is zero
    request = echo_request(0x1234, 7)
    assert request[:2] == b"\x08\0"
    words = sum(int.from_bytes(request[i : i + 2], "big") for i in range(0, 8, 2))
    assert words % 0xFFFF == 0
    assert request[4:] == b"\x12\x34\0\x07"


def test_a_reply_is_read() -> None:
    assert read_answer(packet(THEM, US, reply(5, 6))) == Heard(True, THEM, 5, 6)
    assert read_answer(packet(THEM, US, reply(5, 6), options=bytes(8))) == Heard(True, THEM, 5, 6)


def test_what_is_unreachable_is_read_from_what_comes_back() -> None:
    inner = packet(US, THEM, echo_request(5, 6))
    assert read_answer(packet(US, US, b"\x03\x01\0\0\0\0\0\0" + inner)) == Heard(False, THEM, 5, 6)


def test_other_packets_are_no_answers() -> None:
    assert read_answer(packet(THEM, US, echo_request(5, 6))) is None
    assert read_answer(packet(THEM, US, reply(5, 6), protocol=17)) is None
    assert read_answer(packet(US, US, b"\x03\x01\0\0\0\0\0\0" + packet(US, THEM, reply(5, 6)))) is None


@given(st.binary(max_size=100))
def test_garbage_is_no_answer_and_no_harm(garbage: bytes) -> None:
    read_answer(garbage)
    read_answer(b"\x45" + garbage)
    read_answer(packet(THEM, US, b"\x03\x01" + garbage))

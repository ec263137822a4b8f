"""The filter, run by a small machine of our own; tests/system/test_sockets.py has the kernel run it."""

import struct

import pytest

from lessor.wire.bpf import (
    ACCEPT,
    FRAME_IS_FOR,
    JUMP_ANY_BIT,
    JUMP_EQUAL,
    JUMP_GREATER,
    LOAD_HALF,
    LOAD_HALF_AFTER_X,
    LOAD_HEADER_LENGTH_INTO_X,
    LOAD_OCTET,
    LOAD_WORD,
    MOST_ADDRESSES,
    NOTHING,
    RETURN,
    Instruction,
    assemble,
    datagrams,
)
from lessor.wire.frames import encode_frame4

SERVER = 0xC0000201
EVERYONE = 0xFFFFFFFF
PROGRAM = datagrams(67, (EVERYONE, SERVER))


def run(program: list[Instruction], frame: bytes, frame_is_for: int = 0) -> int:
    """Return how many octets the program accepts; a load beyond the frame ends it with none, as in the kernel."""
    a = x = position = 0
    while True:
        code, if_true, if_false, operand = program[position]
        position += 1
        if code == RETURN:
            return operand
        if code in (JUMP_EQUAL, JUMP_GREATER, JUMP_ANY_BIT):
            holds = {JUMP_EQUAL: a == operand, JUMP_GREATER: a > operand, JUMP_ANY_BIT: bool(a & operand)}[code]
            position += if_true if holds else if_false
            continue
        if operand == FRAME_IS_FOR:
            a = frame_is_for
            continue
        offset = operand + (x if code == LOAD_HALF_AFTER_X else 0)
        size = {LOAD_OCTET: 1, LOAD_HEADER_LENGTH_INTO_X: 1, LOAD_HALF: 2, LOAD_HALF_AFTER_X: 2, LOAD_WORD: 4}[code]
        if offset + size > len(frame):
            return 0
        value = int.from_bytes(frame[offset : offset + size], "big")
        if code == LOAD_HEADER_LENGTH_INTO_X:
            x = (value & 15) * 4
        else:
            a = value


def frame(destination: int = SERVER, port: int = 67) -> bytes:
    return encode_frame4(b"\xff" * 6, bytes(6), 0, 68, destination, port, bytes(300))


def with_options(octets: bytes) -> bytes:
    return octets[:14] + b"\x46" + octets[15:34] + b"\x94\x04\0\0" + octets[34:]


@pytest.mark.parametrize("octets", [frame(), frame(EVERYONE), with_options(frame())])
@pytest.mark.parametrize("frame_is_for", [0, 1, 2])
def test_messages_to_us_pass_whole(octets: bytes, frame_is_for: int) -> None:
    assert run(PROGRAM, octets, frame_is_for) == ACCEPT[3]


@pytest.mark.parametrize(
    "octets",
    [
        frame(SERVER + 1),
        frame(port=68),
        frame(port=53),
        with_options(frame(port=68)),
        frame()[:23] + b"\x06" + frame()[24:],
        frame()[:20] + b"\x20\x00" + frame()[22:],
        frame()[:20] + b"\x00\x01" + frame()[22:],
        frame()[:36],
        b"",
    ],
    ids=["other address", "client port", "name server", "options", "TCP", "first fragment", "fragment", "cut", "empty"],
)
def test_all_else_is_refused(octets: bytes) -> None:
    assert run(PROGRAM, octets) == 0


@pytest.mark.parametrize("frame_is_for", [3, 4, 5])
def test_frames_for_others_and_our_own_are_refused(frame_is_for: int) -> None:
    assert run(PROGRAM, frame(), frame_is_for) == 0


def test_each_of_many_addresses_is_accepted_and_no_other() -> None:
    addresses = range(SERVER, SERVER + MOST_ADDRESSES)
    program = datagrams(67, addresses)
    assert all(run(program, frame(address)) for address in addresses)
    assert not run(program, frame(SERVER + MOST_ADDRESSES))


def test_too_many_addresses_for_the_kernel_are_not_told_apart() -> None:
    program = datagrams(67, range(SERVER, SERVER + MOST_ADDRESSES + 1))
    assert run(program, frame(SERVER + 5000))
    assert not run(program, frame(port=68))


def test_nothing_passes_nothing() -> None:
    assert run(NOTHING, frame()) == 0


def test_instructions_are_eight_octets() -> None:
    assert assemble([(0x15, 1, 2, 0x43)]) == struct.pack("=HBBI", 0x15, 1, 2, 0x43)
    assert len(assemble(PROGRAM)) == 8 * len(PROGRAM)

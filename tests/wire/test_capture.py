"""Capture files: both formats, both orders of octets, and files that break off."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.capture import Frame, read_capture
from lessor.wire.errors import WireError

FRAMES = (b"first frame", b"second")


def pcap(order: str = "<", magic: int = 0xA1B2C3D4, link: int = 1) -> bytes:
    records = [struct.pack(f"{order}IIII", 1700 + i, 5, len(data), len(data)) + data for i, data in enumerate(FRAMES)]
    return struct.pack(f"{order}IHHiIII", magic, 2, 4, 0, 0, 65535, link) + b"".join(records)


def block(order: str, kind: int, body: bytes) -> bytes:
    body += b"\0" * (-len(body) % 4)
    return struct.pack(f"{order}II", kind, len(body) + 12) + body + struct.pack(f"{order}I", len(body) + 12)


def section(order: str) -> bytes:
    return block(order, 0x0A0D0D0A, struct.pack(f"{order}IHHq", 0x1A2B3C4D, 1, 0, -1))


def interface(order: str, link: int = 1, resolution: int | None = None) -> bytes:
    options = b"" if resolution is None else struct.pack(f"{order}HHBxxxHH", 9, 1, resolution, 0, 0)
    return block(order, 1, struct.pack(f"{order}HHI", link, 0, 65535) + options)


def packet(order: str, data: bytes, stamp: int, number: int = 0) -> bytes:
    head = struct.pack(f"{order}IIIII", number, stamp >> 32, stamp & 0xFFFFFFFF, len(data), len(data))
    return block(order, 6, head + data)


def read(data: bytes) -> list[Frame]:
    return list(read_capture(io.BytesIO(data)))


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("magic", [0xA1B2C3D4, 0xA1B23C4D])
def test_pcap(order: str, magic: int) -> None:
    assert read(pcap(order, magic, link=113)) == [Frame(1, 1700, 113, FRAMES[0]), Frame(2, 1701, 113, FRAMES[1])]


@pytest.mark.parametrize("order", "<>")
def test_pcapng(order: str) -> None:
    data = section(order) + interface(order) + interface(order, 276, 9)
    data += packet(order, FRAMES[0], 1_700_000_000)
    data += block(order, 5, bytes(8))  # statistics
    data += packet(order, FRAMES[1], 1_701_000_000_000, number=1)
    assert read(data) == [Frame(1, 1700, 1, FRAMES[0]), Frame(2, 1701, 276, FRAMES[1])]


def test_a_new_section_describes_its_own_interfaces() -> None:
    data = section("<") + interface("<") + packet("<", FRAMES[0], 0) + section(">") + interface(">", 101)
    data += packet(">", FRAMES[1], 0)
    assert [frame.link for frame in read(data)] == [1, 101]


def test_a_simple_packet_has_no_time() -> None:
    data = section("<") + interface("<") + block("<", 3, struct.pack("<I", len(FRAMES[0])) + FRAMES[0])
    assert read(data) == [Frame(1, 0, 1, FRAMES[0])]


@pytest.mark.parametrize(
    ("whole", "before"), [(pcap(), 1), (section("<") + interface("<") + packet("<", FRAMES[0], 0), 0)]
)
def test_a_file_that_breaks_off_gives_what_it_has(whole: bytes, before: int) -> None:
    frames: list[Frame] = []
    with pytest.raises(WireError, match="breaks off"):
        frames.extend(read_capture(io.BytesIO(whole[:-3])))
    assert [frame.data for frame in frames] == list(FRAMES[:before])
    with pytest.raises(WireError, match="neither"):
        read(whole[1:])


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (pcap()[:24] + struct.pack("<IIII", 0, 0, 1 << 30, 1 << 30), "1073741824 octets"),
        (section("<") + packet("<", b"x", 0), "does not describe"),
        (section("<") + struct.pack("<II", 6, 4), "a block of 4 octets"),
        (section("<") + interface("<") + block("<", 6, struct.pack("<IIIII", 0, 0, 0, 99, 99)), "said to have 99"),
        (section("<") + interface("<") + block("<", 6, b"xxxx"), "cut short"),
        (section("<")[:8] + b"xxxx" + section("<")[12:], "order of octets"),
    ],
)
def test_false_lengths_are_refused(data: bytes, wrong: str) -> None:
    with pytest.raises(WireError, match=wrong):
        read(data)


@given(st.binary(max_size=200), st.sampled_from([pcap()[:24], section("<") + interface("<")]))
def test_garbage_ends_in_frames_or_wire_errors(garbage: bytes, start: bytes) -> None:
    try:
        frames = read(start + garbage)
    except WireError:
        return
    assert sum(len(frame.data) for frame in frames) <= len(garbage)

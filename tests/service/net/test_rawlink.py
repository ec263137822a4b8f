"""The raw link on a pair of interfaces: what it hears and what it does not."""

import os
import time
from collections.abc import Iterator

import pytest

from lessor.model.interface import Interface
from lessor.service.labs.survey import find_interface
from lessor.service.net.rawlink import CLIENT_PORT, RawLink
from lessor.wire.arp import encode_answer, encode_question
from lessor.wire.frames import encode_frame4
from tests.system.network import network

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: makes network namespaces")

NEAR, FAR, NOBODY = 0xC0000201, 0xC0000202, 0xC0000203
STRANGE = bytes.fromhex("02005e005399")
PATIENCE = 10.0


@pytest.fixture
def pair() -> Iterator[tuple[Interface, Interface]]:
    """Both ends of a wire, in one namespace that this process is in."""
    with network() as net:
        machine = net.namespace("machine")
        machine.ip("link", "add", "near0", "type", "veth", "peer", "name", "far0")
        machine.batch(["link set near0 up", "link set far0 up"])
        with machine.entered():
            yield find_interface("near0"), find_interface("far0")


def datagram(recipient: bytes, sender: bytes, port: int, data: bytes = b"hello") -> bytes:
    return encode_frame4(recipient, sender, FAR, 67, NEAR, port, data)


def heard(link: RawLink, last: bytes) -> list[bytes]:
    """All frames up to the one that is known to come last."""
    frames = []
    for frame in link.frames(time.monotonic() + PATIENCE):
        frames.append(frame)
        if frame == last:
            return frames
    raise AssertionError(f"{last.hex()} did not come; heard {[frame.hex() for frame in frames]}")


def test_arp_and_messages_to_clients_are_heard_and_nothing_else(pair: tuple[Interface, Interface]) -> None:
    near, far = pair
    wanted = datagram(near.hwaddr, far.hwaddr, CLIENT_PORT)
    fragment = wanted[:20] + b"\x20\x00" + wanted[22:]
    question = encode_question(far.hwaddr, FAR, NEAR)
    last = encode_answer(far.hwaddr, FAR, near.hwaddr, NEAR)
    with RawLink(near) as link, RawLink(far) as other:
        other.send(datagram(near.hwaddr, far.hwaddr, 67))
        other.send(fragment)
        other.send(wanted[:12] + b"\x86\xdd" + wanted[14:])
        for frame in (wanted, question, last):
            other.send(frame)
        assert heard(link, last) == [wanted, question, last]


def test_own_frames_do_not_come_back(pair: tuple[Interface, Interface]) -> None:
    near, far = pair
    last = encode_answer(far.hwaddr, FAR, near.hwaddr, NEAR)
    with RawLink(near) as link, RawLink(far) as other:
        link.send(encode_question(near.hwaddr, NEAR, NOBODY))
        other.send(last)
        assert heard(link, last) == [last]


def test_strange_hardware_address_is_listened_for(pair: tuple[Interface, Interface]) -> None:
    near, far = pair
    last = datagram(STRANGE, far.hwaddr, CLIENT_PORT)
    with RawLink(near, STRANGE) as link, RawLink(far) as other:
        assert link.hwaddr == STRANGE
        other.send(last)
        assert heard(link, last) == [last]


def test_waiting_ends_with_the_deadline(pair: tuple[Interface, Interface]) -> None:
    with RawLink(pair[0]) as link:
        assert list(link.frames(time.monotonic() - 1)) == []


def test_interface_that_is_gone_is_an_error(pair: tuple[Interface, Interface]) -> None:
    with pytest.raises(OSError, match="No such device"):
        RawLink(Interface("gone0", 99, STRANGE))

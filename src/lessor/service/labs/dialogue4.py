"""The small DHCPv4 client on a link: asks, waits, asks again, and keeps its lease (RFC 2131 section 4.4).

It works on the raw link, so it needs no address, no free port and no routing; while it waits it answers ARP for the
address it holds, so that servers reach it also when the kernel knows nothing of that address.
"""

import random
import secrets
import time
from collections.abc import Iterator
from typing import Final, Protocol

from lessor.service.labs import client4
from lessor.service.labs.client4 import Grant, Identity
from lessor.service.net.rawlink import CLIENT_PORT
from lessor.wire.arp import REQUEST as WHO_HAS
from lessor.wire.arp import decode_arp, encode_answer
from lessor.wire.errors import WireError
from lessor.wire.frames import ETHERNET_BROADCAST, ETHERNET_HEADER, decode_udp4, encode_frame4
from lessor.wire.packet4 import NAK, Packet4, encode4

SERVER_PORT: Final = 67
BROADCAST: Final = 0xFFFFFFFF

FIRST_WAIT: Final = 2.0
LONGEST_WAIT: Final = 16.0
"""Seconds between retransmissions: doubled each time, as RFC 2131 section 4.1 says, from a shorter beginning."""
JITTER: Final = 0.25


class NoAnswer(Exception):
    """No server answered in time."""


class Refused(Exception):
    """The server said NAK; the text is its reason."""


class Link(Protocol):
    """What carries frames: service/net/rawlink.py."""

    hwaddr: bytes

    def send(self, frame: bytes) -> None:
        """Put a frame on the link. Raise OSError."""
        ...

    def frames(self, deadline: float) -> Iterator[bytes]:
        """Yield incoming frames until `deadline` (seconds of the monotonic clock). Raise OSError."""
        ...


class Dialogue4:
    """One client on one link."""

    def __init__(self, link: Link, identity: Identity) -> None:
        self.link = link
        self.identity = identity
        self.held = 0

    def acquire(self, patience: float, wanted: int = 0) -> Grant:
        """Return a new lease within `patience` seconds. Raise NoAnswer or Refused, OSError when the link fails."""
        deadline = time.monotonic() + patience
        xid = secrets.randbits(32)
        offer, hwaddr = self._ask(client4.discover(self.identity, xid, wanted), deadline)
        return self._granted(client4.select(self.identity, xid, client4.grant(offer, hwaddr)), deadline)

    def resume(self, address: int, patience: float) -> Grant:
        """Return the lease for an address remembered from before. Raise as `acquire`."""
        request = client4.reboot(self.identity, secrets.randbits(32), address)
        return self._granted(request, time.monotonic() + patience)

    def renew(self, grant: Grant, patience: float) -> Grant:
        """Return the lease with new time from the server that gave it. Raise as `acquire`."""
        request = client4.extend(self.identity, secrets.randbits(32), grant.address)
        return self._granted(request, time.monotonic() + patience, grant)

    def rebind(self, grant: Grant, patience: float) -> Grant:
        """Return the lease with new time from any server. Raise as `acquire`."""
        request = client4.extend(self.identity, secrets.randbits(32), grant.address)
        return self._granted(request, time.monotonic() + patience)

    def release(self, grant: Grant) -> None:
        """Give the address back; nobody answers to that. Raise OSError."""
        self._send(client4.release(self.identity, secrets.randbits(32), grant), grant)
        self.held = 0

    def rest(self, seconds: float) -> None:
        """Wait, and answer to those who ask for our address. Raise OSError."""
        for _ in self._datagrams(time.monotonic() + seconds):
            continue  # an answer to nothing we asked

    def offers(self, patience: float) -> list[Grant]:
        """Return all offers that come within `patience` seconds, without taking one. Raise OSError."""
        request = client4.discover(self.identity, secrets.randbits(32))
        deadline = time.monotonic() + patience
        found = []
        for wait in (patience / 2, patience):  # asked twice: a datagram may be lost
            self._send(request)
            for payload, hwaddr in self._datagrams(min(deadline, time.monotonic() + wait)):
                packet = client4.answer(payload, request)
                if packet is not None:
                    found.append(client4.grant(packet, hwaddr))
        return found

    def _granted(self, request: Packet4, deadline: float, grant: Grant | None = None) -> Grant:
        packet, hwaddr = self._ask(request, deadline, grant)
        if client4.kind(packet) == NAK:
            self.held = 0
            raise Refused(client4.refusal(packet))
        granted = client4.grant(packet, hwaddr)
        self.held = granted.address
        return granted

    def _ask(self, request: Packet4, deadline: float, grant: Grant | None = None) -> tuple[Packet4, bytes]:
        """Return the first answer and the hardware address it came from."""
        wait = FIRST_WAIT
        began = time.monotonic()
        while (now := time.monotonic()) < deadline:
            request.secs = min(int(now - began), 0xFFFF)
            self._send(request, grant)
            until = min(deadline, now + wait * random.uniform(1 - JITTER, 1 + JITTER))
            for payload, hwaddr in self._datagrams(until):
                packet = client4.answer(payload, request)
                if packet is not None:
                    return packet, hwaddr
            wait = min(wait * 2, LONGEST_WAIT)
        raise NoAnswer("no DHCP server answered")

    def _send(self, packet: Packet4, grant: Grant | None = None) -> None:
        recipient, source, destination = ETHERNET_BROADCAST, 0, BROADCAST
        if grant is not None:
            recipient, source, destination = grant.hwaddr, grant.address, grant.server
        elif packet.ciaddr:
            source = packet.ciaddr
        payload = encode4(packet)
        self.link.send(
            encode_frame4(recipient, self.link.hwaddr, source, CLIENT_PORT, destination, SERVER_PORT, payload)
        )

    def _datagrams(self, deadline: float) -> Iterator[tuple[bytes, bytes]]:
        """Yield payload and sender's hardware address of what is sent to DHCP clients; answer ARP meanwhile."""
        for frame in self.link.frames(deadline):
            try:
                payload = decode_udp4(frame, ETHERNET_HEADER)[4]
            except WireError:
                self._answer_arp(frame)
                continue
            yield payload, frame[6:12]

    def _answer_arp(self, frame: bytes) -> None:
        try:
            operation, sender, source, target = decode_arp(frame)
        except WireError:
            return  # neither DHCP nor ARP, as anybody may send
        if operation == WHO_HAS and target == self.held and self.held:
            self.link.send(encode_answer(self.link.hwaddr, self.held, sender, source))

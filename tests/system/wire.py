"""The client's end of a link: crafted frames out, everything the server answers back in.

No answer is an answer too. To be sure of it without waiting for a time, each exchange is closed by renewals of a client
of our own: servers answer in the order they were asked, so what has not come before the last ACK will not come.
"""

import select
import socket
import time
from dataclasses import replace

from tests.system import packets
from tests.system.network import Network
from tests.system.packets import Envelope, Frame

SERVER = "192.0.2.1"
GUARD_MAC = b"\x02\0\x5e\0\0\x01"
GUARD_ADDRESS = "192.0.2.9"
"""Every configuration reserves this address for the guard."""
SERVER_MAC = b"\x02\0\0\0\0\x01"
GUARD = Envelope(GUARD_MAC, SERVER_MAC, GUARD_ADDRESS, SERVER)
PATIENCE = 10.0
ROUNDS = 2
"""Renewals after each message. A server that reads broadcasts and unicasts from two sockets may take the first one out
of turn; when it takes the second, it has looked at both sockets since."""


def build(network: Network) -> None:
    """Make namespaces `server` (lsy0) and `client` (lsy1), where all of 192.0.2.0/24 and 10.0.0.0/8 answers.

    Addresses resolve without ARP to the client's interface: the destination of a reply then shows whether the server
    took the client's hardware address from the message or left the question to the kernel.
    """
    network.link("server", "lsy0", "client", "lsy1")
    server, client = network.namespace("server"), network.namespace("client")
    server.ip("link", "set", "lsy0", "address", "02:00:00:00:00:01")
    client.ip("link", "set", "lsy1", "address", "02:00:00:00:00:02")
    server.ip("addr", "add", f"{SERVER}/24", "dev", "lsy0")
    server.batch([f"neigh replace 192.0.2.{host} lladdr 02:00:00:00:00:02 dev lsy0" for host in range(2, 255)])
    server.ip("route", "add", "default", "via", "192.0.2.2")


class Wire:
    """A raw socket on the client's interface."""

    def __init__(self, network: Network) -> None:
        with network.namespace("client").entered():
            # 3 = ETH_P_ALL: answers on their way to other hardware addresses count as well
            self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.socket.bind(("lsy1", 0))
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.xid = 0x10000

    def close(self) -> None:
        self.socket.close()

    def next_xid(self) -> int:
        self.xid += 1
        return self.xid

    def send(self, payload: bytes, envelope: Envelope | None = None) -> None:
        """Put one message on the link; by default from nowhere to everyone."""
        chosen = envelope or replace(Envelope(), source_mac=payload[28:34])
        self.socket.send(packets.frame(chosen, payload))

    def receive(self, until: float) -> Frame | None:
        """Return the next datagram from a DHCP server, None when there is none by this monotonic time."""
        while (left := until - time.monotonic()) > 0:
            if not select.select([self.socket], [], [], left)[0]:
                return None
            data, address = self.socket.recvfrom(4096)
            found = packets.unframe(data)
            if found and address[2] != socket.PACKET_OUTGOING and found.envelope.source_mac == SERVER_MAC:
                return found
        return None

    def take_guard_lease(self) -> None:
        """Get the guard its lease; needed once after each start on an empty lease file.

        The first answer may be lost, as a server on UDP sockets cannot reach a client without an address.
        """
        options = [(50, packets.ip(GUARD_ADDRESS)), (54, packets.ip(SERVER))]
        self.exchange(packets.message(packets.NUMBERS["REQUEST"], GUARD_MAC, self.next_xid(), options), GUARD)

    def wait_for_service(self) -> None:
        """Return once the server answers, with the guard's lease taken."""
        end = time.monotonic() + PATIENCE
        options = [(50, packets.ip(GUARD_ADDRESS)), (54, packets.ip(SERVER))]
        while time.monotonic() < end:
            self.send(packets.message(packets.NUMBERS["REQUEST"], GUARD_MAC, self.next_xid(), options), GUARD)
            self.send(self.guard(), GUARD)
            if self.receive(time.monotonic() + 0.2):
                # the answer may be to an older guard: start from a silent line
                while self.receive(time.monotonic() + 0.2):
                    pass
                return
        raise AssertionError("the server does not answer")

    def guard(self) -> bytes:
        return packets.message(packets.NUMBERS["REQUEST"], GUARD_MAC, self.next_xid(), ciaddr=GUARD_ADDRESS)

    def exchange(self, payload: bytes, envelope: Envelope | None = None) -> list[Frame]:
        """Send a message and return all that comes before the answer to the guard."""
        self.send(payload, envelope)
        frames: list[Frame] = []
        for _ in range(ROUNDS):
            guard = self.guard()
            self.send(guard, GUARD)
            frames += self.until(guard[4:8])
        return frames

    def until(self, xid: bytes) -> list[Frame]:
        """Return what comes before the answer with this transaction id."""
        end = time.monotonic() + PATIENCE
        frames: list[Frame] = []
        while frame := self.receive(end):
            if frame.payload[4:8] == xid:
                return frames
            frames.append(frame)
        raise AssertionError("the guard gets no answer: the server has stopped serving")

"""The client's end of a link with IPv6: crafted frames out, everything the server answers back in.

No answer is an answer too. To be sure of it without waiting for a time, each exchange is closed by renewals of a client
of our own, as in wire.py: what has not come before the last answer to them will not come.
"""

import select
import socket
import time
from typing import Final

from tests.system import packets6
from tests.system.network import Namespace, Network
from tests.system.packets import Envelope, Frame
from tests.system.packets6 import CLIENT_ID, NUMBERS, SERVER_ID, SERVERS, Message, address, ia_na

SERVER: Final = "2001:db8:1::1"
SERVER_LOCAL: Final = "fe80::ff:fe00:1"
SERVER_MAC: Final = b"\x02\0\0\0\0\x01"
CLIENT_MAC: Final = b"\x02\0\0\0\0\x02"
SERVER_DUID: Final = bytes.fromhex("0002000009bf73797374656d")
"""Every configuration names this DUID of the enterprise kind."""
GUARD_DUID: Final = bytes.fromhex("000300015e5e00000001")
GUARD_LOCAL: Final = "fe80::5e"
ROUTER: Final = "fe80::2"
FROM_HARDWARE: Final = {"02:be:00:00:00:05": "fe80::be:ff:fe00:5", "00:be:00:00:00:05": "fe80::2be:ff:fe00:5"}
"""Link-local addresses made of a locally and of a universally administered address."""
GUARD_ADDRESS: Final = "2001:db8:1::5e"
"""Every configuration reserves this address for the guard."""
PATIENCE: Final = 10.0
ROUNDS: Final = 2
"""Renewals after each message; the second is for servers that read several sockets, see wire.py."""


def local(number: int) -> str:
    """Return the link-local address of a client."""
    return f"fe80::aa:{number:x}"


LOCALS: Final = 256
"""Clients that resolve without neighbour discovery."""


def with_ipv6(namespace: Namespace, interface: str) -> None:
    """Switch IPv6 on for an interface, addresses at once valid and none from routers."""
    for key, value in (("accept_dad", 0), ("accept_ra", 0), ("router_solicitations", 0), ("disable_ipv6", 0)):
        namespace.run("sysctl", "-qw", f"net.ipv6.conf.{interface}.{key}={value}")


def build(network: Network) -> None:
    """Make namespaces `server` (lsy0) and `client` (lsy1), where everybody is behind one hardware address."""
    network.link("server", "lsy0", "client", "lsy1")
    server, client = network.namespace("server"), network.namespace("client")
    server.ip("link", "set", "lsy0", "address", SERVER_MAC.hex(":"))
    client.ip("link", "set", "lsy1", "address", CLIENT_MAC.hex(":"))
    with_ipv6(server, "lsy0")
    server.ip("addr", "add", f"{SERVER}/128", "dev", "lsy0")
    neighbours = [GUARD_LOCAL, ROUTER, *FROM_HARDWARE.values(), *map(local, range(LOCALS))]
    server.batch([f"neigh replace {one} lladdr {CLIENT_MAC.hex(':')} dev lsy0" for one in neighbours])
    server.ip("route", "add", "default", "via", ROUTER, "dev", "lsy0")


def multicast(source: str, group: str = SERVERS) -> Envelope:
    """Return the envelope of a client's multicast."""
    ports = packets6.CLIENT_PORT, packets6.SERVER_PORT
    return Envelope(CLIENT_MAC, packets6.group_mac(group), source, group, *ports)


def unicast(source: str, destination: str = SERVER, port: int = packets6.CLIENT_PORT) -> Envelope:
    """Return the envelope of a message to one of the server's addresses."""
    return Envelope(CLIENT_MAC, SERVER_MAC, source, destination, port, packets6.SERVER_PORT)


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

    def send(self, payload: bytes, envelope: Envelope) -> None:
        """Put one message on the link."""
        self.socket.send(packets6.frame(envelope, payload))

    def receive(self, until: float) -> Frame | None:
        """Return the next datagram from a DHCP server, None when there is none by this monotonic time."""
        while (left := until - time.monotonic()) > 0:
            if not select.select([self.socket], [], [], left)[0]:
                return None
            data, origin = self.socket.recvfrom(65536)
            found = packets6.unframe(data)
            if found and origin[2] != socket.PACKET_OUTGOING and found.envelope.source_mac == SERVER_MAC:
                return found
        return None

    def take_guard_lease(self) -> None:
        """Get the guard its lease; needed once after each start on an empty lease file."""
        xid = self.next_xid()
        self.send(self.guard("REQUEST", xid), multicast(GUARD_LOCAL))
        assert self.until(xid)[1].kind == "REPLY"

    def guard(self, kind: str, xid: int) -> bytes:
        options = [(CLIENT_ID, GUARD_DUID), (SERVER_ID, SERVER_DUID), ia_na(1, address(GUARD_ADDRESS))]
        return packets6.message(NUMBERS[kind], xid, options)

    def exchange(self, payload: bytes, envelope: Envelope) -> list[Frame]:
        """Send a message and return all that comes before the answer to the guard."""
        self.send(payload, envelope)
        frames: list[Frame] = []
        for _ in range(ROUNDS):
            xid = self.next_xid()
            self.send(self.guard("RENEW", xid), multicast(GUARD_LOCAL))
            frames += self.until(xid)[0]
        return frames

    def until(self, xid: int) -> tuple[list[Frame], Message]:
        """Return what comes before the answer with this transaction id, and that answer."""
        end = time.monotonic() + PATIENCE
        frames: list[Frame] = []
        while frame := self.receive(end):
            if frame.payload[:1] == b"\x07" and frame.payload[1:4] == xid.to_bytes(3, "big"):
                answer = packets6.parse(frame.payload)
                assert packets6.leases(answer.options) == [(packets6.IA_NA, 1, GUARD_ADDRESS)], answer
                return frames, answer
            frames.append(frame)
        raise AssertionError("the guard gets no answer: the server has stopped serving")

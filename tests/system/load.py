"""Many clients at once, as one relay sends them on: who was promised what is written down when the ACK arrives."""

import select
import socket
import time
from collections.abc import Callable, Iterable, Iterator

from tests.system import packets
from tests.system.network import Namespace
from tests.system.packets import NOWHERE, NUMBERS, ip

PATIENCE = 10.0
WINDOW = 64
"""Exchanges under way at the same time."""


class Load:
    """Clients behind a relay at `address`, numbered from 0."""

    def __init__(self, namespace: Namespace, address: str, server: str) -> None:
        with namespace.entered():
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind((address, 67))
        self.relay = address
        self.server = server
        self.acknowledged: dict[int, str] = {}

    def close(self) -> None:
        self.socket.close()

    @staticmethod
    def mac(number: int) -> bytes:
        return b"\x02\x0c" + number.to_bytes(4, "big")

    def send(self, kind: str, number: int, options: packets.Options = (), ciaddr: str = NOWHERE) -> None:
        data = packets.message(
            NUMBERS[kind], self.mac(number), number, options, ciaddr=ciaddr, giaddr=self.relay, hops=1
        )
        self.socket.sendto(data, (self.server, 67))

    def receive(self) -> packets.Message | None:
        """Return the next answer, None when there is none for a while."""
        if not select.select([self.socket], [], [], 0.5)[0]:
            return None
        return packets.parse(self.socket.recv(4096))

    def lease(
        self, first: int, count: int, enough: Callable[[], bool] = lambda: False, options: packets.Options = ()
    ) -> None:
        """Get leases for clients `first` and up until all have one or `enough()` says so."""
        self.lease_for(range(first, first + count), enough, options)

    def lease_for(
        self, clients: Iterable[int], enough: Callable[[], bool] = lambda: False, options: packets.Options = ()
    ) -> None:
        """Get leases for these clients until all have one, `enough()` says so, or no answer comes for a while."""
        waiting = iter(clients)
        under_way = sum(self.discover_next(waiting) for _ in range(WINDOW))
        while under_way and not enough():
            reply = self.receive()
            if reply is None:
                return
            if reply.kind == "OFFER":
                self.send("REQUEST", reply.xid, [(54, reply.options[54]), (50, ip(reply.yiaddr)), *options])
            elif reply.kind == "ACK":
                self.acknowledged[reply.xid] = reply.yiaddr
                under_way += self.discover_next(waiting) - 1

    def discover_next(self, waiting: Iterator[int]) -> int:
        number = next(waiting, None)
        if number is None:
            return 0
        self.send("DISCOVER", number)
        return 1

    def give_up(self, kind: str, number: int, address: str) -> None:
        """DECLINE or RELEASE a client's address."""
        if kind == "DECLINE":
            self.send(kind, number, [(54, ip(self.server)), (50, ip(address))])
        else:
            self.send(kind, number, [(54, ip(self.server))], ciaddr=address)

    def renew(self) -> dict[int, str]:
        """Renew all leases, one after the other; return what was answered: `ACK address`, `NAK`, nothing."""
        answers = {}
        for number, address in self.acknowledged.items():
            self.send("REQUEST", number, ciaddr=address)
            end = time.monotonic() + PATIENCE
            while time.monotonic() < end:
                reply = self.receive()
                if reply and reply.xid == number and reply.kind != "OFFER":
                    answers[number] = reply.yiaddr if reply.kind == "ACK" else reply.kind
                    break
        return answers

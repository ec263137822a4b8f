"""Many DHCPv6 clients at once, as one relay sends them on: who was promised what is written down with the REPLY."""

import select
import socket
import time
from collections.abc import Callable, Iterator

from tests.system import packets6
from tests.system.network import Namespace
from tests.system.packets6 import CLIENT_ID, NUMBERS, SERVER_ID, SERVER_PORT, Message, Options, ia_na, ia_pd

PATIENCE = 10.0
WINDOW = 64
"""Exchanges under way at the same time."""

Leases = tuple[str, ...]
"""What a client holds: an address and a prefix."""


class Load6:
    """Clients behind a relay at `address`, numbered from 0; each wants an address on `link` and a prefix."""

    def __init__(self, namespace: Namespace, address: str, server: str, link: str) -> None:
        with namespace.entered():
            self.socket = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind((address, SERVER_PORT))
        self.server = server
        self.link = link
        self.server_id = b""
        self.acknowledged: dict[int, Leases] = {}

    def close(self) -> None:
        self.socket.close()

    @staticmethod
    def duid(number: int) -> bytes:
        return b"\0\3\0\1\x02\x0c" + number.to_bytes(4, "big")

    def send(self, kind: str, number: int, options: Options) -> None:
        server = [(SERVER_ID, self.server_id)] if kind not in ("SOLICIT", "REBIND") else []
        inner = packets6.message(NUMBERS[kind], number, [(CLIENT_ID, self.duid(number)), *server, *options])
        self.socket.sendto(packets6.relayed(inner, self.link, "fe80::77"), (self.server, SERVER_PORT))

    def receive(self) -> Message | None:
        """Return the next answer, None when there is none for a while."""
        if not select.select([self.socket], [], [], 0.5)[0]:
            return None
        return packets6.parse(self.socket.recv(4096))

    def lease(self, first: int, count: int, enough: Callable[[], bool] = lambda: False) -> None:
        """Get leases for clients `first` and up until all have them or `enough()` says so."""
        waiting = iter(range(first, first + count))
        under_way = sum(self.solicit_next(waiting) for _ in range(WINDOW))
        while under_way and not enough():
            reply = self.receive()
            if reply is None:
                return
            if reply.kind == "ADVERTISE":
                self.server_id = reply.first(SERVER_ID) or b""
                self.send("REQUEST", reply.xid, wishes(leased(reply)))
            elif reply.kind == "REPLY":
                self.acknowledged[reply.xid] = leased(reply)
                under_way += self.solicit_next(waiting) - 1

    def solicit_next(self, waiting: Iterator[int]) -> int:
        number = next(waiting, None)
        if number is None:
            return 0
        self.send("SOLICIT", number, [ia_na(1), ia_pd(1)])
        return 1

    def ask(self, kind: str) -> dict[int, Leases]:
        """Renew, rebind or release all leases, one client after the other; return what each REPLY holds."""
        answers = {}
        for number, leases in self.acknowledged.items():
            self.send(kind, number, wishes(leases))
            end = time.monotonic() + PATIENCE
            while time.monotonic() < end:
                reply = self.receive()
                if reply and reply.xid == number and reply.kind == "REPLY":
                    answers[number] = leased(reply)
                    break
        return answers


def leased(reply: Message) -> Leases:
    return tuple(lease for _, _, lease in packets6.leases(reply.options))


def wishes(leases: Leases) -> Options:
    """Return the identity associations with an address and a prefix."""
    addresses = [packets6.address(lease) for lease in leases if "/" not in lease]
    prefixes = [packets6.prefix(lease) for lease in leases if "/" in lease]
    return [ia_na(1, *addresses), ia_pd(1, *prefixes)]

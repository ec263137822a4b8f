"""What a DHCPv6 packet costs in sockets: CPU microseconds, the kernel's share included. Needs root.

    python bench/micro_sockets6.py

The twin of micro_sockets.py: ways to receive a waiting message and to read its source, and a server that echoes.
"""

import asyncio
import contextlib
import os
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from ipaddress import IPv6Address

from micro_sockets import CLIENT_MAC, MESSAGE, PREFIX, ROUNDS, SERVER_MAC, WAITING, enter, ip, receive_all, show

from lessor.model.datagram6 import Received6, Reply6
from lessor.model.network import InterfacesConfig
from lessor.service.net.links import interfaces
from lessor.service.net.socket_options import bind_to_device, enlarge_buffers
from lessor.service.net.sockets6 import sockets6

GROUP = "ff02::1:2"
SERVER = "2001:db8::1"


@contextlib.contextmanager
def lab() -> Iterator[None]:
    ip(f"netns add {PREFIX}-server", f"netns add {PREFIX}-client")
    try:
        enter("server")
        ip(
            f"link add srv0 address {SERVER_MAC.hex(':')} type veth "
            f"peer name cli0 address {CLIENT_MAC.hex(':')} netns {PREFIX}-client",
            f"addr add {SERVER}/64 dev srv0 nodad",
            "link set srv0 up",
        )
        enter("client")
        ip("addr add 2001:db8::c/64 dev cli0 nodad", "link set cli0 up")
        await_addresses()
        enter("server")
        await_addresses()
        yield
    finally:
        ip(f"netns del {PREFIX}-server", f"netns del {PREFIX}-client")


def await_addresses() -> None:
    """Wait until nobody turned out to have the same link-local address."""
    while not any(link.running and len(link.addresses6) == 2 for link in interfaces()):
        time.sleep(0.01)


class Client:
    """Sends messages to one destination; what comes back waits until the socket is full."""

    def __init__(self, source: str, destination: str) -> None:
        enter("client")
        index = socket.if_nametoindex("cli0")
        self.socket = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
        self.socket.bind((source, 546, 0, index))
        self.destination = (destination, 547, 0, index)
        enter("server")

    def send(self, data: bytes) -> None:
        self.socket.sendto(data, self.destination)


def receiver(address: str, packet_info: bool = False) -> socket.socket:
    made = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    enlarge_buffers(made)
    bind_to_device(made, "srv0")
    made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, packet_info)
    index = socket.if_nametoindex("srv0")
    made.bind((address, 547, 0, index))
    made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, struct.pack("=16sI", IPv6Address(GROUP).packed, index))
    return made


def by_inet_pton(sock: socket.socket) -> int:
    return int.from_bytes(socket.inet_pton(socket.AF_INET6, sock.recvfrom(65536)[1][0]), "big")


def by_ipaddress(sock: socket.socket) -> int:
    return int(IPv6Address(sock.recvfrom(65536)[1][0].partition("%")[0]))


WAYS: dict[str, tuple[Callable[[], socket.socket], Callable[[socket.socket], object]]] = {
    "group's socket, recv": (lambda: receiver(GROUP), lambda s: s.recv(65536)),
    "group's socket, recvfrom": (lambda: receiver(GROUP), lambda s: s.recvfrom(65536)),
    "  and the source by inet_pton": (lambda: receiver(GROUP), by_inet_pton),
    "  and the source by ipaddress": (lambda: receiver(GROUP), by_ipaddress),
    "one socket, recvmsg + packet info": (lambda: receiver("::", True), lambda s: s.recvmsg(65536, 64)),
}


def compare_ways() -> None:
    client = Client("fe80::ff:fe00:a", GROUP)
    for name, (make, way) in WAYS.items():
        with make() as waiting:
            best = min(timed_round(client, lambda: receive_all(waiting, way)) for _ in range(ROUNDS))  # noqa: B023
        show(f"{name:34}", best / WAITING)
    client.socket.close()


def timed_round(client: Client, work: Callable[[], None]) -> float:
    for _ in range(WAITING):
        client.send(MESSAGE)
    begin = time.thread_time()
    work()
    return time.thread_time() - begin


class Echo:
    """A server that answers each message, if it shall, as a DHCPv6 server does."""

    def __init__(self, answer: bool) -> None:
        self.loop = asyncio.new_event_loop()
        self.answer = answer
        self.seen = self.wanted = 0
        config = InterfacesConfig((f"srv0/{SERVER}",))
        self.sockets = sockets6(config, self.loop, self.on_batch, lambda *_: None, lambda: None)
        self.sockets.open()

    def on_batch(self, batch: list[Received6]) -> None:
        self.seen += len(batch)
        if self.answer:
            self.sockets.send([reply_to(message) for message in batch])
        if self.seen >= self.wanted:
            self.loop.stop()

    def run(self) -> None:
        self.wanted = self.seen + WAITING
        self.loop.run_forever()


def reply_to(message: Received6) -> Reply6:
    local = 0 if message.multicast else message.local
    return Reply6(message.data, message.interface, message.source, message.source_port, local)


ECHOES = {
    "multicast, receive only": ("fe80::ff:fe00:a", GROUP, False),
    "multicast, answered": ("fe80::ff:fe00:a", GROUP, True),
    "unicast, receive only": ("2001:db8::c", SERVER, False),
    "unicast, answered": ("2001:db8::c", SERVER, True),
}


def compare_echoes() -> None:
    for name, (source, destination, answer) in ECHOES.items():
        client, echo = Client(source, destination), Echo(answer)
        best = min(timed_round(client, echo.run) for _ in range(ROUNDS))
        show(f"{name:34}", best / WAITING)
        echo.sockets.close()
        echo.loop.close()
        client.socket.close()


def main() -> None:
    if os.geteuid() != 0:
        sys.exit("needs root: makes network namespaces")
    with lab():
        print(f"{len(MESSAGE)} octets a message; CPU microseconds\n\nreceiving, messages waiting")
        compare_ways()
        print("\nSockets6, loaded")
        compare_echoes()


if __name__ == "__main__":
    main()

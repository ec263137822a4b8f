"""What a packet costs in sockets: CPU microseconds, the kernel's share included. Needs root.

    python bench/micro_sockets.py

Three tables: ways to receive a waiting message; a server that echoes batches, under load and at 1000 messages a second,
with raw and UDP sockets; the pure parts. The client is in a network namespace of its own, behind a veth pair; what the
kernel does at the client's end while a reply is sent counts for the server, as it runs on the sender's time.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from lessor.model.datagram import Received4, Reply4
from lessor.model.network import InterfacesConfig
from lessor.service.net.links import interfaces
from lessor.service.net.socket_options import IP_PKTINFO, attach_filter, enlarge_buffers
from lessor.service.net.sockets4 import sockets4
from lessor.wire.bpf import NOTHING
from lessor.wire.frames import decode_udp4, encode_frame4

PREFIX = "lsk-bench"
MESSAGE = bytes(range(256)) + bytes(44)
WAITING = 1000
ROUNDS = 20
SERVER = 0xC0000201
CLIENT = 0xC000020A
EVERYONE = 0xFFFFFFFF
CLIENT_MAC = bytes.fromhex("02000000000a")
SERVER_MAC = bytes.fromhex("020000000001")
ETH_P_IP = 0x0800
SOL_PACKET, PACKET_AUXDATA = 263, 8
CLONE_NEWNET = 0x40000000


def enter(namespace: str) -> None:
    with open(f"/run/netns/{PREFIX}-{namespace}") as file:
        if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")


def ip(*lines: str) -> None:
    subprocess.run(["ip", "-batch", "-"], input="\n".join(lines), text=True, check=True)


@contextlib.contextmanager
def lab() -> Iterator[None]:
    ip(f"netns add {PREFIX}-server", f"netns add {PREFIX}-client")
    try:
        enter("server")
        ip(
            f"link add srv0 address {SERVER_MAC.hex(':')} type veth "
            f"peer name cli0 address {CLIENT_MAC.hex(':')} netns {PREFIX}-client",
            "addr add 192.0.2.1/24 dev srv0",
            "link set srv0 up",
            f"neigh add 192.0.2.10 lladdr {CLIENT_MAC.hex(':')} dev srv0",
        )
        enter("client")
        ip("addr add 192.0.2.10/24 dev cli0", "link set cli0 up")
        enter("server")
        while not any(interface.name == "srv0" and interface.running for interface in interfaces()):
            time.sleep(0.01)
        yield
    finally:
        ip(f"netns del {PREFIX}-server", f"netns del {PREFIX}-client")


def client_sockets() -> tuple[socket.socket, socket.socket]:
    """Return a socket to send with, and one that swallows replies before anyone is woken or complains."""
    enter("client")
    client = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    client.bind(("cli0", 0))
    sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    attach_filter(sink, NOTHING)
    sink.bind(("", 68))
    enter("server")
    return client, sink


BROADCAST = encode_frame4(b"\xff" * 6, CLIENT_MAC, 0, 68, EVERYONE, 67, MESSAGE)
UNICAST = encode_frame4(SERVER_MAC, CLIENT_MAC, CLIENT, 68, SERVER, 67, MESSAGE)


# Ways to receive


def packet_socket(kind: int) -> socket.socket:
    receiver = socket.socket(socket.AF_PACKET, kind | socket.SOCK_NONBLOCK, 0)
    enlarge_buffers(receiver)
    receiver.bind(("srv0", ETH_P_IP))
    return receiver


def udp_socket(packet_info: bool) -> socket.socket:
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    enlarge_buffers(receiver)
    receiver.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, packet_info)
    receiver.bind(("192.0.2.1", 67))
    return receiver


def auxdata_socket() -> socket.socket:
    receiver = packet_socket(socket.SOCK_RAW)
    receiver.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
    return receiver


BUFFER = bytearray(65536)
VIEW = memoryview(BUFFER)
WAYS: dict[str, tuple[Callable[[], socket.socket], Callable[[socket.socket], object]]] = {
    "packet, recv": (lambda: packet_socket(socket.SOCK_RAW), lambda s: s.recv(65536)),
    "packet, recv, cooked": (lambda: packet_socket(socket.SOCK_DGRAM), lambda s: s.recv(65536)),
    "packet, recv_into": (lambda: packet_socket(socket.SOCK_RAW), lambda s: s.recv_into(BUFFER)),
    "packet, recv_into + copy": (
        lambda: packet_socket(socket.SOCK_RAW),
        lambda s: VIEW[42 : s.recv_into(BUFFER)].tobytes(),
    ),
    "packet, recvfrom": (lambda: packet_socket(socket.SOCK_RAW), lambda s: s.recvfrom(65536)),
    "packet, recvmsg + auxdata": (auxdata_socket, lambda s: s.recvmsg(65536, 64)),
    "udp, recvfrom": (lambda: udp_socket(False), lambda s: s.recvfrom(65536)),
    "udp, recvfrom_into": (lambda: udp_socket(False), lambda s: s.recvfrom_into(BUFFER)),
    "udp, recvmsg + packet info": (lambda: udp_socket(True), lambda s: s.recvmsg(65536, 64)),
}


def receive_all(receiver: socket.socket, way: Callable[[socket.socket], object]) -> None:
    with contextlib.suppress(BlockingIOError):
        while True:
            way(receiver)


def compare_ways(client: socket.socket) -> None:
    for name, (make, way) in WAYS.items():
        with make() as receiver:
            best = min(timed_round(client, lambda: receive_all(receiver, way)) for _ in range(ROUNDS))  # noqa: B023
        show(name, best / WAITING)


def timed_round(client: socket.socket, work: Callable[[], None], frame: bytes = UNICAST) -> float:
    for _ in range(WAITING):
        client.send(frame)
    begin = time.thread_time()
    work()
    return time.thread_time() - begin


# The echo


class Echo:
    """A server that answers each message as it is told to by `answer`."""

    def __init__(self, socket_type: str, answer: Callable[[Received4], Reply4] | None) -> None:
        self.loop = asyncio.new_event_loop()
        self.answer = answer
        self.seen = 0
        self.wanted = 0
        config = InterfacesConfig(("srv0",), socket_type=socket_type)
        self.sockets = sockets4(config, self.loop, self.on_batch, lambda *_: None, lambda: None)
        self.sockets.open()

    def on_batch(self, batch: list[Received4]) -> None:
        self.seen += len(batch)
        if self.answer is not None:
            self.sockets.send([self.answer(message) for message in batch])
        if self.seen >= self.wanted:
            self.loop.stop()

    def run(self, count: int) -> None:
        self.wanted = self.seen + count
        self.loop.run_forever()

    def close(self) -> None:
        self.sockets.close()
        self.loop.close()
        assert self.sockets.damaged == self.sockets.unsent == 0


def to_hwaddr(message: Received4) -> Reply4:
    return Reply4(message.data, message.interface, message.local, CLIENT, 68, CLIENT_MAC)


def to_everyone(message: Received4) -> Reply4:
    return Reply4(message.data, message.interface, message.local, EVERYONE, 68)


def to_address(message: Received4) -> Reply4:
    return Reply4(message.data, message.interface, message.local, CLIENT, 68)


ECHOES: dict[str, tuple[str, bytes, Callable[[Received4], Reply4] | None]] = {
    "raw, receive only": ("raw", BROADCAST, None),
    "raw, to hardware address": ("raw", BROADCAST, to_hwaddr),
    "raw, unicast by the kernel": ("raw", UNICAST, to_address),
    "udp, receive only": ("udp", BROADCAST, None),
    "udp, to everyone": ("udp", BROADCAST, to_everyone),
    "udp, unicast": ("udp", UNICAST, to_address),
}


def compare_echoes(client: socket.socket) -> None:
    for name, (socket_type, frame, answer) in ECHOES.items():
        echo = Echo(socket_type, answer)
        best = min(timed_round(client, lambda: echo.run(WAITING), frame) for _ in range(ROUNDS))  # noqa: B023
        paced = timed_paced(client, echo, frame)
        echo.close()
        show(name, best / WAITING, paced / WAITING)


def timed_paced(client: socket.socket, echo: Echo, frame: bytes) -> float:
    """Return the CPU time for messages that come one by one, a millisecond apart."""
    pid = os.fork()
    if pid == 0:
        for _ in range(WAITING):
            client.send(frame)
            time.sleep(0.001)
        os._exit(0)
    try:
        begin = time.thread_time()
        echo.run(WAITING)
        return time.thread_time() - begin
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


# Pure parts


def compare_parts() -> None:
    (server,) = [interface for interface in interfaces() if interface.name == "srv0"]
    parts: dict[str, Callable[[], object]] = {
        "decode a frame": lambda: decode_udp4(BROADCAST, 14),
        "encode a frame": lambda: encode_frame4(CLIENT_MAC, server.hwaddr, SERVER, 67, CLIENT, 68, MESSAGE),
        "list interfaces": interfaces,
    }
    for name, work in parts.items():
        begin = time.thread_time()
        for _ in range(2000):
            work()
        show(name, (time.thread_time() - begin) / 2000)


def show(name: str, *seconds: float) -> None:
    print(f"{name:30}" + "".join(f"{second * 1e6:8.2f}" for second in seconds))


def main() -> None:
    if os.geteuid() != 0:
        sys.exit("needs root: makes network namespaces")
    with lab():
        client, sink = client_sockets()
        print(f"{len(MESSAGE)} octets a message; CPU microseconds")
        print("\nreceiving, messages waiting")
        compare_ways(client)
        print(f"\n{'Sockets4':30}  loaded  1000/s")
        compare_echoes(client)
        print("\nparts")
        compare_parts()
        client.close()
        sink.close()


if __name__ == "__main__":
    main()

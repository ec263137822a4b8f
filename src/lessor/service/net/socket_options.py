"""Linux socket options that Python's socket module has no names for, and the few we set."""

import contextlib
import ctypes
import socket
from struct import Struct
from typing import Final

from lessor.wire.bpf import INSTRUCTION, Instruction, assemble

# include/uapi/asm-generic/socket.h, include/uapi/linux/in.h
SO_ATTACH_FILTER: Final = 26
SO_SNDBUFFORCE: Final = 32
SO_RCVBUFFORCE: Final = 33
IP_PKTINFO: Final = 8

RECEIVE_BUFFER: Final = 4 << 20
"""Octets that wait while the server is busy: 3000 messages or more, as the kernel counts its own memory too."""
SEND_BUFFER: Final = 1 << 20
"""Octets on their way out: more than the replies to one batch."""

PROGRAM: Final = Struct("@HP")
PACKET_INFO: Final = Struct("=i4s4s")


def attach_filter(sock: socket.socket, program: list[Instruction]) -> None:
    """Let through only what the BPF program accepts, from now on. Raise OSError."""
    code = ctypes.create_string_buffer(assemble(program))
    sock.setsockopt(
        socket.SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM.pack(len(code) // INSTRUCTION.size, ctypes.addressof(code))
    )


def enlarge_buffers(sock: socket.socket) -> None:
    """Ask for buffers that hold bursts; without the right to go beyond the system's limit, for what it allows."""
    for forced, usual, size in (
        (SO_RCVBUFFORCE, socket.SO_RCVBUF, RECEIVE_BUFFER),
        (SO_SNDBUFFORCE, socket.SO_SNDBUF, SEND_BUFFER),
    ):
        try:
            sock.setsockopt(socket.SOL_SOCKET, forced, size)
        except PermissionError:
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, usual, size)


def bind_to_device(sock: socket.socket, interface: str) -> None:
    """Send and receive on this interface only. Raise OSError."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode(errors="surrogateescape") + b"\0")


def leave_by(interface: int, local: int) -> tuple[int, int, bytes]:
    """Return the ancillary datum that sends a datagram out of the interface with this index, from a local address."""
    return socket.IPPROTO_IP, IP_PKTINFO, PACKET_INFO.pack(interface, local.to_bytes(4, "big"), bytes(4))

"""One Ethernet link for those who have no address on it yet: ARP and what is sent to DHCP clients.

The kernel's IP layer takes no part. A hardware address other than the interface's own may be used: then the interface
listens to everything, and the filter lets through what concerns us.
"""

import select
import socket
import time
from collections.abc import Iterator
from struct import Struct
from types import TracebackType
from typing import Final

from lessor.model.interface import Interface
from lessor.service.net.socket_options import attach_filter
from lessor.wire.arp import ETHERTYPE_ARP
from lessor.wire.bpf import (
    ACCEPT,
    FRAGMENT,
    FRAME_IS_FOR,
    IP_FIRST,
    IP_FRAGMENT,
    IP_PROTOCOL,
    JUMP_ANY_BIT,
    JUMP_EQUAL,
    LOAD_HALF,
    LOAD_HALF_AFTER_X,
    LOAD_HEADER_LENGTH_INTO_X,
    LOAD_OCTET,
    REFUSE,
    UDP,
    UDP_PORT_AFTER_IP,
    Instruction,
)
from lessor.wire.frames import ETHERTYPE_IPV4

CLIENT_PORT: Final = 68
LARGEST: Final = 65536
HWADDR_LENGTH: Final = 6

# include/uapi/linux/if_packet.h, if_ether.h
SOL_PACKET: Final = 263
PACKET_ADD_MEMBERSHIP: Final = 1
PACKET_MR_PROMISC: Final = 1
MEMBERSHIP: Final = Struct("=iHH8s")
ETH_P_ALL: Final = 3
OUTGOING: Final = 4
ETHERTYPE_AT: Final = 12

FILTER: Final[list[Instruction]] = [
    (LOAD_OCTET, 0, 0, FRAME_IS_FOR),
    (JUMP_EQUAL, 0, 1, OUTGOING),
    REFUSE,
    (LOAD_HALF, 0, 0, ETHERTYPE_AT),
    (JUMP_EQUAL, 0, 1, ETHERTYPE_ARP),
    ACCEPT,
    (JUMP_EQUAL, 1, 0, ETHERTYPE_IPV4),
    REFUSE,
    (LOAD_OCTET, 0, 0, IP_PROTOCOL),
    (JUMP_EQUAL, 1, 0, UDP),
    REFUSE,
    (LOAD_HALF, 0, 0, IP_FRAGMENT),
    (JUMP_ANY_BIT, 0, 1, FRAGMENT),
    REFUSE,
    (LOAD_HEADER_LENGTH_INTO_X, 0, 0, IP_FIRST),
    (LOAD_HALF_AFTER_X, 0, 0, UDP_PORT_AFTER_IP),
    (JUMP_EQUAL, 0, 1, CLIENT_PORT),
    ACCEPT,
    REFUSE,
]
"""Incoming ARP, and whole datagrams to the port of DHCP clients."""


class RawLink:
    """A packet socket on one interface, in use by `hwaddr`; a context manager."""

    def __init__(self, interface: Interface, hwaddr: bytes = b"") -> None:
        """Open the socket. Raise OSError."""
        self.interface = interface
        self.hwaddr = hwaddr or interface.hwaddr
        # protocol 0 receives nothing: the filter is there before the first frame is
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_NONBLOCK, 0)
        try:
            attach_filter(self._socket, FILTER)
            if self.hwaddr != interface.hwaddr:
                everything = MEMBERSHIP.pack(interface.index, PACKET_MR_PROMISC, 0, b"")
                self._socket.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, everything)
            self._socket.bind((interface.name, ETH_P_ALL))
        except OSError:
            self._socket.close()
            raise

    def __enter__(self) -> "RawLink":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def send(self, frame: bytes) -> None:
        """Put a frame on the link. Raise OSError when the interface is down or its queue full."""
        self._socket.send(frame)

    def frames(self, deadline: float) -> Iterator[bytes]:
        """Yield what comes in until `deadline` (seconds of the monotonic clock). Raise OSError: the link went away."""
        while (left := deadline - time.monotonic()) > 0:
            if select.select([self._socket], [], [], left)[0]:
                yield self._socket.recv(LARGEST)

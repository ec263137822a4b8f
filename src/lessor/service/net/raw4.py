"""Packet sockets: DHCPv4 messages straight from and to an Ethernet link.

[hot] The kernel's IP layer takes no part. So clients without an address are heard and answered; what is let through is
a BPF filter's business, and checksums are ours.
"""

import errno
import os
import socket
from collections.abc import Callable
from typing import Final

from lessor.model.datagram import Received4, Reply4
from lessor.model.interface import Interface
from lessor.service.net.selection4 import broadcasts
from lessor.service.net.socket_options import attach_filter, enlarge_buffers
from lessor.wire.bpf import datagrams
from lessor.wire.errors import WireError
from lessor.wire.frames import ETHERNET_BROADCAST, ETHERNET_HEADER, ETHERTYPE_IPV4, decode_udp4, encode_frame4

LARGEST: Final = 65536
"""Octets: no IPv4 packet is longer, so none is ever cut."""

LARGEST_PAYLOAD: Final = 65507
"""Octets: what the length fields of IPv4 can say; the link takes less and says so itself."""

BROADCAST: Final = 0xFFFFFFFF
HWADDR_LENGTH: Final = 6
SENDER: Final = 6
SENDER_END: Final = 12
"""Where an Ethernet header has the address of who sent the frame."""


class PacketSocket4:
    """The packet socket of one interface.

    `locals` maps the destinations that are heard to the address of ours which they mean; 255.255.255.255 means
    `primary`. With `tell_sender`, messages have the hardware address that their frames came from. `on_damaged` is told
    of frames that get past the filter and are broken nevertheless.
    """

    __slots__ = ("interface", "locals", "on_damaged", "primary", "server_port", "socket", "tell_sender")

    def __init__(
        self,
        interface: Interface,
        addresses: tuple[int, ...],
        server_port: int,
        tell_sender: bool,
        on_damaged: Callable[[Interface, WireError], None],
    ) -> None:
        """Open the socket. Raise OSError."""
        self.server_port = server_port
        self.tell_sender = tell_sender
        self.on_damaged = on_damaged
        # protocol 0 receives nothing: the filter is there before the first frame is
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_NONBLOCK, 0)
        try:
            enlarge_buffers(self.socket)
            self.adjust(interface, addresses)
            # bound to IPv4, not to everything: what this machine sends is not even looked at
            self.socket.bind((interface.name, ETHERTYPE_IPV4))
        except OSError:
            self.socket.close()
            raise

    def adjust(self, interface: Interface, addresses: tuple[int, ...]) -> None:
        """Listen for these addresses of the interface from now on; the first is the primary one. Raise OSError."""
        self.interface = interface
        self.primary = addresses[0]
        self.locals = broadcasts(interface, addresses) | {address: address for address in addresses}
        attach_filter(self.socket, datagrams(self.server_port, (BROADCAST, *self.locals)))

    def receive(self, batch: list[Received4], limit: int) -> None:
        """Add up to `limit` waiting messages to the batch."""
        for _ in range(limit):
            try:
                frame = self.socket.recv(LARGEST)
            except OSError:
                # All read; or the interface went down, which is the link watcher's news.
                return
            try:
                source, source_port, destination, _, data = decode_udp4(frame, ETHERNET_HEADER)
            except WireError as error:
                self.on_damaged(self.interface, error)
                continue
            local = self.locals.get(destination, self.primary)
            sender = frame[SENDER:SENDER_END] if self.tell_sender else b""
            batch.append(Received4(data, self.interface, local, source, source_port, destination != local, sender))

    def send(self, reply: Reply4) -> None:
        """Put a reply on the link: to its hardware address, to everyone when it has none fit for Ethernet.

        Raise OSError.
        """
        if len(reply.data) > LARGEST_PAYLOAD:
            raise OSError(errno.EMSGSIZE, os.strerror(errno.EMSGSIZE))
        hwaddr = reply.hwaddr
        # RFC 2131 section 4.1: who cannot be reached by unicast is answered by broadcast
        recipient = hwaddr if len(hwaddr) == HWADDR_LENGTH else ETHERNET_BROADCAST
        self.socket.send(
            encode_frame4(
                recipient,
                self.interface.hwaddr,
                reply.local,
                self.server_port,
                reply.destination,
                reply.port,
                reply.data,
            )
        )

    def fileno(self) -> int:
        return self.socket.fileno()

    def close(self) -> None:
        self.socket.close()


def carries_frames(interface: Interface) -> bool:
    """Tell whether the interface is one for Ethernet frames: tunnels have no hardware address, or a longer one."""
    return len(interface.hwaddr) == HWADDR_LENGTH and not interface.loopback

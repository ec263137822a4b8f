"""UDP sockets for DHCPv6: on a link for its multicast groups and link-local addresses, or for a unicast address.

[hot] A socket is bound to one address and hears what is sent to just that, so the address a message went to needs no
ancillary data: a receive by recvfrom costs a quarter less than by recvmsg. A socket bound to a group sends from the
address that the kernel finds fit for the destination, and from the server's port.
"""

import socket
from collections.abc import Callable
from struct import Struct
from typing import Final

from lessor.model.datagram6 import Received6, Reply6
from lessor.model.interface import Interface
from lessor.service.net.socket_options import bind_to_device, enlarge_buffers

LARGEST: Final = 65536
"""Octets: no datagram is longer, so none is ever cut."""

MEMBERSHIP: Final = Struct("=16sI")


class UdpSocket6:
    """A socket bound to `local`: a group, which is then joined, or one of our addresses.

    A `routed` socket is for an address that holds beyond its link: it hears what comes by any link, as long as a reply
    needs no link to be named.
    """

    __slots__ = ("interface", "local", "multicast", "on_damaged", "routed", "socket")

    def __init__(
        self,
        interface: Interface,
        local: int,
        port: int,
        routed: bool,
        on_damaged: Callable[[Interface, str], None],
    ) -> None:
        """Open the socket. Raise OSError."""
        self.interface = interface
        self.local = local
        self.multicast = is_multicast(local)
        self.routed = routed
        self.on_damaged = on_damaged
        self.socket = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK, 0)
        try:
            enlarge_buffers(self.socket)
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            if not routed:
                bind_to_device(self.socket, interface.name)
            # no SO_REUSEADDR: a second server on this address shall fail, not take turns with us
            self.socket.bind((show6(local), port, 0, 0 if routed else interface.index))
            if self.multicast:
                membership = MEMBERSHIP.pack(local.to_bytes(16, "big"), interface.index)
                self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, membership)
        except OSError:
            self.socket.close()
            raise

    def receive(self, batch: list[Received6], limit: int) -> None:
        """Add up to `limit` waiting messages to the batch."""
        interface, local, multicast = self.interface, self.local, self.multicast
        for _ in range(limit):
            try:
                data, (host, port, _, link) = self.socket.recvfrom(LARGEST)
            except OSError:
                # All read; or the interface went down, which is the link watcher's news.
                return
            if link and link != interface.index:
                self.on_damaged(interface, f"{host} is not on the link of the address it wrote to")
                continue
            source = int.from_bytes(socket.inet_pton(socket.AF_INET6, host), "big")
            batch.append(Received6(data, interface, local, source, port, multicast))

    def send(self, reply: Reply6) -> None:
        """Send a reply to its destination. Raise OSError."""
        self.socket.sendto(reply.data, (show6(reply.destination), reply.port, 0, self.interface.index))

    def fileno(self) -> int:
        return self.socket.fileno()

    def close(self) -> None:
        self.socket.close()


def is_multicast(address: int) -> bool:
    """Tell whether the address is a group's (RFC 4291 section 2.7)."""
    return address >> 120 == 0xFF


def show6(address: int) -> str:
    """Return the address as text."""
    return socket.inet_ntop(socket.AF_INET6, address.to_bytes(16, "big"))

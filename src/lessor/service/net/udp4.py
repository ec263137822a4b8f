"""UDP sockets: the kernel routes, asks by ARP and checks sums.

[hot] A socket is bound to one address and hears what is sent to just that, so the address a message went to needs no
ancillary data: a receive by recvfrom costs a quarter less than by recvmsg.
"""

import socket
from typing import Final

from lessor.model.datagram import Received4, Reply4
from lessor.model.interface import Interface
from lessor.service.net.socket_options import attach_filter, bind_to_device, enlarge_buffers, leave_by
from lessor.wire.bpf import NOTHING

LARGEST: Final = 65536
"""Octets: no datagram is longer, so none is ever cut."""

BROADCAST: Final = "255.255.255.255"


class UdpSocket4:
    """A socket bound to one address, ours or a broadcast address; `local` is our address that it stands for."""

    __slots__ = ("broadcast", "interface", "local", "socket")

    def __init__(
        self, interface: Interface, local: int, address: int, port: int, only_interface: bool, deaf: bool
    ) -> None:
        """Open the socket. Raise OSError.

        With `only_interface`, datagrams come and go by this interface only. A `deaf` socket receives nothing: it is
        there to send, and to keep the kernel from telling senders that nobody listens on the port.
        """
        self.interface = interface
        self.local = local
        self.broadcast = address != local
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK, 0)
        try:
            if deaf:
                attach_filter(self.socket, NOTHING)
            enlarge_buffers(self.socket)
            if only_interface:
                bind_to_device(self.socket, interface.name)
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            # no SO_REUSEADDR: a second server on this address shall fail, not take turns with us
            self.socket.bind((_dotted(address), port))
        except OSError:
            self.socket.close()
            raise

    def receive(self, batch: list[Received4], limit: int) -> None:
        """Add up to `limit` waiting messages to the batch."""
        for _ in range(limit):
            try:
                data, (host, port) = self.socket.recvfrom(LARGEST)
            except OSError:
                # All read; or the interface went down, which is the link watcher's news.
                return
            source = int.from_bytes(socket.inet_aton(host), "big")
            batch.append(Received4(data, self.interface, self.local, source, port, self.broadcast))

    def send(self, reply: Reply4) -> None:
        """Send a reply to its destination. Raise OSError."""
        self.socket.sendto(reply.data, (_dotted(reply.destination), reply.port))

    def send_to_all(self, reply: Reply4) -> None:
        """Send a reply to everyone on its link. Raise OSError."""
        way = leave_by(self.interface.index, self.local)
        self.socket.sendmsg((reply.data,), (way,), 0, (BROADCAST, reply.port))

    def fileno(self) -> int:
        return self.socket.fileno()

    def close(self) -> None:
        self.socket.close()


def _dotted(address: int) -> str:
    return socket.inet_ntoa(address.to_bytes(4, "big"))

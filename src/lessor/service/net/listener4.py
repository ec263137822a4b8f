"""All sockets of one interface, and which of them a reply leaves by.

Each address has a UDP socket. With raw sockets a packet socket receives, and the UDP ones are deaf; without, they
receive, and one more for each broadcast address. An address whose UDP socket cannot be opened is not served at all:
most likely another server has it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lessor.model.datagram import Received4, Reply4
from lessor.model.interface import Interface
from lessor.service.net.poll import Poll
from lessor.service.net.raw4 import BROADCAST, PacketSocket4, carries_frames
from lessor.service.net.selection4 import broadcasts
from lessor.service.net.udp4 import UdpSocket4
from lessor.wire.errors import WireError


class Wiring4(NamedTuple):
    """What the listeners of one configuration have in common.

    `raw`: use packet sockets where the link carries Ethernet frames. `same_interface`: replies leave by the interface
    the listener is for, and with raw sockets may go to whoever sent the message on; else the kernel's routes decide.
    """

    raw: bool
    same_interface: bool
    server_port: int
    poll: Poll[Received4]
    on_damaged: Callable[[Interface, WireError], None]

    def listener(self, interface: Interface) -> "Listener4":
        """Return a listener that serves no address yet."""
        return Listener4(self, interface)


class Listener4:
    """Receives and sends on one interface for some of its addresses: none until `adjust` is called."""

    __slots__ = ("addresses", "broadcast_sockets", "interface", "packet_socket", "raw", "udp_sockets", "wiring")

    def __init__(self, wiring: Wiring4, interface: Interface) -> None:
        self.wiring = wiring
        self.interface = interface
        self.raw = wiring.raw and carries_frames(interface)
        self.addresses: tuple[int, ...] = ()
        self.packet_socket: PacketSocket4 | None = None
        self.udp_sockets: dict[int, UdpSocket4] = {}
        self.broadcast_sockets: dict[int, UdpSocket4] = {}

    def adjust(self, interface: Interface, addresses: Sequence[int]) -> dict[int, OSError]:
        """Serve these addresses of the interface, the first being the primary one; return those that failed and why.

        Sockets that stay are not touched: nothing that waits on them is lost.
        """
        self.interface = interface
        failed = self._adjust_udp(addresses)
        self.addresses = tuple(address for address in addresses if address in self.udp_sockets)
        try:
            if self.raw:
                self._adjust_packet_socket()
            else:
                self._adjust_broadcasts()
        except OSError as error:
            failed |= dict.fromkeys(self.addresses, error)
            self.close()
        return failed

    def _adjust_udp(self, addresses: Sequence[int]) -> dict[int, OSError]:
        for address in self.udp_sockets.keys() - set(addresses):
            self._close_udp(self.udp_sockets.pop(address))
        failed = {}
        for address in addresses:
            try:
                if address in self.udp_sockets:
                    self.udp_sockets[address].interface = self.interface
                else:
                    self.udp_sockets[address] = self._open_udp(address, address)
            except OSError as error:
                failed[address] = error
        return failed

    def _adjust_packet_socket(self) -> None:
        if not self.addresses:
            self._close_packet_socket()
        elif self.packet_socket is not None:
            self.packet_socket.adjust(self.interface, self.addresses)
        else:
            wiring = self.wiring
            self.packet_socket = PacketSocket4(
                self.interface, self.addresses, wiring.server_port, wiring.same_interface, wiring.on_damaged
            )
            wiring.poll.add(self.packet_socket)

    def _adjust_broadcasts(self) -> None:
        wanted = {}
        if self.addresses:
            wanted = broadcasts(self.interface, self.addresses) | {BROADCAST: self.addresses[0]}
        for address in self.broadcast_sockets.keys() - wanted.keys():
            self._close_udp(self.broadcast_sockets.pop(address))
        for address, local in wanted.items():
            udp = self.broadcast_sockets.get(address)
            if udp is None:
                self.broadcast_sockets[address] = self._open_udp(address, local)
            else:
                udp.interface, udp.local = self.interface, local

    def _open_udp(self, address: int, local: int) -> UdpSocket4:
        # broadcasts of other links must not be heard here, whatever way the replies take
        only_interface = self.wiring.same_interface or address != local
        udp = UdpSocket4(self.interface, local, address, self.wiring.server_port, only_interface, deaf=self.raw)
        if not self.raw:
            self.wiring.poll.add(udp)
        return udp

    def _close_udp(self, udp: UdpSocket4) -> None:
        if not self.raw:
            self.wiring.poll.remove(udp)
        udp.close()

    def _close_packet_socket(self) -> None:
        if self.packet_socket is not None:
            self.wiring.poll.remove(self.packet_socket)
            self.packet_socket.close()
            self.packet_socket = None

    def send(self, reply: Reply4) -> None:
        """Send a reply on its way. Raise OSError, KeyError when its local address is no longer served."""
        if reply.hwaddr or reply.destination == BROADCAST:
            if self.packet_socket is not None:
                self.packet_socket.send(reply)
            else:
                self.udp_sockets[reply.local].send_to_all(reply)
        else:
            self.udp_sockets[reply.local].send(reply)

    def close(self) -> None:
        """Close all sockets; `adjust` may open some again."""
        self._close_packet_socket()
        for udp in (*self.udp_sockets.values(), *self.broadcast_sockets.values()):
            self._close_udp(udp)
        self.udp_sockets.clear()
        self.broadcast_sockets.clear()
        self.addresses = ()

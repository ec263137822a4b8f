"""All sockets of one interface for DHCPv6, and which of them a reply leaves by.

With a link-local address the interface is served by multicast: a socket for each group and one for each link-local
address. Every other address has a socket of its own, for who turns to it by unicast.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from lessor.model.datagram6 import Received6, Reply6
from lessor.model.interface import Interface
from lessor.service.net.poll import Poll
from lessor.service.net.selection6 import link_locals
from lessor.service.net.udp6 import UdpSocket6

RELAYS_AND_SERVERS: Final = 0xFF02_0000_0000_0000_0000_0000_0001_0002
"""ff02::1:2, where clients find us (RFC 8415 section 7.1)."""

SERVERS: Final = 0xFF05_0000_0000_0000_0000_0000_0001_0003
"""ff05::1:3, where relays may."""

GROUPS: Final = (RELAYS_AND_SERVERS, SERVERS)


class Wiring6(NamedTuple):
    """What the listeners of one configuration have in common."""

    server_port: int
    poll: Poll[Received6]
    on_damaged: Callable[[Interface, str], None]

    def listener(self, interface: Interface) -> "Listener6":
        """Return a listener that serves no address yet."""
        return Listener6(self, interface)


class Listener6:
    """Receives and sends on one interface for some of its addresses: none until `adjust` is called."""

    __slots__ = ("addresses", "interface", "sockets", "wiring")

    def __init__(self, wiring: Wiring6, interface: Interface) -> None:
        self.wiring = wiring
        self.interface = interface
        self.addresses: tuple[int, ...] = ()
        self.sockets: dict[int, UdpSocket6] = {}

    def adjust(self, interface: Interface, addresses: Sequence[int]) -> dict[int, OSError]:
        """Serve these addresses of the interface; return those that failed and why.

        Sockets that stay are not touched: nothing that waits on them is lost.
        """
        self.interface = interface
        self._keep({*addresses, *GROUPS})
        failed = self._open(addresses)
        served = [address for address in link_locals(addresses) if address in self.sockets]
        broken = list(self._open(GROUPS).values()) if served else []
        if broken:
            # who cannot be heard by clients is not there for them at all
            failed |= dict.fromkeys(served, broken[0])
        if broken or not served:
            self._keep({*addresses} - {*served})
        self.addresses = tuple(address for address in addresses if address in self.sockets)
        return failed

    def _keep(self, addresses: set[int]) -> None:
        for address in self.sockets.keys() - addresses:
            self._close(address)

    def _open(self, addresses: Sequence[int]) -> dict[int, OSError]:
        failed = {}
        for address in addresses:
            try:
                if address in self.sockets:
                    self.sockets[address].interface = self.interface
                else:
                    self._open_one(address)
            except OSError as error:
                failed[address] = error
        return failed

    def _open_one(self, address: int) -> None:
        wiring = self.wiring
        routed = address not in GROUPS and not link_locals((address,))
        udp = UdpSocket6(self.interface, address, wiring.server_port, routed, wiring.on_damaged)
        self.sockets[address] = udp
        wiring.poll.add(udp)

    def _close(self, address: int) -> None:
        udp = self.sockets.pop(address)
        self.wiring.poll.remove(udp)
        udp.close()

    def send(self, reply: Reply6) -> None:
        """Send a reply from the address its request went to, or from that which the kernel finds fit when this was a
        group. Raise OSError, KeyError when that is no longer served.
        """
        self.sockets[reply.local or RELAYS_AND_SERVERS].send(reply)

    def close(self) -> None:
        """Close all sockets; `adjust` may open some again."""
        for address in list(self.sockets):
            self._close(address)
        self.addresses = ()

"""DHCPv6 datagrams between the sockets and the engine: one record in, one record out."""

from lessor.model.interface import Interface


class Received6:
    """A DHCPv6 message as it came: payload of UDP, who sent it from where, on which of our links.

    `local` is the address it was sent to; `multicast` tells that this is a group of ours and not one of our addresses.
    """

    __slots__ = ("data", "interface", "local", "multicast", "source", "source_port")

    def __init__(
        self, data: bytes, interface: Interface, local: int, source: int, source_port: int, multicast: bool = True
    ) -> None:
        self.data = data
        self.interface = interface
        self.local = local
        self.source = source
        self.source_port = source_port
        self.multicast = multicast


class Reply6:
    """A DHCPv6 message to send: payload, and where to; a link-local destination is one on the interface.

    `local` is our address it is sent from; 0 leaves the choice to the kernel, as fits the destination.
    """

    __slots__ = ("data", "destination", "interface", "local", "port")

    def __init__(self, data: bytes, interface: Interface, destination: int, port: int, local: int = 0) -> None:
        self.data = data
        self.interface = interface
        self.destination = destination
        self.port = port
        self.local = local

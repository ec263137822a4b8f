"""Datagrams between the sockets and the engine: one record in, one record out.

Addresses are ints, ports are numbers; these records are on the path of every packet.
"""

from lessor.model.interface import Interface


class Received4:
    """A DHCPv4 message as it came: payload of UDP, who sent it from where, on which of our links.

    `local` is our own address that answers on this socket, also when the message went to 255.255.255.255 and
    `broadcast` is true. `sender` is the link-layer address of who put it on the link, a router maybe: given when a
    reply may go back there without the help of routes (Reply4.hwaddr), else empty.
    """

    __slots__ = ("broadcast", "data", "interface", "local", "sender", "source", "source_port")

    def __init__(
        self,
        data: bytes,
        interface: Interface,
        local: int,
        source: int,
        source_port: int,
        broadcast: bool = True,
        sender: bytes = b"",
    ) -> None:
        self.data = data
        self.interface = interface
        self.local = local
        self.source = source
        self.source_port = source_port
        self.broadcast = broadcast
        self.sender = sender


class Reply4:
    """A DHCPv4 message to send: payload, and where to.

    With `hwaddr` the frame goes straight to this link-layer address: of a client that cannot be asked by ARP because it
    has no address yet (RFC 2131 section 4.1), or of the neighbour that brought the message.
    """

    __slots__ = ("data", "destination", "hwaddr", "interface", "local", "port")

    def __init__(
        self, data: bytes, interface: Interface, local: int, destination: int, port: int, hwaddr: bytes = b""
    ) -> None:
        self.data = data
        self.interface = interface
        self.local = local
        self.destination = destination
        self.port = port
        self.hwaddr = hwaddr

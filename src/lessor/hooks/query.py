"""A client's message as a plug-in sees it. Nothing is read before it is asked for; addresses print as addresses.

One view goes with a message through all its hook points, from `pktX_receive` on.
"""

from ipaddress import IPv4Address, IPv6Address

from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6
from lessor.hooks.classes import ClassSet
from lessor.hooks.labels import label4, label6
from lessor.hooks.octets import Octets
from lessor.hooks.options import Options4, Options6
from lessor.wire import packet4, packet6
from lessor.wire.catalog4 import AGENT_OPTIONS, STANDARD4
from lessor.wire.catalog6 import STANDARD6
from lessor.wire.definition import Definitions


class Query4:
    """A DHCPv4 message from a client.

    `request` is what the server reads of it, `notes` a place for plug-ins to keep what they know of this message; use
    your own name as the key. Options may be changed at `pkt4_receive`: then the server reads the message anew. `opened`
    are its options once somebody has asked for them.
    """

    __slots__ = ("_notes", "definitions", "opened", "request")

    def __init__(self, request: Request4, definitions: Definitions = STANDARD4) -> None:
        self.request = request
        self.definitions = definitions
        self.opened: Options4 | None = None
        self._notes: dict[str, object] | None = None

    @property
    def notes(self) -> dict[str, object]:
        """What plug-ins keep with the message."""
        if self._notes is None:
            self._notes = {}
        return self._notes

    @property
    def options(self) -> Options4:
        """The client's options: by name as text, by code as octets."""
        if self.opened is None:
            self.opened = Options4(self.request.packet.options, self.definitions)
        return self.opened

    @property
    def changed(self) -> bool:
        """Whether a plug-in has changed an option."""
        return self.opened is not None and self.opened.changed

    @property
    def relay(self) -> Options4:
        """What the relay says of the client: the sub-options of option 82, for reading."""
        return Options4(self.request.relay_options, self.definitions, AGENT_OPTIONS)

    @property
    def classes(self) -> ClassSet:
        """The classes the client is in: `add` and `discard` at `pkt4_receive`."""
        return ClassSet(self.request)

    @property
    def message_type(self) -> int:
        """The number of the message type, as in lessor.wire.packet4."""
        return self.request.message_type

    @property
    def name(self) -> str:
        """The name of the message type, such as DHCPDISCOVER."""
        return packet4.MESSAGE_NAMES[self.request.message_type]

    @property
    def label(self) -> str:
        """Who sent it and in which transaction, as the log has it."""
        return label4(self.request)

    @property
    def transaction_id(self) -> int:
        """The number the client chose for this conversation."""
        return self.request.packet.xid

    @property
    def hwaddr(self) -> Octets:
        """The client's hardware address."""
        return Octets(self.request.hwaddr)

    @property
    def client_id(self) -> Octets:
        """The client's identifier (option 61), empty for none."""
        return Octets(self.request.client_id)

    @property
    def wanted(self) -> IPv4Address | None:
        """The address the client asks for in option 50."""
        return IPv4Address(self.request.wanted) if self.request.wanted else None

    @property
    def ciaddr(self) -> IPv4Address:
        """The address the client says it has; 0.0.0.0 for none."""
        return IPv4Address(self.request.ciaddr)

    @property
    def giaddr(self) -> IPv4Address:
        """The relay that forwarded the message; 0.0.0.0 for none."""
        return IPv4Address(self.request.giaddr)

    @property
    def source(self) -> IPv4Address:
        """Where the datagram came from."""
        return IPv4Address(self.request.source)

    @property
    def local(self) -> IPv4Address:
        """Our address on the link."""
        return IPv4Address(self.request.local)

    @property
    def interface(self) -> str:
        """The name of the interface it came in on."""
        return self.request.interface.name

    def __repr__(self) -> str:
        return f"<{self.name} of {self.label}>"


class Query6:
    """A DHCPv6 message from a client.

    `request` is what the server reads of it, `notes` a place for plug-ins to keep what they know of this message; use
    your own name as the key. Options may be changed at `pkt6_receive`: then the server reads the message anew. `opened`
    are its options once somebody has asked for them.
    """

    __slots__ = ("_notes", "definitions", "opened", "request")

    def __init__(self, request: Request6, definitions: Definitions = STANDARD6) -> None:
        self.request = request
        self.definitions = definitions
        self.opened: Options6 | None = None
        self._notes: dict[str, object] | None = None

    @property
    def notes(self) -> dict[str, object]:
        """What plug-ins keep with the message."""
        if self._notes is None:
            self._notes = {}
        return self._notes

    @property
    def options(self) -> Options6:
        """The client's options: by name as text, by code as octets."""
        if self.opened is None:
            self.opened = Options6(self.request.packet.options, self.definitions)
        return self.opened

    @property
    def changed(self) -> bool:
        """Whether a plug-in has changed an option."""
        return self.opened is not None and self.opened.changed

    @property
    def relays(self) -> tuple["Relay6View", ...]:
        """The relays the message came through, the one nearest to the client first."""
        return tuple(Relay6View(relay, self.definitions) for relay in reversed(self.request.packet.relays))

    @property
    def classes(self) -> ClassSet:
        """The classes the client is in: `add` and `discard` at `pkt6_receive`."""
        return ClassSet(self.request)

    @property
    def message_type(self) -> int:
        """The number of the message type, as in lessor.wire.packet6."""
        return self.request.message_type

    @property
    def name(self) -> str:
        """The name of the message type, such as SOLICIT."""
        return packet6.MESSAGE_NAMES[self.request.message_type]

    @property
    def label(self) -> str:
        """Who sent it and in which transaction, as the log has it."""
        return label6(self.request)

    @property
    def transaction_id(self) -> int:
        """The number the client chose for this conversation."""
        return self.request.transaction_id

    @property
    def duid(self) -> Octets:
        """Who sent it."""
        return Octets(self.request.duid)

    @property
    def hwaddr(self) -> Octets:
        """The client's hardware address as far as the message tells it (`mac-sources`), else empty."""
        return Octets(self.request.hwaddr)

    @property
    def iaids(self) -> tuple[int, ...]:
        """The numbers of its identity associations."""
        return tuple(ia.iaid for ia in self.request.ias)

    @property
    def link_address(self) -> IPv6Address:
        """Where the relays say that the client is; `::` where they do not."""
        return IPv6Address(self.request.link_address)

    @property
    def source(self) -> IPv6Address:
        """Where the datagram came from."""
        return IPv6Address(self.request.source)

    @property
    def interface(self) -> str:
        """The name of the interface it came in on."""
        return self.request.interface.name

    def __repr__(self) -> str:
        return f"<{self.name} of {self.label}>"


class Relay6View:
    """One relay of a DHCPv6 message, for reading."""

    __slots__ = ("definitions", "record")

    def __init__(self, record: packet6.Relay6, definitions: Definitions) -> None:
        self.record = record
        self.definitions = definitions

    @property
    def link_address(self) -> IPv6Address:
        """The link on which it heard the client."""
        return IPv6Address(self.record.link_address)

    @property
    def peer_address(self) -> IPv6Address:
        """Who sent it the message."""
        return IPv6Address(self.record.peer_address)

    @property
    def options(self) -> Options6:
        """What it added."""
        return Options6(self.record.options, self.definitions)

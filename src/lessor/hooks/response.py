"""The server's answer as a plug-in sees it. It is taken apart only when a plug-in looks, put together again only when
one has changed it.
"""

from ipaddress import IPv4Address, IPv6Address

from lessor.hooks.options import Options4, Options6
from lessor.model.datagram import Reply4
from lessor.model.datagram6 import Reply6
from lessor.wire import packet4, packet6
from lessor.wire.catalog4 import STANDARD4
from lessor.wire.catalog6 import STANDARD6
from lessor.wire.definition import Definitions
from lessor.wire.packet4 import RELAY_AGENT_INFORMATION, Packet4, decode4, encode4
from lessor.wire.packet6 import Packet6, decode6, encode6


class Response4:
    """A DHCPv4 answer. `reply` is the datagram; options and the settable fields may be changed at `pkt4_send`."""

    __slots__ = ("_changed", "_options", "_packet", "definitions", "reply")

    def __init__(self, reply: Reply4, definitions: Definitions = STANDARD4) -> None:
        self.reply = reply
        self.definitions = definitions
        self._packet: Packet4 | None = None
        self._options: Options4 | None = None
        self._changed = False

    @property
    def packet(self) -> Packet4:
        """The answer taken apart."""
        if self._packet is None:
            self._packet = decode4(self.reply.data)
        return self._packet

    @property
    def options(self) -> Options4:
        """The options of the answer: by name as text, by code as octets."""
        if self._options is None:
            self._options = Options4(self.packet.options, self.definitions)
        return self._options

    @property
    def message_type(self) -> int:
        """The number of the message type, as in lessor.wire.packet4; 0 in an answer to a BOOTP client."""
        kind = self.packet.options.get(packet4.MESSAGE_TYPE)
        return kind[0] if kind else 0

    @property
    def name(self) -> str:
        """The name of the message type, such as DHCPACK."""
        return packet4.MESSAGE_NAMES.get(self.message_type, "BOOTREPLY")

    @property
    def yiaddr(self) -> IPv4Address:
        """The address the client gets; 0.0.0.0 for none."""
        return IPv4Address(self.packet.yiaddr)

    @property
    def siaddr(self) -> IPv4Address:
        """The server to boot from; 0.0.0.0 for none."""
        return IPv4Address(self.packet.siaddr)

    @siaddr.setter
    def siaddr(self, address: IPv4Address | str) -> None:
        self.packet.siaddr = int(IPv4Address(address))
        self._changed = True

    @property
    def server_hostname(self) -> str:
        """The name of the server to boot from, in the field `sname`; at most 64 octets."""
        return _text(self.packet.sname)

    @server_hostname.setter
    def server_hostname(self, name: str) -> None:
        self.packet.sname = _field(name, 64)
        self._changed = True

    @property
    def boot_file_name(self) -> str:
        """The file to boot, in the field `file`; at most 128 octets."""
        return _text(self.packet.file)

    @boot_file_name.setter
    def boot_file_name(self, name: str) -> None:
        self.packet.file = _field(name, 128)
        self._changed = True

    @property
    def data(self) -> bytes:
        """The answer as octets, with all changes."""
        if self._changed or (self._options is not None and self._options.changed):
            self._write()
        return self.reply.data

    @data.setter
    def data(self, octets: bytes) -> None:
        self.reply.data = octets
        self._packet = self._options = None
        self._changed = False

    def _write(self) -> None:
        options = self.packet.options
        if RELAY_AGENT_INFORMATION in options:
            # RFC 3046 section 2.2: it is the last one
            options[RELAY_AGENT_INFORMATION] = options.pop(RELAY_AGENT_INFORMATION)
        self.data = encode4(self.packet)

    def __repr__(self) -> str:
        return f"<{self.name} to {IPv4Address(self.reply.destination)}>"


class Response6:
    """A DHCPv6 answer with the relays around it. `reply` is the datagram; options may be changed at `pkt6_send`."""

    __slots__ = ("_options", "_packet", "definitions", "reply")

    def __init__(self, reply: Reply6, definitions: Definitions = STANDARD6) -> None:
        self.reply = reply
        self.definitions = definitions
        self._packet: Packet6 | None = None
        self._options: Options6 | None = None

    @property
    def packet(self) -> Packet6:
        """The answer taken apart."""
        if self._packet is None:
            self._packet = decode6(self.reply.data)
        return self._packet

    @property
    def options(self) -> Options6:
        """The options of the answer: by name as text, by code as octets."""
        if self._options is None:
            self._options = Options6(self.packet.options, self.definitions)
        return self._options

    @property
    def message_type(self) -> int:
        """The number of the message type, as in lessor.wire.packet6."""
        return self.packet.message_type

    @property
    def name(self) -> str:
        """The name of the message type, such as REPLY."""
        return packet6.MESSAGE_NAMES[self.message_type]

    @property
    def data(self) -> bytes:
        """The answer as octets, with all changes."""
        if self._options is not None and self._options.changed:
            self.data = encode6(self.packet)
        return self.reply.data

    @data.setter
    def data(self, octets: bytes) -> None:
        self.reply.data = octets
        self._packet = self._options = None

    def __repr__(self) -> str:
        return f"<{self.name} to {IPv6Address(self.reply.destination)}>"


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode(errors="backslashreplace")


def _field(text: str, size: int) -> bytes:
    octets = text.encode()
    if len(octets) > size:
        raise ValueError(f"{len(octets)} octets, {size} are the most")
    return octets.ljust(size, b"\0")

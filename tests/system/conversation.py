"""Conversations of one client with a server, written down so that two servers can be compared.

What a server may choose freely is written as a symbol: addresses whose last octet is 100 to 179 belong to the dynamic
pools. They appear as `192.0.2.x1`, `192.0.2.x2` in the order in which the client names them or gets them; an offer of
one that nobody in the conversation has had is `192.0.2.new`.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Unpack

from tests.system import packets
from tests.system.packets import NOWHERE, NUMBERS, Envelope, Frame, Header, Message, Options
from tests.system.programs import Server
from tests.system.wire import GUARD_MAC, SERVER, SERVER_MAC, Wire

USUAL = bytes((1, 3, 6, 15, 28, 51, 54, 58, 59, 12, 42))
"""A parameter request list like that of common clients."""

Record = dict[str, object]
Row = dict[str, str]

ADDRESSES = {1, 3, 6, 28, 42, 50, 54, 118}
SECONDS = {51, 58, 59}
TEXTS = {12, 14, 15, 56, 60, 66, 67}
HIDDEN_COLUMNS = {"expire", "pool_id"}
"""Columns that depend on the clock, or that Kea 2.2 does not have."""


def hexadecimal(data: bytes) -> str:
    return data.hex(" ")


def show_option(code: int, value: bytes) -> str:
    """Return the value of an option for readers; different values look different."""
    if code == 53 and len(value) == 1:
        return packets.TYPES.get(value[0], str(value[0]))
    if code in ADDRESSES and value and len(value) % 4 == 0:
        return " ".join(str(ipaddress.IPv4Address(value[at : at + 4])) for at in range(0, len(value), 4))
    if code in SECONDS and len(value) == 4:
        return str(int.from_bytes(value, "big"))
    if code in TEXTS:
        return ascii(value.decode("latin-1"))
    return hexadecimal(value)


class Symbols:
    """Names for the addresses of one conversation."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def name(self, address: str) -> str:
        """Return the address, or its symbol when a server may choose it."""
        if dynamic(address) and address not in self.names:
            number = sum(network(known) == network(address) for known in self.names) + 1
            self.names[address] = f"{network(address)}.x{number}"
        return self.names.get(address, address)

    def offered(self, address: str) -> str:
        """Return the same for an address in an offer: a fresh one gets no number yet."""
        return self.name(address) if address in self.names or not dynamic(address) else f"{network(address)}.new"


def dynamic(address: str) -> bool:
    return address.count(".") == 3 and 100 <= int(address.rpartition(".")[2]) <= 179


def network(address: str) -> str:
    return address.rpartition(".")[0]


class Sending(Header, total=False):
    """How a message is sent, besides its header."""

    envelope: Envelope | None
    mac: bytes | None
    xid: int


@dataclass(slots=True)
class Exchange:
    """One message of the client and what the server did with it."""

    sent: str
    xid: int
    replies: list[Record] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


class Client:
    """One client: what it sends is crafted, what comes back is recorded in `exchanges`."""

    def __init__(self, wire: Wire, server: Server, mac: bytes) -> None:
        self.wire = wire
        self.server = server
        self.mac = mac
        self.address = NOWHERE
        self.exchanges: list[Exchange] = []
        self.symbols = Symbols()

    def raw(self, sent: str, payload: bytes, envelope: Envelope | None = None) -> Message | None:
        """Send these octets, record what happens under the description `sent`, return the last answer."""
        before = len(self.server.rows())
        frames = self.wire.exchange(payload, envelope)
        exchange = Exchange(sent, int.from_bytes(payload[4:8], "big"))
        last = None
        for frame in frames:
            last = packets.parse(frame.payload)
            if last.kind in {"OFFER", "ACK"} and last.yiaddr != NOWHERE:
                self.address = last.yiaddr
            exchange.replies.append(self.reply(frame, last))
        exchange.rows = [self.row(row) for row in self.server.rows()[before:] if row["hwaddr"] != GUARD_MAC.hex(":")]
        self.exchanges.append(exchange)
        return last

    def say(
        self,
        kind: str | int | None,
        options: Options = (),
        *,
        note: str = "",
        envelope: Envelope | None = None,
        mac: bytes | None = None,
        xid: int = 0,
        **header: Unpack[Header],
    ) -> Message | None:
        """Send a message of this type and record what happens, under a description that ends with `note`."""
        number = NUMBERS[kind] if isinstance(kind, str) else kind
        payload = packets.message(number, mac or self.mac, xid or self.wire.next_xid(), options, **header)
        described = [f"{name} {self.field(value)}" for name, value in header.items()]
        described += [f"({code}) {self.option(code, value)}" for code, value in options if (code, value) != (55, USUAL)]
        if envelope:
            source = self.symbols.name(envelope.source)
            described.append(f"from {source}:{envelope.source_port} to {envelope.destination}")
        if mac:
            described.append(f"hwaddr {mac.hex(':')}")
        title = str(kind) + (f" [{note}]" if note else "")
        return self.raw(f"{title} {', '.join(described)}".strip(), payload, envelope)

    def discover(self, *options: tuple[int, bytes], **how: Unpack[Sending]) -> Message | None:
        """Send a DISCOVER with the usual parameter request list."""
        return self.say("DISCOVER", [*options, (55, USUAL)], **how)

    def request(
        self, address: str, *options: tuple[int, bytes], server: str = SERVER, **how: Unpack[Sending]
    ) -> Message | None:
        """Send a REQUEST that answers an OFFER (RFC 2131 section 4.3.2, SELECTING)."""
        chosen = [(54, packets.ip(server)), (50, packets.ip(address)), *options, (55, USUAL)]
        return self.say("REQUEST", chosen, **how)

    def reboot(self, address: str, *options: tuple[int, bytes], **how: Unpack[Sending]) -> Message | None:
        """Send a REQUEST for a remembered address (INIT-REBOOT)."""
        return self.say("REQUEST", [(50, packets.ip(address)), *options, (55, USUAL)], note="INIT-REBOOT", **how)

    def renew(self, address: str, *options: tuple[int, bytes]) -> Message | None:
        """Send a REQUEST by unicast from the address held (RENEWING)."""
        chosen = [*options, (55, USUAL)]
        return self.say("REQUEST", chosen, note="RENEWING", ciaddr=address, envelope=self.at(address))

    def bind(self, *options: tuple[int, bytes]) -> str:
        """Get a lease by the usual four messages, unrecorded, and return its address."""
        kept = len(self.exchanges)
        offer = self.discover(*options)
        assert offer and offer.kind == "OFFER", "no offer"
        ack = self.request(offer.yiaddr, *options)
        assert ack and ack.kind == "ACK", "no lease"
        del self.exchanges[kept:]
        return ack.yiaddr

    def at(self, address: str) -> Envelope:
        """Return the envelope of a unicast from this address."""
        return Envelope(self.mac, SERVER_MAC, address, SERVER)

    def other(self, last: int = 0xEE) -> "Client":
        """Return another client that takes part in this conversation: its exchanges are recorded here as well."""
        other = Client(self.wire, self.server, self.mac[:-2] + bytes((last, self.mac[-1])))
        other.exchanges = self.exchanges
        other.symbols = self.symbols
        return other

    def field(self, value: object) -> str:
        if isinstance(value, str):
            return self.symbols.name(value)
        return hexadecimal(value) if isinstance(value, bytes) else str(value)

    def option(self, code: int, value: bytes) -> str:
        text = show_option(code, value)
        return " ".join(map(self.symbols.name, text.split())) if code in ADDRESSES else text

    def reply(self, frame: Frame, message: Message) -> Record:
        """Return what is compared of a reply."""
        envelope = frame.envelope
        name = self.symbols.offered if message.kind == "OFFER" else self.symbols.name
        link = {self.mac: "client", packets.BROADCAST_MAC: "broadcast"}.get(envelope.destination_mac, "as resolved")
        record: Record = {
            "type": message.kind,
            "to": f"{name(envelope.destination)}:{envelope.destination_port}",
            "link": link,
            "from": f"{envelope.source}:{envelope.source_port}",
        }
        fields = ("op", "htype", "hlen", "hops", "secs", "flags", "ciaddr", "yiaddr", "siaddr", "giaddr")
        usual = {"op": 2, "htype": 1, "hlen": 6, "hops": 0, "secs": 0, "flags": 0}
        for field_name in fields:
            value = getattr(message, field_name)
            if value != usual.get(field_name, NOWHERE):
                record[field_name] = name(value) if isinstance(value, str) else value
        if message.chaddr != self.mac.ljust(16, b"\0"):
            record["chaddr"] = hexadecimal(message.chaddr)
        for field_name in ("sname", "file"):
            if text := getattr(message, field_name):
                record[field_name] = ascii(text.decode("latin-1"))
        # names that a server makes up hold the address it chose
        made_up = message.yiaddr.replace(".", "-").encode() if dynamic(message.yiaddr) else b"\0" * 256
        record["options"] = {
            str(code): self.option(code, value.replace(made_up, b"ADDRESS"))
            for code, value in sorted(message.options.items())
            if code != 53
        }
        record["order"] = message.order
        record["length"] = message.length
        return record

    def row(self, row: Row) -> str:
        """Return a lease row, its address as symbol, without the columns that depend on the clock."""
        shown = {**row, "address": self.symbols.name(row["address"])}
        shown["hwaddr"] = row["hwaddr"].replace(self.mac.hex(":"), "CLIENT")
        return ",".join(value for name, value in shown.items() if name not in HIDDEN_COLUMNS)


Case = Callable[[Client], None]

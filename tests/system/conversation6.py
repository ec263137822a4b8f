"""Conversations of one DHCPv6 client with a server, written down so that two servers can be compared.

What a server may choose freely is written as a symbol: `2001:db8:1::x1` is the first address that the client names or
gets of those that end in 100 to 1ff, which are in the dynamic pools, `2001:db8:a100:p1::/56` the first of the delegated
prefixes whose third group ends in 00. In an ADVERTISE one that nobody in the conversation has had is `new1`, `new2`.
"""

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict, Unpack

from tests.system import packets6, shown6
from tests.system.conversation import Exchange, Record, Row
from tests.system.packets import Envelope, Frame
from tests.system.packets6 import CLIENT_ID, NUMBERS, ORO, SERVER_ID, Message, Option, Options, wanted
from tests.system.programs import Server
from tests.system.wire6 import GUARD_DUID, SERVER_DUID, Wire, local, multicast, unicast

USUAL: Final = wanted(23, 24)
"""What common clients ask for: DNS servers and search list."""
TO_ONE_SERVER: Final = {"REQUEST", "RENEW", "RELEASE", "DECLINE"}
FEW: Final = 4
"""Relays that are told one by one."""
HIDDEN_COLUMNS: Final = {"expire", "pool_id"}
"""Columns that depend on the clock, or that Kea 2.2 does not have."""
LEASE: Final = re.compile(r"2001:db8:[0-9a-f:]+(?:/\d+)?")


class Symbols:
    """Names for the addresses and prefixes of one conversation."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def name(self, lease: str) -> str:
        """Return an address or prefix, or its symbol when a server may choose it."""
        place = chosen_from(lease)
        if place and lease not in self.names:
            number = sum(chosen_from(known) == place for known in self.names) + 1
            self.names[lease] = place.replace("#", str(number))
        return self.names.get(lease, lease)

    def text(self, text: str) -> str:
        """Return a text with the symbols for what is in it."""
        return LEASE.sub(lambda found: self.name(found[0]), text)

    def advertised(self) -> Callable[[str], str]:
        """Return what `text` does, for one advertisement: what is fresh in it gets no number that lasts."""
        fresh: dict[str, str] = {}

        def name(found: re.Match[str]) -> str:
            lease = found[0]
            place = chosen_from(lease)
            if not place or lease in self.names:
                return self.names.get(lease, lease)
            number = sum(chosen_from(known) == place for known in fresh) + 1
            return fresh.setdefault(lease, re.sub("[xp]#", f"new{number}", place))

        return lambda text: LEASE.sub(name, text)


def chosen_from(lease: str) -> str:
    """Return the pattern of symbols where a lease comes from, nothing when no server chooses it."""
    base, _, length = lease.partition("/")
    try:
        groups = ipaddress.IPv6Address(base).exploded.split(":")
    except ValueError:
        return ""
    third = int(groups[2], 16)
    if length and third >= 0xA000 and third & 0xFF == 0:
        return f"2001:db8:{third:x}:p#::/{length}"
    if not length and set(groups[3:7]) == {"0000"} and 0x100 <= int(groups[7], 16) <= 0x1FF:
        return f"2001:db8:{third:x}::x#"
    return ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One relay that a message passes."""

    link: str
    peer: str = ""
    """The client's address or that of the relay before, when empty."""
    options: Sequence[Option] = ()
    hops: int = -1
    """As many relays as came before, when negative."""


class Sending(TypedDict, total=False):
    """How a message is sent."""

    envelope: Envelope | None
    note: str
    xid: int
    ident: Option | None
    """The client identifier; None leaves it out."""
    server: Option | None
    """The server identifier; None leaves it out."""
    relays: Sequence[Hop]
    """The relays it passes, the one beside the client first."""
    asks: bool
    """Whether the usual option request is in it."""


class Client:
    """One client: what it sends is crafted, what comes back is recorded in `exchanges`."""

    def __init__(self, wire: Wire, server: Server, number: int) -> None:
        self.wire = wire
        self.server = server
        self.number = number
        self.mac = bytes((2, 0xAA, 0, 0, 0, number))
        self.duid = b"\0\3\0\1" + self.mac
        self.local = local(number)
        self.exchanges: list[Exchange] = []
        self.symbols = Symbols()
        self.advertised: list[Option] = []
        self.leases: list[tuple[int, int, str]] = []
        self.bound: list[Option] = []
        """Identity associations as the last REPLY that granted something showed them."""

    def raw(self, sent: str, payload: bytes, xid: int, envelope: Envelope | None = None) -> Message | None:
        """Send these octets, record what happens under the description `sent`, return the last answer."""
        before = len(self.server.rows())
        frames = self.wire.exchange(payload, envelope or multicast(self.local))
        exchange = Exchange(sent, xid)
        last = None
        for frame in frames:
            last = packets6.parse(frame.payload)
            self.keep(last)
            exchange.replies.append(self.reply(frame, last))
        guard = GUARD_DUID.hex(":")
        exchange.rows = [self.row(row) for row in self.server.rows()[before:] if row["duid"] != guard]
        self.exchanges.append(exchange)
        return last

    def keep(self, reply: Message) -> None:
        leases = packets6.leases(reply.options)
        if reply.kind == "ADVERTISE":
            self.advertised = associations(leases)
        elif leases:
            self.leases, self.bound = leases, associations(leases)

    def say(self, kind: str | int, *options: Option, **how: Unpack[Sending]) -> Message | None:
        """Send a message of this type with the usual identifiers and record what happens."""
        number = NUMBERS[kind] if isinstance(kind, str) else kind
        xid = how.get("xid") or self.wire.next_xid()
        ident = how.get("ident", (CLIENT_ID, self.duid))
        usual_server = (SERVER_ID, SERVER_DUID) if kind in TO_ONE_SERVER else None
        server = how.get("server", usual_server)
        all_options = [one for one in (ident, server) if one] + list(options)
        if how.get("asks", True) and ORO not in dict(options):
            all_options.append(USUAL)
        envelope, relays = how.get("envelope"), how.get("relays", ())
        payload = self.through(relays, packets6.message(number, xid, all_options))
        described = [self.symbols.text(shown6.sentence(option)) for option in options]
        if ident != (CLIENT_ID, self.duid):
            described.append(f"client id {ident[1].hex(' ')}" if ident else "no client id")
        if server != usual_server:
            described.append(f"server id {server[1].hex(' ')}" if server else "no server id")
        if not how.get("asks", True):
            described.append("asks for nothing")
        described += map(passed, relays) if len(relays) <= FEW else [f"through {len(relays)} relays"]
        if envelope:
            source = self.symbols.text(envelope.source)
            described.append(f"from {source} port {envelope.source_port} to {envelope.destination}")
        elif relays:
            envelope = unicast(relay_address(relays[-1]), port=packets6.SERVER_PORT)
        note = how.get("note")
        title = str(kind) + (f" [{note}]" if note else "")
        return self.raw(f"{title} {', '.join(described)}".strip(), payload, xid, envelope)

    def through(self, relays: Sequence[Hop], payload: bytes) -> bytes:
        """Return a message with those of relays around it."""
        peer = self.local
        for at, hop in enumerate(relays):
            hops = at if hop.hops < 0 else hop.hops
            payload = packets6.relayed(payload, hop.link, hop.peer or peer, hops, hop.options)
            peer = relay_address(hop)
        return payload

    def solicit(self, *options: Option, **how: Unpack[Sending]) -> Message | None:
        """Send a SOLICIT."""
        return self.say("SOLICIT", *options, **how)

    def request(self, *options: Option, **how: Unpack[Sending]) -> Message | None:
        """Send a REQUEST, for what was advertised unless other identity associations are given."""
        return self.say("REQUEST", *(options or self.advertised), **how)

    def renew(self, *options: Option, **how: Unpack[Sending]) -> Message | None:
        """Send a RENEW, for what is held unless other identity associations are given."""
        return self.say("RENEW", *(options or self.bound), **how)

    def rebind(self, *options: Option, **how: Unpack[Sending]) -> Message | None:
        """Send a REBIND, for what is held unless other identity associations are given."""
        return self.say("REBIND", *(options or self.bound), **how)

    def confirm(self, *options: Option, **how: Unpack[Sending]) -> Message | None:
        """Send a CONFIRM, for what is held unless other identity associations are given."""
        return self.say("CONFIRM", *(options or self.bound), **how)

    def release(self, *options: Option, **how: Unpack[Sending]) -> Message | None:
        """Send a RELEASE, for what is held unless other identity associations are given."""
        return self.say("RELEASE", *(options or self.bound), **how)

    def decline(self, *options: Option, **how: Unpack[Sending]) -> Message | None:
        """Send a DECLINE, for what is held unless other identity associations are given."""
        return self.say("DECLINE", *(options or self.bound), **how)

    def inform(self, *options: Option, **how: Unpack[Sending]) -> Message | None:
        """Send an INFORMATION-REQUEST."""
        return self.say("INFORMATION-REQUEST", *options, **how)

    def bind(self, *options: Option, **how: Unpack[Sending]) -> list[Option]:
        """Get leases by the usual four messages, unrecorded, and return the identity associations with them."""
        kept = len(self.exchanges)
        advertise = self.solicit(*(options or (packets6.ia_na(1),)), **how)
        assert advertise and advertise.kind == "ADVERTISE", "no advertisement"
        self.bound = []
        reply = self.request(**how)
        assert reply and reply.kind == "REPLY" and self.bound, "no lease"
        del self.exchanges[kept:]
        return self.bound

    def lease(self, at: int = 0) -> str:
        """Return the address or prefix held."""
        return self.leases[at][2]

    def other(self, number: int = 0xF0) -> "Client":
        """Return another client that takes part in this conversation: its exchanges are recorded here as well."""
        other = Client(self.wire, self.server, number)
        other.mac = other.mac[:4] + bytes((number, self.number))
        other.duid = b"\0\3\0\1" + other.mac
        other.exchanges = self.exchanges
        other.symbols = self.symbols
        return other

    def reply(self, frame: Frame, message: Message) -> Record:
        """Return what is compared of a reply."""
        name = self.symbols.advertised() if message.kind == "ADVERTISE" else self.symbols.text
        envelope = frame.envelope
        record: Record = {
            "type": message.kind,
            "to": f"{name(envelope.destination)} port {envelope.destination_port}",
            "from": f"{envelope.source} port {envelope.source_port}",
        }
        if len(message.relays) > FEW:
            record["relays"] = len(message.relays)
        for depth, relay in enumerate(message.relays[:FEW], 1):
            shown = {"type": packets6.TYPES[relay.kind], "hops": relay.hops, "link": relay.link, "peer": relay.peer}
            record |= {f"relay {depth} {field}": value for field, value in shown.items()}
            record |= {f"relay {depth} ({place})": text for place, text in shown6.rows(relay.options)}
        # names that a server makes up hold the address it chose
        made_up = [lease.replace(":", "-") for _, _, lease in packets6.leases(message.options)]
        options: dict[str, str] = {}
        for code, value in message.options:
            for place, text in shown6.rows([(code, value)]):
                for address in made_up:
                    text = text.replace(address, "ADDRESS")
                place = name(place)
                while place in options:
                    place += " again"
                options[place] = self.identified(text) if code in (CLIENT_ID, SERVER_ID) else name(text)
        record["options"] = options
        record["order"] = [code for code, _ in message.options]
        record["length"] = message.length
        return record

    def identified(self, text: str) -> str:
        known = {self.duid.hex(" "): "CLIENT", SERVER_DUID.hex(" "): "SERVER"}
        return known.get(text, text)

    def row(self, row: Row) -> str:
        """Return a lease row, its address as symbol, without the columns that depend on the clock."""
        lease = row["address"] if row["lease_type"] == "0" else f"{row['address']}/{row['prefix_len']}"
        name = row["hostname"]
        for _, _, held in self.leases:
            name = name.replace(held.replace(":", "-"), "ADDRESS")
        shown = {
            **row,
            "address": self.symbols.name(lease),
            "duid": row["duid"].replace(self.duid.hex(":"), "CLIENT"),
            "hwaddr": row["hwaddr"].replace(self.mac.hex(":"), "CLIENT"),
            "hostname": name,
        }
        return ",".join(value for name, value in shown.items() if name not in HIDDEN_COLUMNS)


def passed(hop: Hop) -> str:
    """Return a relay as part of a sentence."""
    words = [f"via link {hop.link}"]
    words += [f"peer {hop.peer}"] if hop.peer else []
    words += [f"hops {hop.hops}"] if hop.hops >= 0 else []
    return " ".join([*words, *map(shown6.sentence, hop.options)])


def relay_address(hop: Hop) -> str:
    """Return where a relay sends from: its address on the link it serves, one of ours when it does not say."""
    return hop.link if hop.link not in (packets6.NOWHERE, "") else "2001:db8:1::2"


def associations(leases: Sequence[tuple[int, int, str]]) -> list[Option]:
    """Return identity associations that hold these leases, lifetimes and timers left to the server."""
    made: dict[tuple[int, int], list[Option]] = {}
    for code, iaid, lease in leases:
        held = packets6.prefix(lease) if "/" in lease else packets6.address(lease)
        made.setdefault((code, iaid), []).append(held)
    return [association(code, iaid, held) for (code, iaid), held in made.items()]


def association(code: int, iaid: int, held: Options) -> Option:
    made = {packets6.IA_NA: packets6.ia_na, packets6.IA_PD: packets6.ia_pd}.get(code)
    return made(iaid, *held) if made else packets6.ia_ta(iaid, *held)


Case = Callable[[Client], None]

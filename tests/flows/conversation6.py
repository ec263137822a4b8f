"""Whole DHCPv6 conversations without sockets: a server of tables, a memory store and an exchange; clients that talk.

server = Server6(subnet6("2001:db8:1::/64", pools="2001:db8:1::100-2001:db8:1::1ff"))
client = Client6(server)
client.solicit(na(1)).expect(ADVERTISE, "2001:db8:1::100")

An address is written as text, a prefix as text with its length; both stand for what a client gets or names.
"""

from dataclasses import dataclass, field
from ipaddress import IPv6Address, IPv6Network
from pathlib import Path

from lessor.engine.network import OPEN, Guard, SharedNetwork
from lessor.engine.occupancy import Occupancy
from lessor.engine.tables6 import Host6, Plan6, Pool6, Subnet6, Tables6
from lessor.model.datagram6 import Received6, Reply6
from lessor.model.interface import Interface
from lessor.model.lease6 import NA, PD, Lease6
from lessor.model.network import LoggerConfig
from lessor.service.chronicle6 import Chronicle6
from lessor.service.counting.counters import COUNTERS6
from lessor.service.counting.statistics import Served, Statistics
from lessor.service.exchange6 import Exchange6
from lessor.service.logs.log import Loggers
from lessor.store.base import LeaseStore6
from lessor.store.memory6 import MemoryStore6
from lessor.wire.ia import read_address, read_ia, read_prefix, read_status, write_address, write_ia, write_prefix
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import (
    ADDR_REG_INFORM,
    CLIENTID,
    CONFIRM,
    DECLINE,
    IA_NA,
    IA_PD,
    IA_TA,
    IAADDR,
    IAPREFIX,
    INFORMATION_REQUEST,
    MESSAGE_NAMES,
    ORO,
    RAPID_COMMIT,
    REBIND,
    RELAY_FORW,
    RELEASE,
    RENEW,
    REQUEST,
    SERVERID,
    SOLICIT,
    STATUS_CODE,
    Packet6,
    Relay6,
    decode6,
    encode6,
)

NOW = 1_700_000_000
SERVER_DUID = bytes.fromhex("0002000009bf001122")
LINK = Interface("eth0", 2)
QUIET = (LoggerConfig("kea-dhcp6", "NONE"),)
GROUP = int(IPv6Address("ff02::1:2"))
OWN = int(IPv6Address("2001:db8:1::1"))
DNS = IPv6Address("2001:db8::53").packed

Option = tuple[int, bytes]


def number(address: str) -> int:
    """The int of an address; 0 for no text."""
    return int(IPv6Address(address)) if address else 0


def plan6(**changes: object) -> Plan6:
    """A plan with a DNS server, sent when asked for, and leases of an hour or a little more."""
    values: dict[str, object] = {
        "tlvs": {23: tlv6(23, DNS)},
        "unasked": (),
        "valid_min": 1000,
        "valid_default": 4000,
        "valid_max": 8000,
        "preferred_min": 500,
        "preferred_default": 3000,
        "preferred_max": 6000,
        "t1_percent": 0.5,
        "t2_percent": 0.8,
    }
    return Plan6(**(values | changes))  # type: ignore[arg-type]  # the keywords are Plan6's own


def pool6(text: str, its_plan: Plan6, reserved: frozenset[int] = frozenset(), pool_id: int = 0) -> Pool6:
    """Addresses `first-last`, or `prefix/length>delegated` for prefixes."""
    if "-" in text:
        first, last = (number(part) for part in text.split("-"))
        delegated = 128
    else:
        network, _, length = text.partition(">")
        first, last = (int(IPv6Network(network)[0]), int(IPv6Network(network)[-1]))
        delegated = int(length)
    step = 1 << 128 - delegated
    positions = frozenset((address - first) // step for address in reserved if first <= address <= last)
    return Pool6(first, last, pool_id, its_plan, Occupancy((last - first) // step + 1, positions), delegated)


def subnet6(
    prefix: str = "2001:db8:1::/64",
    pools: str = "2001:db8:1::100-2001:db8:1::10f",
    prefixes: str = "2001:db8:8000::/52>56",
    id: int = 1,
    hosts: dict[tuple[str, bytes], Host6] | None = None,
    its_plan: Plan6 | None = None,
    **settings: object,
) -> Subnet6:
    """A subnet with the pools of comma-separated lists; further settings are those of the engine's Subnet6."""
    network = IPv6Network(prefix)
    its_plan = its_plan or plan6()
    hosts = hosts or {}
    addresses = {address: host for host in hosts.values() for address in host.addresses}
    delegated = {first: host for host in hosts.values() for first in host.prefixes}
    return Subnet6(
        id,
        int(network[0]),
        int(network[-1]),
        network.prefixlen,
        its_plan,
        tuple(pool6(text, its_plan, frozenset(addresses)) for text in pools.split(",") if text),
        tuple(pool6(text, its_plan, frozenset(delegated)) for text in prefixes.split(",") if text),
        hosts,
        addresses,
        delegated,
        **settings,  # type: ignore[arg-type]  # the keywords are Subnet6's own
    )


def network6(*subnets: Subnet6, guard: Guard = OPEN, additional: tuple[str, ...] = ()) -> tuple[Subnet6, ...]:
    """Join subnets to a shared network."""
    shared = SharedNetwork("floor", subnets, guard, additional)
    for subnet in subnets:
        subnet.siblings = subnets
        subnet.shared = shared
        subnet.network = shared.name
    return subnets


def duid(last: int) -> bytes:
    """The DUID-LL of the client with the hardware address 02:00:00:00:00:<last>."""
    return bytes.fromhex("00030001 0200000000") + bytes((last,))


def reservation6(whose: bytes, addresses: str = "", prefixes: str = "", **fields: object) -> dict[
    tuple[str, bytes], Host6
]:  # fmt: skip
    """A reservation by DUID of comma-separated addresses and prefixes."""
    held = [number(text) for text in addresses.split(",") if text]
    networks = [IPv6Network(text) for text in prefixes.split(",") if text]
    delegated = {int(network[0]): (network.prefixlen, b"") for network in networks}
    return {("duid", whose): Host6(tuple(held), delegated, **fields)}  # type: ignore[arg-type]


def tables6(*subnets: Subnet6, **settings: object) -> Tables6:
    """Tables for clients on eth0 in the first subnet; further settings are those of Tables6."""
    values: dict[str, object] = {"by_interface": {"eth0": (subnets[0],)} if subnets else {}, "mac_sources": ("any",)}
    return Tables6(subnets, plan6(), SERVER_DUID, **(values | settings))  # type: ignore[arg-type]


class Server6:
    """An exchange over a store, with what it sent."""

    def __init__(self, *subnets: Subnet6, store: LeaseStore6 | None = None, **settings: object) -> None:
        loggers = Loggers("kea-dhcp6", Path("/nonexistent"), {})
        loggers.configure(QUIET, debug=False)
        self.statistics = Statistics(COUNTERS6)
        self.statistics.serve(Served(frozenset(subnet.id for subnet in subnets), {}, {}))
        self.tables = tables6(*subnets, **settings)
        self.store: LeaseStore6 = MemoryStore6() if store is None else store
        self.sent: list[Reply6] = []
        self.now = NOW
        self.exchange = Exchange6(self.tables, self.store, Chronicle6(loggers, self.statistics), self.sent.extend)

    def hear(self, *received: Received6) -> list[Reply6]:
        """Handle messages as one batch and return the replies."""
        self.sent.clear()
        self.exchange.run(list(received), self.now)
        return list(self.sent)

    def leases(self) -> dict[str, Lease6]:
        """What is written down, by address or prefix as text."""
        return {text(lease.type, lease.address, lease.prefix_length): lease for lease in self.store.leases()}

    def count(self, name: str, subnet_id: int = 0) -> int:
        return (self.statistics.subnets[subnet_id] if subnet_id else self.statistics.counts)[name]


def text(type: int, address: int, length: int) -> str:
    return f"{IPv6Address(address)}/{length}" if type == PD else str(IPv6Address(address))


def na(iaid: int, *wishes: str | tuple[str, int, int]) -> Option:
    """An IA_NA with addresses, alone or with preferred and valid lifetimes."""
    return IA_NA, write_ia(IA_NA, iaid, 0, 0, b"".join(_wish(wish) for wish in wishes))[4:]


def pd(iaid: int, *wishes: str | tuple[str, int, int]) -> Option:
    """An IA_PD with prefixes, alone or with preferred and valid lifetimes."""
    return IA_PD, write_ia(IA_PD, iaid, 0, 0, b"".join(_wish(wish) for wish in wishes))[4:]


def ta(iaid: int, *wishes: str) -> Option:
    """An IA_TA with addresses."""
    return IA_TA, iaid.to_bytes(4, "big") + b"".join(_wish(wish) for wish in wishes)


def _wish(wish: str | tuple[str, int, int]) -> bytes:
    words, preferred, valid = (wish, 0, 0) if isinstance(wish, str) else wish
    address, _, length = words.partition("/")
    if length:
        return write_prefix(number(address), int(length), preferred, valid)
    return write_address(number(address), preferred, valid)


@dataclass
class Told:
    """What one identity association was told: `items` are (preferred, valid) by text."""

    t1: int
    t2: int
    items: dict[str, tuple[int, int]]
    status: int | None


@dataclass
class Answer6:
    """What came back for one message: nothing, or a packet and the way it went."""

    reply: Reply6 | None
    packet: Packet6 = field(default_factory=lambda: Packet6(0, 0))

    def expect(self, kind: int, *items: str) -> "Answer6":
        """Demand a message type and everything that may be used, over all identity associations."""
        assert self.reply is not None, f"no answer, expected {MESSAGE_NAMES[kind]}"
        got = self.packet.message_type
        assert got == kind, f"{MESSAGE_NAMES[got]}, expected {MESSAGE_NAMES[kind]}"
        if items:
            assert self.items == list(items)
        return self

    def expect_silence(self) -> None:
        assert self.reply is None, f"expected no answer, got {MESSAGE_NAMES[self.packet.message_type]}"

    @property
    def items(self) -> list[str]:
        """The addresses and prefixes that may be used, in order."""
        return [item for told in self.told.values() for item, (_, valid) in told.items.items() if valid]

    @property
    def item(self) -> str:
        """The only thing that may be used."""
        (item,) = self.items
        return item

    @property
    def withdrawn(self) -> list[str]:
        """The addresses and prefixes that must no longer be used, in order."""
        return [item for told in self.told.values() for item, (_, valid) in told.items.items() if not valid]

    @property
    def told(self) -> dict[tuple[int, int], Told]:
        """What each identity association was told, by type and IAID."""
        found = {}
        for code, type in ((IA_NA, NA), (IA_PD, PD)):
            for value in self.packet.options.get(code, ()):
                ia = read_ia(value)
                resources = [read_address(octets) for octets in ia.options.get(IAADDR, ())]
                resources += [read_prefix(octets) for octets in ia.options.get(IAPREFIX, ())]
                items = {text(type, one.address, one.length): (one.preferred, one.valid) for one in resources}
                status = ia.options.get(STATUS_CODE)
                found[type, ia.iaid] = Told(ia.t1, ia.t2, items, read_status(status[0])[0] if status else None)
        assert IA_TA not in self.packet.options, "temporary addresses are passed over"
        return found

    def status(self, type: int, iaid: int) -> int | None:
        """The status code of one identity association."""
        return self.told[type, iaid].status

    @property
    def overall(self) -> int | None:
        """The status code of the whole message."""
        values = self.packet.options.get(STATUS_CODE)
        return read_status(values[0])[0] if values else None

    def option(self, code: int) -> bytes | None:
        values = self.packet.options.get(code)
        return values[0] if values else None


class Client6:
    """A client on the server's link, or behind a relay on the link of the address `link`."""

    def __init__(self, server: Server6, last: int = 10, link: str = "", source: str = "fe80::a") -> None:
        self.server = server
        self.duid = duid(last)
        self.link = link
        self.source = source

    def message(self, kind: int, *options: Option, server_id: bytes | None = SERVER_DUID) -> Packet6:
        """A message with the identifiers its type demands; an empty `server_id` leaves out the server's."""
        packet = Packet6(kind, 0x123456, {CLIENTID: [self.duid], ORO: [b"\0\x17"]})
        if server_id and kind in (REQUEST, RENEW, RELEASE, DECLINE):
            packet.options[SERVERID] = [server_id]
        for code, value in options:
            packet.options.setdefault(code, []).append(value)
        if self.link:
            packet.relays = [Relay6(RELAY_FORW, 0, number(self.link), number(self.source), {})]
        return packet

    def received(self, packet: Packet6, multicast: bool = True) -> Received6:
        source, port = (number("2001:db8:ffff::1"), 547) if packet.relays else (number(self.source), 546)
        multicast = multicast and not packet.relays
        return Received6(encode6(packet), LINK, GROUP if multicast else OWN, source, port, multicast)

    def send(self, packet: Packet6, multicast: bool = True) -> Answer6:
        replies = self.server.hear(self.received(packet, multicast))
        assert len(replies) <= 1
        return Answer6(replies[0], decode6(replies[0].data)) if replies else Answer6(None)

    def solicit(self, *options: Option) -> Answer6:
        return self.send(self.message(SOLICIT, *options))

    def rapid(self, *options: Option) -> Answer6:
        """SOLICIT with Rapid Commit."""
        return self.send(self.message(SOLICIT, *options, (RAPID_COMMIT, b"")))

    def request(self, *options: Option, server_id: bytes = SERVER_DUID, multicast: bool = True) -> Answer6:
        return self.send(self.message(REQUEST, *options, server_id=server_id), multicast)

    def renew(self, *options: Option, multicast: bool = True) -> Answer6:
        return self.send(self.message(RENEW, *options), multicast)

    def rebind(self, *options: Option) -> Answer6:
        return self.send(self.message(REBIND, *options))

    def confirm(self, *options: Option) -> Answer6:
        return self.send(self.message(CONFIRM, *options))

    def release(self, *options: Option, multicast: bool = True) -> Answer6:
        return self.send(self.message(RELEASE, *options), multicast)

    def decline(self, *options: Option, multicast: bool = True) -> Answer6:
        return self.send(self.message(DECLINE, *options), multicast)

    def inform(self, *options: Option) -> Answer6:
        return self.send(self.message(INFORMATION_REQUEST, *options))

    def register(self, address: str, preferred: int = 3000, valid: int = 4000, source: str = "") -> Answer6:
        """ADDR-REG-INFORM of an address, from this address."""
        self.source = source or address
        wanted = (IAADDR, write_address(number(address), preferred, valid)[4:])
        packet = self.message(ADDR_REG_INFORM, wanted)
        # RFC 9686 section 4.2: nothing else is asked for
        del packet.options[ORO]
        return self.send(packet)

    def lease(self, *options: Option) -> str:
        """Go through all four messages and return the only address or prefix."""
        self.solicit(*options)
        return self.request(*options).item

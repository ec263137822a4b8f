"""Whole conversations without sockets: a server made of tables, a memory store and an exchange; clients that talk.

server = Server(subnet("192.0.2.0/24", pool="192.0.2.10-192.0.2.20"))
client = Client(server)
client.discover().expect(OFFER, yiaddr="192.0.2.10")
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from lessor.engine.classify import Rule
from lessor.engine.network import Guard, SharedNetwork
from lessor.engine.occupancy import Occupancy
from lessor.engine.request4 import Request4
from lessor.engine.tables import Host, Plan, Pool, Subnet, Tables
from lessor.model.datagram import Received4, Reply4
from lessor.model.interface import Interface
from lessor.model.lease import Lease4
from lessor.model.network import LoggerConfig
from lessor.service.chronicle4 import Chronicle4
from lessor.service.counting.statistics import Served, Statistics
from lessor.service.exchange4 import Exchange4
from lessor.service.logs.log import Loggers
from lessor.store.base import LeaseStore4
from lessor.store.memory import MemoryStore
from lessor.wire.options import tlv
from lessor.wire.packet4 import (
    CLIENT_IDENTIFIER,
    DECLINE,
    DISCOVER,
    INFORM,
    MESSAGE_NAMES,
    MESSAGE_TYPE,
    PARAMETER_REQUEST_LIST,
    RELEASE,
    REQUEST,
    REQUESTED_ADDRESS,
    SERVER_IDENTIFIER,
    Packet4,
    decode4,
    encode4,
)

NOW = 1_700_000_000
SERVER = int(IPv4Address("192.0.2.1"))
LINK = Interface("eth0", 2, bytes.fromhex("020000000001"), (SERVER,), (24,))
QUIET = (LoggerConfig("kea-dhcp4", "NONE"),)


def number(address: str) -> int:
    """The int of a dotted address; 0 for no text."""
    return int(IPv4Address(address)) if address else 0


def octets(address: str) -> bytes:
    return IPv4Address(address).packed


def plan(**changes: object) -> Plan:
    """A plan with two options, one of them sent unasked, and leases of an hour."""
    values: dict[str, object] = {
        "tlvs": {3: tlv(3, octets("192.0.2.254")), 42: tlv(42, octets("192.0.2.123"))},
        "unasked": (3,),
        "lifetime_min": 600,
        "lifetime_default": 3600,
        "lifetime_max": 7200,
    }
    return Plan(**(values | changes))  # type: ignore[arg-type]  # the keywords are Plan's own


def pool(text: str, its_plan: Plan, reserved: frozenset[int] = frozenset(), pool_id: int = 0) -> Pool:
    first, last = (number(part) for part in text.split("-"))
    positions = frozenset(address - first for address in reserved if first <= address <= last)
    return Pool(first, last, pool_id, its_plan, Occupancy(last - first + 1, positions))


def subnet(
    prefix: str = "192.0.2.0/24",
    pools: str = "192.0.2.10-192.0.2.20",
    id: int = 1,
    hosts: dict[tuple[str, bytes], Host] | None = None,
    its_plan: Plan | None = None,
    **settings: object,
) -> Subnet:
    """A subnet with the pools of a comma-separated list; further settings are those of the engine's Subnet."""
    network = IPv4Network(prefix)
    its_plan = its_plan or plan()
    hosts = hosts or {}
    reserved = {host.address: host for host in hosts.values() if host.address}
    return Subnet(
        id,
        int(network.network_address),
        int(network.broadcast_address),
        network.prefixlen,
        tlv(1, network.netmask.packed),
        its_plan,
        tuple(pool(text, its_plan, frozenset(reserved)) for text in pools.split(",") if text),
        hosts,
        reserved,
        **settings,  # type: ignore[arg-type]  # the keywords are Subnet's own
    )


def guarded(its_pool: Pool, *guard: str) -> Pool:
    """The pool, open to clients of these classes."""
    its_pool.guard = guard
    return its_pool


def network(*subnets: Subnet, guard: Guard = (), additional: tuple[str, ...] = ()) -> tuple[Subnet, ...]:
    """Join subnets to a shared network and return them."""
    shared = SharedNetwork("floor", subnets, guard, additional)
    for one in subnets:
        one.siblings = subnets
        one.shared = shared
        one.network = shared.name
    return subnets


def rule(name: str, test: Callable[[Request4], bool] | None = None, **settings: bool) -> Rule[Request4]:
    """A class with this test; further settings are those of the engine's Rule."""
    return Rule(name, test, **settings)  # type: ignore[arg-type]  # the keywords are Rule's own


def hwaddr_ends(*endings: int) -> Callable[[Request4], bool]:
    """A test for the last octet of the hardware address."""
    return lambda request: request.hwaddr[-1] in endings


def reservation(hwaddr: str, **fields: object) -> dict[tuple[str, bytes], Host]:
    """A reservation by hardware address; `address` is dotted text."""
    address = number(str(fields.pop("address", "")))
    host = Host(address, **fields)  # type: ignore[arg-type]  # the keywords are Host's own
    return {("hw-address", bytes.fromhex(hwaddr.replace(":", ""))): host}


class Server:
    """An exchange over a store, with what it sent."""

    def __init__(self, *subnets: Subnet, store: LeaseStore4 | None = None, **settings: object) -> None:
        loggers = Loggers("kea-dhcp4", Path("/nonexistent"), {})
        loggers.configure(QUIET, debug=False)
        self.statistics = Statistics()
        self.statistics.serve(Served(frozenset(subnet.id for subnet in subnets), {}, {}))
        self.tables = tables(*subnets, **settings)
        self.store = MemoryStore() if store is None else store
        self.sent: list[Reply4] = []
        self.now = NOW
        self.exchange = Exchange4(self.tables, self.store, Chronicle4(loggers, self.statistics), self.sent.extend)

    def hear(self, *received: Received4) -> list[Reply4]:
        """Handle messages as one batch and return the replies."""
        self.sent.clear()
        self.exchange.run(list(received), self.now)
        return list(self.sent)

    def leases(self) -> dict[str, Lease4]:
        return {str(IPv4Address(lease.address)): lease for lease in self.store.leases()}

    def count(self, name: str) -> int:
        return self.statistics.counts[name]


def tables(*subnets: Subnet, **settings: object) -> Tables:
    return Tables(subnets, subnets[0].plan if subnets else plan(), **settings)  # type: ignore[arg-type]


@dataclass
class Answer:
    """What came back for one message: nothing, or a packet and the way it went."""

    reply: Reply4 | None
    packet: Packet4 = field(default_factory=Packet4)

    def expect(self, kind: int, **fields: object) -> "Answer":
        """Demand a message type and header fields (addresses as text) or options (`option51=...`)."""
        assert self.reply is not None, f"no answer, expected {MESSAGE_NAMES[kind]}"
        got = self.packet.options[MESSAGE_TYPE][0]
        assert got == kind, f"{MESSAGE_NAMES[got]}, expected {MESSAGE_NAMES[kind]}"
        for name, value in fields.items():
            assert self.field(name) == value, f"{name} is {self.field(name)!r}, expected {value!r}"
        return self

    def field(self, name: str) -> object:
        if name.startswith("option"):
            return self.packet.options.get(int(name.removeprefix("option")))
        if name == "to":
            assert self.reply is not None
            return str(IPv4Address(self.reply.destination))
        value = getattr(self.packet, name)
        return str(IPv4Address(value)) if name.endswith("iaddr") else value

    def expect_silence(self) -> None:
        assert self.reply is None, f"expected no answer, got {MESSAGE_NAMES[self.packet.options[MESSAGE_TYPE][0]]}"

    @property
    def address(self) -> str:
        return str(IPv4Address(self.packet.yiaddr))


class Client:
    """A client on the server's link, or behind the relay `giaddr`."""

    def __init__(self, server: Server, hwaddr: str = "02:00:00:00:00:0a", giaddr: str = "", client_id: bytes = b""):
        self.server = server
        self.hwaddr = bytes.fromhex(hwaddr.replace(":", ""))
        self.giaddr = giaddr
        self.client_id = client_id

    def message(self, kind: int, options: dict[int, bytes] | None = None, /, **fields: object) -> Packet4:
        packet = Packet4(xid=0x1234, chaddr=self.hwaddr, giaddr=number(self.giaddr))
        packet.options = {MESSAGE_TYPE: bytes((kind,)), PARAMETER_REQUEST_LIST: bytes((1, 3, 42))}
        if self.client_id:
            packet.options[CLIENT_IDENTIFIER] = self.client_id
        packet.options |= options or {}
        for name, value in fields.items():
            setattr(packet, name, number(value) if isinstance(value, str) else value)
        return packet

    def received(self, packet: Packet4, source: str = "", broadcast: bool = True) -> Received4:
        source = source or self.giaddr
        port = 67 if packet.giaddr else 68
        return Received4(encode4(packet), LINK, SERVER, number(source), port, broadcast and not packet.giaddr)

    def send(self, packet: Packet4, source: str = "", broadcast: bool = True) -> Answer:
        replies = self.server.hear(self.received(packet, source, broadcast))
        assert len(replies) <= 1
        return Answer(replies[0], decode4(replies[0].data)) if replies else Answer(None)

    def discover(self, wanted: str = "", /, **options: bytes) -> Answer:
        return self.send(self.message(DISCOVER, _asking(wanted) | _codes(options)))

    def select(self, address: str, server: str = "192.0.2.1", **options: bytes) -> Answer:
        """REQUEST in SELECTING state."""
        asking = {REQUESTED_ADDRESS: octets(address), SERVER_IDENTIFIER: octets(server)}
        return self.send(self.message(REQUEST, asking | _codes(options)))

    def reboot(self, address: str) -> Answer:
        """REQUEST in INIT-REBOOT state."""
        return self.send(self.message(REQUEST, _asking(address)))

    def renew(self, address: str, **options: bytes) -> Answer:
        """REQUEST in RENEWING state: unicast from the leased address."""
        return self.send(self.message(REQUEST, _codes(options), ciaddr=address), address, broadcast=False)

    def rebind(self, address: str) -> Answer:
        """REQUEST in REBINDING state: broadcast."""
        return self.send(self.message(REQUEST, ciaddr=address), address)

    def release(self, address: str) -> Answer:
        options = {SERVER_IDENTIFIER: octets("192.0.2.1")}
        return self.send(self.message(RELEASE, options, ciaddr=address), address, broadcast=False)

    def decline(self, address: str) -> Answer:
        options = {SERVER_IDENTIFIER: octets("192.0.2.1"), REQUESTED_ADDRESS: octets(address)}
        return self.send(self.message(DECLINE, options))

    def inform(self, address: str, **options: bytes) -> Answer:
        return self.send(self.message(INFORM, _codes(options), ciaddr=address), address, broadcast=False)

    def lease(self) -> str:
        """Go through all four messages and return the address."""
        address = self.discover().address
        return self.select(address).address


def _asking(address: str) -> dict[int, bytes]:
    return {REQUESTED_ADDRESS: octets(address)} if address else {}


def _codes(options: dict[str, bytes]) -> dict[int, bytes]:
    """Options written as keywords: `option12=b"laptop"`."""
    return {int(name.removeprefix("option")): value for name, value in options.items()}

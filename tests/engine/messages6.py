"""Words for DHCPv6 tests of the engine: addresses as text, messages as codes and values, a small subnet."""

from ipaddress import IPv6Address, IPv6Network

from lessor.engine.request6 import Request6, read6
from lessor.engine.tables6 import Plan6, Subnet6, Tables6
from lessor.model.datagram6 import Received6
from lessor.model.interface import Interface
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import CLIENTID, RELAY_FORW, SOLICIT, Packet6, Relay6

LINK = Interface("eth0", 2)
DUID = bytes.fromhex("00030001 02000000000a")
UUID = bytes.fromhex("0004") + bytes(range(16))
SERVER_DUID = bytes.fromhex("0002 000009bf 001122")
SOURCE = "fe80::1"


def number(address: str) -> int:
    """The int of an address; 0 for no text."""
    return int(IPv6Address(address)) if address else 0


def octets(address: str) -> bytes:
    return IPv6Address(address).packed


def packet(options: dict[int, list[bytes]] | None = None, *relays: Relay6, kind: int = SOLICIT) -> Packet6:
    """A message of the client DUID, who may be left out by `{CLIENTID: []}`."""
    every = {CLIENTID: [DUID]} | (options or {})
    return Packet6(kind, 0xABCDEF, {code: values for code, values in every.items() if values}, list(relays))


def relay(link: str = "::", peer: str = SOURCE, **options: bytes) -> Relay6:
    """What a relay adds; options are keywords: `option18=b"port"`."""
    found = {int(name.removeprefix("option")): [value] for name, value in options.items()}
    return Relay6(RELAY_FORW, 0, number(link), number(peer), found)


def read(
    options: dict[int, list[bytes]] | None = None,
    *relays: Relay6,
    kind: int = SOLICIT,
    source: str = SOURCE,
    port: int = 546,
    multicast: bool = True,
    mac_sources: tuple[str, ...] = ("any",),
) -> Request6:
    received = Received6(b"", LINK, number("ff02::1:2"), number(source), port, multicast)
    return read6(packet(options, *relays, kind=kind), received, mac_sources)


def plan(**tlvs: bytes) -> Plan6:
    """A plan whose options are keywords: `option23=...`; option 7 goes out unasked."""
    found = {int(name.removeprefix("option")): value for name, value in tlvs.items()}
    return Plan6({code: tlv6(code, value) for code, value in found.items()}, (7,), 600, 4000, 7200, 300, 3000, 3600)


def subnet(prefix: str = "2001:db8:1::/64", id: int = 1, **settings: object) -> Subnet6:
    """A subnet without pools; further settings are those of the engine's Subnet6."""
    network = IPv6Network(prefix)
    first, last = int(network.network_address), int(network.broadcast_address)
    return Subnet6(id, first, last, network.prefixlen, plan(), **settings)  # type: ignore[arg-type]


def tables(*subnets: Subnet6, **settings: object) -> Tables6:
    return Tables6(subnets, plan(), SERVER_DUID, **settings)  # type: ignore[arg-type]

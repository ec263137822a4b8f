"""Shared networks, subnets and pools.

Subnets of shared networks come before the others, as Kea reads them: ids that are not written are counted in that
order. Where subnets lie inside each other the one with the smallest id serves an address; that works, but is worth a
warning.
"""

from dataclasses import dataclass
from typing import Final

from lessor.config.addresses import ALL_ONES, address4, pool4, prefix4, show4
from lessor.config.inherit import Settings, inherit, parameters4
from lessor.config.options4 import read_options
from lessor.config.reservations4 import read_hosts
from lessor.config.section import Section
from lessor.model.network import Parameters4, Pool4, SharedNetwork4, Subnet4
from lessor.wire.definition import Definitions

LARGEST_SUBNET_ID: Final = 0xFFFFFFFE
GUARDS: Final = ("client-class", "client-classes")
LATE_CLASSES: Final = ("require-client-classes", "evaluate-additional-classes")

LARGEST_LISTED_POOL: Final = 1 << 24
"""Above this size the single addresses that exclude-first-last-24 takes out of a pool would fill the memory."""

Prefix = tuple[int, int]
HOW_TO_WRITE_A_SUBNET: Final = "write it like 192.0.2.0/24"
HOW_TO_WRITE_A_POOL: Final = "write it like 192.0.2.10 - 192.0.2.20 or 192.0.2.0/25"


@dataclass(frozen=True, slots=True)
class Rules:
    """Global settings that say what is a mistake in a subnet."""

    unique_addresses: bool = True
    exclude_first_last_24: bool = False


class Reader:
    """Reads all subnets of a configuration; what it has read so far shows which mistakes two of them make together."""

    def __init__(self, definitions: Definitions, settings: Settings, parameters: Parameters4, rules: Rules) -> None:
        self.definitions = definitions
        self.settings = settings
        self.parameters = parameters
        self.rules = rules
        self.networks: dict[str, SharedNetwork4] = {}
        self.subnets: list[Subnet4] = []
        self._sections: list[Section] = []  # of the subnets
        self._ids: dict[int, Section] = {}
        self._prefixes: dict[Prefix, Section] = {}
        self._counted = 0

    def read(self, section: Section) -> None:
        """Read `shared-networks` and `subnet4` of the daemon's section."""
        for entry in section.sections("shared-networks"):
            self._network(entry)
        for entry in section.sections("subnet4"):
            self._subnet(entry, self.settings, self.parameters, None)
        self._warn_of_counting(section)
        self._warn_of_nesting()

    def _network(self, section: Section) -> None:
        name = section.text("name")
        if not name:
            section.wrong(section.place("name"), "name", "shared network has no name", "give it one")
        elif name in self.networks:
            section.wrong(section.place("name"), "name", f"duplicate network '{name}' found", "give it another name")
        settings = inherit(self.settings, section)
        network = SharedNetwork4(
            name=name,
            interface=section.text("interface"),
            relays=_relays(section),
            options=read_options(section, self.definitions),
            client_classes=section.names(*GUARDS),
            user_context=section.user_context(),
        )
        self.networks[name] = network
        parameters = self.parameters if settings is self.settings else parameters4(settings)
        first = len(self.subnets)
        for entry in section.sections("subnet4"):
            self._subnet(entry, settings, parameters, network)
        self._check_link(network, parameters, first)

    def _subnet(
        self, section: Section, above: Settings, parameters: Parameters4, network: SharedNetwork4 | None
    ) -> None:
        own = inherit(above, section)
        if own is not above:
            parameters = parameters4(own)
        number = self._id(section)
        prefix = self._prefix(section)
        if prefix is None:
            return
        bounds = prefix[0], prefix[0] | (ALL_ONES >> prefix[1])
        subnet = Subnet4(
            id=number,
            prefix=prefix[0],
            length=prefix[1],
            parameters=parameters,
            interface=section.text("interface") or (network.interface if network else ""),
            relays=_relays(section) or (network.relays if network else ()),
            pools=self._pools(section, bounds),
            options=read_options(section, self.definitions),
            hosts=read_hosts(section, self.definitions, number, bounds, self.rules.unique_addresses),
            network=network.name if network else "",
            client_classes=section.names(*GUARDS),
            additional_classes=section.names(*LATE_CLASSES),
            user_context=section.user_context(),
        )
        self.subnets.append(subnet)
        self._sections.append(section)

    def _id(self, section: Section) -> int:
        """Return the id written, else the next one counted: Kea counts from 1 whatever ids are written elsewhere."""
        number = section.number("id", 0)
        counted = not 1 <= number <= LARGEST_SUBNET_ID
        if counted:
            self._counted += 1
            number = self._counted
        first = self._ids.setdefault(number, section)
        if first is not section:
            wrong = f"ID of the new IPv4 subnet '{number}' is already in use"
            right = f"it belongs to {_whereabouts(first)}"
            if counted:
                right = f"{right}; a subnet without id got it by counting: write ids for all"
            section.wrong(section.place("id"), "id", wrong, right)
        return number

    def _prefix(self, section: Section) -> Prefix | None:
        if "subnet" not in section.members:
            section.missing("subnet", HOW_TO_WRITE_A_SUBNET)
            return None
        text = section.text("subnet")
        try:
            prefix = prefix4(text)
        except ValueError as error:
            wrong = f"subnet configuration failed: {error}"
            section.wrong(section.members["subnet"], "subnet", wrong, HOW_TO_WRITE_A_SUBNET)
            return None
        first = self._prefixes.setdefault(prefix, section)
        if first is not section:
            wrong = f"subnet with the prefix of '{text}' already exists"
            section.wrong(section.members["subnet"], "subnet", wrong, f"it is {_whereabouts(first)}")
        return prefix

    def _pools(self, section: Section, bounds: tuple[int, int]) -> tuple[Pool4, ...]:
        read = [(entry, _pool(entry, self.definitions, bounds)) for entry in section.sections("pools")]
        pools = [(entry, pool) for entry, pool in read if pool is not None]
        for entry, pool in pools:
            if self.rules.exclude_first_last_24 and pool.last - pool.first >= LARGEST_LISTED_POOL:
                wrong = "too large for exclude-first-last-24"
                entry.wrong(entry.members["pool"], "pool", wrong, f"at most {LARGEST_LISTED_POOL} addresses")
        _check_overlaps(pools)
        return tuple(pool for _, pool in pools)

    def _check_link(self, network: SharedNetwork4, parameters: Parameters4, first: int) -> None:
        """Subnets of one shared network, those from `first` on, are on one link and reached in one way."""
        interface = network.interface
        for section, subnet in zip(self._sections[first:], self.subnets[first:], strict=True):
            if interface and subnet.interface and subnet.interface != interface:
                wrong = (
                    f"interface {subnet.interface}, but the shared network or an earlier subnet of it has {interface}"
                )
                section.wrong(section.place("interface"), "interface", wrong, "name one interface in all of them")
            if subnet.parameters.authoritative != parameters.authoritative:
                wrong = "different authoritative setting than the shared network itself"
                section.wrong(
                    section.place("authoritative"), "authoritative", wrong, "set it in the shared network only"
                )
            interface = interface or subnet.interface

    def _warn_of_counting(self, section: Section) -> None:
        if self._counted:
            first = self._ids[1]
            wrong = f"subnets without id: {self._counted}, this one counted as 1"
            first.warn(first.node, "id", wrong, "write ids: counted ones change when subnets come and go")

    def _warn_of_nesting(self) -> None:
        around: list[Subnet4] = []
        pairs = zip(self._sections, self.subnets, strict=True)
        for section, subnet in sorted(pairs, key=lambda pair: (pair[1].prefix, pair[1].length)):
            while around and not _lies_in(subnet, around[-1]):
                around.pop()
            if around:
                outer = around[-1]
                wrong = f"lies inside the subnet {show4(outer.prefix)}/{outer.length} with id {outer.id}"
                right = f"id {min(subnet.id, outer.id)}, the smaller one, serves the addresses of both"
                section.warn(section.place("subnet"), "subnet", wrong, right)
            around.append(subnet)


def _relays(section: Section) -> tuple[int, ...]:
    if "relay" not in section.members:
        return ()
    relay = section.section("relay")
    written = relay.texts("ip-addresses")
    if "ip-address" in relay.members:
        written.append((relay.members["ip-address"], "ip-address", relay.text("ip-address")))
    addresses: list[int] = []
    for node, key, text in written:
        try:
            address = address4(text)
        except ValueError as error:
            relay.wrong(node, key, str(error), "write an address like 192.0.2.1")
            continue
        if address in addresses:
            relay.wrong(node, key, f"the address {text} stands here twice", "keep one of them")
        addresses.append(address)
    return tuple(addresses)


def _pool(section: Section, definitions: Definitions, bounds: tuple[int, int]) -> Pool4 | None:
    if "pool" not in section.members:
        section.missing("pool", HOW_TO_WRITE_A_POOL)
        return None
    text = section.text("pool")
    try:
        first, last = pool4(text)
    except ValueError as error:
        section.wrong(section.members["pool"], "pool", f"Failed to create pool: {error}", HOW_TO_WRITE_A_POOL)
        return None
    if not bounds[0] <= first <= last <= bounds[1]:
        wrong = f"the pool {show4(first)}-{show4(last)} does not match the prefix of its subnet"
        right = f"the subnet goes from {show4(bounds[0])} to {show4(bounds[1])}"
        section.wrong(section.members["pool"], "pool", wrong, right)
        return None
    return Pool4(
        first=first,
        last=last,
        pool_id=section.number("pool-id", 0),
        options=read_options(section, definitions),
        client_classes=section.names(*GUARDS),
        additional_classes=section.names(*LATE_CLASSES),
        user_context=section.user_context(),
    )


def _check_overlaps(pools: list[tuple[Section, Pool4]]) -> None:
    reaching: tuple[Section, Pool4] | None = None  # the one that reaches highest so far
    for section, pool in sorted(pools, key=lambda entry: entry[1].first):
        if reaching is not None and pool.first <= reaching[1].last:
            before, low = reaching
            wrong = f"the pool {show4(pool.first)}-{show4(pool.last)} overlaps with an existing pool in the subnet"
            right = f"{_whereabouts(before)} goes from {show4(low.first)} to {show4(low.last)}"
            section.wrong(section.members["pool"], "pool", wrong, right)
        if reaching is None or pool.last > reaching[1].last:
            reaching = section, pool


def _lies_in(inner: Subnet4, outer: Subnet4) -> bool:
    return inner.length >= outer.length and inner.prefix >> (32 - outer.length) == outer.prefix >> (32 - outer.length)


def _whereabouts(section: Section) -> str:
    return f"{section.path}, line {section.node.line}"

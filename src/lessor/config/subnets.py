"""What subnets of both families have in common: prefixes, links, relays, and how they lie to each other.

Subnets of shared networks come before the others, as Kea reads them. An address belongs to one subnet: those that
overlap are refused.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from lessor.config.addresses import Family, Prefix
from lessor.config.section import Section
from lessor.config.subnetids import Numbers, number_subnets

LARGEST_QUEUED: Final = 1 << 20
"""Addresses of a pool beyond which a queue of those that were in use may grow into hundreds of megabytes."""

GUARDS: Final = ("client-class", "client-classes")
LATE_CLASSES: Final = ("require-client-classes", "evaluate-additional-classes")


class Place(NamedTuple):
    """A subnet that was read, and where."""

    section: Section
    id: int
    prefix: Prefix


class Range(NamedTuple):
    """A pool that was read, where, and under which key its addresses stand."""

    section: Section
    key: str
    first: int
    last: int


class Register:
    """The subnets read so far, which show the mistakes that two of them make together."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.places: list[Place] = []
        self._ids: dict[int, Section] = {}
        self._prefixes: dict[Prefix, Section] = {}
        self._numbers: Numbers = {}

    def expect(self, subnets: Sequence[Section]) -> None:
        """Take note of all subnets that will be read, in their order: what id each gets depends on the others."""
        self._numbers = number_subnets(subnets, self.family)

    def number(self, section: Section) -> int:
        """Return the id of a subnet, as written or as made up for it."""
        number = self._numbers[id(section.node)]
        first = self._ids.setdefault(number, section)
        if first is not section:
            wrong = f"ID of the new {self.family.name} subnet '{number}' is already in use"
            section.wrong(section.place("id"), "id", wrong, f"it belongs to {whereabouts(first)}")
        return number

    def prefix(self, section: Section, number: int) -> Prefix | None:
        """Return the prefix of the subnet with this id, None when it has none."""
        how_to_write = f"write it like {self.family.example_subnet}"
        if "subnet" not in section.members:
            section.missing("subnet", how_to_write)
            return None
        text = section.text("subnet")
        try:
            prefix = self.family.prefix(text)
        except ValueError as error:
            section.wrong(section.members["subnet"], "subnet", f"subnet configuration failed: {error}", how_to_write)
            return None
        self.places.append(Place(section, number, prefix))
        first = self._prefixes.setdefault(prefix, section)
        if first is not section:
            wrong = f"subnet with the prefix of '{text}' already exists"
            section.wrong(section.members["subnet"], "subnet", wrong, f"it is {whereabouts(first)}")
        return prefix

    def check_overlaps(self) -> None:
        """Note subnets that have addresses in common; of two prefixes that do, one lies inside the other."""
        family = self.family
        outer: Place | None = None
        for place in sorted(self.places, key=lambda place: place.prefix):
            if outer is None or family.last(outer.prefix) < place.prefix[0]:
                outer = place
                continue
            if place.prefix == outer.prefix:
                continue  # told of when it was read
            wrong = f"the subnet {family.show_prefix(place.prefix)} lies inside {family.show_prefix(outer.prefix)}"
            right = f"that is {whereabouts(outer.section)}; an address belongs to one subnet only"
            place.section.wrong(place.section.place("subnet"), "subnet", wrong, right)


def all_subnets(section: Section, key: str) -> list[Section]:
    """Return the subnets of a whole configuration in the order they are read, those of shared networks first."""
    networks = section.sections("shared-networks")
    return [subnet for scope in (*networks, section) for subnet in scope.sections(key)]


def read_name(section: Section, known: Sequence[str]) -> str:
    """Return the name of a shared network, which no other one of those known has."""
    name = section.text("name")
    if not name:
        section.wrong(section.place("name"), "name", "shared network has no name", "give it one")
    elif name in known:
        section.wrong(section.place("name"), "name", f"duplicate network '{name}' found", "give it another name")
    return name


def read_relays(section: Section, family: Family) -> tuple[int, ...]:
    """Return the addresses of a scope's relays."""
    if "relay" not in section.members:
        return ()
    relay = section.section("relay")
    written = relay.texts("ip-addresses")
    if "ip-address" in relay.members:
        written.append((relay.members["ip-address"], "ip-address", relay.text("ip-address")))
    addresses: list[int] = []
    for node, key, text in written:
        try:
            address = family.address(text)
        except ValueError as error:
            relay.wrong(node, key, str(error), f"write an address like {family.example}")
            continue
        if address in addresses:
            relay.wrong(node, key, f"the address {text} stands here twice", "keep one of them")
        addresses.append(address)
    return tuple(addresses)


def read_pool(section: Section, family: Family, bounds: Prefix) -> Range | None:
    """Return the addresses of a pool inside of a subnet's first and last one, None when they are none."""
    how_to_write = f"write it like {family.example_pool}"
    if "pool" not in section.members:
        section.missing("pool", how_to_write)
        return None
    node = section.members["pool"]
    try:
        first, last = family.pool(section.text("pool"))
    except ValueError as error:
        section.wrong(node, "pool", f"Failed to create pool: {error}", how_to_write)
        return None
    if not bounds[0] <= first <= last <= bounds[1]:
        wrong = f"the pool {_shown(family, first, last)} does not match the prefix of its subnet"
        right = f"the subnet goes from {family.show(bounds[0])} to {family.show(bounds[1])}"
        section.wrong(node, "pool", wrong, right)
        return None
    return Range(section, "pool", first, last)


def overlaps(pools: Iterable[Range]) -> Iterator[tuple[Range, Range]]:
    """Yield each pool that has addresses in common with one that begins before it, that one behind."""
    reaching: Range | None = None  # the one that reaches highest so far
    for pool in sorted(pools, key=lambda pool: pool.first):
        if reaching is not None and pool.first <= reaching.last:
            yield pool, reaching
        if reaching is None or pool.last > reaching.last:
            reaching = pool


def check_overlaps(pools: Iterable[Range], family: Family, scope: str = "subnet") -> None:
    """Note pools of one subnet, or of another scope, that have addresses in common."""
    for pool, before in overlaps(pools):
        wrong = f"the pool {_shown(family, pool.first, pool.last)} overlaps with an existing pool in the {scope}"
        right = f"{whereabouts(before.section)} goes from {family.show(before.first)} to {family.show(before.last)}"
        pool.section.wrong(pool.section.members[pool.key], pool.key, wrong, right)


def check_queue(section: Section, key: str, allocator: str, size: int) -> None:
    """Warn of a pool so large that the order in which its addresses became free fills the memory."""
    if allocator.endswith("flq") and size > LARGEST_QUEUED:
        wrong = f"is large for the {allocator} allocator: it remembers each of {size} once it was in use"
        section.warn(section.members[key], key, wrong, "choose the random one, which is as hard to foresee")


def check_interfaces(network: str, subnets: Sequence[tuple[Section, str]]) -> None:
    """Note interfaces that differ within a shared network: its subnets are on one link; "" is none."""
    interface = network
    for section, own in subnets:
        if interface and own and own != interface:
            wrong = f"interface {own}, but the shared network or an earlier subnet of it has {interface}"
            section.wrong(section.place("interface"), "interface", wrong, "name one interface in all of them")
        interface = interface or own


def whereabouts(section: Section) -> str:
    """Return where a map stands, in words."""
    return f"{section.path}, line {section.node.line} of {section.node.file}"


def _shown(family: Family, first: int, last: int) -> str:
    return f"{family.show(first)}-{family.show(last)}"

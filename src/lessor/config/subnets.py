"""What subnets of both families have in common: ids, prefixes, links, relays, and how they lie to each other.

Subnets of shared networks come before the others, as Kea reads them: ids that are not written are counted in that
order. Where subnets lie inside each other the one with the smallest id serves an address; that works, but is worth a
warning.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from lessor.config.addresses import Family, Prefix
from lessor.config.section import Section

LARGEST_SUBNET_ID: Final = 0xFFFFFFFE
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
        self._counted = 0

    def number(self, section: Section) -> int:
        """Return the id written, else the next one counted: Kea counts from 1 whatever ids are written elsewhere."""
        number = section.number("id", 0)
        counted = not 1 <= number <= LARGEST_SUBNET_ID
        if counted:
            self._counted += 1
            number = self._counted
        first = self._ids.setdefault(number, section)
        if first is not section:
            wrong = f"ID of the new {self.family.name} subnet '{number}' is already in use"
            right = f"it belongs to {whereabouts(first)}"
            if counted:
                right = f"{right}; a subnet without id got it by counting: write ids for all"
            section.wrong(section.place("id"), "id", wrong, right)
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
        first = self._prefixes.setdefault(prefix, section)
        if first is not section:
            wrong = f"subnet with the prefix of '{text}' already exists"
            section.wrong(section.members["subnet"], "subnet", wrong, f"it is {whereabouts(first)}")
        self.places.append(Place(section, number, prefix))
        return prefix

    def warn(self) -> None:
        """Tell what works, but is hardly meant, of all subnets read."""
        if self._counted:
            first = self._ids[1]
            wrong = f"subnets without id: {self._counted}, this one counted as 1"
            first.warn(first.node, "id", wrong, "write ids: counted ones change when subnets come and go")
        self._warn_of_nesting()

    def _warn_of_nesting(self) -> None:
        family = self.family
        around: list[Place] = []
        for place in sorted(self.places, key=lambda place: place.prefix):
            while around and family.last(around[-1].prefix) < place.prefix[0]:
                around.pop()
            if around:
                outer = around[-1]
                wrong = f"lies inside the subnet {family.show(outer.prefix[0])}/{outer.prefix[1]} with id {outer.id}"
                right = f"id {min(place.id, outer.id)}, the smaller one, serves the addresses of both"
                place.section.warn(place.section.place("subnet"), "subnet", wrong, right)
            around.append(place)


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


def check_overlaps(pools: Iterable[Range], family: Family) -> None:
    """Note pools of one subnet that have addresses in common."""
    for pool, before in overlaps(pools):
        wrong = f"the pool {_shown(family, pool.first, pool.last)} overlaps with an existing pool in the subnet"
        right = f"{whereabouts(before.section)} goes from {family.show(before.first)} to {family.show(before.last)}"
        pool.section.wrong(pool.section.members[pool.key], pool.key, wrong, right)


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
    return f"{section.path}, line {section.node.line}"


def _shown(family: Family, first: int, last: int) -> str:
    return f"{family.show(first)}-{family.show(last)}"

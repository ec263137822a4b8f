"""DHCPv6: shared networks, subnets, pools of addresses and of prefixes."""

import re
from collections.abc import Iterable
from typing import Final

from lessor.config.addresses import IPV6, Prefix
from lessor.config.delegation import check_excluded, delegated_positions
from lessor.config.inherit import Settings, inherit, naming
from lessor.config.inherit6 import INHERITED6, parameters6
from lessor.config.options import read_options
from lessor.config.reservations6 import read_hosts6
from lessor.config.section import Section
from lessor.config.subnets import (
    GUARDS,
    LATE_CLASSES,
    Range,
    Register,
    all_subnets,
    check_interfaces,
    check_overlaps,
    check_queue,
    overlaps,
    read_name,
    read_pool,
    read_relays,
    whereabouts,
)
from lessor.config.universe import OPTIONS6
from lessor.model.network6 import Host6, Parameters6, Pool6, PrefixPool6, SharedNetwork6, Subnet6
from lessor.wire.definition import Definitions

HOW_TO_DELEGATE: Final = "as in prefix 2001:db8:8::, prefix-len 48, delegated-len 60"

MOST_RESERVED: Final = 1 << 16
"""Delegated prefixes of a pool that one reserved prefix may take: single positions would fill the memory."""

_HEXADECIMAL: Final = re.compile(r"0[xX]((?:[0-9a-fA-F]{2})+)")


class Reader6:
    """Reads all subnets of a configuration."""

    def __init__(
        self, definitions: Definitions, settings: Settings, parameters: Parameters6, unique_addresses: bool
    ) -> None:
        self.definitions = definitions
        self.settings = settings
        self.parameters = parameters
        self.unique_addresses = unique_addresses
        self.register = Register(IPV6)
        self.networks: dict[str, SharedNetwork6] = {}
        self.subnets: list[Subnet6] = []
        self._prefix_ranges: list[Range] = []

    def read(self, section: Section) -> None:
        """Read `shared-networks` and `subnet6` of the daemon's section."""
        self.register.expect(all_subnets(section, "subnet6"))
        for entry in section.sections("shared-networks"):
            self._network(entry)
        for entry in section.sections("subnet6"):
            self._subnet(entry, self.settings, self.parameters, None)
        self.register.check_overlaps()
        for pool, before in overlaps(self._prefix_ranges):
            wrong = "delegates prefixes that a pool on another link delegates too"
            pool.section.warn(pool.section.members["prefix"], "prefix", wrong, f"that is {whereabouts(before.section)}")

    def check_prefixes(self, section: Section, hosts: tuple[Host6, ...], subnets: Iterable[Subnet6]) -> None:
        """Note reserved prefixes, of the hosts in this section, that take too many out of the pools of subnets."""
        pools = [pool for subnet in subnets for pool in subnet.prefix_pools]
        for prefix in {prefix for host in hosts for prefix in host.prefixes}:
            for pool in pools:
                positions = delegated_positions(pool, prefix)
                if positions.stop - positions.start > MOST_RESERVED:
                    shown = f"{IPV6.show(prefix[0])}/{prefix[1]}"
                    wrong = f"the reserved prefix {shown} takes too many prefixes out of a pool"
                    right = f"at most {MOST_RESERVED}: write a smaller pool beside it"
                    section.wrong(section.place("reservations"), "reservations", wrong, right)

    def _network(self, section: Section) -> None:
        name = read_name(section, tuple(self.networks))
        settings = inherit(INHERITED6, self.settings, section)
        network = SharedNetwork6(
            name=name,
            interface=section.text("interface"),
            interface_id=_interface_id(section),
            relays=read_relays(section, IPV6),
            options=read_options(section, self.definitions, OPTIONS6),
            client_classes=section.names(*GUARDS),
            additional_classes=section.names(*LATE_CLASSES),
            user_context=section.user_context(),
        )
        self.networks[name] = network
        parameters = self.parameters if settings is self.settings else parameters6(settings)
        first, first_range = len(self.subnets), len(self._prefix_ranges)
        for entry in section.sections("subnet6"):
            self._subnet(entry, settings, parameters, network)
        self._check_link(network, first)
        check_overlaps(self._prefix_ranges[first_range:], IPV6, "shared network")

    def _subnet(
        self, section: Section, above: Settings, parameters: Parameters6, network: SharedNetwork6 | None
    ) -> None:
        own = inherit(INHERITED6, above, section)
        if own is not above:
            parameters = parameters6(own)
        number = self.register.number(section)
        prefix = self.register.prefix(section, number)
        if prefix is None:
            return
        bounds = prefix[0], IPV6.last(prefix)
        subnet = Subnet6(
            id=number,
            prefix=prefix[0],
            length=prefix[1],
            parameters=parameters,
            interface=section.text("interface") or (network.interface if network else ""),
            interface_id=_interface_id(section) or (network.interface_id if network else b""),
            relays=read_relays(section, IPV6) or (network.relays if network else ()),
            pools=self._pools(section, bounds, own, parameters.allocator),
            prefix_pools=self._prefix_pools(section, parameters.pd_allocator, network is not None),
            options=read_options(section, self.definitions, OPTIONS6),
            hosts=read_hosts6(section, self.definitions, number, bounds, self.unique_addresses),
            network=network.name if network else "",
            client_classes=section.names(*GUARDS),
            additional_classes=section.names(*LATE_CLASSES),
            user_context=section.user_context(),
        )
        self.check_prefixes(section, subnet.hosts, [subnet])
        self.subnets.append(subnet)

    def _pools(self, section: Section, bounds: tuple[int, int], above: Settings, allocator: str) -> tuple[Pool6, ...]:
        read = [read_pool(entry, IPV6, bounds) for entry in section.sections("pools")]
        ranges = [found for found in read if found is not None]
        for found in ranges:
            check_queue(found.section, "pool", allocator, found.last - found.first + 1)
        check_overlaps(ranges, IPV6)
        return tuple(self._pool(found, above) for found in ranges)

    def _pool(self, found: Range, above: Settings) -> Pool6:
        section = found.section
        # common case first: nothing but addresses
        if len(section.members) == 1:
            return Pool6(found.first, found.last)
        return Pool6(
            first=found.first,
            last=found.last,
            pool_id=section.number("pool-id", 0),
            options=read_options(section, self.definitions, OPTIONS6),
            client_classes=section.names(*GUARDS),
            additional_classes=section.names(*LATE_CLASSES),
            naming=naming(above, section),
            user_context=section.user_context(),
        )

    def _prefix_pools(self, section: Section, allocator: str, shared: bool) -> tuple[PrefixPool6, ...]:
        """Return the prefix pools of a subnet; those of a `shared` network are compared when all of it are read."""
        read = [(entry, self._prefix_pool(entry)) for entry in section.sections("pd-pools")]
        pools = [(entry, pool) for entry, pool in read if pool is not None]
        for entry, pool in pools:
            check_queue(entry, "prefix", allocator, 1 << pool.delegated_length - pool.length)
        ranges = [Range(entry, "prefix", pool.prefix, IPV6.last((pool.prefix, pool.length))) for entry, pool in pools]
        if not shared:
            check_overlaps(ranges, IPV6)
        self._prefix_ranges += ranges
        return tuple(pool for _, pool in pools)

    def _prefix_pool(self, section: Section) -> PrefixPool6 | None:
        prefix = _prefix(section)
        if prefix is None:
            return None
        delegated = section.number("delegated-len", 0)
        if not prefix[1] <= delegated <= IPV6.bits:
            wrong = f"Delegated length ({delegated}) must be longer than or equal to prefix length ({prefix[1]})"
            section.wrong(section.place("delegated-len"), "delegated-len", wrong, f"and at most {IPV6.bits}")
            return None
        return PrefixPool6(
            prefix=prefix[0],
            length=prefix[1],
            delegated_length=delegated,
            excluded=_excluded(section, (prefix[0], delegated)),
            pool_id=section.number("pool-id", 0),
            options=read_options(section, self.definitions, OPTIONS6),
            client_classes=section.names(*GUARDS),
            additional_classes=section.names(*LATE_CLASSES),
            user_context=section.user_context(),
        )

    def _check_link(self, network: SharedNetwork6, first: int) -> None:
        """Subnets of one shared network, those from `first` on, are on one link and answer in one way."""
        sections = [place.section for place in self.register.places[first:]]
        subnets = self.subnets[first:]
        interfaces = [subnet.interface for subnet in subnets]
        check_interfaces(network.interface, list(zip(sections, interfaces, strict=True)))
        for section, subnet in zip(sections, subnets, strict=True):
            if subnet.parameters.rapid_commit != subnets[0].parameters.rapid_commit:
                wrong = "All subnets in a shared network must have the same rapid-commit value"
                right = f"the first one of this network has {str(not subnet.parameters.rapid_commit).lower()}"
                section.wrong(section.place("rapid-commit"), "rapid-commit", wrong, right)


def _interface_id(section: Section) -> bytes:
    """Return what relays call the link: `0x` and hexadecimal digits, or any other text as it is."""
    text = section.text("interface-id")
    if text and section.text("interface"):
        wrong = "interface (for clients on a link of this server) and interface-id (for clients behind relays) together"
        section.wrong(section.members["interface-id"], "interface-id", wrong, "keep one of the two")
    digits = _HEXADECIMAL.fullmatch(text)
    return bytes.fromhex(digits[1]) if digits else text.encode()


def _prefix(section: Section) -> Prefix | None:
    """Return the prefix that a pool delegates parts of."""
    missing = [key for key in ("prefix", "prefix-len", "delegated-len") if key not in section.members]
    if missing:
        section.missing(missing[0], HOW_TO_DELEGATE)
        return None
    length = section.number("prefix-len", 0)
    if not 1 <= length <= IPV6.bits:
        section.wrong(section.members["prefix-len"], "prefix-len", f"Invalid prefix length: {length}", "give 1 to 128")
        return None
    try:
        address = IPV6.address(section.text("prefix"))
    except ValueError as error:
        section.wrong(section.members["prefix"], "prefix", str(error), HOW_TO_DELEGATE)
        return None
    prefix = address & IPV6.mask(length), length
    if prefix[0] != address:
        wrong = f"{IPV6.show(address)} has bits behind its prefix-len of {length}"
        section.warn(section.members["prefix"], "prefix", wrong, f"{IPV6.show(prefix[0])} is what counts")
    return prefix


def _excluded(section: Section, delegated: Prefix) -> Prefix | None:
    """Return the prefix excluded from the first delegated one, by which all others are made; length 0: none."""
    length = section.number("excluded-prefix-len", 0)
    text = section.text("excluded-prefix", "::")
    if not length and text == "::":
        return None
    key = "excluded-prefix" if "excluded-prefix" in section.members else "excluded-prefix-len"
    try:
        excluded = IPV6.address(text) & IPV6.mask(min(length, IPV6.bits)), length
        check_excluded(excluded, delegated)
    except ValueError as error:
        section.wrong(section.members[key], key, str(error), "give a longer prefix inside of the first delegated one")
        return None
    return excluded

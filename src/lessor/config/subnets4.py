"""DHCPv4: shared networks, subnets and pools."""

from dataclasses import dataclass
from typing import Final

from lessor.config.addresses import IPV4
from lessor.config.inherit import Settings, inherit, naming
from lessor.config.inherit4 import INHERITED4, parameters4
from lessor.config.options import read_options
from lessor.config.reservations4 import read_hosts4
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
    read_name,
    read_pool,
    read_relays,
)
from lessor.config.universe import OPTIONS4
from lessor.model.network import Parameters4, Pool4, SharedNetwork4, Subnet4
from lessor.wire.definition import Definitions

LARGEST_LISTED_POOL: Final = 1 << 24
"""Above this size the single addresses that exclude-first-last-24 takes out of a pool would fill the memory."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Global settings that say what is a mistake in a subnet."""

    unique_addresses: bool = True
    exclude_first_last_24: bool = False


class Reader4:
    """Reads all subnets of a configuration."""

    def __init__(self, definitions: Definitions, settings: Settings, parameters: Parameters4, rules: Rules) -> None:
        self.definitions = definitions
        self.settings = settings
        self.parameters = parameters
        self.rules = rules
        self.register = Register(IPV4)
        self.networks: dict[str, SharedNetwork4] = {}
        self.subnets: list[Subnet4] = []

    def read(self, section: Section) -> None:
        """Read `shared-networks` and `subnet4` of the daemon's section."""
        self.register.expect(all_subnets(section, "subnet4"))
        for entry in section.sections("shared-networks"):
            self._network(entry)
        for entry in section.sections("subnet4"):
            self._subnet(entry, self.settings, self.parameters, None)
        self.register.check_overlaps()

    def _network(self, section: Section) -> None:
        name = read_name(section, tuple(self.networks))
        settings = inherit(INHERITED4, self.settings, section)
        network = SharedNetwork4(
            name=name,
            interface=section.text("interface"),
            relays=read_relays(section, IPV4),
            options=read_options(section, self.definitions, OPTIONS4),
            client_classes=section.names(*GUARDS),
            additional_classes=section.names(*LATE_CLASSES),
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
        own = inherit(INHERITED4, above, section)
        if own is not above:
            parameters = parameters4(own)
        number = self.register.number(section)
        prefix = self.register.prefix(section, number)
        if prefix is None:
            return
        bounds = prefix[0], IPV4.last(prefix)
        subnet = Subnet4(
            id=number,
            prefix=prefix[0],
            length=prefix[1],
            parameters=parameters,
            interface=section.text("interface") or (network.interface if network else ""),
            relays=read_relays(section, IPV4) or (network.relays if network else ()),
            pools=self._pools(section, bounds, own, parameters.allocator),
            options=read_options(section, self.definitions, OPTIONS4),
            hosts=read_hosts4(section, self.definitions, number, bounds, self.rules.unique_addresses),
            network=network.name if network else "",
            client_classes=section.names(*GUARDS),
            additional_classes=section.names(*LATE_CLASSES),
            user_context=section.user_context(),
        )
        self.subnets.append(subnet)

    def _pools(self, section: Section, bounds: tuple[int, int], above: Settings, allocator: str) -> tuple[Pool4, ...]:
        read = [read_pool(entry, IPV4, bounds) for entry in section.sections("pools")]
        ranges = [found for found in read if found is not None]
        for found in ranges:
            check_queue(found.section, "pool", allocator, found.last - found.first + 1)
            if self.rules.exclude_first_last_24 and found.last - found.first >= LARGEST_LISTED_POOL:
                entry = found.section
                wrong = "too large for exclude-first-last-24"
                entry.wrong(entry.members["pool"], "pool", wrong, f"at most {LARGEST_LISTED_POOL} addresses")
        check_overlaps(ranges, IPV4)
        return tuple(self._pool(found, above) for found in ranges)

    def _pool(self, found: Range, above: Settings) -> Pool4:
        section = found.section
        # common case first: nothing but addresses
        if len(section.members) == 1:
            return Pool4(found.first, found.last)
        return Pool4(
            first=found.first,
            last=found.last,
            pool_id=section.number("pool-id", 0),
            options=read_options(section, self.definitions, OPTIONS4),
            client_classes=section.names(*GUARDS),
            additional_classes=section.names(*LATE_CLASSES),
            naming=naming(above, section),
            user_context=section.user_context(),
        )

    def _check_link(self, network: SharedNetwork4, parameters: Parameters4, first: int) -> None:
        """Subnets of one shared network, those from `first` on, are on one link and reached in one way."""
        sections = [place.section for place in self.register.places[first:]]
        subnets = self.subnets[first:]
        interfaces = [subnet.interface for subnet in subnets]
        check_interfaces(network.interface, list(zip(sections, interfaces, strict=True)))
        for section, subnet in zip(sections, subnets, strict=True):
            if subnet.parameters.authoritative != parameters.authoritative:
                wrong = "different authoritative setting than the shared network itself"
                section.wrong(
                    section.place("authoritative"), "authoritative", wrong, "set it in the shared network only"
                )

"""From the checked configuration to the tables of the DHCPv6 engine.

The twin of compile4.py. Prefix pools become pools whose addresses are a step apart: as far as occupancy goes a
delegated prefix is an address.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from random import Random

from lessor.config.addresses import IPV6
from lessor.config.classes import make_rules
from lessor.config.collector import resting_collector
from lessor.config.delegation import delegated_positions
from lessor.config.guards import ClassUse
from lessor.config.links import all_by, by_network
from lessor.config.optiondata import with_layouts
from lessor.config.patterns import Patterns, named, python_replacement
from lessor.config.plans import Layer, Merged, Plans
from lessor.config.plans6 import make_plan6, vary6, vendors6
from lessor.config.universe import OPTIONS6
from lessor.config.variants import Variants
from lessor.engine.classify import Classifier
from lessor.engine.network import SharedNetwork
from lessor.engine.pickers.allocators import allocators
from lessor.engine.tables6 import Host6, Plan6, Pool6, Subnet6, Tables6, free_pool6
from lessor.model import network6 as model
from lessor.wire.enterprises import VENDOR_OPTIONS6
from lessor.wire.ia import write_excluded

Hosts = dict[tuple[str, bytes], Host6]
Layers = tuple[Layer | None, ...]


def compile6(config: model.Config6, server_id: bytes = b"", randomness: Random | None = None) -> Tables6:
    """Return the tables for this configuration, all addresses and prefixes free.

    `server_id` is the server's DUID, `randomness` what random allocators draw with.
    """
    with resting_collector():
        return _compile(config, server_id, randomness or Random())


def _compile(config: model.Config6, server_id: bytes, randomness: Random) -> Tables6:
    compiler = _Compiler(config, randomness)
    configured = sorted(config.subnets, key=lambda subnet: subnet.id)
    subnets = tuple(compiler.subnet(subnet) for subnet in configured)
    networks = {network.name: network for network in config.networks}
    for name, together in by_network(subnets, [subnet.network for subnet in configured]).items():
        shared = SharedNetwork(name, together, networks[name].client_classes, networks[name].additional_classes)
        for subnet in together:
            subnet.siblings = together
            subnet.shared = shared
    pairs = list(zip(subnets, configured, strict=True))
    variants = compiler.variants(config)
    relevant = variants.relevant()
    if config.classes:
        from lessor.engine.expression import rule6

        rules = make_rules(config.classes, with_layouts(config.option_layouts, OPTIONS6), rule6)
    else:
        rules = []
    use = ClassUse(config)
    classifier = Classifier(rules, relevant) if rules or use.named or use.assigned or config.host_databases else None
    return Tables6(
        subnets=subnets,
        plan=compiler.plans.plan((compiler.layer,), config.parameters),
        server_id=server_id,
        by_relay=all_by((subnet, written.relays) for subnet, written in pairs),
        by_interface=all_by((subnet, (written.interface,)) for subnet, written in pairs),
        by_interface_id=all_by((subnet, (written.interface_id,)) for subnet, written in pairs),
        global_hosts=compiler.global_hosts,
        identifiers=config.host_identifiers,
        mac_sources=config.mac_sources,
        relay_supplied_options=frozenset(config.relay_supplied_options),
        decline_probation_period=config.decline_probation_period,
        allow_address_registration=config.allow_address_registration,
        classifier=classifier,
        plan_for=variants.plan_for if classifier else None,
        host_for=variants.host_for if classifier and compiler.limited else None,
        early_global_hosts=config.early_global_reservations,
        lenient=config.lenient_option_parsing,
    )


class _Compiler:
    """What subnets have in common: plans, layers of the scopes around them, global reservations."""

    def __init__(self, config: model.Config6, randomness: Random) -> None:
        self.allocators = allocators(randomness)
        self.plans: Plans[model.Parameters6, Plan6] = Plans(OPTIONS6, make_plan6)
        self.layer = self.plans.layer(config.options)
        self.network_layers = {network.name: self.plans.layer(network.options) for network in config.networks}
        self.limited: dict[Host6, Layer] = {}
        self.global_hosts = self.hosts(config.hosts)
        self.global_reserved = _reserved_addresses(self.global_hosts)
        self.global_addresses = sorted(self.global_reserved)
        self.global_prefixes = _reserved_prefixes(self.global_hosts)
        self.pattern = Patterns()

    def subnet(self, subnet: model.Subnet6) -> Subnet6:
        parameters = subnet.parameters
        layers = self.plans.layer(subnet.options), self.network_layers.get(subnet.network), self.layer
        plan = self.plans.plan((None, *layers), parameters)
        last = IPV6.last((subnet.prefix, subnet.length))
        hosts = self.hosts(subnet.hosts)
        addresses = self.promised_addresses(subnet, last, hosts)
        prefixes = self.promised_prefixes(subnet, hosts)
        # with `reservations-out-of-pool` nothing in a pool is promised to anybody
        in_pools = ({}, {}) if parameters.reservations_out_of_pool else (addresses, prefixes)
        return Subnet6(
            id=subnet.id,
            first=subnet.prefix,
            last=last,
            length=subnet.length,
            plan=plan,
            pools=tuple(self.pool(pool, layers, parameters, plan, in_pools[0]) for pool in subnet.pools),
            prefix_pools=tuple(
                self.prefix_pool(pool, layers, parameters, plan, in_pools[1]) for pool in subnet.prefix_pools
            ),
            hosts=hosts,
            reserved_addresses=addresses,
            reserved_prefixes=prefixes,
            network=subnet.network,
            rapid_commit=parameters.rapid_commit,
            reservations_global=parameters.reservations_global,
            reservations_in_subnet=parameters.reservations_in_subnet,
            reservations_out_of_pool=parameters.reservations_out_of_pool,
            store_extended_info=parameters.store_extended_info,
            hostname_pattern=self.pattern(parameters.hostname_char_set),
            hostname_replacement=python_replacement(parameters.hostname_char_replacement),
            qualifying_suffix=parameters.qualifying_suffix,
            generated_prefix=parameters.generated_prefix,
            guard=subnet.client_classes,
            additional=subnet.additional_classes,
            adaptive_threshold=parameters.adaptive_threshold,
            cache_threshold=parameters.cache_threshold,
            cache_max_age=parameters.cache_max_age,
        )

    def pool(
        self,
        pool: model.Pool6,
        layers: Layers,
        parameters: model.Parameters6,
        plan: Plan6,
        reserved: Mapping[int, Host6],
    ) -> Pool6:
        positions = frozenset(address - pool.first for address in reserved if pool.first <= address <= pool.last)
        if pool.options:
            plan = self.plans.plan((self.plans.layer(pool.options), *layers), parameters)
        return free_pool6(
            pool.first,
            pool.last,
            pool.pool_id,
            plan,
            positions,
            guard=pool.client_classes,
            additional=pool.additional_classes,
            allocator=self.allocators[parameters.allocator],
            naming=named(pool.naming, self.pattern),
        )

    def prefix_pool(
        self,
        pool: model.PrefixPool6,
        layers: Layers,
        parameters: model.Parameters6,
        plan: Plan6,
        reserved: Mapping[int, Host6],
    ) -> Pool6:
        first, last = pool.prefix, IPV6.last((pool.prefix, pool.length))
        taken: set[int] = set()
        for address, host in reserved.items():
            taken.update(delegated_positions(pool, (address, host.prefixes[address][0])))
        exclude = write_excluded(*pool.excluded, pool.delegated_length) if pool.excluded else b""
        if pool.options:
            plan = self.plans.plan((self.plans.layer(pool.options), *layers), parameters)
        return free_pool6(
            first,
            last,
            pool.pool_id,
            plan,
            frozenset(taken),
            pool.delegated_length,
            exclude,
            pool.client_classes,
            pool.additional_classes,
            allocator=self.allocators[parameters.pd_allocator],
        )

    def hosts(self, hosts: Iterable[model.Host6]) -> Hosts:
        return {(host.identifier_type, host.identifier): self.host(host) for host in hosts}

    def host(self, host: model.Host6) -> Host6:
        layer = self.plans.layer(host.options)
        compiled = host6(host, None if layer is None else self.plans.merged(layer))
        if layer is not None and layer.guards:
            self.limited[compiled] = layer
        return compiled

    def variants(self, config: model.Config6) -> Variants[model.Parameters6, Plan6, Host6]:
        """Return what clients of classes are told, once all layers are made."""
        return Variants(self.plans, config.classes, vary6, self.limited, _with_options)

    def promised_addresses(self, subnet: model.Subnet6, last: int, hosts: Hosts) -> dict[int, Host6]:
        """Return the reservations by address that this subnet heeds."""
        heeded: dict[int, Host6] = {}
        if subnet.parameters.reservations_global:
            addresses = self.global_addresses
            inside = addresses[bisect_left(addresses, subnet.prefix) : bisect_right(addresses, last)]
            heeded = {address: self.global_reserved[address] for address in inside}
        if subnet.parameters.reservations_in_subnet:
            heeded |= _reserved_addresses(hosts)
        return heeded

    def promised_prefixes(self, subnet: model.Subnet6, hosts: Hosts) -> dict[int, Host6]:
        """Return the reservations by first address of a prefix that this subnet heeds; prefixes lie anywhere."""
        heeded = self.global_prefixes if subnet.parameters.reservations_global else {}
        own = _reserved_prefixes(hosts) if subnet.parameters.reservations_in_subnet else {}
        return heeded | own if own else heeded


def host6(host: model.Host6, own: Merged | None) -> Host6:
    """Return a reservation as the engine uses it; `own` are its options, None when it has none."""
    compiled = Host6(
        addresses=host.addresses,
        prefixes={
            prefix: (length, write_excluded(*excluded, length) if excluded else b"")
            for (prefix, length), excluded in zip(host.prefixes, host.excluded, strict=True)
        },
        hostname=host.hostname,
        classes=host.client_classes,
    )
    return compiled if own is None else _with_options(compiled, own)


def _with_options(host: Host6, own: Merged) -> Host6:
    tlvs = {code: option for code, option in own.tlvs.items() if code not in OPTIONS6.servers_own}
    return Host6(
        addresses=host.addresses,
        prefixes=host.prefixes,
        hostname=host.hostname,
        tlvs=tlvs or None,
        unasked=tuple(code for code in own.unasked if code in tlvs),
        hidden=own.hidden,
        classes=host.classes,
        vendors=vendors6(own),
        enterprises=own.enterprises.get(VENDOR_OPTIONS6, ()),
    )


def _reserved_addresses(hosts: Hosts) -> dict[int, Host6]:
    reserved: dict[int, Host6] = {}
    for host in hosts.values():
        for address in host.addresses:
            reserved.setdefault(address, host)
    return reserved


def _reserved_prefixes(hosts: Hosts) -> dict[int, Host6]:
    reserved: dict[int, Host6] = {}
    for host in hosts.values():
        for prefix in host.prefixes:
            reserved.setdefault(prefix, host)
    return reserved

"""From the checked configuration to the tables of the engine.

Nothing is decided per packet that can be decided here. Subnets are taken by id, as Kea does: where several fit, to a
relay, an interface or an address, the smallest id counts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from random import Random
from typing import Final

from lessor.config.addresses import IPV4
from lessor.config.classes import make_rules
from lessor.config.collector import resting_collector
from lessor.config.guards import ClassUse
from lessor.config.links import all_by, by_network
from lessor.config.optiondata import with_layouts
from lessor.config.patterns import Patterns, named, python_replacement
from lessor.config.plans import Layer, Merged, Plans
from lessor.config.plans4 import SUBNET_MASK, VENDOR_OPTIONS, boot_file_field, make_plan4, server_hostname_field, vary4
from lessor.config.universe import OPTIONS4
from lessor.config.variants import Variants
from lessor.engine.classify import Classifier
from lessor.engine.network import SharedNetwork
from lessor.engine.pickers.allocators import allocators
from lessor.engine.tables import Host, Plan, Subnet, Tables, free_pool
from lessor.model.host import Host4
from lessor.model.network import Config4, Parameters4, Pool4, Subnet4
from lessor.wire.options import tlv

SERVER_IDENTIFIER: Final = 54

MASKS: Final = tuple(tlv(SUBNET_MASK, IPV4.mask(length).to_bytes(4, "big")) for length in range(33))

Hosts = dict[tuple[str, bytes], Host]


def compile4(config: Config4, randomness: Random | None = None) -> Tables:
    """Return the tables for this configuration, all addresses free; random allocators draw with `randomness`."""
    with resting_collector():
        return _compile(config, randomness or Random())


def _compile(config: Config4, randomness: Random) -> Tables:
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
        from lessor.engine.expression import rule4

        rules = make_rules(config.classes, with_layouts(config.option_layouts, OPTIONS4), rule4)
    else:
        rules = []
    use = ClassUse(config)
    classifier = Classifier(rules, relevant) if rules or use.named or use.assigned or config.host_databases else None
    return Tables(
        subnets=subnets,
        plan=compiler.plans.plan((compiler.layer,), config.parameters),
        by_relay=all_by((subnet, written.relays) for subnet, written in pairs),
        by_interface=all_by((subnet, (written.interface,)) for subnet, written in pairs),
        global_hosts=compiler.global_hosts,
        identifiers=config.host_identifiers,
        echo_client_id=config.echo_client_id,
        decline_probation_period=config.decline_probation_period,
        ignore_server_identifier=config.ignore_server_identifier,
        ignore_link_selection=config.ignore_link_selection,
        server_ids=frozenset(_server_ids(compiler.plans.layers.values())),
        classifier=classifier,
        plan_for=variants.plan_for if classifier else None,
        host_for=variants.host_for if classifier and compiler.limited else None,
        early_global_hosts=config.early_global_reservations,
        lenient=config.lenient_option_parsing,
        stash_agent_options=config.stash_agent_options,
    )


class _Compiler:
    """What subnets have in common: plans, layers of the scopes around them, global reservations."""

    def __init__(self, config: Config4, randomness: Random) -> None:
        self.allocators = allocators(randomness)
        self.plans = Plans(OPTIONS4, make_plan4)
        self.layer = self.plans.layer(config.options)
        self.network_layers = {network.name: self.plans.layer(network.options) for network in config.networks}
        self.exclude_first_last_24 = config.exclude_first_last_24
        self.limited: dict[Host, Layer] = {}
        self.global_hosts = self.hosts(config.hosts)
        self.global_reserved = _reserved(self.global_hosts)
        self.global_addresses = sorted(self.global_reserved)
        self.pattern = Patterns()

    def subnet(self, subnet: Subnet4) -> Subnet:
        parameters = subnet.parameters
        layers = self.plans.layer(subnet.options), self.network_layers.get(subnet.network), self.layer
        plan = self.plans.plan((None, *layers), parameters)
        last = IPV4.last((subnet.prefix, subnet.length))
        hosts = self.hosts(subnet.hosts)
        reserved = self.promised(subnet, last, hosts)
        pools = tuple(
            free_pool(
                pool.first,
                pool.last,
                pool.pool_id,
                self.plans.plan((self.plans.layer(pool.options), *layers), parameters) if pool.options else plan,
                self.never_free(pool, subnet.length, reserved),
                pool.client_classes,
                pool.additional_classes,
                allocator=self.allocators[parameters.allocator],
                naming=named(pool.naming, self.pattern),
            )
            for pool in subnet.pools
        )
        return Subnet(
            id=subnet.id,
            first=subnet.prefix,
            last=last,
            length=subnet.length,
            mask_tlv=MASKS[subnet.length],
            plan=plan,
            pools=pools,
            hosts=hosts,
            reserved=reserved,
            network=subnet.network,
            authoritative=parameters.authoritative,
            match_client_id=parameters.match_client_id,
            reservations_global=parameters.reservations_global,
            reservations_in_subnet=parameters.reservations_in_subnet,
            reservations_out_of_pool=parameters.reservations_out_of_pool,
            hostname_pattern=self.pattern(parameters.hostname_char_set),
            hostname_replacement=python_replacement(parameters.hostname_char_replacement),
            qualifying_suffix=parameters.qualifying_suffix,
            generated_prefix=parameters.generated_prefix,
            guard=subnet.client_classes,
            additional=subnet.additional_classes,
            adaptive_threshold=parameters.adaptive_threshold,
            cache_threshold=parameters.cache_threshold,
            cache_max_age=parameters.cache_max_age,
            store_extended_info=parameters.store_extended_info,
        )

    def hosts(self, hosts: Iterable[Host4]) -> Hosts:
        return {(host.identifier_type, host.identifier): self.host(host) for host in hosts}

    def host(self, host: Host4) -> Host:
        layer = self.plans.layer(host.options)
        compiled = host4(host, None if layer is None else self.plans.merged(layer))
        if layer is not None and layer.guards:
            self.limited[compiled] = layer
        return compiled

    def variants(self, config: Config4) -> Variants[Parameters4, Plan, Host]:
        """Return what clients of classes are told, once all layers are made."""
        return Variants(self.plans, config.classes, vary4, self.limited, _with_options)

    def promised(self, subnet: Subnet4, last: int, hosts: Hosts) -> dict[int, Host]:
        """Return the reservations by address that this subnet heeds."""
        parameters = subnet.parameters
        heeded: dict[int, Host] = {}
        if parameters.reservations_global:
            addresses = self.global_addresses
            inside = addresses[bisect_left(addresses, subnet.prefix) : bisect_right(addresses, last)]
            heeded = {address: self.global_reserved[address] for address in inside}
        if parameters.reservations_in_subnet:
            heeded |= _reserved(hosts)
        if parameters.reservations_out_of_pool:
            return {address: host for address, host in heeded.items() if not _in_pools(subnet, address)}
        return heeded

    def never_free(self, pool: Pool4, length: int, reserved: Mapping[int, Host]) -> frozenset[int]:
        """Return the positions in a pool that no client gets unless they are reserved for it."""
        positions = {address - pool.first for address in reserved if pool.first <= address <= pool.last}
        if self.exclude_first_last_24 and length <= 24:
            for octet in (0, 255):
                positions.update(range((octet - pool.first) % 256, pool.last - pool.first + 1, 256))
        return frozenset(positions)


def host4(host: Host4, own: Merged | None) -> Host:
    """Return a reservation as the engine uses it; `own` are its options, None when it has none."""
    compiled = Host(
        address=host.address,
        hostname=host.hostname,
        next_server=host.next_server,
        server_hostname=server_hostname_field(host.server_hostname),
        boot_file_name=boot_file_field(host.boot_file_name),
        classes=host.client_classes,
    )
    return compiled if own is None else _with_options(compiled, own)


def _in_pools(subnet: Subnet4, address: int) -> bool:
    return any(pool.first <= address <= pool.last for pool in subnet.pools)


def _with_options(host: Host, own: Merged) -> Host:
    return Host(
        address=host.address,
        hostname=host.hostname,
        tlvs=own.tlvs or None,
        unasked=own.unasked,
        hidden=own.hidden,
        next_server=host.next_server,
        server_hostname=host.server_hostname,
        boot_file_name=host.boot_file_name,
        classes=host.classes,
        enterprises=own.enterprises.get(VENDOR_OPTIONS, ()),
        vendors=own.vendors,
    )


def _reserved(hosts: Hosts) -> dict[int, Host]:
    reserved: dict[int, Host] = {}
    for host in hosts.values():
        if host.address:
            reserved.setdefault(host.address, host)
    return reserved


def _server_ids(layers: Iterable[Layer]) -> Iterable[int]:
    for layer in layers:
        for option in layer.options:
            if option.code == SERVER_IDENTIFIER and option.space == OPTIONS4.space:
                yield int.from_bytes(option.data[:4], "big")

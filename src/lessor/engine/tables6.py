"""Everything compiled from a DHCPv6 configuration, ready for the path of a packet.

[hot] The twin of tables.py. Addresses and prefixes are ints; a prefix pool counts delegated prefixes as an address pool
counts addresses, so both share the occupancy and the allocators.
"""

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from lessor.engine.classify import Classifier
from lessor.engine.network import OPEN, Guard, Naming, SharedNetwork
from lessor.engine.occupancy import Occupancy
from lessor.engine.pickers.allocators import ITERATIVE, Allocator
from lessor.engine.pickers.iterative import pick
from lessor.engine.request6 import Request6
from lessor.engine.tables import ClassKey

UNSET: Final = -1

Vendors6 = dict[int, tuple[dict[int, bytes], frozenset[int]]]
"""Finished options of vendors by enterprise and code, in the order of their codes, and which are always sent."""


class Plan6:
    """What a reply for one pool, or for a subnet, carries.

    `tlvs` maps an option code to its finished TLVs; `unasked` are codes sent whether or not the client's option request
    names them. `vendors` are for clients that name an enterprise. `renew` and `rebind` are seconds or UNSET; the
    percentages are 0.0 unless times are calculated.
    `enterprises` are the values of option 17 before what belongs to each enterprise is put into them.
    `beside` remembers this plan together with those of other pools of the subnet.
    """

    __slots__ = (
        "beside",
        "enterprises",
        "joined",
        "preferred_default",
        "preferred_max",
        "preferred_min",
        "rebind",
        "renew",
        "t1_percent",
        "t2_percent",
        "tlvs",
        "unasked",
        "valid_default",
        "valid_max",
        "valid_min",
        "vendors",
    )

    def __init__(
        self,
        tlvs: dict[int, bytes],
        unasked: tuple[int, ...],
        valid_min: int,
        valid_default: int,
        valid_max: int,
        preferred_min: int,
        preferred_default: int,
        preferred_max: int,
        renew: int = UNSET,
        rebind: int = UNSET,
        t1_percent: float = 0.0,
        t2_percent: float = 0.0,
        vendors: Vendors6 | None = None,
        enterprises: tuple[bytes, ...] = (),
    ) -> None:
        self.enterprises = enterprises
        self.vendors = vendors or {}
        self.tlvs = tlvs
        self.unasked = unasked
        self.valid_min = valid_min
        self.valid_default = valid_default
        self.valid_max = valid_max
        self.preferred_min = preferred_min
        self.preferred_default = preferred_default
        self.preferred_max = preferred_max
        self.renew = renew
        self.rebind = rebind
        self.t1_percent = t1_percent
        self.t2_percent = t2_percent
        self.joined: dict[bytes, bytes] = {}
        self.beside: dict[Plan6, Plan6] = {}


class Host6:
    """One reservation as the engine uses it; `prefixes` maps first address to (length, ready exclude option or b"").

    `classes` are those its client is in, `enterprises` and `vendors` as in a plan.
    """

    __slots__ = (
        "addresses",
        "classes",
        "enterprises",
        "hidden",
        "hostname",
        "plans",
        "prefixes",
        "tlvs",
        "unasked",
        "vendors",
    )

    def __init__(
        self,
        addresses: tuple[int, ...] = (),
        prefixes: dict[int, tuple[int, bytes]] | None = None,
        hostname: str = "",
        tlvs: dict[int, bytes] | None = None,
        unasked: tuple[int, ...] = (),
        hidden: tuple[int, ...] = (),
        classes: tuple[str, ...] = (),
        vendors: Vendors6 | None = None,
        enterprises: tuple[bytes, ...] = (),
    ) -> None:
        self.enterprises = enterprises
        self.vendors = vendors or {}
        self.classes = classes
        self.addresses = addresses
        self.prefixes = prefixes or {}
        self.hostname = hostname
        self.tlvs = tlvs
        self.unasked = unasked
        self.hidden = hidden
        # the plans with this host's options laid over them, made on first use
        self.plans: dict[Plan6, Plan6] = {}


class Pool6:
    """Addresses `first` to `last` (step 1), or prefixes of `delegated_length` whose first addresses are a step apart.

    Position i of `occupancy` is `first + i * step`. `exclude` is the ready prefix-exclude option (RFC 6603) or b"".
    `guard` says who may have them, `additional` which classes are evaluated for who gets one. `pick` returns the
    position of something free, or -1. `naming` is how its clients are named, None: as their subnet says.
    """

    __slots__ = (
        "additional",
        "delegated_length",
        "exclude",
        "first",
        "guard",
        "last",
        "naming",
        "occupancy",
        "pick",
        "plan",
        "pool_id",
        "step",
    )

    def __init__(
        self,
        first: int,
        last: int,
        pool_id: int,
        plan: Plan6,
        occupancy: Occupancy,
        delegated_length: int = 128,
        exclude: bytes = b"",
        guard: Guard = OPEN,
        additional: tuple[str, ...] = (),
        pick: Callable[[Occupancy], int] = pick,
        naming: Naming | None = None,
    ) -> None:
        self.naming = naming
        self.guard = guard
        self.additional = additional
        self.pick = pick
        self.first = first
        self.last = last
        self.pool_id = pool_id
        self.plan = plan
        self.occupancy = occupancy
        self.delegated_length = delegated_length
        self.step = 1 << (128 - delegated_length)
        self.exclude = exclude


class Subnet6:
    """One subnet: how its clients are known, which addresses and prefixes they may have.

    `reserved_addresses` and `reserved_prefixes` find the owner of what is promised. `siblings` are the subnets of its
    shared network in order, itself included; `shared` is that network. `guard` says whose subnet it is, `additional`
    which classes are evaluated late for its clients. A lease that has used less than `cache_threshold` of its time, and
    is not older than `cache_max_age` seconds (0: any age), is given again as it is. When more than `adaptive_threshold`
    of the addresses, or prefixes, are leased (1.0: never), leases are as short as they may be.
    """

    __slots__ = (
        "adaptive_threshold",
        "additional",
        "cache_max_age",
        "cache_threshold",
        "first",
        "generated_prefix",
        "guard",
        "hostname_pattern",
        "hostname_replacement",
        "hosts",
        "id",
        "last",
        "length",
        "network",
        "plan",
        "pools",
        "prefix_pools",
        "qualifying_suffix",
        "rapid_commit",
        "reservations_global",
        "reservations_in_subnet",
        "reservations_out_of_pool",
        "reserved_addresses",
        "reserved_prefixes",
        "shared",
        "siblings",
        "store_extended_info",
    )

    def __init__(
        self,
        id: int,
        first: int,
        last: int,
        length: int,
        plan: Plan6,
        pools: tuple[Pool6, ...] = (),
        prefix_pools: tuple[Pool6, ...] = (),
        hosts: dict[tuple[str, bytes], Host6] | None = None,
        reserved_addresses: dict[int, Host6] | None = None,
        reserved_prefixes: dict[int, Host6] | None = None,
        network: str = "",
        rapid_commit: bool = False,
        reservations_global: bool = False,
        reservations_in_subnet: bool = True,
        reservations_out_of_pool: bool = False,
        store_extended_info: bool = False,
        hostname_pattern: str = "[^A-Za-z0-9.-]",
        hostname_replacement: str = "",
        qualifying_suffix: str = "",
        generated_prefix: str = "myhost",
        guard: Guard = OPEN,
        additional: tuple[str, ...] = (),
        cache_threshold: float = 0.0,
        cache_max_age: int = 0,
        adaptive_threshold: float = 1.0,
    ) -> None:
        self.adaptive_threshold = adaptive_threshold
        self.guard = guard
        self.additional = additional
        self.cache_threshold = cache_threshold
        self.cache_max_age = cache_max_age
        self.shared: SharedNetwork[Subnet6] | None = None
        self.id = id
        self.first = first
        self.last = last
        self.length = length
        self.plan = plan
        self.pools = pools
        self.prefix_pools = prefix_pools
        self.hosts = hosts or {}
        self.reserved_addresses = reserved_addresses or {}
        self.reserved_prefixes = reserved_prefixes or {}
        self.network = network
        self.rapid_commit = rapid_commit
        self.reservations_global = reservations_global
        self.reservations_in_subnet = reservations_in_subnet
        self.reservations_out_of_pool = reservations_out_of_pool
        self.store_extended_info = store_extended_info
        self.hostname_pattern = hostname_pattern
        self.hostname_replacement = hostname_replacement
        self.qualifying_suffix = qualifying_suffix
        self.generated_prefix = generated_prefix
        self.siblings: tuple[Subnet6, ...] = (self,)


class Tables6:
    """All subnets and the ways to find them, plus what holds for the whole server.

    `starts` and `ends` are the first and last addresses of `ranges`, the subnets in ascending order, for bisecting; no
    subnet lies in another one. `server_id` is the server's DUID. `early_global_hosts` are looked up before a subnet is
    selected. `classifier` is None where no class matters; then plans and hosts are what all clients get, else
    `plan_for` and `host_for` return what those with a class key get.
    """

    __slots__ = (
        "allow_address_registration",
        "by_interface",
        "by_interface_id",
        "by_relay",
        "classifier",
        "decline_probation_period",
        "early_global_hosts",
        "ends",
        "global_hosts",
        "host_for",
        "identifiers",
        "lenient",
        "mac_sources",
        "plan",
        "plan_for",
        "ranges",
        "relay_supplied_options",
        "server_id",
        "starts",
        "subnets",
    )

    def __init__(
        self,
        subnets: tuple[Subnet6, ...],
        plan: Plan6,
        server_id: bytes = b"",
        by_relay: dict[int, tuple[Subnet6, ...]] | None = None,
        by_interface: dict[str, tuple[Subnet6, ...]] | None = None,
        by_interface_id: dict[bytes, tuple[Subnet6, ...]] | None = None,
        global_hosts: dict[tuple[str, bytes], Host6] | None = None,
        identifiers: tuple[str, ...] = ("hw-address", "duid"),
        mac_sources: tuple[str, ...] = ("any",),
        relay_supplied_options: frozenset[int] = frozenset((65,)),
        decline_probation_period: int = 86400,
        allow_address_registration: bool = True,
        classifier: Classifier[Request6] | None = None,
        plan_for: Callable[[Plan6, ClassKey], Plan6] | None = None,
        host_for: Callable[[Host6, ClassKey], Host6] | None = None,
        early_global_hosts: bool = False,
        lenient: bool = False,
    ) -> None:
        self.classifier = classifier
        self.plan_for = plan_for or _same_plan
        self.host_for = host_for or _same_host
        self.early_global_hosts = early_global_hosts
        self.lenient = lenient
        self.ranges = tuple(sorted(subnets, key=_first_address))
        self.starts = [subnet.first for subnet in self.ranges]
        self.ends = [subnet.last for subnet in self.ranges]
        self.subnets = {subnet.id: subnet for subnet in subnets}
        self.plan = plan
        self.server_id = server_id
        self.by_relay = by_relay or {}
        self.by_interface = by_interface or {}
        self.by_interface_id = by_interface_id or {}
        self.global_hosts = global_hosts or {}
        self.identifiers = identifiers
        self.mac_sources = mac_sources
        self.relay_supplied_options = relay_supplied_options
        self.decline_probation_period = decline_probation_period
        self.allow_address_registration = allow_address_registration


def _same_plan(plan: Plan6, key: ClassKey) -> Plan6:
    return plan


def _same_host(host: Host6, key: ClassKey) -> Host6:
    return host


def subnet_at(tables: Tables6, address: int) -> Subnet6 | None:
    """Return the subnet whose prefix holds this address."""
    i = bisect_right(tables.starts, address) - 1
    if i >= 0 and address <= tables.ends[i]:
        return tables.ranges[i]
    return None


def pool_at(pools: tuple[Pool6, ...], address: int) -> Pool6 | None:
    """Return the pool of these that holds the address or prefix."""
    for pool in pools:
        if pool.first <= address <= pool.last:
            return pool
    return None


def free_pool6(
    first: int,
    last: int,
    pool_id: int,
    plan: Plan6,
    reserved: frozenset[int],
    delegated_length: int = 128,
    exclude: bytes = b"",
    guard: Guard = OPEN,
    additional: tuple[str, ...] = (),
    allocator: Allocator = ITERATIVE,
    naming: Naming | None = None,
) -> Pool6:
    """Return a pool of free addresses, or of free prefixes of this length, but for those at `reserved` positions."""
    occupancy = allocator.make((last - first >> 128 - delegated_length) + 1, reserved)
    return Pool6(
        first, last, pool_id, plan, occupancy, delegated_length, exclude, guard, additional, allocator.pick, naming
    )


def _first_address(subnet: Subnet6) -> int:
    return subnet.first

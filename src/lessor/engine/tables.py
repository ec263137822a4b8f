"""Everything compiled from a configuration, ready for the path of a packet.

[hot] Addresses are ints, option values whole TLVs as they go out, texts padded header fields. A reload builds new
tables and swaps one reference; only the pools' occupancy (engine/occupancy.py) moves from old tables to new ones.
"""

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from lessor.engine.classify import Classifier
from lessor.engine.network import OPEN, Guard, Naming, SharedNetwork
from lessor.engine.occupancy import Occupancy
from lessor.engine.pickers.allocators import ITERATIVE, Allocator
from lessor.engine.pickers.iterative import pick
from lessor.engine.request4 import Request4
from lessor.wire.enterprises import NO_ENTERPRISES, Enterprises

UNSET: Final = -1

ClassKey = tuple[str, ...]
"""The classes of a client that make a difference to what it is told (engine/classify.py), in their order."""

EMPTY_SNAME: Final = bytes(64)
EMPTY_FILE: Final = bytes(128)


class Plan:
    """What a reply for one pool (or for addresses of a subnet outside its pools) carries.

    `tlvs` maps an option code to its TLVs as they go out; `unasked` are the codes sent whether or not the client's
    parameter request list names them. `renew` and `rebind` are seconds or UNSET; `t1_percent` and `t2_percent` are 0.0
    unless times are calculated from the lease time. `next_server` 0 and empty fields: not set.
    `enterprises` are the values of option 125 before what belongs to each enterprise is put into them, `vendors` is
    that, by enterprise and code: a reservation may have more of it.
    `joined` and `timed` remember finished byte strings and are bounded by those who fill them.
    """

    __slots__ = (
        "boot_file_name",
        "enterprises",
        "joined",
        "lifetime_default",
        "lifetime_max",
        "lifetime_min",
        "next_server",
        "offer_lifetime",
        "rebind",
        "renew",
        "server_hostname",
        "t1_percent",
        "t2_percent",
        "timed",
        "tlvs",
        "unasked",
        "vendors",
    )

    def __init__(
        self,
        tlvs: dict[int, bytes],
        unasked: tuple[int, ...],
        lifetime_min: int,
        lifetime_default: int,
        lifetime_max: int,
        renew: int = UNSET,
        rebind: int = UNSET,
        t1_percent: float = 0.0,
        t2_percent: float = 0.0,
        offer_lifetime: int = 0,
        next_server: int = 0,
        server_hostname: bytes = EMPTY_SNAME,
        boot_file_name: bytes = EMPTY_FILE,
        enterprises: tuple[bytes, ...] = (),
        vendors: Enterprises = NO_ENTERPRISES,
    ) -> None:
        self.enterprises = enterprises
        self.vendors = vendors
        self.tlvs = tlvs
        self.unasked = unasked
        self.lifetime_min = lifetime_min
        self.lifetime_default = lifetime_default
        self.lifetime_max = lifetime_max
        self.renew = renew
        self.rebind = rebind
        self.t1_percent = t1_percent
        self.t2_percent = t2_percent
        self.offer_lifetime = offer_lifetime
        self.next_server = next_server
        self.server_hostname = server_hostname
        self.boot_file_name = boot_file_name
        self.joined: dict[bytes, bytes] = {}
        self.timed: dict[int, bytes] = {}


class Host:
    """One reservation as the engine uses it.

    `tlvs` are the host's own options; `unasked` those of them sent without being asked; `hidden` the codes it forbids.
    `classes` are those its client is in, `enterprises` and `vendors` as in a plan.
    """

    __slots__ = (
        "address",
        "boot_file_name",
        "classes",
        "enterprises",
        "hidden",
        "hostname",
        "next_server",
        "plans",
        "server_hostname",
        "tlvs",
        "unasked",
        "vendors",
    )

    def __init__(
        self,
        address: int = 0,
        hostname: str = "",
        tlvs: dict[int, bytes] | None = None,
        unasked: tuple[int, ...] = (),
        hidden: tuple[int, ...] = (),
        next_server: int = 0,
        server_hostname: bytes = EMPTY_SNAME,
        boot_file_name: bytes = EMPTY_FILE,
        classes: tuple[str, ...] = (),
        enterprises: tuple[bytes, ...] = (),
        vendors: Enterprises = NO_ENTERPRISES,
    ) -> None:
        self.enterprises = enterprises
        self.vendors = vendors
        self.classes = classes
        self.address = address
        self.hostname = hostname
        self.tlvs = tlvs
        self.unasked = unasked
        self.hidden = hidden
        self.next_server = next_server
        self.server_hostname = server_hostname
        self.boot_file_name = boot_file_name
        # plans with this host's options laid over them, made on first use and bounded by those who do so
        self.plans: dict[Plan, Plan] = {}


class Pool:
    """Addresses `first` to `last`, their allocation state, and what clients in it are told.

    `guard` says who may have them, `additional` which classes are evaluated for who gets one. `pick` returns the
    position of a free address, or -1. `naming` is how its clients are named, None: as their subnet says.
    """

    __slots__ = ("additional", "first", "guard", "last", "naming", "occupancy", "pick", "plan", "pool_id")

    def __init__(
        self,
        first: int,
        last: int,
        pool_id: int,
        plan: Plan,
        occupancy: Occupancy,
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


class Subnet:
    """One subnet: how its clients are known, which addresses they may have.

    `mask_tlv` is the ready subnet mask option; `hosts` finds a reservation by identifier type and octets,
    `reserved` by address. `siblings` are the subnets of its shared network in order, itself included; `shared` is that
    network. `guard` says whose subnet it is, `additional` which classes are evaluated late for its clients. A lease
    that has used less than `cache_threshold` of its time, and is not older than `cache_max_age` seconds (0: any age),
    is given again as it is. When more than `adaptive_threshold` of the addresses are leased (1.0: never), leases are
    given for the shortest time.
    """

    __slots__ = (
        "adaptive_threshold",
        "additional",
        "authoritative",
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
        "mask_tlv",
        "match_client_id",
        "network",
        "plan",
        "pools",
        "qualifying_suffix",
        "reservations_global",
        "reservations_in_subnet",
        "reservations_out_of_pool",
        "reserved",
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
        mask_tlv: bytes,
        plan: Plan,
        pools: tuple[Pool, ...],
        hosts: dict[tuple[str, bytes], Host],
        reserved: dict[int, Host],
        network: str = "",
        authoritative: bool = False,
        match_client_id: bool = True,
        reservations_global: bool = False,
        reservations_in_subnet: bool = True,
        reservations_out_of_pool: bool = False,
        hostname_pattern: str = "[^A-Za-z0-9.-]",
        hostname_replacement: str = "",
        qualifying_suffix: str = "",
        generated_prefix: str = "myhost",
        guard: Guard = OPEN,
        additional: tuple[str, ...] = (),
        cache_threshold: float = 0.0,
        cache_max_age: int = 0,
        store_extended_info: bool = False,
        adaptive_threshold: float = 1.0,
    ) -> None:
        self.adaptive_threshold = adaptive_threshold
        self.guard = guard
        self.additional = additional
        self.cache_threshold = cache_threshold
        self.cache_max_age = cache_max_age
        self.store_extended_info = store_extended_info
        self.shared: SharedNetwork[Subnet] | None = None
        self.id = id
        self.first = first
        self.last = last
        self.length = length
        self.mask_tlv = mask_tlv
        self.plan = plan
        self.pools = pools
        self.hosts = hosts
        self.reserved = reserved
        self.network = network
        self.authoritative = authoritative
        self.match_client_id = match_client_id
        self.reservations_global = reservations_global
        self.reservations_in_subnet = reservations_in_subnet
        self.reservations_out_of_pool = reservations_out_of_pool
        self.hostname_pattern = hostname_pattern
        self.hostname_replacement = hostname_replacement
        self.qualifying_suffix = qualifying_suffix
        self.generated_prefix = generated_prefix
        self.siblings: tuple[Subnet, ...] = (self,)


class Tables:
    """All subnets and the ways to find them, plus what holds for the whole server.

    `starts` and `ends` are the first and last addresses of `ranges`, the subnets in ascending order, for bisecting; no
    subnet lies in another one. `by_relay` holds the `relay.ip-addresses`, `by_interface` the subnets bound to an
    interface by name. `server_ids` are addresses
    that also count as ours in option 54. `identifiers` is the order in which reservations are looked up;
    `early_global_hosts` are looked up before a subnet is selected. `classifier` is None where no class matters;
    then plans and hosts are what all clients get, else `plan_for` and `host_for` return what those with a class key
    get.
    """

    __slots__ = (
        "by_interface",
        "by_relay",
        "classifier",
        "decline_probation_period",
        "early_global_hosts",
        "echo_client_id",
        "ends",
        "global_hosts",
        "host_for",
        "identifiers",
        "ignore_link_selection",
        "ignore_server_identifier",
        "lenient",
        "plan",
        "plan_for",
        "ranges",
        "server_ids",
        "starts",
        "stash_agent_options",
        "subnets",
    )

    def __init__(
        self,
        subnets: tuple[Subnet, ...],
        plan: Plan,
        by_relay: dict[int, tuple[Subnet, ...]] | None = None,
        by_interface: dict[str, tuple[Subnet, ...]] | None = None,
        global_hosts: dict[tuple[str, bytes], Host] | None = None,
        identifiers: tuple[str, ...] = ("hw-address", "duid", "circuit-id", "client-id"),
        echo_client_id: bool = True,
        decline_probation_period: int = 86400,
        ignore_server_identifier: bool = False,
        ignore_link_selection: bool = False,
        server_ids: frozenset[int] = frozenset(),
        classifier: Classifier[Request4] | None = None,
        plan_for: Callable[[Plan, ClassKey], Plan] | None = None,
        host_for: Callable[[Host, ClassKey], Host] | None = None,
        early_global_hosts: bool = False,
        lenient: bool = False,
        stash_agent_options: bool = False,
    ) -> None:
        self.classifier = classifier
        self.plan_for = plan_for or _same_plan
        self.host_for = host_for or _same_host
        self.early_global_hosts = early_global_hosts
        self.lenient = lenient
        self.stash_agent_options = stash_agent_options
        self.ranges = tuple(sorted(subnets, key=_first_address))
        self.starts = [subnet.first for subnet in self.ranges]
        self.ends = [subnet.last for subnet in self.ranges]
        self.subnets = {subnet.id: subnet for subnet in subnets}
        self.plan = plan
        self.by_relay = by_relay or {}
        self.by_interface = by_interface or {}
        self.global_hosts = global_hosts or {}
        self.identifiers = identifiers
        self.echo_client_id = echo_client_id
        self.decline_probation_period = decline_probation_period
        self.ignore_server_identifier = ignore_server_identifier
        self.ignore_link_selection = ignore_link_selection
        self.server_ids = server_ids


def _same_plan(plan: Plan, key: ClassKey) -> Plan:
    return plan


def _same_host(host: Host, key: ClassKey) -> Host:
    return host


def subnet_at(tables: Tables, address: int) -> Subnet | None:
    """Return the subnet whose prefix holds this address."""
    i = bisect_right(tables.starts, address) - 1
    if i >= 0 and address <= tables.ends[i]:
        return tables.ranges[i]
    return None


def pool_at(subnet: Subnet, address: int) -> Pool | None:
    """Return the pool of this subnet that holds the address. Subnets have a few pools, so a walk is the fastest."""
    for pool in subnet.pools:
        if pool.first <= address <= pool.last:
            return pool
    return None


def free_pool(
    first: int,
    last: int,
    pool_id: int,
    plan: Plan,
    reserved: frozenset[int],
    guard: Guard = OPEN,
    additional: tuple[str, ...] = (),
    allocator: Allocator = ITERATIVE,
    naming: Naming | None = None,
) -> Pool:
    """Return a pool of free addresses but for those at the `reserved` positions."""
    occupancy = allocator.make(last - first + 1, reserved)
    return Pool(first, last, pool_id, plan, occupancy, guard, additional, allocator.pick, naming)


def _first_address(subnet: Subnet) -> int:
    return subnet.first

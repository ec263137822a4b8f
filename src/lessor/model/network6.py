"""The checked DHCPv6 configuration: shared networks, subnets, pools, with every inherited parameter filled in.

The twin of network.py: what both families have in common is defined there.
"""

from dataclasses import dataclass, field

from lessor.model.classes import ClientClass
from lessor.model.control import ControlSocket
from lessor.model.database import DatabaseSettings
from lessor.model.hooks import HookLibrary
from lessor.model.network import InterfacesConfig, LeaseFile, Lifetimes, LoggerConfig, Naming
from lessor.model.operation import ExpiredLeases, PacketQueue, SampleLimits
from lessor.model.options import OptionData, OptionLayout


@dataclass(frozen=True, slots=True)
class Parameters6:
    """What a subnet's leases and replies depend on, after inheritance from network and global scope.

    `preferred` None: five eighths of the valid lifetime.
    """

    valid: Lifetimes = Lifetimes(7200, 7200, 7200)
    preferred: Lifetimes | None = None
    renew_timer: int | None = None
    rebind_timer: int | None = None
    calculate_tee_times: bool = True
    t1_percent: float = 0.5
    t2_percent: float = 0.8
    rapid_commit: bool = False
    allocator: str = "iterative"
    pd_allocator: str = "iterative"
    reservations_global: bool = False
    reservations_in_subnet: bool = True
    reservations_out_of_pool: bool = False
    cache_threshold: float = 0.0
    cache_max_age: int = 0
    adaptive_threshold: float = 1.0
    """Part of the addresses in use above which leases are as short as may be; 1.0: never."""
    store_extended_info: bool = False
    hostname_char_set: str = "[^A-Za-z0-9.-]"
    hostname_char_replacement: str = ""
    qualifying_suffix: str = ""
    generated_prefix: str = "myhost"


# not frozen, although never changed, as in host.py: there may be very many
@dataclass(slots=True)
class Host6:
    """One reservation. `identifier_type` is a name of host.py, `identifier` its raw octets.

    `prefixes` are (first address, length); `excluded` holds for the prefix at the same place its RFC 6603 exclusion, or
    None.
    """

    identifier_type: str
    identifier: bytes
    subnet_id: int = 0
    addresses: tuple[int, ...] = ()
    prefixes: tuple[tuple[int, int], ...] = ()
    excluded: tuple[tuple[int, int] | None, ...] = ()
    hostname: str = ""
    options: tuple[OptionData, ...] = ()
    client_classes: tuple[str, ...] = ()
    user_context: dict[str, object] = field(default_factory=dict)


# not frozen, although never changed, as in host.py: there may be very many
@dataclass(slots=True)
class Pool6:
    """Addresses `first` to `last`, both included; `naming` None: as the subnet says."""

    first: int
    last: int
    pool_id: int = 0
    options: tuple[OptionData, ...] = ()
    client_classes: tuple[str, ...] = ()
    additional_classes: tuple[str, ...] = ()
    naming: Naming | None = None
    user_context: dict[str, object] = field(default_factory=dict)


# not frozen, although never changed, as in host.py: there may be very many
@dataclass(slots=True)
class PrefixPool6:
    """A prefix cut into delegated prefixes of `delegated_length`; `excluded` is (prefix, length), RFC 6603."""

    prefix: int
    length: int
    delegated_length: int
    excluded: tuple[int, int] | None = None
    pool_id: int = 0
    options: tuple[OptionData, ...] = ()
    client_classes: tuple[str, ...] = ()
    additional_classes: tuple[str, ...] = ()
    user_context: dict[str, object] = field(default_factory=dict)


# not frozen, although never changed, as in host.py: there may be very many
@dataclass(slots=True)
class Subnet6:
    """One subnet; `network` is the name of its shared network, empty for none."""

    id: int
    prefix: int
    length: int
    parameters: Parameters6
    interface: str = ""
    interface_id: bytes = b""
    relays: tuple[int, ...] = ()
    pools: tuple[Pool6, ...] = ()
    prefix_pools: tuple[PrefixPool6, ...] = ()
    options: tuple[OptionData, ...] = ()
    hosts: tuple[Host6, ...] = ()
    network: str = ""
    client_classes: tuple[str, ...] = ()
    additional_classes: tuple[str, ...] = ()
    user_context: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SharedNetwork6:
    """Subnets on one link; `options` are those of the network's own scope."""

    name: str
    interface: str = ""
    interface_id: bytes = b""
    relays: tuple[int, ...] = ()
    options: tuple[OptionData, ...] = ()
    client_classes: tuple[str, ...] = ()
    additional_classes: tuple[str, ...] = ()
    user_context: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServerId:
    """How the server's DUID is made (`server-id`); zero and empty: to be chosen by the server."""

    type: str = "LLT"
    identifier: bytes = b""
    time: int = 0
    htype: int = 0
    enterprise_id: int = 0
    persist: bool = True


@dataclass(frozen=True, slots=True)
class Config6:
    """A whole `Dhcp6` configuration, checked and inherited."""

    interfaces: InterfacesConfig = InterfacesConfig()
    lease_file: LeaseFile = LeaseFile()
    lease_database: DatabaseSettings | None = None
    """Where leases are when they are not in a file."""
    host_databases: tuple[DatabaseSettings, ...] = ()
    unique_reservations: bool = True
    """Whether an address may be reserved once only."""
    server_id: ServerId = ServerId()
    subnets: tuple[Subnet6, ...] = ()
    networks: tuple[SharedNetwork6, ...] = ()
    option_layouts: tuple[OptionLayout, ...] = ()
    """Options of the administrator's own: conditions of classes may name them."""
    options: tuple[OptionData, ...] = ()
    hosts: tuple[Host6, ...] = ()
    """Global reservations."""
    parameters: Parameters6 = Parameters6()
    host_identifiers: tuple[str, ...] = ("hw-address", "duid")
    mac_sources: tuple[str, ...] = ("any",)
    relay_supplied_options: tuple[int, ...] = (65,)
    decline_probation_period: int = 86400
    lease_checks: str = "warn"
    allow_address_registration: bool = True
    lenient_option_parsing: bool = False
    classes: tuple[ClientClass, ...] = ()
    """In the order of their evaluation."""
    early_global_reservations: bool = False
    """Global reservations are looked up before a subnet is selected."""
    expired_leases: ExpiredLeases = field(default_factory=ExpiredLeases)
    queue: PacketQueue | None = None
    hooks: tuple[HookLibrary, ...] = ()
    """In the order in which they are called."""
    parked_packet_limit: int = 256
    """How many messages may wait at one hook point; 0 for any number."""
    samples: SampleLimits = field(default_factory=SampleLimits)
    control_sockets: tuple[ControlSocket, ...] = ()
    loggers: tuple[LoggerConfig, ...] = ()
    server_tag: str = ""
    user_context: dict[str, object] = field(default_factory=dict)

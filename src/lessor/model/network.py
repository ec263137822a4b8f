"""The checked DHCPv4 configuration: shared networks, subnets, pools, with every inherited parameter filled in.

Addresses are ints, durations seconds. config/read4.py makes these records, config/compile4.py turns them into the
engine's tables; nothing else reads them but commands that show the configuration.
"""

from dataclasses import dataclass, field

from lessor.model.classes import ClientClass
from lessor.model.control import ControlSocket
from lessor.model.database import DatabaseSettings
from lessor.model.hooks import HookLibrary
from lessor.model.host import Host4
from lessor.model.operation import ExpiredLeases, PacketQueue, SampleLimits
from lessor.model.options import OptionData, OptionLayout


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Shortest, usual and longest time a lease is given for, in seconds."""

    minimum: int
    default: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Parameters4:
    """What a subnet's leases and replies depend on, after inheritance from network and global scope."""

    valid: Lifetimes = Lifetimes(7200, 7200, 7200)
    renew_timer: int | None = None
    rebind_timer: int | None = None
    calculate_tee_times: bool = False
    t1_percent: float = 0.5
    t2_percent: float = 0.875
    offer_lifetime: int = 0
    authoritative: bool = False
    match_client_id: bool = True
    next_server: int = 0
    server_hostname: str = ""
    boot_file_name: str = ""
    allocator: str = "iterative"
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


@dataclass(frozen=True, slots=True)
class Naming:
    """How clients are named, as the parameters say it too."""

    hostname_char_set: str = "[^A-Za-z0-9.-]"
    hostname_char_replacement: str = ""
    qualifying_suffix: str = ""
    generated_prefix: str = "myhost"


# not frozen, although never changed, as in host.py: there may be very many
@dataclass(slots=True)
class Pool4:
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
class Subnet4:
    """One subnet; `network` is the name of its shared network, empty for none."""

    id: int
    prefix: int
    length: int
    parameters: Parameters4
    interface: str = ""
    relays: tuple[int, ...] = ()
    pools: tuple[Pool4, ...] = ()
    options: tuple[OptionData, ...] = ()
    hosts: tuple[Host4, ...] = ()
    network: str = ""
    client_classes: tuple[str, ...] = ()
    additional_classes: tuple[str, ...] = ()
    user_context: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SharedNetwork4:
    """Subnets on one link; `options` are those of the network's own scope."""

    name: str
    interface: str = ""
    relays: tuple[int, ...] = ()
    options: tuple[OptionData, ...] = ()
    client_classes: tuple[str, ...] = ()
    additional_classes: tuple[str, ...] = ()
    user_context: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InterfacesConfig:
    """Where to listen: entries as written (`eth0`, `eth0/192.0.2.1`, `*`)."""

    interfaces: tuple[str, ...] = ()
    socket_type: str = "raw"
    outbound_interface: str = "same-as-inbound"
    re_detect: bool = True
    require_all: bool = False
    max_retries: int = 0
    retry_wait_ms: int = 5000


@dataclass(frozen=True, slots=True)
class LeaseFile:
    """The embedded lease database (`type` memfile)."""

    type: str = "memfile"
    name: str = ""
    """Path as written; empty: the default of the installation."""
    persist: bool = True
    max_row_errors: int = 0
    lfc_interval: int = 3600
    sync: str = "batch"
    """When rows reach the disk: `batch` before their replies leave, `interval`, `never`."""
    sync_interval_ms: int = 1000


@dataclass(frozen=True, slots=True)
class LoggerOutput:
    """One destination: `stdout`, `stderr`, `syslog[:facility]` or a file name; `maxsize` in octets."""

    output: str
    flush: bool = True
    maxsize: int = 10240000
    maxver: int = 1
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class LoggerConfig:
    """One entry of `loggers`."""

    name: str
    severity: str = "INFO"
    debuglevel: int = 0
    outputs: tuple[LoggerOutput, ...] = ()


@dataclass(frozen=True, slots=True)
class Config4:
    """A whole `Dhcp4` configuration, checked and inherited."""

    interfaces: InterfacesConfig = InterfacesConfig()
    lease_file: LeaseFile = LeaseFile()
    lease_database: DatabaseSettings | None = None
    """Where leases are when they are not in a file."""
    host_databases: tuple[DatabaseSettings, ...] = ()
    unique_reservations: bool = True
    """Whether an address may be reserved once only."""
    subnets: tuple[Subnet4, ...] = ()
    networks: tuple[SharedNetwork4, ...] = ()
    option_layouts: tuple[OptionLayout, ...] = ()
    """Options of the administrator's own: conditions of classes may name them."""
    options: tuple[OptionData, ...] = ()
    hosts: tuple[Host4, ...] = ()
    """Global reservations."""
    parameters: Parameters4 = Parameters4()
    host_identifiers: tuple[str, ...] = ("hw-address", "duid", "circuit-id", "client-id")
    echo_client_id: bool = True
    decline_probation_period: int = 86400
    lease_checks: str = "warn"
    ignore_server_identifier: bool = False
    ignore_link_selection: bool = False
    exclude_first_last_24: bool = False
    lenient_option_parsing: bool = False
    classes: tuple[ClientClass, ...] = ()
    """In the order of their evaluation."""
    early_global_reservations: bool = False
    """Global reservations are looked up before a subnet is selected."""
    stash_agent_options: bool = False
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

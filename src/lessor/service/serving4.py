"""What a DHCPv4 server is made of, for serving.py."""

from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

from lessor.control.state import ServiceState
from lessor.engine.tables import Tables
from lessor.hooks.load import Place
from lessor.model.datagram import Received4, Reply4
from lessor.model.host import Host4
from lessor.model.lease import Lease4
from lessor.model.network import Config4, InterfacesConfig
from lessor.service.chronicle4 import Chronicle4
from lessor.service.counting.counters import COUNTERS4
from lessor.service.counting.statistics import Served, Statistics, sizes
from lessor.service.exchange4 import Exchange4
from lessor.service.hooking.hookwitness import HookWitness
from lessor.service.hooking.plugins import Loaded, Plugins
from lessor.service.hooking.plugins4 import definitions4, servers4, steer4
from lessor.service.hosts.hostservice import HostService, inform4
from lessor.service.leases.cleanup import Cleanups
from lessor.service.leases.lease_checks import lease_check4
from lessor.service.leases.storage import Leases4, open_database, open_leases4
from lessor.service.logs import messages, messages_control, messages_database, messages_operation
from lessor.service.net.sockets import Report
from lessor.service.net.sockets4 import Sockets4, sockets4
from lessor.service.rounds import Rounds, Words
from lessor.service.serving import Exchange, Keeping, Losses, Serving, Surroundings
from lessor.service.setup4 import Setup4
from lessor.service.sql.recovery import Recovery
from lessor.service.sql.sqlexchange import SqlExchange
from lessor.service.sql.sqlrounds import SqlRounds
from lessor.service.sql.sqlservers import SqlExchange4, sql_exchange4
from lessor.store.hostrows import HOSTS4
from lessor.store.leasedatabase import LeaseDatabase
from lessor.store.sqlrows import TABLE4

WORDS: Final = Words(
    start=messages_operation.ALLOC_ENGINE_V4_LEASES_RECLAMATION_START,
    complete=messages_operation.ALLOC_ENGINE_V4_LEASES_RECLAMATION_COMPLETE,
    timeout=messages_operation.ALLOC_ENGINE_V4_LEASES_RECLAMATION_TIMEOUT,
    none_left=messages_operation.ALLOC_ENGINE_V4_NO_MORE_EXPIRED_LEASES,
    slow=messages_operation.ALLOC_ENGINE_V4_LEASES_RECLAMATION_SLOW,
    failed=messages.ALLOC_ENGINE_V4_LEASES_RECLAMATION_FAILED,
    removal=messages_operation.ALLOC_ENGINE_V4_RECLAIMED_LEASES_DELETE,
    removal_complete=messages_operation.ALLOC_ENGINE_V4_RECLAIMED_LEASES_DELETE_COMPLETE,
    removal_failed=messages_operation.ALLOC_ENGINE_V4_RECLAIMED_LEASES_DELETE_FAILED,
)


def unread_label4(data: bytes) -> str:
    """Return the label of a message of which nothing was read but its transaction id."""
    return f"[hwtype=1 ], cid=[no info], tid=0x{int.from_bytes(data[4:8]):x}"


LOSSES: Final = Losses(
    received="pkt4-received",
    receive_drop="pkt4-receive-drop",
    queue_full="pkt4-queue-full",
    duplicate="pkt4-duplicate",
    disabled="pkt4-service-disabled",
    full=messages_operation.DHCP4_PACKET_QUEUE_FULL,
    queue=messages_operation.DHCP4_CONFIG_PACKET_QUEUE,
    service_disabled=messages_control.DHCP4_PACKET_DROP_0008,
    label=unread_label4,
)

Kept4: TypeAlias = Leases4 | LeaseDatabase[Lease4]

Serving4: TypeAlias = Serving[Config4, Tables, Received4, Reply4, Kept4, HostService[Host4]]


def serve4(setup: Setup4, surroundings: Surroundings) -> Serving4:
    """Serve DHCPv4 from now on. Raise one of daemon.ADVERSITIES."""
    return Serving(Parts4(surroundings), setup, surroundings)


class Parts4:
    """The parts of one DHCPv4 server."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.statistics = Statistics(COUNTERS4)
        self.chronicle = Chronicle4(surroundings.loggers, self.statistics)
        self.witness = HookWitness(surroundings.loggers, self.statistics, LOSSES.receive_drop)
        self.words = WORDS
        self.losses = LOSSES
        self.cleanups: Cleanups | None = None
        self._sockets: Sockets4 | None = None

    def sockets(
        self, config: InterfacesConfig, on_batch: Callable[[list[Received4]], None], report: Report
    ) -> Sockets4:
        """Return sockets, not yet open."""
        around = self.surroundings
        self._sockets = sockets4(config, around.loop, on_batch, report, around.on_fatal, around.port)
        return self._sockets

    def complete(self, setup: Setup4) -> None:
        """Do nothing: DHCPv4 tables are complete."""

    def leases(self, setup: Setup4) -> Kept4:
        """Open the lease database. Raise StoreError."""
        around = self.surroundings
        self.cleanups = None
        if setup.config.lease_database is not None:
            return open_database(setup.config.lease_database, TABLE4, around.loggers, around.loop)
        check = lease_check4(setup.tables, setup.config.lease_checks, around.loggers)
        return open_leases4(setup.config.lease_file, around.places, around.loggers, around.loop, check, self._begun)

    def _begun(self, cleanups: Cleanups) -> None:
        self.cleanups = cleanups

    def exchange(
        self, setup: Setup4, leases: Kept4, send: Callable[[list[Reply4]], None]
    ) -> tuple[Exchange4 | SqlExchange4, Keeping]:
        """Return an exchange that serves by these tables, and the rounds in which its leases are taken back.

        Raise StoreError.
        """
        around = self.surroundings
        if isinstance(leases, LeaseDatabase):
            driven = sql_exchange4(setup.tables, leases, self.chronicle, send, self._hold, around.client_port)
            return driven, SqlRounds(driven, self.words, around.loggers)
        exchange = Exchange4(setup.tables, leases, self.chronicle, send, around.client_port)
        return exchange, Rounds(exchange.reclamation, around.loop, self.words, around.loggers)

    def _hold(self, held: bool) -> None:
        """Leave messages on the sockets while enough of them wait for the database."""
        if self._sockets is not None:
            self._sockets.hold(held)

    def plugins(
        self, exchange: Callable[[], Exchange[Received4, Tables]], leases: Callable[[], Kept4]
    ) -> Plugins[Config4]:
        """Return the plug-ins of a server, none loaded yet; `exchange` and `leases` return those at work."""
        around = self.surroundings
        places = Place(around.places.hooks, around.unrestricted)
        serve = servers4(
            around.loggers, self.statistics, around.loop, around.unrestricted, exchange, leases, around.on_fatal
        )
        return Plugins(4, places, serve, self.witness, around.loggers, around.loop)

    def steer(self, exchange: Exchange[Received4, Tables], loaded: Loaded, config: Config4) -> None:
        """Let messages go through the hook points of these plug-ins."""
        steer4(exchange, loaded, config, self.witness, self.surroundings.loop)

    def watch(self, leases: Kept4, state: ServiceState) -> None:
        """See to it that a lease database that is lost is found again."""
        if isinstance(leases, LeaseDatabase):
            around = self.surroundings
            Recovery(leases, 4, state, around.loggers, around.loop, around.on_fatal)

    def hosts(self, config: Config4, state: ServiceState) -> HostService[Host4]:
        """Connect to the databases of reservations. Raise StoreError."""
        around = self.surroundings
        hosts = HostService(config.host_databases, HOSTS4, around.loggers, around.loop)
        hosts.watch(4, state, around.on_fatal)
        return hosts

    def inform(self, exchange: Exchange[Received4, Tables], hosts: HostService[Host4] | None, config: Config4) -> None:
        """Let an exchange know the reservations of these databases."""
        assert isinstance(exchange, Exchange4 | SqlExchange), "as it was made here"
        databases = [] if hosts is None else hosts.databases
        tell = partial(self.surroundings.loggers.write, messages_database.LESSOR_HOST_OPTION_UNUSABLE)
        inform4(exchange, databases, definitions4(config), tell, self._hold)

    def served(self, tables: Tables) -> Served:
        """Return the subnets and pools that statistics are about."""
        subnets = tables.subnets
        pools = sizes((id, pool.pool_id, pool.occupancy.size) for id in subnets for pool in subnets[id].pools)
        return Served(frozenset(subnets), pools, {})

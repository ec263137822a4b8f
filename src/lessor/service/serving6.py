"""What a DHCPv6 server is made of, for serving.py."""

import time
from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

from lessor.control.state import ServiceState
from lessor.engine.tables6 import Tables6
from lessor.hooks.load import Place
from lessor.model.datagram6 import Received6, Reply6
from lessor.model.lease6 import Lease6
from lessor.model.network import InterfacesConfig
from lessor.model.network6 import Config6, Host6, ServerId
from lessor.service.chronicle6 import Chronicle6
from lessor.service.counting.counters import COUNTERS6
from lessor.service.counting.statistics import Served, Statistics, sizes
from lessor.service.exchange6 import Exchange6
from lessor.service.hooking.hookwitness import HookWitness
from lessor.service.hooking.plugins import Loaded, Plugins
from lessor.service.hooking.plugins6 import definitions6, servers6, steer6
from lessor.service.hosts.hostservice import HostService, inform6
from lessor.service.leases.cleanup import Cleanups
from lessor.service.leases.lease_checks import lease_check6
from lessor.service.leases.storage import Leases6, open_database, open_leases6
from lessor.service.logs import messages6, messages_control, messages_database, messages_operation
from lessor.service.net.links import interfaces
from lessor.service.net.sockets import Report
from lessor.service.net.sockets6 import Sockets6, sockets6
from lessor.service.rounds import Rounds, Words
from lessor.service.serverid import make_server_id, read_server_id, write_server_id
from lessor.service.serving import Exchange, Keeping, Losses, Serving, Surroundings
from lessor.service.setup6 import Setup6
from lessor.service.sql.recovery import Recovery
from lessor.service.sql.sqlexchange import SqlExchange
from lessor.service.sql.sqlrounds import SqlRounds
from lessor.service.sql.sqlservers import SqlExchange6, sql_exchange6
from lessor.store.hostrows import HOSTS6
from lessor.store.leasedatabase import LeaseDatabase
from lessor.store.sqlrows import TABLE6

WORDS: Final = Words(
    start=messages_operation.ALLOC_ENGINE_V6_LEASES_RECLAMATION_START,
    complete=messages_operation.ALLOC_ENGINE_V6_LEASES_RECLAMATION_COMPLETE,
    timeout=messages_operation.ALLOC_ENGINE_V6_LEASES_RECLAMATION_TIMEOUT,
    none_left=messages_operation.ALLOC_ENGINE_V6_NO_MORE_EXPIRED_LEASES,
    slow=messages_operation.ALLOC_ENGINE_V6_LEASES_RECLAMATION_SLOW,
    failed=messages6.ALLOC_ENGINE_V6_LEASES_RECLAMATION_FAILED,
    removal=messages_operation.ALLOC_ENGINE_V6_RECLAIMED_LEASES_DELETE,
    removal_complete=messages_operation.ALLOC_ENGINE_V6_RECLAIMED_LEASES_DELETE_COMPLETE,
    removal_failed=messages_operation.ALLOC_ENGINE_V6_RECLAIMED_LEASES_DELETE_FAILED,
)


def unread_label6(data: bytes) -> str:
    """Return the label of a message of which nothing was read but its transaction id."""
    return f"duid=[no info], [no hwaddr info], tid=0x{int.from_bytes(data[1:4]):x}"


LOSSES: Final = Losses(
    received="pkt6-received",
    receive_drop="pkt6-receive-drop",
    queue_full="pkt6-queue-full",
    duplicate="pkt6-duplicate",
    disabled="pkt6-service-disabled",
    full=messages_operation.DHCP6_PACKET_QUEUE_FULL,
    queue=messages_operation.DHCP6_CONFIG_PACKET_QUEUE,
    service_disabled=messages_control.DHCP6_PACKET_DROP_DHCP_DISABLED,
    label=unread_label6,
)

Kept6: TypeAlias = Leases6 | LeaseDatabase[Lease6]

Serving6: TypeAlias = Serving[Config6, Tables6, Received6, Reply6, Kept6, HostService[Host6]]


def serve6(setup: Setup6, surroundings: Surroundings) -> Serving6:
    """Serve DHCPv6 from now on. Raise one of daemon.ADVERSITIES."""
    return Serving(Parts6(surroundings), setup, surroundings)


class Parts6:
    """The parts of one DHCPv6 server."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.statistics = Statistics(COUNTERS6)
        self.chronicle = Chronicle6(surroundings.loggers, self.statistics)
        self.witness = HookWitness(surroundings.loggers, self.statistics, LOSSES.receive_drop)
        self.words = WORDS
        self.losses = LOSSES
        self.cleanups: Cleanups | None = None
        self._sockets: Sockets6 | None = None
        self._server_id = b""

    def sockets(
        self, config: InterfacesConfig, on_batch: Callable[[list[Received6]], None], report: Report
    ) -> Sockets6:
        """Return sockets, not yet open."""
        around = self.surroundings
        self._sockets = sockets6(config, around.loop, on_batch, report, around.on_fatal, around.port)
        return self._sockets

    def complete(self, setup: Setup6) -> None:
        """Give the tables the server's DUID, and let its file say the same. Raise ServerIdError, PlaceError."""
        config, tables = setup.config.server_id, setup.tables
        tables.server_id = self._keep(config, tables.server_id)
        if tables.server_id != self._server_id:
            self._server_id = tables.server_id
            place = f"the file {self.surroundings.places.server_id_file}" if config.persist else "no file"
            self.surroundings.loggers.write(messages6.DHCP6_USING_SERVERID, self._server_id.hex(":"), place)

    def _keep(self, config: ServerId, known: bytes) -> bytes:
        now = int(time.time())
        if not config.persist:
            return known or make_server_id(config, self._server_id, interfaces, now)
        places = self.surroundings.places
        file = places.server_id_file
        kept = read_server_id(file)
        # a file that was lost since the start is no reason to be another server
        duid = known or make_server_id(config, kept or self._server_id, interfaces, now)
        if duid != kept:
            places.make(file.parent)
            write_server_id(file, duid)
        return duid

    def leases(self, setup: Setup6) -> Kept6:
        """Open the lease database. Raise StoreError."""
        around = self.surroundings
        self.cleanups = None
        if setup.config.lease_database is not None:
            return open_database(setup.config.lease_database, TABLE6, around.loggers, around.loop)
        check = lease_check6(setup.tables, setup.config.lease_checks, around.loggers)
        return open_leases6(setup.config.lease_file, around.places, around.loggers, around.loop, check, self._begun)

    def _begun(self, cleanups: Cleanups) -> None:
        self.cleanups = cleanups

    def exchange(
        self, setup: Setup6, leases: Kept6, send: Callable[[list[Reply6]], None]
    ) -> tuple[Exchange6 | SqlExchange6, Keeping]:
        """Return an exchange that serves by these tables, and the rounds in which its leases are taken back.

        Raise StoreError.
        """
        around = self.surroundings
        if isinstance(leases, LeaseDatabase):
            driven = sql_exchange6(setup.tables, leases, self.chronicle, send, self._hold, around.client_port)
            return driven, SqlRounds(driven, self.words, around.loggers)
        exchange = Exchange6(setup.tables, leases, self.chronicle, send, around.client_port)
        return exchange, Rounds(exchange.reclamation, around.loop, self.words, around.loggers)

    def _hold(self, held: bool) -> None:
        """Leave messages on the sockets while enough of them wait for the database."""
        if self._sockets is not None:
            self._sockets.hold(held)

    def plugins(
        self, exchange: Callable[[], Exchange[Received6, Tables6]], leases: Callable[[], Kept6]
    ) -> Plugins[Config6]:
        """Return the plug-ins of a server, none loaded yet; `exchange` and `leases` return those at work."""
        around = self.surroundings
        places = Place(around.places.hooks, around.unrestricted)
        serve = servers6(
            around.loggers, self.statistics, around.loop, around.unrestricted, exchange, leases, around.on_fatal
        )
        return Plugins(6, places, serve, self.witness, around.loggers, around.loop)

    def steer(self, exchange: Exchange[Received6, Tables6], loaded: Loaded, config: Config6) -> None:
        """Let messages go through the hook points of these plug-ins."""
        steer6(exchange, loaded, config, self.witness, self.surroundings.loop)

    def watch(self, leases: Kept6, state: ServiceState) -> None:
        """See to it that a lease database that is lost is found again."""
        if isinstance(leases, LeaseDatabase):
            around = self.surroundings
            Recovery(leases, 6, state, around.loggers, around.loop, around.on_fatal)

    def hosts(self, config: Config6, state: ServiceState) -> HostService[Host6]:
        """Connect to the databases of reservations. Raise StoreError."""
        around = self.surroundings
        hosts = HostService(config.host_databases, HOSTS6, around.loggers, around.loop)
        hosts.watch(6, state, around.on_fatal)
        return hosts

    def inform(self, exchange: Exchange[Received6, Tables6], hosts: HostService[Host6] | None, config: Config6) -> None:
        """Let an exchange know the reservations of these databases."""
        assert isinstance(exchange, Exchange6 | SqlExchange), "as it was made here"
        databases = [] if hosts is None else hosts.databases
        tell = partial(self.surroundings.loggers.write, messages_database.LESSOR_HOST_OPTION_UNUSABLE)
        inform6(exchange, databases, definitions6(config), tell, self._hold)

    def served(self, tables: Tables6) -> Served:
        """Return the subnets and pools that statistics are about."""
        subnets = tables.subnets
        pools = sizes((id, pool.pool_id, pool.occupancy.size) for id in subnets for pool in subnets[id].pools)
        prefix_pools = sizes(
            (id, pool.pool_id, pool.occupancy.size) for id in subnets for pool in subnets[id].prefix_pools
        )
        return Served(frozenset(subnets), pools, prefix_pools)

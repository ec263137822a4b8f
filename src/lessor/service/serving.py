"""A server at work, whatever its family: leases, exchange and sockets of one configuration, and the change to another.

What differs by family comes as `Parts`.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from lessor.control.state import ServiceState
from lessor.model.database import DatabaseSettings
from lessor.model.network import InterfacesConfig, LeaseFile
from lessor.model.operation import ExpiredLeases
from lessor.service.counting.statistics import Arrangement, Served, Statistics
from lessor.service.hooking.plugins import Loaded, Plugins
from lessor.service.leases.cleanup import Cleanups
from lessor.service.logs import messages
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.service.net.inflow import Message as Arrived
from lessor.service.net.sockets import Report, Sent, Sockets
from lessor.service.programs.places import Places
from lessor.service.rounds import Words
from lessor.service.setup import DaemonConfig, Setup
from lessor.store.base import Kind, StoreError

SAMPLE_PAUSE: Final = 5.0
"""Seconds between two samples of the statistics of the whole server."""

Config = TypeVar("Config", bound=DaemonConfig)
Tables = TypeVar("Tables")
Received = TypeVar("Received", bound=Arrived)
Reply = TypeVar("Reply", bound=Sent)


class Store(Protocol):
    """What is asked of a lease store besides what the exchange needs."""

    def tally(self) -> dict[Kind, int]: ...
    def close(self) -> None: ...


Leases = TypeVar("Leases", bound=Store)


class HostDatabases(Protocol):
    """The connected databases of reservations."""

    def close(self) -> None: ...


Hosts = TypeVar("Hosts", bound=HostDatabases)

Batch = TypeVar("Batch")
InForce = TypeVar("InForce")


class Affinity(Protocol):
    """What can be settled about leases that are over."""

    keep: bool
    affinity: bool


class Keeping(Protocol):
    """Rounds in which leases that are over are taken back (rounds.py, sqlrounds.py)."""

    def begin(self, settings: ExpiredLeases) -> None: ...
    def end(self) -> None: ...
    async def reclaim_all(self, now: int, keep: bool) -> None: ...


class Exchange(Protocol[Batch, InForce]):
    """Answers batches of messages by the tables in force."""

    @property
    def tables(self) -> InForce: ...
    @property
    def reclamation(self) -> Affinity: ...

    def run(self, batch: list[Batch], now: int) -> None: ...
    def prepare(self, tables: InForce) -> frozenset[int] | None: ...
    def install(self, tables: InForce, fresh: frozenset[int] | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a server gets from its daemon. `client_port` 0 means the usual ports; `debug` overrides the configured
    loggers; `unrestricted` allows files anywhere; `on_fatal` is called when the server can not go on.
    """

    places: Places
    loggers: Loggers
    loop: asyncio.AbstractEventLoop
    on_fatal: Callable[[], None]
    port: int
    client_port: int = 0
    debug: bool = False
    unrestricted: bool = False


class Prepared(NamedTuple):
    """What could be done for a configuration beforehand: which subnets have new pools, None if that is not known, and
    the counters.
    """

    fresh: frozenset[int] | None
    counters: Arrangement


class Losses(NamedTuple):
    """What a family calls messages that come and are not looked at: statistics, and messages for the log.

    `label` names a message of which nothing was read.
    """

    received: str
    receive_drop: str
    queue_full: str
    duplicate: str
    disabled: str
    full: Message
    queue: Message
    service_disabled: Message
    label: Callable[[bytes], str]


class Parts(Protocol[Config, Tables, Received, Reply, Leases, Hosts]):
    """What a server of one family is made of."""

    statistics: Statistics
    words: Words
    losses: Losses
    cleanups: Cleanups | None

    def sockets(
        self, config: InterfacesConfig, on_batch: Callable[[list[Received]], None], report: Report
    ) -> Sockets[Received, Reply]:
        """Return sockets, not yet open."""
        ...

    def complete(self, setup: Setup[Config, Tables]) -> None:
        """Add to the tables what only the machine knows; may be called again. Raise one of daemon.ADVERSITIES."""
        ...

    def leases(self, setup: Setup[Config, Tables]) -> Leases:
        """Open the lease database. Raise StoreError."""
        ...

    def exchange(
        self, setup: Setup[Config, Tables], leases: Leases, send: Callable[[list[Reply]], None]
    ) -> tuple[Exchange[Received, Tables], Keeping]:
        """Return an exchange that serves by these tables, and the rounds in which its leases are taken back.

        Raise StoreError.
        """
        ...

    def plugins(
        self, exchange: Callable[[], Exchange[Received, Tables]], leases: Callable[[], Leases]
    ) -> Plugins[Config]:
        """Return the plug-ins of a server, none loaded yet; `exchange` and `leases` return those at work."""
        ...

    def steer(self, exchange: Exchange[Received, Tables], loaded: Loaded, config: Config) -> None:
        """Let the messages that an exchange answers go through the hook points of these plug-ins."""
        ...

    def watch(self, leases: Leases, state: ServiceState) -> None:
        """See to it that a lease database that is lost is found again, and that `state` says so meanwhile."""
        ...

    def hosts(self, config: Config, state: ServiceState) -> Hosts:
        """Connect to the databases of reservations; `state` says so when one is lost. Raise StoreError."""
        ...

    def inform(self, exchange: Exchange[Received, Tables], hosts: Hosts | None, config: Config) -> None:
        """Let an exchange know the reservations of these databases, and of no others."""
        ...

    def served(self, tables: Tables) -> Served:
        """Return the subnets and pools that statistics are about."""
        ...


def leases_of(config: DaemonConfig) -> LeaseFile | DatabaseSettings:
    """Return where the leases of a configuration are."""
    return config.lease_database or config.lease_file


def _same_leases(one: DaemonConfig, other: DaemonConfig) -> bool:
    """Tell whether the leases of two configurations are in one place, however often that is cleaned up."""
    if one.lease_database is not None or other.lease_database is not None:
        return one.lease_database == other.lease_database
    return replace(one.lease_file, lfc_interval=other.lease_file.lfc_interval) == other.lease_file


class Crippled(Exception):
    """A change failed and could not be taken back: the server cannot go on."""


class Serving(Generic[Config, Tables, Received, Reply, Leases, Hosts]):
    """Answers clients from its construction to `close`."""

    def __init__(
        self,
        parts: Parts[Config, Tables, Received, Reply, Leases, Hosts],
        setup: Setup[Config, Tables],
        surroundings: Surroundings,
    ) -> None:
        """Load the leases and open the sockets. Raise one of daemon.ADVERSITIES."""
        self.statistics = parts.statistics
        self.state = ServiceState(surroundings.loop.call_later)
        self._parts = parts
        self._setup = setup
        self._loggers = surroundings.loggers
        self._loop = surroundings.loop
        self._debug = surroundings.debug
        self._sockets = parts.sockets(setup.config.interfaces, self._answer, self._report)
        self._sockets.on_lost = self._lost
        self.plugins: Plugins[Config] = parts.plugins(lambda: self._exchange, lambda: self.store)
        parts.complete(setup)
        self.store = parts.leases(setup)
        self._exchange, self._rounds = parts.exchange(setup, self.store, self._sockets.send)
        parts.watch(self.store, self.state)
        self._count_leases(anew=True)
        self._settle()
        self._sampling = self._loop.call_later(SAMPLE_PAUSE, self._sample)
        self._hosts: Hosts | None = None
        try:
            self._hosts = parts.hosts(setup.config, self.state)
            parts.inform(self._exchange, self._hosts, setup.config)
            self.plugins.use(self._load(setup))
            self._steer()
            self._sockets.open()
        except BaseException:
            self.close()
            raise

    @property
    def exchange(self) -> Exchange[Received, Tables]:
        """What answers messages: another one after a change of the lease database."""
        return self._exchange

    @property
    def hosts(self) -> Hosts:
        """The databases of reservations: others after a change of these."""
        assert self._hosts is not None, "there are some, if none, from the construction on"
        return self._hosts

    def prepare(self, setup: Setup[Config, Tables]) -> Prepared:
        """Do beforehand what takes long about a change, in whatever thread, while messages are answered.

        What is returned is good for the next change; nothing has happened when that does not come.
        """
        fresh = self._exchange.prepare(setup.tables)
        return Prepared(fresh, self.statistics.arrange(self._parts.served(setup.tables)))

    def change(self, setup: Setup[Config, Tables], prepared: Prepared | None = None) -> None:
        """Serve by another configuration from now on, for which something may be `prepared`.

        Raise one of daemon.ADVERSITIES: then the configuration so far is in force again. Raise Crippled when not even
        that is possible.
        """
        before = self._setup
        with ExitStack() as undo:
            loaded = self._load(setup)
            if loaded is not self.plugins.loaded:
                undo.callback(self.plugins.discard, loaded)
            hosts = self._hosts_for(setup)
            if hosts is not self.hosts:
                undo.callback(hosts.close)
            self._loggers.configure(setup.config.loggers, self._debug)
            undo.callback(self._loggers.configure, before.config.loggers, self._debug)
            undo.callback(self._sockets.reconfigure, before.config.interfaces)
            self._sockets.reconfigure(setup.config.interfaces)
            undo.callback(self._parts.complete, before)
            self._parts.complete(setup)
            self._change_leases(setup, None if prepared is None else prepared.fresh)
            undo.pop_all()
        self._setup = setup
        former, self._hosts = self.hosts, hosts
        self._parts.inform(self._exchange, hosts, setup.config)
        if former is not hosts:
            former.close()
        if loaded is not self.plugins.loaded:
            self.plugins.use(loaded)
        self._steer()
        anew = not _same_leases(setup.config, before.config)
        self._count_leases(anew, None if prepared is None else prepared.counters)
        self._settle()

    def close(self) -> None:
        """Send the replies that wait for their leases, write everything to disk, and stop serving."""
        self.state.close()
        self._rounds.end()
        self._sampling.cancel()
        self._parts.inform(self._exchange, None, self._setup.config)
        if self._hosts is not None:
            self._hosts.close()
        # leases first: writing them releases the replies that wait, and these need the sockets
        self.store.close()
        self._sockets.close()

    async def reclaim(self, keep: bool) -> None:
        """Take back all leases that are over, in slices; `keep` their rows, or remove them. Raise StoreError."""
        await self._rounds.reclaim_all(int(time.time()), keep)

    def clean_up(self) -> bool:
        """Start a clean-up of the lease file; return whether there is a lease file."""
        cleanups = self._parts.cleanups
        if cleanups is not None:
            cleanups.start()
        return cleanups is not None

    def socket_errors(self) -> tuple[bool, Sequence[str]]:
        """Return whether sockets that could not be opened are tried again, and what is wrong with them."""
        return self._sockets.errors()

    def listening(self) -> list[tuple[str, int]]:
        """Return what is listened on as (interface, address)."""
        return self._sockets.listening

    def look_again(self) -> None:
        """Listen where the configuration says, on the interfaces that there are now."""
        self._sockets.look_again()

    def _answer(self, batch: list[Received]) -> None:
        if self.state.enabled:
            self._exchange.run(batch, int(time.time()))
        else:
            self._pass_over(batch)

    def _pass_over(self, batch: list[Received]) -> None:
        """Count messages that nobody answers, because the service is disabled."""
        losses, counts = self._parts.losses, self.statistics.counts
        for name in (losses.received, losses.receive_drop, losses.disabled):
            counts[name] += len(batch)
        for message in batch:
            self._loggers.write(losses.service_disabled, losses.label(message.data))

    def _report(self, event: str, *args: object) -> None:
        self._loggers.write(messages.BY_ID[event], *args)

    def _settle(self) -> None:
        """Work as the configuration in force says."""
        config = self._setup.config
        self._exchange.reclamation.keep = config.expired_leases.hold > 0
        self._exchange.reclamation.affinity = config.expired_leases.affinity
        self._rounds.begin(config.expired_leases)
        self.statistics.limit_all(config.samples)
        self._sockets.keep(config.queue.capacity if config.queue is not None else 0)
        if config.queue is not None:
            queue = config.queue
            self._loggers.write(self._parts.losses.queue, f"type {queue.kind}, capacity {queue.capacity}")

    def _lost(self, dropped: int, repeated: int) -> None:
        """Count messages that came and were not looked at."""
        losses, counts = self._parts.losses, self.statistics.counts
        counts[losses.received] += dropped + repeated
        counts[losses.receive_drop] += dropped + repeated
        counts[losses.queue_full] += dropped
        counts[losses.duplicate] += repeated
        if dropped:
            self._loggers.write(losses.full)

    def _sample(self) -> None:
        self._sampling = self._loop.call_later(SAMPLE_PAUSE, self._sample)
        self.statistics.sample(time.time())

    def _change_leases(self, setup: Setup[Config, Tables], fresh: frozenset[int] | None) -> None:
        """Serve by the new tables, from another lease database if the configuration names one."""
        before = self._setup
        if _same_leases(setup.config, before.config):
            self._exchange.install(setup.tables, fresh)
            self._repeat_cleanups(before.config.lease_file, setup.config.lease_file)
            return
        # the new one may be the same file with other settings, so the old one must be let go first
        self._loggers.write(messages.DHCPSRV_CLOSE_DB, leases_of(before.config).type)
        self._rounds.end()
        self._parts.inform(self._exchange, None, before.config)
        self.store.close()
        try:
            self.store = self._parts.leases(setup)
        except StoreError:
            self._reopen_leases(before)
            raise
        self._take_up(setup)

    def _repeat_cleanups(self, before: LeaseFile, after: LeaseFile) -> None:
        """Clean the lease file up as often as the configuration says now."""
        cleanups = self._parts.cleanups
        if cleanups is not None and before.lfc_interval != after.lfc_interval:
            cleanups.repeat(after.lfc_interval)

    def _reopen_leases(self, setup: Setup[Config, Tables]) -> None:
        try:
            self.store = self._parts.leases(setup)
        except StoreError as error:
            raise Crippled(f"neither the new nor the old lease database can be opened: {error}") from error
        self._take_up(setup)
        self._parts.inform(self._exchange, self._hosts, setup.config)
        self._settle()
        self._steer()

    def _hosts_for(self, setup: Setup[Config, Tables]) -> Hosts:
        """Return the databases of reservations for a configuration: those at work when it names the same."""
        if setup.config.host_databases == self._setup.config.host_databases:
            return self.hosts
        return self._parts.hosts(setup.config, self.state)

    def _load(self, setup: Setup[Config, Tables]) -> Loaded:
        """Return the plug-ins for a configuration; those at work when only other parts of it were changed."""
        if setup is not self._setup and setup.config.hooks is self._setup.config.hooks:
            return self.plugins.loaded
        return self.plugins.load(setup.config, setup.write)

    def _steer(self) -> None:
        self._parts.steer(self._exchange, self.plugins.loaded, self._setup.config)

    def _take_up(self, setup: Setup[Config, Tables]) -> None:
        """Serve from the lease database that was opened."""
        self._exchange, self._rounds = self._parts.exchange(setup, self.store, self._sockets.send)
        self._parts.watch(self.store, self.state)

    def _count_leases(self, anew: bool, counters: Arrangement | None = None) -> None:
        """Count what the tables in force serve; only new subnets and pools, or other leases, are worth a walk."""
        counters = counters or self.statistics.arrange(self._parts.served(self._exchange.tables))
        walk = anew or not counters.same
        self.statistics.put_in_force(counters, self.store.tally() if walk else None)

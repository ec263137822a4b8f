"""A running DHCPv4 server as commands see it, and the commands it knows."""

from pathlib import Path
from typing import Final, TypeAlias

from lessor.control.families import (
    classes,
    configuration,
    core,
    hosts,
    interfaces,
    leases4,
    leasestats,
    networks,
    selection4,
    statistics,
    subnets4,
)
from lessor.control.hosts import HostSources
from lessor.control.leases import Leases4
from lessor.control.registry import Registry
from lessor.engine.tables import Tables
from lessor.model.command import Command, CommandError
from lessor.model.network import Config4
from lessor.service.api import commands
from lessor.service.api.commandwords import CommandWords
from lessor.service.api.control import NOT_IN_MEMORY, CommandLog, Commands, Grip, Server
from lessor.service.api.reconfiguration import Reconfiguration
from lessor.service.exchange4 import Exchange4
from lessor.service.hooking.plugincommands import PluginCommands
from lessor.service.hooking.plugins4 import definitions4
from lessor.service.hosts.hostaccess import ConfiguredHosts
from lessor.service.hosts.storedhosts import ServersHosts
from lessor.service.leases.leaseaccess import LeaseAccess4
from lessor.service.leases.storage import Leases4 as Kept4
from lessor.service.serving4 import Serving4
from lessor.service.sql.sqlaccess import SqlAccess4
from lessor.service.sql.sqlexchange import SqlExchange
from lessor.store.leasedatabase import LeaseDatabase

Reconfiguration4: TypeAlias = Reconfiguration[Config4, Tables, Serving4]


class Server4(Server[Config4, Tables, Serving4]):
    """One DHCPv4 server at work."""

    family = 4

    def __init__(self, inner: Reconfiguration4, grip: Grip) -> None:
        super().__init__(inner, grip)
        self.hosts: HostSources = ServersHosts(
            ConfiguredHosts(self),
            lambda: inner.serving.hosts.databases,
            lambda: definitions4(self.config),
            lambda: self.config.unique_reservations,
        )
        self._in_memory = LeaseAccess4(self._store, self._exchange, self._lease_file)
        self._in_database: SqlAccess4 | None = None

    @property
    def leases(self) -> Leases4:
        """Return the leases, wherever they are now."""
        exchange = self._inner.serving.exchange
        if not isinstance(exchange, SqlExchange):
            return self._in_memory
        if self._in_database is None or self._in_database.driver is not exchange:
            self._in_database = SqlAccess4(exchange, self._lease_file)
        return self._in_database

    def _store(self) -> Kept4:
        store = self._inner.serving.store
        if isinstance(store, LeaseDatabase):
            raise CommandError(NOT_IN_MEMORY)
        return store

    def _exchange(self) -> Exchange4:
        exchange = self._inner.serving.exchange
        assert isinstance(exchange, Exchange4), "it is what serves from memory"
        return exchange

    def _lease_file(self) -> Path:
        return self.places.lease_file4(self.config.lease_file.name)


COMMANDS: Final[tuple[Command[Server4], ...]] = (
    *core.COMMANDS,
    *configuration.COMMANDS,
    *interfaces.COMMANDS,
    *selection4.COMMANDS,
    *statistics.COMMANDS,
)
"""What everybody may ask who may ask at all."""

LIBRARIES: Final[tuple[Command[Server4], ...]] = (
    *leases4.COMMANDS,
    *leasestats.COMMANDS4,
    *subnets4.COMMANDS,
    *networks.COMMANDS4,
    *classes.COMMANDS,
    *hosts.COMMANDS,
)
"""What Kea has in hook libraries: known to everybody where the configuration names the library."""

PRIVATE: Final[tuple[Command[Server4], ...]] = (*commands.COMMANDS, *LIBRARIES)
"""What only the server's own user and root may ask in any case."""


def control4(inner: Reconfiguration4, grip: Grip) -> Commands:
    """Return the commands of a server for its control sockets, and those for its private socket."""
    registry: Registry[Server4] = Registry(COMMANDS, Server4(inner, grip), CommandLog(inner.loggers))

    def settle() -> None:
        registry.remove(LIBRARIES)
        registry.add(command for command in LIBRARIES if command.library in inner.setup.libraries)
        plugins.settle()
        words.settle(inner.setup.libraries)

    words = CommandWords(inner.loggers)
    plugins = PluginCommands(registry, inner.serving.plugins)
    settle()
    inner.on_change = settle
    private = registry.wider(PRIVATE)
    return Commands(*(plugins.heard(words.heard(one.execute, one.commands)) for one in (registry, private)))

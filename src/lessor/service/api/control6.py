"""A running DHCPv6 server as commands see it, and the commands it knows."""

from pathlib import Path
from typing import Final, TypeAlias

from lessor.control.families import (
    classes,
    configuration,
    core,
    hosts,
    interfaces,
    leasebulk,
    leases6,
    leasestats,
    networks,
    selection6,
    statistics,
    subnets6,
)
from lessor.control.hosts import HostSources
from lessor.control.leases import Leases6
from lessor.control.registry import Registry
from lessor.engine.tables6 import Tables6
from lessor.model.command import Command, CommandError
from lessor.model.network6 import Config6
from lessor.service.api import commands
from lessor.service.api.commandwords import CommandWords
from lessor.service.api.control import NOT_IN_MEMORY, CommandLog, Commands, Grip, Server
from lessor.service.api.reconfiguration import Reconfiguration
from lessor.service.exchange6 import Exchange6
from lessor.service.hooking.plugincommands import PluginCommands
from lessor.service.hooking.plugins6 import definitions6
from lessor.service.hosts.hostaccess import ConfiguredHosts
from lessor.service.hosts.storedhosts import ServersHosts
from lessor.service.leases.leaseaccess import LeaseAccess6
from lessor.service.leases.storage import Leases6 as Kept6
from lessor.service.serving6 import Serving6
from lessor.service.sql.sqlaccess import SqlAccess6
from lessor.service.sql.sqlexchange import SqlExchange
from lessor.store.leasedatabase import LeaseDatabase

Reconfiguration6: TypeAlias = Reconfiguration[Config6, Tables6, Serving6]


class Server6(Server[Config6, Tables6, Serving6]):
    """One DHCPv6 server at work."""

    family = 6

    def __init__(self, inner: Reconfiguration6, grip: Grip) -> None:
        super().__init__(inner, grip)
        self.hosts: HostSources = ServersHosts(
            ConfiguredHosts(self),
            lambda: inner.serving.hosts.databases,
            lambda: definitions6(self.config),
            lambda: self.config.unique_reservations,
        )
        self._in_memory = LeaseAccess6(self._store, self._exchange, self._lease_file)
        self._in_database: SqlAccess6 | None = None

    @property
    def leases(self) -> Leases6:
        """Return the leases, wherever they are now."""
        exchange = self._inner.serving.exchange
        if not isinstance(exchange, SqlExchange):
            return self._in_memory
        if self._in_database is None or self._in_database.driver is not exchange:
            self._in_database = SqlAccess6(exchange, self._lease_file)
        return self._in_database

    def _store(self) -> Kept6:
        store = self._inner.serving.store
        if isinstance(store, LeaseDatabase):
            raise CommandError(NOT_IN_MEMORY)
        return store

    def _exchange(self) -> Exchange6:
        exchange = self._inner.serving.exchange
        assert isinstance(exchange, Exchange6), "it is what serves from memory"
        return exchange

    def _lease_file(self) -> Path:
        return self.places.lease_file6(self.config.lease_file.name)


COMMANDS: Final[tuple[Command[Server6], ...]] = (
    *core.COMMANDS,
    *configuration.COMMANDS,
    *interfaces.COMMANDS,
    *selection6.COMMANDS,
    *statistics.COMMANDS,
)
"""What everybody may ask who may ask at all."""

LIBRARIES: Final[tuple[Command[Server6], ...]] = (
    *leases6.COMMANDS,
    *leasebulk.COMMANDS,
    *leasestats.COMMANDS6,
    *subnets6.COMMANDS,
    *networks.COMMANDS6,
    *classes.COMMANDS,
    *hosts.COMMANDS,
)
"""What Kea has in hook libraries: known to everybody where the configuration names the library."""

PRIVATE: Final[tuple[Command[Server6], ...]] = (*commands.COMMANDS, *LIBRARIES)
"""What only the server's own user and root may ask in any case."""


def control6(inner: Reconfiguration6, grip: Grip) -> Commands:
    """Return the commands of a server for its control sockets, and those for its private socket."""
    registry: Registry[Server6] = Registry(COMMANDS, Server6(inner, grip), CommandLog(inner.loggers))

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

"""Plug-ins in a DHCPv6 server: what they are given, and how they get to see messages."""

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from lessor.control.leases import Leases6 as Commanded6
from lessor.model.json import Json
from lessor.model.lease6 import Lease6
from lessor.model.network6 import Config6
from lessor.service.counting.statistics import Statistics
from lessor.service.exchange6 import Exchange6
from lessor.service.hooking.hooked6 import Hooked6
from lessor.service.hooking.hookwitness import HookWitness
from lessor.service.hooking.pluginleases import PluginLeases6, Whereabouts
from lessor.service.hooking.plugins import Loaded
from lessor.service.hooking.pluginserver import PluginServer
from lessor.service.hosts.hostexchange import InformedRuns
from lessor.service.leases.leaseaccess import LeaseAccess6
from lessor.service.leases.storage import Leases6
from lessor.service.logs.log import Loggers
from lessor.service.sql.sqlaccess import SqlAccess6
from lessor.service.sql.sqlexchange import SqlExchange
from lessor.store.leasedatabase import LeaseDatabase
from lessor.wire.catalog6 import STANDARD6
from lessor.wire.definition import Definitions, OptionDefinition


def definitions6(config: Config6) -> Definitions:
    """Return how options are laid out, the administrator's own included."""
    return STANDARD6.with_rows(
        OptionDefinition(row.code, row.name, row.space, row.type, row.array, row.fields, row.encapsulates)
        for row in config.option_layouts
    )


def servers6(
    loggers: Loggers,
    statistics: Statistics,
    loop: asyncio.AbstractEventLoop,
    unrestricted: bool,
    exchange: Callable[[], object],
    leases: Callable[[], Leases6 | LeaseDatabase[Lease6]],
    on_fatal: Callable[[], None] | None = None,
) -> Callable[[str, Mapping[str, Json], Config6], PluginServer]:
    """Return what makes the server that a plug-in is given; `exchange` and `leases` return those at work."""

    def exchange_at_work() -> Exchange6:
        at_work = exchange()
        assert isinstance(at_work, Exchange6), "with leases in memory there is no other"
        return at_work

    def leases_at_work() -> Leases6:
        at_work = leases()
        assert not isinstance(at_work, LeaseDatabase), "they are asked for when there is none"
        return at_work

    in_memory: Commanded6 = LeaseAccess6(leases_at_work, exchange_at_work, Path)
    looked_up = PluginLeases6(Whereabouts(exchange, in_memory, lambda driver: SqlAccess6(driver, Path)))

    def server_for(plugin: str, tree: Mapping[str, Json], config: Config6) -> PluginServer:
        definitions = definitions6(config)
        return PluginServer(
            plugin,
            6,
            tree,
            definitions,
            loggers,
            statistics,
            loop,
            unrestricted,
            leases6=lambda: looked_up,
            on_fatal=on_fatal,
        )

    return server_for


def steer6(
    exchange: object,
    loaded: Loaded,
    config: Config6,
    witness: HookWitness,
    loop: asyncio.AbstractEventLoop,
) -> None:
    """Let messages go through the hook points of these plug-ins."""
    inner = exchange.exchange if isinstance(exchange, SqlExchange) else exchange
    if not isinstance(inner, Exchange6):
        return
    inner.hooks = inner.reclamation.may_take = None
    if not loaded.has_callouts:
        return
    limit = config.parked_packet_limit
    hooked = Hooked6(inner, loaded.calls, definitions6(config), witness, loop, _now, limit)
    if isinstance(exchange, SqlExchange):
        hooked.go_on_through(exchange.resume)
    elif isinstance(inner.runs, InformedRuns):
        hooked.go_on_through(inner.runs.resume)
    inner.hooks = hooked
    if loaded.calls["lease6_expire"] or loaded.calls["lease6_recover"]:
        inner.reclamation.may_take = hooked.may_take_back


def _now() -> int:
    return int(time.time())

"""Plug-ins in a DHCPv4 server: what they are given, and how they get to see messages."""

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from lessor.control.leases import Leases4 as Commanded4
from lessor.model.json import Json
from lessor.model.lease import Lease4
from lessor.model.network import Config4
from lessor.service.counting.statistics import Statistics
from lessor.service.exchange4 import Exchange4
from lessor.service.hooking.hooked4 import Hooked4
from lessor.service.hooking.hookwitness import HookWitness
from lessor.service.hooking.pluginleases import PluginLeases4, Whereabouts
from lessor.service.hooking.plugins import Loaded
from lessor.service.hooking.pluginserver import PluginServer
from lessor.service.hosts.hostexchange import InformedRuns
from lessor.service.leases.leaseaccess import LeaseAccess4
from lessor.service.leases.storage import Leases4
from lessor.service.logs.log import Loggers
from lessor.service.sql.sqlaccess import SqlAccess4
from lessor.service.sql.sqlexchange import SqlExchange
from lessor.store.leasedatabase import LeaseDatabase
from lessor.wire.catalog4 import STANDARD4
from lessor.wire.definition import Definitions, OptionDefinition


def definitions4(config: Config4) -> Definitions:
    """Return how options are laid out, the administrator's own included."""
    return STANDARD4.with_rows(
        OptionDefinition(row.code, row.name, row.space, row.type, row.array, row.fields, row.encapsulates)
        for row in config.option_layouts
    )


def servers4(
    loggers: Loggers,
    statistics: Statistics,
    loop: asyncio.AbstractEventLoop,
    unrestricted: bool,
    exchange: Callable[[], object],
    leases: Callable[[], Leases4 | LeaseDatabase[Lease4]],
    on_fatal: Callable[[], None] | None = None,
) -> Callable[[str, Mapping[str, Json], Config4], PluginServer]:
    """Return what makes the server that a plug-in is given; `exchange` and `leases` return those at work."""

    def exchange_at_work() -> Exchange4:
        at_work = exchange()
        assert isinstance(at_work, Exchange4), "with leases in memory there is no other"
        return at_work

    def leases_at_work() -> Leases4:
        at_work = leases()
        assert not isinstance(at_work, LeaseDatabase), "they are asked for when there is none"
        return at_work

    in_memory: Commanded4 = LeaseAccess4(leases_at_work, exchange_at_work, Path)
    looked_up = PluginLeases4(Whereabouts(exchange, in_memory, lambda driver: SqlAccess4(driver, Path)))

    def server_for(plugin: str, tree: Mapping[str, Json], config: Config4) -> PluginServer:
        definitions = definitions4(config)
        return PluginServer(
            plugin,
            4,
            tree,
            definitions,
            loggers,
            statistics,
            loop,
            unrestricted,
            leases4=lambda: looked_up,
            on_fatal=on_fatal,
        )

    return server_for


def steer4(
    exchange: object,
    loaded: Loaded,
    config: Config4,
    witness: HookWitness,
    loop: asyncio.AbstractEventLoop,
) -> None:
    """Let messages go through the hook points of these plug-ins."""
    inner = exchange.exchange if isinstance(exchange, SqlExchange) else exchange
    if not isinstance(inner, Exchange4):
        return
    inner.hooks = inner.reclamation.may_take = None
    if not loaded.has_callouts:
        return
    limit = config.parked_packet_limit
    hooked = Hooked4(inner, loaded.calls, definitions4(config), witness, loop, _now, limit)
    if isinstance(exchange, SqlExchange):
        hooked.go_on_through(exchange.resume)
    elif isinstance(inner.runs, InformedRuns):
        hooked.go_on_through(inner.runs.resume)
    inner.hooks = hooked
    if loaded.calls["lease4_expire"] or loaded.calls["lease4_recover"]:
        inner.reclamation.may_take = hooked.may_take_back


def _now() -> int:
    return int(time.time())

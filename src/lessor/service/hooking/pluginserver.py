"""The server as one plug-in sees it (hooks/server.py): its log, its statistics, its leases, work beside the serving.

What differs by family comes from outside. Work that is started while the plug-in is set up waits until its
configuration is in force; it is cancelled when the plug-in is unloaded.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Final

from lessor.hooks.leases import LeaseView4, LeaseView6
from lessor.hooks.load import told
from lessor.hooks.server import Leases
from lessor.model.json import Json
from lessor.service.counting.statistics import Statistics
from lessor.service.logs import messages_hooks
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.wire.definition import Definitions


class PluginLog:
    """The server's log for one plug-in."""

    def __init__(self, loggers: Loggers, plugin: str) -> None:
        self._loggers = loggers
        self._plugin = plugin

    def debug(self, text: str) -> None:
        """Write what only those who look closely want to know."""
        self._loggers.write(messages_hooks.LESSOR_HOOK_DEBUG, self._plugin, text)

    def info(self, text: str) -> None:
        """Write what is worth knowing."""
        self._loggers.write(messages_hooks.LESSOR_HOOK_INFO, self._plugin, text)

    def warn(self, text: str) -> None:
        """Write what may become a problem."""
        self._loggers.write(messages_hooks.LESSOR_HOOK_WARN, self._plugin, text)

    def error(self, text: str) -> None:
        """Write what went wrong."""
        self._loggers.write(messages_hooks.LESSOR_HOOK_ERROR, self._plugin, text)

    def wants(self, message: Message) -> bool:
        """Tell whether a line of this kind would be written."""
        return self._loggers.get(message.logger).limit >= message.rank

    def write(self, message: Message, *arguments: object) -> None:
        """Write a line of a kind that the plug-in defines."""
        self._loggers.write(message, *arguments)


class PluginStatistics:
    """The server's statistics for plug-ins."""

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics

    def count(self, name: str, step: int = 1, subnet_id: int | None = None) -> None:
        """Add to a statistic, of the server or of a subnet; the first time makes it."""
        counts = self._statistics.counts if subnet_id is None else self._statistics.subnets.get(subnet_id)
        if counts is not None:
            counts[name] = counts.get(name, 0) + step

    def value(self, name: str) -> int:
        """Return a statistic by its full name, 0 where there is none."""
        return self._statistics.value(name) or 0


USUAL_PREFIX: Final = "/usr"


class PluginServer:
    """What one plug-in is given as `server`."""

    def __init__(
        self,
        plugin: str,
        family: int,
        tree: Mapping[str, Json],
        definitions: Definitions,
        loggers: Loggers,
        statistics: Statistics,
        loop: asyncio.AbstractEventLoop,
        unrestricted: bool,
        leases4: Callable[[], Leases[LeaseView4]] | None = None,
        leases6: Callable[[], Leases[LeaseView6]] | None = None,
        on_fatal: Callable[[], None] | None = None,
    ) -> None:
        self.family = family
        self.program = loggers.root
        self.log = PluginLog(loggers, plugin)
        self.statistics = PluginStatistics(statistics)
        self.definitions = definitions
        self.unrestricted = unrestricted
        self._plugin = plugin
        self._tree = tree
        self._loggers = loggers
        self._loop = loop
        self._leases4 = leases4
        self._leases6 = leases6
        self._on_fatal = on_fatal
        self._in_force = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def leases4(self) -> Leases[LeaseView4]:
        """The leases of a DHCPv4 server. Raise LookupError in another one."""
        if self._leases4 is None:
            raise LookupError("this server has no DHCPv4 leases that a plug-in can look at")
        return self._leases4()

    @property
    def leases6(self) -> Leases[LeaseView6]:
        """The leases of a DHCPv6 server. Raise LookupError in another one."""
        if self._leases6 is None:
            raise LookupError("this server has no DHCPv6 leases that a plug-in can look at")
        return self._leases6()

    def now(self) -> int:
        """Return the time, unix seconds."""
        return int(time.time())

    def config(self) -> dict[str, Json]:
        """Return a copy of the configuration the plug-in was loaded with."""
        return deepcopy(dict(self._tree))

    def directory(self, variable: str, usual: str) -> Path:
        """Return a directory of the installation."""
        base = Path("/" if sys.prefix == USUAL_PREFIX else sys.prefix)
        return Path(os.environ.get(variable) or base / usual)

    def start(self, work: Coroutine[object, object, object], name: str = "") -> "asyncio.Task[None]":
        """Run something beside the serving, from when the configuration is in force."""
        task = self._loop.create_task(self._run(work), name=name or self._plugin)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # what never began is not begun
        task.add_done_callback(lambda _: work.close())
        return task

    def give_up(self) -> None:
        """End the server."""
        if self._on_fatal is not None:
            self._on_fatal()

    def put_in_force(self) -> None:
        """Let the work begin that was started."""
        self._in_force.set()

    def stop(self) -> None:
        """Cancel everything under way."""
        for task in self._tasks:
            task.cancel()

    async def _run(self, work: Coroutine[object, object, object]) -> None:
        await self._in_force.wait()
        try:
            await work
        except Exception as error:  # whatever a plug-in does, the server goes on
            self._loggers.write(messages_hooks.LESSOR_HOOK_TASK_FAILED, self._plugin, told(error))

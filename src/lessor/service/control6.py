"""A running DHCPv6 server as commands see it, and the commands it knows."""

from typing import Final, TypeAlias

from lessor.control.families import configuration, core, interfaces, selection6, statistics
from lessor.control.registry import Registry
from lessor.engine.tables6 import Tables6
from lessor.model.command import Command
from lessor.model.network6 import Config6
from lessor.service import commands
from lessor.service.control import CommandLog, Commands, Grip, Server
from lessor.service.reconfiguration import Reconfiguration
from lessor.service.serving6 import Serving6

Reconfiguration6: TypeAlias = Reconfiguration[Config6, Tables6, Serving6]


class Server6(Server[Config6, Tables6, Serving6]):
    """One DHCPv6 server at work."""

    family = 6


COMMANDS: Final[tuple[Command[Server6], ...]] = (
    *core.COMMANDS,
    *configuration.COMMANDS,
    *interfaces.COMMANDS,
    *selection6.COMMANDS,
    *statistics.COMMANDS,
)
"""What everybody may ask who may ask at all."""

PRIVATE: Final[tuple[Command[Server6], ...]] = (*commands.COMMANDS,)
"""What only the server's own user and root may ask."""


def control6(inner: Reconfiguration6, grip: Grip) -> Commands:
    """Return the commands of a server for its control sockets, and those for its private socket."""
    registry: Registry[Server6] = Registry(COMMANDS, Server6(inner, grip), CommandLog(inner.loggers))
    return Commands(registry.execute, registry.wider(PRIVATE).execute)

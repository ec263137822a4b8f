"""A running DHCPv4 server as commands see it, and the commands it knows."""

from typing import Final, TypeAlias

from lessor.control.families import configuration, core, interfaces, selection4, statistics
from lessor.control.registry import Registry
from lessor.engine.tables import Tables
from lessor.model.command import Command
from lessor.model.network import Config4
from lessor.service import commands
from lessor.service.control import CommandLog, Commands, Grip, Server
from lessor.service.reconfiguration import Reconfiguration
from lessor.service.serving4 import Serving4

Reconfiguration4: TypeAlias = Reconfiguration[Config4, Tables, Serving4]


class Server4(Server[Config4, Tables, Serving4]):
    """One DHCPv4 server at work."""

    family = 4


COMMANDS: Final[tuple[Command[Server4], ...]] = (
    *core.COMMANDS,
    *configuration.COMMANDS,
    *interfaces.COMMANDS,
    *selection4.COMMANDS,
    *statistics.COMMANDS,
)
"""What everybody may ask who may ask at all."""

PRIVATE: Final[tuple[Command[Server4], ...]] = (*commands.COMMANDS,)
"""What only the server's own user and root may ask."""


def control4(inner: Reconfiguration4, grip: Grip) -> Commands:
    """Return the commands of a server for its control sockets, and those for its private socket."""
    registry: Registry[Server4] = Registry(COMMANDS, Server4(inner, grip), CommandLog(inner.loggers))
    return Commands(registry.execute, registry.wider(PRIVATE).execute)

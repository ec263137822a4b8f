"""The checked configuration of a control agent."""

from dataclasses import dataclass

from lessor.model.control import ControlSocket
from lessor.model.network import LoggerConfig


@dataclass(frozen=True, slots=True)
class AgentConfig:
    """Its own socket, and (service, name of the UNIX socket) of each server that commands are passed on to."""

    socket: ControlSocket
    servers: tuple[tuple[str, str], ...] = ()
    loggers: tuple[LoggerConfig, ...] = ()

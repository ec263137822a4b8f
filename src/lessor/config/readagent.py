"""From a tree that passed config/check.py to the configuration of the control agent."""

from typing import Final

from lessor.config.control import check_http, read_address, read_authentication, read_headers, read_port, read_tls
from lessor.config.daemon import read_daemon, read_daemon_loggers
from lessor.config.errors import Problem
from lessor.config.keysagent import REALM, SECTION
from lessor.config.section import Section
from lessor.config.syntax import Node
from lessor.model.agent import AgentConfig
from lessor.model.control import HTTP, HTTPS, ControlSocket

SERVICES: Final = ("dhcp4", "dhcp6", "d2")


def read_agent(root: Node, warnings: list[Problem] | None = None) -> AgentConfig:
    """Return the configuration of a whole file. Raise ConfigError with all mistakes.

    What works but is hardly meant is appended to `warnings`.
    """
    return read_daemon(root, SECTION, _agent, warnings)


def _agent(file: Section, section: Section) -> AgentConfig:
    check_http(section, "http-host")
    tls = read_tls(section)
    authenticated = "authentication" in section.members
    servers = section.section("control-sockets")
    return AgentConfig(
        socket=ControlSocket(
            HTTP if tls is None else HTTPS,
            address=read_address(section, "http-host", "127.0.0.1"),
            port=read_port(section, "http-port", 8000),
            authentication=read_authentication(section.section("authentication"), REALM) if authenticated else None,
            tls=tls,
            headers=read_headers(section),
        ),
        servers=tuple(
            (service, servers.section(service).text("socket-name"))
            for service in SERVICES
            if service in servers.members
        ),
        loggers=read_daemon_loggers(file, section),
    )

"""A control agent at work: it takes commands by HTTP, and passes those that name a `service` on to that server.

What it can do is the same for whoever may send it requests at all. Passwords are shown to nobody: in what config-get
answers there are stars, and where they come back in config-set, they stand for the password in force.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lessor.config.errors import ConfigError
from lessor.config.keysagent import REALM, SECTION
from lessor.config.load import Loaded, load_agent, load_tree_agent
from lessor.config.syntax import plain
from lessor.control.answer import text
from lessor.control.caller import Caller
from lessor.control.families.agent import COMMANDS
from lessor.control.forward import Forwarder, services_of
from lessor.control.registry import Malformed, Registry, parsed
from lessor.model.agent import AgentConfig
from lessor.model.command import UNSUPPORTED, CommandError, refused
from lessor.model.json import Json
from lessor.service.api.channels import ChannelError, Channels
from lessor.service.api.control import CommandLog
from lessor.service.counting.snapshot import Life
from lessor.service.leases.writing import replace_file, spelled
from lessor.service.logs import messages_agent
from lessor.service.logs.log import LogError, Loggers
from lessor.service.logs.message import Message
from lessor.service.programs.places import Places

ADVERSITIES: Final = (ConfigError, ChannelError, LogError)
"""What may keep a configuration from being put to use."""

STARS: Final = "*****"

NO_SERVICE: Final = (
    ' You did not include "service" parameter in the command, which indicates that Kea Control Agent should process '
    "this command rather than forward it to one or more Kea servers. If you aimed to send this command to one of the "
    'Kea servers you should include the "service" parameter in your request, e.g. "service": [ "dhcp4" ] to forward '
    'the command to the DHCPv4 server, or "service": [ "dhcp4", "dhcp6", "d2" ] to forward it to DHCPv4, DHCPv6 and '
    "D2 servers etc."
)

BY_ID: Final = {message.id: message for message in vars(messages_agent).values() if isinstance(message, Message)}

Map = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Around:
    """What an agent gets from its process; `stop` ends it with an exit status."""

    places: Places
    loggers: Loggers
    debug: bool
    stop: Callable[[int], None]
    report: Callable[[], str]


class Agent:
    """One control agent. `life` says what happened to it."""

    def __init__(self, life: Life, around: Around) -> None:
        self.life = life
        self.around = around
        self.channels = Channels(self.execute, around.loggers, asyncio.get_running_loop(), around.places)
        self._forwarder = Forwarder({})
        self._registry: Registry[Agent] = Registry(COMMANDS, self, CommandLog(around.loggers))
        self._loaded: Loaded[AgentConfig] | None = None

    async def execute(self, request: Json, caller: Caller) -> Json:
        """Carry out a request or pass it on; return the list of answers."""
        try:
            name, _ = parsed(request)
            assert isinstance(request, dict), "or it would not have been parsed"
            services = services_of(request)
        except Malformed:
            return [await self._registry.execute(request, caller)]
        except CommandError as error:
            return [refused(error)]
        if services:
            return await self._forwarder.forward(request, services, caller)
        self._write(messages_agent.CTRL_AGENT_COMMAND_RECEIVED, name, caller.address)
        answer = await self._registry.execute(request, caller)
        return [_with_advice(answer)]

    # What is in force

    @property
    def started(self) -> float:
        """Unix time of the start."""
        return self.life.started

    @property
    def configured(self) -> float:
        """Unix time at which the configuration in force was put to use."""
        return self.life.configured

    @property
    def summary(self) -> str:
        """What the configuration holds, in the words of the log."""
        return summary(self._force.config)

    def now(self) -> int:
        """Return the time in unix seconds."""
        return int(time.time())

    def report(self) -> str:
        """Return what the agent is made of."""
        return self.around.report()

    def tree(self) -> Map:
        """Return the configuration, with stars for passwords."""
        tree = written(self._force)
        for client in clients_of(tree):
            if "password" in client:
                client["password"] = STARS
        return tree

    def hash(self) -> str:
        """Return the SHA-256 of the configuration, in capitals."""
        return hashlib.sha256(text(written(self._force)).encode(errors="backslashreplace")).hexdigest().upper()

    # What can be done

    async def start(self) -> None:
        """Work by the configuration file. Raise one of ADVERSITIES."""
        await self._use(load_agent(self.life.file))

    async def reload(self) -> None:
        """Put the configuration file to use as it is now. Raise ConfigError, CommandError."""
        try:
            await self._changed(load_agent(self.life.file))
        except ConfigError as error:
            self.life.refuse(time.time(), str(error.problems[0]))
            raise

    async def configure(self, tree: Map) -> None:
        """Work by another configuration. Raise ConfigError, CommandError."""
        await self._changed(load_tree_agent(self._with_secrets(tree)))

    def test(self, tree: Map) -> None:
        """Check a configuration. Raise ConfigError."""
        load_tree_agent(tree)

    def write(self, name: str) -> tuple[str, int]:
        """Write the configuration to a file in the directory of its file; return its name and its octets.

        Raise CommandError.
        """
        used = Path(self.life.file)
        directory = used.resolve().parent
        path = directory / name if name else used
        if path.resolve().parent != directory:
            raise CommandError(f"not allowed to write config into {name}: supported path is '{directory}'")
        try:
            return str(path), replace_file(path, spelled(written(self._force)))
        except OSError as error:
            raise CommandError(
                f"Error during write-config:Unable to open file {path} for writing: {error.strerror}"
            ) from None

    def shut_down(self, status: int) -> None:
        """End the process with this exit status."""
        self.around.stop(status)

    @property
    def _force(self) -> Loaded[AgentConfig]:
        assert self._loaded is not None, "nobody can ask before the start"
        return self._loaded

    async def _changed(self, loaded: Loaded[AgentConfig]) -> None:
        before = self._force
        try:
            await self._use(loaded)
        except (ChannelError, LogError) as error:
            self.around.loggers.configure(before.config.loggers, self.around.debug)
            self.life.refuse(time.time(), str(error))
            raise CommandError(str(error)) from error

    async def _use(self, loaded: Loaded[AgentConfig]) -> None:
        """Work by this configuration. Raise ChannelError, LogError; then the sockets are those of before."""
        config, around = loaded.config, self.around
        around.loggers.configure(config.loggers, around.debug)
        await self.channels.reconfigure((config.socket,))
        sockets = {service: around.places.control_socket(name) for service, name in config.servers}
        self._forwarder = Forwarder(sockets, self._report)
        self._loaded = loaded
        self.life.accept(time.time())
        for remark in (*loaded.warnings, *loaded.unsupported):
            self._write(messages_agent.CTRL_AGENT_CONFIG_SYNTAX_WARNING, remark)
        self._write(messages_agent.DCTL_CONFIG_COMPLETE, summary(config))

    def _with_secrets(self, tree: Map) -> Map:
        """Return a configuration with the passwords in force where it has stars."""
        known = {client.get("user"): client.get("password") for client in clients_of(written(self._force))}
        for client in clients_of(tree):
            if client.get("password") == STARS and known.get(client.get("user")) is not None:
                client["password"] = known[client.get("user")]
        return tree

    def _report(self, event: str, *args: object) -> None:
        self._write(BY_ID[event], *args)

    def _write(self, message: Message, *args: object) -> None:
        self.around.loggers.write(message, *args)


def summary(config: AgentConfig) -> str:
    """Return what a configuration holds, in the words of the log."""
    socket = config.socket
    servers = " ".join(service for service, _ in config.servers) or "none"
    basic = ", requires basic HTTP authentication" if socket.authentication is not None else ""
    return f"listening on {socket.address}, port {socket.port}, control sockets: {servers}{basic}"


def written(loaded: Loaded[AgentConfig]) -> Map:
    """Return a new tree of a configuration, with what holds by default."""
    file = plain(loaded.root)
    assert isinstance(file, dict), "it was read"
    section = file[SECTION]
    assert isinstance(section, dict), "so was this"
    socket = loaded.config.socket
    section = {"control-sockets": {}, "hooks-libraries": [], **section}
    section.update({"http-host": socket.address, "http-port": socket.port})
    authentication = section.get("authentication")
    if isinstance(authentication, dict):
        section["authentication"] = {"clients": [], "directory": "", "realm": REALM, **authentication}
    servers = section["control-sockets"]
    if isinstance(servers, dict):
        section["control-sockets"] = {
            name: {"socket-type": "unix", **server} for name, server in servers.items() if isinstance(server, dict)
        }
    return {SECTION: section}


def clients_of(tree: Map) -> list[Map]:
    """Return the clients of a configuration that may be wrong."""
    section = tree.get(SECTION)
    authentication = section.get("authentication") if isinstance(section, dict) else None
    clients = authentication.get("clients") if isinstance(authentication, dict) else None
    return [client for client in clients if isinstance(client, dict)] if isinstance(clients, list) else []


def _with_advice(answer: Json) -> Json:
    """Tell who sent a command that the agent does not know how to reach servers."""
    if isinstance(answer, dict) and answer.get("result") == UNSUPPORTED:
        return {**answer, "text": f"{answer.get('text', '')}{NO_SERVICE}"}
    return answer

"""The commands that a control agent carries out itself; all others it passes on."""

import os
from typing import Final, Protocol

from lessor import KEA_VERSION, __version__
from lessor.control.families.configuration import HASH
from lessor.control.families.core import LARGEST_STATUS
from lessor.model.command import WRITE, Answer, Argument, Arguments, Command, CommandError, succeeded
from lessor.model.json import Json

SECTION: Final = "Control-agent"

APPLIED: Final = "Configuration applied successfully."


class Agent(Protocol):
    """What these commands ask of a control agent."""

    @property
    def started(self) -> float: ...
    @property
    def configured(self) -> float: ...
    def now(self) -> int: ...
    def report(self) -> str: ...
    def tree(self) -> dict[str, Json]: ...
    def hash(self) -> str: ...
    async def configure(self, tree: dict[str, Json]) -> None: ...
    def test(self, tree: dict[str, Json]) -> None: ...
    async def reload(self) -> None: ...
    def write(self, name: str) -> tuple[str, int]: ...
    def shut_down(self, status: int) -> None: ...


def _build_report(agent: Agent, arguments: Arguments) -> Answer:
    return succeeded(agent.report())


def _version_get(agent: Agent, arguments: Arguments) -> Answer:
    return succeeded(KEA_VERSION, {"extended": f"{KEA_VERSION}\nlessor {__version__}"})


def _status_get(agent: Agent, arguments: Arguments) -> Answer:
    now = agent.now()
    return succeeded(
        arguments={
            "pid": os.getpid(),
            "uptime": max(now - int(agent.started), 0),
            "reload": max(now - int(agent.configured), 0),
        }
    )


def _shutdown(agent: Agent, arguments: Arguments) -> Answer:
    status = arguments.get("exit-value", 0)
    if not isinstance(status, int) or isinstance(status, bool):
        raise CommandError("parameter 'exit-value' is not an integer")
    if not 0 <= status <= LARGEST_STATUS:
        raise CommandError(f"parameter 'exit-value' is not from 0 to {LARGEST_STATUS}")
    agent.shut_down(status)
    return succeeded("Control Agent is shutting down")


def _config_get(agent: Agent, arguments: Arguments) -> Answer:
    return succeeded(arguments=agent.tree())


def _config_hash_get(agent: Agent, arguments: Arguments) -> Answer:
    return succeeded(arguments={HASH: agent.hash()})


def _config_test(agent: Agent, arguments: Arguments) -> Answer:
    agent.test(section_of(arguments))
    return succeeded("Configuration check successful")


async def _config_set(agent: Agent, arguments: Arguments) -> Answer:
    await agent.configure(section_of(arguments))
    return succeeded(APPLIED)


async def _config_reload(agent: Agent, arguments: Arguments) -> Answer:
    await agent.reload()
    return succeeded(APPLIED)


def _config_write(agent: Agent, arguments: Arguments) -> Answer:
    name = arguments.get("filename", "")
    if not isinstance(name, str):
        raise CommandError("passed parameter 'filename' is not a string")
    if "\0" in name:
        raise CommandError("passed parameter 'filename' is not a name of a file")
    file, size = agent.write(name)
    return succeeded(f"Configuration written to {file} successful", {"size": size, "filename": file})


def section_of(arguments: Arguments) -> dict[str, Json]:
    """Return the tree of a configuration as it came in a command. Raise CommandError."""
    if not arguments:
        raise CommandError("Missing mandatory 'arguments' parameter.")
    if SECTION not in arguments:
        raise CommandError(f"Missing mandatory '{SECTION}' parameter.")
    for other in arguments:
        if other not in (SECTION, HASH):
            raise CommandError(f"Unsupported '{other}' parameter.")
    return {SECTION: arguments[SECTION]}


GIVEN: Final = (Argument(SECTION, "map", "the whole configuration", required=True),)

COMMANDS: Final[tuple[Command[Agent], ...]] = (
    Command("build-report", "Tell what the agent is made of.", _build_report, answer="the report", since="1.2.0"),
    Command("config-get", "Show the configuration in force.", _config_get, answer=f"`{SECTION}`", since="1.2.0"),
    Command("config-hash-get", "Tell the hash of the configuration.", _config_hash_get, answer="`hash`", since="2.4.0"),
    Command("config-reload", "Put the configuration file to use as it is now.", _config_reload, WRITE, since="1.2.0"),
    Command("config-set", "Work by this configuration from now on.", _config_set, WRITE, GIVEN, since="1.2.0"),
    Command("config-test", "Check a configuration, and change nothing.", _config_test, WRITE, GIVEN, since="1.2.0"),
    Command(
        "config-write",
        "Write the configuration in force to its file, or to another one in the same directory.",
        _config_write,
        WRITE,
        (Argument("filename", "string", "the file; without it the one the agent was started with"),),
        answer="`filename` and `size`",
        since="1.2.0",
    ),
    Command(
        "shutdown",
        "End the agent.",
        _shutdown,
        WRITE,
        (Argument("exit-value", "integer", "the exit status of the process; 0 without it"),),
        since="1.2.0",
    ),
    Command("status-get", "Tell since when the agent runs.", _status_get, answer="seconds", since="1.7.3"),
    Command("version-get", "Tell the version.", _version_get, answer="`extended`, with a line for each", since="1.2.0"),
)

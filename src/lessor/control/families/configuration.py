"""Commands about the configuration as a whole: show it, check it, change it, write it, read it again."""

from typing import Final, Protocol

from lessor.model.command import WRITE, Answer, Argument, Arguments, Command, CommandError, succeeded
from lessor.model.json import Json

SANE: Final = (
    "Configuration seems sane. Control-socket, hook-libraries, and D2 configuration were sanity checked, "
    "but not applied."
)

HASH: Final = "hash"
"""Stands beside the section in what config-get answers, and so may be given back."""


class Server(Protocol):
    """What these commands ask of a server."""

    family: int

    async def shown(self) -> dict[str, Json]: ...
    async def hash(self) -> str: ...
    async def configure(self, tree: dict[str, Json]) -> None: ...
    async def test(self, tree: dict[str, Json]) -> None: ...
    async def reload(self) -> None: ...
    async def write(self, name: str) -> tuple[str, int]: ...


async def _config_get(server: Server, arguments: Arguments) -> Answer:
    return succeeded(arguments={**await server.shown(), HASH: await server.hash()})


async def _config_hash_get(server: Server, arguments: Arguments) -> Answer:
    return succeeded(arguments={HASH: await server.hash()})


async def _config_test(server: Server, arguments: Arguments) -> Answer:
    await server.test(section_of(server.family, arguments))
    return succeeded(SANE)


async def _config_set(server: Server, arguments: Arguments) -> Answer:
    await server.configure(section_of(server.family, arguments))
    return await _in_force(server)


async def _config_reload(server: Server, arguments: Arguments) -> Answer:
    await server.reload()
    return await _in_force(server)


async def _in_force(server: Server) -> Answer:
    return succeeded("Configuration successful.", {HASH: await server.hash()})


async def _config_write(server: Server, arguments: Arguments) -> Answer:
    name = arguments.get("filename", "")
    if not isinstance(name, str):
        raise CommandError("passed parameter 'filename' is not a string")
    if "\0" in name:
        raise CommandError("passed parameter 'filename' is not a name of a file")
    file, size = await server.write(name)
    return succeeded(f"Configuration written to {file} successful", {"size": size, "filename": file})


def section_of(family: int, arguments: Arguments) -> dict[str, Json]:
    """Return the tree of a configuration as it came in a command. Raise CommandError."""
    name = f"Dhcp{family}"
    if not arguments:
        raise CommandError("Missing mandatory 'arguments' parameter.")
    if name not in arguments:
        raise CommandError(f"Missing mandatory '{name}' parameter.")
    section = arguments[name]
    if not isinstance(section, dict):
        raise CommandError(f"'{name}' parameter expected to be a map.")
    for other in arguments:
        if other not in (name, HASH):
            raise CommandError(f"Unsupported '{other}' parameter.")
    return {name: section}


SECTION: Final = (
    Argument("Dhcp4", "map", "the whole configuration, of a DHCPv4 server"),
    Argument("Dhcp6", "map", "the whole configuration, of a DHCPv6 server"),
)

COMMANDS: Final[tuple[Command[Server], ...]] = (
    Command(
        "config-get",
        "Show the configuration in force.",
        _config_get,
        answer="`Dhcp4` or `Dhcp6`, as in a configuration file, and its `hash`",
        since="1.2.0",
    ),
    Command(
        "config-hash-get",
        "Tell the hash of the configuration in force: it is another one when the configuration is another one.",
        _config_hash_get,
        answer="`hash`: SHA-256 in capitals",
        since="2.4.0",
    ),
    Command(
        "config-reload",
        "Put the configuration file to use as it is now.",
        _config_reload,
        WRITE,
        answer="`hash`",
        since="1.2.0",
    ),
    Command(
        "config-set",
        "Serve by this configuration from now on; its file stays as it is until config-write.",
        _config_set,
        WRITE,
        SECTION,
        answer="`hash`",
        since="1.2.0",
    ),
    Command(
        "config-test",
        "Check a configuration, and change nothing.",
        _config_test,
        WRITE,
        SECTION,
        since="1.2.0",
    ),
    Command(
        "config-write",
        "Write the configuration in force to its file, or to another one in the same directory.",
        _config_write,
        WRITE,
        (Argument("filename", "string", "the file; without it the one the server was started with"),),
        answer="`filename` and `size`",
        since="1.2.0",
    ),
)

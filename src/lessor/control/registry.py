"""The commands that a server knows, and how one of them is carried out.

- A request is checked as Kea checks it; what is wrong with it becomes an answer, never an exception.
- Commands that change something run one after the other, in the order they came. One that is carried out must not
  have another one of these carried out and wait for it.
- A change that has begun comes to its end, also when who asked for it hangs up.
- A bug in a command becomes an answer and is told to the watcher; the server goes on.
"""

import asyncio
import re
from collections.abc import Iterable, Mapping
from inspect import isawaitable
from typing import Final, Generic, Protocol, TypeVar

from lessor.config.errors import ConfigError
from lessor.config.load import WIRE
from lessor.control.caller import Caller
from lessor.model.command import UNSUPPORTED, WRITE, Answer, Arguments, Command, CommandError, refused, succeeded
from lessor.model.json import Json

MEMBERS: Final = frozenset({"command", "arguments", "service", "remote", "remote-address"})
"""What a request may have; the last three are from and for who passes requests on."""

NO_PLACE: Final = re.compile(rf"^{WIRE}:\d+:\d+: ")

LIST_COMMANDS: Final = ("list-commands", "List the commands that the server knows.", "the names", "1.0.0")
"""Name, description, answer and first version of the command that every registry has by itself."""

MOST_MISTAKES: Final = 20
"""Mistakes of a configuration that an answer names."""

LONGEST_NAME: Final = 100
"""Characters of an unknown command's name that are repeated to the log."""

Target = TypeVar("Target")


class Watcher(Protocol):
    """Is told what happens, for the log."""

    def received(self, command: str) -> None: ...
    def refused(self, text: str) -> None: ...
    def failed(self, command: str, error: Exception) -> None: ...


class Malformed(CommandError):
    """A request that names no command."""

    def __init__(self, wrong: str) -> None:
        super().__init__(f"Error during command processing: {wrong}")


class Registry(Generic[Target]):
    """Commands by name, carried out on `server`."""

    def __init__(self, commands: Iterable[Command[Target]], server: Target, watcher: Watcher) -> None:
        self._commands: dict[str, Command[Target]] = {}
        self._server = server
        self._watcher = watcher
        self._turn = asyncio.Lock()
        self._changes: set[asyncio.Future[Answer]] = set()
        self._narrower: Registry[Target] | None = None
        name, about, answer, since = LIST_COMMANDS
        self.add((Command(name, about, self._list, answer=answer, since=since), *commands))

    def wider(self, commands: Iterable[Command[Target]]) -> "Registry[Target]":
        """Return a registry that knows these commands besides all that this one knows, now and later."""
        registry: Registry[Target] = Registry(commands, self._server, self._watcher)
        registry._turn = self._turn
        registry._narrower = self
        return registry

    def add(self, commands: Iterable[Command[Target]]) -> None:
        """Know these commands as well; the last one of a name counts."""
        self._commands.update((command.name, command) for command in commands)

    def remove(self, commands: Iterable[Command[Target]]) -> None:
        """Know these commands no more, unless there are others of their names by now."""
        for command in commands:
            if self._commands.get(command.name) is command:
                del self._commands[command.name]

    def names(self) -> list[str]:
        """Return the names of all commands in their order."""
        return sorted(self.commands())

    def commands(self) -> Mapping[str, Command[Target]]:
        """Return all commands by name."""
        narrower = {} if self._narrower is None else self._narrower.commands()
        return {**narrower, **self._commands}

    async def execute(self, request: Json, caller: Caller | None = None) -> Answer:
        """Carry out a request as it came from JSON, and return its answer. Whoever may send requests may send any."""
        name = ""
        try:
            name, given = parsed(request)
            self._watcher.received(name[:LONGEST_NAME])
            command = self._find(name)
            return await self._carry_out(command, arguments_of(command, given))
        except Malformed as error:
            self._watcher.refused(error.text)
            return refused(error)
        except CommandError as error:
            return refused(error)
        except ConfigError as error:
            return refused(CommandError(told(error)))
        except Exception as error:  # a bug in a command must not stop the server
            self._watcher.failed(name, error)
            return refused(Malformed(f"{type(error).__name__}: {error}"))

    def _list(self, server: Target, arguments: Arguments) -> Answer:
        names: list[Json] = [*self.names()]
        return succeeded(arguments=names)

    def _find(self, name: str) -> Command[Target]:
        command = self._commands.get(name)
        if command is None and self._narrower is not None:
            return self._narrower._find(name)
        if command is None:
            raise CommandError(f"'{name}' command not supported.", UNSUPPORTED)
        return command

    async def _carry_out(self, command: Command[Target], arguments: Arguments) -> Answer:
        if command.access != WRITE:
            return await self._handled(command, arguments)
        change = asyncio.ensure_future(self._change(command, arguments))
        self._changes.add(change)
        change.add_done_callback(self._changes.discard)
        return await asyncio.shield(change)

    async def _change(self, command: Command[Target], arguments: Arguments) -> Answer:
        async with self._turn:
            return await self._handled(command, arguments)

    async def _handled(self, command: Command[Target], arguments: Arguments) -> Answer:
        answer = command.handle(self._server, arguments)
        return await answer if isawaitable(answer) else answer


def parsed(request: Json) -> tuple[str, Json]:
    """Return the name of the command and its arguments, None without any. Raise Malformed."""
    if not isinstance(request, dict):
        raise Malformed("Invalid command Element specified, expected map")
    if "command" not in request:
        raise Malformed("Invalid answer specified, does not contain mandatory 'command'")
    for member in request:
        if member not in MEMBERS:
            raise Malformed(f"Received command contains unsupported parameter '{member}'")
    name = request["command"]
    if not isinstance(name, str):
        raise Malformed("'command' element in command message is not a string")
    return name, request.get("arguments")


def arguments_of(command: Command[Target], given: Json) -> Arguments:
    """Return the arguments for a command; those of one that takes none are passed over. Raise CommandError."""
    if given is None or not command.arguments:
        return given if isinstance(given, dict) else {}
    if not isinstance(given, dict):
        raise CommandError(f"arguments for the '{command.name}' command must be a map")
    return given


def told(error: ConfigError) -> str:
    """Return the mistakes of a configuration, one a line."""
    # what came in a command has no lines: its key says where it is
    problems = [NO_PLACE.sub("", str(problem)) for problem in error.problems[:MOST_MISTAKES]]
    more = len(error.problems) - len(problems)
    return "\n".join([*problems, *([f"and {more} more"] if more else [])])

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from lessor.config.errors import ConfigError, Problem
from lessor.control.registry import Registry
from lessor.model.command import WRITE, Answer, Argument, Arguments, Command, CommandError, succeeded
from lessor.model.json import Json


class Watcher:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def received(self, command: str) -> None:
        self.heard.append(("received", command))

    def refused(self, text: str) -> None:
        self.heard.append(("refused", text))

    def failed(self, command: str, error: Exception) -> None:
        self.heard.append(("failed", f"{command}: {error}"))


class Server:
    """Notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []


def note(server: Server, arguments: Arguments) -> Answer:
    server.asked.append(arguments)
    return succeeded("noted")


async def note_slowly(server: Server, arguments: Arguments) -> Answer:
    server.asked.append(("begin", arguments["id"]))
    await asyncio.sleep(0)
    server.asked.append(("end", arguments["id"]))
    return succeeded("noted")


def refuse(server: Server, arguments: Arguments) -> Answer:
    raise CommandError("no", 3, {"a": 1})


def mistake(server: Server, arguments: Arguments) -> Answer:
    raise ConfigError([Problem("<wire>", 0, 7, "pools[0]", "wrong", "right"), Problem("a.conf", 2, 3, "", "odd")])


def break_down(server: Server, arguments: Arguments) -> Answer:
    raise ZeroDivisionError("oh")


ID = (Argument("id", "integer", "a number"),)
COMMANDS: tuple[Command[Server], ...] = (
    Command("note", "", note),
    Command("note-id", "", note, arguments=ID),
    Command("read", "", note_slowly, arguments=ID),
    Command("write", "", note_slowly, WRITE, ID),
    Command("refuse", "", refuse),
    Command("mistake", "", mistake),
    Command("break", "", break_down),
)


def registry(server: Server | None = None, watcher: Watcher | None = None) -> Registry[Server]:
    return Registry(COMMANDS, server or Server(), watcher or Watcher())


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    return asyncio.run(work)


def execute(request: Json, server: Server | None = None, watcher: Watcher | None = None) -> Answer:
    return run(registry(server, watcher).execute(request))


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ([], "Invalid command Element specified, expected map"),
        (None, "Invalid command Element specified, expected map"),
        ({"arguments": {}}, "Invalid answer specified, does not contain mandatory 'command'"),
        ({"command": 5}, "'command' element in command message is not a string"),
        ({"command": "note", "extra": 1}, "Received command contains unsupported parameter 'extra'"),
    ],
)
def test_what_is_no_command(request_: Json, text: str) -> None:
    watcher = Watcher()
    text = f"Error during command processing: {text}"
    assert execute(request_, watcher=watcher) == {"result": 1, "text": text}
    assert watcher.heard == [("refused", text)]


def test_an_unknown_command_is_told_to_the_log_in_short() -> None:
    watcher = Watcher()
    answer = execute({"command": "x" * 1000}, watcher=watcher)
    assert answer == {"result": 2, "text": f"'{'x' * 1000}' command not supported."}
    assert watcher.heard == [("received", "x" * 100)]


@pytest.mark.parametrize("given", [None, {}, [], 5])
def test_a_command_without_arguments_minds_none(given: Json) -> None:
    server = Server()
    assert execute({"command": "note", "arguments": given, "service": ["dhcp4"]}, server)["result"] == 0
    assert server.asked == [{}]


def test_arguments_are_a_map() -> None:
    answer = execute({"command": "note-id", "arguments": [1]})
    assert answer == {"result": 1, "text": "arguments for the 'note-id' command must be a map"}
    server = Server()
    execute({"command": "note-id", "arguments": {"id": 1}}, server)
    execute({"command": "note-id"}, server)
    assert server.asked == [{"id": 1}, {}]


def test_a_refusal_is_an_answer() -> None:
    assert execute({"command": "refuse"}) == {"result": 3, "text": "no", "arguments": {"a": 1}}


def test_mistakes_of_a_configuration_are_an_answer() -> None:
    assert execute({"command": "mistake"}) == {"result": 1, "text": "pools[0]: wrong; right\na.conf:2:3: odd"}


def test_a_bug_is_an_answer_and_a_line_in_the_log() -> None:
    watcher = Watcher()
    answer = execute({"command": "break"}, watcher=watcher)
    assert answer == {"result": 1, "text": "Error during command processing: ZeroDivisionError: oh"}
    assert watcher.heard == [("received", "break"), ("failed", "break: oh")]


def together(command: str) -> list[object]:
    """Return what a server notes that is asked two things at once."""
    server = Server()

    async def both() -> None:
        known = registry(server)
        requests: list[Json] = [{"command": command, "arguments": {"id": id}} for id in (1, 2)]
        await asyncio.gather(*(known.execute(request) for request in requests))

    asyncio.run(both())
    return server.asked


def test_changes_come_one_after_the_other() -> None:
    assert together("write") == [("begin", 1), ("end", 1), ("begin", 2), ("end", 2)]
    assert together("read") == [("begin", 1), ("begin", 2), ("end", 1), ("end", 2)]


def test_a_change_comes_to_its_end_without_who_asked_for_it() -> None:
    server = Server()

    async def hang_up() -> None:
        asked = asyncio.ensure_future(registry(server).execute({"command": "write", "arguments": {"id": 1}}))
        while not server.asked:
            await asyncio.sleep(0)
        asked.cancel()
        while len(server.asked) < 2:
            await asyncio.sleep(0)

    asyncio.run(hang_up())
    assert server.asked == [("begin", 1), ("end", 1)]


def test_commands_come_and_go() -> None:
    known = registry()
    names = known.names()
    assert names == sorted(["list-commands", *(command.name for command in COMMANDS)])
    assert run(known.execute({"command": "list-commands"})) == {"result": 0, "arguments": names}
    more = (Command("more", "", note),)
    known.add(more)
    assert run(known.execute({"command": "more"}))["result"] == 0
    known.remove(more)
    assert run(known.execute({"command": "more"}))["result"] == 2


def test_what_was_replaced_is_not_removed() -> None:
    known = registry()
    first: Command[Server] = Command("note", "", refuse)
    second: Command[Server] = Command("note", "", note)
    known.add((first,))
    known.add((second,))
    known.remove((first,))
    assert run(known.execute({"command": "note"}))["result"] == 0


def test_a_wider_registry_knows_what_the_narrower_learns() -> None:
    narrow = registry()
    wide = narrow.wider((Command("secret", "", note),))
    narrow.add((Command("more", "", note),))
    assert [run(wide.execute({"command": name}))["result"] for name in ("secret", "more", "note")] == [0, 0, 0]
    assert run(narrow.execute({"command": "secret"}))["result"] == 2
    assert set(wide.names()) - set(narrow.names()) == {"secret"}
    assert run(wide.execute({"command": "list-commands"}))["arguments"] == wide.names()

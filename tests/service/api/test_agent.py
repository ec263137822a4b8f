"""A control agent by HTTP, in front of servers that answer as Kea 2.2 did when its agent was recorded."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from lessor.control.caller import Caller
from lessor.control.limits import Limits
from lessor.control.unix import UnixChannel
from lessor.model.json import Json
from lessor.service.api.agent import ADVERSITIES, STARS, Agent, Around
from lessor.service.counting.snapshot import Life
from lessor.service.logs.log import Loggers
from lessor.service.programs.places import find_places
from tests.control.sockets import Reply, free_port, post, run
from tests.control.test_http import basic

RECORDED: Final = json.loads((Path(__file__).parent.parent.parent / "control/recorded/agent.json").read_text())

CLIENTS: Final[Json] = [{"user": "admin", "password": "hush"}, {"user": "bob", "password": ""}]

Talk = Callable[["Front"], Awaitable[None]]


@dataclass
class Front:
    """A running agent."""

    agent: Agent
    directory: Path
    port: int
    stopped: list[int] = field(default_factory=list)

    async def ask(self, request: Json, credentials: str = "") -> Reply:
        body = request if isinstance(request, str) else json.dumps(request)
        return await post(self.port, body, basic(credentials) if credentials else None)

    async def answer(self, command: str, **arguments: Json) -> dict[str, Json]:
        given = {name.replace("_", "-"): value for name, value in arguments.items()}
        reply = (await self.ask({"command": command, "arguments": given} if given else {"command": command})).json
        assert isinstance(reply, list)
        answer = reply[0]
        assert isinstance(answer, dict)
        return answer


def configuration(port: int, **more: Json) -> dict[str, Json]:
    sockets: Json = {name: {"socket-name": f"s{name[-1]}"} for name in ("dhcp4", "dhcp6", "d2")}
    members: dict[str, Json] = {name.replace("_", "-"): value for name, value in more.items()}
    return {"Control-agent": {"http-port": port, "control-sockets": sockets, **members}}


def an_agent(**members: Json) -> dict[str, Json]:
    return {"Control-agent": {name.replace("_", "-"): value for name, value in members.items()}}


def with_agent(directory: Path, talk: Talk, **more: Json) -> None:
    """Hold a conversation with an agent that has this configuration."""
    port, stopped = free_port(), list[int]()
    file = directory / "kea-ctrl-agent.conf"
    file.write_text(json.dumps(configuration(port, **more)))

    async def main() -> None:
        places = find_places({"KEA_CONTROL_SOCKET_DIR": str(directory)}, str(directory))
        loggers = Loggers("kea-ctrl-agent", directory, {"KEA_LOGGER_DESTINATION": str(directory / "log")})
        around = Around(places, loggers, True, stopped.append, lambda: "what it is made of")
        agent = Agent(Life("kea-ctrl-agent", str(file), 1000.0), around)
        await agent.start()
        try:
            await talk(Front(agent, directory, port, stopped))
        finally:
            await agent.channels.close()
            loggers.close()

    run(main)


async def serve(path: Path, answers: dict[str, Json]) -> UnixChannel:
    async def execute(request: Json, caller: Caller) -> Json:
        assert isinstance(request, dict)
        return answers[str(request["command"])]

    channel = UnixChannel(path, execute, 0o600, Limits())
    await channel.open()
    return channel


def recorded_of(service: str) -> dict[str, Json]:
    """What this server answered to each command, out of the answers of the agent."""
    found = {}
    for exchange in RECORDED:
        request = exchange["request"]
        services = request.get("service", []) if isinstance(request, dict) else []
        if service in services and service != "nosuch":
            found[request["command"]] = exchange["answer"]["body"][services.index(service)]
    return found


def shown(exchange: Mapping[str, object]) -> str:
    return json.dumps(exchange["request"])[:60]


FORWARDED = [e for e in RECORDED if isinstance(e["request"], dict) and "service" in e["request"]]
MALFORMED = [e for e in RECORDED if isinstance(e["request"], str)]


@pytest.mark.parametrize("exchange", FORWARDED, ids=shown)
def test_what_is_passed_on_is_answered_as_by_kea(tmp_path: Path, exchange: dict[str, dict[str, Json]]) -> None:
    async def talk(front: Front) -> None:
        servers = [await serve(tmp_path / f"s{name[-1]}", recorded_of(name)) for name in ("dhcp4", "dhcp6", "d2")]
        reply = await front.ask(exchange["request"])
        for server in servers:
            await server.close()
        headers = exchange["answer"]["headers"]
        assert isinstance(headers, dict)
        assert (reply.status, reply.json) == (exchange["answer"]["status"], exchange["answer"]["body"])
        assert {name: reply.headers[name] for name in headers} == headers

    with_agent(tmp_path, talk)


@pytest.mark.parametrize("exchange", MALFORMED, ids=shown)
def test_what_is_no_request_is_answered_as_by_kea(tmp_path: Path, exchange: dict[str, dict[str, Json]]) -> None:
    async def talk(front: Front) -> None:
        get = shown(exchange) == '"GET /"'
        reply = await post(front.port, "" if get else "{bad", method="GET" if get else "POST")
        headers = exchange["answer"]["headers"]
        assert isinstance(headers, dict)
        assert (reply.status, reply.json) == (exchange["answer"]["status"], exchange["answer"]["body"])
        assert {name: reply.headers[name] for name in headers} == headers

    with_agent(tmp_path, talk)


def recorded(command: str) -> Json:
    for exchange in RECORDED:
        if exchange["request"] == {"command": command}:
            answer: Json = exchange["answer"]["body"][0]
            return answer
    raise LookupError(command)


def test_a_command_that_is_none_of_the_agent_s(tmp_path: Path) -> None:
    async def talk(front: Front) -> None:
        assert await front.answer("bogus") == recorded("bogus")

    with_agent(tmp_path, talk)


def test_its_own_commands(tmp_path: Path) -> None:
    async def talk(front: Front) -> None:
        commands = (await front.answer("list-commands"))["arguments"]
        of_kea = recorded("list-commands")
        assert isinstance(commands, list) and isinstance(of_kea, dict) and isinstance(of_kea["arguments"], list)
        assert set(map(str, of_kea["arguments"])) | {"config-hash-get"} == set(map(str, commands))
        assert (await front.answer("build-report"))["text"] == "what it is made of"
        status = (await front.answer("status-get"))["arguments"]
        assert isinstance(status, dict) and set(status) == {"pid", "uptime", "reload"}
        assert str((await front.answer("version-get"))["text"]).count(".") == 2

    with_agent(tmp_path, talk)


# as recorded from Kea 2.2
@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ([], "Error during command processing: Invalid command Element specified, expected map"),
        ({"command": 5}, "Error during command processing: 'command' element in command message is not a string"),
        ({}, "Error during command processing: Invalid answer specified, does not contain mandatory 'command'"),
        (
            {"command": "version-get", "service": ["dhcp4"], "foo": 1},
            "Error during command processing: Received command contains unsupported parameter 'foo'",
        ),
        ({"command": "version-get", "service": "dhcp4"}, "service value must be a list"),
        (
            {"command": "version-get", "service": ["dhcp6"]},
            "unable to forward command to the dhcp6 service: No such file or directory. "
            "The server is likely to be offline",
        ),
        ({"command": "config-test"}, "Missing mandatory 'arguments' parameter."),
        ({"command": "config-set", "arguments": {"Dhcp4": {}}}, "Missing mandatory 'Control-agent' parameter."),
        (
            {"command": "config-write", "arguments": {"filename": 5}},
            "passed parameter 'filename' is not a string",
        ),
        ({"command": "shutdown", "arguments": {"exit-value": "x"}}, "parameter 'exit-value' is not an integer"),
    ],
)
def test_mistakes_of_the_sender(tmp_path: Path, request_: Json, text: str) -> None:
    async def talk(front: Front) -> None:
        reply = await front.ask(request_)
        assert (reply.status, reply.json) == (200, [{"result": 1, "text": text}])
        assert not front.stopped

    with_agent(tmp_path, talk)


def test_an_empty_list_of_services_is_the_agent_itself(tmp_path: Path) -> None:
    async def talk(front: Front) -> None:
        reply = await front.ask({"command": "status-get", "service": []})
        assert '"pid"' in reply.text

    with_agent(tmp_path, talk)


def test_the_configuration_is_shown_with_what_holds_by_default(tmp_path: Path) -> None:
    of_kea = recorded("config-get")
    assert isinstance(of_kea, dict)

    async def talk(front: Front) -> None:
        text = json.dumps(of_kea["arguments"]).replace("18123", str(front.port)).replace("<dir>/s", "s")
        shown = (await front.answer("config-get"))["arguments"]
        assert shown == json.loads(text.replace('"sd"', '"s2"'))

    with_agent(tmp_path, talk)


def test_passwords_are_not_shown_and_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "kea-ctrl-agent.conf"

    async def ask(front: Front, command: str, arguments: Json = None) -> dict[str, Json]:
        reply = (await front.ask({"command": command, "arguments": arguments}, "admin:hush")).json
        assert isinstance(reply, list) and isinstance(reply[0], dict)
        return reply[0]

    async def talk(front: Front) -> None:
        assert (await front.ask({"command": "config-get"})).status == 401
        hash_ = await ask(front, "config-hash-get")
        shown = await ask(front, "config-get")
        assert "hush" not in str(shown) and STARS in str(shown)
        assert await ask(front, "config-set", shown["arguments"]) == {
            "result": 0,
            "text": "Configuration applied successfully.",
        }
        assert await ask(front, "config-hash-get") == hash_
        assert (await ask(front, "config-write"))["result"] == 0
        assert json.loads(file.read_text())["Control-agent"]["authentication"]["clients"][0]["password"] == "hush"

    with_agent(tmp_path, talk, authentication={"type": "basic", "clients": CLIENTS})
    assert "hush" not in (tmp_path / "log").read_text() if (tmp_path / "log").exists() else True


def test_another_port_is_moved_to(tmp_path: Path) -> None:
    async def talk(front: Front) -> None:
        port = free_port()
        assert (await front.answer("config-set", **an_agent(http_port=port)))["result"] == 0
        with pytest.raises(OSError):
            await front.answer("status-get")
        front.port = port
        assert (await front.answer("status-get"))["result"] == 0
        assert (await front.answer("config-reload"))["result"] == 0

    with_agent(tmp_path, talk)


def test_a_change_that_cannot_be_made_changes_nothing(tmp_path: Path) -> None:
    async def talk(front: Front) -> None:
        before = await front.answer("config-get")
        taken = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
        port = taken.sockets[0].getsockname()[1]
        answer = await front.answer("config-set", **an_agent(http_port=port))
        assert answer == {"result": 1, "text": f"127.0.0.1, port {port}: Address already in use"}
        mistaken: Json = {"http-port": 1, "bogus": True, "http-host": "x"}
        answer = await front.answer("config-set", **{"Control-agent": mistaken})
        assert answer["result"] == 1
        assert "bogus" in str(answer["text"]) and "http-host" in str(answer["text"])
        assert (await front.answer("config-test", **{"Control-agent": mistaken}))["result"] == 1
        (tmp_path / "kea-ctrl-agent.conf").write_text("{")
        assert (await front.answer("config-reload"))["result"] == 1
        assert await front.answer("config-get") == before
        taken.close()

    with_agent(tmp_path, talk)


def test_files_are_written_beside_the_configuration_only(tmp_path: Path) -> None:
    async def talk(front: Front) -> None:
        answer = await front.answer("config-write", filename="other.json")
        file = tmp_path / "other.json"
        assert answer["arguments"] == {"filename": str(file), "size": file.stat().st_size}
        assert (await front.answer("config-write", filename="../other.json"))["result"] == 1
        assert (await front.answer("config-write", filename="/tmp/other.json"))["result"] == 1
        assert (await front.answer("config-write", filename="a\0b"))["result"] == 1

    with_agent(tmp_path, talk)


def test_the_end_is_answered(tmp_path: Path) -> None:
    async def talk(front: Front) -> None:
        answer = await front.answer("shutdown", exit_value=3)
        assert answer == {"result": 0, "text": "Control Agent is shutting down"}
        assert front.stopped == [3]

    with_agent(tmp_path, talk)


def test_a_start_that_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ADVERSITIES):
        with_agent(tmp_path, lambda front: front.answer("x"), http_host="192.0.2.1")  # type: ignore[arg-type, return-value]

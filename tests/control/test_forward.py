import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from lessor.control.caller import Caller
from lessor.control.forward import MOST_SERVICES, Forwarder, services_of
from lessor.control.limits import Limits
from lessor.control.unix import UnixChannel
from lessor.model.command import CommandError
from lessor.model.control import HTTP
from lessor.model.json import Json
from tests.control.sockets import Echo, run

CALLER = Caller(HTTP, address="192.0.2.7")
REQUEST: dict[str, Json] = {"command": "x", "service": ["dhcp4"]}
OFFLINE = "unable to forward command to the dhcp4 service: {}. The server is likely to be offline"


@asynccontextmanager
async def serving(path: Path, echo: Echo) -> AsyncIterator[None]:
    channel = UnixChannel(path, echo.execute, 0o600, Limits())
    await channel.open()
    try:
        yield
    finally:
        await channel.close()
        await channel.finish(0)


def refusal(text: str) -> Json:
    return {"result": 1, "text": text}


def test_each_service_answers_in_its_place(tmp_path: Path) -> None:
    echo = Echo()

    async def main() -> list[Json]:
        async with serving(tmp_path / "4", echo):
            forwarder = Forwarder({"dhcp4": tmp_path / "4", "dhcp6": tmp_path / "6"}, echo.report)
            return await forwarder.forward(REQUEST, ["dhcp6", "dhcp4", "d2"], CALLER)

    gone = OFFLINE.replace("dhcp4", "dhcp6").format("No such file or directory")
    assert run(main) == [
        refusal(gone),
        {"asked": {**REQUEST, "remote-address": "192.0.2.7"}},
        refusal("forwarding socket is not configured for the server type d2"),
    ]
    assert ("CTRL_AGENT_COMMAND_FORWARDED", "x", "dhcp4", "192.0.2.7") in echo.events


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (b"", "internal server error: unable to parse server's answer to the forwarded message: it has no end"),
        (
            b'{ "result": 0',
            "internal server error: unable to parse server's answer to the forwarded message: it has no end",
        ),
        (b"nonsense", "internal server error: unable to parse server's answer to the forwarded message: invalid first"),
        (b"{ nonsense }", "internal server error: unable to parse server's answer to the forwarded message: "),
    ],
)
def test_a_server_that_answers_nonsense(tmp_path: Path, answer: bytes, text: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(answer)
        writer.close()

    async def main() -> Json:
        server = await asyncio.start_unix_server(serve, tmp_path / "4")
        async with server:
            return (await Forwarder({"dhcp4": tmp_path / "4"}).forward(REQUEST, ["dhcp4"], CALLER))[0]

    found = run(main)
    assert isinstance(found, dict) and found["result"] == 1
    assert str(found["text"]).startswith(text)


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    echo = Echo()

    async def main() -> list[Json]:
        echo.go = asyncio.Event()
        async with serving(tmp_path / "4", echo):
            return await Forwarder({"dhcp4": tmp_path / "4"}, patience=0.05).forward(REQUEST, ["dhcp4"], CALLER)

    assert run(main) == [refusal(OFFLINE.format("Connection timed out"))]


def test_which_services_a_request_names() -> None:
    assert services_of({"command": "x"}) == []
    assert services_of({"command": "x", "service": ["d2", "dhcp4"]}) == ["d2", "dhcp4"]


@pytest.mark.parametrize(
    ("service", "text"),
    [
        ("dhcp4", "service value must be a list"),
        (None, "service value must be a list"),
        ([5], "Error during command processing: stringValue() called on non-string Element"),
        (["dhcp4"] * (MOST_SERVICES + 1), "a request is for at most 16 services"),
    ],
)
def test_services_that_are_none(service: Json, text: str) -> None:
    with pytest.raises(CommandError) as caught:
        services_of({"command": "x", "service": service})
    assert caught.value.text == text

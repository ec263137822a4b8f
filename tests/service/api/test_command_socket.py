import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lessor.control.caller import Caller
from lessor.control.limits import Limits
from lessor.control.unix import UnixChannel
from lessor.model.json import Json
from lessor.service.api.command_socket import ask


def with_socket(path: Path, answer: Json, talk: Callable[[], Json]) -> Json:
    """Return what comes of `talk` while a socket gives this answer, or what it was asked if that is None."""

    async def execute(request: Json, caller: Caller) -> Json:
        return {"asked": request} if answer is None else answer

    async def run() -> Json:
        channel = UnixChannel(path, execute, 0o600, Limits())
        await channel.open()
        try:
            return await asyncio.to_thread(talk)
        finally:
            await channel.close()

    return asyncio.run(run())


def test_a_command_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    assert with_socket(path, None, lambda: ask(path, "status-get")) == {"asked": {"command": "status-get"}}


def test_a_command_may_have_arguments(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    asked = {"command": "statistic-get", "arguments": {"name": "pkt4-sent"}}
    assert with_socket(path, None, lambda: ask(path, "statistic-get", arguments={"name": "pkt4-sent"})) == {
        "asked": asked
    }


def test_a_long_name_is_reached(tmp_path: Path) -> None:
    directory = tmp_path / ("d" * 120)
    directory.mkdir()
    path = directory / "socket"
    assert json.dumps(with_socket(path, None, lambda: ask(path, "x"))) == '{"asked": {"command": "x"}}'


def test_an_answer_is_a_map(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with pytest.raises(ValueError, match="the answer is no map"):
        with_socket(path, [], lambda: ask(path, "x"))


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        ask(tmp_path / "socket", "x")

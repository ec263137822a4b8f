import asyncio
import json
import os
import socket
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from lessor.service import command_socket
from lessor.service.command_socket import MOST_CONNECTIONS, CommandSocket, address_of, ask


def echo(request: object) -> bytes:
    return json.dumps({"asked": request}).encode()


def with_socket(path: Path, talk: Callable[[], Awaitable[None]]) -> None:
    """Run `talk` while a socket answers with what it was asked."""

    async def run() -> None:
        opened = CommandSocket(path, echo)
        await opened.open()
        try:
            await talk()
        finally:
            opened.close()

    asyncio.run(run())
    assert not path.exists()


async def say(path: Path, *parts: bytes) -> bytes:
    """Send a request in parts and return the whole answer."""
    with address_of(path) as address:
        reader, writer = await asyncio.open_unix_connection(address)
    for part in parts:
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(0)
    answer = await whole(reader)
    writer.close()
    return answer


async def whole(reader: asyncio.StreamReader) -> bytes:
    """Return all that comes; who is hung up on gets nothing."""
    try:
        return await reader.read()
    except ConnectionError:
        return b""


def test_one_request_one_answer(tmp_path: Path) -> None:
    path = tmp_path / "socket"

    async def talk() -> None:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert await say(path, b'{"a": 1}') == b'{"asked": {"a": 1}}'
        assert await say(path, b' {"a"', b": [1,", b" 2]}\n") == b'{"asked": {"a": [1, 2]}}'
        assert await say(path, b"[]") == b'{"asked": []}'

    with_socket(path, talk)


def test_a_client_asks(tmp_path: Path) -> None:
    async def talk() -> None:
        answer = await asyncio.to_thread(ask, tmp_path / "socket", "version-get")
        assert answer == {"asked": {"command": "version-get"}}

    with_socket(tmp_path / "socket", talk)


def test_a_long_name(tmp_path: Path) -> None:
    directory = tmp_path / ("x" * 100)
    directory.mkdir()

    async def talk() -> None:
        assert await say(directory / "socket", b"{}") == b'{"asked": {}}'

    with_socket(directory / "socket", talk)


def test_what_was_left_behind_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(path))

    async def talk() -> None:
        assert await say(path, b"{}") == b'{"asked": {}}'

    with_socket(path, talk)


def test_an_endless_request_is_hung_up_on(tmp_path: Path) -> None:
    async def talk() -> None:
        try:
            assert await say(tmp_path / "socket", b'"' + b"x" * 200000, b"x" * 200000) == b""
        except ConnectionError:
            return  # hung up on while still sending

    with_socket(tmp_path / "socket", talk)


def test_a_slow_client_is_hung_up_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_socket, "PATIENCE", 0.01)

    async def talk() -> None:
        assert await say(tmp_path / "socket", b'{"command":') == b""

    with_socket(tmp_path / "socket", talk)


def test_too_many_have_to_come_again(tmp_path: Path) -> None:
    path = tmp_path / "socket"

    async def talk() -> None:
        waiting = [await asyncio.open_unix_connection(str(path)) for _ in range(MOST_CONNECTIONS + 1)]
        assert await whole(waiting[-1][0]) == b""
        reader, writer = waiting[0]
        writer.write(b"{}")
        assert await reader.read() == b'{"asked": {}}'
        for _, writer in waiting:
            writer.close()

    with_socket(path, talk)


def test_where_it_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        asyncio.run(CommandSocket(tmp_path / "no" / "socket", echo).open())
    CommandSocket(tmp_path / "never-opened", echo).close()
    with pytest.raises(OSError):
        ask(tmp_path / "nobody", "version-get")
    assert os.umask(0o022) == 0o022

import asyncio
import json
import os
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from lessor.control.limits import Limits
from lessor.control.unix import UnixChannel, lock_of
from lessor.model.control import UNIX
from tests.control.sockets import Echo, run, say

LIMITS = Limits(connections=4, request=100_000, pending=150_000)


@asynccontextmanager
async def listening(path: Path, echo: Echo, limits: Limits = LIMITS) -> AsyncIterator[UnixChannel]:
    channel = UnixChannel(path, echo.execute, 0o770, limits, echo.report)
    await channel.open()
    try:
        yield channel
    finally:
        await channel.close()
        await channel.finish(0)


def talk(path: Path, conversation: Callable[[], Awaitable[bytes]], limits: Limits = LIMITS) -> tuple[bytes, Echo]:
    echo = Echo()

    async def main() -> bytes:
        async with listening(path, echo, limits):
            return await conversation()

    return run(main), echo


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "socket"


def test_a_request_is_answered_and_the_connection_ends(path: Path) -> None:
    answer, echo = talk(path, lambda: say(path, b'{"command":', b'"x"}'))
    assert answer == b'{ "asked": { "command": "x" } }'
    assert echo.callers[0].channel == UNIX
    assert echo.callers[0].uid == os.getuid()


def test_a_request_may_come_octet_by_octet(path: Path) -> None:
    octets = b'# what\n{"command": "}\\"{" /* is */ }'
    answer, _ = talk(path, lambda: say(path, *(bytes([octet]) for octet in octets)))
    assert json.loads(answer) == {"asked": {"command": '}"{'}}


# as recorded from Kea 2.2
@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (b"xyz", '{ "result": 1, "text": "invalid first character x" }'),
        (b'"abc"', '{ "result": 1, "text": "invalid first character \\"" }'),
        (b"[]", '{ "asked": [  ] }'),
        (b'{"command":"a"}{"command":"b"}', '{ "asked": { "command": "a" } }'),
    ],
)
def test_answers_to_what_is_no_request(path: Path, sent: bytes, answer: str) -> None:
    assert talk(path, lambda: say(path, sent))[0].decode() == answer


def test_who_hangs_up_before_the_end_is_not_answered(path: Path) -> None:
    answer, echo = talk(path, lambda: say(path, b'{"command":', end=True))
    assert answer == b""
    assert not echo.callers


@pytest.mark.parametrize(
    ("sent", "more"), [(b"", ""), (b'{"command":', ", discarded partial command of 11 bytes"), (b"# comment", "")]
)
def test_who_is_too_slow_is_told_so(path: Path, sent: bytes, more: str) -> None:
    answer, echo = talk(path, lambda: say(path, sent), replace(LIMITS, receive=0.05))
    assert json.loads(answer) == {"result": 1, "text": f"Connection over control channel timed out{more}"}
    assert ("COMMAND_SOCKET_CONNECTION_TIMEOUT", path) in echo.events


def test_a_request_that_is_too_large_is_not_read_to_its_end(path: Path) -> None:
    answer, echo = talk(path, lambda: say(path, b'{"a":"' + b"x" * 200_000))
    assert answer == b"" or json.loads(answer)["text"] == "the request is too large"
    assert not echo.callers


def test_requests_that_are_too_large_together_are_not_taken(path: Path) -> None:
    echo = Echo()

    async def main() -> bytes:
        async with listening(path, echo) as channel:
            half = b'{"a":"' + b"x" * 90_000
            held = [await asyncio.open_unix_connection(str(path)) for _ in range(2)]
            for _, writer in held:
                writer.write(half)
                await writer.drain()
            answers = await asyncio.gather(
                *(asyncio.wait_for(reader.read(), 1) for reader, _ in held), return_exceptions=True
            )
            for _, writer in held:
                writer.transport.abort()
            assert sum(isinstance(answer, bytes) for answer in answers) == 1
            while channel.room.pending:
                await asyncio.sleep(0.001)
            return await say(path, b'{"command": "x"}')

    assert json.loads(run(main)) == {"asked": {"command": "x"}}


def test_more_than_a_few_clients_are_hung_up_on(path: Path) -> None:
    async def crowd() -> bytes:
        held = [await asyncio.open_unix_connection(str(path)) for _ in range(LIMITS.connections)]
        await asyncio.sleep(0.01)
        assert await say(path, b'{"command": "x"}') == b""
        for _, writer in held:
            writer.transport.abort()
        await asyncio.sleep(0.01)
        return await say(path, b'{"command": "x"}')

    assert talk(path, crowd)[0] == b'{ "asked": { "command": "x" } }'


def test_who_takes_no_answer_is_hung_up_on(path: Path) -> None:
    echo = Echo()

    async def main() -> None:
        async with listening(path, echo, Limits(send=0.05)):
            _, writer = await asyncio.open_unix_connection(str(path))
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            writer.write(b'{"a":"' + b"x" * 4_000_000 + b'"}')
            while ("COMMAND_SOCKET_CONNECTION_CLOSED", path) not in echo.events:
                await asyncio.sleep(0.001)
            writer.transport.abort()

    run(main)
    assert len(echo.callers) == 1


def test_only_who_may_connects(path: Path) -> None:
    async def look() -> bytes:
        assert stat.S_IMODE(path.stat().st_mode) == 0o770
        assert stat.S_IMODE(lock_of(path).stat().st_mode) == 0o600
        return b""

    talk(path, look)
    assert not path.exists()
    assert not lock_of(path).exists()


def test_a_socket_left_behind_is_replaced(path: Path) -> None:
    talk(path, lambda: say(path, b"{}"))
    path.touch()
    lock_of(path).touch()
    assert talk(path, lambda: say(path, b"{}"))[0]


def test_two_do_not_listen_at_one_place(path: Path) -> None:
    async def second() -> bytes:
        with pytest.raises(
            OSError, match=r"cannot lock socket lockfile, .*socket\.lock, : Resource temporarily unavail"
        ):
            await UnixChannel(path, Echo().execute, 0o770, LIMITS).open()
        return await say(path, b"{}")

    assert talk(path, second)[0] == b'{ "asked": {  } }'


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    async def main() -> None:
        with pytest.raises(OSError, match=r"cannot create socket lockfile, .*: No such file or directory"):
            await UnixChannel(tmp_path / "none" / "socket", Echo().execute, 0o770, LIMITS).open()

    run(main)


def test_a_long_name_is_no_trouble(tmp_path: Path) -> None:
    directory = tmp_path / ("d" * 120)
    directory.mkdir()

    async def main() -> None:
        async with listening(directory / "socket", Echo()):
            assert (directory / "socket").is_socket()

    run(main)


def test_closing_waits_for_the_last_answer(path: Path) -> None:
    echo = Echo()

    async def main() -> bytes:
        echo.go, echo.asked = asyncio.Event(), asyncio.Event()
        channel = UnixChannel(path, echo.execute, 0o770, LIMITS)
        await channel.open()
        asking = asyncio.create_task(say(path, b"{}"))
        idle = asyncio.create_task(say(path))
        await echo.asked.wait()
        await channel.close()
        assert await idle == b""
        echo.go.set()
        await channel.finish(5)
        return await asking

    assert run(main) == b'{ "asked": {  } }'

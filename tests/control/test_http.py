import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from lessor.control.http import NO_REQUEST, HttpChannel
from lessor.control.limits import Limits
from lessor.model.control import HTTP, HTTPS, Authentication, Client, ControlSocket, Tls
from tests.control.sockets import JSON, Certificates, Echo, Reply, free_port, post, run, say_tcp

LIMITS = Limits(connections=4, request=100_000, pending=150_000)
USERS = Authentication('the "realm"', (Client("admin", "secret"), Client("bob", "ü:word")))

BAD_REQUEST = '{ "result": 400, "text": "Bad Request" }'
UNAUTHORIZED = '{ "result": 401, "text": "Unauthorized" }'


def a_socket(authentication: Authentication | None = None, tls: Tls | None = None) -> ControlSocket:
    kind = HTTP if tls is None else HTTPS
    return ControlSocket(kind, address="127.0.0.1", port=free_port(), authentication=authentication, tls=tls)


def tls_of(certificates: Certificates, required: bool = True) -> Tls:
    anchor, certificate, key = (certificates.file(name) for name in ("authority.crt", "server.crt", "server.key"))
    return Tls(anchor, certificate, key, required)


@asynccontextmanager
async def listening(socket: ControlSocket, echo: Echo, limits: Limits = LIMITS) -> AsyncIterator[HttpChannel]:
    channel = HttpChannel(socket, echo.execute, echo.report, limits)
    await channel.open()
    try:
        yield channel
    finally:
        await channel.close()
        await channel.finish(0)


def ask(
    talk: Callable[[int], Awaitable[Reply]], socket: ControlSocket | None = None, limits: Limits = LIMITS
) -> tuple[Reply, Echo]:
    socket, echo = socket or a_socket(), Echo()

    async def main() -> Reply:
        async with listening(socket, echo, limits):
            return await talk(socket.port)

    return run(main), echo


def basic(credentials: str) -> dict[str, str]:
    return {**JSON, "Authorization": f"Basic {base64.b64encode(credentials.encode()).decode()}"}


def test_a_request_is_answered_with_a_list() -> None:
    reply, echo = ask(lambda port: post(port, '{"command": "x"}', path="/any/path"))
    assert (reply.status, reply.text) == (200, '[ { "asked": { "command": "x" } } ]')
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.headers["Content-Length"] == str(len(reply.text))
    assert (echo.callers[0].channel, echo.callers[0].address) == (HTTP, "127.0.0.1")


def test_a_connection_serves_several_requests() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"

    async def twice(port: int) -> bytes:
        return await say_tcp(
            port, head + b"Content-Length: 2\r\n\r\n{}" + head + b"Connection: close\r\nContent-Length: 2\r\n\r\n[]"
        )

    async def main() -> bytes:
        socket = a_socket()
        async with listening(socket, Echo()):
            return await twice(socket.port)

    answer = run(main)
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert b'[ { "asked": {  } } ]' in answer and b'[ { "asked": [  ] } ]' in answer


# as recorded from Kea 2.2
@pytest.mark.parametrize(
    ("method", "body", "headers"),
    [
        ("GET", "", JSON),
        ("PUT", "{}", JSON),
        ("POST", "{bad", JSON),
        ("POST", '{"command": "x"} y', JSON),
        ("POST", '{"command": "x" /* comment */}', JSON),
        ("POST", "{}", {"Content-Type": "text/plain"}),
        ("POST", "{}", {}),
        ("POST", "[" * 5000, JSON),
    ],
)
def test_what_is_no_request(method: str, body: str, headers: dict[str, str]) -> None:
    reply, echo = ask(lambda port: post(port, body, headers, method))
    assert (reply.status, reply.text) == (400, BAD_REQUEST)
    assert reply.headers["Content-Type"] == "application/json"
    assert not echo.callers
    assert any(event[0] == "HTTP_BAD_CLIENT_REQUEST_RECEIVED" for event in echo.events)


def test_an_empty_request() -> None:
    reply, _ = ask(lambda port: post(port, ""))
    assert (reply.status, reply.json) == (200, [{"result": 1, "text": NO_REQUEST}])


@pytest.mark.parametrize(
    "sent",
    [
        b"garbage\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
        b"POST / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nAuthorization Basic c2VjcmV0\r\n\r\n",
        b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_http(sent: bytes) -> None:
    echo, socket = Echo(), a_socket()

    async def main() -> bytes:
        async with listening(socket, echo, replace(LIMITS, receive=0.5)):
            return await say_tcp(socket.port, sent)

    answer = run(main)
    assert b" 400 Bad Request\r\n" in answer or b" 408 " in answer
    assert answer.endswith((BAD_REQUEST.encode(), b'"Request Timeout" }'))
    assert "c2VjcmV0" not in str(echo.events)


@pytest.mark.parametrize(
    "sent",
    [b"", b"POST / HT", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"],
)
def test_who_is_too_slow_is_told_so(sent: bytes) -> None:
    socket = a_socket()

    async def main() -> bytes:
        async with listening(socket, Echo(), replace(LIMITS, receive=0.05)):
            return await say_tcp(socket.port, sent)

    answer = run(main)
    assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert answer.endswith(b'{ "result": 408, "text": "Request Timeout" }')


def test_a_request_that_is_too_large() -> None:
    reply, echo = ask(lambda port: post(port, b'"' + b"x" * 120_000))
    assert reply.status == 413
    assert not echo.callers


def test_more_than_a_few_clients_are_hung_up_on() -> None:
    socket = a_socket()

    async def main() -> int:
        async with listening(socket, Echo()) as channel:
            held = [await asyncio.open_connection("127.0.0.1", socket.port) for _ in range(LIMITS.connections)]
            assert await say_tcp(socket.port, b"GET / HTTP/1.1\r\n\r\n") == b""
            for _, writer in held:
                writer.transport.abort()
            while channel.entrance.inside:
                await asyncio.sleep(0.001)
            return (await post(socket.port)).status

    assert run(main) == 200


def test_configured_headers_are_in_all_answers() -> None:
    socket = replace(a_socket(), headers=(("X-One", "1"), ("Strict-Transport-Security", "max-age=1")))
    for method in ("POST", "GET"):
        reply, _ = ask(lambda port, method=method: post(port, "{}", method=method), socket)  # type: ignore[misc]
        assert reply.headers["X-One"] == "1"
        assert reply.headers["Strict-Transport-Security"] == "max-age=1"


# who may


@pytest.mark.parametrize(("credentials", "user"), [("admin:secret", "admin"), ("bob:ü:word", "bob")])
def test_who_has_a_password_is_let_in(credentials: str, user: str) -> None:
    reply, echo = ask(lambda port: post(port, headers=basic(credentials)), a_socket(USERS))
    assert reply.status == 200
    assert echo.callers[0].user == user
    assert ("HTTP_CLIENT_REQUEST_AUTHORIZED", user) in echo.events


@pytest.mark.parametrize(
    "headers",
    [
        JSON,
        basic("admin:wrong"),
        basic("admin:"),
        basic("admin"),
        basic(":secret"),
        basic("bob:secret"),
        {**JSON, "Authorization": "Bearer c2VjcmV0"},
        {**JSON, "Authorization": "Basic ###"},
        {**JSON, "Authorization": "Basic"},
        {**JSON, "Authorization": ""},
    ],
)
@pytest.mark.parametrize("body", ['{"command": "x"}', "{bad", ""])
def test_who_has_none_is_not(headers: dict[str, str], body: str) -> None:
    reply, echo = ask(lambda port: post(port, body, headers), a_socket(USERS))
    assert (reply.status, reply.text) == (401, UNAUTHORIZED)
    assert reply.headers["WWW-Authenticate"] == 'Basic realm="the \\"realm\\""'
    assert not echo.callers
    assert "wrong" not in str(echo.events) and "secret" not in str(echo.events)


def test_nobody_is_read_to_the_end_who_is_not_let_in() -> None:
    reply, _ = ask(lambda port: post(port, b"x" * 90_000), a_socket(USERS))
    assert reply.status == 401


def test_a_client_with_a_certificate_is_known_by_it(certificates: Certificates) -> None:
    socket = a_socket(tls=tls_of(certificates))
    reply, echo = ask(lambda port: post(port, context=certificates.context("client")), socket)
    assert reply.status == 200
    assert (echo.callers[0].channel, echo.callers[0].subject) == (HTTPS, "client")


@pytest.mark.parametrize("name", ["", "stranger"])
def test_a_client_without_one_that_is_trusted_is_hung_up_on(certificates: Certificates, name: str) -> None:
    echo, socket = Echo(), a_socket(tls=tls_of(certificates))

    async def main() -> None:
        async with listening(socket, echo):
            with pytest.raises(OSError):
                await post(socket.port, context=certificates.context(name))
            while not any(event[0] == "HTTP_CONNECTION_HANDSHAKE_FAILED" for event in echo.events):
                await asyncio.sleep(0.001)

    run(main)
    assert not echo.callers


def test_a_certificate_need_not_be_required(certificates: Certificates) -> None:
    socket = a_socket(USERS, tls_of(certificates, required=False))
    reply, echo = ask(lambda port: post(port, headers=basic("admin:secret"), context=certificates.context()), socket)
    assert reply.status == 200
    assert (echo.callers[0].user, echo.callers[0].subject) == ("admin", "")


def test_who_speaks_no_tls_is_hung_up_on(certificates: Certificates) -> None:
    echo, socket = Echo(), a_socket(tls=tls_of(certificates))

    async def main() -> bytes:
        async with listening(socket, echo):
            return await say_tcp(socket.port, b"POST / HTTP/1.1\r\nHost: x\r\n\r\n")

    assert b"HTTP" not in run(main)
    assert not echo.callers


def test_a_handshake_that_does_not_come_to_its_end_is_given_up(certificates: Certificates) -> None:
    echo, socket = Echo(), a_socket(tls=tls_of(certificates))

    async def main() -> bytes:
        async with listening(socket, echo, replace(LIMITS, receive=0.05)):
            return await say_tcp(socket.port)

    assert run(main) == b""


# the end


def test_closing_waits_for_the_last_answer() -> None:
    echo, socket = Echo(), a_socket()

    async def main() -> Reply:
        echo.go, echo.asked = asyncio.Event(), asyncio.Event()
        channel = HttpChannel(socket, echo.execute, echo.report, LIMITS)
        await channel.open()
        asking = asyncio.create_task(post(socket.port))
        idle = asyncio.create_task(say_tcp(socket.port, b"POST / HTTP/1.1\r\n"))
        await echo.asked.wait()
        await channel.close()
        with pytest.raises(OSError):
            await asyncio.open_connection("127.0.0.1", socket.port)
        echo.go.set()
        await channel.finish(5)
        assert await idle == b""
        return await asking

    assert run(main).status == 200


def test_a_port_that_somebody_has() -> None:
    socket = a_socket()

    async def main() -> None:
        async with listening(socket, Echo()):
            with pytest.raises(OSError, match="Address already in use"):
                await HttpChannel(socket, Echo().execute, Echo().report, LIMITS).open()

    run(main)


def test_a_bug_shows_as_one() -> None:
    socket = a_socket()
    bugs: list[object] = []

    async def fail(request: object, caller: object) -> None:
        raise ZeroDivisionError

    async def main() -> Reply:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: bugs.append(context.get("exception")))
        channel = HttpChannel(socket, fail, Echo().report, LIMITS)
        await channel.open()
        try:
            return await post(socket.port)
        finally:
            await channel.close()
            await channel.finish(0)

    reply = run(main)
    assert (reply.status, json.loads(reply.text)["result"]) == (500, 500)
    assert isinstance(bugs[0], ZeroDivisionError)

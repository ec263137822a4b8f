"""An HTTP or HTTPS socket that takes commands, as Kea's: POST of one request in JSON, to any path; a list of answers.

Whatever is no such request is answered 400, who is not let in 401, who is too slow 408, too much 413; these answers are
maps. Needs aiohttp.
"""

import asyncio
import logging
from http import HTTPStatus
from typing import Final

from aiohttp import hdrs, web

from lessor.control.accept import Entrance
from lessor.control.answer import encode, text
from lessor.control.basicauth import Gatekeeper
from lessor.control.caller import Caller, Execute
from lessor.control.limits import Crowded, Limits, Room
from lessor.control.report import Report
from lessor.control.request import RequestError, decode
from lessor.control.tls import server_context, subject_of
from lessor.model.command import CommandError, refused
from lessor.model.control import ControlSocket
from lessor.model.json import Json

CONTENT_TYPE: Final = "application/json"
SERVER: Final = "lessor"

NO_REQUEST: Final = "Command processing failed: NULL command parameter"

LINGER: Final = 2.0
"""Seconds for the rest of a request that is refused before its end, so that its sender gets to read why."""

SILENT: Final = logging.Logger("aiohttp", logging.CRITICAL + 1)
"""Where aiohttp writes its own lines: what is worth a line is told by `report`, bugs by the event loop."""


class Refusal(Exception):
    """A request is answered with this status instead of being carried out."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class HttpChannel:
    """Listens from `open` to `close`."""

    def __init__(self, socket: ControlSocket, execute: Execute, report: Report, limits: Limits) -> None:
        """Read the files of TLS, if any. Raise OSError."""
        context = None if socket.tls is None else server_context(socket.tls)
        self.socket = socket
        self.execute = execute
        self.report = report
        self.room = Room(limits)
        self.server: web.Server = web.Server(self._handle)
        self.entrance = Entrance(
            (socket.address, socket.port), self._connection, context, report, limits.connections, limits.receive
        )
        self._gate = None if socket.authentication is None else Gatekeeper(socket.authentication)

    async def open(self) -> None:
        """Listen. Raise OSError."""
        self.entrance.open()

    async def close(self) -> None:
        """Listen no more, and hang up on who has not sent a request; others get their answers."""
        self.entrance.close()
        for connection in [*self.server.connections]:
            connection.close()

    async def finish(self, patience: float) -> None:
        """Wait so many seconds for the last answers to be sent, and hang up."""
        await self.server.shutdown(timeout=patience)

    def _connection(self) -> asyncio.Protocol:
        return Connection(self)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request whose head has come."""
        connection = request.protocol
        assert isinstance(connection, Connection), "we made it"
        connection.stop_clock()
        self.report("HTTP_CLIENT_REQUEST_RECEIVED", request.remote)
        try:
            caller = self._admit(request)
            answer = await self._answer(await self._body(request), caller)
        except Refusal as refusal:
            return self.refusal(refusal.status)
        response = self.response(HTTPStatus.OK, await encode(answer))
        await self._send(request, response)
        return response

    def _admit(self, request: web.BaseRequest) -> Caller:
        """Return who sends a request that may be one of ours. Raise Refusal."""
        if request.method != hdrs.METH_POST or request.content_type != CONTENT_TYPE:
            raise self._bad(request.remote, f"{request.method} of {request.content_type}")
        return Caller(
            self.socket.type,
            address=request.remote or "",
            user=self._user(request.headers.get(hdrs.AUTHORIZATION)),
            subject=subject_of(request.get_extra_info("peercert") or {}),
        )

    def _user(self, header: str | None) -> str:
        if self._gate is None:
            return ""
        if header is None:
            self.report("HTTP_CLIENT_REQUEST_NO_AUTH_HEADER")
            raise Refusal(HTTPStatus.UNAUTHORIZED)
        user = self._gate.user(header)
        if user is None:
            self.report("HTTP_CLIENT_REQUEST_NOT_AUTHORIZED")
            raise Refusal(HTTPStatus.UNAUTHORIZED)
        self.report("HTTP_CLIENT_REQUEST_AUTHORIZED", user)
        return user

    async def _body(self, request: web.BaseRequest) -> bytes:
        """Return the octets of a request. Raise Refusal."""
        limits = self.room.limits
        body = bytearray()
        try:
            async with asyncio.timeout(limits.receive):
                async for octets in request.content.iter_any():
                    self.room.hold(len(octets))
                    body += octets
                    if len(body) > limits.request:
                        raise Crowded
        except TimeoutError:
            raise Refusal(HTTPStatus.REQUEST_TIMEOUT) from None
        except Crowded:
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE) from None
        except web.RequestPayloadError as error:
            raise self._bad(request.remote, str(error)) from None
        finally:
            self.room.free(len(body))
        return bytes(body)

    async def _answer(self, body: bytes, caller: Caller) -> list[Json]:
        """Return the answers to a request. Raise Refusal."""
        if not body:
            return [refused(CommandError(NO_REQUEST))]
        try:
            request = await decode(body)
        except RequestError as error:
            raise self._bad(caller.address, str(error)) from None
        return in_list(await self.execute(request, caller))

    def _bad(self, address: str | None, why: str) -> Refusal:
        self.report("HTTP_BAD_CLIENT_REQUEST_RECEIVED", address, why)
        return Refusal(HTTPStatus.BAD_REQUEST)

    async def _send(self, request: web.BaseRequest, response: web.Response) -> None:
        """Send an answer to somebody who takes it in time; hang up on others."""
        try:
            async with asyncio.timeout(self.room.limits.send):
                await response.prepare(request)
                await response.write_eof()
                await request.writer.drain()
        except TimeoutError:
            request.protocol.force_close()

    def refusal(self, status: HTTPStatus) -> web.Response:
        """Return the answer to who is not served; the connection ends with it."""
        answer: Json = {"result": status.value, "text": status.phrase}
        response = self.response(status, text(answer).encode())
        if status == HTTPStatus.UNAUTHORIZED and self._gate is not None:
            response.headers[hdrs.WWW_AUTHENTICATE] = self._gate.challenge
        response.force_close()
        return response

    def response(self, status: HTTPStatus, body: bytes) -> web.Response:
        """Return a response with the headers that are configured."""
        headers = {hdrs.CONTENT_TYPE: CONTENT_TYPE, hdrs.SERVER: SERVER, **dict(self.socket.headers)}
        return web.Response(status=status.value, reason=status.phrase, body=body, headers=headers)


class Connection(web.RequestHandler):
    """One connection: it counts as long as it lasts, and its first request has to come soon."""

    def __init__(self, channel: HttpChannel) -> None:
        limits = channel.room.limits
        super().__init__(
            channel.server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=limits.idle,
            logger=SILENT,
            access_log=SILENT,
            auto_decompress=False,
            lingering_time=LINGER,
        )
        self._channel = channel
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Give the client some time for its request."""
        super().connection_made(transport)
        self._channel.entrance.inside.add(self)
        patience = self._channel.room.limits.receive
        self._deadline = asyncio.get_running_loop().call_later(patience, self._too_slow)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Make room."""
        super().connection_lost(exc)
        self._channel.entrance.inside.discard(self)
        self.stop_clock()

    def stop_clock(self) -> None:
        """Note that the head of a request has come."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is no HTTP; or a bug of ours, which shows as one."""
        self.stop_clock()
        if status == HTTPStatus.BAD_REQUEST:
            # only what kind of mistake it is: the lines after it repeat what came, and that may be a password
            self._channel.report("HTTP_BAD_CLIENT_REQUEST_RECEIVED", request.remote, (message or "").partition(":")[0])
        else:
            asyncio.get_running_loop().call_exception_handler({"message": message or "", "exception": exc})
        return self._channel.refusal(HTTPStatus(status))

    def _too_slow(self) -> None:
        """Answer that time is over, and hang up."""
        if self.transport is None:
            return
        status = HTTPStatus.REQUEST_TIMEOUT
        body = text({"result": status.value, "text": status.phrase}).encode()
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\n{hdrs.CONTENT_LENGTH}: {len(body)}\r\n"
        self.transport.write(f"{head}{hdrs.CONTENT_TYPE}: {CONTENT_TYPE}\r\n\r\n".encode() + body)
        self.close()
        self.transport.close()


def in_list(answer: Json) -> list[Json]:
    """Return an answer as HTTP has it; what passed a request to several servers has a list already."""
    return answer if isinstance(answer, list) else [answer]

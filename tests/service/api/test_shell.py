import asyncio
from dataclasses import replace

import pytest

from lessor.control.http import HttpChannel
from lessor.model.control import HTTP, HTTPS, Authentication, Client, ControlSocket
from lessor.model.json import Json
from lessor.service.api.shell import Peer, ShellError, request, send
from tests.control.sockets import Certificates, Echo, free_port, make_certificates, run
from tests.control.test_http import LIMITS, tls_of

USERS = Authentication("r", (Client("admin", "hush:é"),))


def talk(socket: ControlSocket, peer: Peer, asked: dict[str, Json] | None = None) -> Json:
    """Return what comes back to somebody who talks to this socket."""

    async def main() -> Json:
        channel = HttpChannel(socket, Echo().execute, Echo().report, replace(LIMITS, receive=1))
        await channel.open()
        try:
            return await asyncio.to_thread(send, replace(peer, port=socket.port), asked or {"command": "x"})
        finally:
            await channel.close()
            await channel.finish(0)

    return run(main)


def a_socket(**more: object) -> ControlSocket:
    return replace(ControlSocket(HTTP, address="127.0.0.1", port=free_port()), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def test_requests() -> None:
    assert request("x", [], "") == {"command": "x"}
    assert request("x", ["dhcp4", "d2"], ' "name": "a",\n"n": [1] ') == {
        "command": "x",
        "service": ["dhcp4", "d2"],
        "arguments": {"name": "a", "n": [1]},
    }


@pytest.mark.parametrize("members", ["x", '"a"', "{}", '"a": 1 }, {', "[" * 10_000])
def test_arguments_that_are_none(members: str) -> None:
    with pytest.raises(ShellError, match="the arguments are no members of a JSON map"):
        request("x", [], members)


def test_a_request_is_answered() -> None:
    assert talk(a_socket(), Peer(path="/some/path"), request("x", [], '"a": "é"')) == [
        {"asked": {"command": "x", "arguments": {"a": "é"}}}
    ]


def test_a_password_is_shown() -> None:
    socket = a_socket(authentication=USERS)
    assert talk(socket, Peer(user="admin", password="hush:é")) == [{"asked": {"command": "x"}}]
    with pytest.raises(ShellError, match="the answer is 401 Unauthorized"):
        talk(socket, Peer(user="admin", password="wrong"))


def test_a_certificate_is_shown(certificates: Certificates) -> None:
    socket = a_socket(type=HTTPS, tls=tls_of(certificates))
    files = {name: certificates.file(file) for name, file in (("cert_file", "client.crt"), ("key_file", "client.key"))}
    peer = Peer(authorities=certificates.file("authority.crt"), **files)  # type: ignore[arg-type]
    assert talk(socket, peer) == [{"asked": {"command": "x"}}]
    with pytest.raises(ShellError, match=r"no TLS connection with 127.0.0.1: CERTIFICATE_VERIFY_FAILED"):
        talk(socket, replace(peer, authorities=certificates.file("other.crt")))
    with pytest.raises(ShellError, match="/none"):
        talk(socket, replace(peer, cert_file="/none"))


def test_nobody_is_there() -> None:
    with pytest.raises(ShellError, match=r"cannot reach 127.0.0.1, port"):
        send(Peer(port=free_port()), {"command": "x"})

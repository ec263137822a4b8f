"""Reading of control-socket and control-sockets."""

import json
from dataclasses import replace

import pytest

from lessor.config.errors import ConfigError
from lessor.config.load import load_tree4, load_tree6
from lessor.model.control import HTTP, HTTPS, UNIX, Authentication, Client, ControlSocket, Tls
from lessor.model.json import Json

FILES = {"trust-anchor": "/ca", "cert-file": "/crt", "key-file": "/key"}
HTTP_SOCKET = ControlSocket(HTTP, address="127.0.0.1", port=8000)


def sockets(**members: Json) -> tuple[ControlSocket, ...]:
    return load_tree4(
        {"Dhcp4": {name.replace("_", "-"): value for name, value in members.items()}}
    ).config.control_sockets


def problems(*entries: dict[str, Json]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        sockets(control_sockets=[*entries])
    return [problem.wrong for problem in caught.value.problems]


def test_none() -> None:
    assert sockets() == ()


def test_one_of_each_kind() -> None:
    entries: list[Json] = [
        {"socket-type": "unix", "socket-name": "s4"},
        {"socket-type": "http"},
        {"socket-type": "https", "socket-address": "::0001", "socket-port": 8443, "cert-required": False, **FILES},
    ]
    assert sockets(control_sockets=entries) == (
        ControlSocket(UNIX, "s4"),
        HTTP_SOCKET,
        ControlSocket(HTTPS, address="::1", port=8443, tls=Tls("/ca", "/crt", "/key", False)),
    )


def test_the_one_of_kea_2() -> None:
    assert sockets(control_socket={"socket-type": "unix", "socket-name": "/run/s4"}) == (
        ControlSocket(UNIX, "/run/s4"),
    )


def test_who_may() -> None:
    clients: list[Json] = [
        {"user": "a", "password": "b"},
        {"user-file": "name", "password-file": "/word"},
        {"user": "x"},
    ]
    entry: Json = {
        "socket-type": "http",
        "authentication": {"type": "basic", "directory": "/dir", "clients": clients},
        "http-headers": [{"name": "X-A", "value": "b c"}],
    }
    expected = Authentication(
        "kea-dhcpv4-server",
        (Client("a", "b"), Client(user_file="/dir/name", password_file="/word"), Client("x")),
    )
    assert sockets(control_sockets=[entry]) == (
        replace(HTTP_SOCKET, authentication=expected, headers=(("X-A", "b c"),)),
    )
    assert expected.clients[1].user_file in sockets(control_sockets=[entry])[0].files()
    six = load_tree6({"Dhcp6": {"control-sockets": [entry]}}).config.control_sockets[0].authentication
    assert six == replace(expected, realm="kea-dhcpv6-server")


def test_authentication_without_clients_lets_everybody_in_and_that_is_told() -> None:
    entry: Json = {"socket-type": "http", "authentication": {"type": "basic"}}
    loaded = load_tree4({"Dhcp4": {"control-sockets": [entry]}})
    assert loaded.config.control_sockets == (HTTP_SOCKET,)
    assert "everybody may send commands" in str(loaded.warnings[0])


def client(**members: Json) -> dict[str, Json]:
    found = {name.replace("_", "-"): value for name, value in members.items()}
    return {"socket-type": "http", "authentication": {"type": "basic", "clients": [found]}}


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ({"socket-type": "unix"}, "missing parameter 'socket-name'"),
        ({"socket-type": "http", "socket-address": "localhost"}, "'localhost' is no IP address"),
        ({"socket-type": "http", "socket-port": 0}, "0 is no port to listen on"),
        ({"socket-type": "https"}, "missing parameter 'cert-file'"),
        (
            {"socket-type": "https", "cert-file": "a", "key-file": "b"},
            "trust-anchor parameter is missing or empty: all or none of TLS parameters must be set",
        ),
        (client(password="x"), "missing parameter 'user'"),
        (client(user=""), "user must not be empty"),
        (client(user="a:b"), "user must not contain a ':': 'a:b'"),
        (
            {"socket-type": "http", "http-headers": [{"name": "a b", "value": "x"}]},
            "'a b' is no name of a header",
        ),
        (
            {"socket-type": "http", "http-headers": [{"name": "a", "value": "x\r\nSet-Cookie: y"}]},
            "a header holds printable ASCII characters only",
        ),
    ],
)
def test_mistakes(entry: dict[str, Json], wrong: str) -> None:
    assert wrong in problems(entry), json.dumps(entry)


def test_two_at_one_place() -> None:
    assert problems({"socket-type": "http"}, {"socket-type": "http"}) == ["two sockets at the same place"]


def test_keys_of_another_type_are_doubtful() -> None:
    loaded = load_tree4({"Dhcp4": {"control-sockets": [{"socket-type": "unix", "socket-name": "x", "socket-port": 1}]}})
    assert "means nothing to a socket of type unix" in str(loaded.warnings[0])


def test_http_without_its_package_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessor.config.control.find_spec", lambda name: None)
    assert problems({"socket-type": "http"}) == ["HTTP needs the package aiohttp"]
    assert sockets(control_sockets=[{"socket-type": "unix", "socket-name": "x"}])

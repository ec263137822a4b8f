"""Where a daemon takes commands, and from whom: `control-socket`, `control-sockets`, and `authentication` in them.

Files are not looked into, and whether a socket can be opened is not asked: that shows when it is.
"""

from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from lessor.config.section import Section
from lessor.model.control import HTTP, HTTPS, UNIX, Authentication, Client, ControlSocket, Tls

TLS_KEYS: Final = ("trust-anchor", "cert-file", "key-file")

_HTTP_KEYS: Final = ("socket-address", "socket-port", "authentication", "http-headers")
_STRANGE: Final = {
    UNIX: (*_HTTP_KEYS, *TLS_KEYS, "cert-required"),
    HTTP: ("socket-name", *TLS_KEYS, "cert-required"),
    HTTPS: ("socket-name",),
}
"""Keys that mean nothing to a socket of this type."""


def read_control_sockets(daemon: Section, realm: str) -> tuple[ControlSocket, ...]:
    """Return all sockets of a daemon; `realm` is what its clients log in to unless they are told otherwise."""
    sections = daemon.sections("control-sockets")
    if "control-socket" in daemon.members:
        sections.insert(0, daemon.section("control-socket"))
    sockets: list[ControlSocket] = []
    for section in sections:
        socket = _socket(section, realm)
        if any(_place(socket) == _place(other) for other in sockets):
            section.wrong(section.node, "", "two sockets at the same place", "give each its own name, or port")
        sockets.append(socket)
    return tuple(sockets)


def read_authentication(section: Section, realm: str) -> Authentication | None:
    """Return `authentication`; None, which is everybody, for one without any clients, as in Kea."""
    directory = Path(section.text("directory"))
    clients = tuple(_client(entry, directory) for entry in section.sections("clients"))
    if not clients:
        section.warn(section.node, "", "no clients, so everybody may send commands", "add clients")
        return None
    return Authentication(section.text("realm", realm), clients)


def read_tls(section: Section) -> Tls | None:
    """Return the files of TLS, None without any of them."""
    files = [section.text(key) for key in TLS_KEYS]
    if not any(files):
        return None
    for key, file in zip(TLS_KEYS, files, strict=True):
        if not file:
            wrong = f"{key} parameter is missing or empty: all or none of TLS parameters must be set"
            section.wrong(section.place(key), key, wrong)
    trust_anchor, cert_file, key_file = files
    return Tls(trust_anchor, cert_file, key_file, section.flag("cert-required", True))


def read_address(section: Section, key: str, default: str) -> str:
    """Return the address to listen on."""
    text = section.text(key, default)
    try:
        return str(ip_address(text))
    except ValueError:
        section.wrong(section.place(key), key, f"'{text}' is no IP address", "write one like 127.0.0.1 or ::1")
        return default


def read_port(section: Section, key: str, default: int) -> int:
    """Return the port to listen on."""
    port = section.number(key, default)
    if not port:
        section.wrong(section.place(key), key, "0 is no port to listen on", "give 1 to 65535")
    return port


def read_headers(section: Section) -> tuple[tuple[str, str], ...]:
    """Return `http-headers`."""
    headers: list[tuple[str, str]] = []
    for entry in section.sections("http-headers"):
        name, value = entry.text("name"), entry.text("value")
        if not name or not all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in name):
            entry.wrong(entry.place("name"), "name", f"'{name}' is no name of a header", "use letters, digits and -")
        if not value.isascii() or not value.isprintable():
            entry.wrong(entry.place("value"), "value", "a header holds printable ASCII characters only")
        headers.append((name, value))
    return tuple(headers)


def check_http(section: Section, key: str) -> None:
    """Note as a mistake that what HTTP needs is not installed."""
    if find_spec("aiohttp") is None:
        section.wrong(section.place(key), key, "HTTP needs the package aiohttp", "install lessor[http]")


def _socket(section: Section, realm: str) -> ControlSocket:
    kind = section.text("socket-type")
    for key in _STRANGE.get(kind, ()):
        if key in section.members:
            section.warn(section.place(key), key, f"means nothing to a socket of type {kind}", "remove it")
    if kind == UNIX:
        if not section.text("socket-name"):
            section.missing("socket-name", "give the name of the socket")
        return ControlSocket(kind, section.text("socket-name"))
    check_http(section, "socket-type")
    return ControlSocket(
        kind,
        address=read_address(section, "socket-address", "127.0.0.1"),
        port=read_port(section, "socket-port", 8000),
        authentication=read_authentication(section.section("authentication"), realm)
        if "authentication" in section.members
        else None,
        tls=_tls(section) if kind == HTTPS else None,
        headers=read_headers(section),
    )


def _tls(section: Section) -> Tls | None:
    tls = read_tls(section)
    if tls is None:
        section.missing("cert-file", "an https socket needs trust-anchor, cert-file and key-file")
    return tls


def _place(socket: ControlSocket) -> tuple[str, str, int]:
    return socket.name, socket.address, socket.port


def _client(section: Section, directory: Path) -> Client:
    client = Client(
        user=section.text("user"),
        password=section.text("password"),
        user_file=_file(section, "user-file", directory),
        password_file=_file(section, "password-file", directory),
    )
    if "user" not in section.members and not client.user_file:
        section.missing("user", "give user or user-file")
    elif not client.user and not client.user_file:
        section.wrong(section.place("user"), "user", "user must not be empty")
    elif ":" in client.user:
        section.wrong(section.place("user"), "user", f"user must not contain a ':': '{client.user}'")
    return client


def _file(section: Section, key: str, directory: Path) -> str:
    name = section.text(key)
    return str(directory / name) if name else ""

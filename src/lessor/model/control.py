"""Where a daemon takes commands, and from whom: records of the checked configuration."""

from dataclasses import dataclass, field
from typing import Final

UNIX: Final = "unix"
HTTP: Final = "http"
HTTPS: Final = "https"


@dataclass(frozen=True, slots=True)
class Client:
    """Who may send commands. A name and a password stand here, or in files."""

    user: str = ""
    password: str = field(default="", repr=False)
    user_file: str = ""
    password_file: str = ""


@dataclass(frozen=True, slots=True)
class Authentication:
    """`authentication`: nobody else may send commands."""

    realm: str
    clients: tuple[Client, ...] = ()


@dataclass(frozen=True, slots=True)
class Tls:
    """Files of a socket that speaks TLS."""

    trust_anchor: str
    cert_file: str
    key_file: str
    cert_required: bool = True


@dataclass(frozen=True, slots=True)
class ControlSocket:
    """One socket for commands.

    A UNIX socket has a `name`; the others have an `address` and a `port`, `tls` if the type is https, `authentication`
    unless everybody may, and `headers` (name, value) that are added to answers.
    """

    type: str
    name: str = ""
    address: str = ""
    port: int = 0
    authentication: Authentication | None = None
    tls: Tls | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def files(self) -> tuple[str, ...]:
        """Return the names of all files that are read when the socket is opened."""
        tls = () if self.tls is None else (self.tls.trust_anchor, self.tls.cert_file, self.tls.key_file)
        clients = () if self.authentication is None else self.authentication.clients
        secrets = [name for client in clients for name in (client.user_file, client.password_file) if name]
        return (*tls, *secrets)

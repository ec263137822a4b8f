"""Basic authentication (RFC 7617): which user a request's Authorization header proves."""

import base64
import binascii
import hmac
from pathlib import Path
from typing import Final

from lessor.model.control import Authentication, Client

LONGEST_SECRET: Final = 4096
"""Octets of a file with a name or a password."""

SCHEME: Final = "basic"


class Gatekeeper:
    """Knows the clients of one socket."""

    __slots__ = ("_clients", "challenge")

    def __init__(self, authentication: Authentication) -> None:
        """Read the files with names and passwords. Raise OSError, which names the file."""
        realm = authentication.realm.replace("\\", "\\\\").replace('"', '\\"')
        self.challenge = f'Basic realm="{realm}"'
        """What the header WWW-Authenticate says to whom is not let in."""
        known = [identity(client) for client in authentication.clients]
        self._clients = [(f"{user}:{password}".encode(), user) for user, password in known]

    def user(self, header: str) -> str | None:
        """Return who sends this Authorization header, None when nobody we know does."""
        given = credentials(header)
        if given is None:
            return None
        known: str | None = None
        # all are compared, each in constant time, so that the time of a refusal tells nothing
        for secret, user in self._clients:
            if hmac.compare_digest(secret, given):
                known = user
        return known


def identity(client: Client) -> tuple[str, str]:
    """Return the name and the password of a client. Raise OSError when a file with one of them cannot be used."""
    user = _content(client.user_file) if client.user_file else client.user
    password = _content(client.password_file) if client.password_file else client.password
    if client.user_file and not password:
        user, _, password = user.partition(":")
    if not user or ":" in user:
        raise OSError(f"{client.user_file}: a name is not empty and has no colon")
    return user, password


def _content(name: str) -> str:
    try:
        with Path(name).open("rb") as file:
            content = file.read(LONGEST_SECRET + 1)
        if len(content) > LONGEST_SECRET:
            raise ValueError(f"more than {LONGEST_SECRET} octets")
        # the end of the line is the editor's, not the password's
        return content.decode().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise OSError(f"can't open file '{name}': {getattr(error, 'strerror', None) or error}") from error


def credentials(header: str) -> bytes | None:
    """Return `user:password` out of an Authorization header, None when there is none in it."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != SCHEME:
        return None
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None

"""Basic authentication (RFC 7617): which user a request's Authorization header proves."""

import base64
import binascii
import hmac
from typing import Final

from lessor.model.control import Authentication

SCHEME: Final = "basic"


class Gatekeeper:
    """Knows the clients of one socket."""

    __slots__ = ("_clients", "challenge")

    def __init__(self, authentication: Authentication) -> None:
        realm = authentication.realm.replace("\\", "\\\\").replace('"', '\\"')
        self.challenge = f'Basic realm="{realm}"'
        """What the header WWW-Authenticate says to whom is not let in."""
        self._clients = [(f"{one.user}:{one.password}".encode(), one.user) for one in authentication.clients]

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


def credentials(header: str) -> bytes | None:
    """Return `user:password` out of an Authorization header, None when there is none in it."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != SCHEME:
        return None
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None

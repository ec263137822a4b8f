"""Looking up a reservation by what a client can be known by, of either family.

[hot] Reservations are keyed by identifier name and octets; how an identifier is read from a request is a row of the
caller's table.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

Host = TypeVar("Host")
Request = TypeVar("Request")

Key = tuple[str, bytes]


def first_match(
    hosts: Mapping[Key, Host],
    names: tuple[str, ...],
    readers: Mapping[str, Callable[[Request], bytes]],
    request: Request,
) -> Host | None:
    """Return the reservation that the client's identifiers find first, tried in the order of `names`."""
    for name in names:
        reader = readers.get(name)
        value = b"" if reader is None else reader(request)
        if value:
            host = hosts.get((name, value))
            if host is not None:
                return host
    return None


def identifier_of(hosts: Mapping[Key, Host], host: Host) -> str:
    """Return by what the client of a reservation is known, as text for people. Walks all reservations."""
    for (name, value), known in hosts.items():
        if known is host:
            return f"{name}={value.hex(':')}"
    return ""

"""Classless static routes, option 121 (RFC 3442).

Text: `destination/length - router`, separated by commas; or the octets in hexadecimal. On the wire a route is the
length of its destination, as many octets of the destination as that length needs, and the router.
"""

from ipaddress import IPv4Address

from lessor.wire.errors import WireError
from lessor.wire.octets import parse_octets
from lessor.wire.values import KINDS, parse_number

Route = tuple[int, bytes, bytes]
"""(prefix length, the octets it needs, the router's address)."""

_ADDRESS = KINDS["ipv4-address"]


def pack_routes(text: str) -> bytes:
    """Return the octets of routes written as text. Raise ValueError."""
    if "-" not in text:
        return tidy_routes(parse_octets(text.strip()))
    return b"".join(_pack(_parse(route)) for route in text.split(",") if route.strip())


def show_routes(data: bytes) -> str:
    """Return routes as text. Raise WireError."""
    return ", ".join(_show(route) for route in _unpack(data))


def tidy_routes(data: bytes) -> bytes:
    """Return the routes with the bits behind their lengths zero. Raise WireError."""
    return b"".join(_pack(route) for route in _unpack(data))


def _parse(text: str) -> Route:
    destination, dash, router = text.partition("-")
    address, slash, length = destination.partition("/")
    if not dash or not slash:
        raise ValueError(f"{text.strip()!r} is not a route, as in 192.0.2.0/24 - 198.51.100.1")
    return _route(
        parse_number(length.strip(), 0, 32), _ADDRESS.encode(address.strip()), _ADDRESS.encode(router.strip())
    )


def _route(length: int, destination: bytes, router: bytes) -> Route:
    size = (length + 7) // 8
    number = int.from_bytes(destination[:size], "big") >> 8 * size - length << 8 * size - length
    return length, number.to_bytes(size, "big"), router


def _pack(route: Route) -> bytes:
    return bytes((route[0],)) + route[1] + route[2]


def _unpack(data: bytes) -> list[Route]:
    if not data:
        raise WireError("no route")
    routes = []
    at = 0
    while at < len(data):
        length = data[at]
        if length > 32:
            raise WireError(f"destination of {length} bits", at)
        router = at + 1 + (length + 7) // 8
        if router + 4 > len(data):
            raise WireError("route runs over the end", at)
        routes.append(_route(length, data[at + 1 : router], data[router : router + 4]))
        at = router + 4
    return routes


def _show(route: Route) -> str:
    length, destination, router = route
    return f"{IPv4Address(destination.ljust(4, bytes(1)))}/{length} - {IPv4Address(router)}"

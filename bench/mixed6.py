"""The words of DHCPv6 clients behind a relay, for mixed traffic (traffic.py); each wants an address and a prefix."""

import ipaddress
import struct
from collections.abc import Iterator
from typing import Final

from bench.place import RELAY6, SERVER6
from bench.words import Answer, Client

KINDS: Final = {"begin": 1, "request": 3, "renew": 5, "rebind": 6, "release": 8, "decline": 9, "inform": 11}
ADVERTISE, REPLY, RELAY_FORWARD, RELAY_REPLY = 2, 7, 12, 13
CLIENT_ID, SERVER_ID, IA_NA, IAADDR, RELAY_MESSAGE, IA_PD, IAPREFIX = 1, 2, 3, 5, 9, 25, 26

ADDRESS: Final = (RELAY6, 547)
TO: Final = (SERVER6, 547)
SILENT: Final[frozenset[str]] = frozenset()
PREFIX: Final = b"\0\3\0\1\2\x0c"
"""Begins the DUID of a client; its number follows."""


def write(kind: str, client: Client) -> bytes:
    """Return a message of a client as its relay sends it on."""
    inner = bytes((KINDS[kind],)) + (client.number & 0xFFFFFF).to_bytes(3, "big")
    inner += option(CLIENT_ID, PREFIX + client.number.to_bytes(4, "big"))
    if kind not in ("begin", "rebind", "inform"):
        inner += option(SERVER_ID, client.server_id)
    if kind != "inform":
        inner += associations(client.leases, kind == "decline")
    peer = ipaddress.IPv6Address("fe80::77").packed
    link = ipaddress.IPv6Address(RELAY6).packed
    return bytes((RELAY_FORWARD, 0)) + link + peer + option(RELAY_MESSAGE, inner)


def associations(leases: tuple[str, ...], only_addresses: bool) -> bytes:
    """Return the identity associations with what a client holds."""
    addresses = [ipaddress.IPv6Address(lease).packed for lease in leases if "/" not in lease]
    prefixes = [ipaddress.IPv6Network(lease) for lease in leases if "/" in lease]
    inside = b"".join(option(IAADDR, address + bytes(8)) for address in addresses)
    delegated = b"".join(
        option(IAPREFIX, struct.pack(">IIB", 0, 0, one.prefixlen) + one.network_address.packed) for one in prefixes
    )
    found = option(IA_NA, struct.pack(">III", 1, 0, 0) + inside)
    return found if only_addresses else found + option(IA_PD, struct.pack(">III", 1, 0, 0) + delegated)


def read(data: bytes) -> Answer | None:
    """Return what a server says."""
    inner = next((value for code, value in options(data[34:]) if code == RELAY_MESSAGE), b"")
    if data[0] != RELAY_REPLY or len(inner) < 4 or inner[0] not in (ADVERTISE, REPLY):
        return None
    found = list(options(inner[4:]))
    leases = [lease for code, value in found if code in (IA_NA, IA_PD) for lease in options(value[12:])]
    granted = [(lease_of(code, value), valid_of(code, value)) for code, value in leases if code in (IAADDR, IAPREFIX)]
    server_id = next((value for code, value in found if code == SERVER_ID), b"")
    valid = [lifetime for _, lifetime in granted if lifetime]
    asked = any(code in (IA_NA, IA_PD) for code, _ in found)
    kind = "offer" if inner[0] == ADVERTISE else "grant" if valid else "refusal" if asked else "word"
    held = tuple(lease for lease, lifetime in granted if lifetime)
    return Answer(int.from_bytes(inner[1:4], "big"), kind, held, min(valid, default=0), server_id)


def lease_of(code: int, value: bytes) -> str:
    """Return the address or prefix of an option inside an identity association."""
    if code == IAADDR:
        return str(ipaddress.IPv6Address(value[:16]))
    return f"{ipaddress.IPv6Address(value[9:25])}/{value[8]}"


def valid_of(code: int, value: bytes) -> int:
    """Return the valid lifetime in the same option."""
    at = 20 if code == IAADDR else 4
    return int.from_bytes(value[at : at + 4], "big")


def option(code: int, data: bytes) -> bytes:
    return struct.pack(">HH", code, len(data)) + data


def options(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the options of a message or an option, one after the other."""
    at = 0
    while at + 4 <= len(data):
        code, length = struct.unpack_from(">HH", data, at)
        yield code, data[at + 4 : at + 4 + length]
        at += 4 + length

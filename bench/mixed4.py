"""The words of DHCPv4 clients behind a relay, for mixed traffic (traffic.py)."""

import ipaddress
import struct
from collections.abc import Mapping
from typing import Final

from bench.place import RELAY, SERVER, client_mac
from bench.words import Answer, Client

COOKIE: Final = b"\x63\x82\x53\x63"
KINDS: Final = {"begin": 1, "request": 3, "renew": 3, "rebind": 3, "decline": 4, "release": 7, "inform": 8}
ANSWERS: Final = {2: "offer", 5: "grant", 6: "refusal"}
TYPE, REQUESTED, SERVER_ID, LIFETIME = 53, 50, 54, 51

ADDRESS: Final = (RELAY, 67)
TO: Final = (SERVER, 67)
SILENT: Final = frozenset(("release", "decline", "inform"))
"""What a server does not answer, or, as INFORM, not by the relay."""


def write(kind: str, client: Client) -> bytes:
    """Return a message of a client as its relay sends it on."""
    held = packed(client.leases[0]) if client.leases else bytes(4)
    ciaddr = held if kind in ("renew", "rebind", "release", "inform") else bytes(4)
    options = [(TYPE, bytes((KINDS[kind],)))]
    if kind in ("request", "decline"):
        options.append((REQUESTED, held))
    if kind in ("request", "decline", "release"):
        options.append((SERVER_ID, packed(SERVER)))
    options.append((55, bytes((1, 3, 6, 15, 51, 54))))
    header = struct.pack(">BBBBIHH4s4s4s4s16s", 1, 1, 6, 1, client.number, 0, 0, ciaddr, bytes(4), bytes(4),
                         packed(RELAY), bytes.fromhex(client_mac(client.number).replace(":", "")))  # fmt: skip
    return header + bytes(192) + COOKIE + b"".join(bytes((code, len(data))) + data for code, data in options) + b"\xff"


def read(data: bytes) -> Answer | None:
    """Return what a server says."""
    options = options_of(data[240:])
    kind = ANSWERS.get(options.get(TYPE, b"\0")[0])
    if kind is None:
        return None
    address = ipaddress.IPv4Address(data[16:20])
    lifetime = int.from_bytes(options.get(LIFETIME, b""), "big")
    # an answer to INFORM grants nothing
    leases = (str(address),) if kind != "refusal" and lifetime else ()
    return Answer(int.from_bytes(data[4:8], "big"), kind if lifetime or kind != "grant" else "word", leases, lifetime)


def options_of(data: bytes) -> Mapping[int, bytes]:
    """Return the options of an answer by code."""
    options = {}
    at = 0
    while at < len(data) and data[at] != 255:
        if data[at] == 0:
            at += 1
            continue
        length = data[at + 1]
        options[data[at]] = data[at + 2 : at + 2 + length]
        at += 2 + length
    return options


def packed(address: str) -> bytes:
    return ipaddress.IPv4Address(address).packed

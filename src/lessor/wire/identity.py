"""Who a client is: hardware addresses, client identifiers, DUIDs, as text and as octets.

Text forms are those of wire/octets.py. RFC 4361 puts an IAID and a DUID into the DHCPv4 client identifier, so that one
machine is known to DHCPv4 and DHCPv6 by the same DUID.
"""

from typing import Final

from lessor.wire.errors import WireError
from lessor.wire.octets import parse_octets

MAX_HWADDR: Final = 20
MAX_DUID: Final = 130
"""Two octets of type and at most 128 more (RFC 8415 section 11.1)."""

DUID_LLT: Final = 1
DUID_EN: Final = 2
DUID_LL: Final = 3
DUID_UUID: Final = 4

CLIENT_ID_DUID: Final = 255
"""First octet of a client identifier that holds IAID and DUID (RFC 4361 section 6.1)."""

_SHORTEST_DUID: Final = 3


def parse_hwaddr(text: str) -> bytes:
    """Return the octets of a hardware address, 1 to 20 of them. Raise ValueError."""
    return _parse(text, "hardware address", MAX_HWADDR)


def parse_client_id(text: str) -> bytes:
    """Return the octets of a client identifier (or circuit or flexible identifier), 1 to 255. Raise ValueError."""
    return _parse(text, "identifier", 255)


def parse_duid(text: str) -> bytes:
    """Return the octets of a DUID, 1 to 130. Raise ValueError."""
    return _parse(text, "DUID", MAX_DUID)


def _parse(text: str, what: str, longest: int) -> bytes:
    data = parse_octets(text)
    if not 1 <= len(data) <= longest:
        raise ValueError(f"{what} has 1 to {longest} octets, not {len(data)}")
    return data


def duid_type(duid: bytes) -> int:
    """Return the type of a DUID (DUID_LLT and the others, or a number we do not know). Raise WireError."""
    if not _SHORTEST_DUID <= len(duid) <= MAX_DUID:
        raise WireError(f"DUID of {len(duid)} octets")
    return int.from_bytes(duid[:2], "big")


def unpack_client_id(client_id: bytes) -> tuple[bytes, bytes] | None:
    """Return IAID and DUID of an RFC 4361 client identifier, None for any other."""
    duid = client_id[5:]
    if client_id[:1] != bytes((CLIENT_ID_DUID,)) or not _SHORTEST_DUID <= len(duid) <= MAX_DUID:
        return None
    return client_id[1:5], duid

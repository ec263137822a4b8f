"""Who a client is: hardware addresses, client identifiers, DUIDs, as text and as octets.

Text forms are those of wire/octets.py. RFC 4361 puts an IAID and a DUID into the DHCPv4 client identifier, so that one
machine is known to DHCPv4 and DHCPv6 by the same DUID. The other way round, DHCPv6 tells hardware addresses only by the
way: in some DUIDs, in link-local addresses, in an option of the first relay.
"""

from struct import Struct
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

DUID_EPOCH: Final = 946684800
"""2000-01-01 00:00 UTC, from which a DUID-LLT counts its seconds (RFC 8415 section 11.2)."""

CLIENT_ID_DUID: Final = 255
"""First octet of a client identifier that holds IAID and DUID (RFC 4361 section 6.1)."""

HardwareAddress = tuple[int, bytes]
"""(hardware type as in ARP, address)."""

_SHORTEST_DUID: Final = 3

# type, hardware type, time; type, enterprise number; type, hardware type
_LLT: Final = Struct("!HHI")
_EN: Final = Struct("!HI")
_LL: Final = Struct("!HH")

_LL_ETHERNET: Final = _LL.pack(DUID_LL, 1)
_LL_ETHERNET_LENGTH: Final = 10

_LINK_LOCAL: Final = 0xFE80 << 48
_LOCALLY_ADMINISTERED: Final = 0x02


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


def pack_duid_llt(hardware_type: int, now: int, hwaddr: bytes) -> bytes:
    """Return a DUID of a hardware address and the time it was made, `now` in unix seconds (RFC 8415 section 11.2)."""
    return _LLT.pack(DUID_LLT, hardware_type, now - DUID_EPOCH & 0xFFFFFFFF) + hwaddr


def pack_duid_en(enterprise: int, identifier: bytes) -> bytes:
    """Return a DUID that an enterprise assigned (RFC 8415 section 11.3)."""
    return _EN.pack(DUID_EN, enterprise) + identifier


def pack_duid_ll(hardware_type: int, hwaddr: bytes) -> bytes:
    """Return a DUID of a hardware address that stays with its device (RFC 8415 section 11.4)."""
    return _LL.pack(DUID_LL, hardware_type) + hwaddr


def pack_duid_uuid(uuid: bytes) -> bytes:
    """Return a DUID of the 16 octets of a UUID (RFC 6355 section 4)."""
    return DUID_UUID.to_bytes(2, "big") + uuid


def hwaddr_of_duid(duid: bytes) -> HardwareAddress | None:
    """Return the hardware address in a DUID-LLT or DUID-LL, None for any other."""
    # common case first: a DUID-LL of Ethernet
    if len(duid) == _LL_ETHERNET_LENGTH and duid[:4] == _LL_ETHERNET:
        return 1, duid[4:]
    kind = int.from_bytes(duid[:2], "big")
    start = _LLT.size if kind == DUID_LLT else _LL.size if kind == DUID_LL else len(duid)
    return _hardware_address(duid[2:4], duid[start:])


def hwaddr_of_option(data: bytes) -> HardwareAddress | None:
    """Return the hardware address in the value of a Client Link-Layer Address option (RFC 6939 section 4)."""
    return _hardware_address(data[:2], data[2:])


def _hardware_address(hardware_type: bytes, hwaddr: bytes) -> HardwareAddress | None:
    if not 1 <= len(hwaddr) <= MAX_HWADDR:
        return None
    return int.from_bytes(hardware_type, "big"), hwaddr


def hwaddr_of_link_local(address: int) -> bytes | None:
    """Return the Ethernet address from which a link-local address was made (RFC 4291 appendix A), None for others."""
    octets = (address & 0xFFFFFFFFFFFFFFFF).to_bytes(8, "big")
    if address >> 64 != _LINK_LOCAL or octets[3:5] != b"\xff\xfe":
        return None
    return bytes((octets[0] ^ _LOCALLY_ADMINISTERED,)) + octets[1:3] + octets[5:]


def unpack_client_id(client_id: bytes) -> tuple[bytes, bytes] | None:
    """Return IAID and DUID of an RFC 4361 client identifier, None for any other."""
    duid = client_id[5:]
    if client_id[:1] != bytes((CLIENT_ID_DUID,)) or not _SHORTEST_DUID <= len(duid) <= MAX_DUID:
        return None
    return client_id[1:5], duid

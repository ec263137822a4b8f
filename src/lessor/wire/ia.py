"""Identity associations and what is within them: addresses, prefixes, status codes (RFC 8415 sections 21.4 to 21.22).

[hot] Readers take the value of an option, writers return the whole option. An address is a prefix of 128 bits. T1, T2
and lifetimes are seconds; what a client may ask for and whether times fit each other is not judged here.
"""

from struct import Struct
from typing import Final

from lessor.wire.errors import WireError
from lessor.wire.options6 import Options, tlv6, walk6
from lessor.wire.packet6 import IA_NA, IA_TA, IAADDR, IAPREFIX, PD_EXCLUDE, STATUS_CODE

# Status codes (RFC 8415 section 21.13 unless noted).
SUCCESS: Final = 0
UNSPEC_FAIL: Final = 1
NO_ADDRS_AVAIL: Final = 2
NO_BINDING: Final = 3
NOT_ON_LINK: Final = 4
USE_MULTICAST: Final = 5
NO_PREFIX_AVAIL: Final = 6
UNKNOWN_QUERY_TYPE: Final = 7  # RFC 5007
MALFORMED_QUERY: Final = 8
NOT_CONFIGURED: Final = 9
NOT_ALLOWED: Final = 10
QUERY_TERMINATED: Final = 11  # RFC 5460

STATUS_NAMES: Final = {
    SUCCESS: "Success",
    UNSPEC_FAIL: "UnspecFail",
    NO_ADDRS_AVAIL: "NoAddrsAvail",
    NO_BINDING: "NoBinding",
    NOT_ON_LINK: "NotOnLink",
    USE_MULTICAST: "UseMulticast",
    NO_PREFIX_AVAIL: "NoPrefixAvail",
    UNKNOWN_QUERY_TYPE: "UnknownQueryType",
    MALFORMED_QUERY: "MalformedQuery",
    NOT_CONFIGURED: "NotConfigured",
    NOT_ALLOWED: "NotAllowed",
    QUERY_TERMINATED: "QueryTerminated",
}

ADDRESS_BITS: Final = 128

# IAID T1 T2
_IA: Final = Struct("!III")
# IPv6-address preferred-lifetime valid-lifetime
_ADDRESS: Final = Struct("!16sII")
# preferred-lifetime valid-lifetime prefix-length IPv6-prefix
_PREFIX: Final = Struct("!IIB16s")

# IAID T1 T2 option-code option-len IPv6-address preferred-lifetime valid-lifetime
_IA_WITH_ADDRESS: Final = Struct("!IIIHH16sII")

# The same behind option code and length.
_IA_OPTION: Final = Struct("!HHIII")
_IA_TA_OPTION: Final = Struct("!HHI")
_ADDRESS_OPTION: Final = Struct("!HH16sII")
_IA_ADDRESS_OPTIONS: Final = Struct("!HHIIIHH16sII")
_PREFIX_OPTION: Final = Struct("!HHIIB16s")


Held = tuple[int, int, int, int]
"""First address, prefix length (128 for an address), preferred and valid lifetime in seconds."""


class Ia:
    """One identity association; `t1` and `t2` are 0 in IA_TA, which has none."""

    __slots__ = ("iaid", "options", "t1", "t2")

    def __init__(self, iaid: int, t1: int, t2: int, options: Options) -> None:
        self.iaid = iaid
        self.t1 = t1
        self.t2 = t2
        self.options = options


class Resource:
    """One address (`length` 128) or delegated prefix; `address` is an int, bits beyond `length` zero."""

    __slots__ = ("address", "length", "options", "preferred", "valid")

    def __init__(self, address: int, length: int, preferred: int, valid: int, options: Options) -> None:
        self.address = address
        self.length = length
        self.preferred = preferred
        self.valid = valid
        self.options = options


def read_ia(data: bytes) -> Ia:
    """Return the IA_NA or IA_PD in an option's value. Raise WireError."""
    if len(data) < _IA.size:
        raise WireError(f"identity association of {len(data)} octets")
    iaid, t1, t2 = _IA.unpack_from(data)
    return Ia(iaid, t1, t2, walk6(data, _IA.size))


def read_ia_usual(data: bytes) -> tuple[int, int, int, list[Held]] | None:
    """Return IAID, T1, T2 and the addresses of an IA_NA that holds one plain address or nothing; None for others."""
    if len(data) == _IA.size:
        iaid, t1, t2 = _IA.unpack(data)
        return iaid, t1, t2, []
    if len(data) != _IA_WITH_ADDRESS.size:
        return None
    iaid, t1, t2, code, length, address, preferred, valid = _IA_WITH_ADDRESS.unpack(data)
    if code != IAADDR or length != _ADDRESS.size:
        return None
    return iaid, t1, t2, [(int.from_bytes(address, "big"), ADDRESS_BITS, preferred, valid)]


def read_ia_ta(data: bytes) -> Ia:
    """Return the IA_TA in an option's value. Raise WireError."""
    if len(data) < 4:
        raise WireError(f"identity association of {len(data)} octets")
    return Ia(int.from_bytes(data[:4], "big"), 0, 0, walk6(data, 4))


def read_address(data: bytes) -> Resource:
    """Return the address in the value of an IA Address option. Raise WireError."""
    return Resource(*read_address_alone(data), walk6(data, _ADDRESS.size))


def read_prefix(data: bytes) -> Resource:
    """Return the prefix in the value of an IA Prefix option. Raise WireError."""
    return Resource(*read_prefix_alone(data), walk6(data, _PREFIX.size))


def read_address_alone(data: bytes) -> Held:
    """Return the address in the value of an IA Address option, whatever options are in there. Raise WireError."""
    if len(data) < _ADDRESS.size:
        raise WireError(f"IA Address option of {len(data)} octets")
    address, preferred, valid = _ADDRESS.unpack_from(data)
    return int.from_bytes(address, "big"), ADDRESS_BITS, preferred, valid


def read_prefix_alone(data: bytes) -> Held:
    """Return the prefix in the value of an IA Prefix option, whatever options are in there. Raise WireError.

    RFC 8415 section 18.2.4: with only a length in mind clients send `::` and that length.
    """
    if len(data) < _PREFIX.size:
        raise WireError(f"IA Prefix option of {len(data)} octets")
    preferred, valid, length, prefix = _PREFIX.unpack_from(data)
    if length > ADDRESS_BITS:
        raise WireError(f"prefix of {length} bits", 8)
    beyond = ADDRESS_BITS - length
    return int.from_bytes(prefix, "big") >> beyond << beyond, length, preferred, valid


def read_status(data: bytes) -> tuple[int, str]:
    """Return status and message in the value of a Status Code option. Raise WireError."""
    if len(data) < 2:
        raise WireError(f"status code of {len(data)} octets")
    return int.from_bytes(data[:2], "big"), data[2:].decode(errors="backslashreplace")


def read_excluded(data: bytes, prefix: int, length: int) -> tuple[int, int]:
    """Return the prefix, and its length, that is excluded from a delegated one (RFC 6603 section 4.2).

    `data` is the value of a Prefix Exclude option. Raise WireError.
    """
    bits = data[0] - length if data else 0
    if bits <= 0 or data[0] > ADDRESS_BITS or len(data) != 1 + _octets(bits):
        raise WireError(f"excluded prefix {data.hex()} of one of {length} bits")
    subnet = int.from_bytes(data[1:], "big") >> 8 * _octets(bits) - bits
    return prefix | subnet << ADDRESS_BITS - data[0], data[0]


def write_ia_address(iaid: int, t1: int, t2: int, address: int, preferred: int, valid: int) -> bytes:
    """Return an IA_NA option with one address and nothing else, as most have it."""
    return _IA_ADDRESS_OPTIONS.pack(
        IA_NA,
        _IA.size + _ADDRESS_OPTION.size,
        iaid,
        t1,
        t2,
        IAADDR,
        _ADDRESS.size,
        address.to_bytes(16, "big"),
        preferred,
        valid,
    )


def write_ia(code: int, iaid: int, t1: int, t2: int, options: bytes) -> bytes:
    """Return an IA_NA or IA_PD option, as `code` says, around ready options."""
    return _IA_OPTION.pack(code, _IA.size + len(options), iaid, t1, t2) + options


def write_ia_ta(iaid: int, options: bytes) -> bytes:
    """Return an IA_TA option around ready options."""
    return _IA_TA_OPTION.pack(IA_TA, 4 + len(options), iaid) + options


def write_address(address: int, preferred: int, valid: int, options: bytes = b"") -> bytes:
    """Return an IA Address option around ready options."""
    octets = address.to_bytes(16, "big")
    return _ADDRESS_OPTION.pack(IAADDR, _ADDRESS.size + len(options), octets, preferred, valid) + options


def write_prefix(prefix: int, length: int, preferred: int, valid: int, options: bytes = b"") -> bytes:
    """Return an IA Prefix option around ready options."""
    octets = prefix.to_bytes(16, "big")
    return _PREFIX_OPTION.pack(IAPREFIX, _PREFIX.size + len(options), preferred, valid, length, octets) + options


def write_status(status: int, message: str) -> bytes:
    """Return a Status Code option."""
    return tlv6(STATUS_CODE, status.to_bytes(2, "big") + message.encode())


def write_excluded(excluded: int, excluded_length: int, length: int) -> bytes:
    """Return a Prefix Exclude option for a prefix within a delegated one of a smaller length (RFC 6603 section 4.2)."""
    bits = excluded_length - length
    # Only the bits behind the delegated prefix travel, from the highest bit of the first octet on.
    subnet = excluded >> ADDRESS_BITS - excluded_length & (1 << bits) - 1
    octets = (subnet << 8 * _octets(bits) - bits).to_bytes(_octets(bits), "big")
    return tlv6(PD_EXCLUDE, bytes((excluded_length,)) + octets)


def _octets(bits: int) -> int:
    """Return how many octets hold as many bits."""
    return (bits + 7) // 8

"""The kinds a value can be of: read from text, packed, unpacked, shown - each kind one row of KINDS.

A row's four functions meet in the middle, at a Python value: text -> value -> octets and octets -> value -> text.
Rows know no family, but for the length of a tuple: one octet in DHCPv4, two in DHCPv6. What a whole option consists of
(records, arrays, `internal` notations) is wire/payload.py's business.

Text is what an administrator may write in `option-data`: split_values cuts it into values, a kind takes one of them.
Wrong text raises ValueError, wrong octets WireError.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from socket import AF_INET, inet_pton
from typing import Final, Generic, Protocol, TypeVar

from lessor.wire.errors import WireError
from lessor.wire.names import pack_name, unpack_name
from lessor.wire.octets import parse_octets

T = TypeVar("T")


class Codec(Protocol):
    """What every kind can do, whatever its Python value is."""

    def end(self, data: bytes, at: int) -> int:
        """Return the offset behind the value at an offset. Raise WireError when it runs over the end."""

    def encode(self, text: str) -> bytes:
        """Return the octets of a value written as text. Raise ValueError."""

    def decode(self, data: bytes) -> str:
        """Return the text of the value that fills `data`. Raise WireError."""

    def tidy(self, data: bytes) -> bytes:
        """Return the octets we would have sent for this value. Raise WireError."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One row: how to find the end of a value, and the way between text, Python value and octets."""

    measure: Callable[[bytes, int], int]
    """(data, offset) -> octets the value takes, which may be more than are there."""
    parse: Callable[[str], T]
    pack: Callable[[T], bytes]
    unpack: Callable[[bytes], T]
    show: Callable[[T], str]

    def end(self, data: bytes, at: int) -> int:
        """Return the offset behind the value at an offset. Raise WireError when it runs over the end."""
        end = at + self.measure(data, at)
        if end > len(data):
            raise WireError(f"value of {end - at} octets in the last {len(data) - at}", at)
        return end

    def encode(self, text: str) -> bytes:
        """Return the octets of a value written as text. Raise ValueError."""
        return self.pack(self.parse(text))

    def decode(self, data: bytes) -> str:
        """Return the text of the value that fills `data`. Raise WireError."""
        return self.show(self._value(data))

    def tidy(self, data: bytes) -> bytes:
        """Return the octets we would have sent for this value. Raise WireError."""
        return self.pack(self._value(data))

    def _value(self, data: bytes) -> T:
        end = self.end(data, 0)
        if end != len(data):
            raise WireError("octets after the value", end)
        return self.unpack(data)


def _fixed(size: int) -> Callable[[bytes, int], int]:
    return lambda data, at: size


def _all_the_rest(data: bytes, at: int) -> int:
    return len(data) - at


def _unchanged(data: bytes) -> bytes:
    return data


# Numbers.

_NUMBER: Final = re.compile(r"([+-]?)(?:0[xX]([0-9a-fA-F]+)|([0-9]+))", re.ASCII)


def parse_number(text: str, low: int, high: int) -> int:
    """Return a decimal or 0x number of low to high; decimal with leading zeros is not octal. Raise ValueError."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a number")
    number = int(match[2], 16) if match[2] else int(match[3])
    if match[1] == "-":
        number = -number
    if not low <= number <= high:
        raise ValueError(f"{text} is not in the range {low} to {high}")
    return number


def _number(size: int, signed: bool) -> Kind[int]:
    low = -(1 << 8 * size - 1) if signed else 0
    high = low + (1 << 8 * size) - 1
    return Kind(
        _fixed(size),
        lambda text: parse_number(text, low, high),
        lambda number: number.to_bytes(size, "big", signed=signed),
        lambda data: int.from_bytes(data, "big", signed=signed),
        str,
    )


# Truth.

_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}


def _parse_boolean(text: str) -> bool:
    if text.lower() not in _TRUTH:
        raise ValueError(f"{text!r} is neither true (1) nor false (0)")
    return _TRUTH[text.lower()]


def _pack_boolean(truth: bool) -> bytes:
    return b"\1" if truth else b"\0"


def _unpack_boolean(data: bytes) -> bool:
    if data not in (b"\0", b"\1"):
        raise WireError(f"boolean is {data.hex()}")
    return data == b"\1"


def _show_boolean(truth: bool) -> str:
    return "true" if truth else "false"


# Addresses and prefixes.


def _parse_ipv4(text: str) -> IPv4Address:
    try:
        # three times as fast as the text: a large configuration has very many
        return IPv4Address(inet_pton(AF_INET, text))
    except (OSError, ValueError):
        raise ValueError(f"{text!r} is not an IPv4 address") from None


def _parse_ipv6(text: str) -> IPv6Address:
    try:
        address = IPv6Address(text)
    except ValueError:
        raise ValueError(f"{text!r} is not an IPv6 address") from None
    if address.scope_id is not None:
        raise ValueError(f"{text!r} has a zone, which means nothing to others")
    return address


def _pack_address(address: IPv4Address | IPv6Address) -> bytes:
    return address.packed


Prefix = tuple[bytes, int]
"""(octets of the prefix, as many as its length needs; length in bits)."""


def _measure_prefix(data: bytes, at: int) -> int:
    return 1 + (data[at] + 7) // 8 if at < len(data) else 1


def _parse_prefix(text: str) -> Prefix:
    address, slash, length = text.partition("/")
    if not slash:
        raise ValueError(f"{text!r} is not a prefix, as in 2001:db8::/32")
    return _cut(_parse_ipv6(address.strip()).packed, parse_number(length.strip(), 0, 128))


def _cut(address: bytes, length: int) -> Prefix:
    """Return the octets a prefix needs, bits beyond its length zero."""
    size = (length + 7) // 8
    number = int.from_bytes(address[:size], "big") >> 8 * size - length << 8 * size - length
    return number.to_bytes(size, "big"), length


def _pack_prefix(prefix: Prefix) -> bytes:
    return bytes((prefix[1],)) + prefix[0]


def _unpack_prefix(data: bytes) -> Prefix:
    if data[0] > 128:
        raise WireError(f"prefix of {data[0]} bits")
    return _cut(data[1:], data[0])


def _show_prefix(prefix: Prefix) -> str:
    return f"{IPv6Address(prefix[0].ljust(16, bytes(1)))}/{prefix[1]}"


# Port set identifiers (RFC 7618 section 5): length in bits, then the identifier in the high bits of 16.

Psid = tuple[int, int]
"""(identifier, length in bits)."""


def _parse_psid(text: str) -> Psid:
    psid, slash, length = text.partition("/")
    if not slash:
        raise ValueError(f"{text!r} is not a port set identifier and its length, as in 3/4")
    bits = parse_number(length.strip(), 0, 16)
    number = parse_number(psid.strip(), 0, (1 << bits) - 1 if bits else 0xFFFF)
    # Without bits there is only one port set, whatever its number is said to be.
    return (number if bits else 0), bits


def _pack_psid(psid: Psid) -> bytes:
    return bytes((psid[1],)) + (psid[0] << 16 - psid[1]).to_bytes(2, "big")


def _unpack_psid(data: bytes) -> Psid:
    if data[0] > 16:
        raise WireError(f"port set identifier of {data[0]} bits")
    return int.from_bytes(data[1:], "big") >> 16 - data[0], data[0]


def _show_psid(psid: Psid) -> str:
    return f"{psid[0]}/{psid[1]}"


# Text, names, octets.


def _unpack_text(data: bytes) -> bytes:
    # Some clients close a text with zeros, which do not belong to it (RFC 2132 section 2).
    return data.rstrip(b"\0")


def _show_text(data: bytes) -> str:
    return data.decode(errors="backslashreplace")


def _tuple(octets_of_length: int) -> Kind[bytes]:
    longest = (1 << 8 * octets_of_length) - 1

    def measure(data: bytes, at: int) -> int:
        return octets_of_length + int.from_bytes(data[at : at + octets_of_length], "big")

    def pack(text: bytes) -> bytes:
        if len(text) > longest:
            raise ValueError(f"tuple of {len(text)} octets, {longest} are the most")
        return len(text).to_bytes(octets_of_length, "big") + text

    return Kind(measure, str.encode, pack, lambda data: data[octets_of_length:], _show_text)


def _measure_name(data: bytes, at: int) -> int:
    return unpack_name(data, at)[1] - at


def _unpack_name(data: bytes) -> str:
    return unpack_name(data)[0]


def _parse_binary(text: str) -> bytes:
    # Among comma separated values blanks may stand anywhere between the digits and mean nothing.
    return parse_octets(text if "'" in text else "".join(text.split()))


def _parse_nothing(text: str) -> bytes:
    if text:
        raise ValueError(f"takes no value, not {text!r}")
    return b""


KINDS: Final[Mapping[str, Codec]] = {
    "empty": Kind(_fixed(0), _parse_nothing, _unchanged, _unchanged, _show_text),
    "binary": Kind(_all_the_rest, _parse_binary, _unchanged, _unchanged, bytes.hex),
    "boolean": Kind(_fixed(1), _parse_boolean, _pack_boolean, _unpack_boolean, _show_boolean),
    "int8": _number(1, signed=True),
    "int16": _number(2, signed=True),
    "int32": _number(4, signed=True),
    "uint8": _number(1, signed=False),
    "uint16": _number(2, signed=False),
    "uint32": _number(4, signed=False),
    "ipv4-address": Kind(_fixed(4), _parse_ipv4, _pack_address, IPv4Address, str),
    "ipv6-address": Kind(_fixed(16), _parse_ipv6, _pack_address, IPv6Address, str),
    "ipv6-prefix": Kind(_measure_prefix, _parse_prefix, _pack_prefix, _unpack_prefix, _show_prefix),
    "psid": Kind(_fixed(3), _parse_psid, _pack_psid, _unpack_psid, _show_psid),
    "string": Kind(_all_the_rest, str.encode, _unchanged, _unpack_text, _show_text),
    "tuple": _tuple(1),
    "fqdn": Kind(_measure_name, str, pack_name, _unpack_name, str),
}
"""The kinds of DHCPv4, by the names `option-def` uses."""

KINDS6: Final[Mapping[str, Codec]] = {**KINDS, "tuple": _tuple(2)}
"""The kinds of DHCPv6."""


_PIECE: Final = re.compile(r"\\([\\,])|(,)|(.)", re.DOTALL)


def split_values(text: str) -> list[str]:
    """Return the values between commas, without the blanks around them.

    `\\,` is a comma within a value, `\\\\` a backslash; a backslash before anything else is itself. Commas that
    separate nothing are ignored, as Kea ignores them.
    """
    # common case first
    if "\\" not in text:
        return [value.strip() for value in text.split(",") if value]
    values = [""]
    for escaped, comma, plain in _PIECE.findall(text):
        if comma:
            values.append("")
        else:
            values[-1] += escaped or plain
    return [value.strip() for value in values if value]

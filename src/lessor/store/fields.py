"""How single values stand in a lease file: addresses, octets, numbers, flags, escaped texts.

Every kind has a `show` and a `read`, side by side. Texts come from files anyone may have edited: `read` gives a value
or raises RowError. What is accepted beyond what servers write (short octets, upper case) is what Kea accepts.
"""

import json
import re
from socket import AF_INET, AF_INET6, inet_ntoa, inet_ntop, inet_pton
from typing import Final

from lessor.model.lease6 import NA, PD, TA

INET: Final = int(AF_INET)
INET6: Final = int(AF_INET6)
UINT16: Final = 0xFFFF
UINT32: Final = 0xFFFFFFFF
UINT64: Final = 0xFFFFFFFFFFFFFFFF
LONGEST_HWADDR: Final = 20
LONGEST_CLIENT_ID: Final = 255
LONGEST_DUID: Final = 130
LONGEST_PREFIX: Final = 128

ENCODING: Final = "utf-8"
ERRORS: Final = "surrogateescape"
"""How lease files are decoded: octets that are no UTF-8 survive reading and writing unchanged."""


class RowError(ValueError):
    """A header or a row is not what it should be; the text says why."""


def clip(text: str) -> str:
    """Quote a text for an error message: printable and short, whatever it holds."""
    return ascii(text if len(text) <= 60 else text[:60] + "...")


def show_address(address: int) -> str:
    return inet_ntoa(address.to_bytes(4, "big"))


def read_address(text: str) -> int:
    try:
        return int.from_bytes(inet_pton(INET, text), "big")
    except (OSError, ValueError):
        raise RowError(f"{clip(text)} is not an IPv4 address") from None


def show_address6(address: int) -> str:
    return inet_ntop(INET6, address.to_bytes(16, "big"))


def read_address6(text: str) -> int:
    try:
        return int.from_bytes(inet_pton(INET6, text), "big")
    except (OSError, ValueError):
        raise RowError(f"{clip(text)} is not an IPv6 address") from None


def show_octets(octets: bytes) -> str:
    return octets.hex(":")


def read_hwaddr(text: str) -> bytes:
    return _octets(text.split(":") if text else [], LONGEST_HWADDR)


def read_client_id(text: str) -> bytes:
    return _identifier(text, LONGEST_CLIENT_ID)


EMPTY_DUIDS: Final = (b"\0", bytes(3))
"""How files say that a lease has no DUID; the longer form is that of Kea versions that want at least three octets."""


def show_duid(duid: bytes) -> str:
    return show_octets(duid or EMPTY_DUIDS[0])


def read_duid(text: str) -> bytes:
    duid = _identifier(text, LONGEST_DUID)
    if not duid:
        raise RowError("no DUID")
    return b"" if duid in EMPTY_DUIDS else duid


def _identifier(text: str, longest: int) -> bytes:
    if ":" in text or len(text) < 2:
        return _octets(text.split(":") if text else [], longest)
    # hexadecimal digits in one piece are allowed here, though not for hardware addresses
    digits = text.zfill(len(text) + len(text) % 2)
    return _octets([digits[i : i + 2] for i in range(0, len(digits), 2)], longest)


_OCTET = re.compile("[0-9A-Fa-f]{1,2}")


def _octets(groups: list[str], longest: int) -> bytes:
    if len(groups) > longest:
        raise RowError(f"{len(groups)} octets, at most {longest} are possible")
    for group in groups:
        if not _OCTET.fullmatch(group):
            raise RowError(f"{clip(group)} is not a hexadecimal octet")
    return bytes([int(group, 16) for group in groups])


_DIGITS = re.compile("[0-9]{1,20}")


def read_number(text: str, most: int = UINT32) -> int:
    if not _DIGITS.fullmatch(text):
        raise RowError(f"{clip(text)} is not a number")
    number = int(text)
    if number > most:
        raise RowError(f"{text} is above {most}")
    return number


FLAGS: Final = {"0": False, "1": True}


LEASE_TYPES: Final = {str(kind): kind for kind in (NA, TA, PD)}


def show_flag(flag: bool) -> str:
    return "1" if flag else "0"


def read_flag(text: str) -> bool:
    if text not in FLAGS:
        raise RowError(f"{clip(text)} is neither 0 nor 1")
    return FLAGS[text]


def escape(text: str) -> str:
    """Return the text with every octet that could disturb a row written as `&#x` and two hexadecimal digits."""
    # common case first: a plain host name
    if text.isascii() and text.isprintable() and "," not in text and "&" not in text:
        return text
    return "".join([_ESCAPED[octet] for octet in text.encode(ENCODING, ERRORS)])


_ESCAPED: Final = [
    chr(octet) if 0x20 <= octet <= 0x7E and chr(octet) not in ",&" else f"&#x{octet:02x}" for octet in range(256)
]
_ESCAPE = re.compile(rb"&#x([0-9A-Fa-f]{2})")


def unescape(text: str) -> str:
    """Return the text with its escapes undone; what only looks like one stays."""
    if "&#x" not in text:
        return text
    octets = _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), text.encode(ENCODING, ERRORS))
    return octets.decode(ENCODING, ERRORS)


def read_hostname(text: str) -> str:
    return unescape(text).lower()


def read_context(text: str) -> str:
    context = unescape(text)
    if context:
        try:
            is_map = isinstance(json.loads(context), dict)
        except (ValueError, RecursionError):
            is_map = False
        if not is_map:
            raise RowError(f"{clip(context)} is not a JSON map")
    return context


class Numbers(dict[str, int]):
    """Number texts already read: the same ones come row after row, and looking one up costs a fifth of reading it."""

    __slots__ = ("most",)

    CAPACITY: Final = 65536

    def __init__(self, most: int) -> None:
        self.most = most

    def __missing__(self, text: str) -> int:
        number = read_number(text, self.most)
        if len(self) < self.CAPACITY:
            self[text] = number
        return number

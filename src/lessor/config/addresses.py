"""Text forms of IPv4 addresses, prefixes and pools.

Each reader takes a text and returns numbers; a text it cannot read raises ValueError, which says what is
wrong in Kea's words where Kea has some. Readers put up with what Kea puts up with, such as blanks around a dash.
"""

import re
from socket import AF_INET, inet_ntop, inet_pton
from typing import Final

ALL_ONES: Final = 0xFFFFFFFF

_LENGTH = re.compile(r"\+?[0-9]{1,9}", re.ASCII)


def address4(text: str) -> int:
    """Return the address written as four numbers with dots."""
    try:
        return int.from_bytes(inet_pton(AF_INET, text), "big")
    except (OSError, ValueError):
        raise ValueError(f"'{text}' is not a valid IPv4 address") from None


def show4(address: int) -> str:
    """Return an address as text."""
    return inet_ntop(AF_INET, address.to_bytes(4, "big"))


def mask4(length: int) -> int:
    """Return the netmask of a prefix length."""
    return ALL_ONES ^ (ALL_ONES >> length)


def prefix4(text: str) -> tuple[int, int]:
    """Return (prefix, length) of `192.0.2.0/24`; bits of the host part are cleared, as Kea does when it compares."""
    address, slash, length = "".join(text.split()).partition("/")
    if not slash:
        raise ValueError(f"invalid subnet syntax (prefix/len expected): '{text}'")
    bits = int(length) if _LENGTH.fullmatch(length) else -1
    if not 0 <= bits <= 32:
        raise ValueError(f"invalid prefix length: '{length}'")
    return address4(address) & mask4(bits), bits


def pool4(text: str) -> tuple[int, int]:
    """Return (first, last) of `192.0.2.10 - 192.0.2.20` or `192.0.2.0/25`."""
    if "/" in text:
        prefix, bits = prefix4(text)
        return prefix, prefix | (ALL_ONES >> bits)
    low, dash, high = "".join(text.split()).partition("-")
    if not dash:
        raise ValueError(f"invalid pool definition: '{text}'")
    first, last = address4(low), address4(high)
    if first > last:
        raise ValueError(f"the pool ends at {high}, before it begins at {low}")
    return first, last

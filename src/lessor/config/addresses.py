"""Text forms of addresses, prefixes and pools.

A `Family` reads those of IPv4 or IPv6. Each reader takes a text and returns numbers; a text it cannot read raises
ValueError, which says what is wrong in Kea's words where Kea has some. Readers put up with what Kea puts up with, such
as blanks around a dash.
"""

import re
from dataclasses import dataclass
from socket import AF_INET, AF_INET6, inet_ntop, inet_pton
from typing import Final

Prefix = tuple[int, int]
"""First address and length."""

_LENGTH = re.compile(r"\+?[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Family:
    """Addresses of `bits` bits; the examples say how an administrator writes what is read here."""

    name: str
    bits: int
    socket_family: int
    example: str
    example_subnet: str
    example_pool: str

    @property
    def all_ones(self) -> int:
        """The highest address."""
        return (1 << self.bits) - 1

    def address(self, text: str) -> int:
        """Return the address written in the usual form."""
        try:
            return int.from_bytes(inet_pton(self.socket_family, text), "big")
        except (OSError, ValueError):
            raise ValueError(f"'{text}' is not a valid {self.name} address") from None

    def show(self, address: int) -> str:
        """Return an address as text."""
        return inet_ntop(self.socket_family, address.to_bytes(self.bits // 8, "big"))

    def show_prefix(self, prefix: Prefix) -> str:
        """Return a prefix as text."""
        return f"{self.show(prefix[0])}/{prefix[1]}"

    def mask(self, length: int) -> int:
        """Return the netmask of a prefix length."""
        return self.all_ones ^ (self.all_ones >> length)

    def last(self, prefix: Prefix) -> int:
        """Return the highest address of a prefix."""
        return prefix[0] | (self.all_ones >> prefix[1])

    def prefix(self, text: str) -> Prefix:
        """Return the prefix written as address/length; bits of the host part are cleared, as Kea does to compare."""
        address, slash, length = "".join(text.split()).partition("/")
        if not slash:
            raise ValueError(f"invalid subnet syntax (prefix/len expected): '{text}'")
        bits = int(length) if _LENGTH.fullmatch(length) else -1
        if not 0 <= bits <= self.bits:
            raise ValueError(f"invalid prefix length: '{length}'")
        return self.address(address) & self.mask(bits), bits

    def pool(self, text: str) -> tuple[int, int]:
        """Return (first, last) of a pool written as a prefix or as two addresses with a dash between them."""
        if "/" in text:
            prefix = self.prefix(text)
            return prefix[0], self.last(prefix)
        low, dash, high = "".join(text.split()).partition("-")
        if not dash:
            raise ValueError(f"invalid pool definition: '{text}'")
        first, last = self.address(low), self.address(high)
        if first > last:
            raise ValueError(f"the pool ends at {high}, before it begins at {low}")
        return first, last


IPV4: Final = Family("IPv4", 32, AF_INET, "192.0.2.1", "192.0.2.0/24", "192.0.2.10 - 192.0.2.20 or 192.0.2.0/25")
IPV6: Final = Family(
    "IPv6", 128, AF_INET6, "2001:db8::1", "2001:db8:1::/64", "2001:db8:1::10 - 2001:db8:1::ffff or 2001:db8:1::/80"
)

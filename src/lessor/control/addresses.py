"""Addresses in arguments and answers, of both families; what is wrong is told in Kea's words."""

from socket import AF_INET, AF_INET6, inet_ntop, inet_pton
from typing import Final, NamedTuple

from lessor.model.command import CommandError

FAMILIES: Final = {4: AF_INET, 6: AF_INET6}
OCTETS: Final = {4: 4, 6: 16}


class Address(NamedTuple):
    """An address of a family, 4 or 6."""

    family: int
    number: int

    def __str__(self) -> str:
        return inet_ntop(FAMILIES[self.family], self.number.to_bytes(OCTETS[self.family], "big"))


def find_address(text: str) -> Address | None:
    """Return the address that a text says, None when it says none."""
    for family, its_number in FAMILIES.items():
        try:
            return Address(family, int.from_bytes(inet_pton(its_number, text), "big"))
        except (OSError, ValueError):
            continue
    return None


def read_address(text: str) -> Address:
    """Return the address that a text says. Raise CommandError."""
    address = find_address(text)
    if address is None:
        raise CommandError(f"Failed to convert string to address '{text}': Invalid argument")
    return address

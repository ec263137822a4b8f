"""A network interface as the server sees it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interface:
    """One link: `addresses` are its IPv4 addresses as ints, the primary one first; `addresses6` its IPv6 addresses.

    `tentative6` are IPv6 addresses that cannot be used yet: they are still being checked for duplicates.
    """

    name: str
    index: int
    hwaddr: bytes = b""
    addresses: tuple[int, ...] = ()
    prefix_lengths: tuple[int, ...] = ()
    up: bool = True
    running: bool = True
    loopback: bool = False
    mtu: int = 1500
    addresses6: tuple[int, ...] = ()
    prefix_lengths6: tuple[int, ...] = ()
    tentative6: tuple[int, ...] = ()

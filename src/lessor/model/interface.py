"""A network interface as the server sees it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interface:
    """One link: `addresses` are its IPv4 addresses as ints, the primary one first."""

    name: str
    index: int
    hwaddr: bytes = b""
    addresses: tuple[int, ...] = ()
    prefix_lengths: tuple[int, ...] = ()
    up: bool = True
    running: bool = True
    loopback: bool = False
    mtu: int = 1500

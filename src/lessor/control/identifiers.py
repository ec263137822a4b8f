"""Hardware addresses, client identifiers and DUIDs as callers write them; what is wrong is told in Kea's words."""

from typing import Final

from lessor.model.command import CommandError

LONGEST_HWADDR: Final = 20
SHORTEST_CLIENT_ID: Final = 2
LONGEST_CLIENT_ID: Final = 255
LONGEST_DUID: Final = 130
HEXADECIMAL: Final = frozenset("0123456789abcdefABCDEF")


def read_hwaddr(text: str) -> bytes:
    """Return a hardware address: octets between colons; none is an empty one. Raise CommandError."""
    octets = _separated(text, ":") if text else b""
    if len(octets) > LONGEST_HWADDR:
        raise CommandError("address vector size exceeds MAX_HWADDR_LEN")
    return octets


def read_client_id(text: str) -> bytes:
    """Return a client identifier. Raise CommandError."""
    octets = _identifier(text)
    if len(octets) > LONGEST_CLIENT_ID:
        raise CommandError(f"client-id size is {len(octets)} bytes, exceeds maximum of {LONGEST_CLIENT_ID}")
    if len(octets) < SHORTEST_CLIENT_ID:
        raise CommandError(f"client-id is too short ({len(octets)}), at least {SHORTEST_CLIENT_ID} is required")
    return octets


def read_duid(text: str) -> bytes:
    """Return a DUID, be it one of those that say that there is none. Raise CommandError."""
    octets = _identifier(text)
    if len(octets) > LONGEST_DUID:
        raise CommandError(f"DUID size is {len(octets)} bytes, exceeds maximum of {LONGEST_DUID}")
    return octets


def _identifier(text: str) -> bytes:
    """Read octets between colons or spaces, or digits in one piece."""
    if not text:
        raise CommandError("Empty DUIDs are not allowed")
    for separator in ":", " ":
        if separator in text:
            return _separated(text, separator)
    digits = text.removeprefix("0x")
    if not digits or not HEXADECIMAL.issuperset(digits):
        raise CommandError(f"'{text}' is not a valid string of hexadecimal digits")
    return bytes.fromhex(digits.zfill(len(digits) + len(digits) % 2))


def _separated(text: str, separator: str) -> bytes:
    octets = bytearray()
    for group in text.split(separator):
        if not group:
            raise CommandError(f"two consecutive separators ('{separator}') specified in a decoded string '{text}'")
        if len(group) > 2:
            raise CommandError(f"invalid format of the decoded string '{text}'")
        for digit in group:
            if digit not in HEXADECIMAL:
                raise CommandError(f"'{digit}' is not a valid hexadecimal digit in decoded string '{text}'")
        octets.append(int(group, 16))
    return bytes(octets)

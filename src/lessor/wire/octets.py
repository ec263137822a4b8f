"""Octets as administrators write them: hexadecimal digits, or 'text' in single quotes.

One grammar serves option data with `csv-format` false and all identifiers of host reservations.
"""

import re

_PAIRS = re.compile(r"[0-9a-fA-F]{1,2}(?:([: ])[0-9a-fA-F]{1,2})(?:\1[0-9a-fA-F]{1,2})*")
_DIGITS = re.compile(r"(?:0x)?([0-9a-fA-F]+)")


def parse_octets(text: str) -> bytes:
    """Return the octets of `ab:cd`, `ab cd`, `abcd`, `0xabcd` or `'text'`; an odd count of digits gets a leading zero.

    The empty text has no octets. Raise ValueError.
    """
    # usual case first, for files with very many
    if (octets := _usual(text)) is not None:
        return octets
    quoted = text.strip()
    if len(quoted) > 2 and quoted[0] == quoted[-1] == "'":
        return quoted[1:-1].encode()
    if not text:
        return b""
    if pairs := _PAIRS.fullmatch(text):
        separator = pairs[1]
        return bytes([int(pair, 16) for pair in text.split(separator)])
    if digits := _DIGITS.fullmatch(text):
        return bytes.fromhex(digits[1].zfill(len(digits[1]) + len(digits[1]) % 2))
    raise ValueError(f"{text!r} is neither hexadecimal (abcd, 0xabcd, ab:cd, ab cd) nor text in single quotes")


def _usual(text: str) -> bytes | None:
    """Return the octets of `ab:cd`, two lower case digits everywhere; None for any other text."""
    try:
        octets = bytes.fromhex(text.replace(":", ""))
    except ValueError:
        return None
    return octets if octets and octets.hex(":") == text else None


def show_octets(data: bytes) -> str:
    """Return octets as `ab:cd`."""
    return data.hex(":")

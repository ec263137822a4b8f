"""Options that begin with an enterprise number: how several of them, and what belongs to them, are written."""

from collections.abc import Mapping, Sequence
from typing import Final

from lessor.wire.options import tlv
from lessor.wire.options6 import tlv6

ENTERPRISE_OCTETS: Final = 4
BLOCK_OCTETS: Final = 255
LONGEST_IN_BLOCK: Final = 253

VENDOR_OPTIONS6: Final = 17

Enterprises = Mapping[int, Mapping[int, bytes]]
"""Values by enterprise and code."""
NO_ENTERPRISES: Final[Enterprises] = {}


def write_enterprises4(code: int, values: Sequence[bytes], options: Enterprises) -> bytes:
    """Return option 125: for each enterprise its number, a length, its options (RFC 3925 section 4).

    Of `values` a number alone is filled from `options`; others are complete.
    """
    return tlv(
        code,
        b"".join(
            value if len(value) != ENTERPRISE_OCTETS else _blocks(value, options.get(int.from_bytes(value, "big"), {}))
            for value in values
        ),
    )


def write_enterprises6(code: int, values: Sequence[bytes], options: Enterprises) -> bytes:
    """Return an option 16 or 17 for each enterprise (RFC 8415 sections 21.16 and 21.17).

    Of `values` of option 17 a number alone is filled from `options`; others are complete.
    """
    written = []
    for value in values:
        own = options.get(int.from_bytes(value, "big"), {}) if len(value) == ENTERPRISE_OCTETS else {}
        inside = [tlv6(*option) for option in sorted(own.items())] if code == VENDOR_OPTIONS6 else []
        written.append(tlv6(code, value + b"".join(inside)))
    return b"".join(written)


def _blocks(head: bytes, options: Mapping[int, bytes]) -> bytes:
    """Return an enterprise's options; what is too long for one length octet goes on behind the number again."""
    blocks = [b""]
    for code, data in sorted(options.items()):
        for i in range(0, len(data) or 1, LONGEST_IN_BLOCK):
            piece = tlv(code, data[i : i + LONGEST_IN_BLOCK])
            if len(blocks[-1]) + len(piece) > BLOCK_OCTETS:
                blocks.append(b"")
            blocks[-1] += piece
    return b"".join(head + bytes((len(block),)) + block for block in blocks)

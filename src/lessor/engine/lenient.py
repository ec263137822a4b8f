"""Malformed options put right where the rest of them tells what is meant (`lenient-option-parsing`).

A client that wants no name updates (N) cannot want some (S): N counts. A text that is said to be longer than what is
left of its option ends with the option.
"""

from typing import Final

from lessor.engine.hostname import FLAG_S
from lessor.engine.naming import FLAG_N as FLAG_N4
from lessor.engine.naming6 import FLAG_N as FLAG_N6
from lessor.wire.options6 import Options

FQDN4: Final = 81
VENDOR_CLASSES4: Final = 124
USER_CLASS6: Final = 15
VENDOR_CLASS6: Final = 16
FQDN6: Final = 39

ENTERPRISE: Final = 4


def mend4(options: dict[int, bytes]) -> None:
    """Put options of a DHCPv4 message right, in place (RFC 4702 section 2.1, RFC 3925 section 3)."""
    if FQDN4 in options:
        options[FQDN4] = _one_wish(options[FQDN4], FLAG_N4)
    if VENDOR_CLASSES4 in options:
        options[VENDOR_CLASSES4] = _vendor_classes(options[VENDOR_CLASSES4])


def mend6(options: Options) -> None:
    """Put options of a DHCPv6 message right, in place (RFC 4704 section 4.1, RFC 8415 sections 21.15 and 21.16)."""
    if FQDN6 in options:
        options[FQDN6] = [_one_wish(value, FLAG_N6) for value in options[FQDN6]]
    if USER_CLASS6 in options:
        options[USER_CLASS6] = [_texts(value, 2) for value in options[USER_CLASS6]]
    if VENDOR_CLASS6 in options:
        options[VENDOR_CLASS6] = [
            value[:ENTERPRISE] + _texts(value[ENTERPRISE:], 2) for value in options[VENDOR_CLASS6]
        ]


def _one_wish(fqdn: bytes, flag_n: int) -> bytes:
    if not fqdn or not (fqdn[0] & flag_n and fqdn[0] & FLAG_S):
        return fqdn
    return bytes((fqdn[0] & ~FLAG_S,)) + fqdn[1:]


def _vendor_classes(data: bytes) -> bytes:
    """Return blocks of an enterprise number, a length of one octet, and texts, with lengths that are true."""
    mended = b""
    at = 0
    while at + ENTERPRISE < len(data):
        begin = at + ENTERPRISE + 1
        end = begin + data[begin - 1]
        texts = _texts(data[begin:end], 1)
        mended += data[at : at + ENTERPRISE] + bytes((len(texts),)) + texts
        at = end
    return mended


def _texts(data: bytes, octets: int) -> bytes:
    """Return texts with a length of so many octets each, that of the last one cut to what there is."""
    at = 0
    while at + octets <= len(data):
        begin = at + octets
        end = begin + int.from_bytes(data[at:begin], "big")
        if end > len(data):
            return data[:at] + (len(data) - begin).to_bytes(octets, "big") + data[begin:]
        at = end
    return data

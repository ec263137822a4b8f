"""Vendor options of DHCPv6 for clients that say what they are (RFC 8415 sections 21.16 and 21.17), as Kea gives them.

[hot] Who names an enterprise, in its vendor class or in vendor options, gets what is configured to be sent always for
it. Cable modems have an option request of their own inside their vendor options; other enterprises have no such rule.
"""

from typing import Final

from lessor.engine.request6 import VENDOR_CLASS, Request6
from lessor.engine.tables6 import Vendors6
from lessor.wire.errors import WireError
from lessor.wire.options6 import read_codes, read_enterprise, tlv6, walk6

VENDOR_OPTIONS: Final = 17

CABLELABS: Final = 4491
OPTION_REQUEST: Final = 1
"""The sub-option by which a modem asks (CableLabs CANN-DHCP-Reg, DHCPv6 options)."""

MOST_ENTERPRISES: Final = 16
"""Enterprises one message may name; each costs the server a search."""


def vendor_options6(request: Request6, vendors: Vendors6, ours: dict[int, list[bytes]]) -> bytes:
    """Return the vendor options for the enterprises that the client names and `ours` says nothing for yet."""
    octets = b""
    said = [value[:4] for value in ours.get(VENDOR_OPTIONS, ())]
    for enterprise, asked in _named(request).items():
        head = enterprise.to_bytes(4, "big")
        if enterprise not in vendors or head in said:
            continue
        tlvs, unasked = vendors[enterprise]
        inside = b"".join([tlvs[code] for code in tlvs if code in unasked or code in asked])
        if inside:
            octets += tlv6(VENDOR_OPTIONS, head + inside)
    return octets


def _named(request: Request6) -> dict[int, tuple[int, ...]]:
    """Return which options of which enterprises the client asks for."""
    named: dict[int, tuple[int, ...]] = {}
    options = request.options
    for code in (VENDOR_OPTIONS, VENDOR_CLASS):
        for value in options.get(code, ())[:MOST_ENTERPRISES]:
            try:
                enterprise, data = read_enterprise(value)
            except WireError:
                # whose it is cannot be told
                continue
            asked = _asked(data) if enterprise == CABLELABS and code == VENDOR_OPTIONS else ()
            named[enterprise] = named.get(enterprise, ()) + asked
    return named


def _asked(data: bytes) -> tuple[int, ...]:
    """Return the codes in a modem's option request, none where it cannot be read."""
    try:
        return read_codes(walk6(data).get(OPTION_REQUEST, [b""])[0])
    except WireError:
        return ()

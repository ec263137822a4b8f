"""Options of vendors' own spaces, and the names of these spaces.

The space of an enterprise is `vendor-` and its number (IANA, private enterprise numbers). Its options travel behind
that number, in DHCPv4 in option 125 (RFC 3925 section 4), in DHCPv6 in option 17 (RFC 8415 section 21.17); a code may
mean something else in each.
"""

import re
from functools import partial
from typing import Final

from lessor.wire.definition import OptionDefinition

DOCSIS3: Final = "vendor-4491"
"""CableLabs."""

ISC: Final = "vendor-2495"
"""Internet Systems Consortium: what DHCPv4 and DHCPv6 servers tell each other about DHCPv4-over-DHCPv6 queries."""

SPACE_NAMES4: Final = {"docsis3-v4": DOCSIS3}
SPACE_NAMES6: Final = {"docsis3-v6": DOCSIS3, "4o6": ISC}
"""Other names under which spaces are known."""

_ENTERPRISE_SPACE: Final = re.compile(r"vendor-([0-9]{1,10})", re.ASCII)

_docsis3 = partial(OptionDefinition, space=DOCSIS3)
_4o6 = partial(OptionDefinition, space=ISC, configurable=False)

VENDORS4: Final = (
    _docsis3(1, "oro", type="uint8", array=True),
    _docsis3(2, "tftp-servers", type="ipv4-address", array=True),
)

VENDORS6: Final = (
    _docsis3(1, "oro", type="uint16", array=True),
    _docsis3(2, "device-type", type="string"),
    _docsis3(10, "vendor-type", type="string"),
    _docsis3(32, "tftp-servers", type="ipv6-address", array=True),
    _docsis3(33, "config-file", type="string"),
    _docsis3(34, "syslog-servers", type="ipv6-address", array=True),
    _docsis3(36, "device-id", type="binary"),
    _docsis3(37, "time-servers", type="ipv6-address", array=True),
    _docsis3(38, "time-offset", type="int32"),
    _docsis3(1026, "cmts-cm-mac", type="binary"),
    _4o6(60000, "4o6-interface", type="string"),
    _4o6(60001, "4o6-source-address", type="ipv6-address"),
    _4o6(60002, "4o6-source-port", type="uint16"),
)


def enterprise_of(space: str) -> int | None:
    """Return the enterprise number of a space, None if the space is not an enterprise's."""
    match = _ENTERPRISE_SPACE.fullmatch(space)
    return int(match[1]) if match and int(match[1]) <= 0xFFFFFFFF else None

"""Options of vendors' own spaces, and the names of these spaces.

The space of an enterprise is `vendor-` and its number (IANA, private enterprise numbers). Its options travel in option
125 (RFC 3925 section 4), behind that number.
"""

import re
from functools import partial
from typing import Final

from lessor.wire.definition import OptionDefinition

DOCSIS3: Final = "vendor-4491"
"""CableLabs."""

SPACE_NAMES: Final = {"docsis3-v4": DOCSIS3}
"""Other names under which spaces are known."""

_ENTERPRISE_SPACE: Final = re.compile(r"vendor-([0-9]{1,10})", re.ASCII)

_docsis3 = partial(OptionDefinition, space=DOCSIS3)

VENDORS4: Final = (
    _docsis3(1, "oro", type="uint8", array=True),
    _docsis3(2, "tftp-servers", type="ipv4-address", array=True),
)


def enterprise_of(space: str) -> int | None:
    """Return the enterprise number of a space, None if the space is not an enterprise's."""
    match = _ENTERPRISE_SPACE.fullmatch(space)
    return int(match[1]) if match and int(match[1]) <= 0xFFFFFFFF else None

"""What differs between options of DHCPv4 and of DHCPv6, said once for everything that reads or merges options.

A protocol with its option space is called a universe, as in Kea.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lessor.wire.catalog4 import DHCP4, REDEFINABLE4, STANDARD4
from lessor.wire.catalog6 import DHCP6, REDEFINABLE6, STANDARD6
from lessor.wire.definition import Definitions
from lessor.wire.enterprises import Enterprises, write_enterprises4, write_enterprises6
from lessor.wire.options import tlv
from lessor.wire.options6 import tlv6
from lessor.wire.values import KINDS, KINDS6, Codec
from lessor.wire.vendors import SPACE_NAMES4, SPACE_NAMES6


@dataclass(frozen=True, slots=True)
class Universe:
    """The options of one protocol: where they are defined, what their codes and values may be."""

    space: str
    """The space of the options in a message."""
    other_space: str
    """That of the other protocol."""
    last_code: int
    own_codes: str
    """Which codes an administrator may define, in words."""
    reserved: Mapping[int, str]
    """Codes that are not options in a message; in spaces of sub-options they are."""
    standard: Definitions
    redefinable: frozenset[int]
    space_names: Mapping[str, str]
    kinds: Mapping[str, Codec]
    servers_own: tuple[int, ...]
    """Options that the server writes itself, whatever is configured."""
    of_enterprises: tuple[int, ...]
    """Options of which there may be one for each enterprise: their values begin with its number."""
    most_octets: int
    """What the options of one scope may add up to."""
    tlv: Callable[[int, bytes], bytes]
    write_enterprises: Callable[[int, Sequence[bytes], Enterprises], bytes]


OPTIONS4: Final = Universe(
    space=DHCP4,
    other_space=DHCP6,
    last_code=255,
    own_codes="224 to 254",
    reserved={0: "the pad option", 255: "the end option"},
    standard=STANDARD4,
    redefinable=REDEFINABLE4,
    space_names=SPACE_NAMES4,
    kinds=KINDS,
    servers_own=(1, 51, 53),  # subnet mask, lease time, message type
    of_enterprises=(125,),  # RFC 3925 section 4
    most_octets=0xFFFF,  # no message is longer
    tlv=tlv,
    write_enterprises=write_enterprises4,
)

OPTIONS6: Final = Universe(
    space=DHCP6,
    other_space=DHCP4,
    last_code=0xFFFF,
    own_codes="145 to 65535 that no other option has",
    reserved={0: "a reserved value"},
    standard=STANDARD6,
    redefinable=REDEFINABLE6,
    space_names=SPACE_NAMES6,
    kinds=KINDS6,
    # client and server identifier, identity associations and what is in them, option request, elapsed time, relay
    # message, status code, rapid commit, interface-id
    servers_own=(1, 2, 3, 4, 5, 6, 8, 9, 13, 14, 18, 25, 26),
    of_enterprises=(16, 17),  # RFC 8415 sections 21.16 and 21.17
    # an option with others in it has no more, even where spaces lie in each other in a circle (plans.py)
    most_octets=0xFFFF // 8,
    tlv=tlv6,
    write_enterprises=write_enterprises6,
)

"""What differs between the families where options are changed: a row of functions each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6
from lessor.plugins.expressions import read_condition4, read_condition6, read_text4, read_text6
from lessor.wire.catalog4 import DHCP4
from lessor.wire.catalog6 import DHCP6
from lessor.wire.options import tlv, walk_suboptions
from lessor.wire.options6 import tlv6, walk6
from lessor.wire.values import KINDS, KINDS6, Codec

Request = TypeVar("Request", Request4, Request6)

Pairs = list[tuple[int, bytes]]
"""Sub-options: code and value."""


@dataclass(frozen=True, slots=True)
class Family(Generic[Request]):
    """`space` is that of a message's options, `most` the highest code; `text` and `condition` compile expressions."""

    space: str
    most: int
    kinds: Mapping[str, Codec]
    vendor: int
    """The code of the option with sub-options of enterprises."""
    tlv: Callable[[int, bytes], bytes]
    split: Callable[[bytes], Pairs]
    text: Callable[..., Callable[[Request], bytes]]
    condition: Callable[..., Callable[[Request], bool]]


def _split4(data: bytes) -> Pairs:
    return list(walk_suboptions(data).items())


def _split6(data: bytes) -> Pairs:
    return [(code, value) for code, values in walk6(data).items() for value in values]


# RFC 3925 section 4; RFC 8415 section 21.17
FAMILY4: Final[Family[Request4]] = Family(DHCP4, 254, KINDS, 125, tlv, _split4, read_text4, read_condition4)
FAMILY6: Final[Family[Request6]] = Family(DHCP6, 65535, KINDS6, 17, tlv6, _split6, read_text6, read_condition6)

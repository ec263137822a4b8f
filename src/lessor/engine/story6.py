"""Which addresses and prefixes were considered for a DHCPv6 client and why each was passed over.

The twin of story.py, whose words are used; kept only for those who ask.
"""

from typing import Final, NamedTuple

# Objections that DHCPv4 does not know.
GRANTED_ALREADY: Final = "another identity association of the message gets it"
NOT_A_UNIT: Final = "not one of the prefixes that its pool delegates"
OTHER_LENGTH: Final = "the client wishes for another prefix length now"


class Considered6(NamedTuple):
    """One candidate for an identity association: an address, a prefix, or a pool. No `objection`: it was taken.

    `type` is NA or PD of lease6.py; `first` and `last` are the same but for a pool; `length` is that of each prefix in
    it, 128 for addresses.
    """

    type: int
    iaid: int
    origin: str
    first: int
    last: int
    length: int
    objection: str


Story6 = list[Considered6]

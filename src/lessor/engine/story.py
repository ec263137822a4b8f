"""Which addresses were considered for a client and why each was passed over; kept only for those who ask.

Origins say how a candidate came up, objections what spoke against it. Both are words for people.
"""

from typing import Final, NamedTuple

# How a candidate came up, in the order of preference.
RESERVATION: Final = "reservation"
LEASE: Final = "lease"
OFFER: Final = "earlier offer"
WISH: Final = "wish of the client"
POOL: Final = "pool"

# What speaks against it; no objection is an empty text.
ELSEWHERE: Final = "in no subnet of the client"
NO_POOL: Final = "in no pool and not reserved for the client"
CLOSED: Final = "its pool or subnet is closed to the client's classes"
PROMISED: Final = "reserved for another client"
HELD: Final = "leased to another client"
DECLINED: Final = "declined: in use by somebody unknown"
ON_OFFER: Final = "on offer to another client"
USED_UP: Final = "nothing is free"


class Considered(NamedTuple):
    """One candidate: an address (`first` and `last` are the same) or a pool. No `objection`: it was taken."""

    origin: str
    first: int
    last: int
    objection: str


Story = list[Considered]

"""What has been offered and not yet taken, so that two clients are not offered one address.

[hot] An offer writes no lease. The book remembers it for HOLD seconds, finds the same address again when the client
repeats its question, and is bounded: beyond CAPACITY the oldest offer is forgotten. Forgetting is harmless: the commit
of a lease finds out who came first. The allocators' picture of what is on offer is kept here too, and only here.
"""

from typing import Final

from lessor.engine.occupancy import Place

HOLD: Final = 30
"""Seconds an offer stays open: longer than a client's patience for its first retransmissions (RFC 2131 4.1)."""

CAPACITY: Final = 65536


class Offer:
    """An address promised to a client until `until`; `place` is where it is noted, None outside the pools."""

    __slots__ = ("address", "key", "place", "subnet_id", "until")

    def __init__(self, address: int, key: bytes, subnet_id: int, until: int, place: Place | None) -> None:
        self.address = address
        self.key = key
        self.subnet_id = subnet_id
        self.until = until
        self.place = place


class OfferBook:
    """Open offers by address and by client, oldest first."""

    __slots__ = ("by_address", "by_client")

    def __init__(self) -> None:
        self.by_address: dict[int, Offer] = {}
        self.by_client: dict[bytes, Offer] = {}

    def of_client(self, key: bytes, now: int) -> Offer | None:
        """Return the open offer made to this client."""
        offer = self.by_client.get(key)
        return offer if offer is not None and offer.until > now else None

    def taken(self, address: int, key: bytes, now: int) -> bool:
        """Tell whether the address is on offer to somebody else."""
        offer = self.by_address.get(address)
        return offer is not None and offer.key != key and offer.until > now

    def add(self, address: int, key: bytes, subnet_id: int, now: int, place: Place | None) -> None:
        """Open an offer, replacing the client's earlier one; the oldest of too many is forgotten."""
        # common case first: neither is on offer yet
        if key in self.by_client:
            self.close(key)
        if address in self.by_address:
            self.close(self.by_address[address].key)
        if len(self.by_address) >= CAPACITY:
            self.close(next(iter(self.by_address.values())).key)
        offer = Offer(address, key, subnet_id, now + HOLD, place)
        self.by_address[address] = offer
        self.by_client[key] = offer
        # what lies in no pool has no place
        if place is not None:
            place[0].offer(place[1])

    def close(self, key: bytes) -> None:
        """Forget the client's offer: taken, refused, or made anew."""
        offer = self.by_client.pop(key, None)
        if offer is not None:
            del self.by_address[offer.address]
            if offer.place is not None:
                offer.place[0].withdraw(offer.place[1])

    def lapse(self, now: int) -> None:
        """Close all offers whose time is over."""
        while self.by_address:
            oldest = next(iter(self.by_address.values()))
            if oldest.until > now:
                return
            self.close(oldest.key)

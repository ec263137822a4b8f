"""What has been offered and not yet taken, so that two clients are not offered one address.

[hot] An offer writes no lease. The book remembers it for HOLD seconds, finds the same address again when the client
repeats its DISCOVER, and is bounded: beyond CAPACITY the oldest offer is forgotten. Forgetting is harmless: the commit
of a lease finds out who came first.
"""

from typing import Final

HOLD: Final = 30
"""Seconds an offer stays open: longer than a client's patience for its first retransmissions (RFC 2131 4.1)."""

CAPACITY: Final = 65536


class Offer:
    """An address promised to a client until `until`."""

    __slots__ = ("address", "key", "subnet_id", "until")

    def __init__(self, address: int, key: bytes, subnet_id: int, until: int) -> None:
        self.address = address
        self.key = key
        self.subnet_id = subnet_id
        self.until = until


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

    def add(self, address: int, key: bytes, subnet_id: int, now: int) -> Offer | None:
        """Open an offer, replacing the client's earlier one; return the one forgotten to make room, if any."""
        self.close(key)
        previous = self.by_address.get(address)
        if previous is not None:
            self.close(previous.key)
        dropped = self.oldest() if len(self.by_address) >= CAPACITY else None
        if dropped is not None:
            self.close(dropped.key)
        offer = Offer(address, key, subnet_id, now + HOLD)
        self.by_address[address] = offer
        self.by_client[key] = offer
        return dropped

    def close(self, key: bytes) -> Offer | None:
        """Forget the client's offer and return it: taken, refused, or made anew."""
        offer = self.by_client.pop(key, None)
        if offer is not None:
            del self.by_address[offer.address]
        return offer

    def oldest(self) -> Offer | None:
        """Return the offer made first."""
        for offer in self.by_address.values():
            return offer
        return None

    def lapsed(self, now: int) -> list[Offer]:
        """Close and return all offers whose time is over."""
        found = []
        for offer in self.by_address.values():
            if offer.until > now:
                break
            found.append(offer)
        for offer in found:
            self.close(offer.key)
        return found

"""What a batch of messages asks a lease database for."""

from collections.abc import Iterable


class Keys:
    """Identifiers of clients, a set for each kind in the order of its table (store/sqlrows.py), and addresses as ints.

    A prefix is asked for by its first address.
    """

    __slots__ = ("addresses", "identifiers")

    def __init__(self, identifiers: tuple[set[bytes], ...], addresses: Iterable[int] = ()) -> None:
        self.identifiers = identifiers
        self.addresses = set(addresses)

    def add(self, other: "Keys") -> None:
        """Ask for all that `other` asks for as well."""
        for mine, theirs in zip(self.identifiers, other.identifiers, strict=True):
            mine |= theirs
        self.addresses |= other.addresses

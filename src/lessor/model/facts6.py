"""What a driver found out before the DHCPv6 engine decides."""

from collections.abc import Mapping, Sequence

from lessor.model.lease6 import Lease6


class Facts6:
    """What is known about one client and the addresses and prefixes around it.

    `by_duid` are all leases of the client, of every type, IAID and subnet; `addresses` and `prefixes` give the lease on
    an address, or on a prefix by its first address: what they lack is believed free, and a commit finds out.
    """

    __slots__ = ("addresses", "by_duid", "prefixes")

    def __init__(
        self, by_duid: Sequence[Lease6], addresses: Mapping[int, Lease6], prefixes: Mapping[int, Lease6]
    ) -> None:
        self.by_duid = by_duid
        self.addresses = addresses
        self.prefixes = prefixes

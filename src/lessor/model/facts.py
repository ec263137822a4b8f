"""What a driver found out before the engine decides."""

from collections.abc import Mapping, Sequence

from lessor.model.lease import Lease4


class Facts4:
    """What is known about one client and the addresses around it.

    `by_client_id` and `by_hwaddr` are the leases held under those identifiers, in any subnet, oldest entry first;
    `holders` gives the lease on an address: an address it lacks is believed free, and a commit finds out.
    """

    __slots__ = ("by_client_id", "by_hwaddr", "holders")

    def __init__(
        self, by_client_id: Sequence[Lease4], by_hwaddr: Sequence[Lease4], holders: Mapping[int, Lease4]
    ) -> None:
        self.by_client_id = by_client_id
        self.by_hwaddr = by_hwaddr
        self.holders = holders

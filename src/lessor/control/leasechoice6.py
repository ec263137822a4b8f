"""The DHCPv6 lease that a caller means (leasechoice.py), looked up."""

from typing import Final

from lessor.control.leasechoice import ADDRESS, CLIENT_ID, DUID, HWADDR, V4, Choice
from lessor.control.leases import Leases6
from lessor.model.command import CommandError
from lessor.model.lease6 import Lease6

REFUSED: Final = {
    (HWADDR, "Query"): "Query by hw-address is not allowed in v6.",
    (CLIENT_ID, "Query"): "Query by client-id is not allowed in v6.",
    (HWADDR, "Delete"): "Delete by hw-address is not allowed in v6.",
    (CLIENT_ID, "Delete"): "Unknown query type: 3",
}
"""What Kea says about identifiers that name no DHCPv6 client."""


def check(chosen: Choice, purpose: str) -> None:
    """Raise CommandError for identifiers that name no DHCPv6 client; `purpose` is Query or Delete."""
    if (chosen.by, purpose) in REFUSED:
        raise CommandError(REFUSED[chosen.by, purpose])


async def find(leases: Leases6, chosen: Choice, purpose: str) -> Lease6 | None:
    """Return the lease, None when there is none. Raise CommandError, also when there are several."""
    check(chosen, purpose)
    if chosen.by == ADDRESS:
        if chosen.address is None or chosen.type == V4:
            return None
        return await leases.get(chosen.type, chosen.address)
    assert chosen.by == DUID  # all others were refused
    found = [
        lease
        for lease in await leases.by_duid(chosen.identifier)
        if (lease.type, lease.iaid, lease.subnet_id) == (chosen.type, chosen.iaid, chosen.subnet_id)
    ]
    if len(found) > 1:
        raise CommandError(
            f"More than one lease found for type {chosen.type}, duid {chosen.identifier.hex(':')}, "
            f"iaid {chosen.iaid} and subnet-id {chosen.subnet_id}"
        )
    return found[0] if found else None

"""What a batch of messages does to a lease database, job by job: each runs in the worker's thread."""

from collections.abc import Collection
from typing import NamedTuple, TypeVar

from lessor.model.keys import Keys
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store.sql import Rows

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)


class Wanted(NamedTuple):
    """What is to be fetched: rows by keys, up to `limit` leases that are over, and who holds what in some subnets."""

    keys: Keys
    now: int
    limit: int = 0
    subnets: Collection[int] = ()


def gather(rows: Rows[AnyLease], wanted: Wanted) -> tuple[list[AnyLease], dict[int, set[int]]]:
    """Return the leases that are wanted, and for each subnet the addresses that are taken."""
    leases = rows.fetch(wanted.keys)
    if wanted.limit:
        leases += rows.expired(wanted.now, wanted.limit)
    return leases, {subnet_id: rows.occupied(subnet_id) for subnet_id in wanted.subnets}

"""What commands ask of the leases of a server, be they in memory or in a database.

Nothing here takes the event loop for more than a few milliseconds at a time, however many leases there are. Answers are
in the order of addresses unless said otherwise. A change is made by compare-and-swap, is durable before its method
returns, and is reflected in what the allocators believe and in the statistics, but not in those that count all
leases ever given to clients.

Methods raise CommandError when the leases cannot be read or changed now.
"""

from collections.abc import Collection
from typing import Protocol, TypeVar

from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store.base import Kind

Lease = TypeVar("Lease", bound=Lease4 | Lease6)


class Leases(Protocol[Lease]):
    """Leases of one server, whatever its family. They are never changed in place."""

    async def by_hwaddr(self, hwaddr: bytes) -> list[Lease]:
        """Return the leases of a hardware address; none for the empty one."""
        ...

    async def by_hostname(self, hostname: str) -> list[Lease]:
        """Return the leases of a host name, in lower case as leases have it."""
        ...

    async def by_state(self, state: int, subnet_id: int | None = None) -> list[Lease]:
        """Return the leases in this state, those of one subnet or all."""
        ...

    async def of_subnets(self, subnet_ids: Collection[int] | None = None) -> list[Lease]:
        """Return the leases of these subnets, or all there are."""
        ...

    async def page(self, after: int, limit: int) -> list[Lease]:
        """Return up to `limit` leases of addresses above this one (-1: from the first on).

        There are fewer only when there are no more; one more where an address and a prefix begin alike.
        """
        ...

    async def count(self) -> int:
        """Return how many leases there are, those that are over included."""
        ...

    async def tally(self) -> dict[Kind, int]:
        """Return how many leases there are of each kind."""
        ...

    async def add(self, lease: Lease) -> bool:
        """Add a lease; return whether there was none on its address."""
        ...

    async def update(self, before: Lease, after: Lease) -> bool:
        """Put a lease in the place of the one that was read; return False when that has changed since."""
        ...

    async def remove(self, lease: Lease) -> bool:
        """Remove the lease that was read; return False when it has changed since."""
        ...

    async def wipe(self, subnet_ids: Collection[int]) -> int:
        """Remove all leases of these subnets; return how many."""
        ...

    async def write(self, name: str) -> str:
        """Write all leases to a file of this name, in the format of lease files; return its path.

        It lies where the server keeps its leases, and may not be one that the server itself uses.
        """
        ...


class Leases4(Leases[Lease4], Protocol):
    """Leases of a DHCPv4 server."""

    async def get(self, address: int) -> Lease4 | None:
        """Return the lease on an address."""
        ...

    async def by_client_id(self, client_id: bytes) -> list[Lease4]:
        """Return the leases of a client identifier."""
        ...


class Leases6(Leases[Lease6], Protocol):
    """Leases of a DHCPv6 server."""

    async def get(self, type: int, address: int) -> Lease6 | None:
        """Return the lease of this type on an address, or on a prefix that begins with it."""
        ...

    async def by_duid(self, duid: bytes) -> list[Lease6]:
        """Return the leases of a DUID."""
        ...

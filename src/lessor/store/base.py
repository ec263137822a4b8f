"""What an exchange asks of a lease store: small, and the same for memory and databases.

A store answers with facts and takes changes by compare-and-swap. It does not pick addresses, does not decide
whether a lease is still valid, and reads no clock.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeAlias, TypeVar

from lessor.model.facts import Facts4
from lessor.model.facts6 import Facts6
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6

Lease = TypeVar("Lease")

Kind: TypeAlias = tuple[int, int, int, int]
"""Subnet id, pool id, type (always 0 for IPv4) and state of a lease."""


class StoreError(Exception):
    """The store cannot take changes now (disk full, file unwritable): nothing was changed."""


class LeaseStore(Protocol[Lease]):
    """Leases of one server, whatever its family."""

    def commit(self, changes: Sequence[tuple[Lease | None, Lease | None]]) -> bool:
        """Apply all changes in order, or none: False when the store no longer holds what one of them expects.

        Both leases of a change have the same key (the address; for DHCPv6, prefixes are apart from addresses); a later
        change may build on an earlier one. The store keeps the new leases themselves: they are not to be changed
        afterwards.

        Raise StoreError when the store cannot take changes at all.
        """
        ...

    def when_durable(self, done: Callable[[bool], None]) -> None:
        """Call `done(True)` once everything committed so far would survive a power loss, as configured.

        Called at once when nothing is waiting; `done(False)` when it could not be written: then no reply may tell
        a client of it. Always called in the thread of the event loop.
        """
        ...

    def leases(self) -> Iterator[Lease]:
        """Walk all leases, by no particular order."""
        ...

    def expired(self, now: int, limit: int) -> list[Lease]:
        """Return up to `limit` leases whose time was over at `now` and that are not yet reclaimed, oldest first."""
        ...

    def reclaimed(self, before: int, limit: int) -> list[Lease]:
        """Return up to `limit` reclaimed leases whose time was over at `before`, oldest first."""
        ...

    def tally(self) -> dict[Kind, int]:
        """Return how many leases there are of each kind; those that are over may be left out. May walk all leases."""
        ...

    def __len__(self) -> int: ...

    def close(self) -> None:
        """Write and sync what is waiting, and let go of the files."""
        ...


class OrderedLeases(LeaseStore[Lease], Protocol):
    """Leases that can also be walked in the order of their addresses, a few at a time while they change."""

    def arrange(self) -> bool:
        """Put a part of the leases in order; return whether there is more to do before `after` is quick."""
        ...

    def after(self, address: int, limit: int) -> list[Lease]:
        """Return up to `limit` leases above this address, lowest first; fewer only when there are no more."""
        ...


class LeaseStore4(LeaseStore[Lease4], Protocol):
    """Leases of one DHCPv4 server."""

    def facts(self, client_id: bytes, hwaddr: bytes) -> Facts4:
        """Return what is known about a client; empty identifiers match nothing."""
        ...


class LeaseStore6(LeaseStore[Lease6], Protocol):
    """Leases of one DHCPv6 server."""

    def facts(self, duid: bytes) -> Facts6:
        """Return what is known about a client; the empty DUID matches nothing."""
        ...

"""Limits of the number of leases: a lease too many is not given.

Which classes a lease counts for is kept with it, as Kea keeps it (`ISC`, `client-classes` in its user-context), so that
a server that starts knows it. Under load a few leases more may be given: one counts when it was chosen for good.
"""

import asyncio
import time
from collections.abc import Iterable
from typing import Final

from lessor.hooks.api import (
    SKIP,
    CommandProcessed,
    Json,
    Lease4Expire,
    Lease4Renew,
    Lease4Select,
    Lease6Expire,
    Lease6Rebind,
    Lease6Renew,
    Lease6Select,
    Leases4Committed,
    Leases6Committed,
    LeaseView4,
    LeaseView6,
    Outcome,
    Server,
)
from lessor.model.lease import ASSIGNED
from lessor.plugins.limits import messages
from lessor.plugins.limits.settings import ADDRESS, PREFIX, Label, Limits, Owner
from lessor.plugins.limits.tally import NOTHING, Key, Tally

SPACE: Final = "ISC"
CLASSES: Final = "client-classes"

PAUSE: Final = 60.0
"""Seconds between two counts of leases that other servers give too."""
SHARE: Final = 20
"""A count that took long is followed by a pause of so many times that."""

View = LeaseView4 | LeaseView6
Given = Lease4Select | Lease4Renew | Lease6Select | Lease6Renew | Lease6Rebind


class LeaseLimits:
    """The callouts."""

    def __init__(self, server: Server, limits: Limits) -> None:
        self._server = server
        self._limits = limits.leases
        self._keeps_classes = limits.of_classes
        self._tally = Tally()
        # while leases are counted anew
        self._next: Tally | None = None
        self._stale = False

    async def follow(self) -> None:
        """Count all leases, and where other servers give some too, anew from time to time."""
        leases = self._server.leases4 if self._server.family == 4 else self._server.leases6
        while True:
            started = time.monotonic()
            try:
                await self.recount()
            except LookupError as error:
                self._server.log.warn(f"leases cannot be counted now: {error}")
            if not leases.shared:
                return
            await asyncio.sleep(max(PAUSE, SHARE * (time.monotonic() - started)))

    async def recount(self) -> None:
        """Count all leases anew, beside the serving, until nothing has changed behind our back meanwhile."""
        self._stale = True
        while self._stale:
            self._stale = False
            await self._count()

    async def _count(self) -> None:
        counted = self._next = Tally()
        try:
            if self._server.family == 4:
                async for one in self._server.leases4.all():
                    counted.note(_key(one), self._labels_of(one))
            else:
                async for other in self._server.leases6.all():
                    counted.note(_key(other), self._labels_of(other))
            self._tally = counted
        finally:
            self._next = None

    def give(self, event: Given) -> Outcome | None:
        """Refuse a lease for which there is no room."""
        lease = event.lease
        classes = list(event.query.classes)
        labels = self._labels(lease, classes)
        full = self._tally.full(_key(lease), labels, self._limits)
        if full is not None:
            self._refuse(full)
            return SKIP
        self._server.log.write(messages.LIMITS_LEASE_WITHIN_LIMITS, lease.address)
        if lease.writable and self._keeps_classes:
            _keep(lease, classes)
        if not (isinstance(event, Lease4Select | Lease6Select) and event.fake_allocation):
            self._note(lease, labels)
        return None

    def committed(self, event: Leases4Committed | Leases6Committed) -> None:
        """Count what was written, and no longer what is gone."""
        for lease in event.deleted_leases:
            self._note(lease, NOTHING)
        for lease in event.leases:
            self._note(lease, self._labels_of(lease))

    def expired(self, event: Lease4Expire | Lease6Expire) -> None:
        """Count a lease no longer."""
        self._note(event.lease, NOTHING)

    def commanded(self, event: CommandProcessed) -> None:
        """Count anew what a command may have changed."""
        noun, _, verb = event.name.partition("-")
        if noun != f"lease{self._server.family}" or verb.startswith("get"):
            return
        if self._next is None:
            self._server.start(self.recount(), "limits")
        self._stale = True

    def _refuse(self, label: Label) -> None:
        kind, owner = label
        whose = f"class {owner!r}" if isinstance(owner, str) else f"subnet {owner}"
        self._server.statistics.count("limits-leases-refused")
        self._server.log.write(messages.LIMITS_LEASE_LIMIT_EXCEEDED, f"{kind} {self._limits[label]} of {whose}")

    def _note(self, lease: View, labels: tuple[Label, ...]) -> None:
        self._tally.note(_key(lease), labels)
        if self._next is not None:
            self._next.note(_key(lease), labels)

    def _labels_of(self, lease: View) -> tuple[Label, ...]:
        """Return for what a lease that is kept counts."""
        return self._labels(lease, _kept(lease)) if lease.record.state == ASSIGNED else NOTHING

    def _labels(self, lease: View, classes: Iterable[str]) -> tuple[Label, ...]:
        kind = PREFIX if isinstance(lease, LeaseView6) and lease.is_prefix else ADDRESS
        owners: tuple[Owner, ...] = (lease.subnet_id, *classes)
        return tuple((kind, owner) for owner in owners if (kind, owner) in self._limits)


def _key(lease: View) -> Key:
    kind = lease.record.type if isinstance(lease, LeaseView6) else 0
    return kind, lease.record.address


def _kept(lease: View) -> list[str]:
    """Return the classes that are kept with a lease."""
    space: Json = lease.user_context.get(SPACE) if lease.record.user_context else None
    classes = space.get(CLASSES) if isinstance(space, dict) else None
    return [name for name in classes if isinstance(name, str)] if isinstance(classes, list) else []


def _keep(lease: View, classes: list[str]) -> None:
    context = lease.user_context
    space = context.get(SPACE)
    inside = space if isinstance(space, dict) else {}
    lease.user_context = {**context, SPACE: {**inside, CLASSES: list(classes)}}

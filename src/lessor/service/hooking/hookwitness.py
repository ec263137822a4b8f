"""What happens at hook points, in counters and in the log: what both families have in common."""

from typing import Final

from lessor.hooks.callouts import Bound
from lessor.hooks.load import told
from lessor.service.counting.statistics import Statistics
from lessor.service.logs import messages_hooks
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.service.logs.seldom import PERIOD

ERRORS: Final = "hook-errors"
"""The statistic that counts callouts which failed."""

FULL: Final = {
    "subnet4_select": messages_hooks.DHCP4_HOOK_SUBNET4_SELECT_PARKING_LOT_FULL,
    "leases4_committed": messages_hooks.DHCP4_HOOK_LEASES4_COMMITTED_PARKING_LOT_FULL,
    "lease4_offer": messages_hooks.DHCP4_HOOK_LEASE4_OFFER_PARKING_LOT_FULL,
    "leases6_committed": messages_hooks.DHCP6_HOOK_LEASES6_PARKING_LOT_FULL,
}
"""Points whose lack of room to wait has a message of Kea's."""


class HookWitness:
    """Counts and logs for the plug-ins of one server; `dropped` is the family's counter of messages not answered."""

    def __init__(self, loggers: Loggers, statistics: Statistics, dropped: str) -> None:
        self.loggers = loggers
        self.statistics = statistics
        self.hooks = loggers.get("hooks")
        self._dropped = dropped
        self._told: dict[tuple[str, str, str], float] = {}
        statistics.counts.setdefault(ERRORS, 0)

    def callout_failed(self, bound: Bound, error: BaseException) -> None:
        """Note a callout that raised, or returned what none may return; the same one is told of once in a while."""
        self.statistics.counts[ERRORS] += 1
        key = (bound.plugin, bound.point, bound.name)
        now = self.loggers.clock()
        last = self._told.get(key)
        # callouts are few, so the memory of them is bounded
        if last is None or not last <= now < last + PERIOD:
            self._told[key] = now
            self.loggers.write(
                messages_hooks.HOOKS_CALLOUT_EXCEPTION, bound.point, bound.plugin, bound.name, told(error)
            )

    def parked(self, point: str, label: str) -> None:
        """Note a message that waits."""
        if self.hooks.limit >= messages_hooks.LESSOR_HOOK_PARKED.rank:
            self.hooks.write(messages_hooks.LESSOR_HOOK_PARKED, point, label)

    def no_place_to_park(self, point: str, label: str, limit: int) -> None:
        """Note a message that ends because too many wait."""
        self.statistics.counts[self._dropped] += 1
        if point in FULL:
            self.loggers.write(FULL[point], limit, label)
        else:
            self.loggers.write(messages_hooks.LESSOR_HOOK_PARKING_LOT_FULL, limit, point, label)

    def note(self, message: Message, *arguments: object) -> None:
        """Note what a callout brought about."""
        self.loggers.write(message, *arguments)

    def drop(self, message: Message, *arguments: object) -> None:
        """Note a message, or its answer, that a callout ended."""
        self.statistics.counts[self._dropped] += 1
        self.loggers.write(message, *arguments)

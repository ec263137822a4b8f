"""Whether a server answers clients: it does unless somebody has disabled it, and several may independently.

Who disables a server is known by a number, as in Kea. What somebody disabled only the same one enables, or the end of
the time that was given with it.
"""

from collections.abc import Callable
from typing import Final, Protocol

USER: Final = 1
DATABASE: Final = 100
LOCAL_PARTNER: Final = 1000
REMOTE_PARTNER: Final = 2000
"""Where the numbers of one kind begin; that of a relationship of partners, or of a database, is added."""

PARTNERS_END: Final = 3000

ORIGINS: Final = {"user": USER, "ha-partner": REMOTE_PARTNER}
"""Names that callers may use."""


class Timer(Protocol):
    """What an event loop gives for a call that it will make."""

    def cancel(self) -> None: ...


class ServiceState:
    """Who has disabled a server; `enabled` when nobody has.

    `later` makes a call after some seconds; `on_change` is told the new state each time it changes.
    """

    __slots__ = ("_later", "_origins", "enabled", "on_change")

    def __init__(self, later: Callable[[float, Callable[[], None]], Timer]) -> None:
        self._later = later
        self._origins: dict[int, Timer | None] = {}
        self.enabled = True
        self.on_change: Callable[[bool], None] = _ignore

    def disable(self, origin: int = USER, max_period: float = 0) -> None:
        """Disable the service until `enable` for the same origin, or for so many seconds if they are not 0."""
        self._stop_waiting(origin)
        self._origins[origin] = self._later(max_period, lambda: self.enable(origin)) if max_period else None
        self._settle()

    def enable(self, origin: int = USER) -> None:
        """Take back what this origin disabled."""
        self._stop_waiting(origin)
        self._origins.pop(origin, None)
        self._settle()

    def disabled_by(self, first: int, end: int) -> list[int]:
        """Return the origins from `first` to below `end` that have disabled the service, in order."""
        return sorted(origin for origin in self._origins if first <= origin < end)

    def close(self) -> None:
        """Wait for nothing any more."""
        for origin in list(self._origins):
            self._stop_waiting(origin)

    def _stop_waiting(self, origin: int) -> None:
        timer = self._origins.get(origin)
        if timer is not None:
            timer.cancel()

    def _settle(self) -> None:
        before, self.enabled = self.enabled, not self._origins
        if before != self.enabled:
            self.on_change(self.enabled)


def _ignore(enabled: bool) -> None:
    """Tell nobody."""

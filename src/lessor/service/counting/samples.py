"""Samples of statistics: what they were when.

Kea keeps a sample of every change. Here counting is an addition to an int and nothing else; a sample is taken when
somebody looks, and of what concerns the whole server once in a while, if the value is another one than before. So
samples are fewer, and each tells the truth about its time.
"""

from typing import Final, TypeAlias

from lessor.model.operation import SampleLimits

Sample: TypeAlias = tuple[int, float]
"""A value and the unix time of its sample."""

MOST: Final = 1000
"""Samples of one statistic, whatever the limits allow."""


class Samples:
    """The samples of many statistics by name; kept oldest first, in lists as small as they are."""

    __slots__ = ("_kept", "_limits", "_usual")

    def __init__(self, usual: SampleLimits) -> None:
        self._usual = usual
        self._limits: dict[str, SampleLimits] = {}
        self._kept: dict[str, list[Sample]] = {}

    def take(self, name: str, value: int, now: float) -> None:
        """Keep a sample if the value is not that of the last one."""
        kept = self._kept.get(name)
        if kept is None:
            self._kept[name] = [(value, now)]
        elif kept[-1][0] != value:
            kept.append((value, now))
            self._shorten(name, now)

    def look(self, name: str, value: int, now: float) -> list[Sample]:
        """Return the samples of a statistic that has this value now, newest first."""
        self.take(name, value, now)
        kept = self._kept[name]
        # common case first: most statistics have never changed
        if len(kept) == 1:
            return [*kept]
        self._shorten(name, now)
        return kept[::-1]

    def forget(self, name: str) -> None:
        """Drop the samples of a statistic."""
        self._kept.pop(name, None)

    def forget_all(self) -> None:
        """Drop all samples."""
        self._kept.clear()

    def limit(self, name: str, limits: SampleLimits) -> None:
        """Set the limits for one statistic."""
        self._limits[name] = limits

    def limit_all(self, limits: SampleLimits) -> None:
        """Set the limits for all statistics."""
        self._usual = limits
        self._limits.clear()

    def _shorten(self, name: str, now: float) -> None:
        limits = self._limits.get(name, self._usual)
        kept = self._kept[name]
        # the newest one stays, whatever its age: it is the value
        most = min(limits.count or MOST, MOST)
        while len(kept) > 1 and (most < len(kept) or 0 < limits.seconds < now - kept[0][1]):
            del kept[0]

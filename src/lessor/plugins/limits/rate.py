"""How often something may happen: so many times within any span of a given length.

What happens within the GRAINS-th part of a span is remembered as one grain, and all of it counts as long as the last of
it: memory is bounded, and more than the limit never gets through.
"""

import re
from collections import deque
from typing import Final

GRAINS: Final = 128

MOST: Final = 0xFFFFFFFF

DAY: Final = 86400
UNITS: Final = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": DAY,
    "week": 7 * DAY,
    "month": 30 * DAY,
    "year": 365 * DAY,
}
FORM: Final = re.compile(r"(\d{1,10}) packets? per (\w+)")


class Rate:
    """A limit and what counts against it; times are seconds of any clock that does not go back."""

    def __init__(self, most: int, span: int, text: str = "") -> None:
        self.most = most
        self.span = span
        self.text = text
        self._grain = span / GRAINS
        # when a grain began, when it counts no longer, how often it happened
        self._grains: deque[list[float]] = deque()
        self._count = 0

    def take(self, now: float) -> bool:
        """Count one more and return true, unless that is one too many."""
        grains = self._grains
        while grains and grains[0][1] <= now:
            self._count -= int(grains.popleft()[2])
        if self._count >= self.most:
            return False
        self._count += 1
        last = grains[-1] if grains else None
        if last is not None and now < last[0] + self._grain:
            last[1] = now + self.span
            last[2] += 1
        else:
            grains.append([now, now + self.span, 1])
        return True


def read_rate(text: str) -> Rate:
    """Return the limit in a text such as `4 packets per minute`. Raise ValueError."""
    found = FORM.fullmatch(text.strip())
    if found is None or found[2] not in UNITS or int(found[1]) > MOST:
        units = ", ".join(UNITS)
        raise ValueError(f"{text!r} is no rate: `<number> packets per <unit>` is expected, units are {units}")
    return Rate(int(found[1]), UNITS[found[2]], text.strip())

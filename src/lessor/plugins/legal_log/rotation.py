"""When a file of the record gives way to the next one, and what files are called.

Days, months and years begin in local time. `count` 0: one file for as long as the plug-in is loaded, under a name that
no file has yet.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import localtime, struct_time
from typing import Final

SECOND: Final = "second"
DAY: Final = "day"
MONTH: Final = "month"
YEAR: Final = "year"
UNITS: Final = (SECOND, DAY, MONTH, YEAR)


@dataclass(frozen=True, slots=True)
class Rotation:
    """How files follow each other."""

    unit: str
    count: int

    def due(self, opened: int, now: int) -> bool:
        """Tell whether a file that was opened then is to be closed now; both are unix seconds."""
        if not self.count:
            return False
        if self.unit == SECOND:
            return now - opened >= self.count
        return abs(self._position(localtime(now)) - self._position(localtime(opened))) >= self.count

    def path(self, directory: Path, base: str, now: int) -> Path:
        """Return the file for what happens now."""
        dated = directory / f"{base}.{_date(now)}.txt"
        if self.unit == SECOND or (not self.count and dated.exists()):
            return directory / f"{base}.T{now:020d}.txt"
        return dated

    def _position(self, time: struct_time) -> int:
        if self.unit == YEAR:
            return time.tm_year
        if self.unit == MONTH:
            return time.tm_year * 12 + time.tm_mon
        return date(time.tm_year, time.tm_mon, time.tm_mday).toordinal()


def _date(now: int) -> str:
    time = localtime(now)
    return f"{time.tm_year:04d}{time.tm_mon:02d}{time.tm_mday:02d}"

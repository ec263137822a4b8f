"""What is measured in which order, and when to stop: everything once, then again while there is time.

A run has so many minutes. Tasks say how long they will probably take; how long they really take corrects that. A
scenario is measured with all its servers or not at all, because one server's figures mean nothing without the others':
what would not end in time is not begun, and named; what is begun is ended, be it late.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.results import Outcome


@dataclass(frozen=True, slots=True)
class Task:
    """One measurement of one server; `seconds` is what it will probably take."""

    scenario: str
    server: str
    seconds: float
    work: Callable[[], Outcome]


@dataclass(frozen=True, slots=True)
class Turn:
    """One scenario with its servers, which take turns; `spare` ones are further rounds, not missed if left out."""

    tasks: Sequence[Task]
    spare: bool = False

    @property
    def seconds(self) -> float:
        """What all of it will probably take."""
        return sum(task.seconds for task in self.tasks)


class Schedule:
    """Gives out tasks while there is time. `clock` returns seconds."""

    def __init__(self, turns: Sequence[Turn], minutes: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.turns = turns
        self.clock = clock
        self.end = clock() + minutes * 60
        self.left_out: list[str] = []
        """What there was no time for, further rounds excepted."""
        self._to_come = sum(turn.seconds for turn in turns)
        # the first few tell little: as if two minutes had gone as expected
        self._expected = self._took = 120.0

    def tasks(self) -> Iterator[tuple[Task, str]]:
        """Yield each task that there is time for, with a text that tells how far the run is."""
        total = sum(len(turn.tasks) for turn in self.turns)
        number = 0
        for turn in self.turns:
            fits = turn.seconds * self._pace() <= self.end - self.clock()
            if not fits and not turn.spare:
                self.left_out.append(turn.tasks[0].scenario)
            for task in turn.tasks:
                number += 1
                if fits:
                    begun = self.clock()
                    yield task, f"{number}/{total}, {self._minutes_left():.0f} min left"
                    self._took += self.clock() - begun
                    self._expected += task.seconds
                self._to_come -= task.seconds

    def _pace(self) -> float:
        """Return the seconds that a task takes for each that was expected."""
        return self._took / self._expected

    def _minutes_left(self) -> float:
        return max(0.0, min(self.end - self.clock(), self._pace() * self._to_come)) / 60

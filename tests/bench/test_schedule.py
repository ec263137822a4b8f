"""A schedule, by a clock that only tasks move."""

from __future__ import annotations

from bench.results import Outcome
from bench.schedule import Schedule, Task, Turn

from tests.bench.figures import started


class Day:
    """A clock, and tasks that let time pass on it."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def task(self, name: str, expected: float, taking: float) -> Task:
        def work() -> Outcome:
            self.seconds += taking
            return started(taking)

        return Task(name, "lessor", expected, work)

    def run(self, turns: list[Turn], minutes: float) -> tuple[list[str], list[str]]:
        """Return what was done, and what was left out."""
        schedule = Schedule(turns, minutes, clock=lambda: self.seconds)
        done = []
        for task, _ in schedule.tasks():
            task.work()
            done.append(task.scenario)
        return done, schedule.left_out


def test_everything_while_there_is_time() -> None:
    day = Day()
    turns = [Turn([day.task("a", 30, 30), day.task("b", 20, 20)]), Turn([day.task("c", 10, 10)], spare=True)]
    assert day.run(turns, 1) == (["a", "b", "c"], [])


def test_a_scenario_is_measured_with_all_servers_or_not_at_all() -> None:
    day = Day()
    turns = [
        Turn([day.task("a", 30, 30)]),
        Turn([day.task("b", 20, 20), day.task("b", 20, 20)]),
        Turn([day.task("c", 5, 5)]),
        Turn([day.task("d", 20, 20), day.task("d", 20, 20)], spare=True),
    ]
    assert day.run(turns, 1) == (["a", "c"], ["b"])


def test_what_was_begun_is_ended() -> None:
    day = Day()
    assert day.run([Turn([day.task("a", 20, 90), day.task("a", 20, 90)])], 1) == (["a", "a"], [])


def test_a_slow_machine_is_learned_of() -> None:
    day = Day()
    done, left_out = day.run([Turn([day.task(str(number), 60, 120)]) for number in range(10)], 10)
    assert (len(done), len(left_out)) == (5, 5)
    assert day.seconds <= 1000 + 10 * 60


def test_how_far_it_is() -> None:
    day = Day()
    turns = [Turn([day.task("a", 60, 60), day.task("b", 60, 60)]), Turn([day.task("c", 600, 600)], spare=True)]
    said = []
    for task, text in Schedule(turns, 5, clock=lambda: day.seconds).tasks():
        task.work()
        said.append(text)
    assert said == ["1/3, 5 min left", "2/3, 4 min left"]

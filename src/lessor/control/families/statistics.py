"""Commands about statistics: their values, samples, limits, and new beginnings."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final, Protocol, TypeAlias

from lessor.model.command import WRITE, Answer, Argument, Arguments, Command, CommandError, succeeded
from lessor.model.json import Json
from lessor.model.operation import SampleLimits

SLICE: Final = 0.002
"""Seconds of work until others have their turn."""

STEP: Final = 32
"""Statistics between two looks at the clock."""

Sample: TypeAlias = tuple[int, float]


class Statistics(Protocol):
    """The statistics of one server (service/counting/statistics.py)."""

    def names(self) -> Iterator[str]: ...
    def server_names(self) -> list[str]: ...
    def samples(self, name: str, now: float) -> list[Sample]: ...
    def reset(self, name: str) -> bool: ...
    def reset_all(self) -> None: ...
    def remove(self, name: str) -> bool: ...
    def remove_all(self) -> None: ...
    def limit(self, name: str, limits: SampleLimits) -> bool: ...
    def limit_all(self, limits: SampleLimits) -> None: ...


class Server(Protocol):
    """What these commands ask of a server."""

    @property
    def statistics(self) -> Statistics: ...


# Looking


def _statistic_get(server: Server, arguments: Arguments) -> Answer:
    name = _name(arguments)
    samples = server.statistics.samples(name, time.time())
    return succeeded(arguments={name: shown(samples)} if samples else {})


async def _statistic_get_all(server: Server, arguments: Arguments) -> Answer:
    return succeeded(arguments=await _all(server.statistics, server.statistics.names()))


async def _statistic_global_get_all(server: Server, arguments: Arguments) -> Answer:
    return succeeded(arguments=await _all(server.statistics, server.statistics.server_names()))


async def _all(statistics: Statistics, names: Iterable[str]) -> dict[str, Json]:
    """Return the samples of these statistics; packets have their turn in between."""
    found: dict[str, Json] = {}
    end = time.perf_counter() + SLICE
    for i, name in enumerate(names, 1):
        samples = statistics.samples(name, time.time())
        if samples:
            found[name] = shown(samples)
        if not i % STEP and time.perf_counter() > end:
            await asyncio.sleep(0)
            end = time.perf_counter() + SLICE
    return found


def shown(samples: list[Sample]) -> Json:
    """Return samples as they are answered: pairs of a value and the local time."""
    return [[value, datetime.fromtimestamp(at).isoformat(" ", "microseconds")] for value, at in samples]


# Beginning anew


def _statistic_reset(server: Server, arguments: Arguments) -> Answer:
    return _done(server.statistics.reset, _name(arguments), "reset")


def _statistic_remove(server: Server, arguments: Arguments) -> Answer:
    return _done(server.statistics.remove, _name(arguments), "removed")


def _done(change: Callable[[str], bool], name: str, what: str) -> Answer:
    if not change(name):
        raise CommandError(f"No '{name}' statistic found")
    return succeeded(f"Statistic '{name}' {what}.")


def _statistic_reset_all(server: Server, arguments: Arguments) -> Answer:
    server.statistics.reset_all()
    return succeeded("All statistics reset to neutral values.")


def _statistic_remove_all(server: Server, arguments: Arguments) -> Answer:
    server.statistics.remove_all()
    return succeeded("Warning: statistic-remove-all command is deprecated. All statistics removed.")


# Limits of samples


def _statistic_sample_count_set(server: Server, arguments: Arguments) -> Answer:
    name = _name(arguments)
    count = _integer(arguments, "max-samples")
    return _done(lambda name: server.statistics.limit(name, _of_count(count)), name, "count limit is set")


def _statistic_sample_age_set(server: Server, arguments: Arguments) -> Answer:
    name = _name(arguments)
    seconds = _integer(arguments, "duration")
    return _done(lambda name: server.statistics.limit(name, _of_age(seconds)), name, "duration limit is set")


def _statistic_sample_count_set_all(server: Server, arguments: Arguments) -> Answer:
    server.statistics.limit_all(_of_count(_integer(arguments, "max-samples")))
    return succeeded("All statistics count limit are set.")


def _statistic_sample_age_set_all(server: Server, arguments: Arguments) -> Answer:
    server.statistics.limit_all(_of_age(_integer(arguments, "duration")))
    return succeeded("All statistics duration limit are set.")


def _of_count(count: int) -> SampleLimits:
    if count == 0:
        raise CommandError("'max-samples' parameter must not be zero")
    if count < 0:
        raise CommandError("'max-samples' parameter must not be negative")
    return SampleLimits(count=count)


def _of_age(seconds: int) -> SampleLimits:
    if seconds < 0:
        raise CommandError("'duration' parameter must not be negative")
    return SampleLimits(count=0, seconds=seconds)


def _name(arguments: Arguments) -> str:
    if "name" not in arguments:
        raise CommandError("Missing mandatory 'name' parameter.")
    name = arguments["name"]
    if not isinstance(name, str):
        raise CommandError("'name' parameter expected to be a string.")
    return name


def _integer(arguments: Arguments, name: str) -> int:
    if name not in arguments:
        raise CommandError(f"Missing mandatory '{name}' parameter.")
    value = arguments[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise CommandError(f"'{name}' parameter expected to be an integer.")
    return value


NAME: Final = Argument("name", "string", "the statistic, such as `pkt4-received` or `subnet[1].total-addresses`", True)
COUNT: Final = Argument("max-samples", "integer", "how many samples are kept", required=True)
AGE: Final = Argument("duration", "integer", "for how many seconds samples are kept", required=True)
SAMPLES: Final = "a list of samples by name, each a value and its time, the newest first"

COMMANDS: Final[tuple[Command[Server], ...]] = (
    Command("statistic-get", "Show one statistic.", _statistic_get, arguments=(NAME,), answer=SAMPLES, since="1.0.0"),
    Command("statistic-get-all", "Show all statistics.", _statistic_get_all, answer=SAMPLES, since="1.0.0"),
    Command(
        "statistic-global-get-all",
        "Show the statistics of the server as such, and not those of subnets and pools.",
        _statistic_global_get_all,
        answer=SAMPLES,
        since="3.1.2",
    ),
    Command(
        "statistic-remove",
        "Forget a statistic until it counts again.",
        _statistic_remove,
        WRITE,
        (NAME,),
        since="1.0.0",
    ),
    Command(
        "statistic-remove-all",
        "Forget all statistics until they count again.",
        _statistic_remove_all,
        WRITE,
        since="1.0.0",
    ),
    Command(
        "statistic-reset",
        "Set a statistic to 0, and forget its samples.",
        _statistic_reset,
        WRITE,
        (NAME,),
        since="1.0.0",
    ),
    Command(
        "statistic-reset-all",
        "Set all statistics to 0, and forget their samples.",
        _statistic_reset_all,
        WRITE,
        since="1.0.0",
    ),
    Command(
        "statistic-sample-age-set",
        "Keep the samples of a statistic for some time.",
        _statistic_sample_age_set,
        WRITE,
        (NAME, AGE),
        since="1.6.0",
    ),
    Command(
        "statistic-sample-age-set-all",
        "Keep the samples of all statistics for some time.",
        _statistic_sample_age_set_all,
        WRITE,
        (AGE,),
        since="1.6.0",
    ),
    Command(
        "statistic-sample-count-set",
        "Keep so many samples of a statistic.",
        _statistic_sample_count_set,
        WRITE,
        (NAME, COUNT),
        since="1.6.0",
    ),
    Command(
        "statistic-sample-count-set-all",
        "Keep so many samples of all statistics.",
        _statistic_sample_count_set_all,
        WRITE,
        (COUNT,),
        since="1.6.0",
    ),
)

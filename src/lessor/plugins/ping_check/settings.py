"""What is checked how: for the whole server, and for subnets that say otherwise in their `user-context`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lessor.hooks.api import BOOLEAN, INTEGER, Json, Parameter, ParameterError, read_parameters

SETTINGS: Final = {
    "enable-ping-check": Parameter(BOOLEAN, True),
    "min-ping-requests": Parameter(INTEGER, 1, low=1),
    "reply-timeout": Parameter(INTEGER, 100, low=1, about="milliseconds"),
    "ping-cltt-secs": Parameter(INTEGER, 60, low=0),
}
# threads are not needed here: the parameter is there for configurations that have it
PARAMETERS: Final = {**SETTINGS, "ping-channel-threads": Parameter(INTEGER, 0, low=0)}

CONTEXT: Final = "ping-check"


@dataclass(frozen=True, slots=True)
class Settings:
    """Whether addresses are checked; how many requests are sent, each waiting `patience` seconds; for how many seconds
    after it was heard a client gets its former address unchecked.
    """

    enabled: bool
    requests: int
    patience: float
    spared: int


def read_settings(values: Mapping[str, Json]) -> Settings:
    """Return settings from values that were checked."""
    requests, timeout, spared = values["min-ping-requests"], values["reply-timeout"], values["ping-cltt-secs"]
    assert isinstance(requests, int)
    assert isinstance(timeout, int)
    assert isinstance(spared, int)
    return Settings(bool(values["enable-ping-check"]), requests, timeout / 1000, spared)


def read_subnets(contexts: Mapping[int, Mapping[str, Json]], usual: Mapping[str, Json]) -> dict[int, Settings]:
    """Return the settings of subnets that have their own, by id. Raise ParameterError."""
    found = {}
    for number, context in contexts.items():
        inside = context.get(CONTEXT)
        given = {**context, **inside} if isinstance(inside, dict) else context
        own = {name: value for name, value in given.items() if name in SETTINGS}
        if own:
            found[number] = read_settings({**usual, **_checked(own, number)})
    return found


def _checked(own: Mapping[str, Json], number: int) -> Mapping[str, Json]:
    try:
        checked = read_parameters(own, SETTINGS)
    except ParameterError as error:
        raise ParameterError(f"user-context of subnet {number}: {error.path[-1]}: {error.text}") from error
    return {name: checked[name] for name in own}

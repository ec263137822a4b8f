"""Plug-ins as configured."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lessor.model.json import Json

Spot = tuple[str, int, int, str]
"""File, line, column and path of keys."""


def _nowhere(path: tuple[str | int, ...]) -> Spot:
    return "", 0, 0, ""


@dataclass(frozen=True, slots=True)
class HookLibrary:
    """One entry of `hooks-libraries`. `place` returns where something in the entry stands, by keys and positions."""

    library: str
    parameters: dict[str, Json] = field(default_factory=dict)
    place: Callable[[tuple[str | int, ...]], Spot] = field(default=_nowhere, compare=False, repr=False)

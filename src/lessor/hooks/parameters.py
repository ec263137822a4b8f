"""Parameters of a plug-in: a table of what there is, and the check of what was given.

    PARAMETERS = {"identifier-expression": Parameter(STRING, required=True), "timeout": Parameter(INTEGER, 5, low=1)}
    values = read_parameters(parameters, PARAMETERS)

What is wrong is a ParameterError; whoever loads the plug-in tells the administrator where in the file it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lessor.model.json import Json

STRING: Final = "a string"
INTEGER: Final = "an integer"
NUMBER: Final = "a number"
BOOLEAN: Final = "a boolean"
LIST: Final = "a list"
MAP: Final = "a map"

TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    STRING: (str,),
    INTEGER: (int,),
    NUMBER: (int, float),
    BOOLEAN: (bool,),
    LIST: (list,),
    MAP: (dict,),
}


class ParameterError(Exception):
    """A parameter is wrong; `path` leads to it from the map of parameters: keys, and positions in lists."""

    def __init__(self, text: str, *path: str | int) -> None:
        super().__init__(text)
        self.text = text
        self.path = path


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what it must be, what stands for it where it is missing, its bounds, the values it may have."""

    kind: str
    default: Json = None
    required: bool = False
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()
    about: str = ""


def read_parameters(given: Mapping[str, Json], table: Mapping[str, Parameter], *path: str | int) -> dict[str, Json]:
    """Return every parameter of the table, given or default. `path` leads to `given`. Raise ParameterError."""
    for name in given:
        if name not in table and name not in ("comment", "user-context"):
            raise ParameterError(f"unknown parameter; there are {', '.join(sorted(table))}", *path, name)
    return {name: _value(given, name, row, path) for name, row in table.items()}


def _value(given: Mapping[str, Json], name: str, row: Parameter, path: tuple[str | int, ...]) -> Json:
    if name not in given:
        if row.required:
            raise ParameterError(f"the parameter {name!r} is missing", *path)
        return row.default
    value = given[name]
    # true is an int to Python, not to people
    if not isinstance(value, TYPES[row.kind]) or (isinstance(value, bool) and row.kind != BOOLEAN):
        raise ParameterError(f"{row.kind} is expected", *path, name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if row.low is not None and value < row.low:
            raise ParameterError(f"{value} is too small, {row.low} is the least", *path, name)
        if row.high is not None and value > row.high:
            raise ParameterError(f"{value} is too large, {row.high} is the most", *path, name)
    if row.choices and value not in row.choices:
        raise ParameterError(f"{value!r} is none of {', '.join(row.choices)}", *path, name)
    return value

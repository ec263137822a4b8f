"""The list `options` of the plug-in's parameters: read, checked, compiled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic

from lessor.hooks.api import (
    BOOLEAN,
    INTEGER,
    LIST,
    STRING,
    Json,
    Parameter,
    ParameterError,
    read_parameters,
)
from lessor.plugins.flex_option.actions import ADD, REMOVE, SUPERSEDE, Action, OnOption, OnSuboptions, SubAction
from lessor.plugins.flex_option.family import Family, Request
from lessor.plugins.flex_option.layout import Layout
from lessor.wire.definition import Definitions, OptionDefinition

PARAMETERS: Final = {"options": Parameter(LIST, required=True)}

QUERY: Final = "query"
RESPONSE: Final = "response"
SUBOPTIONS: Final = "sub-options"

SHARED: Final = {
    "code": Parameter(INTEGER),
    "name": Parameter(STRING),
    "space": Parameter(STRING),
    ADD: Parameter(STRING),
    SUPERSEDE: Parameter(STRING),
    REMOVE: Parameter(STRING),
    "csv-format": Parameter(BOOLEAN, False),
    "client-class": Parameter(STRING, ""),
}
ENTRY: Final = {
    **SHARED,
    SUBOPTIONS: Parameter(LIST),
    "source": Parameter(STRING, QUERY, choices=(QUERY, RESPONSE)),
    "destination": Parameter(STRING, RESPONSE, choices=(RESPONSE, QUERY)),
}
SUBENTRY: Final = {
    **SHARED,
    "container-add": Parameter(BOOLEAN, True),
    "container-remove": Parameter(BOOLEAN, True),
}

VENDOR: Final = re.compile(r"vendor-(\d+)")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Entry(Generic[Request]):
    """What is done, by which message, to which."""

    step: OnOption[Request] | OnSuboptions[Request]
    from_response: bool
    to_query: bool


class Reader(Generic[Request]):
    """Reads the list for a family of servers."""

    def __init__(self, family: Family[Request], version: int, definitions: Definitions) -> None:
        self._family: Family[Request] = family
        self._version = version
        self._definitions = definitions

    def read(self, parameters: Mapping[str, Json]) -> list[Entry[Request]]:
        """Return all entries in their order. Raise ParameterError."""
        rows = read_parameters(parameters, PARAMETERS)["options"]
        assert isinstance(rows, list)
        return [self._entry(row, ("options", i)) for i, row in enumerate(rows)]

    def _entry(self, row: Json, path: Path) -> Entry[Request]:
        values = _map(row, ENTRY, path)
        space = str(values["space"] or self._family.space)
        code, definition = self._option(values, space, path)
        from_response, to_query = values["source"] == RESPONSE, values["destination"] == QUERY
        if from_response and to_query:
            raise ParameterError("a query is over when there is a response", *path, "source")
        actions = [name for name in (ADD, SUPERSEDE, REMOVE, SUBOPTIONS) if values[name] is not None]
        if len(actions) != 1:
            raise ParameterError(
                f"exactly one of add, supersede, remove, sub-options is expected, not {actions}", *path
            )
        if actions == [SUBOPTIONS]:
            step: OnOption[Request] | OnSuboptions[Request] = self._suboptions(values, code, definition, path)
        else:
            step = OnOption(self._action(values, actions[0], code, definition, path))
        return Entry(step, from_response, to_query)

    def _suboptions(
        self, values: Mapping[str, Json], code: int, around: OptionDefinition | None, path: Path
    ) -> OnSuboptions[Request]:
        rows = values[SUBOPTIONS]
        assert isinstance(rows, list)
        enterprise: int | None = None
        actions = []
        for i, row in enumerate(rows):
            where = (*path, SUBOPTIONS, i)
            given = _map(row, SUBENTRY, where)
            space = str(given["space"] or (around.encapsulates if around is not None else ""))
            if not space:
                raise ParameterError("the space of the sub-option is expected", *where)
            enterprise = self._enterprise(code, space, enterprise, where)
            actions.append(self._subaction(given, space, where))
        guard = str(values["client-class"])
        return OnSuboptions(code, Layout(self._version, around, enterprise), guard, tuple(actions))

    def _subaction(self, given: Mapping[str, Json], space: str, path: Path) -> SubAction[Request]:
        code, definition = self._option(given, space, path)
        kinds = [name for name in (ADD, SUPERSEDE, REMOVE) if given[name] is not None]
        if len(kinds) != 1:
            raise ParameterError(f"exactly one of add, supersede, remove is expected, not {kinds}", *path)
        action = self._action(given, kinds[0], code, definition, path)
        return SubAction(action, bool(given["container-add"]), bool(given["container-remove"]))

    def _enterprise(self, code: int, space: str, earlier: int | None, path: Path) -> int | None:
        """Return whose sub-options an option of vendors has; all of one entry must be of one."""
        if code != self._family.vendor:
            return None
        found = VENDOR.fullmatch(space)
        if found is None or int(found[1]) > 0xFFFFFFFF:
            raise ParameterError(f"vendor-<number> is expected, not {space!r}", *path, "space")
        if earlier not in (None, int(found[1])):
            raise ParameterError("sub-options of one enterprise are expected", *path, "space")
        return int(found[1])

    def _option(self, values: Mapping[str, Json], space: str, path: Path) -> tuple[int, OptionDefinition | None]:
        code, name = values["code"], values["name"]
        if name is not None:
            named = self._definitions.by_name(space, str(name))
            if named is None:
                raise ParameterError(f"no option of space {space!r} is named {name!r}", *path, "name")
            if code not in (None, named.code):
                raise ParameterError(f"option {name!r} has code {named.code}, not {code}", *path, "code")
            code = named.code
        if not isinstance(code, int):
            raise ParameterError("the code or the name of the option is expected", *path)
        if not 0 < code <= self._family.most:
            raise ParameterError(f"{code} is none of 1 to {self._family.most}", *path, "code")
        return code, self._definitions.by_code(space, code)

    def _action(
        self, values: Mapping[str, Json], kind: str, code: int, definition: OptionDefinition | None, path: Path
    ) -> Action[Request]:
        as_text = bool(values["csv-format"]) and kind != REMOVE
        if as_text and definition is None:
            raise ParameterError(f"option {code} is not defined, so text cannot be packed", *path, "csv-format")
        expression, guard = str(values[kind]), str(values["client-class"])
        where = (*path, kind)
        kinds = self._family.kinds
        if kind == REMOVE:
            condition = self._family.condition(expression, self._definitions, *where)
            return Action(kind, code, None, condition, guard, None, kinds)
        text = self._family.text(expression, self._definitions, *where)
        return Action(kind, code, text, None, guard, definition if as_text else None, kinds)


def _map(row: Json, table: Mapping[str, Parameter], path: Path) -> dict[str, Json]:
    if not isinstance(row, dict):
        raise ParameterError("a map is expected", *path)
    return read_parameters(row, table, *path)

"""`option-def` and `option-data`: from the configuration's tree to definitions and ready payloads.

Every mistake becomes a Problem with its place and advice; an entry with mistakes gives no result. Kinds of members and
unknown keys are the business of config/check.py. Two entries for one option may follow each other in a list: which one
counts is decided where lists are merged, not here. Sub-options are options of their own space; they are put behind
the option that encapsulates the space when tables are compiled.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import partial
from typing import Final

from lessor.config.errors import Problem
from lessor.config.origin import place
from lessor.config.section import Section
from lessor.config.syntax import Node
from lessor.config.universe import OPTIONS4, Universe
from lessor.model.options import OptionData, OptionLayout
from lessor.wire.definition import Definitions, OptionDefinition
from lessor.wire.octets import parse_octets
from lessor.wire.payload import RECORD, pack_octets, pack_text, spare_values

_NAME: Final = re.compile(r"[A-Za-z0-9]+(?:[_-]+[A-Za-z0-9]+)*")
_NAME_RULE: Final = "use letters, digits, - and _, the last two not at the ends"

_LAST_ONLY: Final = ("string", "binary")
"""Kinds that take all the octets there are."""


def own_layouts(definitions: Definitions, universe: Universe) -> tuple[OptionLayout, ...]:
    """Return those of the definitions that are not standard, as the configuration keeps them."""
    standard = universe.standard
    return tuple(
        [
            OptionLayout(row.code, row.name, row.space, row.type, row.array, row.fields, row.encapsulates)
            for row in definitions.rows()
            if standard.by_code(row.space, row.code) is not row
        ]
    )


def with_layouts(layouts: Iterable[OptionLayout], universe: Universe) -> Definitions:
    """Return the standard definitions and those that a configuration keeps."""
    return universe.standard.with_rows(
        OptionDefinition(row.code, row.name, row.space, row.type, row.array, row.fields, row.encapsulates)
        for row in layouts
    )


def read_definitions(
    nodes: list[Node],
    key: str,
    problems: list[Problem],
    universe: Universe = OPTIONS4,
    base: Definitions | None = None,
) -> Definitions:
    """Return `base`, else the standard definitions, with those of an `option-def` list; `key` is that of the list."""
    custom: list[OptionDefinition] = []
    for i, node in enumerate(nodes):
        section = Section(node, f"{key}[{i}]", problems, [])
        before = len(problems)
        definition = _read_definition(section, universe)
        if len(problems) == before:
            _check_kinds(section, definition, universe)
            _check_repetition(section, definition)
            _check_standard(section, definition, universe)
            _check_unique(section, definition, custom)
        if len(problems) == before:
            custom.append(definition)
    return (base or universe.standard).with_rows(custom)


def _complain(section: Section, member: str, wrong: str, right: str) -> None:
    """Note a mistake at a member, at the whole map where it has no such member."""
    section.wrong(section.place(member), member if member in section.members else "", wrong, right)


def _did_you_mean(word: str, known: list[str], otherwise: str) -> str:
    near = get_close_matches(word, known, n=1)
    return f"did you mean {near[0]!r}?" if near else otherwise


def _read_definition(section: Section, universe: Universe) -> OptionDefinition:
    space = _read_space(section, universe)
    name = section.text("name")
    if not _NAME.fullmatch(name):
        _complain(section, "name", f"{name!r} is not a name", _NAME_RULE)
    encapsulates = section.text("encapsulate")
    if encapsulates and not _NAME.fullmatch(encapsulates):
        _complain(section, "encapsulate", f"{encapsulates!r} is not a name of an option space", _NAME_RULE)
    if "code" not in section.members:
        section.missing("code", f"give a number of 0 to {universe.last_code}")
    section.user_context()
    return OptionDefinition(
        code=_read_code(section, space, universe) or 0,
        name=name,
        space=space,
        type=section.text("type"),
        array=section.flag("array", False),
        fields=tuple(field.strip() for field in section.text("record-types").split(",") if field.strip()),
        encapsulates=universe.space_names.get(encapsulates, encapsulates),
    )


def _read_space(section: Section, universe: Universe) -> str:
    space = section.text("space", universe.space)
    if not _NAME.fullmatch(space):
        _complain(section, "space", f"{space!r} is not a name of an option space", _NAME_RULE)
    return universe.space_names.get(space, space)


def _read_code(section: Section, space: str, universe: Universe) -> int | None:
    if "code" not in section.members:
        return None
    code = section.number("code", 1)
    if not 0 <= code <= universe.last_code:
        _complain(
            section, "code", f"{code} is not the code of an option", f"give a number of 0 to {universe.last_code}"
        )
    elif space == universe.space and code in universe.reserved:
        _complain(section, "code", f"{code} is {universe.reserved[code]}", "give the code of an option")
    return code


def _check_kinds(section: Section, definition: OptionDefinition, universe: Universe) -> None:
    kinds = [RECORD, *universe.kinds]
    if definition.type not in kinds:
        advice = _did_you_mean(definition.type, kinds, f"use one of {', '.join(kinds)}")
        _complain(section, "type", f"unknown type {definition.type!r}", advice)
    elif definition.type != RECORD:
        if definition.fields:
            _complain(section, "record-types", "only a record has fields", f'"type" must then be "{RECORD}"')
    elif len(definition.fields) < 2:
        _complain(section, "record-types", "a record has at least two fields", 'as in "uint8, ipv4-address"')
    else:
        _check_fields(section, definition.fields, universe)


def _check_fields(section: Section, fields: tuple[str, ...], universe: Universe) -> None:
    kinds = [kind for kind in universe.kinds if kind != "empty"]
    for field in fields:
        if field not in kinds:
            advice = _did_you_mean(field, kinds, f"use some of {', '.join(kinds)}")
            _complain(section, "record-types", f"{field!r} cannot be a field", advice)
    for field in fields[:-1]:
        if field in _LAST_ONLY:
            _complain(section, "record-types", f"{field} takes all that follows", "put it last")


def _check_repetition(section: Section, definition: OptionDefinition) -> None:
    repeated = definition.fields[-1] if definition.fields else definition.type
    if definition.array and repeated in ("empty", *_LAST_ONLY):
        _complain(section, "array", f"{repeated} values cannot repeat", 'use the type "tuple", or no array')
    if definition.array and definition.encapsulates:
        _complain(section, "encapsulate", "nothing can follow an array", "leave out either array or encapsulate")
    if definition.encapsulates == definition.space:
        _complain(section, "encapsulate", "an option cannot contain the space it is in", "name another space")


def _check_standard(section: Section, definition: OptionDefinition, universe: Universe) -> None:
    """Refuse what the standard defines; only the space of a message is strict, sub-options may be defined anew."""
    if definition.space != universe.space:
        return
    by_code = universe.standard.by_code(universe.space, definition.code)
    by_name = universe.standard.by_name(universe.space, definition.name)
    if by_code and definition.code not in universe.redefinable:
        advice = f"remove the definition, or use a code of {universe.own_codes}"
        _complain(section, "code", f"{definition.code} is the standard option {by_code.name}", advice)
    elif by_name and by_name.code != definition.code:
        _complain(section, "name", f"{definition.name} is the standard option {by_name.code}", "use another name")


def _check_unique(section: Section, definition: OptionDefinition, earlier: list[OptionDefinition]) -> None:
    for other in earlier:
        if other.space != definition.space:
            continue
        if other.code == definition.code:
            advice = f"it is {other.name!r} already"
            _complain(section, "code", f"{definition.code} is defined twice in {definition.space}", advice)
        elif other.name == definition.name:
            advice = f"it has code {other.code} already"
            _complain(section, "name", f"{definition.name!r} is defined twice in {definition.space}", advice)


def read_option(
    node: Node,
    key: str,
    definitions: Definitions,
    problems: list[Problem],
    universe: Universe = OPTIONS4,
    warnings: list[Problem] | None = None,
) -> OptionData | None:
    """Return one entry of an `option-data` list with its own payload, None if there are mistakes in it.

    What works as in Kea but is hardly meant is appended to `warnings`.
    """
    section = Section(node, key, problems, [] if warnings is None else warnings)
    before = len(problems)
    option = _Written(section, universe)
    if option.space == universe.other_space:
        wrong = f"{option.space} belongs to the other protocol"
        _complain(section, "space", wrong, f"the options of a message are in {universe.space}")
    definition = _find(section, option, definitions) if len(problems) == before else None
    data = _payload(section, definition, option, universe) if definition else b""
    if definition is None or len(problems) > before:
        return None
    return OptionData(
        code=definition.code,
        space=option.space,
        data=data,
        name=definition.name,
        always_send=option.always_send,
        never_send=option.never_send,
        client_classes=option.client_classes,
        csv_format=option.csv_format,
        text=option.text,
        user_context=option.user_context,
        encapsulates=definition.encapsulates,
        unasked=definition.unasked,
        place=partial(place, node),
    )


class _Written:
    """An entry of `option-data` as it is written."""

    __slots__ = (
        "always_send",
        "client_classes",
        "code",
        "csv_format",
        "name",
        "never_send",
        "space",
        "text",
        "user_context",
    )

    def __init__(self, section: Section, universe: Universe) -> None:
        self.space = _read_space(section, universe)
        self.code = _read_code(section, self.space, universe)
        self.name = section.text("name")
        self.text = section.text("data")
        self.csv_format = section.flag("csv-format", True)
        self.always_send = section.flag("always-send", False)
        self.never_send = section.flag("never-send", False)
        self.client_classes = section.names("client-classes")
        self.user_context = section.user_context()


def _find(section: Section, option: _Written, definitions: Definitions) -> OptionDefinition | None:
    """Return the definition of the option meant; for a code without one, plain octets, if the format allows."""
    if option.code is None:
        return _find_by_name(section, option, definitions)
    definition = definitions.by_code(option.space, option.code)
    if definition is None and option.csv_format:
        wrong = f"option {option.code} of space {option.space} has no definition"
        _complain(section, "code", wrong, 'define it in option-def, or give octets with "csv-format": false')
    elif definition is None:
        return OptionDefinition(option.code, option.name, option.space, type="binary")
    elif option.name not in ("", definition.name):
        wrong = f"option {option.code} of space {option.space} is not {option.name!r}"
        _complain(section, "name", wrong, f"it is {definition.name!r}")
    return definition


def _find_by_name(section: Section, option: _Written, definitions: Definitions) -> OptionDefinition | None:
    if not option.name:
        _complain(section, "name", "neither name nor code says which option this is", "give its name or its code")
        return None
    definition = definitions.by_name(option.space, option.name)
    if definition is None:
        known = definitions.names(option.space)
        advice = _did_you_mean(option.name, known, "define it in option-def, or give its code")
        _complain(section, "name", f"unknown option {option.name!r} in space {option.space}", advice)
    return definition


def _payload(section: Section, definition: OptionDefinition, option: _Written, universe: Universe) -> bytes:
    if option.never_send and not option.text:
        # What is never sent needs no value.
        return b""
    try:
        if not option.csv_format:
            return pack_octets(definition, parse_octets(option.text), universe.kinds)
        data = pack_text(definition, option.text, universe.kinds)
    except ValueError as error:
        _complain(section, "data", str(error), f"option {definition.code} is {_layout(definition)}")
        return b""
    if spare := spare_values(definition, option.text):
        wrong = f"only the first values count, not {', '.join(spare)!r}"
        section.warn(section.place("data"), "data", wrong, "write \\\\, for a comma within a value")
    return data


def _layout(definition: OptionDefinition) -> str:
    if definition.fields:
        return f"a record of {', '.join(definition.fields)}{', the last repeated' if definition.array else ''}"
    return f"an array of {definition.type}" if definition.array else f"of type {definition.type}"

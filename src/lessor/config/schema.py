"""The table of keys as a JSON schema (draft 2020-12), for editors and other programs that check configurations.

It says what the table says: kinds, ranges, values, defaults, descriptions, required and exclusive keys. Comments and
includes are not JSON, so a file that has them must be read by a tolerant parser first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from lessor.config.keys import Key, Kind, Scope, Scopes
from lessor.config.keys4 import SCOPES4
from lessor.config.keys6 import SCOPES6

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema4() -> dict[str, Json]:
    """Return the schema of a DHCPv4 configuration file."""
    return _schema(SCOPES4, "Configuration of the DHCPv4 server")


def schema6() -> dict[str, Json]:
    """Return the schema of a DHCPv6 configuration file."""
    return _schema(SCOPES6, "Configuration of the DHCPv6 server")


def _schema(scopes: Scopes, title: str) -> dict[str, Json]:
    definitions: dict[str, Json] = {name: _scope(scope) for name, scope in scopes.items() if name != "toplevel"}
    return {"$schema": DIALECT, "title": title, **_scope(scopes["toplevel"]), "$defs": definitions}


def _scope(scope: Scope) -> dict[str, Json]:
    schema: dict[str, Json] = {
        "description": scope.text,
        "type": "object",
        "properties": {name: _key(key) for name, key in scope.keys.items()},
        "additionalProperties": scope.others,
    }
    required: list[Json] = [name for name, key in scope.keys.items() if key.required]
    if required:
        schema["required"] = required
    if scope.exclusive:
        schema["allOf"] = [{"not": {"required": [one, other]}} for one, other in scope.exclusive]
    return schema


def _key(key: Key) -> dict[str, Json]:
    schema: dict[str, Json] = {"description": describe(key), **_value(key)}
    if key.default is not None and not key.inherits:
        schema["default"] = list(key.default) if isinstance(key.default, tuple) else key.default
    if key.deprecated or key.until:
        schema["deprecated"] = True
    return schema


def _value(key: Key) -> dict[str, Json]:
    if key.kind is Kind.MAP:
        return {"$ref": f"#/$defs/{key.scope}"}
    if key.kind is Kind.MAPS:
        return {"type": "array", "items": {"$ref": f"#/$defs/{key.scope}"}}
    if key.kind is Kind.STRINGS:
        return {"type": "array", "items": _string(key), **({"minItems": 1} if key.filled else {})}
    if key.kind is Kind.STRING:
        return _string(key)
    if key.kind in (Kind.INTEGER, Kind.REAL):
        return _number(key)
    return {"type": _TYPES[key.kind]}


def _string(key: Key) -> dict[str, Json]:
    if not key.values:
        return {"type": "string"}
    if key.ignore_case:
        return {"type": "string", "pattern": f"^({'|'.join(map(_any_case, key.values))})$"}
    if key.booleans:
        return {"enum": [*key.values, True, False]}
    return {"type": "string", "enum": list(key.values)}


def _number(key: Key) -> dict[str, Json]:
    return {
        "type": _TYPES[key.kind],
        "exclusiveMinimum" if key.above_minimum else "minimum": key.minimum,
        "exclusiveMaximum" if key.below_maximum else "maximum": key.maximum,
    }


def _any_case(word: str) -> str:
    # a schema's patterns know no flag for this
    return "".join(f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else letter for letter in word)


_TYPES: Final[Mapping[Kind, str]] = {
    Kind.INTEGER: "integer",
    Kind.REAL: "number",
    Kind.BOOLEAN: "boolean",
    Kind.ANY_MAP: "object",
}


def describe(key: Key) -> str:
    """Return in one line what a key is for: text, unit, remark."""
    text = key.text + (f", in {key.unit}" if key.unit else "")
    return "; ".join(part for part in (text, key.note) if part)

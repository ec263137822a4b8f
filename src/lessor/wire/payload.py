"""What a whole option carries, by its definition: one value, an array, a record, or a notation of its own.

Text follows Kea: of values too many for the definition only the first ones count; octets too many are dropped unless
sub-options may follow. A definition's fields are all required, the last of an array may repeat.

`kinds` is KINDS for DHCPv4, KINDS6 for DHCPv6 (wire/values.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from lessor.wire.definition import OptionDefinition
from lessor.wire.dnr import (
    pack_resolver6,
    pack_resolvers4,
    show_resolver6,
    show_resolvers4,
    tidy_resolver6,
    tidy_resolvers4,
)
from lessor.wire.errors import WireError
from lessor.wire.names import pack_name, unpack_names
from lessor.wire.routes import pack_routes, show_routes, tidy_routes
from lessor.wire.values import KINDS, Codec, split_values

RECORD: Final = "record"
INTERNAL: Final = "internal"

# Arrays of these may be empty, as in Kea; of nothing else.
_ADDRESSES: Final = ("ipv4-address", "ipv6-address", "ipv6-prefix")

# Whatever was packed is tidy: of an address there is one way to write it.
_WRITTEN_ONE_WAY: Final = frozenset(("ipv4-address", "ipv6-address"))

# Enterprise number, then sub-options of that enterprise, though no one space is encapsulated: RFC 3925 section 4, RFC
# 8415 section 21.17.
_VENDOR_OPTIONS: Final = ("vivso-suboptions", "vendor-opts")


@dataclass(frozen=True, slots=True)
class Notation:
    """The codec of an option whose layout no composition of kinds can say."""

    pack: Callable[[str], bytes]
    show: Callable[[bytes], str]
    tidy: Callable[[bytes], bytes]


def pack_text(definition: OptionDefinition, text: str, kinds: Mapping[str, Codec] = KINDS) -> bytes:
    """Return the payload for `data` with `csv-format` true. Raise ValueError."""
    if definition.type == INTERNAL:
        return NOTATIONS[definition.name].pack(text)
    values = split_values(text)
    if not values:
        if definition.type == "empty" or _may_be_empty_array(definition):
            return b""
        raise ValueError("no value is given")
    fields = _fields(definition)
    if len(values) < len(fields):
        raise ValueError(f"{len(values)} values for the {len(fields)} fields {', '.join(fields)}")
    if definition.array:
        fields += (fields[-1],) * (len(values) - len(fields))
    packed = b"".join([kinds[field].encode(value) for field, value in zip(fields, values, strict=False)])
    if definition.type in _WRITTEN_ONE_WAY:
        return packed
    return pack_octets(definition, packed, kinds)


def spare_values(definition: OptionDefinition, text: str) -> list[str]:
    """Return the values that pack_text leaves out because the definition has no place for them."""
    if definition.array or definition.type == INTERNAL:
        return []
    return split_values(text)[len(_fields(definition)) :]


def pack_octets(definition: OptionDefinition, data: bytes, kinds: Mapping[str, Codec] = KINDS) -> bytes:
    """Return the payload for octets given as such, as far as the definition takes them. Raise WireError."""
    if definition.type == INTERNAL:
        return NOTATIONS[definition.name].tidy(data)
    if _is_search_list(definition):
        return b"".join(pack_name(name) for name in _search_list(data))
    values, end = _cut(definition, data, kinds)
    packed = b"".join(kind.tidy(value) for kind, value in values)
    if definition.type == "string" and not packed:
        raise WireError("empty string")
    return packed + data[end:] if _keeps_rest(definition) else packed


def show_values(definition: OptionDefinition, data: bytes, kinds: Mapping[str, Codec] = KINDS) -> list[str]:
    """Return the text of each value in a payload, sub-options left out. Raise WireError."""
    if definition.type == INTERNAL:
        return [NOTATIONS[definition.name].show(data)]
    if _is_search_list(definition):
        return _search_list(data)
    return [kind.decode(value) for kind, value in _cut(definition, data, kinds)[0]]


def _cut(
    definition: OptionDefinition, data: bytes, kinds: Mapping[str, Codec]
) -> tuple[list[tuple[Codec, bytes]], int]:
    """Return each value with its kind, and the offset behind the last one."""
    if not data and _may_be_empty_array(definition):
        return [], 0
    values = []
    at = 0
    for field in _fields(definition):
        kind = kinds[field]
        end = kind.end(data, at)
        values.append((kind, data[at:end]))
        at = end
    while definition.array and at < len(data):
        end = kind.end(data, at)
        if end == at:
            raise WireError("array of values without octets", at)
        values.append((kind, data[at:end]))
        at = end
    return values, at


def _fields(definition: OptionDefinition) -> tuple[str, ...]:
    return definition.fields if definition.type == RECORD else (definition.type,)


def _may_be_empty_array(definition: OptionDefinition) -> bool:
    return definition.array and definition.type in _ADDRESSES


def _is_search_list(definition: OptionDefinition) -> bool:
    """Tell whether names may point to each other, as RFC 3397 allows clients and servers to write them."""
    return definition.array and definition.type == "fqdn"


def _search_list(data: bytes) -> list[str]:
    if not data:
        raise WireError("no name")
    return unpack_names(data)


def _keeps_rest(definition: OptionDefinition) -> bool:
    return bool(definition.encapsulates) or definition.name in _VENDOR_OPTIONS


NOTATIONS: Final[Mapping[str, Notation]] = {
    "classless-static-route": Notation(pack_routes, show_routes, tidy_routes),
    "v4-dnr": Notation(pack_resolvers4, show_resolvers4, tidy_resolvers4),
    "v6-dnr": Notation(pack_resolver6, show_resolver6, tidy_resolver6),
}
"""The options of type `internal`, by name."""

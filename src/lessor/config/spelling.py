"""How a configuration is spelled when it is written: of what has several spellings in files, the one that Kea shows.

`spell` knows each scope by a row of SPELLERS. Values come from a configuration that was read without mistakes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lessor.config.addresses import Family
from lessor.config.inherit import MOVED, RESERVATION_FLAGS, RESERVATION_MODES
from lessor.config.read6 import MAC_SOURCE_NAMES
from lessor.config.universe import Universe
from lessor.model.host import CIRCUIT_ID, CLIENT_ID, DUID, FLEX_ID, HW_ADDRESS
from lessor.model.json import Json
from lessor.wire.catalog6 import RELAY_SUPPLIED_CODES
from lessor.wire.definition import Definitions, OptionDefinition
from lessor.wire.octets import parse_octets, show_octets

Map = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Language:
    """What the spelling depends on: the family's addresses and options, and the options the administrator defined."""

    family: Family
    universe: Universe
    definitions: Definitions


def spell(language: Language, scope: str, members: Map) -> Map:
    """Return the members of a map of this scope as they are shown; those of maps inside are left alone."""
    speller = SPELLERS.get(scope)
    if speller is not None:
        members = speller(language, members)
    return _with_comment(members) if "comment" in members else members


def pool(text: str, family: Family) -> str:
    """Return a pool as a prefix if it is one, else as its first and last address."""
    first, last = family.pool(text)
    size = last - first + 1
    if size.bit_count() == 1 and first % size == 0:
        return family.show_prefix((first, family.bits - size.bit_length() + 1))
    return f"{family.show(first)}-{family.show(last)}"


def digits(text: str) -> str:
    """Return octets as `ABCD`."""
    return parse_octets(text).hex().upper()


def pairs(text: str) -> str:
    """Return octets as `ab:cd`."""
    return show_octets(parse_octets(text))


IDENTIFIERS: Final[Mapping[str, Callable[[str], str]]] = {
    HW_ADDRESS: pairs,
    DUID: pairs,
    CIRCUIT_ID: digits,
    CLIENT_ID: digits,
    FLEX_ID: digits,
}
"""How the identifier of a reservation is spelled, by its kind."""

UNSET_IF_EMPTY: Final = frozenset(
    (
        "boot-file-name",
        "client-class",
        "client-classes",
        "evaluate-additional-classes",
        "interface",
        "interface-id",
        "next-server",
        "require-client-classes",
        "server-hostname",
    )
)
"""Keys of networks, subnets and pools that say nothing when they are empty."""


def _with_comment(members: Map) -> Map:
    context = members.get("user-context")
    rest = {key: value for key, value in members.items() if key != "comment"}
    return {**rest, "user-context": {**(context if isinstance(context, dict) else {}), "comment": members["comment"]}}


def _daemon(language: Language, members: Map) -> Map:
    members = _modes(members)
    updates = members.get("dhcp-ddns")
    if isinstance(updates, dict):
        members = {**_moved(updates), **members}
        members["dhcp-ddns"] = {key: value for key, value in updates.items() if key not in _MOVED}
    if isinstance(name := members.get("ddns-replace-client-name"), bool):
        members["ddns-replace-client-name"] = "when-present" if name else "never"
    if "ddns-conflict-resolution-mode" not in members:
        members = {"ddns-use-conflict-resolution": True, **members}
    if "mac-sources" in members:
        members["mac-sources"] = [MAC_SOURCE_NAMES.get(name, name) for name in _texts(members["mac-sources"])]
    if "relay-supplied-options" in members:
        members["relay-supplied-options"] = _codes(language, _texts(members["relay-supplied-options"]))
    return members


_MOVED: Final[Mapping[str, str]] = {
    **MOVED,
    "override-no-update": "ddns-override-no-update",
    "override-client-update": "ddns-override-client-update",
    "replace-client-name": "ddns-replace-client-name",
}
"""Keys that have moved from `dhcp-ddns` to the scope around it."""


def _moved(updates: Map) -> Map:
    return {new: updates[old] for old, new in _MOVED.items() if old in updates}


def _codes(language: Language, names: Iterable[str]) -> list[Json]:
    codes = set(RELAY_SUPPLIED_CODES)
    for name in names:
        definition = language.definitions.by_name(language.universe.space, name)
        codes.add(int(name) if definition is None else definition.code)
    return [str(code) for code in sorted(codes)]


def _texts(value: Json) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _modes(members: Map) -> Map:
    mode = members.get("reservation-mode")
    rest = {key: value for key, value in members.items() if key != "reservation-mode"}
    flags = RESERVATION_MODES.get(mode) if isinstance(mode, str) else None
    return rest if flags is None else {**rest, **dict(zip(RESERVATION_FLAGS, flags, strict=True))}


def _without_empty(members: Map) -> Map:
    return {key: value for key, value in members.items() if value not in ("", []) or key not in UNSET_IF_EMPTY}


def _place(language: Language, members: Map) -> Map:
    members = _modes(_without_empty(members))
    relay = members.get("relay")
    if isinstance(relay, dict) and not relay.get("ip-address") and not relay.get("ip-addresses"):
        del members["relay"]  # as if nothing was said
    return members


def _pool(language: Language, members: Map) -> Map:
    return {**_without_empty(members), "pool": pool(str(members["pool"]), language.family)}


def _prefix_pool(language: Language, members: Map) -> Map:
    family = language.family
    spelled = {**_without_empty(members), "prefix": family.show(family.address(str(members["prefix"])))}
    length = spelled.pop("excluded-prefix-len", 0)
    excluded = spelled.pop("excluded-prefix", "")
    if isinstance(length, int) and length:
        spelled["excluded-prefix"] = family.show(family.address(str(excluded)) & family.mask(length))
        spelled["excluded-prefix-len"] = length
    return spelled


def _relay(language: Language, members: Map) -> Map:
    family = language.family
    texts = _texts(members.get("ip-addresses")) + _texts([members.get("ip-address")])
    rest = {key: value for key, value in members.items() if key != "ip-address"}
    return {**rest, "ip-addresses": [family.show(family.address(text)) for text in texts]}


def _reservation(language: Language, members: Map) -> Map:
    spelled = dict(members)
    for kind, spelling in IDENTIFIERS.items():
        if kind in spelled:
            spelled[kind] = spelling(str(spelled[kind]))
    for key, again in _RESERVED.items():
        if key in spelled:
            spelled[key] = [again(language.family, text) for text in _texts(spelled[key])]
    return spelled


def _address(family: Family, text: str) -> str:
    return family.show(family.address(text))


def _prefix(family: Family, text: str) -> str:
    return family.show_prefix(family.prefix(text)) if text else ""


_RESERVED: Final[Mapping[str, Callable[[Family, str], str]]] = {
    "ip-addresses": _address,
    "prefixes": _prefix,
    "excluded-prefixes": _prefix,
}


def _option(language: Language, members: Map) -> Map:
    space = _space(language, members)
    definition = _definition(language.definitions, space, members)
    spelled: Map = {**members, "space": space}
    if definition is not None:
        spelled |= {"code": definition.code, "name": definition.name}
    if members.get("csv-format") is False:
        spelled["data"] = digits(str(members.get("data", "")))
    return spelled


def _space(language: Language, members: Map) -> str:
    space = str(members.get("space", language.universe.space))
    return language.universe.space_names.get(space, space)


def _definition(definitions: Definitions, space: str, members: Map) -> OptionDefinition | None:
    code = members.get("code")
    if isinstance(code, int):
        return definitions.by_code(space, code)
    return definitions.by_name(space, str(members.get("name", "")))


def _layout(language: Language, members: Map) -> Map:
    fields = [field.strip() for field in str(members.get("record-types", "")).split(",")]
    return {**members, "space": _space(language, members), "record-types": ", ".join(filter(None, fields))}


def _client_class(language: Language, members: Map) -> Map:
    """Name the options of the class by its own definitions, which nobody else knows."""
    layouts = members.get("option-def")
    options = members.get("option-data")
    if not isinstance(layouts, list) or not isinstance(options, list):
        return members
    rows = [_row(language, layout) for layout in layouts if isinstance(layout, dict)]
    known = Language(language.family, language.universe, language.definitions.with_rows(rows))
    return {**members, "option-data": [_option(known, one) if isinstance(one, dict) else one for one in options]}


def _row(language: Language, layout: Map) -> OptionDefinition:
    code = layout["code"]
    assert isinstance(code, int), "a checked definition has a code"
    return OptionDefinition(code, str(layout["name"]), _space(language, layout), str(layout["type"]))


def _logger(language: Language, members: Map) -> Map:
    return {**members, "severity": str(members.get("severity", "INFO")).upper()}


def _output(language: Language, members: Map) -> Map:
    kind = str(members.get("output", "")).partition(":")[0]
    return members if kind in ("stdout", "stderr", "syslog") else {"maxsize": 10240000, "maxver": 1, **members}


def _interfaces(language: Language, members: Map) -> Map:
    return (
        {"service-sockets-retry-wait-time": 5000, **members} if members.get("service-sockets-max-retries") else members
    )


def _server_id(language: Language, members: Map) -> Map:
    return {**members, "identifier": str(members.get("identifier", "")).strip().upper()}


SPELLERS: Final[Mapping[str, Callable[[Language, Map], Map]]] = {
    "Dhcp4": _daemon,
    "Dhcp6": _daemon,
    "shared-networks": _place,
    "subnet4": _place,
    "subnet6": _place,
    "pools": _pool,
    "pd-pools": _prefix_pool,
    "relay": _relay,
    "reservations": _reservation,
    "option-data": _option,
    "option-def": _layout,
    "client-classes": _client_class,
    "interfaces-config": _interfaces,
    "loggers": _logger,
    "output-options": _output,
    "server-id": _server_id,
}

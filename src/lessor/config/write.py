"""The configuration in force as a tree of values, for commands that show, keep or change it.

It looks as Kea shows it: what holds by default or is inherited is there, ids of subnets are, texts have one spelling,
maps are sorted by key, subnets by id, networks by name. What `load_tree4` or `load_tree6` makes of such a tree is the
same configuration, and writing that gives the same tree. Keys without effect are kept. What is shown is a table
(shown.py), how it is spelled another (spelling.py).
"""

from collections.abc import Mapping
from typing import Final

from lessor.config.addresses import IPV4, IPV6
from lessor.config.inherit6 import PREFERRED, preferred_of
from lessor.config.keys import Key, Kind, Scope
from lessor.config.keys4 import SCOPES4
from lessor.config.keys6 import SCOPES6
from lessor.config.load import Loaded4, Loaded6
from lessor.config.optiondata import with_layouts
from lessor.config.origin import SUBNETS
from lessor.config.shown import INHERITED, SHOWN4, SHOWN6, UNSHOWN, default
from lessor.config.spelling import Language, spell
from lessor.config.syntax import plain
from lessor.config.universe import OPTIONS4, OPTIONS6
from lessor.model.json import Json

Map = dict[str, Json]

HEIRS: Final = frozenset(("shared-networks", "subnet4", "subnet6"))
"""Scopes that show what they inherit."""

NETWORK: Final = "name"
"""Is passed on to the subnets of a shared network, which only then have one above them."""

DEFAULT_LIFETIME: Final = 7200

_PASSED_ON: Final = (*INHERITED, "relay", NETWORK)

NUMBER: Final = "id"
_ORDER: Final = {"shared-networks": NETWORK, "subnet4": NUMBER, "subnet6": NUMBER}
"""By what lists are sorted."""


def written4(loaded: Loaded4) -> Map:
    """Return a new tree of the configuration, `{"Dhcp4": {...}}`."""
    language = Language(IPV4, OPTIONS4, with_layouts(loaded.config.option_layouts, OPTIONS4))
    ids = [subnet.id for subnet in loaded.config.subnets]
    return _written("Dhcp4", loaded, ids, _Writer(SCOPES4, SHOWN4, language))


def written6(loaded: Loaded6) -> Map:
    """Return a new tree of the configuration, `{"Dhcp6": {...}}`."""
    language = Language(IPV6, OPTIONS6, with_layouts(loaded.config.option_layouts, OPTIONS6))
    ids = [subnet.id for subnet in loaded.config.subnets]
    return _written("Dhcp6", loaded, ids, _Writer(SCOPES6, SHOWN6, language))


def _written(section: str, loaded: Loaded4 | Loaded6, ids: list[int], writer: "_Writer") -> Map:
    file = plain(loaded.root)
    assert isinstance(file, dict), "a configuration that was read is a map"
    daemon = file[section]
    assert isinstance(daemon, dict), "so is its section"
    _number(daemon, SUBNETS[section], ids)
    _take_old_loggers(file, daemon)
    return {section: writer.map(section, daemon, {})}


def _number(daemon: Map, key: str, ids: list[int]) -> None:
    """Note the ids of all subnets, which come in the order they are read."""
    places = [*_maps(daemon.get("shared-networks")), daemon]
    subnets = [subnet for place in places for subnet in _maps(place.get(key))]
    for subnet, number in zip(subnets, ids, strict=True):
        subnet["id"] = number


def _take_old_loggers(file: Map, daemon: Map) -> None:
    """Put loggers where they are since Kea 1.6."""
    old = file.get("Logging")
    if isinstance(old, dict) and "loggers" in old:
        daemon.setdefault("loggers", old["loggers"])


def _maps(members: Json) -> list[Map]:
    return [member for member in members if isinstance(member, dict)] if isinstance(members, list) else []


class _Writer:
    """Turns maps as they are written in files into maps as they are shown."""

    def __init__(self, scopes: Mapping[str, Scope], shown: Mapping[str, tuple[str, ...]], language: Language) -> None:
        self.scopes = scopes
        self.language = language
        self.shown = {
            scope: {name: default(scopes, scope, name) for name in names}
            for scope, names in shown.items()
            if scope in scopes
        }

    def map(self, scope: str, members: Map, above: Map) -> Map:
        """Return a map of this scope with all it shows; `above` is what the scopes around it say."""
        members = spell(self.language, scope, members)
        said: Map = {key: members[key] for key in _PASSED_ON if key in members}
        in_force = {**above, **said} if said else above
        shown = self.shown.get(scope, {})
        if scope in HEIRS:
            shown = {**shown, **_inheritance(in_force)}
            if NETWORK in above:
                shown.pop("rapid-commit", None)  # the network says it for all its subnets
        tree = {**shown, **members}
        keys = self.scopes[scope].keys
        hidden = UNSHOWN.get(scope, {})
        return {
            name: self.value(keys.get(name), tree[name], in_force)
            for name in sorted(tree)
            if name not in hidden or hidden[name] != tree[name]
        }

    def value(self, key: Key | None, value: Json, above: Map) -> Json:
        """Return a member as it is shown; never one that somebody else has."""
        if key is None:
            return value
        if key.kind is Kind.MAP and isinstance(value, dict):
            return self.map(key.scope, value, above)
        if key.kind is Kind.MAPS:
            shown = [self.map(key.scope, member, above) for member in _maps(value)]
            return ordered(shown, _ORDER[key.scope]) if key.scope in _ORDER else [*shown]
        return list(value) if isinstance(value, list) else value


def ordered(maps: list[Map], key: str) -> list[Json]:
    """Return maps by the number or name they have under a key."""

    def place(members: Map) -> tuple[int, str]:
        value = members[key]
        return (value, "") if isinstance(value, int) else (0, str(value))

    return [*sorted(maps, key=place)]


def _inheritance(in_force: Map) -> Map:
    """Return what a network or subnet shows of what holds in it, with each lifetime as the three numbers it is."""
    shown: Map = {key: in_force[key] for key in INHERITED if key in in_force}
    _spread(shown, "valid", DEFAULT_LIFETIME)
    if any(key in shown for key in PREFERRED):
        _spread(shown, "preferred", preferred_of(_seconds(shown["valid-lifetime"])))
    if "relay" in in_force:
        shown["relay"] = in_force["relay"]
    return shown


def _spread(shown: Map, kind: str, usual: int) -> None:
    lifetime = shown.setdefault(f"{kind}-lifetime", usual)
    shown.setdefault(f"min-{kind}-lifetime", lifetime)
    shown.setdefault(f"max-{kind}-lifetime", lifetime)


def _seconds(value: Json) -> int:
    assert isinstance(value, int), "a checked lifetime is a number"
    return value

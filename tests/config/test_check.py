"""Trees against the table of keys: what passes, what is told, and the configurations in broken/."""

import random
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from lessor.config.check import check4, check6
from lessor.config.errors import ConfigError
from lessor.config.keys import Key, Kind, Scope, Scopes
from lessor.config.keys4 import SCOPES4
from lessor.config.keys6 import SCOPES6
from lessor.config.load import load4, load6
from lessor.config.syntax import Node, parse, parse_file

HERE = Path(__file__).parent
SAMPLES = {family: sorted((HERE / folder).glob("*.json")) for family, folder in ((4, "samples"), (6, "samples6"))}
BROKEN = {family: sorted((HERE / folder).glob("*.json")) for family, folder in ((4, "broken"), (6, "broken6"))}
LOAD: dict[int, Callable[[str], object]] = {4: load4, 6: load6}


FAMILIES: dict[int, Scopes] = {4: SCOPES4, 6: SCOPES6}

each_family = pytest.mark.parametrize("scopes", FAMILIES.values(), ids=FAMILIES)
each_scope = pytest.mark.parametrize(
    ("scopes", "scope"),
    [(scopes, scope) for scopes in FAMILIES.values() for scope in scopes.values()],
    ids=[f"{family}-{name}" for family, scopes in FAMILIES.items() for name in scopes],
)


def problems(text: str, scopes: Scopes = SCOPES4) -> list[str]:
    """All mistakes of a text, in words."""
    check = check4 if scopes is SCOPES4 else check6
    return [str(problem) for problem in check(parse(text, "f")).problems]


def no_effect(members: str) -> list[str]:
    """The keys without effect in a daemon's map with these members."""
    checked = check4(parse(f'{{"Dhcp4": {{{members}}}}}', "f"))
    assert checked.problems == []
    return [problem.key for problem in checked.no_effect]


def each_file(files: dict[int, list[Path]]) -> pytest.MarkDecorator:
    """Run a test with each file and its family."""
    cases = [(family, path) for family, paths in files.items() for path in paths]
    return pytest.mark.parametrize(("family", "path"), cases, ids=[f"{family}-{path.stem}" for family, path in cases])


@each_file(SAMPLES)
def test_samples_of_all_releases_pass(family: int, path: Path) -> None:
    LOAD[family](str(path))


def scopes_in(node: Node, scopes: Scopes, scope: Scope) -> set[str]:
    """Names of this scope and those below it that a tree uses."""
    found = {scope.name}
    assert isinstance(node.value, dict)
    for name, member in node.value.items():
        key = scope.keys.get(name)
        if key is not None and key.scope:
            inner = member.value if isinstance(member.value, list) else [member]
            found.update(*(scopes_in(one, scopes, scopes[key.scope]) for one in inner))
    return found


@pytest.mark.parametrize("family", FAMILIES)
def test_samples_use_every_scope(family: int) -> None:
    scopes = FAMILIES[family]
    used = [scopes_in(parse_file(str(path)), scopes, scopes["toplevel"]) for path in SAMPLES[family]]
    assert set().union(*used) == set(scopes)


@pytest.mark.parametrize("family", FAMILIES)
def test_samples_use_every_key(family: int) -> None:
    written = "".join(path.read_text() for path in SAMPLES[family])
    missing = {name for scope in FAMILIES[family].values() for name in scope.keys if f'"{name}"' not in written}
    assert missing == {f"Dhcp{10 - family}", "Control-agent", "Netconf"}


def expectations(path: Path) -> list[tuple[str, str]]:
    """Read the remarks at the head of a broken file: `// line:column: key: a piece of the message`."""
    found = []
    for line in path.read_text().splitlines():
        if not line.startswith("// "):
            break
        place, _, rest = line[3:].partition(": ")
        key, colon, piece = rest.partition(": ")
        found.append((f"{place}: {key}: ", piece) if colon and " " not in key else (f"{place}: ", rest))
    return found


@each_file(BROKEN)
def test_broken_configurations_are_refused_with_place_and_key(
    family: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    with pytest.raises(ConfigError) as caught:
        LOAD[family](path.name)
    told = [str(problem).removeprefix(f"{path.name}:") for problem in caught.value.problems]
    expected = expectations(path)
    assert expected
    assert len(told) == len(expected), told
    for line, (place, piece) in zip(told, expected, strict=True):
        assert line.startswith(place)
        assert piece in line


def test_there_are_broken_configurations() -> None:
    assert len(BROKEN[4]) >= 40
    assert len(BROKEN[6]) >= 25


GOOD = {
    Kind.BOOLEAN: "true",
    Kind.STRING: '"x"',
    Kind.STRINGS: '["x"]',
    Kind.MAPS: "[]",
    Kind.ANY_MAP: '{"any": [1, null]}',
}


def good(scopes: Scopes, key: Key) -> str:
    """The text of a value the key may have."""
    if key.kind is Kind.MAP:
        return required(scopes, scopes[key.scope])
    if key.values:
        return f'["{key.values[0]}"]' if key.kind is Kind.STRINGS else f'"{key.values[0]}"'
    if key.kind is Kind.INTEGER:
        return str(int(key.maximum))
    return "0.25" if key.kind is Kind.REAL else GOOD[key.kind]


def required(scopes: Scopes, scope: Scope, **others: str) -> str:
    """The text of a map that has what it must have, and these members."""
    members = {name: good(scopes, key) for name, key in scope.keys.items() if key.required} | others
    return "{" + ", ".join(f'"{name}": {text}' for name, text in members.items()) + "}"


def at(scopes: Scopes, scope: Scope, **members: str) -> str:
    """A whole configuration with a map of this scope that has these members."""
    text = required(scopes, scope, **members)
    if scope is scopes["toplevel"]:
        return text
    parent, name, key = next(
        (parent, name, key)
        for parent in scopes.values()
        for name, key in parent.keys.items()
        if key.scope and scopes[key.scope] is scope
    )
    return at(scopes, parent, **{name: f"[{text}]" if key.kind is Kind.MAPS else text})


OTHER_KINDS = {**GOOD, Kind.INTEGER: "1", Kind.REAL: "0.25", Kind.MAP: "{}"}
ALIKE = ({Kind.MAP, Kind.ANY_MAP}, {Kind.STRINGS, Kind.MAPS})
"""Kinds that look the same as long as they are empty."""


def takes(key: Key, kind: Kind) -> bool:
    """Whether the value of this kind in OTHER_KINDS may pass for one of the key's."""
    return kind is key.kind or {kind, key.kind} in ALIKE or (key.booleans and kind is Kind.BOOLEAN)


@each_scope
def test_every_key_takes_a_good_value_and_no_other_kind(scopes: Scopes, scope: Scope) -> None:
    for name, key in scope.keys.items():
        assert problems(at(scopes, scope, **{name: good(scopes, key)}), scopes) == []
        for kind, text in OTHER_KINDS.items():
            if not takes(key, kind):
                told = problems(at(scopes, scope, **{name: text}), scopes)
                assert any(f"{name}: got " in line for line in told), (text, told)


def ends(key: Key) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first and the last number of the key's range, and those beyond them."""
    if key.kind is Kind.INTEGER:
        low, high = int(key.minimum), int(key.maximum)
        return (str(low), str(high)), (str(low - 1), str(high + 1))
    if key.kind is Kind.REAL:
        low_pair = ("0.0001", "0.0") if key.above_minimum else ("0.0", "-0.0001")
        high_pair = ("0.9999", "1.0") if key.below_maximum else ("1.0", "1.0001")
        return (low_pair[0], high_pair[0]), (low_pair[1], high_pair[1])
    return (), ()


@each_scope
def test_every_range_ends_where_it_says(scopes: Scopes, scope: Scope) -> None:
    for name, key in scope.keys.items():
        inside, outside = ends(key)
        for text in inside:
            assert problems(at(scopes, scope, **{name: text}), scopes) == []
        for text in outside:
            (line,) = problems(at(scopes, scope, **{name: text}), scopes)
            assert f"{name}: {text} is out of range" in line


@each_scope
def test_keys_that_exclude_each_other(scopes: Scopes, scope: Scope) -> None:
    for one, other in scope.exclusive:
        members = {name: good(scopes, scope.keys[name]) for name in (one, other)}
        (line,) = problems(at(scopes, scope, **members), scopes)
        assert f"{other}: {one} and {other} cannot stand together in {scope.name} map" in line


@each_scope
def test_unknown_keys_are_errors_everywhere_but_where_plugins_have_theirs(scopes: Scopes, scope: Scope) -> None:
    told = problems(at(scopes, scope, **{"no-such-thing": "1"}), scopes)
    assert bool(told) is not scope.others
    assert all(f'got unexpected keyword "no-such-thing" in {scope.name} map' in line for line in told)


def test_sections_of_other_programs_are_left_alone() -> None:
    others = '"Dhcp6": {"x": 1}, "DhcpDdns": {}, "Control-agent": {}, "Netconf": {}, "Logging": {"loggers": []}'
    assert problems(f'{{"Dhcp4": {{}}, {others}}}') == []


def test_keys_of_the_other_family_are_told_as_such() -> None:
    (line,) = problems('{"Dhcp4": {"mac-sources": ["duid"]}}')
    assert line.endswith("in Dhcp4 map; it is a key of the other family")
    (line,) = problems('{"Dhcp6": {"authoritative": true}}', SCOPES6)
    assert line.endswith("in Dhcp6 map; it is a key of the other family")


def test_severity_is_written_as_one_likes() -> None:
    for severity in ("INFO", "info", "Info"):
        assert problems(f'{{"Dhcp4": {{"loggers": [{{"name": "a", "severity": "{severity}"}}]}}}}') == []


def test_keys_cannot_break_the_line() -> None:
    (line,) = problems('{"Dhcp4": {"a\\nb\\u001b[2J": 1}}')
    assert line.isprintable()
    (line,) = problems(f'{{"Dhcp4": {{"{"k" * 1000}": "{"v" * 1000}"}}}}')
    assert len(line) < 300


def test_a_key_without_effect_is_named_once_a_scope_at_its_first_place() -> None:
    subnets = ", ".join(
        f'{{"subnet": "10.{i}.0.0/16",\n"ddns-ttl": 1, "pools": [{{"pool": "x", "ddns-ttl": 2}}]}}' for i in range(3)
    )
    checked = check4(parse(f'{{"Dhcp4": {{"subnet4": [{subnets}]}}}}', "f"))
    assert [str(problem) for problem in checked.no_effect] == [
        "f:2:1: subnet4.ddns-ttl: has no effect yet",
        "f:2:40: pools.ddns-ttl: has no effect yet",
    ]


def test_below_a_key_without_effect_nothing_is_named() -> None:
    control = '"config-control": {"config-databases": [{"type": "mysql"}]}'
    names = '"dhcp-ddns": {"enable-updates": true, "server-port": 1}'
    assert no_effect(f"{control}, {names}") == ["config-control", "dhcp-ddns"]


def test_values_that_ask_for_nothing_are_not_named() -> None:
    assert no_effect('"dhcp4o6-port": 0, "hosts-databases": [], "dhcp-ddns": {"enable-updates": false}') == []


def test_a_later_value_that_asks_for_something_is_named() -> None:
    subnets = '{"subnet": "a", "ddns-update-on-renew": false}, {"subnet": "b", "ddns-update-on-renew": true}'
    assert no_effect(f'"subnet4": [{subnets}]') == ["subnet4.ddns-update-on-renew"]


def test_what_works_is_not_named() -> None:
    works = '"valid-lifetime": 5, "lease-database": {"type": "memfile", "sync": "never"}, "reservation-mode": "all"'
    assert no_effect(works) == []


def test_a_short_run_of_the_fuzzer() -> None:
    fuzz = runpy.run_path(str(HERE.parents[1] / "fuzz" / "config.py"))
    chance = random.Random(4)
    for _ in range(300):
        fuzz["one"](fuzz["mutated"](chance))

"""The tables of keys: sound in themselves, shown on the reference pages; what claims an effect is read by somebody."""

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.config.keys import Key, Kind, Scope, Scopes, asks_for_nothing, inherited
from lessor.config.keys4 import SCOPES4
from lessor.config.keys6 import SCOPES6
from lessor.config.scopes import SECTIONS
from lessor.config.syntax import parse

ROOT = Path(__file__).parents[2]

PYTHON_TYPES: dict[Kind, type] = {
    Kind.INTEGER: int,
    Kind.REAL: float,
    Kind.BOOLEAN: bool,
    Kind.STRING: str,
    Kind.STRINGS: tuple,
}

FAMILIES: dict[int, Scopes] = {4: SCOPES4, 6: SCOPES6}

each_family = pytest.mark.parametrize("scopes", FAMILIES.values(), ids=FAMILIES)
each_scope = pytest.mark.parametrize(
    ("scopes", "scope"),
    [(scopes, scope) for scopes in FAMILIES.values() for scope in scopes.values()],
    ids=[f"{family}-{name}" for family, scopes in FAMILIES.items() for name in scopes],
)


@each_scope
def test_every_row_makes_sense(scopes: Scopes, scope: Scope) -> None:
    for name, key in scope.keys.items():
        assert key.text, name
        assert not key.text.endswith("."), name
        assert (key.kind in (Kind.MAP, Kind.MAPS)) == bool(key.scope), name
        assert not key.scope or key.scope in scopes, name
        assert not key.values or key.kind in (Kind.STRING, Kind.STRINGS), name
        assert all(name in scopes[parent].keys for parent in key.inherits), name
        assert not (key.own and (key.since or key.until)), name


@each_scope
def test_every_default_is_a_value_the_key_may_have(scopes: Scopes, scope: Scope) -> None:
    for name, key in scope.keys.items():
        default = key.default
        if default is None:
            continue
        assert type(default) is PYTHON_TYPES[key.kind], name
        if isinstance(default, int | float) and not isinstance(default, bool):
            assert key.minimum <= default <= key.maximum, name
        if key.values:
            words = {default} if isinstance(default, str) else {*default} if isinstance(default, tuple) else set()
            assert words, name
            assert words <= set(key.values), name


@each_scope
def test_scopes_name_only_keys_they_have(scopes: Scopes, scope: Scope) -> None:
    assert all(name in scope.keys for pair in scope.exclusive for name in pair)
    assert not scope.switch or scope.keys[scope.switch].kind is Kind.BOOLEAN


@each_family
def test_every_scope_is_reached(scopes: Scopes) -> None:
    reached = {key.scope for scope in scopes.values() for key in scope.keys.values() if key.scope}
    assert reached == set(scopes) - {"toplevel"}


@each_family
def test_scopes_are_called_as_they_are_listed(scopes: Scopes) -> None:
    assert [scope.name for scope in scopes.values()] == list(scopes)


def test_inner_scopes_say_what_outer_ones_say() -> None:
    outer = {"a": Key(Kind.INTEGER, "a", default=5, maximum=9, since="1.8"), "b": Key(Kind.BOOLEAN, "b")}
    inner = inherited(outer, "net", "all", since={"b": "2.0"})
    assert [(key.inherits, key.since) for key in inner.values()] == [(("net", "all"), "1.8"), (("net", "all"), "2.0")]
    assert (inner["a"].kind, inner["a"].maximum) == (Kind.INTEGER, 9)


@pytest.mark.parametrize(
    ("scope", "name", "text", "expected"),
    [
        ("Dhcp4", "ddns-replace-client-name", '"never"', True),
        ("Dhcp4", "ddns-replace-client-name", '"always"', False),
        ("subnet4", "ddns-replace-client-name", '"never"', True),
        ("Dhcp4", "ddns-send-updates", "true", True),
        ("Dhcp4", "ddns-send-updates", "false", False),
        ("Dhcp4", "dhcp4o6-port", "0", True),
        ("config-control", "config-databases", "[]", True),
        ("config-control", "config-databases", "[{}]", False),
        ("Dhcp4", "dhcp-ddns", "{}", True),
        ("Dhcp4", "dhcp-ddns", '{"enable-updates": false, "server-port": 5300}', True),
        ("Dhcp4", "dhcp-ddns", '{"enable-updates": true}', False),
        ("Dhcp4", "multi-threading", '{"enable-multi-threading": true}', True),
        ("Dhcp4", "multi-threading", '{"enable-multi-threading": true, "thread-pool-size": 4}', False),
        ("Dhcp4", "multi-threading", '{"enable-multi-threading": false, "thread-pool-size": 4}', True),
        ("Dhcp4", "config-control", '{"comment": "none"}', True),
        ("lease-database", "type", '"memfile"', True),
        ("lease-database", "type", '"mysql"', True),
        ("lease-database", "type", '"cql"', False),
        ("Dhcp6", "ddns-replace-client-name", '"never"', True),
        ("subnet6", "ddns-replace-client-name", '"always"', False),
    ],
)
def test_values_that_ask_for_nothing(scope: str, name: str, text: str, expected: bool) -> None:
    scopes = SCOPES4 if scope in SCOPES4 else SCOPES6
    key = scopes[scope].keys[name]
    assert not key.effect
    assert asks_for_nothing(scopes, key, parse(text, "f")) is expected


# Sections that other programs read, and a key that Kea ignores too.
NOT_READ_BY_NAME = {*SECTIONS, "data-directory", "reservations-lookup-first"}
TABLES = {"keys4.py", "keys6.py", "groups.py", "scopes.py", "schema.py", "check.py"}


def strings_of(folder: Path, other_family: str) -> Iterator[str]:
    """Every string constant in the readers of a family's configuration."""
    for path in folder.glob("*.py"):
        if path.name not in TABLES and not path.stem.endswith(other_family):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


@pytest.mark.parametrize(("scopes", "other_family"), [(SCOPES4, "6"), (SCOPES6, "4")], ids=FAMILIES)
def test_every_key_with_an_effect_is_read(scopes: Scopes, other_family: str) -> None:
    claimed = {name for scope in scopes.values() for name, key in scope.keys.items() if key.effect}
    read = set(strings_of(ROOT / "src" / "lessor" / "config", other_family))
    assert claimed - NOT_READ_BY_NAME - read == set()


def test_the_reference_pages_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("generate_keys", ROOT / "docs" / "generate_keys.py")
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    for path, text in generator.pages().items():
        assert path.read_text() == text, "run: python docs/generate_keys.py"

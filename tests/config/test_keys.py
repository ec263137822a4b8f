"""The table of keys: sound in itself, shown on the reference page, and read by somebody where it claims an effect."""

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.config.keys import Key, Kind, Scope, asks_for_nothing, inherited
from lessor.config.keys4 import SCOPES4
from lessor.config.syntax import parse

ROOT = Path(__file__).parents[2]

PYTHON_TYPES: dict[Kind, type] = {
    Kind.INTEGER: int,
    Kind.REAL: float,
    Kind.BOOLEAN: bool,
    Kind.STRING: str,
    Kind.STRINGS: tuple,
}

each_scope = pytest.mark.parametrize("scope", SCOPES4.values(), ids=list(SCOPES4))


@each_scope
def test_every_row_makes_sense(scope: Scope) -> None:
    for name, key in scope.keys.items():
        assert key.text, name
        assert not key.text.endswith("."), name
        assert (key.kind in (Kind.MAP, Kind.MAPS)) == bool(key.scope), name
        assert not key.scope or key.scope in SCOPES4, name
        assert not key.values or key.kind in (Kind.STRING, Kind.STRINGS), name
        assert all(name in SCOPES4[parent].keys for parent in key.inherits), name
        assert not (key.own and (key.since or key.until)), name


@each_scope
def test_every_default_is_a_value_the_key_may_have(scope: Scope) -> None:
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
def test_scopes_name_only_keys_they_have(scope: Scope) -> None:
    assert all(name in scope.keys for pair in scope.exclusive for name in pair)
    assert not scope.switch or scope.keys[scope.switch].kind is Kind.BOOLEAN


def test_every_scope_is_reached() -> None:
    reached = {key.scope for scope in SCOPES4.values() for key in scope.keys.values() if key.scope}
    assert reached == set(SCOPES4) - {"toplevel"}


def test_inner_scopes_say_what_outer_ones_say() -> None:
    outer = {"a": Key(Kind.INTEGER, "a", default=5, maximum=9, since="1.8"), "b": Key(Kind.BOOLEAN, "b")}
    inner = inherited(outer, "net", "all", since={"b": "2.0"})
    assert [(key.inherits, key.since) for key in inner.values()] == [(("net", "all"), "1.8"), (("net", "all"), "2.0")]
    assert (inner["a"].kind, inner["a"].maximum) == (Kind.INTEGER, 9)


@pytest.mark.parametrize(
    ("scope", "name", "text", "expected"),
    [
        ("Dhcp4", "allocator", '"iterative"', True),
        ("Dhcp4", "allocator", '"random"', False),
        ("subnet4", "allocator", '"iterative"', True),
        ("Dhcp4", "store-extended-info", "false", True),
        ("Dhcp4", "store-extended-info", "true", False),
        ("Dhcp4", "dhcp4o6-port", "0", True),
        ("Dhcp4", "hooks-libraries", "[]", True),
        ("Dhcp4", "hooks-libraries", "[{}]", False),
        ("Dhcp4", "server-tag", '""', True),
        ("pools", "client-class", '""', True),
        ("Dhcp4", "dhcp-ddns", "{}", True),
        ("Dhcp4", "dhcp-ddns", '{"enable-updates": false, "server-port": 5300}', True),
        ("Dhcp4", "dhcp-ddns", '{"enable-updates": true}', False),
        ("Dhcp4", "multi-threading", '{"enable-multi-threading": true}', True),
        ("Dhcp4", "multi-threading", '{"enable-multi-threading": true, "thread-pool-size": 4}', False),
        ("Dhcp4", "multi-threading", '{"enable-multi-threading": false, "thread-pool-size": 4}', True),
        ("Dhcp4", "expired-leases-processing", '{"hold-reclaimed-time": 3600}', True),
        ("Dhcp4", "expired-leases-processing", '{"hold-reclaimed-time": 0}', False),
        ("Dhcp4", "control-socket", '{"comment": "none"}', True),
        ("lease-database", "type", '"memfile"', True),
        ("lease-database", "type", '"mysql"', False),
    ],
)
def test_values_that_ask_for_nothing(scope: str, name: str, text: str, expected: bool) -> None:
    key = SCOPES4[scope].keys[name]
    assert not key.effect
    assert asks_for_nothing(SCOPES4, key, parse(text, "f")) is expected


# Members of the file that other programs read, and remarks that are for people.
NOT_READ_BY_NAME = {"Dhcp6", "DhcpDdns", "Control-agent", "Netconf"}


def strings_of(folder: Path) -> Iterator[str]:
    """Every string constant in the readers of the configuration."""
    for path in folder.glob("*.py"):
        if path.name not in ("keys4.py", "schema.py", "check.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def test_every_key_with_an_effect_is_read() -> None:
    claimed = {name for scope in SCOPES4.values() for name, key in scope.keys.items() if key.effect}
    assert claimed - NOT_READ_BY_NAME - set(strings_of(ROOT / "src" / "lessor" / "config")) == set()


def test_the_reference_page_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("generate_keys", ROOT / "docs" / "generate_keys.py")
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    assert (ROOT / "docs" / "reference" / "keys.md").read_text() == generator.page(SCOPES4), (
        "run: python docs/generate_keys.py"
    )

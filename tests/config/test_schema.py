"""The JSON schema: valid itself, of one mind with the check."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from lessor.config.schema import Json, schema4, schema6
from lessor.config.syntax import parse, parse_file, plain

HERE = Path(__file__).parent
FOLDERS = {4: "samples", 6: "samples6"}
VALIDATORS = {4: Draft202012Validator(schema4()), 6: Draft202012Validator(schema6())}
SAMPLES = [(family, path) for family in (4, 6) for path in sorted((HERE / FOLDERS[family]).glob("*.json"))]


def refusals(text: str, family: int = 4) -> list[str]:
    """What the schema has against a daemon's map with these members."""
    tree = plain(parse(f'{{"Dhcp{family}": {{{text}}}}}', "f"))
    return [error.message for error in VALIDATORS[family].iter_errors(tree)]


@pytest.mark.parametrize("schema", [schema4(), schema6()], ids=["4", "6"])
def test_the_schema_is_one(schema: dict[str, Json]) -> None:
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(("family", "path"), SAMPLES, ids=[f"{family}-{path.stem}" for family, path in SAMPLES])
def test_samples_pass(family: int, path: Path) -> None:
    assert [error.message for error in VALIDATORS[family].iter_errors(plain(parse_file(str(path))))] == []


@pytest.mark.parametrize(
    "members",
    [
        '"valid-lifetime": 4294967295, "t1-percent": 0.5',
        '"dhcp-queue-control": {"enable-queue": true, "of-a-plug-in": 1}',
        '"loggers": [{"name": "a", "severity": "dEbUg"}]',
        '"user-context": {"anything": [1, null]}',
    ],
)
def test_good_ones_pass(members: str) -> None:
    assert refusals(members) == []


@pytest.mark.parametrize(
    "members",
    [
        '"valid-lifetim": 5',
        '"valid-lifetime": "5"',
        '"valid-lifetime": 4294967296',
        '"valid-lifetime": -1',
        '"t1-percent": 0.0',
        '"t1-percent": 1.0',
        '"cache-threshold": 1.0',
        '"authoritative": "true"',
        '"interfaces-config": {"dhcp-socket-type": "RAW"}',
        '"interfaces-config": []',
        '"host-reservation-identifiers": []',
        '"host-reservation-identifiers": ["mac"]',
        '"loggers": [{"name": "a", "severity": "LOUD"}]',
        '"loggers": [{"name": "a", "severity": "INFORM"}]',
        '"subnet4": [{"id": 1}]',
        '"subnet4": [{"subnet": "192.0.2.0/24", "relay": {"ip-address": "a", "ip-addresses": []}}]',
        '"reservation-mode": "all", "reservations-global": true',
        '"user-context": 5',
    ],
)
def test_broken_ones_do_not(members: str) -> None:
    assert len(refusals(members)) == 1


@pytest.mark.parametrize(
    "members",
    [
        '"preferred-lifetime": "5"',
        '"mac-sources": []',
        '"mac-sources": ["mac"]',
        '"relay-supplied-options": [65]',
        '"server-id": {"persist": true}',
        '"server-id": {"type": "UUID"}',
        '"option-data": [{"code": 65536}]',
        '"subnet6": [{"subnet": "2001:db8::/64", "pd-pools": [{"prefix": "2001:db8:1::", "prefix-len": 48}]}]',
        '"subnet6": [{"subnet": "2001:db8::/64", "subnet4": []}]',
        '"authoritative": true',
    ],
)
def test_broken_ones_of_dhcpv6_do_not(members: str) -> None:
    assert len(refusals(members, 6)) == 1


def test_it_tells_editors_what_keys_are_for() -> None:
    definitions = schema4()["$defs"]
    assert isinstance(definitions, dict)
    subnet = definitions["subnet4"]
    assert isinstance(subnet, dict)
    properties = subnet["properties"]
    assert isinstance(properties, dict)
    assert properties["client-class"] == {
        "description": "the class a client must be in; now client-classes",
        "type": "string",
        "deprecated": True,
    }
    # what a subnet inherits has no default of its own
    assert properties["valid-lifetime"] == {
        "description": "how long a lease lasts when its client asks for no other time, in seconds; "
        "4294967295 is forever",
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
    }

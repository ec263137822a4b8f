"""The whole configuration: global settings, mistakes all at once, and no crash whatever the tree."""

from collections.abc import Iterable, Iterator

import pytest

from lessor.config.compile4 import compile4
from lessor.config.errors import ConfigError
from lessor.config.read4 import read4
from lessor.config.syntax import parse
from lessor.model.network import Config4
from tests.config.configurations import Json, config, only, option, problems, subnet, tree, warnings


def test_an_empty_configuration_is_the_usual_one() -> None:
    assert config() == Config4()


def test_global_settings() -> None:
    found = config(
        echo_client_id=False,
        decline_probation_period=7,
        sanity_checks={"lease-checks": "del"},
        compatibility={
            "ignore-dhcp-server-identifier": True,
            "ignore-rai-link-selection": True,
            "exclude-first-last-24": True,
            "lenient-option-parsing": True,
        },
        server_tag="one",
        user_context={"a": 1},
        comment="mine",
        option_data=[option(250, "01")],
        reservations=[{"hw-address": "01:02", "hostname": "a"}],
    )
    assert (found.echo_client_id, found.decline_probation_period, found.lease_checks) == (False, 7, "del")
    assert (found.ignore_server_identifier, found.ignore_link_selection) == (True, True)
    assert (found.exclude_first_last_24, found.lenient_option_parsing) == (True, True)
    assert (found.server_tag, found.user_context) == ("one", {"a": 1, "comment": "mine"})
    assert (len(found.options), len(found.hosts)) == (1, 1)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["auto"], ("hw-address", "duid", "circuit-id", "client-id", "flex-id")),
        (["client-id", "hw-address"], ("client-id", "hw-address")),
    ],
)
def test_host_identifiers(written: Json, expected: tuple[str, ...]) -> None:
    assert config(host_reservation_identifiers=written).host_identifiers == expected


@pytest.mark.parametrize("written", [["duid", "duid"], ["auto", "duid"], ["duid", "auto"]])
def test_host_identifiers_that_are_refused(written: list[Json]) -> None:
    found = only(problems(host_reservation_identifiers=written))
    assert found.key == f"host-reservation-identifiers[{written.index('auto') if 'auto' in written else 1}]"


def test_mistakes_are_told_all_at_once_in_the_order_of_the_file() -> None:
    found = problems(
        interfaces_config={"interfaces": ["/"]},
        subnet4=[subnet("x"), subnet(pools=[{"pool": "y"}], reservations=[{"hw-address": "z"}])],
        option_data=[{"name": "no-such-option"}],
    )
    assert [problem.key for problem in found] == [
        "interfaces-config.interfaces[0]",
        "subnet4[0].subnet",
        "subnet4[1].pools[0].pool",
        "subnet4[1].reservations[0].hw-address",
        "option-data[0].name",
    ]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_a_file_without_the_daemon() -> None:
    with pytest.raises(ConfigError, match="missing parameter 'Dhcp4'"):
        read4(parse('{"Dhcp6": {}}', "f"))


@pytest.mark.parametrize(
    "text", ["[]", "1", '{"Dhcp4": []}', '{"Dhcp4": {"subnet4": {}}}', '{"Dhcp4": {"subnet4": [1]}}']
)
def test_trees_of_another_shape(text: str) -> None:
    with pytest.raises(ConfigError):
        read4(parse(text, "f"))


def test_warnings_do_not_hinder() -> None:
    assert warnings(subnet4=[subnet()]) != []
    assert warnings(subnet4=[subnet(id=1)]) == []


RICH: dict[str, Json] = {
    "interfaces-config": {"interfaces": ["eth0/192.0.2.1"], "service-sockets-max-retries": 1},
    "lease-database": {"type": "memfile", "name": "x", "sync-interval": 5},
    "option-def": [
        {"name": "box", "code": 222, "type": "empty", "encapsulate": "things"},
        {"name": "thing", "code": 1, "type": "record", "record-types": "uint8, string", "space": "things"},
    ],
    "option-data": [
        {"name": "box"},
        {"name": "thing", "space": "things", "data": "1, a", "always-send": True},
        {"code": 125, "data": "4491"},
        {"code": 2, "space": "vendor-4491", "data": "192.0.2.1"},
        {"code": 58, "data": "00000001", "csv-format": False, "never-send": True},
    ],
    "shared-networks": [
        {
            "name": "floor",
            "interface": "eth0",
            "relay": {"ip-addresses": ["10.0.0.1"]},
            "reservation-mode": "all",
            "subnet4": [{"subnet": "10.0.0.0/8", "id": 1, "interface": "eth0", "pools": [{"pool": "10.1.0.0/16"}]}],
        }
    ],
    "subnet4": [
        {
            "subnet": "192.0.2.0/24",
            "id": 2,
            "renew-timer": 10,
            "rebind-timer": 20,
            "calculate-tee-times": True,
            "t1-percent": 0.1,
            "min-valid-lifetime": 100,
            "next-server": "192.0.2.1",
            "boot-file-name": "a",
            "hostname-char-set": "[^a]",
            "pools": [{"pool": "192.0.2.10 - 192.0.2.20", "pool-id": 1, "client-class": "a"}],
            "reservations": [
                {"hw-address": "01:02", "ip-address": "192.0.2.5", "hostname": "a", "client-classes": ["b"]},
                {
                    "client-id": "01:02",
                    "server-hostname": "a",
                    "option-data": [{"name": "routers", "data": "192.0.2.1"}],
                },
            ],
            "comment": "a",
            "user-context": {"a": 1},
        }
    ],
    "reservations": [{"duid": "01:02", "ip-address": "192.0.2.6"}],
    "host-reservation-identifiers": ["duid", "hw-address"],
    "dhcp-ddns": {"qualifying-suffix": "example.org"},
    "compatibility": {"exclude-first-last-24": True},
    "sanity-checks": {"lease-checks": "warn"},
    "loggers": [{"name": "kea-dhcp4", "output_options": [{"output": "stdout", "maxver": 1}]}],
}
ODD: list[Json] = [
    None,
    True,
    -1,
    0,
    10**400,
    1e300,
    0.5,
    "",
    "é",
    "[",
    "0.0.0.0/0",
    "192.0.2.1",
    "things",
    "a" * 300,
    [],
    {},
    ["x"],
]


def paths(value: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to each value inside."""
    members: Iterable[tuple[str | int, Json]] = ()
    if isinstance(value, dict):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    for key, member in members:
        yield (*path, key)
        yield from paths(member, (*path, key))


def replaced(value: Json, path: tuple[str | int, ...], other: Json) -> Json:
    """The same value with another one at a place inside."""
    if not path:
        return other
    if isinstance(value, dict):
        return {key: replaced(member, path[1:], other) if key == path[0] else member for key, member in value.items()}
    assert isinstance(value, list), "paths lead through maps and lists"
    return [replaced(member, path[1:], other) if i == path[0] else member for i, member in enumerate(value)]


def test_the_rich_configuration_is_fine() -> None:
    assert compile4(read4(tree(RICH))).subnets.keys() == {1, 2}


@pytest.mark.parametrize("path", list(paths(RICH)), ids=lambda path: ".".join(map(str, path)))
def test_any_value_anywhere_is_read_or_refused(path: tuple[str | int, ...]) -> None:
    for odd in ODD:
        members = replaced(RICH, path, odd)
        assert isinstance(members, dict)
        try:
            found = read4(tree(members))
        except ConfigError as error:
            assert error.problems
        else:
            compile4(found)

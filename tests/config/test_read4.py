"""The whole configuration: global settings, mistakes all at once, and no crash whatever the tree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessor.config.compile import compile4
from lessor.config.errors import ConfigError
from lessor.config.keys4 import SCOPES4
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


NAMES = sorted({name for scope in SCOPES4.values() for name in scope.keys})
TEXTS = [
    "",
    "a",
    "192.0.2.0/24",
    "192.0.2.1",
    "192.0.2.1-192.0.2.9",
    "0.0.0.0/0",
    "01:02",
    "dhcp4",
    "[",
    "eth0/",
    "*",
    "é",
]
HUGE = 10**400
SCALARS: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 300),
    st.sampled_from([HUGE, -HUGE]),
    st.floats(0, 2),
    st.sampled_from(TEXTS),
)
LISTS = ["subnet4", "shared-networks", "pools", "reservations", "option-data", "option-def", "loggers", "relay"]
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=8),
        st.dictionaries(st.sampled_from(LISTS), st.lists(st.dictionaries(st.sampled_from(NAMES), inner), max_size=3)),
    ),
    max_leaves=40,
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.sampled_from(NAMES), TREES, max_size=12))
def test_any_tree_is_read_or_refused(members: dict[str, Json]) -> None:
    try:
        found = read4(tree(members))
    except ConfigError as error:
        assert error.problems
    else:
        compile4(found)

"""DHCPv6 inheritance; completions and contradictions were compared with Kea 2.2."""

from typing import Any

import pytest

from lessor.config.inherit6 import INHERITED6, preferred_of
from lessor.config.keys6 import SCOPES6
from lessor.model.network import Lifetimes
from lessor.model.network6 import Parameters6
from tests.config.configurations import Json, dashed, only
from tests.config.configurations6 import config, problems, subnet, warnings


def parameters(own: dict[str, Json], network: dict[str, Json], outside: dict[str, Json]) -> Parameters6:
    """The parameters of a subnet that has `own` members in a network that has others, in a server that has others."""
    entry: Json = {"name": "floor", "subnet6": [subnet(**own)], **dashed(network)}
    return config(shared_networks=[entry], **outside).subnets[0].parameters


VALUES: dict[str, tuple[str, Json, Json, Json]] = {
    # key: field, then a value for subnet, network, global
    "renew-timer": ("renew_timer", 10, 20, 30),
    "rebind-timer": ("rebind_timer", 110, 120, 130),
    "calculate-tee-times": ("calculate_tee_times", False, True, False),
    "t1-percent": ("t1_percent", 0.1, 0.2, 0.3),
    "t2-percent": ("t2_percent", 0.7, 0.8, 0.9),
    "allocator": ("allocator", "random", "flq", "iterative"),
    "pd-allocator": ("pd_allocator", "random", "flq", "iterative"),
    "reservations-global": ("reservations_global", True, False, True),
    "reservations-in-subnet": ("reservations_in_subnet", False, True, False),
    "reservations-out-of-pool": ("reservations_out_of_pool", True, False, True),
    "cache-threshold": ("cache_threshold", 0.1, 0.2, 0.3),
    "cache-max-age": ("cache_max_age", 1, 2, 3),
    "adaptive-lease-time-threshold": ("adaptive_threshold", 0.1, 0.2, 0.3),
    "store-extended-info": ("store_extended_info", True, False, True),
    "hostname-char-set": ("hostname_char_set", "[a]", "[b]", "[c]"),
    "hostname-char-replacement": ("hostname_char_replacement", "a", "b", "c"),
    "ddns-qualifying-suffix": ("qualifying_suffix", "a", "b", "c"),
    "ddns-generated-prefix": ("generated_prefix", "a", "b", "c"),
}

LIFETIMES = {f"{end}{kind}-lifetime" for end in ("", "min-", "max-") for kind in ("valid", "preferred")}


@pytest.mark.parametrize("key", VALUES)
def test_the_innermost_value_counts(key: str) -> None:
    field, inner, middle, outer = VALUES[key]
    keys: Any = key.replace("-", "_")
    for own, network, expected in (
        ({keys: inner}, {keys: middle}, inner),
        ({}, {keys: middle}, middle),
        ({}, {}, outer),
    ):
        assert getattr(parameters(own, network, {keys: outer}), field) == expected


def test_the_network_commits_rapidly_for_its_subnets() -> None:
    assert parameters({}, {"rapid_commit": True}, {}).rapid_commit
    assert not parameters({"rapid_commit": False}, {"rapid_commit": True}, {}).rapid_commit


def test_the_table_is_whole() -> None:
    assert set(VALUES) | LIFETIMES | {"rapid-commit"} == set(INHERITED6)


def test_every_inherited_key_with_effect_is_read() -> None:
    keys = {name for name, key in SCOPES6["subnet6"].keys.items() if "Dhcp6" in key.inherits and key.effect}
    assert keys - {"reservation-mode"} <= set(INHERITED6)


def test_without_anything_the_usual_values_hold() -> None:
    assert parameters({}, {}, {}) == Parameters6()


@pytest.mark.parametrize(
    ("outside", "own", "expected"),
    [
        ({}, {}, None),
        ({"valid_lifetime": 4000}, {}, None),
        ({"preferred_lifetime": 3000}, {}, (3000, 3000, 3000)),
        ({"preferred_lifetime": 3000}, {"preferred_lifetime": 2000}, (2000, 2000, 2000)),
        ({"preferred_lifetime": 3000}, {"min_preferred_lifetime": 2000}, (2000, 3000, 3000)),
        ({"valid_lifetime": 4000}, {"max_preferred_lifetime": 3000}, (2500, 2500, 3000)),
    ],
)
def test_preferred_lifetimes_are_completed(
    outside: dict[str, Json], own: dict[str, Json], expected: tuple[int, int, int] | None
) -> None:
    assert parameters(own, {}, outside).preferred == (None if expected is None else Lifetimes(*expected))


def test_the_preferred_lifetime_nobody_configured() -> None:
    assert [preferred_of(valid) for valid in (4000, 7200, 1, 0)] == [2500, 4500, 0, 0]


@pytest.mark.parametrize(
    ("outside", "own", "key", "words"),
    [
        ({"min_preferred_lifetime": 9000}, {}, "min-preferred-lifetime", "(9000) is not less than (default) preferred"),
        ({"preferred_lifetime": 100}, {"max_preferred_lifetime": 50}, "subnet6[0].max-preferred-lifetime", "(100)"),
        ({"min_preferred_lifetime": 60, "max_preferred_lifetime": 50}, {}, "min-preferred-lifetime", "than max-pref"),
        ({"max_valid_lifetime": 5000}, {}, "max-valid-lifetime", "(7200) is not less than max-valid-lifetime (5000)"),
        ({"rebind_timer": 300}, {"renew_timer": 400}, "subnet6[0].renew-timer", "(400) is greater than the value of"),
        ({}, {"t1_percent": 0.8}, "subnet6[0].t1-percent", "must be less than t2-percent: 0.8"),
    ],
)
def test_contradictions(outside: dict[str, Json], own: dict[str, Json], key: str, words: str) -> None:
    problem = only(problems(subnet6=[subnet(**own)], **outside))
    assert problem.key == key
    assert words in problem.wrong


def test_shares_do_not_matter_where_times_are_not_calculated() -> None:
    assert config(calculate_tee_times=False, t1_percent=0.9).parameters.t1_percent == 0.9


def test_addresses_preferred_longer_than_valid_are_doubted() -> None:
    found = only(warnings(valid_lifetime=4000, subnet6=[subnet(id=1, preferred_lifetime=5000)]))
    assert (found.key, "clients get 2500 seconds" in found.right) == ("subnet6[0].preferred-lifetime", True)
    found = only(warnings(preferred_lifetime=3000, subnet6=[subnet(id=1, valid_lifetime=2000)]))
    assert found.key == "subnet6[0].valid-lifetime"
    assert warnings(preferred_lifetime=3000, valid_lifetime=3000) == []


def test_settings_of_old_files() -> None:
    found = config(dhcp_ddns={"generated-prefix": "host", "qualifying-suffix": "old.example"}, reservation_mode="all")
    assert (found.parameters.generated_prefix, found.parameters.qualifying_suffix) == ("host", "old.example")
    assert found.parameters.reservations_in_subnet

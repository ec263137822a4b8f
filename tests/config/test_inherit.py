"""Inheritance: subnet from shared network from global; completions and contradictions were compared with Kea 2.2."""

from typing import Any

import pytest

from lessor.config.inherit4 import INHERITED4
from lessor.config.keys4 import SCOPES4
from lessor.model.network import Lifetimes, Parameters4
from tests.config.configurations import Json, config, dashed, only, problems, subnet, warnings


def parameters(own: dict[str, Json], network: dict[str, Json], outside: dict[str, Json]) -> Parameters4:
    """The parameters of a subnet that has `own` members in a network that has others, in a server that has others."""
    entry: Json = {"name": "floor", "subnet4": [subnet(**own)], **dashed(network)}
    return config(shared_networks=[entry], **outside).subnets[0].parameters


VALUES: dict[str, tuple[str, Json, Json, Json]] = {
    # key: field, then a value for subnet, network, global
    "renew-timer": ("renew_timer", 10, 20, 30),
    "rebind-timer": ("rebind_timer", 110, 120, 130),
    "calculate-tee-times": ("calculate_tee_times", True, False, True),
    "t1-percent": ("t1_percent", 0.1, 0.2, 0.3),
    "t2-percent": ("t2_percent", 0.7, 0.8, 0.9),
    "offer-lifetime": ("offer_lifetime", 1, 2, 3),
    "match-client-id": ("match_client_id", False, True, False),
    "server-hostname": ("server_hostname", "a", "b", "c"),
    "boot-file-name": ("boot_file_name", "a", "b", "c"),
    "allocator": ("allocator", "random", "flq", "iterative"),
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
    "ddns-generated-prefix": ("generated_prefix", "inner", "middle", "outer"),
}


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


def test_the_boot_server_is_an_address() -> None:
    assert parameters({}, {"next_server": "192.0.2.9"}, {"next_server": "192.0.2.8"}).next_server == 0xC0000209


def test_authoritative_comes_from_the_network() -> None:
    assert parameters({}, {"authoritative": True}, {}).authoritative


def test_the_table_is_whole() -> None:
    special = {"valid-lifetime", "min-valid-lifetime", "max-valid-lifetime", "next-server", "authoritative"}
    assert set(VALUES) | special == set(INHERITED4)


def test_every_inherited_key_with_effect_is_read() -> None:
    keys = {name for name, key in SCOPES4["subnet4"].keys.items() if "Dhcp4" in key.inherits and key.effect}
    assert keys - {"reservation-mode"} <= set(INHERITED4)


@pytest.mark.parametrize(
    ("written", "threshold", "oldest"),
    [
        ({}, 0.0, 0),
        ({"cache_threshold": 0.25}, 0.25, 0),
        ({"cache_threshold": 0.25, "cache_max_age": 600}, 0.25, 600),
        ({"cache_max_age": 600}, 1.0, 600),
        ({"cache_threshold": 0.25, "cache_max_age": 0}, 0.0, 0),
    ],
)
def test_leases_are_given_again_by_share_and_by_age(written: dict[str, Json], threshold: float, oldest: int) -> None:
    found = parameters(written, {}, {})
    assert (found.cache_threshold, found.cache_max_age) == (threshold, oldest)


def test_a_shared_queue_is_doubted() -> None:
    warning = only(warnings(subnet4=[subnet(id=1, allocator="shared-flq")]))
    assert warning.key == "subnet4[0].allocator"
    assert "as with flq" in warning.right


def test_without_anything_the_usual_values_hold() -> None:
    assert parameters({}, {}, {}) == Parameters4()


def test_an_empty_text_inherits_but_an_address_of_zeros_does_not() -> None:
    outside: dict[str, Json] = {"server_hostname": "a", "boot_file_name": "b", "next_server": "192.0.2.1"}
    empty = parameters({"server_hostname": "", "boot_file_name": "", "next_server": ""}, {}, outside)
    assert (empty.server_hostname, empty.boot_file_name, empty.next_server) == ("a", "b", 0xC0000201)
    assert parameters({"next_server": "0.0.0.0"}, {}, outside).next_server == 0


def test_subnets_without_own_parameters_share_the_record() -> None:
    found = config(subnet4=[subnet(), subnet("10.0.0.0/8")], valid_lifetime=100)
    assert found.subnets[0].parameters is found.subnets[1].parameters is found.parameters


@pytest.mark.parametrize(
    ("outside", "own", "expected"),
    [
        ({}, {}, (7200, 7200, 7200)),
        ({"valid_lifetime": 4000}, {}, (4000, 4000, 4000)),
        ({"valid_lifetime": 4000}, {"valid_lifetime": 100}, (100, 100, 100)),
        ({"min_valid_lifetime": 4000}, {}, (4000, 7200, 7200)),
        ({"max_valid_lifetime": 9000}, {}, (7200, 7200, 9000)),
        ({"valid_lifetime": 4000}, {"max_valid_lifetime": 9500}, (4000, 4000, 9500)),
        ({"valid_lifetime": 4, "min_valid_lifetime": 3, "max_valid_lifetime": 9}, {"valid_lifetime": 8}, (3, 8, 9)),
        ({"valid_lifetime": 0xFFFFFFFF}, {}, (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)),
    ],
)
def test_lifetimes_are_completed(
    outside: dict[str, Json], own: dict[str, Json], expected: tuple[int, int, int]
) -> None:
    assert parameters(own, {}, outside).valid == Lifetimes(*expected)


@pytest.mark.parametrize(
    ("outside", "own", "key", "words"),
    [
        ({"max_valid_lifetime": 5000}, {}, "max-valid-lifetime", "(7200) is not less than max-valid-lifetime (5000)"),
        ({"min_valid_lifetime": 7, "max_valid_lifetime": 6}, {}, "min-valid-lifetime", "(7) is not less than max"),
        ({"valid_lifetime": 40, "min_valid_lifetime": 50}, {}, "min-valid-lifetime", "(50) is not less than (default)"),
        ({"valid_lifetime": 40}, {"max_valid_lifetime": 5}, "subnet4[0].max-valid-lifetime", "(40) is not less than"),
        ({"max_valid_lifetime": 9000}, {"valid_lifetime": 9500}, "subnet4[0].valid-lifetime", "(9500) is not less"),
    ],
)
def test_lifetimes_out_of_order(outside: dict[str, Json], own: dict[str, Json], key: str, words: str) -> None:
    problem = only(problems(subnet4=[subnet(**own)], **outside))
    assert problem.key == key
    assert words in problem.wrong


def test_a_mistake_inherited_by_many_is_told_once() -> None:
    many: Json = [subnet(f"10.{i}.0.0/16", renew_timer=i) for i in range(5)]
    assert len(problems(subnet4=many, min_valid_lifetime=9000)) == 1


def test_t1_comes_before_t2_when_times_are_calculated() -> None:
    problem = only(problems(calculate_tee_times=True, subnet4=[subnet(t1_percent=0.9)]))
    assert (problem.key, "must be less than t2-percent: 0.875" in problem.wrong) == ("subnet4[0].t1-percent", True)
    assert config(t1_percent=0.9).parameters.t1_percent == 0.9


def test_a_renewal_after_rebinding_is_ignored_with_a_warning() -> None:
    members: dict[str, Json] = {"rebind_timer": 300, "subnet4": [subnet(renew_timer=4000)]}
    found = config(**members).subnets[0].parameters
    assert (found.renew_timer, found.rebind_timer) == (None, 300)
    warning = only([warning for warning in warnings(**members) if "renew-timer" in warning.wrong])
    assert (warning.key, "ignoring renew-timer" in warning.wrong) == ("subnet4[0].renew-timer", True)


@pytest.mark.parametrize(
    ("mode", "flags"),
    [
        ("disabled", (False, False, False)),
        ("out-of-pool", (False, True, True)),
        ("global", (True, False, False)),
        ("all", (False, True, False)),
    ],
)
def test_the_old_reservation_mode(mode: str, flags: tuple[bool, bool, bool]) -> None:
    found = parameters({"reservation_mode": mode}, {}, {"reservations_global": True, "reservations_in_subnet": False})
    assert (found.reservations_global, found.reservations_in_subnet, found.reservations_out_of_pool) == flags


def test_host_name_settings_of_old_files_stand_in_dhcp_ddns() -> None:
    old: Json = {"qualifying-suffix": "old.example", "hostname-char-set": "[_]", "hostname-char-replacement": "x"}
    found = config(dhcp_ddns=old, ddns_qualifying_suffix="new.example").parameters
    assert found.qualifying_suffix == "new.example"
    assert (found.hostname_char_set, found.hostname_char_replacement) == ("[_]", "x")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("next_server", "192.0.2", "not a valid IPv4 address"),
        ("next_server", "255.255.255.255", "invalid next server address"),
        ("server_hostname", "s" * 64, "must be at most 63 bytes long, it is 64"),
        ("boot_file_name", "é" * 64, "must be at most 127 bytes long, it is 128"),
        ("hostname_char_set", "[z-a]", "not a valid regular expression"),
        ("ddns_qualifying_suffix", "bücher.example", "no host name has"),
    ],
)
def test_values_that_are_refused(key: str, value: str, words: str) -> None:
    problem = only(problems(subnet4=[subnet(**{key: value})]))
    assert problem.key == f"subnet4[0].{key.replace('_', '-')}"
    assert words in problem.wrong

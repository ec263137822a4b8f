"""DHCPv6 reservations: read, refused and doubted as in Kea 2.2."""

import pytest

from lessor.config.addresses import IPV6
from lessor.model.network6 import Host6
from tests.config.configurations import Json, only
from tests.config.configurations6 import config, option, pd, problems, subnet, warnings

CLIENT: dict[str, Json] = {"duid": "01:02:03:04"}
OTHER: dict[str, Json] = {"hw-address": "1a:1b:1c:1d:1e:1f"}


def hosts(*entries: dict[str, Json]) -> tuple[Host6, ...]:
    return config(subnet6=[subnet(id=4, reservations=list(entries))]).subnets[0].hosts


def refused(*entries: dict[str, Json]) -> tuple[str, str]:
    """Key below the list, and words, of the one mistake."""
    problem = only(problems(subnet6=[subnet(reservations=list(entries))]))
    return problem.key.removeprefix("subnet6[0].reservations"), problem.wrong


def test_a_reservation() -> None:
    host = hosts(
        {
            **CLIENT,
            "ip-addresses": ["2001:db8::5", "2001:db8::6"],
            "prefixes": ["2001:db8:2:abcd::/64", "2001:db8:3::1/56"],
            "excluded-prefixes": ["2001:db8:2:abcd:1::/80"],
            "hostname": "alice.example.org",
            "client-classes": ["a"],
            "option-data": [option(250, "01")],
            "user-context": {"x": 1},
        }
    )[0]
    assert (host.identifier_type, host.identifier, host.subnet_id) == ("duid", b"\1\2\3\4", 4)
    assert host.addresses == (IPV6.address("2001:db8::5"), IPV6.address("2001:db8::6"))
    assert host.prefixes == (IPV6.prefix("2001:db8:2:abcd::/64"), IPV6.prefix("2001:db8:3::/56"))
    assert host.excluded == (IPV6.prefix("2001:db8:2:abcd:1::/80"), None)
    assert (host.hostname, host.client_classes, host.user_context) == ("alice.example.org", ("a",), {"x": 1})
    assert host.options[0].code == 250


@pytest.mark.parametrize("kind", ["hw-address", "duid", "flex-id"])
@pytest.mark.parametrize("text", ["01:02:03", "010203", "0x010203", "'\1\2\3'"])
def test_identifiers(kind: str, text: str) -> None:
    host = hosts({kind: text, "hostname": "a"})[0]
    assert (host.identifier_type, host.identifier) == (kind, b"\1\2\3")


@pytest.mark.parametrize(
    ("entry", "key"),
    [({"duid": ""}, "[0].duid"), ({"duid": "01" * 131}, "[0].duid"), ({"client-id": "01"}, "[0]"), ({}, "[0]")],
)
def test_a_reservation_is_for_somebody(entry: dict[str, Json], key: str) -> None:
    assert refused({**entry, "hostname": "a"})[0] == key


def test_a_reservation_is_for_one_client() -> None:
    assert "mutually exclusive" in refused({**CLIENT, **OTHER, "hostname": "a"})[1]


@pytest.mark.parametrize("entry", [{}, {"ip-addresses": []}, {"prefixes": []}, {"excluded-prefixes": []}])
def test_a_reservation_promises_something(entry: dict[str, Json]) -> None:
    assert "must include at least one resource" in refused({**CLIENT, **entry})[1]


@pytest.mark.parametrize(
    ("addresses", "key", "words"),
    [
        (["2001:db8:9::1"], "[0].ip-addresses", "is not within the IPv6 subnet"),
        (["2001:db8::1", "192.0.2.1"], "[0].ip-addresses[1]", "not a valid IPv6 address"),
        (["2001:db8::1/64"], "[0].ip-addresses[0]", "not a valid IPv6 address"),
        (["::"], "[0].ip-addresses[0]", "invalid prefix '::'"),
        (["ff02::1"], "[0].ip-addresses[0]", "invalid prefix 'ff02::1'"),
        (["2001:db8::1", "2001:db8:0::1"], "[0].ip-addresses[1]", "duplicated"),
    ],
)
def test_addresses_that_are_refused(addresses: Json, key: str, words: str) -> None:
    found = refused({**CLIENT, "ip-addresses": addresses, "hostname": "a"})
    assert found[0] == key
    assert words in found[1]


@pytest.mark.parametrize(
    ("prefixes", "key", "words"),
    [
        (["2001:db8:2::"], "[0].prefixes[0]", "prefix/len expected"),
        (["2001:db8:2::/129"], "[0].prefixes[0]", "invalid prefix length"),
        (["ff00::/64"], "[0].prefixes[0]", "invalid prefix"),
        (["2001:db8:2::/64", "2001:db8:2::/64"], "[0].prefixes[1]", "duplicated"),
    ],
)
def test_prefixes_that_are_refused(prefixes: Json, key: str, words: str) -> None:
    found = refused({**CLIENT, "prefixes": prefixes, "hostname": "a"})
    assert found[0] == key
    assert words in found[1]


@pytest.mark.parametrize(
    ("excluded", "key", "words"),
    [
        (["2001:db8:9::/80"], "[0].excluded-prefixes[0]", "does not begin like the delegated prefix"),
        (["2001:db8:2::/64"], "[0].excluded-prefixes[0]", "must be longer than the delegated prefix"),
        (["x"], "[0].excluded-prefixes[0]", "prefix/len expected"),
        (["", "2001:db8:2::/80"], "[0].excluded-prefixes[1]", "no prefix to exclude it from"),
    ],
)
def test_exclusions_that_are_refused(excluded: Json, key: str, words: str) -> None:
    found = refused({**CLIENT, "prefixes": ["2001:db8:2::/64"], "excluded-prefixes": excluded})
    assert found[0] == key
    assert words in found[1]


@pytest.mark.parametrize("nothing", ["", "::/0"])
def test_nothing_can_be_excluded(nothing: str) -> None:
    entry: dict[str, Json] = {**CLIENT, "prefixes": ["2001:db8:2::/64"], "excluded-prefixes": [nothing]}
    assert hosts(entry)[0].excluded == (None,)


def test_a_client_has_one_reservation_in_a_subnet() -> None:
    key, wrong = refused({**CLIENT, "hostname": "a"}, {**CLIENT, "hostname": "b"})
    assert (key, "failed to add duplicate IPv6 host using identifier: duid=01:02:03:04" in wrong) == ("[1].duid", True)


@pytest.mark.parametrize(
    ("promise", "key"),
    [({"ip-addresses": ["2001:db8::5"]}, "ip-addresses"), ({"prefixes": ["2001:db8:2::/64"]}, "prefixes")],
)
def test_a_promise_is_made_to_one_client_unless_allowed(promise: dict[str, Json], key: str) -> None:
    entries: list[dict[str, Json]] = [{**CLIENT, **promise}, {**OTHER, **promise}]
    found, wrong = refused(*entries)
    assert (found, "already a reservation" in wrong) == (f"[1].{key}", True)
    assert config(ip_reservations_unique=False, subnet6=[subnet(reservations=[*entries])])


def test_a_global_reservation_may_have_any_address() -> None:
    entry: Json = {**CLIENT, "ip-addresses": ["2001:db8:77::5"], "prefixes": ["2001:db8:2::/64"]}
    assert config(reservations=[entry]).hosts[0].addresses == (IPV6.address("2001:db8:77::5"),)


def test_a_reservation_takes_a_bounded_part_of_a_pool() -> None:
    entry: Json = {**CLIENT, "prefixes": ["2001:db8:8000::/33"]}
    pools: Json = [pd("2001:db8::", 32, 64)]
    own = only(problems(subnet6=[subnet(pd_pools=pools, reservations=[entry])]))
    assert (own.key, "takes too many prefixes out of a pool" in own.wrong) == ("subnet6[0].reservations", True)
    everywhere: list[Json] = [entry]
    assert only(problems(subnet6=[subnet(pd_pools=pools, reservations_global=True)], reservations=everywhere))
    assert config(subnet6=[subnet(pd_pools=pools)], reservations=everywhere)


def test_names_that_dns_cannot_hold_are_doubted() -> None:
    found = warnings(subnet6=[subnet(id=1, reservations=[{**CLIENT, "hostname": "a..b"}])])
    assert only(found).key == "subnet6[0].reservations[0].hostname"

"""From DHCPv6 configurations to tables."""

from random import Random

from lessor.config.addresses import IPV6
from lessor.config.compile6 import compile6
from lessor.engine.occupancy import FREE, RESERVED
from lessor.engine.pickers.queue import QueueOccupancy
from lessor.engine.pickers.random import RandomOccupancy
from lessor.engine.tables6 import Subnet6, Tables6, pool_at, subnet_at
from lessor.wire.ia import read_excluded
from lessor.wire.options6 import tlv6
from tests.config.configurations import Json, pools
from tests.config.configurations6 import config, option, pd, subnet, tables

CLIENT: dict[str, Json] = {"duid": "01:02:03:04"}
OTHER: dict[str, Json] = {"hw-address": "02:00:00:00:00:01"}


def one(**members: Json) -> Subnet6:
    """The only subnet, 2001:db8::/64 with these members."""
    return tables(subnet6=[subnet(id=1, **members)]).subnets[1]


def served_by(found: Tables6, address: str) -> int:
    at = subnet_at(found, IPV6.address(address))
    return at.id if at else 0


def test_a_subnet() -> None:
    found = one(
        pools=pools("2001:db8::10 - 2001:db8::1f"),
        rapid_commit=True,
        store_extended_info=True,
        reservations_global=True,
        hostname_char_set="[[:digit:]]",
        hostname_char_replacement="\\",
        ddns_qualifying_suffix="example.org",
        ddns_generated_prefix="host",
    )
    assert (found.first, found.last) == (IPV6.address("2001:db8::"), IPV6.address("2001:db8::ffff:ffff:ffff:ffff"))
    (pool,) = found.pools
    assert (pool.first, pool.last) == (IPV6.address("2001:db8::10"), IPV6.address("2001:db8::1f"))
    assert (pool.step, pool.delegated_length, pool.exclude, pool.occupancy.size) == (1, 128, b"", 16)
    assert (found.rapid_commit, found.store_extended_info, found.reservations_global) == (True, True, True)
    assert (found.hostname_pattern, found.hostname_replacement) == ("[0-9]", r"\\")
    assert (found.qualifying_suffix, found.generated_prefix, found.siblings) == ("example.org", "host", (found,))


def test_a_pool_of_a_whole_subnet_costs_next_to_nothing() -> None:
    entries: Json = [{**CLIENT, "ip-addresses": ["2001:db8::1", "2001:db8::ffff:0:0:9"]}]
    (pool,) = one(pools=pools("2001:db8::/64"), reservations=entries).pools
    occupancy = pool.occupancy
    assert occupancy.size == 1 << 64
    assert sorted(occupancy.reserved) == [1, (0xFFFF << 48) + 9]
    assert len(occupancy.chunks) == 2
    assert (occupancy.find_free(0), occupancy.find_free(1)) == (0, 2)
    assert occupancy.find_free((1 << 64) - 1) == (1 << 64) - 1


def test_a_prefix_pool_counts_delegated_prefixes() -> None:
    found = one(pd_pools=[pd("2001:db8:8::", 48, 60)])
    (pool,) = found.prefix_pools
    assert (pool.occupancy.size, pool.delegated_length) == (4096, 60)
    assert pool.first + 4095 * pool.step == IPV6.address("2001:db8:8:fff0::")
    assert pool_at(found.prefix_pools, pool.first + 4095 * pool.step) is pool
    assert pool_at(found.prefix_pools, IPV6.address("2001:db8:9::")) is None


def test_the_excluded_prefix_is_ready_to_be_sent() -> None:
    entry = pd("2001:db8:8::", 48, 60, excluded_prefix="2001:db8:8:5::", excluded_prefix_len=64)
    (pool,) = one(pd_pools=[entry]).prefix_pools
    assert pool.exclude == tlv6(67, b"\x40\x50")
    third = pool.first + 3 * pool.step
    assert read_excluded(pool.exclude[4:], third, 60) == (IPV6.address("2001:db8:8:35::"), 64)


def test_reserved_prefixes_are_never_free() -> None:
    entries: Json = [
        {**CLIENT, "prefixes": ["2001:db8:8:10::/60", "2001:db8:8:40::/58", "2001:db8:8:21::/64"]},
        {**OTHER, "prefixes": ["2001:db8:9::/60"]},
    ]
    found = one(pd_pools=[pd("2001:db8:8::", 48, 60)], reservations=entries)
    occupancy = found.prefix_pools[0].occupancy
    assert [position for position in range(10) if occupancy.state(position) == RESERVED] == [1, 2, 4, 5, 6, 7]
    assert set(found.reserved_prefixes) == {
        IPV6.address(text) for text in ("2001:db8:8:10::", "2001:db8:8:40::", "2001:db8:8:21::", "2001:db8:9::")
    }


def test_a_host() -> None:
    entry: Json = {
        **CLIENT,
        "ip-addresses": ["2001:db8::5"],
        "prefixes": ["2001:db8:2::/56", "2001:db8:3::/56"],
        "excluded-prefixes": ["", "2001:db8:3:1::/64"],
        "hostname": "alice",
        "option-data": [
            option(250, "01", always_send=True),
            option(249, "", never_send=True),
            option(1, "00", always_send=True),
        ],
    }
    found = one(reservations=[entry])
    host = found.hosts["duid", b"\1\2\3\4"]
    assert (host.addresses, host.hostname) == ((IPV6.address("2001:db8::5"),), "alice")
    assert host.prefixes == {
        IPV6.address("2001:db8:2::"): (56, b""),
        IPV6.address("2001:db8:3::"): (56, tlv6(67, b"\x40\x01")),
    }
    assert (host.tlvs, host.unasked, host.hidden) == ({250: tlv6(250, b"\1")}, (250,), (249,))
    assert found.reserved_addresses == {IPV6.address("2001:db8::5"): host}


def test_reservations_a_subnet_does_not_look_for_reserve_nothing() -> None:
    entry: Json = {**CLIENT, "ip-addresses": ["2001:db8::5"], "prefixes": ["2001:db8:8:10::/60"]}
    found = one(
        pools=pools("2001:db8::/80"),
        pd_pools=[pd("2001:db8:8::", 48, 60)],
        reservations=[entry],
        reservations_in_subnet=False,
    )
    assert (found.reserved_addresses, found.reserved_prefixes) == ({}, {})
    assert found.pools[0].occupancy.state(5) == found.prefix_pools[0].occupancy.state(1) == FREE


def test_global_reservations_reserve_where_they_are_looked_for() -> None:
    entries: Json = [
        {**CLIENT, "ip-addresses": ["2001:db8::5", "2001:db8:77::5"], "prefixes": ["2001:db8:8:10::/60"]},
        {"flex-id": "'a'", "hostname": "a"},
    ]
    looking = subnet(
        id=1, reservations_global=True, pools=pools("2001:db8::/80"), pd_pools=[pd("2001:db8:8::", 48, 60)]
    )
    found = tables(subnet6=[looking, subnet("2001:db8:77::/64", id=2)], reservations=entries)
    assert set(found.global_hosts) == {("duid", b"\1\2\3\4"), ("flex-id", b"a")}
    assert set(found.subnets[1].reserved_addresses) == {IPV6.address("2001:db8::5")}
    assert set(found.subnets[1].reserved_prefixes) == {IPV6.address("2001:db8:8:10::")}
    assert found.subnets[1].pools[0].occupancy.state(5) == RESERVED
    assert found.subnets[1].prefix_pools[0].occupancy.state(1) == RESERVED
    assert (found.subnets[2].reserved_addresses, found.subnets[2].reserved_prefixes) == ({}, {})


def test_options_of_all_scopes_reach_the_pools() -> None:
    inner: Json = subnet(
        id=1,
        pools=[{"pool": "2001:db8::/80", "option-data": [option(250, "01")]}],
        pd_pools=[pd("2001:db8:8::", 48, 60, option_data=[option(250, "02")]), pd("2001:db8:9::", 48, 60)],
        option_data=[option(250, "03"), option(249, "03")],
    )
    network: Json = {"name": "n", "subnet6": [inner], "option-data": [option(249, "04"), option(248, "04")]}
    found = tables(shared_networks=[network], option_data=[option(248, "05"), option(247, "05", always_send=True)])
    at = found.subnets[1]
    outer = {249: tlv6(249, b"\3"), 248: tlv6(248, b"\4"), 247: tlv6(247, b"\5")}
    assert at.pools[0].plan.tlvs == {250: tlv6(250, b"\1"), **outer}
    assert at.prefix_pools[0].plan.tlvs == {250: tlv6(250, b"\2"), **outer}
    assert at.prefix_pools[1].plan is at.plan
    assert at.plan.tlvs == {250: tlv6(250, b"\3"), **outer}
    assert (at.plan.unasked, found.plan.tlvs) == ((247,), {248: tlv6(248, b"\5"), 247: tlv6(247, b"\5")})


def test_the_smallest_id_is_found_first_by_relay_interface_and_interface_id() -> None:
    relay: Json = {"ip-addresses": ["fe80::1"]}
    found = tables(
        subnet6=[
            subnet("2001:db8:1::/64", id=9, relay=relay, interface_id="x"),
            subnet("2001:db8:2::/64", id=5, relay=relay, interface_id="x"),
            subnet("2001:db8:3::/64", id=7, interface="eth0"),
        ]
    )
    assert [at.id for at in found.by_relay[IPV6.address("fe80::1")]] == [5, 9]
    assert {key: [at.id for at in all] for key, all in found.by_interface_id.items()} == {b"x": [5, 9]}
    assert {key: [at.id for at in all] for key, all in found.by_interface.items()} == {"eth0": [7]}


def test_subnets_of_a_network_know_each_other() -> None:
    network: Json = {"name": "n", "subnet6": [subnet("2001:db8:1::/64", id=3), subnet("2001:db8:2::/64", id=2)]}
    found = tables(shared_networks=[network])
    assert [sibling.id for sibling in found.subnets[3].siblings] == [2, 3]
    assert found.subnets[3].network == "n"


def test_what_holds_for_the_whole_server() -> None:
    found = compile6(
        config(
            decline_probation_period=7,
            host_reservation_identifiers=["flex-id"],
            mac_sources=["rfc6939"],
            relay_supplied_options=["110"],
            allow_address_registration=False,
            valid_lifetime=800,
        ),
        b"me",
    )
    assert (found.server_id, found.decline_probation_period, found.identifiers) == (b"me", 7, ("flex-id",))
    assert (found.mac_sources, set(found.relay_supplied_options)) == (("client-link-addr-option",), {65, 110})
    assert (found.allow_address_registration, found.plan.valid_default, found.plan.preferred_default) == (
        False,
        800,
        500,
    )


def test_addresses_and_prefixes_have_their_allocators() -> None:
    here = subnet(id=1, pools=pools("2001:db8::/64"), pd_pools=[pd("2001:db8:8::", 48, 64)], pd_allocator="flq")
    found = compile6(config(subnet6=[here], allocator="random"), b"me", Random(3)).subnets[1]
    assert isinstance(found.pools[0].occupancy, RandomOccupancy)
    assert isinstance(found.prefix_pools[0].occupancy, QueueOccupancy)
    assert found.pools[0].pick(found.pools[0].occupancy) == Random(3).randrange(1 << 64)

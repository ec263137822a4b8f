"""From configurations to tables; which subnet counts where was compared with Kea 2.2."""

from random import Random

from lessor.config.addresses import IPV4
from lessor.config.compile4 import compile4
from lessor.config.plans4 import server_hostname_field
from lessor.engine.occupancy import FREE, RESERVED, Occupancy
from lessor.engine.pickers.queue import QueueOccupancy
from lessor.engine.pickers.random import RandomOccupancy
from lessor.engine.tables import Subnet, Tables, subnet_at
from lessor.wire.options import tlv
from tests.config.configurations import Json, config, option, pools, subnet, tables

CLIENT: dict[str, Json] = {"hw-address": "02:00:00:00:00:01"}


def one(**members: Json) -> Subnet:
    """The only subnet, 192.0.2.0/24 with these members."""
    return tables(subnet4=[subnet(id=1, **members)]).subnets[1]


def states(found: Subnet) -> dict[int, int]:
    """Last octets of the addresses of all pools that are not free."""
    return {
        (pool.first + position) & 0xFF: pool.occupancy.state(position)
        for pool in found.pools
        for position in range(pool.last - pool.first + 1)
        if pool.occupancy.state(position) != FREE
    }


def served_by(found: Tables, address: str) -> int:
    at = subnet_at(found, IPV4.address(address))
    return at.id if at else 0


def test_a_subnet() -> None:
    found = one(
        pools=pools("192.0.2.10 - 192.0.2.20", "192.0.2.128/30"),
        match_client_id=False,
        authoritative=True,
        reservations_global=True,
        hostname_char_set="[[:space:]]",
        hostname_char_replacement="\\",
        ddns_qualifying_suffix="example.org",
    )
    assert (found.first, found.last, found.length) == (IPV4.address("192.0.2.0"), IPV4.address("192.0.2.255"), 24)
    assert found.mask_tlv == tlv(1, b"\xff\xff\xff\x00")
    assert [(pool.first & 0xFF, pool.last & 0xFF, pool.occupancy.size) for pool in found.pools] == [
        (10, 20, 11),
        (128, 131, 4),
    ]
    assert (found.match_client_id, found.authoritative, found.reservations_global) == (False, True, True)
    assert (found.hostname_pattern, found.hostname_replacement) == (r"[ \t\n\r\f\v]", r"\\")
    assert (found.qualifying_suffix, found.siblings) == ("example.org", (found,))


def test_options_of_all_scopes_reach_the_pool() -> None:
    entry: Json = {"pool": "192.0.2.0/30", "option-data": [option(250, "01")]}
    inner: Json = subnet(
        id=1, pools=[entry, {"pool": "192.0.2.8/30"}], option_data=[option(250, "02"), option(249, "02")]
    )
    network: Json = {"name": "n", "subnet4": [inner], "option-data": [option(249, "03"), option(248, "03")]}
    found = tables(shared_networks=[network], option_data=[option(248, "04"), option(247, "04")])
    first, second = found.subnets[1].pools
    assert first.plan.tlvs == {250: tlv(250, b"\1"), 249: tlv(249, b"\2"), 248: tlv(248, b"\3"), 247: tlv(247, b"\4")}
    assert second.plan is found.subnets[1].plan
    assert second.plan.tlvs[250] == tlv(250, b"\2")
    assert found.plan.tlvs == {248: tlv(248, b"\4"), 247: tlv(247, b"\4")}


def test_subnets_that_do_not_differ_share_their_plan() -> None:
    many: Json = [subnet(f"10.{i}.0.0/16", id=i + 1, option_data=[option(250, "01")]) for i in range(5)]
    found = tables(subnet4=many)
    assert len({id(subnet.plan) for subnet in found.subnets.values()}) == 1


def test_reserved_addresses_are_never_free() -> None:
    entries: Json = [{**CLIENT, "ip-address": "192.0.2.12"}, {"client-id": "01:02", "ip-address": "192.0.2.99"}]
    found = one(pools=pools("192.0.2.10 - 192.0.2.20"), reservations=entries)
    assert states(found) == {12: RESERVED}
    assert set(found.reserved) == {IPV4.address("192.0.2.12"), IPV4.address("192.0.2.99")}
    assert found.reserved[IPV4.address("192.0.2.12")] is found.hosts["hw-address", bytes.fromhex("020000000001")]


def test_reservations_a_subnet_does_not_look_for_reserve_nothing() -> None:
    entries: Json = [{**CLIENT, "ip-address": "192.0.2.12"}]
    found = one(pools=pools("192.0.2.10 - 192.0.2.20"), reservations=entries, reservations_in_subnet=False)
    assert (states(found), found.reserved) == ({}, {})


def test_global_reservations_reserve_where_they_are_looked_for() -> None:
    entries: Json = [{**CLIENT, "ip-address": "192.0.2.12"}, {"client-id": "01:02", "ip-address": "203.0.113.1"}]
    subnets: Json = [
        subnet(id=1, pools=pools("192.0.2.10/31", "192.0.2.12/31"), reservations_global=True),
        subnet("203.0.113.0/24", id=2, pools=pools("203.0.113.0/31")),
    ]
    found = tables(subnet4=subnets, reservations=entries)
    assert set(found.global_hosts) == {("hw-address", bytes.fromhex("020000000001")), ("client-id", b"\1\2")}
    assert states(found.subnets[1]) == {12: RESERVED}
    assert set(found.subnets[1].reserved) == {IPV4.address("192.0.2.12")}
    assert states(found.subnets[2]) == {}


def test_first_and_last_address_of_a_subnet_are_like_others() -> None:
    assert states(one(pools=pools("192.0.2.0/24"))) == {}


def test_addresses_ending_in_0_and_255_can_be_left_out() -> None:
    compatibility: Json = {"exclude-first-last-24": True}
    texts = pools("10.0.1.255 - 10.0.3.0", "10.0.5.1 - 10.0.5.254")
    found = tables(subnet4=[subnet("10.0.0.0/16", id=1, pools=texts)], compatibility=compatibility).subnets[1]
    first, second = found.pools
    left_out = [IPV4.address(text) - first.first for text in ("10.0.1.255", "10.0.2.0", "10.0.2.255", "10.0.3.0")]
    assert sorted(first.occupancy.reserved) == left_out
    assert second.occupancy.reserved == frozenset()
    small = tables(subnet4=[subnet("10.0.0.0/25", id=1, pools=pools("10.0.0.0/25"))], compatibility=compatibility)
    assert small.subnets[1].pools[0].occupancy.reserved == frozenset()


def test_hosts_carry_their_own_options() -> None:
    entry: Json = {
        **CLIENT,
        "ip-address": "192.0.2.9",
        "hostname": "alice",
        "next-server": "192.0.2.1",
        "server-hostname": "boot",
        "option-data": [
            option(250, "01", always_send=True),
            option(249, "", never_send=True),
            {"name": "routers", "data": "192.0.2.1"},
        ],
    }
    (host,) = one(reservations=[entry]).hosts.values()
    assert (host.address, host.hostname, host.next_server) == (
        IPV4.address("192.0.2.9"),
        "alice",
        IPV4.address("192.0.2.1"),
    )
    assert host.server_hostname == server_hostname_field("boot")
    assert host.tlvs == {250: tlv(250, b"\1"), 3: tlv(3, b"\xc0\x00\x02\x01")}
    assert (host.unasked, host.hidden) == ((3, 250), (249,))


def test_a_host_without_options_has_none() -> None:
    (host,) = one(reservations=[{**CLIENT, "hostname": "a"}]).hosts.values()
    assert (host.tlvs, host.unasked, host.hidden) == (None, (), ())


def test_the_smallest_id_is_found_first_by_relay_and_interface() -> None:
    relay: Json = {"ip-addresses": ["10.0.0.1"]}
    found = tables(
        subnet4=[
            subnet("10.1.0.0/16", id=9, relay=relay, interface="eth0"),
            subnet("10.2.0.0/16", id=5, relay=relay, interface="eth0"),
        ]
    )
    assert [at.id for at in found.by_relay[IPV4.address("10.0.0.1")]] == [5, 9]
    assert [at.id for at in found.by_interface["eth0"]] == [5, 9]


def test_link_and_relays_of_a_shared_network_find_its_subnets() -> None:
    network: Json = {
        "name": "n",
        "interface": "eth0",
        "relay": {"ip-addresses": ["10.0.0.1"]},
        "subnet4": [subnet("10.1.0.0/16", id=3), subnet("10.2.0.0/16", id=2, relay={"ip-address": "10.0.0.2"})],
    }
    found = tables(shared_networks=[network])
    assert {relay & 0xFF: [at.id for at in all] for relay, all in found.by_relay.items()} == {1: [3], 2: [2]}
    assert [at.id for at in found.by_interface["eth0"]] == [2, 3]
    assert [sibling.id for sibling in found.subnets[3].siblings] == [2, 3]
    assert found.subnets[2].siblings == found.subnets[3].siblings


def test_server_identifiers_of_all_scopes_are_ours() -> None:
    def identifier(data: str) -> Json:
        return [option(54, data)]

    found = tables(
        option_data=identifier("0a000001"),
        subnet4=[
            subnet(
                id=1,
                option_data=identifier("0a000002"),
                pools=[{"pool": "192.0.2.0/30", "option-data": identifier("0a000003")}],
                reservations=[{**CLIENT, "option-data": identifier("0a000004")}],
            )
        ],
    )
    assert found.server_ids == {0x0A000001, 0x0A000002, 0x0A000003, 0x0A000004}
    assert found.plan.tlvs[54] == tlv(54, b"\x0a\0\0\1")


def test_what_holds_for_the_whole_server() -> None:
    found = tables(
        echo_client_id=False,
        decline_probation_period=7,
        host_reservation_identifiers=["client-id"],
        compatibility={"ignore-dhcp-server-identifier": True, "ignore-rai-link-selection": True},
        valid_lifetime=77,
    )
    assert (found.echo_client_id, found.decline_probation_period, found.identifiers) == (False, 7, ("client-id",))
    assert (found.ignore_server_identifier, found.ignore_link_selection) == (True, True)
    assert found.plan.lifetime_default == 77


def test_tables_are_new_each_time() -> None:
    assert config() == config()
    first, second = (tables(subnet4=[subnet(id=1, pools=pools("192.0.2.0/30"))]) for _ in range(2))
    assert first.subnets[1].pools[0].occupancy is not second.subnets[1].pools[0].occupancy


def test_each_subnet_has_its_allocator() -> None:
    found = compile4(
        config(
            allocator="random",
            subnet4=[
                subnet(id=1, pools=pools("192.0.2.0/25")),
                subnet("10.0.0.0/8", id=2, pools=pools("10.0.0.0/24"), allocator="flq"),
                subnet("11.0.0.0/8", id=3, pools=pools("11.0.0.0/24"), allocator="iterative"),
            ],
        ),
        Random(3),
    )
    kinds = [type(found.subnets[number].pools[0].occupancy) for number in (1, 2, 3)]
    assert kinds == [RandomOccupancy, QueueOccupancy, Occupancy]
    drawn = found.subnets[1].pools[0]
    assert drawn.pick(drawn.occupancy) == Random(3).randrange(128)


def test_what_a_subnet_says_of_its_leases() -> None:
    found = one(cache_threshold=0.5, cache_max_age=60, store_extended_info=True, adaptive_lease_time_threshold=0.75)
    said = found.cache_threshold, found.cache_max_age, found.store_extended_info, found.adaptive_threshold
    assert said == (0.5, 60, True, 0.75)


def test_what_the_whole_server_does_is_said_once() -> None:
    found = tables(early_global_reservations_lookup=True, stash_agent_options=True)
    assert (found.early_global_hosts, found.stash_agent_options) == (True, True)
    assert not tables().early_global_hosts

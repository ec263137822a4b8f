"""Shared networks of DHCPv6: which subnet serves whom, and what several reservations of one client mean there."""

import pytest

from lessor.engine.classify import Classifier, Rule
from lessor.engine.request6 import Request6
from lessor.model.lease6 import NA, PD
from lessor.wire.ia import NO_ADDRS_AVAIL
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import ADVERTISE, REPLY
from tests.flows.conversation6 import (
    Client6,
    Server6,
    duid,
    na,
    network6,
    number,
    pd,
    plan6,
    reservation6,
    subnet6,
)

A, B, C = (f"2001:db8:{letter}::/64" for letter in "abc")


def one_each(*prefixes: str) -> list[str]:
    """The pool of one address that each of these subnets has."""
    return [prefix.replace("/64", "1") for prefix in prefixes]


def dns(last: int) -> bytes:
    return bytes(15) + bytes((last,))


class TestSearch:
    def test_begins_where_the_client_is_and_goes_round(self) -> None:
        subnets = network6(*[subnet6(p, f"{p[:-3]}1-{p[:-3]}1", "", id=i) for i, p in enumerate((A, B, C), 1)])
        server = Server6(*subnets, by_interface={"eth0": (subnets[1],)})
        Client6(server).request(na(1), na(2), na(3)).expect(REPLY, *one_each(B, C, A))

    def test_goes_on_where_the_last_address_came_from(self) -> None:
        one = subnet6(A, "2001:db8:a::1-2001:db8:a::1", "", id=1)
        two = subnet6(B, "2001:db8:b::1-2001:db8:b::9", "", id=2)
        server = Server6(*network6(one, two))
        first, second = Client6(server, 11), Client6(server, 12)
        first.request(na(1)).expect(REPLY, "2001:db8:a::1")
        second.request(na(1)).expect(REPLY, "2001:db8:b::1")
        first.release(na(1, "2001:db8:a::1"))
        # the first subnet has room again, but is not asked before the one that gave the last address is full
        Client6(server, 13).request(na(1)).expect(REPLY, "2001:db8:b::2")

    def test_addresses_and_prefixes_are_remembered_apart(self) -> None:
        one = subnet6(A, "2001:db8:a::1-2001:db8:a::9", "2001:db8:8000::/56>56", id=1)
        two = subnet6(B, "2001:db8:b::1-2001:db8:b::9", "2001:db8:9000::/52>56", id=2)
        server = Server6(*network6(one, two))
        Client6(server, 11).request(pd(1), pd(2)).expect(REPLY, "2001:db8:8000::/56", "2001:db8:9000::/56")
        answer = Client6(server, 12).request(na(1), pd(1))
        answer.expect(REPLY, "2001:db8:a::1", "2001:db8:9000:100::/56")

    def test_subnets_with_another_guard_are_not_preferred(self) -> None:
        one = subnet6(A, "2001:db8:a::1-2001:db8:a::9", "", id=1)
        two = subnet6(B, "2001:db8:b::1-2001:db8:b::9", "", id=2, guard=("somebody",))
        network6(one, two)
        assert two.shared is not None
        two.shared.latest[two.guard] = two
        Client6(Server6(one, two)).request(na(1)).expect(REPLY, "2001:db8:a::1")

    def test_a_subnet_without_pools_sends_on(self) -> None:
        one, two = subnet6(A, "", "", id=1), subnet6(B, "2001:db8:b::1-2001:db8:b::9", "", id=2)
        server = Server6(*network6(one, two))
        Client6(server).request(na(1)).expect(REPLY, "2001:db8:b::1")
        assert server.leases()["2001:db8:b::1"].subnet_id == 2

    def test_what_a_network_lacks_is_counted_where_the_client_is(self) -> None:
        one, two = subnet6(A, "", "", id=1), subnet6(B, "2001:db8:b::1-2001:db8:b::1", "", id=2)
        server = Server6(*network6(one, two))
        Client6(server, 11).request(na(1))
        assert Client6(server, 12).request(na(1)).status(NA, 1) == NO_ADDRS_AVAIL
        assert server.count("v6-allocation-fail-shared-network", 1) == 1

    def test_a_renewal_stays_in_its_subnet_and_is_told_what_holds_there(self) -> None:
        one = subnet6(A, "2001:db8:a::1-2001:db8:a::1", "", id=1)
        two = subnet6(B, "2001:db8:b::1-2001:db8:b::9", "", id=2, its_plan=plan6(tlvs={23: tlv6(23, dns(2))}))
        server = Server6(*network6(one, two))
        Client6(server, 11).request(na(1))
        client = Client6(server, 12)
        client.request(na(1)).expect(REPLY, "2001:db8:b::1")
        Client6(server, 11).release(na(1, "2001:db8:a::1"))
        answer = client.renew(na(1, "2001:db8:b::1"))
        answer.expect(REPLY, "2001:db8:b::1")
        assert answer.option(23) == dns(2)


class TestReservations:
    """The client 3 is expected in both subnets of a network."""

    @pytest.fixture
    def server(self) -> Server6:
        mine = [
            reservation6(duid(3), f"2001:db8:{letter}::77", hostname=f"in-{letter}", tlvs={23: tlv6(23, dns(last))})
            for letter, last in (("a", 1), ("b", 2))
        ]
        one = subnet6(A, "2001:db8:a::1-2001:db8:a::9", "", id=1, hosts=mine[0])
        two = subnet6(B, "2001:db8:b::1-2001:db8:b::9", "", id=2, hosts=mine[1])
        return Server6(*network6(one, two))

    def test_the_one_where_it_is_comes_first(self, server: Server6) -> None:
        answer = Client6(server, 3).request(na(1), na(2))
        answer.expect(REPLY, "2001:db8:a::77", "2001:db8:b::77")
        assert answer.option(23) == dns(1)
        assert server.leases()["2001:db8:a::77"].hostname == "in-a"

    def test_each_link_has_its_own(self, server: Server6) -> None:
        answer = Client6(server, 3, link="2001:db8:b::9").request(na(1))
        answer.expect(REPLY, "2001:db8:b::77")
        assert answer.option(23) == dns(2)
        assert server.leases()["2001:db8:b::77"].hostname == "in-b"

    def test_while_another_has_the_one_the_other_one_does(self, server: Server6) -> None:
        taken = server.tables.subnets[1].hosts
        server.tables.subnets[1].hosts = reservation6(duid(9), "2001:db8:a::77")
        Client6(server, 9).request(na(1)).expect(REPLY, "2001:db8:a::77")
        server.tables.subnets[1].hosts = taken
        Client6(server, 3).request(na(1)).expect(REPLY, "2001:db8:b::77")

    def test_a_reservation_without_address_counts_only_where_something_is_given(self) -> None:
        one = subnet6(A, "2001:db8:a::1-2001:db8:a::9", "", id=1)
        two = subnet6(B, "", "", id=2, hosts=reservation6(duid(3), hostname="elsewhere"))
        server = Server6(*network6(one, two))
        Client6(server, 3).request(na(1)).expect(REPLY, "2001:db8:a::1")
        assert server.leases()["2001:db8:a::1"].hostname == ""

    def test_a_global_one_gives_an_address_of_any_subnet(self) -> None:
        subnets = network6(*[subnet6(p, "", "", id=i, reservations_global=True) for i, p in enumerate((A, B), 1)])
        everywhere = reservation6(duid(3), "2001:db8:7::1,2001:db8:b::5", hostname="anywhere")
        server = Server6(*subnets, global_hosts=everywhere)
        Client6(server, 3).request(na(1)).expect(REPLY, "2001:db8:b::5")
        assert server.leases()["2001:db8:b::5"].hostname == "anywhere"

    def test_a_global_one_before_one_of_the_subnet(self) -> None:
        hosts = reservation6(duid(3), "2001:db8:a::5", hostname="here")
        everywhere = reservation6(duid(3), "2001:db8:a::6", hostname="anywhere")
        server = Server6(subnet6(A, "", "", hosts=hosts, reservations_global=True), global_hosts=everywhere)
        Client6(server, 3).request(na(1), na(2)).expect(REPLY, "2001:db8:a::6", "2001:db8:a::5")
        # as in Kea, who the client is says the reservation of its subnet
        assert {lease.hostname for lease in server.leases().values()} == {"here"}


class TestOutOfPool:
    """With reservations-out-of-pool none counts in a pool, so that nobody looks for them there."""

    def test_inside_a_pool_it_is_nobodys(self) -> None:
        hosts = reservation6(duid(3), "2001:db8:a::2,2001:db8:a::77", "2001:db8:8000::/56,2001:db8:9000::/56")
        here = subnet6(A, "2001:db8:a::1-2001:db8:a::9", hosts=hosts, reservations_out_of_pool=True)
        server = Server6(here)
        Client6(server, 3).request(na(1), pd(1)).expect(REPLY, "2001:db8:a::77", "2001:db8:9000::/56")
        Client6(server, 4).request(na(1, "2001:db8:a::2")).expect(REPLY, "2001:db8:a::2")
        Client6(server, 4).renew(na(1, "2001:db8:a::2")).expect(REPLY, "2001:db8:a::2")


class TestSeveralOwners:
    """ip-reservations-unique false: several hosts share an address or a prefix."""

    @pytest.fixture
    def server(self) -> Server6:
        hosts = reservation6(duid(3), "2001:db8:1::105", "2001:db8:8000:500::/56")
        hosts |= reservation6(duid(4), "2001:db8:1::105", "2001:db8:8000:500::/56")
        return Server6(subnet6(hosts=hosts))

    @pytest.mark.parametrize("last", [3, 4])
    def test_each_of_them_gets_it(self, server: Server6, last: int) -> None:
        client = Client6(server, last)
        client.request(na(1), pd(1)).expect(REPLY, "2001:db8:1::105", "2001:db8:8000:500::/56")
        client.renew(na(1), pd(1)).expect(REPLY, "2001:db8:1::105", "2001:db8:8000:500::/56")

    def test_who_comes_second_gets_another(self, server: Server6) -> None:
        Client6(server, 3).request(na(1)).expect(REPLY, "2001:db8:1::105")
        client = Client6(server, 4)
        client.request(na(1)).expect(REPLY, "2001:db8:1::100")
        Client6(server, 3).release(na(1, "2001:db8:1::105"))
        client.renew(na(1, "2001:db8:1::100")).expect(REPLY, "2001:db8:1::105")

    def test_nobody_else_does(self, server: Server6) -> None:
        Client6(server).solicit(na(1, "2001:db8:1::105"), pd(1, "2001:db8:8000:500::/56")).expect(
            ADVERTISE, "2001:db8:1::100", "2001:db8:8000::/56"
        )


def test_a_flexible_identifier_is_one_like_the_others() -> None:
    hosts = {("flex-id", b"port 7"): reservation6(b"", "2001:db8:1::105")["duid", b""]}
    here = subnet6(hosts=hosts)
    Client6(Server6(here, identifiers=("flex-id", "duid"))).solicit(na(1)).expect(ADVERTISE, "2001:db8:1::100")

    def known(request: Request6) -> bool:
        request.flex_id = b"port 7"
        return True

    # whoever says so has to have said it before reservations are looked for
    server = Server6(here, identifiers=("flex-id", "duid"), classifier=Classifier((Rule("known", known),)))
    Client6(server, 11).solicit(na(1)).expect(ADVERTISE, "2001:db8:1::105")


def test_what_is_short_is_given_for_a_short_time() -> None:
    server = Server6(subnet6(pools="2001:db8:1::1-2001:db8:1::4", adaptive_threshold=0.5))

    def lifetimes(last: int) -> tuple[int, int]:
        answer = Client6(server, last).request(na(1), pd(1))
        assert answer.told[PD, 1].items[answer.items[1]] == (3000, 4000)
        return answer.told[NA, 1].items[answer.items[0]]

    assert [lifetimes(last) for last in range(4)] == [(3000, 4000)] * 3 + [(500, 1000)]
    assert number("2001:db8:1::4") in server.store.facts(b"").addresses

"""A DHCPv6 client's life: from SOLICIT to RELEASE (RFC 8415 section 18)."""

import pytest

from lessor.model.lease import DECLINED, INFINITE
from lessor.model.lease6 import NA, PD
from lessor.wire.ia import (
    NO_ADDRS_AVAIL,
    NO_BINDING,
    NO_PREFIX_AVAIL,
    NOT_ON_LINK,
    SUCCESS,
    USE_MULTICAST,
)
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import ADVERTISE, RAPID_COMMIT, REPLY, SERVERID, SOLICIT
from tests.flows.conversation6 import DNS, SERVER_DUID, Client6, Server6, duid, na, pd, plan6, subnet6, ta

FIRST = "2001:db8:1::100"
SECOND = "2001:db8:1::101"
PREFIX = "2001:db8:8000::/56"


@pytest.fixture
def server() -> Server6:
    return Server6(subnet6())


@pytest.fixture
def client(server: Server6) -> Client6:
    return Client6(server)


def others(server: Server6, count: int) -> list[Client6]:
    return [Client6(server, 100 + i) for i in range(count)]


class TestSolicit:
    def test_advertises_and_writes_nothing(self, server: Server6, client: Client6) -> None:
        answer = client.solicit(na(1), pd(2)).expect(ADVERTISE, FIRST, PREFIX)
        assert answer.option(SERVERID) == SERVER_DUID
        assert answer.option(23) == DNS
        assert not server.leases()

    def test_repeats_its_offer(self, client: Client6) -> None:
        assert client.solicit(na(1), pd(1)).items == client.solicit(na(1), pd(1)).items

    def test_in_one_batch_offers_nothing_twice(self, server: Server6) -> None:
        batch = [someone.received(someone.message(SOLICIT, na(1), pd(1))) for someone in others(server, 16)]
        server.hear(*batch)
        items = [item for someone in others(server, 16) for item in someone.solicit(na(1), pd(1)).items]
        assert len(set(items)) == 32

    def test_several_associations_get_something_each(self, client: Client6) -> None:
        items = client.solicit(na(1), na(2), na(3), pd(1), pd(2)).expect(ADVERTISE).items
        assert len(set(items)) == 5

    def test_the_last_ones_are_not_given_twice(self, server: Server6) -> None:
        for someone in others(server, 14):
            someone.lease(na(1))
        answer = Client6(server).solicit(na(1), na(2), na(3)).expect(ADVERTISE)
        assert len(set(answer.items)) == 2
        assert answer.status(NA, 3) == NO_ADDRS_AVAIL

    def test_an_association_named_twice_is_answered_once(self, client: Client6) -> None:
        client.request(na(1), na(1), na(1, SECOND)).expect(REPLY, FIRST)

    @pytest.mark.parametrize("wish", ["2001:db8:1::10a", "2001:db8:1::10f"])
    def test_grants_a_wish_that_is_free(self, client: Client6, wish: str) -> None:
        client.solicit(na(1, wish)).expect(ADVERTISE, wish)

    @pytest.mark.parametrize("wish", ["2001:db8:1::200", "2001:db8:9::1", "::", "fe80::1"])
    def test_passes_over_a_wish_outside_the_pools(self, client: Client6, wish: str) -> None:
        client.solicit(na(1, wish)).expect(ADVERTISE, FIRST)

    def test_passes_over_what_is_on_offer_to_another(self, server: Server6, client: Client6) -> None:
        taken = others(server, 1)[0].solicit(na(1)).item
        assert client.solicit(na(1, taken)).item != taken

    def test_takes_the_second_wish_when_the_first_is_gone(self, server: Server6, client: Client6) -> None:
        taken = others(server, 1)[0].lease(na(1))
        client.solicit(na(1, taken, "2001:db8:1::10b")).expect(ADVERTISE, "2001:db8:1::10b")

    def test_offers_what_the_client_has(self, client: Client6) -> None:
        address = client.lease(na(1))
        client.solicit(na(1, "2001:db8:1::10a")).expect(ADVERTISE, address)

    def test_another_association_of_the_client_is_another_matter(self, client: Client6) -> None:
        address = client.lease(na(1))
        assert client.solicit(na(2, address)).item != address

    def test_an_offer_lapses(self, server: Server6, client: Client6) -> None:
        address = others(server, 1)[0].solicit(na(1)).item
        server.now += 31
        client.solicit(na(1, address)).expect(ADVERTISE, address)

    def test_unfinished_conversations_do_not_lock_a_client_out(self, server: Server6, client: Client6) -> None:
        for someone in others(server, 16):
            someone.solicit(na(1), pd(1))
        items = client.solicit(na(1), pd(1)).expect(ADVERTISE).items
        client.request(na(1), pd(1)).expect(REPLY, *items)

    def test_nothing_left(self, server: Server6, client: Client6) -> None:
        for someone in others(server, 16):
            someone.request(na(1), pd(1))
        answer = client.solicit(na(1), pd(1)).expect(ADVERTISE)
        assert (answer.status(NA, 1), answer.status(PD, 1)) == (NO_ADDRS_AVAIL, NO_PREFIX_AVAIL)
        assert server.count("v6-allocation-fail") == 2
        assert server.count("v6-allocation-fail-subnet", 1) == 2

    def test_one_of_two_left(self, server: Server6, client: Client6) -> None:
        for someone in others(server, 16):
            someone.request(na(1))
        answer = client.solicit(na(1), pd(1)).expect(ADVERTISE)
        assert answer.status(NA, 1) == NO_ADDRS_AVAIL
        assert answer.item.endswith("/56")

    def test_a_subnet_without_pools(self) -> None:
        server = Server6(subnet6(pools="", prefixes=""))
        answer = Client6(server).request(na(1), pd(1)).expect(REPLY)
        assert (answer.status(NA, 1), answer.status(PD, 1)) == (NO_ADDRS_AVAIL, NO_PREFIX_AVAIL)
        assert server.count("v6-allocation-fail-no-pools") == 2

    def test_what_expired_is_given_to_others(self, server: Server6, client: Client6) -> None:
        for someone in others(server, 16):
            someone.request(na(1), pd(1))
        server.now += 4001
        assert len(client.request(na(1), pd(1)).expect(REPLY).items) == 2
        assert server.count("reclaimed-leases") > 0

    def test_temporary_addresses_are_passed_over(self, client: Client6) -> None:
        assert client.solicit(ta(1)).expect(ADVERTISE).items == []
        client.request(na(1), ta(1)).expect(REPLY, FIRST)

    def test_without_any_association(self, client: Client6) -> None:
        assert client.solicit().expect(ADVERTISE).option(23) == DNS


class TestRapidCommit:
    """RFC 8415 section 18.3.1."""

    def test_gives_at_once_where_allowed(self) -> None:
        server = Server6(subnet6(rapid_commit=True))
        answer = Client6(server).rapid(na(1), pd(1)).expect(REPLY, FIRST, PREFIX)
        assert answer.option(RAPID_COMMIT) == b""
        assert set(server.leases()) == {FIRST, PREFIX}

    def test_only_where_allowed(self, server: Server6, client: Client6) -> None:
        assert client.rapid(na(1)).expect(ADVERTISE).option(RAPID_COMMIT) is None
        assert not server.leases()

    def test_only_for_clients_that_want_it(self) -> None:
        Client6(Server6(subnet6(rapid_commit=True))).solicit(na(1)).expect(ADVERTISE)


class TestRequest:
    def test_writes_the_lease(self, server: Server6, client: Client6) -> None:
        client.solicit(na(7), pd(8))
        client.request(na(7), pd(8)).expect(REPLY, FIRST, PREFIX)
        lease = server.leases()[FIRST]
        assert (lease.duid, lease.iaid, lease.type, lease.prefix_length) == (client.duid, 7, NA, 128)
        assert (lease.preferred_lifetime, lease.valid_lifetime, lease.cltt) == (3000, 4000, server.now)
        assert (lease.hwaddr, lease.hwtype, lease.hwaddr_source) == (bytes.fromhex("02000000000a"), 1, 2)
        prefix = server.leases()[PREFIX]
        assert (prefix.type, prefix.prefix_length, prefix.iaid, prefix.subnet_id) == (PD, 56, 8, 1)
        assert (server.count("assigned-nas", 1), server.count("assigned-pds")) == (1, 1)
        assert server.count("cumulative-assigned-pds") == 1

    def test_answers_a_retransmission_alike(self, server: Server6, client: Client6) -> None:
        client.request(na(1), pd(1)).expect(REPLY, FIRST, PREFIX)
        client.request(na(1), pd(1)).expect(REPLY, FIRST, PREFIX)
        assert len(server.leases()) == 2
        assert server.count("assigned-nas") == 1

    def test_leaves_a_client_to_the_server_it_chose(self, server: Server6, client: Client6) -> None:
        address = client.solicit(na(1)).item
        client.request(na(1), server_id=b"another server").expect_silence()
        assert server.count("pkt6-not-for-us") == 1
        Client6(server, 11).solicit(na(1, address)).expect(ADVERTISE, address)

    def test_keeps_what_the_client_has_whatever_it_wishes(self, client: Client6) -> None:
        address = client.lease(na(1))
        client.request(na(1, "2001:db8:1::10a")).expect(REPLY, address)

    def test_gives_something_else_for_what_is_taken(self, server: Server6, client: Client6) -> None:
        taken = others(server, 1)[0].lease(na(1))
        assert client.request(na(1, taken)).item != taken

    def test_an_address_and_a_prefix_may_begin_alike(self) -> None:
        one = subnet6(prefixes="2001:db8:1::/64>72", pools="2001:db8:1::-2001:db8:1::")
        server = Server6(one)
        client = Client6(server)
        client.solicit(na(1), pd(1)).expect(ADVERTISE, "2001:db8:1::", "2001:db8:1::/72")
        client.request(na(1), pd(1)).expect(REPLY, "2001:db8:1::", "2001:db8:1::/72")
        assert len(server.leases()) == 2


class TestRenew:
    def test_extends(self, server: Server6, client: Client6) -> None:
        client.request(na(1), pd(1))
        server.now += 1500
        answer = client.renew(na(1, FIRST), pd(1, PREFIX)).expect(REPLY, FIRST, PREFIX)
        assert answer.withdrawn == []
        assert server.leases()[FIRST].cltt == server.leases()[PREFIX].cltt == server.now
        assert server.count("cumulative-assigned-nas") == 1

    def test_rebinding_too(self, server: Server6, client: Client6) -> None:
        client.request(na(1))
        server.now += 3000
        client.rebind(na(1, FIRST)).expect(REPLY, FIRST)
        assert server.leases()[FIRST].cltt == server.now

    def test_withdraws_what_is_not_the_clients(self, client: Client6) -> None:
        client.request(na(1), pd(1))
        answer = client.renew(na(1, FIRST, SECOND, "2001:db8:9::1"), pd(1, "2001:db8:8000:100::/56"))
        answer.expect(REPLY, FIRST, PREFIX)
        assert answer.withdrawn == [SECOND, "2001:db8:9::1", "2001:db8:8000:100::/56"]

    def test_of_nothing_in_particular(self, client: Client6) -> None:
        client.request(pd(1))
        assert client.renew(pd(1, "::/56")).expect(REPLY, PREFIX).withdrawn == []

    def test_unknown_bindings_are_made(self, server: Server6, client: Client6) -> None:
        client.renew(na(1, "2001:db8:1::10a"), pd(1, "2001:db8:8000:300::/56")).expect(
            REPLY, "2001:db8:1::10a", "2001:db8:8000:300::/56"
        )
        assert len(server.leases()) == 2

    def test_unknown_bindings_when_nothing_is_left(self, server: Server6, client: Client6) -> None:
        for someone in others(server, 16):
            someone.request(na(1))
        answer = client.rebind(na(1, FIRST)).expect(REPLY)
        assert (answer.status(NA, 1), answer.withdrawn) == (NO_ADDRS_AVAIL, [FIRST])

    def test_an_expired_lease_that_nobody_took(self, server: Server6, client: Client6) -> None:
        client.request(na(1))
        server.now += 10_000
        client.renew(na(1, FIRST)).expect(REPLY, FIRST)

    def test_an_expired_lease_that_somebody_took(self, server: Server6, client: Client6) -> None:
        client.request(na(1))
        server.now += 10_000
        others(server, 1)[0].request(na(1, FIRST)).expect(REPLY, FIRST)
        answer = client.renew(na(1, FIRST))
        assert answer.withdrawn == [FIRST]
        assert answer.item != FIRST

    def test_on_another_link(self) -> None:
        server = Server6(subnet6(), subnet6("2001:db8:2::/64", "2001:db8:2::10-2001:db8:2::1f", "", id=2))
        address = Client6(server).lease(na(1))
        moved = Client6(server, link="2001:db8:2::1")
        answer = moved.rebind(na(1, address)).expect(REPLY, "2001:db8:2::10")
        assert answer.withdrawn == [address]

    def test_what_lies_in_no_pool_any_more(self, server: Server6, client: Client6) -> None:
        client.request(na(1), pd(1))
        changed = Server6(
            subnet6(pools="2001:db8:1::200-2001:db8:1::20f", prefixes="2001:db8:8000::/52>60"), store=server.store
        )
        answer = Client6(changed).renew(na(1, FIRST), pd(1, PREFIX))
        answer.expect(REPLY, "2001:db8:1::200", "2001:db8:8000::/60")
        assert answer.withdrawn == [FIRST, PREFIX]
        assert set(changed.leases()) == {"2001:db8:1::200", "2001:db8:8000::/60"}


class TestConfirm:
    def test_all_on_link(self, client: Client6) -> None:
        answer = client.confirm(na(1, FIRST), na(2, "2001:db8:1::9999")).expect(REPLY)
        assert (answer.overall, answer.items) == (SUCCESS, [])

    @pytest.mark.parametrize("wishes", [("2001:db8:9::1",), (FIRST, "2001:db8:9::1")])
    def test_one_is_not(self, client: Client6, wishes: tuple[str, ...]) -> None:
        assert client.confirm(na(1, *wishes)).expect(REPLY).overall == NOT_ON_LINK

    def test_nothing_to_confirm(self, client: Client6) -> None:
        client.confirm(na(1)).expect_silence()
        client.confirm(pd(1, PREFIX)).expect_silence()

    def test_temporary_addresses_count(self, client: Client6) -> None:
        assert client.confirm(ta(1, FIRST)).expect(REPLY).overall == SUCCESS


class TestRelease:
    def test_frees(self, server: Server6, client: Client6) -> None:
        client.request(na(1), pd(1))
        answer = client.release(na(1, FIRST), pd(1, PREFIX)).expect(REPLY)
        assert (answer.overall, answer.status(NA, 1), answer.status(PD, 1)) == (SUCCESS, SUCCESS, SUCCESS)
        assert answer.option(23) is None
        assert not server.leases()
        assert server.count("assigned-nas") == server.count("assigned-pds") == 0
        Client6(server, 11).solicit(na(1, FIRST), pd(1, PREFIX)).expect(ADVERTISE, FIRST, PREFIX)

    def test_of_what_is_unknown(self, client: Client6) -> None:
        client.request(na(1))
        answer = client.release(na(1, FIRST), na(2, SECOND), na(3), pd(1, PREFIX)).expect(REPLY)
        assert answer.overall == NO_BINDING
        assert answer.status(NA, 1) == SUCCESS
        assert answer.status(NA, 2) == answer.status(NA, 3) == answer.status(PD, 1) == NO_BINDING

    def test_nobody_else_can(self, server: Server6, client: Client6) -> None:
        others(server, 1)[0].request(na(1), pd(1)).expect(REPLY, FIRST, PREFIX)
        answer = client.release(na(1, FIRST), pd(1, PREFIX))
        assert (answer.status(NA, 1), answer.status(PD, 1)) == (NO_BINDING, NO_BINDING)
        assert set(server.leases()) == {FIRST, PREFIX}

    def test_not_for_another_association_nor_of_another_length(self, server: Server6, client: Client6) -> None:
        client.request(na(1), pd(1))
        answer = client.release(na(2, FIRST), pd(1, "2001:db8:8000::/64"))
        assert (answer.status(NA, 2), answer.status(PD, 1)) == (NO_BINDING, NO_BINDING)
        assert len(server.leases()) == 2

    def test_named_twice(self, server: Server6, client: Client6) -> None:
        client.request(na(1))
        assert client.release(na(1, FIRST, FIRST)).overall == SUCCESS
        assert not server.leases()

    def test_from_a_link_we_do_not_serve(self, server: Server6, client: Client6) -> None:
        client.request(na(1))
        far = Client6(server, link="2001:db8:77::1")
        assert far.release(na(1, FIRST)).expect(REPLY).overall == SUCCESS
        assert far.release(na(1, FIRST)).expect(REPLY).overall == NO_BINDING
        assert not server.leases()


class TestDecline:
    def test_sets_the_address_aside(self, server: Server6, client: Client6) -> None:
        client.request(na(1))
        answer = client.decline(na(1, FIRST)).expect(REPLY)
        assert answer.status(NA, 1) == SUCCESS
        lease = server.leases()[FIRST]
        assert (lease.state, lease.duid, lease.hwaddr, lease.iaid) == (DECLINED, b"\x00", b"", 1)
        assert (lease.preferred_lifetime, lease.valid_lifetime) == (0, 86400)
        assert (server.count("declined-addresses"), server.count("assigned-nas")) == (1, 1)
        assert client.solicit(na(1, FIRST)).item != FIRST

    def test_until_the_probation_is_over(self, server: Server6, client: Client6) -> None:
        client.request(na(1))
        client.decline(na(1, FIRST))
        server.now += 86401
        server.exchange.reclaim(server.now, 10)
        assert (server.count("declined-addresses"), server.count("assigned-nas")) == (0, 0)
        assert server.count("reclaimed-declined-addresses") == 1
        client.request(na(1, FIRST)).expect(REPLY, FIRST)

    def test_of_what_is_unknown(self, server: Server6, client: Client6) -> None:
        client.request(na(1))
        others(server, 1)[0].request(na(1)).expect(REPLY, SECOND)
        answer = client.decline(na(1, FIRST, SECOND), na(2, FIRST), na(3), na(4, "2001:db8:1::10a"))
        assert [answer.status(NA, iaid) for iaid in (1, 2, 3, 4)] == [NO_BINDING] * 4
        assert [lease.state for lease in server.leases().values()] == [DECLINED, 0]

    def test_prefixes_are_passed_over(self, server: Server6, client: Client6) -> None:
        client.request(pd(1))
        assert client.decline(pd(1, PREFIX)).expect(REPLY).told == {}
        assert server.leases()[PREFIX].state == 0


class TestInform:
    def test_tells_options_and_no_lease(self, server: Server6, client: Client6) -> None:
        answer = client.inform().expect(REPLY)
        assert (answer.option(23), answer.told) == (DNS, {})
        assert not server.leases()

    def test_without_client_identifier(self, client: Client6) -> None:
        packet = client.message(11)
        del packet.options[1]
        answer = client.send(packet).expect(REPLY)
        assert (answer.option(23), answer.option(1)) == (DNS, None)

    def test_on_a_link_we_do_not_serve(self, server: Server6) -> None:
        assert Client6(server, link="2001:db8:77::1").inform().expect(REPLY).option(23) == DNS


class TestUnknownLink:
    @pytest.fixture
    def far(self, server: Server6) -> Client6:
        return Client6(server, link="2001:db8:77::1")

    def test_nothing_is_given(self, far: Client6) -> None:
        for answer in (far.solicit(na(1), pd(1)).expect(ADVERTISE), far.request(na(1), pd(1)).expect(REPLY)):
            assert (answer.status(NA, 1), answer.status(PD, 1)) == (NO_ADDRS_AVAIL, NO_PREFIX_AVAIL)

    def test_nothing_is_known(self, far: Client6) -> None:
        answer = far.renew(na(1, FIRST), pd(1, PREFIX)).expect(REPLY)
        assert (answer.status(NA, 1), answer.status(PD, 1)) == (NO_BINDING, NO_BINDING)

    def test_others_may_know(self, far: Client6) -> None:
        far.rebind(na(1, FIRST)).expect_silence()
        far.confirm(na(1, FIRST)).expect_silence()
        far.register("2001:db8:77::5").expect_silence()


class TestUnicast:
    """RFC 8415 section 18.4."""

    def test_without_permission_is_sent_back_to_multicast(self, server: Server6, client: Client6) -> None:
        client.request(na(1))
        server.now += 100
        for answer in (
            client.request(na(1), multicast=False),
            client.renew(na(1, FIRST), multicast=False),
            client.release(na(1, FIRST), multicast=False),
            client.decline(na(1, FIRST), multicast=False),
        ):
            assert answer.expect(REPLY).overall == USE_MULTICAST
            assert (answer.told, answer.option(23)) == ({}, None)
        assert server.leases()[FIRST].cltt == server.now - 100

    def test_with_permission(self) -> None:
        allowed = plan6(tlvs={12: tlv6(12, bytes(16))}, unasked=(12,))
        client = Client6(Server6(subnet6(its_plan=allowed)))
        client.request(na(1), multicast=False).expect(REPLY, FIRST)

    def test_never_for_messages_to_all_servers(self, client: Client6) -> None:
        client.send(client.message(SOLICIT, na(1)), multicast=False).expect_silence()


class TestLifetimes:
    @pytest.mark.parametrize(
        ("asked", "given"),
        [
            ((0, 0), (3000, 4000)),
            ((2000, 5000), (2000, 5000)),
            ((1, 2), (500, 1000)),
            ((99_999, 99_999), (6000, 8000)),
            ((0, 5000), (3000, 5000)),
            ((6000, 1500), (1500, 1500)),
            ((INFINITE, INFINITE), (6000, 8000)),
        ],
    )
    def test_stay_within_their_bounds(
        self, server: Server6, client: Client6, asked: tuple[int, int], given: tuple[int, int]
    ) -> None:
        answer = client.request(na(1, (FIRST, *asked)), pd(1, (PREFIX, *asked)))
        assert answer.told[NA, 1].items == {FIRST: given}
        assert answer.told[PD, 1].items == {PREFIX: given}
        lease = server.leases()[FIRST]
        assert (lease.preferred_lifetime, lease.valid_lifetime) == given

    def test_wishes_count_though_the_address_is_another(self, client: Client6) -> None:
        answer = client.request(na(1, ("2001:db8:9::1", 2000, 5000)))
        assert answer.told[NA, 1].items == {FIRST: (2000, 5000)}

    @pytest.mark.parametrize(
        ("changes", "times"),
        [
            ({}, (1500, 2400)),
            ({"t1_percent": 0.0, "t2_percent": 0.0}, (0, 0)),
            ({"renew": 1000, "rebind": 2000}, (1000, 2000)),
            ({"renew": 1000, "rebind": 1000}, (0, 1000)),
            ({"renew": 3500, "rebind": 5000}, (3500, 5000)),
            ({"renew": 5}, (5, 2400)),
            ({"rebind": 5}, (0, 5)),
            ({"renew": 100, "t1_percent": 0.0, "t2_percent": 0.0}, (0, 0)),
            ({"preferred_default": 0}, (0, 0)),
        ],
    )
    def test_t1_and_t2(self, changes: dict[str, object], times: tuple[int, int]) -> None:
        told = Client6(Server6(subnet6(its_plan=plan6(**changes)))).solicit(na(1), pd(1)).told
        assert (told[NA, 1].t1, told[NA, 1].t2) == (told[PD, 1].t1, told[PD, 1].t2) == times

    def test_infinite(self) -> None:
        forever = dict.fromkeys(
            ("valid_min", "valid_default", "valid_max", "preferred_min", "preferred_default", "preferred_max"), INFINITE
        )
        server = Server6(subnet6(its_plan=plan6(**forever)))
        told = Client6(server).request(na(1)).told[NA, 1]
        assert (told.t1, told.t2, told.items) == (INFINITE, INFINITE, {FIRST: (INFINITE, INFINITE)})
        server.now += 10**9
        assert Client6(server, 11).request(na(1, FIRST)).item != FIRST


def test_the_clients_duid_of_the_lease_is_its_own(server: Server6) -> None:
    Client6(server, 33).lease(na(1))
    assert server.leases()[FIRST].duid == duid(33)

"""DHCPv6 conversations of a server with plug-ins: every hook point, every outcome, and waiting."""

import pytest

from lessor.engine.classify import Classifier
from lessor.engine.tables6 import Host6
from lessor.hooks.api import (
    CONTINUE,
    DROP,
    SKIP,
    Addr6Register,
    Buffer6Receive,
    Buffer6Send,
    Host6Identifier,
    Lease6Decline,
    Lease6Expire,
    Lease6Rebind,
    Lease6Recover,
    Lease6Release,
    Lease6Renew,
    Lease6Select,
    Leases6Committed,
    Outcome,
    Pkt6Receive,
    Pkt6Send,
    Subnet6Select,
)
from lessor.model.lease import DECLINED
from lessor.model.lease6 import NA, PD, Lease6
from lessor.wire.ia import NO_ADDRS_AVAIL, SUCCESS
from lessor.wire.packet6 import ADDR_REG_REPLY, ADVERTISE, REPLY, decode6
from tests.flows.conversation import rule
from tests.flows.conversation6 import NOW, Client6, Server6, na, number, pd, plan6, subnet6, tables6
from tests.flows.hooked import Later, TurnByTurn, hook6

FIRST = "2001:db8:1::100"


def test_a_hook_that_says_nothing_changes_nothing() -> None:
    server = Server6(subnet6())
    seen: list[str] = []
    hook6(server, pkt6_receive=lambda event: seen.append(event.query.name))
    assert Client6(server).lease(na(1)) == FIRST
    assert seen == ["SOLICIT", "REQUEST"]


@pytest.mark.parametrize("point", ["buffer6_receive", "pkt6_receive", "subnet6_select"])
def test_a_message_is_dropped(point: str) -> None:
    server = Server6(subnet6())
    hook6(server, **{point: lambda event: DROP})
    Client6(server).solicit(na(1)).expect_silence()
    assert server.count("pkt6-receive-drop") == 1


def test_octets_can_be_changed_and_read_by_a_hook() -> None:
    server = Server6(subnet6())

    def other_transaction(event: Buffer6Receive) -> None:
        event.data = event.data[:1] + b"\0\0\7" + event.data[4:]

    hook6(server, buffer6_receive=other_transaction)
    assert Client6(server).solicit(na(1)).packet.transaction_id == 7

    def read(event: Buffer6Receive) -> Outcome:
        event.packet = decode6(event.data)
        event.packet.transaction_id = 8
        return SKIP

    hook6(server, buffer6_receive=read)
    assert Client6(server).solicit(na(1)).packet.transaction_id == 8


def test_a_class_from_a_hook_opens_a_pool() -> None:
    where = subnet6(pools="2001:db8:1::100-2001:db8:1::10f,2001:db8:1::200-2001:db8:1::20f")
    where.pools[0].guard = ("gold",)
    server = Server6(where, classifier=Classifier([rule("gold")]))

    def sort(event: Pkt6Receive) -> None:
        if event.query.duid[-1] == 10:
            event.query.classes.add("gold")

    hook6(server, pkt6_receive=sort)
    assert Client6(server).lease(na(1)) == FIRST
    assert Client6(server, 11).lease(na(1)) == "2001:db8:1::200"


def test_a_hook_can_put_a_message_in_the_class_drop() -> None:
    server = Server6(subnet6(), classifier=Classifier([rule("x")]))
    hook6(server, pkt6_receive=lambda event: event.query.classes.add("DROP"))
    Client6(server).solicit(na(1)).expect_silence()


def test_a_message_with_changed_options_is_read_anew() -> None:
    server = Server6(subnet6())

    def rename(event: Pkt6Receive) -> None:
        event.query.options["clientid"] = b"\0\4circuit 7"

    hook6(server, pkt6_receive=rename)
    Client6(server).request(na(1)).expect(REPLY, FIRST)
    assert server.leases()[FIRST].duid == b"\0\4circuit 7"


def test_a_hook_chooses_another_subnet_or_none() -> None:
    other = subnet6("2001:db8:2::/64", "2001:db8:2::100-2001:db8:2::10f", id=2)
    server = Server6(subnet6(), other)

    def move(event: Subnet6Select) -> None:
        assert event.subnet is not None and str(event.subnet.prefix) == "2001:db8:1::/64"
        event.subnet = event.subnets()[2]

    hook6(server, subnet6_select=move)
    Client6(server).solicit(na(1)).expect(ADVERTISE, "2001:db8:2::100")
    hook6(server, subnet6_select=lambda event: SKIP)
    assert Client6(server).solicit(na(1)).status(NA, 1) == NO_ADDRS_AVAIL


@pytest.mark.parametrize("early", [False, True])
def test_a_client_is_known_by_what_a_hook_says(early: bool) -> None:
    hosts = {("flex-id", b"port 7"): Host6((number("2001:db8:1::10a"),), classes=("known",))}
    server = Server6(
        subnet6(hosts={} if early else hosts, reservations_global=early),
        identifiers=("flex-id",),
        global_hosts=hosts if early else {},
        early_global_hosts=early,
        classifier=Classifier([rule("known")]),
    )

    def identify(event: Host6Identifier) -> None:
        event.id_value = b"port 7"

    hook6(server, host6_identifier=identify)
    Client6(server).solicit(na(1)).expect(ADVERTISE, "2001:db8:1::10a")
    hook6(server, host6_identifier=lambda event: SKIP)
    Client6(server, 11).solicit(na(1)).expect(ADVERTISE, FIRST)


def test_a_lease_is_given_for_as_long_as_a_hook_says() -> None:
    server = Server6(subnet6())
    seen: list[bool] = []

    def shorten(event: Lease6Select) -> None:
        seen.append(event.fake_allocation)
        event.lease.valid_lifetime = 300
        event.lease.preferred_lifetime = 200

    hook6(server, lease6_select=shorten)
    client = Client6(server)
    told = client.solicit(na(1)).told[NA, 1]
    assert (told.items, told.t1, told.t2) == ({FIRST: (200, 300)}, 100, 160)
    client.request(na(1)).expect(REPLY, FIRST)
    assert seen == [True, False]
    assert server.leases()[FIRST].valid_lifetime == 300


def test_a_hook_keeps_one_lease_from_being_given_and_lets_others() -> None:
    server = Server6(subnet6())
    hook6(server, lease6_select=lambda event: CONTINUE if event.lease.is_prefix else SKIP)
    answer = Client6(server).request(na(1), pd(2)).expect(REPLY, "2001:db8:8000::/56")
    assert answer.status(NA, 1) == NO_ADDRS_AVAIL
    assert list(server.leases()) == ["2001:db8:8000::/56"]


def test_a_hook_keeps_leases_from_being_extended() -> None:
    server = Server6(subnet6())
    client = Client6(server)
    client.lease(na(1))
    seen: list[str] = []

    def refuse(event: Lease6Renew | Lease6Rebind) -> Outcome:
        seen.append(f"{type(event).__name__} {event.iaid} {event.lease.address}")
        event.lease.valid_lifetime = 7777
        return SKIP

    hook6(server, lease6_renew=refuse, lease6_rebind=refuse)
    server.now += 1000
    client.renew(na(1, FIRST)).expect(REPLY, FIRST)
    assert client.rebind(na(1, FIRST)).told[NA, 1].items == {FIRST: (3000, 4000)}
    assert seen == [f"Lease6Renew 1 {FIRST}", f"Lease6Rebind 1 {FIRST}"]
    assert server.leases()[FIRST].cltt == NOW


def test_a_hook_gives_a_renewed_lease_another_time() -> None:
    server = Server6(subnet6())
    client = Client6(server)
    client.lease(na(1))

    def lengthen(event: Lease6Renew) -> None:
        event.lease.valid_lifetime = 7777

    hook6(server, lease6_renew=lengthen)
    assert client.renew(na(1, FIRST)).told[NA, 1].items == {FIRST: (3000, 7777)}
    assert server.leases()[FIRST].valid_lifetime == 7777


def test_a_hook_keeps_leases_from_being_released_and_declined() -> None:
    server = Server6(subnet6())
    client = Client6(server)
    client.lease(na(1))
    prefix = client.lease(pd(2))
    seen: list[str] = []

    def keep(event: Lease6Release | Lease6Decline) -> Outcome:
        seen.append(event.query.name)
        return SKIP

    hook6(server, lease6_release=keep, lease6_decline=keep)
    assert client.release(na(1, FIRST), pd(2, prefix)).overall == SUCCESS
    assert client.decline(na(1, FIRST)).status(NA, 1) == SUCCESS
    assert seen == ["RELEASE", "RELEASE", "DECLINE"]
    assert set(server.leases()) == {FIRST, prefix}
    assert server.leases()[FIRST].state != DECLINED
    hook6(server, lease6_decline=lambda event: DROP)
    client.decline(na(1, FIRST)).expect_silence()


def test_registrations_can_be_left_unwritten_and_dropped() -> None:
    server = Server6(subnet6(), allow_address_registration=True)
    seen: list[str] = []

    def skip(event: Addr6Register) -> Outcome:
        seen.append(str(event.address))
        return SKIP

    hook6(server, addr6_register=skip)
    Client6(server).register("2001:db8:1::77").expect(ADDR_REG_REPLY)
    assert seen == ["2001:db8:1::77"] and not server.leases()
    hook6(server, addr6_register=lambda event: DROP)
    Client6(server).register("2001:db8:1::77").expect_silence()


def test_committed_leases_are_told_with_what_is_gone() -> None:
    server = Server6(subnet6())
    client = Client6(server)
    told: list[tuple[list[str], list[str]]] = []

    def note(event: Leases6Committed) -> None:
        told.append(
            ([str(lease.prefix) for lease in event.leases], [str(lease.address) for lease in event.deleted_leases])
        )

    hook6(server, leases6_committed=note)
    client.lease(na(1))
    client.release(na(1, FIRST)).expect(REPLY)
    assert told == [([f"{FIRST}/128"], []), ([], [FIRST])]


def test_an_answer_waits_or_never_leaves() -> None:
    server = Server6(subnet6())
    loop = TurnByTurn()
    later = Later()

    async def wait(event: Leases6Committed) -> Outcome:
        await later
        return CONTINUE if event.query.duid[-1] == 10 else DROP

    hook6(server, loop, leases6_committed=wait)
    Client6(server).request(na(1)).expect_silence()
    loop.run()
    assert FIRST in server.leases() and not server.sent
    later.come()
    loop.run()
    assert len(server.sent) == 1
    Client6(server, 11).request(na(1))
    loop.run()
    assert server.sent == []


def test_a_message_goes_on_by_the_tables_and_the_time_of_then() -> None:
    server = Server6(subnet6())
    loop = TurnByTurn()
    later = Later()

    async def wait(event: Subnet6Select) -> None:
        await later

    hook6(server, loop, subnet6_select=wait)
    Client6(server).request(na(1)).expect_silence()
    loop.run()
    its_plan = plan6(valid_default=1234, preferred_default=1000)
    server.exchange.install(tables6(subnet6(its_plan=its_plan), classifier=Classifier([rule("x")])))
    server.now += 100
    later.come()
    loop.run()
    lease = server.leases()[FIRST]
    assert (lease.valid_lifetime, lease.cltt) == (1234, NOW + 100)
    assert len(server.sent) == 1


def test_options_of_an_answer_can_be_changed_also_within_relays() -> None:
    server = Server6(subnet6(), by_interface={})

    def change(event: Pkt6Send) -> None:
        event.response.options["domain-search"] = "example.org"
        event.response.options.discard("dns-servers")
        assert event.subnet is not None and event.subnet.id == 1

    hook6(server, pkt6_send=change)
    answer = Client6(server, link="2001:db8:1::2").solicit(na(1)).expect(ADVERTISE, FIRST)
    assert answer.option(24) == b"\7example\3org\0"
    assert answer.option(23) is None


def test_answers_can_be_dropped_or_replaced() -> None:
    server = Server6(subnet6())
    client = Client6(server)
    hook6(server, pkt6_send=lambda event: DROP)
    client.solicit(na(1)).expect_silence()
    hook6(server, buffer6_send=lambda event: SKIP)
    client.solicit(na(1)).expect_silence()

    def other_transaction(event: Buffer6Send | Pkt6Send) -> Outcome:
        event.response.data = event.response.data[:1] + b"\0\0\7" + event.response.data[4:]
        return SKIP if isinstance(event, Pkt6Send) else CONTINUE

    hook6(server, buffer6_send=other_transaction)
    assert client.solicit(na(1)).packet.transaction_id == 7
    hook6(server, pkt6_send=other_transaction)
    assert client.solicit(na(1)).packet.transaction_id == 7


def test_callouts_are_asked_about_leases_that_are_over() -> None:
    server = Server6(subnet6())
    asked: list[str] = []

    def recover(event: Lease6Recover) -> Outcome:
        asked.append(f"recover {event.lease.address}")
        return SKIP

    def expire(event: Lease6Expire) -> None:
        asked.append(f"expire {event.lease.prefix}")

    hooked = hook6(server, lease6_expire=expire, lease6_recover=recover)
    declined = Lease6(NA, number(FIRST), 128, b"", 0, 0, 3600, NOW, 1, state=DECLINED)
    assert not hooked.may_take_back(declined, True)
    assert hooked.may_take_back(Lease6(PD, number("2001:db8::"), 56, b"duid", 1, 0, 3600, NOW, 1), False)
    assert asked == [f"expire {FIRST}/128", f"recover {FIRST}", "expire 2001:db8::/56"]

"""DHCPv4 conversations of a server with plug-ins: every hook point, every outcome, and waiting."""

from ipaddress import IPv4Address

import pytest

from lessor.engine.classify import Classifier
from lessor.engine.tables import Host
from lessor.hooks.api import (
    CONTINUE,
    DROP,
    PARK,
    SKIP,
    Buffer4Receive,
    Buffer4Send,
    Host4Identifier,
    Lease4Decline,
    Lease4Expire,
    Lease4Offer,
    Lease4Recover,
    Lease4Release,
    Lease4Renew,
    Lease4Select,
    Lease4ServerDecline,
    Leases4Committed,
    Outcome,
    Pkt4Receive,
    Pkt4Send,
    Subnet4Select,
    Ticket,
)
from lessor.model.lease import ASSIGNED, DECLINED, Lease4
from lessor.wire.packet4 import ACK, NAK, OFFER, decode4
from tests.flows.conversation import NOW, Answer, Client, Server, guarded, plan, rule, subnet, tables
from tests.flows.hooked import Later, TurnByTurn, hook4


def test_a_hook_that_says_nothing_changes_nothing() -> None:
    server = Server(subnet())
    seen: list[str] = []
    hook4(server, pkt4_receive=lambda event: seen.append(event.query.name))
    assert Client(server).lease() == "192.0.2.10"
    assert seen == ["DHCPDISCOVER", "DHCPREQUEST"]


@pytest.mark.parametrize("outcome", [SKIP, DROP])
def test_a_message_is_dropped_when_it_comes(outcome: Outcome) -> None:
    server = Server(subnet())
    hook4(server, pkt4_receive=lambda event: outcome)
    Client(server).discover().expect_silence()
    assert server.count("pkt4-receive-drop") == 1


def test_callouts_see_what_was_said_before_them_and_the_last_word_counts() -> None:
    server = Server(subnet())
    seen: list[Outcome] = []

    def last(event: Pkt4Receive) -> Outcome:
        seen.append(event.status)
        return CONTINUE

    hook4(server, pkt4_receive=(lambda event: DROP, last))
    Client(server).discover().expect(OFFER)
    assert seen == [DROP]


def test_a_callout_that_fails_is_counted_and_the_next_one_called() -> None:
    server = Server(subnet())

    def broken(event: Pkt4Receive) -> None:
        raise RuntimeError("no")

    called: list[int] = []
    hook4(server, pkt4_receive=(broken, lambda event: called.append(1), lambda event: True, lambda event: 9))
    Client(server).discover().expect(OFFER)
    assert called == [1]
    assert server.count("hook-errors") == 3


def test_octets_can_be_dropped_changed_and_read_by_a_hook() -> None:
    server = Server(subnet())
    client = Client(server)
    hook4(server, buffer4_receive=lambda event: DROP)
    client.discover().expect_silence()

    def other_client(event: Buffer4Receive) -> None:
        assert event.interface == "eth0"
        event.data = event.data[:33] + b"\x77" + event.data[34:]

    hook4(server, buffer4_receive=other_client)
    client.discover().expect(OFFER, chaddr=bytes.fromhex("020000000077"))

    def read(event: Buffer4Receive) -> Outcome:
        event.packet = decode4(event.data)
        event.packet.xid = 99
        return SKIP

    hook4(server, buffer4_receive=read)
    client.discover().expect(OFFER, xid=99)


def test_a_class_from_a_hook_opens_a_pool() -> None:
    its_plan = plan()
    where = subnet(pools="192.0.2.10-192.0.2.20,192.0.2.100-192.0.2.120", its_plan=its_plan)
    guarded(where.pools[0], "gold")
    guarded(where.pools[1], "others")
    server = Server(where, classifier=Classifier([rule("gold"), rule("others")]))

    def sort(event: Pkt4Receive) -> None:
        event.query.classes.add("gold" if event.query.hwaddr[-1] == 0x0A else "others")

    hook4(server, pkt4_receive=sort)
    assert Client(server).discover().address == "192.0.2.10"
    assert Client(server, "02:00:00:00:00:0b").discover().address == "192.0.2.100"


def test_a_hook_can_put_a_message_in_the_class_drop() -> None:
    server = Server(subnet(), classifier=Classifier([rule("x")]))
    hook4(server, pkt4_receive=lambda event: event.query.classes.add("DROP"))
    Client(server).discover().expect_silence()


def test_a_message_with_changed_options_is_read_anew() -> None:
    server = Server(subnet())

    def rename(event: Pkt4Receive) -> None:
        event.query.options["dhcp-client-identifier"] = b"\0circuit 7"
        event.query.notes["renamed"] = True

    seen: list[object] = []

    def look(event: Leases4Committed) -> None:
        seen.extend((event.query.notes["renamed"], bytes(event.query.client_id)))

    hook4(server, pkt4_receive=rename, leases4_committed=look)
    Client(server).lease()
    assert server.leases()["192.0.2.10"].client_id == b"\0circuit 7"
    assert seen == [True, b"\0circuit 7"]


def test_a_hook_chooses_another_subnet_none_or_ends_the_message() -> None:
    server = Server(subnet(), subnet("198.51.100.0/24", "198.51.100.10-198.51.100.20", id=2))
    client = Client(server)

    def other(event: Subnet4Select) -> None:
        assert event.subnet is not None and str(event.subnet.prefix) == "192.0.2.0/24"
        event.subnet = event.subnets()[2]

    hook4(server, subnet4_select=other)
    assert client.discover().address == "198.51.100.10"
    hook4(server, subnet4_select=lambda event: SKIP)
    client.discover().expect_silence()
    hook4(server, subnet4_select=lambda event: DROP)
    client.discover().expect_silence()
    assert server.count("pkt4-receive-drop") == 1


@pytest.mark.parametrize("early", [False, True])
def test_a_client_is_known_by_what_a_hook_says(early: bool) -> None:
    hosts = {("flex-id", b"port 7"): Host(int(IPv4Address("192.0.2.15")), classes=("known",))}
    where = subnet(hosts={} if early else hosts, reservations_global=early)
    server = Server(
        where,
        identifiers=("flex-id",),
        global_hosts=hosts if early else {},
        early_global_hosts=early,
        classifier=Classifier([rule("known")]),
    )

    def identify(event: Host4Identifier) -> None:
        assert event.id_type == "flex-id"
        event.id_value = b"port 7"

    hook4(server, host4_identifier=identify)
    assert Client(server).discover().address == "192.0.2.15"

    def identify_in_vain(event: Host4Identifier) -> Outcome:
        identify(event)
        return SKIP

    hook4(server, host4_identifier=identify_in_vain)
    assert Client(server, "02:00:00:00:00:0b").discover().address == "192.0.2.10"


def test_a_lease_is_given_for_as_long_as_a_hook_says() -> None:
    server = Server(subnet())
    seen: list[bool] = []

    def shorten(event: Lease4Select) -> None:
        seen.append(event.fake_allocation)
        event.lease.valid_lifetime = 300
        event.lease.user_context = {"by": "hook"}

    hook4(server, lease4_select=shorten)
    client = Client(server)
    offer = client.discover().expect(OFFER, option51=(300).to_bytes(4, "big"))
    client.select(offer.address).expect(ACK, option51=(300).to_bytes(4, "big"))
    assert seen == [True, False]
    lease = server.leases()["192.0.2.10"]
    assert (lease.valid_lifetime, lease.user_context) == (300, '{"by": "hook"}')


def test_a_hook_keeps_a_lease_from_being_given() -> None:
    server = Server(subnet())
    client = Client(server)
    hook4(server, lease4_select=lambda event: SKIP)
    client.discover().expect_silence()
    client.select("192.0.2.10").expect(NAK)
    assert not server.leases()


def test_a_hook_keeps_a_lease_from_being_extended() -> None:
    server = Server(subnet())
    client = Client(server)
    address = client.lease()
    seen: list[str] = []

    def refuse(event: Lease4Renew) -> Outcome:
        seen.append(str(event.lease.address))
        assert event.hwaddr == client.hwaddr
        return SKIP

    hook4(server, lease4_renew=refuse)
    server.now += 1000
    client.renew(address).expect(ACK, yiaddr=address, option51=(3600).to_bytes(4, "big"))
    assert seen == [address]
    assert server.leases()[address].cltt == NOW


def test_a_hook_keeps_leases_from_being_released_and_declined() -> None:
    server = Server(subnet())
    client = Client(server)
    address = client.lease()
    seen: list[str] = []

    def keep(event: Lease4Release | Lease4Decline) -> Outcome:
        seen.append(f"{event.query.name} {event.lease.address}")
        with pytest.raises(AttributeError):
            event.lease.hostname = "stored leases are not changed"
        return SKIP

    hook4(server, lease4_release=keep, lease4_decline=keep)
    client.release(address).expect_silence()
    client.decline(address).expect_silence()
    assert seen == [f"DHCPRELEASE {address}", f"DHCPDECLINE {address}"]
    assert server.leases()[address].state != DECLINED


def test_committed_leases_are_told_with_what_is_gone() -> None:
    server = Server(subnet())
    client = Client(server)
    told: list[tuple[list[str], list[str], bool]] = []

    def note(event: Leases4Committed) -> None:
        leases = [str(lease.address) for lease in event.leases]
        told.append((leases, [str(lease.address) for lease in event.deleted_leases], event.response is not None))

    hook4(server, leases4_committed=note)
    address = client.lease()
    client.renew(address).expect(ACK)
    client.release(address)
    assert told == [([address], [], True), ([address], [], True), ([], [address], False)]
    client.reboot("198.51.100.1")
    assert len(told) == 3


def test_the_answer_is_kept_back_when_a_hook_says_so_but_the_lease_stays() -> None:
    server = Server(subnet())
    client = Client(server)
    hook4(server, leases4_committed=lambda event: DROP)
    client.select("192.0.2.10").expect_silence()
    assert "192.0.2.10" in server.leases()


def test_an_answer_waits_while_others_are_served() -> None:
    server = Server(subnet())
    loop = TurnByTurn()
    later = Later()

    async def committed(event: Leases4Committed) -> None:
        if event.query.hwaddr[-1] == 0x0A:
            await later

    hook4(server, loop, leases4_committed=committed)
    Client(server).select("192.0.2.10").expect_silence()
    Client(server, "02:00:00:00:00:0b").select("192.0.2.11").expect_silence()
    loop.run()
    assert [decode4(reply.data).yiaddr & 255 for reply in server.sent] == [11]
    later.come()
    loop.run()
    assert [decode4(reply.data).yiaddr & 255 for reply in server.sent] == [11, 10]


def test_an_async_callout_may_drop_and_its_failure_is_counted() -> None:
    server = Server(subnet())
    loop = TurnByTurn()

    async def drop(event: Pkt4Receive) -> Outcome:
        return DROP

    async def fail(event: Pkt4Receive) -> None:
        raise ValueError("no")

    hook4(server, loop, pkt4_receive=drop)
    Client(server).discover()
    loop.run()
    assert not server.sent and server.count("pkt4-receive-drop") == 1
    hook4(server, loop, pkt4_receive=fail)
    Client(server).discover()
    loop.run()
    assert len(server.sent) == 1 and server.count("hook-errors") == 1


def test_a_message_goes_on_by_the_tables_and_the_time_of_then() -> None:
    server = Server(subnet())
    loop = TurnByTurn()
    later = Later()

    async def wait(event: Subnet4Select) -> None:
        await later

    hook4(server, loop, subnet4_select=wait)
    Client(server).select("192.0.2.10").expect_silence()
    loop.run()
    server.exchange.install(tables(subnet(its_plan=plan(lifetime_default=1234))))
    server.now += 100
    later.come()
    loop.run()
    lease = server.leases()["192.0.2.10"]
    assert (lease.valid_lifetime, lease.cltt) == (1234, NOW + 100)
    assert len(server.sent) == 1


def test_tickets_hold_a_message_until_all_are_back() -> None:
    server = Server(subnet())
    loop = TurnByTurn()
    tickets: list[Ticket] = []

    def park(event: Pkt4Receive) -> Outcome:
        tickets.append(event.park())
        return PARK

    hook4(server, loop, pkt4_receive=(park, park))
    Client(server).discover()
    loop.run()
    tickets[0].resume()
    tickets[0].resume()
    loop.run()
    assert not server.sent
    tickets[1].resume()
    loop.run()
    assert len(server.sent) == 1
    tickets.clear()
    Client(server).discover()
    tickets[0].drop()
    tickets[1].resume()
    loop.run()
    assert server.sent == []


def test_messages_that_wait_are_bounded() -> None:
    server = Server(subnet())
    loop = TurnByTurn()
    later = Later()

    async def wait(event: Leases4Committed) -> None:
        await later

    hook4(server, loop, 2, leases4_committed=wait)
    for i in range(4):
        Client(server, f"02:00:00:00:00:{i:02x}").select(f"192.0.2.1{i}")
    later.come()
    loop.run()
    assert len(server.leases()) == 4
    assert len(server.sent) == 2
    assert server.count("pkt4-receive-drop") == 2


def test_nothing_waits_where_nothing_may() -> None:
    server = Server(subnet())

    async def nothing() -> None:
        return

    hook4(server, pkt4_send=lambda event: nothing())
    Client(server).discover().expect(OFFER)
    assert server.count("hook-errors") == 1


def test_an_address_in_use_is_set_aside_instead_of_offered() -> None:
    server = Server(subnet())
    loop = TurnByTurn()
    declined: list[str] = []

    async def ping(event: Lease4Offer) -> None:
        event.offer_address_in_use = str(event.leases[0].address) == "192.0.2.10"

    def told(event: Lease4ServerDecline) -> None:
        declined.append(str(event.lease.address))

    hook4(server, loop, lease4_offer=ping, lease4_server_decline=told)
    client = Client(server)
    client.discover().expect_silence()
    loop.run()
    assert server.sent == [] and declined == ["192.0.2.10"]
    assert server.leases()["192.0.2.10"].state == DECLINED
    client.discover()
    loop.run()
    assert Answer(server.sent[0], decode4(server.sent[0].data)).address == "192.0.2.11"


def test_offers_can_be_dropped() -> None:
    server = Server(subnet())
    hook4(server, lease4_offer=lambda event: DROP)
    Client(server).discover().expect_silence()
    Client(server).select("192.0.2.10").expect(ACK)


def test_options_of_an_answer_can_be_changed() -> None:
    server = Server(subnet())

    def change(event: Pkt4Send) -> None:
        options = event.response.options
        assert options["routers"] == "192.0.2.254"
        options["domain-name-servers"] = "192.0.2.53, 192.0.2.54"
        options[224] = b"\1\2"
        del options["routers"]
        event.response.boot_file_name = "/boot"
        assert event.subnet is not None and event.subnet.id == 1

    hook4(server, pkt4_send=change)
    answer = Client(server, giaddr="192.0.2.2").discover(option82=b"\x01\x01x").expect(OFFER)
    assert answer.packet.options[6] == bytes((192, 0, 2, 53, 192, 0, 2, 54))
    assert answer.packet.options[224] == b"\1\2" and 3 not in answer.packet.options
    assert answer.packet.file.rstrip(b"\0") == b"/boot"
    assert list(answer.packet.options)[-1] == 82


def test_answers_can_be_dropped_or_replaced() -> None:
    server = Server(subnet())
    client = Client(server)
    hook4(server, pkt4_send=lambda event: DROP)
    client.discover().expect_silence()
    hook4(server, buffer4_send=lambda event: SKIP)
    client.discover().expect_silence()

    def other_transaction(event: Buffer4Send | Pkt4Send) -> Outcome:
        event.response.data = event.response.data[:4] + b"\0\0\0\7" + event.response.data[8:]
        return SKIP if isinstance(event, Pkt4Send) else CONTINUE

    hook4(server, buffer4_send=other_transaction)
    client.discover().expect(OFFER, xid=7)
    hook4(server, pkt4_send=other_transaction)
    client.discover().expect(OFFER, xid=7)
    assert server.count("pkt4-offer-sent") == 2


def test_callouts_are_asked_about_leases_that_are_over() -> None:
    server = Server(subnet())
    asked: list[str] = []

    def expire(event: Lease4Expire) -> Outcome:
        asked.append(f"expire {event.lease.address} {event.remove_lease}")
        return SKIP if str(event.lease.address) == "192.0.2.12" else CONTINUE

    def recover(event: Lease4Recover) -> Outcome:
        asked.append(f"recover {event.lease.address}")
        return SKIP

    hooked = hook4(server, lease4_expire=expire, lease4_recover=recover)
    assert [hooked.may_take_back(lease, True) for lease in (lease_on(10), lease_on(11, DECLINED), lease_on(12))] == [
        True,
        False,
        False,
    ]
    assert asked == [
        "expire 192.0.2.10 True",
        "expire 192.0.2.11 True",
        "recover 192.0.2.11",
        "expire 192.0.2.12 True",
    ]


def lease_on(last: int, state: int = ASSIGNED) -> Lease4:
    return Lease4(0xC0000200 + last, b"hwaddr", b"", 3600, NOW, 1, state=state)

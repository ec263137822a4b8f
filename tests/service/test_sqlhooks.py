"""Plug-ins in a server whose leases are in a database: what they are told is true, and who waits is served."""

import asyncio
from ipaddress import IPv4Address

from lessor.hooks.callouts import bind
from lessor.hooks.events4 import Leases4Committed, Pkt4Receive
from lessor.model.datagram import Received4
from lessor.service.hooking.hooked4 import Hooked4
from lessor.wire.catalog4 import STANDARD4
from lessor.wire.packet4 import ACK, NAK, OFFER, decode4
from tests.flows.conversation import Client
from tests.flows.hooked import Function, attached, witness
from tests.service.sql.test_sqlexchange import A, B, Start, discovery, requests, settings, start
from tests.service.sqlservers import SqlServer

__all__ = ["settings", "start"]


def hook(server: SqlServer, **callouts: Function) -> None:
    """Load a plug-in with these callouts into a server."""
    exchange = server.driver.exchange
    hooked = Hooked4(  # as plugins4.py does it
        exchange,  # type: ignore[arg-type]  # it is an Exchange4
        bind(attached(callouts)),
        STANDARD4,
        witness(server.statistics),
        server.loop,
        lambda: server.now,
    )
    hooked.go_on_through(server.driver.resume)
    server.driver.hooks = hooked


def kinds(server: SqlServer) -> list[int]:
    return [decode4(reply.data).options[53][0] for reply in server.sent]


def requested(server: SqlServer, client: str, address: str) -> Received4:
    return requests([Client(server, client)], [address])[0]


def test_of_a_batch_in_which_one_lost_the_others_are_told_and_answered(start: Start) -> None:
    one, other = start(), start()
    told: list[str] = []

    def committed(event: Leases4Committed) -> None:
        told.extend(str(lease.address) for lease in event.leases)
        assert "192.0.2.16" in one.leases()

    hook(one, leases4_committed=committed)
    one.begin(requested(one, A, "192.0.2.15"), requested(one, "02:00:00:00:00:0c", "192.0.2.16"))
    Client(other, B).select("192.0.2.15").expect(ACK)
    one.finish()
    assert told == ["192.0.2.16"]
    assert sorted(kinds(one)) == [ACK, NAK]
    assert one.count("pkt4-ack-sent") == 1
    assert one.count("assigned-addresses") == 1


def test_an_answer_waits_for_its_callout_while_others_leave(start: Start) -> None:
    server = start()
    later = asyncio.Event()

    async def committed(event: Leases4Committed) -> None:
        if event.query.hwaddr[-1] == 0x0A:
            await later.wait()

    hook(server, leases4_committed=committed)
    server.hear(requested(server, A, "192.0.2.15"), requested(server, B, "192.0.2.16"))
    server.run_until(lambda: len(server.sent) == 1)
    assert [decode4(reply.data).yiaddr & 255 for reply in server.sent] == [16]
    later.set()
    server.run_until(lambda: len(server.sent) == 2)
    assert [decode4(reply.data).yiaddr & 255 for reply in server.sent] == [16, 15]
    assert server.count("pkt4-ack-sent") == 2


def test_a_message_that_has_waited_at_its_beginning_finds_what_is_known_of_its_client(start: Start) -> None:
    server = start()
    address = Client(server, A).lease()

    async def received(event: Pkt4Receive) -> None:
        await asyncio.sleep(0)

    hook(server, pkt4_receive=received)
    server.sent.clear()
    server.begin(discovery(server, A), discovery(server, B))
    server.run_until(lambda: len(server.sent) == 2)
    first, second = (decode4(reply.data) for reply in server.sent)
    assert (first.options[53][0], second.options[53][0]) == (OFFER, OFFER)
    assert first.yiaddr == int(IPv4Address(address)) != second.yiaddr
    server.sent.clear()
    server.begin(requested(server, B, str(IPv4Address(second.yiaddr))))
    server.run_until(lambda: bool(server.sent))
    assert kinds(server) == [ACK]
    assert len(server.leases()) == 2

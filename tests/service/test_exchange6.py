"""Tests of lessor.service.exchange6: what conversations cannot show, stores that wait, lose races or fail."""

from collections.abc import Callable, Sequence

import pytest

from lessor.engine.occupancy import LEASED, OFFERED
from lessor.model.datagram6 import Received6
from lessor.model.lease6 import NA, PD, Change6, Lease6
from lessor.store.base import StoreError
from lessor.store.memory6 import MemoryStore6
from lessor.wire.packet6 import ADVERTISE, INFORMATION_REQUEST, REPLY, SOLICIT, encode6
from tests.flows.conversation6 import (
    GROUP,
    LINK,
    NOW,
    Client6,
    Server6,
    duid,
    na,
    number,
    pd,
    subnet6,
    tables6,
)
from tests.store.around import Around6

FIRST = "2001:db8:1::100"
RIVAL = duid(99)


def rival(address: str = FIRST, duid: bytes = RIVAL) -> Lease6:
    return Lease6(NA, number(address), 128, duid, 1, 3000, 4000, NOW, 1)


class SlowStore(Around6):
    """A memory store whose changes become durable when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[bool], None]] = []

    def when_durable(self, done: Callable[[bool], None]) -> None:
        self.waiting.append(done)

    def settle(self, durable: bool) -> None:
        waiting, self.waiting = self.waiting, []
        for done in waiting:
            done(durable)


class RacingStore(Around6):
    """A store on which another server grabs addresses, one each time just before we commit."""

    def __init__(self, *grabbed: str) -> None:
        super().__init__()
        self.grabbed = list(grabbed)

    def commit(self, changes: Sequence[Change6]) -> bool:
        if self.grabbed:
            super().commit(((None, rival(self.grabbed.pop(0))),))
        return super().commit(changes)


class FullStore(Around6):
    """A store that takes no changes."""

    def commit(self, changes: Sequence[Change6]) -> bool:
        raise StoreError("disk full")


class HopelessStore(Around6):
    """A store on which somebody is always faster."""

    def commit(self, changes: Sequence[Change6]) -> bool:
        return False


def test_a_reply_waits_for_the_disk() -> None:
    store = SlowStore()
    server = Server6(subnet6(rapid_commit=True), store=store)
    client = Client6(server)
    client.solicit(na(1)).expect(ADVERTISE)
    for ask in (client.request, client.rapid, client.renew, client.rebind):
        ask(na(1)).expect_silence()
        store.settle(True)
        assert len(server.sent) == 1


def test_and_does_not_leave_when_the_disk_failed() -> None:
    store = SlowStore()
    server = Server6(subnet6(), store=store)
    client = Client6(server)
    client.request(na(1))
    store.settle(False)
    assert not server.sent
    assert server.count("pkt6-receive-drop") == 1


def test_what_tells_of_no_lease_does_not_wait() -> None:
    client = Client6(Server6(subnet6(), store=SlowStore()))
    client.inform().expect(REPLY)
    client.confirm(na(1, FIRST)).expect(REPLY)
    client.release(na(1, FIRST)).expect(REPLY)
    client.send(client.message(INFORMATION_REQUEST)).expect(REPLY)


def test_a_lost_race_is_decided_again() -> None:
    server = Server6(subnet6(), store=RacingStore(FIRST, "2001:db8:1::101"))
    answer = Client6(server).request(na(1, FIRST), pd(1)).expect(REPLY)
    assert FIRST not in answer.items
    assert len(answer.items) == 2
    assert len(server.leases()) == 4


def test_but_not_for_ever() -> None:
    server = Server6(subnet6(), store=HopelessStore())
    Client6(server).request(na(1)).expect_silence()
    assert not server.leases()


def test_a_store_that_takes_nothing() -> None:
    server = Server6(subnet6(), store=FullStore())
    client = Client6(server)
    client.solicit(na(1)).expect(ADVERTISE)
    client.request(na(1)).expect_silence()
    assert server.count("pkt6-processing-failed") == 1


def test_all_or_nothing_of_one_message() -> None:
    store = RacingStore()
    server = Server6(subnet6(pools=f"{FIRST}-{FIRST}"), store=store)
    client = Client6(server)
    client.solicit(na(1), pd(1))
    store.grabbed = [FIRST]
    answer = client.request(na(1), pd(1)).expect(REPLY)
    assert {lease.type for lease in server.leases().values() if lease.duid == client.duid} == {PD}
    assert len(answer.items) == 1


def test_new_tables_serve_from_the_next_message_on() -> None:
    server = Server6(subnet6())
    first, second = Client6(server), Client6(server, 11)
    first.request(na(1), pd(1))
    offered = second.solicit(na(1), pd(1)).items
    new = subnet6(pools="2001:db8:1::100-2001:db8:1::1ff", prefixes="2001:db8:8000::/51>56")
    server.exchange.install(tables6(new))
    for pool in (new.pools[0], new.prefix_pools[0]):
        assert [pool.occupancy.state(position) for position in (0, 1)] == [LEASED, OFFERED]
    second.request(na(1), pd(1)).expect(REPLY, *offered)


def test_an_offer_that_the_new_tables_do_not_know() -> None:
    server = Server6(subnet6())
    client = Client6(server)
    client.solicit(na(1))
    server.exchange.install(tables6(subnet6("2001:db8:2::/64", "2001:db8:2::10-2001:db8:2::1f", "", id=2)))
    client.solicit(na(1)).expect(ADVERTISE, "2001:db8:2::10")
    server.now += 31
    client.solicit(na(1)).expect(ADVERTISE)


def test_leases_found_at_the_start_are_kept_from_others() -> None:
    store = MemoryStore6()
    store.commit(((None, rival()),))
    Client6(Server6(subnet6(), store=store)).solicit(na(1)).expect(ADVERTISE, "2001:db8:1::101")


def test_two_messages_of_one_batch_see_each_other() -> None:
    server = Server6(subnet6(rapid_commit=True))
    batch = []
    for last in range(4):
        client = Client6(server, last)
        batch.append(client.received(client.message(SOLICIT, na(1), (14, b""))))
    assert len(server.hear(*batch)) == 4
    assert len(server.leases()) == 4


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x01\x00\x00\x01", b"\x0c" + bytes(40), bytes(2000)])
def test_octets_that_are_no_message_are_counted_and_dropped(data: bytes) -> None:
    server = Server6(subnet6())
    client = Client6(server)
    bad = Received6(data, LINK, GROUP, 1, 546)
    assert len(server.hear(bad, client.received(client.message(SOLICIT, na(1))))) == 1
    assert (server.count("pkt6-received"), server.count("pkt6-receive-drop")) == (2, 1)


def test_a_bug_does_not_stop_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server6(subnet6())
    client = Client6(server)
    monkeypatch.setattr(server.store.__class__, "facts", lambda *_: 1 / 0)
    assert not server.hear(client.received(client.message(SOLICIT, na(1))))
    assert server.count("pkt6-processing-failed") == 1


def test_expired_leases_elsewhere_do_not_keep_a_client_waiting() -> None:
    far = subnet6("2001:db8:2::/64", "", "", id=2)
    server = Server6(subnet6(pools=f"{FIRST}-{FIRST}"), far)
    for i in range(1000):
        old = Lease6(NA, number("2001:db8:2::") + i, 128, RIVAL, i, 1, 1, NOW - 100, 2)
        server.store.commit(((None, old),))
    Client6(server, 11).solicit(na(1)).expect(ADVERTISE, FIRST)
    # on offer to somebody else, and that is better than nothing
    Client6(server).solicit(na(1)).expect(ADVERTISE, FIRST)


def test_messages_are_written_as_they_are_read() -> None:
    client = Client6(Server6(subnet6()))
    packet = client.message(SOLICIT, na(1))
    assert client.received(packet).data == encode6(packet)

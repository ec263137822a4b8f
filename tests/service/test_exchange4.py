"""Tests of lessor.service.exchange4: what conversations cannot show, stores that wait, lose races or fail."""

from collections.abc import Callable, Sequence

from lessor.engine.occupancy import LEASED, OFFERED
from lessor.model.lease import Change4, Lease4
from lessor.store.base import StoreError
from lessor.store.memory import MemoryStore
from lessor.wire.packet4 import ACK, OFFER
from tests.flows.conversation import NOW, Client, Server, number, subnet, tables
from tests.store.around import Around4


class SlowStore(Around4):
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


class RacingStore(Around4):
    """A store on which another server grabs an address just before we commit."""

    def __init__(self, grabbed: str) -> None:
        super().__init__()
        self.grabbed: Lease4 | None = Lease4(number(grabbed), b"rival!", b"", 3600, NOW, 1)

    def commit(self, changes: Sequence[Change4]) -> bool:
        if self.grabbed is not None:
            grabbed, self.grabbed = self.grabbed, None
            super().commit(((None, grabbed),))
        return super().commit(changes)


class FullStore(Around4):
    """A store that takes no changes."""

    def commit(self, changes: Sequence[Change4]) -> bool:
        raise StoreError("disk full")


def test_an_acknowledgement_waits_for_the_disk() -> None:
    store = SlowStore()
    server = Server(subnet(), store=store)
    client = Client(server)
    address = client.discover().expect(OFFER).address
    client.select(address).expect_silence()
    store.settle(True)
    assert len(server.sent) == 1


def test_and_does_not_leave_when_the_disk_failed() -> None:
    store = SlowStore()
    server = Server(subnet(), store=store)
    client = Client(server)
    client.select(client.discover().address)
    store.settle(False)
    assert not server.sent
    # the client asks again
    client.select("192.0.2.10")
    store.settle(True)
    assert len(server.sent) == 1


def test_a_lost_race_is_decided_again() -> None:
    server = Server(subnet(), store=RacingStore("192.0.2.10"))
    client = Client(server)
    client.select("192.0.2.10").expect(6)
    assert client.lease() == "192.0.2.11"


def test_a_store_that_takes_nothing() -> None:
    server = Server(subnet(), store=FullStore())
    client = Client(server)
    address = client.discover().expect(OFFER).address
    client.select(address).expect_silence()
    assert server.count("pkt4-processing-failed") == 1
    assert not server.leases()


def test_new_tables_serve_from_the_next_message_on() -> None:
    server = Server(subnet())
    first, second = Client(server), Client(server, "02:00:00:00:00:0b")
    leased = first.lease()
    offered = second.discover().address
    new = subnet(pools="192.0.2.10-192.0.2.99")
    server.exchange.install(tables(new))
    assert new.pools[0].occupancy.state(0) == LEASED
    assert new.pools[0].occupancy.state(1) == OFFERED
    second.select(offered).expect(ACK, yiaddr=offered)
    first.renew(leased).expect(ACK)


def test_leases_found_at_the_start_are_kept_from_others() -> None:
    store = MemoryStore({number("192.0.2.10"): Lease4(number("192.0.2.10"), b"early!", b"", 3600, NOW, 1)})
    Client(Server(subnet(), store=store)).discover().expect(OFFER, yiaddr="192.0.2.11")


def test_expired_leases_elsewhere_do_not_keep_a_client_waiting() -> None:
    far = subnet("10.0.0.0/16", "", id=2)
    server = Server(subnet(pools="192.0.2.10-192.0.2.10"), far)
    for i in range(1000):
        server.store.commit(((None, Lease4(number("10.0.0.0") + i, b"old%d!" % i, b"", 1, NOW - 100, 2)),))
    Client(server, "02:00:00:00:00:0b").discover().expect(OFFER, yiaddr="192.0.2.10")
    # on offer to somebody else, and that is better than nothing
    Client(server).discover().expect(OFFER, yiaddr="192.0.2.10")

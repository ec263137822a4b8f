"""Tests of lessor.service.reclaim, for both families."""

from lessor.engine.occupancy import FREE, LEASED, Occupancy, Place
from lessor.model.lease import ASSIGNED, RECLAIMED, Lease4
from lessor.model.lease6 import PD, Lease6
from lessor.service.reclaim import reclaim
from lessor.store.memory import MemoryStore
from lessor.store.memory6 import MemoryStore6

NOW = 1_700_000_000


class Notes:
    """A chronicle that remembers."""

    def __init__(self) -> None:
        self.leases: list[Lease4 | Lease6] = []

    def reclaimed(self, lease: Lease4 | Lease6) -> None:
        self.leases.append(lease)


def test_dhcpv4() -> None:
    store = MemoryStore()
    occupancy = Occupancy(4)
    for i in range(4):
        store.commit(((None, Lease4(i, b"hwaddr%d" % i, b"", 100 + i, NOW, 1, True, True, "name", pool_id=3)),))
        occupancy.mark(i, LEASED)

    def place_of(lease: Lease4) -> Place:
        return occupancy, lease.address

    notes = Notes()
    assert reclaim(store, place_of, notes, NOW + 102, 2) == 2
    assert reclaim(store, place_of, notes, NOW + 102, 2) == 1
    assert reclaim(store, place_of, notes, NOW + 102, 2) == 0
    assert [occupancy.state(i) for i in range(4)] == [FREE, FREE, FREE, LEASED]
    assert [lease.state for lease in notes.leases] == [ASSIGNED] * 3, "as they were"
    row = store.facts(b"", b"hwaddr0").by_hwaddr[0]
    assert (row.state, row.hostname, row.fqdn_fwd, row.fqdn_rev) == (RECLAIMED, "", False, False)
    assert (row.hwaddr, row.valid_lifetime, row.pool_id) == (b"hwaddr0", 100, 3)


def test_dhcpv6() -> None:
    store = MemoryStore6()
    before = Lease6(PD, 1 << 72, 56, b"duid", 7, 50, 100, NOW, 1, b"hwaddr", 1, 2, True, True, "name", user_context="x")
    store.commit(((None, before),))
    notes = Notes()
    assert reclaim(store, lambda _: None, notes, NOW + 100, 10) == 1
    (row,) = store.leases()
    assert (row.state, row.hostname, row.fqdn_fwd, row.fqdn_rev) == (RECLAIMED, "", False, False)
    assert (row.duid, row.iaid, row.prefix_length, row.hwaddr, row.user_context) == (b"duid", 7, 56, b"hwaddr", "x")
    assert notes.leases == [before]
    assert before.state == ASSIGNED

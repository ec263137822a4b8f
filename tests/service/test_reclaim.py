"""Tests of lessor.service.reclaim, for both families."""

import pytest

from lessor.engine.occupancy import FREE, LEASED, OFFERED, Occupancy, Place
from lessor.model.lease import ASSIGNED, DECLINED, RECLAIMED, RELEASED, Lease4
from lessor.model.lease6 import PD, Lease6
from lessor.service.reclaim import Reclamation, given_back
from lessor.store.memory import MemoryStore
from lessor.store.memory6 import MemoryStore6

NOW = 1_700_000_000


class Notes:
    """A chronicle that remembers."""

    def __init__(self) -> None:
        self.leases: list[Lease4 | Lease6] = []

    def reclaimed(self, lease: Lease4 | Lease6) -> None:
        self.leases.append(lease)


class Case:
    """Four addresses, leased for 100, 101, 102, 103 seconds."""

    def __init__(self, state: int = ASSIGNED) -> None:
        self.store = MemoryStore()
        self.occupancy = Occupancy(4)
        self.notes = Notes()
        self.reclamation = Reclamation(self.store, self.place_of, self.notes)
        for i in range(4):
            lease = Lease4(i, b"hwaddr%d" % i, b"", 100 + i, NOW, 1, True, True, "name", state, pool_id=3)
            assert self.store.commit(((None, lease),))
            self.occupancy.mark(i, LEASED)

    def place_of(self, lease: Lease4) -> Place:
        return self.occupancy, lease.address

    def states(self) -> list[int]:
        return [self.occupancy.state(i) for i in range(4)]


def test_dhcpv4() -> None:
    case = Case()
    reclaim = case.reclamation.reclaim
    assert case.reclamation.overdue(NOW + 102)
    assert [reclaim(NOW + 102, 2) for _ in range(3)] == [2, 1, 0]
    assert not case.reclamation.overdue(NOW + 102)
    assert case.states() == [FREE, FREE, FREE, LEASED]
    assert [lease.state for lease in case.notes.leases] == [ASSIGNED] * 3, "as they were"
    row = case.store.facts(b"", b"hwaddr0").by_hwaddr[0]
    assert (row.state, row.hostname, row.fqdn_fwd, row.fqdn_rev) == (RECLAIMED, "", False, False)
    assert (row.hwaddr, row.valid_lifetime, row.pool_id) == (b"hwaddr0", 100, 3)


def test_dhcpv6() -> None:
    store = MemoryStore6()
    before = Lease6(PD, 1 << 72, 56, b"duid", 7, 50, 100, NOW, 1, b"hwaddr", 1, 2, True, True, "name", user_context="x")
    store.commit(((None, before),))
    notes = Notes()
    reclamation = Reclamation(store, lambda _: None, notes)
    assert reclamation.reclaim(NOW + 100, 10) == 1
    (row,) = store.leases()
    assert (row.state, row.hostname, row.fqdn_fwd, row.fqdn_rev) == (RECLAIMED, "", False, False)
    assert (row.duid, row.iaid, row.prefix_length, row.hwaddr, row.user_context) == (b"duid", 7, 56, b"hwaddr", "x")
    assert notes.leases == [before]
    assert before.state == ASSIGNED
    assert reclamation.remove(NOW + 100, 10) == 1
    assert not len(store)


def test_rows_are_removed_when_they_were_kept_long_enough() -> None:
    case = Case()
    case.reclamation.reclaim(NOW + 103, 10)
    case.occupancy.mark(0, OFFERED)
    case.occupancy.mark(1, LEASED)
    remove = case.reclamation.remove
    assert [remove(NOW + 102, 2) for _ in range(3)] == [2, 1, 0]
    assert [lease.address for lease in case.store.leases()] == [3]
    assert case.states() == [OFFERED, LEASED, FREE, FREE], "what happened to them since is no business of the row"


@pytest.mark.parametrize(("state", "keep"), [(ASSIGNED, False), (DECLINED, True), (RELEASED, False)])
def test_rows_that_are_not_kept(state: int, keep: bool) -> None:
    case = Case(state)
    case.reclamation.keep = keep
    assert case.reclamation.reclaim(NOW + 103, 10) == 4
    assert not len(case.store)


def test_what_was_given_back_is_free_already() -> None:
    case = Case(RELEASED)
    case.occupancy.mark(0, OFFERED)
    assert case.reclamation.reclaim(NOW + 103, 10) == 4
    assert case.states() == [OFFERED, LEASED, LEASED, LEASED]
    assert case.notes.leases == []
    assert {lease.state for lease in case.store.leases()} == {RECLAIMED}


def test_what_is_given_back_may_be_kept_for_its_client() -> None:
    lease = Lease4(1, b"hwaddr", b"", 100, NOW, 1, hostname="name")
    ((before, after),) = given_back([(lease, None)], NOW + 30)
    assert before is lease
    assert (after.state, after.cltt + after.valid_lifetime, after.hwaddr) == (RELEASED, NOW + 29, b"hwaddr")
    assert lease.state == ASSIGNED


def test_no_row_has_a_lifetime_of_nothing_which_is_removal() -> None:
    ((_, after),) = given_back([(Lease4(1, b"hwaddr", b"", 100, NOW, 1), None)], NOW)
    assert (after.cltt, after.valid_lifetime) == (NOW - 2, 1)


def test_a_lease_that_was_over_is_not_given_back() -> None:
    leases = [Lease4(1, b"hwaddr", b"", 100, NOW, 1, state=state) for state in (RECLAIMED, RELEASED)]
    assert given_back([(lease, None) for lease in leases], NOW + 30) == ()


def test_plugins_may_see_to_a_lease_themselves() -> None:
    case = Case()
    asked: list[tuple[int, bool]] = []

    def may_take(lease: Lease4, remove: bool) -> bool:
        asked.append((lease.address, remove))
        return lease.address != 1

    case.reclamation.may_take = may_take
    assert case.reclamation.reclaim(NOW + 102, 9) == 2
    assert case.states() == [FREE, LEASED, FREE, LEASED]
    assert asked == [(0, False), (1, False), (2, False)]

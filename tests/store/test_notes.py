"""What the changes of a batch come to, and who loses when something else was there."""

from lessor.model.lease import Lease4
from lessor.store.notes import Note, losers, net
from tests.store.leases import a_lease, numbered_lease

FIRST, SECOND, THIRD = numbered_lease(1), numbered_lease(2), numbered_lease(3)


def address(lease: Lease4) -> int:
    return lease.address


def test_changes_of_one_key_become_one() -> None:
    later, last = numbered_lease(1, cltt=5), numbered_lease(1, cltt=6)
    notes: list[Note[Lease4]] = [(0, [(FIRST, later)]), (1, [(None, SECOND), (later, last)]), (2, [(None, None)])]
    assert net(notes, address) == {FIRST.address: (FIRST, last), SECOND.address: (None, SECOND)}


def test_what_was_made_and_taken_back_comes_to_nothing() -> None:
    notes: list[Note[Lease4]] = [(0, [(None, FIRST)]), (1, [(FIRST, None)])]
    assert net(notes, address) == {FIRST.address: (None, None)}


def test_a_message_loses_as_a_whole_and_with_it_who_built_on_it() -> None:
    notes: list[Note[Lease4]] = [
        (0, [(FIRST, None), (None, SECOND)]),
        (1, [(SECOND, a_lease(SECOND.address))]),
        (2, [(None, THIRD)]),
    ]
    assert losers(notes, address, [FIRST.address]) == {0, 1}
    assert losers(notes, address, [THIRD.address]) == {2}
    assert losers(notes, address, []) == set()

"""Tests of lessor.service.settle."""

from lessor.engine.occupancy import FREE, LEASED, Occupancy, Place
from lessor.model.lease import Lease4
from lessor.service.settle import settle

Change = tuple[Lease4 | None, Lease4 | None]


class Notes:
    """A chronicle that remembers."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def changed(self, before: Lease4 | None, after: Lease4 | None) -> None:
        self.changes.append((before, after))


def lease(address: int, subnet_id: int = 1) -> Lease4:
    return Lease4(address, b"hwaddr", b"", 100, 0, subnet_id)


def test_what_is_leased_is_marked_and_what_is_gone_is_free() -> None:
    occupancy = Occupancy(4)
    occupancy.mark(0, LEASED)
    notes = Notes()

    def place_of(lease: Lease4) -> Place:
        return occupancy, lease.address

    changes: list[Change] = [(lease(0), None), (None, lease(1)), (lease(2), lease(2)), (None, None)]
    settle([*changes, (None, lease(3, subnet_id=9))], {1}, place_of, notes)
    assert [occupancy.state(i) for i in range(4)] == [FREE, LEASED, LEASED, FREE]
    assert notes.changes == changes[:3]

"""Tests of lessor.engine.offers."""

from lessor.engine.occupancy import FREE, LEASED, OFFERED, Occupancy
from lessor.engine.offers import CAPACITY, HOLD, OfferBook


def test_remembers_who_was_offered_what() -> None:
    book = OfferBook()
    book.add(10, b"one", 1, 100, None)
    offer = book.of_client(b"one", 100)
    assert offer is not None
    assert (offer.address, offer.subnet_id, offer.until) == (10, 1, 100 + HOLD)
    assert book.taken(10, b"two", 100)
    assert not book.taken(10, b"one", 100)
    assert not book.taken(11, b"two", 100)


def test_forgets_in_time() -> None:
    book = OfferBook()
    book.add(10, b"one", 1, 100, None)
    book.add(11, b"two", 1, 101, None)
    assert book.of_client(b"one", 100 + HOLD) is None
    assert not book.taken(10, b"two", 100 + HOLD)
    book.lapse(100 + HOLD)
    assert list(book.by_address) == [11]


def test_a_new_offer_replaces_the_clients_earlier_one() -> None:
    book = OfferBook()
    book.add(10, b"one", 1, 100, None)
    book.add(11, b"one", 1, 101, None)
    assert (list(book.by_address), list(book.by_client)) == ([11], [b"one"])


def test_an_address_offered_again_is_taken_from_the_first_client() -> None:
    book = OfferBook()
    book.add(10, b"one", 1, 100, None)
    book.add(10, b"two", 1, 101, None)
    assert book.of_client(b"one", 101) is None
    assert list(book.by_client) == [b"two"]


def test_is_bounded() -> None:
    book = OfferBook()
    for address in range(CAPACITY + 1):
        book.add(address, address.to_bytes(4, "big"), 1, 100, None)
    assert 0 not in book.by_address
    assert len(book.by_address) == len(book.by_client) == CAPACITY


def test_keeps_the_picture_of_the_allocators() -> None:
    occupancy = Occupancy(4)
    occupancy.mark(2, LEASED)
    book = OfferBook()
    book.add(10, b"one", 1, 100, (occupancy, 0))
    book.add(11, b"two", 1, 100, (occupancy, 1))
    book.add(12, b"six", 1, 100, (occupancy, 2))
    assert [occupancy.state(position) for position in range(4)] == [OFFERED, OFFERED, LEASED, FREE]
    book.close(b"one")
    book.lapse(100 + HOLD)
    assert [occupancy.state(position) for position in range(4)] == [FREE, FREE, LEASED, FREE]

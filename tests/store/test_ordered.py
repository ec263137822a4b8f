"""Tests of lessor.store.ordered: ascending order whatever comes and goes."""

import random

from lessor.store.ordered import BATCH, BLOCK, Ordered


def walk(order: Ordered, held: set[int], limit: int = 100) -> list[int]:
    """All keys that are held, page by page."""
    found: list[int] = []
    last = -1
    while page := order.after(last, limit):
        last = page[-1]
        found += [key for key in page if key in held]
    return found


def test_nothing() -> None:
    order = Ordered([], set())
    assert not order.arrange()
    assert order.after(-1, 10) == []


def test_what_a_store_begins_with_is_sorted_in_steps() -> None:
    held = set(random.Random(1).sample(range(1_000_000), 10_000))
    order = Ordered(list(held), held)
    steps = 1
    while order.arrange():
        steps += 1
    assert steps > 5
    assert walk(order, held) == sorted(held)


def test_a_walk_that_cannot_wait_sorts_everything() -> None:
    held = set(range(5000))
    order = Ordered(sorted(held, reverse=True), held)
    assert order.after(-1, 3) == [0, 1, 2]
    assert order.after(4997, 10) == [4998, 4999]
    assert order.after(4999, 10) == []


def test_new_keys_are_there_at_once() -> None:
    held = {10, 20}
    order = Ordered([10, 20], held)
    for key in (15, 5, 25):
        held.add(key)
        order.note(key)
        assert walk(order, held) == sorted(held)


def test_a_key_that_came_back_is_there_once() -> None:
    held = {1, 2, 3}
    order = Ordered([1, 2, 3], held)
    order.after(-1, 9)
    order.note(2)
    assert order.after(-1, 9) == [1, 2, 3]


def test_keys_that_are_gone_are_forgotten() -> None:
    held: set[int] = set()
    order = Ordered([], held)
    # every key is new: as clients of a /64 that choose their addresses at random
    chance = random.Random(2)
    for _ in range(60_000):
        key = chance.getrandbits(64)
        held.add(key)
        order.note(key)
        if len(held) > 500:
            held.pop()
    assert len(order) < 4 * BLOCK + 2 * BATCH
    assert walk(order, held) == sorted(held)


def test_any_order_of_coming_and_going() -> None:
    for seed in range(20):
        chance = random.Random(seed)
        begin = chance.sample(range(5000), chance.randrange(2000))
        held = set(begin)
        order = Ordered(begin, held)
        for _ in range(4000):
            key = chance.randrange(5000)
            if key in held:
                held.remove(key)
            else:
                held.add(key)
                order.note(key)
            if chance.random() < 0.002:
                order.arrange()
            if chance.random() < 0.002:
                start = chance.randrange(5000)
                page = [other for other in order.after(start, 50) if other in held]
                assert page == [other for other in sorted(held) if other > start][: len(page)]
        assert walk(order, held, chance.randrange(1, 700)) == sorted(held)

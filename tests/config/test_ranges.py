"""Who serves which addresses when subnets lie inside each other."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from lessor.config.addresses import IPV4
from lessor.config.ranges import disjoint
from lessor.engine.tables import Plan, Subnet

PLAN = Plan({}, (), 1, 1, 1)


def subnet(number: int, prefix: int, length: int) -> Subnet:
    first = prefix & IPV4.mask(length)
    return Subnet(number, first, IPV4.last((first, length)), length, b"", PLAN, (), {}, {})


def test_subnets_apart_stay_as_they_are() -> None:
    low, high = subnet(2, 0x0A000000, 24), subnet(1, 0x0A000100, 24)
    assert disjoint([high, low]) == [(low.first, low.last, low), (high.first, high.last, high)]


def test_the_smaller_id_serves() -> None:
    outer, inner = subnet(2, 0x0A000000, 16), subnet(1, 0x0A000500, 24)
    assert disjoint([outer, inner]) == [
        (outer.first, inner.first - 1, outer),
        (inner.first, inner.last, inner),
        (inner.last + 1, outer.last, outer),
    ]


def test_a_subnet_may_have_nothing_left_to_serve() -> None:
    outer, inner = subnet(1, 0x0A000000, 16), subnet(2, 0x0A000500, 24)
    assert disjoint([outer, inner]) == [(outer.first, outer.last, outer)]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, IPV4.all_ones), st.sampled_from((0, 1, 8, 28, 30, 32))), max_size=12))
def test_agrees_with_asking_every_subnet(prefixes: list[tuple[int, int]]) -> None:
    subnets = [subnet(number, prefix >> 3, length) for number, (prefix, length) in enumerate(prefixes, 1)]
    pieces = disjoint(subnets)
    assert all(before[1] < after[0] for before, after in pairwise(pieces))
    edges = {0, IPV4.all_ones} | {edge for s in subnets for edge in (s.first, s.last, s.first - 1, s.last + 1)}
    for address in edges:
        holders = [subnet for subnet in subnets if subnet.first <= address <= subnet.last]
        expected = min(holders, key=lambda subnet: subnet.id, default=None)
        found = [piece[2] for piece in pieces if piece[0] <= address <= piece[1]]
        assert found == ([expected] if expected else [])

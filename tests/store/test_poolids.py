"""To which pools addresses belong, when nobody but the configuration says so."""

import pytest

from lessor.store.poolids import PoolIds, Span, none_known

IDS = PoolIds(
    [Span(1, 0, 30, 39, 3), Span(1, 0, 10, 19, 1), Span(1, 0, 20, 29, 0), Span(1, 2, 10, 19, 9), Span(2, 0, 10, 10, 4)]
)


@pytest.mark.parametrize(
    ("subnet_id", "type", "address", "pool_id"),
    [
        (1, 0, 9, 0),
        (1, 0, 10, 1),
        (1, 0, 19, 1),
        (1, 0, 20, 0),
        (1, 0, 30, 3),
        (1, 0, 40, 0),
        (1, 2, 15, 9),
        (2, 0, 10, 4),
        (2, 0, 11, 0),
        (3, 0, 10, 0),
    ],
)
def test_the_pool_of_an_address(subnet_id: int, type: int, address: int, pool_id: int) -> None:
    assert IDS.of(subnet_id, type, address) == pool_id


def test_pools_without_an_id_are_not_looked_for() -> None:
    assert [span.pool_id for span in IDS.spans] == [1, 9, 4, 3]
    assert none_known().spans == ()
    assert none_known().of(1, 0, 10) == 0

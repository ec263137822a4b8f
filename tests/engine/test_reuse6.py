"""Tests of lessor.engine.reuse6: when a lease is given again as it is."""

import pytest

from lessor.engine.reuse6 import is_reusable6, rest_of6
from lessor.model.lease import INFINITE, RECLAIMED
from lessor.model.lease6 import NA, Lease6
from tests.flows.conversation6 import NOW, duid, subnet6


def lease(**fields: object) -> Lease6:
    made = Lease6(NA, 1, 128, duid(1), 1, 3000, 4000, NOW, 1, b"\x02\0\0\0\0\1", 1, 1, hostname="host.")
    for name, value in fields.items():
        setattr(made, name, value)
    return made


@pytest.mark.parametrize(
    ("age", "threshold", "max_age", "reusable"),
    [
        (0, 0.25, 0, True),
        (1000, 0.25, 0, True),
        (1001, 0.25, 0, False),
        (1, 0.0, 0, False),
        (1, 0.0, 100, False),
        (100, 0.25, 100, True),
        (101, 0.25, 100, False),
        (-1, 0.25, 0, False),
    ],
)
def test_by_age(age: int, threshold: float, max_age: int, reusable: bool) -> None:
    here = subnet6(cache_threshold=threshold, cache_max_age=max_age)
    assert is_reusable6(lease(), lease(cltt=NOW + age), here, NOW + age) is reusable


@pytest.mark.parametrize(
    "change",
    [
        {"hwaddr": b""},
        {"hostname": ""},
        {"user_context": "{}"},
        {"subnet_id": 2},
        {"pool_id": 7},
        {"prefix_length": 64},
        {"fqdn_fwd": True},
        {"fqdn_rev": True},
        {"valid_lifetime": 3999},
        {"preferred_lifetime": 2999},
    ],
)
def test_not_what_would_change(change: dict[str, object]) -> None:
    here = subnet6(cache_threshold=0.25)
    assert not is_reusable6(lease(), lease(**change), here, NOW)


def test_longer_lifetimes_wait_for_the_next_time() -> None:
    here = subnet6(cache_threshold=0.25)
    assert is_reusable6(lease(), lease(valid_lifetime=9000, preferred_lifetime=8000), here, NOW)


def test_not_what_was_taken_back() -> None:
    assert not is_reusable6(lease(state=RECLAIMED), lease(), subnet6(cache_threshold=0.25), NOW)


def test_what_never_ends_needs_no_threshold() -> None:
    for_ever = lease(valid_lifetime=INFINITE)
    assert is_reusable6(for_ever, lease(valid_lifetime=INFINITE), subnet6(), NOW + 10**9)
    assert not is_reusable6(for_ever, lease(), subnet6(), NOW)


def test_the_rest() -> None:
    assert rest_of6(lease(), NOW + 100) == (2900, 3900)
    assert rest_of6(lease(), NOW + 3500) == (0, 500)
    assert rest_of6(lease(valid_lifetime=INFINITE, preferred_lifetime=INFINITE), NOW + 100) == (INFINITE, INFINITE)

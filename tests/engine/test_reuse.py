"""Tests of lessor.engine.reuse."""

from copy import copy

import pytest

from lessor.engine.reuse import reusable_for
from lessor.model.lease import DECLINED, INFINITE, Lease4
from tests.flows.conversation import NOW, number, subnet

BEFORE = Lease4(number("192.0.2.10"), b"client", b"\x01id", 3600, NOW, 1, hostname="name")


def changed(**fields: object) -> Lease4:
    lease = copy(BEFORE)
    for name, value in fields.items():
        setattr(lease, name, value)
    return lease


@pytest.mark.parametrize(
    ("threshold", "max_age", "age", "rest"),
    [
        (0.25, 0, 0, 3600),
        (0.25, 0, 900, 2700),
        (0.25, 0, 901, 0),
        (0.0, 0, 0, 0),
        (0.25, 600, 600, 3000),
        (0.25, 600, 601, 0),
        (0.25, 0, -1, 0),
        (1.0, 0, 3599, 1),
        (1.0, 0, 3600, 0),
    ],
)
def test_the_rest_of_a_lease(threshold: float, max_age: int, age: int, rest: int) -> None:
    here = subnet(cache_threshold=threshold, cache_max_age=max_age)
    assert reusable_for(BEFORE, changed(cltt=NOW + age), here, NOW + age) == rest


@pytest.mark.parametrize(
    "fields",
    [
        {"hwaddr": b"other!"},
        {"client_id": b""},
        {"hostname": ""},
        {"subnet_id": 2},
        {"pool_id": 2},
        {"fqdn_fwd": True},
        {"fqdn_rev": True},
        {"user_context": "{}"},
        {"valid_lifetime": 3599},
    ],
)
def test_what_makes_it_another_lease(fields: dict[str, object]) -> None:
    here = subnet(cache_threshold=0.5)
    assert reusable_for(BEFORE, changed(), here, NOW) == 3600
    assert reusable_for(BEFORE, changed(**fields), here, NOW) == 0


def test_a_declined_one_is_no_lease() -> None:
    assert reusable_for(changed(state=DECLINED), BEFORE, subnet(cache_threshold=0.5), NOW) == 0


def test_without_end() -> None:
    endless = changed(valid_lifetime=INFINITE)
    assert reusable_for(endless, endless, subnet(), NOW + 10**9) == INFINITE
    assert reusable_for(endless, BEFORE, subnet(), NOW) == 0
    assert reusable_for(endless, changed(valid_lifetime=INFINITE, hostname=""), subnet(), NOW) == 0

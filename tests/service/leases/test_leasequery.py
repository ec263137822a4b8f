"""Which leases are wanted, and in which order."""

import pytest

from lessor.model.lease import DECLINED, INFINITE, RECLAIMED, RELEASED, Lease4
from lessor.model.lease6 import REGISTERED
from lessor.service.leases.leasequery import ORDERS, Query, Span, select, state_of
from tests.store.leases import ADDRESS, CLIENT_ID, HWADDR, NOW, a_lease, numbered_lease
from tests.store.leases6 import ADDRESS6, DUID, PREFIX, a_lease6, a_prefix


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (Query(NOW), True),
        (Query(NOW, subnets=frozenset({1, 2})), True),
        (Query(NOW, subnets=frozenset({2})), False),
        (Query(NOW, spans=(Span(4, 0, 5), Span(4, ADDRESS, ADDRESS))), True),
        (Query(NOW, spans=(Span(4, ADDRESS + 1, 2**32),)), False),
        (Query(NOW, spans=(Span(6, 0, 2**128),)), False),
        (Query(NOW, hwaddrs=frozenset({HWADDR})), True),
        (Query(NOW, hwaddrs=frozenset({CLIENT_ID})), False),
        (Query(NOW, client_ids=frozenset({CLIENT_ID})), True),
        (Query(NOW, duids=frozenset({DUID})), False),
        (Query(NOW, hostnames=("h?st",)), True),
        (Query(NOW, hostnames=("h", "*x")), False),
        (Query(NOW, states=frozenset({"active"})), True),
        (Query(NOW + 3600, states=frozenset({"active"})), False),
        (Query(NOW, expiring=3600), True),
        (Query(NOW, expiring=3599), False),
        (Query(NOW + 3600, expiring=3600), False),
        (Query(NOW, subnets=frozenset({1}), hostnames=("other",)), False),
    ],
)
def test_what_is_wanted(query: Query, wanted: bool) -> None:
    assert query.matches(a_lease()) is wanted


def test_what_is_wanted_of_dhcpv6() -> None:
    assert Query(NOW, duids=frozenset({DUID})).matches(a_lease6())
    assert not Query(NOW, client_ids=frozenset({DUID})).matches(a_lease6())
    assert Query(NOW, spans=(Span(6, ADDRESS6, ADDRESS6),)).matches(a_lease6())
    assert not Query(NOW, spans=(Span(4, 0, 2**32),)).matches(a_lease6())
    # an address inside a delegated prefix leads to it
    assert Query(NOW, spans=(Span(6, PREFIX + 77, PREFIX + 77),)).matches(a_prefix())
    assert not Query(NOW, spans=(Span(6, PREFIX - 1, PREFIX - 1),)).matches(a_prefix())


def test_what_never_ends_does_not_expire() -> None:
    assert not Query(NOW, expiring=2**40).matches(a_lease(valid_lifetime=INFINITE))


def test_states() -> None:
    states = {DECLINED: "declined", RECLAIMED: "reclaimed", RELEASED: "released", 9: "9"}
    for number, word in states.items():
        assert state_of(a_lease(state=number), NOW + 9999) == word
    assert state_of(a_lease6(state=REGISTERED), NOW) == "registered"
    assert state_of(a_lease6(state=REGISTERED), NOW + 3600) == "expired"


LEASES = [
    numbered_lease(1, cltt=NOW + 5, subnet_id=2),
    numbered_lease(2, cltt=NOW + 9, subnet_id=1),
    numbered_lease(3, cltt=NOW, valid_lifetime=INFINITE),
]


def numbers(order: str, reverse: bool = False, limit: int | None = None) -> list[int]:
    return [lease.address - ADDRESS for lease in select(iter(LEASES), Query(NOW), order, reverse, limit)]


def test_orders() -> None:
    assert numbers("address") == [1, 2, 3]
    assert numbers("address", reverse=True) == [3, 2, 1]
    assert numbers("expires") == [1, 2, 3]
    assert numbers("changed") == [3, 1, 2]
    assert numbers("subnet") == [2, 3, 1]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("reverse", [False, True])
def test_a_limit_takes_the_first_of_them(order: str, reverse: bool) -> None:
    assert numbers(order, reverse, 2) == numbers(order, reverse)[:2]
    assert numbers(order, reverse, 0) == []


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_knows_both_families(order: str) -> None:
    assert len(list(select([a_lease6(), a_prefix()], Query(NOW), order, True))) == 2
    leases: list[Lease4] = [a_lease()]
    assert list(select(leases, Query(NOW), order)) == leases

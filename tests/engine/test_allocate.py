"""Tests of lessor.engine.allocate."""

import pytest

from lessor.engine import story
from lessor.engine.allocate import Case4, belongs, held_by_other, objection, own_lease, place_of, sibling_at
from lessor.engine.offers import OfferBook
from lessor.engine.tables import Subnet
from lessor.model.facts import Facts4
from lessor.model.lease import ASSIGNED, DECLINED, INFINITE, RECLAIMED, RELEASED, Lease4, is_active
from tests.engine.test_request4 import MAC, read
from tests.flows.conversation import NOW, number, reservation, subnet, tables

ID = b"\x01id"


def lease(hwaddr: bytes = MAC, client_id: bytes = b"", **fields: object) -> Lease4:
    made = Lease4(number("192.0.2.12"), hwaddr, client_id, 3600, NOW, 1)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def case(*leases: Lease4, client_id: bytes = b"", here: Subnet | None = None) -> Case4:
    here = here or subnet()
    by_client_id = [one for one in leases if client_id and one.client_id == client_id]
    by_hwaddr = [one for one in leases if one.hwaddr == MAC]
    facts = Facts4(by_client_id, by_hwaddr, {one.address: one for one in leases})
    request = read({61: client_id} if client_id else {})
    return Case4(tables(here), request, here, facts, OfferBook(), NOW)


@pytest.mark.parametrize(
    ("lease_id", "lease_mac", "client_id", "match", "same"),
    [
        (ID, b"other!", ID, True, True),
        (b"\x01di", MAC, ID, True, False),
        (b"", MAC, ID, True, True),
        (ID, MAC, b"", True, True),
        (b"", b"other!", b"", True, False),
        (b"\x01di", MAC, ID, False, True),
        (b"", b"", b"", True, False),
    ],
)
def test_whose_lease_it_is(lease_id: bytes, lease_mac: bytes, client_id: bytes, match: bool, same: bool) -> None:
    request = read({61: client_id} if client_id else {})
    assert belongs(lease(lease_mac, lease_id), request, match) is same


def test_own_lease_by_identifier_before_hardware_address() -> None:
    by_id, by_mac = lease(b"other!", ID), lease(MAC, b"", address=number("192.0.2.13"))
    assert own_lease(case(by_mac, by_id, client_id=ID)) is by_id
    assert own_lease(case(by_mac)) is by_mac


def test_a_lease_elsewhere_is_not_ones_own_here() -> None:
    assert own_lease(case(lease(subnet_id=2))) is None


@pytest.mark.parametrize(
    ("fields", "active"),
    [
        ({}, True),
        ({"cltt": NOW - 3600}, False),
        ({"cltt": NOW - 3599}, True),
        ({"cltt": 0, "valid_lifetime": INFINITE}, True),
        ({"state": DECLINED}, True),
        ({"state": RECLAIMED}, False),
        ({"state": RELEASED}, False),
        ({"state": ASSIGNED}, True),
    ],
)
def test_what_binds_an_address(fields: dict[str, int], active: bool) -> None:
    theirs = lease(b"other!")
    for name, value in fields.items():
        setattr(theirs, name, value)
    assert is_active(theirs, NOW) is active
    assert held_by_other(case(theirs), number("192.0.2.12")) is active
    assert not held_by_other(case(), number("192.0.2.12"))


def test_a_declined_address_is_not_even_its_finders() -> None:
    assert held_by_other(case(lease(b"", b"", state=DECLINED)), number("192.0.2.12"))


def objected(case: Case4, address: str) -> str:
    """What speaks against an address."""
    return objection(case, sibling_at(case, number(address)), number(address))


def test_what_is_open() -> None:
    here = subnet(hosts=reservation("02:be:00:00:00:01", address="192.0.2.13"))
    assert objected(case(here=here), "192.0.2.12") == ""
    assert objected(case(here=here), "192.0.2.13") == story.PROMISED
    assert objected(case(here=here), "192.0.2.99") == story.NO_POOL
    assert objected(case(here=here), "10.0.0.1") == story.ELSEWHERE
    mine = subnet(hosts=reservation(MAC.hex(), address="192.0.2.99"))
    assert objected(case(here=mine), "192.0.2.99") == ""


def test_where_an_address_is_noted() -> None:
    here = subnet()
    assert place_of(tables(here), 1, number("192.0.2.12")) == (here.pools[0].occupancy, 2)
    assert place_of(tables(here), 1, number("192.0.2.99")) is None
    assert place_of(tables(here), 7, number("192.0.2.12")) is None

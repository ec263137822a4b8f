"""Reservations laid over tables and lifted again."""

from lessor.engine.laid4 import Laid4
from lessor.engine.occupancy import FREE, LEASED, OFFERED, RESERVED
from lessor.engine.tables import Host, Subnet
from tests.flows.conversation import number, reservation, subnet, tables

KEY = "hw-address", b"\2\0\0\0\0\1"
ADDRESS = number("192.0.2.12")


def state(where: Subnet, address: int = ADDRESS) -> int:
    return where.pools[0].occupancy.state(address - where.pools[0].first)


def test_a_reservation_is_there_until_it_is_lifted() -> None:
    where = subnet()
    host = Host(ADDRESS)
    laid = Laid4(tables(where), where.id, KEY, host)
    assert (where.hosts[KEY], where.reserved[ADDRESS], state(where)) == (host, host, RESERVED)
    laid.lift()
    assert (where.hosts, where.reserved, state(where)) == ({}, {}, FREE)


def test_what_the_configuration_says_stays() -> None:
    where = subnet(hosts=reservation("02:00:00:00:00:01", address="192.0.2.12"))
    configured = where.hosts[KEY]
    same_client = Laid4(tables(where), where.id, KEY, Host(ADDRESS + 1))
    same_address = Laid4(tables(where), where.id, ("duid", b"other"), Host(ADDRESS))
    assert where.hosts[KEY] is where.reserved[ADDRESS] is configured
    assert ADDRESS + 1 not in where.reserved
    same_client.lift()
    same_address.lift()
    assert where.hosts == {KEY: configured}
    assert where.reserved == {ADDRESS: configured}
    assert state(where) == RESERVED


def test_an_address_that_is_leased_stays_so() -> None:
    where = subnet()
    where.pools[0].occupancy.mark(2, LEASED)
    laid = Laid4(tables(where), where.id, KEY, Host(ADDRESS))
    assert state(where) == LEASED
    laid.lift()
    assert state(where) == LEASED


def test_an_address_that_is_on_offer_is_not_free_when_the_offer_is_over() -> None:
    where = subnet()
    occupancy = where.pools[0].occupancy
    occupancy.offer(2)
    assert state(where) == OFFERED
    Laid4(tables(where), where.id, KEY, Host(ADDRESS))
    occupancy.withdraw(2)
    assert state(where) == RESERVED


def test_global_reservations_keep_addresses_where_they_count() -> None:
    here, there = subnet(reservations_global=True), subnet("198.51.100.0/24", "198.51.100.10-198.51.100.20", id=2)
    both = tables(here, there)
    laid = Laid4(both, 0, KEY, Host(ADDRESS))
    assert KEY in both.global_hosts
    assert ADDRESS in here.reserved
    assert there.reserved == {}
    laid.lift()
    assert (both.global_hosts, here.reserved) == ({}, {})


def test_where_they_do_not_count_addresses_are_free() -> None:
    out_of_pool, nowhere = subnet(reservations_out_of_pool=True), subnet(reservations_in_subnet=False)
    for where in (out_of_pool, nowhere):
        Laid4(tables(where), where.id, KEY, Host(ADDRESS))
        assert (where.reserved, state(where)) == ({}, FREE)


def test_nothing_is_laid_where_there_is_no_such_subnet() -> None:
    where = subnet()
    Laid4(tables(where), 99, KEY, Host(ADDRESS)).lift()
    assert (where.hosts, where.reserved) == ({}, {})

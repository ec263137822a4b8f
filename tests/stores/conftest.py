"""The back ends: one suite runs against each of them and is the definition of correct.

A back end is a name and a function that opens a fresh store. A new back end is added to BACK_ENDS4 and BACK_ENDS6 and
nowhere else. What every store promises of whatever leases (test_leases.py) is asked of each back end with leases of
each KIND; `store4` and `store6` are for what a family has of its own.
"""

from asyncio import AbstractEventLoop, new_event_loop
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store.base import LeaseStore4, LeaseStore6
from lessor.store.leasedatabase import open_rows
from lessor.store.memfile import open_store, open_store6
from lessor.store.memory import MemoryStore
from lessor.store.memory6 import MemoryStore6
from lessor.store.sqlrows import TABLE4, TABLE6
from tests.store.leases import ADDRESS, a_lease, numbered_lease
from tests.store.leases6 import ADDRESS6, a_lease6, a_prefix, numbered_lease6, numbered_prefix
from tests.stores.kinds import AnyStore, Kind, Place
from tests.stores.through import Through4, Through6


def _memory4(place: Place) -> LeaseStore4:
    return MemoryStore()


def _memory6(place: Place) -> LeaseStore6:
    return MemoryStore6()


def _memfile4(place: Place) -> LeaseStore4:
    return open_store(place.directory / "leases4.csv", place.loop)


def _memfile6(place: Place) -> LeaseStore6:
    return open_store6(place.directory / "leases6.csv", place.loop)


def _unsynced4(place: Place) -> LeaseStore4:
    return open_store(place.directory / "leases4.csv", place.loop, sync="never")


def _unsynced6(place: Place) -> LeaseStore6:
    return open_store6(place.directory / "leases6.csv", place.loop, sync="never")


def _sql4(fixture: str, place: Place) -> LeaseStore4:
    return Through4(open_rows(place.database(fixture), TABLE4))


def _sql6(fixture: str, place: Place) -> LeaseStore6:
    return Through6(open_rows(place.database(fixture), TABLE6))


SQL = ("postgresql_leases", "postgresql_newest_leases", "mysql_leases", "mysql_newest_leases")
"""Fixtures of tests/servers/leases.py."""

BACK_ENDS4: dict[str, Callable[[Place], LeaseStore4]] = {
    "memory": _memory4,
    "memfile": _memfile4,
    "memfile-unsynced": _unsynced4,
    **{fixture: partial(_sql4, fixture) for fixture in SQL},
}

BACK_ENDS6: dict[str, Callable[[Place], LeaseStore6]] = {
    "memory": _memory6,
    "memfile": _memfile6,
    "memfile-unsynced": _unsynced6,
    **{fixture: partial(_sql6, fixture) for fixture in SQL},
}


def _own4(number: int = 0, **different: Any) -> Lease4:
    return a_lease(ADDRESS + number, **different)


def _own6(number: int = 0, **different: Any) -> Lease6:
    return a_lease6(ADDRESS6 + number, **different)


KINDS = {
    "4": Kind(BACK_ENDS4, numbered_lease, _own4),
    "6-address": Kind(BACK_ENDS6, numbered_lease6, _own6),
    "6-prefix": Kind(BACK_ENDS6, numbered_prefix, a_prefix),
}


@pytest.fixture
def loop() -> Iterator[AbstractEventLoop]:
    loop = new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, loop: AbstractEventLoop) -> Place:
    return Place(tmp_path, loop, request.getfixturevalue)


@pytest.fixture(params=BACK_ENDS4)
def store(request: pytest.FixtureRequest, kind: Kind, place: Place) -> Iterator[AnyStore]:
    store = kind.back_ends[request.param](place)
    yield store
    store.close()


@pytest.fixture(params=BACK_ENDS4)
def store4(request: pytest.FixtureRequest, place: Place) -> Iterator[LeaseStore4]:
    store = BACK_ENDS4[request.param](place)
    yield store
    store.close()


@pytest.fixture(params=BACK_ENDS6)
def store6(request: pytest.FixtureRequest, place: Place) -> Iterator[LeaseStore6]:
    store = BACK_ENDS6[request.param](place)
    yield store
    store.close()

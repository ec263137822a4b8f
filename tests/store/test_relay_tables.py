"""By which relays leases in databases are looked up: columns of lease4, and tables of their own beside lease6."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.model.database import DatabaseSettings
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store import columns6
from lessor.store.leasedatabase import open_rows
from lessor.store.schema.session import Session, opened
from lessor.store.sql import Rows
from lessor.store.sqlrows import TABLE4, TABLE6
from lessor.store.transfer import TRANSFER4, TRANSFER6
from tests.store.leases import Recorder, a_lease
from tests.store.leases6 import a_lease6, a_prefix
from tests.store.test_relayed import agent, relays
from tests.store.test_transfer import write4

FAR = agent('{ "relay-id": "0A0B", "remote-id": "01", "sub-options": "0x0C020A0B020101" }')
NEAR = agent('{ "remote-id": "02", "sub-options": "0x020102" }')
FAR6 = relays('{ "hop": 0, "relay-id": "0A", "remote-id": "01" }', '{ "hop": 1, "relay-id": "0B" }')
NEAR6 = relays('{ "hop": 0, "relay-id": "0C" }')


@pytest.fixture(params=["postgresql_newest_leases", "mysql_newest_leases"])
def newest(request: pytest.FixtureRequest) -> DatabaseSettings:
    settings: DatabaseSettings = request.getfixturevalue(request.param)
    return settings


@pytest.fixture
def rows4(newest: DatabaseSettings) -> Iterator[Rows[Lease4]]:
    rows = open_rows(newest, TABLE4)
    yield rows
    rows.close()


@pytest.fixture
def rows6(newest: DatabaseSettings) -> Iterator[Rows[Lease6]]:
    rows = open_rows(newest, TABLE6)
    yield rows
    rows.close()


def told4(settings: DatabaseSettings) -> list[tuple[object, ...]]:
    with opened(settings) as session:
        return session.rows("SELECT relay_id, remote_id FROM lease4 ORDER BY address")


def told6(settings: DatabaseSettings) -> tuple[list[bytes], list[bytes]]:
    """The relay ids and the remote ids of all leases, each with the lease that it leads to."""
    with opened(settings) as session:
        return _of(session, "relay_id"), _of(session, "remote_id")


def _of(session: Session, column: str) -> list[bytes]:
    rows = session.rows(
        f"SELECT {column} FROM lease6_{column} JOIN lease6 ON lease_addr = address ORDER BY address, {column}"
    )
    return [bytes(octets) for (octets,) in rows if isinstance(octets, bytes)]


def test_a_lease_is_found_by_its_relay(newest: DatabaseSettings, rows4: Rows[Lease4]) -> None:
    plain, far, near = a_lease(1), a_lease(2, user_context=FAR), a_lease(3, user_context=NEAR)
    assert rows4.swap([(None, plain), (None, far), (None, near)])
    assert told4(newest) == [(None, None), (b"\x0a\x0b", b"\x01"), (None, b"\x02")]
    assert rows4.search({"relay_id": b"\x0a\x0b"}) == [far]
    assert rows4.search({"remote_id": b"\x02"}) == [near]


def test_a_lease_moves_from_relay_to_relay(newest: DatabaseSettings, rows4: Rows[Lease4]) -> None:
    plain, far, near = [a_lease(1, user_context=context) for context in ("", FAR, NEAR)]
    assert rows4.swap([(None, far)])
    assert rows4.swap([(far, near)])
    assert told4(newest) == [(None, b"\x02")]
    assert rows4.swap([(near, plain)])
    assert told4(newest) == [(None, None)]


def test_leases_of_dhcpv6_have_rows_for_each_of_their_relays(newest: DatabaseSettings, rows6: Rows[Lease6]) -> None:
    assert rows6.swap([(None, a_lease6(1)), (None, a_lease6(2, user_context=FAR6)), (None, a_prefix(3))])
    assert told6(newest) == ([b"\x0a", b"\x0b"], [b"\x01"])


def test_rows_of_relays_follow_their_leases(newest: DatabaseSettings, rows6: Rows[Lease6]) -> None:
    plain, far, near = [a_lease6(1, user_context=context) for context in ("", FAR6, NEAR6)]
    other = a_lease6(2, user_context=FAR6)
    later = a_lease6(2, user_context=FAR6, cltt=other.cltt + 1)
    assert rows6.swap([(None, plain), (None, other)])
    assert rows6.swap([(plain, far)])
    assert rows6.swap([(far, near), (other, later)])
    assert told6(newest) == ([b"\x0c", b"\x0a", b"\x0b"], [b"\x01"])
    assert rows6.swap([(near, plain)])
    assert told6(newest) == ([b"\x0a", b"\x0b"], [b"\x01"])
    assert rows6.swap([(later, None)])
    assert told6(newest) == ([], [])


def test_who_comes_too_late_leaves_no_rows_of_relays(newest: DatabaseSettings, rows6: Rows[Lease6]) -> None:
    lease = a_lease6(1)
    assert rows6.swap([(None, lease)])
    assert not rows6.swap([(a_lease6(1, cltt=7), a_lease6(1, cltt=8, user_context=FAR6))])
    assert not rows6.swap([(None, a_lease6(1, user_context=FAR6))])
    assert told6(newest) == ([], [])


def test_leases_of_a_file_bring_their_relays(newest: DatabaseSettings, tmp_path: Path) -> None:
    write4(tmp_path / "4.csv", [a_lease(1, user_context=FAR), a_lease(2)])
    assert TRANSFER4.upload(newest, tmp_path / "4.csv", Recorder()) == 2
    assert told4(newest) == [(b"\x0a\x0b", b"\x01"), (None, None)]
    (tmp_path / "6.csv").write_text(f"{columns6.HEADER}\n{columns6.show(a_lease6(1, user_context=FAR6))}")
    assert TRANSFER6.upload(newest, tmp_path / "6.csv", Recorder()) == 1
    assert told6(newest) == ([b"\x0a", b"\x0b"], [b"\x01"])

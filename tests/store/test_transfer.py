"""Leases go from a lease file into a database and back, and are the same."""

from pathlib import Path

import pytest

from lessor.model.database import MYSQL, DatabaseSettings
from lessor.model.lease import DECLINED, INFINITE, RECLAIMED, Lease4
from lessor.model.lease6 import PD, Lease6
from lessor.store import columns, columns6
from lessor.store.base import StoreError
from lessor.store.schema.session import opened
from lessor.store.transfer import TRANSFER4, TRANSFER6
from lessor.store.upgrade import create
from tests.servers.catalog import rows_of
from tests.store.leases import Recorder, a_lease, numbered_lease
from tests.store.leases6 import a_lease6, numbered_lease6, numbered_prefix

LEASES4 = [
    a_lease(0x0A000001),
    a_lease(0x0A000002, hostname="with,comma.example"),
    a_lease(0x0A000003, hostname="amp&#x2ersand.and\tmore"),
    a_lease(0x0A000004, user_context='{ "ISC": { "relay-agent-info": { "sub-options": "0x0104,&" } } }'),
    a_lease(0x0A000005, valid_lifetime=INFINITE, fqdn_fwd=True, fqdn_rev=True),
    a_lease(0x0A000006, b"", b"", hostname="", state=DECLINED),
    a_lease(0x0A000007, client_id=b"", pool_id=12),
    a_lease(0x0A000008, hwaddr=b"", client_id=b"\xff" * 60),
    a_lease(0x0A000009, hwaddr=bytes(range(20)), hostname="", state=RECLAIMED),
    a_lease(0xFFFFFFFE, subnet_id=0xFFFFFFFE, hostname="percent%s"),
]

LEASES6 = [
    a_lease6(iaid=0xFFFFFFFF),
    numbered_lease6(1),
    numbered_lease6(2),
    numbered_prefix(3),
    numbered_prefix(4),
]


def write4(path: Path, leases: list[Lease4]) -> list[str]:
    lines = [columns.HEADER, *[columns.show(lease).removesuffix("\n") for lease in leases]]
    path.write_text("\n".join([*lines, ""]))
    return lines


def write6(path: Path, leases: list[Lease6]) -> list[str]:
    ordered = sorted(leases, key=lambda lease: (lease.type == PD, lease.address))
    lines = [columns6.HEADER, *[columns6.show(lease).removesuffix("\n") for lease in ordered]]
    path.write_text("\n".join([*lines, ""]))
    return lines


def without_pools(lines: list[str]) -> list[str]:
    return [line.rpartition(",")[0] for line in lines]


@pytest.mark.parametrize("newest", [False, True], ids=["first", "newest"])
def test_leases_come_back_as_they_were(newest: bool, database: DatabaseSettings, tmp_path: Path) -> None:
    with opened(database) as session:
        create(session, newest)
    lines4 = write4(tmp_path / "4.csv", LEASES4)
    lines6 = write6(tmp_path / "6.csv", LEASES6)
    assert TRANSFER4.upload(database, tmp_path / "4.csv", Recorder()) == len(LEASES4)
    assert TRANSFER6.upload(database, tmp_path / "6.csv", Recorder()) == len(LEASES6)
    # the tables of Kea 2.2 know nothing of pools
    assert list(TRANSFER4.dump(database)) == (lines4 if newest else without_pools(lines4))
    assert list(TRANSFER6.dump(database)) == (lines6 if newest else without_pools(lines6))


def test_the_last_row_of_a_lease_counts(database: DatabaseSettings, tmp_path: Path) -> None:
    with opened(database) as session:
        create(session, newest=True)
        path = tmp_path / "leases.csv"
        gone = columns.show_removed(numbered_lease(2))
        write4(path, [numbered_lease(1), numbered_lease(2), numbered_lease(1, cltt=1_800_001_000)])
        path.write_text(path.read_text() + gone + "no lease\n")
        watcher = Recorder()
        assert TRANSFER4.upload(database, path, watcher) == 1
        assert [line for _, line, _ in watcher.bad_rows] == [6]
        assert rows_of(session, "lease4_stat") == [(1, 0, 1)]
        assert list(TRANSFER4.dump(database))[1:] == [
            columns.show(numbered_lease(1, cltt=1_800_001_000)).removesuffix("\n")
        ]


def test_all_or_nothing(database: DatabaseSettings, tmp_path: Path) -> None:
    with opened(database) as session:
        create(session)
    path = tmp_path / "leases.csv"
    write4(path, [numbered_lease(2)])
    TRANSFER4.upload(database, path, Recorder())
    write4(path, [numbered_lease(number) for number in (1, 2, 3)])
    with pytest.raises(StoreError, match=r"(?i)duplicate"):
        TRANSFER4.upload(database, path, Recorder())
    assert len(list(TRANSFER4.dump(database))) == 2


def test_what_ends_after_2038(database: DatabaseSettings, tmp_path: Path) -> None:
    with opened(database) as session:
        create(session)
    path = tmp_path / "leases.csv"
    late = a_lease(cltt=2**31)
    lines = write4(path, [late])
    if database.type == MYSQL:
        with pytest.raises(StoreError, match=r"192\.0\.2\.1 ends after 2038-01-19 03:14:07"):
            TRANSFER4.upload(database, path, Recorder())
    else:
        TRANSFER4.upload(database, path, Recorder())
        assert list(TRANSFER4.dump(database)) == without_pools(lines)


def test_no_tables(database: DatabaseSettings, tmp_path: Path) -> None:
    write4(tmp_path / "leases.csv", LEASES4)
    with pytest.raises(StoreError, match="there is no table lease4"):
        TRANSFER4.upload(database, tmp_path / "leases.csv", Recorder())
    with pytest.raises(StoreError, match="there is no table lease4"):
        list(TRANSFER4.dump(database))

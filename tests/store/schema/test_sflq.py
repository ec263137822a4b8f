"""The shared queue of free addresses: what servers that use it find in a database of ours."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv6Address
from typing import Any

import pytest

from lessor.model.database import MYSQL, POSTGRESQL, DatabaseSettings
from lessor.model.lease import DECLINED, RECLAIMED
from lessor.model.lease6 import NA, PD
from lessor.store.schema.session import DatabaseError, Session, opened
from lessor.store.upgrade import create
from tests.servers.catalog import catalog_of
from tests.servers.postgresql import PostgresqlServer

THEN, LATER = "2026-01-01 00:00:00", "2026-01-01 01:00:00"

ROUTINES = {
    POSTGRESQL: {
        "byteatoinet": "bin_address bytea -> inet",
        "hextobin": "digit smallint -> smallint",
        "incrementv6prefix": "prefix bytea, prefix_len smallint -> bytea",
        "inettobytea": "inet_address inet -> bytea",
        "sflqcreateflqpool4": "p_start_address bigint, p_end_address bigint, p_subnet_id bigint, p_recreate boolean"
        " -> void",
        "sflqcreateflqpool6": "p_start_address inet, p_end_address inet, p_lease_type smallint,"
        " p_delegated_len smallint, p_subnet_id bigint, p_recreate boolean -> void",
        "sflqdeletelease4": "p_address bigint, p_expire timestamp with time zone -> integer",
        "sflqdeletelease6": "p_address inet, p_expire timestamp with time zone -> integer",
        "sflqpickfreelease4": "p_start_address bigint, p_end_address bigint -> bigint",
        "sflqpickfreelease6": "alloc_start_address inet, alloc_end_address inet -> inet",
        "texttojsonlist": "orig text -> text",
    },
    MYSQL: {
        "incrementV6Prefix": "prefix binary, prefix_len int",
        "setLoopLimit": "None",
        "sflqCreateFlqPool4": "p_start_address int, p_end_address int, p_subnet_id int, p_recreate tinyint",
        "sflqCreateFlqPool6": "p_start_address varchar, p_end_address varchar, p_lease_type tinyint,"
        " p_delegated_len tinyint, p_subnet_id int, p_recreate tinyint",
        "sflqDeleteLease4": "p_address int, p_expire timestamp",
        "sflqDeleteLease6": "p_address binary, p_expire timestamp",
        "sflqPickFreeLease4": "alloc_start_address int, alloc_end_address int",
        "sflqPickFreeLease6": "alloc_start_address varchar, alloc_end_address varchar",
    },
}
"""The routines that were recorded of later releases, with what they take; beside those that write leases."""

COLUMNS_OF_LEASES = {4: 14, 6: 18}


@pytest.fixture
def session(database: DatabaseSettings) -> Iterator[Session]:
    with opened(database) as session:
        create(session, newest=True)
        yield session


def ask(session: Session, routine: str, *values: object) -> Any:
    marks = ", ".join(["%s"] * len(values))
    ((found,),) = session.rows(f"SELECT {routine}({marks})", *values)
    return found


def make(session: Session, family: int, *values: object) -> None:
    """Make a pool."""
    marks = ", ".join(["%s"] * len(values))
    call = "SELECT" if session.dialect == POSTGRESQL else "CALL"
    session.insert(f"{call} sflqCreateFlqPool{family}({marks})", [values])


def free4(session: Session) -> list[object]:
    return [address for (address,) in session.rows("SELECT address FROM free_lease4 ORDER BY address")]


def free6(session: Session) -> list[str]:
    return [str(address) for (address,) in session.rows("SELECT address FROM free_lease6 ORDER BY bin_address")]


def of_lease6(session: Session, address: str) -> object:
    """An address as the rows of leases have it."""
    return address if session.dialect == POSTGRESQL else IPv6Address(address).packed


def lease4(address: int, state: int = 0, expire: str = THEN) -> tuple[object, ...]:
    return address, b"\2" * 6, None, 3600, expire, 7, False, False, "", state, None, None, None, 0


def lease6(
    session: Session, address: str, type: int = NA, length: int = 128, state: int = 0, expire: str = THEN
) -> tuple[object, ...]:
    its = (of_lease6(session, address), b"\0\1", 3600, expire, 7, 1800, type, 1, length)
    return *its, False, False, "", None, None, None, state, None, 0


def pick4(session: Session, first: int = 10, last: int = 12) -> Any:
    return ask(session, "sflqPickFreeLease4", first, last)


def pick6(session: Session, first: str, last: str) -> str:
    return str(ask(session, "sflqPickFreeLease6", first, last))


def test_all_routines_are_there(session: Session) -> None:
    found = catalog_of(session).routines
    for name, arguments in ROUTINES[session.dialect].items():
        # functions of MySQL say what they return before what they take
        assert any(one == name and arguments in told for one, told in found), name
    for family, columns in COLUMNS_OF_LEASES.items():
        for verb, more in (("Insert", 0), ("Update", 2)):
            name = f"sflq{verb}Lease{family}"
            (told,) = [told for one, told in found if one.lower() == name.lower()]
            assert told.count("p_") == columns + more


def test_addresses_are_picked_one_after_the_other(session: Session) -> None:
    make(session, 4, 10, 12, 7, False)
    assert free4(session) == [10, 11, 12]
    assert [pick4(session) for _ in range(5)] == [10, 11, 12, 10, 11]
    assert session.rows("SELECT subnet_id, last_returned_address FROM flq_pool4") == [(7, 11)]
    # another pool is another one, and one that nobody has made is none
    assert pick4(session, 10, 11) == 0


def test_leases_take_addresses_out_of_the_queue_and_put_them_back(session: Session) -> None:
    make(session, 4, 10, 12, 7, False)
    assert ask(session, "sflqInsertLease4", *lease4(10)) == 1
    assert ask(session, "sflqInsertLease4", *lease4(11)) == 1
    assert free4(session) == [12]
    assert [pick4(session) for _ in range(2)] == [12, 12]
    assert ask(session, "sflqUpdateLease4", *lease4(10, RECLAIMED, LATER), 10, THEN) == 1
    assert free4(session) == [10, 12]
    assert pick4(session) == 10
    assert ask(session, "sflqUpdateLease4", *lease4(10, DECLINED, LATER), 10, LATER) == 1
    assert ask(session, "sflqUpdateLease4", *lease4(10, DECLINED, LATER), 10, LATER) == 1
    assert ask(session, "sflqDeleteLease4", 11, THEN) == 1
    assert free4(session) == [11, 12]


def test_who_comes_too_late_changes_no_queue(session: Session) -> None:
    make(session, 4, 10, 12, 7, False)
    assert ask(session, "sflqInsertLease4", *lease4(10)) == 1
    assert ask(session, "sflqUpdateLease4", *lease4(10, RECLAIMED), 10, LATER) == 0
    assert ask(session, "sflqDeleteLease4", 10, LATER) == 0
    with pytest.raises(DatabaseError, match=r"(?i)duplicate"):
        ask(session, "sflqInsertLease4", *lease4(10))
    assert free4(session) == [11, 12]


def test_an_empty_queue(session: Session) -> None:
    make(session, 4, 10, 10, 7, False)
    assert ask(session, "sflqInsertLease4", *lease4(10)) == 1
    assert pick4(session, 10, 10) == 0


def test_what_is_in_no_pool_is_in_no_queue(session: Session) -> None:
    assert ask(session, "sflqInsertLease4", *lease4(10)) == 1
    assert ask(session, "sflqDeleteLease4", 10, THEN) == 1
    assert free4(session) == []


def test_a_pool_is_made_once_and_anew_when_that_is_asked_for(session: Session) -> None:
    session.insert("INSERT INTO lease4 (address, subnet_id, state) VALUES (%s, 7, %s)", [(10, 0), (11, RECLAIMED)])
    make(session, 4, 10, 12, 7, False)
    assert free4(session) == [11, 12]
    session.run("DELETE FROM free_lease4")
    assert pick4(session) == 0
    make(session, 4, 10, 12, 8, False)
    assert free4(session) == []
    make(session, 4, 10, 12, 8, True)
    assert free4(session) == [11, 12]
    assert session.rows("SELECT subnet_id, last_returned_address FROM flq_pool4") == [(8, 0)]
    # one that has some addresses of another one
    make(session, 4, 12, 13, 8, False)
    assert free4(session) == [11, 12, 13]


def test_what_others_lease_is_not_picked(session: Session) -> None:
    make(session, 4, 10, 12, 7, False)
    session.insert("INSERT INTO lease4 (address, subnet_id, state) VALUES (%s, 7, 0)", [(10,), (11,)])
    assert [pick4(session) for _ in range(2)] == [12, 12]


def lease_many(settings: DatabaseSettings, count: int) -> list[int]:
    """Make the pool, unless somebody else does; then pick addresses and lease them, each by itself, as Kea does."""
    taken = []
    with opened(settings) as session:
        make(session, 4, 100, 199, 7, False)
        for _ in range(count):
            taken.append(pick4(session, 100, 199))
            assert ask(session, "sflqInsertLease4", *lease4(taken[-1])) == 1
    return taken


def test_several_servers_pick_different_addresses(session: Session, database: DatabaseSettings) -> None:
    with ThreadPoolExecutor(4) as threads:
        taken = [address for some in threads.map(lease_many, [database] * 4, [25] * 4) for address in some]
    assert sorted(taken) == list(range(100, 200))
    assert free4(session) == []
    assert pick4(session, 100, 199) == 0


def test_large_pools(session: Session) -> None:
    make(session, 4, 0xFFFFFFFF - 2500, 0xFFFFFFFF, 7, False)
    assert session.rows("SELECT count(*), min(address), max(address) FROM free_lease4") == [
        (2501, 0xFFFFFFFF - 2500, 0xFFFFFFFF)
    ]


def test_a_pool_must_have_addresses(session: Session) -> None:
    for recreate in (False, True):
        with pytest.raises(DatabaseError, match="before it begins"):
            make(session, 4, 12, 10, 7, recreate)
    with pytest.raises(DatabaseError, match="before it begins"):
        make(session, 6, "2001:db8::2", "2001:db8::1", NA, 128, 7, False)
    with pytest.raises(DatabaseError, match="length"):
        make(session, 6, "2001:db8::1", "2001:db8::2", PD, 0, 7, False)


def test_addresses_of_dhcpv6(session: Session) -> None:
    pool = "2001:db8::fffe", "2001:db8::1:1"
    make(session, 6, *pool, NA, 128, 7, False)
    assert free6(session) == ["2001:db8::fffe", "2001:db8::ffff", "2001:db8::1:0", "2001:db8::1:1"]
    assert [pick6(session, *pool) for _ in range(5)] == [*free6(session), "2001:db8::fffe"]
    assert ask(session, "sflqInsertLease6", *lease6(session, "2001:db8::ffff")) == 1
    with pytest.raises(DatabaseError, match=r"(?i)duplicate"):
        ask(session, "sflqInsertLease6", *lease6(session, "2001:db8::ffff"))
    assert pick6(session, *pool) == "2001:db8::1:0"
    its = of_lease6(session, "2001:db8::ffff")
    over = lease6(session, "2001:db8::ffff", state=RECLAIMED, expire=LATER)
    assert ask(session, "sflqUpdateLease6", *over, its, LATER) == 0
    assert len(free6(session)) == 3
    assert ask(session, "sflqUpdateLease6", *over, its, THEN) == 1
    assert len(free6(session)) == 4
    assert ask(session, "sflqUpdateLease6", *lease6(session, "2001:db8::ffff"), its, LATER) == 1
    assert ask(session, "sflqDeleteLease6", its, LATER) == 0
    assert len(free6(session)) == 3
    assert ask(session, "sflqDeleteLease6", its, THEN) == 1
    assert len(free6(session)) == 4


def test_prefixes(session: Session) -> None:
    pool = "2001:db8:0:fc00::", "2001:db8:1:3ff:ffff:ffff:ffff:ffff"
    make(session, 6, *pool, PD, 54, 7, False)
    assert free6(session) == ["2001:db8:0:fc00::", "2001:db8:1::"]
    assert ask(session, "sflqInsertLease6", *lease6(session, "2001:db8:1::", PD, 54)) == 1
    assert [pick6(session, *pool) for _ in range(2)] == ["2001:db8:0:fc00::"] * 2
    # what is no prefix of the pool is not put in the queue
    assert ask(session, "sflqInsertLease6", *lease6(session, "2001:db8:0:ffff::")) == 1
    assert ask(session, "sflqDeleteLease6", of_lease6(session, "2001:db8:0:ffff::"), THEN) == 1
    assert free6(session) == ["2001:db8:0:fc00::"]
    make(session, 6, *pool, PD, 55, 7, True)
    assert free6(session) == ["2001:db8:0:fc00::", "2001:db8:0:fe00::", "2001:db8:1:200::"]
    assert pick6(session, "2001:db8::", "2001:db8::ff") == "::"


FOLLOWING = [
    ("2001:db8::", 128, "2001:db8::1"),
    ("2001:db8::ff", 128, "2001:db8::100"),
    ("2001:db8::ffff:ffff:ffff:ffff", 128, "2001:db8:0:1::"),
    ("2001:db8::ffff:ffff:ffff:fff0", 124, "2001:db8:0:1::"),
    ("2001:db8::", 64, "2001:db8:0:1::"),
    ("2001:db8:0:ffff::", 64, "2001:db8:1::"),
    ("2001:db8::", 65, "2001:db8:0:0:8000::"),
    ("2001:db8::", 49, "2001:db8:0:8000::"),
    ("4000::", 1, "c000::"),
    ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 128, "::"),
]


def test_the_prefix_that_follows(session: Session) -> None:
    for prefix, length, following in FOLLOWING:
        found = ask(session, "incrementV6Prefix", IPv6Address(prefix).packed, length)
        assert IPv6Address(found) == IPv6Address(following), (prefix, length)


def test_addresses_as_octets_and_digits(postgresql: PostgresqlServer) -> None:
    settings = postgresql.create()
    with opened(settings) as session:
        create(session, newest=True)
        for text in ("::", "2001:db8::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::ffff:192.0.2.1"):
            assert ask(session, "inetToBytea", text) == IPv6Address(text).packed
            assert ask(session, "byteaToInet", IPv6Address(text).packed) == IPv6Address(text)
        assert str(ask(session, "byteaToInet", b"\xc0\0\2\1")) == "192.0.2.1"
        assert [ask(session, "hexToBin", ord(digit)) for digit in "09afAFg/"] == [0, 9, 10, 15, 10, 15, -1, -1]
        assert ask(session, "hexToBin", 0) == -1
        assert [ask(session, "textToJSONList", text) for text in ('a"b', "", None)] == ['["a\\"b"]', "", None]
    postgresql.drop(settings)

"""Reservations in databases: one suite for both dialects, at the level of Kea 2.2 and the newest."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

import pytest

from lessor.model.database import DatabaseSettings
from lessor.model.host import CIRCUIT_ID, CLIENT_ID, DUID, FLEX_ID, HW_ADDRESS, Host4
from lessor.model.network6 import Host6
from lessor.model.options import OptionData
from lessor.store.hostdatabase import open_hosts
from lessor.store.hostrows import HOSTS4, HOSTS6, HostTable
from lessor.store.hosts import DuplicateHost, HostSought, HostStore
from lessor.store.schema.session import opened
from lessor.store.sql import Contention, LostConnection, Refused
from lessor.store.talk import Talk
from tests.servers.catalog import rows_of
from tests.stores.hosts import host_settings, write_rows  # noqa: F401  (a fixture)

AnyHost = TypeVar("AnyHost", bound=Host4 | Host6)

ADDRESS = 0xC0000232
ADDRESS6 = 0x20010DB8 << 96 | 0x50
PREFIX6 = (0x20010DB8 << 96 | 8 << 80, 56)

TEXT = OptionData(12, "dhcp4", b"", csv_format=True, text="printer", always_send=True)
OCTETS = OptionData(43, "dhcp4", b"\x01\x02\x00\xff", csv_format=False, user_context={"why": "it\u2019s old"})

FULL4 = Host4(
    HW_ADDRESS,
    b"\2\0\0\0\0\1",
    7,
    ADDRESS,
    "printer.example.org",
    0xC0000201,
    "boot-server",
    "/boot/it",
    (TEXT, OCTETS),
    ("red", "blue"),
    {"room": "A'1\\"},
)
FULL6 = Host6(
    DUID,
    b"\0\1\0\1\2\3",
    7,
    (ADDRESS6, ADDRESS6 + 1),
    (PREFIX6,),
    (None,),
    "six",
    (OptionData(23, "dhcp6", b"", csv_format=True, text="2001:db8::1"),),
    ("green",),
    {"room": 6},
)


@contextmanager
def stored(settings: DatabaseSettings, table: HostTable[AnyHost]) -> Iterator[HostStore[AnyHost]]:
    store = open_hosts(settings, table)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def store4(host_settings: DatabaseSettings) -> Iterator[HostStore[Host4]]:  # noqa: F811
    with stored(host_settings, HOSTS4) as store:
        yield store


@pytest.fixture
def store6(host_settings: DatabaseSettings) -> Iterator[HostStore[Host6]]:  # noqa: F811
    with stored(host_settings, HOSTS6) as store:
        yield store


def numbered(last: int, **different: object) -> Host4:
    host = Host4(HW_ADDRESS, b"\2\0\0\0\0" + bytes((last,)), 7, ADDRESS + last, f"host{last}")
    return replace(host, **different)  # type: ignore[arg-type]  # what the test says


def test_what_is_added_is_found_whole(store4: HostStore[Host4]) -> None:
    store4.add(FULL4)
    assert store4.find(HostSought([(HW_ADDRESS, FULL4.identifier)])) == [FULL4]
    assert store4.by_address(ADDRESS, 7) == store4.by_address(ADDRESS, None) == [FULL4]
    assert store4.by_hostname("PRINTER.example.ORG", 7) == store4.by_hostname("printer.example.org", None) == [FULL4]
    assert store4.in_subnet(7) == [FULL4]
    assert store4.by_address(ADDRESS, 8) == store4.by_hostname("printer.example.org", 8) == store4.in_subnet(8) == []


def test_what_is_added_is_found_whole_in_dhcpv6(store6: HostStore[Host6]) -> None:
    store6.add(FULL6)
    assert store6.find(HostSought([(DUID, FULL6.identifier)])) == [FULL6]
    assert store6.by_address(ADDRESS6 + 1, 7) == store6.by_address(PREFIX6[0], None) == [FULL6]
    assert store6.by_hostname("SIX", None) == store6.in_subnet(7) == [FULL6]


def test_prefixes_keep_what_is_excluded_where_there_are_columns_for_it(store6: HostStore[Host6]) -> None:
    excluded = (PREFIX6[0] | 1 << 64, 64)
    host = replace(FULL6, excluded=(excluded,))
    store6.add(host)
    (found,) = store6.in_subnet(7)
    assert found in (host, FULL6)
    assert (found == host) == store6._forms._excludes


@pytest.mark.parametrize("kind", [HW_ADDRESS, DUID, CIRCUIT_ID, CLIENT_ID, FLEX_ID])
def test_clients_are_known_by_each_kind_of_identifiers(store4: HostStore[Host4], kind: str) -> None:
    host = Host4(kind, b"it's \0 \xff", 0, 0, "somebody")
    store4.add(host)
    assert store4.find(HostSought([(kind, b"it's \0 \xff")])) == [host]
    others = [one for one in (HW_ADDRESS, DUID, CIRCUIT_ID, CLIENT_ID, FLEX_ID) if one != kind]
    assert store4.find(HostSought([(one, b"it's \0 \xff") for one in others])) == []


def test_many_clients_and_addresses_are_asked_for_at_once(store4: HostStore[Host4]) -> None:
    hosts = [numbered(last) for last in range(1, 60)]
    for host in hosts:
        store4.add(host)
    queries = counted(store4)
    identifiers = [(HW_ADDRESS, host.identifier) for host in hosts[:30]] + [(DUID, b"nobody")]
    found = store4.find(HostSought(identifiers, [host.address for host in hosts[20:40]]))
    assert found == hosts[:40]
    assert queries == [1]
    assert store4.find(HostSought()) == []


def counted(store: HostStore[AnyHost]) -> list[int]:
    """How many queries were made from now on."""
    count = [0]
    rows = store._talk.rows

    def ask(query: str, *values: object) -> list[tuple[object, ...]]:
        count[0] += 1
        return rows(query, *values)

    store._talk.rows = ask  # type: ignore[method-assign]
    return count


def test_one_client_may_have_a_reservation_in_each_subnet(store4: HostStore[Host4]) -> None:
    hosts = [numbered(1, subnet_id=subnet, address=ADDRESS + subnet) for subnet in (0, 7, 8)]
    for host in hosts:
        store4.add(host)
    assert store4.find(HostSought([(HW_ADDRESS, hosts[0].identifier)])) == hosts


def test_two_reservations_for_one_client_are_refused(store4: HostStore[Host4]) -> None:
    store4.add(FULL4)
    with pytest.raises(DuplicateHost, match="Database duplicate entry error"):
        store4.add(replace(FULL4, address=ADDRESS + 1, options=()))
    assert store4.in_subnet(7) == [FULL4]


def test_two_reservations_of_one_address_are_refused_unless_they_are_allowed(store4: HostStore[Host4]) -> None:
    store4.add(numbered(1))
    twin = numbered(2, address=ADDRESS + 1)
    with pytest.raises(DuplicateHost):
        store4.add(twin)
    store4.add(replace(twin, subnet_id=8))
    store4.add(twin, unique_addresses=False)
    assert store4.by_address(ADDRESS + 1, 7) == [numbered(1), twin]


def test_two_reservations_of_one_prefix_are_refused(store6: HostStore[Host6]) -> None:
    store6.add(FULL6)
    with pytest.raises(DuplicateHost):
        store6.add(Host6(DUID, b"other", 8, (), (PREFIX6,), (None,)))


def test_reservations_without_an_address_are_no_duplicates(store4: HostStore[Host4]) -> None:
    for last in (1, 2):
        store4.add(numbered(last, address=0))
    assert len(store4.in_subnet(7)) == 2
    assert store4.by_address(0, 7) == []


def test_what_is_removed_leaves_nothing_behind(
    store4: HostStore[Host4],
    host_settings: DatabaseSettings,  # noqa: F811
) -> None:
    store4.add(FULL4)
    assert store4.remove(replace(FULL4, subnet_id=8)) is False
    assert store4.remove(FULL4) is True
    assert store4.remove(FULL4) is False
    with opened(host_settings) as session:
        assert [rows_of(session, table) for table in ("hosts", "dhcp4_options")] == [[], []]


def test_what_is_replaced_is_new_in_all_its_parts(store6: HostStore[Host6]) -> None:
    assert store6.update(FULL6) is False
    assert store6.in_subnet(7) == []
    store6.add(FULL6)
    new = Host6(DUID, FULL6.identifier, 7, (ADDRESS6 + 9,), hostname="new")
    assert store6.update(new) is True
    assert store6.in_subnet(7) == [new]


def test_what_can_not_be_replaced_stays(store4: HostStore[Host4]) -> None:
    store4.add(FULL4)
    store4.add(numbered(9))
    with pytest.raises(DuplicateHost):
        store4.update(replace(FULL4, address=numbered(9).address))
    assert store4.in_subnet(7) == [FULL4, numbered(9)]


def test_pages_go_on_where_the_last_one_ended(store4: HostStore[Host4]) -> None:
    hosts = [numbered(last, subnet_id=last % 2) for last in range(1, 8)]
    for host in hosts:
        store4.add(replace(host, options=(TEXT, OCTETS)))
    first = store4.page(0, 3, None)
    rest = store4.page(first[-1][0], 100, None)
    assert [host.address for _, host in (*first, *rest)] == [host.address for host in hosts]
    assert len(first) == 3
    assert [host.subnet_id for _, host in store4.page(0, 2, 1)] == [1, 1]
    assert store4.page(1 << 60, 3, None) == []


def test_families_do_not_see_each_other(host_settings: DatabaseSettings) -> None:  # noqa: F811
    with stored(host_settings, HOSTS4) as four, stored(host_settings, HOSTS6) as six:
        four.add(Host4(DUID, FULL6.identifier, 7, ADDRESS))
        six.add(FULL6)
        assert [host.address for host in four.find(HostSought([(DUID, FULL6.identifier)]))] == [ADDRESS]
        assert six.in_subnet(7) == [FULL6]


def test_rows_of_other_programs_are_read(host_settings: DatabaseSettings) -> None:  # noqa: F811
    """As Kea's manual says they are to be written, by hand where it has no commands for them."""
    write_rows(
        host_settings,
        "hosts",
        {
            "host_id": 4711,
            "dhcp_identifier": b"\2\0\0\0\0\1",
            "dhcp_identifier_type": 0,
            "dhcp4_subnet_id": 7,
            "dhcp6_subnet_id": 8,
            "ipv4_address": ADDRESS,
            "dhcp4_client_classes": "red, blue",
            "user_context": "no json",
        },
    )
    address = ADDRESS6.to_bytes(16, "big") if _is_binary(host_settings) else "2001:db8::50"
    write_rows(host_settings, "ipv6_reservations", {"address": address, "host_id": 4711})
    option = {"code": 6, "formatted_value": "192.0.2.1, 192.0.2.2", "host_id": 4711, "scope_id": 3}
    with opened(host_settings) as session:
        newer = {"client_classes": ""} if session.has("column", ("dhcp4_options", "client_classes")) else {}
    write_rows(host_settings, "dhcp4_options", {**option, **newer})
    with stored(host_settings, HOSTS4) as four, stored(host_settings, HOSTS6) as six:
        (host,) = four.in_subnet(7)
        assert (host.hostname, host.client_classes, host.user_context) == ("", ("red", "blue"), {})
        assert [(option.code, option.space, option.text) for option in host.options] == [
            (6, "dhcp4", "192.0.2.1, 192.0.2.2")
        ]
        (other,) = six.in_subnet(8)
        assert other.identifier_type == HW_ADDRESS
        assert other.addresses == (ADDRESS6,)


def _is_binary(settings: DatabaseSettings) -> bool:
    """Whether addresses are no texts in MySQL."""
    with opened(settings) as session:
        return session.has("type", ("ipv6_reservations", "address", "binary(16)"))


def test_a_change_is_tried_again_while_others_are_in_its_way(store4: HostStore[Host4]) -> None:
    pauses: list[float] = []
    store4._pause = pauses.append
    conversation = store4._talk
    add = conversation.add
    failures = [Contention("a deadlock"), Contention("again")]

    def contended(table: str, key: str, row: dict[str, object]) -> int:
        number = add(table, key, row)
        if failures:
            raise failures.pop()
        return number

    conversation.add = contended  # type: ignore[method-assign]
    store4.add(FULL4)
    assert store4.in_subnet(7) == [FULL4]
    assert len(pauses) == 2


def test_a_connection_that_is_gone_says_so(store4: HostStore[Host4]) -> None:
    kill(store4._talk)
    with pytest.raises(LostConnection):
        store4.add(FULL4)
    with pytest.raises(LostConnection):
        store4.in_subnet(7)


def kill(conversation: Talk) -> None:
    """End a connection at the database's side."""
    end = {"postgresql": "SELECT pg_terminate_backend(pg_backend_pid())", "mysql": "KILL CONNECTION_ID()"}
    with pytest.raises((LostConnection, Refused)):
        conversation.rows(end[conversation.dialect])


def test_a_database_without_tables_is_refused(database: DatabaseSettings) -> None:
    with pytest.raises(Refused, match="no tables for reservations"):
        open_hosts(database, HOSTS4)

"""Tests of lessor.engine.hosts."""

import pytest

from lessor.engine.hosts import EVERYWHERE, IDENTIFIERS, NO_HOSTS, find_hosts, host_in, reserved_address
from lessor.engine.tables import Host, Subnet, Tables
from lessor.wire.options import tlv
from tests.engine.test_request4 import MAC, read
from tests.flows.conversation import number, subnet, tables

DUID = b"\x00\x03\x00\x01\x02\x00\x00\x00\x00\x0a"
REQUEST = read({61: b"\xff\x00\x00\x00\x01" + DUID, 82: tlv(1, b"port 7")})


def found(known: Tables, here: Subnet) -> Host | None:
    return host_in(find_hosts(known, (here,), REQUEST), here)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hw-address", MAC),
        ("client-id", REQUEST.client_id),
        ("duid", DUID),
        ("circuit-id", b"port 7"),
    ],
)
def test_identifiers(name: str, value: bytes) -> None:
    assert IDENTIFIERS[name](REQUEST) == value
    host = Host(number("192.0.2.12"))
    assert found(tables(), subnet(hosts={(name, value): host})) is host


def test_a_plain_client_identifier_holds_no_duid() -> None:
    assert IDENTIFIERS["duid"](read({61: b"\x01abcdef"})) == b""


def test_only_configured_identifiers_count() -> None:
    here = subnet(hosts={("hw-address", MAC): Host(number("192.0.2.12"))})
    assert found(tables(identifiers=("client-id", "flex-id")), here) is None
    assert find_hosts(tables(identifiers=("client-id",)), (here,), REQUEST) is NO_HOSTS


def test_a_plug_in_names_the_client() -> None:
    request = read()
    request.flex_id = b"port 7"
    host = Host(number("192.0.2.12"))
    here = subnet(hosts={("flex-id", b"port 7"): host})
    assert find_hosts(tables(identifiers=("flex-id",)), (here,), request) == {1: host}
    assert find_hosts(tables(), (here,), request) == {}


def test_modes() -> None:
    local, everywhere = Host(number("192.0.2.12")), Host(number("192.0.2.13"))
    known = tables(global_hosts={("hw-address", MAC): everywhere})
    hosts = {("hw-address", MAC): local}
    assert found(known, subnet(hosts=hosts)) is local
    assert found(known, subnet(hosts=hosts, reservations_in_subnet=False)) is None
    assert found(known, subnet(reservations_global=True)) is everywhere
    assert found(known, subnet(hosts=hosts, reservations_global=True)) is local


def test_a_reservation_in_each_subnet_and_a_global_one() -> None:
    one, two, everywhere = Host(number("192.0.2.12")), Host(hostname="two"), Host(number("10.0.0.9"))
    near = subnet(hosts={("hw-address", MAC): one})
    far = subnet("10.0.0.0/24", "", id=2, hosts={("hw-address", MAC): two}, reservations_global=True)
    other = subnet("10.0.1.0/24", "", id=3)
    known = tables(global_hosts={("hw-address", MAC): everywhere})
    hosts = find_hosts(known, (near, far, other), REQUEST)
    assert hosts == {1: one, 2: two, EVERYWHERE: everywhere}
    assert [host_in(hosts, subnet) for subnet in (near, far, other)] == [one, two, None]
    assert reserved_address(hosts, near) == number("192.0.2.12")
    assert reserved_address(hosts, far) == number("10.0.0.9")
    assert reserved_address(hosts, other) == 0


def test_out_of_the_pools_only() -> None:
    inside, outside = Host(number("192.0.2.12")), Host(number("192.0.2.50"))
    for host, mode, address in ((inside, False, inside.address), (inside, True, 0), (outside, True, outside.address)):
        assert reserved_address({1: host}, subnet(reservations_out_of_pool=mode)) == address


def test_an_early_look_up_finds_what_no_subnet_heeds() -> None:
    everywhere = Host(number("192.0.2.13"))
    known = tables(global_hosts={("hw-address", MAC): everywhere}, early_global_hosts=True)
    hosts = find_hosts(known, (subnet(),), REQUEST)
    assert hosts == {EVERYWHERE: everywhere}
    assert host_in(hosts, subnet()) is None


def test_a_global_address_counts_only_in_its_subnet() -> None:
    here = subnet(reservations_global=True)
    assert reserved_address({EVERYWHERE: Host(number("192.0.2.12"))}, here) == number("192.0.2.12")
    assert reserved_address({EVERYWHERE: Host(number("10.0.0.12"))}, here) == 0
    assert reserved_address(NO_HOSTS, here) == 0

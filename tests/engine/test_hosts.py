"""Tests of lessor.engine.hosts."""

import pytest

from lessor.engine.hosts import IDENTIFIERS, find_host, reserved_address
from lessor.engine.tables import Host
from lessor.wire.options import tlv
from tests.engine.test_request4 import MAC, read
from tests.flows.conversation import number, subnet, tables

DUID = b"\x00\x03\x00\x01\x02\x00\x00\x00\x00\x0a"
REQUEST = read({61: b"\xff\x00\x00\x00\x01" + DUID, 82: tlv(1, b"port 7")})


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
    assert find_host(tables(), subnet(hosts={(name, value): host}), REQUEST) is host


def test_a_plain_client_identifier_holds_no_duid() -> None:
    assert IDENTIFIERS["duid"](read({61: b"\x01abcdef"})) == b""


def test_only_configured_identifiers_count() -> None:
    here = subnet(hosts={("hw-address", MAC): Host(number("192.0.2.12"))})
    assert find_host(tables(identifiers=("client-id", "flex-id")), here, REQUEST) is None


def test_modes() -> None:
    local, everywhere = Host(number("192.0.2.12")), Host(number("192.0.2.13"))
    known = tables(global_hosts={("hw-address", MAC): everywhere})
    hosts = {("hw-address", MAC): local}
    assert find_host(known, subnet(hosts=hosts), REQUEST) is local
    assert find_host(known, subnet(hosts=hosts, reservations_in_subnet=False), REQUEST) is None
    assert find_host(known, subnet(reservations_global=True), REQUEST) is everywhere
    assert find_host(known, subnet(hosts=hosts, reservations_global=True), REQUEST) is local


def test_a_global_address_counts_only_in_its_subnet() -> None:
    assert reserved_address(subnet(), Host(number("192.0.2.12"))) == number("192.0.2.12")
    assert reserved_address(subnet(), Host(number("10.0.0.12"))) == 0
    assert reserved_address(subnet(), None) == 0

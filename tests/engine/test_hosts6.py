"""Tests of lessor.engine.hosts6 and of what it shares with hosts.py."""

import pytest

from lessor.engine.hosts6 import IDENTIFIERS6, find_hosts6, host_at
from lessor.engine.request6 import Request6
from lessor.engine.tables6 import Host6, Subnet6, Tables6
from tests.engine.messages6 import DUID, read, subnet, tables

MAC = bytes.fromhex("02000000000a")
REQUEST = read()


def find_host6(known: Tables6, here: Subnet6, request: Request6) -> Host6 | None:
    """The reservation that counts for this client in this subnet."""
    return host_at(find_hosts6(known, here, request), here)


@pytest.mark.parametrize(("name", "value"), [("hw-address", MAC), ("duid", DUID)])
def test_identifiers(name: str, value: bytes) -> None:
    assert IDENTIFIERS6[name](REQUEST) == value
    host = Host6()
    assert find_host6(tables(), subnet(hosts={(name, value): host}), REQUEST) is host


def test_identifiers_are_tried_in_their_order() -> None:
    by_mac, by_duid = Host6(), Host6()
    here = subnet(hosts={("hw-address", MAC): by_mac, ("duid", DUID): by_duid})
    assert find_host6(tables(), here, REQUEST) is by_mac
    assert find_host6(tables(identifiers=("duid", "hw-address")), here, REQUEST) is by_duid


def test_only_configured_identifiers_count() -> None:
    here = subnet(hosts={("hw-address", MAC): Host6()})
    assert find_host6(tables(identifiers=("duid", "flex-id")), here, REQUEST) is None


def test_an_unknown_hardware_address_finds_nobody() -> None:
    here = subnet(hosts={("hw-address", b""): Host6()})
    assert find_host6(tables(), here, read(mac_sources=("ipv6-link-local",))) is None


def test_modes() -> None:
    local, everywhere = Host6(), Host6()
    known = tables(global_hosts={("duid", DUID): everywhere})
    hosts = {("hw-address", MAC): local}
    assert find_host6(known, subnet(hosts=hosts), REQUEST) is local
    assert find_host6(known, subnet(hosts=hosts, reservations_in_subnet=False), REQUEST) is None
    assert find_host6(known, subnet(reservations_global=True), REQUEST) is everywhere
    assert find_host6(known, subnet(hosts=hosts, reservations_global=True), REQUEST) is local

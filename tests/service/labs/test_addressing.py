"""Addresses set on an interface of a namespace of our own, and taken away."""

import os
from collections.abc import Iterator

import pytest

from lessor.model.interface import Interface
from lessor.service.labs.addressing import AddressingError, configure, withdraw
from lessor.service.labs.client4 import INFINITE, Grant
from lessor.service.labs.survey import find_interface
from tests.system.network import Namespace, network

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: makes network namespaces")

ROUTER, OURS = 0xC0000201, 0xC0000264


@pytest.fixture
def machine() -> Iterator[Namespace]:
    """A namespace with one0, up; this process is in it."""
    with network() as net:
        fresh = net.namespace("machine")
        fresh.batch(["link add one0 type veth peer name two0", "link set one0 up", "link set two0 up"])
        with fresh.entered():
            yield fresh


def grant(lifetime: int = 600, routers: tuple[int, ...] = (ROUTER,)) -> Grant:
    return Grant(OURS, ROUTER, lifetime, 300, 525, 24, routers, (), "", "", b"")


def test_address_and_route_are_set_for_the_time_of_the_lease(machine: Namespace) -> None:
    interface = find_interface("one0")
    configure(interface, grant())
    assert "192.0.2.100/24" in (shown := machine.ip("-4", "address", "show", "one0"))
    assert "valid_lft 600sec" in shown or "valid_lft 599sec" in shown
    assert "default via 192.0.2.1 dev one0" in machine.ip("route")


def test_renewal_sets_new_time_and_no_second_address(machine: Namespace) -> None:
    interface = find_interface("one0")
    configure(interface, grant(60))
    configure(interface, grant(INFINITE))
    shown = machine.ip("-4", "address", "show", "one0")
    assert shown.count("192.0.2.100/24") == 1
    assert "valid_lft forever" in shown


def test_lease_without_router_sets_no_route(machine: Namespace) -> None:
    configure(find_interface("one0"), grant(routers=()))
    assert "default" not in machine.ip("route")


def test_withdrawing_takes_it_away_and_may_be_done_twice(machine: Namespace) -> None:
    interface = find_interface("one0")
    configure(interface, grant())
    withdraw(interface, grant())
    withdraw(interface, grant())
    assert find_interface("one0").addresses == ()


def test_interface_that_is_gone_is_told(machine: Namespace) -> None:
    with pytest.raises(AddressingError, match="gone0 does not take 192"):
        configure(Interface("gone0", 99), grant())

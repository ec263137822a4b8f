"""Tests of lessor.engine.select."""

from lessor.engine.request4 import read4
from lessor.engine.select import select
from lessor.engine.tables import Tables
from lessor.model.datagram import Received4
from lessor.model.interface import Interface
from lessor.wire.packet4 import MESSAGE_TYPE, Packet4
from tests.flows.conversation import network, number, octets, subnet, tables

ONE = subnet("192.0.2.0/24", "", id=1)
TWO = subnet("10.2.0.0/16", "", id=2)
THREE = subnet("10.3.0.0/16", "", id=3)
ALL = tables(THREE, ONE, TWO)
LINK = Interface("eth0", 2, addresses=(number("198.51.100.1"), number("192.0.2.1")))


def selected(
    known: Tables = ALL, ciaddr: str = "", giaddr: str = "", source: str = "", link: str = "", broadcast: bool = True
) -> int:
    """The id of the selected subnet, 0 for none."""
    options = {MESSAGE_TYPE: b"\x03"} | ({118: octets(link)} if link else {})
    packet = Packet4(chaddr=bytes(6), ciaddr=number(ciaddr), giaddr=number(giaddr), options=options)
    found = select(known, read4(packet, Received4(b"", LINK, LINK.addresses[0], number(source), 68, broadcast)))
    return 0 if found is None else found.id


def test_by_bisection_at_the_edges() -> None:
    assert [selected(giaddr=address) for address in ("10.2.0.0", "10.2.255.255", "10.1.255.255", "10.4.0.0")] == [
        2,
        2,
        0,
        0,
    ]


def test_the_stated_link_comes_first() -> None:
    assert selected(link="10.3.0.0", giaddr="10.2.0.1") == 3
    assert selected(link="203.0.113.0", giaddr="10.2.0.1") == 0


def test_the_relay_list_comes_before_the_relay_address() -> None:
    assert selected(tables(ONE, TWO, THREE, by_relay={number("10.2.0.1"): (THREE,)}), giaddr="10.2.0.1") == 3


def test_a_bound_interface_comes_before_the_clients_address() -> None:
    bound = tables(ONE, TWO, THREE, by_interface={"eth0": (THREE,)})
    assert selected(bound, ciaddr="10.2.0.9", broadcast=False) == 3
    assert selected(bound, giaddr="10.2.0.1") == 2


def test_a_broadcast_comes_from_the_link() -> None:
    # the first address of the interface is in no subnet, the second is
    assert selected() == 1
    assert selected(ciaddr="10.2.0.9", source="10.2.0.9") == 1


def test_a_unicast_comes_from_where_the_client_is() -> None:
    assert selected(ciaddr="10.2.0.9", source="10.3.0.9", broadcast=False) == 2
    assert selected(source="10.3.0.9", broadcast=False) == 3
    assert selected(broadcast=False) == 0


def test_what_is_closed_is_passed_over() -> None:
    closed = subnet("10.2.0.0/16", "", id=2, guard=("gold",))
    (inside,) = network(subnet("10.3.0.0/16", "", id=3), guard=("gold",))
    relay = number("10.9.9.9")
    known = tables(ONE, closed, inside, by_relay={relay: (closed, inside, ONE)}, by_interface={"eth0": (closed,)})
    assert selected(known, giaddr="10.9.9.9") == 1
    assert [selected(known, giaddr=address) for address in ("10.2.0.1", "10.3.0.1")] == [0, 0]
    # an interface bound to subnets that are all closed: the link's address counts
    assert selected(known) == 1


def test_a_relay_whose_subnets_are_closed_may_itself_be_in_an_open_one() -> None:
    closed = subnet("10.2.0.0/16", "", id=2, guard=("gold",))
    assert selected(tables(closed, THREE, by_relay={number("10.3.0.1"): (closed,)}), giaddr="10.3.0.1") == 3


def test_no_subnets_at_all() -> None:
    assert selected(tables()) == 0

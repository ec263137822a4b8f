"""Tests of lessor.engine.select6; expected values as Kea gives them, unless said otherwise."""

from lessor.engine.select6 import select6
from lessor.engine.tables6 import Tables6
from lessor.wire.packet6 import Relay6
from tests.engine.messages6 import number, read, relay, subnet, tables

ONE = subnet("2001:db8:1::/64", id=1)
TWO = subnet("2001:db8:2::/64", id=2)
THREE = subnet("2001:db8:3::/48", id=3)
ALL = tables(THREE, ONE, TWO, by_interface_id={b"port3": (THREE,)}, by_relay={number("2001:db8:99::1"): (TWO,)})


def selected(*relays: Relay6, known: Tables6 = ALL, source: str = "fe80::1") -> int:
    """The id of the selected subnet, 0 for none."""
    found = select6(known, read({}, *relays, source=source))
    return 0 if found is None else found.id


def test_link_addresses_at_the_edges() -> None:
    links = ("2001:db8:1::", "2001:db8:1::ffff:ffff:ffff:ffff", "2001:db8:1:1::", "2001:db8:0:ffff::")
    assert [selected(relay(link)) for link in links] == [1, 1, 0, 0]


def test_the_source_of_a_relay_does_not_count() -> None:
    assert selected(relay("2001:db8:2::9"), source="2001:db8:1::2") == 2
    assert selected(relay("2001:db8:98::1"), source="2001:db8:1::2") == 0


def test_the_interface_id_comes_before_the_link_address() -> None:
    assert selected(relay("2001:db8:2::9", option18=b"port3")) == 3
    assert selected(relay("2001:db8:2::9", option18=b"other")) == 2


def test_only_the_nearest_relay_knows_the_port() -> None:
    assert selected(relay("2001:db8:2::9", option18=b"port3"), relay("2001:db8:1::1")) == 1
    assert selected(relay("2001:db8:2::9", option18=b"port3"), relay("::")) == 2
    assert selected(relay("2001:db8:2::9"), relay("::", option18=b"port3")) == 3


def test_the_relay_list_comes_before_prefixes() -> None:
    assert selected(relay("2001:db8:99::1")) == 2
    listed = tables(ONE, TWO, by_relay={number("2001:db8:1::9"): (TWO,)})
    assert [selected(relay(f"2001:db8:1::{host}"), known=listed) for host in (8, 9)] == [1, 2]


def test_an_outer_relay_does_not_stand_in_for_a_link_unknown_to_us() -> None:
    assert selected(relay("2001:db8:2::9"), relay("2001:db8:98::1")) == 0


def test_on_our_own_links_the_interface_comes_before_the_address() -> None:
    bound = tables(ONE, TWO, by_interface={"eth0": (TWO,)})
    assert selected(known=bound) == 2
    assert selected(known=bound, source="2001:db8:1::2") == 2
    assert selected(relay("2001:db8:1::9"), known=bound) == 1


def test_without_a_bound_interface_the_clients_address_counts() -> None:
    assert selected(source="2001:db8:2::2") == 2
    assert selected() == 0


def test_relays_on_layer_two() -> None:
    bound = tables(ONE, THREE, by_interface={"eth0": (ONE,)}, by_interface_id={b"port3": (THREE,)})
    assert selected(relay("::"), known=bound) == 1
    assert selected(relay("::", option18=b"other"), known=bound) == 1
    # Kea looks at interface-ids only where a relay has a link-address.
    assert selected(relay("::", option18=b"port3"), known=bound) == 3


def test_no_subnets_at_all() -> None:
    assert selected(relay("2001:db8:1::9"), known=tables()) == 0

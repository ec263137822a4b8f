"""Leases, subnets and reservations as plug-ins see them."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest

from lessor.engine.tables import Host
from lessor.engine.tables6 import Host6
from lessor.hooks.api import HostView4, HostView6, LeaseView4, LeaseView6, SubnetView4, SubnetView6
from lessor.model.lease import DECLINED, Lease4
from lessor.model.lease6 import PD, Lease6
from tests.flows.conversation import subnet
from tests.flows.conversation6 import subnet6

RECORD = Lease4(0xC0000201, b"\2\0\0\0\0\1", b"\1x", 3600, 1000, 7, hostname="laptop", user_context='{"a": 1}')


def test_a_dhcpv4_lease() -> None:
    lease = LeaseView4(RECORD)
    assert lease.address == IPv4Address("192.0.2.1") and str(lease.hwaddr) == "02:00:00:00:00:01"
    assert (lease.client_id, lease.subnet_id, lease.state, lease.hostname) == (b"\1x", 7, "assigned", "laptop")
    assert (lease.cltt, lease.valid_lifetime, lease.expires_at) == (1000, 3600, 4600)
    assert lease.user_context == {"a": 1}
    assert repr(lease) == "<lease of 192.0.2.1 by 02:00:00:00:00:01, assigned>"
    assert lease == LeaseView4(RECORD) and lease != LeaseView4(Lease4(1, b"", b"", 1, 1, 1))


@pytest.mark.parametrize(("name", "value"), [("hostname", "x"), ("valid_lifetime", 1), ("user_context", {})])
def test_stored_leases_are_not_changed(name: str, value: object) -> None:
    with pytest.raises(AttributeError, match="cannot be changed at this hook point"):
        setattr(LeaseView4(RECORD), name, value)


def test_a_lease_to_come_can_be_changed() -> None:
    record = Lease4(1, b"", b"", 3600, 1000, 7, user_context='{"a": 1}')
    lease = LeaseView4(record, writable=True)
    lease.hostname, lease.valid_lifetime = "x", 60
    lease.user_context = {**lease.user_context, "b": [2]}
    assert (record.hostname, record.valid_lifetime, record.user_context) == ("x", 60, '{"a": 1, "b": [2]}')
    lease.user_context = {}
    assert record.user_context == ""


def test_a_dhcpv6_lease() -> None:
    record = Lease6(PD, int(IPv6Address("2001:db8::")), 56, b"\0\3", 9, 100, 200, 1000, 1, state=DECLINED)
    lease = LeaseView6(record, writable=True)
    assert lease.prefix == IPv6Network("2001:db8::/56") and lease.address == IPv6Address("2001:db8::")
    assert (lease.type, lease.is_prefix, lease.iaid, str(lease.duid), lease.state) == (
        "IA_PD",
        True,
        9,
        "00:03",
        "declined",
    )
    lease.preferred_lifetime = 50
    assert record.preferred_lifetime == 50
    assert repr(lease) == "<lease of 2001:db8::/56 by 00:03 IAID 9, declined>"


def test_subnets() -> None:
    four = SubnetView4(subnet())
    assert (four.id, four.prefix, four.shared_network) == (1, IPv4Network("192.0.2.0/24"), "")
    assert four == SubnetView4(four.record) and len({four, SubnetView4(four.record)}) == 1
    six = SubnetView6(subnet6())
    assert (six.id, six.prefix) == (1, IPv6Network("2001:db8:1::/64")) and repr(six) == "<subnet 1, 2001:db8:1::/64>"


def test_reservations() -> None:
    assert HostView4(Host()).address is None
    assert HostView4(Host(0xC0000201, "laptop", classes=("x",))).address == IPv4Address("192.0.2.1")
    host = HostView6(Host6((1,), {1 << 64: (64, b"")}, "laptop"))
    assert (host.addresses, host.prefixes) == ((IPv6Address("::1"),), (IPv6Network("0:0:0:1::/64"),))

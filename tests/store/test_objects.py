"""Leases as Kea's commands show them."""

from lessor.store.objects import object4, object6
from tests.store.leases import NOW, a_lease
from tests.store.leases6 import a_lease6, a_prefix


def test_dhcpv4() -> None:
    assert object4(a_lease()) == {
        "client-id": "01:02:00:00:00:00:01",
        "cltt": NOW,
        "fqdn-fwd": False,
        "fqdn-rev": False,
        "hostname": "host",
        "hw-address": "02:00:00:00:00:01",
        "ip-address": "192.0.2.1",
        "state": 0,
        "subnet-id": 1,
        "valid-lft": 3600,
    }


def test_what_is_not_there_is_left_out() -> None:
    shown = object4(a_lease(hwaddr=b"", client_id=b"", pool_id=3, user_context='{ "a": [1] }'))
    assert "client-id" not in shown
    # Kea tells of an empty one too: what was declined has none
    assert shown["hw-address"] == ""
    assert (shown["pool-id"], shown["user-context"]) == (3, {"a": [1]})
    assert list(shown) == sorted(shown)


def test_dhcpv6() -> None:
    shown = object6(a_lease6())
    assert (shown["type"], shown["duid"], shown["iaid"]) == ("IA_NA", "00:03:00:01:02:00:00:00:00:01", 7)
    assert "prefix-len" not in shown
    prefix = object6(a_prefix(hwaddr=b"", duid=b""))
    assert (prefix["type"], prefix["prefix-len"], prefix["duid"]) == ("IA_PD", 56, "00")
    assert "hw-address" not in prefix

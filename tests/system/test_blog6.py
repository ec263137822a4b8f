"""A configuration that many have copied from a blog post of 2015: what it promises is what clients get."""

import json
from pathlib import Path

import pytest

from tests.system.clients import BOUND
from tests.system.fixtures6 import StartClient6
from tests.system.network import Network
from tests.system.programs6 import OURS6, Server6
from tests.system.test_clients6 import bound

pytestmark = [pytest.mark.system]

CONFIG = """
{ "Dhcp6": { "renew-timer": 1000, "rebind-timer": 2000, "preferred-lifetime": 3000, "valid-lifetime": 4000,
  "lease-database": { "type": "memfile", "persist": true, "name": "/tmp/kea-leases6.csv", "lfc-interval": 1800 },
  "interfaces-config": { "interfaces": [ "eth1/2001:db8::1" ] },
  "mac-sources": ["duid"],
  "subnet6": [ { "subnet": "2001:db8::/64", "id": 1024, "interface": "eth1",
    "pools": [ { "pool": "2001:db8::100-2001:db8::ffff" } ],
    "pd-pools": [ { "prefix": "2001:db8:fff::", "prefix-len": 48, "delegated-len": 60 } ],
    "reservations": [ { "hw-address": "52:54:00:d6:c2:a9", "ip-addresses": [ "2001:db8::5054:ff:fed6:c2a9" ] } ] } ] } }
"""
RESERVED = bytes.fromhex("00010001c79234d1525400d6c2a9")
"""A DUID of a time and the hardware address 52:54:00:d6:c2:a9, which the client's interface does not have."""


@pytest.fixture
def blog(link6: Network, tmp_path: Path) -> Server6:
    """Start a server on the configuration; its files are put into a directory of the test."""
    namespace = link6.namespace("server")
    namespace.ip("addr", "flush", "dev", "eth0", "scope", "global")
    namespace.ip("link", "set", "eth0", "down")
    namespace.ip("link", "set", "eth0", "name", "eth1")
    namespace.ip("link", "set", "eth1", "up")
    namespace.ip("addr", "add", "2001:db8::1/64", "dev", "eth1")
    server = Server6(OURS6, namespace, tmp_path / "server")
    text = CONFIG.replace("/tmp/kea-leases6.csv", str(server.lease_file))
    assert json.loads(text)["Dhcp6"]["lease-database"]["name"] == str(server.lease_file)
    server.config_file.write_text(text)
    return server


def test_the_reserved_client_gets_its_address_and_others_one_of_the_pool(blog: Server6, client6: StartClient6) -> None:
    blog.start()
    try:
        reserved, other = client6("dhclient", "reserved"), client6("dhclient", "other")
        reserved.start(client_id=RESERVED)
        assert reserved.wait(BOUND).address == "2001:db8::5054:ff:fed6:c2a9"
        other.start()
        assert other.wait(BOUND).address == "2001:db8::100"
        delegated = client6("dhclient -P", "delegated")
        delegated.start()
        prefix = bound(delegated)["prefix"]
        assert prefix.startswith("2001:db8:fff:")
        assert prefix.endswith("/60")
        for line in (
            "DHCPSRV_CFGMGR_NEW_SUBNET6", "DHCPSRV_MEMFILE_DB", "DHCPSRV_MEMFILE_LEASE_FILE_LOAD",
            "ALLOC_ENGINE_V6_HR_ADDR_GRANTED", "DHCP6_LEASE_ALLOC", "DHCP6_PD_LEASE_ALLOC",
        ):  # fmt: skip
            assert " INFO " in next(row for row in blog.log().splitlines() if f" {line} " in row), line
    finally:
        blog.end()

"""BOOTP and DHCP clients of one configuration, as the README has it."""

import time
from ipaddress import IPv4Address
from pathlib import Path

from lessor.model.datagram import Received4
from lessor.model.json import Json
from lessor.model.lease import INFINITE
from lessor.service.exchange4 import Exchange4
from lessor.store.memory import MemoryStore
from tests.flows.conversation import LINK, SERVER
from tests.plugins.bootp.test_plugin import EXTENDED
from tests.service.commanded import Commanded, command4

SUBNET: Json = {
    "id": 1,
    "subnet": "192.0.2.0/24",
    "pools": [
        {"pool": "192.0.2.10 - 192.0.2.49", "client-class": "BOOTP"},
        {"pool": "192.0.2.100 - 192.0.2.199", "client-class": "DHCP"},
    ],
}
DHCP = EXTENDED[:33] + b"\x0b" + EXTENDED[34:240] + bytes.fromhex("35 01 03 ff").ljust(60, b"\0")


def test_each_kind_of_clients_gets_addresses_of_its_own(tmp_path: Path) -> None:
    found: dict[str, int] = {}

    async def act(server: Commanded) -> None:
        exchange = server.serving.exchange
        assert isinstance(exchange, Exchange4)
        for octets in (EXTENDED, DHCP):
            exchange.run([Received4(octets, LINK, SERVER, 0, 68, True)], int(time.time()))
        store = server.serving.store
        assert isinstance(store, MemoryStore)
        found.update((str(IPv4Address(lease.address)), lease.valid_lifetime) for lease in store.leases())

    command4(
        tmp_path,
        act,
        subnet4=[SUBNET],
        client_classes=[{"name": "DHCP", "test": "not member('BOOTP')"}],
        hooks_libraries=[{"library": "/usr/lib/kea/hooks/libdhcp_bootp.so"}],
        lease_database={"type": "memfile", "persist": False},
    )
    assert found == {"192.0.2.10": INFINITE, "192.0.2.100": 7200}

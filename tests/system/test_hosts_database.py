"""A reservation in a database is one for Kea and for us: a real client gets its address from either."""

import re
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.model.host import HW_ADDRESS, Host4
from lessor.model.options import OptionData
from lessor.store.hostdatabase import open_hosts
from lessor.store.hostrows import HOSTS4
from lessor.store.leasedatabase import open_rows
from lessor.store.schema.session import opened
from lessor.store.sqlrows import TABLE4
from lessor.store.upgrade import create
from tests.stores.hosts import write_rows
from tests.system.clients import BOUND, Client
from tests.system.conftest import StartClient, StartServer
from tests.system.programs import KEA, OURS, Config

pytestmark = [pytest.mark.system, pytest.mark.kea]

RESERVED = 0xC0000232  # 192.0.2.50


def config(database: DatabaseSettings, program: Path) -> Config:
    """A configuration for the link, with reservations in a database; Kea calls a UNIX socket of MySQL `localhost`."""
    local = database.type != POSTGRESQL and program == KEA
    way = {"host": "localhost" if local else database.host, **({"port": database.port} if database.port else {})}
    return {
        "interfaces-config": {"interfaces": ["eth0"]},
        "valid-lifetime": 3600,
        "hosts-database": {
            "type": database.type,
            "name": database.name,
            "user": database.user,
            "password": database.password,
            **way,
        },
        "subnet4": [{"id": 1, "subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.50 - 192.0.2.60"}]}],
    }


def hwaddr(client: Client) -> bytes:
    found = re.search(r"link/ether ([0-9a-f:]{17})", client.namespace.ip("link", "show", "dev", "eth0"))
    assert found is not None
    return bytes.fromhex(found[1].replace(":", ""))


@pytest.mark.parametrize("program", [KEA, OURS], ids=["kea", "ours"])
def test_what_we_write_is_given(
    program: Path,
    database: DatabaseSettings,
    server: StartServer,
    client: StartClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MYSQL_UNIX_PORT", database.host)
    owner, other = client("dhclient", "owner"), client("udhcpc", "other")
    with opened(database) as session:
        create(session)
    options = (OptionData(15, "dhcp4", b"", csv_format=True, text="reserved.example"),)
    store = open_hosts(database, HOSTS4)
    store.add(Host4(HW_ADDRESS, hwaddr(owner), 1, RESERVED, options=options))
    store.close()
    server(config(database, program), program=program)
    other.start()
    assert other.wait(BOUND).address == "192.0.2.51"
    owner.start()
    bound = owner.wait(BOUND)
    assert (bound.address, bound.domain) == ("192.0.2.50", "reserved.example")


def test_what_is_written_into_the_tables_of_kea_is_given(
    kea_database: DatabaseSettings, server: StartServer, client: StartClient
) -> None:
    owner = client("dhclient", "owner")
    row: dict[str, object] = {
        "dhcp_identifier": hwaddr(owner),
        "dhcp_identifier_type": 0,
        "dhcp4_subnet_id": 1,
        "ipv4_address": RESERVED + 100,
    }
    write_rows(kea_database, "hosts", row)
    server(config(kea_database, OURS))
    owner.start()
    assert owner.wait(BOUND).address == "192.0.2.150"


def test_leases_in_the_same_database(database: DatabaseSettings, server: StartServer, client: StartClient) -> None:
    owner, other = client("dhclient", "owner"), client("udhcpc", "other")
    with opened(database) as session:
        create(session)
    store = open_hosts(database, HOSTS4)
    store.add(Host4(HW_ADDRESS, hwaddr(owner), 1, RESERVED))
    store.close()
    reservations = config(database, OURS)
    everything = {**reservations, "lease-database": reservations["hosts-database"]}
    running = server(everything)
    other.start()
    address = other.wait(BOUND).address
    assert address != "192.0.2.50"
    owner.start()
    assert owner.wait(BOUND).address == "192.0.2.50"
    rows = open_rows(database, TABLE4)
    leased = {str(IPv4Address(lease.address)): lease.hwaddr for lease in rows.search({"state": 0})}
    rows.close()
    assert leased == {"192.0.2.50": hwaddr(owner), address: hwaddr(other)}
    assert running.stop() == 0
    server(everything, name="another")
    other.end()
    other.start()
    assert other.wait(BOUND).address == address
    assert not [line for line in running.log().splitlines() if " ERROR " in line]

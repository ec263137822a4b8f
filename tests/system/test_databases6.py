"""Leases and reservations of DHCPv6 in one database: real clients get what is reserved for them, and their leases are
there for the next server too.
"""

from ipaddress import IPv6Address

import pytest

from lessor.model.database import DatabaseSettings
from lessor.model.host import DUID
from lessor.model.network6 import Host6
from lessor.model.options import OptionData
from lessor.store.hostdatabase import open_hosts
from lessor.store.hostrows import HOSTS6
from lessor.store.leasedatabase import open_rows
from lessor.store.schema.session import opened
from lessor.store.sqlrows import TABLE6
from lessor.store.upgrade import create
from tests.system.clients import BOUND
from tests.system.fixtures6 import StartClient6, StartServer6
from tests.system.programs import Config
from tests.system.test_clients6 import bound

pytestmark = [pytest.mark.system]

OWNER = bytes.fromhex("00030001020000000077")
RESERVED = "2001:db8:1::77", "2001:db8:9000::/56"


def config(database: DatabaseSettings) -> Config:
    """A configuration for the link of which everything that changes is in a database."""
    way: dict[str, object] = {
        "type": database.type,
        "name": database.name,
        "host": database.host,
        "user": database.user,
    }
    way |= {"password": database.password, **({"port": database.port} if database.port else {})}
    return {
        "interfaces-config": {"interfaces": ["eth0"]},
        "valid-lifetime": 4000,
        "lease-database": way,
        "hosts-database": way,
        "subnet6": [
            {
                "id": 1,
                "subnet": "2001:db8:1::/64",
                "interface": "eth0",
                "pools": [{"pool": "2001:db8:1::100 - 2001:db8:1::1ff"}],
                "pd-pools": [{"prefix": "2001:db8:8000::", "prefix-len": 48, "delegated-len": 56}],
            }
        ],
    }


def reserve(database: DatabaseSettings) -> None:
    prefix, length = RESERVED[1].split("/")
    host = Host6(
        DUID,
        OWNER,
        1,
        (int(IPv6Address(RESERVED[0])),),
        prefixes=((int(IPv6Address(prefix)), int(length)),),
        excluded=(None,),
        options=(OptionData(23, "dhcp6", b"", csv_format=True, text="2001:db8::77"),),
    )
    store = open_hosts(database, HOSTS6)
    store.add(host)
    store.close()


def leased(database: DatabaseSettings) -> dict[str, bytes]:
    """Who has what, as another server reads it."""
    rows = open_rows(database, TABLE6)
    found = {str(IPv6Address(lease.address)): lease.duid for lease in rows.search({"state": 0})}
    rows.close()
    return found


@pytest.mark.parametrize("newest", [False, True], ids=["first", "newest"])
def test_reserved_things_and_others(
    newest: bool, database: DatabaseSettings, server6: StartServer6, client6: StartClient6
) -> None:
    with opened(database) as session:
        create(session, newest=newest)
    reserve(database)
    server = server6(config(database))
    owner, other = client6("dhcpcd", "owner"), client6("dhclient", "other")
    owner.start(client_id=OWNER)
    assert bound(owner) == {"address": RESERVED[0], "prefix": RESERVED[1]}
    other.start()
    address = other.wait(BOUND).address
    assert 0x100 <= int(IPv6Address(address)) & 0xFFFF <= 0x1FF
    known = leased(database)
    assert known.keys() == {RESERVED[0], RESERVED[1].split("/")[0], address}
    assert known[RESERVED[0]] == OWNER != known[address]
    # another server of the same database knows what this one has promised
    assert server.stop() == 0
    server6(config(database), name="another")
    other.remember()
    other.end()
    other.start()
    assert other.wait(BOUND).address == address
    assert leased(database) == known
    assert not [line for line in server.log().splitlines() if " ERROR " in line]

"""The real Kea works with databases that we made: it starts on them, writes leases, and finds them again."""

from collections.abc import Iterator

import pytest

from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.store.schema.session import opened
from lessor.store.transfer import TRANSFER4
from lessor.store.upgrade import create
from tests.servers.catalog import rows_of
from tests.system.conftest import SERVER, StartServer
from tests.system.load import Load
from tests.system.network import Network
from tests.system.programs import KEA, Config

pytestmark = [pytest.mark.system, pytest.mark.kea]

RELAY = "192.0.2.2"


@pytest.fixture
def load(link: Network) -> Iterator[Load]:
    link.plug("switch", "br0", "load", "load", "eth0")
    link.namespace("load").ip("addr", "add", f"{RELAY}/24", "dev", "eth0")
    made = Load(link.namespace("load"), RELAY, SERVER)
    yield made
    made.close()


def config(database: DatabaseSettings) -> Config:
    """Kea's way to a database; a UNIX socket of MySQL is `localhost` to it, wherever the environment says it is."""
    way = {"host": database.host, "port": database.port} if database.type == POSTGRESQL else {"host": "localhost"}
    return {
        "interfaces-config": {"interfaces": ["eth0"]},
        "valid-lifetime": 3600,
        "lease-database": {
            "type": database.type,
            "name": database.name,
            "user": database.user,
            "password": database.password,
            **way,
        },
        "subnet4": [
            {
                "id": 7,
                "subnet": "10.16.0.0/12",
                "relay": {"ip-addresses": [RELAY]},
                "pools": [{"pool": "10.16.0.0 - 10.31.255.255"}],
            }
        ],
    }


def test_kea_writes_leases_into_a_database_of_ours(
    database: DatabaseSettings, server: StartServer, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYSQL_UNIX_PORT", database.host)
    with opened(database) as session:
        create(session)
        running = server(config(database), program=KEA)
        load.lease(0, 50)
        assert len(load.acknowledged) == 50
        assert rows_of(session, "lease4_stat") == [(7, 0, 50)]
        assert running.stop() == 0
        running.start()
        assert load.renew() == load.acknowledged
        # what we read of it is what Kea has promised
        dumped = {line.split(",")[0] for line in list(TRANSFER4.dump(database))[1:]}
    assert len(dumped) == 50
    assert not [line for line in running.log().splitlines() if " ERROR " in line]

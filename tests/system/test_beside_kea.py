"""Our server and the real Kea take turns on one lease file."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.cases.groups import GROUPS, Group
from tests.system.conftest import SERVER, StartServer
from tests.system.load import Load
from tests.system.network import Network
from tests.system.programs import KEA, OURS, Config, Server
from tests.system.record import file_name, hold, recorded

pytestmark = [pytest.mark.system, pytest.mark.kea]

RELAY = "192.0.2.2"
CONFIG: Config = {
    "interfaces-config": {"interfaces": ["eth0"]},
    "valid-lifetime": 3600,
    "ddns-send-updates": False,
    "loggers": [{"name": "kea-dhcp4", "severity": "INFO", "output_options": [{"output": "stdout"}]}],
    "subnet4": [
        {
            "id": 1,
            "subnet": "10.16.0.0/12",
            "relay": {"ip-addresses": [RELAY]},
            "pools": [{"pool": "10.16.0.0 - 10.31.255.255"}],
        }
    ],
}
ROW_ERROR = "DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR"


@pytest.fixture
def load(link: Network) -> Iterator[Load]:
    link.plug("switch", "br0", "load", "load", "eth0")
    link.namespace("load").ip("addr", "add", f"{RELAY}/24", "dev", "eth0")
    made = Load(link.namespace("load"), RELAY, SERVER)
    yield made
    made.close()


def hand_over(running: Server, program: Path) -> None:
    """Stop the server and start another program on its files."""
    assert running.stop() == 0
    running.program = program
    running.start()


@pytest.mark.parametrize(("first", "second"), [(OURS, KEA), (KEA, OURS)], ids=["ours-then-kea", "kea-then-ours"])
def test_the_other_server_renews_the_leases(first: Path, second: Path, server: StartServer, load: Load) -> None:
    running = server(CONFIG, program=first)
    load.lease(0, 300)
    assert len(load.acknowledged) == 300
    hand_over(running, second)
    assert load.renew() == load.acknowledged
    assert ROW_ERROR not in running.log()


def test_there_and_back(server: StartServer, load: Load) -> None:
    """Leases made by either survive two changes, none is given to a second client."""
    running = server(CONFIG)
    load.lease(0, 50)
    hand_over(running, KEA)
    load.lease(50, 50)
    hand_over(running, OURS)
    load.lease(100, 50)
    assert load.renew() == load.acknowledged
    assert len(set(load.acknowledged.values())) == 150
    assert ROW_ERROR not in running.log()


@pytest.mark.parametrize(("first", "second"), [(OURS, KEA), (KEA, OURS)], ids=["ours-then-kea", "kea-then-ours"])
def test_declined_and_released_leases_are_understood(
    first: Path, second: Path, server: StartServer, load: Load
) -> None:
    running = server(CONFIG, program=first)
    load.lease(0, 3)
    declined, released = load.acknowledged.pop(0), load.acknowledged.pop(1)
    load.give_up("DECLINE", 0, declined)
    load.give_up("RELEASE", 1, released)
    running.wait_for("DHCP4_RELEASE ")
    hand_over(running, second)
    load.lease(10, 200)
    assert declined not in load.acknowledged.values(), "a declined address is in use again"
    assert running.leases()[declined]["state"] == "1"
    row = running.leases().get(released)
    assert row is None or row["state"] in ("2", "3") or row["hwaddr"] != load.mac(1).hex(":"), "it is kept, but over"
    assert load.renew() == load.acknowledged


def test_names_with_commas_survive(server: StartServer, load: Load) -> None:
    """What one server escapes in the lease file the other one reads."""
    config = {**CONFIG, "hostname-char-set": ""}
    running = server(config)
    load.lease(0, 1, options=[(12, b"a,b&c")])
    hand_over(running, KEA)
    assert load.renew() == load.acknowledged
    assert ROW_ERROR not in running.log()


@pytest.mark.parametrize("group", random.Random(7).sample(GROUPS, 4), ids=lambda group: group.name)
def test_recordings_hold_for_the_installed_kea(group: Group) -> None:
    """The recorded answers are still those of the real thing; four groups stand for all."""
    assert {one.name: one.plain() for one in hold(group, KEA)} == recorded(group), file_name(group)

"""Signals, crashes and second starts: what was promised is kept, what is broken changes nothing."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.conftest import SERVER, StartClient, StartServer
from tests.system.load import Load
from tests.system.network import Network
from tests.system.programs import NOT_RELOADED, RELOADED, Config

pytestmark = [pytest.mark.system]

RELAY = "192.0.2.2"


def config(pool: str = "10.16.0.0 - 10.31.255.255", severity: str = "INFO") -> Config:
    """Return a configuration with one big subnet for relayed clients."""
    return {
        "interfaces-config": {"interfaces": ["eth0"]},
        "valid-lifetime": 3600,
        "loggers": [{"name": "kea-dhcp4", "severity": severity, "output_options": [{"output": "stdout"}]}],
        "subnet4": [{"id": 1, "subnet": "10.16.0.0/12", "relay": {"ip-address": RELAY}, "pools": [{"pool": pool}]}],
    }


@pytest.fixture
def load(link: Network) -> Iterator[Load]:
    link.plug("switch", "br0", "load", "load", "eth0")
    link.namespace("load").ip("addr", "add", f"{RELAY}/24", "dev", "eth0")
    made = Load(link.namespace("load"), RELAY, SERVER)
    yield made
    made.close()


def test_killed_in_mid_load_keeps_every_promise(server: StartServer, load: Load) -> None:
    running = server(config())
    killed = threading.Event()

    def kill_after_enough() -> bool:
        if len(load.acknowledged) >= 3000 and not killed.is_set():
            running.send(signal.SIGKILL)
            killed.set()
        return False

    load.lease(0, 100_000, enough=kill_after_enough)
    assert killed.is_set()
    running.end()
    leases = running.leases()
    lost = {number for number, address in load.acknowledged.items() if address not in leases}
    assert not lost, f"{len(lost)} of {len(load.acknowledged)} acknowledged leases are not in the file"
    foreign = [n for n, address in load.acknowledged.items() if leases[address]["hwaddr"] != load.mac(n).hex(":")]
    assert not foreign

    running.start()
    assert load.renew() == load.acknowledged
    load.lease(200_000, 100)
    assert len(set(load.acknowledged.values())) == len(load.acknowledged), "an address was given to two clients"


def test_restart_serves_the_same_leases(server: StartServer, load: Load) -> None:
    running = server(config())
    load.lease(0, 50)
    assert running.stop() == 0
    running.start()
    assert load.renew() == load.acknowledged
    assert len(load.acknowledged) == 50


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_cleanly(number: signal.Signals, server: StartServer) -> None:
    running = server(config())
    assert running.pid_file.read_text().strip() == str(running.pid)
    assert running.stop(number) == 0
    assert not running.pid_file.exists()


def test_second_start_is_refused(server: StartServer, load: Load) -> None:
    running = server(config())
    second = running.launch()
    assert second.wait(20) != 0
    assert str(running.pid) in running.log().split("already running")[-1]
    load.lease(0, 1)
    assert load.acknowledged, "the first server has stopped serving"


def test_start_after_crash_takes_over_the_pid_file(server: StartServer) -> None:
    running = server(config())
    running.stop(signal.SIGKILL)
    assert running.pid_file.exists()
    running.start()
    assert running.pid_file.read_text().strip() == str(running.pid)


def test_reload_takes_a_new_pool_and_keeps_leases(server: StartServer, load: Load) -> None:
    running = server(config(pool="10.16.0.10 - 10.16.0.19"))
    load.lease(0, 5)
    running.configure(config(pool="10.17.0.10 - 10.17.0.19"))
    running.send(signal.SIGHUP)
    running.wait_for(RELOADED)
    before = dict(load.acknowledged)
    load.lease(5, 5)
    assert {address[:8] for address in before.values()} == {"10.16.0."}
    assert {load.acknowledged[number][:8] for number in range(5, 10)} == {"10.17.0."}
    assert set(before.values()) <= running.leases().keys()


def test_reload_of_a_broken_file_changes_nothing(server: StartServer, load: Load) -> None:
    running = server(config())
    load.lease(0, 3)
    running.config_file.write_text('{ "Dhcp4": { "valid-lifetime": "soon", ')
    running.send(signal.SIGHUP)
    running.wait_for(NOT_RELOADED)
    assert load.renew() == load.acknowledged
    load.lease(3, 3)
    assert len(load.acknowledged) == 6


def test_broken_row_is_named_and_skipped(server: StartServer, load: Load) -> None:
    running = server(config())
    load.lease(0, 3)
    running.stop()
    header, *rows = running.lease_file.read_text().splitlines()
    running.lease_file.write_text("\n".join([header, rows[0], "not,a,row", *rows[1:]]) + "\n")
    running.start()
    assert "DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR" in running.log()
    assert load.renew() == load.acknowledged


def test_torn_last_row_is_no_obstacle(server: StartServer, load: Load) -> None:
    """Power was lost in the middle of a row that was never acknowledged."""
    running = server(config())
    load.lease(0, 3)
    running.stop(signal.SIGKILL)
    with running.lease_file.open("a") as file:
        file.write("10.16.0.99,02:0c:00:00")
    running.start()
    assert load.renew() == load.acknowledged
    load.lease(3, 1)
    assert load.acknowledged[3] in running.leases()


def test_refused_start_says_why(server: StartServer, client: StartClient, tmp_path: Path) -> None:
    running = server(config())
    running.stop()
    running.config_file.write_text('{ "Dhcp4": { "valid-lifetime": "soon" } }')
    assert running.launch().wait(20) != 0
    assert "DHCP4_INIT_FAIL failed to initialize Kea" in running.log()

"""Signals, crashes and second starts of the DHCPv6 server, and the real Kea on its lease file."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.fixtures6 import SERVER6, StartServer6
from tests.system.load6 import Leases, Load6
from tests.system.network import Network
from tests.system.programs import Config
from tests.system.programs6 import KEA6, NOT_RELOADED6, OURS6, RELOADED6, Server6

pytestmark = [pytest.mark.system]

RELAY = "2001:db8:1::2"
LINK = "2001:db8:2::1"
ROW_ERROR = "DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR"

both_ways = pytest.mark.parametrize(
    ("first", "second"), [(OURS6, KEA6), (KEA6, OURS6)], ids=["ours-then-kea", "kea-then-ours"]
)


def config(pool: str = "2001:db8:2::/80", severity: str = "INFO") -> Config:
    """Return a configuration with one big subnet for relayed clients."""
    return {
        "interfaces-config": {"interfaces": [f"eth0/{SERVER6}"]},
        "server-id": {"type": "EN", "enterprise-id": 2495, "identifier": "6C6F6164", "persist": False},
        "valid-lifetime": 3600,
        "preferred-lifetime": 3000,
        "ddns-send-updates": False,
        "loggers": [{"name": "kea-dhcp6", "severity": severity, "output_options": [{"output": "stdout"}]}],
        "subnet6": [
            {
                "id": 1,
                "subnet": "2001:db8:2::/64",
                "pools": [{"pool": pool}],
                "pd-pools": [{"prefix": "2001:db8:8000::", "prefix-len": 36, "delegated-len": 60}],
            }
        ],
    }


@pytest.fixture
def load6(link6: Network) -> Iterator[Load6]:
    link6.plug("switch", "br0", "load", "load", "eth0")
    namespace = link6.namespace("load")
    for key in ("accept_dad", "disable_ipv6"):
        namespace.run("sysctl", "-qw", f"net.ipv6.conf.eth0.{key}=0")
    namespace.ip("addr", "add", f"{RELAY}/64", "dev", "eth0")
    made = Load6(namespace, RELAY, SERVER6, LINK)
    yield made
    made.close()


def held(server: Server6) -> dict[Leases, str]:
    """Return who holds what: the address or prefix, alone -> DUID."""
    rows = server.leases().values()
    return {
        (row["address"] if row["lease_type"] == "0" else f"{row['address']}/{row['prefix_len']}",): row["duid"]
        for row in rows
    }


def test_killed_in_mid_load_keeps_every_promise(server6: StartServer6, load6: Load6) -> None:
    running = server6(config())
    killed = threading.Event()

    def kill_after_enough() -> bool:
        if len(load6.acknowledged) >= 2000 and not killed.is_set():
            running.send(signal.SIGKILL)
            killed.set()
        return False

    load6.lease(0, 100_000, enough=kill_after_enough)
    assert killed.is_set()
    running.end()
    rows = held(running)
    promised = {(lease,): load6.duid(n).hex(":") for n, leases in load6.acknowledged.items() for lease in leases}
    assert len(promised) == 2 * len(load6.acknowledged), "a lease was given to two clients"
    wrong = {lease for lease, duid in promised.items() if rows.get(lease) != duid}
    assert not wrong, f"{len(wrong)} of {len(promised)} acknowledged leases are not in the file"

    running.start()
    assert load6.ask("RENEW") == load6.acknowledged
    load6.lease(200_000, 100)
    given = [lease for leases in load6.acknowledged.values() for lease in leases]
    assert len(set(given)) == len(given), "a lease was given to two clients"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_cleanly(number: signal.Signals, server6: StartServer6) -> None:
    running = server6(config())
    assert running.pid_file.read_text().strip() == str(running.pid)
    assert running.stop(number) == 0
    assert not running.pid_file.exists()


def test_restart_serves_the_same_leases(server6: StartServer6, load6: Load6) -> None:
    running = server6(config())
    load6.lease(0, 50)
    assert running.stop() == 0
    running.start()
    assert load6.ask("REBIND") == load6.acknowledged
    assert len(load6.acknowledged) == 50


def test_reload_takes_a_new_pool_and_keeps_leases(server6: StartServer6, load6: Load6) -> None:
    running = server6(config(pool="2001:db8:2::10 - 2001:db8:2::1f"))
    load6.lease(0, 5)
    running.configure(config(pool="2001:db8:2::ff10 - 2001:db8:2::ff1f"))
    running.send(signal.SIGHUP)
    running.wait_for(RELOADED6)
    before = dict(load6.acknowledged)
    load6.lease(5, 5)
    assert {leases[0][:12] for leases in before.values()} == {"2001:db8:2::"}
    assert all(leases[0].startswith("2001:db8:2::1") for leases in before.values())
    assert all(load6.acknowledged[number][0].startswith("2001:db8:2::ff1") for number in range(5, 10))
    assert {(lease,) for leases in before.values() for lease in leases} <= held(running).keys()


def test_reload_of_a_broken_file_changes_nothing(server6: StartServer6, load6: Load6) -> None:
    running = server6(config())
    load6.lease(0, 3)
    running.config_file.write_text('{ "Dhcp6": { "valid-lifetime": "soon", ')
    running.send(signal.SIGHUP)
    running.wait_for(NOT_RELOADED6)
    assert load6.ask("RENEW") == load6.acknowledged
    load6.lease(3, 3)
    assert len(load6.acknowledged) == 6


def test_torn_last_row_is_no_obstacle(server6: StartServer6, load6: Load6) -> None:
    """Power was lost in the middle of a row that was never acknowledged."""
    running = server6(config())
    load6.lease(0, 3)
    running.stop(signal.SIGKILL)
    with running.lease_file.open("a") as file:
        file.write("2001:db8:2::99,00:03:00:01:02:0c")
    running.start()
    assert load6.ask("RENEW") == load6.acknowledged
    load6.lease(3, 1)
    assert {(lease,) for lease in load6.acknowledged[3]} <= held(running).keys()


def test_refused_start_says_why(server6: StartServer6) -> None:
    running = server6(config())
    running.stop()
    running.config_file.write_text('{ "Dhcp6": { "valid-lifetime": "soon" } }')
    assert running.launch().wait(20) != 0
    assert "DHCP6_INIT_FAIL failed to initialize Kea" in running.log()


def hand_over(running: Server6, program: Path) -> None:
    """Stop the server and start another program on its files."""
    assert running.stop() == 0
    running.program = program
    running.start()


@both_ways
@pytest.mark.kea
def test_the_other_server_renews_the_leases(first: Path, second: Path, server6: StartServer6, load6: Load6) -> None:
    running = server6(config(), program=first)
    load6.lease(0, 300)
    assert len(load6.acknowledged) == 300
    hand_over(running, second)
    assert load6.ask("RENEW") == load6.acknowledged
    assert ROW_ERROR not in running.log()


@pytest.mark.kea
def test_there_and_back(server6: StartServer6, load6: Load6) -> None:
    """Leases made by either survive two changes, none is given to a second client."""
    running = server6(config())
    load6.lease(0, 50)
    hand_over(running, KEA6)
    load6.lease(50, 50)
    hand_over(running, OURS6)
    load6.lease(100, 50)
    assert load6.ask("RENEW") == load6.acknowledged
    assert len({lease for leases in load6.acknowledged.values() for lease in leases}) == 300
    assert ROW_ERROR not in running.log()


@both_ways
@pytest.mark.kea
def test_released_leases_are_understood(first: Path, second: Path, server6: StartServer6, load6: Load6) -> None:
    running = server6(config(pool="2001:db8:2::10 - 2001:db8:2::12"), program=first)
    load6.lease(0, 3)
    assert load6.ask("RELEASE").keys() == load6.acknowledged.keys()
    released = {leases[0] for leases in load6.acknowledged.values()}
    load6.acknowledged.clear()
    hand_over(running, second)
    load6.lease(10, 3)
    assert {leases[0] for leases in load6.acknowledged.values()} == released

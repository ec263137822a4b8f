"""The DHCPv6 daemon as a process: what differs from DHCPv4. The story they share is told in test_dhcp4.py."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor import KEA_VERSION
from lessor.wire.packet6 import INFORMATION_REQUEST, SERVERID
from tests.service.daemons import Daemon6

FIRST, SECOND = "2001:db8::10", "2001:db8::11"
OTHER = bytes.fromhex("00030001020000000002")


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon6]:
    made = Daemon6(tmp_path)
    made.configure()
    yield made
    made.kill()


def ids(log: str) -> list[str]:
    """The ids of the lines, in order."""
    return [line.split("] ", 1)[1].split(" ", 1)[0] for line in log.splitlines()]


def test_a_life(daemon: Daemon6) -> None:
    daemon.start(f"DHCP6_STARTED Kea DHCPv6 server version {KEA_VERSION} started")
    pid = daemon.process.pid if daemon.process else 0
    assert daemon.pid_file.read_text() == f"{pid}\n"
    assert daemon.pid_file.name == "office.kea-dhcp6.pid"
    assert Path(f"/proc/{pid}/comm").read_text() == "kea-dhcp6\n"
    assert daemon.lease() == FIRST
    assert daemon.stop() == 0
    assert not daemon.pid_file.exists()
    assert daemon.leases.splitlines()[1].startswith("2001:db8::10,00:03:00:01:02:00:00:00:00:01,600,")
    assert ids(daemon.log) == [
        "DHCP6_STARTING",
        "DHCPSRV_CFGMGR_NEW_SUBNET6",
        "DHCP6_CONFIG_COMPLETE",
        "DHCP6_USING_SERVERID",
        "DHCPSRV_MEMFILE_DB",
        "DHCPSRV_MEMFILE_LEASE_FILE_LOAD",
        "LESSOR_LEASES_LOADED",
        "DHCPSRV_MEMFILE_LFC_SETUP",
        "DHCPSRV_CFGMGR_ADD_IFACE",
        "DHCPSRV_CFGMGR_USE_UNICAST",
        "DHCP6_STARTED",
        "DHCP6_PACKET_RECEIVED",
        "DHCP6_LEASE_ADVERT",
        "DHCP6_PACKET_SEND",
        "DHCP6_PACKET_RECEIVED",
        "DHCP6_LEASE_ALLOC",
        "DHCP6_PACKET_SEND",
        "DHCP6_SHUTDOWN",
    ]


def test_leases_and_server_id_outlive_a_kill(daemon: Daemon6) -> None:
    daemon.start()
    assert daemon.lease() == FIRST
    server_id = daemon.server_id
    daemon.kill()
    daemon.start()
    assert f"DHCP6_USING_SERVERID server is using server-id {server_id} and stores in the file " in daemon.log
    assert daemon.server_id == server_id
    assert daemon.lease(OTHER) == SECOND
    assert daemon.lease() == FIRST
    assert daemon.stop() == 0


def told(daemon: Daemon6) -> str:
    """The server identifier that clients see, as text."""
    return daemon.ask(INFORMATION_REQUEST).options[SERVERID][0].hex(":")


def test_the_server_id_changes_when_the_configuration_says_so_and_never_by_itself(daemon: Daemon6) -> None:
    daemon.start()
    first = daemon.server_id
    assert re.fullmatch("00:02:00:00:09:bf(:[0-9a-f]{2}){6}", first)
    assert told(daemon) == first
    daemon.configure(valid_lifetime=1200)
    daemon.reload()
    assert told(daemon) == daemon.server_id == first
    (daemon.directory / "kea-dhcp6-serverid").unlink()
    daemon.reload()
    assert told(daemon) == daemon.server_id == first
    daemon.configure(server_id={"type": "EN", "enterprise-id": 32473, "identifier": "0123"})
    daemon.reload()
    assert told(daemon) == daemon.server_id == "00:02:00:00:7e:d9:01:23"
    assert daemon.stop() == 0
    assert daemon.log.count("DHCP6_USING_SERVERID") == 2


def test_a_failed_reload_leaves_the_server_id(daemon: Daemon6) -> None:
    daemon.start()
    first = daemon.server_id
    daemon.configure(
        server_id={"type": "EN", "enterprise-id": 32473, "identifier": "0123"},
        lease_database={"type": "memfile", "name": "/nonexistent/x.csv"},
    )
    daemon.reload("DHCP6_DYNAMIC_RECONFIGURATION_FAIL")
    assert told(daemon) == daemon.server_id == first
    assert daemon.stop() == 0


def test_a_server_id_may_be_kept_in_no_file(daemon: Daemon6) -> None:
    daemon.configure(server_id={"type": "EN", "persist": False})
    daemon.start()
    first = told(daemon)
    daemon.configure(server_id={"type": "EN", "persist": False}, valid_lifetime=1200)
    daemon.reload()
    assert told(daemon) == first
    assert daemon.stop() == 0
    assert not (daemon.directory / "kea-dhcp6-serverid").exists()


def test_a_server_id_that_cannot_be_kept_refuses_the_start(daemon: Daemon6) -> None:
    (daemon.directory / "kea-dhcp6-serverid").mkdir()
    daemon.start("DHCP6_INIT_FAIL")
    assert daemon.end() == 1
    assert "kea-dhcp6-serverid: Is a directory" in daemon.log


def test_a_wrong_configuration_refuses_the_start(daemon: Daemon6) -> None:
    daemon.configure(valid_lifetime=-1)
    daemon.start("DHCP6_INIT_FAIL failed to initialize Kea server: configuration error using file")
    assert daemon.end() == 1
    assert ids(daemon.log) == ["DHCP6_STARTING", "DHCP6_CONFIG_LOAD_FAIL", "DHCP6_INIT_FAIL"]


def test_a_second_start_is_refused(daemon: Daemon6) -> None:
    daemon.start()
    second = Daemon6(daemon.directory)
    second.start("DHCP6_ALREADY_RUNNING kea-dhcp6 already running?")
    assert second.end() == 1
    assert daemon.stop() == 0

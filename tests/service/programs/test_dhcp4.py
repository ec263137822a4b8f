"""The daemon as a process: what its users, its scripts and its clients see."""

import signal
import time
from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from lessor import KEA_VERSION
from lessor.service.labs.client4 import Identity
from tests.service.daemons import CLIENT, PATIENCE, Daemon4

FIRST = int(IPv4Address("127.1.0.10"))
OTHER = Identity(b"\2\0\0\0\0\2")
READY = f"DHCP4_STARTED Kea DHCPv4 server version {KEA_VERSION} started"


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon4]:
    made = Daemon4(tmp_path)
    made.configure()
    yield made
    made.kill()


def ids(log: str) -> list[str]:
    """The ids of the lines, in order."""
    return [line.split("] ", 1)[1].split(" ", 1)[0] for line in log.splitlines()]


def test_a_life(daemon: Daemon4) -> None:
    daemon.start(READY)
    pid = daemon.process.pid if daemon.process else 0
    assert daemon.pid_file.read_text() == f"{pid}\n"
    assert Path(f"/proc/{pid}/comm").read_text() == "kea-dhcp4\n"
    assert daemon.lease().address == FIRST
    assert daemon.stop() == 0
    assert not daemon.pid_file.exists()
    assert daemon.leases.splitlines()[1].startswith("127.1.0.10,02:00:00:00:00:01,,600,")
    assert ids(daemon.log) == [
        "DHCP4_STARTING",
        "DHCPSRV_CFGMGR_NEW_SUBNET4",
        "DHCP4_CONFIG_COMPLETE",
        "DHCPSRV_MEMFILE_DB",
        "DHCPSRV_MEMFILE_LEASE_FILE_LOAD",
        "LESSOR_LEASES_LOADED",
        "DHCPSRV_MEMFILE_LFC_SETUP",
        "DHCPSRV_CFGMGR_SOCKET_TYPE_SELECT",
        "DHCPSRV_CFGMGR_ADD_IFACE",
        "DHCPSRV_CFGMGR_USE_ADDRESS",
        "DHCP4_STARTED",
        "DHCP4_PACKET_RECEIVED",
        "DHCP4_LEASE_OFFER",
        "DHCP4_PACKET_SEND",
        "DHCP4_PACKET_RECEIVED",
        "DHCP4_LEASE_ALLOC",
        "DHCP4_PACKET_SEND",
        "DHCP4_SHUTDOWN",
    ]


def test_interrupt_stops_as_well(daemon: Daemon4) -> None:
    daemon.start()
    daemon.signal(signal.SIGINT, "DHCP4_SHUTDOWN")
    assert daemon.end() == 0


def test_leases_outlive_a_kill(daemon: Daemon4) -> None:
    daemon.start()
    assert daemon.lease().address == FIRST
    daemon.kill()
    assert daemon.pid_file.exists()
    daemon.start()
    assert "LESSOR_LEASES_LOADED 1 leases loaded" in daemon.log
    assert daemon.lease(OTHER).address == FIRST + 1
    assert daemon.lease(CLIENT).address == FIRST
    assert daemon.stop() == 0


def test_a_second_start_is_refused(daemon: Daemon4) -> None:
    daemon.start()
    assert daemon.process
    second = Daemon4(daemon.directory)
    second.start("DHCP4_ALREADY_RUNNING")
    assert second.end() == 1
    assert f"kea-dhcp4 already running? PID: {daemon.process.pid} exists, PID file: {daemon.pid_file}" in second.log
    assert daemon.stop() == 0


def test_a_wrong_configuration_refuses_the_start_and_names_every_mistake(daemon: Daemon4) -> None:
    daemon.file.write_text('{"Dhcp4": {\n"valid-lifetim": 600,\n"subnet4": 7\n}}')
    daemon.start("DHCP4_INIT_FAIL")
    assert daemon.end() == 1
    assert ids(daemon.log) == [
        "DHCP4_STARTING",
        "DHCP4_CONFIG_LOAD_FAIL",
        "DHCP4_CONFIG_LOAD_FAIL",
        "DHCP4_INIT_FAIL",
    ]
    assert f"using file: {daemon.file}, reason: {daemon.file}:2:1: valid-lifetim: got" in daemon.log
    assert f"failed to initialize Kea server: configuration error using file '{daemon.file}': " in daemon.log
    assert "(and 1 more)" in daemon.log
    assert not daemon.pid_file.exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"lease_database": {"type": "mysql", "name": "kea", "host": "127.0.0.1", "port": 1}},
            "cannot connect to mysql database 'kea' at 127.0.0.1",
        ),
        (
            {"lease_database": {"type": "memfile", "name": "/nonexistent/x.csv"}},
            "directory /nonexistent of the lease file",
        ),
        (
            {"loggers": [{"name": "kea-dhcp4", "output_options": [{"output": "/nonexistent/x"}]}]},
            "cannot open log file",
        ),
        (
            {
                "interfaces_config": {
                    "interfaces": ["nosuch0"],
                    "dhcp-socket-type": "udp",
                    "service-sockets-require-all": True,
                }
            },
            "there is no interface nosuch0",
        ),
    ],
)
def test_what_cannot_be_opened_refuses_the_start(daemon: Daemon4, changes: dict[str, object], reason: str) -> None:
    daemon.configure(**changes)
    daemon.start("DHCP4_INIT_FAIL")
    assert daemon.end() == 1
    assert reason in daemon.log.splitlines()[-1]
    assert not daemon.pid_file.exists()


def test_a_reload_changes_what_clients_get_and_keeps_their_leases(daemon: Daemon4) -> None:
    daemon.start()
    assert daemon.lease().lifetime == 600
    daemon.configure(valid_lifetime=1200)
    daemon.reload("dynamic server reconfiguration succeeded with file")
    assert daemon.lease(OTHER).address == FIRST + 1
    assert daemon.lease(CLIENT).lifetime == 1200
    assert daemon.stop() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_lifetime": -1},
        {"loggers": [{"name": "kea-dhcp4", "output_options": [{"output": "/nonexistent/x"}]}]},
        {"lease_database": {"type": "memfile", "name": "/nonexistent/x.csv"}},
        {"lease_database": {"type": "postgresql", "name": "kea"}},
        {
            "interfaces_config": {
                "interfaces": ["nosuch0"],
                "dhcp-socket-type": "udp",
                "service-sockets-require-all": True,
            }
        },
    ],
    ids=["mistake", "log", "lease file", "database", "interface"],
)
def test_a_failed_reload_leaves_the_old_configuration_serving(daemon: Daemon4, changes: dict[str, object]) -> None:
    daemon.start()
    assert daemon.lease().address == FIRST
    daemon.configure(**({"valid_lifetime": 1200} | changes))
    daemon.reload("DHCP4_DYNAMIC_RECONFIGURATION_FAIL dynamic server reconfiguration failed with file")
    assert "DHCP4_CONFIG_LOAD_FAIL" in daemon.log
    assert daemon.lease(OTHER).address == FIRST + 1, "the leases must still be known"
    assert daemon.lease().lifetime == 600
    assert daemon.stop() == 0
    assert len({row.split(",")[0] for row in daemon.leases.splitlines()}) == 3


def test_a_reload_may_move_the_lease_file(daemon: Daemon4) -> None:
    daemon.start()
    daemon.lease()
    daemon.configure(lease_database={"type": "memfile", "name": "other.csv", "sync": "never"})
    daemon.reload()
    daemon.lease(OTHER)
    assert daemon.stop() == 0
    rows = (daemon.directory / "other.csv").read_text().splitlines()
    assert [row.split(",")[1] for row in rows] == ["hwaddr", "02:00:00:00:00:02"]
    assert "02:00:00:00:00:01" in daemon.leases and "02:00:00:00:00:02" not in daemon.leases


def test_a_reload_may_move_the_log(daemon: Daemon4) -> None:
    daemon.start()
    daemon.configure(loggers=[{"name": "kea-dhcp4", "output_options": [{"output": "moved.log"}]}])
    assert daemon.process
    daemon.process.send_signal(signal.SIGHUP)
    log = daemon.directory / "moved.log"
    deadline = time.monotonic() + PATIENCE
    while not log.exists() or "DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS" not in log.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    daemon.lease()
    assert daemon.stop() == 0
    moved = log.read_text()
    assert "DHCP4_LEASE_ALLOC" in moved and "DHCP4_SHUTDOWN" in moved
    assert "DHCP4_LEASE_ALLOC" not in daemon.log


def test_debug_writes_everything_to_standard_output(daemon: Daemon4) -> None:
    daemon.configure(loggers=[{"name": "kea-dhcp4", "severity": "ERROR", "output_options": [{"output": "x.log"}]}])
    daemon.flags = ("-d", "-X")
    daemon.start()
    assert "DEBUG [kea-dhcp4.dhcp4/" in daemon.log
    assert f"server port: {daemon.port}, client port: {daemon.relay_port}, verbose: yes" in daemon.log
    assert "DHCP4_SECURITY_CHECKS_DISABLED" in daemon.log
    assert daemon.stop() == 0
    assert not (daemon.directory / "x.log").exists()


def test_keys_without_effect_are_named_once(daemon: Daemon4) -> None:
    daemon.configure(dhcp4o6_port=7)
    daemon.start()
    assert daemon.log.count("LESSOR_CONFIG_NO_EFFECT") == 1
    assert "dhcp4o6-port: has no effect yet\n" in daemon.log
    assert daemon.stop() == 0


def test_nothing_to_listen_on_is_said(daemon: Daemon4) -> None:
    daemon.configure(interfaces_config={"interfaces": ["nosuch0"]})
    daemon.start()
    assert "DHCPSRV_OPEN_SOCKET_FAIL cannot open socket: there is no interface nosuch0" in daemon.log
    assert "DHCPSRV_NO_SOCKETS_OPEN" in daemon.log
    assert daemon.stop() == 0


def test_old_leases_are_counted_and_taken_over(daemon: Daemon4) -> None:
    header = (
        "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id"
    )
    row = f"127.1.0.10,02:00:00:00:00:09,,600,{2**31},1,0,0,,0,,0"
    (daemon.directory / "kea-leases4.csv").write_text(f"{header}\n{row}\nnonsense\n")
    daemon.start()
    assert "DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR row 3 of the lease file is skipped" in daemon.log
    assert "LESSOR_LEASES_LOADED 1 leases loaded" in daemon.log
    assert daemon.lease().address == FIRST + 1
    assert daemon.stop() == 0


def test_a_broken_destination_of_early_lines_refuses_the_start(daemon: Daemon4) -> None:
    daemon.destination = "/nonexistent/x"
    daemon.start("Failed to initialize server: cannot open log file /nonexistent/x")
    assert daemon.end() == 1

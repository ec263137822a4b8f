"""What a service manager, and those who ask, see of a daemon; and which rights it gives up."""

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from lessor.model.json import Json
from lessor.service.api.command_socket import ask
from lessor.service.api.commands import SNAPSHOT
from tests.service.daemons import PATIENCE, Daemon4, Daemon6

RAW, BIND, TIME = 1 << 13, 1 << 10, 1 << 25
"""CAP_NET_RAW, CAP_NET_BIND_SERVICE, and CAP_SYS_TIME, which no DHCP server needs."""

root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon4]:
    made = Daemon4(tmp_path)
    made.configure()
    yield made
    made.kill()


@pytest.fixture
def manager(daemon: Daemon4) -> Iterator[socket.socket]:
    """Listen as the service manager that started the server."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(f"\0lessor-{os.getpid()}-{daemon.port}")
        listener.settimeout(PATIENCE)
        daemon.environment["NOTIFY_SOCKET"] = f"@lessor-{os.getpid()}-{daemon.port}"
        yield listener


def heard(manager: socket.socket) -> dict[str, str]:
    return dict(line.split("=", 1) for line in manager.recv(4096).decode().split("\n"))


def command_socket(daemon: Daemon4) -> Path:
    return daemon.pid_file.with_suffix(".socket")


def asked(daemon: Daemon4, command: str) -> dict[str, Json]:
    arguments = ask(command_socket(daemon), command, PATIENCE)["arguments"]
    assert isinstance(arguments, dict)
    return arguments


def test_a_service_manager_hears_of_every_change(daemon: Daemon4, manager: socket.socket) -> None:
    daemon.start()
    assert heard(manager) == {"READY": "1", "STATUS": "added IPv4 subnets: 1; DDNS: disabled"}
    daemon.reload()
    assert "MONOTONIC_USEC" in heard(manager)
    assert heard(manager)["READY"] == "1"
    daemon.file.write_text("{")
    daemon.reload("DHCP4_DYNAMIC_RECONFIGURATION_FAIL")
    assert heard(manager)["RELOADING"] == "1"
    assert "the last reload was refused: configuration error" in heard(manager)["STATUS"]
    assert daemon.stop() == 0
    assert heard(manager)["STOPPING"] == "1"


def test_a_watchdog_is_kept_quiet(daemon: Daemon4, manager: socket.socket) -> None:
    daemon.environment["WATCHDOG_USEC"] = "100000"
    daemon.start()
    said = [heard(manager) for _ in range(4)]
    assert said[0]["READY"] == "1"
    assert said[1:] == [{"WATCHDOG": "1"}] * 3
    assert daemon.stop() == 0


def test_a_refused_start_is_no_readiness(daemon: Daemon4, manager: socket.socket) -> None:
    daemon.file.write_text("{")
    daemon.start("DHCP4_INIT_FAIL")
    assert daemon.end() == 1
    manager.setblocking(False)
    with suppress(BlockingIOError):
        pytest.fail(manager.recv(4096).decode())


def test_a_server_tells_how_it_is_doing(daemon: Daemon4) -> None:
    daemon.start()
    assert stat.S_IMODE(command_socket(daemon).stat().st_mode) == 0o600
    daemon.lease()
    record = asked(daemon, SNAPSHOT)
    assert daemon.process
    assert record["pid"] == daemon.process.pid
    assert record["configuration-file"] == str(daemon.file)
    statistics, fullest = record["statistics"], record["fullest"]
    assert isinstance(statistics, dict) and isinstance(fullest, list) and isinstance(fullest[0], dict)
    assert statistics["pkt4-ack-sent"] == 1
    assert fullest[0]["assigned"] == 1
    daemon.file.write_text("{")
    daemon.reload("DHCP4_DYNAMIC_RECONFIGURATION_FAIL")
    assert "configuration error" in str(asked(daemon, SNAPSHOT)["refusal"])
    assert daemon.stop() == 0
    assert not command_socket(daemon).exists()


def test_a_server_works_where_it_cannot_be_asked(daemon: Daemon4) -> None:
    command_socket(daemon).mkdir()
    daemon.start("LESSOR_COMMANDS_UNAVAILABLE")
    assert f"no commands are answered on {command_socket(daemon)}: Is a directory" in daemon.log
    daemon.lease()
    assert daemon.stop() == 0


def test_a_reload_asked_for_during_the_start_is_done_after_it(daemon: Daemon4) -> None:
    daemon.start("DHCP4_CONFIG_COMPLETE")
    assert daemon.process
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait("_DYNAMIC_RECONFIGURATION_SUCCESS")
    assert daemon.log.index("DHCP4_STARTED") < daemon.log.index("DHCP4_DYNAMIC_RECONFIGURATION ")
    assert daemon.stop() == 0


def capabilities(daemon: Daemon4) -> dict[str, int]:
    """Return the sets of capabilities of the server, and whether it may gain privileges."""
    assert daemon.process
    lines = Path(f"/proc/{daemon.process.pid}/status").read_text().splitlines()
    fields = dict(line.split(":\t", 1) for line in lines)
    return {name: int(value, 16) for name, value in fields.items() if name.startswith(("Cap", "NoNew"))}


@root
def test_a_server_started_by_root_gives_up_what_it_does_not_need(daemon: Daemon4) -> None:
    daemon.start()
    held = capabilities(daemon)
    for name in ("CapPrm", "CapEff", "CapBnd"):
        assert held[name] & (RAW | BIND | TIME) == RAW | BIND
    assert held["NoNewPrivs"] == 1
    daemon.reload()
    assert daemon.stop() == 0


@root
def test_restrictions_can_be_lifted(daemon: Daemon4) -> None:
    daemon.flags = ("-X",)
    daemon.start()
    assert capabilities(daemon)["CapBnd"] & TIME
    assert daemon.stop() == 0


OF_2016 = """\
# One file for all, as installations had it until Kea 1.6.
{
  "Dhcp4": {
    "interfaces-config": { "interfaces": [ "lo" ], "dhcp-socket-type": "udp", "re-detect": false },
    "lease-database": { "type": "memfile", "persist": false },
    "valid-lifetime": 4000, "renew-timer": 1000, "rebind-timer": 2000,
    "subnet4": [ { "subnet": "127.0.0.0/8", "pools": [ { "pool": "127.1.0.10 - 127.1.0.20" } ] } ],
    "dhcp-ddns": { "enable-updates": false }
  },
  "Dhcp6": {
    "interfaces-config": { "interfaces": [ "lo/::1" ] },
    "lease-database": { "type": "memfile", "persist": false },
    "preferred-lifetime": 3000, "valid-lifetime": 4000,
    "subnet6": [ { "subnet": "2001:db8::/64", "pools": [ { "pool": "2001:db8::10-2001:db8::20" } ] } ]
  },
  "DhcpDdns": {
    "ip-address": "127.0.0.1", "port": 53001, "tsig-keys": [], "forward-ddns": {}, "reverse-ddns": {}
  },
  "Logging": {
    "loggers": [
      { "name": "kea-dhcp4", "severity": "INFO", "output_options": [ { "output": "stdout" } ] },
      { "name": "kea-dhcp6", "severity": "DEBUG", "debuglevel": 99, "output_options": [ { "output": "stdout" } ] },
      { "name": "kea-dhcp-ddns", "severity": "NONE", "output_options": [ { "output": "/nonexistent/ddns" } ] }
    ]
  }
}
"""


def test_one_file_for_all_daemons_as_in_2016(tmp_path: Path) -> None:
    four, six = Daemon4(tmp_path), Daemon6(tmp_path)
    four.file.write_text(OF_2016)
    try:
        four.start()
        six.start()
        assert four.lease().lifetime == 4000
        assert six.lease() == "2001:db8::10"
        four.reload()
        six.reload()
        assert (four.pid_file.name, six.pid_file.name) == ("office.kea-dhcp4.pid", "office.kea-dhcp6.pid")
        assert (four.stop(), six.stop()) == (0, 0)
        assert "DEBUG" not in four.log and "DEBUG" in six.log
    finally:
        four.kill()
        six.kill()


@pytest.mark.parametrize("program", ["kea_dhcp4", "kea_dhcp6"])
def test_each_daemon_checks_its_part_of_such_a_file(tmp_path: Path, program: str) -> None:
    file = tmp_path / "kea.conf"
    file.write_text(OF_2016)
    done = subprocess.run(
        [sys.executable, "-m", f"lessor.cli.{program}", "-t", str(file)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Syntax check OK: {file}" in done.stdout


def test_who_is_disabled_answers_nobody_until_enabled(daemon: Daemon4) -> None:
    daemon.configure(loggers=[{"name": "kea-dhcp4", "severity": "DEBUG", "debuglevel": 99}])
    daemon.start()
    assert ask(command_socket(daemon), "dhcp-disable")["result"] == 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(bytes.fromhex("01010600deadbeef") + bytes(232), ("127.0.0.1", daemon.port))
    daemon.wait("DHCP4_PACKET_DROP_0008 [hwtype=1 ], cid=[no info], tid=0xdeadbeef: dropped, the service is disabled")
    statistics = asked(daemon, SNAPSHOT)["statistics"]
    assert isinstance(statistics, dict)
    assert [statistics[name] for name in ("pkt4-received", "pkt4-receive-drop", "pkt4-service-disabled")] == [1, 1, 1]
    assert ask(command_socket(daemon), "dhcp-enable")["result"] == 0
    daemon.lease()
    assert daemon.stop() == 0


def test_a_server_ends_as_a_command_says(daemon: Daemon4) -> None:
    daemon.start()
    answer = ask(command_socket(daemon), "shutdown", PATIENCE, {"exit-value": 7})
    assert answer == {"result": 0, "text": "Shutting down."}
    assert daemon.end() == 7


def test_control_sockets_follow_the_configuration(daemon: Daemon4) -> None:
    daemon.environment["KEA_CONTROL_SOCKET_DIR"] = str(daemon.directory)
    first, second = daemon.directory / "first", daemon.directory / "second"
    daemon.configure(control_socket={"socket-type": "unix", "socket-name": str(first)})
    daemon.start()
    assert ask(first, "status-get", PATIENCE)["result"] == 0
    assert ask(first, SNAPSHOT, PATIENCE)["result"] == 2, "that is for the private socket"
    daemon.configure(control_socket={"socket-type": "unix", "socket-name": str(second)})
    daemon.reload()
    assert ask(second, "status-get", PATIENCE)["result"] == 0
    assert not first.exists()
    assert daemon.stop() == 0
    assert not second.exists()


def test_a_control_socket_that_cannot_be_opened_changes_nothing(daemon: Daemon4) -> None:
    daemon.environment["KEA_CONTROL_SOCKET_DIR"] = str(daemon.directory)
    (daemon.directory / "taken").mkdir()
    taken = {"socket-type": "unix", "socket-name": str(daemon.directory / "taken")}
    daemon.start()
    daemon.configure(control_socket=taken, valid_lifetime=7)
    daemon.reload("DHCP4_DYNAMIC_RECONFIGURATION_FAIL")
    assert daemon.lease().lifetime == 600
    assert daemon.stop() == 0
    daemon.start("DHCP4_INIT_FAIL")
    assert daemon.end() == 1

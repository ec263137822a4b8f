"""The process of a control agent."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.cli.kea_ctrl_agent import NAME
from lessor.config.errors import ConfigError
from lessor.service.api.agentdaemon import check
from tests.control.sockets import PATIENCE, post
from tests.service.agents import Process


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    found = Process(tmp_path)
    yield found
    found.kill()


def test_its_life(process: Process) -> None:
    process.configure()
    running = process.start()
    process.wait("CTRL_AGENT_STARTED")
    assert process.pid_file.read_text() == f"{running.pid}\n"
    assert Path(f"/proc/{running.pid}/comm").read_text() == f"{NAME}\n"
    assert process.status() == 200
    running.send_signal(signal.SIGTERM)
    assert running.wait(PATIENCE) == 0
    assert not process.pid_file.exists()
    assert "DCTL_SHUTDOWN Control-agent has shut down" in process.log.read_text()


def test_the_file_is_read_again(process: Process) -> None:
    process.configure()
    running = process.start()
    process.wait("CTRL_AGENT_STARTED")
    process.configure(authentication={"type": "basic", "clients": [{"user": "a", "password": "hush"}]})
    running.send_signal(signal.SIGHUP)
    process.wait("DCTL_CONFIG_COMPLETE", times=2)
    assert process.status() == 401
    process.file.write_text('{"Control-agent": {"bogus": 1}}')
    running.send_signal(signal.SIGHUP)
    process.wait("DCTL_CFG_FILE_RELOAD_ERROR")
    assert process.status() == 401
    assert "hush" not in process.log.read_text()


def test_a_command_ends_it(process: Process) -> None:
    process.configure()
    running = process.start("-d")
    process.wait("CTRL_AGENT_STARTED")
    reply = asyncio.run(post(process.port, '{"command": "shutdown", "arguments": {"exit-value": 7}}'))
    assert reply.json == [{"result": 0, "text": "Control Agent is shutting down"}]
    assert running.wait(PATIENCE) == 7


def test_a_second_one_is_refused(process: Process) -> None:
    process.configure()
    first = process.start()
    process.wait("CTRL_AGENT_STARTED")
    assert process.start().wait(PATIENCE) == 1
    assert f"DCTL_ALREADY_RUNNING Control-agent already running? PID: {first.pid} exists" in process.log.read_text()


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"http_host": "192.0.2.1"}, "192.0.2.1, port"),
        ({"bogus": 1}, "bogus"),
        ({"trust_anchor": "/none", "cert_file": "/none", "key_file": "/none"}, "/none: no such file"),
    ],
)
def test_a_start_that_is_refused(process: Process, members: dict[str, object], reason: str) -> None:
    process.configure(**members)
    assert process.start().wait(PATIENCE) == 1
    log = process.log.read_text()
    assert "Service failed: Could Not load configuration file" in log
    assert "DCTL_CONFIG_FILE_LOAD_FAIL" in log and reason in log
    assert not process.pid_file.exists()


def test_a_file_is_checked(process: Process) -> None:
    process.configure(control_sockets={"dhcp4": {"socket-name": "s4"}})
    assert check(str(process.file))[-1].endswith(f"listening on 127.0.0.1, port {process.port}, control sockets: dhcp4")
    process.configure(http_host="x")
    with pytest.raises(ConfigError):
        check(str(process.file))

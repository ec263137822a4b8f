"""Control sockets and the control agent beside Debian's Kea 2.2 and its tools, on the loopback interface."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from lessor.model.json import Json
from tests.control.sockets import PATIENCE, free_port
from tests.service.agents import Process
from tests.service.daemons import Daemon4

AGENT: Final = Path("/usr/sbin/kea-ctrl-agent")
SHELL: Final = Path("/usr/sbin/kea-shell")
SERVER: Final = Path("/usr/sbin/kea-dhcp4")

pytestmark = [
    pytest.mark.system,
    pytest.mark.kea,
    pytest.mark.skipif(not (AGENT.exists() and SHELL.exists()), reason="needs kea-ctrl-agent and kea-connector of Kea"),
]

USERS: Final = {"type": "basic", "realm": "r", "clients": [{"user": "admin", "password": "hush"}]}


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Process]:
    found = Process(tmp_path)
    yield found
    found.kill()


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Daemon4]:
    """Our DHCPv4 server, with one control socket of each kind without TLS."""
    server = Daemon4(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def kea(tmp_path: Path) -> Iterator[Path]:
    """The control socket of Kea's DHCPv4 server."""
    socket = tmp_path / "k4"
    section = {
        "interfaces-config": {"interfaces": []},
        "lease-database": {"type": "memfile", "persist": False},
        "control-socket": {"socket-type": "unix", "socket-name": str(socket)},
    }
    file = tmp_path / "kea.conf"
    file.write_text(json.dumps({"Dhcp4": section}))
    environment = {**os.environ, "KEA_PIDFILE_DIR": str(tmp_path), "KEA_LOCKFILE_DIR": "none"}
    with (tmp_path / "kea.log").open("wb") as log:
        server = subprocess.Popen([SERVER, "-c", file, "-p", str(free_port())], env=environment, stdout=log, stderr=log)
    try:
        while not socket.exists():
            assert server.poll() is None, (tmp_path / "kea.log").read_text()
        yield socket
    finally:
        server.kill()
        server.wait()


def passing_on(socket: Path) -> dict[str, object]:
    """Return what an agent is told about the server at this socket."""
    servers = {"dhcp4": {"socket-type": "unix", "socket-name": str(socket)}}
    return {"control_sockets": servers, "authentication": USERS}


def start_ours(server: Daemon4, port: int = 0) -> Path:
    """Start our server; return its UNIX socket."""
    socket = server.directory / "s4"
    sockets = [
        {"socket-type": "unix", "socket-name": str(socket)},
        {"socket-type": "http", "socket-port": port or free_port(), "authentication": USERS},
    ]
    server.configure(control_sockets=sockets)
    server.start()
    return socket


def shell(port: int, *words: str, arguments: str = "") -> Json:
    """Return the answer that Kea's own kea-shell gets."""
    run = [str(SHELL), "--port", str(port), "--auth-user", "admin", "--auth-password", "hush", *words]
    done = subprocess.run(run, input=arguments, capture_output=True, text=True, timeout=PATIENCE, check=True)
    answer: Json = json.loads(done.stdout)
    return answer


def first(answers: Json) -> dict[str, Json]:
    assert isinstance(answers, list) and isinstance(answers[0], dict), answers
    return answers[0]


def socat(socket: Path, request: str) -> dict[str, Json]:
    """Return what somebody gets who writes a request to a UNIX socket by hand."""
    run = ["socat", "-t", str(PATIENCE), "-", f"UNIX-CONNECT:{socket}"]
    done = subprocess.run(run, input=request, capture_output=True, text=True, timeout=PATIENCE, check=True)
    answer: dict[str, Json] = json.loads(done.stdout)
    return answer


def test_kea_s_agent_and_shell_before_our_server(ours: Daemon4, agent: Process) -> None:
    socket = start_ours(ours)
    agent.configure(
        control_sockets={"dhcp4": {"socket-type": "unix", "socket-name": str(socket)}}, authentication=USERS
    )
    agent.start(program=[str(AGENT)])
    agent.wait("CTRL_AGENT_STARTED")
    commands = first(shell(agent.port, "--service", "dhcp4", "list-commands"))["arguments"]
    assert isinstance(commands, list) and "config-get" in commands
    assert first(shell(agent.port, "--service", "dhcp4", "status-get"))["result"] == 0
    assert "Dhcp4" in str(first(shell(agent.port, "--service", "dhcp4", "config-get"))["arguments"])
    counted = first(shell(agent.port, "--service", "dhcp4", "statistic-get", arguments='"name": "pkt4-received"'))
    assert "pkt4-received" in str(counted["arguments"])
    bogus = {"result": 2, "text": "'bogus' command not supported."}
    assert shell(agent.port, "--service", "dhcp4", "bogus") == [bogus]
    assert first(shell(agent.port, "--service", "dhcp4", "shutdown"))["result"] == 0
    assert ours.end() == 0


def test_our_agent_before_kea_s_server(kea: Path, agent: Process) -> None:
    agent.configure(**passing_on(kea))
    agent.start()
    agent.wait("CTRL_AGENT_STARTED")
    for command in ("list-commands", "version-get", "config-get", "bogus"):
        direct = socat(kea, json.dumps({"command": command}))
        assert shell(agent.port, "--service", "dhcp4", command) == [direct]
    missing = shell(agent.port, "--service", "dhcp4", "--service", "dhcp6", "version-get")
    assert isinstance(missing, list) and len(missing) == 2
    assert missing[1] == {"result": 1, "text": "forwarding socket is not configured for the server type dhcp6"}


def test_kea_s_shell_at_our_server_itself(ours: Daemon4) -> None:
    port = free_port()
    start_ours(ours, port)
    assert first(shell(port, "version-get"))["result"] == 0
    assert first(shell(port, "--service", "dhcp4", "version-get"))["result"] == 0


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl(ours: Daemon4) -> None:
    port = free_port()
    start_ours(ours, port)

    def curl(*words: str) -> str:
        run = ["curl", "-sS", "-H", "Content-Type: application/json", *words, f"http://127.0.0.1:{port}/"]
        return subprocess.run(run, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout

    request = ("-d", '{ "command": "version-get" }')
    assert json.loads(curl("-u", "admin:hush", *request))[0]["result"] == 0
    assert curl(*request) == '{ "result": 401, "text": "Unauthorized" }'
    assert curl("-u", "admin:wrong", *request) == '{ "result": 401, "text": "Unauthorized" }'
    assert curl("-u", "admin:hush") == '{ "result": 400, "text": "Bad Request" }'


@pytest.mark.skipif(shutil.which("socat") is None, reason="needs socat")
@pytest.mark.parametrize(
    "request_",
    [
        "xyz",
        '"abc"',
        "[]",
        "{}",
        '{"command": 5}',
        '{"command": "bogus"} and more',
        '# a comment\n{"command": "bogus" /* here too */ }',
        '{"command": "bogus", "foo": 5}',
        '{"command": "config-test"}',
        '{"command": "shutdown", "arguments": {"exit-value": "x"}}',
    ],
)
def test_both_servers_answer_alike(kea: Path, ours: Daemon4, request_: str) -> None:
    assert socat(start_ours(ours), request_) == socat(kea, request_)

"""Servers with the plug-ins that come along, named as Kea's libraries, and real clients."""

import json
import re
import shutil
import signal
import time
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.examples.loading import EXAMPLES
from tests.system.clients import BOUND, Client
from tests.system.conftest import StartClient, StartServer
from tests.system.network import Network
from tests.system.programs import KEA, OURS, PATIENCE, RELOADED, WITHOUT_AFFINITY, Config, Server

pytestmark = [pytest.mark.system]

LIBRARIES = "/usr/lib/x86_64-linux-gnu/kea/hooks"

DUMP = """#!/bin/sh
env > {directory}/$1.part && mv {directory}/$1.part {directory}/$1
"""


def config(*libraries: tuple[str, dict[str, object]], **more: object) -> Config:
    """Return a configuration with plug-ins by their names and parameters."""
    subnet = {"id": 1, "subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.100 - 192.0.2.110"}]}
    hooks = [{"library": f"{LIBRARIES}/libdhcp_{name}.so", "parameters": given} for name, given in libraries]
    return {
        "interfaces-config": {"interfaces": ["eth0"]},
        "valid-lifetime": 3600,
        "hooks-libraries": hooks,
        "subnet4": [subnet | more],
    }


def read_when_there(path: Path) -> str:
    """Return the text of a file that is to come."""
    end = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < end, f"{path} does not come"
        time.sleep(0.01)
    return path.read_text()


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory for scripts, with one that writes down its environment beside it."""
    directory = tmp_path / "scripts"
    directory.mkdir()
    (directory / "dump.sh").write_text(DUMP.format(directory=tmp_path))
    (directory / "dump.sh").chmod(0o755)
    monkeypatch.setenv("KEA_HOOK_SCRIPTS_PATH", str(directory))
    return directory


@pytest.mark.parametrize("program", ["udhcpc", "dhclient"])
def test_a_script_hears_of_a_clients_lease(
    program: str, server: StartServer, client: StartClient, scripts: Path, tmp_path: Path
) -> None:
    running = server(config(("run_script", {"name": str(scripts / "dump.sh"), "sync": False})))
    one = client(program, "one")
    one.start()
    assert one.wait(BOUND).address == "192.0.2.100"
    lines = read_when_there(tmp_path / "leases4_committed").splitlines()
    found = dict(line.split("=", 1) for line in lines)
    assert found["LEASES4_AT0_ADDRESS"] == "192.0.2.100"
    assert found["LEASES4_AT0_HWADDR"] in one.namespace.ip("link", "show", "dev", "eth0")
    assert found["QUERY4_TYPE"] == "DHCPREQUEST"
    assert found["QUERY4_IFACE_NAME"] == "eth0"
    one.release()
    released = read_when_there(tmp_path / "lease4_release")
    assert "LEASE4_ADDRESS=192.0.2.100" in released
    assert running.stop() == 0


def test_a_record_is_kept_over_a_reload(
    server: StartServer, client: StartClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = tmp_path / "records"
    records.mkdir()
    monkeypatch.setenv("KEA_LEGAL_LOG_DIR", str(records))
    running = server(config(("legal_log", {"base-name": "legal"})))
    for i, name in enumerate(("one", "two")):
        one = client("udhcpc", name)
        one.start()
        one.wait(BOUND)
        running.send(signal.SIGHUP)
        running.wait_for(RELOADED, i + 1)
    assert running.stop() == 0
    lines = "".join(path.read_text() for path in records.iterdir()).splitlines()
    assert [line.split(" Address: ")[1].split()[0] for line in lines] == ["192.0.2.100", "192.0.2.101"]
    assert all("has been assigned for 1 hrs 0 mins 0 secs" in line for line in lines)


def test_an_address_that_answers_is_not_offered(server: StartServer, client: StartClient, link: Network) -> None:
    link.plug("switch", "br0", "squatter", "squatter", "eth0")
    link.namespace("squatter").ip("addr", "add", "192.0.2.100/24", "dev", "eth0")
    running = server(config(("ping_check", {"min-ping-requests": 1, "reply-timeout": 1000})))
    one = client("udhcpc", "one")
    one.start()
    assert one.wait(BOUND).address == "192.0.2.101"
    assert running.stop() == 0
    states = {row["address"]: row["state"] for row in running.rows()}
    assert states == {"192.0.2.100": "1", "192.0.2.101": "0"}
    assert "PING_CHECK_MGR_RECEIVED_ECHO_REPLY" in running.log()


def test_a_client_is_known_by_an_expression(server: StartServer, client: StartClient) -> None:
    reserved = {"reservations": [{"flex-id": "'eth'", "ip-address": "192.0.2.77"}]}
    flexible = config(("flex_id", {"identifier-expression": "substring(pkt.iface, 0, 3)"}), **reserved)
    running = server({**flexible, "host-reservation-identifiers": ["flex-id"]})
    one = client("udhcpc", "one")
    one.start()
    assert one.wait(BOUND).address == "192.0.2.77"
    assert running.stop() == 0


def test_a_script_that_others_may_write_refuses_the_configuration(server: StartServer, scripts: Path) -> None:
    (scripts / "dump.sh").chmod(0o777)
    with pytest.raises(AssertionError, match="may be written by everybody"):
        server(config(("run_script", {"name": "dump.sh"})))


def told_to_script(running: Server, one: Client, directory: Path) -> dict[str, dict[str, str]]:
    """Let a client take and return a lease; return what the script was told, by hook point."""
    one.start()
    one.wait(BOUND)
    texts = {"leases4_committed": read_when_there(directory / "leases4_committed")}
    one.release()
    texts["lease4_release"] = read_when_there(directory / "lease4_release")
    assert running.stop() == 0
    return {
        point: {name: value for line in text.splitlines() for name, _, value in (line.partition("="),)}
        for point, text in texts.items()
    }


@pytest.mark.kea
def test_a_script_is_told_what_it_is_told_by_kea(
    server: StartServer, client: StartClient, scripts: Path, tmp_path: Path
) -> None:
    found = []
    for program in (KEA, OURS):
        for point in ("leases4_committed", "lease4_release"):
            (tmp_path / point).unlink(missing_ok=True)
        libraries = config(("run_script", {"name": str(scripts / "dump.sh"), "sync": False}))
        running = server({**libraries, **WITHOUT_AFFINITY}, name=program.parent.name, program=program)
        found.append(told_to_script(running, client("udhcpc", f"of-{program.parent.name}"), tmp_path))
    kea, ours = found
    # each server has a client, a time and a directory of its own
    own = re.compile("TXID|CLTT|SECS$|HWADDR$|CLIENT_ID|HOSTNAME|^PWD$")
    for point in kea:
        assert kea[point].keys() == ours[point].keys()
        for name, value in kea[point].items():
            if not own.search(name):
                assert ours[point][name] == value, f"{name} at {point}"
            assert bool(ours[point][name]) == bool(value), f"{name} at {point}"


def test_lease_events_are_streamed_from_a_server(
    server: StartServer, client: StartClient, link: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = tmp_path / "hooks"
    directory.mkdir()
    shutil.copy(EXAMPLES / "lease_events.py", directory)
    monkeypatch.setenv("KEA_HOOKS_PATH", str(directory))
    running = server({**config(), "hooks-libraries": [{"library": "lease_events.py", "parameters": {"port": 8080}}]})
    with link.namespace("server").entered():
        before = connected("http://127.0.0.1:8080/events")
        running.send(signal.SIGHUP)
        # a reload lets go of the readers and the port, and listens again
        with before, suppress(HTTPException, ConnectionError):
            before.read()
        stream = connected("http://127.0.0.1:8080/events")
    one = client("udhcpc", "one")
    one.start()
    assert one.wait(BOUND).address == "192.0.2.100"
    with stream:
        lines = [stream.readline().decode() for _ in range(3)]
    assert lines[1] == "event: assigned\n"
    assert json.loads(lines[2].removeprefix("data: "))["address"] == "192.0.2.100"
    assert running.stop() == 0


def connected(url: str) -> HTTPResponse:
    """Open a stream that may not be there yet."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            answer = urlopen(url, timeout=PATIENCE)
            assert isinstance(answer, HTTPResponse)
            return answer
        except URLError:
            assert time.monotonic() < end
            time.sleep(0.02)

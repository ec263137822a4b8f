"""The lease file's life under a serving server: clean-ups, kills in the middle of them, a disk without room."""

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.store.lfc import clean_up
from tests.system.conftest import SERVER, StartServer
from tests.system.load import Load
from tests.system.network import Network
from tests.system.programs import KEA, RELOADED, Config, Server

pytestmark = [pytest.mark.system]

RELAY = "192.0.2.2"
PATIENCE = 30.0
DONE = "LESSOR_LEASE_CLEANUP_DONE"
TROUBLE = "LESSOR_LEASE_FILE_TROUBLE"
RECOVERED = "LESSOR_LEASE_FILE_RECOVERED"


@pytest.fixture
def load(link: Network) -> Iterator[Load]:
    link.plug("switch", "br0", "load", "load", "eth0")
    link.namespace("load").ip("addr", "add", f"{RELAY}/24", "dev", "eth0")
    made = Load(link.namespace("load"), RELAY, SERVER)
    yield made
    made.close()


def config(directory: Path, interval: int = 1, **more: object) -> Config:
    """Return a configuration with one big subnet for relayed clients and a clean-up every `interval` seconds."""
    subnet = {"id": 1, "subnet": "10.16.0.0/12", "relay": {"ip-address": RELAY}}
    return {
        "interfaces-config": {"interfaces": ["eth0"]},
        "valid-lifetime": 3600,
        "lease-database": {
            "type": "memfile",
            "name": str(directory / "leases4.csv"),
            "lfc-interval": interval,
        },
        "loggers": [{"name": "kea-dhcp4", "severity": "INFO", "output_options": [{"output": "stdout"}]}],
        "subnet4": [{**subnet, "pools": [{"pool": "10.16.0.0 - 10.31.255.255"}]}],
        **more,
    }


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.01)


def said(running: Server, text: str, times: int = 1) -> Callable[[], bool]:
    return lambda: running.log().count(text) >= times


def names(running: Server) -> set[str]:
    return {path.name for path in running.directory.glob("leases4.csv*")}


def every_promise_is_kept(running: Server, load: Load) -> None:
    """All that clients were told is what the files say, and what the server says after its start."""
    leases = running.leases()
    lost = {number for number, address in load.acknowledged.items() if address not in leases}
    assert not lost, f"{len(lost)} of {len(load.acknowledged)} acknowledged leases are not in the files"
    foreign = [n for n, address in load.acknowledged.items() if leases[address]["hwaddr"] != load.mac(n).hex(":")]
    assert not foreign


@pytest.mark.slow
def test_killed_in_clean_ups_keeps_every_promise(server: StartServer, load: Load, tmp_path: Path) -> None:
    running = server(config(tmp_path / "server"))
    chance = random.Random(1)
    for start in range(5):
        enough = threading.Timer(chance.uniform(1.0, 2.5), running.send, [signal.SIGKILL])
        enough.start()
        load.lease(
            start * 100_000, 100_000, enough=lambda: running.process is None or running.process.poll() is not None
        )
        enough.join()
        running.end()
        # a clean-up ends with its server, at once or a moment later: the next start waits for it
        running.start()
    until(said(running, DONE), "a clean-up is done")
    assert running.stop() == 0
    every_promise_is_kept(running, load)
    assert len(load.acknowledged) > 100
    running.start()
    load.acknowledged = dict(random.Random(2).sample(sorted(load.acknowledged.items()), 50))
    assert load.renew() == load.acknowledged


def test_clients_wait_for_nothing_and_no_process_stays(server: StartServer, load: Load, tmp_path: Path) -> None:
    running = server(config(tmp_path / "server"))
    load.lease(0, 100_000, enough=said(running, DONE, 2))
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    states = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] for child in children]
    assert "Z" not in states
    assert running.stop() == 0
    assert "LESSOR_LEASE_CLEANUP_FAILED" not in running.log()
    every_promise_is_kept(running, load)
    assert "leases4.csv.2" in names(running)


def test_what_a_killed_clean_up_left_is_finished_by_the_next_start(
    server: StartServer, load: Load, tmp_path: Path
) -> None:
    running = server(config(tmp_path / "server", interval=3600))
    load.lease(0, 20)
    running.stop(signal.SIGKILL)
    running.lease_file.rename(f"{running.lease_file}.1")
    Path(f"{running.lease_file}.output").write_text("address,hwaddr,cli")
    Path(f"{running.lease_file}.pid").write_text("4194305\n")
    running.start()
    until(said(running, DONE), "the clean-up is finished")
    assert names(running) == {"leases4.csv", "leases4.csv.2"}
    every_promise_is_kept(running, load)
    assert load.renew() == load.acknowledged


def test_a_reload_changes_the_interval(server: StartServer, load: Load, tmp_path: Path) -> None:
    running = server(config(tmp_path / "server", interval=0))
    load.lease(0, 5)
    running.configure(config(tmp_path / "server", interval=1))
    running.send(signal.SIGHUP)
    running.wait_for(RELOADED)
    until(said(running, DONE), "the new interval has its effect")
    assert load.renew() == load.acknowledged


@pytest.mark.kea
def test_kea_reads_what_the_clean_up_made(server: StartServer, load: Load, tmp_path: Path) -> None:
    running = server(config(tmp_path / "server"))
    load.lease(0, 200)
    until(said(running, DONE), "a clean-up is done")
    running.stop()
    running.program = KEA
    running.start()
    assert "LEASE_LOAD_ROW_ERROR" not in running.log()
    load.acknowledged = dict(list(load.acknowledged.items())[:20])
    assert load.renew() == load.acknowledged
    running.stop()
    # Kea may have left a clean-up of its own at work, which ends by itself
    until(lambda: "FATAL" not in clean_up(running.lease_file, 4), "a clean-up by hand is done")


@pytest.mark.kea
def test_the_clean_up_may_be_keas(
    server: StartServer, load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEA_LFC_EXECUTABLE", "/usr/sbin/kea-lfc")
    monkeypatch.setattr(Server, "environment", with_lock_file(Server.environment))
    running = server(config(tmp_path / "server"))
    load.lease(0, 100)
    until(said(running, DONE), "a clean-up is done")
    running.stop()
    assert "executing the lease file clean-up as: /usr/sbin/kea-lfc -4" in running.log()
    every_promise_is_kept(running, load)
    running.start()
    assert load.renew() == load.acknowledged


def with_lock_file(environment: Callable[[Server], dict[str, str]]) -> Callable[[Server], dict[str, str]]:
    """Kea's logging wants a directory for a lock file."""
    return lambda server: {**environment(server), "KEA_LOCKFILE_DIR": str(server.directory)}


# --- a disk without room ---------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", place], check=True)
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@pytest.mark.slow
def test_a_full_disk_stops_the_granting_and_room_starts_it_again(
    server: StartServer, load: Load, small_disk: Path
) -> None:
    running = server(config(small_disk, interval=3600))
    # the lease files alone are on the small disk; everything else has room
    running.lease_file = small_disk / "leases4.csv"
    ballast = small_disk / "ballast"
    first = 0
    for times in (1, 2):
        fill(ballast)
        load.lease(first, 100_000, enough=said(running, TROUBLE, times))
        until(said(running, TROUBLE, times), "the server says that the disk is full")
        drain(load)
        before = len(load.acknowledged)
        load.lease(first + 50_000, 5)
        assert len(load.acknowledged) == before, "a lease was granted that could not be written"
        every_promise_is_kept(running, load)
        ballast.unlink()
        until(said(running, RECOVERED, times), "the server says that it goes on")
        first += 100_000
        until(partial(leased, load, range(first, first + 20)), "leases are granted again")
        first += 1000
    assert running.log().count(TROUBLE) == 2, "it is said once, not for every packet"
    # the load went on for many packets, and for less than some minutes
    assert running.log().count("ALLOC_ENGINE_V4_ALLOC_ERROR") < 5
    assert running.stop(signal.SIGKILL) != 0
    every_promise_is_kept(running, load)
    running.start()
    assert "LEASE_LOAD_ROW_ERROR" not in running.log()


def fill(path: Path) -> None:
    """Leave room for some hundred rows."""
    room = os.statvfs(path.parent)
    path.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - 48 * 1024)))


def leased(load: Load, clients: range) -> bool:
    """Have those clients ask that have no lease yet; tell whether all have one now."""
    load.lease_for([number for number in clients if number not in load.acknowledged])
    return load.acknowledged.keys() >= set(clients)


def drain(load: Load) -> None:
    """Take the answers that were still under way."""
    while (reply := load.receive()) is not None:
        if reply.kind == "ACK":
            load.acknowledged[reply.xid] = reply.yiaddr


def test_a_row_cut_short_is_no_obstacle_to_a_clean_up(server: StartServer, load: Load, tmp_path: Path) -> None:
    running = server(config(tmp_path / "server"))
    load.lease(0, 10)
    running.stop(signal.SIGKILL)
    with running.lease_file.open("a") as file:
        file.write("10.16.0.99,02:0c:00:00")
    running.start()
    until(said(running, DONE, running.log().count(DONE) + 1), "a clean-up is done")
    running.stop()
    every_promise_is_kept(running, load)
    assert "10.16.0.99" not in running.leases()

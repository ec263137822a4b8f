"""Leases are granted, renewed and removed while the file is cleaned up again and again; server and clean-up are killed
at any moment. What was called durable is there afterwards, and what was removed stays away.
"""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from lessor.store.columns import FORMAT4
from lessor.store.columns6 import FORMAT6
from lessor.store.loading import PREVIOUS, await_cleanup, load_leases, with_suffix
from lessor.store.pidfile import process_of
from tests.store.leases import Recorder

PATIENCE = 20.0

# grants, renews or removes leases in bursts and has the file cleaned up without a pause; writes to a pipe each address
# before its change, and what became of it once that is durable: the time of the lease, or 0
SERVER = """
import asyncio, os, random, sys
from pathlib import Path
from lessor.model.lease import Lease4
from lessor.model.lease6 import NA, Lease6
from lessor.service.leases.cleanup import Cleanups, command_line
from lessor.service.logs.log import Loggers
from lessor.store.memfile import open_store, open_store6

def lease4(address, time):
    return Lease4(address, address.to_bytes(6, "big"), b"", 3600, time, 1, hostname=f"host-{time}")

def lease6(address, time):
    return Lease6(NA, address, 128, address.to_bytes(6, "big"), 1, 1800, 3600, time, 1, hostname=f"host-{time}")

async def main(name, family, time):
    loop, path, time = asyncio.get_running_loop(), Path(name), int(time)
    open_leases, a_lease = {"4": (open_store, lease4), "6": (open_store6, lease6)}[family]
    store = open_leases(path, loop, sync="never")
    cleanups = Cleanups(store, path, 0, command_line(path, int(family)), loop, Loggers("test", path.parent), True)
    store.on_close(cleanups.close)
    held = {lease.address: lease for lease in store.leases()}
    chance = random.Random(time)
    while True:
        time += 1
        if time % 20 == 0 and not cleanups._running:
            cleanups.start()
        for address in chance.sample(range(1, 2000), 20):
            old = held.get(address)
            new = None if old is not None and chance.random() < 0.4 else a_lease(address, time)
            os.write(1, f"{address} -1 {time}\\n".encode())
            assert store.commit([(old, new)])
            held[address] = new
            line = f"{address} {0 if new is None else time} {time}\\n"
            store.when_durable(lambda ok, line=line: ok and os.write(1, line.encode()))
        await asyncio.sleep(0.001)

asyncio.run(main(*sys.argv[1:]))
"""

CHANGING = -1

Known = dict[int, int]
"""By address: the time of the lease, 0 when it is gone, CHANGING when the server was killed before it could tell."""


def read_until_killed(
    server: subprocess.Popen[str], enough: Callable[[], bool], path: Path, kill_cleanup: float, chance: random.Random
) -> list[str]:
    """Read what the server tells, and kill it when it is enough; clean-ups are killed before it, by chance."""
    assert server.stdout is not None
    told = [server.stdout.readline()]
    while told[-1] and not enough():
        told.append(server.stdout.readline())
        if len(told) % 500 == 0 and chance.random() < kill_cleanup and (pid := process_of(with_suffix(path, ".pid"))):
            subprocess.run(["kill", "-9", str(pid)], check=False, stderr=subprocess.DEVNULL)
    server.send_signal(signal.SIGKILL)
    return told + server.stdout.readlines()


def after(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def learn(known: Known, told: list[str]) -> int:
    """Take what was told into what is known; return the server's last time."""
    latest = 0
    under_way: Counter[int] = Counter()
    for line in told:
        if line.endswith("\n"):
            address, lease_time, latest = read_line(line)
            # the next change of an address may begin before the last one is told
            under_way[address] += 1 if lease_time == CHANGING else -1
            known[address] = CHANGING if under_way[address] else lease_time
    return latest


def read_line(line: str) -> tuple[int, int, int]:
    address, lease_time, now = map(int, line.split())
    return address, lease_time, now


@pytest.mark.parametrize("family", ["4", "6"])
def test_nothing_is_lost_and_nothing_comes_back(tmp_path: Path, family: str) -> None:
    path = tmp_path / "leases.csv"
    chance = random.Random(int(family))
    known: Known = {}
    now = 1_800_000_000
    previous = with_suffix(path, PREVIOUS)
    for round in range(7):
        # however busy the machine is, one clean-up gets to its end
        undisturbed = round == 5
        enough = previous.exists if undisturbed else after(chance.uniform(0.2, 1.5))
        command = [sys.executable, "-c", SERVER, str(path), family, str(now)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            told = read_until_killed(server, enough, path, 0.0 if undisturbed else 0.2, chance)
        # the next one's times are later than any of this one, told or not
        now = max(now, learn(known, told)) + 1000
        check(path, family, known)
    assert len(known) > 100


def check(path: Path, family: str, known: Known) -> None:
    await_cleanup(path, PATIENCE)
    watcher = Recorder()
    found = {
        lease.address: lease.cltt
        for lease in (
            load_leases(path, FORMAT4, watcher=watcher).values()
            if family == "4"
            else load_leases(path, FORMAT6, watcher=watcher).values()
        )
    }
    assert len(watcher.bad_rows) <= 1  # the row that was being written
    for address, lease_time in known.items():
        if lease_time != CHANGING:
            assert found.get(address, 0) == lease_time, address


def test_the_check_notices_what_is_lost_and_what_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "leases.csv"
    path.write_text(f"{FORMAT4.header}\n0.0.0.7,02:00:00:00:00:01,,3600,{5 + 3600},1,0,0,,0,,0\n")
    check(path, "4", {7: 5, 8: CHANGING})
    for wrong in ({7: 0}, {7: 6}, {8: 5}):
        with pytest.raises(AssertionError):
            check(path, "4", wrong)

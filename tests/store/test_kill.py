"""What was called durable is in the file, however suddenly the server ends."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store.columns import FORMAT4
from lessor.store.columns6 import FORMAT6
from lessor.store.loading import load_leases
from tests.store.leases import Recorder

# takes new leases and renewals in bursts, and writes each lease's address and time to a pipe once it is durable
SERVER = """
import asyncio, os, sys
from pathlib import Path
from lessor.model.lease import Lease4
from lessor.model.lease6 import NA, PD, Lease6
from lessor.store.memfile import open_store, open_store6

def lease4(address, time):
    return Lease4(address, address.to_bytes(6, "big"), b"", 3600, time, 1, hostname=f"host-{time}")

def lease6(address, time):
    kind, length = (PD, 64) if address % 2 else (NA, 128)
    return Lease6(kind, address, length, address.to_bytes(6, "big"), 1, 1800, 3600, time, 1, hostname=f"host-{time}")

async def main(path, sync, family):
    loop = asyncio.get_running_loop()
    open_leases, a_lease = {"4": (open_store, lease4), "6": (open_store6, lease6)}[family]
    store = open_leases(Path(path), loop, sync=sync)
    held = {}
    time = 1_800_000_000
    while True:
        time += 1
        for address in range(1, 2 + time % 50):
            lease = a_lease(address, time)
            assert store.commit([(held.get(address), lease)])
            held[address] = lease
            store.when_durable(lambda ok, line=f"{address} {time} {ok}\\n": os.write(1, line.encode()))
        await asyncio.sleep(0)

asyncio.run(main(*sys.argv[1:]))
"""


def load(path: Path, family: str, watcher: Recorder) -> list[Lease4] | list[Lease6]:
    if family == "4":
        return list(load_leases(path, FORMAT4, watcher=watcher).values())
    return list(load_leases(path, FORMAT6, watcher=watcher).values())


@pytest.mark.parametrize("family", ["4", "6"])
@pytest.mark.parametrize("sync", ["batch", "interval", "never"])
@pytest.mark.parametrize("lines", [1, 500, 5000])
def test_nothing_acknowledged_is_lost_by_kill(tmp_path: Path, sync: str, lines: int, family: str) -> None:
    path = tmp_path / "leases.csv"
    command = [sys.executable, "-c", SERVER, str(path), sync, family]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    with server, server.stdout:
        told = [server.stdout.readline() for _ in range(lines)]
        server.send_signal(signal.SIGKILL)
        told += server.stdout.readlines()
    acknowledged: dict[int, int] = {}
    for address, time in [numbers(line) for line in told if line.endswith("\n")]:
        assert time >= acknowledged.get(address, 0)
        acknowledged[address] = time
    watcher = Recorder()
    held = {lease.address: lease.cltt for lease in load(path, family, watcher)}
    assert len(watcher.bad_rows) <= 1  # the row that was being written
    for address, time in acknowledged.items():
        assert held[address] >= time


def numbers(line: str) -> tuple[int, int]:
    address, time, ok = line.split()
    assert ok == "True"
    return int(address), int(time)

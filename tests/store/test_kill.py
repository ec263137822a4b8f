"""What was called durable is in the file, however suddenly the server ends."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lessor.store.columns import FORMAT4
from lessor.store.loading import load_leases
from tests.store.leases import Recorder

# takes new leases and renewals in bursts, and writes each lease's address and time to a pipe once it is durable
SERVER = """
import asyncio, os, sys
from pathlib import Path
from lessor.model.lease import Lease4
from lessor.store.memfile import open_store

async def main():
    loop = asyncio.get_running_loop()
    store = open_store(Path(sys.argv[1]), loop, sync=sys.argv[2])
    time = 1_800_000_000
    while True:
        time += 1
        for address in range(1, 2 + time % 50):
            hwaddr = address.to_bytes(6, "big")
            lease = Lease4(address, hwaddr, b"", 3600, time, 1, hostname=f"host-{time}")
            assert store.commit([(store.facts(b"", hwaddr).holders.get(address), lease)])
            store.when_durable(lambda ok, line=f"{address} {time} {ok}\\n": os.write(1, line.encode()))
        await asyncio.sleep(0)

asyncio.run(main())
"""


@pytest.mark.parametrize("sync", ["batch", "interval", "never"])
@pytest.mark.parametrize("lines", [1, 500, 5000])
def test_nothing_acknowledged_is_lost_by_kill(tmp_path: Path, sync: str, lines: int) -> None:
    path = tmp_path / "leases.csv"
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(path), sync], stdout=subprocess.PIPE, text=True)
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
    held = load_leases(path, FORMAT4, watcher=watcher)
    assert len(watcher.bad_rows) <= 1  # the row that was being written
    for address, time in acknowledged.items():
        assert held[address].cltt >= time


def numbers(line: str) -> tuple[int, int]:
    address, time, ok = line.split()
    assert ok == "True"
    return int(address), int(time)

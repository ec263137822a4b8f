"""What the embedded lease store costs: nanoseconds per operation, loading, memory, and the journal by sync mode.

    python bench/micro_store.py [LEASES]

Single operations: CPU time, the best of several rounds, in a store of LEASES (100,000 unless told); each contains the
cost of an empty operation, shown first. The journal: new leases committed in bursts as packets come, everyone waiting
for his own row.
"""

import asyncio
import gc
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from lessor.model.lease import Change4, Lease4
from lessor.store.columns import FORMAT4, HEADER, RowReader, show
from lessor.store.journal import SYNC_MODES
from lessor.store.loading import load_leases
from lessor.store.memfile import open_store
from lessor.store.memory import MemoryStore

NOW = 1_800_000_000
OPERATIONS = 20_000
ROUNDS = 7
COMMITS = 60_000
BURSTS = (1, 32)
FIRST = 0x0A000000

Item = TypeVar("Item")


def lease(number: int, cltt: int = NOW) -> Lease4:
    hwaddr = b"\x02" + number.to_bytes(5, "big")
    return Lease4(FIRST + number, hwaddr, b"\x01" + hwaddr, 7200, cltt, 1, hostname=f"host-{number}.example")


def report(what: str, value: float, unit: str) -> None:
    print(f"{what:<44} {value:>12,.0f} {unit}")


def best(what: str, prepare: Callable[[], Sequence[Item]], work: Callable[[Item], object]) -> None:
    """Report the nanoseconds `work` takes for each item that `prepare` gives."""
    times = []
    for _ in range(ROUNDS):
        items = prepare()
        start = time.thread_time_ns()
        for item in items:
            work(item)
        times.append((time.thread_time_ns() - start) / len(items))
    report(what, min(times), "ns")


def resident() -> int:
    """Return the octets of memory this process occupies."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def operations(store: MemoryStore, count: int) -> None:
    """Time single operations on a store with leases 0 to `count`."""
    held = store.facts(b"", b"").holders
    known = [lease(number) for number in range(0, count, max(1, count // OPERATIONS))]
    new = [lease(count + number) for number in range(OPERATIONS)]
    rows = [show(one).removesuffix("\n") for one in known]
    reader = RowReader(HEADER)
    clock = iter(range(NOW + 1, NOW + 1000))

    def forgotten() -> list[Lease4]:
        for one in new:
            store.commit(((held.get(one.address), None),))
        return new

    def learned() -> list[Lease4]:
        for one in forgotten():
            store.commit(((None, one),))
        return new

    def renewals() -> list[Change4]:
        now = next(clock)
        return [(held[one.address], lease(one.address - FIRST, now)) for one in known]

    best("an empty operation", lambda: known, lambda one: (one.client_id, one.hwaddr))
    best("facts about a known client", lambda: known, lambda one: store.facts(one.client_id, one.hwaddr))
    best("facts about a stranger", forgotten, lambda one: store.facts(one.client_id, one.hwaddr))
    best("commit a new lease", forgotten, lambda one: store.commit(((None, one),)))
    best("commit a renewal", renewals, lambda change: store.commit((change,)))
    best("commit a removal", learned, lambda one: store.commit(((one, None),)))
    best("format a row", lambda: known, show)
    best("read a row", lambda: rows, reader.read)


def load(path: Path, count: int) -> MemoryStore:
    """Write a lease file and load it; report time and memory."""
    with path.open("w") as file:
        file.write(f"{HEADER}\n")
        file.writelines(show(lease(number)) for number in range(count))
    gc.collect()
    before, start = resident(), time.thread_time_ns()
    store = MemoryStore(load_leases(path, FORMAT4))
    report("load and index a row", (time.thread_time_ns() - start) / count, "ns")
    gc.collect()
    report("memory of a loaded lease", (resident() - before) / count, "octets")
    return store


async def journal(path: Path, sync: str, burst: int) -> tuple[float, float]:
    """Return leases per second, and microseconds of CPU per lease, when `burst` leases are committed at a time."""
    loop = asyncio.get_running_loop()
    store = open_store(path, loop, sync=sync)
    finished = loop.create_future()
    waiting = COMMITS

    def done(ok: bool) -> None:
        nonlocal waiting
        waiting -= 1
        if not waiting:
            finished.set_result(ok)

    start, cpu = time.perf_counter(), time.process_time()
    for first in range(0, COMMITS, burst):
        for number in range(first, min(first + burst, COMMITS)):
            assert store.commit(((None, lease(number)),))
            store.when_durable(done)
        await asyncio.sleep(0)
    assert await finished
    elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu
    store.close()
    return COMMITS / elapsed, cpu / COMMITS * 1e6


def main(count: int) -> None:
    with TemporaryDirectory() as directory:
        operations(load(Path(directory, "leases.csv"), count), count)
        for sync in SYNC_MODES:
            for burst in BURSTS:
                rate, cost = asyncio.run(journal(Path(directory, f"{sync}-{burst}.csv"), sync, burst))
                report(f"journal, sync {sync}, bursts of {burst}", rate, f"leases/s, {cost:.1f} us of CPU each")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)

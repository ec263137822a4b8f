"""What the embedded lease store costs: nanoseconds per operation, loading, memory, and the journal by sync mode.

    python bench/micro_store.py FAMILY [LEASES]

FAMILY is 4 or 6. Single operations: CPU time, the best of several rounds, in a store of LEASES (100,000 unless told);
each contains the cost of an empty operation, shown first. The journal: new leases committed in bursts as packets come,
everyone waiting for his own row.
"""

import asyncio
import gc
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from lessor.model.lease import Lease4
from lessor.model.lease6 import NA, Lease6
from lessor.store.columns import FORMAT4
from lessor.store.columns6 import FORMAT6
from lessor.store.journal import SYNC_MODES
from lessor.store.loading import load_leases
from lessor.store.memfile import open_store, open_store6
from lessor.store.memory import MemoryStore
from lessor.store.memory6 import MemoryStore6

NOW = 1_800_000_000
OPERATIONS = 20_000
ROUNDS = 7
COMMITS = 60_000
BURSTS = (1, 32)
FIRST4 = 0x0A000000
FIRST6 = 0x20010DB8 << 96

Item = TypeVar("Item")


def lease4(number: int, cltt: int = NOW) -> Lease4:
    hwaddr = b"\x02" + number.to_bytes(5, "big")
    return Lease4(FIRST4 + number, hwaddr, b"\x01" + hwaddr, 7200, cltt, 1, hostname=f"host-{number}.example")


def lease6(number: int, cltt: int = NOW) -> Lease6:
    hwaddr = b"\x02" + number.to_bytes(5, "big")
    duid = bytes.fromhex("000100011c39cf88") + hwaddr
    name = f"host-{number}.example"
    return Lease6(NA, FIRST6 + number, 128, duid, number << 8, 3600, 7200, cltt, 1, hwaddr, 1, 2, hostname=name)


@dataclass(frozen=True)
class Family:
    """What is measured: `lease` makes leases, `facts` asks a store about the client of one."""

    name: str
    format: Any
    memory: Callable[[dict[int, Any]], Any]
    open: Callable[..., Any]
    lease: Callable[..., Any]
    facts: Callable[[Any, Any], Any]


FAMILIES = {
    "4": Family(
        "4", FORMAT4, MemoryStore, open_store, lease4, lambda store, one: store.facts(one.client_id, one.hwaddr)
    ),
    "6": Family("6", FORMAT6, MemoryStore6, open_store6, lease6, lambda store, one: store.facts(one.duid)),
}


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


def operations(family: Family, store: Any, count: int) -> None:
    """Time single operations on a store with leases 0 to `count`."""
    lease, facts = family.lease, family.facts
    numbers = range(0, count, max(1, count // OPERATIONS))
    known = [lease(number) for number in numbers]
    numbered = [(number, family.format.key(one)) for number, one in zip(numbers, known, strict=True)]
    new = [lease(count + number) for number in range(OPERATIONS)]
    rows = [family.format.show(one).removesuffix("\n") for one in known]
    reader = family.format.reader(family.format.header)
    clock = iter(range(NOW + 1, NOW + 1000))

    def forgotten() -> list[Any]:
        for one in new:
            store.commit(((one, None),))
        return new

    def learned() -> list[Any]:
        for one in forgotten():
            store.commit(((None, one),))
        return new

    def renewals() -> list[Any]:
        now = next(clock)
        held = {family.format.key(one): one for one in store.leases()}
        return [(held[key], lease(number, now)) for number, key in numbered]

    best("an empty operation", lambda: known, lambda one: (one.hwaddr, one.hwaddr))
    best("facts about a known client", lambda: known, lambda one: facts(store, one))
    best("facts about a stranger", forgotten, lambda one: facts(store, one))
    best("commit a new lease", forgotten, lambda one: store.commit(((None, one),)))
    best("commit a renewal", renewals, lambda change: store.commit((change,)))
    best("commit a removal", learned, lambda one: store.commit(((one, None),)))
    best("format a row", lambda: known, family.format.show)
    best("read a row", lambda: rows, reader.read)


def load(family: Family, path: Path, count: int) -> Any:
    """Write a lease file and load it; report time and memory."""
    with path.open("w") as file:
        file.write(f"{family.format.header}\n")
        file.writelines(family.format.show(family.lease(number)) for number in range(count))
    gc.collect()
    before, start = resident(), time.thread_time_ns()
    store = family.memory(load_leases(path, family.format))
    report("load and index a row", (time.thread_time_ns() - start) / count, "ns")
    gc.collect()
    report("memory of a loaded lease", (resident() - before) / count, "octets")
    return store


async def journal(family: Family, path: Path, sync: str, burst: int) -> tuple[float, float]:
    """Return leases per second, and microseconds of CPU per lease, when `burst` leases are committed at a time."""
    loop = asyncio.get_running_loop()
    store = family.open(path, loop, sync=sync)
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
            assert store.commit(((None, family.lease(number)),))
            store.when_durable(done)
        await asyncio.sleep(0)
    assert await finished
    elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu
    store.close()
    return COMMITS / elapsed, cpu / COMMITS * 1e6


def main(family: Family, count: int) -> None:
    print(f"DHCPv{family.name}")
    with TemporaryDirectory() as directory:
        operations(family, load(family, Path(directory, "leases.csv"), count), count)
        for sync in SYNC_MODES:
            for burst in BURSTS:
                rate, cost = asyncio.run(journal(family, Path(directory, f"{sync}-{burst}.csv"), sync, burst))
                report(f"journal, sync {sync}, bursts of {burst}", rate, f"leases/s, {cost:.1f} us of CPU each")


if __name__ == "__main__":
    chosen, leases = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    main(FAMILIES[chosen], leases)

"""A file system without room: leases are refused, none that was acknowledged is lost, and it heals by itself."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lessor.model.lease import Lease4
from lessor.store.base import StoreError
from lessor.store.columns import FORMAT4
from lessor.store.loading import load_leases
from lessor.store.memfile import MemfileStore, open_store
from tests.store.leases import Recorder, numbered_lease

pytestmark = pytest.mark.system

PATIENCE = 30.0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], check=True)
    yield place
    subprocess.run(["umount", place], check=True)


class Clients:
    """Takes lease after lease, each after the last was answered."""

    def __init__(self, store: MemfileStore) -> None:
        self.store = store
        self.number = 0
        self.acknowledged: list[Lease4] = []

    async def take(self) -> bool:
        """Take the next lease; tell whether it was acknowledged. Raise StoreError."""
        self.number += 1
        lease = numbered_lease(self.number)
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        assert self.store.commit([(None, lease)])
        self.store.when_durable(answer.set_result)
        if not await answer:
            return False
        self.acknowledged.append(lease)
        return True

    async def take_until_refused(self) -> None:
        while await self.take():
            pass


async def fill_and_heal(path: Path, watcher: Recorder) -> list[Lease4]:
    store = open_store(path, asyncio.get_running_loop(), watcher=watcher)
    assert isinstance(store, MemfileStore)
    with closing(store):
        clients = Clients(store)
        for pages in (30, 15):
            ballast = path.with_name("ballast")
            ballast.write_bytes(bytes(4096 * pages))
            await clients.take_until_refused()
            with pytest.raises(StoreError, match="No space left on device"):
                await clients.take()
            assert list(load_leases(path, FORMAT4, watcher=watcher).values()) == clients.acknowledged
            ballast.unlink()
            await healed(watcher)
            # the lease that was refused had been taken in memory: it is written, too, though nobody was told
            clients.acknowledged.append(numbered_lease(clients.number - 1))
            assert await clients.take()
    return clients.acknowledged


async def healed(watcher: Recorder) -> None:
    async with asyncio.timeout(PATIENCE):
        while watcher.recoveries < len(watcher.troubles):
            await asyncio.sleep(0.01)


def test_a_full_disk_loses_nothing_and_heals(small_disk: Path) -> None:
    path, watcher = small_disk / "leases.csv", Recorder()
    acknowledged = asyncio.run(fill_and_heal(path, watcher))
    assert len(watcher.troubles) == watcher.recoveries == 2
    assert watcher.bad_rows == []
    assert list(load_leases(path, FORMAT4, watcher=watcher).values()) == acknowledged
    assert len(acknowledged) > 100

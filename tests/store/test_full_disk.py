"""A file system without room: leases are refused, none that was acknowledged is lost, and it heals by itself."""

import asyncio
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lessor.store.base import LeaseStore, StoreError
from lessor.store.columns import FORMAT4
from lessor.store.columns6 import FORMAT6
from lessor.store.loading import load_leases
from lessor.store.memfile import open_store, open_store6
from tests.store.leases import Recorder, numbered_lease
from tests.store.leases6 import numbered_lease6, numbered_prefix

pytestmark = pytest.mark.system

PATIENCE = 30.0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], check=True)
    yield place
    subprocess.run(["umount", place], check=True)


def numbered6(number: int) -> Any:
    return numbered_prefix(number) if number % 2 else numbered_lease6(number)


@dataclass(frozen=True)
class Family:
    open: Callable[..., LeaseStore[Any]]
    lease: Callable[[int], Any]
    format: Any

    def load(self, path: Path, watcher: Recorder) -> list[Any]:
        return list(load_leases(path, self.format, watcher=watcher).values())


FAMILIES = {"4": Family(open_store, numbered_lease, FORMAT4), "6": Family(open_store6, numbered6, FORMAT6)}


class Clients:
    """Takes lease after lease, each after the last was answered."""

    def __init__(self, store: LeaseStore[Any], lease: Callable[[int], Any]) -> None:
        self.store = store
        self.lease = lease
        self.number = 0
        self.acknowledged: list[Any] = []

    async def take(self) -> bool:
        """Take the next lease; tell whether it was acknowledged. Raise StoreError."""
        self.number += 1
        lease = self.lease(self.number)
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


async def fill_and_heal(family: Family, path: Path, watcher: Recorder) -> list[Any]:
    store = family.open(path, asyncio.get_running_loop(), watcher=watcher)
    with closing(store):
        clients = Clients(store, family.lease)
        for pages in (30, 15):
            ballast = path.with_name("ballast")
            ballast.write_bytes(bytes(4096 * pages))
            await clients.take_until_refused()
            with pytest.raises(StoreError, match="No space left on device"):
                await clients.take()
            assert family.load(path, watcher) == clients.acknowledged
            ballast.unlink()
            await healed(watcher)
            # the lease that was refused had been taken in memory: it is written, too, though nobody was told
            clients.acknowledged.append(family.lease(clients.number - 1))
            assert await clients.take()
    return clients.acknowledged


async def healed(watcher: Recorder) -> None:
    async with asyncio.timeout(PATIENCE):
        while watcher.recoveries < len(watcher.troubles):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_full_disk_loses_nothing_and_heals(small_disk: Path, name: str) -> None:
    family = FAMILIES[name]
    path, watcher = small_disk / "leases.csv", Recorder()
    acknowledged = asyncio.run(fill_and_heal(family, path, watcher))
    assert len(watcher.troubles) == watcher.recoveries == 2
    assert watcher.bad_rows == []
    assert family.load(path, watcher) == acknowledged
    assert len(acknowledged) > 100

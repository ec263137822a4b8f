"""Tests of lessor.service.leases.leaseaccess: slices, and failing disks. For commands see tests/control/families."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from lessor.model.command import CommandError
from lessor.service.leases.leaseaccess import LeaseAccess4
from lessor.store.memory import MemoryStore
from tests.flows.conversation import Server, subnet
from tests.store.around import Around4
from tests.store.leases import numbered_lease


class FailingStore(Around4):
    """A memory store whose changes never reach a disk."""

    def when_durable(self, done: Callable[[bool], None]) -> None:
        done(False)


def access(store: MemoryStore | FailingStore) -> LeaseAccess4:
    server = Server(subnet(), store=store)
    # a failing one can do all that is asked of it here
    return LeaseAccess4(
        lambda: cast(MemoryStore, store), lambda: server.exchange, lambda: Path("/nonexistent/leases.csv")
    )


def many(number: int) -> MemoryStore:
    leases = [numbered_lease(i) for i in range(number)]
    return MemoryStore({lease.address: lease for lease in leases})


def turns_during(leases: LeaseAccess4, work: Callable[[LeaseAccess4], asyncio.Future[object]]) -> int:
    """How often something else has its turn while this is done."""

    async def measure() -> int:
        turns = 0

        async def count() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        counting = asyncio.ensure_future(count())
        await work(leases)
        counting.cancel()
        return turns

    return asyncio.run(measure())


@pytest.mark.parametrize(
    "work",
    [
        lambda leases: asyncio.ensure_future(leases.page(-1, 20_000)),
        lambda leases: asyncio.ensure_future(leases.tally()),
        lambda leases: asyncio.ensure_future(leases.by_hostname("host")),
        lambda leases: asyncio.ensure_future(leases.wipe([1])),
    ],
)
def test_others_have_their_turn_on_the_way(work: Callable[[LeaseAccess4], asyncio.Future[object]]) -> None:
    assert turns_during(access(many(20_000)), work) > 20_000 / 1000


def test_a_walk_goes_on_while_leases_come_and_go() -> None:
    store = many(5000)

    async def walk() -> None:
        leases = access(store)
        walking = asyncio.ensure_future(leases.of_subnets())
        for i in range(300):
            await asyncio.sleep(0)
            store.commit(((None, numbered_lease(10_000 + i)), (numbered_lease(4999 - i), None)))
        found = [lease.address for lease in await walking]
        assert found == sorted(set(found))
        assert {numbered_lease(i).address for i in range(4700)} <= set(found)

    asyncio.run(walk())


def test_nobody_is_told_of_a_change_that_is_not_kept() -> None:
    async def change() -> None:
        with pytest.raises(CommandError, match="could not be written"):
            await access(FailingStore()).add(numbered_lease(1))

    asyncio.run(change())

"""The back ends: one suite runs against each of them and is the definition of correct.

A back end is a name and a function that opens a fresh store. A new back end is added to BACK_ENDS and nowhere else.
"""

from asyncio import AbstractEventLoop, new_event_loop
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lessor.store.base import LeaseStore4
from lessor.store.memfile import open_store
from lessor.store.memory import MemoryStore


def _memory(directory: Path, loop: AbstractEventLoop) -> LeaseStore4:
    return MemoryStore()


def _memfile(directory: Path, loop: AbstractEventLoop) -> LeaseStore4:
    return open_store(directory / "leases.csv", loop)


def _memfile_unsynced(directory: Path, loop: AbstractEventLoop) -> LeaseStore4:
    return open_store(directory / "leases.csv", loop, sync="never")


BACK_ENDS: dict[str, Callable[[Path, AbstractEventLoop], LeaseStore4]] = {
    "memory": _memory,
    "memfile": _memfile,
    "memfile-unsynced": _memfile_unsynced,
}


@pytest.fixture
def loop() -> Iterator[AbstractEventLoop]:
    loop = new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(params=BACK_ENDS)
def store(request: pytest.FixtureRequest, tmp_path: Path, loop: AbstractEventLoop) -> Iterator[LeaseStore4]:
    store = BACK_ENDS[request.param](tmp_path, loop)
    yield store
    store.close()

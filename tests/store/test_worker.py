"""Jobs for another thread."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from lessor.store.worker import Worker


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


def failing() -> int:
    raise ValueError("no")


def test_jobs_are_done_elsewhere_in_their_order(loop: asyncio.AbstractEventLoop) -> None:
    worker = Worker(loop, "a worker")
    done: list[int] = []

    async def ask() -> list[str]:
        jobs = [worker.run(lambda number=number: done.append(number)) for number in range(20)]  # type: ignore[misc]
        await asyncio.gather(*jobs)
        return [await worker.run(lambda: threading.current_thread().name)]

    assert loop.run_until_complete(ask()) == ["a worker"]
    assert done == list(range(20))
    worker.close(10)


def test_what_a_job_raises_is_raised_to_who_asked(loop: asyncio.AbstractEventLoop) -> None:
    worker = Worker(loop, "a worker")

    async def ask() -> None:
        with pytest.raises(ValueError, match="no"):
            await worker.run(failing)

    loop.run_until_complete(ask())
    with pytest.raises(ValueError, match="no"):
        worker.call(failing)
    assert worker.call(lambda: 7) == 7
    worker.close(10)


def test_who_gave_up_is_not_told(loop: asyncio.AbstractEventLoop) -> None:
    worker = Worker(loop, "a worker")
    go_on = threading.Event()

    async def ask() -> None:
        asked = worker.run(go_on.wait)
        asked.cancel()
        go_on.set()
        assert await worker.run(lambda: 1) == 1

    loop.run_until_complete(ask())
    worker.close(10)

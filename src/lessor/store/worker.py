"""A thread that speaks to a database, so that the event loop need not wait for it.

Jobs are done one after the other. The thread does not keep a process from ending: a database that hangs is no reason
to hang with it.
"""

import threading
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable
from concurrent.futures import Future as Result
from queue import SimpleQueue
from typing import TypeVar

Done = TypeVar("Done")


class Worker:
    """Does jobs for one event loop, until it is closed."""

    def __init__(self, loop: AbstractEventLoop, name: str) -> None:
        self._loop = loop
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def run(self, job: Callable[[], Done]) -> Future[Done]:
        """Have a job done, and return what it will return or raise."""
        promise: Future[Done] = self._loop.create_future()

        def work() -> None:
            try:
                result = job()
            except BaseException as error:
                self._tell(promise, None, error)
            else:
                self._tell(promise, result, None)

        self._jobs.put(work)
        return promise

    def call(self, job: Callable[[], Done], patience: float | None = None) -> Done:
        """Have a job done, wait for it as long as `patience` (seconds), and return what it returns or raise that.

        Raise TimeoutError. Everything else in this thread waits meanwhile.
        """
        result: Result[Done] = Result()

        def work() -> None:
            try:
                result.set_result(job())
            except BaseException as error:
                result.set_exception(error)

        self._jobs.put(work)
        return result.result(patience)

    def close(self, patience: float) -> None:
        """Let jobs that wait be done, for so many seconds at most, and end."""
        self._jobs.put(None)
        self._thread.join(patience)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _tell(self, promise: Future[Done], result: Done | None, error: BaseException | None) -> None:
        def tell() -> None:
            if promise.cancelled():
                return
            if error is not None:
                promise.set_exception(error)
            else:
                promise.set_result(result)  # type: ignore[arg-type]  # without an error there is a result

        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(tell)

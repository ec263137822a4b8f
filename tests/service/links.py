"""A link without sockets: what is sent is kept, and answered by a function of the test."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator

Responder = Callable[[bytes], list[bytes]]


class FakeLink:
    """A link on which the frames that `answer` makes of a frame come back; waiting takes no time."""

    def __init__(self, hwaddr: bytes, answer: Responder) -> None:
        self.hwaddr = hwaddr
        self.sent: list[bytes] = []
        self._answer = answer
        self._waiting: deque[bytes] = deque()

    def send(self, frame: bytes) -> None:
        self.sent.append(frame)
        self._waiting.extend(self._answer(frame))

    def frames(self, deadline: float) -> Iterator[bytes]:
        while self._waiting:
            yield self._waiting.popleft()

    def bring(self, frames: Iterable[bytes]) -> None:
        """Let these frames come in with the next wait."""
        self._waiting.extend(frames)

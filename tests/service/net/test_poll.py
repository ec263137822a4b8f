"""Batches from many sockets; pairs of local sockets stand for links."""

import socket
from collections.abc import Iterator

import pytest

from lessor.model.datagram import Received4
from lessor.model.interface import Interface
from lessor.service.net.poll import BATCH, Poll

LINK = Interface("link", 1)


class Pipe:
    """A readable socket and the end that feeds it."""

    def __init__(self) -> None:
        self.here, self.there = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.here.setblocking(False)

    def feed(self, *messages: bytes) -> None:
        for message in messages:
            self.there.send(message)

    def fileno(self) -> int:
        return self.here.fileno()

    def receive(self, batch: list[Received4], limit: int) -> None:
        for _ in range(limit):
            try:
                batch.append(Received4(self.here.recv(100), LINK, 0, 0, 0))
            except BlockingIOError:
                return

    def close(self) -> None:
        self.here.close()
        self.there.close()


@pytest.fixture
def poll() -> Iterator[Poll[Received4]]:
    poll: Poll[Received4] = Poll()
    yield poll
    poll.close()


@pytest.fixture
def pipes(poll: Poll[Received4]) -> Iterator[list[Pipe]]:
    pipes = [Pipe(), Pipe(), Pipe()]
    for pipe in pipes:
        # Linux bounds the queue of such a socket by number, far below a batch
        poll.add(pipe)
    yield pipes
    for pipe in pipes:
        pipe.close()


def drained(poll: Poll[Received4]) -> list[bytes]:
    return [message.data for message in poll.drain()]


def test_nothing_waits(poll: Poll[Received4], pipes: list[Pipe]) -> None:
    assert drained(poll) == []


def test_what_waits_on_all_sockets_is_one_batch(poll: Poll[Received4], pipes: list[Pipe]) -> None:
    pipes[0].feed(b"a", b"b")
    pipes[2].feed(b"c")
    assert sorted(drained(poll)) == [b"a", b"b", b"c"]
    assert drained(poll) == []


def test_a_removed_socket_is_not_read(poll: Poll[Received4], pipes: list[Pipe]) -> None:
    pipes[0].feed(b"a")
    pipes[1].feed(b"b")
    poll.remove(pipes[0])
    assert drained(poll) == [b"b"]


class Endless(Pipe):
    """Always has more messages."""

    def __init__(self) -> None:
        super().__init__()
        self.feed(b"ready")

    def receive(self, batch: list[Received4], limit: int) -> None:
        batch.extend(Received4(b"", LINK, 0, 0, self.fileno()) for _ in range(limit))


@pytest.mark.parametrize("count", [1, 2, 3, 100])
def test_endless_sockets_share_a_batch(poll: Poll[Received4], count: int) -> None:
    sources = [Endless() for _ in range(count)]
    for source in sources:
        poll.add(source)
    batch = poll.drain()
    share = BATCH // count
    assert len(batch) == share * count <= BATCH
    for source in sources:
        assert sum(message.source_port == source.fileno() for message in batch) == share
        source.close()


def test_more_sockets_than_a_batch_holds_take_turns(poll: Poll[Received4]) -> None:
    sources = [Endless() for _ in range(BATCH + 50)]
    for source in sources:
        poll.add(source)
    first = {message.source_port for message in poll.drain()}
    second = {message.source_port for message in poll.drain()}
    assert len(first) == BATCH
    assert first | second == {source.fileno() for source in sources}
    for source in sources:
        source.close()

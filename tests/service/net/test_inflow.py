"""Which messages are answered when more come than can be: sockets that hold what a test says, and a clock."""

from collections.abc import Iterator, Sequence

import pytest

from lessor.model.datagram import Received4
from lessor.model.interface import Interface
from lessor.service.net.inflow import MOST, NEWEST, PATIENCE, READ, Backlog, Ring
from lessor.service.net.poll import BATCH, Poll
from tests.service.net.test_poll import Pipe

LINK = Interface("link", 1)
OTHER = Interface("other", 2)


class Socket(Pipe):
    """A socket in which these messages wait; it is readable even if none does."""

    def __init__(self) -> None:
        super().__init__()
        self.feed(b"readable")
        self.messages: list[Received4] = []

    def put(self, data: Sequence[bytes], interface: Interface = LINK) -> None:
        self.messages += [Received4(one, interface, 0, 0, 0) for one in data]

    def receive(self, batch: list[Received4], limit: int) -> None:
        batch += self.messages[:limit]
        del self.messages[:limit]


class Case:
    """One socket, what was told lost, and the time."""

    def __init__(self) -> None:
        self.poll: Poll[Received4] = Poll()
        self.socket = Socket()
        self.poll.add(self.socket)
        self.dropped = 0
        self.repeated = 0
        self.now = 100.0

    def lost(self, dropped: int, repeated: int) -> None:
        self.dropped += dropped
        self.repeated += repeated

    def backlog(self) -> Backlog[Received4]:
        return Backlog(self.poll, lambda data: data.startswith(b"first"), self.lost, lambda: self.now)

    def ring(self, capacity: int) -> Ring[Received4]:
        return Ring(self.poll, self.lost, capacity)


@pytest.fixture
def case() -> Iterator[Case]:
    made = Case()
    yield made
    made.poll.close()
    made.socket.close()


def numbered(start: int, end: int) -> list[bytes]:
    return [b"%d" % number for number in range(start, end)]


def texts(batch: list[Received4]) -> list[bytes]:
    return [message.data for message in batch]


def test_messages_come_as_they_wait(case: Case) -> None:
    inflow = case.backlog()
    assert inflow.next() == []
    case.socket.put([b"first 1", b"2", b"first 3"])
    assert texts(inflow.next()) == [b"first 1", b"2", b"first 3"], "in order, as all of them are answered"
    assert not inflow.waiting()
    assert (case.dropped, case.repeated) == (0, 0)


def test_a_burst_is_answered_to_its_end(case: Case) -> None:
    inflow = case.backlog()
    case.socket.put(numbered(0, 100 * BATCH))
    answered: list[bytes] = []
    for _ in range(100):
        case.now += PATIENCE / 101
        answered += texts(inflow.next())
    assert answered == numbered(0, 100 * BATCH)
    assert not inflow.waiting()
    assert case.dropped == 0


def test_conversations_are_finished_before_others_are_begun(case: Case) -> None:
    inflow = case.backlog()
    case.socket.put([b"first %d" % number for number in range(2 * BATCH)])
    case.socket.put(numbered(0, BATCH + 10))
    assert texts(inflow.next()) == numbered(0, BATCH)
    case.socket.put([b"last"])
    batch = texts(inflow.next())
    assert batch[:11] == [*numbered(BATCH, BATCH + 10), b"last"]
    assert batch[11:] == [b"first %d" % number for number in range(BATCH - 11)]
    assert len(inflow.next()) == BATCH
    assert len(inflow.next()) == 11
    assert not inflow.waiting()


def test_what_waited_too_long_makes_room_for_what_is_fresh(case: Case) -> None:
    inflow = case.backlog()
    case.socket.put(numbered(0, 10 * BATCH))
    inflow.next()
    assert case.dropped == 0
    case.now += PATIENCE
    case.socket.put(numbered(10 * BATCH, 10 * BATCH + 5))
    newest = 10 * BATCH + 5 - NEWEST
    assert texts(inflow.next()) == numbered(newest, newest + BATCH)
    assert case.dropped == newest - BATCH
    while inflow.waiting():
        inflow.next()
    case.socket.put(numbered(0, 10 * BATCH))
    assert texts(inflow.next()) == numbered(0, BATCH), "patience begins anew"
    assert case.dropped == newest - BATCH


def test_an_empty_socket_ends_the_wait(case: Case) -> None:
    inflow = case.backlog()
    for number in range(5):
        case.socket.put(numbered(number * 1000, number * 1000 + NEWEST + BATCH))
        while inflow.next():
            case.now += PATIENCE / 10
    assert case.dropped == 0


def test_there_is_an_end_to_what_waits(case: Case) -> None:
    inflow = case.backlog()
    for number in range(0, MOST + 50 * BATCH, BATCH):
        case.socket.put(numbered(number, number + BATCH))
    for _ in range(MOST // BATCH // READ + 3):
        case.socket.put(numbered(10**6, 10**6 + BATCH))
        inflow.next()
    assert case.dropped > 0


def test_a_sender_without_an_end_does_not_stop_the_server(case: Case) -> None:
    case.socket.put(numbered(0, 1000 * BATCH))
    assert texts(case.backlog().next()) == numbered(0, BATCH)
    assert len(case.socket.messages) == (1000 - 1 - READ) * BATCH


def test_repeated_messages_are_dropped(case: Case) -> None:
    inflow = case.backlog()
    case.socket.put([b"a", b"b", b"a", b"a"])
    case.socket.put([b"a"], OTHER)
    batch = inflow.next()
    assert texts(batch) == [b"a", b"b", b"a"]
    assert batch[2].interface is OTHER
    assert (case.dropped, case.repeated) == (0, 2)
    case.socket.put([b"a"])
    assert texts(inflow.next()) == [b"a"], "the first one was answered"


def test_the_same_on_two_links_is_not_repeated(case: Case) -> None:
    case.socket.put([b"a"])
    case.socket.put([b"a"], OTHER)
    assert len(case.backlog().next()) == 2
    assert case.repeated == 0


def test_a_ring_keeps_the_newest(case: Case) -> None:
    inflow = case.ring(10)
    case.socket.put(numbered(0, 25))
    assert texts(inflow.next()) == numbered(15, 25)
    assert (case.dropped, case.repeated) == (15, 0)
    assert not inflow.waiting()
    assert inflow.next() == []


def test_a_ring_may_be_larger_than_a_batch(case: Case) -> None:
    inflow = case.ring(2 * BATCH)
    case.socket.put(numbered(0, 3 * BATCH))
    assert texts(inflow.next()) == numbered(BATCH, 2 * BATCH)
    assert inflow.waiting()
    case.socket.put(numbered(3 * BATCH, 4 * BATCH + 5))
    assert texts(inflow.next()) == numbered(2 * BATCH + 5, 3 * BATCH + 5)
    assert case.dropped == BATCH + 5


def test_a_ring_reads_no_more_than_it_should(case: Case) -> None:
    inflow = case.ring(1)
    case.socket.put(numbered(0, (READ + 1) * BATCH))
    assert texts(inflow.next()) == numbered(READ * BATCH - 1, READ * BATCH)


def test_a_ring_drops_what_is_repeated(case: Case) -> None:
    inflow = case.ring(3)
    case.socket.put([b"a", b"b", b"a", b"c", b"d", b"d"])
    assert texts(inflow.next()) == [b"b", b"c", b"d"]
    assert (case.dropped, case.repeated) == (1, 2)

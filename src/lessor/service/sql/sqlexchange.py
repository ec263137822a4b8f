"""The way of a packet when leases are in a SQL database: batches, in four steps.

1. What is known of the clients and addresses of a batch is fetched in one round trip, into a view (store/view.py).
2. The ordinary exchange answers message by message, on the view.
3. The changes of all messages are written in one transaction, by compare-and-swap.
4. The replies of those that won leave; those that lost, because another server was faster or because they need to know
   more, go through the same again.

While a batch is being written the next one is fetched and answered, as if by another server: what it was not told yet
it learns by losing. Replies that tell of no change do not wait for the disk. Messages that come meanwhile make the
batch after that. What an exchange counts and logs is told when its lease is safe.

A server knows which addresses of its pools are free as far as it has seen; other servers take and give back some
without telling. What it learns by losing it notes, and a subnet that looks full is read again.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from operator import methodcaller
from typing import Final, Generic, Protocol, TypeAlias, TypeVar

from lessor.engine.occupancy import mark_leased, release_leased
from lessor.engine.offers import OfferBook
from lessor.model.keys import Keys
from lessor.model.lease import Lease4, is_over
from lessor.model.lease6 import Lease6
from lessor.service.batch import ATTEMPTS, Chronicle, Replies, Steering, answer_all
from lessor.service.counting.ledger import Ledger
from lessor.service.sql.refresh import Refresh, correct, scatter
from lessor.service.sql.sqlbatch import Wanted, gather
from lessor.service.sql.sqlreclaim import SqlReclamation
from lessor.service.sql.sqlsides import Side
from lessor.service.sql.told import Kept, Told, tell
from lessor.store.base import StoreError
from lessor.store.leasedatabase import LeaseDatabase
from lessor.store.notes import Change, Note
from lessor.store.sql import Rows, flush
from lessor.store.view import Noted, View

MOST: Final = 256
"""Messages of one batch: enough to share the cost of a commit, few enough not to keep the first ones waiting."""

UNDER_WAY: Final = 3
"""Batches under way at once: one is looked up and answered, one is written, and one is next to be written."""

OVERDUE: Final = 128
"""Leases whose time is over that are fetched when a client finds nothing free."""

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)
Received = TypeVar("Received")
Coming = TypeVar("Coming", contravariant=True)
Reply = TypeVar("Reply")
InForce = TypeVar("InForce")

Further: TypeAlias = Callable[[Received, int, Replies[Reply]], None]

Serving = TypeVar("Serving", contravariant=True)


class Exchange(Protocol[Received, Reply, InForce]):
    """What answers one message (exchange4.py, exchange6.py)."""

    tables: InForce
    hooks: Steering[Received, Reply] | None

    def install(self, tables: InForce) -> None: ...
    def lapse(self, now: int) -> None: ...
    def answer(self, received: Received, now: int, replies: Replies[Reply]) -> None: ...


class Knowledge(Protocol[Coming, Serving]):
    """What is known of reservations that are in databases (hostknowledge.py)."""

    async def look(self, tables: Callable[[], Serving], messages: Iterable[Coming], now: int) -> set[int]: ...
    def take_doubt(self) -> bool: ...


class Counting(Chronicle[Coming], Protocol):
    """Where it is noted that messages came."""

    def arrived(self, messages: int) -> None: ...


class SqlExchange(Generic[AnyLease, Received, Reply, InForce]):
    """Answers batches of one family.

    `view` and `told` are what `exchange` has for a store and for a chronicle. `hold` is told whether messages are to
    stay where they are for now, because enough of them wait here: there it is known which are worth an answer.
    `knowledge` is there where reservations are in databases too.
    """

    def __init__(
        self,
        side: Side[AnyLease, Received, InForce],
        exchange: Exchange[Received, Reply, InForce],
        database: LeaseDatabase[AnyLease],
        view: View[AnyLease],
        told: Told,
        reclamation: SqlReclamation[AnyLease],
        chronicle: Counting[Received],
        send: Callable[[list[Reply]], None],
        hold: Callable[[bool], None],
        ledger: Ledger[AnyLease],
        offers_of: Callable[[AnyLease], OfferBook],
    ) -> None:
        self.ledger = ledger
        self.offers_of = offers_of
        self.reclamation = reclamation
        self.side = side
        self.exchange = exchange
        self.database = database
        self._view = view
        self._told = told
        self._chronicle = chronicle
        self._send = send
        self._hold = hold
        self._holding = False
        self._now = 0
        self._waiting: list[Received] = []
        self._again: deque[Batch[AnyLease, Received, Reply]] = deque()
        self._working: asyncio.Task[None] | None = None
        self._concluding: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(UNDER_WAY)
        self._turn = asyncio.Lock()
        self._doubtful: list[AnyLease] = []
        self.refresh = Refresh()
        self.knowledge: Knowledge[Received, InForce] | None = None
        scatter(pool for pools in side.pools(exchange.tables).values() for pool in pools)

    @property
    def hooks(self) -> Steering[Received, Reply] | None:
        """Return who takes messages through the hook points."""
        return self.exchange.hooks

    @hooks.setter
    def hooks(self, hooks: Steering[Received, Reply] | None) -> None:
        self.exchange.hooks = hooks

    @property
    def tables(self) -> InForce:
        """Return the tables in force."""
        return self.exchange.tables

    def prepare(self, tables: InForce) -> None:
        """Prepare nothing: which pools are new is seen when tables are installed."""

    def install(self, tables: InForce, fresh: frozenset[int] | None = None) -> None:
        """Serve by new tables from the next message on; pools that are new are read before long."""
        known = {id(pool.occupancy) for pools in self.side.pools(self.tables).values() for pool in pools}
        self.exchange.install(tables)
        for subnet_id, pools in self.side.pools(tables).items():
            unread = [pool for pool in pools if id(pool.occupancy) not in known]
            if unread:
                scatter(unread)
                self.refresh.suspect(subnet_id)

    def run(self, batch: list[Received], now: int) -> None:
        """Have a batch of messages answered, after those that came before; `now` is unix seconds."""
        self._now = now
        self._chronicle.arrived(len(batch))
        self._waiting += batch
        if len(self._waiting) >= MOST and not self._holding:
            self._holding = True
            self._hold(True)
        self._go_on()

    def resume(self, ready: Sequence[Received], now: int, further: Further[Received, Reply]) -> None:
        """Have messages go on that have waited on their way, with what is known of their clients by now."""
        self._now = now
        batch: Batch[AnyLease, Received, Reply] = Batch(dict(enumerate(ready)), self.side.ask(ready, self.tables))
        batch.further = further
        self._again.append(batch)
        self._go_on()

    async def idle(self) -> None:
        """Wait until all that came is answered."""
        while tasks := [task for task in (self._working, *self._concluding) if task is not None]:
            await asyncio.wait(tasks)

    def close(self) -> None:
        """Answer nothing any more."""
        self._waiting.clear()
        self._again.clear()
        for task in (self._working, *self._concluding):
            if task is not None:
                task.cancel()

    async def reclaim(self, now: int, limit: int) -> int:
        """Take back up to `limit` leases whose time was over at `now`; return how many. Raise StoreError."""
        return await self._take_back(
            lambda rows: rows.expired(now, limit), lambda: self.reclamation.reclaim(now, limit)
        )

    async def remove(self, before: int, limit: int) -> int:
        """Remove up to `limit` rows of leases taken back whose time was over at `before`; return how many."""
        return await self._take_back(
            lambda rows: rows.reclaimed(before, limit), lambda: self.reclamation.remove(before, limit)
        )

    async def change(self, changes: Sequence[Change[AnyLease]]) -> bool:
        """Make changes that are no message's doing, all or none; False when the database says something else by now.

        Raise StoreError. What follows from them here is the caller's business.
        """
        async with self._turn:
            return not await self._flush([(0, changes)])

    # Batches

    def _go_on(self) -> None:
        if self._working is None:
            self._working = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._waiting or self._again:
                await self._room.acquire()
                concluding = asyncio.get_running_loop().create_task(self._conclude(await self._answered()))
                self._concluding.add(concluding)
                concluding.add_done_callback(self._concluded)
        finally:
            self._working = None

    def _concluded(self, task: asyncio.Task[None]) -> None:
        self._concluding.discard(task)
        self._room.release()

    def _next(self) -> "Batch[AnyLease, Received, Reply]":
        """Return the next batch: those first that have been waiting longest."""
        if self._again:
            return self._again.popleft()
        messages, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        if self._holding and len(self._waiting) < MOST:
            self._holding = False
            self._hold(False)
        return Batch(dict(enumerate(messages)), self.side.ask(messages, self.tables))

    async def _answered(self) -> "Batch[AnyLease, Received, Reply]":
        """Return the next batch with its replies; nothing of it is written yet."""
        batch = self._next()
        self.exchange.lapse(self._now)
        try:
            async with self._turn:
                await self._look(batch)
                self._decide(batch)
        except StoreError as error:
            self._fail(batch, list(batch.messages), error)
        except Exception as error:  # the one place: a bug must not stop the server
            for received in islice(batch.messages.values(), 1):
                self._chronicle.bug(received, error)
            batch.messages.clear()
        return batch

    async def _look(self, batch: "Batch[AnyLease, Received, Reply]") -> None:
        """Have in view what is known of the clients and addresses of a batch, and correct what turned out wrong."""
        if self.knowledge is not None:
            batch.keys.addresses |= await self.knowledge.look(lambda: self.tables, batch.messages.values(), self._now)
        keys, batch.keys = batch.keys, self.side.ask((), self.tables)
        keys.addresses.update([lease.address for lease in self._doubtful])
        subnets = self.refresh.due()
        if self._concluding and (subnets or batch.attempt):
            # what this server is about to write is to be seen too
            await asyncio.wait(self._concluding)
        wanted = Wanted(keys, self._now, OVERDUE if batch.wants_expired else 0, subnets)
        started = time.perf_counter()
        # who lost asks where others have won: another connection may lead to another node, which is behind
        ask = self.database.run if batch.attempt else self.database.read
        leases, taken = await ask(partial(gather, wanted=wanted))
        self.refresh.done(subnets, time.perf_counter() - started)
        pools = self.side.pools(self.tables) if subnets else {}
        for subnet_id in subnets:
            correct(pools.get(subnet_id, ()), taken[subnet_id])
        self._view.load(keys, leases, expired_known=batch.wants_expired)
        self._clear_doubts()

    def _decide(self, batch: "Batch[AnyLease, Received, Reply]") -> None:
        """Answer message by message, on the view; put aside those that ask for more."""
        view, told, hooks = self._view, self._told, self.exchange.hooks
        answer = batch.further or (self.exchange.answer if hooks is None else hooks.answer)
        aside: Batch[AnyLease, Received, Reply] = Batch({}, self.side.ask((), self.tables), batch.attempt + 1)
        for number, received in batch.messages.items():
            view.begin(number)
            told.turn(number)
            replies = answer_all((received,), self._now, answer, told)
            if hooks is not None:
                hooks.batch_answered()
            doubtful = self.knowledge is not None and self.knowledge.take_doubt()
            if view.missing is None and not view.wants_expired and not doubtful:
                batch.replies[number] = replies
                continue
            aside.messages[number] = received
            if view.missing is not None:
                aside.keys.add(view.missing)
            if view.wants_expired:
                aside.wants_expired = True
                self.refresh.suspect_full(self.side.pools(self.tables))
            view.revert(number)
        batch.noted, batch.kept = view.take(), told.take()
        for number in aside.messages:
            del batch.messages[number], batch.kept[number]
        self._once_more(aside)

    def _once_more(self, batch: "Batch[AnyLease, Received, Reply]") -> None:
        """Have the messages of a batch answered anew, unless that was tried often enough."""
        if not batch.messages:
            return
        if batch.attempt >= ATTEMPTS:
            self._fail(batch, list(batch.messages), StoreError("others were faster each time"))
            return
        batch.keys.add(self.side.ask(batch.messages.values(), self.tables))
        self._again.append(batch)
        self._go_on()

    async def _conclude(self, batch: "Batch[AnyLease, Received, Reply]") -> None:
        """Write what was decided; send the replies of those that won, and keep the others for another go."""
        try:
            changed = {number for number, _ in batch.noted.notes}
            # what they tell of may be a change of another message
            waiting = {number for number, replies in batch.replies.items() if replies.held} if changed else set()
            assumed = {
                number: found
                for number, found in batch.noted.assumed.items()
                if found and number in batch.replies and number not in changed
            }
            self._leave(batch, batch.replies.keys() - changed - waiting - assumed.keys())
            await asyncio.gather(self._write(batch, changed, waiting), self._look_up(batch, assumed))
        except Exception as error:  # as in _answered
            for received in islice(batch.messages.values(), 1):
                self._chronicle.bug(received, error)
            return
        self._once_more(Batch(batch.messages, batch.keys, batch.attempt + 1, batch.wants_expired))

    async def _look_up(self, batch: "Batch[AnyLease, Received, Reply]", assumed: dict[int, set[int]]) -> None:
        """Let replies leave that believed addresses to be free which are."""
        if not assumed:
            return
        try:
            held = await self.database.read(methodcaller("held", set().union(*assumed.values())))
        except StoreError as error:
            self._fail(batch, assumed, error)
            return
        self._leave(batch, [number for number, found in assumed.items() if found.isdisjoint(held)])
        if held:
            batch.keys.addresses |= held
            self._suspect(held)

    async def _write(self, batch: "Batch[AnyLease, Received, Reply]", changed: set[int], waiting: set[int]) -> None:
        """Write the changes of a batch; let the replies leave that tell of what was written."""
        if not changed:
            return
        try:
            lost = await self._flush(batch.noted.notes)
        except StoreError as error:
            self._doubt(batch.noted.notes, changed)
            self._tell_waiting(batch, changed | waiting)
            self._fail(batch, changed | waiting, error)
            return
        self._doubt(batch.noted.notes, lost)
        if lost:
            lost |= waiting - changed
        self._leave(batch, (changed | waiting) - lost)
        self._tell_waiting(batch, lost)

    async def _flush(self, notes: Sequence[Note[AnyLease]]) -> set[int]:
        """Write changes; return the numbers under which they were not written. Raise StoreError."""
        return await self.database.run(partial(flush, notes=notes, key=self.side.key))

    def _leave(self, batch: "Batch[AnyLease, Received, Reply]", numbers: Iterable[int]) -> None:
        """Tell of these messages, and send their replies."""
        leaving: list[Reply] = []
        for number in sorted(numbers):
            tell(batch.kept.pop(number, ()))
            # those below are leases that were taken back on the way
            if number >= 0:
                del batch.messages[number]
                replies = batch.replies.pop(number)
                leaving += replies.at_once
                leaving += replies.held
        if leaving:
            self._send(leaving)

    def _tell_waiting(self, batch: "Batch[AnyLease, Received, Reply]", lost: set[int]) -> None:
        """Tell those who wait for changes whether they are written."""
        for number, done in batch.noted.waiting:
            if number not in lost:
                done(True)
                continue
            # what is said of it is said again when the message is answered again
            self._told.turn(number)
            done(False)
            self._told.take()

    def _fail(self, batch: "Batch[AnyLease, Received, Reply]", numbers: Iterable[int], error: StoreError) -> None:
        """Give these messages up."""
        for number in numbers:
            if number in batch.messages:
                self._chronicle.not_stored(batch.messages.pop(number), error)

    # What turned out wrong

    def _doubt(self, notes: Sequence[Note[AnyLease]], numbers: set[int]) -> None:
        """Have a look at what these messages changed in view, but not in the database, before long."""
        for number, changes in notes:
            if number in numbers:
                # it may be this server itself that was faster: no reason to read all of the subnet
                self._doubtful += [
                    lease for old, new in changes if (lease := new if new is not None else old) is not None
                ]

    def _clear_doubts(self) -> None:
        for lease in self._doubtful:
            there = self._view.at(lease)
            place = self.side.place_of(self.tables, lease if there is None else there)
            if there is None or is_over(there):
                release_leased(place)
            else:
                mark_leased(place)
        self._doubtful.clear()

    def _suspect(self, addresses: set[int]) -> None:
        for subnet_id, pools in self.side.pools(self.tables).items():
            for pool in pools:
                if any(pool.first <= address <= pool.last for address in addresses):
                    self.refresh.suspect(subnet_id)

    # Rounds

    async def _take_back(self, find: Callable[[Rows[AnyLease]], list[AnyLease]], act: Callable[[], int]) -> int:
        async with self._turn:
            leases = await self.database.run(find)
            if not leases:
                return 0
            keys = self.side.ask((), self.tables)
            keys.addresses.update([lease.address for lease in leases])
            self._view.load(keys, leases, expired_known=True)
            self._view.begin(0)
            done = act()
            noted, kept = self._view.take(), self._told.take()
            numbers = {number for number, _ in noted.notes}
            try:
                lost = await self._flush(noted.notes)
            except StoreError:
                self._doubt(noted.notes, numbers)
                raise
            self._doubt(noted.notes, lost)
            for number in sorted(numbers - lost, reverse=True):
                tell(kept.pop(number, ()))
            return done - len(lost)


class Batch(Generic[AnyLease, Received, Reply]):
    """Messages under way, by their numbers; what is to be fetched for them, and how often that was tried before.

    `further` answers messages that have come some way already, None those that are at its beginning. When they are
    answered: their replies, what was noted in view, and what is to be told.
    """

    __slots__ = ("attempt", "further", "kept", "keys", "messages", "noted", "replies", "wants_expired")

    def __init__(
        self, messages: dict[int, Received], keys: Keys, attempt: int = 0, wants_expired: bool = False
    ) -> None:
        self.messages = messages
        self.keys = keys
        self.attempt = attempt
        self.wants_expired = wants_expired
        self.further: Further[Received, Reply] | None = None
        self.replies: dict[int, Replies[Reply]] = {}
        self.noted: Noted[AnyLease] = Noted([], {}, [])
        self.kept: Kept = {}

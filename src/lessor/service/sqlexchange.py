"""The way of a packet when leases are in a SQL database: batches, one after the other, in four steps.

1. What is known of the clients and addresses of a batch is fetched in one round trip, into a view (store/view.py).
2. The ordinary exchange answers message by message, on the view.
3. The changes of all messages are written in one transaction, by compare-and-swap.
4. The replies of those that won leave; those that lost, because another server was faster or because they need to know
   more, go through the same again.

Messages that come meanwhile make the next batch. What an exchange counts and logs is told when its lease is safe.

A server knows which addresses of its pools are free as far as it has seen; other servers take and give back some
without telling. What it learns by losing it notes, and a subnet that looks full is read again.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from typing import Final, Generic, Protocol, TypeVar

from lessor.engine.occupancy import mark_leased, release_leased
from lessor.engine.offers import OfferBook
from lessor.model.keys import Keys
from lessor.model.lease import Lease4, is_over
from lessor.model.lease6 import Lease6
from lessor.service.batch import ATTEMPTS, Chronicle, Replies, Steering, answer_all
from lessor.service.ledger import Ledger
from lessor.service.refresh import Refresh, correct, scatter
from lessor.service.sqlbatch import Wanted, conclude, gather
from lessor.service.sqlreclaim import SqlReclamation
from lessor.service.sqlsides import Side
from lessor.service.told import Told
from lessor.store.base import StoreError
from lessor.store.leasedatabase import LeaseDatabase
from lessor.store.notes import Change
from lessor.store.sql import Rows
from lessor.store.view import View

MOST: Final = 256
"""Messages of one batch: enough to share the cost of a commit, few enough not to keep the first ones waiting."""

OVERDUE: Final = 128
"""Leases whose time is over that are fetched when a client finds nothing free."""

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)
Received = TypeVar("Received")
Coming = TypeVar("Coming", contravariant=True)
Reply = TypeVar("Reply")
InForce = TypeVar("InForce")
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
        self._working: asyncio.Task[None] | None = None
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

    def install(self, tables: InForce) -> None:
        """Serve by new tables from the next message on; pools that are new are read before long."""
        known = {id(pool.occupancy) for pools in self.side.pools(self.tables).values() for pool in pools}
        self.exchange.install(tables)
        for subnet_id, pools in self.side.pools(tables).items():
            fresh = [pool for pool in pools if id(pool.occupancy) not in known]
            if fresh:
                scatter(fresh)
                self.refresh.suspect(subnet_id)

    def run(self, batch: list[Received], now: int) -> None:
        """Have a batch of messages answered, after those that came before; `now` is unix seconds."""
        self._now = now
        self._chronicle.arrived(len(batch))
        self._waiting += batch
        if len(self._waiting) >= MOST and not self._holding:
            self._holding = True
            self._hold(True)
        if self._working is None:
            self._working = asyncio.get_running_loop().create_task(self._work())

    async def idle(self) -> None:
        """Wait until all that came is answered."""
        if self._working is not None:
            await self._working

    def close(self) -> None:
        """Answer nothing any more."""
        self._waiting.clear()
        if self._working is not None:
            self._working.cancel()

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
            notes = [(0, changes)]
            lost, _ = await self.database.run(partial(conclude, notes=notes, key=self.side.key, assumed=()))
            return not lost

    # Batches

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                if self._holding and len(self._waiting) < MOST:
                    self._holding = False
                    self._hold(False)
                async with self._turn:
                    await self._answer_batch(batch)
        finally:
            self._working = None

    async def _answer_batch(self, messages: list[Received]) -> None:
        """Answer messages; those that lose are tried again."""
        batch: Batch[Received, Reply] = Batch(messages, self.side.ask(messages, self.tables))
        self.exchange.lapse(self._now)
        try:
            for _ in range(ATTEMPTS):
                await self._look(batch)
                self._decide(batch)
                await self._conclude(batch)
                if not batch.messages:
                    return
                batch.keys.add(self.side.ask(batch.messages.values(), self.tables))
            raise StoreError("others were faster each time")
        except StoreError as error:
            for received in batch.messages.values():
                self._chronicle.not_stored(received, error)
        except Exception as error:  # the one place: a bug must not stop the server
            for received in islice(batch.messages.values(), 1):
                self._chronicle.bug(received, error)

    async def _look(self, batch: "Batch[Received, Reply]") -> None:
        """Have in view what is known of the clients and addresses of a batch, and correct what turned out wrong."""
        if self.knowledge is not None:
            batch.keys.addresses |= await self.knowledge.look(lambda: self.tables, batch.messages.values(), self._now)
        keys, batch.keys = batch.keys, self.side.ask((), self.tables)
        keys.addresses.update([lease.address for lease in self._doubtful])
        subnets = self.refresh.due()
        wanted = Wanted(keys, self._now, OVERDUE if batch.wants_expired else 0, subnets)
        started = time.perf_counter()
        leases, taken = await self.database.run(partial(gather, wanted=wanted))
        self.refresh.done(subnets, time.perf_counter() - started)
        pools = self.side.pools(self.tables) if subnets else {}
        for subnet_id in subnets:
            correct(pools.get(subnet_id, ()), taken[subnet_id])
        self._view.load(keys, leases, expired_known=batch.wants_expired)
        self._clear_doubts()

    def _decide(self, batch: "Batch[Received, Reply]") -> None:
        """Answer message by message, on the view; put aside those that ask for more."""
        view, told, hooks = self._view, self._told, self.exchange.hooks
        answer = self.exchange.answer if hooks is None else hooks.answer
        for number, received in batch.messages.items():
            view.begin(number)
            told.turn(number)
            replies = answer_all((received,), self._now, answer, told)
            doubtful = self.knowledge is not None and self.knowledge.take_doubt()
            if view.missing is None and not view.wants_expired and not doubtful:
                batch.replies[number] = replies
                continue
            if view.missing is not None:
                batch.keys.add(view.missing)
            if view.wants_expired:
                batch.wants_expired = True
                self.refresh.suspect_full(self.side.pools(self.tables))
            view.revert(number)
        if hooks is not None:
            hooks.batch_answered()

    async def _conclude(self, batch: "Batch[Received, Reply]") -> None:
        """Write what was decided; send the replies of those that won, and keep the others for another go."""
        lost = await self._write(batch)
        replies: list[Reply] = []
        for number in sorted(self._told.numbers()):
            if number in lost or (number >= 0 and number not in batch.replies):
                continue
            self._told.tell(number)
            # those below are leases that were taken back on the way
            if number >= 0:
                del batch.messages[number]
                replies += batch.replies[number].at_once
                replies += batch.replies[number].held
        self._told.clear()
        batch.replies.clear()
        if replies:
            self._send(replies)

    async def _write(self, batch: "Batch[Received, Reply]") -> set[int]:
        """Write the notes of the view, and see whether what was believed free is; return the numbers that lost."""
        view = self._view
        changed = {number for number, _ in view.notes}
        assumed = {number: found for number, found in view.assumed.items() if found and number not in changed}
        addresses = set().union(*assumed.values())
        if not changed and not addresses:
            return set()
        try:
            lost, held = await self.database.run(
                partial(conclude, notes=view.notes, key=self.side.key, assumed=addresses)
            )
        except StoreError:
            self._doubt(changed)
            view.conclude(written=False)
            raise
        self._doubt(lost)
        # who waits may tell of any of the messages
        view.conclude(written=not lost)
        if held:
            lost |= {number for number, found in assumed.items() if not found.isdisjoint(held)}
            batch.keys.addresses |= held
            self._suspect(held)
        return lost

    # What turned out wrong

    def _doubt(self, numbers: set[int]) -> None:
        """Have a look at what these messages changed in view, but not in the database, before long."""
        for number, changes in self._view.notes:
            if number in numbers:
                leases = [lease for old, new in changes if (lease := new if new is not None else old) is not None]
                self._doubtful += leases
                for lease in leases:
                    self.refresh.suspect(lease.subnet_id)

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
            numbers = {number for number, _ in self._view.notes}
            try:
                lost, _ = await self.database.run(
                    partial(conclude, notes=self._view.notes, key=self.side.key, assumed=())
                )
            except StoreError:
                self._doubt(numbers)
                self._told.clear()
                raise
            self._doubt(lost)
            for number in sorted(numbers - lost, reverse=True):
                self._told.tell(number)
            self._told.clear()
            return done - len(lost)


class Batch(Generic[Received, Reply]):
    """Messages under way, by their numbers; what is to be fetched for them; the replies of those that are answered."""

    __slots__ = ("keys", "messages", "replies", "wants_expired")

    def __init__(self, messages: list[Received], keys: Keys) -> None:
        self.messages = dict(enumerate(messages))
        self.keys = keys
        self.replies: dict[int, Replies[Reply]] = {}
        self.wants_expired = False

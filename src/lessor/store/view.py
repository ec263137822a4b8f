"""What one batch of messages sees of a lease database: the rows of its clients and addresses, and its own changes.

A view is a lease store (store/base.py) for an exchange, and lives in memory. Before a batch it is loaded with what was
fetched for it; messages are run one after the other, each under a number (`begin`), and their changes are noted. What a
message asks for beyond what was fetched is not guessed: the view raises Unfetched and keeps it in `missing`, so that
the message can be run again with it. Only an address that nobody asked for is believed free, and noted in `assumed`
until somebody has looked.

[hot] Used from the thread of the event loop only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, Never, TypeAlias, TypeVar, overload

from lessor.model.facts import Facts4
from lessor.model.facts6 import Facts6
from lessor.model.keys import Keys
from lessor.model.lease import Lease4
from lessor.model.lease6 import PD, Lease6, key_of
from lessor.store.base import Kind, LeaseStore, StoreError
from lessor.store.memory import MemoryStore
from lessor.store.memory6 import MemoryStore6
from lessor.store.notes import Note

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)
Other = TypeVar("Other")


def no_leases() -> Iterator[Never]:
    """Return no leases."""
    return iter(())


class Unfetched(StoreError):
    """A message asks for what was not fetched with its batch; it is to be run again."""


Waiting: TypeAlias = tuple[int, Callable[[bool], None]]
"""The number of a message, and who is to know whether its changes are in the database."""


class Noted(NamedTuple, Generic[AnyLease]):
    """What was noted of a batch: changes, what was believed free under each number, and who waits for the changes."""

    notes: list[Note[AnyLease]]
    assumed: dict[int, set[int]]
    waiting: list[Waiting]


class Watched(Mapping[int, AnyLease]):
    """Leases by address; an address that was not fetched is believed free, and that is noted in `assumed`."""

    __slots__ = ("_fetched", "_held", "assumed")

    def __init__(self, held: Mapping[int, AnyLease], fetched: set[int]) -> None:
        self._held = held
        self._fetched = fetched
        self.assumed: set[int] = set()

    @overload
    def get(self, key: int, /) -> AnyLease | None: ...
    @overload
    def get(self, key: int, /, default: AnyLease | Other) -> AnyLease | Other: ...
    def get(self, key: int, /, default: AnyLease | Other | None = None) -> AnyLease | Other | None:
        """Return the lease on an address."""
        lease = self._held.get(key)
        if lease is not None:
            return lease
        if key not in self._fetched:
            self.assumed.add(key)
        return default

    def __getitem__(self, key: int) -> AnyLease:
        lease = self.get(key)
        if lease is None:
            raise KeyError(key)
        return lease

    def __iter__(self) -> Iterator[int]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


class View(Generic[AnyLease]):
    """What views of both families have in common. `walk` is how all leases of the database are walked; by default there
    are none to an exchange.
    """

    def __init__(self, memory: LeaseStore[AnyLease], walk: Callable[[], Iterator[AnyLease]] = no_leases) -> None:
        self.number = 0
        self.notes: list[Note[AnyLease]] = []
        self.assumed: dict[int, set[int]] = {}
        self.missing: Keys | None = None
        self.wants_expired = False
        self.walk = walk
        self._memory = memory
        self._waiting: list[Waiting] = []
        self._expired_known = False
        self._fetched: tuple[set[bytes], ...] = ()

    # Around a batch

    def load(self, keys: Keys, leases: Iterable[AnyLease], expired_known: bool = False) -> None:
        """Forget everything, and see what was fetched for these keys from now on.

        `expired_known` says that leases whose time is over are among them, or that there are none.
        """
        self.notes = []
        self.assumed = {}
        self._expired_known = expired_known
        self._fetched = keys.identifiers
        # a database knows no order of entry: what was heard of first counts as oldest
        self._fill(sorted(leases, key=_age), keys.addresses)

    def begin(self, number: int) -> None:
        """Note what follows under this number."""
        self.number = number
        self.missing = None
        self.wants_expired = False
        assumed = self.assumed[number] = set[int]()
        self._watch(assumed)

    def revert(self, number: int) -> None:
        """Take back what was noted under a number; nothing may have been built on it."""
        for noted, changes in reversed(self.notes):
            if noted == number:
                self._memory.commit([(new, old) for old, new in reversed(changes)])
        self.notes = [note for note in self.notes if note[0] != number]
        self.assumed.pop(number, None)
        waiting = self._waiting
        self._waiting = [one for one in waiting if one[0] != number]
        for noted, done in waiting:
            if noted == number:
                done(False)

    def take(self) -> Noted[AnyLease]:
        """Return what was noted, and note nothing of it any more; what is in view stays."""
        noted = Noted(self.notes, self.assumed, self._waiting)
        self.notes, self.assumed, self._waiting = [], {}, []
        return noted

    # What an exchange asks

    def commit(self, changes: Sequence[tuple[AnyLease | None, AnyLease | None]]) -> bool:
        """Apply all changes in order, or none, and note them: False when the view does not hold what one expects."""
        if not self._memory.commit(changes):
            return False
        self.notes.append((self.number, changes))
        return True

    def when_durable(self, done: Callable[[bool], None]) -> None:
        """Call `done(True)` at once when nothing has changed; else leave it to who has the changes written."""
        if self.notes:
            self._waiting.append((self.number, done))
        else:
            done(True)

    def leases(self) -> Iterator[AnyLease]:
        """Walk the leases of the whole database."""
        return self.walk()

    def expired(self, now: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` leases whose time was over at `now` and that are not yet reclaimed, oldest first.

        Raise Unfetched when they were not looked for.
        """
        if not self._expired_known:
            self.wants_expired = True
            raise Unfetched("leases whose time is over are to be fetched")
        return self._memory.expired(now, limit)

    def reclaimed(self, before: int, limit: int) -> list[AnyLease]:
        """Return up to `limit` reclaimed leases whose time was over at `before`, oldest first, of those in view."""
        return self._memory.reclaimed(before, limit)

    def tally(self) -> dict[Kind, int]:
        """Return how many leases of each kind are in view."""
        return self._memory.tally()

    def at(self, lease: AnyLease) -> AnyLease | None:
        """Return what is in view where this lease is."""
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self._memory)

    def close(self) -> None:
        """Do nothing: who opened the database closes it."""

    def _look_for(self, *identifiers: bytes) -> None:
        for identifier, fetched in zip(identifiers, self._fetched, strict=True):
            if identifier and identifier not in fetched:
                self.missing = Keys(tuple([{identifier} for identifier in identifiers]))
                raise Unfetched("a client is known by another identifier than its message says")

    def _fill(self, leases: Iterable[AnyLease], addresses: set[int]) -> None:
        raise NotImplementedError

    def _watch(self, assumed: set[int]) -> None:
        raise NotImplementedError


class View4(View[Lease4]):
    """What a batch of DHCPv4 messages sees."""

    def __init__(self, walk: Callable[[], Iterator[Lease4]] = no_leases) -> None:
        super().__init__(MemoryStore(), walk)
        self.load(Keys((set(), set())), ())

    def facts(self, client_id: bytes, hwaddr: bytes) -> Facts4:
        """Return what is known about a client; empty identifiers match nothing. Raise Unfetched."""
        self._look_for(client_id, hwaddr)
        facts = self._store.facts(client_id, hwaddr)
        facts.holders = self._holders
        return facts

    def at(self, lease: Lease4) -> Lease4 | None:
        """Return what is in view where this lease is."""
        return self._held.get(lease.address)

    def _fill(self, leases: Iterable[Lease4], addresses: set[int]) -> None:
        self._memory = self._store = MemoryStore({lease.address: lease for lease in leases})
        self._held = self._store.facts(b"", b"").holders
        self._holders = Watched(self._held, addresses)

    def _watch(self, assumed: set[int]) -> None:
        self._holders.assumed = assumed


class View6(View[Lease6]):
    """What a batch of DHCPv6 messages sees."""

    def __init__(self, walk: Callable[[], Iterator[Lease6]] = no_leases) -> None:
        super().__init__(MemoryStore6(), walk)
        self.load(Keys((set(),)), ())

    def facts(self, duid: bytes) -> Facts6:
        """Return what is known about a client; the empty DUID matches nothing. Raise Unfetched."""
        self._look_for(duid)
        facts = self._store.facts(duid)
        facts.addresses, facts.prefixes = self._addresses, self._prefixes
        return facts

    def at(self, lease: Lease6) -> Lease6 | None:
        """Return what is in view where this lease is."""
        everything = self._store.facts(b"")
        return (everything.prefixes if lease.type == PD else everything.addresses).get(lease.address)

    def _fill(self, leases: Iterable[Lease6], addresses: set[int]) -> None:
        self._memory = self._store = MemoryStore6({key_of(lease): lease for lease in leases})
        held = self._store.facts(b"")
        self._addresses = Watched(held.addresses, addresses)
        self._prefixes = Watched(held.prefixes, addresses)

    def _watch(self, assumed: set[int]) -> None:
        self._addresses.assumed = self._prefixes.assumed = assumed


def _age(lease: Lease4 | Lease6) -> tuple[int, int]:
    return lease.cltt, lease.address

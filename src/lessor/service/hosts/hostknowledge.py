"""What a server knows of the reservations that databases have: as much as its messages need, for a few seconds.

Before a batch is answered, the reservations of all its clients, and of all addresses that they speak of, are asked for
in one query of each database, and laid over the tables (engine/laid4.py). A decision that gives an address of which
nothing is known yet is a doubt: its message is put aside, the address kept on offer to its client, and the message is
answered again when the address, and those that are likely to follow it, have been asked for. So nobody gets what is
promised to another client, and most batches cost one query.

Databases are asked all at once; what the configuration says comes first, then the databases in their order.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Generic, Protocol, TypeVar

from lessor.engine.laid4 import keep
from lessor.engine.reservation import Key
from lessor.model.host import Host4
from lessor.model.network6 import Host6
from lessor.service.hosts.hostsides import Given, HostSide, Laid, Question
from lessor.store.hosts import HostSought
from lessor.wire.definition import Definitions

FRESH: Final = 2
"""Seconds for which an answer is believed: a client that comes with an address is looked up anew in any case."""

HOLD: Final = 5
"""Seconds for which a reservation keeps its address from the allocators, when nobody has asked for it again."""

MOST: Final = 65536
"""Clients and addresses that are remembered."""

AnyHost = TypeVar("AnyHost", bound=Host4 | Host6)
Received = TypeVar("Received")
InForce = TypeVar("InForce")
Case = TypeVar("Case")
Decision = TypeVar("Decision")


AskedFor = TypeVar("AskedFor", bound=Host4 | Host6, covariant=True)


class Database(Protocol[AskedFor]):
    """What is asked for reservations (store/hostdatabase.py)."""

    async def find(self, sought: HostSought) -> Sequence[AskedFor]: ...


class Entry(Generic[AnyHost]):
    """A reservation, and how it is laid over the tables."""

    __slots__ = ("host", "laid")

    def __init__(self, host: AnyHost, laid: Laid) -> None:
        self.host = host
        self.laid = laid


class HostKnowledge(Generic[AnyHost, Received, InForce, Case, Decision]):
    """Asks databases about one family; `tell` hears of options in them that nobody can be told."""

    def __init__(
        self,
        side: HostSide[AnyHost, Received, InForce, Case, Decision],
        databases: Sequence[Database[AnyHost]],
        definitions: Definitions,
        tell: Callable[[str], None],
    ) -> None:
        self._side = side
        self._databases = databases
        self._definitions = definitions
        self._tell = tell
        self._tables: InForce | None = None
        self._clients: dict[Key, dict[int, Entry[AnyHost]]] = {}
        self._seen: dict[Key, int] = {}
        self._asked: dict[Key | int, int] = {}
        self._wanted = Question(set(), set())
        self._chosen: set[int] = set()
        self._doubtful = False

    async def look(self, tables: Callable[[], InForce], messages: Iterable[Received], now: int) -> set[int]:
        """Learn what is to be known to answer these messages; return the addresses they are likely to be answered with.

        Raise StoreError.
        """
        wanted, self._wanted = self._wanted, Question(set(), set())
        asked = self._side.ask(messages, tables())
        question = Question(asked.identifiers | wanted.identifiers, asked.addresses | wanted.addresses)
        found = await self._ask(question)
        self._use(tables())
        self._age(now)
        keys: list[Key | int] = [*question.identifiers, *question.addresses]
        for key in keys:
            self._asked.pop(key, None)
            self._asked[key] = now
        chosen, self._chosen = self._chosen, set()
        return chosen | self._learn(question, found, now)

    def doubts(self, case: Case, decision: Decision) -> bool:
        """Tell whether more is to be known before this is done; then what it is will be asked with the next look."""
        unknown = [key for key in self._side.known(case) if key not in self._asked]
        self._wanted.identifiers.update(unknown)
        doubtful = [self._is_doubtful(given) for given in self._side.given(case, decision)]
        if unknown or any(doubtful):
            self._doubtful = True
            return True
        return False

    def take_doubt(self) -> bool:
        """Return whether there was a doubt since this was asked last."""
        doubtful, self._doubtful = self._doubtful, False
        return doubtful

    def lift(self) -> None:
        """Forget everything, and leave the tables as they are without it."""
        for entries in self._clients.values():
            for entry in entries.values():
                entry.laid.lift()
        self._clients.clear()
        self._seen.clear()
        self._asked.clear()

    def _is_doubtful(self, given: Given) -> bool:
        if given.taken:
            # whoever had it has given it back, and the allocator took it for free
            given.withdraw()
            if given.place is not None:
                keep(given.place)
            return True
        if given.address in self._asked:
            return False
        self._wanted.addresses.update(given.next)
        self._chosen.add(given.address)
        # for this client the next decision is the same, and others get something else
        given.offer()
        return True

    async def _ask(self, question: Question) -> list[AnyHost]:
        """Return the reservations, those of the first database first."""
        sought = HostSought(*question)
        answers = await asyncio.gather(*[database.find(sought) for database in self._databases])
        return [host for hosts in answers for host in hosts]

    def _use(self, tables: InForce) -> None:
        """Forget what was laid over other tables than these."""
        if self._tables is not tables:
            self.lift()
            self._tables = tables

    def _learn(self, question: Question, found: list[AnyHost], now: int) -> set[int]:
        by_client: dict[Key, dict[int, AnyHost]] = {}
        for host in found:
            # the first database that knows a client in a subnet is right about it
            by_client.setdefault((host.identifier_type, host.identifier), {}).setdefault(host.subnet_id, host)
        for client in question.identifiers - by_client.keys():
            self._forget(client)
        promised: set[int] = set()
        for client, hosts in by_client.items():
            # of a client that only its address led to, other reservations may be known
            self._lay(client, hosts, whole=client in question.identifiers)
            self._seen.pop(client, None)
            self._seen[client] = now
            if client in question.identifiers:
                promised.update([address for host in hosts.values() for address in self._side.promised(host)])
        return promised

    def _lay(self, client: Key, hosts: dict[int, AnyHost], whole: bool) -> None:
        entries = self._clients.setdefault(client, {})
        for subnet_id, entry in list(entries.items()):
            known = hosts.get(subnet_id)
            if known != entry.host and (whole or known is not None):
                entries.pop(subnet_id).laid.lift()
        assert self._tables is not None  # a look begins with them
        for subnet_id, host in hosts.items():
            if subnet_id not in entries:
                entries[subnet_id] = Entry(host, self._side.lay(self._tables, host, self._definitions, self._tell))

    def _forget(self, client: Key) -> None:
        self._seen.pop(client, None)
        for entry in self._clients.pop(client, {}).values():
            entry.laid.lift()

    def _age(self, now: int) -> None:
        """Forget what was learnt too long ago; what was learnt last stands last."""
        while self._asked and (len(self._asked) > MOST or now - next(iter(self._asked.values())) > FRESH):
            del self._asked[next(iter(self._asked))]
        while self._seen and (len(self._seen) > MOST or now - next(iter(self._seen.values())) > HOLD):
            self._forget(next(iter(self._seen)))

"""Reservations of databases as a rehearsal knows them: as a server does, but asked for while a decision is taken."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Generic, NamedTuple, TypeVar

from lessor.engine.reservation import Key
from lessor.service.hosts.hostknowledge import AnyHost, Case, Decision, HostKnowledge, InForce, Received
from lessor.service.hosts.hostsides import HostSide
from lessor.service.hosts.storedhosts import with_names
from lessor.service.why.asked import AskedHosts
from lessor.wire.definition import Definitions

ROUNDS: Final = 64
"""How often a message is taken up again because an address turned out to be reserved for somebody else."""

Scope = TypeVar("Scope")


class Stored(NamedTuple, Generic[AnyHost]):
    """A reservation, and the database that has it."""

    host: AnyHost
    place: str


class RehearsedHosts(HostKnowledge[AnyHost, Received, InForce, Case, Decision]):
    """Asks databases about one family; those that cannot be asked are passed over."""

    def __init__(
        self,
        side: HostSide[AnyHost, Received, InForce, Case, Decision],
        databases: Sequence[AskedHosts[AnyHost]],
        definitions: Definitions,
        tell: Callable[[str], None],
        now_of: Callable[[Case], tuple[InForce, int]],
    ) -> None:
        super().__init__(side, databases, definitions, tell)
        self.asked = databases
        self._now_of = now_of

    def prepare(self, tables: InForce, received: Received, now: int) -> None:
        """Ask for what a message is about."""
        asyncio.run(self.look(lambda: tables, (received,), now))

    def doubts(self, case: Case, decision: Decision) -> bool:
        """Ask for what a decision is about; tell whether it is to be taken again, with what is known then."""
        unknown = [key for key in self._side.known(case) if key not in self._asked]
        given = [one.address for one in self._side.given(case, decision) if one.address not in self._asked]
        if unknown or given:
            self._wanted.identifiers.update(unknown)
            self._wanted.addresses.update(given)
            tables, now = self._now_of(case)
            asyncio.run(self.look(lambda: tables, (), now))
        # asked of all that is given, so this doubts only what is reserved for somebody else
        return super().doubts(case, decision) or self._look_again(bool(unknown))

    def _look_again(self, again: bool) -> bool:
        self._doubtful = self._doubtful or again
        return again

    def stored(self, client: Key, subnet_id: int) -> Stored[AnyHost] | None:
        """Return the reservation of a client in a subnet, from the first database that has one."""
        for database in self.asked:
            host = database.found.get((*client, subnet_id))
            if host is not None:
                place = database.settings.place
                named = with_names(host, self._definitions)
                options = tuple([replace(option, place=partial(str, place)) for option in named.options])
                return Stored(replace(named, options=options), place)
        return None

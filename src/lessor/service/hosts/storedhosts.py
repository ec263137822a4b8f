"""The reservations of one database as a source of hosts for commands (control/hosts.py).

Questions go over a connection of their own, made when it is first needed, so that no client waits for a long list. A
database that the configuration calls readonly is looked at only.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Generic, TypeVar, cast

from lessor.config.storedhosts import completed
from lessor.config.universe import OPTIONS4, OPTIONS6
from lessor.control.hosts import Host, HostSource, Numbered
from lessor.model.command import CommandError
from lessor.model.host import Host4
from lessor.model.network6 import Host6
from lessor.store.base import StoreError
from lessor.store.hostdatabase import HostDatabase
from lessor.store.hosts import HostSought, HostStore
from lessor.wire.definition import Definitions

AnyHost = TypeVar("AnyHost", bound=Host4 | Host6)
Found = TypeVar("Found")


class StoredHosts(Generic[AnyHost]):
    """The reservations of one database; satisfies HostSource.

    `definitions` returns the options that are known now, `unique` whether an address may be reserved once only.
    """

    def __init__(
        self, database: HostDatabase[AnyHost], definitions: Callable[[], Definitions], unique: Callable[[], bool]
    ) -> None:
        self._settings = database.settings
        self._unique = unique
        self._definitions = definitions
        self._questions = database.another()
        database.on_close.append(self._questions.close)

    async def by_identifier(self, subnet: int, kind: str, identifier: bytes) -> Host | None:
        """Return the reservation of a client in a subnet, or None."""
        found = await self.all_by_identifier(kind, identifier)
        return next((host for host in found if host.subnet_id == subnet), None)

    async def all_by_identifier(self, kind: str, identifier: bytes) -> Sequence[Host]:
        """Return the reservations of a client in all subnets."""
        return self._shown(await self._ask(lambda store: store.find(HostSought([(kind, identifier)]))))

    async def by_address(self, address: int, subnet: int | None) -> Sequence[Host]:
        """Return who has this address, or a prefix that begins with it, in a subnet; None is in all of them."""
        return self._shown(await self._ask(lambda store: store.by_address(address, subnet)))

    async def by_hostname(self, hostname: str, subnet: int | None) -> Sequence[Host]:
        """Return who has this name in a subnet; None is in all of them."""
        return self._shown(await self._ask(lambda store: store.by_hostname(hostname, subnet)))

    async def in_subnet(self, subnet: int) -> Sequence[Host]:
        """Return all reservations of a subnet."""
        return self._shown(await self._ask(lambda store: store.in_subnet(subnet)))

    async def page(self, after: int, limit: int, subnet: int | None) -> Sequence[Numbered]:
        """Return at most `limit` reservations whose numbers are greater than `after`, with their numbers."""
        page = await self._ask(lambda store: store.page(after, limit, subnet))
        return [(number, shown) for number, host in page for shown in self._shown([host])]

    async def add(self, host: Host) -> None:
        """Add a reservation. Raise CommandError."""
        unique = self._unique()
        await self._change(lambda store: store.add(cast(AnyHost, host), unique))

    async def remove(self, host: Host) -> bool:
        """Remove the reservation of this client in this subnet; return whether there was one."""
        return await self._change(lambda store: store.remove(cast(AnyHost, host)))

    async def update(self, host: Host) -> bool:
        """Replace the reservation of this client in this subnet; return whether there was one."""
        unique = self._unique()
        return await self._change(lambda store: store.update(cast(AnyHost, host), unique))

    async def _change(self, change: Callable[[HostStore[AnyHost]], Found]) -> Found:
        if self._settings.readonly:
            raise CommandError(f"{self._settings.place} is readonly")
        return await self._ask(change)

    async def _ask(self, question: Callable[[HostStore[AnyHost]], Found]) -> Found:
        try:
            if not self._questions.connected:
                await self._questions.connect()
            return await self._questions.run(question)
        except StoreError as error:
            raise CommandError(str(error)) from None

    def _shown(self, hosts: Sequence[AnyHost]) -> list[Host]:
        """Return hosts with the names of their options."""
        definitions = self._definitions()
        return [with_names(host, definitions) for host in hosts]


def with_names(host: AnyHost, definitions: Definitions) -> AnyHost:
    """Return a stored reservation with the names and payloads of its options; what cannot be used is left out."""
    # common case first
    if not host.options:
        return host
    universe = OPTIONS4 if isinstance(host, Host4) else OPTIONS6
    return replace(host, options=completed(host.options, definitions, universe, _pass_over))


def _pass_over(text: str) -> None:
    """Show the rest: the log has told of the option when its client came."""


class ServersHosts(Generic[AnyHost]):
    """All sources of a server at work; satisfies HostSources."""

    def __init__(
        self,
        configured: HostSource,
        databases: Callable[[], Sequence[HostDatabase[AnyHost]]],
        definitions: Callable[[], Definitions],
        unique: Callable[[], bool],
    ) -> None:
        self.configured = configured
        self._unique = unique
        self._at_work = databases
        self._definitions = definitions
        self._stored: list[tuple[HostDatabase[AnyHost], StoredHosts[AnyHost]]] = []

    @property
    def databases(self) -> Sequence[HostSource]:
        """The databases, in the order they are asked."""
        at_work = self._at_work()
        if [database for database, _ in self._stored] != [*at_work]:
            self._stored = [(database, StoredHosts(database, self._definitions, self._unique)) for database in at_work]
        return [stored for _, stored in self._stored]

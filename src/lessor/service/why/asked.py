"""A database that is asked for a story: looked at only, by who may wait for it; one that fails is told of and left out.

Nobody is served meanwhile, so questions are asked one after the other, in the thread of whoever wants to know.
"""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from lessor.model.database import DatabaseSettings
from lessor.store.base import StoreError
from lessor.store.hostdatabase import AnyHost
from lessor.store.hosts import HostSought, HostStore


class Closing(Protocol):
    """Something with a connection."""

    def close(self) -> None: ...


Store = TypeVar("Store", bound=Closing)
Found = TypeVar("Found")


class Asked(Generic[Store]):
    """One connection to a database; `failure` says why it is not asked any more, empty while it is."""

    def __init__(self, settings: DatabaseSettings, connect: Callable[[], Store]) -> None:
        self.settings = settings
        self.failure = ""
        self._store: Store | None = None
        try:
            self._store = connect()
        except StoreError as error:
            self.failure = str(error)

    def ask(self, question: Callable[[Store], Found], nothing: Found) -> Found:
        """Return the answer to a question, `nothing` when there is none to be had."""
        if self._store is None:
            return nothing
        try:
            return question(self._store)
        except StoreError as error:
            self.failure = str(error)
            self.close()
            self._store = None
            return nothing

    def close(self) -> None:
        """Let go of the connection."""
        if self._store is not None:
            self._store.close()


class AskedHosts(Asked[HostStore[AnyHost]], Generic[AnyHost]):
    """The reservations of a database; `found` are those that were asked for, by client and subnet."""

    def __init__(self, settings: DatabaseSettings, connect: Callable[[], HostStore[AnyHost]]) -> None:
        super().__init__(settings, connect)
        self.found: dict[tuple[str, bytes, int], AnyHost] = {}

    async def find(self, sought: HostSought) -> list[AnyHost]:
        """Return all reservations of these clients, and all of these addresses."""
        nothing: list[AnyHost] = []
        hosts = self.ask(lambda store: store.find(sought), nothing)
        self.found.update({(host.identifier_type, host.identifier, host.subnet_id): host for host in hosts})
        return hosts

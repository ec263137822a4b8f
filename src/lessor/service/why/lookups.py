"""The databases of a configuration, opened for a story, and what the story says of them."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Final, Protocol, TypeAlias, TypeVar

from lessor.model.database import DatabaseSettings
from lessor.model.host import Host4
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.model.network6 import Host6
from lessor.service.why.asked import Asked, AskedHosts
from lessor.service.why.askedhosts import RehearsedHosts
from lessor.service.why.askedleases import LeaseCopy4, LeaseCopy6
from lessor.service.why.explanation import DatabaseStory
from lessor.store.base import StoreError
from lessor.store.hostdatabase import open_hosts
from lessor.store.hostrows import HostTable
from lessor.store.leasedatabase import open_rows
from lessor.store.sqlrows import TABLE4, TABLE6

LEASES: Final = "leases"
RESERVATIONS: Final = "reservations"

AnyHost = TypeVar("AnyHost", bound=Host4 | Host6)
Received = TypeVar("Received")
InForce = TypeVar("InForce")
Case = TypeVar("Case")
Decision = TypeVar("Decision")

Looked: TypeAlias = Sequence[Lease4] | Sequence[Lease6] | LeaseCopy4 | LeaseCopy6
"""Leases to begin with, or where they are looked up."""


class Tried(Protocol):
    """A database that was asked, and why it is not any more."""

    @property
    def settings(self) -> DatabaseSettings: ...
    @property
    def failure(self) -> str: ...


def leases4_in(settings: DatabaseSettings, opened: ExitStack) -> LeaseCopy4:
    """Return the DHCPv4 leases of a database, to be looked up as they are asked for until `opened` is closed."""
    leases = LeaseCopy4(Asked(settings, partial(open_rows, settings, TABLE4)))
    opened.callback(leases.close)
    return leases


def leases6_in(settings: DatabaseSettings, opened: ExitStack) -> LeaseCopy6:
    """Return the DHCPv6 leases of a database, as leases4_in."""
    leases = LeaseCopy6(Asked(settings, partial(open_rows, settings, TABLE6)))
    opened.callback(leases.close)
    return leases


def hosts_in(
    databases: Sequence[DatabaseSettings], table: HostTable[AnyHost], opened: ExitStack
) -> list[AskedHosts[AnyHost]]:
    """Return the reservations of databases, in their order; they are closed with `opened`."""
    hosts = [AskedHosts(settings, partial(open_hosts, settings, table)) for settings in databases]
    for asked in hosts:
        opened.callback(asked.close)
    return hosts


def stories(
    leases: Looked, hosts: RehearsedHosts[AnyHost, Received, InForce, Case, Decision] | None, show: Callable[[int], str]
) -> list[DatabaseStory]:
    """Return what databases knew of a client; `show` writes an address."""
    told = []
    if isinstance(leases, LeaseCopy4 | LeaseCopy6):
        its = [f"{show(lease.address)} (subnet {lease.subnet_id})" for lease in leases.of_client]
        told.append(_story(leases.asked, LEASES, f"the client has {', '.join(its) or 'none'}"))
    for asked in hosts.asked if hosts is not None else ():
        count = len(asked.found)
        told.append(_story(asked, RESERVATIONS, f"{count or 'none'} for this client, or for addresses it might get"))
    return told


def all_reached(leases: Looked, hosts: RehearsedHosts[AnyHost, Received, InForce, Case, Decision] | None) -> None:
    """Raise StoreError, which says why a database is not asked, if that is so with one of them."""
    for story in stories(leases, hosts, str):
        if not story.reached:
            raise StoreError(story.said)


def place_of(leases: Looked) -> str:
    """Return the database that leases are looked up in, empty when there is none."""
    return leases.asked.settings.place if isinstance(leases, LeaseCopy4 | LeaseCopy6) else ""


def _story(asked: Tried, about: str, found: str) -> DatabaseStory:
    said = f"not known: {asked.failure}" if asked.failure else found
    return DatabaseStory(about, asked.settings.place, said, not asked.failure)

"""The lease database that a configuration names, opened, with everything about it told in the log."""

import time
from asyncio import AbstractEventLoop
from collections.abc import Callable, Sized
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeAlias, TypeVar

from lessor.model.database import DatabaseSettings
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.model.network import LeaseFile
from lessor.service.leases.cleanup import Cleanups, command_line
from lessor.service.logs import messages, messages_database
from lessor.service.logs.log import Loggers
from lessor.service.programs.places import Places
from lessor.service.sql.databasewords import CONNECTING, tell_connecting
from lessor.store.base import StoreError
from lessor.store.leasedatabase import LeaseDatabase
from lessor.store.loading import Check4, Check6
from lessor.store.memfile import MemfileStore, MemfileStore6, open_store, open_store6
from lessor.store.memory import MemoryStore
from lessor.store.memory6 import MemoryStore6
from lessor.store.sqlrows import Table
from lessor.store.watcher import Watcher

Leases4: TypeAlias = MemfileStore | MemoryStore
Leases6: TypeAlias = MemfileStore6 | MemoryStore6

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)

Opened = TypeVar("Opened", bound=Sized, covariant=True)

MEMFILE: Final = "memfile"


class LoggingWatcher(Watcher):
    """Writes what a store tells to the log. `outdated`: files have columns of another release."""

    def __init__(self, loggers: Loggers) -> None:
        self.loggers = loggers
        self.outdated = False

    def loading(self, path: Path) -> None:
        self.loggers.write(messages.DHCPSRV_MEMFILE_LEASE_FILE_LOAD, path)

    def schema(self, path: Path, version: str, older: bool) -> None:
        self.outdated = True
        message = messages.DHCPSRV_MEMFILE_NEEDS_UPGRADING if older else messages.DHCPSRV_MEMFILE_NEEDS_DOWNGRADING
        self.loggers.write(message, path, version)

    def bad_row(self, path: Path, line: int, reason: str) -> None:
        self.loggers.write(messages.DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR, line, reason)

    def trouble(self, text: str) -> None:
        self.loggers.write(messages.LESSOR_LEASE_FILE_TROUBLE, text)

    def recovered(self) -> None:
        self.loggers.write(messages.LESSOR_LEASE_FILE_RECOVERED)


class Open(Protocol[Opened]):
    """Opens a store for leases of one family (store/memfile.py)."""

    def __call__(
        self,
        *,
        persist: bool,
        max_row_errors: int,
        sync: str,
        sync_interval_ms: int,
        watcher: Watcher,
        make_directory: bool,
    ) -> Opened: ...


def open_leases4(
    settings: LeaseFile,
    places: Places,
    loggers: Loggers,
    loop: AbstractEventLoop,
    check: Check4,
    begun: Callable[[Cleanups], None],
) -> Leases4:
    """Open a database of DHCPv4 leases; `check` sees the leases that are loaded. Raise StoreError.

    Until it is closed, its file is cleaned up from time to time; `begun` is given what does so.
    """
    path = places.lease_file4(settings.name)
    watcher = LoggingWatcher(loggers)
    store = _open(settings, path, 4, places, watcher, partial(open_store, path, loop, check=check))
    if isinstance(store, MemfileStore):
        begun(_clean_up(store, settings, path, 4, loop, watcher))
    return store


def open_leases6(
    settings: LeaseFile,
    places: Places,
    loggers: Loggers,
    loop: AbstractEventLoop,
    check: Check6,
    begun: Callable[[Cleanups], None],
) -> Leases6:
    """Open a database of DHCPv6 leases, as open_leases4. Raise StoreError."""
    path = places.lease_file6(settings.name)
    watcher = LoggingWatcher(loggers)
    store = _open(settings, path, 6, places, watcher, partial(open_store6, path, loop, check=check))
    if isinstance(store, MemfileStore6):
        begun(_clean_up(store, settings, path, 6, loop, watcher))
    return store


def open_database(
    settings: DatabaseSettings, table: Table[AnyLease], loggers: Loggers, loop: AbstractEventLoop
) -> LeaseDatabase[AnyLease]:
    """Connect to the SQL database that has the leases of a family. Raise StoreError."""
    tell_connecting(loggers, settings, CONNECTING)
    database = LeaseDatabase(settings, table, loop)
    tries = settings.reconnect_tries if settings.retry_on_startup else 0
    while True:
        try:
            database.connect_now()
        except StoreError as error:
            if not tries:
                database.close()
                raise
            tries -= 1
            failed = messages_database.DHCPSRV_LEASE_MGR_DB_OPEN_CONNECTION_WITH_RETRY_FAILED
            loggers.write(failed, settings.place, error)
            time.sleep(settings.reconnect_wait_ms / 1000)
        else:
            return database


def _clean_up(
    store: MemfileStore | MemfileStore6,
    settings: LeaseFile,
    path: Path,
    family: int,
    loop: AbstractEventLoop,
    watcher: LoggingWatcher,
) -> Cleanups:
    command = command_line(path, family)
    cleanups = Cleanups(store, path, settings.lfc_interval, command, loop, watcher.loggers, watcher.outdated)
    store.on_close(cleanups.close)
    return cleanups


def _open(
    settings: LeaseFile, path: Path, universe: int, places: Places, watcher: LoggingWatcher, open_file: Open[Opened]
) -> Opened:
    loggers = watcher.loggers
    if settings.type != MEMFILE:
        loggers.write(messages.DHCPSRV_UNKNOWN_DB, settings.type)
        raise StoreError(f"lease-database type {settings.type} is not supported yet; use {MEMFILE}")
    loggers.write(messages.DHCPSRV_MEMFILE_DB, _described(settings, path, universe))
    if not settings.persist:
        loggers.write(messages.DHCPSRV_MEMFILE_NO_STORAGE)
    started = time.monotonic()
    store = open_file(
        persist=settings.persist,
        max_row_errors=settings.max_row_errors,
        sync=settings.sync,
        sync_interval_ms=settings.sync_interval_ms,
        watcher=watcher,
        make_directory=path.is_relative_to(places.prefix),
    )
    loggers.write(messages.LESSOR_LEASES_LOADED, len(store), round((time.monotonic() - started) * 1000))
    return store


def _described(settings: LeaseFile, path: Path, universe: int) -> str:
    persist = "true" if settings.persist else "false"
    name = f"name={path} " if settings.persist else ""
    return f"{name}persist={persist} type={settings.type} universe={universe}"

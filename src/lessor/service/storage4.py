"""The lease database that a configuration names, opened, with everything about it told in the log."""

import time
from pathlib import Path
from typing import Final, TypeAlias

from lessor.model.network import LeaseFile
from lessor.service import messages
from lessor.service.log import Loggers
from lessor.service.places import Places
from lessor.store.base import StoreError
from lessor.store.journal import Loop
from lessor.store.loading import Check4
from lessor.store.memfile import MemfileStore, open_store
from lessor.store.memory import MemoryStore
from lessor.store.watcher import Watcher

Leases4: TypeAlias = MemfileStore | MemoryStore

MEMFILE: Final = "memfile"


class LoggingWatcher(Watcher):
    """Writes what a store tells to the log."""

    def __init__(self, loggers: Loggers) -> None:
        self.loggers = loggers

    def loading(self, path: Path) -> None:
        self.loggers.write(messages.DHCPSRV_MEMFILE_LEASE_FILE_LOAD, path)

    def schema(self, path: Path, version: str, older: bool) -> None:
        message = messages.DHCPSRV_MEMFILE_NEEDS_UPGRADING if older else messages.DHCPSRV_MEMFILE_NEEDS_DOWNGRADING
        self.loggers.write(message, path, version)

    def bad_row(self, path: Path, line: int, reason: str) -> None:
        self.loggers.write(messages.DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR, line, reason)

    def trouble(self, text: str) -> None:
        self.loggers.write(messages.LESSOR_LEASE_FILE_TROUBLE, text)

    def recovered(self) -> None:
        self.loggers.write(messages.LESSOR_LEASE_FILE_RECOVERED)


def open_leases4(settings: LeaseFile, places: Places, loggers: Loggers, loop: Loop, check: Check4) -> Leases4:
    """Open the lease database; `check` sees every lease that is loaded. Raise StoreError."""
    if settings.type != MEMFILE:
        loggers.write(messages.DHCPSRV_UNKNOWN_DB, settings.type)
        raise StoreError(f"lease-database type {settings.type} is not supported yet; use {MEMFILE}")
    path = places.lease_file4(settings.name)
    loggers.write(messages.DHCPSRV_MEMFILE_DB, _described(settings, path))
    if not settings.persist:
        loggers.write(messages.DHCPSRV_MEMFILE_NO_STORAGE)
    started = time.monotonic()
    store = open_store(
        path,
        loop,
        persist=settings.persist,
        max_row_errors=settings.max_row_errors,
        sync=settings.sync,
        sync_interval_ms=settings.sync_interval_ms,
        watcher=LoggingWatcher(loggers),
        check=check,
        make_directory=path.is_relative_to(places.prefix),
    )
    loggers.write(messages.LESSOR_LEASES_LOADED, len(store), round((time.monotonic() - started) * 1000))
    return store


def _described(settings: LeaseFile, path: Path) -> str:
    persist = "true" if settings.persist else "false"
    name = f"name={path} " if settings.persist else ""
    return f"{name}persist={persist} type={settings.type} universe=4"

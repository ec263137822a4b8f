"""One file of rows that only grows: locked, appended to, synced, and put right again after a failed write.

A failed `append` leaves the file as if it had not been tried; the caller keeps the rows and tries again. After a failed
sync the kernel may have forgotten what it could not write, so what was not synced yet is cut off and written anew with
the next rows. `move_on` leaves the rows so far to somebody else and goes on in a new file of the same name. Knows
nothing of leases, threads or clocks.
"""

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from lessor.store.base import StoreError

MODE: Final = 0o640

NEXT: Final = ".new"
"""Suffix of the file to go on in, while it is made ready; one that was left behind holds no rows."""


class RowFile:
    """An open row file, and the only one allowed to write to it. Raise StoreError when it cannot be had.

    Makes the file if need be. `prepare` has to come before the first `append`.
    """

    __slots__ = ("_descriptor", "_end", "_header", "_rescued", "_synced", "_torn", "_unnamed", "path")

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._descriptor = open_locked(path)
            self._end = os.fstat(self._descriptor).st_size
        except BlockingIOError:
            raise StoreError(f"lease file {path} is in use by another server") from None
        except OSError as error:
            raise StoreError(f"cannot open lease file {path}: {error.strerror}") from None
        self._header = b""
        self._synced = self._end
        self._rescued = b""
        self._torn = False
        # the names in the directory are not known to be on disk
        self._unnamed = False

    @property
    def size(self) -> int:
        """How many octets the file has."""
        return self._end

    @property
    def has_rows(self) -> bool:
        """Whether there is anything below the header."""
        return self._end > len(self._header)

    def prepare(self, header: str) -> None:
        """Make the file ready for rows: header in a new one, newline after a last row that has none, all synced."""
        self._header = f"{header}\n".encode()
        try:
            start = os.pread(self._descriptor, len(header) + 1, 0).decode("utf-8", "replace")
            if len(start) <= len(header) and header.startswith(start):
                # new, or its first write was cut short
                os.ftruncate(self._descriptor, 0)
                self._end = self._synced = 0
                self.append(self._header, sync=True)
                sync_directory(self.path.parent)
            elif os.pread(self._descriptor, 1, self._end - 1) != b"\n":
                self.append(b"\n", sync=True)
            else:
                # the last writer may have been killed before its last sync; who reads those rows relies on them
                os.fdatasync(self._descriptor)
        except OSError as error:
            raise StoreError(f"cannot write lease file {self.path}: {error.strerror}") from None

    def append(self, rows: bytes, sync: bool) -> None:
        """Write whole rows at the end, and sync all that was written if asked. Raise OSError: nothing was appended."""
        if self._torn:
            self._cut()
        if self._unnamed:
            self._sync_names()
        data = self._rescued + rows
        try:
            _write_all(self._descriptor, data)
            if sync:
                self._sync()
        except OSError:
            self._torn = True
            with suppress(OSError):
                self._cut()
            raise
        self._end += len(data)
        self._rescued = b""
        if sync:
            self._synced = self._end

    def _sync(self) -> None:
        try:
            os.fdatasync(self._descriptor)
        except OSError:
            # the newest rows stay with the caller, the older unsynced ones have nobody else
            self._rescued += _read_all(self._descriptor, self._synced, self._end)
            self._end = self._synced
            raise

    def _cut(self) -> None:
        """Remove what a failed append left behind the last good row."""
        if os.fstat(self._descriptor).st_size > self._end:
            os.ftruncate(self._descriptor, self._end)
        self._torn = False

    def move_on(self, copy: Path, sync: bool) -> None:
        """Leave the rows so far in a file `copy`, and go on in a new file; `sync`: nothing may be lost by a power loss.

        Raise OSError: everything is as it was.
        """
        if copy.exists() or not _is_at(self._descriptor, self.path):
            raise FileExistsError(errno.EEXIST, "the file or its copy is not the one that was left there")
        if self._torn or self._rescued or (sync and self._synced < self._end):
            self.append(b"", sync)
        following = self.path.with_name(self.path.name + NEXT)
        descriptor = open_locked(following)
        try:
            os.ftruncate(descriptor, 0)
            _write_all(descriptor, self._header)
            _rename_both(self.path, copy, following)
        except OSError:
            os.close(descriptor)
            following.unlink(missing_ok=True)
            raise
        os.close(self._descriptor)
        self._descriptor = descriptor
        # the header is synced with the first rows: clients wait for one sync less
        self._end, self._synced = len(self._header), 0
        self._unnamed = sync
        if sync:
            # when this fails the next rows are refused for it
            with suppress(OSError):
                self._sync_names()

    def _sync_names(self) -> None:
        sync_directory(self.path.parent)
        self._unnamed = False

    def close(self) -> None:
        """Let go of the file and its lock."""
        os.close(self._descriptor)


def _rename_both(path: Path, copy: Path, following: Path) -> None:
    os.rename(path, copy)
    try:
        os.rename(following, path)
    except OSError:
        os.rename(copy, path)
        raise


def open_locked(path: Path) -> int:
    """Open a file, made if need be, with a lock on it; closing gives the lock back. Raise BlockingIOError, OSError."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, MODE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # it may have been renamed between opening and locking
            if _is_at(descriptor, path):
                return descriptor
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _read_all(descriptor: int, start: int, end: int) -> bytes:
    parts = []
    while start < end and (part := os.pread(descriptor, end - start, start)):
        parts.append(part)
        start += len(part)
    return b"".join(parts)


def sync_directory(path: Path) -> None:
    """Make the names in a directory survive a power loss. Raise OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

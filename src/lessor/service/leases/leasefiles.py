"""The lease files of an installation, for those who look on: where they are, and what their parts say together.

A lease database is a current file and what clean-ups left beside it (store/loading.py). Nothing here writes, and a
server may be at work meanwhile: when a clean-up exchanges files between our looks, we look again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from lessor.config.load import load_all
from lessor.model.lease import Lease, Lease4
from lessor.model.lease6 import Lease6
from lessor.model.network import LeaseFile
from lessor.service.programs.places import Places
from lessor.store.base import StoreError
from lessor.store.fields import ENCODING, ERRORS
from lessor.store.lastrows import KIND4, KIND6, Kind, LastRows
from lessor.store.loading import lease_files
from lessor.store.watcher import Watcher

FAMILIES: Final = (4, 6)
SECTIONS: Final = {4: "Dhcp4", 6: "Dhcp6"}
CONFIGURATIONS: Final = {4: "kea-dhcp4.conf", 6: "kea-dhcp6.conf"}
MEMFILE: Final = "memfile"
LONGEST_HEADER: Final = 1000

LOOKS: Final = 5
"""How often the files may be exchanged under our eyes."""

AnyLease = TypeVar("AnyLease", bound=Lease)


class NoLeaseFile(Exception):
    """There are no lease files where they should be; the text says where that is."""


class Range(Protocol):
    """A configured subnet of either family."""

    @property
    def id(self) -> int: ...
    @property
    def prefix(self) -> int: ...
    @property
    def length(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Database:
    """A lease database: its family, 4 or 6, its current file, and the configured subnets, if they are known."""

    family: int
    path: Path
    subnets: tuple[Range, ...] | None = None


def in_file(path: Path) -> Database:
    """Return the database of this lease file; its header tells the family. Raise NoLeaseFile, StoreError."""
    parts = lease_files(path)
    if not parts:
        raise NoLeaseFile(f"there is no lease file {path}")
    for part in parts:
        try:
            with part.open(encoding=ENCODING, errors=ERRORS) as file:
                header = file.readline(LONGEST_HEADER)
        except OSError as error:
            raise StoreError(f"cannot read lease file {part}: {error.strerror}") from error
        if header.startswith("address,"):
            return Database(6 if header.startswith("address,duid") else 4, path)
        if header:
            break
    raise NoLeaseFile(f"{path} is no lease file: its first line does not begin with 'address,'")


def of_configuration(file: str, places: Places) -> list[Database]:
    """Return the databases that a configuration file names. Raise ConfigError, NoLeaseFile."""
    found = []
    for family, section in SECTIONS.items():
        loaded = load_all(file).get(section)
        if loaded is not None:
            path = _path_of(loaded.config.lease_file, family, places, f"{file}: {section}")
            found.append(Database(family, path, tuple(loaded.config.subnets)))
    return found


def of_installation(places: Places) -> list[Database]:
    """Return the databases of the servers that are installed here. Raise ConfigError, NoLeaseFile."""
    found: list[Database] = []
    for family in FAMILIES:
        configuration = places.configuration / CONFIGURATIONS[family]
        if configuration.exists():
            found += [one for one in of_configuration(str(configuration), places) if one.family == family]
        else:
            found.append(Database(family, _usual(family, "", places)))
    there = [database for database in found if lease_files(database.path)]
    if not there:
        paths = " or ".join(str(database.path) for database in found)
        raise NoLeaseFile(f"there is no lease file {paths}; name one, or a configuration with -c")
    return there


def _path_of(settings: LeaseFile, family: int, places: Places, where: str) -> Path:
    if settings.type != MEMFILE:
        raise NoLeaseFile(f"{where} keeps leases in a database of type {settings.type}, not in a file")
    if not settings.persist:
        raise NoLeaseFile(f"{where} keeps leases in memory only (persist is false)")
    return _usual(family, settings.name, places)


def _usual(family: int, name: str, places: Places) -> Path:
    return places.lease_file4(name) if family == 4 else places.lease_file6(name)


class Snapshot(Generic[AnyLease]):
    """The leases of a database as they were at one moment, in the order of their addresses."""

    def __init__(self, rows: LastRows[AnyLease]) -> None:
        self._rows = rows
        self.bad_rows = rows.tally.errors

    def __len__(self) -> int:
        return len(self._rows.held)

    def leases(self) -> Iterator[AnyLease]:
        """Make the leases, one after the other."""
        # rows that were kept are good ones, under our header
        kind = self._rows.kind
        return map(kind.format.reader(kind.format.header).read, self._rows.in_order())


def snapshot4(path: Path, watcher: Watcher) -> Snapshot[Lease4]:
    """Read the DHCPv4 leases of a database. Raise StoreError."""
    return Snapshot(_read(path, KIND4, watcher))


def snapshot6(path: Path, watcher: Watcher) -> Snapshot[Lease6]:
    """Read the DHCPv6 leases of a database. Raise StoreError."""
    return Snapshot(_read(path, KIND6, watcher))


def _read(path: Path, kind: Kind[AnyLease], watcher: Watcher) -> LastRows[AnyLease]:
    for look in range(1, LOOKS + 1):
        before = _identities(path)
        rows = LastRows(kind, watcher)
        try:
            for part in lease_files(path):
                rows.read(part)
        except StoreError:
            if look == LOOKS or _identities(path) == before:
                raise
            continue
        if _identities(path) == before:
            break
    return rows


def _identities(path: Path) -> list[tuple[str, int]]:
    """Return what tells whether files were exchanged: which ones there are, and which inodes they have."""
    found = []
    for part in lease_files(path):
        try:
            found.append((part.name, part.stat().st_ino))
        except FileNotFoundError:
            continue
    return found

"""Watch a lease file grow, and tell what each new row means: DHCPv4 and DHCPv6 differ in their rows only.

For people who look on: the file is read as the server writes it, also across the moment when the server moves it away
and begins a new one. A row that is not whole yet waits for its rest; a row that cannot be read is passed over, because
whether a lease file is sound is for the server to say.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Generic, Protocol, TypeVar

from lessor.model.lease import DECLINED, RECLAIMED, RELEASED, Lease4, is_expired, is_over
from lessor.model.lease6 import Lease6
from lessor.store.columns import FORMAT4
from lessor.store.columns6 import FORMAT6
from lessor.store.fields import ENCODING, ERRORS, RowError
from lessor.store.rows import Format, RowReader

GRANTED: Final = "granted"
RENEWED: Final = "renewed"
GIVEN_BACK: Final = "released"
EXPIRED: Final = "expired"
REFUSED: Final = "declined"

STATES: Final = {DECLINED: REFUSED, RECLAIMED: EXPIRED, RELEASED: GIVEN_BACK}

AnyLease = TypeVar("AnyLease", Lease4, Lease6)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a lease: GRANTED, RENEWED, GIVEN_BACK, EXPIRED or REFUSED."""

    what: str
    lease: Lease4 | Lease6


class Tail:
    """Whole lines as they are added to a file, which may be replaced by a new one of the same name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None
        self._rest = b""

    def lines(self) -> Iterator[str]:
        """Yield the lines added since the last call; none while there is no file. Raise OSError."""
        while self._file is not None or self._open():
            replaced = self._replaced()  # asked before reading: what is written until then is not missed
            yield from self._read()
            if not replaced:
                return
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
        self._file = None
        self._rest = b""

    def _open(self) -> bool:
        try:
            self._file = self.path.open("rb")
        except FileNotFoundError:
            return False
        return True

    def _read(self) -> Iterator[str]:
        assert self._file is not None, "lines() opens before it reads"
        *whole, self._rest = (self._rest + self._file.read()).split(b"\n")
        for line in whole:
            yield line.decode(ENCODING, ERRORS)

    def _replaced(self) -> bool:
        assert self._file is not None, "lines() opens before it reads"
        try:
            return not os.path.samestat(os.fstat(self._file.fileno()), self.path.stat())
        except FileNotFoundError:
            return False


class Watch(Protocol):
    """A lease file that is followed, of whichever family."""

    def events(self, now: int) -> list[Event]:
        """Return what happened since the last call, in order; `now` is unix time in seconds. Raise OSError."""
        ...


class LeaseWatch(Generic[AnyLease]):
    """The leases of a file as they are now, by their keys, and what happened since one last looked."""

    def __init__(self, path: Path, rows: Format[AnyLease], same_client: Callable[[AnyLease, AnyLease], bool]) -> None:
        self.leases: dict[int, AnyLease] = {}
        self._tail = Tail(path)
        self._format: Format[AnyLease] = rows
        self._reader: RowReader[AnyLease] = rows.reader(rows.header)
        self._same_client: Callable[[AnyLease, AnyLease], bool] = same_client

    def events(self, now: int) -> list[Event]:
        """Return what happened since the last call, in order; `now` is unix time in seconds. Raise OSError."""
        return [event for lease in self._rows() if (event := self._take(lease, now)) is not None]

    def kept(self) -> int:
        """Return how many leases have not been given back or taken back."""
        return sum(not is_over(lease) for lease in self.leases.values())

    def close(self) -> None:
        """Let go of the file."""
        self._tail.close()

    def _rows(self) -> Iterator[AnyLease]:
        for line in self._tail.lines():
            try:
                if line.startswith("address,"):
                    self._reader = self._format.reader(line)
                elif line:
                    yield self._reader.read(line)
            except RowError:
                continue

    def _take(self, lease: AnyLease, now: int) -> Event | None:
        key = self._format.key(lease)
        before = self.leases.get(key)
        if lease.valid_lifetime == 0:
            return self._removed(key, now)
        self.leases[key] = lease
        if lease.state in STATES:
            # what was given back and is cleared away later was told already
            told = lease.state == RECLAIMED and before is not None and is_over(before)
            return None if told else Event(STATES[lease.state], lease)
        return Event(RENEWED if before is not None and self._goes_on(before, lease) else GRANTED, lease)

    def _removed(self, key: int, now: int) -> Event | None:
        # the row tells that the lease is gone, not why: one that had time left was given back
        before = self.leases.pop(key, None)
        if before is None or before.state in STATES:
            return None
        return Event(EXPIRED if is_expired(before, now) else GIVEN_BACK, before)

    def _goes_on(self, before: AnyLease, lease: AnyLease) -> bool:
        """Tell whether the same client went on using the address, without a gap."""
        if before.state in STATES or is_expired(before, lease.cltt):
            return False
        return self._same_client(before, lease)


class LeaseWatch4(LeaseWatch[Lease4]):
    """The watch of a DHCPv4 lease file; keys are addresses."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, FORMAT4, _same_client4)


class LeaseWatch6(LeaseWatch[Lease6]):
    """The watch of a DHCPv6 lease file; keys are those of lease6.key_of."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, FORMAT6, _same_client6)


def _same_client4(before: Lease4, lease: Lease4) -> bool:
    return (before.client_id, before.hwaddr) == (lease.client_id, lease.hwaddr)


def _same_client6(before: Lease6, lease: Lease6) -> bool:
    return (before.duid, before.iaid) == (lease.duid, lease.iaid)

"""Leases on the screen: a table that lives on a terminal, a line for each event in a pipe."""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Protocol

from rich.box import ROUNDED
from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from lessor.model.lease import INFINITE, Lease4, expires_at
from lessor.model.lease6 import PD, Lease6
from lessor.service.labs.follow import EXPIRED, GIVEN_BACK, GRANTED, REFUSED, RENEWED, Event
from lessor.store.fields import show_address, show_address6

COLOURS: Final = {GRANTED: "green", RENEWED: "cyan", GIVEN_BACK: "yellow", EXPIRED: "bright_black", REFUSED: "red"}

MOST_ROWS: Final = 1000
"""Rows remembered for the table; the terminal shows the latest of them that fit."""
AROUND: Final = 6
"""Lines of the terminal that are not for rows: frame, heading, and the prompt's."""


class View(Protocol):
    """Where events are shown; a context manager."""

    def __enter__(self) -> "View": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def show(self, events: Sequence[Event], now: float) -> None:
        """Show what happened; called some times a second also when nothing did."""
        ...

    def say(self, line: str) -> None:
        """Show a line of text."""
        ...


@dataclass(slots=True)
class Row:
    """The last event of one address or prefix, and when it was seen."""

    event: Event
    seen: float


class Lines:
    """One line for each event, columns aligned."""

    def __init__(self, names: Mapping[bytes, str]) -> None:
        self.names = names

    def __enter__(self) -> "Lines":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.stdout.flush()

    def show(self, events: Sequence[Event], now: float) -> None:
        for event in events:
            lease = event.lease
            name = f"{self.names.get(owner(lease), ''):<18} " if self.names else ""
            self.say(
                f"{clock(now)}  {event.what:<8}  {what_is_leased(lease):<20}  {identifier(lease):<17}  {name}"
                f"{hostname(lease):<18} {lifetime(lease)}"
            )

    def say(self, line: str) -> None:
        # flushed: whoever reads the pipe wants to see it now
        print(line, flush=True)


class LiveTable:
    """A table with a row for each address, the latest events on top, redrawn in place."""

    def __init__(self, console: Console, names: Mapping[bytes, str]) -> None:
        self.console = console
        self.names = names
        self.rows: dict[str, Row] = {}
        self._drawn = 0
        self._live = Live(console=console, auto_refresh=False, vertical_overflow="crop")

    def __enter__(self) -> "LiveTable":
        self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.__exit__(kind, error, trace)

    def show(self, events: Sequence[Event], now: float) -> None:
        self.remember(events, now)
        if events or int(now) != self._drawn:
            # once a second for the times that run down, else when something happened
            self._drawn = int(now)
            self._live.update(self.table(now), refresh=True)

    def say(self, line: str) -> None:
        self.console.print(line, markup=False, highlight=False)

    def remember(self, events: Sequence[Event], now: float) -> None:
        """Take the events into the table."""
        for event in events:
            # taken out and put in again, so that the dict stays in the order of the events
            leased = what_is_leased(event.lease)
            self.rows.pop(leased, None)
            self.rows[leased] = Row(event, now)
        while len(self.rows) > MOST_ROWS:
            del self.rows[next(iter(self.rows))]

    def table(self, now: float) -> Table:
        """Return the table as it is at `now`."""
        fit = max(3, self.console.height - AROUND)
        table = Table(box=ROUNDED, caption=_caption(len(self.rows), fit))
        for heading in ("time", *(("client",) if self.names else ()), "MAC", "address or prefix", "hostname"):
            table.add_column(heading)
        table.add_column("time left", justify="right")
        table.add_column("state")
        for row in list(reversed(self.rows.values()))[:fit]:
            table.add_row(*self._cells(row, now), style="bright_black" if row.event.what == EXPIRED else "")
        return table

    def _cells(self, row: Row, now: float) -> list[str]:
        lease = row.event.lease
        client = [self.names.get(owner(lease), "")] if self.names else []
        state = f"[{COLOURS[row.event.what]}]{row.event.what}"
        held = row.event.what in {GRANTED, RENEWED}
        left = remaining(lease, now) if held else ""
        return [
            clock(row.seen),
            *client,
            identifier(lease),
            what_is_leased(lease),
            escape(hostname(lease)),
            left,
            state,
        ]


def view_for(console: Console, names: Mapping[bytes, str]) -> View:
    """Return the view that suits the output; `names` are the clients' by what `owner` returns, if known."""
    return LiveTable(console, names) if console.is_terminal else Lines(names)


def clock(now: float) -> str:
    """Return the local time of day."""
    return time.strftime("%H:%M:%S", time.localtime(now))


def what_is_leased(lease: Lease4 | Lease6) -> str:
    """Return the address, or the prefix with its length."""
    if isinstance(lease, Lease4):
        return show_address(lease.address)
    return f"{show_address6(lease.address)}/{lease.prefix_length}" if lease.type == PD else show_address6(lease.address)


def owner(lease: Lease4 | Lease6) -> bytes:
    """Return what the family knows the client by: the hardware address, the DUID."""
    return lease.hwaddr if isinstance(lease, Lease4) else lease.duid


def identifier(lease: Lease4 | Lease6) -> str:
    """Return who holds the lease: the hardware address, else the client identifier or DUID."""
    return (lease.hwaddr or (lease.client_id if isinstance(lease, Lease4) else lease.duid)).hex(":")


def lifetime(lease: Lease4 | Lease6) -> str:
    """Return how long the lease is valid from its beginning."""
    return "for ever" if lease.valid_lifetime == INFINITE else f"{lease.valid_lifetime} s"


def remaining(lease: Lease4 | Lease6, now: float) -> str:
    """Return how long the lease is valid from now."""
    if lease.valid_lifetime == INFINITE:
        return "for ever"
    minutes, seconds = divmod(max(0, expires_at(lease) - int(now)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def hostname(lease: Lease4 | Lease6) -> str:
    """Return the client's name fit for a terminal: it chose the name, escape sequences and all."""
    return "".join(character if character.isprintable() else "?" for character in lease.hostname) or "-"


def _caption(rows: int, fit: int) -> str | None:
    return f"{rows - fit} older rows not shown" if rows > fit else None

"""Callouts that keep the record: what to write, and what when that fails."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from lessor.engine.classify import EvaluationError
from lessor.hooks.api import (
    CommandProcessed,
    Lease4Decline,
    Lease4Release,
    Lease6Decline,
    Lease6Release,
    Leases4Committed,
    Leases6Committed,
    LeaseView4,
    LeaseView6,
    Message,
    Query4,
    Query6,
    Response4,
    Response6,
    Server,
)
from lessor.model.lease import ASSIGNED
from lessor.plugins.answers import request_of_response4, request_of_response6
from lessor.plugins.expressions import Text4, Text6
from lessor.plugins.legal_log import messages
from lessor.plugins.legal_log.commands import commanded
from lessor.plugins.legal_log.entries4 import declined4, given4, released4
from lessor.plugins.legal_log.entries6 import declined6, given6, released6
from lessor.plugins.legal_log.stores import Store

FAILED: Final = {4: messages.LEGAL_LOG_LEASE4_WRITE_ERROR, 6: messages.LEGAL_LOG_LEASE6_WRITE_ERROR}

Entry4 = Callable[[Query4, LeaseView4], str]
Entry6 = Callable[[Query6, LeaseView6], str]


class Record:
    """What both families have in common; `silent` are the subnets nothing is written of."""

    def __init__(self, server: Server, store: Store, silent: frozenset[int]) -> None:
        self._server = server
        self._store = store
        self._silent = silent

    def command(self, event: CommandProcessed) -> None:
        """Write down what a command has done to a lease."""
        entry = commanded(event, self._server.family)
        if entry and isinstance(event.arguments, dict):
            address = str(event.arguments.get("ip-address", ""))
            self._write(((entry, address),), messages.LEGAL_LOG_COMMAND_WRITE_ERROR)

    def _told(self, subnet_id: int) -> bool:
        return subnet_id not in self._silent

    def _write(self, entries: Iterable[tuple[str, str]], failed: Message | None = None) -> None:
        """Keep entries, each with the address that it is about."""
        try:
            for entry, address in entries:
                if entry:
                    self._store.write(entry, address)
        except (OSError, EvaluationError) as error:
            self._server.log.write(failed or FAILED[self._server.family], error)


class Record4(Record):
    """Callouts of a DHCPv4 server; `asked` and `answered` are the administrator's own formats."""

    def __init__(
        self, server: Server, store: Store, silent: frozenset[int], asked: Text4 | None, answered: Text4 | None
    ) -> None:
        super().__init__(server, store, silent)
        self._asked = asked
        self._answered = answered

    def committed(self, event: Leases4Committed) -> None:
        """Write down the leases that a client has got."""
        self._note(event.query, event.response, [one for one in event.leases if _is_given(one)], given4)

    def released(self, event: Lease4Release) -> None:
        """Write down a lease that a client gives back."""
        self._note(event.query, None, [event.lease], released4)

    def declined(self, event: Lease4Decline) -> None:
        """Write down a lease that a client declines."""
        self._note(event.query, None, [event.lease], declined4)

    def _note(self, query: Query4, response: Response4 | None, leases: list[LeaseView4], entry: Entry4) -> None:
        told = [lease for lease in leases if self._told(lease.subnet_id)]
        if self._asked is None and self._answered is None:
            self._write((entry(query, lease), str(lease.address)) for lease in told)
        elif told:
            self._write(self._formatted(query, response, told))

    def _formatted(
        self, query: Query4, response: Response4 | None, leases: list[LeaseView4]
    ) -> Iterator[tuple[str, str]]:
        text = b"" if self._asked is None else self._asked(query.request)
        if self._answered is not None and response is not None:
            text += self._answered(request_of_response4(response))
        yield text.decode(errors="backslashreplace"), ", ".join(str(lease.address) for lease in leases)


class Record6(Record):
    """Callouts of a DHCPv6 server; the twin of Record4."""

    def __init__(
        self, server: Server, store: Store, silent: frozenset[int], asked: Text6 | None, answered: Text6 | None
    ) -> None:
        super().__init__(server, store, silent)
        self._asked = asked
        self._answered = answered

    def committed(self, event: Leases6Committed) -> None:
        """Write down the leases that a client has got."""
        self._note(event.query, event.response, [one for one in event.leases if _is_given(one)], given6)

    def released(self, event: Lease6Release) -> None:
        """Write down a lease that a client gives back."""
        self._note(event.query, None, [event.lease], released6)

    def declined(self, event: Lease6Decline) -> None:
        """Write down a lease that a client declines."""
        self._note(event.query, None, [event.lease], declined6)

    def _note(self, query: Query6, response: Response6 | None, leases: list[LeaseView6], entry: Entry6) -> None:
        told = [lease for lease in leases if self._told(lease.subnet_id)]
        if self._asked is None and self._answered is None:
            self._write((entry(query, lease), _place(lease)) for lease in told)
        elif told:
            self._write(self._formatted(query, response, told))

    def _formatted(
        self, query: Query6, response: Response6 | None, leases: list[LeaseView6]
    ) -> Iterator[tuple[str, str]]:
        text = b"" if self._asked is None else self._asked(query.request)
        if self._answered is not None and response is not None:
            text += self._answered(request_of_response6(response))
        yield text.decode(errors="backslashreplace"), ", ".join(_place(lease) for lease in leases)


def _is_given(lease: LeaseView4 | LeaseView6) -> bool:
    return bool(lease.record.state == ASSIGNED)


def _place(lease: LeaseView6) -> str:
    return str(lease.prefix) if lease.is_prefix else str(lease.address)

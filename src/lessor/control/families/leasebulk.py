"""`lease6-bulk-apply`: many DHCPv6 leases changed by one command, as partners of a relationship do it.

All of a request is read before anything is changed; then leases are removed, and after that added or replaced. What
could not be done for a lease is told for that lease, and the rest is done.
"""

from typing import Final, Protocol

from lessor.control.addresses import Address
from lessor.control.given import Given
from lessor.control.leasearguments import LIBRARY
from lessor.control.leasechoice import Choice, changed_meanwhile, choice
from lessor.control.leasechoice6 import check, find
from lessor.control.leaseinput import lease6
from lessor.control.leases import Leases6
from lessor.engine.tables6 import Tables6
from lessor.model.command import (
    EMPTY,
    ERROR,
    SUCCESS,
    WRITE,
    Answer,
    Argument,
    Arguments,
    Command,
    CommandError,
)
from lessor.model.json import Json
from lessor.model.lease6 import Lease6
from lessor.store.objects import TYPES

NAME: Final = "lease6-bulk-apply"
DELETED: Final = "deleted-leases"
LEASES: Final = "leases"


class Server(Protocol):
    """What this command asks of a server."""

    @property
    def tables(self) -> Tables6: ...
    @property
    def leases(self) -> Leases6: ...
    def now(self) -> int: ...


async def _bulk_apply(server: Server, arguments: Arguments) -> Answer:
    if not arguments:
        raise CommandError("Command arguments missing or a not a map.")
    if DELETED not in arguments and LEASES not in arguments:
        raise CommandError("neither 'deleted-leases' nor 'leases' parameter specified")
    chosen = _choices(arguments)
    tables, now = server.tables, server.now()
    given = [lease6(Given(NAME, arguments, LEASES, i), tables, now) for i in range(len(_list(arguments, LEASES)))]
    not_deleted, deleted = await _delete(server.leases, chosen)
    failed, applied = await _apply(server.leases, given)
    return _answer(deleted + applied, not_deleted, failed)


def _choices(arguments: Arguments) -> list[Choice]:
    chosen = []
    for i, one in enumerate(_list(arguments, DELETED)):
        if not isinstance(one, dict):
            raise CommandError("Parameters missing or are not a map.")
        chosen.append(choice(NAME, arguments, 6, DELETED, i))
        check(chosen[-1], "Delete")
    return chosen


def _list(arguments: Arguments, name: str) -> list[Json]:
    leases = arguments.get(name, [])
    if not isinstance(leases, list):
        raise CommandError(f"the '{name}' parameter must be a list")
    return leases


async def _delete(leases: Leases6, chosen: list[Choice]) -> tuple[list[Json], int]:
    """Remove leases; return what was not removed, and how many were."""
    failed: list[Json] = []
    deleted = 0
    for one in chosen:
        try:
            lease = await find(leases, one, "Delete")
            if lease is not None and await leases.remove(lease):
                deleted += 1
            elif one.address is not None:
                failed.append(_failure(one.type, one.address, EMPTY, "lease not found"))
        except CommandError as error:
            failed.append(_failure(one.type, one.address or 0, ERROR, error.text))
    return failed, deleted


async def _apply(leases: Leases6, given: list[Lease6]) -> tuple[list[Json], int]:
    """Add or replace leases; return what could not be done, and how many were."""
    failed: list[Json] = []
    for lease in given:
        try:
            await _put(leases, lease)
        except CommandError as error:
            failed.append(_failure(lease.type, lease.address, ERROR, error.text))
    return failed, len(given) - len(failed)


async def _put(leases: Leases6, lease: Lease6) -> None:
    before = await leases.get(lease.type, lease.address)
    done = await (leases.add(lease) if before is None else leases.update(before, lease))
    if not done:
        raise changed_meanwhile(str(Address(6, lease.address)))


def _failure(type: int, address: int, result: int, text: str) -> Json:
    shown = TYPES.get(type, "V4")
    return {"type": shown, "ip-address": str(Address(6, address)), "result": result, "error-message": text}


def _answer(done: int, not_deleted: list[Json], failed: list[Json]) -> Answer:
    answer: Answer = {
        "result": SUCCESS if done else EMPTY,
        "text": f"Bulk apply of {done} IPv6 leases completed.",
    }
    troubles: dict[str, Json] = {}
    if not_deleted:
        troubles["failed-deleted-leases"] = not_deleted
    if failed:
        troubles["failed-leases"] = failed
    if troubles:
        answer["arguments"] = troubles
    return answer


COMMANDS: Final[tuple[Command[Server], ...]] = (
    Command(
        NAME,
        "Remove, add and replace leases.",
        _bulk_apply,
        WRITE,
        (
            Argument(DELETED, "list", "leases to remove, each told as in lease6-del"),
            Argument(LEASES, "list", "leases to add or replace, each told as in lease6-add"),
        ),
        "`failed-deleted-leases` and `failed-leases` where there are any; result 3 when nothing was changed",
        "1.6.0",
        frozenset({6}),
        LIBRARY,
    ),
)

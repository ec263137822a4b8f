"""`lessor leases`: list, filter and export the leases of a server from its files, or verify these.

Works beside a running server, and on copies. The exit status is 1 when the files hold mistakes (`--fsck`), and 2 when
they cannot be read.
"""

import json
import re
import sys
import time
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, ip_address, ip_network
from pathlib import Path
from typing import Final, NoReturn

import click

from lessor.cli.leasetable import PRINTERS, AnyLease
from lessor.config.errors import ConfigError
from lessor.service.leases.fsck import Verdict, verify
from lessor.service.leases.leasefiles import (
    Database,
    NoLeaseFile,
    in_file,
    of_configuration,
    of_installation,
    snapshot4,
    snapshot6,
)
from lessor.service.leases.leasequery import ORDERS, STATE_NAMES, Query, Span, select
from lessor.service.programs.places import find_places
from lessor.store.base import StoreError
from lessor.store.fields import RowError, clip, read_client_id
from lessor.store.watcher import Watcher

MISTAKES: Final = 1
UNREADABLE: Final = 2

SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "": 1}


class Addresses(click.ParamType[Span]):
    """An address, a prefix, or two addresses with a dash between them."""

    name = "addresses"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Span:
        """Return the span from the first to the last of them."""
        if isinstance(value, Span):
            return value
        text = str(value)
        try:
            if "-" in text:
                first, last = (ip_address(part.strip()) for part in text.split("-", 1))
            else:
                network = ip_network(text, strict=False)
                first, last = network[0], network[-1]
        except ValueError:
            self.fail(f"{clip(text)} is neither an address, nor a prefix, nor FIRST-LAST", param, ctx)
        if first.version != last.version or int(first) > int(last):
            self.fail(f"{clip(text)} does not go from one address up to another", param, ctx)
        return Span(4 if isinstance(first, IPv4Address) else 6, int(first), int(last))


class Octets(click.ParamType[bytes]):
    """Octets in hexadecimal, with colons, dashes or nothing between them."""

    name = "octets"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> bytes:
        """Return the octets."""
        if isinstance(value, bytes):
            return value
        try:
            return read_client_id(str(value).replace("-", ":"))
        except RowError as error:
            self.fail(str(error), param, ctx)


class Duration(click.ParamType[int]):
    """A time span: seconds, or a number with s, m, h, d or w."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the seconds."""
        found = re.fullmatch("([0-9]{1,9})([smhdw]?)", str(value))
        if found is None:
            self.fail(f"{clip(str(value))} is no time span such as 90, 30m, 2h or 7d", param, ctx)
        return int(found[1]) * SECONDS[found[2]]


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("-c", "--config", metavar="FILE", help="Find the lease files in this configuration.")
@click.option("-4", "only", flag_value=4, type=int, help="DHCPv4 leases only.")
@click.option("-6", "only", flag_value=6, type=int, help="DHCPv6 leases only.")
@click.option("--address", "spans", type=Addresses(), multiple=True, metavar="ADDRESS|PREFIX|FIRST-LAST")
@click.option("--subnet", "subnets", type=int, multiple=True, metavar="ID")
@click.option("--mac", "hwaddrs", type=Octets(), multiple=True, metavar="MAC")
@click.option("--client-id", "client_ids", type=Octets(), multiple=True, metavar="HEX")
@click.option("--duid", "duids", type=Octets(), multiple=True, metavar="HEX")
@click.option("--hostname", "hostnames", multiple=True, metavar="NAME", help="* and ? stand for anything.")
@click.option("--state", "states", type=click.Choice(STATE_NAMES), multiple=True)
@click.option("--expiring", type=Duration(), metavar="TIME", help="Ending within this time: 90, 30m, 2h, 7d.")
@click.option("--sort", "order", type=click.Choice(list(ORDERS)), default="address", show_default=True)
@click.option("--reverse", is_flag=True, help="The last ones first.")
@click.option("--limit", type=click.IntRange(0), metavar="N", help="At most this many.")
@click.option("--format", "form", type=click.Choice(list(PRINTERS)), default="table", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Same as --format json; works with --count and --fsck, too.")
@click.option("--count", is_flag=True, help="Print only how many there are.")
@click.option("--fsck", is_flag=True, help="Verify the files; with -c, also that leases are in their subnets.")
def leases(
    files: tuple[Path, ...],
    config: str | None,
    only: int | None,
    spans: tuple[Span, ...],
    subnets: tuple[int, ...],
    hwaddrs: tuple[bytes, ...],
    client_ids: tuple[bytes, ...],
    duids: tuple[bytes, ...],
    hostnames: tuple[str, ...],
    states: tuple[str, ...],
    expiring: int | None,
    order: str,
    reverse: bool,
    limit: int | None,
    form: str,
    as_json: bool,
    count: bool,
    fsck: bool,
) -> None:
    """List the leases of lease FILEs, of a configuration, or of the servers installed here.

    What clean-ups left beside a FILE belongs to it. Options of one kind add up: --subnet 1 --subnet 2 lists both;
    options of different kinds must all fit.
    """
    now = int(time.time())
    query = Query(
        now,
        spans,
        frozenset(subnets),
        frozenset(hwaddrs),
        frozenset(client_ids),
        frozenset(duids),
        tuple(name.lower() for name in hostnames),
        frozenset(states),
        expiring,
    )
    form = "json" if as_json else form
    try:
        databases = _find(files, config, only)
        if fsck:
            sys.exit(_verify(databases, now, form == "json"))
        if form == "csv" and len({database.family for database in databases}) > 1 and not count:
            _fail("a lease file holds one family: choose -4 or -6")
        chosen = [_chosen(database, query, order, reverse, limit) for database in databases]
        if count:
            _count(chosen, form == "json")
        else:
            PRINTERS[form](chosen, now)
    except ConfigError as error:
        _fail("\n".join(map(str, error.problems)))
    except (NoLeaseFile, StoreError) as error:
        _fail(str(error))
    except BrokenPipeError:
        # `lessor leases | head` has seen enough
        sys.stderr.close()
        sys.exit(0)


def _find(files: Sequence[Path], config: str | None, only: int | None) -> list[Database]:
    places = find_places()
    if files and config:
        # the files are copies; the configuration says what should be in them
        subnets = {database.family: database.subnets for database in of_configuration(config, places)}
        found = [in_file(file) for file in files]
        found = [Database(one.family, one.path, subnets.get(one.family)) for one in found]
    elif files:
        found = [in_file(file) for file in files]
    else:
        found = of_configuration(config, places) if config else of_installation(places)
    wanted = [database for database in found if only in (None, database.family)]
    if not wanted:
        raise NoLeaseFile(f"there are no leases of DHCPv{only} here")
    return wanted


class BadRows(Watcher):
    """Says once that there are bad rows."""

    def __init__(self) -> None:
        self.told = False

    def bad_row(self, path: Path, line: int, reason: str) -> None:
        if not self.told:
            click.echo(f"{path}:{line}: {reason}; more with --fsck", err=True)
            self.told = True


def _chosen(database: Database, query: Query, order: str, reverse: bool, limit: int | None) -> Iterable[AnyLease]:
    if database.family == 4:
        return select(snapshot4(database.path, BadRows()).leases(), query, order, reverse, limit)
    return select(snapshot6(database.path, BadRows()).leases(), query, order, reverse, limit)


def _count(chosen: Iterable[Iterable[AnyLease]], as_json: bool) -> None:
    number = sum(1 for leases in chosen for _ in leases)
    click.echo(json.dumps({"count": number}) if as_json else number)


def _verify(databases: Sequence[Database], now: int, as_json: bool) -> int:
    """Print what is wrong; return the exit status."""
    verdicts = [(database, verify(database, now)) for database in databases]
    if as_json:
        click.echo(json.dumps([_as_object(database, verdict) for database, verdict in verdicts], indent=2))
    else:
        for database, verdict in verdicts:
            _tell(database, verdict)
    return MISTAKES if any(verdict.mistakes for _, verdict in verdicts) else 0


def _as_object(database: Database, verdict: Verdict) -> dict[str, object]:
    def shown(findings: Iterable[object]) -> list[dict[str, object]]:
        return [
            {name: value for name in ("file", "line", "lease", "text") if (value := getattr(finding, name))}
            for finding in findings
        ]

    return {
        "file": str(database.path),
        "family": database.family,
        "leases": verdict.leases,
        "mistakes": shown(verdict.mistakes),
        "remarks": shown(verdict.remarks),
    }


def _tell(database: Database, verdict: Verdict) -> None:
    for remark in verdict.remarks:
        click.secho(str(remark), fg="yellow")
    for mistake in verdict.mistakes:
        click.secho(str(mistake), fg="red")
    number = len(verdict.mistakes)
    found = f"{number} mistake{'' if number == 1 else 's'}" if number else "fine"
    click.echo(f"{database.path}: {verdict.leases} DHCPv{database.family} leases, {found}")


def _fail(reason: str) -> NoReturn:
    click.echo(f"lessor leases: {reason}", err=True)
    sys.exit(UNREADABLE)

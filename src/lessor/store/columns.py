"""The columns of a DHCPv4 lease file as data: header, writing, reading, older and newer schemas.

One row of COLUMNS says how a column is called, which schema brought it, how it is shown and how it is read. Header and
rows, the filling of rows from older schemas and the cutting of newer ones follow from that. `show` and `RowReader.read`
have a short way for the usual row; the tests hold it equal to the table.

Texts come from files anyone may have edited: a row is a lease or a RowError, never anything else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from socket import inet_ntoa, inet_pton
from typing import Final, TypeVar

from lessor.model.lease import DECLINED, Lease4, expires_at
from lessor.store.fields import (
    FLAGS,
    INET,
    LONGEST_CLIENT_ID,
    LONGEST_HWADDR,
    UINT32,
    UINT64,
    Numbers,
    RowError,
    clip,
    escape,
    read_address,
    read_client_id,
    read_context,
    read_flag,
    read_hostname,
    read_hwaddr,
    read_number,
    show_address,
    show_flag,
    show_octets,
)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `show` gives its text of a lease, `read` sets what its text says on a lease.

    `default` is the text it has in rows of schemas older than `added`; columns without one are never missing.
    """

    name: str
    added: str
    show: Callable[[Lease4], str]
    read: Callable[[Lease4, str], None]
    default: str | None


def _read_expire(lease: Lease4, text: str) -> None:
    # stands after valid_lifetime, which is set by then
    lease.cltt = read_number(text, UINT64) - lease.valid_lifetime


def _column(
    name: str,
    show: Callable[[Value], str],
    read: Callable[[str], Value],
    added: str = "1.0",
    default: str | None = None,
) -> Column:
    """Make the column that holds the lease's field of the same name."""

    def show_field(lease: Lease4) -> str:
        return show(getattr(lease, name))

    def read_field(lease: Lease4, text: str) -> None:
        setattr(lease, name, read(text))

    return Column(name, added, show_field, read_field, default)


COLUMNS: Final = (
    _column("address", show_address, read_address),
    _column("hwaddr", show_octets, read_hwaddr),
    _column("client_id", show_octets, read_client_id),
    _column("valid_lifetime", str, read_number),
    Column("expire", "1.0", lambda lease: str(expires_at(lease)), _read_expire, None),
    _column("subnet_id", str, read_number),
    _column("fqdn_fwd", show_flag, read_flag),
    _column("fqdn_rev", show_flag, read_flag),
    _column("hostname", escape, read_hostname),
    _column("state", str, read_number, "2.0", "0"),
    _column("user_context", escape, read_context, "2.1", ""),
    _column("pool_id", str, read_number, "3.0", "0"),
)

SCHEMA: Final = COLUMNS[-1].added
HEADER: Final = ",".join([column.name for column in COLUMNS])
KNOWN: Final = len(COLUMNS)
_DEFAULTS: Final = [column.default for column in COLUMNS]
_FEWEST: Final = _DEFAULTS.count(None)


# --- writing ---------------------------------------------------------------------------------------------------------


def show(lease: Lease4) -> str:
    """Return the row of this lease, newline included: ASCII, in the current schema."""
    # the table, spelled out for speed: three times faster
    return (
        f"{inet_ntoa(lease.address.to_bytes(4, 'big'))},{lease.hwaddr.hex(':')},{lease.client_id.hex(':')},"
        f"{lease.valid_lifetime},{lease.cltt + lease.valid_lifetime},{lease.subnet_id},"
        f"{'1' if lease.fqdn_fwd else '0'},{'1' if lease.fqdn_rev else '0'},"
        f"{escape(lease.hostname) if lease.hostname else ''},{lease.state},"
        f"{escape(lease.user_context) if lease.user_context else ''},{lease.pool_id}\n"
    )


def show_removed(lease: Lease4) -> str:
    """Return the row that takes this lease out again: its last known data with a valid lifetime of 0."""
    return show(
        Lease4(
            lease.address,
            lease.hwaddr,
            lease.client_id,
            0,
            lease.cltt,
            lease.subnet_id,
            lease.fqdn_fwd,
            lease.fqdn_rev,
            lease.hostname,
            lease.state,
            lease.user_context,
            lease.pool_id,
        )
    )


# --- reading ---------------------------------------------------------------------------------------------------------


class RowReader:
    """Reads the rows under one header. Raise RowError when the header is not that of a lease file.

    `older` and `newer` tell that the file's schema is not ours; `schema` is its version as far as we know it.
    """

    __slots__ = ("_fewest", "_most", "_numbers", "_times", "newer", "older", "schema")

    def __init__(self, header: str) -> None:
        names = header.split(",")
        for i, (name, column) in enumerate(zip(names, COLUMNS, strict=False), 1):
            if name != column.name:
                raise RowError(f"not a lease file: column {i} is called {clip(name)} instead of '{column.name}'")
        if len(names) < _FEWEST:
            raise RowError(f"not a lease file: {len(names)} columns, at least {_FEWEST} are needed")
        self.older = len(names) < KNOWN
        self.newer = len(names) > KNOWN
        self.schema = COLUMNS[min(len(names), KNOWN) - 1].added
        # rows of our own schema may stand under an older or newer header until the file is cleaned up
        self._fewest = min(len(names), KNOWN)
        self._most = max(len(names), KNOWN)
        self._numbers = Numbers(UINT32)
        self._times = Numbers(UINT64)

    def read(self, row: str) -> Lease4:
        """Return the lease of this row (without its newline). Raise RowError."""
        fields = row.split(",")
        if len(fields) != KNOWN:
            fields = self._fit(fields)
        # common case first: a row as servers write it
        return self._read_usual(fields) or read_fields(fields)

    def _read_usual(self, fields: list[str]) -> Lease4 | None:
        """Read a row written by a server; None when it is unusual or wrong, and the table has to say what."""
        # the table, spelled out for speed: loading a million leases waits for nothing else
        address, hwaddr, client_id, lifetime, expire, subnet_id, fwd, rev, hostname, state, context, pool_id = fields
        numbers = self._numbers
        try:
            hwaddr_octets = bytes.fromhex(hwaddr.replace(":", ""))
            if client_id == "01:" + hwaddr:
                # most clients derive their identifier so (RFC 2132 section 9.14)
                client_id_octets = b"\1" + hwaddr_octets
            else:
                client_id_octets = bytes.fromhex(client_id.replace(":", ""))
            valid_lifetime = numbers[lifetime]
            lease = Lease4(
                int.from_bytes(inet_pton(INET, address), "big"),
                hwaddr_octets,
                client_id_octets,
                valid_lifetime,
                self._times[expire] - valid_lifetime,
                numbers[subnet_id],
                FLAGS[fwd],
                FLAGS[rev],
                read_hostname(hostname) if "&" in hostname else hostname.lower(),
                numbers[state],
                read_context(context) if context else "",
                numbers[pool_id],
            )
        except (ValueError, LookupError, OSError):
            return None
        if hwaddr_octets.hex(":") != hwaddr or not 0 < len(hwaddr_octets) <= LONGEST_HWADDR:
            return None
        if client_id_octets.hex(":") != client_id or len(client_id_octets) > LONGEST_CLIENT_ID:
            return None
        return lease

    def _fit(self, fields: list[str]) -> list[str]:
        if not self._fewest <= len(fields) <= self._most:
            wanted = f"{self._fewest} to {self._most}" if self._fewest < self._most else str(KNOWN)
            raise RowError(f"{len(fields)} columns instead of {wanted}")
        missing = [default for default in _DEFAULTS[len(fields) :] if default is not None]
        return fields[:KNOWN] + missing


def read_fields(fields: list[str]) -> Lease4:
    """Return the lease these texts say, one for each column of the table. Raise RowError."""
    lease = Lease4(0, b"", b"", 0, 0, 0)
    for column, text in zip(COLUMNS, fields, strict=True):
        try:
            column.read(lease, text)
        except RowError as error:
            raise RowError(f"{column.name}: {error}") from None
    if not lease.hwaddr and not lease.client_id and lease.state != DECLINED:
        raise RowError("neither hwaddr nor client_id, and not declined")
    return lease

"""Leases as rows of Kea's tables: which columns there are, what stands in them, and which of them tell a change.

Rows are tuples in the order of a table's columns. A time is a number of unix seconds here, and an address an int; the
dialects write both as their schema wants them (rowforms.py). Schemas grow at the end: an older one lacks columns there.

What follows from other columns is written for those who look leases up by it, and not read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from lessor.model.lease import INFINITE, Lease4
from lessor.model.lease6 import Lease6
from lessor.store.fields import EMPTY_DUIDS
from lessor.store.relayed import RELAY_TABLES6, RelayTable, relayed4, relayed6

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)

Value: TypeAlias = int | str | bytes | bool | None
Row: TypeAlias = tuple[Any, ...]
"""Values as a driver gives and takes them."""

# Kinds of columns
NUMBER: Final = "number"
OCTETS: Final = "octets"
TEXT: Final = "text"
FLAG: Final = "flag"
TIME: Final = "time"
ADDRESS: Final = "address"
IAID: Final = "iaid"


class Column(NamedTuple):
    """One column; `told` says whether a change of it means that somebody else has written the row."""

    name: str
    kind: str
    told: bool = False


@dataclass(frozen=True, slots=True)
class Table(Generic[AnyLease]):
    """One table of leases. The first column is the address, `identifiers` are the columns clients are known by.

    `derived` are columns that follow from a user context by `derive`; so do rows of `relay_tables`, by `relayed`.
    """

    name: str
    columns: tuple[Column, ...]
    identifiers: tuple[str, ...]
    row: Callable[[AnyLease], Row]
    lease: Callable[[Row], AnyLease]
    derived: tuple[Column, ...]
    derive: Callable[[str], Row]
    relay_tables: tuple[RelayTable, ...]
    relayed: Callable[[str, RelayTable], list[bytes]]


def ends(lease: Lease4 | Lease6) -> int:
    """Return what stands in `expire`: for an infinite lease the time of its client's last transaction."""
    return lease.cltt if lease.valid_lifetime == INFINITE else lease.cltt + lease.valid_lifetime


def _began(expire: int, lifetime: int) -> int:
    return int(expire) if lifetime == INFINITE else int(expire) - lifetime


def row4(lease: Lease4) -> Row:
    """Return the row of a DHCPv4 lease."""
    return (
        lease.address,
        lease.hwaddr or None,
        lease.client_id or None,
        lease.valid_lifetime,
        ends(lease),
        lease.subnet_id,
        lease.fqdn_fwd,
        lease.fqdn_rev,
        lease.hostname,
        lease.state,
        lease.user_context or None,
        lease.pool_id,
    )


def lease4(row: Row) -> Lease4:
    """Return the lease of a row; the last column may be missing."""
    lifetime = row[3] or 0
    return Lease4(
        row[0],
        row[1] or b"",
        row[2] or b"",
        lifetime,
        _began(row[4] or 0, lifetime),
        row[5] or 0,
        bool(row[6]),
        bool(row[7]),
        row[8] or "",
        row[9] or 0,
        row[10] or "",
        row[11] if len(row) > 11 else 0,
    )


def row6(lease: Lease6) -> Row:
    """Return the row of a DHCPv6 lease."""
    known = bool(lease.hwaddr)
    return (
        lease.address,
        lease.duid or EMPTY_DUIDS[0],
        lease.valid_lifetime,
        ends(lease),
        lease.subnet_id,
        lease.preferred_lifetime,
        lease.type,
        lease.iaid,
        lease.prefix_length,
        lease.fqdn_fwd,
        lease.fqdn_rev,
        lease.hostname,
        lease.hwaddr or None,
        lease.hwtype if known else None,
        lease.hwaddr_source if known else None,
        lease.state,
        lease.user_context or None,
        lease.pool_id,
    )


def lease6(row: Row) -> Lease6:
    """Return the lease of a row; the last column may be missing."""
    lifetime = row[2] or 0
    duid = row[1] or b""
    return Lease6(
        row[6] or 0,
        row[0],
        row[8] or 0,
        b"" if duid in EMPTY_DUIDS else duid,
        row[7] or 0,
        row[5] or 0,
        lifetime,
        _began(row[3] or 0, lifetime),
        row[4] or 0,
        row[12] or b"",
        row[13] or 0,
        row[14] or 0,
        bool(row[9]),
        bool(row[10]),
        row[11] or "",
        row[15] or 0,
        row[16] or "",
        row[17] if len(row) > 17 else 0,
    )


def _nothing(context: str) -> Row:
    return ()


def _of_no_table(context: str, table: RelayTable) -> list[bytes]:
    return []


TABLE4: Final = Table(
    "lease4",
    (
        Column("address", ADDRESS),
        Column("hwaddr", OCTETS, told=True),
        Column("client_id", OCTETS, told=True),
        Column("valid_lifetime", NUMBER, told=True),
        Column("expire", TIME, told=True),
        Column("subnet_id", NUMBER, told=True),
        Column("fqdn_fwd", FLAG),
        Column("fqdn_rev", FLAG),
        Column("hostname", TEXT),
        Column("state", NUMBER, told=True),
        Column("user_context", TEXT),
        Column("pool_id", NUMBER),
    ),
    ("client_id", "hwaddr"),
    row4,
    lease4,
    (Column("relay_id", OCTETS), Column("remote_id", OCTETS)),
    relayed4,
    (),
    _of_no_table,
)

TABLE6: Final = Table(
    "lease6",
    (
        Column("address", ADDRESS),
        Column("duid", OCTETS, told=True),
        Column("valid_lifetime", NUMBER, told=True),
        Column("expire", TIME, told=True),
        Column("subnet_id", NUMBER, told=True),
        Column("pref_lifetime", NUMBER),
        Column("lease_type", NUMBER, told=True),
        Column("iaid", IAID, told=True),
        Column("prefix_len", NUMBER, told=True),
        Column("fqdn_fwd", FLAG),
        Column("fqdn_rev", FLAG),
        Column("hostname", TEXT),
        Column("hwaddr", OCTETS),
        Column("hwtype", NUMBER),
        Column("hwaddr_source", NUMBER),
        Column("state", NUMBER, told=True),
        Column("user_context", TEXT),
        Column("pool_id", NUMBER),
    ),
    ("duid",),
    row6,
    lease6,
    (),
    _nothing,
    RELAY_TABLES6,
    relayed6,
)

"""The columns of a DHCPv6 lease file as data: header, writing, reading, older and newer schemas.

One row of COLUMNS says how a column is called, which schema brought it, how it is shown and how it is read. Header and
rows, the filling of rows from older schemas and the cutting of newer ones follow from that. `show` and `RowReader.read`
have a short way for the usual row; the tests hold it equal to the table.

Texts come from files anyone may have edited: a row is a lease or a RowError, never anything else.
"""

from socket import inet_ntop, inet_pton
from typing import Final

from lessor.model.lease import DECLINED, expires_at
from lessor.model.lease6 import NA, PD, Lease6, key_of
from lessor.store.bulk6 import read_usual
from lessor.store.fields import (
    EMPTY_DUIDS,
    FLAGS,
    INET6,
    LEASE_TYPES,
    LONGEST_DUID,
    LONGEST_HWADDR,
    LONGEST_PREFIX,
    UINT16,
    UINT32,
    UINT64,
    Numbers,
    RowError,
    clip,
    escape,
    read_address6,
    read_context,
    read_duid,
    read_flag,
    read_hostname,
    read_hwaddr,
    read_number,
    show_address6,
    show_duid,
    show_flag,
    show_octets,
)
from lessor.store.rows import Column, Format, Header, column, read_columns

ETHERNET: Final = 1


def _read_expire(lease: Lease6, text: str) -> None:
    # stands after valid_lifetime, which is set by then
    lease.cltt = read_number(text, UINT64) - lease.valid_lifetime


def _read_type(text: str) -> int:
    if text not in LEASE_TYPES:
        raise RowError(f"{clip(text)} is no type of lease")
    return LEASE_TYPES[text]


def _read_prefix_length(text: str) -> int:
    return read_number(text, LONGEST_PREFIX)


# What is wrong about a hardware address costs the address, not the lease, as in Kea: the lease is the DUID's.


def _read_hwaddr(text: str) -> bytes:
    try:
        return read_hwaddr(text)
    except RowError:
        return b""


def _read_hwtype(lease: Lease6, text: str) -> None:
    # stands after hwaddr, and means nothing without one
    if lease.hwaddr:
        try:
            lease.hwtype = read_number(text, UINT16) if text else ETHERNET
        except RowError:
            lease.hwaddr = b""


def _read_hwaddr_source(lease: Lease6, text: str) -> None:
    if lease.hwaddr:
        try:
            lease.hwaddr_source = read_number(text) if text else 0
        except RowError:
            lease.hwaddr, lease.hwtype = b"", 0


COLUMNS: Final[tuple[Column[Lease6], ...]] = (
    column("address", show_address6, read_address6),
    column("duid", show_duid, read_duid),
    column("valid_lifetime", str, read_number),
    Column("expire", "1.0", lambda lease: str(expires_at(lease)), _read_expire, None),
    column("subnet_id", str, read_number),
    column("pref_lifetime", str, read_number, field="preferred_lifetime"),
    column("lease_type", str, _read_type, field="type"),
    column("iaid", str, read_number),
    column("prefix_len", str, _read_prefix_length, field="prefix_length"),
    column("fqdn_fwd", show_flag, read_flag),
    column("fqdn_rev", show_flag, read_flag),
    column("hostname", escape, read_hostname),
    column("hwaddr", show_octets, _read_hwaddr, "2.0", ""),
    column("state", str, read_number, "3.0", "0"),
    column("user_context", escape, read_context, "3.1", ""),
    Column("hwtype", "4.0", lambda lease: str(lease.hwtype), _read_hwtype, ""),
    Column("hwaddr_source", "4.0", lambda lease: str(lease.hwaddr_source), _read_hwaddr_source, ""),
    column("pool_id", str, read_number, "5.0", "0"),
)

SCHEMA: Final = COLUMNS[-1].added
HEADER: Final = ",".join([known.name for known in COLUMNS])
KNOWN: Final = len(COLUMNS)


# --- writing ---------------------------------------------------------------------------------------------------------


def show(lease: Lease6) -> str:
    """Return the row of this lease, newline included: ASCII, in the current schema."""
    # the table, spelled out for speed: three times faster
    return (
        f"{inet_ntop(INET6, lease.address.to_bytes(16, 'big'))},{(lease.duid or EMPTY_DUIDS[0]).hex(':')},"
        f"{lease.valid_lifetime},{lease.cltt + lease.valid_lifetime},{lease.subnet_id},{lease.preferred_lifetime},"
        f"{lease.type},{lease.iaid},{lease.prefix_length},{'1' if lease.fqdn_fwd else '0'},"
        f"{'1' if lease.fqdn_rev else '0'},{escape(lease.hostname) if lease.hostname else ''},{lease.hwaddr.hex(':')},"
        f"{lease.state},{escape(lease.user_context) if lease.user_context else ''},{lease.hwtype},"
        f"{lease.hwaddr_source},{lease.pool_id}\n"
    )


def show_removed(lease: Lease6) -> str:
    """Return the row that takes this lease out again: its last known data with both lifetimes 0."""
    return show(
        Lease6(
            lease.type,
            lease.address,
            lease.prefix_length,
            lease.duid,
            lease.iaid,
            0,
            0,
            lease.cltt,
            lease.subnet_id,
            lease.hwaddr,
            lease.hwtype,
            lease.hwaddr_source,
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
    """Reads the rows under one header. Raise RowError when the header is not that of a DHCPv6 lease file."""

    __slots__ = ("_numbers", "_times", "header")

    def __init__(self, header: str) -> None:
        self.header = Header(header, COLUMNS)
        self._numbers = Numbers(UINT32)
        self._times = Numbers(UINT64)

    def read(self, row: str) -> Lease6:
        """Return the lease of this row (without its newline). Raise RowError."""
        fields = row.split(",")
        if len(fields) != KNOWN:
            fields = self.header.fit(fields)
        # common case first: a row as servers write it
        return self._read_usual(fields) or read_fields(fields)

    def read_usual(self, rows: str) -> list[Lease6] | None:
        """Return the leases of these rows, None when `read` must look at them one by one."""
        return read_usual(rows, self.header, self._numbers, self._times)

    def _read_usual(self, fields: list[str]) -> Lease6 | None:
        """Read a row written by a server; None when it is unusual or wrong, and the table has to say what."""
        # the table, spelled out for speed: loading a million leases waits for nothing else
        address, duid, lifetime, expire, subnet_id, preferred, kind, iaid, length, fwd, rev, hostname = fields[:12]
        hwaddr, state, context, hwtype, source, pool_id = fields[12:]
        numbers = self._numbers
        try:
            duid_octets = bytes.fromhex(duid.replace(":", ""))
            hwaddr_octets = bytes.fromhex(hwaddr.replace(":", ""))
            valid_lifetime = numbers[lifetime]
            lease = Lease6(
                LEASE_TYPES[kind],
                int.from_bytes(inet_pton(INET6, address), "big"),
                numbers[length],
                duid_octets,
                int(iaid),
                numbers[preferred],
                valid_lifetime,
                self._times[expire] - valid_lifetime,
                numbers[subnet_id],
                hwaddr_octets,
                numbers[hwtype] if hwaddr else 0,
                numbers[source] if hwaddr else 0,
                FLAGS[fwd],
                FLAGS[rev],
                read_hostname(hostname) if "&" in hostname else hostname.lower(),
                numbers[state],
                read_context(context) if context else "",
                numbers[pool_id],
            )
        except (ValueError, LookupError, OSError):
            return None
        if duid_octets.hex(":") != duid or not len(EMPTY_DUIDS[-1]) < len(duid_octets) <= LONGEST_DUID:
            return None
        if hwaddr_octets.hex(":") != hwaddr or len(hwaddr_octets) > LONGEST_HWADDR or lease.hwtype > UINT16:
            return None
        # every client has its own: nothing gained by remembering them
        if str(lease.iaid) != iaid or not 0 <= lease.iaid <= UINT32:
            return None
        if lease.prefix_length != LONGEST_PREFIX and (lease.type != PD or lease.prefix_length > LONGEST_PREFIX):
            return None
        return lease


def read_fields(fields: list[str]) -> Lease6:
    """Return the lease these texts say, one for each column of the table. Raise RowError."""
    lease = Lease6(NA, 0, LONGEST_PREFIX, b"", 0, 0, 0, 0, 0)
    read_columns(COLUMNS, fields, lease)
    if lease.type != PD and lease.prefix_length != LONGEST_PREFIX:
        raise RowError(f"prefix_len: {lease.prefix_length} for an address")
    if not lease.duid and lease.state != DECLINED:
        raise RowError("empty duid, and not declined")
    return lease


FORMAT6: Final = Format(HEADER, RowReader, show, show_removed, key_of)

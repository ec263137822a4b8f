"""The columns of a DHCPv4 lease file as data: header, writing, reading, older and newer schemas.

One row of COLUMNS says how a column is called, which schema brought it, how it is shown and how it is read. Header and
rows, the filling of rows from older schemas and the cutting of newer ones follow from that. `show` and `RowReader.read`
have a short way for the usual row; the tests hold it equal to the table.

Texts come from files anyone may have edited: a row is a lease or a RowError, never anything else.
"""

from operator import attrgetter
from socket import inet_ntoa, inet_pton
from typing import Final

from lessor.model.lease import DECLINED, Lease4, expires_at
from lessor.store.bulk4 import read_usual
from lessor.store.fields import (
    FLAGS,
    INET,
    LONGEST_CLIENT_ID,
    LONGEST_HWADDR,
    UINT32,
    UINT64,
    Numbers,
    RowError,
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
from lessor.store.rows import Column, Format, Header, column, read_columns


def _read_expire(lease: Lease4, text: str) -> None:
    # stands after valid_lifetime, which is set by then
    lease.cltt = read_number(text, UINT64) - lease.valid_lifetime


COLUMNS: Final[tuple[Column[Lease4], ...]] = (
    column("address", show_address, read_address),
    column("hwaddr", show_octets, read_hwaddr),
    column("client_id", show_octets, read_client_id),
    column("valid_lifetime", str, read_number),
    Column("expire", "1.0", lambda lease: str(expires_at(lease)), _read_expire, None),
    column("subnet_id", str, read_number),
    column("fqdn_fwd", show_flag, read_flag),
    column("fqdn_rev", show_flag, read_flag),
    column("hostname", escape, read_hostname),
    column("state", str, read_number, "2.0", "0"),
    column("user_context", escape, read_context, "2.1", ""),
    column("pool_id", str, read_number, "3.0", "0"),
)

SCHEMA: Final = COLUMNS[-1].added
HEADER: Final = ",".join([known.name for known in COLUMNS])
KNOWN: Final = len(COLUMNS)


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
    """Reads the rows under one header. Raise RowError when the header is not that of a DHCPv4 lease file."""

    __slots__ = ("_numbers", "_times", "header")

    def __init__(self, header: str) -> None:
        self.header = Header(header, COLUMNS)
        self._numbers = Numbers(UINT32)
        self._times = Numbers(UINT64)

    def read(self, row: str) -> Lease4:
        """Return the lease of this row (without its newline). Raise RowError."""
        fields = row.split(",")
        if len(fields) != KNOWN:
            fields = self.header.fit(fields)
        # common case first: a row as servers write it
        return self._read_usual(fields) or read_fields(fields)

    def read_usual(self, rows: str) -> list[Lease4] | None:
        """Return the leases of these rows, None when `read` must look at them one by one."""
        return read_usual(rows, self.header, self._numbers, self._times)

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


def read_fields(fields: list[str]) -> Lease4:
    """Return the lease these texts say, one for each column of the table. Raise RowError."""
    lease = Lease4(0, b"", b"", 0, 0, 0)
    read_columns(COLUMNS, fields, lease)
    if not lease.hwaddr and not lease.client_id and lease.state != DECLINED:
        raise RowError("neither hwaddr nor client_id, and not declined")
    return lease


FORMAT4: Final = Format(HEADER, RowReader, show, show_removed, attrgetter("address"))

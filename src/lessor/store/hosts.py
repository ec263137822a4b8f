"""Reservations of one family in a SQL database: found for many clients by one query, written whole or not at all.

Two reservations for one client in one subnet, or of one address where that is not allowed, are refused. Addresses are
ints; a prefix is found by where it begins. Options come and go as rows have them (hostrows.py).
"""

import time
from collections.abc import Callable, Collection, Sequence
from random import random
from typing import Final, Generic, NamedTuple, TypeVar

from lessor.model.host import Host4
from lessor.model.network6 import Host6
from lessor.store.hostrows import IDENTIFIER_TYPES, TABLES, HostForms, HostTable
from lessor.store.mysql import Duplicate
from lessor.store.sql import LONGEST_PAUSE, TRIES, Contention, Refused
from lessor.store.talk import Talk, marks

AnyHost = TypeVar("AnyHost", bound=Host4 | Host6)
Done = TypeVar("Done")

Identifier = tuple[str, bytes]
"""A kind of identifiers (model/host.py), and octets."""

Numbered = tuple[int, AnyHost]

LAST: Final = 0xFFFFFFFF
"""The highest number a host can have, and the highest address of IPv4."""

COLUMNS: Final = (
    "SELECT table_name, column_name, data_type FROM information_schema.columns"
    f" WHERE table_name IN ({marks(TABLES)}) AND table_schema = "
)
SCHEMA: Final = {"postgresql": "current_schema()", "mysql": "DATABASE()"}

NAME: Final = {"postgresql": "lower(hostname) = lower(%s)", "mysql": "hostname = %s"}
"""Names are compared without regard to case, as the index has them."""


class DuplicateHost(Refused):
    """The client, or the address, has a reservation already."""

    def __init__(self) -> None:
        super().__init__("Database duplicate entry error")


class HostSought(NamedTuple):
    """Whose reservations are wanted: those of clients, and those of addresses."""

    identifiers: Collection[Identifier] = ()
    addresses: Collection[int] = ()


class HostStore(Generic[AnyHost]):
    """All reservations of one family over one connection. Methods raise the errors of store/sql.py."""

    def __init__(self, talk: Talk, table: HostTable[AnyHost], pause: Callable[[float], None] = time.sleep) -> None:
        self._talk = talk
        self._pause = pause
        present: dict[str, dict[str, str]] = {name: {} for name in TABLES}
        for name, column, kind in talk.rows(COLUMNS + SCHEMA[talk.dialect], *TABLES):
            present[str(name)][str(column)] = str(kind)
        if not all(present.values()):
            raise Refused("the database has no tables for reservations")
        self._forms: HostForms[AnyHost] = HostForms(table, present)
        self._subnet = table.subnet
        self._family = table.family

    # Looking

    def find(self, sought: HostSought) -> list[AnyHost]:
        """Return all reservations of these clients, and all of these addresses, in one query."""
        parts, values = self._by_identifiers(sought.identifiers)
        if sought.addresses:
            condition, its_values = self._with_address(sought.addresses)
            parts.append(f"SELECT host_id FROM hosts WHERE {self._subnet} IS NOT NULL AND {condition}")
            values += its_values
        return [host for _, host in self._hosts(" UNION ".join(parts), values)] if parts else []

    def by_address(self, address: int, subnet: int | None) -> list[AnyHost]:
        """Return who has this address, or a prefix that begins with it, in a subnet; None is in all of them."""
        return self._where(*self._with_address((address,)), subnet)

    def by_hostname(self, hostname: str, subnet: int | None) -> list[AnyHost]:
        """Return who has this name in a subnet; None is in all of them."""
        return self._where(NAME[self._talk.dialect], [hostname], subnet)

    def in_subnet(self, subnet: int) -> list[AnyHost]:
        """Return all reservations of a subnet."""
        return self._where("TRUE", [], subnet)

    def page(self, after: int, limit: int, subnet: int | None) -> list[Numbered[AnyHost]]:
        """Return at most `limit` reservations whose numbers are greater than `after`, with their numbers."""
        condition, values = self._in(subnet)
        found = f"SELECT host_id FROM hosts WHERE host_id > %s AND {condition} ORDER BY host_id LIMIT {int(limit)}"
        return self._hosts(found, [after, *values]) if after <= LAST else []

    def _by_identifiers(self, identifiers: Collection[Identifier]) -> tuple[list[str], list[object]]:
        by_kind: dict[int, set[bytes]] = {}
        for kind, octets in identifiers:
            by_kind.setdefault(IDENTIFIER_TYPES.index(kind), set()).add(octets)
        parts: list[str] = []
        values: list[object] = []
        for number, wanted in by_kind.items():
            named = f"dhcp_identifier_type = {number} AND dhcp_identifier IN ({marks(wanted)})"
            parts.append(f"SELECT host_id FROM hosts WHERE {self._subnet} IS NOT NULL AND {named}")
            values += wanted
        return parts, values

    def _with_address(self, addresses: Collection[int]) -> tuple[str, list[object]]:
        if self._family == 4:
            # zero stands for no address in some rows
            wanted = [address for address in addresses if 0 < address <= LAST] or [LAST + 1]
            return f"ipv4_address IN ({marks(wanted)})", [*wanted]
        form = self._forms.address
        shown: list[object] = [form.show(address) for address in addresses]
        reserved = f"SELECT host_id FROM ipv6_reservations WHERE address IN ({marks(shown, form.sent)})"
        return f"host_id IN ({reserved})", shown

    def _in(self, subnet: int | None) -> tuple[str, list[object]]:
        return (f"{self._subnet} IS NOT NULL", []) if subnet is None else (f"{self._subnet} = %s", [subnet])

    def _where(self, condition: str, values: list[object], subnet: int | None) -> list[AnyHost]:
        within, its_values = self._in(subnet)
        found = f"SELECT host_id FROM hosts WHERE {condition} AND {within}"
        return [host for _, host in self._hosts(found, [*values, *its_values])]

    def _hosts(self, found: str, values: Sequence[object]) -> list[Numbered[AnyHost]]:
        forms = self._forms
        # a table made of the query, because MySQL would look for each host anew with IN
        query = (
            f"SELECT {forms.selected} FROM ({found}) AS found JOIN hosts ON hosts.host_id = found.host_id"
            f"{forms.joined} ORDER BY {forms.order}"
        )
        return forms.hosts(self._talk.rows(query, *values))

    # Changing

    def add(self, host: AnyHost, unique_addresses: bool = True) -> None:
        """Add a reservation. Raise DuplicateHost."""
        self._tried(lambda: self._add(host, unique_addresses))

    def remove(self, host: AnyHost) -> bool:
        """Remove the reservation of this client in this subnet; return whether there was one."""
        return self._tried(lambda: self._remove(host))

    def update(self, host: AnyHost, unique_addresses: bool = True) -> bool:
        """Replace the reservation of this client in this subnet; return whether there was one. Raise DuplicateHost."""

        def replace() -> bool:
            there = self._remove(host)
            if there:
                self._add(host, unique_addresses)
            return there

        return self._tried(replace)

    def close(self) -> None:
        """Let go of the connection."""
        self._talk.close()

    def _add(self, host: AnyHost, unique_addresses: bool) -> None:
        if unique_addresses and self._is_taken(host):
            raise DuplicateHost
        talk, forms = self._talk, self._forms
        try:
            number = talk.add("hosts", "host_id", forms.row(host))
        except Duplicate:
            raise DuplicateHost from None
        talk.add_all(forms.table.options, forms.option_rows(number, host.options))
        talk.add_all("ipv6_reservations", forms.resource_rows(number, host))

    def _is_taken(self, host: AnyHost) -> bool:
        """Tell whether somebody has one of the addresses; as in Kea those of one subnet, and all of IPv6."""
        if isinstance(host, Host4):
            return host.address != 0 and bool(self.by_address(host.address, host.subnet_id))
        reserved = [*host.addresses, *[prefix[0] for prefix in host.prefixes]]
        return bool(reserved) and bool(self.find(HostSought(addresses=reserved)))

    def _remove(self, host: AnyHost) -> bool:
        who = IDENTIFIER_TYPES.index(host.identifier_type), host.identifier, host.subnet_id
        where = f"dhcp_identifier_type = %s AND dhcp_identifier = %s AND {self._subnet} = %s"
        removed = False
        for (number,) in self._talk.rows(f"SELECT host_id FROM hosts WHERE {where} FOR UPDATE", *who):
            for table in ("dhcp4_options", "dhcp6_options", "ipv6_reservations"):
                self._talk.change(f"DELETE FROM {table} WHERE host_id = %s", number)
            removed = self._talk.change("DELETE FROM hosts WHERE host_id = %s", number) > 0
        return removed

    def _tried(self, change: Callable[[], Done]) -> Done:
        """Make a change in a transaction, again and again while others are in its way. Raise Contention."""
        attempt = 0
        while True:
            attempt += 1
            try:
                with self._talk.transaction():
                    return change()
            except Contention:
                if attempt == TRIES:
                    raise
                self._pause(random() * min(LONGEST_PAUSE, 0.005 * 2**attempt))

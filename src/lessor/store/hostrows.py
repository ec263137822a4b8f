"""Reservations as rows of a database: what a host is in the tables hosts, ipv6_reservations and dhcp4/6_options.

One row of a query is a host with one of its options and one of its IPv6 reservations, or with none of them. Options
are not yet in their layout: `text` is a value as people write it, `data` are octets where there is no such text
(`csv_format` false); what becomes of them is decided where options are known. Columns that only newer schemas have are
asked for where they are.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from lessor.model.host import CIRCUIT_ID, CLIENT_ID, DUID, FLEX_ID, HW_ADDRESS, Host4
from lessor.model.network6 import Host6
from lessor.model.options import OptionData
from lessor.store.rowforms import ADDRESS_FORMS, AddressForm

AnyHost = TypeVar("AnyHost", bound=Host4 | Host6)

Row = tuple[Any, ...]
Columns = Mapping[str, Mapping[str, str]]
"""The tables of a database: names and types of their columns."""

IDENTIFIER_TYPES: Final = (HW_ADDRESS, DUID, CIRCUIT_ID, CLIENT_ID, FLEX_ID)
"""By the number that stands for them in the database."""

HOST_SCOPE: Final = 3
"""The scope of options that belong to a reservation."""

ADDRESS: Final = 0
PREFIX: Final = 2
"""Kinds of IPv6 reservations."""

TABLES: Final = ("hosts", "ipv6_reservations", "dhcp4_options", "dhcp6_options")


@dataclass(frozen=True, slots=True)
class HostTable(Generic[AnyHost]):
    """One family of reservations; `columns` of table hosts, after those that identify a host."""

    family: int
    subnet: str
    options: str
    columns: tuple[str, ...]
    host: Callable[[str, bytes, Row, Sequence[OptionData], Sequence[Row]], AnyHost]
    row: Callable[[AnyHost], dict[str, object]]


class HostForms(Generic[AnyHost]):
    """Hosts of one family as one database has them."""

    def __init__(self, table: HostTable[AnyHost], present: Columns) -> None:
        self.table = table
        self.address: AddressForm = ADDRESS_FORMS[present["ipv6_reservations"]["address"]]
        self._host = ("host_id", "dhcp_identifier", "dhcp_identifier_type", table.subnet, *table.columns)
        newer = [name for name in ("cancelled", "client_classes") if name in present[table.options]]
        self._option = ("option_id", "code", "value", "formatted_value", "space", "persistent", "user_context", *newer)
        self._excludes = "excluded_prefix" in present["ipv6_reservations"]
        self.selected = ", ".join([*[f"hosts.{name}" for name in self._host], *[f"o.{name}" for name in self._option]])
        self.joined = f" LEFT JOIN {table.options} AS o ON o.host_id = hosts.host_id"
        self.order = "hosts.host_id, o.option_id"
        if table.family == 6:
            shown = ["r.reservation_id", "r.type", self.address.received.format("r.address"), "r.prefix_len"]
            if self._excludes:
                shown += [self.address.received.format("r.excluded_prefix"), "r.excluded_prefix_len"]
            self.selected += f", {', '.join(shown)}"
            self.joined += " LEFT JOIN ipv6_reservations AS r ON r.host_id = hosts.host_id"
            self.order += ", r.reservation_id"

    def hosts(self, rows: Iterable[Row]) -> list[tuple[int, AnyHost]]:
        """Return the hosts of rows that come in the order of hosts, with their numbers."""
        together: dict[int, list[Row]] = {}
        for row in rows:
            together.setdefault(row[0], []).append(row)
        return [(number, self._made(its)) for number, its in together.items() if its[0][2] < len(IDENTIFIER_TYPES)]

    def _made(self, rows: list[Row]) -> AnyHost:
        first, options_at = rows[0], len(self._host)
        resources_at = options_at + len(self._option)
        options = {row[options_at]: row[options_at:resources_at] for row in rows}
        resources = {row[resources_at]: self._resource(row[resources_at:]) for row in rows if row[resources_at:]}
        return self.table.host(
            IDENTIFIER_TYPES[first[2]],
            bytes(first[1]),
            first[3:options_at],
            [self._option_of(row) for number, row in options.items() if number is not None],
            [row for number, row in resources.items() if number is not None],
        )

    def _resource(self, row: Row) -> Row:
        """Return type, address, length, and what is excluded from a prefix or None."""
        if row[0] is None:
            return ()
        address = self.address.read(row[2])
        excluded = (self.address.read(row[4]), row[5]) if self._excludes and row[4] is not None and row[5] else None
        return row[1], address, row[3], excluded

    def _option_of(self, row: Row) -> OptionData:
        values = dict(zip(self._option, row, strict=True))
        text, octets = values["formatted_value"], values["value"]
        return OptionData(
            code=values["code"],
            space=values["space"] or f"dhcp{self.table.family}",
            data=b"" if text or octets is None else bytes(octets),
            always_send=bool(values["persistent"]),
            never_send=bool(values.get("cancelled")),
            client_classes=_class_list(values.get("client_classes")),
            csv_format=bool(text),
            text=text or "",
            user_context=_context(values["user_context"]),
        )

    def option_rows(self, number: int, options: Iterable[OptionData]) -> list[dict[str, object]]:
        """Return the rows of the options of a host."""
        return [self._option_row(number, option) for option in options]

    def _option_row(self, number: int, option: OptionData) -> dict[str, object]:
        row: dict[str, object] = {
            "code": option.code,
            "value": None if option.csv_format and option.text else option.data,
            "formatted_value": option.text if option.csv_format and option.text else None,
            "space": option.space,
            "persistent": option.always_send,
            "user_context": json.dumps(option.user_context) if option.user_context else None,
            "host_id": number,
            "scope_id": HOST_SCOPE,
        }
        if "cancelled" in self._option:
            row["cancelled"] = option.never_send
        if "client_classes" in self._option:
            row["client_classes"] = json.dumps(option.client_classes)
        return row

    def resource_rows(self, number: int, host: AnyHost) -> list[dict[str, object]]:
        """Return the rows of the IPv6 reservations of a host."""
        if isinstance(host, Host4):
            return []
        show = self.address.show
        rows: list[dict[str, object]] = [
            {"address": show(address), "prefix_len": 128, "type": ADDRESS, "host_id": number}
            for address in host.addresses
        ]
        for (address, length), excluded in zip(host.prefixes, host.excluded, strict=True):
            row: dict[str, object] = {"address": show(address), "prefix_len": length, "type": PREFIX, "host_id": number}
            if self._excludes and excluded is not None:
                row |= {"excluded_prefix": show(excluded[0]), "excluded_prefix_len": excluded[1]}
            rows.append(row)
        return rows

    def row(self, host: AnyHost) -> dict[str, object]:
        """Return the row of a host, without a number."""
        return {
            "dhcp_identifier": host.identifier,
            "dhcp_identifier_type": IDENTIFIER_TYPES.index(host.identifier_type),
            self.table.subnet: host.subnet_id,
            "hostname": host.hostname or None,
            "user_context": json.dumps(host.user_context) if host.user_context else None,
            **self.table.row(host),
        }


def _host4(kind: str, identifier: bytes, row: Row, options: Sequence[OptionData], resources: Sequence[Row]) -> Host4:
    subnet_id, hostname, context, address, classes, next_server, server_hostname, boot_file_name = row
    return Host4(
        identifier_type=kind,
        identifier=identifier,
        subnet_id=subnet_id,
        address=address or 0,
        hostname=hostname or "",
        next_server=next_server or 0,
        server_hostname=server_hostname or "",
        boot_file_name=boot_file_name or "",
        options=tuple(options),
        client_classes=_classes(classes),
        user_context=_context(context),
    )


def _row4(host: Host4) -> dict[str, object]:
    return {
        "ipv4_address": host.address or None,
        "dhcp4_client_classes": ",".join(host.client_classes) or None,
        "dhcp4_next_server": host.next_server or None,
        "dhcp4_server_hostname": host.server_hostname or None,
        "dhcp4_boot_file_name": host.boot_file_name or None,
    }


def _host6(kind: str, identifier: bytes, row: Row, options: Sequence[OptionData], resources: Sequence[Row]) -> Host6:
    subnet_id, hostname, context, classes = row
    prefixes = [resource for resource in resources if resource[0] == PREFIX]
    return Host6(
        identifier_type=kind,
        identifier=identifier,
        subnet_id=subnet_id,
        addresses=tuple([resource[1] for resource in resources if resource[0] == ADDRESS]),
        prefixes=tuple([(resource[1], resource[2]) for resource in prefixes]),
        excluded=tuple([resource[3] for resource in prefixes]),
        hostname=hostname or "",
        options=tuple(options),
        client_classes=_classes(classes),
        user_context=_context(context),
    )


def _row6(host: Host6) -> dict[str, object]:
    return {"dhcp6_client_classes": ",".join(host.client_classes) or None}


def _classes(text: str | None) -> tuple[str, ...]:
    return tuple([name for part in (text or "").split(",") if (name := part.strip())])


def _class_list(text: str | None) -> tuple[str, ...]:
    """Return the classes that an option is limited to: a list of JSON."""
    try:
        names = json.loads(text) if text else []
    except ValueError:
        return ()
    return tuple([str(name) for name in names]) if isinstance(names, list) else ()


def _context(text: str | None) -> dict[str, object]:
    try:
        context = json.loads(text) if text else {}
    except ValueError:
        # whoever wrote it, no client is refused for a remark about it
        return {}
    return context if isinstance(context, dict) else {}


HOSTS4: Final[HostTable[Host4]] = HostTable(
    4,
    "dhcp4_subnet_id",
    "dhcp4_options",
    (
        "hostname",
        "user_context",
        "ipv4_address",
        "dhcp4_client_classes",
        "dhcp4_next_server",
        "dhcp4_server_hostname",
        "dhcp4_boot_file_name",
    ),
    _host4,
    _row4,
)
HOSTS6: Final[HostTable[Host6]] = HostTable(
    6, "dhcp6_subnet_id", "dhcp6_options", ("hostname", "user_context", "dhcp6_client_classes"), _host6, _row6
)

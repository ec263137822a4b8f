"""Relays of leases, as tables have them to be looked up by: which identifiers the user contexts of leases tell of.

The contexts, which `store-extended-info` writes, are what is true. What stands in columns and tables of their own
follows from them with each lease that is written, and is not read back.
"""

import json
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

# Keys of user contexts, and sub-options of relay agent information (RFC 3046, RFC 6925).
RELAY_ID: Final = "relay-id"
REMOTE_ID: Final = "remote-id"
OF_RELAY4: Final = "relay-agent-info"
OF_RELAYS6: Final = "relay-info"
CODES: Final = {RELAY_ID: 12, REMOTE_ID: 2}

Identifiers: TypeAlias = tuple[bytes | None, bytes | None]
"""The relay id and the remote id."""

UNTOLD: Final[Identifiers] = (None, None)


class RelayTable(NamedTuple):
    """A table with a row for each identifier of a lease; `key` is what contexts call it, `longest` counts octets."""

    name: str
    column: str
    key: str
    longest: int


RELAY_TABLES6: Final = (
    # what a DUID may have at most (RFC 8415 section 11.1)
    RelayTable("lease6_relay_id", "relay_id", RELAY_ID, 130),
    RelayTable("lease6_remote_id", "remote_id", REMOTE_ID, 255),
)


def relayed4(context: str) -> Identifiers:
    """Return the identifiers of the relay that a context tells of, None for those of which nothing is told."""
    # common case first: nothing to parse
    if OF_RELAY4 not in context:
        return UNTOLD
    told = _told(context, OF_RELAY4)
    if isinstance(told, str):
        # as Kea 2.2 wrote it
        suboptions = dict(_suboptions(_octets(told) or b""))
        return suboptions.get(CODES[RELAY_ID]), suboptions.get(CODES[REMOTE_ID])
    if not isinstance(told, dict):
        return UNTOLD
    return _short(_octets(told.get(RELAY_ID))), _short(_octets(told.get(REMOTE_ID)))


def relayed6(context: str, table: RelayTable) -> list[bytes]:
    """Return the identifiers of the relays that a context tells of, without those too long for the table."""
    if OF_RELAYS6 not in context:
        return []
    told = _told(context, OF_RELAYS6)
    relays = told if isinstance(told, list) else []
    found = {_octets(relay.get(table.key)) for relay in relays if isinstance(relay, dict)}
    return sorted([octets for octets in found if octets and len(octets) <= table.longest])


def _short(octets: bytes | None) -> bytes | None:
    # contexts that somebody wrote by command may have more than a sub-option can
    return None if octets is None or len(octets) > 255 else octets


def _told(context: str, key: str) -> object:
    try:
        value = json.loads(context)
    except (ValueError, RecursionError):
        return None
    own = value.get("ISC") if isinstance(value, dict) else None
    return own.get(key) if isinstance(own, dict) else None


def _octets(digits: object) -> bytes | None:
    """Return what hexadecimal digits say; None for nothing, and for what are none."""
    if not isinstance(digits, str):
        return None
    try:
        return bytes.fromhex(digits.removeprefix("0x")) or None
    except ValueError:
        return None


def _suboptions(information: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk the sub-options that are whole."""
    while len(information) >= 2 and len(information) >= 2 + information[1]:
        end = 2 + information[1]
        yield information[0], information[2:end]
        information = information[end:]

"""Relays of leases, as tables have them to be looked up by: which identifiers the user contexts of leases tell of.

The contexts, which `store-extended-info` writes, are what is true. What stands in columns and tables of their own
follows from them with each lease that is written, and is not read back.
"""

import json
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

RELAY_ID: Final = "relay-id"
REMOTE_ID: Final = "remote-id"

OF_RELAY4: Final = "relay-agent-info"
OF_RELAYS6: Final = "relay-info"
FORMERLY_OF_RELAYS6: Final = '"relays"'
"""Words by which contexts that tell of relays are known; the last one as Kea 2.2 wrote them."""

CODES4: Final = {RELAY_ID: 12, REMOTE_ID: 2}
"""Sub-options of relay agent information (RFC 3046, RFC 6925)."""
CODES6: Final = {RELAY_ID: 53, REMOTE_ID: 37}
"""Options of relays (RFC 5460, RFC 4649)."""

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
        suboptions = dict(_tlvs(_octets(told) or b"", 1))
        return suboptions.get(CODES4[RELAY_ID]) or None, suboptions.get(CODES4[REMOTE_ID]) or None
    if not isinstance(told, dict):
        return UNTOLD
    return _short(_octets(told.get(RELAY_ID))), _short(_octets(told.get(REMOTE_ID)))


def relayed6(context: str, table: RelayTable) -> list[bytes]:
    """Return the identifiers of the relays that a context tells of, without those too long for the table."""
    if OF_RELAYS6 in context:
        told, read = _told(context, OF_RELAYS6), _named
    elif FORMERLY_OF_RELAYS6 in context:
        told, read = _told(context, "relays"), _among_options
    else:
        return []
    relays = told if isinstance(told, list) else []
    found = {read(relay, table.key) for relay in relays if isinstance(relay, dict)}
    return sorted([octets for octets in found if octets and len(octets) <= table.longest])


def _named(relay: dict[str, object], key: str) -> bytes | None:
    return _octets(relay.get(key))


def _among_options(relay: dict[str, object], key: str) -> bytes | None:
    options = dict(_tlvs(_octets(relay.get("options")) or b"", 2))
    return options.get(CODES6[key])


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


def _tlvs(octets: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """Walk the options that are whole; codes and lengths have so many octets each."""
    at = 0
    while len(octets) >= (begin := at + 2 * size):
        code, length = (int.from_bytes(octets[place : place + size], "big") for place in (at, at + size))
        at = begin + length
        if at > len(octets):
            return
        yield code, octets[begin:at]

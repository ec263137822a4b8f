"""Entries about what commands do to leases."""

from typing import Final

from lessor.hooks.api import CommandProcessed, Json
from lessor.plugins.legal_log.words import duration

Map = dict[str, Json]

VERBS: Final = {"add": "added a lease of", "update": "updated information on the lease of"}

PARTNER: Final = "ha-partner"


def commanded(event: CommandProcessed, family: int) -> str:
    """Return the entry about a command that has done something to leases of the family, or nothing."""
    noun, _, verb = event.name.partition("-")
    if noun != f"lease{family}" or event.response.get("result") != 0 or not isinstance(event.arguments, dict):
        return ""
    arguments = event.arguments
    if verb in VERBS:
        return f"{_who(arguments)} {VERBS[verb]} address: {arguments.get('ip-address')} to a device with " + (
            _device4(arguments) if family == 4 else _device6(arguments)
        )
    return f"{_who(arguments)} deleted {_deleted(arguments)}" if verb == "del" else ""


def _who(arguments: Map) -> str:
    origin = arguments.get("origin")
    return "HA partner" if isinstance(origin, str) and origin.lower() == PARTNER else "Administrator"


def _deleted(arguments: Map) -> str:
    if "ip-address" in arguments:
        return f"the lease for address: {arguments['ip-address']}"
    kind, value = arguments.get("identifier-type"), arguments.get("identifier")
    return f"a lease for a device identified by: {kind} of {value}"


def _device4(arguments: Map) -> str:
    client_id = f", client-id: {arguments['client-id']}" if arguments.get("client-id") else ""
    return f"hardware address: {arguments.get('hw-address', '')}{client_id}{_lasts(arguments)}"


def _device6(arguments: Map) -> str:
    hwaddr = f", hardware address: {arguments['hw-address']}" if arguments.get("hw-address") else ""
    return f"DUID: {arguments.get('duid', '')}{hwaddr}{_lasts(arguments)}"


def _lasts(arguments: Map) -> str:
    lifetime = arguments.get("valid-lft")
    return f" for {duration(lifetime)}" if isinstance(lifetime, int) else ""

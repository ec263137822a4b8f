"""Leases as the JSON objects of Kea's commands: names and values of `lease4-get` and `lease6-get`."""

import json
from typing import Final

from lessor.model.json import Json
from lessor.model.lease import Lease4
from lessor.model.lease6 import NA, PD, TA, Lease6
from lessor.store.fields import show_address, show_address6, show_duid, show_octets

TYPES: Final = {NA: "IA_NA", TA: "IA_TA", PD: "IA_PD"}


def object4(lease: Lease4) -> dict[str, Json]:
    """Return the object of a DHCPv4 lease; a client id it does not have is left out."""
    shown: dict[str, Json] = {
        "cltt": lease.cltt,
        "fqdn-fwd": lease.fqdn_fwd,
        "fqdn-rev": lease.fqdn_rev,
        "hostname": lease.hostname,
        "hw-address": show_octets(lease.hwaddr),
        "ip-address": show_address(lease.address),
        "state": lease.state,
        "subnet-id": lease.subnet_id,
        "valid-lft": lease.valid_lifetime,
    }
    if lease.client_id:
        shown["client-id"] = show_octets(lease.client_id)
    return _completed(shown, lease)


def object6(lease: Lease6) -> dict[str, Json]:
    """Return the object of a DHCPv6 lease; only a prefix has a length."""
    shown: dict[str, Json] = {
        "cltt": lease.cltt,
        "duid": show_duid(lease.duid),
        "fqdn-fwd": lease.fqdn_fwd,
        "fqdn-rev": lease.fqdn_rev,
        "hostname": lease.hostname,
        "iaid": lease.iaid,
        "ip-address": show_address6(lease.address),
        "preferred-lft": lease.preferred_lifetime,
        "state": lease.state,
        "subnet-id": lease.subnet_id,
        "type": TYPES[lease.type],
        "valid-lft": lease.valid_lifetime,
    }
    if lease.type == PD:
        shown["prefix-len"] = lease.prefix_length
    if lease.hwaddr:
        shown["hw-address"] = show_octets(lease.hwaddr)
    return _completed(shown, lease)


def _completed(shown: dict[str, Json], lease: Lease4 | Lease6) -> dict[str, Json]:
    """Add what most leases do not have, and put everything in the order of names."""
    if lease.pool_id:
        shown["pool-id"] = lease.pool_id
    if lease.user_context:
        context: Json = json.loads(lease.user_context)
        shown["user-context"] = context
    return dict(sorted(shown.items()))

"""A lease as callers write it: `lease4-add` and its kin. What is wrong is told in Kea's words, in Kea's order."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol, TypeVar

from lessor.control import answer
from lessor.control.addresses import Address
from lessor.control.given import INT64, UINT8, Given
from lessor.control.identifiers import read_client_id, read_duid, read_hwaddr
from lessor.engine import tables, tables6
from lessor.engine.tables import Tables
from lessor.engine.tables6 import Tables6
from lessor.model.command import CommandError
from lessor.model.json import Json
from lessor.model.lease import ASSIGNED, DECLINED, RECLAIMED, Lease4
from lessor.model.lease6 import NA, PD, TA, Lease6

STATES: Final = {ASSIGNED: "default", DECLINED: "declined", RECLAIMED: "expired-reclaimed"}
"""States that a caller may give to a lease."""

TYPES: Final = {"IA_NA": NA, "IA_TA": TA, "IA_PD": PD}
LONGEST_PREFIX: Final = 128
ETHERNET: Final = 1
NO_DUIDS: Final = (b"\0", bytes(3))
"""What stands for no DUID, in lease files as well."""


class Range(Protocol):
    """A subnet of either family."""

    id: int
    first: int
    last: int
    length: int


Subnet = TypeVar("Subnet", bound=Range)


def lease4(given: Given, serving: Tables, now: int) -> Lease4:
    """Return the lease that is given. Raise CommandError."""
    address = given.address("ip-address")
    if address.family != 4:
        raise CommandError(f"Non-IPv4 address specified: {address}")
    hwaddr = read_hwaddr(given.text("hw-address"))
    subnet = _subnet(given, address, serving.subnets, lambda: tables.subnet_at(serving, address.number))
    client_id = read_client_id(given.text("client-id")) if "client-id" in given else b""
    valid, cltt = _times(given, address, subnet.plan.lifetime_default, now)
    forward, reverse, hostname = _names(given)
    state = _state(given)
    if not hwaddr and not client_id and state != DECLINED:
        raise CommandError(f"Lease4: {address}, state: {STATES[state]} has neither hardware address or client id")
    pool = tables.pool_at(subnet, address.number)
    pool_id = given.number("pool-id", 0 if pool is None else pool.pool_id)
    context = _context(given)
    return Lease4(
        address.number, hwaddr, client_id, valid, cltt, subnet.id, forward, reverse, hostname, state, context, pool_id
    )


def lease6(given: Given, serving: Tables6, now: int) -> Lease6:
    """Return the lease that is given. Raise CommandError."""
    address = given.address("ip-address")
    if address.family != 6:
        raise CommandError(f"Non-IPv6 address specified: {address}")
    duid = read_duid(given.text("duid"))
    type = _type(given)
    length = given.number("prefix-len", most=LONGEST_PREFIX) if type == PD else LONGEST_PREFIX
    subnet = _subnet6(given, address, type, serving)
    iaid = given.number("iaid")
    hwaddr = read_hwaddr(given.text("hw-address")) if "hw-address" in given else b""
    usual = subnet.plan.valid_default
    valid, cltt = _times(given, address, usual, now)
    preferred = given.number("preferred-lft", usual)
    forward, reverse, hostname = _names(given)
    state = _state(given)
    if type == PD and state == DECLINED:
        raise CommandError("Invalid declined state for PD prefix.")
    if duid in NO_DUIDS:
        if state != DECLINED:
            raise CommandError(f"Lease6: {address}, state: {STATES[state]}, has no DUID")
        duid = b""
    pool = tables6.pool_at(subnet.prefix_pools if type == PD else subnet.pools, address.number)
    return Lease6(
        type,
        address.number,
        length,
        duid,
        iaid,
        preferred,
        valid,
        cltt,
        subnet.id,
        hwaddr,
        ETHERNET if hwaddr else 0,
        0,
        forward,
        reverse,
        hostname,
        state,
        _context(given),
        given.number("pool-id", 0 if pool is None else pool.pool_id),
    )


def _type(given: Given) -> int:
    text = given.text("type", "IA_NA")
    if text not in TYPES:
        raise CommandError(f"Incorrect lease type: {text}, the only supported values are: na, ta and pd")
    return TYPES[text]


def _subnet6(given: Given, address: Address, type: int, serving: Tables6) -> tables6.Subnet6:
    if type == NA:
        return _subnet(given, address, serving.subnets, lambda: tables6.subnet_at(serving, address.number))
    # prefixes need not lie in their subnet, so that these do not tell which it is
    id = given.number("subnet-id", 0)
    if not id:
        text = "Subnet-id is 0 or not specified. This is allowed for address leases only, not prefix leases."
        raise CommandError(text)
    return _configured(id, 6, serving.subnets)


def _subnet(given: Given, address: Address, subnets: Mapping[int, Subnet], find: Callable[[], Subnet | None]) -> Subnet:
    """Return the subnet that is named, or the one in which the address is."""
    id = given.number("subnet-id", 0)
    if not id:
        found = find()
        if found is None:
            raise CommandError(f"subnet-id not specified and failed to find a subnet for address {address}")
        return found
    subnet = _configured(id, address.family, subnets)
    if not subnet.first <= address.number <= subnet.last:
        prefix = f"{Address(address.family, subnet.first)}/{subnet.length}"
        raise CommandError(f"The address {address} does not belong to subnet {prefix}, subnet-id={id}")
    return subnet


def _configured(id: int, family: int, subnets: Mapping[int, Subnet]) -> Subnet:
    subnet = subnets.get(id)
    if subnet is None:
        text = f"Invalid subnet-id: No IPv{family} subnet with subnet-id={id} currently configured."
        raise CommandError(text)
    return subnet


def _times(given: Given, address: Address, usual: int, now: int) -> tuple[int, int]:
    """Return the valid lifetime, and when the client was last heard of."""
    valid = given.number("valid-lft", usual)
    expire = given.number("expire", now + valid, -INT64, INT64)
    if expire <= 0:
        raise CommandError(f"expiration time must be positive for address {address}")
    if expire < valid:
        raise CommandError(f"expiration time must be greater than valid lifetime for address {address}")
    return valid, expire - valid


def _names(given: Given) -> tuple[bool, bool, str]:
    forward, reverse = given.flag("fqdn-fwd"), given.flag("fqdn-rev")
    hostname = given.text("hostname", "").lower()
    if not hostname and (forward or reverse):
        raise CommandError("No hostname specified and either forward or reverse fqdn was set to true.")
    return forward, reverse, hostname


def _state(given: Given) -> int:
    state = given.number("state", ASSIGNED, most=UINT8)
    if state not in STATES:
        supported = "0 (default), 1 (declined) and 2 (expired-reclaimed)"
        raise CommandError(f"Invalid state value: {state}, supported values are: {supported}")
    return state


def _context(given: Given) -> str:
    """Return the user context with the comment in it, as leases keep it; empty for none."""
    if "user-context" not in given and "comment" not in given:
        return ""
    context: Json = given.values.get("user-context", {})
    if not isinstance(context, dict):
        raise CommandError(f"Invalid user context '{answer.text(context)}' is not a JSON map.")
    if "comment" in given:
        comment = given.values["comment"]
        if "comment" in context:
            entry, whole = answer.text(comment), answer.text(context)
            raise CommandError(f"Duplicated comment entry '{entry}' in user context '{whole}'")
        context = {**context, "comment": comment}
    return answer.text(context)

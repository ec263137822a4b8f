"""The parameters of the messages that say why a DHCPv6 decision was taken: one row per message id.

The engine names a reason by its id; here stands what fills `%1`, `%2` ... of that message.
"""

from collections.abc import Callable
from ipaddress import IPv6Address
from typing import Final

from lessor.engine.decision6 import Remark6
from lessor.engine.request6 import Request6
from lessor.service.batch import ATTEMPTS
from lessor.wire.packet6 import MESSAGE_NAMES


def written(address: int) -> str:
    """Return an IPv6 address as text."""
    return str(IPv6Address(address))


def label(request: Request6) -> str:
    """Return who sent the message and in which transaction, as Kea writes it in its log."""
    return f"{named(request.duid)}{_card(request)}, tid=0x{request.transaction_id:x}"


def named(duid: bytes) -> str:
    """Return a client's name for the log."""
    return f"duid=[{duid.hex(':') or 'no info'}]"


def _card(request: Request6) -> str:
    return f", [hwtype={request.hwtype} {request.hwaddr.hex(':')}]" if request.hwaddr else ""


def _prefix_granted(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return written(remark.address), remark.length, label(request)


def _address_granted(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return written(remark.address), label(request)


def _who_and_address(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return label(request), written(remark.address)


def _who_and_attempts(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return label(request), ATTEMPTS


def _who_and_prefix(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return label(request), written(remark.address), remark.length


def _who_address_iaid(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return (*_who_and_address(request, remark), remark.iaid)


def _who_prefix_iaid(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return (*_who_and_prefix(request, remark), remark.iaid)


def _who_address_text(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return (*_who_and_address(request, remark), remark.text)


def _address_holder(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return (*_who_and_address(request, remark), _holder(remark))


def _prefix_holder(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return (*_who_and_prefix(request, remark), _holder(remark))


def _address_iaids(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return (*_who_and_address(request, remark), _iaid(remark), remark.iaid)


def _prefix_iaids(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return (*_who_and_prefix(request, remark), _iaid(remark), remark.iaid)


def _declined_iaids(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return (*_who_and_address(request, remark), remark.iaid, _iaid(remark))


def _address_revoked(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return (*_who_and_address(request, remark), request.duid.hex(":"), remark.text)


def _prefix_revoked(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return (*_who_and_prefix(request, remark), request.duid.hex(":"), remark.text)


def _unregistered(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return written(remark.address), remark.text


def _other_client(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return written(remark.address), request.duid.hex(":"), _holder(remark)


def _holder(remark: Remark6) -> str:
    return "" if remark.lease is None else remark.lease.duid.hex(":")


def _iaid(remark: Remark6) -> int:
    return 0 if remark.lease is None else remark.lease.iaid


def _who_and_classes(request: Request6, remark: Remark6) -> tuple[object, ...]:
    return label(request), f"{MESSAGE_NAMES[request.message_type]} of classes {', '.join(request.classes)}"


ARGUMENTS6: Final[dict[str, Callable[[Request6, Remark6], tuple[object, ...]]]] = {
    "ALLOC_ENGINE_V6_ALLOC_FAIL": _who_and_attempts,
    "ALLOC_ENGINE_V6_HINT_RESERVED": _who_and_address,
    "ALLOC_ENGINE_V6_HR_ADDR_GRANTED": _address_granted,
    "ALLOC_ENGINE_V6_HR_PREFIX_GRANTED": _prefix_granted,
    "ALLOC_ENGINE_V6_REVOKED_ADDR_LEASE": _address_revoked,
    "ALLOC_ENGINE_V6_REVOKED_PREFIX_LEASE": _prefix_revoked,
    "ALLOC_ENGINE_V6_REVOKED_SHARED_ADDR_LEASE": _address_revoked,
    "ALLOC_ENGINE_V6_REVOKED_SHARED_PREFIX_LEASE": _prefix_revoked,
    "DHCP6_ADDR_REG_INFORM_CLIENT_CHANGE": _other_client,
    "DHCP6_ADDR_REG_INFORM_FAIL": _unregistered,
    "DHCP6_DECLINE_FAIL_DUID_MISMATCH": _address_holder,
    "DHCP6_DECLINE_FAIL_IAID_MISMATCH": _declined_iaids,
    "DHCP6_DECLINE_FAIL_NO_LEASE": _who_and_address,
    "DHCP6_DECLINE_LEASE": _who_address_text,
    "DHCP6_PACKET_REJECT_CLASS": _who_and_classes,
    "DHCP6_RELEASE_NA": _who_address_iaid,
    "DHCP6_RELEASE_NA_FAIL_NOT_ASSIGNED": _who_and_address,
    "DHCP6_RELEASE_NA_FAIL_WRONG_DUID": _address_holder,
    "DHCP6_RELEASE_NA_FAIL_WRONG_IAID": _address_iaids,
    "DHCP6_RELEASE_PD": _who_prefix_iaid,
    "DHCP6_RELEASE_PD_FAIL_NOT_ASSIGNED": _who_and_prefix,
    "DHCP6_RELEASE_PD_FAIL_WRONG_DUID": _prefix_holder,
    "DHCP6_RELEASE_PD_FAIL_WRONG_IAID": _prefix_iaids,
}

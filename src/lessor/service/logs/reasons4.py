"""The parameters of the messages that say why a decision was taken: one row per message id.

The engine names a reason by its id; here stands what fills `%1`, `%2` ... of that message.
"""

from collections.abc import Callable
from typing import Final

from lessor.engine.decide4 import Decision4
from lessor.engine.request4 import Request4
from lessor.model.lease import Lease4
from lessor.service.batch import ATTEMPTS
from lessor.wire.packet4 import MESSAGE_NAMES


def dotted(address: int) -> str:
    """Return an IPv4 address as text."""
    return f"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}"


def label(request: Request4) -> str:
    """Return who sent the message and in which transaction, as Kea writes it in its log."""
    client_id = request.client_id.hex(":") or "no info"
    return f"{sender_label(request)}, cid=[{client_id}], tid=0x{request.packet.xid:x}"


def sender_label(request: Request4) -> str:
    """Return by which hardware address the sender is known, as Kea writes it in its log."""
    return f"[hwtype={request.packet.htype} {request.hwaddr.hex(':')}]"


def lease_label(lease: Lease4) -> str:
    """Return what somebody who looks for a lease needs to find it."""
    who = f"[{lease.hwaddr.hex(':')}], cid=[{lease.client_id.hex(':')}]"
    return f"{dotted(lease.address)} of {who}, state {lease.state}, {lease.valid_lifetime} s from {lease.cltt}"


def _who_and_interface(request: Request4, decision: Decision4) -> tuple[object, ...]:
    return label(request), request.interface.name


def _who_and_address(request: Request4, decision: Decision4) -> tuple[object, ...]:
    return label(request), dotted(request.wanted or request.ciaddr)


def _who_and_addresses(request: Request4, decision: Decision4) -> tuple[object, ...]:
    return label(request), dotted(request.ciaddr), dotted(request.wanted) if request.wanted else "(no address)"


def _who_and_reserved(request: Request4, decision: Decision4) -> tuple[object, ...]:
    return label(request), dotted(decision.address), dotted(request.wanted or request.ciaddr)


def _who_and_attempts(request: Request4, decision: Decision4) -> tuple[object, ...]:
    return label(request), ATTEMPTS


def _where(request: Request4, decision: Decision4) -> tuple[object, ...]:
    return label(request), dotted(request.source), MESSAGE_NAMES[request.message_type]


def _declined(request: Request4, decision: Decision4) -> tuple[object, ...]:
    return dotted(request.wanted), label(request), decision.lifetime


def _not_declined(request: Request4, decision: Decision4) -> tuple[object, ...]:
    return dotted(request.wanted), label(request)


def _declined_by_other(request: Request4, decision: Decision4) -> tuple[object, ...]:
    lease = decision.lease
    assert lease is not None  # decide4.decline names the lease that did not match
    return (
        dotted(request.wanted),
        label(request),
        request.hwaddr.hex(":"),
        lease.hwaddr.hex(":"),
        request.client_id.hex(":"),
        lease.client_id.hex(":"),
    )


def _who_and_classes(request: Request4, decision: Decision4) -> tuple[object, ...]:
    return label(request), f"{MESSAGE_NAMES[request.message_type]} of classes {', '.join(request.classes)}"


ARGUMENTS: Final[dict[str, Callable[[Request4, Decision4], tuple[object, ...]]]] = {
    "ALLOC_ENGINE_V4_ALLOC_FAIL": _who_and_attempts,
    "ALLOC_ENGINE_V4_REQUEST_ADDRESS_RESERVED": _who_and_address,
    "ALLOC_ENGINE_V4_REQUEST_INVALID": _who_and_reserved,
    "ALLOC_ENGINE_V4_REQUEST_IN_USE": _who_and_address,
    "ALLOC_ENGINE_V4_REQUEST_OUT_OF_POOL": _who_and_address,
    "DHCP4_DECLINE_LEASE": _declined,
    "DHCP4_DECLINE_LEASE_MISMATCH": _declined_by_other,
    "DHCP4_DECLINE_LEASE_NOT_FOUND": _not_declined,
    "DHCP4_NO_LEASE_INIT_REBOOT": _who_and_address,
    "DHCP4_PACKET_DROP_0002": _who_and_interface,
    "DHCP4_PACKET_NAK_0001": _where,
    "DHCP4_PACKET_NAK_0002": _who_and_address,
    "DHCP4_PACKET_NAK_0003": _who_and_addresses,
    "DHCP4_PACKET_NAK_0004": _who_and_addresses,
    "DHCP4_PACKET_NAK_0005": _who_and_classes,
    "DHCP4_RELEASE": _who_and_address,
    "DHCP4_RELEASE_FAIL_NO_LEASE": _who_and_address,
    "DHCP4_RELEASE_FAIL_WRONG_CLIENT": _who_and_address,
    "DHCP4_UNKNOWN_ADDRESS_REQUESTED": _who_and_addresses,
}

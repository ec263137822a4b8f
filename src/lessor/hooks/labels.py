"""Who sent a message, as Kea writes it in its log: most of its messages begin with that."""

from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6


def label4(request: Request4) -> str:
    """Return who sent the message and in which transaction."""
    client_id = request.client_id.hex(":") or "no info"
    return f"{sender_label4(request)}, cid=[{client_id}], tid=0x{request.packet.xid:x}"


def sender_label4(request: Request4) -> str:
    """Return by which hardware address the sender is known."""
    return f"[hwtype={request.packet.htype} {request.hwaddr.hex(':')}]"


def label6(request: Request6) -> str:
    """Return who sent the message and in which transaction."""
    card = f", [hwtype={request.hwtype} {request.hwaddr.hex(':')}]" if request.hwaddr else ""
    return f"duid=[{request.duid.hex(':') or 'no info'}]{card}, tid=0x{request.transaction_id:x}"

"""From a decision to the octets of a reply and where to send it.

[hot] Options are joined from ready TLVs; what a plan answers to one parameter request list, or for one lifetime, is
made once and remembered, within bounds.
"""

from typing import Final

from lessor.engine.decide4 import Decision4
from lessor.engine.request4 import Request4
from lessor.engine.tables import EMPTY_FILE, EMPTY_SNAME, UNSET, Plan
from lessor.model.datagram import Reply4
from lessor.model.lease import INFINITE
from lessor.wire.options import tlv
from lessor.wire.packet4 import (
    ACK,
    BOOTREPLY,
    BROADCAST_FLAG,
    CLIENT_IDENTIFIER,
    COOKIE,
    END_OPTION,
    HEADER,
    HOST_NAME,
    INFORM,
    LEASE_TIME,
    MESSAGE_TYPE,
    NAK,
    OFFER,
    REBINDING_TIME,
    RELAY_AGENT_INFORMATION,
    RENEWAL_TIME,
    SERVER_IDENTIFIER,
    SHORTEST,
    SUBNET_MASK,
    SUBNET_SELECTION,
)

SERVER_PORT: Final = 67
CLIENT_PORT: Final = 68
BROADCAST: Final = 0xFFFFFFFF

COOKIE_AND_TYPE: Final = {kind: COOKIE + bytes((MESSAGE_TYPE, 1, kind)) for kind in (OFFER, ACK, NAK)}
SERVER_IDENTIFIER_HEAD: Final = bytes((SERVER_IDENTIFIER, 4))

# Clients choose both keys, so both memories are bounded; a full one starts over.
JOINED_BOUND: Final = 1024
TIMED_BOUND: Final = 256

# Sent from what the server knows, never from configured options.
OWN_CODES: Final = frozenset((SUBNET_MASK, SERVER_IDENTIFIER, LEASE_TIME, RENEWAL_TIME, REBINDING_TIME, MESSAGE_TYPE))


def reply4(request: Request4, decision: Decision4, echo_client_id: bool, client_port: int) -> Reply4:
    """Return the reply to send; `client_port` 0 means the usual ports."""
    kind = decision.kind
    plan = decision.plan
    packet = request.packet
    flags = packet.flags
    # the answer passes by a relay: to an INFORM from a client that has an address
    straight = request.message_type == INFORM and request.ciaddr != 0
    if kind == NAK or plan is None:
        ciaddr = yiaddr = siaddr = 0
        sname, file = EMPTY_SNAME, EMPTY_FILE
        body, optional = _server_identifier(request, None), b""
        # RFC 2131 section 4.3.2: a relay must broadcast a NAK to a client that may not have a usable address.
        if kind == NAK and request.giaddr:
            flags |= BROADCAST_FLAG
    else:
        # RFC 2131 table 3: ciaddr only in an ACK.
        ciaddr = packet.ciaddr if kind == ACK else 0
        yiaddr = decision.address
        siaddr, sname, file = plan.next_server, plan.server_hostname, plan.boot_file_name
        body, optional = _own_options(request, decision, plan), joined(plan, request.asked, decision)
    tail = _echoed(request, echo_client_id, straight)
    header = HEADER.pack(
        BOOTREPLY,
        packet.htype,
        packet.hlen,
        packet.hops,
        packet.xid,
        0,
        flags,
        ciaddr,
        yiaddr,
        siaddr,
        0 if straight else packet.giaddr,
        packet.chaddr,
        sname,
        file,
    )
    data = b"".join((header, COOKIE_AND_TYPE[kind], body, optional, tail))
    if len(data) > request.room:
        data = _shortened(data, len(header) + len(COOKIE_AND_TYPE[kind]) + len(body), optional, tail, request.room)
    return _addressed(request, kind, yiaddr, data.ljust(SHORTEST, b"\0"), client_port, straight)


def _own_options(request: Request4, decision: Decision4, plan: Plan) -> bytes:
    """Return what the server itself knows: its identifier, the times, the mask, the client's name."""
    identifier = _server_identifier(request, plan)
    if not decision.address:
        return identifier + _without_lease(request, decision, plan)
    times = plan.timed.get(decision.lifetime) or _timed(plan, decision.lifetime)
    name = decision.name.tlvs if decision.name is not None else b""
    return identifier + times + _mask(decision, plan) + name


def _without_lease(request: Request4, decision: Decision4, plan: Plan) -> bytes:
    """Return what the server itself knows where nothing is leased: neither times nor a name."""
    if request.message_type != INFORM:
        return decision.tlvs
    # RFC 2131 section 4.3.5: no lease time in the answer to an INFORM; the mask only for who asks.
    return _mask(decision, plan) if SUBNET_MASK in request.asked else b""


def _mask(decision: Decision4, plan: Plan) -> bytes:
    subnet = decision.subnet
    return plan.tlvs.get(SUBNET_MASK, b"" if subnet is None else subnet.mask_tlv)


def _server_identifier(request: Request4, plan: Plan | None) -> bytes:
    # RFC 5107 section 4: the relay's address stands in for ours, so that renewals pass the relay.
    if request.server_override:
        return SERVER_IDENTIFIER_HEAD + request.server_override.to_bytes(4, "big")
    if plan is not None and SERVER_IDENTIFIER in plan.tlvs:
        return plan.tlvs[SERVER_IDENTIFIER]
    return SERVER_IDENTIFIER_HEAD + request.local.to_bytes(4, "big")


def _timed(plan: Plan, lifetime: int) -> bytes:
    """Return lease time, T1 and T2 for this lifetime, and remember them.

    RFC 2131 section 4.4.5: T1 < T2 < lease time; a configured time that is not is left out.
    """
    if len(plan.timed) >= TIMED_BOUND:
        plan.timed.clear()
    octets = tlv(LEASE_TIME, lifetime.to_bytes(4, "big"))
    if lifetime != INFINITE:
        rebind = round(plan.t2_percent * lifetime) if plan.rebind == UNSET else plan.rebind
        renew = round(plan.t1_percent * lifetime) if plan.renew == UNSET else plan.renew
        ceiling = rebind if 0 < rebind < lifetime else lifetime
        if 0 < renew < ceiling:
            octets += tlv(RENEWAL_TIME, renew.to_bytes(4, "big"))
        if ceiling == rebind:
            octets += tlv(REBINDING_TIME, rebind.to_bytes(4, "big"))
    plan.timed[lifetime] = octets
    return octets


def joined(plan: Plan, asked: bytes, decision: Decision4) -> bytes:
    """Return the configured options for this parameter request list: those asked for in the client's order of
    preference (RFC 2131 section 4.3.1), then those sent unasked.
    """
    octets = plan.joined.get(asked)
    if octets is None:
        if len(plan.joined) >= JOINED_BOUND:
            plan.joined.clear()
        tlvs = plan.tlvs
        codes = dict.fromkeys((*asked, *plan.unasked))
        octets = b"".join([tlvs[code] for code in codes if code in tlvs and code not in OWN_CODES])
        plan.joined[asked] = octets
    if HOST_NAME in plan.tlvs and decision.name is not None and decision.name.tlvs:
        # the client's own name replaces a configured one
        return b"".join([piece for piece in _pieces(octets) if piece[0] != HOST_NAME])
    return octets


def _pieces(octets: bytes) -> list[bytes]:
    pieces = []
    i = 0
    while i < len(octets):
        following = i + 2 + octets[i + 1]
        pieces.append(octets[i:following])
        i = following
    return pieces


def _echoed(request: Request4, echo_client_id: bool, straight: bool) -> bytes:
    """Return what comes back as it came, and the end.

    RFC 6842: the client identifier; RFC 3011 section 3: the subnet selection; RFC 3046 section 2.2: relay agent
    information, last and unchanged.
    """
    tail = END_OPTION
    if request.relay_information and not request.stashed and not straight:
        tail = tlv(RELAY_AGENT_INFORMATION, request.relay_information) + tail
    if SUBNET_SELECTION in request.options:
        tail = tlv(SUBNET_SELECTION, request.options[SUBNET_SELECTION]) + tail
    if request.client_id and echo_client_id:
        tail = tlv(CLIENT_IDENTIFIER, request.client_id) + tail
    return tail


def _shortened(data: bytes, fixed: int, optional: bytes, tail: bytes, room: int) -> bytes:
    """Return the reply cut to what the client can take (RFC 2132 section 9.10): configured options go first,
    from the least preferred on, and an option cut in pieces goes whole.
    """
    left = room - fixed - len(tail)
    kept: list[bytes] = []
    dropped: set[int] = set()
    for piece in _pieces(optional):
        if piece[0] in dropped or len(piece) > left:
            dropped.add(piece[0])
            continue
        kept.append(piece)
        left -= len(piece)
    whole = [piece for piece in kept if piece[0] not in dropped]
    return b"".join((data[:fixed], *whole, tail))


def _addressed(request: Request4, kind: int, yiaddr: int, data: bytes, client_port: int, straight: bool) -> Reply4:
    """Return the reply with its destination: the ladder of RFC 2131 section 4.1.

    Who has an address is answered by the way its message took, as Kea does: a relay may be where we have no route to.
    """
    interface, local = request.interface, request.local
    port = client_port or CLIENT_PORT
    # Section 4.3.5: the answer to an INFORM goes straight to the client.
    if straight:
        return Reply4(data, interface, local, request.ciaddr, port, request.sender)
    # "If the 'giaddr' field is non-zero, the server sends any return messages to the 'DHCP server' port on the relay
    # agent"; RFC 8357 section 5.2: to the port the relay used, if it says so.
    if request.giaddr:
        relay_port = request.source_port if request.relay_port else SERVER_PORT
        return Reply4(data, interface, local, request.giaddr, client_port or relay_port, request.sender)
    # "In all cases, when 'giaddr' is zero, the server broadcasts any DHCPNAK messages"; but a client that renews by
    # unicast may be routers away, where no broadcast of ours arrives.
    if kind == NAK and (request.came_by_broadcast or not request.ciaddr):
        return Reply4(data, interface, local, BROADCAST, port)
    # "If the 'giaddr' field is zero and the 'ciaddr' field is nonzero, then the server unicasts ... to 'ciaddr'."
    if request.ciaddr:
        return Reply4(data, interface, local, request.ciaddr, port, request.sender)
    # An INFORM without ciaddr still came from somewhere.
    if request.message_type == INFORM and request.source:
        return Reply4(data, interface, local, request.source, port, request.sender)
    # "If 'giaddr' is zero and 'ciaddr' is zero, and the broadcast bit is set, then the server broadcasts."
    if request.wants_broadcast or not yiaddr:
        return Reply4(data, interface, local, BROADCAST, port)
    # "... unicasts DHCPOFFER and DHCPACK messages to the client's hardware address and 'yiaddr' address."
    return Reply4(data, interface, local, yiaddr, port, request.hwaddr)

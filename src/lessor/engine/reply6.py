"""From a decision to the octets of a DHCPv6 reply and where to send it.

[hot] The twin of reply4.py. Options are joined from ready TLVs; what a plan answers to one option request is made once
and remembered, within bounds.
"""

from typing import Final

from lessor.engine.decision6 import NO_STATUS, Decision6, IaAnswer, Item6
from lessor.engine.request6 import Request6
from lessor.engine.tables6 import Plan6, Tables6
from lessor.engine.vendors6 import vendor_options6
from lessor.model.datagram6 import Reply6
from lessor.model.lease6 import NA, PD, TA
from lessor.wire.ia import write_address, write_ia, write_ia_address, write_ia_ta, write_prefix, write_status
from lessor.wire.options6 import HEAD, join6, read_codes, tlv6, walk6
from lessor.wire.packet6 import (
    CLIENT_FQDN,
    CLIENTID,
    HEADER,
    IA_NA,
    IA_PD,
    PD_EXCLUDE,
    RAPID_COMMIT,
    RSOO,
    SERVERID,
    reply_port,
    wrap_reply,
)

# Clients choose the keys, so their number and their length are bounded; a full memory starts over.
JOINED_BOUND: Final = 1024
LONGEST_KEY: Final = 256

RAPID_COMMIT_TLV: Final = tlv6(RAPID_COMMIT, b"")


def reply6(request: Request6, decision: Decision6, tables: Tables6, client_port: int = 0) -> Reply6:
    """Return the reply to send; `client_port` 0 means the usual ports."""
    duid, server_id = request.duid, tables.server_id
    pieces = [
        HEADER.pack(decision.kind << 24 | request.transaction_id),
        HEAD.pack(CLIENTID, len(duid)) if duid else b"",
        duid,
        HEAD.pack(SERVERID, len(server_id)),
        server_id,
    ]
    if decision.status != NO_STATUS:
        pieces.append(write_status(decision.status, decision.status_text))
    if decision.rapid_commit:
        pieces.append(RAPID_COMMIT_TLV)
    if decision.echoed:
        pieces.append(decision.echoed)
    for answer in decision.ias:
        pieces.append(_ia(answer, request.asked))
    if decision.plan is not None:
        pieces.append(_configured(request, decision, decision.plan, tables))
    data = b"".join(pieces)
    # Clients on our links and the last relay are answered where they sent from (RFC 8415 sections 18.3.9 and 19.3).
    port = client_port or reply_port(request.packet, request.source_port)
    # who turned to one of our addresses gets the answer from there
    local = 0 if request.multicast else request.local
    return Reply6(wrap_reply(request.packet, data), request.interface, request.source, port, local)


def _ia(answer: IaAnswer, asked: bytes) -> bytes:
    # common case first: one address
    if len(answer.items) == 1 and answer.type == NA and answer.status == NO_STATUS:
        address, _, preferred, valid, _ = answer.items[0]
        return write_ia_address(answer.iaid, answer.t1, answer.t2, address, preferred, valid)
    octets = b"".join([_item(answer.type, item, asked) for item in answer.items])
    if answer.status != NO_STATUS:
        octets += write_status(answer.status, answer.status_text)
    if answer.type == TA:
        return write_ia_ta(answer.iaid, octets)
    return write_ia(IA_PD if answer.type == PD else IA_NA, answer.iaid, answer.t1, answer.t2, octets)


def _item(type: int, item: Item6, asked: bytes) -> bytes:
    first, length, preferred, valid, exclude = item
    if type != PD:
        return write_address(first, preferred, valid)
    # RFC 6603 section 5.2: an exclusion is only for a router that asks for it.
    if exclude and PD_EXCLUDE not in read_codes(asked):
        exclude = b""
    return write_prefix(first, length, preferred, valid, exclude)


def _configured(request: Request6, decision: Decision6, plan: Plan6, tables: Tables6) -> bytes:
    """Return the options of the plan, the client's name, and what relays supply."""
    octets = joined6(plan, request.asked)
    if decision.name is not None and decision.name.tlvs:
        if CLIENT_FQDN in plan.tlvs:
            # the client's own name replaces a configured one
            options = walk6(octets)
            options.pop(CLIENT_FQDN, None)
            octets = join6(options)
        octets += decision.name.tlvs
    if plan.vendors:
        octets += vendor_options6(request, plan.vendors, walk6(octets))
    # common case first: no relay, or one with nothing to pass on
    if request.relayed:
        for relay in request.packet.relays:
            if RSOO in relay.options:
                return octets + _relay_supplied(request, tables.relay_supplied_options, octets)
    return octets


def joined6(plan: Plan6, asked: bytes) -> bytes:
    """Return the configured options for this option request: those asked for in the client's order, then those sent
    unasked. Raise WireError when the request cannot be read.
    """
    octets = plan.joined.get(asked)
    if octets is None:
        tlvs = plan.tlvs
        codes = dict.fromkeys((*read_codes(asked), *plan.unasked))
        octets = b"".join([tlvs[code] for code in codes if code in tlvs])
        if len(asked) <= LONGEST_KEY:
            if len(plan.joined) >= JOINED_BOUND:
                plan.joined.clear()
            plan.joined[asked] = octets
    return octets


def _relay_supplied(request: Request6, allowed: frozenset[int], ours: bytes) -> bytes:
    """Return the options relays want passed on to the client, the nearest relay's first (RFC 6422 section 5).

    Only those the administrator allows, and only what the server has no answer of its own to.
    """
    supplied: dict[int, list[bytes]] = {}
    for relay in reversed(request.packet.relays):
        for container in relay.options.get(RSOO, ()):
            for code, values in walk6(container).items():
                if code in allowed and code not in supplied:
                    supplied[code] = values[:1]
    if not supplied:
        return b""
    for code in walk6(ours):
        supplied.pop(code, None)
    return join6(supplied)

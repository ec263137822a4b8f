"""What to answer: one function per DHCPv6 message type, from a case to a decision.

[hot] The twin of decide4.py. Decisions follow RFC 8415 section 18.3 in the reading of Kea: remarks name the log
messages that say why. A decision changes nothing; its `changes` do, if the store still holds what they expect. IA_TA
is passed over as Kea does.
"""

from typing import Final

from lessor.engine.assign6 import assign, changes_of
from lessor.engine.case6 import Case6
from lessor.engine.decision6 import SILENT, Decision6, IaAnswer, Remark6
from lessor.engine.request6 import Ia, Request6
from lessor.engine.tables6 import Subnet6, Tables6
from lessor.engine.terms6 import plan_for, plan_of_classes
from lessor.model.lease6 import PD, TA, Change6, Lease6
from lessor.wire.ia import NO_ADDRS_AVAIL, NO_BINDING, NO_PREFIX_AVAIL, NOT_ON_LINK, SUCCESS, USE_MULTICAST
from lessor.wire.packet6 import (
    ADVERTISE,
    DECLINE,
    INFORMATION_REQUEST,
    REBIND,
    RELEASE,
    RENEW,
    REPLY,
    REQUEST,
    SOLICIT,
    UNICAST,
)

NO_SUBNET: Final = "DHCP6_SUBNET_SELECTION_FAILED"

BY_UNICAST: Final = (REQUEST, RENEW, RELEASE, DECLINE)
"""What a client may send to our own address once it was told so."""


def solicit(case: Case6) -> Decision6:
    """Say what the client would get (RFC 8415 section 18.3.1), or give it at once if both sides want that."""
    if case.request.rapid_commit and case.subnet.rapid_commit:
        decision = request(case)
        decision.rapid_commit = True
        return decision
    decision = Decision6(ADVERTISE)
    for ia in _associations(case.request):
        answer, _ = assign(case, ia, decision)
        decision.ias.append(answer)
    return _completed(case, decision)


def request(case: Case6) -> Decision6:
    """Give the client what it asks for (RFC 8415 section 18.3.2)."""
    decision = Decision6(REPLY)
    changes: list[Change6] = []
    for ia in _associations(case.request):
        answer, lost = assign(case, ia, decision)
        decision.ias.append(answer)
        changes += changes_of(case, answer, lost)
    decision.changes = tuple(changes)
    return _completed(case, decision)


def renew(case: Case6) -> Decision6:
    """Extend what the client has, or give it something else (RFC 8415 sections 18.3.4 and 18.3.5); REBIND is the same.

    What it named and must no longer use comes back with lifetimes of zero.
    """
    decision = Decision6(REPLY)
    changes: list[Change6] = []
    for ia in _associations(case.request):
        answer, lost = assign(case, ia, decision)
        _withdraw(ia, answer, lost)
        decision.ias.append(answer)
        changes += changes_of(case, answer, lost)
    decision.changes = tuple(changes)
    return _completed(case, decision)


def _withdraw(ia: Ia, answer: IaAnswer, lost: list[Lease6]) -> None:
    # common case first: it named what it gets
    if not lost and len(ia.wanted) == len(answer.items) == 1 and ia.wanted[0][:2] == answer.items[0][:2]:
        return
    answered = {(item[0], item[1]) for item in answer.items}
    gone = [(lease.address, lease.prefix_length) for lease in lost]
    for address, length in (*gone, *[(wish[0], wish[1]) for wish in ia.wanted]):
        # "::" stands for no prefix in particular (RFC 8415 section 18.2.4)
        if address and (address, length) not in answered:
            answered.add((address, length))
            answer.items.append((address, length, 0, 0, b""))


def confirm(case: Case6) -> Decision6:
    """Say whether the client's addresses are those of its link (RFC 8415 section 18.3.3)."""
    addresses = [wish[0] for ia in case.request.ias if ia.type != PD for wish in ia.wanted]
    if not addresses:
        # "... there were no addresses in any of the IAs sent by the client, the server MUST NOT send a response"
        return Decision6(SILENT)
    decision = Decision6(REPLY)
    if all(_is_on_link(case.subnet, address) for address in addresses):
        decision.status, decision.status_text = SUCCESS, "all addresses belong to this link"
    else:
        decision.status, decision.status_text = NOT_ON_LINK, "an address does not belong to this link"
    return _completed(case, decision)


def inform(case: Case6) -> Decision6:
    """Tell a client without leases the rest (RFC 8415 section 18.3.6)."""
    return _completed(case, Decision6(REPLY))


def elsewhere(tables: Tables6, request: Request6) -> Decision6:
    """Answer a client that is served nothing where it is: it gets silence where another server may know more."""
    kind, addresses_status, prefixes_status, text = _LOST.get(request.message_type, _NO_ANSWER)
    decision = Decision6(kind, NO_SUBNET)
    if kind == SILENT:
        return decision
    for ia in _associations(request) if text else ():
        if ia.type == PD and request.message_type == DECLINE:
            continue  # prefixes cannot be declined
        status = prefixes_status if ia.type == PD else addresses_status
        decision.ias.append(IaAnswer(ia.type, ia.iaid, status, text))
    if request.message_type == RELEASE:
        decision.status, decision.status_text = NO_BINDING, text
    elif request.message_type != DECLINE:
        classifier = tables.classifier
        decision.plan = tables.plan if classifier is None else tables.plan_for(tables.plan, classifier.key(request))
    return decision


def reject(case: Case6) -> Decision6:
    """Tell a client of the class REJECT that there is nothing for it."""
    kind, addresses_status, prefixes_status = _REJECTED[case.request.message_type]
    decision = Decision6(kind)
    decision.remarks.append(Remark6("DHCP6_PACKET_REJECT_CLASS", 0, 0, 0))
    for ia in _associations(case.request):
        status = prefixes_status if ia.type == PD else addresses_status
        decision.ias.append(IaAnswer(ia.type, ia.iaid, status, "this client is not served"))
    decision.plan = plan_of_classes(case, case.subnet.plan)
    return decision


# kind of reply, status of addresses, status of prefixes
_REJECTED: Final = {
    SOLICIT: (ADVERTISE, NO_ADDRS_AVAIL, NO_PREFIX_AVAIL),
    REQUEST: (REPLY, NO_ADDRS_AVAIL, NO_PREFIX_AVAIL),
    RENEW: (REPLY, NO_BINDING, NO_BINDING),
    REBIND: (REPLY, NO_BINDING, NO_BINDING),
}

# the same, and what is said
_UNKNOWN_LINK: Final = "this link is not served"
_NO_ANSWER: Final = (SILENT, 0, 0, "")
_LOST: Final = {
    SOLICIT: (ADVERTISE, NO_ADDRS_AVAIL, NO_PREFIX_AVAIL, _UNKNOWN_LINK),
    REQUEST: (REPLY, NO_ADDRS_AVAIL, NO_PREFIX_AVAIL, _UNKNOWN_LINK),
    RENEW: (REPLY, NO_BINDING, NO_BINDING, _UNKNOWN_LINK),
    RELEASE: (REPLY, NO_BINDING, NO_BINDING, _UNKNOWN_LINK),
    DECLINE: (REPLY, NO_BINDING, NO_BINDING, _UNKNOWN_LINK),
    INFORMATION_REQUEST: (REPLY, 0, 0, ""),
}


def came_astray(request: Request6, subnet: Subnet6) -> bool:
    """Tell whether the client wrote to our own address without having been allowed to (RFC 8415 section 18.4)."""
    if request.multicast or request.relayed or request.message_type not in BY_UNICAST:
        return False
    return UNICAST not in subnet.plan.tlvs


def use_multicast(case: Case6) -> Decision6:
    """Send the client back to the multicast group; "the Reply message MUST contain no other options"."""
    decision = Decision6(REPLY)
    decision.status, decision.status_text = USE_MULTICAST, "send this to the multicast group"
    return decision


def _associations(request: Request6) -> list[Ia]:
    """Return the identity associations to answer, each once."""
    # common case first
    if len(request.ias) == 1 and request.ias[0].type != TA:
        return request.ias
    ias = [ia for ia in request.ias if ia.type != TA]
    return list({(ia.type, ia.iaid): ia for ia in reversed(ias)}.values())[::-1]


def _is_on_link(subnet: Subnet6, address: int) -> bool:
    return any(sibling.first <= address <= sibling.last for sibling in subnet.siblings)


def _completed(case: Case6, decision: Decision6) -> Decision6:
    """Fill in what the client is told besides, and the subnet where no lease did."""
    decision.plan = plan_for(case, decision)
    if decision.subnet is None:
        decision.subnet = case.subnet
    return decision

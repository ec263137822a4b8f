"""Tests of lessor.engine.decide6: the rules for messages that conversations do not reach one by one."""

import pytest

from lessor.engine.decide6 import came_astray, elsewhere, request, solicit
from lessor.engine.decision6 import NO_STATUS, SILENT
from lessor.engine.request6 import Request6
from lessor.wire.ia import NO_ADDRS_AVAIL, NO_BINDING, NO_PREFIX_AVAIL
from lessor.wire.options6 import Options, tlv6
from lessor.wire.packet6 import (
    ADDR_REG_INFORM,
    ADVERTISE,
    CONFIRM,
    DECLINE,
    INFORMATION_REQUEST,
    REBIND,
    RELEASE,
    RENEW,
    REPLY,
    REQUEST,
    SERVERID,
    SOLICIT,
)
from tests.engine.messages6 import SERVER_DUID, read, relay
from tests.engine.test_allocate6 import case
from tests.flows.conversation6 import na, pd, plan6, subnet6, tables6

WITH_SERVER = (REQUEST, RENEW, RELEASE, DECLINE)


def asked(kind: int, multicast: bool = True, relayed: bool = False) -> Request6:
    """A message with an address and a prefix association."""
    options: Options = {code: [value] for code, value in (na(1), pd(1))}
    if kind in WITH_SERVER:
        options[SERVERID] = [SERVER_DUID]
    return read(options, *([relay()] if relayed else []), kind=kind, multicast=multicast)


@pytest.mark.parametrize(
    ("kind", "answer", "statuses", "overall", "options"),
    [
        (SOLICIT, ADVERTISE, [NO_ADDRS_AVAIL, NO_PREFIX_AVAIL], NO_STATUS, True),
        (REQUEST, REPLY, [NO_ADDRS_AVAIL, NO_PREFIX_AVAIL], NO_STATUS, True),
        (RENEW, REPLY, [NO_BINDING, NO_BINDING], NO_STATUS, True),
        (RELEASE, REPLY, [NO_BINDING, NO_BINDING], NO_BINDING, False),
        (DECLINE, REPLY, [NO_BINDING], NO_STATUS, False),
        (INFORMATION_REQUEST, REPLY, [], NO_STATUS, True),
        (REBIND, SILENT, [], NO_STATUS, False),
        (CONFIRM, SILENT, [], NO_STATUS, False),
        (ADDR_REG_INFORM, SILENT, [], NO_STATUS, False),
    ],
)
def test_links_we_do_not_serve(kind: int, answer: int, statuses: list[int], overall: int, options: bool) -> None:
    decision = elsewhere(tables6(), asked(kind))
    assert (decision.kind, decision.status, decision.plan is not None) == (answer, overall, options)
    assert [ia.status for ia in decision.ias] == statuses
    assert decision.reason


@pytest.mark.parametrize("kind", WITH_SERVER)
def test_by_unicast_only_with_permission(kind: int) -> None:
    allowed = subnet6(its_plan=plan6(tlvs={12: tlv6(12, bytes(16))}))
    assert came_astray(asked(kind, multicast=False), subnet6())
    assert not came_astray(asked(kind, multicast=False), allowed)
    assert not came_astray(asked(kind), subnet6())
    assert not came_astray(asked(kind, multicast=False, relayed=True), subnet6())


def test_registrations_may_come_by_unicast() -> None:
    assert not came_astray(asked(ADDR_REG_INFORM, multicast=False), subnet6())


def test_an_advertisement_changes_nothing() -> None:
    stands = case()
    stands.request = asked(SOLICIT)
    decision = solicit(stands)
    assert (decision.kind, decision.changes) == (ADVERTISE, ())
    assert [len(ia.leases) for ia in decision.ias] == [1, 1]


def test_a_reply_changes_what_it_tells() -> None:
    stands = case()
    stands.request = asked(REQUEST)
    decision = request(stands)
    assert [after for _, after in decision.changes] == [lease for ia in decision.ias for lease in ia.leases]
    assert decision.subnet is stands.subnet

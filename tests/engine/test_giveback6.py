"""Tests of lessor.engine.giveback6: what is told about each address, and what becomes of its lease."""

import pytest

from lessor.engine.case6 import Case6
from lessor.engine.giveback6 import NOBODY, decline, register, release
from lessor.engine.request6 import Ia
from lessor.model.lease import DECLINED, RECLAIMED
from lessor.model.lease6 import NA, PD, REGISTERED, TA, Lease6
from lessor.wire.errors import WireError
from lessor.wire.ia import NO_BINDING, SUCCESS
from lessor.wire.packet6 import ADDR_REG_INFORM, ADDR_REG_REPLY, IAADDR, REPLY
from tests.engine.messages6 import octets, read
from tests.engine.test_allocate6 import ADDRESS, OTHER, PREFIX, case, delegated, ia, lease
from tests.flows.conversation6 import NOW


def naming(stands: Case6, *ias: Ia) -> Case6:
    stands.request.ias = list(ias)
    return stands


MINE = ia(NA, (ADDRESS, 128, 0, 0))
MY_PREFIX = ia(PD, (PREFIX, 56, 0, 0))


@pytest.mark.parametrize(
    ("held", "named", "reason"),
    [
        (lease(), MINE, "DHCP6_RELEASE_NA"),
        (lease(OTHER), MINE, "DHCP6_RELEASE_NA_FAIL_WRONG_DUID"),
        (lease(iaid=2), MINE, "DHCP6_RELEASE_NA_FAIL_WRONG_IAID"),
        (lease(state=RECLAIMED), MINE, "DHCP6_RELEASE_NA_FAIL_NOT_ASSIGNED"),
        (lease(state=REGISTERED), MINE, "DHCP6_RELEASE_NA_FAIL_WRONG_DUID"),
        (lease(NOBODY, state=DECLINED), MINE, "DHCP6_RELEASE_NA_FAIL_WRONG_DUID"),
        (delegated(), MINE, "DHCP6_RELEASE_NA_FAIL_NOT_ASSIGNED"),
        (delegated(), MY_PREFIX, "DHCP6_RELEASE_PD"),
        (delegated(OTHER), MY_PREFIX, "DHCP6_RELEASE_PD_FAIL_WRONG_DUID"),
        (delegated(iaid=2), MY_PREFIX, "DHCP6_RELEASE_PD_FAIL_WRONG_IAID"),
        (delegated(), ia(PD, (PREFIX, 60, 0, 0)), "DHCP6_RELEASE_PD_FAIL_NOT_ASSIGNED"),
    ],
)
def test_release(held: Lease6, named: Ia, reason: str) -> None:
    done = reason in ("DHCP6_RELEASE_NA", "DHCP6_RELEASE_PD")
    decision = release(naming(case(held), named))
    assert [remark.reason for remark in decision.remarks] == [reason]
    assert decision.changes == (((held, None),) if done else ())
    assert decision.status == decision.ias[0].status == (SUCCESS if done else NO_BINDING)
    assert (decision.kind, decision.plan) == (REPLY, None)


def test_what_cannot_be_released_or_declined_is_passed_over() -> None:
    temporary = Ia(TA, 1, 0, 0, [(ADDRESS, 128, 0, 0)])
    assert release(naming(case(lease()), temporary)).ias == []
    assert decline(naming(case(delegated()), temporary, MY_PREFIX)).ias == []


def test_decline() -> None:
    held = lease(pool_id=5)
    decision = decline(naming(case(held), MINE))
    ((before, after),) = decision.changes
    assert before is held
    assert after == Lease6(NA, ADDRESS, 128, NOBODY, 1, 0, 86400, NOW, 1, state=DECLINED, pool_id=5)
    assert decision.ias[0].status == SUCCESS


def test_one_wrong_address_makes_a_decline_wrong_but_does_not_save_the_other() -> None:
    decision = decline(naming(case(lease()), ia(NA, (ADDRESS, 128, 0, 0), (ADDRESS + 1, 128, 0, 0))))
    assert len(decision.changes) == 1
    assert decision.ias[0].status == NO_BINDING


def registering(value: bytes, *leases: Lease6) -> Case6:
    stands = case(*leases)
    stands.request = read({IAADDR: [value]}, kind=ADDR_REG_INFORM, source="2001:db8:1::105")
    return stands


OWN = octets("2001:db8:1::105") + bytes.fromhex("00000bb8 00000fa0")


def test_register() -> None:
    decision = register(registering(OWN))
    ((before, after),) = decision.changes
    assert before is None
    assert after is not None
    assert (after.state, after.preferred_lifetime, after.valid_lifetime) == (REGISTERED, 3000, 4000)
    assert decision.kind == ADDR_REG_REPLY
    assert decision.echoed.endswith(OWN)


def test_a_lease_that_is_over_may_become_a_registration() -> None:
    over = lease(OTHER, state=RECLAIMED)
    assert register(registering(OWN, over)).changes[0][0] is over
    assert register(registering(OWN, lease(OTHER))).changes == ()


def test_an_address_that_cannot_be_read() -> None:
    with pytest.raises(WireError):
        register(registering(OWN[:20]))

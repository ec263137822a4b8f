"""Tests of lessor.engine.assign6: what conversations do not show, leases and changes as they are handed on."""

from lessor.engine.assign6 import assign, changes_of
from lessor.engine.case6 import Case6
from lessor.engine.decision6 import Decision6, IaAnswer
from lessor.engine.request6 import Ia
from lessor.engine.terms6 import plan_for
from lessor.model.lease6 import NA, PD, Change6, Lease6
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import REPLY
from tests.engine.messages6 import DUID
from tests.engine.test_allocate6 import ADDRESS, OTHER, PREFIX, case, delegated, ia, lease
from tests.flows.conversation6 import NOW, number, plan6, reservation6, subnet6


def given(stands: Case6, association: Ia, decision: Decision6) -> tuple[IaAnswer, list[Lease6], list[Change6]]:
    """The answer to an association, the leases it loses, and the changes that make it true."""
    answer, lost = assign(stands, association, decision)
    return answer, lost, changes_of(stands, answer, lost)


def test_a_new_lease() -> None:
    decision = Decision6(REPLY)
    stands = case()
    answer, lost, changes = given(stands, ia(PD, (PREFIX, 56, 1000, 2000)), decision)
    (new,) = answer.leases
    assert (new.address, new.prefix_length, new.preferred_lifetime, new.valid_lifetime) == (PREFIX, 56, 1000, 2000)
    assert (new.duid, new.iaid, new.cltt, new.subnet_id) == (DUID, 1, NOW, 1)
    assert (lost, changes) == ([], [(None, new)])
    assert stands.granted == {(PD, PREFIX)}


def test_a_renewal_expects_the_lease_as_it_was() -> None:
    before = lease(cltt=NOW - 100)
    _, lost, changes = given(case(before), ia(), Decision6(REPLY))
    ((expected, after),) = changes
    assert expected is before
    assert after is not None
    assert (after.cltt, lost) == (NOW, [])


def test_what_is_taken_over_expects_the_row_that_is_left() -> None:
    rest = lease(OTHER, cltt=NOW - 5000)
    _, _, changes = given(case(rest), ia(NA, (ADDRESS, 128, 0, 0)), Decision6(REPLY))
    assert changes[0][0] is rest


def test_a_lease_that_must_go_goes_first() -> None:
    before = lease()
    here = subnet6(hosts=reservation6(DUID, "2001:db8:1::999"))
    answer, lost, changes = given(case(before, here=here), ia(), Decision6(REPLY))
    assert [item[0] for item in answer.items] == [number("2001:db8:1::999")]
    assert lost == [before]
    assert changes[0] == (before, None)


def test_every_lease_of_an_association_is_extended() -> None:
    one, two = lease(), lease(address=ADDRESS + 1)
    answer, lost, changes = given(case(one, two), ia(), Decision6(REPLY))
    assert [item[0] for item in answer.items] == [ADDRESS, ADDRESS + 1]
    assert (len(changes), lost) == (2, [])


def test_t1_and_t2_are_those_of_the_shortest_preferred_lifetime() -> None:
    wishes = ((ADDRESS, 128, 2000, 5000), (ADDRESS + 1, 128, 1000, 5000))
    answer, _, _ = given(case(lease(), lease(address=ADDRESS + 1)), ia(NA, *wishes), Decision6(REPLY))
    assert (answer.t1, answer.t2) == (500, 800)


def test_a_lack_is_told_only_where_there_is_something_to_give() -> None:
    decision = Decision6(REPLY)
    answer, _, changes = given(case(here=subnet6(prefixes="")), ia(PD), decision)
    assert (answer.items, changes, decision.exhausted) == ([], [], False)
    given(case(lease(OTHER), here=subnet6(pools="2001:db8:1::105-2001:db8:1::105")), ia(), decision)
    assert decision.exhausted


def test_options_of_the_subnet_where_nothing_is_given() -> None:
    here = subnet6()
    assert plan_for(case(here=here), Decision6(REPLY)) is here.plan


def test_options_of_a_reservation_are_laid_over_once() -> None:
    here = subnet6(hosts=reservation6(DUID, tlvs={24: tlv6(24, b"mine")}))
    stands = case(here=here)
    decision = Decision6(REPLY)
    plan = plan_for(stands, decision)
    assert plan.tlvs[24] == tlv6(24, b"mine")
    assert plan_for(stands, decision) is plan


def test_options_of_the_pool_of_the_first_address() -> None:
    here = subnet6()
    here.pools[0].plan = plan6(tlvs={23: tlv6(23, b"pool")})
    decision = Decision6(REPLY)
    stands = case(delegated(), here=here)
    for association in (ia(), ia(PD)):
        answer, _, _ = given(stands, association, decision)
        decision.ias.append(answer)
    assert plan_for(stands, decision).tlvs[23] == tlv6(23, b"pool")

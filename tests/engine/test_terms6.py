"""Tests of lessor.engine.terms6: plans and lifetimes."""

from lessor.engine.case6 import Case6, Offers6
from lessor.engine.classify import Classifier
from lessor.engine.decision6 import Decision6
from lessor.engine.hosts6 import find_hosts6
from lessor.engine.occupancy import LEASED
from lessor.engine.request6 import Wish
from lessor.engine.tables import ClassKey
from lessor.engine.tables6 import Host6, Plan6, Subnet6
from lessor.engine.terms6 import OVERLAID_BOUND, lifetimes6, plan_for, plan_of_classes
from lessor.model.facts6 import Facts6
from lessor.model.lease6 import NA, PD
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import REPLY
from tests.engine.messages6 import DUID, read
from tests.engine.test_allocate6 import ADDRESS, ia
from tests.flows.conversation6 import NOW, plan6, subnet6, tables6


def case(here: Subnet6, **settings: object) -> Case6:
    tables, request = tables6(here, **settings), read()
    return Case6(tables, request, here, find_hosts6(tables, here, request), Facts6([], {}, {}), Offers6(), NOW)


def lifetimes(here: Subnet6, *wishes: Wish, type: int = NA) -> tuple[int, int]:
    return lifetimes6(case(here), ia(type, *wishes), here, here.plan, ADDRESS)


def test_lifetimes_follow_the_wish_for_this_address_within_the_limits() -> None:
    here = subnet6()
    assert lifetimes(here) == (3000, 4000)
    assert lifetimes(here, (1, 128, 600, 1100), (ADDRESS, 128, 700, 1200)) == (700, 1200)
    assert lifetimes(here, (1, 128, 600, 1100)) == (600, 1100)
    assert lifetimes(here, (ADDRESS, 128, 1, 1)) == (500, 1000)
    assert lifetimes(here, (ADDRESS, 128, 10**6, 10**6)) == (6000, 8000)
    assert lifetimes(here, (ADDRESS, 128, 5000, 1200)) == (1200, 1200)


def test_shortage_makes_lifetimes_short_whatever_is_wished() -> None:
    here = subnet6(pools="2001:db8:1::100-2001:db8:1::103", adaptive_threshold=0.5)
    for position in range(3):
        assert lifetimes(here, (ADDRESS, 128, 5000, 6000)) == (5000, 6000)
        here.pools[0].occupancy.mark(position, LEASED)
    assert lifetimes(here, (ADDRESS, 128, 5000, 6000)) == (500, 1000)
    assert lifetimes(here, type=PD) == (3000, 4000)
    assert lifetimes(subnet6(pools="", prefixes="", adaptive_threshold=0.5)) == (3000, 4000)


def test_plans_of_classes() -> None:
    asked: list[ClassKey] = []
    other = plan6()

    def told(plan: Plan6, key: ClassKey) -> Plan6:
        asked.append(key)
        return other

    here = subnet6()
    assert plan_of_classes(case(here), here.plan) is here.plan
    assert plan_of_classes(case(here, classifier=Classifier(()), plan_for=told), here.plan) is other
    assert asked == [()]


def test_plans_laid_over_for_a_host_are_bounded() -> None:
    host = Host6(tlvs={23: tlv6(23, bytes(16))})
    here = subnet6(hosts={("duid", DUID): host})
    for _ in range(2 * OVERLAID_BOUND):
        here.plan = plan6()
        stands = case(here)
        assert plan_for(stands, Decision6(REPLY)).tlvs[23] == tlv6(23, bytes(16))
        assert len(host.plans) <= OVERLAID_BOUND

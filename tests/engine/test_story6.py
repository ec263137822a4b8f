"""Tests of what lessor.engine.story6 tells: how each candidate came up, and why it was passed over."""

from lessor.engine.assign6 import assign
from lessor.engine.case6 import Case6, Offers6, offer_key
from lessor.engine.classify import Classifier
from lessor.engine.decision6 import Decision6
from lessor.engine.locate6 import locate6
from lessor.engine.occupancy import LEASED
from lessor.engine.request6 import Ia
from lessor.engine.story import (
    CLOSED,
    DECLINED,
    ELSEWHERE,
    HELD,
    LEASE,
    NO_POOL,
    ON_OFFER,
    POOL,
    PROMISED,
    RESERVATION,
    USED_UP,
    WISH,
)
from lessor.engine.story6 import GRANTED_ALREADY, NOT_A_UNIT
from lessor.engine.tables6 import Subnet6
from lessor.model import lease as states
from lessor.model.facts6 import Facts6
from lessor.model.lease6 import NA, PD, Lease6
from lessor.wire.packet6 import ADVERTISE
from tests.engine.messages6 import DUID, read
from tests.engine.test_allocate6 import OTHER, PREFIX, ia, lease
from tests.flows.conversation6 import NOW, number, reservation6, subnet6, tables6

Told = tuple[str, str, int, str]


def told(here: Subnet6, wanted: Ia, *leases: Lease6, stands: Case6 | None = None) -> list[Told]:
    """What is told of one association: origin, first address or prefix, length, objection."""
    stands = stands or asked(here, *leases)
    stands.story = []
    assign(stands, wanted, Decision6(ADVERTISE))
    return [(one.origin, f"{one.first & 0xFFFF:x}", one.length, one.objection) for one in stands.story]


def asked(here: Subnet6, *leases: Lease6) -> Case6:
    facts = Facts6(
        [one for one in leases if one.duid == DUID],
        {one.address: one for one in leases if one.type != PD},
        {one.address: one for one in leases if one.type == PD},
    )
    tables, request = tables6(here, classifier=Classifier([])), read()
    hosts = locate6(tables, request).hosts
    return Case6(tables, request, here, hosts, facts, Offers6(), NOW)


def wish(text: str, length: int = 128) -> Ia:
    return ia(NA if length == 128 else PD, (number(text), length, 0, 0))


NEXT = (POOL, "100", 128, "")


def test_the_next_of_the_pool() -> None:
    assert told(subnet6(), ia()) == [NEXT]
    assert told(subnet6(), ia(PD)) == [(POOL, "0", 56, "")]


def test_wishes() -> None:
    here = subnet6(hosts=reservation6(OTHER, "2001:db8:1::106"))
    theirs = lease(OTHER), lease(OTHER, address=number("2001:db8:1::107"), state=states.DECLINED)
    assert told(here, wish("2001:db8:1::101")) == [(WISH, "101", 128, "")]
    assert told(here, wish("2001:db8:7::1")) == [(WISH, "1", 128, ELSEWHERE), NEXT]
    assert told(here, wish("2001:db8:1::999")) == [(WISH, "999", 128, NO_POOL), (POOL, "101", 128, "")]
    assert told(here, wish("2001:db8:1::106"))[0] == (WISH, "106", 128, PROMISED)
    assert told(here, wish("2001:db8:1::105"), *theirs)[0] == (WISH, "105", 128, HELD)
    assert told(here, wish("2001:db8:1::107"), *theirs)[0] == (WISH, "107", 128, DECLINED)


def test_what_is_on_offer_to_somebody_else() -> None:
    here = subnet6()
    stands = asked(here)
    stands.offers.addresses.add(number("2001:db8:1::105"), offer_key(NA, 1, OTHER), 1, NOW, None)
    assert told(here, wish("2001:db8:1::105"), stands=stands)[0] == (WISH, "105", 128, ON_OFFER)


def test_what_another_association_gets() -> None:
    here = subnet6()
    stands = asked(here)
    stands.granted.add((NA, number("2001:db8:1::105")))
    assert told(here, wish("2001:db8:1::105"), stands=stands)[0] == (WISH, "105", 128, GRANTED_ALREADY)


def test_leases() -> None:
    assert told(subnet6(), ia(), lease()) == [(LEASE, "105", 128, "")]
    here = subnet6(hosts=reservation6(OTHER, "2001:db8:1::105"))
    assert told(here, ia(), lease())[0] == (LEASE, "105", 128, PROMISED)
    assert told(subnet6(), ia(PD), lease(type=PD, address=PREFIX, prefix_length=60))[0] == (LEASE, "0", 60, NOT_A_UNIT)


def test_reservations() -> None:
    here = subnet6(hosts=reservation6(DUID, "2001:db8:1::105,2001:db8:1::77"))
    assert told(here, ia()) == [(RESERVATION, "105", 128, "")]
    assert told(here, ia(), lease(OTHER)) == [(RESERVATION, "105", 128, HELD), (RESERVATION, "77", 128, "")]


def test_pools() -> None:
    here = subnet6(
        pools="2001:db8:1::100-2001:db8:1::100,2001:db8:1::200-2001:db8:1::201,2001:db8:1::300-2001:db8:1::301"
    )
    here.pools[0].occupancy.mark(0, LEASED)
    here.pools[1].guard = ("somebody",)
    assert told(here, ia()) == [(POOL, "200", 128, CLOSED), (POOL, "100", 128, USED_UP), (POOL, "300", 128, "")]
    assert told(here, wish("2001:db8:1::200"))[0] == (WISH, "200", 128, CLOSED)


def test_nobody_asks() -> None:
    stands = asked(subnet6())
    assign(stands, wish("2001:db8:7::1"), Decision6(ADVERTISE))
    assert stands.story is None

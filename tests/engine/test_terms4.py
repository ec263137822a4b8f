"""Tests of lessor.engine.terms4."""

from lessor.engine.allocate import Case4
from lessor.engine.occupancy import LEASED
from lessor.engine.offers import OfferBook
from lessor.engine.tables import Host, Subnet
from lessor.engine.terms4 import plan_of, terms_of
from lessor.model.facts import Facts4
from lessor.wire.options import tlv
from tests.engine.test_request4 import MAC, read
from tests.flows.conversation import NOW, guarded, octets, plan, pool, subnet, tables


def case(here: Subnet, asked: int = 0) -> Case4:
    request = read({51: asked.to_bytes(4, "big")} if asked else {})
    return Case4(tables(here), request, here, Facts4([], [], {}), OfferBook(), NOW)


def test_the_plan_of_the_pool_or_the_subnet() -> None:
    here = subnet()
    here.pools[0].plan = plan(lifetime_default=77)
    assert plan_of(case(here), here, here.pools[0]) is here.pools[0].plan
    assert plan_of(case(here), here, None) is here.plan
    assert terms_of(case(here), here, here.pools[0]) == (here.pools[0].plan, 77)


def test_the_reservation_lies_over_it() -> None:
    host = Host(tlvs={66: tlv(66, b"own")})
    here = subnet(hosts={("hw-address", MAC): host})
    found = case(here)
    laid = plan_of(found, here, here.pools[0])
    assert laid.tlvs[66] == tlv(66, b"own")
    assert laid.tlvs[42] == tlv(42, octets("192.0.2.123"))
    assert plan_of(found, here, here.pools[0]) is laid
    assert terms_of(found, here, here.pools[0])[0] is laid


def test_lifetimes_within_the_limits() -> None:
    here = subnet()
    assert [terms_of(case(here, asked), here, None)[1] for asked in (0, 10, 700, 10**6)] == [3600, 600, 700, 7200]


def test_what_is_occupied_counts_where_the_client_may_be() -> None:
    here = subnet(pools="", adaptive_threshold=0.5)
    here.pools = (
        pool("192.0.2.10-192.0.2.11", here.plan),
        guarded(pool("192.0.2.20-192.0.2.29", here.plan), "others"),
    )
    assert terms_of(case(here), here, here.pools[0])[1] == 3600
    here.pools[0].occupancy.mark(0, LEASED)
    assert terms_of(case(here), here, here.pools[0])[1] == 3600, "half of the addresses are not more than half"
    here.pools[0].occupancy.mark(1, LEASED)
    assert terms_of(case(here), here, here.pools[0])[1] == 600
    here.pools = ()
    assert terms_of(case(here), here, None)[1] == 3600, "nothing is short where there is nothing"

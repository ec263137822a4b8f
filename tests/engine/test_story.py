"""Tests of what engine/story.py keeps of a decision."""

from lessor.engine import story
from lessor.engine.allocate import Case4
from lessor.engine.decide4 import Decision4, discover, request
from lessor.engine.offers import OfferBook
from lessor.engine.request4 import Request4
from lessor.engine.story import Considered, Story
from lessor.engine.tables import Subnet
from lessor.model.facts import Facts4
from lessor.model.lease import DECLINED, Lease4
from lessor.wire.packet4 import OFFER
from tests.engine.test_request4 import MAC, read
from tests.flows.conversation import NOW, guarded, number, octets, reservation, subnet, tables


def told(here: Subnet, message: Request4, *leases: Lease4, offers: OfferBook | None = None) -> tuple[Decision4, Story]:
    """Decide on a message, and return what was considered with it."""
    own = [lease for lease in leases if lease.hwaddr == MAC]
    facts = Facts4([], own, {lease.address: lease for lease in leases})
    case = Case4(tables(here), message, here, facts, offers or OfferBook(), NOW, story=[])
    decision = discover(case) if message.message_type == 1 else request(case)
    assert case.story is not None
    return decision, case.story


def one(origin: str, address: str, objection: str = "") -> Considered:
    return Considered(origin, number(address), number(address), objection)


def lease(address: str, hwaddr: bytes = b"other!", state: int = 0) -> Lease4:
    return Lease4(number(address), hwaddr, b"", 3600, NOW, 1, state=state)


def test_everything_that_can_be_considered() -> None:
    here = subnet(hosts=reservation(MAC.hex(), address="192.0.2.50"))
    offers = OfferBook()
    offers.add(number("192.0.2.99"), MAC, 1, NOW, None)
    offers.add(number("192.0.2.12"), b"somebody", 1, NOW, None)
    message = read({50: octets("192.0.2.12")})
    leases = lease("192.0.2.50"), lease("192.0.2.10"), lease("192.0.2.98", MAC)
    decision, considered = told(here, message, *leases, offers=offers)
    assert considered == [
        one(story.RESERVATION, "192.0.2.50", story.HELD),
        one(story.LEASE, "192.0.2.98", story.NO_POOL),
        one(story.OFFER, "192.0.2.99", story.NO_POOL),
        one(story.WISH, "192.0.2.12", story.ON_OFFER),
        one(story.POOL, "192.0.2.10", story.HELD),
        one(story.POOL, "192.0.2.11"),
    ]
    assert (decision.kind, decision.address) == (OFFER, number("192.0.2.11"))
    assert decision.conflict is leases[0]


def test_pools_that_are_closed_or_full() -> None:
    here = subnet(pools="192.0.2.10-192.0.2.19,192.0.2.20-192.0.2.20")
    guarded(here.pools[0], "nobody")
    here.pools[1].occupancy.mark(0, 1)
    _, considered = told(here, read({50: octets("192.0.2.15")}))
    assert considered == [
        one(story.WISH, "192.0.2.15", story.CLOSED),
        Considered(story.POOL, number("192.0.2.10"), number("192.0.2.19"), story.CLOSED),
        Considered(story.POOL, number("192.0.2.20"), number("192.0.2.20"), story.USED_UP),
    ]


def test_objections_to_a_requested_address() -> None:
    here = subnet(hosts=reservation("02:00:00:00:00:77", address="192.0.2.13"))
    for address, objection in (
        ("192.0.2.11", ""),
        ("192.0.2.12", story.HELD),
        ("192.0.2.13", story.PROMISED),
        ("192.0.2.14", story.DECLINED),
        ("10.0.0.1", story.ELSEWHERE),
    ):
        message = read({53: b"\x03", 50: octets(address), 54: octets("192.0.2.1")})
        leases = lease("192.0.2.12"), lease("192.0.2.14", b"", DECLINED)
        assert told(here, message, *leases)[1] == [one(story.WISH, address, objection)]


def test_a_better_address_speaks_against_the_requested_one() -> None:
    here = subnet(hosts=reservation(MAC.hex(), address="192.0.2.50"))
    message = read({53: b"\x03", 50: octets("192.0.2.11"), 54: octets("192.0.2.1")})
    decision, considered = told(here, message)
    assert decision.reason == "ALLOC_ENGINE_V4_REQUEST_INVALID"
    assert considered == [one(story.RESERVATION, "192.0.2.50")]

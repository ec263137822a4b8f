"""Client classes in DHCPv4: which guards they open, when they are assigned, what they end."""

from collections.abc import Callable, Sequence

import pytest

from lessor.engine.classify import Classifier, EvaluationError, Rule
from lessor.engine.request4 import Request4
from lessor.engine.tables import ClassKey, Host, Plan, Subnet
from lessor.model.lease import Change4, Lease4
from lessor.wire.options import tlv
from lessor.wire.packet4 import ACK, NAK, OFFER, REQUEST
from tests.flows.conversation import (
    NOW,
    Client,
    Server,
    guarded,
    hwaddr_ends,
    network,
    number,
    octets,
    plan,
    pool,
    reservation,
    rule,
    subnet,
)
from tests.store.around import Around4

A, B = "02:00:00:00:00:0a", "02:00:00:00:00:0b"
IS_A = rule("a", hwaddr_ends(0x0A))
IS_B = rule("b", hwaddr_ends(0x0B))


def server(*subnets: Subnet, rules: tuple[Rule[Request4], ...] = (IS_A, IS_B), **settings: object) -> Server:
    relevant = frozenset(one.name for one in rules)
    return Server(*subnets, classifier=Classifier(rules, relevant), **settings)  # type: ignore[arg-type]  # of Tables


def key_in_option_66(below: Plan, key: ClassKey) -> Plan:
    """What the classes would tell: their names."""
    tlvs = below.tlvs | {66: tlv(66, " ".join(key).encode() or b"-")}
    return plan(tlvs=tlvs, unasked=(66,), lifetime_default=below.lifetime_default)


class TestPools:
    def two(self) -> Server:
        here = subnet(pools="")
        its_plan = here.plan
        here.pools = (
            guarded(pool("192.0.2.10-192.0.2.10", its_plan, pool_id=1), "a"),
            guarded(pool("192.0.2.20-192.0.2.29", its_plan, pool_id=2), "b", "other"),
        )
        return server(here)

    def test_each_class_has_its_own(self) -> None:
        known = self.two()
        assert Client(known, B).lease() == "192.0.2.20"
        assert Client(known, A).lease() == "192.0.2.10"
        assert known.leases()["192.0.2.20"].pool_id == 2

    def test_who_is_in_none_gets_nothing(self) -> None:
        known = self.two()
        Client(known, "02:00:00:00:00:0c").discover().expect_silence()
        assert known.count("v4-allocation-fail-no-pools") == 1
        assert known.count("v4-allocation-fail-classes") == 1

    def test_a_wish_for_an_address_of_a_closed_pool(self) -> None:
        Client(self.two(), A).discover("192.0.2.25").expect(OFFER, yiaddr="192.0.2.10")

    def test_a_request_for_one_is_refused(self) -> None:
        known = self.two()
        Client(known, A).select("192.0.2.25").expect(NAK)
        Client(known, A).select("192.0.2.99").expect_silence()

    def test_a_lease_is_not_renewed_once_its_pool_is_closed(self) -> None:
        known = self.two()
        client = Client(known, A)
        assert client.lease() == "192.0.2.10"
        known.tables.subnets[1].pools[0].guard = ("b",)
        client.renew("192.0.2.10").expect(NAK)
        client.discover().expect_silence()

    def test_a_reservation_opens_what_is_closed(self) -> None:
        here = subnet(hosts=reservation(B, address="192.0.2.12"))
        guarded(here.pools[0], "a")
        assert Client(server(here), B).lease() == "192.0.2.12"

    def test_what_is_on_offer_in_a_closed_pool_is_not_taken_from_there(self) -> None:
        known = self.two()
        for i in range(10):
            client = Client(known, B, client_id=bytes((1, i)))
            client.discover().expect(OFFER)
        Client(known, A).discover().expect(OFFER, yiaddr="192.0.2.10")
        Client(known, A, client_id=b"\x01x").discover().expect(OFFER, yiaddr="192.0.2.10")


class TestSubnets:
    def test_a_guard_keeps_out(self) -> None:
        known = server(subnet(guard=("a",)))
        Client(known, A).discover().expect(OFFER)
        Client(known, B).discover().expect_silence()

    def test_the_guard_of_a_network_holds_for_its_subnets(self) -> None:
        known = server(*network(subnet(), guard=("a",)))
        Client(known, A).discover().expect(OFFER)
        Client(known, B).discover().expect_silence()

    def test_of_several_on_an_interface_the_first_open_one(self) -> None:
        one, two = subnet(guard=("a",)), subnet("10.0.0.0/24", "10.0.0.10-10.0.0.20", id=2)
        known = server(one, two, by_interface={"eth0": (one, two)})
        Client(known, A).discover().expect(OFFER, yiaddr="192.0.2.10")
        Client(known, B).discover().expect(OFFER, yiaddr="10.0.0.10")

    def test_of_several_behind_a_relay_the_first_open_one(self) -> None:
        one, two = subnet(guard=("a",)), subnet("10.0.0.0/24", "10.0.0.10-10.0.0.20", id=2)
        relay = "203.0.113.1"
        known = server(one, two, by_relay={int.from_bytes(octets(relay), "big"): (one, two)})
        Client(known, A, relay).discover().expect(OFFER, yiaddr="192.0.2.10")
        Client(known, B, relay).discover().expect(OFFER, yiaddr="10.0.0.10")

    def test_siblings_are_open_or_not(self) -> None:
        known = server(*network(subnet(pools=""), subnet("10.0.0.0/24", "10.0.0.10-10.0.0.20", id=2, guard=("b",))))
        Client(known, B).discover().expect(OFFER, yiaddr="10.0.0.10")
        Client(known, A).discover().expect_silence()

    def test_a_lease_in_a_subnet_that_is_closed_now(self) -> None:
        far = subnet("10.0.0.0/24", "10.0.0.10-10.0.0.20", id=2)
        known = server(*network(subnet("192.0.2.0/24", "192.0.2.10-192.0.2.10"), far))
        client = Client(known, A)
        client.select("10.0.0.12").expect(ACK, yiaddr="10.0.0.12")
        far.guard = ("b",)
        client.renew("10.0.0.12").expect(NAK)
        client.discover().expect(OFFER, yiaddr="192.0.2.10")


class TestDrop:
    @pytest.mark.parametrize("after_host", [False, True])
    def test_is_not_answered(self, after_host: bool) -> None:
        known = server(subnet(), rules=(rule("DROP", hwaddr_ends(0x0A), after_host=after_host),))
        Client(known, A).discover().expect_silence()
        Client(known, B).discover().expect(OFFER)
        assert known.count("pkt4-receive-drop") == 1
        assert known.count("pkt4-discover-received") == 2

    def test_by_a_reservation(self) -> None:
        known = server(subnet(hosts=reservation(A, classes=("DROP",))))
        Client(known, A).discover().expect_silence()

    def test_by_an_early_global_reservation_where_no_subnet_is(self) -> None:
        known = server(global_hosts=reservation(A, classes=("DROP",)), early_global_hosts=True)
        Client(known, A).discover().expect_silence()
        assert known.count("pkt4-receive-drop") == 1


class TestReject:
    def server(self) -> Server:
        unknown = rule("REJECT", lambda request: "UNKNOWN" in request.classes, after_host=True)
        return server(subnet(hosts=reservation(A)), rules=(unknown,))

    def test_who_is_in_it_is_told_to_stop(self) -> None:
        known = self.server()
        Client(known, B).discover().expect_silence()
        Client(known, B).select("192.0.2.10").expect(NAK)
        Client(known, B).renew("192.0.2.10").expect(NAK)
        assert not known.leases()
        assert known.count("pkt4-nak-sent") == 2

    def test_others_are_served(self) -> None:
        assert Client(self.server(), A).lease() == "192.0.2.10"

    def test_a_lease_is_given_up_all_the_same(self) -> None:
        known = self.server()
        known.tables.classifier = None
        client = Client(known, B)
        address = client.lease()
        known.tables.classifier = self.server().tables.classifier
        client.release(address).expect_silence()
        assert not known.leases()


class TestReservedClasses:
    def test_open_a_pool(self) -> None:
        here = subnet(hosts=reservation(A, classes=("vip",)))
        guarded(here.pools[0], "vip")
        known = server(here)
        Client(known, A).discover().expect(OFFER)
        Client(known, B).discover().expect_silence()

    @pytest.mark.parametrize(("guard", "served"), [("KNOWN", A), ("UNKNOWN", B)])
    def test_known_and_unknown(self, guard: str, served: str) -> None:
        here = subnet(hosts=reservation(A))
        guarded(here.pools[0], guard)
        known = server(here)
        for hwaddr in (A, B):
            answer = Client(known, hwaddr).discover()
            assert (answer.reply is not None) == (hwaddr == served)

    def test_an_early_global_reservation_selects_the_subnet(self) -> None:
        one, two = subnet(guard=("vip",)), subnet("10.0.0.0/24", "10.0.0.10-10.0.0.20", id=2)
        hosts = reservation(A, classes=("vip",))
        interfaces = {"eth0": (one, two)}
        early = server(one, two, by_interface=interfaces, global_hosts=hosts, early_global_hosts=True)
        Client(early, A).discover().expect(OFFER, yiaddr="192.0.2.10")
        Client(early, B).discover().expect(OFFER, yiaddr="10.0.0.10")
        late = server(one, two, by_interface=interfaces, global_hosts=hosts)
        Client(late, A).discover().expect(OFFER, yiaddr="10.0.0.11")

    def test_a_class_that_asks_for_known_opens_a_sibling(self) -> None:
        far = subnet("10.0.0.0/24", "10.0.0.10-10.0.0.20", id=2, guard=("friend",))
        near = subnet(pools="", hosts=reservation(A))
        friend = rule("friend", lambda request: "KNOWN" in request.classes, after_host=True)
        known = server(*network(near, far), rules=(friend,))
        Client(known, A).discover().expect(OFFER, yiaddr="10.0.0.10")
        Client(known, B).discover().expect_silence()

    def test_of_a_subnet_in_a_network_count_only_there(self) -> None:
        near = subnet(hosts=reservation(A, classes=("near",), address="192.0.2.13"))
        far = subnet("10.0.0.0/24", "10.0.0.10-10.0.0.20", id=2, hosts=reservation(A, classes=("far",)))
        known = server(*network(near, far), rules=(rule("near"), rule("far")), plan_for=key_in_option_66)
        Client(known, A).discover().expect(OFFER, yiaddr="192.0.2.13", option66=b"near")

    def test_a_global_one_in_a_network_counts_at_once(self) -> None:
        near = subnet(pools="", reservations_global=True)
        far = subnet("10.0.0.0/24", "10.0.0.10-10.0.0.20", id=2, guard=("vip",))
        known = server(*network(near, far), global_hosts=reservation(A, classes=("vip",)))
        Client(known, A).discover().expect(OFFER, yiaddr="10.0.0.10")


class TestWhatIsTold:
    def test_depends_on_the_classes(self) -> None:
        known = server(subnet(), plan_for=key_in_option_66)
        Client(known, A).discover().expect(OFFER, option66=b"a")
        Client(known, "02:00:00:00:00:0c").discover().expect(OFFER, option66=b"-")

    def test_also_to_who_has_an_address(self) -> None:
        known = server(subnet(), plan_for=key_in_option_66)
        Client(known, A).inform("192.0.2.99").expect(ACK, option66=b"a")

    def test_and_to_who_is_in_no_subnet(self) -> None:
        known = server(plan_for=key_in_option_66)
        Client(known, A).inform("10.9.9.9").expect(ACK, option66=b"a")

    def test_the_reservation_is_laid_over_as_its_classes_allow(self) -> None:
        def only_for_a(host: Host, key: ClassKey) -> Host:
            return Host(tlvs={42: tlv(42, octets("192.0.2.42"))}) if key == ("a",) else host

        known = server(subnet(hosts=reservation(A) | reservation(B)), host_for=only_for_a)
        Client(known, A).discover().expect(OFFER, option42=octets("192.0.2.42"))
        Client(known, B).discover().expect(OFFER, option42=octets("192.0.2.123"))


def additional(name: str, test: Callable[[Request4], bool] | None = None) -> Rule[Request4]:
    return rule(name, test, additional=True)


class TestAdditional:
    RULES = (IS_A, additional("p"), additional("s"), additional("n", hwaddr_ends(0x0A)))

    def known(self) -> Server:
        here = subnet("192.0.2.0/24", "192.0.2.10-192.0.2.10,192.0.2.20-192.0.2.20", additional=("s",))
        here.pools[0].additional = ("p",)
        return server(*network(here, additional=("n",)), rules=self.RULES, plan_for=key_in_option_66)

    def test_pool_then_subnet_then_network(self) -> None:
        known = self.known()
        Client(known, A).discover().expect(OFFER, yiaddr="192.0.2.10", option66=b"a p s n")
        Client(known, B).discover().expect(OFFER, yiaddr="192.0.2.20", option66=b"s")

    def test_have_no_say_in_the_lifetime(self) -> None:
        def brief(below: Plan, key: ClassKey) -> Plan:
            return plan(lifetime_default=600) if "s" in key else below

        known = server(subnet(additional=("s",)), rules=(additional("s"),), plan_for=brief)
        Client(known, A).discover().expect(OFFER, option51=(3600).to_bytes(4, "big"))

    def test_what_a_lost_pool_added_does_not_count(self) -> None:
        known = self.known()
        known.exchange.store = known.store = Overtaken(number("192.0.2.10"))
        Client(known, A).select("192.0.2.10").expect(NAK)
        known.exchange.store = known.store = Overtaken(number("192.0.2.10"))
        answer = Client(known, A).send(Client(known, A).message(REQUEST))
        answer.expect(ACK, yiaddr="192.0.2.20", option66=b"a s n")


class Overtaken(Around4):
    """A store that somebody else writes to, once, just before the first commit."""

    def __init__(self, address: int) -> None:
        super().__init__()
        self.rival: Lease4 | None = Lease4(address, b"rival!", b"", 3600, NOW, 1)

    def commit(self, changes: Sequence[Change4]) -> bool:
        rival, self.rival = self.rival, None
        if rival is not None:
            super().commit(((None, rival),))
        return super().commit(changes)


def test_a_test_without_result_is_told() -> None:
    def fail(request: Request4) -> bool:
        raise EvaluationError("no address has 3 octets")

    known = server(subnet(), rules=(rule("odd", fail), IS_A), plan_for=key_in_option_66)
    Client(known, A).discover().expect(OFFER, option66=b"a")
    known.hear()
    classifier = known.tables.classifier
    assert classifier is not None
    assert classifier.take_troubles() == []

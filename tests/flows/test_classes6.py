"""What client classes do to DHCPv6 conversations: who is served, from where, with what, and in which order."""

from collections.abc import Callable, Sequence

import pytest

from lessor.engine.classify import Classifier, Rule
from lessor.engine.occupancy import LEASED
from lessor.engine.request6 import Request6
from lessor.engine.tables import ClassKey
from lessor.engine.tables6 import Host6, Plan6, Pool6, Subnet6
from lessor.model.lease6 import NA, PD, Change6
from lessor.store.base import LeaseStore6
from lessor.wire.ia import NO_ADDRS_AVAIL, NO_BINDING, NO_PREFIX_AVAIL
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import ADVERTISE, REPLY
from tests.flows.conversation6 import (
    Client6,
    Option,
    Server6,
    duid,
    na,
    network6,
    pd,
    plan6,
    pool6,
    reservation6,
    subnet6,
)
from tests.store.around import Around6

MAKER = bytes.fromhex("00001234")
OPEN_POOL = "2001:db8:1::10-2001:db8:1::1f"
VOICE_POOL = "2001:db8:1::20-2001:db8:1::2f"


def vendor(name: str) -> Option:
    """A vendor class option with this one datum."""
    return 16, MAKER + len(name).to_bytes(2, "big") + name.encode()


VOICE = vendor("voice")


def says(name: str) -> Callable[[Request6], bool]:
    return lambda request: request.vendor_class == name.encode()


def member(name: str, there: bool = True) -> Callable[[Request6], bool]:
    return lambda request: (name in request.classes) is there


def classifier(*rules: Rule[Request6], relevant: tuple[str, ...] = ()) -> Classifier[Request6]:
    return Classifier(rules, frozenset(relevant))


def voice() -> Rule[Request6]:
    return Rule("voice", says("voice"))


def dns(last: int) -> bytes:
    return bytes(15) + bytes((last,))


def told(plan: Plan6, key: ClassKey) -> Plan6:
    """A plan whose DNS server tells the classes, and whose lifetimes are those of the first one."""
    last = sum(1 << int(name[1:]) for name in key)
    lifetimes = {"valid_default": 100 * (int(key[0][1:]) + 1), "valid_min": 10, "preferred_min": 10} if key else {}
    return plan6(tlvs=plan.tlvs | {23: tlv6(23, dns(last))}, **lifetimes)


def pools(subnet: Subnet6, *found: Pool6, prefixes: tuple[Pool6, ...] = ()) -> Subnet6:
    subnet.pools, subnet.prefix_pools = found, prefixes
    return subnet


def guarded(text: str, *guard: str, additional: tuple[str, ...] = ()) -> Pool6:
    pool = pool6(text, plan6())
    pool.guard, pool.additional = guard, additional
    return pool


class Overtaken(Around6):
    """A store in which somebody else is faster once: it takes what a pool of one had."""

    def __init__(self, pool: Pool6) -> None:
        super().__init__()
        self.pool: Pool6 | None = pool

    def commit(self, changes: Sequence[Change6]) -> bool:
        if self.pool is None:
            return super().commit(changes)
        self.pool.occupancy.mark(0, LEASED)
        self.pool = None
        return False


class TestDrop:
    def dropped(self, server: Server6, *options: Option) -> None:
        Client6(server).solicit(na(1), *options).expect_silence()
        assert server.count("pkt6-receive-drop") == 1

    def test_at_once(self) -> None:
        self.dropped(Server6(subnet6(), classifier=classifier(Rule("DROP", says("voice")))), VOICE)

    def test_not_the_others(self) -> None:
        server = Server6(subnet6(), classifier=classifier(Rule("DROP", says("voice"))))
        Client6(server).solicit(na(1)).expect(ADVERTISE)
        assert server.count("pkt6-receive-drop") == 0

    def test_who_is_unknown(self) -> None:
        rules = classifier(Rule("DROP", member("UNKNOWN"), after_host=True))
        hosts = reservation6(duid(3), "2001:db8:1::105")
        server = Server6(subnet6(hosts=hosts), classifier=rules)
        self.dropped(server)
        Client6(server, 3).solicit(na(1)).expect(ADVERTISE, "2001:db8:1::105")

    def test_by_a_reservation(self) -> None:
        hosts = reservation6(duid(10), classes=("DROP",))
        self.dropped(Server6(subnet6(hosts=hosts), classifier=classifier()))

    def test_by_a_global_reservation_before_the_subnet_is_known(self) -> None:
        hosts = reservation6(duid(10), classes=("DROP",))
        self.dropped(Server6(global_hosts=hosts, early_global_hosts=True, classifier=classifier()))

    def test_on_no_link_of_ours(self) -> None:
        rules = classifier(Rule("DROP", member("UNKNOWN"), after_host=True))
        self.dropped(Server6(classifier=rules))


class TestReject:
    def server(self) -> Server6:
        rules = classifier(Rule("REJECT", member("UNKNOWN"), after_host=True))
        return Server6(subnet6(hosts=reservation6(duid(3), "2001:db8:1::105")), classifier=rules)

    def test_who_is_in_it_is_told_that_there_is_nothing(self) -> None:
        server = self.server()
        client = Client6(server)
        for answer in (client.solicit(na(1), pd(2)), client.request(na(1), pd(2))):
            assert (answer.status(NA, 1), answer.status(PD, 2)) == (NO_ADDRS_AVAIL, NO_PREFIX_AVAIL)
            assert answer.option(23) is not None
        for answer in (client.renew(na(1, "2001:db8:1::100")), client.rebind(na(1, "2001:db8:1::100"))):
            assert answer.status(NA, 1) == NO_BINDING
        client.rapid(na(1)).expect(ADVERTISE)
        assert not server.leases()
        assert server.count("v6-allocation-fail") == 0

    def test_others_are_served(self) -> None:
        Client6(self.server(), 3).request(na(1)).expect(REPLY, "2001:db8:1::105")

    def test_leases_are_given_up_all_the_same(self) -> None:
        server = self.server()
        server.tables.classifier, rejecting = None, server.tables.classifier
        client = Client6(server)
        address = client.lease(na(1))
        server.tables.classifier = rejecting
        client.confirm(na(1, address)).expect(REPLY)
        client.release(na(1, address)).expect(REPLY)
        assert not server.leases()


class TestSubnets:
    def test_a_guard_closes_the_subnet(self) -> None:
        server = Server6(subnet6(guard=("voice",)), classifier=classifier(voice()))
        client = Client6(server)
        assert client.solicit(na(1)).status(NA, 1) == NO_ADDRS_AVAIL
        client.solicit(na(1), VOICE).expect(ADVERTISE, "2001:db8:1::100")
        client.confirm(na(1, "2001:db8:1::100")).expect_silence()

    def test_the_next_candidate_of_the_interface(self) -> None:
        one, two = subnet6(guard=("voice",)), subnet6("2001:db8:2::/64", "2001:db8:2::10-2001:db8:2::1f", id=2)
        server = Server6(one, two, by_interface={"eth0": (one, two)}, classifier=classifier(voice()))
        Client6(server).solicit(na(1)).expect(ADVERTISE, "2001:db8:2::10")
        Client6(server).solicit(na(2), VOICE).expect(ADVERTISE, "2001:db8:1::100")

    def test_a_network_that_is_closed_closes_its_subnets(self) -> None:
        one, two = network6(subnet6(), subnet6("2001:db8:2::/64", "", "", id=2), guard=("voice",))
        server = Server6(one, two, classifier=classifier(voice()))
        assert Client6(server).solicit(na(1)).status(NA, 1) == NO_ADDRS_AVAIL
        Client6(server).solicit(na(1), VOICE).expect(ADVERTISE, "2001:db8:1::100")

    def test_an_early_global_reservation_opens_a_subnet(self) -> None:
        hosts = reservation6(duid(3), classes=("vip",))
        server = Server6(subnet6(guard=("vip",)), early_global_hosts=True, global_hosts=hosts, classifier=classifier())
        Client6(server, 3).solicit(na(1)).expect(ADVERTISE, "2001:db8:1::100")
        assert Client6(server, 4).solicit(na(1)).status(NA, 1) == NO_ADDRS_AVAIL
        late = Server6(subnet6(guard=("vip",), reservations_global=True), global_hosts=hosts, classifier=classifier())
        assert Client6(late, 3).solicit(na(1)).status(NA, 1) == NO_ADDRS_AVAIL

    def test_being_known_early_opens_a_subnet(self) -> None:
        server = Server6(
            subnet6(guard=("KNOWN",)), global_hosts=reservation6(duid(3)), early_global_hosts=True,
            classifier=classifier(),
        )  # fmt: skip
        Client6(server, 3).solicit(na(1)).expect(ADVERTISE, "2001:db8:1::100")

    def test_siblings_that_are_closed_are_passed_over(self) -> None:
        one = subnet6(pools="2001:db8:1::1-2001:db8:1::1", prefixes="")
        two = subnet6("2001:db8:2::/64", "2001:db8:2::1-2001:db8:2::1", "", id=2, guard=("voice",))
        three = subnet6("2001:db8:3::/64", "2001:db8:3::1-2001:db8:3::1", "", id=3)
        server = Server6(*network6(one, two, three), classifier=classifier(voice()))
        Client6(server).request(na(1), na(2)).expect(REPLY, "2001:db8:1::1", "2001:db8:3::1")
        assert Client6(server, 11).request(na(1, "2001:db8:2::1")).status(NA, 1) == NO_ADDRS_AVAIL
        Client6(server, 12).request(na(1), VOICE).expect(REPLY, "2001:db8:2::1")


class TestPools:
    @pytest.fixture
    def server(self) -> Server6:
        here = pools(
            subnet6(),
            guarded(VOICE_POOL, "voice"),
            guarded(OPEN_POOL, "other", "ALL"),
            prefixes=(guarded("2001:db8:9000::/52>56", "voice"), guarded("2001:db8:8000::/52>56", "UNKNOWN")),
        )
        return Server6(here, classifier=classifier(voice()))

    def test_each_class_has_its_own(self, server: Server6) -> None:
        Client6(server).request(na(1), pd(1)).expect(REPLY, "2001:db8:1::10", "2001:db8:8000::/56")
        Client6(server, 11).request(na(1), pd(1), VOICE).expect(REPLY, "2001:db8:1::20", "2001:db8:9000::/56")

    def test_a_wish_for_what_is_closed_is_no_use(self, server: Server6) -> None:
        client = Client6(server)
        client.solicit(na(1, "2001:db8:1::25")).expect(ADVERTISE, "2001:db8:1::10")
        client.solicit(pd(1, "2001:db8:9000:300::/56")).expect(ADVERTISE, "2001:db8:8000::/56")
        client.solicit(na(1, "2001:db8:1::25"), VOICE).expect(ADVERTISE, "2001:db8:1::25")

    def test_a_lease_in_a_pool_that_is_closed_now_is_not_extended(self, server: Server6) -> None:
        client = Client6(server)
        client.request(na(1), VOICE).expect(REPLY, "2001:db8:1::20")
        answer = client.renew(na(1, "2001:db8:1::20"))
        answer.expect(REPLY, "2001:db8:1::10")
        assert answer.withdrawn == ["2001:db8:1::20"]
        assert list(server.leases()) == ["2001:db8:1::10"]

    def test_an_offer_of_a_pool_that_is_closed_now(self, server: Server6) -> None:
        client = Client6(server)
        client.solicit(na(1), VOICE).expect(ADVERTISE, "2001:db8:1::20")
        client.request(na(1)).expect(REPLY, "2001:db8:1::10")

    def test_a_reservation_opens_its_own_address(self) -> None:
        hosts = reservation6(duid(3), "2001:db8:1::22")
        here = pools(subnet6(hosts=hosts), guarded(VOICE_POOL, "voice"))
        Client6(Server6(here, classifier=classifier(voice())), 3).request(na(1)).expect(REPLY, "2001:db8:1::22")

    def test_classes_of_a_reservation_open_pools(self) -> None:
        hosts = reservation6(duid(3), classes=("vip",))
        server = Server6(pools(subnet6(hosts=hosts), guarded(VOICE_POOL, "vip")), classifier=classifier())
        Client6(server, 3).request(na(1)).expect(REPLY, "2001:db8:1::20")
        assert Client6(server).request(na(1)).status(NA, 1) == NO_ADDRS_AVAIL

    def test_nothing_open_is_no_lack_of_addresses(self) -> None:
        server = Server6(pools(subnet6(), guarded(VOICE_POOL, "voice")), classifier=classifier(voice()))
        answer = Client6(server).request(na(1), pd(1))
        assert (answer.status(NA, 1), answer.status(PD, 1)) == (NO_ADDRS_AVAIL, NO_PREFIX_AVAIL)
        assert server.count("v6-allocation-fail-no-pools", 1) == 2
        assert server.count("v6-allocation-fail-classes", 1) == 2


class TestWhatTheyAreTold:
    def server(
        self,
        *subnets: Subnet6,
        rules: tuple[Rule[Request6], ...],
        store: LeaseStore6 | None = None,
        host_for: Callable[[Host6, ClassKey], Host6] | None = None,
    ) -> Server6:
        relevant = tuple(f"c{number}" for number in range(8))
        known = classifier(*rules, relevant=relevant)
        return Server6(*subnets, classifier=known, plan_for=told, host_for=host_for, store=store)

    def test_options_and_lifetimes_of_classes(self) -> None:
        server = self.server(subnet6(), rules=(Rule("c1", says("voice")), Rule("c2", member("c1"))))
        answer = Client6(server).request(na(1), pd(1), VOICE)
        assert answer.option(23) == dns(6)
        assert answer.told[NA, 1].items["2001:db8:1::100"][1] == 200
        other = Client6(server, 11).request(na(1))
        assert other.option(23) == dns(0)
        assert other.told[NA, 1].items[other.item][1] == 4000

    def test_additional_classes_of_pools_subnet_and_network(self) -> None:
        here = pools(
            subnet6(additional=("c3",)),
            guarded(OPEN_POOL, additional=("c1",)),
            prefixes=(guarded("2001:db8:8000::/52>56", additional=("c2", "c5")),),
        )
        rules = [Rule[Request6](f"c{number}", additional=True) for number in range(5)]
        rules.append(Rule("c5", says("voice"), additional=True))
        server = self.server(*network6(here, additional=("c4",)), rules=tuple(rules))
        assert Client6(server).request(na(1), pd(1)).option(23) == dns(0b11110)
        assert Client6(server, 11).request(na(1)).option(23) == dns(0b11010)
        assert Client6(server, 12).request(pd(1), VOICE).option(23) == dns(0b111100)
        assert Client6(server, 13).inform().option(23) == dns(0b11000)

    def test_additional_classes_come_too_late_for_lifetimes(self) -> None:
        here = pools(subnet6(), guarded(OPEN_POOL, additional=("c1",)))
        answer = Client6(self.server(here, rules=(Rule("c1", additional=True),))).request(na(1))
        assert answer.option(23) == dns(2)
        assert answer.told[NA, 1].items["2001:db8:1::10"][1] == 4000

    def test_who_decides_again_forgets_what_the_first_pool_added(self) -> None:
        first = guarded("2001:db8:1::10-2001:db8:1::10", additional=("c1",))
        here = pools(subnet6(), first, guarded(VOICE_POOL, additional=("c2",)))
        rules = Rule[Request6]("c1", additional=True), Rule[Request6]("c2", additional=True)
        server = self.server(here, rules=rules, store=Overtaken(first))
        answer = Client6(server).request(na(1))
        assert answer.item == "2001:db8:1::20"
        assert answer.option(23) == dns(4)

    def test_classes_of_a_reservation_in_a_network_come_with_its_address(self) -> None:
        one = subnet6(pools="2001:db8:1::1-2001:db8:1::1", hosts=reservation6(duid(3), classes=("c1",)))
        two = subnet6("2001:db8:2::/64", "", "", id=2, hosts=reservation6(duid(4), "2001:db8:2::77", classes=("c2",)))
        server = self.server(*network6(one, two), rules=())
        assert Client6(server, 3).request(na(1)).option(23) == dns(2)
        assert Client6(server, 4).request(na(1)).option(23) == dns(4)
        # classes given that late open nothing
        one.pools[0].guard = ("c1",)
        assert Client6(server, 3).renew(na(1)).status(NA, 1) == NO_ADDRS_AVAIL

    def test_a_host_is_laid_over_the_plan_of_its_classes(self) -> None:
        hosts = reservation6(duid(3), classes=("c1",), tlvs={23: tlv6(23, dns(99))})

        def host_for(host: Host6, key: ClassKey) -> Host6:
            return Host6(tlvs={23: tlv6(23, dns(77))}) if key == ("c1",) else host

        server = self.server(subnet6(hosts=hosts), rules=(), host_for=host_for)
        assert Client6(server, 3).request(na(1)).option(23) == dns(77)

    def test_where_no_subnet_is(self) -> None:
        server = self.server(rules=(Rule("c1", says("voice")),))
        assert Client6(server).inform(VOICE).option(23) == dns(2)


def test_classes_are_assigned_in_the_order_of_the_phases() -> None:
    late, more = Rule("late", member("KNOWN"), after_host=True), Rule[Request6]("more", additional=True)
    rules = classifier(voice(), late, more, Rule("not so", says("x")))
    order = ("ALL", "VENDOR_CLASS_voice", "voice", "KNOWN", "vip", "late", "more")
    rules.relevant = frozenset(order)
    seen: list[ClassKey] = []

    def remember(below: Plan6, key: ClassKey) -> Plan6:
        seen.append(key)
        return below

    hosts = reservation6(duid(3), "2001:db8:1::105", classes=("vip",))
    server = Server6(subnet6(hosts=hosts, additional=("more",)), classifier=rules, plan_for=remember)
    Client6(server, 3).request(na(1), VOICE)
    assert seen[0] == order[:-1]
    assert seen[-1] == order

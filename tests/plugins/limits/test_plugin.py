"""Limits in conversations: messages dropped, leases not given, by class and by subnet."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from lessor.engine.classify import Classifier
from lessor.hooks.api import CommandProcessed, Json, Lease4Expire, Leases, LeaseView4, LeaseView6, ParameterError
from lessor.model.lease6 import Lease6
from lessor.plugins.limits import leases
from lessor.plugins.limits.leases import LeaseLimits
from lessor.plugins.limits.plugin import setup
from lessor.plugins.limits.rate import Rate
from lessor.plugins.limits.rates import DROPPED, RateLimits
from lessor.plugins.limits.settings import ADDRESS, Limits, read_limits
from lessor.wire.packet4 import ACK, NAK, OFFER
from tests.flows.conversation import Client, Server, rule, subnet
from tests.flows.conversation6 import Client6, Server6, na, pd, subnet6
from tests.flows.hooked import hook4, hook6
from tests.plugins.fakes import FakeServer


def client(server: Server, last: int) -> Client:
    return Client(server, f"02:00:00:00:00:{last:02x}")


class Ticks:
    """A clock."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_class_that_asks_too_often_is_not_heard() -> None:
    server = Server(subnet(), classifier=Classifier([rule("noisy", lambda request: request.hwaddr[-1] == 10)]))
    around, clock = FakeServer(), Ticks()
    limits = RateLimits(around, {"noisy": Rate(2, 1, "2 packets per second")}, clock)
    hook4(server, pkt4_receive=limits.receive)
    for _ in range(2):
        client(server, 10).discover().expect(OFFER)
    client(server, 10).discover().expect_silence()
    client(server, 11).discover().expect(OFFER)
    assert around.counts.counts == {DROPPED: 1}
    clock.now = 1.0
    client(server, 10).discover().expect(OFFER)


def test_a_subnet_that_is_asked_too_often_is_silent() -> None:
    server = Server(subnet(), subnet("198.51.100.0/24", "198.51.100.10-198.51.100.20", id=2))
    around = FakeServer()
    hook4(server, subnet4_select=RateLimits(around, {1: Rate(1, 1, "1 packet per second")}, Ticks()).select)
    client(server, 10).discover().expect(OFFER)
    client(server, 11).discover().expect_silence()
    Client(server, giaddr="198.51.100.1").discover().expect(OFFER)
    Client(server, giaddr="203.0.113.1").discover().expect_silence()
    assert around.log.of("LIMITS_PACKET_WITH_SUBNET_ID_RATE_LIMIT_DROPPED") == [("1", "1 packet per second")]


class Kept:
    """Look-ups of the leases of a conversation's server."""

    def __init__(self, views: Callable[[], list[LeaseView4]]) -> None:
        self.views = views

    async def all(self) -> AsyncIterator[LeaseView4]:
        for view in self.views():
            yield view


class Around(FakeServer):
    kept: Kept

    @property
    def leases4(self) -> Leases[LeaseView4]:
        return self.kept  # type: ignore[return-value]  # what is asked for is there


class Floor:
    """A server with limits of leases."""

    def __init__(self, limits: dict[tuple[str, str | int], int]) -> None:
        self.server = Server(
            subnet(), classifier=Classifier([rule("gold", lambda request: request.hwaddr[-1] % 2 == 0)])
        )
        self.around = Around()
        self.around.kept = Kept(lambda: [LeaseView4(lease) for lease in self.server.leases().values()])
        self.limits = LeaseLimits(self.around, Limits(limits))
        self.hook()

    def hook(self) -> None:
        hook4(
            self.server,
            lease4_select=self.limits.give,
            lease4_renew=self.limits.give,
            leases4_committed=self.limits.committed,
            lease4_expire=self.limits.expired,
        )


def test_a_subnet_has_so_many_leases_and_no_more() -> None:
    floor = Floor({(ADDRESS, 1): 2})
    first = client(floor.server, 10).lease()
    client(floor.server, 11).lease()
    client(floor.server, 12).discover().expect_silence()
    client(floor.server, 12).select("192.0.2.12").expect(NAK)
    client(floor.server, 10).renew(first).expect(ACK)
    client(floor.server, 10).release(first)
    client(floor.server, 12).discover().expect(OFFER)
    assert floor.around.counts.counts == {"limits-leases-refused": 2}


def test_an_offer_takes_no_room() -> None:
    floor = Floor({(ADDRESS, 1): 1})
    client(floor.server, 10).discover().expect(OFFER)
    client(floor.server, 11).discover().expect(OFFER)


def test_a_class_has_so_many_leases_and_they_know_it() -> None:
    floor = Floor({(ADDRESS, "gold"): 1})
    address = client(floor.server, 10).lease()
    client(floor.server, 12).discover().expect_silence()
    client(floor.server, 11).discover().expect(OFFER)
    view = LeaseView4(floor.server.leases()[address])
    space = view.user_context["ISC"]
    assert isinstance(space, dict)
    classes = space["client-classes"]
    assert isinstance(classes, list)
    assert "gold" in classes


def test_a_lease_that_expires_or_is_declined_makes_room() -> None:
    floor = Floor({(ADDRESS, 1): 1})
    address = client(floor.server, 10).lease()
    floor.limits.expired(Lease4Expire(LeaseView4(floor.server.leases()[address]), remove_lease=False))
    client(floor.server, 11).discover().expect(OFFER)
    client(floor.server, 10).renew(address).expect(ACK)
    client(floor.server, 11).discover().expect_silence()
    client(floor.server, 10).decline(address)
    client(floor.server, 11).discover().expect(OFFER)


def test_a_server_that_starts_counts_what_there_is() -> None:
    floor = Floor({(ADDRESS, "gold"): 1, (ADDRESS, 1): 2})
    client(floor.server, 10).lease()
    floor.limits = LeaseLimits(floor.around, Limits({(ADDRESS, "gold"): 1, (ADDRESS, 1): 2}))
    floor.hook()
    asyncio.run(floor.limits.recount())
    client(floor.server, 12).discover().expect_silence()
    client(floor.server, 11).lease()
    client(floor.server, 13).discover().expect_silence()


class Shared(Kept):
    """Leases in a database: it cannot be asked at first, then somebody else gives one, then they are nobody else's."""

    asked = 0

    @property
    def shared(self) -> bool:
        return self.asked < 3

    async def all(self) -> AsyncIterator[LeaseView4]:
        self.asked += 1
        if self.asked == 1:
            raise LookupError("it is gone")
        for view in self.views()[: self.asked - 1]:
            yield view


def test_where_others_give_leases_they_are_counted_from_time_to_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "PAUSE", 0.0)
    floor = Floor({(ADDRESS, 1): 3})
    for last in (20, 21):
        client(floor.server, last).lease()
    floor.limits = LeaseLimits(floor.around, Limits({(ADDRESS, 1): 2}))
    floor.hook()
    kept = floor.around.kept = Shared(lambda: [LeaseView4(lease) for lease in floor.server.leases().values()])
    asyncio.run(floor.limits.follow())
    assert kept.asked == 3
    client(floor.server, 10).discover().expect_silence()
    assert "leases cannot be counted now: it is gone" in str(vars(floor.around.lines))


def test_what_commands_do_is_counted() -> None:
    floor = Floor({(ADDRESS, 1): 1})
    address = client(floor.server, 10).lease()

    async def command() -> None:
        floor.around.kept = Kept(list)
        floor.limits.commanded(CommandProcessed("lease4-get", {}, {"result": 0}))
        assert not floor.around.tasks
        floor.limits.commanded(CommandProcessed("lease4-del", {"ip-address": address}, {"result": 0}))
        await asyncio.gather(*floor.around.tasks)

    asyncio.run(command())
    client(floor.server, 11).discover().expect(OFFER)


def test_dhcpv6_limits_addresses_and_prefixes_each() -> None:
    server = Server6(subnet6())
    around = FakeServer(6)
    limits = LeaseLimits(around, Limits({("address-limit", 1): 1, ("prefix-limit", 1): 2}))
    hook6(server, lease6_select=limits.give, lease6_renew=limits.give, leases6_committed=limits.committed)
    assert len(Client6(server, 10).request(na(1), pd(2)).items) == 2
    assert Client6(server, 11).request(na(1), pd(2)).items == ["2001:db8:8000:100::/56"]
    assert Client6(server, 12).request(na(1), pd(2)).items == []
    kept: list[Lease6] = list(server.leases().values())
    assert [LeaseView6(lease).user_context for lease in kept] == [{}] * 3


def tree(limits: Json, of_class: bool = False) -> dict[str, Json]:
    context: Json = {"limits": limits}
    if of_class:
        return {"Dhcp4": {"client-classes": [{"name": "gold", "user-context": context}]}}
    return {"Dhcp4": {"shared-networks": [{"name": "n", "subnet4": [{"id": 7, "user-context": context}]}]}}


@pytest.mark.parametrize("of_class", [False, True])
@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"address-limit": -1}, "limits: address-limit: -1 is too small"),
        ({"address-limit": "4"}, "limits: address-limit: an integer"),
        ({"rate-limit": "often"}, "rate-limit: 'often' is no rate"),
        ({"rate": 1}, "limits: rate: unknown"),
        ([], "limits: a map"),
    ],
)
def test_wrong_limits_are_named(limits: Json, told: str, of_class: bool) -> None:
    with pytest.raises(ParameterError) as caught:
        setup(FakeServer(tree=tree(limits, of_class)), {})
    assert told in caught.value.text
    assert ("class 'gold'" if of_class else "subnet 7") in caught.value.text


def test_limits_are_read_and_told() -> None:
    around = FakeServer(tree=tree({"address-limit": 4, "rate-limit": "1 packet per second"}))
    limits = read_limits(around)
    assert limits.leases == {("address-limit", 7): 4}
    assert limits.rates[7].text == "1 packet per second"
    assert not limits.of_classes
    assert around.log.of("LIMITS_CONFIGURED_ADDRESS_LIMIT_BY_SUBNET") == [("4", "7")]


def test_only_what_is_limited_is_looked_at() -> None:
    assert not setup(FakeServer(), {}).callouts
    assert set(setup(FakeServer(tree=tree({"rate-limit": "1 packet per day"})), {}).callouts) == {"subnet4_select"}
    assert set(setup(FakeServer(tree=tree({"rate-limit": "1 packet per day"}, True)), {}).callouts) == {"pkt4_receive"}
    with pytest.raises(ParameterError):
        setup(FakeServer(), {"limits": 1})

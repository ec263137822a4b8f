"""Checks of addresses before they are offered: whom, how often, and what becomes of the offer."""

import asyncio
import os
from ipaddress import IPv4Address, IPv6Address

import pytest

from lessor.hooks.api import Json, Leases, LeaseView4, ParameterError
from lessor.model.lease import DECLINED
from lessor.plugins.ping_check.channel import Channel
from lessor.plugins.ping_check.plugin import IN_USE, PingCheck, setup
from lessor.plugins.ping_check.settings import PARAMETERS, Settings, read_settings, read_subnets
from lessor.wire.packet4 import OFFER, decode4
from tests.flows.conversation import NOW, Client, Server, number, reservation, subnet
from tests.flows.hooked import Later, TurnByTurn, hook4
from tests.plugins.fakes import FakeServer

USUAL = Settings(True, 1, 0.1, 60)


class Kept:
    """Look-ups of the leases that the server of a conversation has."""

    def __init__(self, server: Server) -> None:
        self.server = server

    async def at(self, address: IPv4Address | IPv6Address | str, prefix: bool = False) -> LeaseView4 | None:
        lease = self.server.leases().get(str(address))
        return None if lease is None else LeaseView4(lease)


class Around(FakeServer):
    """A plug-in's server with leases."""

    kept: Kept

    @property
    def leases4(self) -> Leases[LeaseView4]:
        return self.kept  # type: ignore[return-value]  # what is asked for is there


class Pings:
    """Pings that end when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, float]] = []
        self.open: list[Later] = []

    async def ping(self, address: int, patience: float) -> bool | None:
        self.asked.append((str(IPv4Address(address)), patience))
        later = Later()
        self.open.append(later)
        answer = await later
        assert answer is None or isinstance(answer, bool)
        return answer


class Floor:
    """A server with the plug-in."""

    def __init__(self, settings: Settings = USUAL, **subnet_settings: object) -> None:
        self.pings = Pings()
        self.loop = TurnByTurn()
        self.around = Around()
        self.server = Server(subnet(**subnet_settings))  # type: ignore[arg-type]  # the keywords are subnet's
        self.around.kept = Kept(self.server)
        hook4(self.server, self.loop, lease4_offer=PingCheck(self.around, self.pings, settings, {}).offer)

    def discover(self, last: int = 10) -> list[str]:
        """Let a client ask; return what is offered at once."""
        self.server.sent.clear()
        Client(self.server, f"02:00:00:00:00:{last:02x}").discover()
        self.loop.run()
        return self.offers()

    def come(self, answer: bool | None) -> list[str]:
        """Let all pings end like this; return what is offered then."""
        self.server.sent.clear()
        pings, self.pings.open = self.pings.open, []
        for ping in pings:
            ping.come(answer)
        self.loop.run()
        return self.offers()

    def offers(self) -> list[str]:
        packets = [decode4(reply.data) for reply in self.server.sent]
        assert all(packet.options[53] == bytes((OFFER,)) for packet in packets)
        return [str(IPv4Address(packet.yiaddr)) for packet in packets]


def test_an_offer_waits_for_the_check() -> None:
    floor = Floor()
    assert floor.discover() == []
    assert floor.pings.asked == [("192.0.2.10", 0.1)]
    assert floor.come(False) == ["192.0.2.10"]


def test_an_address_that_answers_is_declined_and_the_next_one_offered() -> None:
    floor = Floor()
    floor.discover()
    assert floor.come(True) == []
    assert floor.server.leases()["192.0.2.10"].state == DECLINED
    assert floor.around.counts.counts == {IN_USE: 1}
    floor.discover()
    assert floor.come(False) == ["192.0.2.11"]


def test_what_cannot_be_found_out_counts_as_free() -> None:
    floor = Floor()
    floor.discover()
    assert floor.come(None) == ["192.0.2.10"]


def test_as_many_requests_as_configured_must_stay_unanswered() -> None:
    floor = Floor(Settings(True, 3, 0.25, 60))
    floor.discover()
    assert floor.come(False) == []
    assert floor.come(False) == []
    assert floor.come(False) == ["192.0.2.10"]
    assert floor.pings.asked == [("192.0.2.10", 0.25)] * 3
    assert floor.around.log.of("PING_CHECK_MGR_REPLY_TIMEOUT_EXPIRED")[-1] == ("192.0.2.10", "3", "3", "250")


def test_a_client_that_repeats_itself_gets_one_check_and_one_offer() -> None:
    floor = Floor()
    floor.discover()
    floor.discover()
    assert len(floor.pings.asked) == 1
    assert floor.come(False) == ["192.0.2.10"]
    assert len(floor.around.log.of("PING_CHECK_DUPLICATE_CHECK")) == 1


def test_two_clients_are_checked_beside_each_other() -> None:
    floor = Floor()
    floor.discover(10)
    floor.discover(11)
    assert sorted(floor.come(False)) == ["192.0.2.10", "192.0.2.11"]


def test_a_reserved_address_is_not_checked() -> None:
    floor = Floor(hosts=reservation("02:00:00:00:00:0a", address="192.0.2.15"))
    assert floor.discover() == ["192.0.2.15"]
    assert not floor.pings.asked


def leased(floor: Floor) -> None:
    floor.discover()
    floor.come(False)
    Client(floor.server).select("192.0.2.10")
    floor.pings.asked.clear()


def test_the_clients_own_address_is_not_checked() -> None:
    floor = Floor()
    leased(floor)
    floor.server.now = floor.around.time = NOW + 3000
    assert floor.discover() == ["192.0.2.10"]
    assert not floor.pings.asked


@pytest.mark.parametrize(("passed", "checked"), [(60, False), (61, True)])
def test_a_client_that_was_heard_a_moment_ago_gets_its_former_address_unchecked(passed: int, checked: bool) -> None:
    floor = Floor()
    leased(floor)
    floor.server.leases()["192.0.2.10"].valid_lifetime = 10
    floor.server.now = floor.around.time = NOW + passed
    floor.discover()
    assert bool(floor.pings.asked) is checked


def test_a_subnet_can_go_unchecked() -> None:
    floor = Floor(Settings(False, 1, 0.1, 60))
    assert floor.discover() == ["192.0.2.10"]


@pytest.mark.parametrize(
    ("parameters", "path"),
    [
        ({"enable-ping-check": 1}, "enable-ping-check"),
        ({"min-ping-requests": 0}, "min-ping-requests"),
        ({"reply-timeout": 0}, "reply-timeout"),
        ({"ping-cltt-secs": -1}, "ping-cltt-secs"),
        ({"ping-channel-threads": "many"}, "ping-channel-threads"),
    ],
)
def test_wrong_parameters_are_named(parameters: dict[str, Json], path: str) -> None:
    with pytest.raises(ParameterError) as caught:
        setup(FakeServer(), parameters)
    assert caught.value.path == (path,)


def test_a_wrong_context_of_a_subnet_is_named() -> None:
    where: Json = {"id": 7, "user-context": {"reply-timeout": -1}}
    with pytest.raises(ParameterError, match="subnet 7: reply-timeout: -1 is too small"):
        setup(FakeServer(tree={"Dhcp4": {"subnet4": [where]}}), {})


def test_dhcpv6_servers_have_no_such_check() -> None:
    with pytest.raises(ParameterError):
        setup(FakeServer(6), {})


def test_subnets_say_otherwise_plainly_or_in_a_map() -> None:
    usual = {name: row.default for name, row in PARAMETERS.items()}
    found = read_subnets(
        {
            1: {"enable-ping-check": False, "site": "x"},
            2: {"ping-check": {"min-ping-requests": 2, "reply-timeout": 250}},
            3: {"site": "y"},
        },
        usual,
    )
    assert found == {1: Settings(False, 1, 0.1, 60), 2: Settings(True, 2, 0.25, 60)}
    assert read_settings(usual) == USUAL


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the right to use raw sockets")
def test_the_channel_hears_who_answers() -> None:
    around = FakeServer()

    async def talk() -> None:
        channel = Channel(around)
        assert await channel.ping(number("127.0.0.1"), 10) is True
        # nobody may ask all at once
        assert await channel.ping(number("255.255.255.255"), 10) is None
        channel.close()
        channel.close()

    asyncio.run(talk())
    assert len(around.log.of("PING_CHECK_CHANNEL_NETWORK_WRITE_ERROR")) == 1
    assert around.log.of("PING_CHECK_CHANNEL_SOCKET_CLOSED") == [()]

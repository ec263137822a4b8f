"""Clients of DHCPv6 that come back early: what they have is given again, nothing is written. As Kea does it."""

import pytest

from lessor.model.lease import INFINITE
from lessor.model.lease6 import NA, PD
from lessor.wire.packet6 import ADVERTISE, REPLY
from tests.flows.conversation6 import Client6, Server6, na, pd, plan6, subnet6

ADDRESS = "2001:db8:1::100"
PREFIX = "2001:db8:8000::/56"
LATER = 300


def leased(threshold: float = 0.25, max_age: int = 0, **settings: object) -> tuple[Server6, Client6]:
    """A server on which a client got an address and a prefix a while ago."""
    here = subnet6(cache_threshold=threshold, cache_max_age=max_age, **settings)  # type: ignore[arg-type]
    server = Server6(here)
    client = Client6(server)
    client.request(na(1), pd(1)).expect(REPLY, ADDRESS, PREFIX)
    server.now += LATER
    return server, client


def times(server: Server6) -> set[int]:
    """How long ago the leases were written."""
    return {server.now - lease.cltt for lease in server.leases().values()}


class TestGivenAgain:
    def test_in_a_renewal(self) -> None:
        server, client = leased()
        answer = client.renew(na(1, ADDRESS), pd(1, PREFIX))
        assert answer.told[NA, 1].items == {ADDRESS: (2700, 3700)}
        assert answer.told[PD, 1].items == {PREFIX: (2700, 3700)}
        assert (answer.told[NA, 1].t1, answer.told[NA, 1].t2) == (1350, 2160)
        assert times(server) == {LATER}
        assert (server.count("v6-ia-na-lease-reuses"), server.count("v6-ia-pd-lease-reuses", 1)) == (1, 1)

    def test_in_a_request(self) -> None:
        server, client = leased()
        assert client.request(na(1)).told[NA, 1].items == {ADDRESS: (2700, 3700)}
        assert times(server) == {LATER}

    def test_not_in_an_advertisement(self) -> None:
        server, client = leased()
        assert client.solicit(na(1)).expect(ADVERTISE).told[NA, 1].items == {ADDRESS: (3000, 4000)}
        assert server.count("v6-ia-na-lease-reuses") == 0

    def test_one_of_two(self) -> None:
        server, client = leased()
        client.renew(na(1, ADDRESS), na(2)).expect(REPLY, ADDRESS, "2001:db8:1::101")
        assert times(server) == {0, LATER}
        assert server.count("v6-ia-na-lease-reuses") == 1

    def test_whatever_more_the_client_wishes_for(self) -> None:
        _, client = leased()
        assert client.renew(na(1, (ADDRESS, 5000, 6000))).told[NA, 1].items == {ADDRESS: (2700, 3700)}

    @pytest.mark.parametrize(("threshold", "max_age", "kept"), [
        (0.075, 0, True), (0.074, 0, False), (0.0, 600, False), (0.5, 300, True), (0.5, 299, False),
    ])  # fmt: skip
    def test_within_its_bounds(self, threshold: float, max_age: int, kept: bool) -> None:
        server, client = leased(threshold, max_age)
        client.renew(na(1, ADDRESS), pd(1, PREFIX))
        assert times(server) == ({LATER} if kept else {0})

    def test_for_ever(self) -> None:
        for_ever = plan6(valid_default=INFINITE, preferred_default=INFINITE)
        server, client = leased(0.0, its_plan=for_ever)
        assert client.renew(na(1), pd(1)).told[NA, 1].items == {ADDRESS: (INFINITE, INFINITE)}
        assert times(server) == {LATER}

    def test_a_preferred_lifetime_that_is_over(self) -> None:
        _, client = leased(its_plan=plan6(preferred_default=200))
        assert client.renew(na(1, ADDRESS)).told[NA, 1].items == {ADDRESS: (0, 3700)}


class TestWrittenAnew:
    def test_with_another_name(self) -> None:
        server, client = leased()
        client.renew(na(1, ADDRESS), pd(1, PREFIX), (39, b"\0\x04host\0"))
        assert times(server) == {0}

    def test_for_a_shorter_time(self) -> None:
        server, client = leased()
        client.renew(na(1, (ADDRESS, 2000, 3000)))
        assert server.leases()[ADDRESS].valid_lifetime == 3000

    def test_by_another_card(self) -> None:
        server, client = leased()
        client.source = "fe80::ff:fe00:99"
        server.tables.mac_sources = ("ipv6-link-local",)
        client.renew(na(1, ADDRESS), pd(1, PREFIX))
        assert times(server) == {0}

    def test_through_another_relay(self) -> None:
        server, client = leased(store_extended_info=True)
        client.link = "2001:db8:1::9"
        client.renew(na(1, ADDRESS), pd(1, PREFIX))
        assert times(server) == {0}

    def test_when_it_had_ended(self) -> None:
        server, client = leased(0.99)
        server.now += 4000
        client.request(na(1)).expect(REPLY, ADDRESS)
        assert server.leases()[ADDRESS].cltt == server.now


def test_what_is_given_again_waits_for_its_row_to_be_durable(monkeypatch: pytest.MonkeyPatch) -> None:
    server, client = leased()
    monkeypatch.setattr(server.store.__class__, "when_durable", lambda *_: None)
    client.renew(na(1, ADDRESS)).expect_silence()

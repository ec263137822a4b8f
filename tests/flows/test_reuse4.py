"""DHCPv4 leases given again as they are, short leases where addresses are short, relays remembered in leases."""

import json

import pytest

from lessor.engine.classify import Classifier
from lessor.model.lease import INFINITE
from lessor.wire.options import tlv
from lessor.wire.packet4 import ACK, NAK, OFFER
from tests.flows.conversation import NOW, Client, Server, plan, rule, subnet

HOUR = (3600).to_bytes(4, "big")


def seconds(number: int) -> bytes:
    return number.to_bytes(4, "big")


class TestReuse:
    def after(self, age: int, threshold: float = 0.25, max_age: int = 0) -> tuple[Server, Client]:
        """A server and a client that has had its lease for some seconds."""
        server = Server(subnet(cache_threshold=threshold, cache_max_age=max_age))
        client = Client(server)
        assert client.lease() == "192.0.2.10"
        server.now += age
        return server, client

    def test_tells_the_rest_and_writes_nothing(self) -> None:
        server, client = self.after(900)
        client.renew("192.0.2.10").expect(ACK, yiaddr="192.0.2.10", option51=seconds(2700))
        assert server.leases()["192.0.2.10"].cltt == NOW
        assert server.count("v4-lease-reuses") == 1
        assert server.statistics.values()["subnet[1].v4-lease-reuses"] == 1

    def test_an_offer_tells_the_rest_too(self) -> None:
        server, client = self.after(900)
        client.discover().expect(OFFER, yiaddr="192.0.2.10", option51=seconds(2700))
        assert server.count("v4-lease-reuses") == 1
        client.select("192.0.2.10").expect(ACK, option51=seconds(2700))
        assert not server.exchange.offers.by_client

    @pytest.mark.parametrize(
        ("age", "threshold", "max_age"),
        [(901, 0.25, 0), (0, 0.0, 0), (61, 0.25, 60), (901, 0.25, 2000)],
    )
    def test_not_when_too_much_time_has_gone(self, age: int, threshold: float, max_age: int) -> None:
        server, client = self.after(age, threshold, max_age)
        client.renew("192.0.2.10").expect(ACK, option51=HOUR)
        assert server.leases()["192.0.2.10"].cltt == NOW + age
        assert server.count("v4-lease-reuses") == 0

    def test_up_to_the_greatest_age(self) -> None:
        _, client = self.after(60, max_age=60)
        client.renew("192.0.2.10").expect(ACK, option51=seconds(3540))

    def test_not_when_the_client_has_another_name(self) -> None:
        server, client = self.after(10)
        client.renew("192.0.2.10", option12=b"new-name").expect(ACK, option51=HOUR)
        assert server.leases()["192.0.2.10"].hostname == "new-name"

    def test_not_when_it_says_who_it_is_now(self) -> None:
        server, client = self.after(10)
        client.client_id = b"\x01new"
        client.renew("192.0.2.10").expect(ACK, option51=HOUR)
        assert server.leases()["192.0.2.10"].client_id == b"\x01new"

    def test_not_when_less_time_is_given_now(self) -> None:
        server, client = self.after(10)
        server.tables.subnets[1].pools[0].plan = plan(lifetime_default=1800)
        client.renew("192.0.2.10").expect(ACK, option51=seconds(1800))

    def test_a_lease_without_end_is_never_written_again(self) -> None:
        server = Server(subnet(its_plan=plan(lifetime_default=INFINITE)))
        client = Client(server)
        client.lease()
        server.now += 10**9
        client.renew("192.0.2.10").expect(ACK, option51=b"\xff\xff\xff\xff")
        assert server.leases()["192.0.2.10"].cltt == NOW
        server.tables.subnets[1].pools[0].plan = plan()
        client.renew("192.0.2.10").expect(ACK, option51=HOUR)

    def test_not_after_the_clock_went_back(self) -> None:
        server, client = self.after(-10)
        client.renew("192.0.2.10").expect(ACK, option51=HOUR)
        assert server.leases()["192.0.2.10"].cltt == NOW - 10


class TestAdaptiveLifetime:
    def test_is_short_where_addresses_are_short(self) -> None:
        server = Server(subnet("192.0.2.0/24", "192.0.2.10-192.0.2.13", adaptive_threshold=0.5))
        clients = [Client(server, f"02:00:00:00:00:{i:02x}") for i in range(4)]
        times = []
        for client in clients:
            answer = client.discover()
            times.append(client.select(answer.address).packet.options[51])
        assert times == [HOUR, HOUR, HOUR, seconds(600)]
        clients[0].renew("192.0.2.10", option51=seconds(7200)).expect(ACK, option51=seconds(600))
        for client, address in zip(clients[1:3], ("192.0.2.11", "192.0.2.12"), strict=True):
            client.release(address)
        clients[0].renew("192.0.2.10").expect(ACK, option51=HOUR)

    def test_usually_is_not(self) -> None:
        server = Server(subnet("192.0.2.0/24", "192.0.2.10-192.0.2.10"))
        client = Client(server)
        client.lease()
        client.renew("192.0.2.10").expect(ACK, option51=HOUR)


class TestRelayInformation:
    SAID = tlv(1, b"port 7") + tlv(2, b"\x02\x00") + tlv(12, b"relay")

    def relayed(self) -> tuple[Server, Client]:
        server = Server(subnet(store_extended_info=True, cache_threshold=0.25))
        client = Client(server, giaddr="192.0.2.2")
        client.select("192.0.2.10", option82=self.SAID).expect(ACK, option82=self.SAID)
        return server, client

    def test_is_kept_in_the_lease(self) -> None:
        server, _ = self.relayed()
        assert json.loads(server.leases()["192.0.2.10"].user_context) == {
            "ISC": {
                "relay-agent-info": {
                    "relay-id": "72656C6179",
                    "remote-id": "0200",
                    "sub-options": f"0x{self.SAID.hex().upper()}",
                }
            }
        }

    def test_not_unless_configured(self) -> None:
        server = Server(subnet())
        Client(server, giaddr="192.0.2.2").select("192.0.2.10", option82=self.SAID)
        assert server.leases()["192.0.2.10"].user_context == ""

    def test_stays_when_the_client_renews_by_itself(self) -> None:
        server, client = self.relayed()
        before = server.leases()["192.0.2.10"].user_context
        client.giaddr = ""
        server.now += 1000
        client.renew("192.0.2.10").expect(ACK, option51=HOUR)
        assert server.leases()["192.0.2.10"].user_context == before

    def test_a_change_of_it_is_written(self) -> None:
        server, client = self.relayed()
        client.send(client.message(3, {82: tlv(1, b"port 8")}, ciaddr="192.0.2.10")).expect(ACK, option51=HOUR)
        assert "706F72742038" in server.leases()["192.0.2.10"].user_context

    def test_what_else_is_in_the_context_stays(self) -> None:
        server, client = self.relayed()
        server.leases()["192.0.2.10"].user_context = '{"ISC": {"client-classes": ["a"]}, "note": 7}'
        client.select("192.0.2.10", option82=self.SAID)
        context = json.loads(server.leases()["192.0.2.10"].user_context)
        assert (context["note"], context["ISC"]["client-classes"]) == (7, ["a"])
        assert context["ISC"]["relay-agent-info"]["remote-id"] == "0200"

    def test_somebody_elses_does_not_come_along(self) -> None:
        server, client = self.relayed()
        client.giaddr = ""
        client.release("192.0.2.10")
        Client(server, "02:00:00:00:00:0b").select("192.0.2.10").expect(ACK)
        assert server.leases()["192.0.2.10"].user_context == ""


class TestStash:
    BY_PORT = rule("port", lambda request: request.relay_options.get(1) == b"port 7")

    def stashing(self, stash: bool = True) -> tuple[Server, Client]:
        here = subnet(store_extended_info=True)
        here.pools[0].guard = ("port",)
        server = Server(here, classifier=Classifier((self.BY_PORT,)), stash_agent_options=stash)
        client = Client(server, giaddr="192.0.2.2")
        client.select("192.0.2.10", option82=tlv(1, b"port 7")).expect(ACK)
        client.giaddr = ""
        return server, client

    def test_a_renewal_without_the_relay_is_as_if_it_had_spoken(self) -> None:
        _, client = self.stashing()
        client.renew("192.0.2.10").expect(ACK, option82=None)

    def test_not_unless_configured(self) -> None:
        _, client = self.stashing(stash=False)
        client.renew("192.0.2.10").expect(NAK)

    def test_not_for_others(self) -> None:
        server, _ = self.stashing()
        Client(server, "02:00:00:00:00:0b").renew("192.0.2.10").expect(NAK)
        Client(server, "02:00:00:00:00:0b").renew("192.0.2.99").expect_silence()

    def test_not_after_the_lease(self) -> None:
        server, client = self.stashing()
        server.now += 3600
        client.renew("192.0.2.10").expect(NAK)

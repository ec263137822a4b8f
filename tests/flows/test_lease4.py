"""A client's life: from DISCOVER to RELEASE (RFC 2131 section 3)."""

import pytest

from lessor.model.lease import DECLINED, INFINITE
from lessor.wire.packet4 import ACK, BROADCAST_FLAG, DISCOVER, NAK, OFFER
from tests.flows.conversation import Client, Server, octets, plan, subnet


@pytest.fixture
def server() -> Server:
    return Server(subnet())


@pytest.fixture
def client(server: Server) -> Client:
    return Client(server)


def others(server: Server, count: int) -> list[Client]:
    return [Client(server, f"02:00:00:00:01:{i:02x}") for i in range(count)]


class TestDiscover:
    def test_offers_an_address_and_writes_nothing(self, server: Server, client: Client) -> None:
        client.discover().expect(
            OFFER, yiaddr="192.0.2.10", option54=octets("192.0.2.1"), option1=octets("255.255.255.0")
        )
        assert not server.leases()

    def test_repeats_its_offer(self, client: Client) -> None:
        assert client.discover().address == client.discover().address

    def test_offers_no_address_twice(self, server: Server) -> None:
        addresses = [someone.discover().address for someone in others(server, 11)]
        assert len(set(addresses)) == 11

    def test_in_one_batch_offers_no_address_twice(self, server: Server) -> None:
        batch = [someone.received(someone.message(DISCOVER)) for someone in others(server, 11)]
        replies = server.hear(*batch)
        assert len({reply.destination for reply in replies}) == 11

    def test_grants_a_wish_that_is_free(self, client: Client) -> None:
        client.discover("192.0.2.15").expect(OFFER, yiaddr="192.0.2.15")

    @pytest.mark.parametrize("wish", ["192.0.2.99", "10.0.0.1"])
    def test_passes_over_a_wish_outside_the_pools(self, client: Client, wish: str) -> None:
        client.discover(wish).expect(OFFER, yiaddr="192.0.2.10")

    def test_passes_over_a_wish_on_offer_to_another(self, server: Server, client: Client) -> None:
        taken = others(server, 1)[0].discover().address
        assert client.discover(taken).address != taken

    def test_offers_the_current_lease_whatever_the_wish(self, client: Client) -> None:
        address = client.lease()
        client.discover("192.0.2.15").expect(OFFER, yiaddr=address)

    def test_an_offer_lapses(self, server: Server, client: Client) -> None:
        address = others(server, 1)[0].discover().address
        server.now += 31
        client.discover(address).expect(OFFER, yiaddr=address)

    def test_unfinished_conversations_do_not_lock_a_client_out(self, server: Server, client: Client) -> None:
        for someone in others(server, 11):
            someone.discover()
        address = client.discover().expect(OFFER).address
        client.select(address).expect(ACK, yiaddr=address)

    def test_is_silent_when_every_address_is_leased(self, server: Server, client: Client) -> None:
        for someone in others(server, 11):
            someone.lease()
        client.discover().expect_silence()
        assert server.count("v4-allocation-fail") == 1

    def test_gives_the_address_of_an_expired_lease_to_another(self, server: Server, client: Client) -> None:
        for someone in others(server, 11):
            someone.lease()
        server.now += 3601
        assert client.lease() in server.leases()
        assert server.count("reclaimed-leases") > 0


class TestSelecting:
    def test_writes_the_lease(self, server: Server, client: Client) -> None:
        address = client.discover().address
        client.select(address).expect(ACK, yiaddr=address, option51=(3600).to_bytes(4, "big"))
        lease = server.leases()[address]
        assert (lease.hwaddr, lease.subnet_id, lease.cltt, lease.valid_lifetime) == (client.hwaddr, 1, server.now, 3600)

    def test_answers_a_retransmission_alike(self, server: Server, client: Client) -> None:
        address = client.lease()
        client.select(address).expect(ACK, yiaddr=address)
        assert len(server.leases()) == 1

    def test_leaves_a_client_to_the_server_it_chose(self, server: Server, client: Client) -> None:
        address = client.discover().address
        client.select(address, server="192.0.2.2").expect_silence()
        assert server.count("pkt4-not-for-us") == 1
        # and the address is free again at once
        Client(server, "02:00:00:00:00:0b").discover(address).expect(OFFER, yiaddr=address)

    def test_refuses_an_address_leased_to_another(self, server: Server, client: Client) -> None:
        taken = others(server, 1)[0].lease()
        client.select(taken).expect(NAK, yiaddr="0.0.0.0", to="255.255.255.255", option51=None)

    def test_says_nothing_of_addresses_it_does_not_know(self, client: Client) -> None:
        client.select("192.0.2.99").expect_silence()

    def test_moving_to_another_address_frees_the_first(self, server: Server, client: Client) -> None:
        first = client.lease()
        client.select("192.0.2.15").expect(ACK, yiaddr="192.0.2.15")
        assert set(server.leases()) == {"192.0.2.15"}
        assert server.count("assigned-addresses") == 1
        Client(server, "02:00:00:00:00:0b").discover(first).expect(OFFER, yiaddr=first)


class TestInitReboot:
    def test_confirms_the_address(self, client: Client) -> None:
        address = client.lease()
        client.reboot(address).expect(ACK, yiaddr=address)

    @pytest.mark.parametrize("address", ["192.0.2.15", "10.0.0.5"])
    def test_corrects_a_known_client(self, client: Client, address: str) -> None:
        client.lease()
        client.reboot(address).expect(NAK)

    def test_is_silent_about_the_unknown(self, client: Client) -> None:
        client.reboot("192.0.2.15").expect_silence()

    def test_an_authoritative_server_corrects_the_unknown(self) -> None:
        Client(Server(subnet(authoritative=True))).reboot("10.0.0.5").expect(NAK, to="255.255.255.255")


class TestRenewing:
    def test_extends_the_lease(self, server: Server, client: Client) -> None:
        address = client.lease()
        server.now += 1800
        client.renew(address).expect(ACK, yiaddr=address, ciaddr=address, to=address)
        assert server.leases()[address].cltt == server.now

    def test_rebinding_too(self, server: Server, client: Client) -> None:
        address = client.lease()
        server.now += 3000
        client.rebind(address).expect(ACK, yiaddr=address, to=address)

    def test_refuses_what_became_another_clients(self, server: Server, client: Client) -> None:
        taken = others(server, 1)[0].lease()
        client.renew(taken).expect(NAK, to=taken)
        client.rebind(taken).expect(NAK, to="255.255.255.255")

    def test_renews_an_expired_lease_that_nobody_took(self, server: Server, client: Client) -> None:
        address = client.lease()
        server.now += 10_000
        client.renew(address).expect(ACK, yiaddr=address)

    def test_a_client_on_the_wrong_link_is_not_renewed_there(self) -> None:
        server = Server(subnet(), subnet("10.0.0.0/24", "10.0.0.10-10.0.0.20", id=2))
        far = Client(server, giaddr="10.0.0.1")
        address = far.lease()
        here = Client(server)
        here.rebind(address).expect_silence()
        # by unicast it may come from there
        here.renew(address).expect(ACK, yiaddr=address)


class TestRelease:
    def test_frees_the_address(self, server: Server, client: Client) -> None:
        address = client.lease()
        client.release(address).expect_silence()
        assert not server.leases()
        assert server.count("assigned-addresses") == 0
        Client(server, "02:00:00:00:00:0b").discover(address).expect(OFFER, yiaddr=address)

    def test_nobody_else_can(self, server: Server, client: Client) -> None:
        address = others(server, 1)[0].lease()
        client.release(address).expect_silence()
        assert address in server.leases()


class TestDecline:
    def test_sets_the_address_aside(self, server: Server, client: Client) -> None:
        address = client.lease()
        client.decline(address).expect_silence()
        lease = server.leases()[address]
        assert (lease.state, lease.hwaddr, lease.client_id, lease.valid_lifetime) == (DECLINED, b"", b"", 86400)
        assert server.count("declined-addresses") == 1
        assert client.discover().address != address

    def test_until_the_probation_is_over(self, server: Server, client: Client) -> None:
        address = client.lease()
        client.decline(address)
        for someone in others(server, 10):
            someone.lease()
        late = Client(server, "02:00:00:00:00:0c")
        late.discover().expect_silence()
        server.now += 86401
        late.discover(address).expect(OFFER, yiaddr=address)
        late.select(address).expect(ACK, yiaddr=address)
        assert server.count("declined-addresses") == 0

    def test_nobody_else_can(self, server: Server, client: Client) -> None:
        address = others(server, 1)[0].lease()
        client.decline(address).expect_silence()
        assert server.leases()[address].state != DECLINED


class TestInform:
    def test_tells_options_and_no_lease(self, server: Server, client: Client) -> None:
        answer = client.inform("192.0.2.77").expect(ACK, yiaddr="0.0.0.0", ciaddr="192.0.2.77", to="192.0.2.77")
        assert answer.packet.options[3] == octets("192.0.2.254")
        assert 51 not in answer.packet.options
        assert not server.leases()

    def test_from_nowhere(self, client: Client) -> None:
        client.inform("").expect_silence()


class TestLifetime:
    @pytest.mark.parametrize(("asked", "given"), [(0, 3600), (700, 700), (10, 600), (99_999, 7200)])
    def test_stays_within_its_bounds(self, client: Client, asked: int, given: int) -> None:
        wish = {"option51": asked.to_bytes(4, "big")} if asked else {}
        client.discover(**wish).expect(OFFER, option51=given.to_bytes(4, "big"))

    def test_infinite(self) -> None:
        forever = plan(lifetime_min=INFINITE, lifetime_default=INFINITE, lifetime_max=INFINITE, renew=1000, rebind=2000)
        server = Server(subnet(its_plan=forever))
        client = Client(server)
        address = client.lease()
        client.renew(address).expect(ACK, option51=b"\xff\xff\xff\xff", option58=None, option59=None)
        server.now += 10**9
        Client(server, "02:00:00:00:00:0b").select(address).expect(NAK)

    def test_t1_and_t2(self) -> None:
        client = Client(Server(subnet(its_plan=plan(renew=1000, rebind=2000))))
        client.discover().expect(OFFER, option58=(1000).to_bytes(4, "big"), option59=(2000).to_bytes(4, "big"))

    def test_times_that_make_no_sense_are_left_out(self) -> None:
        client = Client(Server(subnet(its_plan=plan(renew=1000, rebind=4000))))
        client.discover().expect(OFFER, option58=(1000).to_bytes(4, "big"), option59=None)

    def test_calculated_times(self) -> None:
        client = Client(Server(subnet(its_plan=plan(t1_percent=0.5, t2_percent=0.875))))
        client.discover().expect(OFFER, option58=(1800).to_bytes(4, "big"), option59=(3150).to_bytes(4, "big"))


class TestOfferLifetime:
    def test_an_offer_becomes_a_short_lease(self) -> None:
        server = Server(subnet(its_plan=plan(offer_lifetime=60)))
        client = Client(server)
        address = client.discover().expect(OFFER, option51=(3600).to_bytes(4, "big")).address
        assert server.leases()[address].valid_lifetime == 60
        client.select(address).expect(ACK)
        assert server.leases()[address].valid_lifetime == 3600

    def test_does_not_shorten_a_lease(self) -> None:
        server = Server(subnet(its_plan=plan(offer_lifetime=60)))
        client = Client(server)
        address = client.lease()
        client.discover().expect(OFFER, yiaddr=address)
        assert server.leases()[address].valid_lifetime == 3600


class TestDestination:
    """RFC 2131 section 4.1."""

    def test_to_the_hardware_address_of_a_client_without_address(self, client: Client) -> None:
        reply = client.discover().reply
        assert reply is not None
        assert (reply.hwaddr, reply.port) == (client.hwaddr, 68)

    def test_broadcast_when_the_client_asks_for_it(self, client: Client) -> None:
        answer = client.send(client.message(DISCOVER, flags=BROADCAST_FLAG))
        answer.expect(OFFER, to="255.255.255.255", flags=BROADCAST_FLAG)

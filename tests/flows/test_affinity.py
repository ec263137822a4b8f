"""Leases that are over: a client that comes back finds its own address, and others get it when they must."""

import pytest

from lessor.model.lease import RECLAIMED, RELEASED
from lessor.wire.packet4 import ACK, OFFER
from lessor.wire.packet6 import ADVERTISE, REPLY
from tests.flows.conversation import Client, Server, subnet
from tests.flows.conversation6 import Client6, Server6, na, pd, subnet6

HELD = 3600


@pytest.fixture
def server() -> Server:
    made = Server(subnet())
    made.exchange.reclamation.affinity = True
    return made


@pytest.fixture
def server6() -> Server6:
    made = Server6(subnet6())
    made.exchange.reclamation.affinity = True
    return made


def others(server: Server, count: int) -> list[Client]:
    return [Client(server, f"02:00:00:00:01:{i:02x}") for i in range(count)]


class TestExpired:
    def test_comes_back_to_its_address(self, server: Server) -> None:
        someone, client = others(server, 2)
        someone.lease()
        address = client.lease()
        server.now += 3600
        assert server.exchange.reclamation.reclaim(server.now, 10) == 2
        assert server.leases()[address].state == RECLAIMED
        client.discover().expect(OFFER, yiaddr=address)
        client.select(address).expect(ACK, yiaddr=address)

    def test_finds_another_one_when_its_row_was_removed(self, server: Server) -> None:
        someone, client = others(server, 2)
        someone.lease()
        address = client.lease()
        server.now += 3600
        reclamation = server.exchange.reclamation
        reclamation.reclaim(server.now, 10)
        assert reclamation.remove(server.now - HELD, 10) == 0
        server.now += HELD
        assert reclamation.remove(server.now - HELD, 10) == 2
        assert not server.leases()
        assert client.lease() != address

    def test_others_get_its_address_when_nothing_else_is_free(self, server: Server) -> None:
        first, *rest = others(server, 12)
        address = first.lease()
        server.now += 3600
        server.exchange.reclamation.reclaim(server.now, 10)
        assert address in [someone.lease() for someone in rest]
        first.discover().expect_silence()


class TestGivenBack:
    def test_is_kept_for_the_client(self, server: Server) -> None:
        client = Client(server)
        address = client.lease()
        server.now += 60
        client.release(address)
        row = server.leases()[address]
        assert (row.state, row.cltt + row.valid_lifetime) == (RELEASED, server.now - 1)
        assert server.count("assigned-addresses") == 0
        for someone in others(server, 5):
            assert someone.lease() != address
        client.discover().expect(OFFER, yiaddr=address)
        client.select(address).expect(ACK, yiaddr=address)
        assert server.count("assigned-addresses") == 6

    def test_is_free_at_once_for_who_finds_nothing_else(self, server: Server) -> None:
        client = Client(server)
        address = client.lease()
        client.release(address)
        assert address in [someone.lease() for someone in others(server, 11)]

    def test_twice_changes_nothing(self, server: Server) -> None:
        client = Client(server)
        address = client.lease()
        client.release(address)
        before = server.leases()[address]
        server.now += 5
        client.release(address)
        assert server.leases()[address] == before

    def test_does_not_disturb_what_is_offered_to_somebody_else(self, server: Server) -> None:
        client, *rest = others(server, 11)
        address = client.lease()
        for someone in rest:
            someone.lease()
        client.release(address)
        other = Client(server, "02:00:00:00:02:01")
        other.discover().expect(OFFER, yiaddr=address)
        server.now += 5
        server.exchange.reclamation.reclaim(server.now, 10)
        assert server.leases()[address].state == RECLAIMED
        other.select(address).expect(ACK, yiaddr=address)

    def test_dhcpv6_addresses_and_prefixes(self, server6: Server6) -> None:
        client = Client6(server6)
        items = client.solicit(na(1), pd(1)).expect(ADVERTISE).items
        client.request(na(1, items[0]), pd(1, items[1])).expect(REPLY, *items)
        server6.now += 60
        client.release(na(1, items[0]), pd(1, items[1]))
        assert {lease.state for lease in server6.leases().values()} == {RELEASED}
        client.solicit(na(1), pd(1)).expect(ADVERTISE, *items)
        client.request(na(1, items[0]), pd(1, items[1])).expect(REPLY, *items)
        assert server6.count("assigned-nas") == server6.count("assigned-pds") == 1

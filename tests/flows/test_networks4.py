"""Shared networks in DHCPv4: which subnet a client is served from."""

from lessor.engine.tables import Subnet
from lessor.model.lease import Lease4
from lessor.wire.packet4 import ACK, NAK, OFFER
from tests.flows.conversation import NOW, Client, Server, network, number, octets, plan, reservation, subnet

MAC = "02:00:00:00:00:0a"


def floor(*pools: str) -> tuple[Subnet, ...]:
    """A network of subnets 10.0.<id>.0/24."""
    return network(*(subnet(f"10.0.{i}.0/24", text, id=i) for i, text in enumerate(pools, 1)))


def client(server: Server, ending: int, which: int = 1) -> Client:
    """One of many clients, behind a relay in one of the subnets."""
    return Client(server, f"02:00:00:00:01:{ending:02x}", f"10.0.{which}.1")


class TestSearch:
    def test_goes_round_from_the_selected_subnet(self) -> None:
        server = Server(*floor("10.0.1.10-10.0.1.10", "10.0.2.10-10.0.2.10", "10.0.3.10-10.0.3.10"))
        assert [client(server, i, 2).lease() for i in range(3)] == ["10.0.2.10", "10.0.3.10", "10.0.1.10"]
        client(server, 9, 2).discover().expect_silence()

    def test_a_subnet_without_pools_is_passed_over(self) -> None:
        server = Server(*floor("", "10.0.2.10-10.0.2.10"))
        client(server, 1).discover().expect(OFFER, yiaddr="10.0.2.10", option1=octets("255.255.255.0"))

    def test_begins_where_the_last_address_came_from(self) -> None:
        subnets = floor("10.0.1.10-10.0.1.11", "10.0.2.10-10.0.2.20")
        server = Server(*subnets)
        for i in range(3):
            client(server, i).lease()
        first = client(server, 0)
        first.release("10.0.1.10")
        # the first subnet has a free address again, but the search does not go back to it
        assert client(server, 7).lease() == "10.0.2.11"
        assert subnets[0].shared is not None
        assert subnets[0].shared.latest == {(): subnets[1]}

    def test_a_subnet_with_another_guard_is_not_taken_for_the_last_one(self) -> None:
        subnets = floor("10.0.1.10-10.0.1.11", "10.0.2.10-10.0.2.20")
        shared = subnets[0].shared
        assert shared is not None
        shared.latest[("gold",)] = subnets[1]
        assert client(Server(*subnets), 1).lease() == "10.0.1.10"

    def test_a_wish_does_not_change_where_the_search_begins(self) -> None:
        server = Server(*floor("10.0.1.10-10.0.1.11", "10.0.2.10-10.0.2.20"))
        client(server, 1).discover("10.0.2.15").expect(OFFER, yiaddr="10.0.2.15")
        client(server, 2).discover().expect(OFFER, yiaddr="10.0.1.10")


class TestOptions:
    def test_are_those_of_the_subnet_that_gives_the_address(self) -> None:
        far_plan = plan(lifetime_default=900, tlvs={}, unasked=())
        near = subnet("10.0.1.0/24", "", id=1)
        far = subnet("10.0.2.0/24", "10.0.2.10-10.0.2.20", id=2, its_plan=far_plan)
        answer = client(Server(*network(near, far)), 1).discover()
        answer.expect(OFFER, yiaddr="10.0.2.10", option51=(900).to_bytes(4, "big"), option3=None)


class TestRenewing:
    def test_in_a_sibling(self) -> None:
        server = Server(*floor("10.0.1.10-10.0.1.10", "10.0.2.10-10.0.2.20"))
        client(server, 1).lease()
        second = client(server, 2)
        assert second.lease() == "10.0.2.10"
        second.renew("10.0.2.10").expect(ACK, yiaddr="10.0.2.10")
        assert server.leases()["10.0.2.10"].subnet_id == 2

    def test_the_lease_comes_before_the_search(self) -> None:
        server = Server(*floor("10.0.1.10-10.0.1.20", "10.0.2.10-10.0.2.20"))
        moved = client(server, 1, 2)
        assert moved.lease() == "10.0.2.10"
        assert client(server, 1, 1).lease() == "10.0.2.10"

    def test_an_address_outside_the_network(self) -> None:
        server = Server(*floor("10.0.1.10-10.0.1.20", "10.0.2.10-10.0.2.20"))
        client(server, 1).select("10.0.9.9").expect_silence()


class TestReservations:
    def two(self, first: str = "10.0.1.77", second: str = "10.0.2.77") -> tuple[Subnet, ...]:
        return network(
            subnet("10.0.1.0/24", "10.0.1.10-10.0.1.20", id=1, hosts=reservation(MAC, address=first, hostname="one")),
            subnet("10.0.2.0/24", "10.0.2.10-10.0.2.20", id=2, hosts=reservation(MAC, address=second, hostname="two")),
        )

    def test_each_subnet_its_own(self) -> None:
        server = Server(*self.two())
        Client(server, MAC, "10.0.1.1").discover().expect(OFFER, yiaddr="10.0.1.77", option12=b"one")
        Client(server, MAC, "10.0.2.1").discover().expect(OFFER, yiaddr="10.0.2.77", option12=b"two")

    def test_the_second_one_when_the_first_is_held_by_another(self) -> None:
        server = Server(*self.two())
        server.store.commit(((None, Lease4(number("10.0.1.77"), b"rival!", b"", 3600, NOW, 1)),))
        Client(server, MAC, "10.0.1.1").discover().expect(OFFER, yiaddr="10.0.2.77", option12=b"two")
        assert server.count("v4-reservation-conflicts") == 1

    def test_a_name_is_of_the_subnet_that_gives_the_address(self) -> None:
        server = Server(*self.two("", "10.0.2.77"))
        Client(server, MAC, "10.0.1.1").discover().expect(OFFER, yiaddr="10.0.2.77", option12=b"two")

    def test_the_address_of_another_is_refused_in_every_subnet(self) -> None:
        server = Server(*self.two())
        client(server, 1).select("10.0.2.77").expect(NAK)
        client(server, 1).discover("10.0.2.77").expect(OFFER, yiaddr="10.0.1.10")

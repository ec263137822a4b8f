"""Reservations in DHCPv4: modes, conflicts, shared addresses, names."""

from lessor.engine.classify import Classifier
from lessor.engine.tables import Host
from lessor.engine.terms4 import OVERLAID_BOUND
from lessor.wire.options import tlv
from lessor.wire.packet4 import ACK, NAK, OFFER
from tests.flows.conversation import Client, Server, number, octets, plan, reservation, subnet

MAC, OTHER = "02:00:00:00:00:0a", "02:00:00:00:00:0b"


class TestModes:
    def test_global(self) -> None:
        hosts = reservation(MAC, address="192.0.2.50", hostname="everywhere")
        server = Server(subnet(reservations_global=True, reservations_in_subnet=False), global_hosts=hosts)
        Client(server, MAC).discover().expect(OFFER, yiaddr="192.0.2.50", option12=b"everywhere")

    def test_a_global_address_of_another_subnet_gives_a_name_only(self) -> None:
        hosts = reservation(MAC, address="10.0.0.50", hostname="everywhere")
        server = Server(subnet(reservations_global=True), global_hosts=hosts)
        Client(server, MAC).discover().expect(OFFER, yiaddr="192.0.2.10", option12=b"everywhere")

    def test_of_the_subnet_before_the_global_one(self) -> None:
        own, everywhere = reservation(MAC, hostname="here"), reservation(MAC, address="192.0.2.50", hostname="there")
        server = Server(subnet(hosts=own, reservations_global=True), global_hosts=everywhere)
        # the one of the subnet counts, but says nothing of an address
        Client(server, MAC).discover().expect(OFFER, yiaddr="192.0.2.50", option12=b"here")

    def test_none_at_all(self) -> None:
        server = Server(subnet(hosts=reservation(MAC, address="192.0.2.50"), reservations_in_subnet=False))
        Client(server, MAC).discover().expect(OFFER, yiaddr="192.0.2.10")

    def test_out_of_the_pools(self) -> None:
        here = subnet(hosts=reservation(MAC, address="192.0.2.50"), reservations_out_of_pool=True)
        server = Server(here)
        assert Client(server, MAC).lease() == "192.0.2.50"
        Client(server, OTHER).select("192.0.2.50").expect(NAK)

    def test_in_a_pool_where_none_should_be_only_the_name_counts(self) -> None:
        here = subnet(hosts=reservation(MAC, address="192.0.2.15", hostname="mine"), reservations_out_of_pool=True)
        here.reserved = {}
        server = Server(here)
        Client(server, MAC).discover().expect(OFFER, yiaddr="192.0.2.10", option12=b"mine")
        Client(server, OTHER).select("192.0.2.15").expect(ACK)


class TestConflict:
    def taken(self) -> Server:
        """A server where somebody has what is then reserved for another."""
        here = subnet()
        server = Server(here)
        assert Client(server, OTHER).lease() == "192.0.2.10"
        hosts = reservation(MAC, address="192.0.2.10")
        here.hosts = hosts
        here.reserved = {host.address: host for host in hosts.values()}
        return server

    def test_the_owner_gets_another_address_for_now(self) -> None:
        server = self.taken()
        owner = Client(server, MAC)
        owner.discover().expect(OFFER, yiaddr="192.0.2.11")
        assert server.count("v4-reservation-conflicts") == 1
        assert server.statistics.values()["subnet[1].v4-reservation-conflicts"] == 1
        owner.select("192.0.2.11").expect(ACK)
        owner.renew("192.0.2.11").expect(ACK)

    def test_the_other_is_not_renewed_and_the_owner_comes_into_its_own(self) -> None:
        server = self.taken()
        owner, other = Client(server, MAC), Client(server, OTHER)
        assert owner.lease() == "192.0.2.11"
        other.renew("192.0.2.10").expect(NAK)
        assert other.lease() == "192.0.2.12"
        owner.renew("192.0.2.11").expect(NAK)
        assert owner.lease() == "192.0.2.10"
        assert set(server.leases()) == {"192.0.2.10", "192.0.2.12"}

    def test_a_declined_reserved_address_is_in_conflict_too(self) -> None:
        server = Server(subnet(hosts=reservation(MAC, address="192.0.2.50")))
        owner = Client(server, MAC)
        owner.lease()
        owner.decline("192.0.2.50")
        owner.discover().expect(OFFER, yiaddr="192.0.2.10")
        assert server.count("v4-reservation-conflicts") == 1

    def test_none_when_the_owner_has_it(self) -> None:
        server = Server(subnet(hosts=reservation(MAC, address="192.0.2.50")))
        Client(server, MAC).lease()
        Client(server, MAC).discover().expect(OFFER, yiaddr="192.0.2.50")
        assert server.count("v4-reservation-conflicts") == 0


class TestOneAddressForSeveral:
    """`ip-reservations-unique` false: a machine with two network cards."""

    def server(self) -> Server:
        return Server(subnet(hosts=reservation(MAC, address="192.0.2.50") | reservation(OTHER, address="192.0.2.50")))

    def test_who_comes_first_has_it(self) -> None:
        server = self.server()
        assert Client(server, MAC).lease() == "192.0.2.50"
        Client(server, OTHER).discover().expect(OFFER, yiaddr="192.0.2.10")

    def test_then_the_other(self) -> None:
        server = self.server()
        Client(server, MAC).lease()
        Client(server, MAC).release("192.0.2.50")
        assert Client(server, OTHER).lease() == "192.0.2.50"

    def test_and_nobody_else(self) -> None:
        Client(self.server(), "02:00:00:00:00:0c").select("192.0.2.50").expect(NAK)


class TestIdentifiers:
    def test_in_the_configured_order(self) -> None:
        hosts = {
            ("hw-address", bytes.fromhex("02000000000a")): Host(number("192.0.2.51")),
            ("client-id", b"\x01id"): Host(number("192.0.2.52")),
            ("circuit-id", b"port 7"): Host(number("192.0.2.53")),
        }
        for order, address in (
            (("hw-address", "client-id", "circuit-id"), "192.0.2.51"),
            (("client-id", "hw-address", "circuit-id"), "192.0.2.52"),
            (("circuit-id", "client-id"), "192.0.2.53"),
        ):
            client = Client(Server(subnet(hosts=hosts), identifiers=order), MAC, "192.0.2.2", b"\x01id")
            client.discover(option82=tlv(1, b"port 7")).expect(OFFER, yiaddr=address)


def test_a_reserved_name_is_answered_and_kept() -> None:
    server = Server(subnet(hosts=reservation(MAC, hostname="Printer"), qualifying_suffix="example.org"))
    client = Client(server, MAC)
    client.discover(option12=b"whatever").expect(OFFER, option12=b"printer.example.org")
    client.lease()
    assert server.leases()["192.0.2.10"].hostname == "printer.example.org"


def test_a_plan_overlaid_for_many_classes_is_remembered_within_bounds() -> None:
    made = []

    def fresh(below: object, key: object) -> object:
        made.append(plan())
        return made[-1]

    hosts = reservation(MAC, tlvs={42: tlv(42, octets("192.0.2.42"))})
    server = Server(subnet(hosts=hosts), classifier=Classifier(()), plan_for=fresh)
    for _ in range(3 * OVERLAID_BOUND):
        Client(server, MAC).discover().expect(OFFER, option42=octets("192.0.2.42"))
    (host,) = hosts.values()
    assert len(host.plans) <= OVERLAID_BOUND

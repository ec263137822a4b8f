"""Who is who: client identifiers, hardware addresses, reservations."""

import pytest

from lessor.engine.tables import Host
from lessor.wire.options import tlv
from lessor.wire.packet4 import ACK, DISCOVER, NAK, OFFER
from tests.flows.conversation import Client, Server, number, octets, plan, reservation, subnet

MAC = "02:be:00:00:00:01"


class TestClientIdentifier:
    """RFC 2131 section 4.2, RFC 6842."""

    def test_names_the_client_on_any_card(self) -> None:
        server = Server(subnet())
        address = Client(server, client_id=b"\x01one").lease()
        moved = Client(server, "02:00:00:00:00:99", client_id=b"\x01one")
        moved.discover().expect(OFFER, yiaddr=address, option61=b"\x01one")
        moved.select(address).expect(ACK)
        assert server.leases()[address].hwaddr == moved.hwaddr

    def test_two_on_one_card_are_two_clients(self) -> None:
        server = Server(subnet())
        first = Client(server, client_id=b"\x01one").lease()
        assert Client(server, client_id=b"\x01two").lease() != first

    def test_may_appear_later(self) -> None:
        server = Server(subnet())
        address = Client(server).lease()
        assert Client(server, client_id=b"\x01new").discover().address == address

    def test_may_be_ignored(self) -> None:
        server = Server(subnet(match_client_id=False))
        first = Client(server, client_id=b"\x01one").lease()
        assert Client(server, client_id=b"\x01two").lease() == first
        assert server.leases()[first].client_id == b""

    def test_echo_can_be_turned_off(self) -> None:
        server = Server(subnet(), echo_client_id=False)
        Client(server, client_id=b"\x01one").discover().expect(OFFER, option61=None)

    @pytest.mark.parametrize("odd", [b"", b"\x01"])
    def test_too_short(self, odd: bytes) -> None:
        server = Server(subnet())
        Client(server).discover(option61=odd).expect_silence()
        assert server.count("pkt4-rfc-violation") == 1

    def test_without_hardware_address(self) -> None:
        server = Server(subnet())
        client = Client(server, client_id=b"\x00infiniband")
        packet = client.message(DISCOVER, hlen=0, chaddr=b"", htype=32)
        client.send(packet).expect(OFFER, yiaddr="192.0.2.10")

    def test_nothing_at_all(self) -> None:
        client = Client(Server(subnet()))
        client.send(client.message(DISCOVER, hlen=0, chaddr=b"")).expect_silence()


class TestReservation:
    def test_inside_the_pool(self) -> None:
        server = Server(subnet(hosts=reservation(MAC, address="192.0.2.12")))
        client = Client(server, MAC)
        client.discover("192.0.2.15").expect(OFFER, yiaddr="192.0.2.12")
        client.select("192.0.2.12").expect(ACK, yiaddr="192.0.2.12")
        client.reboot("192.0.2.12").expect(ACK)

    def test_outside_the_pool(self) -> None:
        server = Server(subnet(hosts=reservation(MAC, address="192.0.2.200")))
        assert Client(server, MAC).lease() == "192.0.2.200"

    def test_is_kept_from_others(self) -> None:
        server = Server(subnet(pools="192.0.2.12-192.0.2.13", hosts=reservation(MAC, address="192.0.2.12")))
        other = Client(server)
        other.discover("192.0.2.12").expect(OFFER, yiaddr="192.0.2.13")
        other.select("192.0.2.12").expect(NAK)
        other.select("192.0.2.13").expect(ACK)
        Client(server, "02:00:00:00:00:0b").discover().expect_silence()

    def test_stays_kept_after_a_release(self) -> None:
        server = Server(subnet(pools="192.0.2.12-192.0.2.12", hosts=reservation(MAC, address="192.0.2.12")))
        owner = Client(server, MAC)
        owner.release(owner.lease())
        Client(server).discover().expect_silence()

    def test_another_address_is_refused_so_that_the_client_moves(self) -> None:
        server = Server(subnet(hosts=reservation(MAC, address="192.0.2.12")))
        Client(server, MAC).select("192.0.2.15").expect(NAK)

    def test_while_another_client_still_has_the_address(self) -> None:
        server = Server(subnet())
        squatter = Client(server)
        squatter.select("192.0.2.12").expect(ACK)
        reserved = Server(subnet(hosts=reservation(MAC, address="192.0.2.12")), store=server.store)
        owner = Client(reserved, MAC)
        address = owner.lease()
        assert address != "192.0.2.12"
        # the squatter must not renew what is promised to another, and then the owner moves
        Client(reserved).renew("192.0.2.12").expect(NAK)
        Client(reserved).release("192.0.2.12")
        owner.renew(address).expect(NAK)
        owner.discover().expect(OFFER, yiaddr="192.0.2.12")

    def test_by_client_identifier(self) -> None:
        hosts = {("client-id", b"\x01vip"): Host(number("192.0.2.12"))}
        assert Client(Server(subnet(hosts=hosts)), client_id=b"\x01vip").lease() == "192.0.2.12"

    def test_order_of_identifiers(self) -> None:
        hosts = reservation(MAC, address="192.0.2.12") | {("client-id", b"\x01vip"): Host(number("192.0.2.13"))}
        server = Server(subnet(hosts=hosts), identifiers=("client-id", "hw-address"))
        Client(server, MAC, client_id=b"\x01vip").discover().expect(OFFER, yiaddr="192.0.2.13")

    def test_by_circuit_and_by_duid(self) -> None:
        hosts = {
            ("circuit-id", b"port 7"): Host(number("192.0.2.12")),
            ("duid", b"\x00\x03\x00\x01abcdef"): Host(number("192.0.2.13")),
        }
        server = Server(subnet(hosts=hosts))
        Client(server).discover(option82=tlv(1, b"port 7")).expect(OFFER, yiaddr="192.0.2.12")
        # RFC 4361 section 6.1: type 255, IAID, DUID
        client_id = b"\xff\x00\x00\x00\x01" + b"\x00\x03\x00\x01abcdef"
        Client(server, client_id=client_id).discover().expect(OFFER, yiaddr="192.0.2.13")

    def test_global(self) -> None:
        everywhere = {("hw-address", bytes.fromhex("02be00000001")): Host(number("192.0.2.12"), "vip")}
        Client(Server(subnet(), global_hosts=everywhere), MAC).discover().expect(OFFER, yiaddr="192.0.2.10")
        server = Server(subnet(reservations_global=True, reservations_in_subnet=False), global_hosts=everywhere)
        Client(server, MAC).discover().expect(OFFER, yiaddr="192.0.2.12", option12=b"vip")

    def test_options_and_fields_of_its_own(self) -> None:
        hosts = reservation(
            MAC,
            address="192.0.2.12",
            tlvs={42: tlv(42, octets("192.0.2.98")), 66: tlv(66, b"tftp")},
            unasked=(66,),
            next_server=number("192.0.2.70"),
            server_hostname=b"boot".ljust(64, b"\0"),
            boot_file_name=b"/pxe".ljust(128, b"\0"),
        )
        server = Server(subnet(hosts=hosts))
        answer = Client(server, MAC).discover()
        answer.expect(
            OFFER, siaddr="192.0.2.70", option42=octets("192.0.2.98"), option66=b"tftp", option3=octets("192.0.2.254")
        )
        assert answer.packet.sname.rstrip(b"\0") == b"boot"
        assert answer.packet.file.rstrip(b"\0") == b"/pxe"
        Client(server).discover().expect(OFFER, siaddr="0.0.0.0", option42=octets("192.0.2.123"), option66=None)


class TestSharedNetwork:
    def network(self) -> Server:
        one = subnet("192.0.2.0/24", "192.0.2.10-192.0.2.10", id=1, network="floor")
        two = subnet(
            "10.1.0.0/24", "10.1.0.10-10.1.0.10", id=2, network="floor", hosts=reservation(MAC, address="10.1.0.77")
        )
        one.siblings = two.siblings = (one, two)
        return Server(one, two)

    def test_goes_on_in_the_next_subnet_when_one_is_full(self) -> None:
        server = self.network()
        assert Client(server, "02:00:00:00:00:01").lease() == "192.0.2.10"
        second = Client(server, "02:00:00:00:00:02")
        answer = second.discover().expect(OFFER, yiaddr="10.1.0.10", option1=octets("255.255.255.0"))
        second.select(answer.address).expect(ACK)
        assert server.leases()["10.1.0.10"].subnet_id == 2
        second.rebind("10.1.0.10").expect(ACK)
        Client(server, "02:00:00:00:00:03").discover().expect_silence()
        assert server.count("v4-allocation-fail-shared-network") == 1

    def test_begins_with_the_subnet_the_relay_is_in(self) -> None:
        assert Client(self.network(), giaddr="10.1.0.1").lease() == "10.1.0.10"

    def test_finds_a_reservation_in_any_of_its_subnets(self) -> None:
        assert Client(self.network(), MAC).lease() == "10.1.0.77"


def test_a_plan_without_an_overlay_is_shared() -> None:
    its_plan = plan()
    server = Server(subnet(its_plan=its_plan, hosts=reservation(MAC, address="192.0.2.12", hostname="vip")))
    Client(server, MAC).discover().expect(OFFER, option12=b"vip")
    assert its_plan.timed, "the host was served by the pool's own plan"

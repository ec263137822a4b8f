"""Clients behind relays (RFC 3046, RFC 3527, RFC 5107, RFC 8357, RFC 3011)."""

import pytest

from lessor.engine.tables import Subnet
from lessor.wire.options import tlv
from lessor.wire.packet4 import ACK, BROADCAST_FLAG, DISCOVER, INFORM, NAK, OFFER, RELAY_AGENT_INFORMATION, REQUEST
from tests.flows.conversation import SERVER, Client, Server, number, octets, subnet

CIRCUIT = tlv(1, b"port 7")


def near() -> Subnet:
    return subnet()


def far() -> Subnet:
    return subnet("10.1.0.0/24", "10.1.0.10-10.1.0.20", id=2)


def farther() -> Subnet:
    return subnet("10.2.0.0/24", "10.2.0.10-10.2.0.20", id=3)


@pytest.fixture
def server() -> Server:
    return Server(near(), far(), farther())


@pytest.fixture
def client(server: Server) -> Client:
    return Client(server, giaddr="10.1.0.1")


def information(*suboptions: bytes) -> dict[str, bytes]:
    return {"option82": b"".join(suboptions)}


def test_the_relay_address_selects_the_subnet_and_gets_the_reply(client: Client) -> None:
    answer = client.discover().expect(OFFER, yiaddr="10.1.0.10", giaddr="10.1.0.1", to="10.1.0.1")
    assert answer.reply is not None
    assert (answer.reply.port, answer.reply.hwaddr) == (67, b"")


def test_a_listed_relay_selects_its_subnet() -> None:
    here, there = near(), far()
    server = Server(here, there, by_relay={number("172.16.0.1"): (there,)})
    Client(server, giaddr="172.16.0.1").discover().expect(OFFER, yiaddr="10.1.0.10", to="172.16.0.1")


def test_hops_and_flags_come_back(client: Client) -> None:
    answer = client.send(client.message(DISCOVER, hops=3, flags=BROADCAST_FLAG))
    answer.expect(OFFER, hops=3, flags=BROADCAST_FLAG, to="10.1.0.1")


def test_relay_information_comes_back_last_and_unchanged(client: Client) -> None:
    sent = CIRCUIT + tlv(200, b"unknown") + tlv(2, b"switch")
    answer = client.discover(**information(sent)).expect(OFFER, option82=sent)
    assert list(answer.packet.options)[-1] == RELAY_AGENT_INFORMATION


@pytest.mark.parametrize("broken", [b"\x01\x09cut", b"\x01"])
def test_even_when_it_cannot_be_read(client: Client, broken: bytes) -> None:
    client.discover(**information(broken)).expect(OFFER, yiaddr="10.1.0.10", option82=broken)


def test_long_relay_information(client: Client) -> None:
    long = tlv(1, b"x" * 200) + tlv(2, b"y" * 120)
    client.discover(**information(long)).expect(OFFER, option82=long)


def test_link_selection_overrules_the_relay_address(client: Client) -> None:
    link = tlv(5, octets("10.2.0.0"))
    client.discover(**information(link, CIRCUIT)).expect(OFFER, yiaddr="10.2.0.10", to="10.1.0.1")


def test_link_selection_of_an_unknown_link(client: Client) -> None:
    client.discover(**information(tlv(5, octets("172.16.0.0")))).expect_silence()


@pytest.mark.parametrize("odd", [tlv(5, b"\x0a\x02"), tlv(5, bytes(4))])
def test_odd_link_selection_is_passed_over(client: Client, odd: bytes) -> None:
    client.discover(**information(odd)).expect(OFFER, yiaddr="10.1.0.10")


def test_link_selection_can_be_ignored() -> None:
    server = Server(near(), far(), farther(), ignore_link_selection=True)
    client = Client(server, giaddr="10.1.0.1")
    client.discover(**information(tlv(5, octets("10.2.0.0")))).expect(OFFER, yiaddr="10.1.0.10")


def test_subnet_selection_of_a_client(server: Server) -> None:
    chosen = octets("10.2.0.0")
    Client(server).discover(option118=chosen).expect(OFFER, yiaddr="10.2.0.10", option118=chosen)


def test_link_selection_comes_before_subnet_selection(client: Client) -> None:
    link = information(tlv(5, octets("10.2.0.0")))
    client.discover(option118=octets("192.0.2.0"), **link).expect(OFFER, yiaddr="10.2.0.10")


def test_server_id_override(client: Client) -> None:
    override = tlv(11, octets("10.1.0.1"))
    address = client.discover(**information(override)).expect(OFFER, option54=octets("10.1.0.1")).address
    client.select(address, server="10.1.0.1", **information(override)).expect(ACK, option54=octets("10.1.0.1"))
    client.select(address, server="10.1.0.1").expect_silence()


def test_relay_port(client: Client) -> None:
    packet = client.message(DISCOVER, {RELAY_AGENT_INFORMATION: tlv(19, b"")})
    received = client.received(packet)
    received.source_port = 6767
    (reply,) = client.server.hear(received)
    assert reply.port == 6767


def test_relays_without_that_suboption_are_answered_at_67(client: Client) -> None:
    received = client.received(client.message(DISCOVER))
    received.source_port = 6767
    (reply,) = client.server.hear(received)
    assert reply.port == 67


def test_a_renewal_comes_straight_from_the_client(client: Client) -> None:
    address = client.lease()
    direct = Client(client.server)
    direct.renew(address).expect(ACK, yiaddr=address, to=address, giaddr="0.0.0.0")


def test_a_rebinding_comes_through_the_relay(client: Client) -> None:
    address = client.lease()
    client.send(client.message(REQUEST, ciaddr=address)).expect(ACK, yiaddr=address, to="10.1.0.1")


def test_a_refusal_asks_the_relay_to_broadcast(client: Client) -> None:
    client.lease()
    client.reboot("192.0.2.15").expect(NAK, to="10.1.0.1", giaddr="10.1.0.1", flags=BROADCAST_FLAG)


def test_an_inform_is_answered_to_the_client(client: Client) -> None:
    inform = client.message(INFORM, {RELAY_AGENT_INFORMATION: CIRCUIT}, ciaddr="10.1.0.99")
    client.send(inform).expect(ACK, to="10.1.0.99", giaddr="0.0.0.0", option82=None)


def test_the_reply_goes_to_the_neighbour_that_brought_the_message(client: Client) -> None:
    received = client.received(client.message(DISCOVER))
    received.sender = b"router"
    (reply,) = client.server.hear(received)
    assert reply.hwaddr == b"router"


class TestUnknownRelay:
    @pytest.fixture
    def stranger(self, server: Server) -> Client:
        return Client(server, giaddr="172.16.0.1")

    def test_discover(self, stranger: Client) -> None:
        stranger.discover().expect_silence()

    def test_request(self, stranger: Client) -> None:
        stranger.reboot("172.16.0.9").expect(NAK, to="172.16.0.1")

    def test_inform(self, stranger: Client) -> None:
        answer = stranger.send(stranger.message(INFORM, ciaddr="172.16.0.9")).expect(ACK, to="172.16.0.9")
        assert SERVER.to_bytes(4, "big") == answer.packet.options[54]


def test_a_moved_client_gets_an_address_of_its_new_link(server: Server, client: Client) -> None:
    Client(server).lease()
    client.discover().expect(OFFER, yiaddr="10.1.0.10")
    client.reboot("192.0.2.10").expect_silence()


def test_a_broadcast_from_a_link_we_do_not_serve() -> None:
    Client(Server(far())).discover().expect_silence()

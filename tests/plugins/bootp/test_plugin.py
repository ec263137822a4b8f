"""Clients that speak BOOTP: octets of RFC 951, RFC 1497 and RFC 1534 clients through a whole server."""

from ipaddress import IPv4Address

import pytest

from lessor.engine.classify import Classifier
from lessor.hooks.api import DROP, SKIP, Buffer4Receive, Json, ParameterError
from lessor.model.datagram import Received4, Reply4
from lessor.model.lease import INFINITE
from lessor.plugins.bootp.plugin import setup
from lessor.wire.packet4 import ACK, BOOTREPLY, OFFER, Packet4, decode4
from tests.flows.conversation import LINK, SERVER, Client, Server, guarded, plan, pool, reservation, rule, subnet
from tests.flows.hooked import hook4
from tests.plugins.fakes import FakeServer

HWADDR = "02 00 00 00 00 0a"
# RFC 951 section 3: op htype hlen hops, xid, secs, two unused octets, four addresses, chaddr, sname, file
HEADER = bytes.fromhex(f"01 01 06 00  00 00 12 34  00 05 00 00  {'00' * 16}  {HWADDR} {'00' * 10}") + bytes(64 + 128)
PLAIN = HEADER + bytes(64)
# RFC 1497: the magic cookie, then a name as the client would like it, then the end
EXTENDED = HEADER + bytes.fromhex("63 82 53 63  0c 04 64 65 73 6b  ff").ljust(64, b"\0")
# RFC 1534 section 3: a BOOTP client may ask by ciaddr for nothing but where to boot from
KNOWING = HEADER[:12] + IPv4Address("192.0.2.15").packed + EXTENDED[16:]
# RFC 1542 section 4: through a relay, one hop away
RELAYED = EXTENDED[:3] + b"\1" + EXTENDED[4:24] + IPv4Address("192.0.2.254").packed + EXTENDED[28:]


def served(*subnets: object, **settings: object) -> tuple[Server, FakeServer]:
    server = Server(*(subnets or (subnet(),)), **settings)  # type: ignore[arg-type]  # subnets are what it takes
    around = FakeServer()
    hook4(server, **setup(around, {}).callouts)
    return server, around


def hear(server: Server, octets: bytes, source: str = "0.0.0.0") -> list[Reply4]:
    broadcast = source == "0.0.0.0"
    return server.hear(Received4(octets, LINK, SERVER, int(IPv4Address(source)), 68 if broadcast else 67, broadcast))


def answer(server: Server, octets: bytes, source: str = "0.0.0.0") -> tuple[Reply4, Packet4]:
    (reply,) = hear(server, octets, source)
    return reply, decode4(reply.data)


def test_a_client_gets_an_address_forever_in_one_exchange() -> None:
    server, around = served()
    reply, packet = answer(server, EXTENDED)
    assert (packet.op, packet.xid, packet.yiaddr) == (BOOTREPLY, 0x1234, int(IPv4Address("192.0.2.10")))
    assert server.leases()["192.0.2.10"].valid_lifetime == INFINITE
    assert (reply.hwaddr, reply.port) == (bytes.fromhex(HWADDR), 68)
    assert around.log.of("BOOTP_BOOTP_QUERY") == [("[hwtype=1 02:00:00:00:00:0a], tid=0x1234",)]
    assert around.log.of("BOOTP_LOAD") == [()]


def test_the_answer_has_what_everybody_is_told_and_nothing_of_dhcp_itself() -> None:
    server, _ = served()
    reply, packet = answer(server, EXTENDED)
    assert sorted(packet.options) == [1, 3, 12]
    assert packet.options[3] == IPv4Address("192.0.2.254").packed
    assert len(reply.data) == 300


def test_an_answer_that_is_longer_stays_whole() -> None:
    long = plan(tlvs={15: b"\x0f\xc8" + b"d" * 200}, unasked=(15,))
    server, _ = served(subnet(its_plan=long))
    reply, packet = answer(server, EXTENDED)
    assert packet.options[15] == b"d" * 200
    assert len(reply.data) == 240 + 6 + 6 + 202 + 1


def test_the_lease_is_the_same_again_and_still_forever() -> None:
    server, _ = served()
    _, first = answer(server, EXTENDED)
    server.now += 86400
    _, second = answer(server, EXTENDED)
    assert second.yiaddr == first.yiaddr
    assert [lease.valid_lifetime for lease in server.store.leases()] == [INFINITE]


def test_a_reservation_counts() -> None:
    hosts = reservation("02:00:00:00:00:0a", address="192.0.2.15", boot_file_name=b"kernel".ljust(128, b"\0"))
    server, _ = served(subnet(hosts=hosts))
    _, packet = answer(server, EXTENDED)
    assert packet.yiaddr == int(IPv4Address("192.0.2.15"))
    assert packet.file.rstrip(b"\0") == b"kernel"


def test_who_knows_its_address_keeps_it() -> None:
    server, _ = served()
    reply, packet = answer(server, KNOWING)
    assert packet.yiaddr == int(IPv4Address("192.0.2.15"))
    assert reply.destination == int(IPv4Address("192.0.2.15"))
    assert server.leases()["192.0.2.15"].valid_lifetime == INFINITE


def test_the_answer_goes_back_through_the_relay() -> None:
    server, _ = served()
    reply, packet = answer(server, RELAYED, "192.0.2.254")
    assert (reply.destination, reply.port) == (int(IPv4Address("192.0.2.254")), 67)
    assert packet.giaddr == int(IPv4Address("192.0.2.254"))


def test_pools_are_guarded_by_the_class() -> None:
    its_plan = plan()
    old = guarded(pool("192.0.2.10-192.0.2.10", its_plan), "BOOTP")
    new = guarded(pool("192.0.2.20-192.0.2.20", its_plan), "DHCP")
    there = subnet(pools="")
    there.pools = (old, new)
    classifier = Classifier([rule("DHCP", lambda request: "BOOTP" not in request.classes)])
    server, _ = served(there, classifier=classifier)
    _, packet = answer(server, EXTENDED)
    assert packet.yiaddr == int(IPv4Address("192.0.2.10"))
    Client(server, "02:00:00:00:00:0b").discover().expect(OFFER, yiaddr="192.0.2.20")


def test_who_cannot_have_an_address_gets_no_answer() -> None:
    server, around = served(subnet(pools="192.0.2.10-192.0.2.10"))
    Client(server, "02:00:00:00:00:0b").lease()
    assert hear(server, EXTENDED) == []
    assert len(around.log.of("LESSOR_BOOTP_NO_ANSWER")) == 1
    assert not [lease for lease in server.store.leases() if lease.valid_lifetime == INFINITE]


@pytest.mark.parametrize("octets", [PLAIN, HEADER, b"", EXTENDED[:100], EXTENDED[:2] + b"\xff" + EXTENDED[3:]])
def test_without_vendor_information_there_is_no_answer(octets: bytes) -> None:
    server, around = served()
    assert hear(server, octets) == []
    ((source, local, interface, _),) = around.log.of("BOOTP_PACKET_UNPACK_FAILED")
    assert (source, local, interface) == ("0.0.0.0", "192.0.2.1", "eth0")
    assert (server.count("pkt4-parse-failed"), server.count("pkt4-receive-drop")) == (1, 1)


def test_answers_of_other_servers_are_none_of_its_business() -> None:
    server, around = served()
    assert hear(server, b"\2" + EXTENDED[1:]) == []
    assert around.log.of("BOOTP_BOOTP_QUERY") == []


def test_dhcp_goes_on_as_before() -> None:
    server, _ = served()
    client = Client(server)
    client.discover().expect(OFFER, yiaddr="192.0.2.10")
    client.select("192.0.2.10").expect(ACK, yiaddr="192.0.2.10", option51=(3600).to_bytes(4, "big"))
    assert server.leases()["192.0.2.10"].valid_lifetime == 3600


def test_what_another_plug_in_drops_or_reads_counts() -> None:
    read = setup(FakeServer(), {}).callouts["buffer4_receive"]
    assert callable(read)
    event = Buffer4Receive(Received4(b"", LINK, SERVER, 0, 68, True))
    event.status = DROP
    assert read(event) is None
    event.status, event.packet = SKIP, Packet4()
    assert read(event) == SKIP
    assert event.classes == ("BOOTP",)


@pytest.mark.parametrize(("family", "parameters"), [(4, {"pad": True}), (6, {})])
def test_parameters_and_dhcpv6_servers_are_refused(family: int, parameters: dict[str, Json]) -> None:
    with pytest.raises(ParameterError):
        setup(FakeServer(family), parameters)

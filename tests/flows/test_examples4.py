"""What the configurations that come with Kea promise in their comments, each kind with one of our own: DHCPv4."""

import pytest

from lessor.wire.options import tlv
from lessor.wire.packet4 import ACK, NAK, OFFER
from tests.config.configurations import Json, config, warnings
from tests.flows.conversation import Client, Server, octets
from tests.flows.test_policies4 import serve, subnet

CARD = "02:00:00:00:00:31"
DUID = bytes.fromhex("0003000102aabbccddee")
CLIENT_ID = b"\1\x0a\x0b\x0c"
PORT = b"port-7"
RELAY = "10.1.255.1"


class TestAdvanced:
    """Several features in one file, subnet by subnet."""

    @pytest.fixture
    def server(self) -> Server:
        subnets: list[Json] = [
            subnet(1, {"pool": "10.1.0.1 - 10.1.0.9", "user-context": {"info": "large"}}, comment="the first"),
            subnet(2, "10.2.0.1 - 10.2.0.9", match_client_id=False),
            subnet(3, "10.3.0.1 - 10.3.0.9", relay={"ip-addresses": ["192.168.7.1"]}),
            subnet(4, "10.4.0.1 - 10.4.0.9", authoritative=True),
        ]
        return serve(
            option_def=[{"name": "vendor-encapsulated-options", "code": 43, "type": "binary"}],
            option_data=[{"name": "vendor-encapsulated-options", "data": "c0ffee", "always-send": True}],
            valid_lifetime=4000,
            renew_timer=1000,
            rebind_timer=2000,
            echo_client_id=False,
            subnet4=subnets,
        )

    def test_times(self, server: Server) -> None:
        offer = Client(server, giaddr=RELAY).discover().expect(OFFER, option51=(4000).to_bytes(4, "big"))
        offer.expect(OFFER, option58=(1000).to_bytes(4, "big"), option59=(2000).to_bytes(4, "big"))

    def test_option_43_is_octets_without_suboptions(self, server: Server) -> None:
        Client(server, giaddr=RELAY).discover(option43=b"\xff\0raw").expect(OFFER, option43=b"\xc0\xff\xee")

    def test_the_client_identifier_does_not_come_back(self, server: Server) -> None:
        Client(server, giaddr=RELAY, client_id=CLIENT_ID).discover().expect(OFFER, option61=None)

    def test_who_changes_its_client_identifier_is_somebody_else_where_that_counts(self, server: Server) -> None:
        gives = {1: "10.1.0.2", 2: "10.2.0.1"}
        for number, second in gives.items():
            first = f"10.{number}.0.1"
            relay = f"10.{number}.255.1"
            Client(server, giaddr=relay, client_id=b"\1a").select(first).expect(ACK, yiaddr=first)
            Client(server, giaddr=relay, client_id=b"\1b").discover().expect(OFFER, yiaddr=second)

    def test_a_relay_with_an_address_of_elsewhere(self, server: Server) -> None:
        Client(server, giaddr="192.168.7.1").discover().expect(OFFER, yiaddr="10.3.0.1")
        Client(server, giaddr="192.168.7.2").discover().expect_silence()

    def test_an_unknown_address_is_refused_only_where_the_server_is_authoritative(self, server: Server) -> None:
        Client(server, giaddr=RELAY).reboot("10.1.0.5").expect_silence()
        Client(server, giaddr="10.4.255.1").reboot("10.4.0.5").expect(NAK)

    def test_notes_are_kept(self) -> None:
        pool: Json = {"pool": "10.1.0.1 - 10.1.0.9", "user-context": {"info": "large"}}
        found = config(subnet4=[subnet(1, pool, comment="the first")]).subnets[0]
        assert found.user_context == {"comment": "the first"}
        assert found.pools[0].user_context == {"info": "large"}


# One reservation for each kind of identifier, with something else in each.
RESERVATIONS: Json = [
    {"hw-address": CARD, "ip-address": "10.1.9.1"},
    {"client-id": "01:22:33", "hostname": "special", "ip-address": "10.1.9.2"},
    {
        "duid": DUID.hex(":"),
        "ip-address": "10.1.9.3",
        "option-data": [{"name": "domain-name-servers", "data": "10.0.0.2, 10.0.0.3"}],
    },
    {
        "circuit-id": "'port-7'",
        "ip-address": "10.1.9.4",
        "option-data": [
            {"name": "vivso-suboptions", "data": "4491"},
            {"name": "tftp-servers", "space": "vendor-4491", "data": "10.0.0.2"},
        ],
    },
    {
        "client-id": CLIENT_ID.hex(":"),
        "ip-address": "10.1.9.5",
        "next-server": "10.0.0.1",
        "server-hostname": "boot",
        "boot-file-name": "/image",
    },
]
IDENTIFIERS: Json = ["circuit-id", "hw-address", "duid", "client-id"]


@pytest.mark.parametrize("everywhere", [False, True])
class TestReservations:
    """All kinds of identifiers, in a subnet or global."""

    def server(self, everywhere: bool) -> Server:
        pool = "10.1.0.1 - 10.1.0.9"
        if everywhere:
            return serve(
                host_reservation_identifiers=IDENTIFIERS,
                reservations_global=True,
                reservations_in_subnet=False,
                reservations=RESERVATIONS,
                subnet4=[subnet(1, pool)],
            )
        return serve(
            host_reservation_identifiers=IDENTIFIERS,
            subnet4=[subnet(1, pool, reservations=RESERVATIONS)],
        )

    def test_by_card(self, everywhere: bool) -> None:
        Client(self.server(everywhere), CARD).discover().expect(OFFER, yiaddr="10.1.9.1")

    def test_by_client_identifier(self, everywhere: bool) -> None:
        client = Client(self.server(everywhere), client_id=b"\1\x22\x33")
        client.discover(option12=b"other").expect(OFFER, yiaddr="10.1.9.2", option12=b"special")

    def test_by_duid(self, everywhere: bool) -> None:
        # RFC 4361 section 6.1: type 255, IAID, DUID
        client = Client(self.server(everywhere), client_id=b"\xff\0\0\0\1" + DUID)
        servers = octets("10.0.0.2") + octets("10.0.0.3")
        client.discover(option55=b"\6").expect(OFFER, yiaddr="10.1.9.3", option6=servers)

    def test_by_circuit(self, everywhere: bool) -> None:
        client = Client(self.server(everywhere), giaddr=RELAY)
        answer = client.discover(option55=bytes((125,)), option82=tlv(1, PORT))
        inside = tlv(2, octets("10.0.0.2"))
        answer.expect(OFFER, yiaddr="10.1.9.4", option125=b"\0\0\x11\x8b" + bytes((len(inside),)) + inside)

    def test_fields_of_the_header(self, everywhere: bool) -> None:
        offer = Client(self.server(everywhere), client_id=CLIENT_ID).discover()
        offer.expect(OFFER, yiaddr="10.1.9.5", siaddr="10.0.0.1")
        assert (offer.packet.sname.rstrip(b"\0"), offer.packet.file.rstrip(b"\0")) == (b"boot", b"/image")

    def test_the_first_kind_of_identifier_decides(self, everywhere: bool) -> None:
        client = Client(self.server(everywhere), CARD, giaddr=RELAY, client_id=CLIENT_ID)
        client.discover(option82=tlv(1, PORT)).expect(OFFER, yiaddr="10.1.9.4")
        client.discover().expect(OFFER, yiaddr="10.1.9.1")

    def test_what_is_reserved_is_for_nobody_else(self, everywhere: bool) -> None:
        Client(self.server(everywhere)).discover("10.1.9.1").expect(OFFER, yiaddr="10.1.0.1")


def test_what_global_reservations_say_holds_in_every_subnet() -> None:
    server = serve(
        reservations_global=True,
        reservations_in_subnet=False,
        reservations=[{"hw-address": CARD, "hostname": "mine"}],
        subnet4=[subnet(1, "10.1.0.1 - 10.1.0.9"), subnet(2, "10.2.0.1 - 10.2.0.9")],
    )
    for number in (1, 2):
        client = Client(server, CARD, giaddr=f"10.{number}.255.1")
        client.discover(option12=b"x").expect(OFFER, yiaddr=f"10.{number}.0.1", option12=b"mine")


def test_one_subnet_tells_no_times_that_are_not_configured() -> None:
    server = serve(valid_lifetime=4000, subnet4=[subnet(1, "10.1.0.1 - 10.1.0.9")])
    answer = Client(server).discover()
    answer.expect(OFFER, option51=(4000).to_bytes(4, "big"), option58=None, option59=None)


def test_comments_are_no_mistakes_wherever_they_stand() -> None:
    commented: Json = {"pool": "10.1.0.1 - 10.1.0.9", "comment": "a pool"}
    option: Json = {"name": "routers", "data": "10.1.255.254", "comment": "an option"}
    definition: Json = {"name": "own", "code": 231, "type": "string", "comment": "a definition"}
    reservation: Json = {"hw-address": CARD, "ip-address": "10.1.9.1", "comment": "a reservation"}
    network: Json = {
        "name": "floor",
        "comment": "a network",
        "subnet4": [subnet(1, commented, comment="a subnet", reservations=[reservation], option_data=[option])],
    }
    members: dict[str, Json] = {
        "comment": "all of it",
        "option_def": [definition],
        "client_classes": [{"name": "some", "test": "member('ALL')", "comment": "a class", "user-context": {"a": 1}}],
        "interfaces_config": {"interfaces": ["eth0"], "comment": "where to listen"},
        "loggers": [{"name": "kea-dhcp4", "comment": "a logger"}],
        "shared_networks": [network],
    }
    assert warnings(**members) == []
    found = config(**members)
    assert found.subnets[0].hosts[0].user_context == {"comment": "a reservation"}
    assert found.classes[0].user_context == {"a": 1, "comment": "a class"}
    assert found.networks[0].user_context == {"comment": "a network"}


def test_expired_leases_as_configured() -> None:
    settings: Json = {
        "reclaim-timer-wait-time": 5,
        "hold-reclaimed-time": 1800,
        "flush-reclaimed-timer-wait-time": 7,
        "max-reclaim-leases": 500,
        "max-reclaim-time": 100,
        "unwarned-reclaim-cycles": 10,
    }
    found = config(expired_leases_processing=settings).expired_leases
    assert (found.reclaim_wait, found.hold, found.flush_wait) == (5, 1800, 7)


def test_each_standard_option_with_a_value_can_be_asked_for() -> None:
    options: list[Json] = [
        {"name": "time-offset", "data": "-7200"},
        {"name": "routers", "data": "10.1.255.254, 10.1.255.253"},
        {"name": "boot-size", "data": "88"},
        {"name": "merit-dump", "data": "/tmp/core"},
        {"name": "ip-forwarding", "data": "true"},
        {"name": "policy-filter", "data": "10.9.0.1, 255.255.0.0"},
        {"name": "path-mtu-plateau-table", "data": "68, 576"},
        {"name": "domain-search", "data": "a.example, b.example"},
        {"name": "slp-service-scope", "data": "true, here"},
        {"name": "uuid-guid", "data": "000102", "csv-format": False},
    ]
    server = serve(option_data=options, subnet4=[subnet(1, "10.1.0.1 - 10.1.0.9")])
    answer = Client(server).discover(option55=bytes((2, 3, 13, 14, 19, 21, 25, 97, 119, 79)))
    answer.expect(
        OFFER,
        option2=(-7200).to_bytes(4, "big", signed=True),
        option3=octets("10.1.255.254") + octets("10.1.255.253"),
        option13=b"\0\x58",
        option14=b"/tmp/core",
        option19=b"\1",
        option21=octets("10.9.0.1") + octets("255.255.0.0"),
        option25=b"\0\x44\2\x40",
        option79=b"\1here",
        option97=b"\0\1\2",
    )
    assert answer.packet.options[119].startswith(b"\1a\7example\0")


def test_an_option_with_a_space_of_its_own() -> None:
    definitions: list[Json] = [
        {"name": "holder", "code": 222, "type": "uint16", "encapsulate": "inner"},
        {"name": "leaf", "code": 1, "space": "inner", "type": "ipv4-address"},
        {"name": "pair", "code": 2, "space": "inner", "type": "record", "record-types": "uint8, string"},
    ]
    options: list[Json] = [
        {"name": "holder", "data": "7"},
        {"name": "leaf", "space": "inner", "data": "10.0.0.9"},
        {"name": "pair", "space": "inner", "data": "3, text"},
    ]
    server = serve(option_def=definitions, option_data=options, subnet4=[subnet(1, "10.1.0.1 - 10.1.0.9")])
    inside = tlv(1, octets("10.0.0.9")) + tlv(2, b"\3text")
    Client(server).discover(option55=bytes((222,))).expect(OFFER, option222=b"\0\7" + inside)

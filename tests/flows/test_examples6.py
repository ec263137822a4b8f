"""What the configurations that come with Kea promise in their comments, each kind with one of our own: DHCPv6."""

import pytest

from lessor.model.lease6 import NA, PD
from lessor.wire.options6 import tlv6, walk6
from lessor.wire.packet6 import ADVERTISE, ORO, REPLY, SOLICIT, Packet6, Relay6
from tests.config.configurations import Json
from tests.config.configurations6 import config
from tests.flows.conversation6 import SERVER_DUID, Answer6, Client6, Option, Server6, duid, na, number, pd
from tests.flows.test_policies6 import labels, serve, subnet

RELAY_FORWARD = 12


class Asking(Client6):
    """A client that asks for these options and for DNS servers."""

    def __init__(self, server: Server6, last: int, *codes: int) -> None:
        super().__init__(server, last)
        self.codes = (23, *codes)

    def message(self, kind: int, *options: Option, server_id: bytes | None = SERVER_DUID) -> Packet6:
        packet = super().message(kind, *options, server_id=server_id)
        packet.options[ORO] = [b"".join(code.to_bytes(2, "big") for code in self.codes)]
        return packet


def address(text: str) -> bytes:
    return number(text).to_bytes(16, "big")


def given(pool: str, **members: Json) -> Json:
    return {"pool": pool, **{key.replace("_", "-"): value for key, value in members.items()}}


POOL = "2001:db8:1::10 - 2001:db8:1::1f"


class TestAdvanced:
    """Prefixes with an excluded part, relays by their address, options that a relay supplies, ways to find a card."""

    @pytest.fixture
    def server(self) -> Server6:
        delegated: Json = {
            "prefix": "2001:db8:abcd::",
            "prefix-len": 48,
            "delegated-len": 64,
            "excluded-prefix": "2001:db8:abcd:0:1234::",
            "excluded-prefix-len": 80,
        }
        return serve(
            mac_sources=["client-link-addr-option", "duid", "ipv6-link-local"],
            relay_supplied_options=["110", "120"],
            preferred_lifetime=3000,
            valid_lifetime=4000,
            renew_timer=1000,
            rebind_timer=2000,
            subnet6=[
                subnet(
                    1,
                    given(POOL, user_context={"department": "engineering"}),
                    pd_pools=[delegated],
                    relay={"ip-addresses": ["3000::1"]},
                )
            ],
        )

    def relayed(self, server: Server6, *supplied: Option) -> Answer6:
        """The answer to a client behind the relay, which supplies options (RFC 6422)."""
        client = Asking(server, 10, 110, 130)
        packet = client.message(SOLICIT, na(1))
        inside = b"".join(tlv6(*option) for option in supplied)
        packet.relays = [Relay6(RELAY_FORWARD, 0, number("3000::1"), number("fe80::a"), {66: [inside]})]
        return client.send(packet)

    def test_times(self, server: Server6) -> None:
        told = Client6(server).request(na(1)).told[NA, 1]
        assert (told.t1, told.t2, told.items) == (1000, 2000, {"2001:db8:1::10": (3000, 4000)})

    def test_a_prefix_and_what_is_not_in_it(self, server: Server6) -> None:
        answer = Asking(server, 10, 67).request(pd(1))
        answer.expect(REPLY, "2001:db8:abcd::/64")
        value = walk6(answer.option(25) or b"", 12)[26][0]
        # RFC 6603 section 4.2: prefix length, then the bits behind the delegated prefix
        assert walk6(value, 25)[67] == [bytes((80,)) + b"\x12\x34"]

    def test_the_relay_is_known_by_its_address(self, server: Server6) -> None:
        self.relayed(server).expect(ADVERTISE, "2001:db8:1::10")

    def test_a_relay_supplies_the_options_that_it_may(self, server: Server6) -> None:
        answer = self.relayed(server, (110, b"yes"), (130, b"no"))
        assert (answer.option(110), answer.option(130)) == (b"yes", None)

    @pytest.mark.parametrize(
        ("source", "card"),
        [("client-link-addr-option", "0a"), ("duid", "0b"), ("ipv6-link-local", "0c")],
    )
    def test_the_card_of_a_client(self, source: str, card: str) -> None:
        held: Json = {"hw-address": f"02:00:00:00:00:{card}", "ip-addresses": ["2001:db8:1::99"]}
        server = serve(mac_sources=[source], subnet6=[subnet(1, POOL, reservations=[held])])
        client = Client6(server, 0x0B, source="fe80::ff:fe00:c")
        packet = client.message(SOLICIT, na(1))
        linked = {79: [b"\0\1\2\0\0\0\0\x0a"]}
        packet.relays = [Relay6(RELAY_FORWARD, 0, number("2001:db8:1::1"), number(client.source), linked)]
        client.send(packet).expect(ADVERTISE, "2001:db8:1::99")


class TestTeeTimes:
    """T1 and T2 as parts of the preferred lifetime, or as written."""

    @pytest.mark.parametrize(
        ("number", "times"),
        [(1, (1500, 2400)), (2, (1000, 2000)), (3, (1350, 2100))],
    )
    def test_of_each_subnet(self, number: int, times: tuple[int, int]) -> None:
        server = serve(
            preferred_lifetime=3000,
            valid_lifetime=4000,
            subnet6=[
                subnet(1, POOL),
                subnet(2, "2001:db8:2::/80", renew_timer=1000, rebind_timer=2000),
                subnet(3, "2001:db8:3::/80", t1_percent=0.45, t2_percent=0.7),
            ],
        )
        told = Client6(server, link=f"2001:db8:{number}::1").solicit(na(1)).told[NA, 1]
        assert (told.t1, told.t2) == times


def test_several_subnets_each_for_its_link() -> None:
    server = serve(subnet6=[subnet(i, f"2001:db8:{i}::/80") for i in range(1, 5)])
    for i in range(1, 5):
        answer = Client6(server, i, link=f"2001:db8:{i}::1").solicit(na(1))
        answer.expect(ADVERTISE, f"2001:db8:{i}::")


def test_without_leases_the_rest_is_told_wherever_the_client_is() -> None:
    server = serve(option_data=[{"name": "dns-servers", "data": "2001:db8::1, 2001:db8::2"}])
    for link in ("", "2001:db8:7::1"):
        answer = Client6(server, link=link).inform().expect(REPLY)
        assert answer.option(23) == address("2001:db8::1") + address("2001:db8::2")
    assert not server.leases()


class TestMultipleOptions:
    """Options in many forms, and of two pools and a prefix pool that say something different."""

    @pytest.fixture
    def server(self) -> Server6:
        def sip(data: str) -> Json:
            return {"code": 22, "data": data}

        options: list[Json] = [
            {"name": "dns-servers", "data": "2001:db8:2::45, 2001:db8:2::100"},
            sip("2001:db8::1"),
            {"name": "sntp-servers", "csv-format": False, "data": "20010db8000000000000000000000001"},
            {"name": "new-posix-timezone", "data": "EST5EDT4\\,M3.2.0/02:00\\,M11.1.0/02:00"},
            {"name": "preference", "data": "0xf0"},
            {"name": "bootfile-param", "data": "root=/dev/sda2, quiet, splash"},
            {"name": "pana-agent", "data": "2001:db8:2::123", "always-send": True},
        ]
        prefixes: Json = {
            "prefix": "2001:db8:abcd::",
            "prefix-len": 56,
            "delegated-len": 64,
            "option-data": [sip("2001:db8::12")],
        }
        first = given("2001:db8:1::1 - 2001:db8:1::1", option_data=[sip("2001:db8::21")])
        return serve(subnet6=[subnet(1, first, POOL, option_data=options, pd_pools=[prefixes])])

    def test_forms(self, server: Server6) -> None:
        answer = Asking(server, 10, 31, 41, 7, 60).solicit(na(1))
        assert answer.option(23) == address("2001:db8:2::45") + address("2001:db8:2::100")
        assert answer.option(31) == address("2001:db8::1")
        assert answer.option(41) == b"EST5EDT4,M3.2.0/02:00,M11.1.0/02:00"
        assert answer.option(7) == b"\xf0"
        texts = (b"root=/dev/sda2", b"quiet", b"splash")
        assert answer.option(60) == b"".join(len(text).to_bytes(2, "big") + text for text in texts)

    def test_what_is_always_sent_is_sent_to_who_does_not_ask(self, server: Server6) -> None:
        assert Client6(server).solicit(na(1)).option(40) == address("2001:db8:2::123")

    def test_each_pool_has_its_own(self, server: Server6) -> None:
        first = Asking(server, 1, 22).request(na(1)).expect(REPLY, "2001:db8:1::1")
        assert first.option(22) == address("2001:db8::21")
        second = Asking(server, 2, 22).request(na(1)).expect(REPLY, "2001:db8:1::10")
        assert second.option(22) == address("2001:db8::1")
        delegated = Asking(server, 3, 22).request(pd(1))
        assert delegated.option(22) == address("2001:db8::12")

    def test_of_an_address_and_a_prefix_the_pool_of_the_address_says_more(self, server: Server6) -> None:
        assert Asking(server, 1, 22).request(na(1), pd(2)).option(22) == address("2001:db8::21")


class TestReservations:
    """Addresses, prefixes, names, options and classes of clients known by DUID or card."""

    @pytest.fixture
    def server(self) -> Server6:
        held: list[Json] = [
            {"duid": duid(1).hex(":"), "ip-addresses": ["2001:db8:1::100"]},
            {
                "hw-address": "02:00:00:00:00:02",
                "ip-addresses": ["2001:db8:1::101"],
                "option-data": [{"name": "dns-servers", "data": "3000:1::234"}],
                "client-classes": ["office"],
            },
            {
                "duid": duid(3).hex(":"),
                "ip-addresses": ["2001:db8:1:cafe::1"],
                "prefixes": ["2001:db8:2:abcd::/64"],
                "hostname": "foo.example.com",
                "option-data": [
                    {"name": "vendor-opts", "data": "4491"},
                    {"name": "tftp-servers", "space": "vendor-4491", "data": "3000:1::234"},
                ],
            },
        ]
        delegated: Json = {"prefix": "2001:db8:1:8000::", "prefix-len": 56, "delegated-len": 64}
        return serve(
            host_reservation_identifiers=["duid", "hw-address"],
            client_classes=[{"name": "office", "option-data": [{"name": "preference", "data": "7"}]}],
            option_data=[{"name": "dns-servers", "data": "2001:db8::53"}],
            subnet6=[subnet(1, POOL, pd_pools=[delegated], reservations=held)],
        )

    def test_an_address(self, server: Server6) -> None:
        answer = Client6(server, 1).solicit(na(1)).expect(ADVERTISE, "2001:db8:1::100")
        assert answer.option(23) == address("2001:db8::53")

    def test_an_address_options_and_a_class(self, server: Server6) -> None:
        answer = Asking(server, 2, 7).solicit(na(1)).expect(ADVERTISE, "2001:db8:1::101")
        assert (answer.option(23), answer.option(7)) == (address("3000:1::234"), b"\7")

    def test_an_address_a_prefix_a_name_and_vendor_options(self, server: Server6) -> None:
        answer = Asking(server, 3, 17).request(na(1), pd(2), (39, b"\0\5other"))
        assert answer.items == ["2001:db8:1:cafe::1", "2001:db8:2:abcd::/64"]
        assert answer.option(39) == b"\4" + labels("foo.example.com")
        assert answer.option(17) == b"\0\0\x11\x8b" + tlv6(32, address("3000:1::234"))

    def test_others_get_of_the_pools(self, server: Server6) -> None:
        answer = Client6(server, 9).solicit(na(1), pd(2)).expect(ADVERTISE, "2001:db8:1::10", "2001:db8:1:8000::/64")
        assert answer.status(PD, 2) is None


def test_notes_are_kept() -> None:
    delegated: Json = {
        "prefix": "2001:db8:abcd::",
        "prefix-len": 48,
        "delegated-len": 64,
        "user-context": {"purpose": "routers"},
    }
    held: Json = {"duid": "01:02", "hostname": "a", "comment": "a reservation"}
    one = subnet(1, given(POOL, comment="a pool"), pd_pools=[delegated], reservations=[held], comment="a floor")
    found = config(subnet6=[one]).subnets[0]
    assert found.user_context == {"comment": "a floor"}
    assert found.pools[0].user_context == {"comment": "a pool"}
    assert found.prefix_pools[0].user_context == {"purpose": "routers"}
    assert found.hosts[0].user_context == {"comment": "a reservation"}

"""DHCPv4 offers without an address: IPv6-Only Preferred (RFC 8925) and Auto-Configure (RFC 2563)."""

from lessor.wire.options import tlv
from lessor.wire.packet4 import ACK, OFFER
from tests.flows.conversation import Client, Server, plan, subnet

WAIT = (1800).to_bytes(4, "big")
ASKS = bytes((1, 3, 108))
YES, NO = b"\x01", b"\x00"


class TestIpv6Only:
    def server(self) -> Server:
        return Server(subnet(its_plan=plan(tlvs={108: tlv(108, WAIT)}, unasked=())))

    def test_who_can_do_without_is_offered_nothing(self) -> None:
        server = self.server()
        answer = Client(server).discover(option55=ASKS)
        answer.expect(OFFER, yiaddr="0.0.0.0", option108=WAIT, option51=None, option1=None, to="255.255.255.255")
        assert not server.exchange.offers.by_client
        assert not server.store.facts(b"", b"").holders

    def test_who_cannot_gets_an_address(self) -> None:
        Client(self.server()).discover().expect(OFFER, yiaddr="192.0.2.10", option108=None)

    def test_not_where_it_is_not_configured(self) -> None:
        Client(Server(subnet())).discover(option55=ASKS).expect(OFFER, yiaddr="192.0.2.10", option108=None)

    def test_who_asks_for_its_address_all_the_same_gets_it(self) -> None:
        answer = Client(self.server()).select("192.0.2.10", option55=ASKS)
        answer.expect(ACK, yiaddr="192.0.2.10", option108=WAIT)


class TestAutoConfigure:
    def server(self, value: bytes = NO, **settings: object) -> Server:
        its_plan = plan(**({"tlvs": {116: tlv(116, value)}, "unasked": ()} | settings))
        return Server(subnet(pools="", its_plan=its_plan))

    def test_who_gets_no_address_is_told_not_to_make_one_up(self) -> None:
        server = self.server()
        answer = Client(server).discover(option116=YES)
        answer.expect(OFFER, yiaddr="0.0.0.0", option116=NO, option51=None, to="255.255.255.255")
        assert server.count("v4-allocation-fail-no-pools") == 1

    def test_or_that_it_may(self) -> None:
        Client(self.server(YES)).discover(option116=YES).expect(OFFER, yiaddr="0.0.0.0", option116=YES)

    def test_once_when_it_asks_for_the_option_too(self) -> None:
        Client(self.server()).discover(option116=YES, option55=bytes((116,))).expect(OFFER, option116=NO)
        Client(self.server(unasked=(116,))).discover(option116=YES).expect(OFFER, option116=NO)

    def test_only_who_asks(self) -> None:
        Client(self.server()).discover().expect_silence()
        Client(self.server()).discover(option116=NO).expect_silence()

    def test_not_where_it_is_not_configured(self) -> None:
        Client(Server(subnet(pools=""))).discover(option116=YES).expect_silence()

    def test_who_gets_an_address_is_told_nothing(self) -> None:
        server = Server(subnet(its_plan=plan(tlvs={116: tlv(116, NO)}, unasked=())))
        Client(server).discover(option116=YES).expect(OFFER, yiaddr="192.0.2.10", option116=None)

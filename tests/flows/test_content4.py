"""What replies carry: options, names, sizes; and messages that are no requests."""

import pytest

from lessor.model.datagram import Received4
from lessor.wire.options import tlv
from lessor.wire.packet4 import DISCOVER, MESSAGE_TYPE, OFFER, PARAMETER_REQUEST_LIST, SHORTEST, encode4
from tests.flows.conversation import LINK, SERVER, Client, Server, octets, plan, subnet


def asking(*codes: int) -> dict[str, bytes]:
    return {"option55": bytes(codes)}


class TestOptions:
    def test_what_is_asked_for_and_what_is_always_sent(self) -> None:
        client = Client(Server(subnet()))
        client.discover(**asking(42)).expect(OFFER, option42=octets("192.0.2.123"), option3=octets("192.0.2.254"))
        client.discover(**asking(1)).expect(OFFER, option42=None, option3=octets("192.0.2.254"))

    def test_in_the_order_the_client_prefers(self) -> None:
        answer = Client(Server(subnet())).discover(**asking(42, 3))
        codes = list(answer.packet.options)
        assert codes.index(42) < codes.index(3)
        assert codes[0] == MESSAGE_TYPE

    def test_a_configured_mask_and_server_identifier(self) -> None:
        tlvs = {1: tlv(1, octets("255.255.0.0")), 54: tlv(54, octets("192.0.2.53"))}
        server = Server(
            subnet(its_plan=plan(tlvs=tlvs, unasked=(54,))),
            server_ids=frozenset((int.from_bytes(octets("192.0.2.53"), "big"),)),
        )
        client = Client(server)
        address = client.discover().expect(OFFER, option1=octets("255.255.0.0"), option54=octets("192.0.2.53")).address
        assert client.select(address, server="192.0.2.53").address == address

    def test_replies_have_the_length_of_a_bootp_message(self) -> None:
        answer = Client(Server(subnet())).discover()
        assert answer.reply is not None
        assert len(answer.reply.data) == SHORTEST

    def test_many_parameter_request_lists_do_not_pile_up(self) -> None:
        its_plan = plan()
        client = Client(Server(subnet(its_plan=its_plan)))
        for i in range(3000):
            client.discover(option55=i.to_bytes(2, "big")).expect(OFFER)
        assert len(its_plan.joined) <= 1024


class TestSize:
    def long_plan(self) -> Server:
        tlvs = {code: tlv(code, bytes(100)) for code in range(224, 234)}
        tlvs[3] = tlv(3, octets("192.0.2.254"))
        tlvs[43] = tlv(43, b"\x01" * 300)
        return Server(subnet(its_plan=plan(tlvs=tlvs, unasked=(3,))))

    def test_without_option_57_a_reply_fits_576_octets(self) -> None:
        answer = Client(self.long_plan()).discover(**asking(*range(224, 234)))
        assert answer.reply is not None
        assert len(answer.reply.data) <= 576 - 28
        assert 224 in answer.packet.options, "the most wanted option stays"
        assert 233 not in answer.packet.options
        assert answer.packet.options[51], "what the server must say stays"
        assert answer.packet.options[3], "a small option still fits"

    def test_option_57_makes_room(self) -> None:
        answer = Client(self.long_plan()).discover(option57=(1500).to_bytes(2, "big"), **asking(*range(224, 234)))
        assert all(code in answer.packet.options for code in range(224, 234))

    def test_less_than_576_is_not_believed(self) -> None:
        answer = Client(self.long_plan()).discover(option57=(68).to_bytes(2, "big"), **asking(224))
        assert 224 in answer.packet.options

    def test_an_option_in_pieces_goes_whole(self) -> None:
        client = Client(self.long_plan())
        assert 43 not in client.discover(**asking(224, 43)).packet.options
        answer = client.discover(**asking(43))
        # RFC 3396 section 7: joined again on reading
        assert len(answer.packet.options[43]) == 300 if 43 in answer.packet.options else True


class TestHostname:
    @pytest.mark.parametrize(
        ("sent", "answered"),
        [
            (b"laptop", b"laptop"),
            (b"LAPTOP", b"laptop"),
            (b"laptop.example.com", b"laptop.example.com"),
            (b"bad_name! x", b"badnamex"),
            (b"nul\0", b"nul"),
            (b"dot.", b"dot"),
            (b".", b"myhost-192-0-2-10"),
            (b"", None),
            (b"a..b", None),
            (b"x" * 64, None),
            ("été".encode(), b"t"),
        ],
    )
    def test_is_cleaned_and_told(self, sent: bytes, answered: bytes | None) -> None:
        Client(Server(subnet())).discover(option12=sent).expect(OFFER, option12=answered)

    def test_is_kept_in_the_lease(self) -> None:
        server = Server(subnet(qualifying_suffix="example.org"))
        client = Client(server)
        address = client.discover(option12=b"desk").expect(OFFER, option12=b"desk.example.org").address
        client.select(address, option12=b"desk")
        assert server.leases()[address].hostname == "desk.example.org"

    def test_replaces_a_configured_one(self) -> None:
        its_plan = plan(tlvs={12: tlv(12, b"everyone"), 3: tlv(3, octets("192.0.2.254"))}, unasked=(12,))
        client = Client(Server(subnet(its_plan=its_plan)))
        client.discover().expect(OFFER, option12=b"everyone")
        client.discover(option12=b"desk").expect(OFFER, option12=b"desk", option3=octets("192.0.2.254"))


LABELS = b"\x04host\x07example\x03com\x00"


class TestClientFqdn:
    """RFC 4702; expected values as Kea gives them."""

    @pytest.mark.parametrize(
        ("sent", "answered"),
        [
            (b"\x04\0\0" + LABELS, b"\x0c\0\0" + LABELS),
            (b"\x05\0\0" + LABELS, b"\x0e\0\0" + LABELS),
            (b"\x0c\0\0" + LABELS, b"\x0c\0\0" + LABELS),
            (b"\x14\0\0" + LABELS, b"\x0c\0\0" + LABELS),
            (b"\x01\0\0ascii.example.com", b"\x0a\0\0ascii.example.com."),
            (b"\0\0\0partial", b"\x08\0\0partial."),
            (b"\x05\0\0\x07partial", b"\x0e\0\0\x07partial\0"),
            (b"\x05\0\0", b"\x0e\0\0\x11myhost-192-0-2-10\0"),
            (b"\0\0\0", b"\x08\0\0myhost-192-0-2-10."),
            (b"\x05\0\0\x05UPPER\x07Example\0", b"\x0e\0\0\x05upper\x07example\0"),
            (b"\x05\0\0\x04b d!\0", b"\x0e\0\0\x02bd\0"),
        ],
    )
    def test_is_answered(self, sent: bytes, answered: bytes) -> None:
        Client(Server(subnet())).discover(option81=sent, option12=b"ignored").expect(
            OFFER, option81=answered, option12=None
        )

    @pytest.mark.parametrize("sent", [b"", b"\x01", b"\x05\0\0\x05ab", b"\x0d\0\0" + LABELS])
    def test_broken_or_contradictory(self, sent: bytes) -> None:
        Client(Server(subnet())).discover(option81=sent).expect_silence()

    def test_names_that_vanish_in_cleaning(self) -> None:
        Client(Server(subnet())).discover(option81=b"\x04\0\0\x01!\x01a\0").expect(OFFER)

    def test_is_kept_in_the_lease(self) -> None:
        server = Server(subnet())
        client = Client(server)
        address = client.discover().address
        client.select(address, option81=b"\x05\0\0" + LABELS)
        assert server.leases()[address].hostname == "host.example.com."


class TestNoRequest:
    def hear(self, data: bytes) -> Server:
        server = Server(subnet())
        assert not server.hear(Received4(data, LINK, SERVER, 0, 68))
        assert server.count("pkt4-receive-drop") == 1
        return server

    def packet(self, options: dict[int, bytes] | None = None, op: int = 1) -> bytes:
        client = Client(Server(subnet()))
        return encode4(client.message(DISCOVER, options, op=op))

    @pytest.mark.parametrize("length", [0, 1, 200, 236, 239])
    def test_cut_short(self, length: int) -> None:
        assert self.hear(self.packet()[:length]).count("pkt4-parse-failed") == 1

    def test_no_cookie(self) -> None:
        self.hear(self.packet().replace(b"\x63\x82\x53\x63", bytes(4)))

    def test_a_reply(self) -> None:
        self.hear(self.packet(op=2))

    @pytest.mark.parametrize("kind", [0, 2, 5, 6, 9, 13, 200])
    def test_types_no_server_answers(self, kind: int) -> None:
        self.hear(self.packet(options={MESSAGE_TYPE: bytes((kind,))}))

    def test_without_type(self) -> None:
        self.hear(self.packet(options={MESSAGE_TYPE: b""}))

    @pytest.mark.parametrize("code", [50, 51, 54, 57])
    def test_options_of_a_wrong_length(self, code: int) -> None:
        self.hear(self.packet(options={MESSAGE_TYPE: b"\x01", code: b"\x01\x02\x03"}))

    def test_a_server_identifier_in_discover(self) -> None:
        self.hear(self.packet(options={MESSAGE_TYPE: b"\x01", 54: octets("192.0.2.1")}))

    def test_an_option_cut_at_the_end_is_passed_over(self) -> None:
        client = Client(Server(subnet()))
        packet = client.message(DISCOVER)
        data = encode4(packet)
        end = data.index(bytes((PARAMETER_REQUEST_LIST, 3))) + 3
        replies = client.server.hear(Received4(data[:end], LINK, SERVER, 0, 68))
        assert len(replies) == 1

    def test_a_bug_does_not_stop_the_batch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        server = Server(subnet())
        monkeypatch.setattr(server.store.__class__, "facts", lambda *_: 1 / 0)
        good = Client(server)
        assert not server.hear(good.received(good.message(DISCOVER)))
        assert server.count("pkt4-processing-failed") == 1

"""Tests of lessor.engine.reply6, octet by octet."""

import pytest

from lessor.engine.decision6 import Decision6, IaAnswer
from lessor.engine.hostname import Name
from lessor.engine.reply6 import JOINED_BOUND, LONGEST_KEY, joined6, reply6
from lessor.engine.request6 import Request6
from lessor.engine.tables6 import Plan6
from lessor.model.datagram6 import Reply6
from lessor.model.lease6 import NA, PD, TA
from lessor.wire.errors import WireError
from lessor.wire.ia import NO_ADDRS_AVAIL, SUCCESS, write_excluded
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import ADVERTISE, CLIENTID, INFORMATION_REQUEST, ORO, REPLY, Relay6
from tests.engine.messages6 import LINK, SERVER_DUID, SOURCE, number, octets, plan, read, relay, tables

DNS = octets("2001:db8::53")
HEAD = bytes.fromhex(
    "02 abcdef"
    "0001 000a 00030001 02000000000a"  # client identifier
    "0002 0009 0002 000009bf 001122"  # server identifier
)
ADDRESS = number("2001:db8:1::100")
PREFIX = number("2001:db8:8000::")


def replied(request: Request6, decision: Decision6, client_port: int = 0) -> Reply6:
    return reply6(request, decision, tables(), client_port)


def body(decision: Decision6, oro: bytes = b"", *relays: Relay6) -> bytes:
    """What an ADVERTISE to this option request has behind the identifiers."""
    data = replied(read({ORO: [oro]}, *relays), decision).data
    start = data.index(HEAD) + len(HEAD)
    return data[start:]


def advertise(its_plan: Plan6 | None = None, *ias: IaAnswer) -> Decision6:
    decision = Decision6(ADVERTISE)
    decision.plan = its_plan
    decision.ias.extend(ias)
    return decision


def answer(type: int, *items: tuple[int, int, int, int, bytes]) -> IaAnswer:
    ia = IaAnswer(type, 5)
    ia.t1, ia.t2 = 1000, 2000
    ia.items.extend(items)
    return ia


def test_identifiers() -> None:
    assert replied(read(), Decision6(ADVERTISE)).data == HEAD


def test_an_anonymous_client_is_told_the_server_only() -> None:
    request = read({CLIENTID: []}, kind=INFORMATION_REQUEST)
    assert replied(request, Decision6(REPLY)).data == bytes.fromhex("07 abcdef") + tlv6(2, SERVER_DUID)


def test_an_address() -> None:
    assert body(advertise(None, answer(NA, (ADDRESS, 128, 3000, 4000, b"")))) == bytes.fromhex(
        "0003 0028 00000005 000003e8 000007d00005 0018 20010db8000100000000000000000100 00000bb8 00000fa0"
    )


def test_a_temporary_address() -> None:
    assert body(advertise(None, answer(TA, (ADDRESS, 128, 3000, 4000, b"")))) == bytes.fromhex(
        "0004 0020 00000005 0005 0018 20010db8000100000000000000000100 00000bb8 00000fa0"
    )


def test_a_prefix() -> None:
    assert body(advertise(None, answer(PD, (PREFIX, 56, 3000, 4000, b"")))) == bytes.fromhex(
        "0019 0029 00000005 000003e8 000007d0001a 0019 00000bb8 00000fa0 38 20010db8800000000000000000000000"
    )


@pytest.mark.parametrize(("oro", "told"), [(b"\0\x17\0\x43", True), (b"\0\x17", False), (b"\x43\0\x43\0", False)])
def test_an_excluded_prefix_is_for_who_asks(oro: bytes, told: bool) -> None:
    exclude = write_excluded(PREFIX | 0xFF << 64, 64, 56)
    expected = exclude if told else b""
    octets = body(advertise(None, answer(PD, (PREFIX, 56, 3000, 4000, exclude))), oro)
    assert octets[45:] == expected
    assert octets[18:20] == (25 + len(expected)).to_bytes(2, "big")


def test_several_associations_keep_their_order() -> None:
    items = ((ADDRESS, 128, 0, 0, b""), (ADDRESS + 1, 128, 1, 2, b""))
    octets = body(advertise(None, answer(NA, *items), answer(PD), answer(NA)))
    assert [octets[at : at + 2].hex() for at in (0, 16, 44, 72, 88)] == ["0003", "0005", "0005", "0019", "0003"]
    assert len(octets) == 104


def test_the_status_of_an_association_is_within_it() -> None:
    refused = IaAnswer(NA, 5, NO_ADDRS_AVAIL, "none left")
    assert body(advertise(None, refused)) == bytes.fromhex("0003 001b 00000005 00000000 00000000 000d 000b 0002") + (
        b"none left"
    )


def test_the_status_of_a_message_and_rapid_commit() -> None:
    decision = Decision6(ADVERTISE)
    decision.status, decision.status_text, decision.rapid_commit = SUCCESS, "fine", True
    assert body(decision) == bytes.fromhex("000d 0006 0000") + b"fine" + bytes.fromhex("000e 0000")


def test_options_in_the_clients_order_then_those_unasked() -> None:
    its_plan = plan(option7=b"\xc8", option23=DNS, option31=DNS, option32=b"\0\0\x1c\x20")
    asked = bytes.fromhex("0020 0017 03e7 0020")
    expected = tlv6(32, b"\0\0\x1c\x20") + tlv6(23, DNS) + tlv6(7, b"\xc8")
    assert body(advertise(its_plan), asked) == expected
    assert body(advertise(its_plan), asked) == expected
    assert body(advertise(its_plan)) == tlv6(7, b"\xc8")


def test_what_is_remembered_is_bounded() -> None:
    its_plan = plan(option23=DNS)
    for code in range(JOINED_BOUND + 1):
        joined6(its_plan, code.to_bytes(2, "big"))
    assert len(its_plan.joined) == 1
    assert joined6(its_plan, b"\0\x17" * LONGEST_KEY) == tlv6(23, DNS)
    assert len(its_plan.joined) == 1


def test_half_a_code() -> None:
    with pytest.raises(WireError):
        joined6(plan(), b"\0\x17\0")


def test_the_clients_name_stands_in_for_a_configured_one() -> None:
    decision = advertise(plan(option23=DNS, option39=b"\x04\x05other\0"))
    assert body(decision, b"\0\x27\0\x17") == tlv6(39, b"\x04\x05other\0") + tlv6(23, DNS)
    decision.name = Name("stored", tlv6(39, b"\x04\x06stored\0"))
    assert body(decision, b"\0\x27\0\x17") == tlv6(23, DNS) + tlv6(39, b"\x04\x06stored\0")
    decision.name = Name("reserved", b"")
    assert body(decision, b"\0\x27") == tlv6(39, b"\x04\x05other\0")


class TestRelaySuppliedOptions:
    """RFC 6422; expected values as Kea gives them."""

    NEAR = tlv6(65, b"\x04near\0") + tlv6(23, DNS) + tlv6(65, b"\x06second\0")
    FAR = tlv6(65, b"\x03far\0")

    def test_only_what_is_allowed(self) -> None:
        assert body(advertise(plan()), b"", relay(option66=self.NEAR)) == tlv6(65, b"\x04near\0")

    def test_the_nearest_relay_first(self) -> None:
        assert body(advertise(plan()), b"", relay(option66=self.FAR), relay(option66=self.NEAR)) == tlv6(
            65, b"\x04near\0"
        )
        assert body(advertise(plan()), b"", relay(option66=self.FAR), relay()) == tlv6(65, b"\x03far\0")

    def test_our_own_answer_comes_first(self) -> None:
        own = advertise(plan(option65=b"\x03own\0"))
        assert body(own, b"\0\x41", relay(option66=self.NEAR)) == tlv6(65, b"\x03own\0")
        assert body(own, b"", relay(option66=self.NEAR)) == tlv6(65, b"\x04near\0")

    def test_not_where_options_do_not_belong(self) -> None:
        assert body(advertise(), b"", relay(option66=self.NEAR)) == b""

    def test_a_broken_container(self) -> None:
        assert body(advertise(plan()), b"", relay(option66=b"\0\x41\0\x20xx")) == b""


class TestDestination:
    def test_of_a_client_on_our_link(self) -> None:
        reply = replied(read(port=5555), Decision6(ADVERTISE))
        assert (reply.destination, reply.port, reply.interface) == (number(SOURCE), 546, LINK)

    @pytest.mark.parametrize(("last", "port"), [(relay(), 547), (relay(option135=b"\0\0"), 5555)])
    def test_of_a_relay(self, last: Relay6, port: int) -> None:
        reply = replied(read({}, last, source="2001:db8:1::9", port=5555), Decision6(ADVERTISE))
        assert (reply.destination, reply.port) == (number("2001:db8:1::9"), port)

    def test_of_another_port(self) -> None:
        assert replied(read(), Decision6(ADVERTISE), 10546).port == 10546
        assert replied(read({}, relay()), Decision6(ADVERTISE), 10546).port == 10546

    def test_relays_in_their_order(self) -> None:
        far, near = relay("2001:db8:1::9", option18=b"far", option37=b"x"), relay("::", "fe80::2", option18=b"near")
        data = replied(read({}, far, near), Decision6(ADVERTISE)).data
        inner = bytes((13, 0)) + octets("::") + octets("fe80::2") + tlv6(18, b"near") + tlv6(9, HEAD)
        outer = bytes((13, 0)) + octets("2001:db8:1::9") + octets(SOURCE) + tlv6(18, b"far")
        assert data == outer + tlv6(9, inner)

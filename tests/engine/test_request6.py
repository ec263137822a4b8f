"""Tests of lessor.engine.request6."""

import pytest

from lessor.engine.refusal import Unanswerable
from lessor.engine.request6 import MISFORMED, MOST_IAS, UNICAST, UNKNOWN, Ia
from lessor.model.lease6 import NA, PD, TA
from lessor.wire.errors import WireError
from lessor.wire.ia import write_address, write_ia, write_prefix
from lessor.wire.packet6 import (
    ADDR_REG_INFORM,
    ADVERTISE,
    CLIENTID,
    CONFIRM,
    DECLINE,
    IA_NA,
    IA_PD,
    IA_TA,
    INFORMATION_REQUEST,
    ORO,
    RAPID_COMMIT,
    REBIND,
    RECONFIGURE,
    RELEASE,
    RENEW,
    REPLY,
    REQUEST,
    SERVERID,
    SOLICIT,
)
from tests.engine.messages6 import DUID, LINK, SERVER_DUID, SOURCE, number, read, relay

IAID = bytes.fromhex("00000005")
TIMES = bytes.fromhex("00000064 000000c8")


def shown(ia: Ia) -> tuple[object, ...]:
    return ia.type, ia.iaid, ia.t1, ia.t2, ia.wanted


def test_a_bare_message() -> None:
    request = read()
    assert (request.message_type, request.transaction_id, request.duid) == (SOLICIT, 0xABCDEF, DUID)
    assert (request.server_id, request.asked, request.ias, request.fqdn) == (b"", b"", [], None)
    assert (request.rapid_commit, request.relayed, request.link_address, request.interface_id) == (False, False, 0, b"")
    assert (request.interface, request.source, request.source_port) == (LINK, number(SOURCE), 546)
    assert (request.hwaddr.hex(), request.hwtype, request.hwaddr_source) == ("02000000000a", 1, 2)


def test_what_the_client_says() -> None:
    request = read({ORO: [b"\0\x17\0\x18"], RAPID_COMMIT: [b""], 39: [b"\x01"]})
    assert (request.asked, request.rapid_commit, request.fqdn) == (b"\0\x17\0\x18", True, b"\x01")


def test_identity_associations_in_the_order_they_are_answered() -> None:
    address = write_address(number("2001:db8::5"), 10, 20)
    prefix = write_prefix(number("2001:db8:8000::"), 56, 30, 40)
    request = read(
        {IA_PD: [IAID + TIMES + prefix], IA_TA: [IAID + address], IA_NA: [IAID + TIMES + address, bytes(12)]}
    )
    wish = (number("2001:db8::5"), 128, 10, 20)
    assert [shown(ia) for ia in request.ias] == [
        (NA, 5, 100, 200, [wish]),
        (NA, 0, 0, 0, []),
        (TA, 5, 0, 0, [wish]),
        (PD, 5, 100, 200, [(number("2001:db8:8000::"), 56, 30, 40)]),
    ]


def test_only_so_many_identity_associations() -> None:
    assert len(read({IA_NA: [bytes(12)] * MOST_IAS}).ias) == MOST_IAS
    with pytest.raises(WireError):
        read({IA_NA: [bytes(12)] * MOST_IAS, IA_PD: [bytes(12)]})


@pytest.mark.parametrize(
    "options",
    [
        {IA_NA: [bytes(11)]},
        {IA_TA: [bytes(3)]},
        {IA_PD: [write_ia(IA_PD, 1, 0, 0, b"\0\x1a\0\x02xx")[4:]]},
        {IA_NA: [write_ia(IA_NA, 1, 0, 0, b"\0\x05\0\x02xx")[4:]]},
        {ORO: [b"\0\x17\0"]},
    ],
)
def test_options_that_cannot_be_read(options: dict[int, list[bytes]]) -> None:
    with pytest.raises(WireError):
        read(options)


def test_the_nearest_usable_link_address_counts() -> None:
    far, near = relay("2001:db8:2::9", option18=b"far"), relay("2001:db8:1::9", option18=b"near", option37=b"x")
    request = read({}, far, near)
    assert (request.relayed, request.link_address, request.interface_id) == (True, number("2001:db8:1::9"), b"near")
    assert request.relay_options == {18: [b"near"], 37: [b"x"]}


@pytest.mark.parametrize("link", ["::", "fe80::9", "febf::9"])
def test_relays_that_name_no_link(link: str) -> None:
    request = read({}, relay("2001:db8:2::9", option18=b"far"), relay(link))
    assert (request.link_address, request.interface_id) == (number("2001:db8:2::9"), b"")
    assert read({}, relay(link)).link_address == 0


# message type: with a client identifier alone, with a server identifier alone, with both
PRESENCE = {
    SOLICIT: (True, False, False),
    REQUEST: (False, False, True),
    CONFIRM: (True, False, False),
    RENEW: (False, False, True),
    REBIND: (True, False, False),
    RELEASE: (False, False, True),
    DECLINE: (False, False, True),
    INFORMATION_REQUEST: (True, True, True),
    ADDR_REG_INFORM: (True, False, False),
}


@pytest.mark.parametrize(("kind", "allowed"), PRESENCE.items())
def test_which_identifiers_a_message_has(kind: int, allowed: tuple[bool, bool, bool]) -> None:
    identifiers: tuple[dict[int, list[bytes]], ...] = (
        {},
        {CLIENTID: [], SERVERID: [SERVER_DUID]},
        {SERVERID: [SERVER_DUID]},
    )
    for options, fine in zip(identifiers, allowed, strict=True):
        if fine:
            assert read(options, kind=kind).server_id == b"".join(options.get(SERVERID, []))
        else:
            with pytest.raises(Unanswerable) as error:
                read(options, kind=kind)
            assert error.value.reason_id == MISFORMED


def test_an_anonymous_information_request() -> None:
    assert read({CLIENTID: []}, kind=INFORMATION_REQUEST).duid == b""


@pytest.mark.parametrize(
    "options",
    [
        {CLIENTID: [DUID, DUID]},
        {CLIENTID: [b"\0\x03"]},
        {CLIENTID: [bytes(131)]},
        {SERVERID: [b"\0\x03"]},
        {SERVERID: [SERVER_DUID, SERVER_DUID]},
    ],
)
def test_identifiers_that_are_none(options: dict[int, list[bytes]]) -> None:
    with pytest.raises(Unanswerable) as error:
        read(options, kind=INFORMATION_REQUEST)
    assert error.value.reason_id == MISFORMED


@pytest.mark.parametrize("duid", [bytes(3), bytes(130)])
def test_the_shortest_and_the_longest_duid(duid: bytes) -> None:
    assert read({CLIENTID: [duid]}).duid == duid


@pytest.mark.parametrize("kind", [0, ADVERTISE, REPLY, RECONFIGURE, 200])
def test_messages_that_are_not_for_servers(kind: int) -> None:
    with pytest.raises(Unanswerable) as error:
        read(kind=kind)
    assert error.value.reason_id == UNKNOWN


@pytest.mark.parametrize("kind", [SOLICIT, CONFIRM, REBIND, INFORMATION_REQUEST])
def test_messages_by_multicast_only(kind: int) -> None:
    with pytest.raises(Unanswerable) as error:
        read(kind=kind, multicast=False)
    assert error.value.reason_id == UNICAST
    assert read({}, relay("2001:db8:1::9"), kind=kind, multicast=False).relayed


@pytest.mark.parametrize("kind", [REQUEST, RENEW, RELEASE, DECLINE])
def test_messages_that_may_come_by_unicast(kind: int) -> None:
    assert not read({SERVERID: [SERVER_DUID]}, kind=kind, multicast=False).multicast


def test_a_prefix_length_as_hint() -> None:
    wish = write_prefix(0, 56, 0, 0)
    assert read({IA_PD: [bytes(12) + wish]}).ias[0].wanted == [(0, 56, 0, 0)]

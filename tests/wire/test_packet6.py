"""Tests of lessor.wire.packet6; the answers to relays were recorded from Kea 2.2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.wire.errors import WireError
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import (
    CLIENT_PORT,
    CLIENTID,
    ELAPSED_TIME,
    IA_NA,
    INTERFACE_ID,
    LONGEST,
    MESSAGE_NAMES,
    MOST_RELAYS,
    ORO,
    RELAY_FORW,
    RELAY_MSG,
    RELAY_REPL,
    RELAY_SOURCE_PORT,
    REMOTE_ID,
    SERVER_PORT,
    SOLICIT,
    Packet6,
    Relay6,
    decode6,
    encode6,
    reply_port,
    wrap_reply,
)

LINK = 0x20010DB8000200000000000000000001
PEER = 0xFE8000000000000000000000000000AA

# Laid out by hand after RFC 8415 figures 2 and 13 and sections 21.2 to 21.9: client identifier, two IA_NA, option
# request, elapsed time.
CLIENT = bytes.fromhex(
    "01 123456"
    "0001 000a 000300010200000000aa"
    "0003 000c 00000001 00000e10 00001518"
    "0003 000c 00000002 00000000 00000000"
    "0006 0004 0017 0018"
    "0008 0002 0064"
)

# After RFC 8415 figure 3: the relay nearest to the server has no address on the client's link.
RELAYED = bytes.fromhex(
    "0c 01 00000000000000000000000000000000 20010db8000200000000000000000001"
    "0012 0002 7570"
    "0087 0002 04d2"
    "0009 0066"
    "0c 00 20010db8000200000000000000000001 fe8000000000000000000000000000aa"
    "0012 0005 706f727437"
    "0087 0002 0000"
    "0025 0005 0000000972"
    "0009 0028"
    "01 123456 0001 000a 000300010200000000aa 0003 000c 000000000000000000000000"
    "0008 0002 0000"
)

# What Kea 2.2 sent to the like of it, its advertisement cut to the client identifier.
ADVERTISEMENT = bytes.fromhex("02123456 0001 000a 000300010200000000aa")
WRAPPED = bytes.fromhex(
    "0d 01 00000000000000000000000000000000 20010db8000200000000000000000001"
    "0012 0002 7570"
    "0087 0002 04d2"
    "0009 0047"
    "0d 00 20010db8000200000000000000000001 fe8000000000000000000000000000aa"
    "0012 0005 706f727437"
    "0087 0002 0000"
    "0009 0012"
    "02 123456 0001 000a 000300010200000000aa"
)


def relay(hop_count: int = 0, message_type: int = RELAY_FORW) -> Relay6:
    return Relay6(message_type, hop_count, LINK, PEER, {})


def within(count: int) -> Packet6:
    relays = [relay(count - 1 - i) for i in range(count)]
    return Packet6(SOLICIT, 1, {CLIENTID: [b"duid"]}, relays)


def around(*options: bytes) -> bytes:
    """A relay message with these options."""
    return b"\x0c\x00" + LINK.to_bytes(16, "big") + PEER.to_bytes(16, "big") + b"".join(options)


def test_reads_a_clients_message() -> None:
    packet = decode6(CLIENT)
    assert (packet.message_type, packet.transaction_id, packet.relays) == (SOLICIT, 0x123456, [])
    assert packet.options == {
        CLIENTID: [bytes.fromhex("000300010200000000aa")],
        IA_NA: [bytes.fromhex("0000000100000e1000001518"), bytes.fromhex("000000020000000000000000")],
        ORO: [b"\x00\x17\x00\x18"],
        ELAPSED_TIME: [b"\x00\x64"],
    }


def test_reads_the_shortest_message() -> None:
    packet = decode6(b"\x0b\xff\xff\xff")
    assert (MESSAGE_NAMES[packet.message_type], packet.transaction_id) == ("INFORMATION_REQUEST", 0xFFFFFF)
    assert packet.options == {}


def test_reads_relays_from_the_server_to_the_client() -> None:
    packet = decode6(RELAYED)
    assert (packet.message_type, packet.transaction_id) == (SOLICIT, 0x123456)
    assert set(packet.options) == {CLIENTID, IA_NA, ELAPSED_TIME}
    outer, inner = packet.relays
    assert (outer.message_type, outer.hop_count, outer.link_address, outer.peer_address) == (RELAY_FORW, 1, 0, LINK)
    assert outer.options == {INTERFACE_ID: [b"up"], RELAY_SOURCE_PORT: [b"\x04\xd2"]}
    assert (inner.message_type, inner.hop_count, inner.link_address, inner.peer_address) == (RELAY_FORW, 0, LINK, PEER)
    assert inner.options == {INTERFACE_ID: [b"port7"], RELAY_SOURCE_PORT: [b"\0\0"], REMOTE_ID: [b"\0\0\0\x09r"]}


@pytest.mark.parametrize("data", [CLIENT, RELAYED, WRAPPED])
def test_writes_what_it_read(data: bytes) -> None:
    assert encode6(decode6(data)) == data


def test_answers_relays_in_their_order_with_what_they_need_back() -> None:
    packet = decode6(RELAYED)
    assert wrap_reply(packet, ADVERTISEMENT) == WRAPPED
    assert [each.message_type for each in decode6(WRAPPED).relays] == [RELAY_REPL, RELAY_REPL]


def test_answers_a_client_without_relays_as_it_is() -> None:
    assert wrap_reply(decode6(CLIENT), ADVERTISEMENT) == ADVERTISEMENT


def test_only_the_first_interface_id_comes_back() -> None:
    packet = Packet6(SOLICIT, 1, {}, [relay()])
    packet.relays[0].options = {INTERFACE_ID: [b"a", b"b"]}
    assert decode6(wrap_reply(packet, ADVERTISEMENT)).relays[0].options == {INTERFACE_ID: [b"a"]}


def test_an_answer_too_long_for_relays() -> None:
    with pytest.raises(ValueError, match="option 9 of"):
        wrap_reply(within(1), bytes(65536))


def test_port_of_an_answer() -> None:
    relayed = decode6(RELAYED)
    assert reply_port(decode6(CLIENT), 1546) == CLIENT_PORT
    assert reply_port(relayed, 1547) == 1547
    del relayed.relays[0].options[RELAY_SOURCE_PORT]
    # what the inner relay says is for the outer one
    assert RELAY_SOURCE_PORT in relayed.relays[1].options
    assert reply_port(relayed, 1547) == SERVER_PORT


def test_as_many_relays_as_there_may_be() -> None:
    packet = decode6(encode6(within(MOST_RELAYS)))
    assert [each.hop_count for each in packet.relays] == list(range(MOST_RELAYS - 1, -1, -1))
    assert packet.options == {CLIENTID: [b"duid"]}
    assert len(decode6(wrap_reply(packet, ADVERTISEMENT)).relays) == MOST_RELAYS


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "shorter than a DHCPv6 header"),
        (CLIENT[:3], "shorter than a DHCPv6 header"),
        (CLIENT + bytes(LONGEST), "longer than any link carries"),
        (RELAYED[:33], "shorter than a relay header"),
        (RELAYED[:4], "shorter than a relay header"),
        (around(), "not exactly one message"),
        (around(tlv6(INTERFACE_ID, b"up")), "not exactly one message"),
        (around(tlv6(RELAY_MSG, CLIENT)[:-1]), "not exactly one message"),
        (around(tlv6(RELAY_MSG, CLIENT), tlv6(RELAY_MSG, CLIENT)), "not exactly one message"),
        (around(tlv6(RELAY_MSG, b"")), "shorter than a DHCPv6 header, within 1 relays"),
        (around(tlv6(RELAY_MSG, RELAYED[:20])), "shorter than a relay header, within 1 relays"),
        (around(tlv6(RELAY_MSG, WRAPPED)), "both forwarded and replied"),
        (encode6(within(MOST_RELAYS + 1)), "more than 32 relays"),
    ],
)
def test_no_message(data: bytes, reason: str) -> None:
    with pytest.raises(WireError, match=reason):
        decode6(data)


def test_any_end_of_the_message_may_be_missing() -> None:
    for end in range(4, len(CLIENT)):
        assert decode6(CLIENT[:end]).transaction_id == 0x123456


@given(st.sampled_from([CLIENT, RELAYED]), st.binary(max_size=100), st.integers(0, 499), st.integers(0, 255))
def test_any_octets(data: bytes, tail: bytes, at: int, octet: int) -> None:
    changed = bytearray(data + tail)
    changed[at % len(changed)] = octet
    try:
        packet = decode6(bytes(changed))
    except WireError as error:
        assert error.reason
        return
    assert wrap_reply(packet, ADVERTISEMENT).endswith(ADVERTISEMENT)
    assert encode6(decode6(encode6(packet))) == encode6(packet)

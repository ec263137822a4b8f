"""Which messages begin a conversation: seen at a glance, in octets that may be anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessor.service.net.sockets4 import begins4
from lessor.service.net.sockets6 import begins6
from lessor.wire.packet4 import DISCOVER, INFORM, MESSAGE_TYPE, REQUEST, Packet4, encode4
from lessor.wire.packet6 import CLIENTID, RELAY_FORW, RENEW, SOLICIT, Packet6, Relay6, encode6


@pytest.mark.parametrize(("kind", "expected"), [(DISCOVER, True), (REQUEST, False), (INFORM, False)])
def test_dhcpv4(kind: int, expected: bool) -> None:
    packet = Packet4(xid=1, chaddr=b"\2\0\0\0\0\1")
    packet.options = {MESSAGE_TYPE: bytes((kind,)), 55: b"\1\3"}
    assert begins4(encode4(packet)) is expected


@pytest.mark.parametrize("relays", [0, 1, 3])
@pytest.mark.parametrize(("kind", "expected"), [(SOLICIT, True), (RENEW, False)])
def test_dhcpv6(kind: int, expected: bool, relays: int) -> None:
    around = [Relay6(RELAY_FORW, hop, 1, 2, {18: [b"eth0"], 37: [b"\0\0\0\1x"]}) for hop in range(relays)]
    assert begins6(encode6(Packet6(kind, 1, {CLIENTID: [b"duid"]}, around))) is expected


@given(st.binary(max_size=300))
def test_octets_that_mean_nothing_do_no_harm(data: bytes) -> None:
    begins4(data)
    begins6(data)
    begins6(bytes((RELAY_FORW,)) + data)

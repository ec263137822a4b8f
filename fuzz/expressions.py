"""Feed texts to the expression language, and messages to expressions: `python fuzz/expressions.py SECONDS [SEED]`.

Whatever an administrator writes must compile or be refused with ExpressionError; whatever a client sends must be
evaluated or end in EvaluationError. Anything else is a defect, and stops the run with the octets that caused it: they
are taken as an expression, and as the options of a message.
"""

from contextlib import suppress
from typing import Final

from damage import damaged, run

from lessor.engine.expression import (
    EvaluationError,
    ExpressionError,
    condition4,
    condition6,
    explain4,
    explain6,
    text4,
    text6,
)
from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6
from lessor.model.datagram import Received4
from lessor.model.datagram6 import Received6
from lessor.model.interface import Interface
from lessor.wire.catalog4 import STANDARD4
from lessor.wire.catalog6 import STANDARD6
from lessor.wire.errors import WireError
from lessor.wire.options import tlv, walk
from lessor.wire.options6 import tlv6, walk6
from lessor.wire.packet4 import MESSAGE_TYPE, Packet4
from lessor.wire.packet6 import SOLICIT, Packet6, Relay6

LONGEST: Final = 600
LINK: Final = Interface("eth0", 2)

TEXTS: Final = (
    "substring(option[60].hex, 0, 9) == 'PXEClient' and not member('KNOWN') or option[77].exists",
    "ifelse(relay4[1].exists, relay4[1].text, hexstring(pkt4.mac, ':')) + split(option[12].text, '.-', 2)",
    "addrtotext(pkt4.giaddr) == '192.0.2.1' sand pkt4.msgtype == 1 sor pkt.len == 300",
    "match('(?!PXE)([a-z]+|[^0-9]{2,3})*\\b', option[60].hex) and vendor[4491].option[2].text == ''",
    "vendor-class[*].data[1] == 0x0aB or vendor.enterprise == 4491 or option[82].option[1].option[2].exists",
    "sifelse(vendor-class[9].exists, lcase(option[81].text), ucase(option[125].text + option[124].text))",
    "concat(option[119].text, option[121].text) + option[43].text + option[vendor-class-identifier].hex",
    "uint8totext(option[53].hex) + int16totext(option[57].hex) + uint32totext(option[51].hex)",
    "relay6[0].option[18].hex == relay6[-1].peeraddr or relay6[1].linkaddr == 2001:db8::1",
    "relay6[-1].option[17].option[1].text + option[3].text + option[3].option[5].option[13].text + option[25].text",
    "option[16].text + option[39].text + option[clientid].text + pkt6.transid + option[60].text + option[15].text",
    "vendor[*].option[1].text == vendor-class[0].data and (('a') == (::ffff:192.0.2.1))",
)

ENTERPRISE: Final = (4491).to_bytes(4, "big")
IA: Final = bytes(12)

OPTIONS: Final = (
    tlv(60, b"PXEClient") + tlv(82, tlv(1, b"port") + tlv(5, bytes(4))) + tlv(12, b"a.b-c") + tlv(53, b"\1"),
    tlv(125, ENTERPRISE + b"\4" + tlv(1, b"ab")) + tlv(124, ENTERPRISE + b"\3abc" + ENTERPRISE + b"\1d"),
    tlv(81, b"\5\0\0\4host\0") + tlv(119, b"\3foo\0\1a\xc0\0") + tlv(121, b"\x08\x0a" + bytes(4)),
    tlv6(17, ENTERPRISE + tlv6(1, b"\0\1")) + tlv6(39, b"\1\4host\0") + tlv6(16, ENTERPRISE + b"\0\1a\0\2bc"),
    tlv6(3, IA + tlv6(5, bytes(24) + tlv6(13, b"\0\0ok"))) + tlv6(25, IA + tlv6(26, bytes(25))),
    tlv6(18, b"eth0") + tlv6(60, b"\0\2ab") + tlv6(13, b"\0\1no") + tlv6(15, b"\0\3abc") + tlv6(1, bytes(10)),
)

SEEDS: Final = (*(text.encode() for text in TEXTS), *OPTIONS)


def request4(data: bytes) -> Request4:
    """Return a message whose options are these octets, or what can be read of them."""
    options: dict[int, bytes] = {}
    walk(data, 0, len(data), options)
    options[MESSAGE_TYPE] = b"\1"
    received = Received4(b"", LINK, 1, 2, 68)
    try:
        return Request4(Packet4(chaddr=data[:6], options=options), received)
    except WireError:
        return Request4(
            Packet4(chaddr=data[:6], options={MESSAGE_TYPE: b"\1", 60: data, 82: data, 125: data}), received
        )


def request6(data: bytes) -> Request6:
    """Return a message whose options, and those of its relay, are these octets, or what can be read of them."""
    received = Received6(b"", LINK, 1, 2, 546)
    options = walk6(data)
    relays = [Relay6(12, 0, 1, 2, options)]
    try:
        return Request6(Packet6(SOLICIT, 1, options, relays), received, ())
    except WireError:
        return Request6(Packet6(SOLICIT, 1, {17: [data], 16: [data], 60: [data]}, relays), received, ())


READY4: Final = []
READY6: Final = []
for _text in TEXTS:
    for _compile4 in (condition4, text4):
        with suppress(ExpressionError):
            READY4.append(_compile4(_text, STANDARD4, ()))
    for _compile6 in (condition6, text6):
        with suppress(ExpressionError):
            READY6.append(_compile6(_text, STANDARD6, ()))


def one(data: bytes) -> None:
    """Compile the octets as a text and evaluate it; evaluate ready expressions in messages made of the octets."""
    four, six = request4(data), request6(data)
    text = data.decode(errors="surrogateescape")
    for template in (False, True):
        with suppress(ExpressionError):
            explain4(text, STANDARD4, four, template)
        with suppress(ExpressionError):
            explain6(text, STANDARD6, six, template)
    for evaluate4 in READY4:
        with suppress(EvaluationError):
            evaluate4(four)
    for evaluate6 in READY6:
        with suppress(EvaluationError):
            evaluate6(six)


if __name__ == "__main__":
    assert len(READY4) >= 6 and len(READY6) >= 5, "the seeds are expressions"
    run(one, lambda chance: damaged(chance, SEEDS, LONGEST))

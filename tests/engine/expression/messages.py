"""Words for tests of expressions: messages of both families, and what an expression says of one."""

from lessor.engine.expression import condition4, condition6, text4, text6
from lessor.engine.request4 import Request4, read4
from lessor.engine.request6 import Request6
from lessor.model.datagram import Received4
from lessor.wire.catalog4 import STANDARD4
from lessor.wire.catalog6 import STANDARD6
from lessor.wire.definition import OptionDefinition
from lessor.wire.packet4 import Packet4
from lessor.wire.packet6 import Relay6
from tests.engine import messages6
from tests.flows.conversation import LINK, SERVER, number

MAC = bytes.fromhex("02000000000a")

DEFINITIONS4 = STANDARD4.with_rows(
    (
        OptionDefinition(232, "container", "dhcp4", "uint8", encapsulates="inner"),
        OptionDefinition(1, "word", "inner", "string"),
        OptionDefinition(2, "deeper", "inner", "empty", encapsulates="inner"),
    )
)
DEFINITIONS6 = STANDARD6


def message4(options: dict[int, bytes] | None = None, *classes: str, **fields: object) -> Request4:
    """A DISCOVER; fields are those of Packet4."""
    packet = Packet4(chaddr=MAC, xid=0xDEADBEEF, options={53: b"\x01"} | (options or {}))
    for name, value in fields.items():
        setattr(packet, name, value)
    request = read4(packet, Received4(b"", LINK, SERVER, number("192.0.2.77"), 68))
    request.classes = dict.fromkeys(classes)
    return request


def message6(options: dict[int, list[bytes]] | None = None, *relays: Relay6, classes: tuple[str, ...] = ()) -> Request6:
    """A SOLICIT."""
    request = messages6.read(options, *relays)
    request.classes = dict.fromkeys(classes)
    return request


def holds4(text: str, request: Request4 | None = None) -> bool:
    return condition4(text, DEFINITIONS4, lambda name: True)(request or message4())


def value4(text: str, request: Request4 | None = None) -> bytes:
    return text4(text, DEFINITIONS4, lambda name: True)(request or message4())


def holds6(text: str, request: Request6 | None = None) -> bool:
    return condition6(text, DEFINITIONS6, lambda name: True)(request or message6())


def value6(text: str, request: Request6 | None = None) -> bytes:
    return text6(text, DEFINITIONS6, lambda name: True)(request or message6())

"""What expressions read from a DHCPv6 message.

[hot] The twin of facts4.py. Of options that occur several times the first counts; of vendors' the first of the
enterprise that is asked for.
"""

from typing import Final

from lessor.engine.expression.facts import Facts, Find, Read
from lessor.engine.expression.layout6 import LAYOUT6, tuples6
from lessor.engine.expression.parser import Dialect
from lessor.engine.expression.syntax import ANY_ENTERPRISE, Message, Place, Relay, Vendor
from lessor.engine.request6 import Request6
from lessor.wire.catalog6 import DHCP6
from lessor.wire.options6 import HEAD_LENGTH, Options, walk6
from lessor.wire.packet6 import HEADER_LENGTH, RELAY_HEADER_LENGTH, VENDOR_CLASS, VENDOR_OPTS, Relay6

_ENTERPRISE: Final = 4

PEER: Final = "peeraddr"


def _length(request: Request6) -> bytes:
    total = HEADER_LENGTH + _options_length(request.options)
    for relay in request.packet.relays:
        total += RELAY_HEADER_LENGTH + HEAD_LENGTH + _options_length(relay.options)
    return total.to_bytes(4, "big")


def _options_length(options: Options) -> int:
    return sum([HEAD_LENGTH + len(value) for values in options.values() for value in values])


def _interface(request: Request6) -> bytes:
    return request.interface.name.encode()


def _source(request: Request6) -> bytes:
    return request.source.to_bytes(16, "big")


def _destination(request: Request6) -> bytes:
    return request.local.to_bytes(16, "big")


def _message_type(request: Request6) -> bytes:
    return request.message_type.to_bytes(4, "big")


def _transaction(request: Request6) -> bytes:
    return request.transaction_id.to_bytes(4, "big")


FIELDS6: Final[dict[tuple[str, str], Read[Request6]]] = {
    ("pkt", "iface"): _interface,
    ("pkt", "src"): _source,
    ("pkt", "dst"): _destination,
    ("pkt", "len"): _length,
    ("pkt6", "msgtype"): _message_type,
    ("pkt6", "transid"): _transaction,
}


def _relay(request: Request6, level: int) -> Relay6 | None:
    relays = request.packet.relays
    return relays[level] if -len(relays) <= level < len(relays) else None


def _relay_field(level: int, name: str) -> Read[Request6]:
    def read(request: Request6) -> bytes:
        relay = _relay(request, level)
        if relay is None:
            return b""
        return (relay.peer_address if name == PEER else relay.link_address).to_bytes(16, "big")

    return read


def _option(place: Place, code: int) -> Find[Request6]:
    match place:
        case Message():
            return lambda request: _first(request.options, code)
        case Relay(level=level):
            return lambda request: _relay_option(request, level, code)
        case Vendor(enterprise=enterprise):
            return lambda request: _vendor_option(request, enterprise, code)
    raise AssertionError("the parser refuses relay4")


def _octets(place: Place, code: int) -> Read[Request6]:
    if isinstance(place, Message):
        return lambda request: request.options[code][0] if code in request.options else b""
    find = _option(place, code)
    return lambda request: find(request) or b""


def _first(options: Options, code: int) -> bytes | None:
    return options[code][0] if code in options else None


def _relay_option(request: Request6, level: int, code: int) -> bytes | None:
    relay = _relay(request, level)
    return None if relay is None else _first(relay.options, code)


def _vendor_data(request: Request6, code: int, enterprise: int) -> bytes | None:
    """Return the first value that belongs to an enterprise, or to any."""
    for value in request.options.get(code, ()):
        if len(value) >= _ENTERPRISE and enterprise in (int.from_bytes(value[:_ENTERPRISE], "big"), ANY_ENTERPRISE):
            return value
    return None


def _vendor_option(request: Request6, enterprise: int, code: int) -> bytes | None:
    value = _vendor_data(request, VENDOR_OPTS, enterprise)
    return None if value is None else _first(walk6(value, _ENTERPRISE), code)


def _enterprise(enterprise: int, of_class: bool) -> Find[Request6]:
    code = VENDOR_CLASS if of_class else VENDOR_OPTS

    def find(request: Request6) -> bytes | None:
        value = _vendor_data(request, code, enterprise)
        return None if value is None else value[:_ENTERPRISE]

    return find


def _datum(enterprise: int, index: int) -> Read[Request6]:
    def read(request: Request6) -> bytes:
        data = tuples6((_vendor_data(request, VENDOR_CLASS, enterprise) or b"")[_ENTERPRISE:])
        return data[index] if index < len(data) else b""

    return read


FACTS6: Final[Facts[Request6]] = Facts(
    dialect=Dialect(
        family=6,
        space=DHCP6,
        last_code=0xFFFF,
        fields={"pkt": ("iface", "src", "dst", "len"), "pkt6": ("msgtype", "transid")},
    ),
    layout=LAYOUT6,
    fields=FIELDS6,
    option=_option,
    octets=_octets,
    relay_field=_relay_field,
    enterprise=_enterprise,
    datum=_datum,
)

"""What expressions read from a DHCPv4 message.

[hot] The functions made here run for every message of a server with client classes.
"""

from typing import Final

from lessor.engine.expression.facts import Facts, Find, Read
from lessor.engine.expression.layout4 import LAYOUT4, VENDOR_CLASSES, VENDOR_OPTIONS, blocks4
from lessor.engine.expression.parser import Dialect
from lessor.engine.expression.syntax import ANY_ENTERPRISE, Agent, Message, Place, Vendor
from lessor.engine.request4 import Request4
from lessor.wire.catalog4 import DHCP4
from lessor.wire.errors import WireError
from lessor.wire.options import walk_suboptions

BROADCAST: Final = b"\xff\xff\xff\xff"

# Kea counts the fixed header without the magic cookie, and each option, but neither padding nor the end option.
_HEADER: Final = 236
_OPTION_HEAD: Final = 2
_PIECE: Final = 255


def _four(number: int) -> bytes:
    return number.to_bytes(4, "big")


def _length(request: Request4) -> bytes:
    total = _HEADER
    for value in request.options.values():
        total += len(value) + _OPTION_HEAD * max(1, -(-len(value) // _PIECE))
    return _four(total)


def _interface(request: Request4) -> bytes:
    return request.interface.name.encode()


def _source(request: Request4) -> bytes:
    return _four(request.source)


def _destination(request: Request4) -> bytes:
    return BROADCAST if request.came_by_broadcast else _four(request.local)


def _hwaddr(request: Request4) -> bytes:
    return request.hwaddr


def _hlen(request: Request4) -> bytes:
    return _four(request.packet.hlen)


def _htype(request: Request4) -> bytes:
    return _four(request.packet.htype)


def _message_type(request: Request4) -> bytes:
    return _four(request.message_type)


def _transaction(request: Request4) -> bytes:
    return _four(request.packet.xid)


def _ciaddr(request: Request4) -> bytes:
    return _four(request.ciaddr)


def _giaddr(request: Request4) -> bytes:
    return _four(request.giaddr)


def _yiaddr(request: Request4) -> bytes:
    return _four(request.packet.yiaddr)


def _siaddr(request: Request4) -> bytes:
    return _four(request.packet.siaddr)


FIELDS4: Final[dict[tuple[str, str], Read[Request4]]] = {
    ("pkt", "iface"): _interface,
    ("pkt", "src"): _source,
    ("pkt", "dst"): _destination,
    ("pkt", "len"): _length,
    ("pkt4", "mac"): _hwaddr,
    ("pkt4", "hlen"): _hlen,
    ("pkt4", "htype"): _htype,
    ("pkt4", "ciaddr"): _ciaddr,
    ("pkt4", "giaddr"): _giaddr,
    ("pkt4", "yiaddr"): _yiaddr,
    ("pkt4", "siaddr"): _siaddr,
    ("pkt4", "msgtype"): _message_type,
    ("pkt4", "transid"): _transaction,
}


def _option(place: Place, code: int) -> Find[Request4]:
    match place:
        case Message():
            return lambda request: request.options.get(code)
        case Agent():
            return lambda request: request.relay_options.get(code)
        case Vendor(enterprise=enterprise):
            return lambda request: _vendor_option(request, enterprise, code)
    raise AssertionError("the parser refuses DHCPv6 relays")


def _octets(place: Place, code: int) -> Read[Request4]:
    match place:
        case Message():
            return lambda request: request.options.get(code, b"")
        case Agent():
            return lambda request: request.relay_options.get(code, b"")
    find = _option(place, code)
    return lambda request: find(request) or b""


def _blocks(request: Request4, code: int, enterprise: int) -> list[bytes]:
    """Return what belongs to an enterprise, or for ANY_ENTERPRISE to the first one."""
    found = blocks4(request.options.get(code, b""))
    if found and enterprise == ANY_ENTERPRISE:
        enterprise = found[0][0]
    return [data for owner, data in found if owner == enterprise]


def _vendor_option(request: Request4, enterprise: int, code: int) -> bytes | None:
    try:
        return walk_suboptions(b"".join(_blocks(request, VENDOR_OPTIONS, enterprise))).get(code)
    except WireError:
        return None


def _enterprise(enterprise: int, of_class: bool) -> Find[Request4]:
    code = VENDOR_CLASSES if of_class else VENDOR_OPTIONS

    def find(request: Request4) -> bytes | None:
        for owner, _ in blocks4(request.options.get(code, b"")):
            if enterprise in (owner, ANY_ENTERPRISE):
                return _four(owner)
        return None

    return find


def _datum(enterprise: int, index: int) -> Read[Request4]:
    def read(request: Request4) -> bytes:
        data = _blocks(request, VENDOR_CLASSES, enterprise)
        return data[index] if index < len(data) else b""

    return read


def _no_relay(level: int, name: str) -> Read[Request4]:
    raise AssertionError("the parser refuses DHCPv6 relays")


FACTS4: Final[Facts[Request4]] = Facts(
    dialect=Dialect(
        family=4,
        space=DHCP4,
        last_code=255,
        fields={
            "pkt": ("iface", "src", "dst", "len"),
            "pkt4": ("mac", "hlen", "htype", "ciaddr", "giaddr", "yiaddr", "siaddr", "msgtype", "transid"),
        },
    ),
    layout=LAYOUT4,
    fields=FIELDS4,
    option=_option,
    octets=_octets,
    relay_field=_no_relay,
    enterprise=_enterprise,
    datum=_datum,
)

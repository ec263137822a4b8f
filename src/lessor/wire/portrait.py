"""A message as people read it: header fields and options by name, sub-options under the option that holds them.

For explanations, not for the path of a packet. What cannot be read as its definition says is shown as octets, so
nothing of a message is left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Address, IPv6Address
from typing import Final, NamedTuple

from lessor.wire import packet4, packet6
from lessor.wire.catalog4 import DHCP4
from lessor.wire.catalog6 import DHCP6
from lessor.wire.definition import Definitions, OptionDefinition
from lessor.wire.errors import WireError
from lessor.wire.octets import show_octets
from lessor.wire.options import walk_suboptions
from lessor.wire.options6 import Options, read_codes, walk6
from lessor.wire.packet4 import Packet4
from lessor.wire.packet6 import Packet6
from lessor.wire.payload import show_values
from lessor.wire.values import KINDS, KINDS6, Codec

DEEPEST: Final = 6

VENDOR_OPTIONS4: Final = 125  # RFC 3925
LISTS_OF_CODES4: Final = (packet4.PARAMETER_REQUEST_LIST,)
LISTS_OF_CODES6: Final = (packet6.ORO,)

# DHCPv6 options that hold others: octets before those, and the names of what stands there.
HOLDERS6: Final[Mapping[int, tuple[int, tuple[str, ...]]]] = {
    packet6.IA_NA: (12, ("iaid", "T1", "T2")),
    packet6.IA_TA: (4, ("iaid",)),
    packet6.IA_PD: (12, ("iaid", "T1", "T2")),
    packet6.IAADDR: (24, ("", "preferred", "valid")),
    packet6.IAPREFIX: (25, ("preferred", "valid", "length", "")),
}


class Detail(NamedTuple):
    """One line of a portrait: how deep it is nested, the option's code (-1: a header field), name and value."""

    depth: int
    code: int
    name: str
    text: str


def portrait4(packet: Packet4, definitions: Definitions) -> list[Detail]:
    """Return what a DHCPv4 message says, fields that say nothing left out."""
    fields = {
        "transaction id": f"0x{packet.xid:08x}",
        "hardware address": packet.chaddr.hex(":"),
        "seconds": str(packet.secs) if packet.secs else "",
        "flags": "broadcast" if packet.flags & packet4.BROADCAST_FLAG else "",
        "ciaddr": _dotted(packet.ciaddr),
        "yiaddr": _dotted(packet.yiaddr),
        "siaddr": _dotted(packet.siaddr),
        "giaddr": _dotted(packet.giaddr),
        "sname": _printable(packet.sname),
        "file": _printable(packet.file),
    }
    return [
        *(Detail(0, -1, name, text) for name, text in fields.items() if text),
        *_options4(packet.options, DHCP4, definitions, 0),
    ]


def portrait6(packet: Packet6, definitions: Definitions) -> list[Detail]:
    """Return what a DHCPv6 message says, the relays it came through first."""
    details = []
    for relay in packet.relays:
        addresses = f"link {IPv6Address(relay.link_address)}, peer {IPv6Address(relay.peer_address)}"
        details.append(Detail(0, -1, f"relay {relay.hop_count}", addresses))
        details += _options6(relay.options, DHCP6, definitions, 1)
    details.append(Detail(0, -1, "transaction id", f"0x{packet.transaction_id:06x}"))
    details += _options6(packet.options, DHCP6, definitions, 0)
    return details


def shown_option4(code: int, value: bytes, definitions: Definitions) -> list[Detail]:
    """Return one option of a DHCPv4 message and what is inside it."""
    return list(_options4({code: value}, DHCP4, definitions, 0))


def shown_option6(code: int, value: bytes, definitions: Definitions) -> list[Detail]:
    """Return one option of a DHCPv6 message and what is inside it."""
    return list(_options6({code: [value]}, DHCP6, definitions, 0))


def _options4(options: Mapping[int, bytes], space: str, definitions: Definitions, depth: int) -> Iterator[Detail]:
    for code, value in options.items():
        definition = definitions.by_code(space, code)
        name = f"option {code}" if definition is None else definition.name
        if space == DHCP4 and code == packet4.MESSAGE_TYPE and len(value) == 1:
            yield Detail(depth, code, name, packet4.MESSAGE_NAMES.get(value[0], str(value[0])))
        elif space == DHCP4 and code in LISTS_OF_CODES4:
            yield Detail(depth, code, name, _names(value, DHCP4, definitions))
        elif space == DHCP4 and code == VENDOR_OPTIONS4 and depth < DEEPEST:
            yield from _enterprises4(code, name, value, definitions, depth)
        else:
            inside = _inside4(value, definition, definitions, depth)
            text = "" if inside and definition and definition.type == "empty" else _text(definition, value, KINDS)
            yield Detail(depth, code, name, text)
            yield from inside


def _inside4(value: bytes, definition: OptionDefinition | None, definitions: Definitions, depth: int) -> list[Detail]:
    if definition is None or definition.type != "empty" or not definition.encapsulates or depth == DEEPEST:
        return []
    try:
        return list(_options4(walk_suboptions(value), definition.encapsulates, definitions, depth + 1))
    except WireError:
        return []


def _enterprises4(code: int, name: str, value: bytes, definitions: Definitions, depth: int) -> Iterator[Detail]:
    """Yield option 125 enterprise by enterprise: number, length, options (RFC 3925 section 4)."""
    at = 0
    while at + 5 <= len(value):
        enterprise = int.from_bytes(value[at : at + 4], "big")
        end = at + 5 + value[at + 4]
        yield Detail(depth, code, name, f"enterprise {enterprise}")
        try:
            inside = walk_suboptions(value[at + 5 : end])
            yield from _options4(inside, f"vendor-{enterprise}", definitions, depth + 1)
        except WireError:
            yield Detail(depth + 1, -1, "octets", show_octets(value[at + 5 : end]))
        at = end
    if at < len(value) or not value:
        yield Detail(depth, code, name, show_octets(value[at:]))


def _options6(options: Options, space: str, definitions: Definitions, depth: int) -> Iterator[Detail]:
    for code, values in options.items():
        definition = definitions.by_code(space, code)
        name = f"option {code}" if definition is None else definition.name
        for value in values:
            yield from _option6(code, name, value, space, definition, definitions, depth)


def _option6(
    code: int,
    name: str,
    value: bytes,
    space: str,
    definition: OptionDefinition | None,
    definitions: Definitions,
    depth: int,
) -> Iterator[Detail]:
    top = space == DHCP6
    if top and code in HOLDERS6 and len(value) >= HOLDERS6[code][0] and depth < DEEPEST:
        fixed, labels = HOLDERS6[code]
        yield Detail(depth, code, name, _labelled(code, value[:fixed], definition, labels))
        yield from _options6(walk6(value, fixed), DHCP6, definitions, depth + 1)
    elif top and code in LISTS_OF_CODES6:
        yield Detail(depth, code, name, _names(value, DHCP6, definitions))
    elif top and code == packet6.VENDOR_OPTS and len(value) >= 4 and depth < DEEPEST:
        enterprise = int.from_bytes(value[:4], "big")
        yield Detail(depth, code, name, f"enterprise {enterprise}")
        yield from _options6(walk6(value, 4), f"vendor-{enterprise}", definitions, depth + 1)
    elif definition is not None and definition.encapsulates and definition.type == "empty" and depth < DEEPEST:
        yield Detail(depth, code, name, "")
        yield from _options6(walk6(value), definition.encapsulates, definitions, depth + 1)
    else:
        yield Detail(depth, code, name, _text(definition, value, KINDS6))


def _labelled(code: int, value: bytes, definition: OptionDefinition | None, labels: Iterable[str]) -> str:
    if code == packet6.IAPREFIX:
        preferred, valid = int.from_bytes(value[:4], "big"), int.from_bytes(value[4:8], "big")
        return f"{IPv6Address(value[9:25])}/{value[8]}, preferred {preferred}, valid {valid}"
    if code == packet6.IA_TA or definition is None:
        return f"iaid {int.from_bytes(value, 'big')}"
    texts = show_values(definition, value, KINDS6)
    return ", ".join(f"{label} {text}".strip() for label, text in zip(labels, texts, strict=False))


def _names(value: bytes, space: str, definitions: Definitions) -> str:
    try:
        codes = tuple(value) if space == DHCP4 else read_codes(value)
    except WireError:
        return show_octets(value)
    known = [(code, definitions.by_code(space, code)) for code in codes]
    return ", ".join(str(code) if found is None else f"{found.name} ({code})" for code, found in known)


def _text(definition: OptionDefinition | None, value: bytes, kinds: Mapping[str, Codec]) -> str:
    """Return the value as its definition says, else as octets."""
    octets = show_octets(value) if value else ""
    if definition is None:
        return octets
    try:
        text = ", ".join(show_values(definition, value, kinds))
    except ValueError:
        return octets
    return _safe(text)


def _safe(text: str) -> str:
    """Return text without what would move a terminal's cursor: clients choose it."""
    return text if text.isprintable() else text.encode("unicode_escape").decode()


def _dotted(address: int) -> str:
    return str(IPv4Address(address)) if address else ""


def _printable(field: bytes) -> str:
    return _safe(field.rstrip(b"\0").decode("latin-1"))

"""Expressions evaluated the long way round, straight from their syntax: what the compiled ones must agree with.

Slow and plain on purpose; nothing here is shared with the compiler but the texts of options, which have tests of their
own. `and`, `or` and `ifelse` skip what is not needed; an evaluation error ends the whole.
"""

import re
from ipaddress import IPv4Address, IPv6Address

from lessor.engine.expression import EvaluationError
from lessor.engine.expression.layout4 import LAYOUT4
from lessor.engine.expression.layout6 import LAYOUT6
from lessor.engine.expression.optiontext import OptionReader
from lessor.engine.expression.syntax import (
    Agent,
    Chain,
    Concat,
    Conversion,
    Equal,
    Exists,
    HexString,
    IfElse,
    Literal,
    Match,
    Member,
    Message,
    Node,
    Not,
    OptionValue,
    PacketField,
    Place,
    Relay,
    RelayField,
    Split,
    Substring,
    Vendor,
    VendorClassData,
    VendorEnterprise,
    VendorExists,
)
from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6
from lessor.wire.definition import Definitions
from lessor.wire.packet6 import Relay6

Request = Request4 | Request6
Options = list[tuple[int, bytes]]


def evaluate(node: Node, request: Request, definitions: Definitions) -> bool | bytes:
    """Return what an expression is in a message. Raise EvaluationError."""
    return Evaluator(request, definitions).of(node)


class Evaluator:
    def __init__(self, request: Request, definitions: Definitions) -> None:
        self.request = request
        self.definitions = definitions
        self.four = isinstance(request, Request4)

    def of(self, node: Node) -> bool | bytes:
        match node:
            case Literal():
                return node.value
            case PacketField():
                return self.field(node.name)
            case RelayField():
                relay = self.relay(node.level)
                if relay is None:
                    return b""
                return IPv6Address(relay.peer_address if node.name == "peeraddr" else relay.link_address).packed
            case OptionValue():
                return self.option_value(node)
            case Exists():
                return self.find(node.place, node.path)[1] is not None
            case VendorEnterprise():
                found = self.vendor_blocks(node.of_class, 0)
                return found[0][0].to_bytes(4, "big") if found else b""
            case VendorExists():
                return bool(self.vendor_blocks(node.of_class, node.enterprise))
            case VendorClassData():
                data = self.vendor_class_data(node.enterprise)
                return data[node.index] if node.index < len(data) else b""
            case Member():
                return node.name in self.request.classes
            case Match():
                return re.fullmatch(node.pattern.encode(), self.octets(node.text)) is not None
            case Not():
                return not self.of(node.operand)
            case Equal():
                return self.of(node.left) == self.of(node.right)
            case Chain():
                return self.chain(node)
            case Concat():
                return b"".join(self.octets(text) for text in node.texts)
            case IfElse():
                return self.if_else(node)
            case Substring():
                return self.substring(node)
            case Split():
                return self.split(node)
            case HexString():
                digits = [f"{octet:02x}".encode() for octet in self.octets(node.text)]
                return self.octets(node.separator).join(digits)
            case Conversion():
                return self.conversion(node.function, self.octets(node.text))

    def octets(self, node: Node) -> bytes:
        value = self.of(node)
        assert isinstance(value, bytes)
        return value

    def chain(self, node: Chain) -> bool:
        if node.operator in ("sand", "sor"):
            values = [bool(self.of(operand)) for operand in node.operands]
            return all(values) if node.operator == "sand" else any(values)
        ends = node.operator == "or"
        return ends if any(bool(self.of(operand)) is ends for operand in node.operands) else not ends

    def if_else(self, node: IfElse) -> bytes:
        condition = self.of(node.condition)
        if node.strict:
            then, otherwise = self.octets(node.then), self.octets(node.otherwise)
            return then if condition else otherwise
        return self.octets(node.then if condition else node.otherwise)

    def substring(self, node: Substring) -> bytes:
        text = self.octets(node.text)
        start = node.start + len(text) if node.start < 0 else node.start
        if not 0 <= start < len(text):
            return b""
        length = len(text) if node.length is None else node.length
        low, high = (start, start + length) if length >= 0 else (start + length, start)
        return bytes(octet for i, octet in enumerate(text) if low <= i < high)

    def split(self, node: Split) -> bytes:
        text, delimiters = self.octets(node.text), self.octets(node.delimiters)
        fields = [b""]
        for octet in text:
            if octet in delimiters:
                fields.append(b"")
            else:
                fields[-1] += bytes((octet,))
        if not delimiters:
            return text
        return fields[node.number - 1] if 0 < node.number <= len(fields) else b""

    def conversion(self, function: str, data: bytes) -> bytes:
        if function in ("lcase", "ucase"):
            shift, low = (32, b"A") if function == "lcase" else (-32, b"a")
            return bytes(octet + shift if low[0] <= octet < low[0] + 26 else octet for octet in data)
        if not data:
            return b""
        if function == "addrtotext":
            if len(data) not in (4, 16):
                raise EvaluationError
            address = IPv4Address(data) if len(data) == 4 else IPv6Address(data)
            return str(address).encode()
        size = int("".join(filter(str.isdigit, function))) // 8
        if len(data) != size:
            raise EvaluationError
        value = 0
        for octet in data:
            value = value * 256 + octet
        if not function.startswith("u") and data[0] >= 128:
            value -= 256**size
        return str(value).encode()

    # The message.

    def field(self, name: str) -> bytes:
        request = self.request
        if name == "iface":
            return request.interface.name.encode()
        if isinstance(request, Request4):
            packet = request.packet
            numbers: dict[str, int] = {
                "src": request.source,
                "dst": 0xFFFFFFFF if request.came_by_broadcast else request.local,
                "len": 236 + sum(len(value) + 2 for value in packet.options.values()),
                "msgtype": packet.options[53][0],
                "transid": packet.xid,
                "hlen": packet.hlen,
                "htype": packet.htype,
                **{address: getattr(packet, address) for address in ("ciaddr", "giaddr", "yiaddr", "siaddr")},
            }
            return packet.chaddr if name == "mac" else numbers[name].to_bytes(4, "big")
        if name in ("src", "dst"):
            return IPv6Address(request.source if name == "src" else request.local).packed
        numbers = {
            "msgtype": request.message_type,
            "transid": request.transaction_id,
            "len": 4
            + self.size(request.options)
            + sum(38 + self.size(relay.options) for relay in request.packet.relays),
        }
        return numbers[name].to_bytes(4, "big")

    def size(self, options: dict[int, list[bytes]]) -> int:
        return sum(4 + len(value) for values in options.values() for value in values)

    def relay(self, level: int) -> Relay6 | None:
        assert isinstance(self.request, Request6)
        by_level = {}
        for i, relay in enumerate(self.request.packet.relays):
            by_level[i] = by_level[i - len(self.request.packet.relays)] = relay
        return by_level.get(level)

    def option_value(self, node: OptionValue) -> bytes:
        space, data = self.find(node.place, node.path)
        if data is None:
            return b""
        if not node.as_text:
            return data
        return OptionReader(LAYOUT4 if self.four else LAYOUT6, self.definitions).text(space, node.path[-1], data)

    def find(self, place: Place, path: tuple[int, ...]) -> tuple[str, bytes | None]:
        space, options = self.options_at(place)
        data = None
        for i, code in enumerate(path):
            data = next((value for found, value in options if found == code), None)
            if data is None:
                return space, None
            if i < len(path) - 1:
                space, options = self.inside(space, code, data)
        return space, data

    def message_options(self) -> Options:
        if isinstance(self.request, Request4):
            return list(self.request.options.items())
        return [(code, value) for code, values in self.request.options.items() for value in values]

    def options_at(self, place: Place) -> tuple[str, Options]:
        space = "dhcp4" if self.four else "dhcp6"
        match place:
            case Message():
                return space, self.message_options()
            case Agent():
                data = dict(self.message_options()).get(82, b"")
                return "dhcp-agent-options-space", walk(data, 1) or []
            case Relay():
                relay = self.relay(place.level)
                return space, [
                    (code, value) for code, values in relay.options.items() for value in values
                ] if relay else []
            case Vendor():
                blocks = self.vendor_blocks(False, place.enterprise)
                if not blocks:
                    return "", []
                owner = blocks[0][0]
                if self.four:
                    data = b"".join(data for enterprise, data in blocks if enterprise == owner)
                    return f"vendor-{owner}", walk(data, 1) or []
                return f"vendor-{owner}", walk(blocks[0][1], 2) or []

    def inside(self, space: str, code: int, data: bytes) -> tuple[str, Options]:
        heads = {3: 12, 25: 12, 4: 4, 5: 24, 26: 25}
        if space == "dhcp6" and code == 17:
            return f"vendor-{int.from_bytes(data[:4], 'big')}", walk(data[4:], 2) or []
        if space == "dhcp6" and code in heads:
            return "dhcp6", walk(data[heads[code] :], 2) or []
        if space == "dhcp4" and code == 125:
            blocks = self.vendor_blocks(False, 0)
            data = b"".join(data for enterprise, data in blocks if enterprise == blocks[0][0])
            return f"vendor-{blocks[0][0] if blocks else 0}", walk(data, 1) or []
        definition = self.definitions.by_code(space, code)
        if definition is None or not definition.encapsulates:
            return "", []
        # the containers of these tests begin with nothing or with one octet
        skip = {"empty": 0, "uint8": 1}[definition.type]
        if len(data) < skip:
            return "", []
        return definition.encapsulates, walk(data[skip:], 1 if self.four else 2) or []

    def vendor_blocks(self, of_class: bool, enterprise: int) -> list[tuple[int, bytes]]:
        """Return (enterprise, data) of each block that is asked for; 0 is any."""
        code = (124 if of_class else 125) if self.four else (16 if of_class else 17)
        blocks = []
        for found, data in self.message_options():
            if found != code:
                continue
            while self.four and len(data) >= 5 and len(data) >= 5 + data[4]:
                blocks.append((int.from_bytes(data[:4], "big"), data[5 : 5 + data[4]]))
                data = data[5 + data[4] :]
            if not self.four and len(data) >= 4:
                blocks.append((int.from_bytes(data[:4], "big"), data[4:]))
        return [block for block in blocks if enterprise in (0, block[0])]

    def vendor_class_data(self, enterprise: int) -> list[bytes]:
        blocks = self.vendor_blocks(True, enterprise)
        if self.four:
            return [data for owner, data in blocks if owner == blocks[0][0]]
        data, found = (blocks[0][1] if blocks else b""), []
        while len(data) >= 2 and len(data) >= 2 + int.from_bytes(data[:2], "big"):
            end = 2 + int.from_bytes(data[:2], "big")
            found.append(data[2:end])
            data = data[end:]
        return found


def walk(data: bytes, octets: int) -> Options | None:
    """Return options whose codes and lengths have so many octets; of DHCPv4 only whole lists, joined by code."""
    found: Options = []
    while len(data) >= 2 * octets:
        code = int.from_bytes(data[:octets], "big")
        end = 2 * octets + int.from_bytes(data[octets : 2 * octets], "big")
        if end > len(data):
            break
        if octets == 1 and code in dict(found):
            found = [(other, value + data[2:end] if other == code else value) for other, value in found]
        else:
            found.append((code, data[2 * octets : end]))
        data = data[end:]
    return None if data and octets == 1 else found

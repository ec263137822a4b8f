"""Expressions and messages by chance, such that parts of both meet: few codes, few values, broken options too."""

import random
import struct

from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6
from lessor.wire.options import tlv
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import Relay6
from tests.engine.expression.messages import message4, message6

CLASSES = ("ALL", "KNOWN", "one", "two")
WORDS = (b"", b"a", b"ab", b"one.two..four", b"PXEClient:1", b"\1", b"\0\7", b"\xc0\0\2\1", b"\xff" * 16, b"\0\0\0\1")
STRINGS = ("''", "'a'", "'ab'", "'.'", "'one'", "'PXEClient'", "0x01", "0x0007", "1", "192.0.2.1", "::1", "'AB'")
PATTERNS = ("a*b?", "PXE.*", "[a-z.]+", "(one|two)?", ".{4}")
CODES4 = (12, 43, 53, 60, 77, 82, 232, 241)
CODES6 = (1, 3, 6, 15, 17, 25, 41, 94, 40000)
ENTERPRISES = ("0", "9", "4491", "*")
CONVERSIONS = (
    "lcase",
    "ucase",
    "addrtotext",
    *(f"{sign}int{bits}totext" for sign in ("", "u") for bits in (8, 16, 32)),
)


class Generator:
    """`text` and `condition` make expressions of one family, `message4` and `message6` messages."""

    def __init__(self, chance: random.Random, family: int) -> None:
        self.chance = chance
        self.family = family

    def pick(self, *choices: str) -> str:
        return self.chance.choice(choices)

    def number(self, low: int, high: int) -> int:
        return self.chance.randint(low, high)

    # Expressions.

    def condition(self, depth: int) -> str:
        kind = self.number(0, 9)
        if depth and kind <= 2:
            joined = f" {self.pick('and', 'or', 'sand', 'sor')} "
            return joined.join(self.condition(depth - 1) for _ in range(self.number(2, 4)))
        if depth and kind == 3:
            return f"not {self.condition(depth - 1)}"
        if depth and kind == 4:
            return f"({self.condition(depth - 1)})"
        if kind == 5:
            return f"member('{self.pick(*CLASSES)}')"
        if kind == 6:
            return self.path() + ".exists"
        if kind == 7:
            return f"{self.pick('vendor', 'vendor-class')}[{self.pick(*ENTERPRISES)}].exists"
        if kind == 8:
            return f"match('{self.pick(*PATTERNS)}', {self.text(depth - 1)})"
        return f"{self.text(depth - 1)} == {self.text(depth - 1)}"

    def path(self) -> str:
        codes = CODES4 if self.family == 4 else CODES6
        first = f"option[{self.chance.choice(codes)}]"
        if self.number(0, 3) == 0:
            first = f"vendor[{self.pick(*ENTERPRISES)}].option[{self.number(1, 2)}]"
        elif self.number(0, 3) == 0:
            first = f"relay4[{self.number(1, 2)}]" if self.family == 4 else f"relay6[{self.number(-3, 2)}].{first}"
        inner = (1, 2) if self.family == 4 else (1, 2, 5, 13, 90)
        return first + "".join(f".option[{self.chance.choice(inner)}]" for _ in range(self.chance.choice((0, 0, 1, 2))))

    def text(self, depth: int) -> str:
        if depth > 0 and self.number(0, 2):
            return self.function(depth)
        kind = self.number(0, 5)
        if kind == 0:
            return self.pick(*STRINGS)
        if kind == 1:
            return self.field()
        if kind == 2:
            return self.pick("vendor.enterprise", "vendor-class.enterprise")
        if kind == 3:
            return f"vendor-class[{self.pick(*ENTERPRISES)}].data[{self.number(0, 2)}]"
        return f"{self.path()}.{self.pick('hex', 'hex', 'text')}"

    def field(self) -> str:
        if self.number(0, 1):
            return f"pkt.{self.pick('iface', 'src', 'dst', 'len')}"
        if self.family == 4:
            names = ("mac", "hlen", "htype", "ciaddr", "giaddr", "yiaddr", "siaddr", "msgtype", "transid")
            return f"pkt4.{self.pick(*names)}"
        if self.number(0, 1):
            return f"relay6[{self.number(-3, 3)}].{self.pick('peeraddr', 'linkaddr')}"
        return f"pkt6.{self.pick('msgtype', 'transid')}"

    def function(self, depth: int) -> str:
        texts = [self.text(depth - 1) for _ in range(2)]
        both = ", ".join(texts)
        kind = self.number(0, 7)
        if kind == 0:
            length = self.pick("all", str(self.number(-5, 5)))
            return f"substring({texts[0]}, {self.number(-8, 8)}, {length})"
        if kind == 1:
            return f"split({both}, {self.number(-1, 5)})"
        if kind == 2:
            return f"concat({both})"
        if kind == 3:
            return f"({' + '.join(texts)})"
        if kind == 4:
            return f"hexstring({both})"
        if kind == 5:
            return f"{self.pick('ifelse', 'sifelse')}({self.condition(depth - 1)}, {both})"
        return f"{self.pick(*CONVERSIONS)}({texts[0]})"

    # Messages.

    def classes(self) -> tuple[str, ...]:
        return tuple(name for name in CLASSES if self.number(0, 1))

    def message6(self) -> Request6:
        relays = [
            Relay6(12, 0, self.number(0, 3), self.number(0, 3), self.options6()) for _ in range(self.number(0, 2))
        ]
        return message6(self.options6(), *relays, classes=self.classes())

    def message4(self) -> Request4:
        options = {code: self.value4(code) for code in (*CODES4, 124, 125) if code != 53 and self.number(0, 1)}
        return message4(options, *self.classes(), giaddr=self.number(0, 1))

    def word(self) -> bytes:
        return self.chance.choice(WORDS)

    def inside4(self, depth: int = 1) -> bytes:
        broken = b"\1\7" if self.number(0, 9) == 0 else b""
        found = [tlv(self.number(1, 2), self.inside4(depth - 1) if depth else self.word()) for _ in range(2)]
        return b"".join(found) + broken

    def value4(self, code: int) -> bytes:
        if code in (124, 125):
            return b"".join(self.block4(code) for _ in range(self.number(0, 3))) + (b"\0" * self.number(0, 1))
        if code == 232:
            return b"\7" + self.inside4(2)
        return self.inside4() if code in (43, 82, 241) else self.word()

    def block4(self, code: int) -> bytes:
        data = self.inside4(0) if code == 125 else self.word()
        return struct.pack("!IB", self.chance.choice((9, 4491)), len(data)) + data

    def options6(self) -> dict[int, list[bytes]]:
        codes = (*CODES6, 16)
        chosen = [code for code in codes if code != 1 and self.number(0, 1)]
        return {code: [self.value6(code) for _ in range(self.number(1, 2))] for code in chosen}

    def value6(self, code: int) -> bytes:
        broken = b"\0\1\0\7" if self.number(0, 9) == 0 else b""
        enterprise = struct.pack("!I", self.chance.choice((9, 4491)))
        if code == 16:
            words = [self.word() for _ in range(self.number(0, 2))]
            return enterprise + b"".join(struct.pack("!H", len(word)) + word for word in words) + broken
        if code == 17:
            return enterprise + tlv6(self.number(1, 2), self.word()) + broken
        if code in (3, 25):
            address = bytes(24) + tlv6(13, b"\0\0" + self.word())
            return bytes(12) + tlv6(5, address) + broken
        if code == 6:
            return b"\0\7"
        return tlv6(90, self.word()) + broken if code == 94 else self.word()

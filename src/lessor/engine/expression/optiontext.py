"""What is in an option: its sub-options, and its value as the text that Kea shows (`option[...].text`).

A string is itself; everything else is said with type and length: `type=053, len=001: 1 (uint8)`. Configurations that
compare or build such texts depend on each blank. What cannot be read by its definition is shown as octets.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lessor.wire.definition import Definitions, OptionDefinition
from lessor.wire.errors import WireError
from lessor.wire.values import Codec

RECORD: Final = "record"
NUMBERS: Final = frozenset(["int8", "int16", "int32", "uint8", "uint16", "uint32"])
ADDRESSES: Final = frozenset(("ipv4-address", "ipv6-address"))

# Texts of sub-options within sub-options double in the worst case; no standard goes as deep.
DEEPEST: Final = 8

Codes = list[tuple[int, bytes]]
"""Options sorted by code; of one code in the order they stand."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a family lays options out."""

    space: str
    """The option space of its messages."""
    kinds: Mapping[str, Codec]
    digits: int
    """Those of a code and a length in texts."""
    walk: Callable[[bytes], Codes]
    """Return sub-options. Raise WireError."""
    containers: Mapping[int, int]
    """Options with sub-options of the same space, though no definition says so: code, octets before the sub-options."""
    vendor_code: int
    """The option with those of enterprises."""
    vendor_head: tuple[str, ...]
    """The kinds of what stands in it before the sub-options of the first enterprise."""
    vendor_options: Callable[[bytes], tuple[bytes, Codes]]
    """Return the number of the first enterprise, as octets, and its options. Raise WireError."""
    special: Mapping[int, Callable[[bytes], str]]
    """The texts of options of its messages that Kea shows each in its own way. Raise WireError."""


@dataclass(frozen=True, slots=True)
class OptionReader:
    """Reads options by their definitions."""

    layout: Layout
    definitions: Definitions

    def follow(self, space: str, path: tuple[int, ...], data: bytes | None) -> tuple[str, bytes | None]:
        """Return the space and value of the option that a path leads to; `data` is that of its first code."""
        for outer, code in pairwise(path):
            if data is None:
                break
            space, options = self.inside(space, outer, data)
            data = next((value for found, value in options if found == code), None)
        return space, data

    def inside(self, space: str, code: int, data: bytes) -> tuple[str, Codes]:
        """Return the space and the sub-options of an option; where there are none, or broken ones, nothing."""
        try:
            return self._sub_options(space, code, data)
        except WireError:
            return "", []

    def text(self, space: str, code: int, data: bytes) -> bytes:
        """Return the text of an option."""
        return plain_text(data) if self.is_plain(space, code) else self._described(space, code, data, 1)

    def is_plain(self, space: str, code: int) -> bool:
        """Tell whether the text of an option is nothing but its value."""
        definition = self.definitions.by_code(space, code)
        return definition is not None and definition.type == "string" and not definition.array

    def _sub_options(self, space: str, code: int, data: bytes) -> tuple[str, Codes]:
        layout = self.layout
        if space == layout.space and code == layout.vendor_code:
            enterprise, options = layout.vendor_options(data)
            return enterprise_space(enterprise), options
        if space == layout.space and code in layout.containers:
            return space, layout.walk(data[layout.containers[code] :])
        definition = self.definitions.by_code(space, code)
        if definition is None or not definition.encapsulates or definition.array:
            return "", []
        at = 0
        for kind in _fields(definition):
            at = layout.kinds[kind].end(data, at)
        return definition.encapsulates, layout.walk(data[at:])

    def _described(self, space: str, code: int, data: bytes, depth: int) -> bytes:
        digits = self.layout.digits
        try:
            if space == self.layout.space and code in self.layout.special:
                shown = self.layout.special[code](data).encode(errors="surrogateescape")
            else:
                shown = f"type={code:0{digits}}, len={len(data):0{digits}}:".encode() + self._values(space, code, data)
            return shown + self._listed(*self._sub_options(space, code, data), depth)
        except WireError:
            return f"type={code:0{digits}}, len={len(data):0{digits}}: {data.hex(':')}".encode()

    def _listed(self, space: str, options: Codes, depth: int) -> bytes:
        if not options or depth > DEEPEST:
            return b""
        lines = [b"  " * depth + self._described(space, code, value, depth + 1) for code, value in options]
        return b"\n".join((b",\noptions:", *lines))

    def _values(self, space: str, code: int, data: bytes) -> bytes:
        """Return a blank and the text of each value. Raise WireError."""
        definition = self.definitions.by_code(space, code)
        if space == self.layout.space and code == self.layout.vendor_code:
            return self._joined(self.layout.vendor_head, False, data, _typed)
        if definition is None:
            return b" " + data.hex(":").encode()
        if definition.encapsulates and definition.type == "empty":
            return b""
        fields = _fields(definition)
        if definition.type in ("binary", "empty") or any(kind not in self.layout.kinds for kind in fields):
            return b" " + data.hex(":").encode()
        show = _typed
        if definition.array and definition.type in NUMBERS:
            show = _number
        elif definition.array and definition.type in ADDRESSES:
            show = _address
        return self._joined(fields, definition.array, data, show)

    def _joined(
        self, fields: tuple[str, ...], array: bool, data: bytes, show: Callable[[str, Codec, bytes], bytes]
    ) -> bytes:
        shown = b""
        at = number = 0
        while number < len(fields) or (array and at < len(data)):
            kind = fields[min(number, len(fields) - 1)]
            codec = self.layout.kinds[kind]
            end = codec.end(data, at)
            if end == at and number >= len(fields):
                raise WireError("array of values without octets", at)
            shown += b" " + show(kind, codec, data[at:end])
            at = end
            number += 1
        return shown


def plain_text(data: bytes) -> bytes:
    """Return the text in a string: some clients close it with zeros (RFC 2132 section 2)."""
    return data.rstrip(b"\0")


def enterprise_space(number: bytes) -> str:
    """Return the space of an enterprise's options, by the octets of its number."""
    return f"vendor-{int.from_bytes(number, 'big')}"


def _fields(definition: OptionDefinition) -> tuple[str, ...]:
    return definition.fields if definition.type == RECORD else (definition.type,)


def _number(kind: str, codec: Codec, data: bytes) -> bytes:
    return f"{codec.decode(data)}({kind})".encode()


def _address(kind: str, codec: Codec, data: bytes) -> bytes:
    return codec.decode(data).encode()


def _typed(kind: str, codec: Codec, data: bytes) -> bytes:
    if kind == "string":
        return b'"' + data + b'" (string)'
    if kind == "binary":
        shown = data.hex().upper()
    elif kind in ("fqdn", "tuple"):
        shown = f'"{codec.decode(data)}"'
    elif kind == "psid":
        number, _, length = codec.decode(data).partition("/")
        shown = f"len={length},psid={number}"
    else:
        shown = codec.decode(data)
    return f"{shown} ({kind})".encode()

"""Where in an option its sub-options are: behind its own values, or behind the number of an enterprise."""

from dataclasses import dataclass
from typing import Final

from lessor.plugins.flex_option.family import FAMILY4, FAMILY6, Pairs
from lessor.wire.definition import OptionDefinition
from lessor.wire.options import LONGEST
from lessor.wire.payload import RECORD

ENTERPRISE: Final = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """How to take an option apart. `enterprise` is whose sub-options are meant, None where it is nobody's."""

    version: int
    definition: OptionDefinition | None
    enterprise: int | None = None

    def open(self, data: bytes) -> tuple[bytes, Pairs] | None:
        """Return what precedes sub-options, and these; None when they are of another enterprise. Raise WireError."""
        split = (FAMILY4 if self.version == 4 else FAMILY6).split
        if self.enterprise is None:
            at = self._own(data)
            return data[:at], split(data[at:])
        head = self.enterprise.to_bytes(ENTERPRISE, "big")
        if data[:ENTERPRISE] != head:
            return None
        if self.version == 6:
            return head, split(data[ENTERPRISE:])
        # RFC 3925 section 4: a length follows, then other enterprises may
        end = ENTERPRISE + 1 + int.from_bytes(data[ENTERPRISE : ENTERPRISE + 1], "big")
        return head, split(data[ENTERPRISE + 1 : end])

    def new(self) -> tuple[bytes, Pairs] | None:
        """Return an option without sub-options; None for one that needs values of its own."""
        if self.enterprise is not None:
            return self.enterprise.to_bytes(ENTERPRISE, "big"), []
        return (b"", []) if not self._fields() else None

    def close(self, head: bytes, pairs: Pairs) -> bytes:
        """Return the option put together again. Raise ValueError when it has no room for that."""
        tlv = (FAMILY4 if self.version == 4 else FAMILY6).tlv
        inside = b"".join(tlv(code, value) for code, value in pairs)
        if self.enterprise is None or self.version == 6:
            return head + inside
        if len(inside) > LONGEST:
            raise ValueError(f"{len(inside)} octets of sub-options, {LONGEST} are the most")
        return head + bytes((len(inside),)) + inside

    def _own(self, data: bytes) -> int:
        kinds = (FAMILY4 if self.version == 4 else FAMILY6).kinds
        at = 0
        for field in self._fields():
            at = kinds[field].end(data, at)
        return at

    def _fields(self) -> tuple[str, ...]:
        if self.definition is None or self.definition.type in ("empty", "binary"):
            return ()
        return self.definition.fields if self.definition.type == RECORD else (self.definition.type,)

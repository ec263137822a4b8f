"""Options of a message as a plug-in sees them: by name as text, by code as octets.

`options["domain-name-servers"]` is text as in `option-data` ("192.0.2.1, 192.0.2.2"), and takes such text;
`options[6]` is octets, and takes octets. Both raise KeyError for an option that the message lacks, UnknownOption for a
name that nobody defined; text that does not fit the definition raises ValueError. What cannot be read as its definition
says shows as hexadecimal digits.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar, overload

from lessor.hooks.octets import Octets
from lessor.wire.catalog4 import DHCP4, STANDARD4
from lessor.wire.catalog6 import DHCP6, STANDARD6
from lessor.wire.definition import Definitions, OptionDefinition
from lessor.wire.errors import WireError
from lessor.wire.options import walk_suboptions
from lessor.wire.options6 import Options, walk6
from lessor.wire.payload import pack_text, show_values
from lessor.wire.values import KINDS, KINDS6, Codec


class UnknownOption(KeyError):
    """No option has this name."""


def find_code(definitions: Definitions, space: str, name: str) -> int:
    """Return the code of an option. Raise UnknownOption."""
    definition = definitions.by_name(space, name)
    if definition is None:
        raise UnknownOption(f"no option of space {space} is named {name!r}")
    return definition.code


def show(definition: OptionDefinition | None, value: bytes, kinds: Mapping[str, Codec]) -> str:
    """Return a value as text, hexadecimal digits where it does not fit its definition."""
    if definition is None:
        return value.hex()
    try:
        return ", ".join(show_values(definition, value, kinds))
    except WireError:
        return value.hex()


Stored = TypeVar("Stored", bytes, list[bytes])
"""What stands for one code: octets in DHCPv4, a list of them in DHCPv6."""


class MessageOptions(ABC, Generic[Stored]):
    """What the options of both families have in common; `codes` are the options themselves, by code.

    `changed` tells whether somebody has set or removed one.
    """

    __slots__ = ("changed", "codes", "definitions", "space")

    kinds: Mapping[str, Codec] = KINDS

    def __init__(self, codes: dict[int, Stored], definitions: Definitions, space: str) -> None:
        self.codes: dict[int, Stored] = codes
        self.definitions = definitions
        self.space = space
        self.changed = False

    @abstractmethod
    def _first(self, code: int) -> bytes:
        """Return the octets of an option that is there, of its first occurrence."""

    @abstractmethod
    def _put(self, code: int, value: bytes) -> None:
        """Make this the only occurrence of an option."""

    @overload
    def __getitem__(self, key: str) -> str: ...
    @overload
    def __getitem__(self, key: int) -> bytes: ...
    def __getitem__(self, key: int | str) -> str | bytes:
        code = self._code(key)
        if code not in self.codes:
            raise KeyError(key)
        return Octets(self._first(code)) if isinstance(key, int) else self._shown(code, self._first(code))

    @overload
    def get(self, key: str, default: str = "") -> str: ...
    @overload
    def get(self, key: int, default: bytes = b"") -> bytes: ...
    def get(self, key: int | str, default: str | bytes | None = None) -> str | bytes:
        """Return an option, or the default (empty) when the message lacks it. Raise UnknownOption."""
        if key in self:
            return self[key]
        if default is not None:
            return default
        return b"" if isinstance(key, int) else ""

    def __setitem__(self, key: int | str, value: str | bytes) -> None:
        code = self._code(key)
        self._put(code, self._packed(code, value))
        self.changed = True

    def __delitem__(self, key: int | str) -> None:
        code = self._code(key)
        if code not in self.codes:
            raise KeyError(key)
        del self.codes[code]
        self.changed = True

    def discard(self, key: int | str) -> None:
        """Remove an option if it is there, every occurrence of it. Raise UnknownOption."""
        if key in self:
            del self[key]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, int | str) and self._code(key) in self.codes

    def __iter__(self) -> Iterator[int]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def show(self) -> dict[str, str]:
        """Return all options as text by name, first occurrences only; `option-N` where a code has no name."""
        shown = {}
        for code in self.codes:
            definition = self.definitions.by_code(self.space, code)
            shown[f"option-{code}" if definition is None else definition.name] = self._shown(code, self._first(code))
        return shown

    def _code(self, key: int | str) -> int:
        return key if isinstance(key, int) else find_code(self.definitions, self.space, key)

    def _shown(self, code: int, value: bytes) -> str:
        return show(self.definitions.by_code(self.space, code), value, self.kinds)

    def _packed(self, code: int, value: str | bytes) -> bytes:
        if isinstance(value, bytes):
            return value
        definition = self.definitions.by_code(self.space, code)
        if definition is None:
            raise ValueError(f"option {code} of space {self.space!r} is not defined: give octets")
        return pack_text(definition, value, self.kinds)


class Options4(MessageOptions[bytes]):
    """Options of a DHCPv4 message, or sub-options of one of them."""

    __slots__ = ()

    def __init__(self, codes: dict[int, bytes], definitions: Definitions = STANDARD4, space: str = DHCP4) -> None:
        super().__init__(codes, definitions, space)

    def inside(self, key: int | str) -> "Options4":
        """Return the sub-options in an option, for reading; none when it is not there or holds no sub-options."""
        code = self._code(key)
        definition = self.definitions.by_code(self.space, code)
        try:
            found = walk_suboptions(self.codes.get(code, b""))
        except WireError:
            found = {}
        return Options4(found, self.definitions, "" if definition is None else definition.encapsulates)

    def _first(self, code: int) -> bytes:
        return self.codes[code]

    def _put(self, code: int, value: bytes) -> None:
        self.codes[code] = value


class Options6(MessageOptions[list[bytes]]):
    """Options of a DHCPv6 message, or of a relay. An option may stand there several times: `options[...]` is the first
    occurrence, and sets the only one.
    """

    __slots__ = ()

    kinds = KINDS6

    def __init__(self, codes: Options, definitions: Definitions = STANDARD6, space: str = DHCP6) -> None:
        super().__init__(codes, definitions, space)

    @overload
    def all(self, key: str) -> Sequence[str]: ...
    @overload
    def all(self, key: int) -> Sequence[bytes]: ...
    def all(self, key: int | str) -> Sequence[str] | Sequence[bytes]:
        """Return every occurrence of an option. Raise UnknownOption."""
        code = self._code(key)
        values = self.codes.get(code, [])
        if isinstance(key, int):
            return [Octets(value) for value in values]
        return [self._shown(code, value) for value in values]

    def add(self, key: int | str, value: str | bytes) -> None:
        """Add an option once more."""
        code = self._code(key)
        self.codes[code] = [*self.codes.get(code, ()), self._packed(code, value)]
        self.changed = True

    def inside(self, key: int | str, at: int = 0) -> "Options6":
        """Return the options in an option's first occurrence, from octet `at` of its value on, for reading."""
        code = self._code(key)
        definition = self.definitions.by_code(self.space, code)
        space = DHCP6 if definition is None or not definition.encapsulates else definition.encapsulates
        return Options6(walk6(self.codes.get(code, [b""])[0], at), self.definitions, space)

    def _first(self, code: int) -> bytes:
        return self.codes[code][0]

    def _put(self, code: int, value: bytes) -> None:
        self.codes[code] = [value]

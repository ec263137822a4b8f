"""Arguments of a command as values of the kinds that are wanted; what is wrong is told in Kea's words.

Kea names the place of a wrong value in the octets of the request. These are gone by the time a command is carried out,
so the place is that in the usual spelling of the request: command and arguments in this order, a space after each
colon and comma, as most programs write it.
"""

import json
from typing import Final

from lessor.control.addresses import Address, read_address
from lessor.model.command import Arguments, CommandError
from lessor.model.json import Json

UINT8: Final = 0xFF
UINT32: Final = 0xFFFFFFFF
INT64: Final = (1 << 63) - 1


class Given:
    """The map of values at `path` in the arguments of a command. All methods raise CommandError."""

    __slots__ = ("_arguments", "_command", "_path", "values")

    def __init__(self, command: str, arguments: Arguments, *path: str | int) -> None:
        self._command = command
        self._arguments = arguments
        self._path = path
        values = _at(arguments, path)
        if not isinstance(values, dict):
            raise CommandError(f"get(string) called on a non-map Element in {self.place()}")
        self.values: Arguments = values

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def place(self, *more: str) -> str:
        """Return where the value of this name, or the map itself, stands in the request."""
        return f"(<wire>:0:{_column(self._command, self._arguments, (*self._path, *more))})"

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without a default there must be one."""
        value = self._value(name, default)
        if not isinstance(value, str):
            raise self._wrong_type(name)
        return value

    def flag(self, name: str) -> bool:
        """Return true or false, which is what is said where nothing is."""
        value = self._value(name, False)
        if not isinstance(value, bool):
            raise self._wrong_type(name)
        return value

    def number(self, name: str, default: int | None = None, least: int = 0, most: int = UINT32) -> int:
        """Return a whole number from `least` to `most`; without a default there must be one."""
        value = self._value(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong_type(name)
        if not least <= value <= most:
            raise CommandError(f"out of range value ({value}) specified for parameter '{name}' {self.place(name)}")
        return value

    def address(self, name: str) -> Address:
        """Return an address of either family; there must be one."""
        text = self.text(name)
        try:
            return read_address(text)
        except CommandError as error:
            raise CommandError(f"Failed to convert '{text}' to address: {error.text}{self.place(name)}") from None

    def _value(self, name: str, default: Json) -> Json:
        if name in self.values:
            return self.values[name]
        if default is None:
            raise CommandError(f"missing parameter '{name}' {self.place()}")
        return default

    def _wrong_type(self, name: str) -> CommandError:
        return CommandError(f"invalid type specified for parameter '{name}' {self.place(name)}")


def _at(value: Json, path: tuple[str | int, ...]) -> Json:
    for step in path:
        if isinstance(value, dict):
            value = value[str(step)]
        elif isinstance(value, list):
            value = value[int(step)]
    return value


def _column(command: str, arguments: Arguments, path: tuple[str | int, ...]) -> int:
    column = len(f'{{"command": "{command}", "arguments": ')
    value: Json = arguments
    for step in path:
        # the bracket, and everything before this member with its separators
        column += 1
        if isinstance(value, dict):
            for name, other in value.items():
                column += len(json.dumps(name)) + 2
                if name == step:
                    value = other
                    break
                column += len(json.dumps(other)) + 2
        elif isinstance(value, list) and isinstance(step, int):
            column += sum(len(json.dumps(other)) + 2 for other in value[:step])
            value = value[step]
    # Kea has read the bracket of a map or list when it notes the place
    return column + isinstance(value, (dict, list))

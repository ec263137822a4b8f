"""Option definitions and configured options, already turned into bytes."""

from dataclasses import dataclass, field
from typing import Final

DHCP4_SPACE: Final = "dhcp4"


@dataclass(frozen=True, slots=True)
class OptionDefinition:
    """How the value of one option is laid out.

    `type` is a kind of wire/values.py; `fields` are the kinds of a record; `array` repeats the value (of a record:
    its last field); `encapsulates` names the space of sub-options that follow the value.
    """

    code: int
    name: str
    space: str
    type: str
    array: bool = False
    fields: tuple[str, ...] = ()
    encapsulates: str = ""
    unasked: bool = False
    """Sent even when the client's parameter request list lacks it."""
    configurable: bool = True
    """False for what the server itself fills in."""


@dataclass(frozen=True, slots=True)
class OptionData:
    """One configured option: `data` is its payload on the wire, sub-options of its space included."""

    code: int
    space: str
    data: bytes
    name: str = ""
    always_send: bool = False
    never_send: bool = False
    client_classes: tuple[str, ...] = ()
    csv_format: bool = True
    text: str = ""
    """The value as written in the configuration, for `config-get`."""
    user_context: dict[str, object] = field(default_factory=dict)

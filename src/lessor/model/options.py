"""Configured options, already turned into bytes; how they are laid out is in wire/definition.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

DHCP4_SPACE: Final = "dhcp4"


def nowhere() -> str:
    """Return the place of what is written in no file."""
    return ""


@dataclass(frozen=True, slots=True)
class OptionLayout:
    """An option of the administrator's own (`option-def`); the fields are those of wire/definition.py."""

    code: int
    name: str
    space: str
    type: str
    array: bool = False
    fields: tuple[str, ...] = ()
    encapsulates: str = ""


# not frozen, although never changed, as in host.py: there may be very many
@dataclass(slots=True)
class OptionData:
    """One configured option: `data` is its payload on the wire, without the sub-options of `encapsulates`."""

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
    encapsulates: str = ""
    """The space whose options of the same scope follow the payload."""
    unasked: bool = False
    """Options of this kind are sent whether or not the client asks for them."""
    place: Callable[[], str] = field(default=nowhere, compare=False)
    """Returns `file:line` where it is written, for those who ask why: few do, and counting lines takes time."""

"""How the value of an option is laid out: the row of every catalogue, standard or from `option-def`."""

from dataclasses import dataclass


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

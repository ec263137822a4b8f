"""What is done to options: one action a configured entry, done one after the other.

A value is read from a message by an expression; an empty one does nothing. With a definition its text is packed as in
`option-data`, else its octets are the option.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Final, Generic, Protocol

from lessor.hooks.api import Log, Message
from lessor.plugins.flex_option import messages
from lessor.plugins.flex_option.family import Pairs, Request
from lessor.plugins.flex_option.layout import Layout
from lessor.wire.definition import OptionDefinition
from lessor.wire.payload import pack_text
from lessor.wire.values import Codec

ADD: Final = "add"
SUPERSEDE: Final = "supersede"
REMOVE: Final = "remove"

TOLD: Final = {
    ADD: (messages.FLEX_OPTION_PROCESS_ADD, messages.FLEX_OPTION_PROCESS_SUB_ADD),
    SUPERSEDE: (messages.FLEX_OPTION_PROCESS_SUPERSEDE, messages.FLEX_OPTION_PROCESS_SUB_SUPERSEDE),
    REMOVE: (messages.FLEX_OPTION_PROCESS_REMOVE, messages.FLEX_OPTION_PROCESS_SUB_REMOVE),
}


class Options(Protocol):
    """The options of a message of either family, by code."""

    def get(self, key: int, default: bytes = b"") -> bytes: ...
    def __contains__(self, key: object) -> bool: ...
    def __setitem__(self, key: int, value: bytes) -> None: ...
    def __delitem__(self, key: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Action(Generic[Request]):
    """One thing to do; of `text` and `condition` it has the one that its kind needs.

    `guard` is the class that a client must be in, or empty. `definition` is there when the value is text to be packed.
    """

    kind: str
    code: int
    text: Callable[[Request], bytes] | None
    condition: Callable[[Request], bool] | None
    guard: str
    definition: OptionDefinition | None
    kinds: Mapping[str, Codec]

    def value(self, request: Request, is_there: bool) -> bytes | None:
        """Return what the option is to be, anything for one to be removed, None for no change.

        Raise EvaluationError, ValueError.
        """
        if self.condition is not None:
            return b"" if is_there and self.condition(request) else None
        assert self.text is not None  # an action has one of the two
        if self.kind == ADD and is_there:
            return None
        value = self.text(request)
        if not value:
            return None
        return value if self.definition is None else pack_text(self.definition, value.decode(), self.kinds)


@dataclass(frozen=True, slots=True)
class OnOption(Generic[Request]):
    """An action on an option of the message."""

    action: Action[Request]

    def apply(self, options: Options, request: Request, classes: Container[str], log: Log) -> None:
        """Do it. Raise EvaluationError, ValueError, WireError."""
        action = self.action
        if action.guard and action.guard not in classes:
            return
        value = action.value(request, action.code in options)
        if value is None:
            return
        if action.kind == REMOVE:
            del options[action.code]
        else:
            options[action.code] = value
        _tell(log, TOLD[action.kind][0], action.code, value)


@dataclass(frozen=True, slots=True)
class SubAction(Generic[Request]):
    """An action on a sub-option; whether the option around it may be made, and goes when it is empty."""

    action: Action[Request]
    may_make: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class OnSuboptions(Generic[Request]):
    """Actions on what is in one option."""

    code: int
    layout: Layout
    guard: str
    actions: tuple[SubAction[Request], ...]

    def apply(self, options: Options, request: Request, classes: Container[str], log: Log) -> None:
        """Do them. Raise EvaluationError, ValueError, WireError."""
        if self.guard and self.guard not in classes:
            return
        for sub in self.actions:
            if not sub.action.guard or sub.action.guard in classes:
                self._apply(sub, options, request, log)

    def _apply(self, sub: SubAction[Request], options: Options, request: Request, log: Log) -> None:
        action = sub.action
        is_there = self.code in options
        found = self.layout.open(options.get(self.code)) if is_there else self.layout.new()
        if found is None:
            if is_there:
                wanted, data = self.layout.enterprise, options.get(self.code)
                log.write(
                    messages.FLEX_OPTION_PROCESS_VENDOR_ID_MISMATCH, self.code, int.from_bytes(data[:4], "big"), wanted
                )
            return
        head, pairs = found
        value = action.value(request, any(code == action.code for code, _ in pairs))
        if value is None or (not is_there and not sub.may_make):
            return
        pairs = _changed(pairs, action.code, None if action.kind == REMOVE else value)
        if pairs or not sub.may_remove:
            options[self.code] = self.layout.close(head, pairs)
        else:
            del options[self.code]
        _tell(log, TOLD[action.kind][1], action.code, self.code, value)


def _changed(pairs: Pairs, code: int, value: bytes | None) -> Pairs:
    """Return sub-options with one that has a value now, in its place, or without it."""
    if value is None:
        return [pair for pair in pairs if pair[0] != code]
    codes = [other for other, _ in pairs]
    at = codes.index(code) if code in codes else len(pairs)
    return [*pairs[:at], (code, value), *(pair for pair in pairs[at:] if pair[0] != code)]


def _tell(log: Log, message: Message, *arguments: int | bytes) -> None:
    if log.wants(message):
        shown = [f"0x{one.hex()}" if isinstance(one, bytes) else one for one in arguments]
        log.write(message, *shown[: message.placeholders()])

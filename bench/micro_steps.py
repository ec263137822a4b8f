"""What micro_exchange.py and micro_exchange6.py have in common: a journal without a disk, and a count of steps."""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from _typeshed import TraceFunction

TOLD: Final = 12
"""Functions named, those that take the most instructions first."""

Received = TypeVar("Received")


class Discarded:
    """Takes the rows of leases, as the journal does, and writes none."""

    def __init__(self) -> None:
        self.rows = 0

    def admit(self) -> None: ...

    def append(self, rows: list[str]) -> None:
        self.rows += len(rows)

    def when_durable(self, done: Callable[[bool], None]) -> None:
        done(True)


class Steps:
    """Counts calls of Python functions and instructions of the interpreter by function."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.instructions: Counter[str] = Counter()

    def trace(self, frame: FrameType, event: str, arg: object) -> "TraceFunction":
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        name = f"{Path(frame.f_code.co_filename).name}:{frame.f_code.co_name}"
        self.calls[name] += event == "call"
        self.instructions[name] += event == "opcode"
        return self.trace


def count_steps(
    name: str, run: Callable[[list[Received], int], None], messages: Sequence[Received], now: int, told: int = TOLD
) -> None:
    """Print what the interpreter does for each of these messages but the first, when that has come before."""
    steps = Steps()
    run(list(messages[:1]), now)
    sys.settrace(steps.trace)
    for each in messages[1:]:
        run([each], now)
    sys.settrace(None)
    number = len(messages) - 1
    instructions, calls = steps.instructions.total() / number, steps.calls.total() / number
    print(f"{name}: {instructions:.0f} instructions in {calls:.0f} calls")
    for function, count in steps.instructions.most_common(told):
        print(f"{count / number:8.1f} {steps.calls[function] / number:5.1f}  {function}")

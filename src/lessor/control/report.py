"""What channels tell the log: a message's id and its parameters, so that they need not know the log."""

from typing import Protocol


class Report(Protocol):
    """Takes an event: the id of a message and its parameters."""

    def __call__(self, event: str, *args: object) -> None: ...


def untold(event: str, *args: object) -> None:
    """Tell nobody."""

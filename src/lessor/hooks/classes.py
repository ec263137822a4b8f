"""The client classes of a message, as a plug-in sees and changes them."""

from collections.abc import Iterator
from typing import Protocol


class Classified(Protocol):
    """A request of either family (engine/classify.py)."""

    classes: dict[str, None]


class ClassSet:
    """The classes a message is in, in the order of their assignment.

    Before `pktX_receive` is over they decide which subnets, pools and options its client gets; conditions of other
    classes are not evaluated again.
    """

    __slots__ = ("_request",)

    def __init__(self, request: Classified) -> None:
        self._request = request

    def add(self, name: str) -> None:
        """Put the message in a class, after those it is in already."""
        if name not in self._request.classes:
            self._request.classes = {**self._request.classes, name: None}

    def discard(self, name: str) -> None:
        """Take the message out of a class if it is in it."""
        if name in self._request.classes:
            self._request.classes = {other: None for other in self._request.classes if other != name}

    def __contains__(self, name: object) -> bool:
        return name in self._request.classes

    def __iter__(self) -> Iterator[str]:
        return iter(self._request.classes)

    def __len__(self) -> int:
        return len(self._request.classes)

    def __repr__(self) -> str:
        return f"ClassSet({', '.join(self._request.classes)})"

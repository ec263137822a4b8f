"""Log lines that one cause would repeat for every packet: the first is written at once, then one in a while."""

from typing import Final

from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message

PERIOD: Final = 60.0
"""Seconds between two lines of the same message."""


class Seldom:
    """Tells when a message may be written again; what is left out is in the statistics."""

    def __init__(self, loggers: Loggers) -> None:
        self._loggers = loggers
        self._written: dict[str, float] = {}

    def is_due(self, message: Message) -> bool:
        """Tell whether the message was not written for a while, and take it that it is now."""
        now = self._loggers.clock()
        last = self._written.get(message.id)
        # a clock that was set back must not silence us
        if last is not None and last <= now < last + PERIOD:
            return False
        self._written[message.id] = now
        return True

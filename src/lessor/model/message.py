"""What one kind of log line is: the record the tables of messages are made of."""

import re
from typing import Final

FATAL: Final = 0
ERROR: Final = 1
WARN: Final = 2
INFO: Final = 3
DEBUG: Final = 4

SEVERITIES: Final = ("FATAL", "ERROR", "WARN", "INFO", "DEBUG")
"""Names of the severities, by number."""

PLACEHOLDER: Final = re.compile(r"%\d")


class Message:
    """One kind of log line. `%1`, `%2` ... in `text` stand for the parameters, each once and in this order.

    `logger` is the name below the daemon's root logger. `debuglevel` (0 to 99) counts for severity DEBUG only.
    `rank` orders all messages by importance: a logger writes those up to its own limit.
    """

    __slots__ = ("debuglevel", "explanation", "id", "logger", "rank", "severity", "template", "text")

    def __init__(self, id: str, logger: str, severity: int, debuglevel: int, text: str, explanation: str) -> None:
        self.id = id
        self.logger = logger
        self.severity = severity
        self.debuglevel = debuglevel
        self.text = text
        self.explanation = explanation
        self.rank = severity + debuglevel
        # ready for the % operator: done once here, for every line there
        self.template = PLACEHOLDER.sub("%s", f"{id} {text}")

    def placeholders(self) -> int:
        """Return how many parameters the text takes."""
        return len(PLACEHOLDER.findall(self.text))

    def __repr__(self) -> str:
        return f"<Message {self.id}>"

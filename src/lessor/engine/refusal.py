"""Messages that can be read and are none for a server to answer, of either family."""

from lessor.wire.errors import WireError


class Unanswerable(WireError):
    """A readable message that no server answers; `reason_id` is the id of the log message that says why."""

    def __init__(self, reason_id: str, reason: str) -> None:
        super().__init__(reason)
        self.reason_id = reason_id

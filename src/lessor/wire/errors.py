"""The one exception of the wire layer.

Every decoder returns a record or raises WireError; anything else it raises is a bug.
"""


class WireError(ValueError):
    """The peer's bytes break a rule: `reason` says which, `offset` (octets from the start) where."""

    def __init__(self, reason: str, offset: int = 0) -> None:
        super().__init__(f"{reason} at offset {offset}")
        self.reason = reason
        self.offset = offset

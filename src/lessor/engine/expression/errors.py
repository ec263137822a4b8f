"""What can be wrong with an expression: its text, which the administrator wrote, or its values in one message.

The latter is EvaluationError, part of what a client class's test may do (engine/classify.py).
"""

from lessor.engine.classify import EvaluationError

__all__ = ["EvaluationError", "ExpressionError"]


class ExpressionError(Exception):
    """The text is no expression: `reason` says why; `line`, `start` and `end` (the last column) where, all from 1."""

    def __init__(self, reason: str, line: int = 1, start: int = 1, end: int = 1) -> None:
        columns = f"{start}-{end}" if end > start else str(start)
        super().__init__(f"{line}.{columns}: {reason}")
        self.reason = reason
        self.line = line
        self.start = start
        self.end = end

"""What the log says of identifiers."""

from lessor.hooks.api import Log
from lessor.plugins.flex_id import messages


def tell_value(log: Log, value: bytes) -> None:
    """Write what the expression has evaluated to."""
    if not log.wants(messages.FLEX_ID_EXPRESSION_EVALUATED):
        return
    text = value.decode("ascii", errors="replace")
    if text.isprintable() and text.isascii():
        log.write(messages.FLEX_ID_EXPRESSION_EVALUATED, text, len(value))
    else:
        log.write(messages.FLEX_ID_EXPRESSION_EVALUATED_NP, value.hex(), len(value))

"""Expressions in the parameters of plug-ins: compiled in `setup`, wrong ones told of as parameters.

What comes out reads octets, or a truth, from a message as the server sees it (`query.request`). In a plug-in any class
may be named. Evaluating raises EvaluationError where the values of a message do not suit.
"""

from collections.abc import Callable

from lessor.engine.expression import ExpressionError, condition4, condition6, text4, text6
from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6
from lessor.hooks.api import ParameterError
from lessor.wire.definition import Definitions

Text4 = Callable[[Request4], bytes]
Text6 = Callable[[Request6], bytes]
Condition4 = Callable[[Request4], bool]
Condition6 = Callable[[Request6], bool]


def read_text4(text: str, definitions: Definitions, *path: str | int) -> Text4:
    """Return what an expression reads from DHCPv4 messages. Raise ParameterError for the parameter at `path`."""
    try:
        return text4(text, definitions, _every)
    except ExpressionError as error:
        raise _refused(text, error, path) from error


def read_text6(text: str, definitions: Definitions, *path: str | int) -> Text6:
    """Return what an expression reads from DHCPv6 messages. Raise ParameterError for the parameter at `path`."""
    try:
        return text6(text, definitions, _every)
    except ExpressionError as error:
        raise _refused(text, error, path) from error


def read_condition4(text: str, definitions: Definitions, *path: str | int) -> Condition4:
    """Return what a condition says of DHCPv4 messages. Raise ParameterError for the parameter at `path`."""
    try:
        return condition4(text, definitions, _every)
    except ExpressionError as error:
        raise _refused(text, error, path) from error


def read_condition6(text: str, definitions: Definitions, *path: str | int) -> Condition6:
    """Return what a condition says of DHCPv6 messages. Raise ParameterError for the parameter at `path`."""
    try:
        return condition6(text, definitions, _every)
    except ExpressionError as error:
        raise _refused(text, error, path) from error


def _every(name: str) -> bool:
    return True


def _refused(text: str, error: ExpressionError, path: tuple[str | int, ...]) -> ParameterError:
    return ParameterError(f"the expression {text!r} cannot be used: {error}", *path)

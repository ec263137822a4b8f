"""The expression language of client classes and plug-ins: text -> condition or text of a message.

Parsed and compiled once, at configuration; what comes out is a plain function of a request. Conditions return a bool,
texts octets. Compiling raises ExpressionError, which names the place in the text; evaluating raises EvaluationError,
and nothing else.

`definitions` know the names of options and how their values read as text. `known` tells which classes member() may
name beside the built-in ones (engine/classify.py): a collection of names, or a function of a name.
"""

from collections.abc import Callable, Collection, Mapping

from lessor.engine.classify import Rule
from lessor.engine.expression.errors import EvaluationError, ExpressionError
from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6
from lessor.wire.definition import Definitions

__all__ = ["EvaluationError", "ExpressionError", "condition4", "condition6", "rule4", "rule6", "text4", "text6"]

Known = Collection[str] | Callable[[str], bool]


def condition4(text: str, definitions: Definitions, known: Known) -> Callable[[Request4], bool]:
    """Return the compiled condition of DHCPv4 messages. Raise ExpressionError."""
    raise NotImplementedError


def text4(text: str, definitions: Definitions, known: Known) -> Callable[[Request4], bytes]:
    """Return the compiled text of DHCPv4 messages. Raise ExpressionError."""
    raise NotImplementedError


def condition6(text: str, definitions: Definitions, known: Known) -> Callable[[Request6], bool]:
    """Return the compiled condition of DHCPv6 messages. Raise ExpressionError."""
    raise NotImplementedError


def text6(text: str, definitions: Definitions, known: Known) -> Callable[[Request6], bytes]:
    """Return the compiled text of DHCPv6 messages. Raise ExpressionError."""
    raise NotImplementedError


def rule4(
    name: str,
    text: str,
    definitions: Definitions,
    earlier: Mapping[str, Rule[Request4]],
    template: bool = False,
    additional: bool = False,
) -> Rule[Request4]:
    """Return the rule of a DHCPv4 class, complete with `after_host` and its index. Raise ExpressionError.

    `text` is its test, or with `template` its template-test; empty: assigned from elsewhere. `earlier` are the rules of
    the classes defined before it, by name.
    """
    raise NotImplementedError


def rule6(
    name: str,
    text: str,
    definitions: Definitions,
    earlier: Mapping[str, Rule[Request6]],
    template: bool = False,
    additional: bool = False,
) -> Rule[Request6]:
    """Return the rule of a DHCPv6 class, as rule4. Raise ExpressionError."""
    raise NotImplementedError

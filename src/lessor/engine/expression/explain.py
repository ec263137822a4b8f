"""Why an expression came out as it did: the value of each part of it in one message. Not for the packet path."""

from dataclasses import dataclass

from lessor.engine.classify import Request
from lessor.engine.expression.compile import Compiler
from lessor.engine.expression.errors import EvaluationError
from lessor.engine.expression.syntax import TEXTS, Literal, Node, children


@dataclass(frozen=True, slots=True)
class Step:
    """One part of an expression: its text, how deep it is in the whole, and its value; for trouble, the reason."""

    text: str
    depth: int
    value: bool | bytes | EvaluationError


def explain(source: str, node: Node, compiler: Compiler[Request], request: Request) -> list[Step]:
    """Return the parts of an expression with their values, the whole first; constants are left out.

    Parts that the whole did not need are evaluated too.
    """
    steps: list[Step] = []
    _explain(source, node, compiler, request, 0, steps)
    return steps


def _explain(
    source: str, node: Node, compiler: Compiler[Request], request: Request, depth: int, steps: list[Step]
) -> None:
    if isinstance(node, Literal):
        return
    begin, end = node.span
    steps.append(Step(source[begin:end], depth, _value(node, compiler, request)))
    for child in children(node):
        _explain(source, child, compiler, request, depth + 1, steps)


def _value(node: Node, compiler: Compiler[Request], request: Request) -> bool | bytes | EvaluationError:
    try:
        return compiler.text(node)(request) if isinstance(node, TEXTS) else compiler.condition(node)(request)
    except EvaluationError as error:
        return error

"""What a condition cannot hold without: the classifier evaluates it only where that is given."""

from lessor.engine.classify import Anchor, Request
from lessor.engine.expression.compile import Compiler
from lessor.engine.expression.syntax import Boolean, Chain, Equal, Literal, Member, Text, members


def anchors_of(node: Boolean, compiler: Compiler[Request]) -> tuple[Anchor[Request], ...]:
    """Return anchors, one of which has one of its values whenever the condition holds; none: nothing can be said.

    Where no anchor has such a value, and each can be read, the condition is false and evaluating it raises nothing.
    """
    return tuple(Anchor(text, compiler.text(text), frozenset(values)) for text, values in _needs(node).items())


def needed_member(node: Boolean) -> str:
    """Return the class without which the condition is false and evaluating it raises nothing; "" for none."""
    match node:
        case Member(name=name):
            return name
        case Chain(operator="and", operands=(first, *_)):
            return needed_member(first)
    return ""


def _needs(node: Boolean) -> dict[Text, set[bytes]]:
    match node:
        case Equal(left=text, right=Literal(value=value)) | Equal(left=Literal(value=value), right=text):
            # What depends on classes may change from one rule to the next.
            return {} if isinstance(text, Literal) or members(text) else {text: {value}}
        case Chain(operator="and", operands=(first, *_)):
            # Only the first operand is always evaluated: those behind it may have errors, which would go unseen.
            return _needs(first)
        case Chain(operator="or", operands=operands):
            return _joined([_needs(operand) for operand in operands])
    return {}


def _joined(needs: list[dict[Text, set[bytes]]]) -> dict[Text, set[bytes]]:
    joined: dict[Text, set[bytes]] = {}
    for need in needs:
        if not need:
            return {}
        for text, values in need.items():
            joined.setdefault(text, set()).update(values)
    return joined

"""The expression language of client classes and plug-ins: text -> condition or text of a message.

Parsed and compiled once, at configuration; what comes out is a plain function of a request. Conditions return a bool,
texts octets. Compiling raises ExpressionError, which names the place in the text; evaluating raises EvaluationError,
and nothing else.

`definitions` know the names of options and how their values read as text. `known` tells which classes member() may
name beside the built-in ones (engine/classify.py): a collection of names, or a function of a name.
"""

from typing import Final

from lessor.engine.expression.errors import EvaluationError, ExpressionError
from lessor.engine.expression.explain import Step
from lessor.engine.expression.language import LANGUAGE4, LANGUAGE6
from lessor.engine.expression.parser import Known

__all__ = [
    "EvaluationError",
    "ExpressionError",
    "Known",
    "Step",
    "condition4",
    "condition6",
    "explain4",
    "explain6",
    "rule4",
    "rule6",
    "text4",
    "text6",
]

condition4: Final = LANGUAGE4.condition
text4: Final = LANGUAGE4.text
rule4: Final = LANGUAGE4.rule
explain4: Final = LANGUAGE4.explain

condition6: Final = LANGUAGE6.condition
text6: Final = LANGUAGE6.text
rule6: Final = LANGUAGE6.rule
explain6: Final = LANGUAGE6.explain

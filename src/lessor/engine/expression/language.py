"""From the text of an expression to what the server runs, for either family."""

from collections.abc import Mapping
from typing import Final, Generic

from lessor.engine.classify import Request, Rule, asks_for_host
from lessor.engine.expression.anchors import anchors_of, needed_member
from lessor.engine.expression.compile import Compiler
from lessor.engine.expression.explain import Step, explain
from lessor.engine.expression.facts import Facts, Read, Test
from lessor.engine.expression.facts4 import FACTS4
from lessor.engine.expression.facts6 import FACTS6
from lessor.engine.expression.parser import Known, parse_condition, parse_text
from lessor.engine.expression.syntax import members
from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6
from lessor.wire.definition import Definitions


class Language(Generic[Request]):
    """The expressions of one family."""

    __slots__ = ("_facts",)

    def __init__(self, facts: Facts[Request]) -> None:
        self._facts = facts

    def condition(self, text: str, definitions: Definitions, known: Known) -> Test[Request]:
        """Return the compiled condition. Raise ExpressionError."""
        node = parse_condition(text, self._facts.dialect, definitions, known)
        return Compiler(self._facts, definitions).condition(node)

    def text(self, text: str, definitions: Definitions, known: Known) -> Read[Request]:
        """Return the compiled text expression. Raise ExpressionError."""
        node = parse_text(text, self._facts.dialect, definitions, known)
        return Compiler(self._facts, definitions).text(node)

    def rule(
        self,
        name: str,
        text: str,
        definitions: Definitions,
        earlier: Mapping[str, Rule[Request]],
        template: bool = False,
        additional: bool = False,
    ) -> Rule[Request]:
        """Return the rule of a client class, complete with `after_host` and its anchors. Raise ExpressionError.

        `text` is its test, or with `template` its template-test; empty: the class is assigned from elsewhere. `earlier`
        are the rules of the classes defined before it, by name.
        """
        if not text:
            return Rule(name, additional=additional)
        compiler = Compiler(self._facts, definitions)
        if template:
            source = parse_text(text, self._facts.dialect, definitions, earlier)
            after_host = asks_for_host(members(source), earlier)
            return Rule(name, name_of=compiler.text(source), additional=additional, after_host=after_host)
        node = parse_condition(text, self._facts.dialect, definitions, earlier)
        return Rule(
            name,
            test=compiler.condition(node),
            additional=additional,
            after_host=asks_for_host(members(node), earlier),
            anchors=anchors_of(node, compiler),
            needs=needed_member(node),
        )

    def explain(self, text: str, definitions: Definitions, request: Request, template: bool = False) -> list[Step]:
        """Return the parts of a condition (`template`: a text) with their values in a message. Raise ExpressionError.

        member() answers by the classes the message has now; any class may be named.
        """
        parse = parse_text if template else parse_condition
        node = parse(text, self._facts.dialect, definitions, lambda name: True)
        return explain(text, node, Compiler(self._facts, definitions), request)


LANGUAGE4: Final[Language[Request4]] = Language(FACTS4)
LANGUAGE6: Final[Language[Request6]] = Language(FACTS6)

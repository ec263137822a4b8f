"""`client-classes`: from the configuration's tree to checked classes, in the order of their evaluation.

What both families have in common; the rest is in classes4.py and classes6.py. A condition may name built-in classes and
those defined before. As in Kea a class may bear the name of a built-in one, to say what its members are told, but not
who they are.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from lessor.config.guards import Classification
from lessor.config.inherit import Row, inherit, lifetimes, read_number, seconds_of
from lessor.config.node import Node, Spot
from lessor.config.options import read_options
from lessor.config.origin import place
from lessor.config.section import Section
from lessor.config.subnets import whereabouts
from lessor.config.universe import Universe
from lessor.engine.classify import BUILT_IN, DROP, REJECT, Classified, Rule
from lessor.model.classes import ClientClass, Span
from lessor.wire.definition import Definitions

if TYPE_CHECKING:
    # where nobody has classes, a start need not wait for these modules: an eighth of all
    from lessor.engine.expression import ExpressionError

TEST: Final = "test"
TEMPLATE: Final = "template-test"
ADDITIONAL: Final = ("only-in-additional-list", "only-if-required")

Request = TypeVar("Request", bound=Classified)


class MakeRule(Protocol[Request]):
    """engine.expression.rule4 or rule6."""

    def __call__(
        self,
        name: str,
        text: str,
        definitions: Definitions,
        earlier: dict[str, Rule[Request]],
        template: bool = False,
        additional: bool = False,
    ) -> Rule[Request]:
        """Return the rule of a class. Raise ExpressionError."""
        ...


class ClassReader(Generic[Request]):
    """Reads the classes of a configuration of one family.

    `complete` adds what only this family's classes have, `layouts` returns the definitions for the options of a class.
    """

    def __init__(
        self,
        universe: Universe,
        definitions: Definitions,
        make_rule: MakeRule[Request],
        complete: Callable[[Section, ClientClass], ClientClass],
        layouts: Callable[[Section, Definitions], Definitions],
    ) -> None:
        self._universe = universe
        self._definitions = definitions
        self._make_rule = make_rule
        self._complete = complete
        self._layouts = layouts
        self._sections: dict[str, Section] = {}
        self._rules: dict[str, Rule[Request]] = {}

    def read(self, section: Section) -> Classification:
        """Return the classes of the daemon's section."""
        classes = tuple([self._class(entry) for entry in section.sections("client-classes")])
        after_host = frozenset([name for name, rule in self._rules.items() if rule.after_host])
        return Classification(classes, after_host)

    def _class(self, section: Section) -> ClientClass:
        name = self._name(section)
        key = TEMPLATE if TEMPLATE in section.members else TEST
        found = ClientClass(
            name=name,
            test=section.text(key),
            template=key == TEMPLATE,
            additional=any(section.flag(key, False) for key in ADDITIONAL),
            options=read_options(section, self._layouts(section, self._definitions), self._universe),
            valid=read_span(section, "valid"),
            place=partial(place, section.place(key)),
            user_context=section.user_context(),
        )
        _check_built_in(section, found, key)
        self._rules[name] = self._rule(section, found, key)
        return self._complete(section, found)

    def _name(self, section: Section) -> str:
        name = section.text("name")
        if not name:
            section.wrong(section.place("name"), "name", "not empty parameter 'name' is required", "give it a name")
        first = self._sections.setdefault(name, section)
        if first is not section:
            wrong = f"Client Class: {name} has already been defined"
            section.wrong(section.place("name"), "name", wrong, f"it is {whereabouts(first)}")
        return name

    def _rule(self, section: Section, found: ClientClass, key: str) -> Rule[Request]:
        from lessor.engine.expression import ExpressionError

        if key in section.members and not found.test.strip():
            right = "leave the key out for a class that others assign"
            section.wrong(section.members[key], key, "an empty expression has no value", right)
            return Rule(found.name)
        try:
            return self._make_rule(
                found.name, found.test, self._definitions, self._rules, found.template, found.additional
            )
        except ExpressionError as error:
            _wrong_expression(section, key, error)
            return Rule(found.name)


def read_span(section: Section, kind: str) -> Span:
    """Return the lifetimes of a kind ("valid" or "preferred") that a class sets: all three or none, as in Kea."""
    name, lowest, highest = f"{kind}-lifetime", f"min-{kind}-lifetime", f"max-{kind}-lifetime"
    settings = inherit(dict.fromkeys((name, lowest, highest), Row("", read_number)), {}, section)
    if not settings:
        return Span()
    if lowest in settings and highest in settings and name not in settings:
        wrong = f"have {lowest} and {highest} but no {name} (default)"
        section.wrong(section.members[highest], highest, wrong, f"add {name}")
        return Span()
    found = lifetimes(settings, kind, seconds_of(settings, lowest, seconds_of(settings, highest, 0)))
    return Span(found.minimum, found.default, found.maximum)


def make_rules(
    classes: Iterable[ClientClass], definitions: Definitions, make_rule: MakeRule[Request]
) -> list[Rule[Request]]:
    """Return the rules of classes that were read without a mistake."""
    rules: dict[str, Rule[Request]] = {}
    for one in classes:
        rules[one.name] = make_rule(one.name, one.test, definitions, rules, one.template, one.additional)
    return list(rules.values())


def no_layouts(section: Section, definitions: Definitions) -> Definitions:
    """Return the definitions for the options of a class that has none of its own."""
    return definitions


def _check_built_in(section: Section, found: ClientClass, key: str) -> None:
    special = found.name in (DROP, REJECT)
    if not special and found.name not in BUILT_IN:
        return
    kind = "special class" if special else "built-in class"
    if found.additional:
        flag = next(name for name in ADDITIONAL if section.flag(name, False))
        section.wrong(section.members[flag], flag, f"{kind} '{found.name}' {flag} flag must be false", "remove it")
    if not special and key in section.members:
        wrong = f"{kind} '{found.name}' test expression must be empty"
        section.wrong(section.members[key], key, wrong, "remove it, or give the class another name")


def _wrong_expression(section: Section, key: str, error: "ExpressionError") -> None:
    """Note what is wrong with an expression; at its own place where the text of the file is that of the expression."""
    node = section.members[key]
    text = section.text(key)
    before = text[: error.start - 1]
    # a quote, a backslash or an unprintable character is written as an escape sequence in the file
    if error.line == 1 and before.isprintable() and '"' not in before and "\\" not in before:
        node = Node(node.value, Spot(node.file, (node.line, node.column + error.start)))
    section.wrong(node, key, f"expression: [{text}] error: <string>:{error}")

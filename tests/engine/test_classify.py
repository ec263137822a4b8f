"""Tests of lessor.engine.classify."""

import random
from collections.abc import Iterable

import pytest

from lessor.engine.classify import (
    ADDITIONAL_FAILED,
    ADDITIONAL_RESULT,
    FAILED,
    MOST_TROUBLES,
    NO_CLASSES,
    UNDEFINED,
    WITHOUT_TEST,
    Classes,
    Classifier,
    EvaluationError,
    Rule,
    asks_for_host,
    class_text,
    is_built_in,
)
from lessor.engine.expression import rule4
from lessor.engine.request4 import Request4
from tests.engine.expression.generator import Generator
from tests.engine.expression.messages import DEFINITIONS4, message4
from tests.engine.messages6 import read as message6


class Message:
    """Just what a classifier needs; `evaluated` are the rules that were."""

    def __init__(self, vendor_class: bytes = b"") -> None:
        self.classes: Classes = NO_CLASSES
        self._vendor_class = vendor_class
        self.evaluated: list[str] = []

    @property
    def vendor_class(self) -> bytes:
        return self._vendor_class


def rule(name: str, *wanted: str, additional: bool = False, after_host: bool = False) -> Rule[Message]:
    """A rule that asks for all of these classes."""

    def test(message: Message) -> bool:
        message.evaluated.append(name)
        return message.classes.keys() >= set(wanted)

    return Rule(name, test, additional=additional, after_host=after_host)


def broken(name: str) -> Rule[Message]:
    def test(message: Message) -> bool:
        raise EvaluationError("no result")

    return Rule(name, test)


def names(message: Message | Request4) -> list[str]:
    return list(message.classes)


def received(*rules: Rule[Message], vendor_class: bytes = b"") -> tuple[Classifier[Message], Message]:
    classifier, message = Classifier(rules), Message(vendor_class)
    classifier.receive(message)
    return classifier, message


def test_without_rules() -> None:
    assert names(received()[1]) == ["ALL"]
    assert NO_CLASSES == {}


@pytest.mark.parametrize(
    ("vendor_class", "name"),
    [
        (b"MSFT 5.0", "VENDOR_CLASS_MSFT%205.0"),
        (b"PXEClient:Arch:00000", "VENDOR_CLASS_PXEClient:Arch:00000"),
        (b"a\0\xffB", "VENDOR_CLASS_a%00%ffB"),
        (b"!#$%&*+-./:?@^_|~", "VENDOR_CLASS_!#$%&*+-./:?@^_|~"),
        (b"\"'(),;<=>[\\]`{}", "VENDOR_CLASS_%22%27%28%29%2c%3b%3c%3d%3e%5b%5c%5d%60%7b%7d"),
    ],
)
def test_the_vendor_class(vendor_class: bytes, name: str) -> None:
    assert names(received(vendor_class=vendor_class)[1]) == ["ALL", name]


def test_vendor_classes_of_both_families() -> None:
    assert message4({60: b"PXE"}).vendor_class == b"PXE"
    assert message6({16: [b"\0\0\0\1\0\3abc\0\1d"]}).vendor_class == b"abc"
    assert message4().vendor_class == message6().vendor_class == b""


def test_rules_in_order() -> None:
    rules = rule("a", "ALL"), rule("b", "a"), rule("c", "d"), rule("d", "b"), rule("e", "VENDOR_CLASS_v")
    assert names(received(*rules, vendor_class=b"v")[1]) == ["ALL", "VENDOR_CLASS_v", "a", "b", "d", "e"]


def test_receive_starts_anew() -> None:
    classifier, message = received(rule("a"))
    before = message.classes
    message.classes["DROP"] = None
    classifier.receive(message)
    assert names(message) == ["ALL", "a"]
    assert message.classes is not before


def test_the_phases() -> None:
    rules = (
        rule("late", "KNOWN", after_host=True),
        rule("early", "ALL"),
        rule("later", "late", after_host=True),
        rule("extra", additional=True),
        Rule[Message]("reserved"),
    )
    classifier, message = received(*rules)
    assert (names(message), message.evaluated) == (["ALL", "early"], ["early"])
    classifier.recognise(message, ("gold", "reserved"))
    assert names(message) == ["ALL", "early", "KNOWN", "gold", "reserved", "late", "later"]
    assert "extra" not in message.evaluated


def test_a_stranger() -> None:
    classifier, message = received(rule("known", "KNOWN", after_host=True), rule("not", "UNKNOWN", after_host=True))
    classifier.recognise(message, None)
    assert names(message) == ["ALL", "UNKNOWN", "not"]


def test_recognising_again() -> None:
    classifier, message = received(rule("late", "KNOWN", after_host=True))
    classifier.recognise(message, ("a",))
    first = names(message)
    classifier.recognise(message, ("a",))
    classifier.recognise(message, None)
    assert names(message) == first == ["ALL", "KNOWN", "a", "late"]
    classifier.recognise(message, ("b",))
    assert names(message) == ["ALL", "KNOWN", "a", "late", "b"]


def test_known_takes_the_place_of_unknown() -> None:
    classifier, message = received()
    classifier.recognise(message, None)
    classifier.recognise(message, ())
    assert names(message) == ["ALL", "KNOWN"]


def test_additional_classes() -> None:
    rules = (
        rule("yes", "ALL", additional=True),
        rule("no", "nosuch", additional=True),
        Rule[Message]("reserved", additional=True),
        rule("usual", "ALL"),
        rule("failed", "nosuch"),
    )
    classifier, message = received(*rules)
    message.evaluated.clear()
    before = message.classes
    classifier.add(message, ("reserved", "no", "yes", "usual", "failed", "not configured", "no", "yes"))
    assert names(message) == ["ALL", "usual", "reserved", "yes"]
    assert message.evaluated == ["no", "yes", "failed"]
    # to decide again in another pool
    assert list(before) == ["ALL", "usual"]
    message.classes = before
    classifier.add(message, ("yes",))
    assert names(message) == ["ALL", "usual", "yes"]


def test_additional_classes_ask_for_each_other() -> None:
    classifier, message = received(rule("a", additional=True), rule("b", "a", additional=True))
    classifier.add(message, ("b",))
    assert names(message) == ["ALL"]
    classifier.add(message, ("a", "b"))
    assert names(message) == ["ALL", "a", "b"]


def test_no_additional_classes_cost_nothing() -> None:
    classifier, message = received()
    before = message.classes
    classifier.add(message, ())
    assert message.classes is before


def template(name: str, value: bytes) -> Rule[Message]:
    return Rule(name, name_of=lambda message: value)


def test_templates() -> None:
    _, message = received(
        template("port", b"eth 0/1"), template("none", b""), rule("in", "SPAWN_port_eth%200/1", "port")
    )
    assert names(message) == ["ALL", "SPAWN_port_eth%200/1", "port", "in"]


def test_key() -> None:
    classifier = Classifier((rule("a"), rule("b"), rule("c")), frozenset(("ALL", "c", "b", "x")))
    message = Message()
    classifier.receive(message)
    assert classifier.key(message) == ("ALL", "b", "c")
    assert Classifier[Message](()).key(message) == ()


def test_troubles() -> None:
    classifier, message = received(broken("a"), rule("b"))
    assert names(message) == ["ALL", "b"]
    assert classifier.take_troubles() == [(FAILED, "a", "no result")]
    assert classifier.take_troubles() == []
    for _ in range(MOST_TROUBLES + 9):
        classifier.receive(message)
    assert len(classifier.take_troubles()) == MOST_TROUBLES


def test_what_became_of_listed_classes_is_noted() -> None:
    rules = (rule("yes", additional=True), rule("no", "nobody", additional=True), Rule[Message]("given"), broken("odd"))
    classifier, message = Classifier(rules), Message()
    classifier.receive(message)
    classifier.take_troubles()
    classifier.add(message, ("yes", "no", "given", "odd", "none", "ALL"))
    assert names(message) == ["ALL", "yes", "given"]
    assert classifier.take_troubles() == [
        (ADDITIONAL_RESULT, "yes", "true"),
        (ADDITIONAL_RESULT, "no", "false"),
        (WITHOUT_TEST, "given", ""),
        (ADDITIONAL_FAILED, "odd", "no result"),
        (UNDEFINED, "none", ""),
        (UNDEFINED, "ALL", ""),
    ]


def test_trouble_of_a_template() -> None:
    classifier = Classifier[Request4]((rule4("t", "addrtotext(option[60].hex)", DEFINITIONS4, {}, template=True),))
    request = message4({60: b"abc"})
    classifier.receive(request)
    assert names(request) == ["ALL", "VENDOR_CLASS_abc"]
    assert classifier.take_troubles() == [(FAILED, "t", "addrtotext of 3 octets, not 4 or 16")]


def test_built_in_names() -> None:
    assert all(map(is_built_in, ("ALL", "KNOWN", "UNKNOWN", "BOOTP", "HA_x", "AFTER_x", "EXTERNAL_x", "VENDOR_CLASS_")))
    assert not any(map(is_built_in, ("DROP", "REJECT", "SKIP_DDNS", "SPAWN_a_b", "all", "", "XHA_")))


def test_what_asks_for_the_reservation() -> None:
    rules = {"late": rule("late", after_host=True), "early": rule("early")}
    assert asks_for_host(["ALL", "KNOWN"], rules)
    assert asks_for_host(["UNKNOWN"], rules)
    assert asks_for_host(["early", "late"], rules)
    assert not asks_for_host(["early", "ALL", "elsewhere"], rules)


def test_class_text_leaves_what_is_usual() -> None:
    assert class_text(b"AZaz09") == "AZaz09"


# Anchors: the outcome is that of evaluating every rule.


def without_anchors(rules: Iterable[Rule[Request4]]) -> list[Rule[Request4]]:
    return [Rule(one.name, one.test, one.name_of, one.additional, one.after_host) for one in rules]


def condition(generator: Generator) -> str:
    """A test as configurations have them: an equality, and others joined to it."""
    pick, number = generator.pick, generator.number
    subject = pick("option[60].hex", "option[77].hex", "substring(option[60].hex,0,1)", "uint8totext(option[12].hex)")
    value = pick("'a'", "'ab'", "'1'", "''")
    first = f"{subject} == {value}"
    other = generator.condition(1) if number(0, 1) else f"member('c{number(0, 9)}')"
    member = f"member('{pick('one', 'KNOWN', f'c{number(0, 9)}')}') and {other}"
    return pick(first, first, f"{first} and {other}", f"{first} or {first}", f"({first}) or ({other})", other, member)


@pytest.mark.parametrize("seed", range(20))
def test_anchors_change_nothing(seed: int) -> None:
    generator = Generator(random.Random(seed), 4)
    rules: dict[str, Rule[Request4]] = {name: Rule(name) for name in ("one", "two")}
    while len(rules) < 32:
        name = f"c{generator.number(0, 40)}"
        known = rules | {f"c{i}": Rule[Request4](f"c{i}") for i in range(10) if f"c{i}" not in rules}
        rules.setdefault(name, rule4(name, condition(generator), DEFINITIONS4, known))
    fast, plain = Classifier(list(rules.values())), Classifier(without_anchors(rules.values()))
    assert any(one.anchors for one in rules.values())
    for _ in range(60):
        request = generator.message4()
        outcome = []
        for classifier in (fast, plain):
            classifier.receive(request)
            classifier.recognise(request, ("one",))
            outcome.append((names(request), classifier.take_troubles()))
        assert outcome[0] == outcome[1]


def test_anchors_spare_evaluation() -> None:
    evaluated = []
    rules: list[Rule[Request4]] = []
    for i in range(50):
        made = rule4(f"c{i}", f"option[60].hex == 'v{i}' or option[77].hex == 'u{i}'", DEFINITIONS4, {})
        assert made.test is not None

        def test(request: Request4, i: int = i, real: object = made.test) -> bool:
            evaluated.append(i)
            return bool(real(request))  # type: ignore[operator]

        made.test = test
        rules.append(made)
    request = message4({60: b"v7", 77: b"u3"})
    Classifier(rules).receive(request)
    assert evaluated == [3, 7]
    assert names(request) == ["ALL", "VENDOR_CLASS_v7", "c3", "c7"]

"""Which client classes a message belongs to.

[hot] Classes are names, kept in the order in which they were assigned, because the first that says something counts.
The phases are Kea's: what the message itself shows, then what the client's reservation says, then what the pool and
its surroundings ask for.

A server may have hundreds of classes whose tests ask for the same thing: what is option 60, which relay is it. That is
read once, and one look-up tells which of these tests can hold (Anchor). They are evaluated in the configured order, so
that the outcome is that of evaluating all.
"""

import string
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

Classes = dict[str, None]
"""Names in the order of their assignment. A dict that is some request's `classes` is not changed any more, except by
receive() and recognise()."""

NO_CLASSES: Final[Classes] = {}
"""Stands for the classes of every message where no class matters; never changed."""

ALL: Final = "ALL"
KNOWN: Final = "KNOWN"
UNKNOWN: Final = "UNKNOWN"
DROP: Final = "DROP"
REJECT: Final = "REJECT"
VENDOR_CLASS_PREFIX: Final = "VENDOR_CLASS_"
SPAWN_PREFIX: Final = "SPAWN_"

BUILT_IN: Final = frozenset((ALL, KNOWN, UNKNOWN, "BOOTP"))
BUILT_IN_PREFIXES: Final = (VENDOR_CLASS_PREFIX, "HA_", "AFTER_", "EXTERNAL_")

# What clients send becomes part of class names; the rest is written %xx, as Kea does since 3.3.
_USUAL: Final = (string.ascii_letters + string.digits + "!#$%&*+-./:?@^_|~").encode()

# A client could make the server remember without end.
MOST_TROUBLES: Final = 64


def is_built_in(name: str) -> bool:
    """Tell whether a class exists without being configured."""
    return name in BUILT_IN or name.startswith(BUILT_IN_PREFIXES)


def class_text(value: bytes) -> str:
    """Return what a client sent as a part of a class name."""
    # common case first: nothing is left without the usual octets
    if not value.translate(None, _USUAL):
        return value.decode("ascii")
    return "".join([chr(octet) if octet in _USUAL else f"%{octet:02x}" for octet in value])


class EvaluationError(Exception):
    """A test has no result: a value in this message has not the size that an operation needs."""


class Classified(Protocol):
    """A request of either family."""

    classes: Classes

    @property
    def vendor_class(self) -> bytes:
        """Return what the client says of its make (DHCPv4 option 60, first datum of DHCPv6 option 16), or b""."""
        ...


Request = TypeVar("Request", bound=Classified)


class Anchor(Generic[Request]):
    """What a test cannot hold without: that `read` gives one of these values. Anchors with equal keys read the same."""

    __slots__ = ("key", "read", "values")

    def __init__(self, key: Hashable, read: Callable[[Request], bytes], values: frozenset[bytes]) -> None:
        self.key = key
        self.read = read
        self.values = values


class Rule(Generic[Request]):
    """How one configured class is assigned.

    `test` tells whether a message is in it; a template's `name_of` returns what its spawned class is named after, b""
    for none. Both None: the class is assigned from elsewhere. `after_host` rules ask for KNOWN or UNKNOWN,
    `additional` ones are evaluated only where they are listed. With `anchors`, the test is false without error where
    none of them has one of its values; with `needs`, where the message is not in the class of that name.
    """

    __slots__ = ("additional", "after_host", "anchors", "name", "name_of", "needs", "test")

    def __init__(
        self,
        name: str,
        test: Callable[[Request], bool] | None = None,
        name_of: Callable[[Request], bytes] | None = None,
        additional: bool = False,
        after_host: bool = False,
        anchors: Sequence[Anchor[Request]] = (),
        needs: str = "",
    ) -> None:
        self.name = name
        self.test = test
        self.name_of = name_of
        self.additional = additional
        self.after_host = after_host
        self.anchors = anchors
        self.needs = needs


def asks_for_host(names: Iterable[str], rules: Mapping[str, Rule[Request]]) -> bool:
    """Tell whether a test that names these classes can be evaluated only when the reservation is known."""
    return any(name in (KNOWN, UNKNOWN) or (name in rules and rules[name].after_host) for name in names)


# What there may be to say of a class, as parts of the ids of log messages.
FAILED: Final = "FAILED"
ADDITIONAL_FAILED: Final = "ADDITIONAL_CLASS_EVAL_ERROR"
ADDITIONAL_RESULT: Final = "ADDITIONAL_CLASS_EVAL_RESULT"
WITHOUT_TEST: Final = "ADDITIONAL_CLASS_NO_TEST"
UNDEFINED: Final = "ADDITIONAL_CLASS_UNDEFINED"


class Trouble(NamedTuple):
    """What is to say of a class: one of the above, its name, why its test had no result or what the result is."""

    kind: str
    name: str
    text: str = ""


class _Phase(Generic[Request]):
    """The rules of one phase. `always` are the positions of those without anchors; each of `subjects` is a function and
    the positions of the rules that its value makes candidates, and of all that depend on it."""

    __slots__ = ("always", "rules", "subjects")

    def __init__(self, rules: Sequence[Rule[Request]]) -> None:
        self.rules = rules
        self.always = [i for i, rule in enumerate(rules) if not rule.anchors]
        self.subjects: list[tuple[Callable[[Request], bytes], dict[bytes, list[int]], list[int]]] = []
        subjects: dict[Hashable, tuple[Callable[[Request], bytes], dict[bytes, list[int]], list[int]]] = {}
        for i, rule in enumerate(rules):
            for anchor in rule.anchors:
                _, candidates, dependent = subjects.setdefault(anchor.key, (anchor.read, {}, []))
                dependent.append(i)
                for value in anchor.values:
                    candidates.setdefault(value, []).append(i)
        self.subjects = list(subjects.values())

    def positions(self, request: Request) -> list[int]:
        """Return, in order, the positions of the rules that must be evaluated."""
        found = self.always
        for read, candidates, dependent in self.subjects:
            try:
                more = candidates.get(read(request))
            except EvaluationError:
                more = dependent
            if more is not None:
                found = found + more
        # common case first: no candidates, or those of one subject and nothing else
        if found is self.always:
            return found
        return sorted(set(found))


class Classifier(Generic[Request]):
    """Assigns classes to messages; a server in whose configuration no class matters has none.

    `relevant` are the classes that make a difference to what a client is told: those with options, lifetimes or header
    fields of their own, and those that guard options. A test without result leaves its class unassigned; `troubles`
    has the latest of them until take_troubles(), and what became of listed classes.
    """

    __slots__ = ("_after_host", "_by_name", "_first", "relevant", "rules", "troubles")

    def __init__(self, rules: Sequence[Rule[Request]], relevant: frozenset[str] = frozenset()) -> None:
        self.rules = rules
        self.relevant = relevant
        self.troubles: list[Trouble] = []
        self._by_name = {rule.name: rule for rule in rules}
        own = [rule for rule in rules if not rule.additional and (rule.test is not None or rule.name_of is not None)]
        self._first = _Phase([rule for rule in own if not rule.after_host])
        self._after_host = _Phase([rule for rule in own if rule.after_host])

    def receive(self, request: Request, given: Classes = NO_CLASSES) -> None:
        """Assign what the message itself shows: ALL, its vendor class, and the rules that ask for no reservation.

        `given` are assigned before the rules are asked.
        """
        classes: Classes = {ALL: None}
        if given is not NO_CLASSES:
            classes.update(given)
        vendor = request.vendor_class
        if vendor:
            classes[VENDOR_CLASS_PREFIX + class_text(vendor)] = None
        request.classes = classes
        self._evaluate(self._first, request)

    def recognise(self, request: Request, host_classes: Iterable[str] | None) -> None:
        """Assign KNOWN and the classes of the client's reservation, or UNKNOWN for None; then the rules after that.

        May be called again for one request: what is assigned stays in its place, but that KNOWN, once said, is not
        taken back, and takes the place of UNKNOWN.
        """
        classes = request.classes
        if host_classes is not None:
            classes.pop(UNKNOWN, None)
            classes[KNOWN] = None
            for name in host_classes:
                classes[name] = None
        elif KNOWN not in classes:
            classes[UNKNOWN] = None
        # common case first: no test asks whether the client is known
        if self._after_host.rules:
            self._evaluate(self._after_host, request)

    def add(self, request: Request, names: Iterable[str]) -> None:
        """Evaluate listed classes (`evaluate-additional-classes`): one without test is assigned as it is.

        The request gets a dict of its own for it. Who may have to decide again, in another pool, keeps
        `request.classes` from before this call and puts it back.
        """
        listed = dict.fromkeys(names)
        if not listed:
            return
        request.classes = request.classes.copy()
        for name in listed:
            rule = self._by_name.get(name)
            if rule is None:
                self._note(UNDEFINED, name)
            elif name in request.classes:
                continue
            elif rule.test is None and rule.name_of is None:
                self._note(WITHOUT_TEST, name)
                request.classes[name] = None
            elif self._apply(rule, request, ADDITIONAL_FAILED):
                self._note(ADDITIONAL_RESULT, name, "true" if name in request.classes else "false")

    def key(self, request: Request) -> tuple[str, ...]:
        """Return the relevant classes of the message in their order: equal keys are told the same."""
        relevant = self.relevant
        return tuple([name for name in request.classes if name in relevant]) if relevant else ()

    def take_troubles(self) -> list[Trouble]:
        """Return the troubles since the last call, at most MOST_TROUBLES, and forget them."""
        taken, self.troubles = self.troubles, []
        return taken

    def _evaluate(self, phase: _Phase[Request], request: Request) -> None:
        rules = phase.rules
        classes = request.classes
        for i in phase.positions(request):
            rule = rules[i]
            if not rule.needs or rule.needs in classes:
                self._apply(rule, request)

    def _apply(self, rule: Rule[Request], request: Request, failed: str = FAILED) -> bool:
        """Assign the class of a rule if its test holds; tell whether the test has a result."""
        try:
            if rule.test is not None:
                if rule.test(request):
                    request.classes[rule.name] = None
            elif rule.name_of is not None:
                value = rule.name_of(request)
                if value:
                    # The spawned class says more than its template, so it comes first.
                    request.classes[f"{SPAWN_PREFIX}{rule.name}_{class_text(value)}"] = None
                    request.classes[rule.name] = None
        except EvaluationError as error:
            self._note(failed, rule.name, str(error))
            return False
        return True

    def _note(self, kind: str, name: str, text: str = "") -> None:
        if len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(Trouble(kind, name, text))

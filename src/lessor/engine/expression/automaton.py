"""Matches whole texts against a pattern, in time that grows with the length of the text alone.

The texts come from clients, so a matcher that tries one way after the other would let a client stop the server with
forty octets. This one goes all ways at once: the tree becomes a graph of points, and a set of points is one State.
States are made when a text first leads to them and then kept, within a bound; a known way costs one look-up per octet.
"""

from typing import Final

from lessor.engine.expression.pattern import (
    EVERY,
    LINE_BEGIN,
    LINE_END,
    NO_WORD_EDGE,
    WORD,
    Assertion,
    Choice,
    Octets,
    Repeat,
    Sequence,
    Tree,
    parse_pattern,
)

# A point more makes each new state dearer, a state more costs memory.
MOST_POINTS: Final = 1000
MOST_STATES: Final = 500

# What was before a place in the text, or comes behind it.
OUTSIDE: Final = 0
IN_WORD: Final = 1
NO_WORD: Final = 2


class Point:
    """A place in the pattern. `allowed` octets lead to `following`; without them all of `ways` are open at once, or if
    `assertion` holds."""

    __slots__ = ("allowed", "assertion", "following", "number", "ways")

    def __init__(self, number: int) -> None:
        self.number = number
        self.allowed: frozenset[int] | None = None
        self.following = 0
        self.ways: tuple[int, ...] = ()
        self.assertion = ""


class State:
    """The points at which a text may be, and what was before; `next` has the states that octets lead to."""

    __slots__ = ("accepts", "before", "next", "points")

    def __init__(self, points: frozenset[int], before: int, accepts: bool) -> None:
        self.points = points
        self.before = before
        self.accepts = accepts
        self.next: dict[int, State] = {}


class Automaton:
    """A compiled pattern. Raise ValueError when it is none, or too large."""

    __slots__ = ("_end", "_entry", "_first", "_looks", "_points", "_states")

    def __init__(self, pattern: str) -> None:
        tree, looks = parse_pattern(pattern)
        rest = Repeat(Octets(EVERY), 0, None)
        self._looks = [(_of_tree(Sequence((look.part, rest))), look.wanted) for look in looks]
        self._build(tree)

    def matches(self, data: bytes) -> bool:
        """Tell whether the whole of the text matches."""
        for look, wanted in self._looks:
            if look.matches(data) is not wanted:
                return False
        state = self._first
        for octet in data:
            following = state.next.get(octet)
            state = self._advance(state, octet) if following is None else following
            if not state.points:
                return False
        return state.accepts

    def _build(self, tree: Tree) -> None:
        self._points: list[Point] = []
        self._end = self._point().number
        self._entry = self._graph(tree, self._end)
        self._forget()

    def _forget(self) -> None:
        self._states: dict[tuple[frozenset[int], int], State] = {}
        self._first = self._state(frozenset((self._entry,)), OUTSIDE)

    def _point(self) -> Point:
        if len(self._points) == MOST_POINTS:
            raise ValueError("too large, mind the numbers in braces")
        self._points.append(Point(len(self._points)))
        return self._points[-1]

    def _graph(self, tree: Tree, following: int) -> int:
        """Add the points of a tree that goes on at `following`; return where it begins."""
        if isinstance(tree, Sequence):
            for part in reversed(tree.parts):
                following = self._graph(part, following)
            return following
        if isinstance(tree, Repeat):
            return self._repeat(tree, following)
        if isinstance(tree, Choice):
            return self._fork(tuple(self._graph(branch, following) for branch in tree.branches))
        point = self._point()
        if isinstance(tree, Assertion):
            point.assertion = tree.kind
            point.ways = (following,)
        else:
            point.allowed = tree.allowed
            point.following = following
        return point.number

    def _fork(self, ways: tuple[int, ...]) -> int:
        point = self._point()
        point.ways = ways
        return point.number

    def _repeat(self, tree: Repeat, following: int) -> int:
        entry = following
        if tree.most is None:
            loop = self._point()
            loop.ways = (self._graph(tree.part, loop.number), following)
            entry = loop.number
        else:
            for _ in range(tree.most - tree.least):
                entry = self._fork((self._graph(tree.part, entry), following))
        for _ in range(tree.least):
            entry = self._graph(tree.part, entry)
        return entry

    def _state(self, points: frozenset[int], before: int) -> State:
        state = self._states.get((points, before))
        if state is None:
            state = State(points, before, self._end in self._open(points, before, OUTSIDE))
            self._states[points, before] = state
        return state

    def _advance(self, state: State, octet: int) -> State:
        if len(self._states) >= MOST_STATES:
            # Start over; those that follow each other are let go with them.
            self._forget()
        behind = IN_WORD if octet in WORD else NO_WORD
        points = self._points
        reached = frozenset(
            points[number].following
            for number in self._open(state.points, state.before, behind)
            if octet in (points[number].allowed or ())
        )
        state.next[octet] = self._state(reached, behind)
        return state.next[octet]

    def _open(self, begin: frozenset[int], before: int, behind: int) -> set[int]:
        """Return all points that can be reached without an octet."""
        reached = set(begin)
        waiting = list(begin)
        while waiting:
            point = self._points[waiting.pop()]
            if point.assertion and not _holds(point.assertion, before, behind):
                continue
            for way in point.ways:
                if way not in reached:
                    reached.add(way)
                    waiting.append(way)
        return reached


def _of_tree(tree: Tree) -> Automaton:
    automaton = Automaton("")
    automaton._build(tree)
    return automaton


def _holds(assertion: str, before: int, behind: int) -> bool:
    if assertion == LINE_BEGIN:
        return before == OUTSIDE
    if assertion == LINE_END:
        return behind == OUTSIDE
    at_edge = (before == IN_WORD) != (behind == IN_WORD)
    return at_edge != (assertion == NO_WORD_EDGE)

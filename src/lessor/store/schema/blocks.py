"""Scripts of changes: blocks of statements, each under the conditions on which it has something to do.

A condition is a comment before its block:

    -- while column dhcp4_pool.client_class         only as long as there is this column
    -- unless table free_lease4                     not when there is this table
    -- always

`while` and `unless` ask for a `table`, and for a `column`, an `index` or a `constraint` of one, or whether a column is
of a `type`. All conditions before a block must hold. So a change that came to its end is not made twice, and an upgrade
that broke off is begun again; databases of levels between are brought to the same end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

WHILE: Final = "while"
UNLESS: Final = "unless"
ALWAYS: Final = "always"


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be there, or must not (`wanted` False): `kind` table, column, index, constraint or type."""

    wanted: bool
    kind: str
    names: tuple[str, ...]
    """The table, what is asked of it, and the type of a column."""


@dataclass(frozen=True, slots=True)
class Block:
    """Statements, and all that must hold when they run."""

    conditions: tuple[Condition, ...]
    statements: str


Has: TypeAlias = Callable[[str, tuple[str, ...]], bool]
"""Whether the catalog has a thing of this kind, of these names."""


def blocks(script: str) -> Iterator[Block]:
    """Yield the blocks of a script, in order; what stands before the first condition is comment."""
    conditions: list[Condition] = []
    statements: list[str] = []
    begun = False
    for line in script.splitlines():
        words = line.removeprefix("-- ").split() if line.startswith("-- ") else []
        if not words or words[0].rstrip(":") not in {WHILE, UNLESS, ALWAYS}:
            statements.append(line)
            continue
        if begun and any(line and not line.startswith("--") for line in statements):
            yield Block(tuple(conditions), "\n".join(statements))
            conditions, statements = [], []
        begun = True
        if words[0] in {WHILE, UNLESS}:
            conditions.append(_condition(words))
    if begun:
        yield Block(tuple(conditions), "\n".join(statements))


def _condition(words: list[str]) -> Condition:
    table, _, rest = words[2].partition(".")
    names = (table, rest, " ".join(words[3:]))
    return Condition(words[0] == WHILE, words[1], tuple(name for name in names if name))


def holds(block: Block, has: Has) -> bool:
    """Return whether a block has something to do."""
    return all(has(condition.kind, condition.names) == condition.wanted for condition in block.conditions)

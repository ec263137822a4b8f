"""Write the page of hook points from their table: `python docs/generate_hook_points.py`."""

import ast
import inspect
import textwrap
from pathlib import Path
from typing import Final

from lessor.hooks.event import Event
from lessor.hooks.libraries import ROWS as LIBRARIES
from lessor.hooks.libraries import Library
from lessor.hooks.outcomes import OUTCOME_NAMES
from lessor.hooks.points import ROWS, Point

PAGE: Final = Path(__file__).parent / "reference" / "hook-points.md"

HEAD: Final = """\
# Hook points

<!-- Made by docs/generate_hook_points.py from points, events and libraries in src/lessor/hooks; change those. -->

Where plug-ins are called, in the order in which a message meets the points; names and outcomes are Kea's. A callout is
called with one argument, the event of its point, and returns an outcome, or nothing; besides those listed there is
CONTINUE. Where callouts may wait they may be `async`, or park the message. [Hooks](../guide/hooks.md) tells how all
this is used.
"""

FOOT: Final = """
## Libraries of Kea

Names of Kea's hook libraries work in `hooks-libraries`, with any directory before them. What is *built in* needs no
plug-in: naming the library opens its commands to everybody who may use commands.

| Library | What it is about | Here |
|---|---|---|
"""


def page() -> str:
    """Return the text of the page."""
    families = (4, "Servers for DHCPv4"), (6, "Servers for DHCPv6")
    sections = [
        f"\n## {title}\n{''.join(_point(row) for row in ROWS if family in row.families)}" for family, title in families
    ]
    return HEAD + "".join(sections) + FOOT + "".join(_library(row) for row in LIBRARIES)


def _point(row: Point) -> str:
    waits = " Callouts may wait." if row.waits else ""
    text = " ".join(inspect.cleandoc(row.event.__doc__ or "").split())
    outcomes = "".join(f"- {OUTCOME_NAMES[outcome]}: {meaning}\n" for outcome, meaning in row.outcomes.items())
    fields = "".join(f"| `{name}` | {kind.replace(' | ', ' or ')} |\n" for name, kind in fields_of(row.event))
    table = f"\n| Field | Type |\n|---|---|\n{fields}" if fields else ""
    return f"\n### {row.name}\n\nCalled {row.about}.{waits}\n\n{text}\n{table}\n{outcomes}".rstrip() + "\n"


def fields_of(event: type[Event]) -> list[tuple[str, str]]:
    """Return the fields of an event and their types as its source says them, in the order in which they are made."""
    (function,) = ast.parse(textwrap.dedent(inspect.getsource(event.__init__))).body
    assert isinstance(function, ast.FunctionDef)
    given = {argument.arg: argument.annotation for argument in function.args.args}
    fields = []
    for statement in function.body:
        match statement:
            case ast.AnnAssign(target=ast.Attribute(attr=name), annotation=kind):
                fields.append((name, ast.unparse(kind)))
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=ast.Name(id=source)):
                parameter = given[source]
                assert parameter is not None, "every parameter has a type"
                fields.append((name, ast.unparse(parameter)))
    return [(name, kind) for name, kind in fields if not name.startswith("_") and name not in Event.__slots__]


def _library(row: Library) -> str:
    here = f"not to be had: {row.instead}" if row.instead else f"plug-in `{row.plugin}`" if row.plugin else "built in"
    return f"| `{row.name}` | {row.about} | {here} |\n"


if __name__ == "__main__":
    PAGE.write_text(page())

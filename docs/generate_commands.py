"""Write docs/reference/commands.md and openapi.json from the table of commands: `python docs/generate_commands.py`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lessor import __version__
from lessor.model.command import Argument
from lessor.model.json import Json
from lessor.service.api.commandtable import TABLE, Row

REFERENCE: Final = Path(__file__).parent / "reference"
PAGE: Final = REFERENCE / "commands.md"
OPENAPI: Final = REFERENCE / "openapi.json"

INTRODUCTION: Final = """\
# Commands

What the servers can be asked and told while they run, over [control sockets](../guide/operating.md) and by
`lessor ctl`. A request is a JSON map with `command` and perhaps `arguments`; the answer is a map with `result`, and
`text` and `arguments` where there is something to say. By HTTP the answer is a list with one such map.

| result | meaning |
| --- | --- |
| 0 | done |
| 1 | failed: `text` says why |
| 2 | there is no such command |
| 3 | done, but nothing was found |
| 4 | in conflict with what there is |

Commands of a library are known on control sockets when `hooks-libraries` names that library, as under Kea; nothing is
loaded from the file. `lessor ctl` may use them in any case.

For programs there is a description in [OpenAPI](openapi.json). Both are generated from the tables in
`src/lessor/control/families` by `docs/generate_commands.py`.
"""

ABSENT: Final = (
    (
        ("cache-*",),
        "libdhcp_host_cache.so",
        "reservations in databases are looked up for whole batches; there is no cache to tend",
    ),
    (
        ("remote-*",),
        "libdhcp_cb_cmds.so",
        "configurations are in files and come by `config-set`, not from a configuration database",
    ),
    (("ha-*",), "libdhcp_ha.so", "there are no partners; servers share their leases in a database"),
    (
        ("extended-info4-upgrade", "extended-info6-upgrade"),
        "libdhcp_lease_query.so",
        "lease queries of the protocol are not answered; ask by `lease4-get` and its kin",
    ),
    (
        ("perfmon-control", "perfmon-get-all-durations"),
        "libdhcp_perfmon.so",
        "what takes a server's time is told by `lessor top`",
    ),
    (
        ("sflq-pool4-*", "sflq-pool6-*"),
        "libdhcp_lease_cmds.so",
        "free lease queues are kept by each server for itself, not in the database",
    ),
    (("subnet4o6-select-test",), "", "DHCPv4 over DHCPv6 is not served, so no subnet is ever selected for it"),
    (("gss-tsig-*",), "libddns_gss_tsig.so", "there is no server for dynamic updates of names"),
)
"""Commands of Kea's that servers answer with result 2: their names, the library they are in, why they are not here."""

KINDS: Final[dict[str, dict[str, Json]]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "list": {"type": "array"},
    "map": {"type": "object"},
    "any": {},
}


def page() -> str:
    """Return the text of the page."""
    libraries = sorted({row.library for row in TABLE.values()})
    return "".join([INTRODUCTION, *(line for library in libraries for line in section(library)), *absent()])


def absent() -> Iterator[str]:
    """Yield the part of the page about commands that are not here."""
    yield "\n## Not here\n\nCommands of Kea's that are answered with result 2:\n\n"
    yield "| command | library | why |\n| --- | --- | --- |\n"
    for names, library, why in ABSENT:
        told = ", ".join(f"`{name}`" for name in names)
        yield f"| {told} | {f'`{library}`' if library else ''} | {why} |\n"


def section(library: str) -> Iterator[str]:
    """Yield the part of the page about the commands of one library, those of the servers themselves for none."""
    yield f"\n## {f'Library `{library}`' if library else 'Of the servers themselves'}\n"
    for row in TABLE.values():
        if row.library == library:
            yield entry(row)


def entry(row: Row) -> str:
    """Return the lines about one command."""
    lines = [f"\n### {row.name}\n", row.about, ""]
    if row.arguments:
        lines += ["| argument | kind | |", "| --- | --- | --- |", *map(line, row.arguments), ""]
    if row.answer:
        lines += [f"Answer: {row.answer}.", ""]
    servers = ", ".join(f"DHCPv{family}" for family in sorted(row.families))
    since = f"since Kea {row.since}" if row.since[:1].isdigit() else "only here"
    return "\n".join([*lines, f"{servers}; {row.access}; {since}.\n"])


def line(argument: Argument) -> str:
    """Return the line of a table about one argument."""
    needed = " (needed)" if argument.required else ""
    return f"| `{argument.name}` | {argument.kind} | {argument.about}{needed} |"


def openapi() -> str:
    """Return the description for programs."""
    requests: dict[str, Json] = {row.name: request(row) for row in TABLE.values()}
    references: list[Json] = [{"$ref": f"#/components/schemas/{name}"} for name in requests]
    mapping: dict[str, Json] = {name: f"#/components/schemas/{name}" for name in requests}
    body: Json = {"schema": {"oneOf": references, "discriminator": {"propertyName": "command", "mapping": mapping}}}
    answers: Json = {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/answer"}}}
    tree: Json = {
        "openapi": "3.1.0",
        "info": {"title": "lessor control API", "version": __version__},
        "paths": {
            "/": {
                "post": {
                    "summary": "Send one command.",
                    "requestBody": {"required": True, "content": {"application/json": body}},
                    "responses": {
                        "200": {"description": "The answer.", "content": {"application/json": answers}},
                        "400": {"description": "The request is no JSON map with a command."},
                        "401": {"description": "Name and password are needed."},
                    },
                    "security": [{}, {"basic": []}],
                }
            }
        },
        "components": {
            "schemas": {"answer": ANSWER, **requests},
            "securitySchemes": {"basic": {"type": "http", "scheme": "basic"}},
        },
    }
    return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"


ANSWER: Final[Json] = {
    "type": "object",
    "required": ["result"],
    "properties": {"result": {"type": "integer", "enum": [0, 1, 2, 3, 4]}, "text": {"type": "string"}, "arguments": {}},
}


def request(row: Row) -> Json:
    """Return the schema of a request."""
    properties: dict[str, Json] = {"command": {"const": row.name}, "service": SERVICE}
    required: list[Json] = ["command"]
    if row.arguments:
        needed: list[Json] = [argument.name for argument in row.arguments if argument.required]
        members: dict[str, Json] = {
            argument.name: {**KINDS[argument.kind], "description": argument.about} for argument in row.arguments
        }
        given: dict[str, Json] = {"type": "object", "properties": members}
        if needed:
            given["required"] = needed
            required.append("arguments")
        properties["arguments"] = given
    return {"type": "object", "description": row.about, "required": required, "properties": properties}


SERVICE: Final[Json] = {"type": "array", "items": {"type": "string"}}


if __name__ == "__main__":
    PAGE.write_text(page())
    OPENAPI.write_text(openapi())

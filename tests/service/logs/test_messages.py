"""Rules of the message table, and of every place that uses it."""

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

import lessor
from lessor.service.logs import (
    messages,
    messages6,
    messages_agent,
    messages_channels,
    messages_control,
    messages_database,
    messages_hooks,
    messages_leasecmds,
    messages_lfc,
    messages_libraries,
    messages_operation,
)
from lessor.service.logs.message import DEBUG, FATAL, INFO, Message
from lessor.service.logs.messages import BY_ID

SOURCE = Path(lessor.__file__).parent
NAMES = (
    "messages",
    "messages6",
    "messages_agent",
    "messages_channels",
    "messages_control",
    "messages_database",
    "messages_hooks",
    "messages_leasecmds",
    "messages_lfc",
    "messages_libraries",
    "messages_operation",
)
TABLES = tuple(SOURCE / "service" / "logs" / f"{name}.py" for name in NAMES)
DOCS = Path(__file__).parent.parent.parent.parent / "docs"
VARIABLES = frozenset(("LESSOR_PASSWORD",))
"""Names of the environment, which look like ids."""

ID = re.compile(
    r"(?:ALLOC_ENGINE|COMMAND|CTRL_AGENT|DATABASE|DCTL|DHCP4|DHCP6|DHCPSRV|DHCP|(?:CLASS|HOST|LEASE|STAT|SUBNET)_CMDS"
    r"|HOOKS|HOSTS|HTTP|LESSOR|LFC|MYSQL_[HL]B|PGSQL_[HL]B)_[A-Z0-9_]+"
)


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in SOURCE.rglob("*.py"):
        # plug-ins have tables of their own
        if path not in TABLES and SOURCE / "plugins" not in path.parents:
            yield path, ast.parse(path.read_text())


def used() -> dict[str, Path]:
    """Ids in the source: as `messages.ID`, or as texts, which is how the engine names its reasons."""
    found = {}
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in NAMES:
                text = node.attr
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
            else:
                continue
            if ID.fullmatch(text) and text not in VARIABLES:
                found[text] = path
    return found


def calls() -> Iterator[tuple[str, Message, int]]:
    """Every `x.write(messages.ID, ...)` whose parameters can be counted."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "write"):
                continue
            match node.args:
                case [ast.Attribute(value=ast.Name(id=table), attr=id), *rest] if table in NAMES:
                    if not any(isinstance(argument, ast.Starred) for argument in rest):
                        yield f"{path.name}:{node.lineno}: {id}", BY_ID[id], len(rest)


def test_every_used_id_is_in_the_table() -> None:
    missing = {id: path.name for id, path in used().items() if id not in BY_ID}
    assert not missing


def test_every_id_of_the_table_is_used() -> None:
    assert not set(BY_ID) - set(used())


def test_calls_fill_all_placeholders() -> None:
    wrong = [
        f"{place} takes {message.placeholders()}, gets {given}"
        for place, message, given in calls()
        if message.placeholders() != given
    ]
    assert not wrong, "\n".join(wrong)


def test_calls_are_found() -> None:
    assert sum(1 for _ in calls()) > 10


def test_constants_are_named_as_their_ids() -> None:
    tables = (
        messages,
        messages6,
        messages_agent,
        messages_channels,
        messages_control,
        messages_database,
        messages_hooks,
        messages_leasecmds,
        messages_lfc,
        messages_libraries,
        messages_operation,
    )
    constants = {name: value for table in tables for name, value in vars(table).items() if isinstance(value, Message)}
    assert {name: message.id for name, message in constants.items()} == {name: name for name in constants}
    assert constants == BY_ID


def test_no_id_is_given_twice() -> None:
    text = "".join(table.read_text() for table in TABLES)
    ids = re.findall(r"^([A-Z0-9_]+): Final = Message\($", text, re.MULTILINE)
    assert sorted(ids) == sorted(BY_ID)


@pytest.mark.parametrize("message", BY_ID.values(), ids=list(BY_ID))
def test_every_message_is_well_formed(message: Message) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", message.logger)
    assert FATAL <= message.severity <= DEBUG
    assert 0 <= message.debuglevel <= 99
    assert message.debuglevel == 0 or message.severity == DEBUG
    numbers = re.findall(r"%(.?)", message.text)
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)], "each parameter once, in order"
    assert message.text and not message.text.endswith(".")
    assert len(message.explanation) > 20 and message.explanation.endswith(".")


def test_rank_orders_by_importance() -> None:
    ranks = [Message("X", "x", severity, 0, "x", "x").rank for severity in range(DEBUG + 1)]
    assert ranks == [0, 1, 2, 3, 4]
    assert Message("X", "x", DEBUG, 40, "x", "x").rank == 44


def test_text_is_filled() -> None:
    message = Message("X_ID", "x", INFO, 0, "{%1} before %2 {}", "x")
    assert message.template % ("a", 7) == "X_ID {a} before 7 {}"
    assert message.placeholders() == 2


def test_the_page_of_the_manual_is_up_to_date() -> None:
    generator = runpy.run_path(str(DOCS / "generate_messages.py"))
    assert generator["PAGE"].read_text() == generator["page"](), "run: python docs/generate_messages.py"

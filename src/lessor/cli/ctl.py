"""`lessor ctl`: the control API on the command line.

The exit status is the result of the answer: 0 done, 1 failed, 2 unknown command, 3 nothing found, 4 in conflict; 10
when there is no answer. Where several servers are asked it is the largest of them.
"""

import json
from pathlib import Path
from typing import Final

import click
from click.shell_completion import CompletionItem
from rich.console import Console

from lessor.cli.ctlview import show, show_command, show_commands
from lessor.cli.ctlwords import WordError, arguments_of
from lessor.model.command import READ
from lessor.model.json import Json
from lessor.service.api.asking import FAMILIES, Asked, AskingError, at_socket, at_url, here
from lessor.service.api.commandtable import TABLE
from lessor.service.programs.places import find_places

NO_ANSWER: Final = 10

HELP: Final = "help"


def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return names of commands, then the arguments of the one that is named."""
    before = list(ctx.params.get("words") or ())
    if not before or before == [HELP]:
        names = [*TABLE] if before else [HELP, *TABLE]
    else:
        row = TABLE.get(before[0])
        given = {word.partition("=")[0] for word in before[1:]}
        names = [f"{one.name}=" for one in row.arguments if one.name not in given] if row else []
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


@click.command()
@click.argument("words", nargs=-1, required=True, shell_complete=complete, metavar="COMMAND [NAME=VALUE | @FILE]...")
@click.option("--server", type=click.Choice(list(FAMILIES)), default=None, help="Ask this server only.")
@click.option("--socket", type=click.Path(path_type=Path), default=None, help="Ask on this UNIX socket.")
@click.option("--url", default="", help="Ask by HTTP: http://host:port/ or https://host:port/.")
@click.option("--user", default="", help="User for HTTP; the password is taken from LESSOR_PASSWORD.")
@click.option("--ca", default="", help="File or directory of authorities to trust, for https.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def ctl(
    words: tuple[str, ...], server: str | None, socket: Path | None, url: str, user: str, ca: str, as_json: bool
) -> None:
    """Send a command to the servers that run here.

    \b
    lessor ctl help                             all commands
    lessor ctl help lease4-get                  one command
    lessor ctl lease4-get ip-address=192.0.2.1
    lessor ctl config-set @kea-dhcp4.conf

    What only looks is asked of every server that knows it; what changes something, of one.
    """
    console = Console(highlight=False)
    command, *rest = words
    if command == HELP:
        raise SystemExit(_help(rest, console))
    row = TABLE.get(command)
    try:
        arguments = arguments_of(rest, row.arguments if row else ())
        asked = _whom(command, server or "", socket, url, user, ca)
    except WordError as error:
        raise click.UsageError(str(error)) from None
    except AskingError as error:
        click.echo(str(error), err=True)
        raise SystemExit(NO_ANSWER) from None
    raise SystemExit(max(_ask(one, command, arguments, as_json, console, named=len(asked) > 1) for one in asked))


def _whom(command: str, server: str, socket: Path | None, url: str, user: str, ca: str) -> list[Asked]:
    """Return whom to ask. Raise AskingError."""
    if socket is not None:
        return [at_socket(socket, server)]
    if url:
        return [at_url(url, server, user, ca)]
    places = find_places()
    running = here(places, server)
    if not running:
        raise AskingError(f"no server runs (pid files in {places.pids}); --socket and --url ask elsewhere")
    row = TABLE.get(command)
    asked = [one for one in running if row is None or one.family in row.families] or running
    if len(asked) > 1 and (row is None or row.access != READ):
        names = ", ".join(one.name for one in asked)
        raise AskingError(f"which one: {names}? Name it by --server, or its socket by --socket")
    return asked


def _ask(
    one: Asked, command: str, arguments: dict[str, Json] | None, as_json: bool, console: Console, named: bool
) -> int:
    """Ask a server and print its answer; return the exit status."""
    try:
        answer = one.ask(command, arguments)
    except AskingError as error:
        click.echo(str(error), err=True)
        return NO_ANSWER
    if as_json:
        click.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        if named:
            console.print(f"[bold]{one.name}[/bold]")
        show(answer, console)
    result = answer.get("result")
    return result if isinstance(result, int) and 0 <= result < NO_ANSWER else 1


def _help(rest: list[str], console: Console) -> int:
    if not rest:
        show_commands(TABLE.values(), console)
        return 0
    row = TABLE.get(rest[0])
    if row is None:
        click.echo(f"there is no command {rest[0]}", err=True)
        return 2
    show_command(row, console)
    return 0

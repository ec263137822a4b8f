"""Write the manual pages in docs/man from the command lines themselves: `python docs/generate_man.py`.

`lessor` and its subcommands are read from their click commands, kea-shell from its argparse parser; programs with flags
as Kea has them show the text that they print themselves. What no command line tells stands in the tables here.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import click

from lessor import __version__
from lessor.cli import daemon, kea_admin, kea_ctrl_agent, kea_dhcp4, kea_dhcp6, kea_lfc, kea_shell, keactrl
from lessor.cli.lessor import SUBCOMMANDS, main

DIRECTORY: Final = Path(__file__).parent / "man"

USER, ADMINISTRATOR = 1, 8
"""The sections of the manual."""


class Program(NamedTuple):
    """A program that prints its own usage: what `whatis` says of it, what it does, its files and variables."""

    name: str
    summary: str
    usage: str
    description: str
    files: tuple[tuple[str, str], ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()


DIRECTORIES: Final = (
    ("KEA_PIDFILE_DIR", "where pid files are"),
    ("KEA_DHCP_DATA_DIR", "where lease files are"),
    ("KEA_LOG_FILE_DIR", "where log files are"),
    ("KEA_LOGGER_DESTINATION", "where the log goes until the configuration is read: stdout, stderr, syslog or a file"),
)

SERVER: Final = """\
The server reads its configuration, which has the form of Kea's, and answers {family} clients until SIGTERM or SIGINT \
ends it. SIGHUP lets it read the configuration again: what is wrong with it is told, and nothing changes then. It \
needs the capabilities CAP_NET_RAW and CAP_NET_BIND_SERVICE.

An acknowledged lease is on disk before the client hears of it."""


def server(program: daemon.Program) -> Program:
    """Return the row of a server."""
    return Program(
        program.name,
        f"{program.title} server, drop-in for ISC Kea",
        daemon.USAGE.format(name=program.name, title=program.title),
        SERVER.format(family=program.title),
        ((f"{program.name}.conf", "the usual name of the configuration; -c names it"),),
        DIRECTORIES,
        ("keactrl(8)", "kea-lfc(8)", "lessor-check(1)", "lessor-status(1)"),
    )


PROGRAMS: Final = (
    server(kea_dhcp4.PROGRAM),
    server(kea_dhcp6.PROGRAM),
    Program(
        kea_lfc.NAME,
        "clean up lease files",
        kea_lfc.USAGE,
        "Merges a lease file, which a server has moved away, with the result of the last clean-up, so that one row is "
        "left of each lease. Servers start it by themselves; an administrator may run it while no server runs.",
        also=("kea-dhcp4(8)", "kea-dhcp6(8)", "lessor-leases(1)"),
    ),
    Program(
        kea_admin.NAME,
        "make, upgrade and look at databases of leases",
        kea_admin.USAGE,
        "Makes the tables that servers keep leases in, brings them to the newest version, and moves leases between "
        "lease files and databases.",
        variables=((kea_admin.PASSWORD_VARIABLE, "the password for the database"),),
        also=("kea-dhcp4(8)", "kea-dhcp6(8)"),
    ),
    Program(
        kea_ctrl_agent.NAME,
        "take commands for the servers by HTTP",
        kea_ctrl_agent.USAGE,
        "Takes commands by HTTP or HTTPS, checks who sends them, and hands them to the control sockets of the servers.",
        also=("kea-shell(8)", "lessor-ctl(1)"),
    ),
    Program(
        "keactrl",
        "start, stop, reload and show servers",
        keactrl.USAGE.format(file="keactrl.conf", names=",".join(kind.name for kind in keactrl.KINDS), all=keactrl.ALL),
        "Controls the servers that keactrl.conf names. Its lines are those of Kea's, because scripts read them.",
        (("keactrl.conf", "which servers there are, and their configurations"),),
        DIRECTORIES,
        ("kea-dhcp4(8)", "kea-dhcp6(8)", "lessor-units(1)"),
    ),
)


def pages() -> dict[str, str]:
    """Return the text of every page by its file name."""
    found = {f"{program.name}.{ADMINISTRATOR}": program_page(program) for program in PROGRAMS}
    found[f"kea-shell.{ADMINISTRATOR}"] = shell_page(kea_shell.parser())
    found[f"lessor.{USER}"] = overview()
    for name, subcommand in SUBCOMMANDS.items():
        command = main.get_command(click.Context(main), name)
        assert command is not None, f"{name} is in the table"
        found[f"lessor-{name}.{USER}"] = command_page(name, subcommand.summary, command)
    return found


def program_page(program: Program) -> str:
    """Return the page of a program that prints its own usage."""
    return "\n".join(
        [
            *head(program.name, ADMINISTRATOR, program.summary),
            *paragraphs("DESCRIPTION", program.description),
            ".SH USAGE",
            ".nf",
            *map(plain, program.usage.strip().splitlines()),
            ".fi",
            *items("FILES", program.files),
            *items("ENVIRONMENT", program.variables),
            *see_also((*program.also, "lessor(1)")),
        ]
    )


def shell_page(parser: argparse.ArgumentParser) -> str:
    """Return the page of a program with an argparse parser."""
    options = [
        (", ".join(action.option_strings) or action.dest, action.help or "")
        for action in parser._actions  # there is no other way to ask
    ]
    return "\n".join(
        [
            *head(parser.prog, ADMINISTRATOR, "send a command to a control agent or server"),
            *paragraphs("DESCRIPTION", parser.description or ""),
            *items("OPTIONS", options),
            *see_also(("kea-ctrl-agent(8)", "lessor-ctl(1)", "lessor(1)")),
        ]
    )


def overview() -> str:
    """Return the page of `lessor`."""
    commands = [(f"lessor {name}", subcommand.summary) for name, subcommand in SUBCOMMANDS.items()]
    subpages = [f"lessor-{name}({USER})" for name in SUBCOMMANDS]
    return "\n".join(
        [
            *head("lessor", USER, "a DHCP server suite, drop-in for ISC Kea"),
            ".SH SYNOPSIS",
            r".B lessor",
            r"\fICOMMAND\fR [\fIOPTIONS\fR] [\fIARGUMENTS\fR]",
            *paragraphs("DESCRIPTION", main.help or ""),
            *items("COMMANDS", commands),
            *see_also((*subpages, *(f"{program.name}({ADMINISTRATOR})" for program in PROGRAMS))),
        ]
    )


def command_page(name: str, summary: str, command: click.Command) -> str:
    """Return the page of a subcommand."""
    context = click.Context(command, info_name=f"lessor {name}")
    given = [option for option in command.get_params(context) if isinstance(option, click.Option)]
    options = [record for option in given if (record := option.get_help_record(context))]
    return "\n".join(
        [
            *head(f"lessor-{name}", USER, summary),
            ".SH SYNOPSIS",
            f".B lessor {plain(name)}",
            plain(" ".join(command.collect_usage_pieces(context))),
            *paragraphs("DESCRIPTION", command.help or ""),
            *items("OPTIONS", options),
            *see_also(("lessor(1)",)),
        ]
    )


def head(name: str, section: int, summary: str) -> list[str]:
    """Return how every page begins."""
    title = f'.TH {plain(name.upper())} {section} "" "lessor {__version__}" "lessor"'
    return [title, ".SH NAME", rf"{plain(name)} \- {plain(summary.rstrip('.'))}"]


def paragraphs(title: str, text: str) -> Iterator[str]:
    """Yield a section of paragraphs; those that begin with the mark of click keep their lines."""
    yield f".SH {title}"
    for i, paragraph in enumerate(text.strip().split("\n\n")):
        lines = [line.rstrip() for line in paragraph.splitlines()]
        if i:
            yield ".PP"
        if lines[0].strip() == "\b":
            yield from (".nf", *map(plain, lines[1:]), ".fi")
        else:
            yield from map(plain, (line.strip() for line in lines))


def items(title: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a section of terms, each with its meaning; nothing where there are none."""
    for i, (term, meaning) in enumerate(rows):
        if not i:
            yield f".SH {title}"
        yield from (".TP", rf"\fB{plain(term)}\fR", plain(meaning) or r"\&")


def see_also(names: Iterable[str]) -> Iterator[str]:
    """Yield the section about other pages, which ends each page."""
    yield ".SH SEE ALSO"
    yield ",\n".join(rf"\fB{plain(name[:-3])}\fR{name[-3:]}" for name in names)
    yield ""


def plain(text: str) -> str:
    """Return a line that roff shows as it is written."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    DIRECTORY.mkdir(exist_ok=True)
    for name, text in pages().items():
        (DIRECTORY / name).write_text(text, encoding="utf-8")

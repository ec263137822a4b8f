"""The program `keactrl`: start, stop, reload and show the servers of an installation.

Its lines are those of Kea's, because scripts read them. `--json` prints one JSON value instead: what was done, what was
said, and how each server is.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click

from lessor import KEA_VERSION
from lessor.service.programs.keactrl import ERROR, KINDS, Control, ControlError, Kind
from lessor.service.programs.places import find_places

FAILURE: Final = 1

ALL: Final = "all"

USAGE: Final = """\
Usage: keactrl command [-c keactrl.conf] [-s server[,server,...]] [--json] [-- server options]
  start    start the servers that keactrl.conf enables
  stop     stop servers
  reload   let servers read their configuration again
  status   show which servers run, and the files they are configured with
  version  show the versions of keactrl and of the servers

  -c, --ctrl-config FILE  the file to go by, instead of {file}
  -s, --server NAMES      only these: {names} (default: {all})
  --json                  print one JSON value
  -v, -V, --version       print the version
  -h, --help              print this"""


class UsageError(Exception):
    """The command line cannot be understood; the text says why."""


@dataclass(slots=True)
class Arguments:
    """What the command line asks for; no `servers` means all."""

    command: str = ""
    file: str = ""
    servers: tuple[str, ...] = ()
    json: bool = False
    show: str = ""
    options: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """What is said: printed at once, or kept for one JSON value."""

    quiet: bool
    said: list[dict[str, str]] = field(default_factory=list)

    def say(self, level: str, text: str) -> None:
        """Say a line at a level."""
        self.said.append({"level": level, "text": text})
        self.show(f"{level}/keactrl: {text}")

    def show(self, line: str) -> None:
        """Print a line as it is, for a reader who wants lines."""
        if not self.quiet:
            click.echo(line)
            sys.stdout.flush()


def parse(words: list[str]) -> Arguments:
    """Return what these words ask for. Raise UsageError."""
    arguments = Arguments()
    rest = iter(words)
    for word in rest:
        match word:
            case "-h" | "--help" | "-v" | "-V" | "--version":
                arguments.show = "help" if "h" in word else "version"
                return arguments
            case "-c" | "--ctrl-config":
                arguments.file = next(rest, "")
                if not arguments.file:
                    raise UsageError(f"{word} needs a file name")
            case "-s" | "--server":
                arguments.servers = _servers(next(rest, ""))
            case "--json":
                arguments.json = True
            case "--":
                arguments.options = tuple(rest)
            case _ if word.startswith("-"):
                raise UsageError(f"invalid option: {word}")
            case _ if word in COMMANDS and not arguments.command:
                arguments.command = word
            case _:
                raise UsageError(f"invalid command: {word}")
    if not arguments.command:
        raise UsageError("missing command")
    return arguments


def _servers(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    for name in names:
        if name != ALL and name not in {kind.name for kind in KINDS}:
            raise UsageError(f"invalid server name: {name}")
    return () if ALL in names else names


@dataclass(frozen=True, slots=True)
class Job:
    """One command on some servers."""

    control: Control
    arguments: Arguments
    report: Report

    @property
    def selected(self) -> list[Kind]:
        """The servers that the command line means: those it names, or else all that this installation may have."""
        names = self.arguments.servers
        return [kind for kind in KINDS if (kind.name in names if names else self.control.expects(kind))]

    @property
    def wanted(self) -> list[Kind]:
        """Those of them that keactrl.conf enables."""
        return [kind for kind in self.selected if self.control.enabled(kind)]

    def start(self) -> bool:
        """Start servers."""
        options, keep_output = self.arguments.options, not self.arguments.json
        return _all(self.control.start(kind, self.report.say, options, keep_output) for kind in self.wanted)

    def stop(self) -> bool:
        """Stop servers, enabled or not."""
        return _all(self.control.stop(kind, self.report.say) for kind in self.selected)

    def reload(self) -> bool:
        """Let servers read their configuration again."""
        return _all(self.control.reload(kind, self.report.say) for kind in self.wanted)

    def status(self) -> bool:
        """Show which servers run and which files there are."""
        for kind in self.selected:
            active = self.control.pid(kind) > 0
            self.report.show(f"{kind.title}: {_coloured(active)}")
        for kind in self.selected:
            self.report.show(f"{kind.configuration} configuration file: {self.control.configuration(kind)}")
        self.report.show(f"keactrl configuration file: {self.control.file}")
        for kind in self.selected:
            file = self.control.configuration(kind)
            if not Path(file).exists():
                self.report.say(ERROR, f"Configuration file for Kea does not exist: {file}.")
        return True

    def version(self) -> bool:
        """Show versions."""
        self.report.show(f"keactrl: {KEA_VERSION}")
        for kind in self.wanted:
            version = self.control.version(kind)
            if version:
                self.report.show(f"{kind.program}: {version}")
        return True

    def record(self, done: bool) -> dict[str, object]:
        """Return all there is to say of the servers, ready for JSON."""
        return {
            "command": self.arguments.command,
            "result": 0 if done else FAILURE,
            "keactrl-configuration-file": str(self.control.file),
            "servers": [self._state(kind) for kind in self.selected],
            "messages": self.report.said,
        }

    def _state(self, kind: Kind) -> dict[str, object]:
        pid = self.control.pid(kind)
        return {
            "name": kind.name,
            "program": self.control.program(kind),
            "installed": self.control.installed(kind),
            "enabled": self.control.enabled(kind),
            "active": pid > 0,
            "pid": pid or None,
            "pid-file": str(self.control.pid_file(kind)),
            "configuration-file": self.control.configuration(kind),
            "version": self.control.version(kind) if self.arguments.command == "version" else None,
        }


COMMANDS: Final[dict[str, Callable[[Job], bool]]] = {
    "start": Job.start,
    "stop": Job.stop,
    "reload": Job.reload,
    "status": Job.status,
    "version": Job.version,
}


def _all(outcomes: Iterable[bool]) -> bool:
    """Do all there is to do, and tell whether all of it went well."""
    return False not in list(outcomes)


def main() -> int:
    """Do what the command line asks for and return the exit status."""
    return run(sys.argv[1:])


def run(words: list[str]) -> int:
    """Do what these words ask for and return the exit status."""
    places = find_places()
    usual = places.configuration / "keactrl.conf"
    usage = USAGE.format(file=usual, names=", ".join(kind.name for kind in KINDS), all=ALL)
    report = Report("--json" in words)
    try:
        arguments = parse(words)
    except UsageError as error:
        report.say(ERROR, str(error))
        return _failed(report, usage)
    if arguments.show:
        click.echo(usage if arguments.show == "help" else KEA_VERSION)
        return 0
    try:
        job = Job(Control(Path(arguments.file or usual), places, os.environ), arguments, report)
        done = COMMANDS[arguments.command](job)
        if arguments.json:
            click.echo(json.dumps(job.record(done), indent=2))
    except ControlError as error:
        report.say(ERROR, str(error))
        return _failed(report, "")
    return 0 if done else FAILURE


def _failed(report: Report, usage: str) -> int:
    if report.quiet:
        click.echo(json.dumps({"result": FAILURE, "messages": report.said}, indent=2))
    elif usage:
        click.echo(usage)
    return FAILURE


def _coloured(active: bool) -> str:
    return click.style("active", fg="green") if active else click.style("inactive", fg="red")


if __name__ == "__main__":
    sys.exit(main())

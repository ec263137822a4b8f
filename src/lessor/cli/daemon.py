"""What the programs of the daemons have in common: their flags, answers on the terminal, exit status.

Everything heavy is imported after the flags are read, so that `-v` and a mistyped flag answer at once.
"""

import getopt
import sys
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeAlias

from lessor import KEA_VERSION, __version__
from lessor.cli.build import packet_path

if TYPE_CHECKING:
    from lessor.service.programs.daemon import Daemon
    from lessor.service.programs.lifecycle import AtWork
    from lessor.service.setup import DaemonConfig, Setup

    AnyDaemon: TypeAlias = Daemon[DaemonConfig, object, AtWork[Setup[DaemonConfig, object]]]

SAME_AS_USUAL: Final = 0
LAST_PORT: Final = 65535

FAILURE: Final = 1

USAGE: Final = f"""\
Kea {{title}} server, version {KEA_VERSION} (lessor {__version__})

Usage: {{name}} -[v|V|W] [-d] [-X] [-{{{{c|t|T}}}} cfgfile] [-p number] [-P number]
  -v: print the version and exit
  -V: print the versions of all parts and exit
  -W: print how this server is built and exit
  -d: write everything to standard output, whatever the configuration says about logging
  -c file: serve with this configuration file
  -t file: check this configuration file and exit
  -T file: check it as the server would load it, with its hook libraries, and exit
  -p number: UDP port to serve on, 1-{LAST_PORT} (for tests)
  -P number: UDP port to send all replies to, 1-{LAST_PORT} (for tests)
  -X: lift restrictions on file places and secrets
"""


@dataclass(frozen=True, slots=True)
class Program:
    """One program: its name, what its users call the server, its usual UDP port, the module with its `DAEMON`."""

    name: str
    title: str
    port: int
    module: str

    @property
    def usage(self) -> str:
        """The text about the flags."""
        return USAGE.format(name=self.name, title=self.title)

    def daemon(self) -> "AnyDaemon":
        """Import and return the daemon."""
        found: AnyDaemon = import_module(self.module).DAEMON
        return found


class UsageError(Exception):
    """The command line cannot be understood; the text, which may be empty, says why."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the command line asks for: `show` is one of v, V, W or empty; `port` and `client_port` are UDP ports."""

    show: str = ""
    file: str = ""
    check: bool = False
    debug: bool = False
    unrestricted: bool = False
    port: int = SAME_AS_USUAL
    client_port: int = SAME_AS_USUAL


def parse(program: Program, words: list[str]) -> Arguments:
    """Return what these words ask for. Raise UsageError."""
    try:
        flags, rest = getopt.gnu_getopt(words, "dvVWXc:t:T:p:P:")
    except getopt.GetoptError as error:
        missing = "requires argument" in error.msg
        letter = "-" if "option --" in error.msg else error.opt
        text = f"option requires an argument -- '{letter}'" if missing else f"invalid option -- '{letter}'"
        raise UsageError(f"{program.name}: {text}") from error
    arguments = Arguments()
    for flag, value in flags:
        match flag:
            case "-v" | "-V" | "-W":
                return Arguments(show=flag[1])
            case "-c":
                arguments = replace(arguments, file=value)
            case "-t" | "-T":
                arguments = replace(arguments, file=value, check=True)
            case "-d":
                arguments = replace(arguments, debug=True)
            case "-X":
                arguments = replace(arguments, unrestricted=True)
            case "-p":
                arguments = replace(arguments, port=_port("server", value))
            case "-P":
                arguments = replace(arguments, client_port=_port("client", value))
    if rest:
        raise UsageError
    if not arguments.file:
        raise UsageError("Configuration file not specified.")
    return arguments


def _port(whose: str, text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= LAST_PORT:
        return int(text)
    raise UsageError(f"Failed to parse {whose} port number: [{text}], 1-{LAST_PORT} allowed.")


def run_program(program: Program, words: list[str]) -> int:
    """Do what the command line asks for and return the exit status."""
    try:
        arguments = parse(program, words)
    except UsageError as error:
        if str(error):
            print(error, file=sys.stderr)
        print(program.usage, file=sys.stderr)
        return FAILURE
    if arguments.show:
        print(SHOW[arguments.show]())
        return 0
    return check(program, arguments) if arguments.check else serve(program, arguments)


def check(program: Program, arguments: Arguments) -> int:
    """Check the configuration file, print what is wrong with it, and return the exit status."""
    from lessor.config.errors import ConfigError

    try:
        remarks = program.daemon().check(arguments.file)
    except ConfigError as error:
        for problem in error.problems:
            print(f"Error encountered: {problem}", file=sys.stderr)
        return FAILURE
    print("\n".join(remarks))
    return 0


def serve(program: Program, arguments: Arguments) -> int:
    """Serve until a signal ends it, and return the exit status."""
    from lessor.service.programs.process import hoard_memory, name_process

    hoard_memory()
    name_process(program.name)

    from lessor.service.programs.daemon import Options

    return program.daemon().run(
        Options(
            program=program.name,
            file=arguments.file,
            port=arguments.port or program.port,
            client_port=arguments.client_port,
            debug=arguments.debug,
            unrestricted=arguments.unrestricted,
        )
    )


def version() -> str:
    """Return the version programs around a Kea installation compare."""
    return KEA_VERSION


def versions() -> str:
    """Return the versions of all parts, one a line, as Kea's `-V`."""
    import platform

    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{KEA_VERSION}\nlessor {__version__}\nrunning on:\n{python}\ndatabase:\nMemfile backend 3.0"


def build_report() -> str:
    """Return where and with what this server is installed, as Kea's `-W`."""
    import platform

    from lessor.service.programs.places import find_places

    places = find_places()
    rows = {
        "Name": "lessor",
        "Version": __version__,
        "Extended version": f"{KEA_VERSION} (lessor {__version__})",
        "OS Family": platform.system(),
        "Python": f"{platform.python_implementation()} {platform.python_version()}, {sys.executable}",
        "Packet path": packet_path(),
        "Prefix": places.prefix,
        "Configuration": places.configuration,
        "Lease files": places.data,
        "Log files": places.logs,
        "PID files": places.pids,
        "Lease databases": "memfile",
    }
    return "\n".join(["Package:", *(f"  {name + ':':<18}{value}" for name, value in rows.items())])


SHOW: Final = {"v": version, "V": versions, "W": build_report}

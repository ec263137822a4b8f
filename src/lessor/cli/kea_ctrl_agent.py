"""The program `kea-ctrl-agent`."""

import getopt
import sys
from dataclasses import dataclass, replace
from typing import Final

from lessor import KEA_VERSION, __version__
from lessor.cli.daemon import build_report

NAME: Final = "kea-ctrl-agent"

FAILURE: Final = 1

USAGE: Final = f"""\
Usage: {NAME}
  -v: print version number and exit
  -V: print extended version information and exit
  -W: display the configuration report and exit
  -d: optional, write everything to standard output
  -c <config file name> : mandatory, specify name of configuration file
  -t <config file name> : check the configuration file and exit
  -X: lift restrictions
"""


class UsageError(Exception):
    """The command line cannot be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the command line asks for: `show` is one of v, V, W or empty."""

    show: str = ""
    file: str = ""
    check: bool = False
    debug: bool = False
    unrestricted: bool = False


def main() -> int:
    """Do what the command line asks for and return the exit status."""
    try:
        arguments = parse(sys.argv[1:])
    except UsageError as error:
        print(f"Usage error: {error}\n{USAGE}", file=sys.stderr)
        return FAILURE
    if arguments.show:
        print(shown(arguments.show))
        return 0
    return check(arguments.file) if arguments.check else serve(arguments)


def parse(words: list[str]) -> Arguments:
    """Return what these words ask for. Raise UsageError."""
    try:
        flags, rest = getopt.gnu_getopt(words, "dvVWXc:t:")
    except getopt.GetoptError as error:
        raise UsageError(f"unsupported option: [{error.opt}]") from error
    arguments = Arguments()
    for flag, value in flags:
        match flag:
            case "-v" | "-V" | "-W":
                return Arguments(show=flag[1])
            case "-c":
                arguments = replace(arguments, file=value)
            case "-t":
                arguments = replace(arguments, file=value, check=True)
            case "-d":
                arguments = replace(arguments, debug=True)
            case "-X":
                arguments = replace(arguments, unrestricted=True)
    if rest:
        raise UsageError("extraneous command line information")
    if not arguments.file:
        raise UsageError("configuration file not specified")
    return arguments


def shown(what: str) -> str:
    """Return what a flag shows."""
    if what == "W":
        return build_report()
    return KEA_VERSION if what == "v" else f"{KEA_VERSION}\nlessor {__version__}\n"


def check(file: str) -> int:
    """Check the configuration file, print what is wrong with it, and return the exit status."""
    from lessor.config.errors import ConfigError
    from lessor.service.api.agentdaemon import check as checked

    try:
        remarks = checked(file)
    except ConfigError as error:
        for problem in error.problems:
            print(f"Error encountered: {problem}", file=sys.stderr)
        return FAILURE
    print("\n".join(remarks))
    return 0


def serve(arguments: Arguments) -> int:
    """Take commands until a signal or a command ends it, and return the exit status."""
    from lessor.service.programs.process import name_process

    name_process(NAME)

    from lessor.service.api.agentdaemon import Options, run

    return run(Options(NAME, arguments.file, build_report(), arguments.debug, arguments.unrestricted))


if __name__ == "__main__":
    sys.exit(main())

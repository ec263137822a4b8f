"""The program `kea-dhcp4`: its flags, its answers on the terminal, its exit status.

Everything heavy is imported after the flags are read, so that `-v` and a mistyped flag answer at once.
"""

import getopt
import sys
from dataclasses import dataclass, replace
from typing import Final

from lessor import KEA_VERSION, __version__

PROGRAM: Final = "kea-dhcp4"
SERVER_PORT: Final = 67
SAME_AS_USUAL: Final = 0
LAST_PORT: Final = 65535

FAILURE: Final = 1

USAGE: Final = f"""\
Kea DHCPv4 server, version {KEA_VERSION} (lessor {__version__})

Usage: {PROGRAM} -[v|V|W] [-d] [-X] [-{{c|t|T}} cfgfile] [-p number] [-P number]
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


class UsageError(Exception):
    """The command line cannot be understood; the text, which may be empty, says why."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the command line asks for: `show` is one of v, V, W or empty; `port` and `client_port` UDP ports."""

    show: str = ""
    file: str = ""
    check: bool = False
    debug: bool = False
    unrestricted: bool = False
    port: int = SERVER_PORT
    client_port: int = SAME_AS_USUAL


def parse(words: list[str]) -> Arguments:
    """Return what these words ask for. Raise UsageError."""
    try:
        flags, rest = getopt.gnu_getopt(words, "dvVWXc:t:T:p:P:")
    except getopt.GetoptError as error:
        missing = "requires argument" in error.msg
        letter = "-" if "option --" in error.msg else error.opt
        text = f"option requires an argument -- '{letter}'" if missing else f"invalid option -- '{letter}'"
        raise UsageError(f"{PROGRAM}: {text}") from error
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


def main(words: list[str] | None = None) -> int:
    """Do what the command line asks for and return the exit status."""
    try:
        arguments = parse(sys.argv[1:] if words is None else words)
    except UsageError as error:
        if str(error):
            print(error, file=sys.stderr)
        print(USAGE, file=sys.stderr)
        return FAILURE
    if arguments.show:
        print(SHOW[arguments.show]())
        return 0
    return check(arguments) if arguments.check else serve(arguments)


def check(arguments: Arguments) -> int:
    """Check the configuration file, print what is wrong with it, and return the exit status."""
    from lessor.config.errors import ConfigError
    from lessor.service.dhcp4 import check4

    try:
        remarks = check4(arguments.file)
    except ConfigError as error:
        for problem in error.problems:
            print(f"Error encountered: {problem}", file=sys.stderr)
        return FAILURE
    print("\n".join(remarks))
    return 0


def serve(arguments: Arguments) -> int:
    """Serve until a signal ends it, and return the exit status."""
    from lessor.service.process import name_process

    name_process(PROGRAM)

    from lessor.service.dhcp4 import Dhcp4Options, run4

    return run4(
        Dhcp4Options(
            program=PROGRAM,
            file=arguments.file,
            port=arguments.port,
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

    from lessor.service.places import find_places

    places = find_places()
    rows = {
        "Name": "lessor",
        "Version": __version__,
        "Extended version": f"{KEA_VERSION} (lessor {__version__})",
        "OS Family": platform.system(),
        "Python": f"{platform.python_implementation()} {platform.python_version()}, {sys.executable}",
        "Prefix": places.prefix,
        "Configuration": places.configuration,
        "Lease files": places.data,
        "Log files": places.logs,
        "PID files": places.pids,
        "Lease databases": "memfile",
    }
    return "\n".join(["Package:", *(f"  {name + ':':<18}{value}" for name, value in rows.items())])


SHOW: Final = {"v": version, "V": versions, "W": build_report}


if __name__ == "__main__":
    sys.exit(main())

"""The program `kea-lfc`: clean up a lease file that a server, or an administrator, has moved away.

Everything heavy is imported after the flags are read. The exit status is 1 when the clean-up could not be done.
"""

import getopt
import sys
from collections.abc import Mapping
from typing import Final

from lessor import KEA_VERSION, __version__
from lessor.cli.daemon import build_report, versions

NAME: Final = "kea-lfc"
FAILURE: Final = 1

FILES: Final = {
    "-p": "PID file",
    "-x": "previous lease file",
    "-i": "copy of the lease file",
    "-o": "output lease file",
    "-f": "finish file",
    "-c": "configuration file",
}
"""The flags that name files; all of them are needed, though the configuration is not read."""

USAGE: Final = f"""\
Lease file clean-up, version {KEA_VERSION} (lessor {__version__})

Usage: {NAME} [-4|-6] -p file -x file -i file -o file -f file -c file [-d]
  -4 or -6: what the lease files are of, DHCPv4 or DHCPv6
  -p file: PID file
  -x file: previous lease file, the result of the last clean-up
  -i file: copy of the lease file, which is merged into it
  -o file: output, while it is written
  -f file: finish file, the output when it is whole
  -c file: configuration file (not read)
  -d: write the log to the terminal instead of the system's log
  -v: print the version and exit
  -V: print the versions of all parts and exit
  -W: print how this program is built and exit
  -h: print this text and exit"""


class UsageError(Exception):
    """The command line cannot be understood; the text says why."""


def main() -> int:
    """Do what the command line asks for and return the exit status."""
    try:
        flags = parse(sys.argv[1:])
    except UsageError as error:
        print(f"Usage error: {error}\n{USAGE}\n\nService failed: {error}", file=sys.stderr)
        return FAILURE
    for flag, text in SHOW.items():
        if flag in flags:
            print(text())
            return 0
    return clean_up(flags)


def parse(words: list[str]) -> dict[str, str]:
    """Return the flags and what follows them. Raise UsageError."""
    try:
        found, rest = getopt.gnu_getopt(words, "46dvVWhp:x:i:o:f:c:")
    except getopt.GetoptError as error:
        raise UsageError(error.msg) from error
    flags = dict(found)
    if SHOW.keys() & flags.keys():
        return flags
    if rest:
        raise UsageError("Extraneous parameters.")
    if "-4" not in flags and "-6" not in flags:
        raise UsageError("DHCP version not specified")
    for flag, what in FILES.items():
        if not flags.get(flag):
            raise UsageError(f"{what} not specified")
    return flags


def clean_up(flags: Mapping[str, str]) -> int:
    """Clean up, tell the log, and return the exit status."""
    from pathlib import Path

    from lessor.model.network import LoggerConfig, LoggerOutput
    from lessor.service.leases.lfc import ROOT, CleanupFailed, Run
    from lessor.service.logs.log import Loggers
    from lessor.service.programs.places import find_places
    from lessor.service.programs.priority import stand_back
    from lessor.service.programs.process import name_process
    from lessor.store.compact import Files

    name_process(NAME)
    stand_back()
    loggers = Loggers(ROOT, find_places().logs)
    output = "stderr" if "-d" in flags else "syslog"
    loggers.configure((LoggerConfig(ROOT, outputs=(LoggerOutput(output),)),), debug=False)
    files = Files(*(Path(flags[flag]) for flag in ("-x", "-i", "-o", "-f")))
    try:
        Run(6 if "-6" in flags else 4, files, Path(flags["-p"]), loggers).run()
    except CleanupFailed as error:
        # for who started us, whatever the log is
        print(f"{NAME}: {error}", file=sys.stderr)
        return FAILURE
    finally:
        loggers.close()
    return 0


SHOW: Final = {"-h": lambda: USAGE, "-v": lambda: KEA_VERSION, "-V": versions, "-W": build_report}

if __name__ == "__main__":
    sys.exit(main())

"""The program `kea-admin`: make, upgrade and look at databases, move leases into them and out of them.

Flags, lines and exit states are those of Kea's, because scripts rely on them. Everything heavy is imported after the
flags are read. A password is taken from a flag, the environment or the terminal, and given to the database alone.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lessor import KEA_VERSION, __version__

if TYPE_CHECKING:
    from lessor.model.database import DatabaseSettings
    from lessor.service.leases.admin import Admin

NAME: Final = "kea-admin"
FAILURE: Final = 1

MEMFILE: Final = "memfile"
BACKENDS: Final = (MEMFILE, "mysql", "pgsql")

PASSWORD_VARIABLE: Final = "KEA_ADMIN_DB_PASSWORD"
POSTGRESQL_PASSWORD_VARIABLE: Final = "PGPASSWORD"
DEFAULT: Final = "keatest"
"""User, password and database of whoever names none."""

USAGE: Final = f"""
{NAME} {KEA_VERSION} (lessor {__version__})

Make, upgrade and look at the databases of DHCP servers.

Usage: {NAME} COMMAND BACKEND [parameters]

COMMAND: what to do
  db-init        make the tables in an empty database
  db-version     print the version of the tables
  db-upgrade     bring the tables to the newest version
  lease-dump     write the leases of a database to a lease file
  lease-upload   insert the leases of a lease file into a database
  stats-recount  count the leases of a database anew

BACKEND: {"|".join(BACKENDS)}

PARAMETERS:
  -h, --host HOST          where the database is (default: localhost)
  -P, --port PORT          its TCP port
  -u, --user NAME          user of the database (default: {DEFAULT})
  -p, --password [TEXT]    password; without a text it is asked for; see also {PASSWORD_VARIABLE}
  -n, --name NAME          name of the database (default: {DEFAULT})
  -d, --directory DIR      directory of scripts; taken and not used: the statements are part of {NAME}
  -x, --extra ARGUMENT     where else Kea's {NAME} gives arguments to the database's client: --socket, --port, --ssl-ca,
                           --ssl-cert, --ssl-key, --ssl-cipher, each with =VALUE
  -v, --version            print the version
  -4, -6                   lease-dump, lease-upload: the family
  -i, --input FILE         lease-upload: the lease file
  -o, --output FILE        lease-dump: the lease file
  -y, --yes                lease-dump: write over a file that is there
      --newest             db-init: make the newest tables, not those that Kea 2.2 can use
"""


class UsageError(Exception):
    """The command line cannot be understood; the text says why. Whoever can use it is shown how to."""

    def __init__(self, text: str, usage: bool = True) -> None:
        super().__init__(text)
        self.usage = usage


@dataclass(slots=True)
class Arguments:
    """What the command line asks for; no password is None, one to be asked for is empty with `ask`."""

    command: str = ""
    backend: str = ""
    values: dict[str, str] = field(default_factory=dict)
    extras: list[str] = field(default_factory=list)
    family: int = 0
    password: str | None = None
    ask: bool = False
    yes: bool = False
    newest: bool = False


# Flags with a value: the short one, the long one; the long one without its dashes is the name of the value.
VALUED: Final = (
    ("-h", "--host"),
    ("-P", "--port"),
    ("-u", "--user"),
    ("-n", "--name"),
    ("-d", "--directory"),
    ("-i", "--input"),
    ("-o", "--output"),
    ("-x", "--extra"),
)

EXTRAS: Final[dict[str, Callable[[DatabaseSettings, str], DatabaseSettings]]] = {
    "--socket": lambda settings, value: replace(settings, host=value),
    "--host": lambda settings, value: replace(settings, host=value),
    "--port": lambda settings, value: replace(settings, port=_port(value)),
    "--ssl-ca": lambda settings, value: replace(settings, trust_anchor=value),
    "--ssl-cert": lambda settings, value: replace(settings, cert_file=value),
    "--ssl-key": lambda settings, value: replace(settings, key_file=value),
    "--ssl-cipher": lambda settings, value: replace(settings, cipher_list=value),
}
"""Arguments of the clients of databases that a connection of ours heeds."""


def main() -> int:
    """Do what the command line asks for and return the exit status."""
    words = sys.argv[1:]
    if words and words[0] in {"-v", "--version"}:
        print(KEA_VERSION)
        return 0
    try:
        arguments = parse(words)
        return run(arguments, os.environ)
    except UsageError as error:
        _log("ERROR", str(error))
        if error.usage:
            print(USAGE, end="")
        return FAILURE


def parse(words: list[str]) -> Arguments:
    """Return what a command line says. Raise UsageError."""
    rest = list(words)
    command = rest.pop(0) if rest else ""
    if not command:
        raise UsageError("missing command")
    if command not in COMMANDS:
        raise UsageError(f"invalid command: {command}")
    backend = rest.pop(0) if rest else ""
    if not backend:
        raise UsageError("missing backend")
    if backend not in BACKENDS:
        raise UsageError(f"invalid backend: {backend}", usage=False)
    arguments = Arguments(command, backend)
    while rest:
        _take(arguments, rest)
    return arguments


def _take(arguments: Arguments, rest: list[str]) -> None:
    """Take one flag, and what belongs to it, from the words."""
    word = rest.pop(0)
    for short, long in VALUED:
        if word in {short, long}:
            _keep(arguments, long.removeprefix("--"), _value(rest, short, long))
            return
    match word:
        case "-p" | "--password":
            # whatever follows is the password, even if it looks like a flag
            arguments.ask = not rest
            arguments.password = rest.pop(0) if rest else ""
        case "-4" | "-6":
            if arguments.family not in {0, int(word[1])}:
                raise UsageError("you may not specify both -4 and -6")
            arguments.family = int(word[1])
        case "-y" | "--yes":
            arguments.yes = True
        case "--newest":
            arguments.newest = True
        case _:
            raise UsageError(f"invalid option: {word}")


def _value(rest: list[str], short: str, long: str) -> str:
    value = rest.pop(0) if rest else ""
    if not value:
        raise UsageError(f"{short} or {long} requires a parameter")
    return value


def _keep(arguments: Arguments, name: str, value: str) -> None:
    if name == "extra":
        arguments.extras += value.split()
    else:
        arguments.values[name] = value


def run(arguments: Arguments, environment: Mapping[str, str]) -> int:
    """Do what is asked and return the exit status. Raise UsageError."""
    if arguments.backend == MEMFILE:
        return _refuse_memfile(arguments.command)
    from lessor.service.leases.admin import Admin, Failed

    if directory := arguments.values.get("directory"):
        _log("WARNING", f"The statements are part of {NAME}; nothing is read from {directory}.")
    admin = Admin(settings_of(arguments, environment), print, _log)
    try:
        return COMMANDS[arguments.command](admin, arguments)
    except Failed as error:
        _log("ERROR", str(error))
        return error.status


def _refuse_memfile(command: str) -> int:
    if command == "stats-recount":
        _log("INFO", "memfile does not keep lease statistics")
        return 0
    said = "NOT IMPLEMENTED" if command.startswith("db-") else f"{command} is not supported for memfile"
    _log("ERROR", said)
    return FAILURE


def settings_of(arguments: Arguments, environment: Mapping[str, str]) -> DatabaseSettings:
    """Return the database that is meant. Raise UsageError."""
    from lessor.model.database import MYSQL, POSTGRESQL, DatabaseSettings

    values = arguments.values
    settings = DatabaseSettings(
        POSTGRESQL if arguments.backend == "pgsql" else MYSQL,
        values.get("name", DEFAULT),
        values.get("host", "localhost"),
        _port(values.get("port", "0")),
        values.get("user", DEFAULT),
        _password(arguments, environment),
    )
    for extra in arguments.extras:
        name, equals, value = extra.partition("=")
        if name not in EXTRAS or not equals:
            raise UsageError(f"-x or --extra: {name} is not among {', '.join(EXTRAS)}, each with =VALUE")
        settings = EXTRAS[name](settings, value)
    return settings


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) > 65535:
        raise UsageError(f"{text} is no port")
    return int(text)


def _password(arguments: Arguments, environment: Mapping[str, str]) -> str:
    if arguments.backend == "pgsql" and environment.get(POSTGRESQL_PASSWORD_VARIABLE):
        return environment[POSTGRESQL_PASSWORD_VARIABLE]
    if arguments.ask:
        if sys.stdin.isatty():
            return getpass.getpass("Password: ")
        _log("WARNING", "Non-interactive tty detected. Assuming empty password.")
    if arguments.password is not None:
        return arguments.password
    if PASSWORD_VARIABLE in environment:
        print(f"Using the value of {PASSWORD_VARIABLE} for authentication...")
        return environment[PASSWORD_VARIABLE]
    return DEFAULT


def _make(admin: Admin, arguments: Arguments) -> int:
    admin.make(arguments.newest)
    return 0


def _version(admin: Admin, arguments: Arguments) -> int:
    print(admin.version())
    if arguments.backend == "mysql":
        # an empty line more, as ever
        print()
    return 0


def _upgrade(admin: Admin, _: Arguments) -> int:
    admin.upgrade()
    return 0


def _dump(admin: Admin, arguments: Arguments) -> int:
    if not arguments.family:
        raise UsageError("lease-dump: lease type ( -4 or -6 ) needs to be specified")
    if "output" not in arguments.values:
        raise UsageError("you must specify an output file for lease-dump")
    path = Path(arguments.values["output"])
    if not _may_write(path, arguments.yes):
        print(f"{arguments.command} aborted by user.")
        return FAILURE
    admin.dump(arguments.family, path)
    return 0


def _may_write(path: Path, yes: bool) -> bool:
    if yes or not path.exists():
        return True
    print(f"Output file, {path}, exists and will be overwritten.")
    print("Do you wish to continue? (y/N)")
    if not sys.stdin.isatty():
        _log("WARNING", "Non-interactive tty detected. Assuming no.")
        return False
    return sys.stdin.readline().strip() == "y"


def _upload(admin: Admin, arguments: Arguments) -> int:
    if "input" not in arguments.values:
        raise UsageError("you must specify an input file with -i or --input for lease-upload")
    if not arguments.family:
        raise UsageError("lease-upload: lease type -4 or -6 needs to be specified")
    admin.upload(arguments.family, Path(arguments.values["input"]))
    return 0


def _recount(admin: Admin, _: Arguments) -> int:
    admin.recount()
    return 0


def _log(level: str, text: str) -> None:
    print(f"{level}/{NAME}: {text}")


COMMANDS: Final[dict[str, Callable[[Admin, Arguments], int]]] = {
    "db-init": _make,
    "db-version": _version,
    "db-upgrade": _upgrade,
    "lease-dump": _dump,
    "lease-upload": _upload,
    "stats-recount": _recount,
}

if __name__ == "__main__":
    sys.exit(main())

"""The program `kea-shell`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from lessor import KEA_VERSION, __version__
from lessor.service.api.shell import Peer, ShellError, request, send

FAILURE: Final = 1

USUAL_COMMAND: Final = "list-commands"


def main() -> int:
    """Do what the command line asks for and return the exit status."""
    return run(sys.argv[1:])


def run(words: list[str]) -> int:
    """Send the command that these words name, with the arguments on standard input, and print the answer."""
    flags = parser().parse_args(words)
    if flags.v or flags.V:
        print(KEA_VERSION if flags.v else f"{KEA_VERSION}\nlessor {__version__}")
        return 0
    try:
        peer = peer_of(flags)
        services = [service for service in flags.service or [] if service]
        members = "" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.read()
        answer = send(peer, request(flags.command, services, members))
    except ShellError as error:
        print(error, file=sys.stderr)
        return FAILURE
    print(json.dumps(answer, indent=4, ensure_ascii=False))
    return 0


def peer_of(flags: argparse.Namespace) -> Peer:
    """Return where the request goes. Raise ShellError."""
    if bool(flags.cert) != bool(flags.key):
        raise ShellError("--cert and --key must be used together")
    if flags.cert and not flags.ca:
        raise ShellError("--cert and --key need --ca: without it there is no HTTPS")
    return Peer(
        host=flags.host,
        port=flags.port,
        path=flags.path,
        authorities=flags.ca,
        cert_file=flags.cert,
        key_file=flags.key,
        user=secret(flags.auth_user, flags.auth_user_file),
        password=secret(flags.auth_password, flags.auth_password_file),
        timeout=flags.timeout,
    )


def secret(given: str, file: str) -> str:
    """Return what was given, or what is in the file. Raise ShellError."""
    if given or not file:
        return given
    try:
        return Path(file).read_text().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise ShellError(f"cannot read {file}: {getattr(error, 'strerror', None) or error}") from None


def parser() -> argparse.ArgumentParser:
    """Return what knows the flags."""
    found = argparse.ArgumentParser(
        prog="kea-shell",
        description="Send a command to a Kea control agent, or to a server that takes commands by HTTP. The members of "
        "its arguments are read from standard input, as JSON without the braces around them.",
    )
    for flag, usual, about in TEXTS:
        found.add_argument(flag, default=usual, help=about)
    found.add_argument("--port", type=int, default=8000, help="port to connect to (default: 8000)")
    found.add_argument("--timeout", type=float, default=10.0, help="seconds until we give up (default: 10)")
    found.add_argument(
        "--service", nargs="?", action="append", help="the server the command is for: dhcp4, dhcp6, d2; may be repeated"
    )
    found.add_argument("-v", action="store_true", help="print the version and exit")
    found.add_argument("-V", action="store_true", help="print all versions and exit")
    found.add_argument("command", nargs="?", default=USUAL_COMMAND, help=f"the command (default: {USUAL_COMMAND})")
    return found


TEXTS: Final = (
    ("--host", "127.0.0.1", "host to connect to (default: 127.0.0.1)"),
    ("--path", "", "path of the URL"),
    ("--ca", "", "file or directory of authorities to trust; asks for HTTPS"),
    ("--cert", "", "file of our certificate"),
    ("--key", "", "file of our private key"),
    ("--auth-user", "", "user"),
    ("--auth-password", "", "password; others can see it in the list of processes"),
    ("--auth-user-file", "", "file that holds the user"),
    ("--auth-password-file", "", "file that holds the password"),
)


if __name__ == "__main__":
    sys.exit(main())

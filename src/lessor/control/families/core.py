"""Commands about the server as such: what it is, how it is, whether it serves, and its end."""

import os
import sys
from collections.abc import Sequence
from typing import Final, Protocol

from lessor import KEA_VERSION, __version__
from lessor.control.state import DATABASE, LOCAL_PARTNER, ORIGINS, PARTNERS_END, REMOTE_PARTNER, USER, ServiceState
from lessor.model.command import (
    EMPTY,
    WRITE,
    Answer,
    Argument,
    Arguments,
    Command,
    CommandError,
    found_nothing,
    succeeded,
)
from lessor.model.json import Json

LARGEST_STATUS: Final = 255
LARGEST_ORIGIN: Final = (1 << 32) - 1

RECLAIMED: Final = "Reclamation of expired leases is complete."


class Server(Protocol):
    """What these commands ask of a server."""

    family: int

    @property
    def state(self) -> ServiceState: ...
    @property
    def started(self) -> float: ...
    @property
    def configured(self) -> float: ...
    @property
    def server_tag(self) -> str: ...
    def now(self) -> int: ...
    def socket_errors(self) -> tuple[bool, Sequence[str]]:
        """Return whether sockets that could not be opened are tried again, and what is wrong with them."""
        ...

    def shut_down(self, status: int) -> None: ...
    async def reclaim(self, keep: bool) -> None: ...
    def tree(self) -> dict[str, Json]: ...
    async def configure(self, tree: dict[str, Json]) -> None: ...
    def clean_up(self) -> bool:
        """Start a clean-up of the lease file; return whether there is a lease file."""
        ...


# What it is


def _version_get(server: Server, arguments: Arguments) -> Answer:
    return succeeded(KEA_VERSION, {"extended": f"{KEA_VERSION}\nlessor {__version__}"})


def _build_report(server: Server, arguments: Arguments) -> Answer:
    python = ".".join(str(part) for part in sys.version_info[:3])
    return succeeded(f"lessor {__version__}\nspeaks as Kea {KEA_VERSION}\nPython {python} on {sys.platform}\n")


def _server_tag_get(server: Server, arguments: Arguments) -> Answer:
    return succeeded(arguments={"server-tag": server.server_tag})


# How it is


def _status_get(server: Server, arguments: Arguments) -> Answer:
    now = server.now()
    return succeeded(
        arguments={
            "pid": os.getpid(),
            "uptime": max(now - int(server.started), 0),
            "reload": max(now - int(server.configured), 0),
            "multi-threading-enabled": False,
            "extended-info-tables": False,
            "dhcp-state": _dhcp_state(server.state),
            "sockets": _sockets(server),
        }
    )


def _dhcp_state(state: ServiceState) -> Json:
    local: list[Json] = [*state.disabled_by(LOCAL_PARTNER, REMOTE_PARTNER)]
    remote: list[Json] = [*state.disabled_by(REMOTE_PARTNER, PARTNERS_END)]
    databases: list[Json] = [*state.disabled_by(DATABASE, LOCAL_PARTNER)]
    return {
        "disabled-by-db-connection": databases,
        "disabled-by-local-command": local,
        "disabled-by-remote-command": remote,
        "disabled-by-user": bool(state.disabled_by(USER, DATABASE)),
        "globally-disabled": not state.enabled,
    }


def _sockets(server: Server) -> Json:
    retrying, errors = server.socket_errors()
    if not errors:
        return {"status": "ready"}
    return {"status": "retrying" if retrying else "failed", "errors": [*errors]}


# Whether it serves


def _dhcp_disable(server: Server, arguments: Arguments) -> Answer:
    period = arguments.get("max-period", 0)
    if not isinstance(period, int) or isinstance(period, bool):
        raise CommandError("'max-period' argument must be a number")
    if "max-period" in arguments and period <= 0:
        raise CommandError("'max-period' must be positive integer")
    server.state.disable(_origin(arguments), period)
    return succeeded(f"DHCPv{server.family} service disabled{f' for {period} seconds' if period else ''}")


def _dhcp_enable(server: Server, arguments: Arguments) -> Answer:
    server.state.enable(_origin(arguments))
    return succeeded("DHCP service successfully enabled")


def _origin(arguments: Arguments) -> int:
    """Return who disables or enables: a number, or one of two names. Raise CommandError."""
    number = arguments.get("origin-id")
    if number is not None:
        if not isinstance(number, int) or isinstance(number, bool):
            raise CommandError("'origin-id' argument must be a number")
        return _known(number, number)
    origin = arguments.get("origin", "user")
    if isinstance(origin, int) and not isinstance(origin, bool):
        # since Kea 2.6 a partner may name itself so
        return _known(origin, origin)
    if not isinstance(origin, str):
        raise CommandError("'origin' argument must be a string")
    return _known(ORIGINS.get(origin, 0), origin)


def _known(number: int, given: Json) -> int:
    if not 0 < number <= LARGEST_ORIGIN:
        raise CommandError(f"invalid value used for 'origin' parameter: {given}")
    return number


def _shutdown(server: Server, arguments: Arguments) -> Answer:
    status = arguments.get("exit-value", 0)
    if not isinstance(status, int) or isinstance(status, bool):
        raise CommandError("parameter 'exit-value' is not an integer")
    if not 0 <= status <= LARGEST_STATUS:
        raise CommandError(f"parameter 'exit-value' is not from 0 to {LARGEST_STATUS}")
    server.shut_down(status)
    return succeeded("Shutting down.")


# Its leases and its configuration


async def _leases_reclaim(server: Server, arguments: Arguments) -> Answer:
    if "remove" not in arguments:
        raise CommandError("Missing mandatory 'remove' parameter.")
    remove = arguments["remove"]
    if not isinstance(remove, bool):
        raise CommandError("'remove' parameter expected to be a boolean.")
    await server.reclaim(keep=not remove)
    return succeeded(RECLAIMED)


def _kea_lfc_start(server: Server, arguments: Arguments) -> Answer:
    if not server.clean_up():
        raise CommandError("there is no lease file to clean up", EMPTY)
    return succeeded("kea-lfc started")


def _config_backend_pull(server: Server, arguments: Arguments) -> Answer:
    return found_nothing("No config backend.")


async def _libreload(server: Server, arguments: Arguments) -> Answer:
    await server.configure(server.tree())
    return succeeded("Hooks libraries successfully reloaded.")


ORIGIN: Final = (
    Argument("origin", "string", "who does it: `user`, which is usual, or `ha-partner`"),
    Argument("origin-id", "integer", "the number of who does it: 1 user, 1000 and 2000 and above partners"),
)

COMMANDS: Final[tuple[Command[Server], ...]] = (
    Command(
        "build-report",
        "Tell what the server is made of.",
        _build_report,
        answer="the report, as text",
        since="1.2.0",
    ),
    Command(
        "config-backend-pull",
        "Read configuration from databases now. There are none, and the answer says so.",
        _config_backend_pull,
        WRITE,
        since="1.7.1",
    ),
    Command(
        "dhcp-disable",
        "Answer no clients until dhcp-enable, or for some time.",
        _dhcp_disable,
        WRITE,
        (Argument("max-period", "integer", "seconds after which clients are answered again"), *ORIGIN),
        since="1.4.0",
    ),
    Command(
        "dhcp-enable",
        "Answer clients again, unless somebody else has disabled that as well.",
        _dhcp_enable,
        WRITE,
        ORIGIN,
        since="1.4.0",
    ),
    Command(
        "kea-lfc-start",
        "Clean up the lease file now.",
        _kea_lfc_start,
        WRITE,
        since="3.1.2",
    ),
    Command(
        "leases-reclaim",
        "Take back all leases that are over now, whatever the limits of a round are.",
        _leases_reclaim,
        WRITE,
        (Argument("remove", "boolean", "remove their rows; else they stay for their clients", required=True),),
        since="1.0.0",
    ),
    Command(
        "libreload",
        "Load hook libraries again: the configuration in force is put to use anew. Kea has this up to 2.4.",
        _libreload,
        WRITE,
        since="1.2.0",
    ),
    Command(
        "server-tag-get",
        "Tell the name of the server in databases that several share.",
        _server_tag_get,
        answer="`server-tag`",
        since="1.6.0",
    ),
    Command(
        "shutdown",
        "End the server: replies that wait are sent, leases are on disk.",
        _shutdown,
        WRITE,
        (Argument("exit-value", "integer", "the exit status of the process; 0 without it"),),
        since="1.0.0",
    ),
    Command(
        "status-get",
        "Tell how the server is: since when it runs, whether it serves, its sockets.",
        _status_get,
        answer="`pid`; `uptime` and `reload` in seconds; `dhcp-state`: who has disabled the service; `sockets`",
        since="1.7.3",
    ),
    Command(
        "version-get",
        "Tell the version of Kea whose files and commands the server understands, and its own.",
        _version_get,
        answer="`extended`, with a line for each",
        since="1.2.0",
    ),
)

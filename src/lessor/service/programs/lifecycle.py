"""What the life of a DHCP daemon is made of, whatever its family: its events, and what may keep it from its work."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from lessor.config.errors import ConfigError
from lessor.control.state import ServiceState
from lessor.service.counting.statistics import Statistics
from lessor.service.hooking.plugins import Loaded
from lessor.service.logs.log import LogError, Loggers
from lessor.service.logs.message import Message
from lessor.service.net.sockets import SocketsError
from lessor.service.programs.places import PlaceError
from lessor.service.serverid import ServerIdError
from lessor.service.serving import Prepared
from lessor.store.base import StoreError

ADVERSITIES: Final = (ConfigError, LogError, PlaceError, ServerIdError, StoreError, SocketsError, OSError)
"""What may keep a configuration from being put to use; anything else is a bug."""

Ready = TypeVar("Ready", contravariant=True)


@dataclass(frozen=True, slots=True)
class Events:
    """The messages about a daemon's life."""

    starting: Message
    start_info: Message
    checks_disabled: Message
    already_running: Message
    started: Message
    init_failed: Message
    config_refused: Message
    config_complete: Message
    reload: Message
    reload_done: Message
    reload_failed: Message
    shutdown_request: Message
    shutdown: Message
    server_failed: Message
    unexpected: Message


class Unloading(Protocol):
    """Plug-ins that are loaded (plugins.py)."""

    @property
    def loaded(self) -> Loaded: ...
    async def close(self) -> None: ...


class AtWork(Protocol[Ready]):
    """A server that answers clients (serving.py)."""

    statistics: Statistics
    state: ServiceState

    @property
    def plugins(self) -> Unloading: ...
    def prepare(self, setup: Ready) -> Prepared: ...
    def change(self, setup: Ready, prepared: Prepared | None = None) -> None: ...
    async def reclaim(self, keep: bool) -> None: ...
    def clean_up(self) -> bool: ...
    def socket_errors(self) -> tuple[bool, Sequence[str]]: ...
    def listening(self) -> list[tuple[str, int]]: ...
    def look_again(self) -> None: ...
    def close(self) -> None: ...


def refusals(loggers: Loggers, events: Events, file: str, error: Exception) -> str:
    """Write to the log why a configuration is not put to use, one line a mistake; return the sum of it."""
    reasons = error.problems if isinstance(error, ConfigError) else [error]
    for reason in reasons:
        loggers.write(events.config_refused, file, reason)
    more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
    return f"configuration error using file '{file}': {reasons[0]}{more}"

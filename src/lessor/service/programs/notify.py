"""Tell the service manager how the server is doing: systemd's notification protocol, one datagram for each change.

The manager names its socket in NOTIFY_SOCKET; without it, and when nobody listens, nothing happens: a server does not
depend on being watched. If WATCHDOG_USEC is set too, the manager wants to hear from us in shorter intervals than that.
"""

import os
import socket
import time
from collections.abc import Mapping
from typing import Final

SOCKET: Final = "NOTIFY_SOCKET"
WATCHDOG: Final = "WATCHDOG_USEC"
WATCHDOG_PID: Final = "WATCHDOG_PID"

MICROSECONDS: Final = 1000000
SIGNS_OF_LIFE: Final = 3
"""How many there are in the time after which the manager takes us for dead."""


class Notifier:
    """The way to the service manager. `watchdog` is how many seconds two calls of `alive` may be apart, 0 for any."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get(SOCKET, "")
        # a name in the abstract name space starts with @ where it cannot start with a zero octet
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self.watchdog = _watchdog(environment) if address else 0.0

    def ready(self, status: str) -> None:
        """Say that the server serves: after its start, and after a reload whatever its outcome."""
        self._send("READY=1", f"STATUS={status}")

    def reloading(self) -> None:
        """Say that the configuration is being read again; `ready` says when that is over."""
        now = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        self._send("RELOADING=1", f"MONOTONIC_USEC={now}", "STATUS=reading the configuration again")

    def stopping(self) -> None:
        """Say that the server is about to end."""
        self._send("STOPPING=1", "STATUS=stopping")

    def status(self, text: str) -> None:
        """Say in a line what the server does, for those who ask the manager."""
        self._send(f"STATUS={text}")

    def alive(self) -> None:
        """Give a sign of life."""
        self._send("WATCHDOG=1")

    def _send(self, *variables: str) -> None:
        if not self._address:
            return
        # a variable is a line
        text = "\n".join(variable.replace("\n", " ") for variable in variables)
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as sender:
                sender.connect(self._address)
                sender.send(text.encode(errors="replace"))
        except OSError:
            return  # the manager has gone or is busy: that is no reason not to serve


def _watchdog(environment: Mapping[str, str]) -> float:
    time_out = environment.get(WATCHDOG, "")
    ours = environment.get(WATCHDOG_PID, "") in ("", str(os.getpid()))
    return int(time_out) / MICROSECONDS / SIGNS_OF_LIFE if ours and time_out.isascii() and time_out.isdigit() else 0.0

"""Where an installation keeps its files: as under Kea, below one prefix, each place movable by Kea's variables."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LEASES4: Final = "kea-leases4.csv"
LEASES6: Final = "kea-leases6.csv"
SERVER_ID: Final = "kea-dhcp6-serverid"
DIRECTORY_MODE: Final = 0o750


class PlaceError(Exception):
    """A directory we need does not exist and cannot be made; the text names it."""


@dataclass(frozen=True, slots=True)
class Places:
    """The directories of one installation, below `prefix` unless moved."""

    prefix: Path
    configuration: Path
    data: Path
    logs: Path
    pids: Path
    hooks: Path
    """Where plug-ins are."""
    sockets: Path

    def control_socket(self, name: str) -> Path:
        """Return the socket that a configuration calls `name`."""
        return self._in(self.sockets, name)

    def lease_file4(self, name: str) -> Path:
        """Return the lease file that a configuration calls `name`; the empty name means the usual file."""
        return self._in(self.data, name or LEASES4)

    def lease_file6(self, name: str) -> Path:
        """Return the lease file that a DHCPv6 configuration calls `name`, as lease_file4."""
        return self._in(self.data, name or LEASES6)

    @property
    def server_id_file(self) -> Path:
        """Where a DHCPv6 server keeps its DUID."""
        return self.data / SERVER_ID

    def pid_file(self, configuration: str, program: str) -> Path:
        """Return the pid file of a program that serves with this configuration file."""
        return self.pids / f"{Path(configuration).stem}.{program}.pid"

    def command_socket(self, configuration: str, program: str) -> Path:
        """Return the socket on which a program that serves with this configuration file answers commands."""
        return self.pid_file(configuration, program).with_suffix(".socket")

    def make(self, directory: Path) -> None:
        """Make the directory if it is missing and inside our prefix. Raise PlaceError when it cannot be had."""
        if directory.is_dir():
            return
        if not directory.is_relative_to(self.prefix):
            raise PlaceError(f"directory {directory} does not exist")
        try:
            directory.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
        except OSError as error:
            raise PlaceError(f"cannot make directory {directory}: {error.strerror}") from error

    @staticmethod
    def _in(directory: Path, name: str) -> Path:
        path = Path(name)
        return directory / path if path.name == name else path


def find_places(environment: Mapping[str, str] = os.environ, prefix: str = sys.prefix) -> Places:
    """Return the places of the installation at `prefix`."""
    # a distribution's packages live in /usr, but their files in /etc and /var
    base = Path("/" if prefix == "/usr" else prefix)

    def place(variable: str, usual: str) -> Path:
        return Path(environment.get(variable) or base / usual)

    return Places(
        prefix=base,
        configuration=base / "etc/kea",
        data=place("KEA_DHCP_DATA_DIR", "var/lib/kea"),
        logs=place("KEA_LOG_FILE_DIR", "var/log/kea"),
        pids=place("KEA_PIDFILE_DIR", "var/run/kea"),
        hooks=Path(environment.get("KEA_HOOKS_PATH") or Path(prefix) / "lib/kea/hooks"),
        sockets=place("KEA_CONTROL_SOCKET_DIR", "var/run/kea"),
    )

"""Start, stop and look at the servers that keactrl.conf names, as Kea's keactrl does.

What there is to say is said through `Say`, in the words that scripts look for. Nothing here prints.
"""

import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from lessor.service.logs.log import DESTINATION
from lessor.service.programs.assignments import AssignmentError, read_assignments
from lessor.service.programs.places import PlaceError, Places
from lessor.service.programs.running import running

INFO: Final = "INFO"
WARNING: Final = "WARNING"
ERROR: Final = "ERROR"

Say: TypeAlias = Callable[[str, str], None]
"""Takes one of the levels above, and a text."""

EARLY_LOG: Final = "kea.log"

PATIENCE: Final = 20.0
"""Seconds a server gets to end, or to say in its pid file that it is there."""
PAUSE: Final = 0.02


class ControlError(Exception):
    """The command cannot be carried out; the text says why."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A server that keactrl knows: what the command line calls it, its program, what it is called in `status`.

    `enabled` is what holds when the file does not say it. The file need not speak of those that are not `basic`: some
    releases have them, some do not.
    """

    name: str
    program: str
    title: str
    configuration: str
    enabled: bool
    basic: bool = False
    reloads: bool = True


KINDS: Final = (
    Kind("dhcp4", "kea-dhcp4", "DHCPv4 server", "Kea DHCPv4", True, basic=True),
    Kind("dhcp6", "kea-dhcp6", "DHCPv6 server", "Kea DHCPv6", True, basic=True),
    Kind("dhcp_ddns", "kea-dhcp-ddns", "DHCP DDNS", "Kea DHCP DDNS", False),
    Kind("ctrl_agent", "kea-ctrl-agent", "Control Agent", "Kea Control Agent", True),
    Kind("netconf", "kea-netconf", "Netconf agent", "Kea Netconf", False, reloads=False),
)


class Control:
    """The servers of one keactrl.conf."""

    def __init__(self, file: Path, places: Places, environment: Mapping[str, str]) -> None:
        """Read the file. Raise ControlError."""
        try:
            text = file.read_text(errors="surrogateescape")
        except FileNotFoundError:
            raise ControlError(f"keactrl configuration file doesn't exist in {file}.") from None
        except OSError as error:
            raise ControlError(f"keactrl configuration file {file} cannot be read: {error.strerror}") from error
        usual = {"prefix": str(places.prefix), "exec_prefix": str(places.prefix)}
        try:
            self.settings = read_assignments(text, {**usual, **environment})
        except AssignmentError as error:
            raise ControlError(f"{file}: {error}") from error
        self.file = file
        self.places = places
        self.environment = environment

    def enabled(self, kind: Kind) -> bool:
        """Tell whether the file wants this server to run."""
        return self.settings.get(kind.name, "yes" if kind.enabled else "no") == "yes"

    def expects(self, kind: Kind) -> bool:
        """Tell whether an installation with this file may have such a server; one that cannot reload is rare."""
        spoken_of = f"{kind.name}_srv" in self.settings and (kind.reloads or self.installed(kind))
        return kind.basic or spoken_of

    def installed(self, kind: Kind) -> bool:
        """Tell whether there is a program of this kind."""
        return shutil.which(self.program(kind)) is not None

    def configuration(self, kind: Kind) -> str:
        """Return the configuration file of a server. Raise ControlError when none is named."""
        return self._needed(f"kea_{kind.name}_config_file")

    def program(self, kind: Kind) -> str:
        """Return the path of a server's program: where the file says, or else beside our own.

        Raise ControlError when the file does not say.
        """
        named = self._needed(f"{kind.name}_srv")
        ours = Path(sys.executable).with_name(kind.program)
        return str(ours) if shutil.which(named) is None and ours.exists() else named

    def pid_file(self, kind: Kind) -> Path:
        """Return where a server writes its number."""
        return self.places.pid_file(self.configuration(kind), kind.program)

    def pid(self, kind: Kind) -> int:
        """Return the number of the process that serves, 0 if there is none."""
        return running(self.pid_file(kind), kind.program)

    def start(self, kind: Kind, say: Say, options: tuple[str, ...] = (), keep_output: bool = True) -> bool:
        """Start a server unless it runs; return whether it does in the end.

        The server goes on to write to our standard output if that is wanted: whoever reads it must expect that it
        does not end with us.
        """
        pid = self.pid(kind)
        if pid:
            say(INFO, f"{kind.program} appears to be running, see: PID {pid}, PID file: {self.pid_file(kind)}.")
            return True
        program = self.program(kind)
        if not self.installed(kind):
            # it is wanted unless the file says otherwise, so that it is not there is no failure
            say(WARNING, f"{kind.program} is not started: there is no program {program}.")
            return True
        words = [program, "-c", self.configuration(kind), *self._options(kind), *options]
        say(INFO, f"Starting {' '.join(words)}")
        return self._launched(kind, words, say, keep_output)

    def stop(self, kind: Kind, say: Say) -> bool:
        """Stop a server if it runs, and wait until it has ended; return whether it has."""
        pid = self.pid(kind)
        if not pid:
            say(INFO, f"{kind.program} isn't running.")
            return True
        say(INFO, f"Stopping {kind.program}...")
        return _send(kind, pid, signal.SIGTERM, say, wait=True)

    def reload(self, kind: Kind, say: Say) -> bool:
        """Let a server read its configuration again, if it runs; return whether it was told."""
        if not kind.reloads:
            say(WARNING, f"{kind.name} does not support reload")
            return True
        pid = self.pid(kind)
        if not pid:
            say(INFO, f"{kind.program} isn't running.")
            return True
        say(INFO, f"Reloading {kind.program}...")
        return _send(kind, pid, signal.SIGHUP, say, wait=False)

    def version(self, kind: Kind) -> str:
        """Return what a server's program says of its version, empty if there is no such program."""
        try:
            done = subprocess.run([self.program(kind), "-v"], capture_output=True, text=True, timeout=PATIENCE)
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout.strip()

    def _needed(self, key: str) -> str:
        if not self.settings.get(key):
            raise ControlError(f"{key} parameter not specified")
        return self.settings[key]

    def _options(self, kind: Kind) -> list[str]:
        verbose = ["-d"] if self.settings.get("kea_verbose") == "yes" else []
        return [*verbose, *self.settings.get(f"{kind.name}_cli_options", "").split()]

    def _destination(self) -> dict[str, str]:
        """Return where a server logs until it has read its configuration: no terminal may be there later."""
        directory = self.places.logs.parent
        try:
            self.places.make(directory)
        except PlaceError:
            return {}
        return {DESTINATION: str(directory / EARLY_LOG)} if os.access(directory, os.W_OK) else {}

    def _launched(self, kind: Kind, words: list[str], say: Say, keep_output: bool) -> bool:
        """Start a program that goes on without us; return whether it came to hold its pid file."""
        environment = {**self._destination(), **self.environment}
        output = None if keep_output else subprocess.DEVNULL
        try:
            process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env=environment,
            )
        except OSError as error:
            say(ERROR, f"{kind.program} cannot be started: {error.strerror}.")
            return False
        ended = _wait(process.pid, lambda: self.pid(kind) == process.pid)
        status = process.poll() if ended else None
        # it goes on without us: that is what was asked for
        process.returncode = 0
        if ended:
            say(ERROR, f"{kind.program} ended at once with status {status}; its log says why.")
        return not ended


def _send(kind: Kind, pid: int, number: signal.Signals, say: Say, wait: bool) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return number == signal.SIGTERM
    except OSError as error:
        say(ERROR, f"{kind.program}, PID {pid}, does not take signals from you: {error.strerror}.")
        return False
    if wait and not _wait(pid, lambda: False):
        say(ERROR, f"{kind.program}, PID {pid}, has not ended after {PATIENCE:.0f} seconds.")
        return False
    return True


def _wait(pid: int, enough: Callable[[], bool]) -> bool:
    """Wait until the process has ended, or it is enough; return whether it has ended."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        for _ in range(int(PATIENCE / PAUSE)):
            if select.select([descriptor], [], [], PAUSE)[0]:
                return True
            if enough():
                return False
    finally:
        os.close(descriptor)
    return False

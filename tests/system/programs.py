"""DHCP servers as programs: start one in a namespace, wait until it serves, read what it wrote, stop it.

The server under test is the `kea-dhcp4` installed beside this Python; LESSOR_TEST_SERVER names another one.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.system.network import Namespace

KEA = Path("/usr/sbin/kea-dhcp4")
OURS = Path(os.environ.get("LESSOR_TEST_SERVER", Path(sys.prefix, "bin", "kea-dhcp4")))

STARTED = "DHCP4_STARTED"
RELOADED = "DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS"
NOT_RELOADED = "DHCP4_DYNAMIC_RECONFIGURATION_FAIL"
PATIENCE = 20.0
"""Seconds until a server that neither serves nor ends is given up."""

Config = Mapping[str, object]

WITHOUT_AFFINITY: Final = {"expired-leases-processing": {"hold-reclaimed-time": 0}}
"""What has a server forget leases that clients give back, as Kea 2.2 always does."""


class ServerFailed(AssertionError):
    """A server did not do what it was started for; the text holds its log."""


class Server:
    """A DHCPv4 server program and its files, all in one directory of its own."""

    name = "kea-dhcp4"
    root = "Dhcp4"
    started = STARTED

    def __init__(self, program: Path, namespace: Namespace, directory: Path) -> None:
        self.program = program
        self.namespace = namespace
        self.directory = directory
        self.config_file = directory / f"{self.name}.conf"
        self.lease_file = directory / f"leases{self.root[-1]}.csv"
        self.log_file = directory / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        directory.mkdir(parents=True, exist_ok=True)

    def configure(self, config: Config) -> None:
        """Write the configuration; lease file and logging are put where this server's files are."""
        filled = {
            "lease-database": {"type": "memfile", "persist": True, "name": str(self.lease_file)},
            "loggers": [{"name": self.name, "severity": "DEBUG", "debuglevel": 55,
                         "output_options": [{"output": "stdout"}]}],
            **config,
        }  # fmt: skip
        self.config_file.write_text(json.dumps({self.root: filled}, indent=1))

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "KEA_PIDFILE_DIR": str(self.directory),
            "KEA_LOCKFILE_DIR": "none",
            "KEA_DHCP_DATA_DIR": str(self.directory),
            "PYTHONUNBUFFERED": "1",
        }

    def launch(self, *flags: str) -> subprocess.Popen[bytes]:
        """Start the program without waiting for anything."""
        command = self.namespace.command(str(self.program), "-c", str(self.config_file), *flags)
        with self.log_file.open("ab") as log:
            return subprocess.Popen(
                command, env=self.environment(), cwd=self.directory, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def start(self) -> None:
        """Start the program and return when it serves. Raise ServerFailed with the log when it does not."""
        seen = self.log().count(self.started)
        self.process = self.launch()
        self.wait_for(self.started, seen + 1)

    def wait_for(self, text: str, times: int = 1) -> None:
        """Return when the log holds `text` that often. Raise ServerFailed when the server ends or takes too long."""
        end = time.monotonic() + PATIENCE
        while self.log().count(text) < times:
            if self.process is None or self.process.poll() is not None:
                raise ServerFailed(f"{self.program} ended before it said {text}\n{self.log()}")
            if time.monotonic() > end:
                raise ServerFailed(f"{self.program} does not say {text}\n{self.log()}")
            time.sleep(0.01)

    def send(self, number: signal.Signals) -> None:
        """Send the running server a signal."""
        assert self.process is not None, "not started"
        self.process.send_signal(number)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, wait for the end, return the exit status."""
        assert self.process is not None, "not started"
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise ServerFailed(f"{self.program} does not end after signal {number.name}\n{self.log()}") from None

    def end(self) -> None:
        """Make sure that nothing of it runs on."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    @property
    def pid(self) -> int:
        assert self.process is not None, "not started"
        return self.process.pid

    @property
    def pid_file(self) -> Path:
        return self.directory / f"{self.name}.{self.name}.pid"

    def log(self) -> str:
        """Return all that this server printed, over all its starts."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def rows(self, suffix: str = "") -> list[dict[str, str]]:
        """Return the whole rows of the lease file in the order they were written; `suffix` names an older file."""
        try:
            header, *lines = Path(f"{self.lease_file}{suffix}").read_text().splitlines()
        except FileNotFoundError:
            return []
        names = header.split(",")
        rows = [dict(zip(names, line.split(","), strict=False)) for line in lines]
        return [row for row in rows if len(row) == len(names)]

    def leases(self) -> dict[str, dict[str, str]]:
        """Return the last row of each address that is still held, whether or not a clean-up moved it meanwhile."""
        earlier = [row for suffix in (".2", ".completed", ".1") for row in self.rows(suffix)]
        last = {row["address"]: row for row in earlier + self.rows()}
        return {address: row for address, row in last.items() if row["valid_lifetime"] != "0"}

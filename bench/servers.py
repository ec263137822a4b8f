"""A server under test as a running program, and what its versions are."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from bench import configuration
from bench.lab import inside
from bench.needs import LOAD, with_byte_code
from bench.peers import Definition
from bench.place import CLIENT_NAMESPACE, FAR6, REPOSITORY, SERVER_NAMESPACE, WORK
from bench.scenarios import Scenario, Start

PROBE_CLIENT: Final = 0x7F0000
"""A client of its own for the first exchange, so that the measured ones find a server that knows none of them."""


class DidNotStart(Exception):
    """A server under test does not answer; the text holds what it printed."""


class Running:
    """A server at work, with an empty directory of its own; `adapt` may change the files it is started with."""

    def __init__(
        self,
        definition: Definition,
        scenario: Scenario | Start,
        wrapper: Sequence[str] = (),
        adapt: Callable[[Path], None] | None = None,
    ) -> None:
        self.definition = definition
        self.scenario = scenario
        self.wrapper = wrapper
        self.adapt = adapt
        self.directory = WORK / definition.name
        self.config = self.directory
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, leases: int = 0, patience: float = 120.0) -> float:
        """Start the server and return the seconds until its first whole exchange. Raise DidNotStart."""
        self.stop()
        self.furnish(leases)
        begun = time.monotonic()
        self.launch()
        answered = self.probe(patience)
        took = time.monotonic() - begun
        if not answered:
            self.stop()
            raise DidNotStart(f"{self.definition.name}: {(self.directory / 'output').read_text()[-3000:]}")
        return took

    def furnish(self, leases: int = 0) -> None:
        """Write the files that the server starts with, nothing else there."""
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        self.config = configuration.write(self.directory, self.scenario, self.definition)
        if leases:
            shutil.copyfile(configuration.leases_of(leases, int(time.time())), self.directory / "leases4.csv")
        if self.adapt is not None:
            self.adapt(self.directory)

    def launch(self) -> None:
        """Start the server with the files it has, and wait for nothing."""
        program, *options = [word.format(config=self.config) for word in self.definition.command]
        command = [of_family(program, self.scenario.family), *options]
        directories = dict.fromkeys(("KEA_PIDFILE_DIR", "KEA_DHCP_DATA_DIR", "KEA_LOG_FILE_DIR"), str(self.directory))
        environment = {**with_byte_code(os.environ), **directories, "KEA_LOCKFILE_DIR": "none"}
        if self.definition.ours:
            environment["KEA_HOOKS_PATH"] = str(self.directory)
        with (self.directory / "output").open("ab") as output:
            self.process = subprocess.Popen(
                inside(SERVER_NAMESPACE, *self.wrapper, *command),
                env=environment, cwd=self.directory, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    def probe(self, patience: float) -> bool:
        """Tell whether the server completes an exchange before it ends or `patience` seconds are over."""
        command = [*generator(self.scenario), "-1", "-T", str(patience), "-b", str(PROBE_CLIENT)]
        prober = subprocess.Popen(inside(CLIENT_NAMESPACE, *command), stdout=subprocess.DEVNULL)
        while prober.poll() is None:
            if self.process is None or self.process.poll() is not None:
                prober.kill()
            with suppress(subprocess.TimeoutExpired):
                prober.wait(0.2)
        return prober.returncode == 0

    def stop(self) -> None:
        """End the server, if it runs."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def remove(self) -> None:
        """End the server and remove its directory."""
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def pid(self) -> int:
        assert self.process is not None, "not started"
        return self.process.pid


def generator(scenario: Scenario | Start) -> list[str]:
    """Return the load generator with its options for this scenario's clients."""
    first = "100.64.0.1/{}/256" if scenario.family == 4 else f"{FAR6}/{{}}"
    relays = ["-J", first.format(scenario.subnets)] if scenario.subnets and scenario.relayed else []
    return [str(LOAD[scenario.family]), *relays, *(["-P"] if scenario.prefixes else [])]


def of_family(program: str, family: int) -> str:
    """Return the program beside this one that serves the family."""
    path = Path(program)
    return str(path.with_name(path.name.replace("kea-dhcp4", f"kea-dhcp{family}")))


def kea_version() -> str:
    return subprocess.run(["/usr/sbin/kea-dhcp4", "-v"], text=True, stdout=subprocess.PIPE).stdout.strip()


def lessor_version() -> str:
    """Return our version and the commit it was measured at."""
    text = (REPOSITORY / "pyproject.toml").read_text()
    found = re.search(r'^version = "(.*)"', text, re.MULTILINE)
    git = ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty"]
    commit = subprocess.run(git, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.strip()
    return f"{found.group(1) if found else '?'} ({commit or 'no commit'})"


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"

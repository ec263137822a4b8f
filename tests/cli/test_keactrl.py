"""`keactrl` as scripts meet it, with servers of their own for each test."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from lessor import KEA_VERSION
from lessor.cli.keactrl import Arguments, UsageError, parse

PATIENCE = 60
PROGRAMS = {"dhcp4": "kea_dhcp4", "dhcp6": "kea_dhcp6"}


@dataclass
class Installation:
    """One keactrl.conf, its servers and its files, all in `directory`; nothing is served, so no rights are needed."""

    directory: Path

    def __post_init__(self) -> None:
        self.file = self.directory / "keactrl.conf"
        lines = [f"prefix={self.directory}", "sysconfdir=${prefix}", "kea_verbose=no"]
        for name, module in PROGRAMS.items():
            # a program of its own, so that the installed one need not be the one under test
            program = self.directory / f"kea-{name}"
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lessor.cli.{module} "$@"\n')
            program.chmod(0o755)
            section = name.capitalize()
            configuration = {section: {"lease-database": {"type": "memfile", "persist": False}}}
            (self.directory / f"{name}.conf").write_text(json.dumps(configuration))
            lines += [f"kea_{name}_config_file=${{sysconfdir}}/{name}.conf", f"{name}_srv=${{prefix}}/kea-{name}"]
        lines += ["kea_dhcp_ddns_config_file=${prefix}/ddns.conf", "dhcp_ddns_srv=${prefix}/kea-dhcp-ddns"]
        lines += ["dhcp4=yes", "dhcp6=no", "dhcp_ddns=no", 'dhcp4_cli_options="-p 16767"']
        self.file.write_text("\n".join(lines))

    def set(self, key: str, value: str) -> None:
        self.file.write_text(f"{self.file.read_text()}\n{key}={value}\n")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        places = ("KEA_PIDFILE_DIR", "KEA_DHCP_DATA_DIR", "KEA_LOG_FILE_DIR")
        environment = os.environ | {place: str(self.directory) for place in places}
        environment["KEA_LOGGER_DESTINATION"] = str(self.log)
        command = [sys.executable, "-m", "lessor.cli.keactrl", "-c", str(self.file), *words]
        # no pipe: a server that is started keeps our output open
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, timeout=PATIENCE
            )
            output.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, output.read())

    def lines(self, *words: str) -> list[str]:
        """Run a command that succeeds and return what it printed."""
        done = self.run(*words)
        assert done.returncode == 0, done.stdout
        return done.stdout.splitlines()

    @property
    def log(self) -> Path:
        return self.directory / "early.log"

    def pid_file(self, name: str) -> Path:
        return self.directory / f"{name}.kea-{name}.pid"

    def pid(self, name: str) -> int:
        return int(self.pid_file(name).read_text())


@pytest.fixture
def kea(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    for name in PROGRAMS:
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(made.pid(name), signal.SIGKILL)


def test_a_life(kea: Installation) -> None:
    directory = kea.directory
    assert kea.lines("start") == [
        f"INFO/keactrl: Starting {directory}/kea-dhcp4 -c {directory}/dhcp4.conf -p 16767",
    ]
    pid = kea.pid("dhcp4")
    assert kea.lines("start") == [
        f"INFO/keactrl: kea-dhcp4 appears to be running, see: PID {pid}, PID file: {kea.pid_file('dhcp4')}."
    ]
    assert kea.lines("status")[:2] == ["DHCPv4 server: active", "DHCPv6 server: inactive"]
    assert kea.lines("reload") == ["INFO/keactrl: Reloading kea-dhcp4..."]
    assert kea.lines("stop") == [
        "INFO/keactrl: Stopping kea-dhcp4...",
        "INFO/keactrl: kea-dhcp6 isn't running.",
        "INFO/keactrl: kea-dhcp-ddns isn't running.",
    ]
    assert not kea.pid_file("dhcp4").exists(), "the server has ended when the command has"
    log = kea.log.read_text()
    assert "DHCP4_STARTED" in log and "DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS" in log and "DHCP4_SHUTDOWN" in log
    assert kea.lines("status", "-s", "dhcp4")[0] == "DHCPv4 server: inactive"


def test_a_server_is_named(kea: Installation) -> None:
    kea.set("dhcp6", "yes")
    started = kea.lines("start", "-s", "dhcp6", "--", "-p", "16547")
    assert started == [f"INFO/keactrl: Starting {kea.directory}/kea-dhcp6 -c {kea.directory}/dhcp6.conf -p 16547"]
    assert kea.lines("stop", "-s", "dhcp4,dhcp6") == [
        "INFO/keactrl: kea-dhcp4 isn't running.",
        "INFO/keactrl: Stopping kea-dhcp6...",
    ]


def test_the_status_names_files_and_those_that_are_not_there(kea: Installation) -> None:
    (kea.directory / "dhcp6.conf").unlink()
    directory = kea.directory
    assert kea.lines("status") == [
        "DHCPv4 server: inactive",
        "DHCPv6 server: inactive",
        "DHCP DDNS: inactive",
        f"Kea DHCPv4 configuration file: {directory}/dhcp4.conf",
        f"Kea DHCPv6 configuration file: {directory}/dhcp6.conf",
        f"Kea DHCP DDNS configuration file: {directory}/ddns.conf",
        f"keactrl configuration file: {kea.file}",
        f"ERROR/keactrl: Configuration file for Kea does not exist: {directory}/dhcp6.conf.",
        f"ERROR/keactrl: Configuration file for Kea does not exist: {directory}/ddns.conf.",
    ]


def test_a_number_left_behind_is_nobody(kea: Installation) -> None:
    kea.pid_file("dhcp4").write_text(f"{os.getpid()}\n")
    assert kea.lines("status")[0] == "DHCPv4 server: inactive"
    assert kea.lines("reload") == ["INFO/keactrl: kea-dhcp4 isn't running."]
    kea.lines("start")
    assert kea.pid("dhcp4") != os.getpid()
    kea.lines("stop")


def test_a_start_that_fails_is_told(kea: Installation) -> None:
    (kea.directory / "dhcp4.conf").write_text("{")
    done = kea.run("start")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == ("ERROR/keactrl: kea-dhcp4 ended at once with status 1; its log says why.")


def test_a_server_that_is_not_installed_is_no_failure(kea: Installation) -> None:
    kea.set("dhcp_ddns", "yes")
    program = kea.directory / "kea-dhcp-ddns"
    assert kea.lines("start", "-s", "dhcp_ddns") == [
        f"WARNING/keactrl: kea-dhcp-ddns is not started: there is no program {program}."
    ]
    assert kea.lines("version") == [f"keactrl: {KEA_VERSION}", f"kea-dhcp4: {KEA_VERSION}"]


def test_verbose_servers_and_reloading_what_cannot(kea: Installation) -> None:
    kea.set("netconf", "yes")
    assert kea.lines("reload", "-s", "netconf") == ["WARNING/keactrl: netconf does not support reload"]
    kea.set("kea_verbose", "yes")
    assert kea.lines("start")[0].endswith("dhcp4.conf -d -p 16767")
    kea.lines("stop")


def test_json(kea: Installation) -> None:
    record = json.loads("".join(kea.lines("start", "--json", "-s", "dhcp4")))
    assert record["command"] == "start" and record["result"] == 0
    assert record["servers"] == [
        {
            "name": "dhcp4",
            "program": f"{kea.directory}/kea-dhcp4",
            "installed": True,
            "enabled": True,
            "active": True,
            "pid": kea.pid("dhcp4"),
            "pid-file": str(kea.pid_file("dhcp4")),
            "configuration-file": f"{kea.directory}/dhcp4.conf",
            "version": None,
        }
    ]
    assert record["messages"][0]["level"] == "INFO" and record["messages"][0]["text"].startswith("Starting ")
    record = json.loads("".join(kea.lines("status", "--json")))
    assert [server["active"] for server in record["servers"]] == [True, False, False]
    kea.lines("stop")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("dhcp4=yes", "kea_dhcp4_config_file parameter not specified"),
        ("dhcp4=$(id)", "{file}: line 1: this is not understood: $(id)"),
    ],
)
def test_a_file_that_cannot_be_used(kea: Installation, lines: str, reason: str) -> None:
    kea.file.write_text(lines)
    for words in (["start"], ["start", "--json"]):
        done = kea.run(*words)
        assert done.returncode == 1
        assert reason.format(file=kea.file) in done.stdout
    assert json.loads(done.stdout)["result"] == 1


def test_a_file_that_is_not_there(kea: Installation) -> None:
    kea.file.unlink()
    done = kea.run("status")
    assert done.returncode == 1
    assert done.stdout == f"ERROR/keactrl: keactrl configuration file doesn't exist in {kea.file}.\n"


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("start", Arguments("start")),
        ("-c a.conf stop -s dhcp4,dhcp6", Arguments("stop", "a.conf", ("dhcp4", "dhcp6"))),
        ("status --ctrl-config a --server all --json", Arguments("status", "a", json=True)),
        ("start -s dhcp4 -- -p 67", Arguments("start", servers=("dhcp4",), options=("-p", "67"))),
        ("-V", Arguments(show="version")),
        ("start --help", Arguments("start", show="help")),
    ],
)
def test_words(words: str, arguments: Arguments) -> None:
    assert parse(words.split()) == arguments


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "missing command"),
        ("-s dhcp4", "missing command"),
        ("begin", "invalid command: begin"),
        ("start stop", "invalid command: stop"),
        ("start -s dhcp5", "invalid server name: dhcp5"),
        ("start -x", "invalid option: -x"),
        ("start -c", "-c needs a file name"),
    ],
)
def test_words_that_are_not_understood(words: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    from lessor.cli.keactrl import run

    with pytest.raises(UsageError) as raised:
        parse(words.split())
    assert str(raised.value) == reason
    assert run(words.split()) == 1
    assert capsys.readouterr().out.splitlines()[:2] == [
        f"ERROR/keactrl: {reason}",
        "Usage: keactrl command [-c keactrl.conf] [-s server[,server,...]] [--json] [-- server options]",
    ]

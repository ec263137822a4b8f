"""`lessor ctl` beside real servers."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from lessor.cli.ctl import complete, ctl
from lessor.cli.lessor import main
from lessor.service.api.commandtable import TABLE
from tests.service.daemons import Daemon4, Daemon6


def run(directory: Path, *words: str) -> Result:
    environment = {"KEA_PIDFILE_DIR": str(directory), "COLUMNS": "200"}
    return CliRunner(env=environment).invoke(main, ["ctl", *words])


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon4]:
    made = Daemon4(tmp_path)
    made.configure()
    made.start()
    yield made
    made.kill()


@pytest.fixture
def daemon6(tmp_path: Path) -> Iterator[Daemon6]:
    directory = tmp_path / "six"
    directory.mkdir()
    made = Daemon6(directory, environment={"KEA_PIDFILE_DIR": str(tmp_path)})
    made.configure()
    made.start()
    yield made
    made.kill()


def test_no_server_runs(tmp_path: Path) -> None:
    result = run(tmp_path, "status-get")
    assert result.exit_code == 10
    assert "no server runs" in result.stderr


def test_a_command_is_carried_out(daemon: Daemon4) -> None:
    daemon.lease()
    result = run(daemon.directory, "lease4-get", "ip-address=127.1.0.10", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["arguments"]["ip-address"] == "127.1.0.10"
    result = run(daemon.directory, "lease4-get-all")
    assert "1 IPv4 lease(s) found." in result.stdout and "127.1.0.10" in result.stdout
    missing = run(daemon.directory, "lease4-get", "ip-address=127.1.0.11")
    assert (missing.exit_code, missing.stdout) == (3, "Lease not found.\n")
    assert run(daemon.directory, "bogus").exit_code == 2
    assert run(daemon.directory, "statistic-get").exit_code == 1
    assert run(daemon.directory, "config-set", f"@{daemon.file}").exit_code == 0
    assert daemon.stop() == 0


def test_of_several_servers_all_are_looked_at_but_one_is_changed(daemon: Daemon4, daemon6: Daemon6) -> None:
    looked = run(daemon.directory, "version-get")
    assert looked.exit_code == 0
    assert "kea-dhcp4 (office)" in looked.stdout and "kea-dhcp6 (office)" in looked.stdout
    assert run(daemon.directory, "lease6-get-all").exit_code == 3, "only one of them knows it"
    refused = run(daemon.directory, "dhcp-disable")
    assert refused.exit_code == 10
    assert "which one: kea-dhcp4 (office), kea-dhcp6 (office)?" in refused.stderr
    assert run(daemon.directory, "dhcp-disable", "--server", "dhcp6").stdout == "DHCPv6 service disabled\n"
    path = daemon.directory / "office.kea-dhcp4.socket"
    assert run(daemon.directory, "dhcp-disable", "--socket", str(path)).stdout == "DHCPv4 service disabled\n"


def test_nobody_listens(tmp_path: Path) -> None:
    assert run(tmp_path, "status-get", "--socket", str(tmp_path / "none")).exit_code == 10
    assert run(tmp_path, "status-get", "--url", "http://127.0.0.1:1/").exit_code == 10
    assert "write http://" in run(tmp_path, "status-get", "--url", "localhost").stderr
    assert "--ca" in run(tmp_path, "status-get", "--url", "https://localhost/").stderr


def test_words_are_checked(tmp_path: Path) -> None:
    result = run(tmp_path, "dhcp-disable", "max-period=x")
    assert result.exit_code == 2
    assert "a value of kind integer is needed" in result.stderr


def test_help(tmp_path: Path) -> None:
    assert set(TABLE) <= set(run(tmp_path, "help").stdout.split())
    assert "Usage: lessor ctl dhcp-disable [max-period=INTEGER]" in run(tmp_path, "help", "dhcp-disable").stdout
    assert run(tmp_path, "help", "bogus").exit_code == 2


@pytest.mark.parametrize(
    ("before", "incomplete", "found"),
    [
        ((), "stat-l", ["stat-lease4-get", "stat-lease6-get"]),
        ((), "hel", ["help"]),
        (("help",), "hel", []),
        (("help",), "leases-r", ["leases-reclaim"]),
        (("dhcp-disable",), "", ["max-period=", "origin=", "origin-id="]),
        (("dhcp-disable", "origin=user"), "o", ["origin-id="]),
        (("bogus",), "", []),
    ],
)
def test_completion(before: tuple[str, ...], incomplete: str, found: list[str]) -> None:
    context = click.Context(ctl)
    context.params["words"] = before
    assert [item.value for item in complete(context, ctl.params[0], incomplete)] == found

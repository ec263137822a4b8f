"""`lessor status` and `lessor top` beside real servers, and their figures for records of any kind."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from lessor.cli.figures import duration, filling, headline, rates, remarks, rows, subnet_table
from lessor.cli.lessor import main
from lessor.cli.top import screen
from lessor.service.programs.running import Found
from tests.service.daemons import Daemon4, Daemon6


def run(directory: Path, *words: str) -> Result:
    return CliRunner(env={"KEA_PIDFILE_DIR": str(directory), "COLUMNS": "200"}).invoke(main, words)


def printed(*things: object) -> str:
    console = Console(width=200, record=True, file=io.StringIO())
    for thing in things:
        console.print(thing)
    return console.export_text()


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
    result = run(tmp_path, "status")
    assert (result.exit_code, result.stdout) == (3, f"no server runs (pid files in {tmp_path})\n")
    assert run(tmp_path, "status", "--json").stdout == "[]\n"


def test_servers_of_both_families(daemon: Daemon4, daemon6: Daemon6) -> None:
    daemon.lease()
    daemon6.lease()
    result = run(daemon.directory, "status")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("kea-dhcp4  up ") and lines[0].endswith(str(daemon.file))
    assert lines[1:3] == ["  interfaces: lo", "  leases: 1 in 1 subnets"]
    assert "127.0.0.0/8" in result.stdout
    assert any(line.startswith("kea-dhcp6  up ") for line in lines)
    four, six = json.loads(run(daemon.directory, "status", "--json").stdout)
    assert (four["program"], six["program"]) == ("kea-dhcp4", "kea-dhcp6")
    assert six["fullest"][0]["assigned"] == 1


def test_a_refused_reload_is_shown(daemon: Daemon4) -> None:
    daemon.file.write_text("{")
    daemon.reload("DHCP4_DYNAMIC_RECONFIGURATION_FAIL")
    assert "  reload refused 0 s ago: configuration error" in run(daemon.directory, "status").stdout


def test_a_server_that_does_not_answer(daemon: Daemon4) -> None:
    daemon.pid_file.with_suffix(".socket").unlink()
    result = run(daemon.directory, "status")
    assert result.exit_code == 1
    assert daemon.process
    reason = f"runs as process {daemon.process.pid}, but does not answer: No such file or directory"
    assert result.stdout == f"kea-dhcp4  {reason}\n"
    assert json.loads(run(daemon.directory, "status", "--json").stdout)[0]["trouble"] == "No such file or directory"


def test_top_in_a_pipe(daemon: Daemon4) -> None:
    daemon.lease()
    result = run(daemon.directory, "top", "--count", "1", "--interval", "0.2")
    assert result.exit_code == 0
    assert result.stdout.count("kea-dhcp4  up ") == 1
    assert "127.0.0.0/8" in result.stdout


def test_what_top_shows() -> None:
    record = {
        "time": 100.0,
        "started": 40.0,
        "pid": 7,
        "configuration-file": "a.conf",
        "statistics": {"pkt4-ack-sent": 50, "pkt4-received": 10, "assigned-addresses": 3},
        "fullest": [
            {
                "subnet": "192.0.2.0/24",
                "id": 1,
                "what": "addresses",
                "assigned": 3,
                "total": 4,
                "pools": [{"pool-id": 5, "assigned": 1, "total": 3}, 7],
            }
        ],
        "steps": {"decide": 0.25, "keep leases": 0.75},
    }
    before = record | {"time": 98.0, "statistics": {"pkt4-ack-sent": 10, "pkt4-received": 10}}
    text = printed(screen([Found("kea-dhcp4", "a", 7, record)], {7: before}))
    assert "kea-dhcp4  up 1 min, process 7, a.conf" in text
    assert "ack sent" in text and "20.0" in text and "received" not in text
    assert text.index("keep leases") < text.index("decide")
    assert "75.0%" in text
    assert "pool 5" in text and "33.3%" in text


def test_nothing_to_show() -> None:
    assert "no server runs" in printed(screen([], {}))
    assert "none" in printed(screen([Found("kea-dhcp4", "a", 7, {})], {}))


def test_rates_are_those_of_one_process() -> None:
    one = {"time": 1.0, "pid": 7, "statistics": {"pkt4-sent": 1}}
    later = {"time": 3.0, "pid": 7, "statistics": {"pkt4-sent": 5, "pkt4-new": 2, "other": 9}}
    assert rates(one, later) == {"pkt4-sent": 2.0, "pkt4-new": 1.0}
    assert rates(one, later | {"pid": 8}) == rates(one, one) == rates({}, {}) == {}


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59.9, "59 s"), (61, "1 min 1 s"), (3600, "1 h"), (90000, "1 d 1 h"), (-5, "0 s")],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(("assigned", "style"), [(0, "green"), (80, "yellow"), (95, "red"), (100, "red")])
def test_filling(assigned: int, style: str) -> None:
    shown = filling({"assigned": assigned, "total": 100})
    assert shown.style == style
    assert shown.plain.count("█") == assigned // 5


def test_odd_records_are_shown_as_nothing() -> None:
    odd = {"fullest": [1, {}], "statistics": 5, "interfaces": "x", "time": "now", "refused": 1}
    assert rows(odd) == [{}]
    found = Found("kea-dhcp4", "a", 7, odd)
    assert "up 0 s" in printed(headline(found), *remarks(odd), subnet_table(odd, 10), screen([found], {}))

"""`lessor leases`: from files to what is printed, and the exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lessor.cli.leases import Addresses, Duration, Octets
from lessor.cli.lessor import main
from lessor.service.leases.leasequery import Span
from lessor.store.columns import HEADER, show
from lessor.store.columns6 import HEADER as HEADER6
from lessor.store.columns6 import show as show6
from tests.store.leases import ADDRESS, NOW, a_lease, numbered_lease
from tests.store.leases6 import a_lease6, a_prefix


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: NOW)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "leases4.csv"
    path.write_text(f"{HEADER}\n{show(numbered_lease(2, subnet_id=2))}{show(a_lease())}")
    return path


@pytest.fixture
def file6(tmp_path: Path) -> Path:
    path = tmp_path / "leases6.csv"
    path.write_text(f"{HEADER6}\n{show6(a_prefix())}{show6(a_lease6())}")
    return path


def run(*words: object, color: bool = False) -> Result:
    return CliRunner().invoke(main, ["leases", *map(str, words)], color=color)


def test_a_table(file: Path) -> None:
    assert run(file).output.splitlines() == [
        "ADDRESS    CLIENT             SUBNET  STATE   LEFT     HOSTNAME",
        "192.0.2.1  02:00:00:00:00:01  1       active  1:00:00  host",
        "192.0.2.3  06:00:00:00:00:02  2       active  1:00:00  host",
    ]


def test_colours_are_for_terminals(file: Path) -> None:
    assert "\x1b[" not in run(file).output
    assert "\x1b[32m192.0.2.1" in run(file, color=True).output


def test_what_clients_call_themselves_is_harmless(file: Path) -> None:
    file.write_text(f"{HEADER}\n{show(a_lease(hostname=chr(27) + '[2J'))}")
    assert run(file).output.endswith("?[2j\n")


def test_both_families(file: Path, file6: Path) -> None:
    lines = run(file, file6).output.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["192.0.2.1", "192.0.2.3", "2001:db8::100", "2001:db8:100::/56"]
    assert run(file, file6, "-6", "--count").output == "2\n"
    assert run(file, "-6").exit_code == 2


def test_filters_add_up(file: Path) -> None:
    assert run(file, "--subnet", 1, "--subnet", 2, "--count").output == "2\n"
    assert run(file, "--subnet", 2, "--mac", "06-00-00-00-00-02", "--count").output == "1\n"
    assert run(file, "--subnet", 1, "--mac", "06:00:00:00:00:02", "--count").output == "0\n"
    assert run(file, "--address", "192.0.2.2-192.0.2.9", "--hostname", "HO*", "--count").output == "1\n"
    assert run(file, "--expiring", "1h", "--state", "active", "--count", "--json").output == '{"count": 2}\n'
    assert run(file, "--sort", "subnet", "--reverse", "--limit", 1).output.splitlines()[1].startswith("192.0.2.3")


def test_json(file: Path, file6: Path) -> None:
    shown = json.loads(run(file, file6, "--json").output)
    assert [lease["ip-address"] for lease in shown] == ["192.0.2.1", "192.0.2.3", "2001:db8::100", "2001:db8:100::"]
    assert json.loads(run(file, "--json", "--subnet", 9).output) == []


def test_csv_is_a_lease_file(file: Path, file6: Path) -> None:
    assert run(file, "--format", "csv", "--subnet", 1).output == f"{HEADER}\n{show(a_lease())}"
    assert run(file6, "--format", "csv").output == f"{HEADER6}\n{show6(a_lease6())}{show6(a_prefix())}"
    assert run(file, "--format", "csv", "--subnet", 9).output == ""
    both = run(file, file6, "--format", "csv")
    assert both.exit_code == 2
    assert "choose -4 or -6" in both.stderr


def test_bad_rows_are_mentioned_once(file: Path) -> None:
    file.write_text(file.read_text() + "bad\nworse\n")
    listed = run(file)
    assert listed.exit_code == 0
    assert listed.stderr == f"{file}:4: 1 columns instead of 12; more with --fsck\n"


def test_what_cannot_be_read(tmp_path: Path) -> None:
    listed = run(tmp_path / "missing")
    assert listed.exit_code == 2
    assert listed.stderr == f"lessor leases: there is no lease file {tmp_path}/missing\n"
    (tmp_path / "x.conf").write_text("{")
    assert run("-c", tmp_path / "x.conf").exit_code == 2


def test_a_configuration_names_the_file(file: Path, tmp_path: Path) -> None:
    database = {"type": "memfile", "name": str(file)}
    config = tmp_path / "kea.conf"
    subnets = [{"id": 1, "subnet": "192.0.2.0/24"}]
    config.write_text(json.dumps({"Dhcp4": {"lease-database": database, "subnet4": subnets}}))
    assert run("-c", config, "--count").output == "2\n"
    for words in (("-c", config, "--fsck"), ("-c", config, file, "--fsck")):
        checked = run(*words)
        assert checked.exit_code == 1
        assert checked.output.splitlines() == [
            f"{file}: 192.0.2.3: is said to be in subnet 2, but is in subnet 1",
            f"{file}: 2 DHCPv4 leases, 1 mistake",
        ]


def test_fsck(file: Path) -> None:
    assert run(file, "--fsck").output == f"{file}: 2 DHCPv4 leases, fine\n"
    file.write_text(file.read_text() + "bad\n" + show(a_lease(ADDRESS + 9, b"x", b"y")) + "torn")
    checked = run(file, "--fsck", "--json")
    assert checked.exit_code == 1
    [shown] = json.loads(checked.output)
    assert shown["mistakes"] == [{"file": str(file), "line": 4, "text": "1 columns instead of 12"}]
    assert (shown["family"], shown["leases"], shown["remarks"][0]["line"]) == (4, 3, 6)


def test_words_of_the_command_line() -> None:
    assert Addresses()("192.0.2.9/24") == Span(4, 0xC0000200, 0xC00002FF)
    assert Addresses()("2001:db8::-2001:db8::1") == Span(6, 0x20010DB8 << 96, (0x20010DB8 << 96) + 1)
    assert [Duration()(text) for text in ("90", "90s", "2m", "1h", "1d", "1w")] == [90, 90, 120, 3600, 86400, 604800]
    assert Octets()("02-aa-BB") == Octets()("02:aa:bb") == Octets()("02aabb") == b"\x02\xaa\xbb"


@pytest.mark.parametrize(
    "words",
    [
        ("--address", "x"),
        ("--address", "10.0.0.2-10.0.0.1"),
        ("--address", "10.0.0.2-::1"),
        ("--expiring", "soon"),
        ("--mac", "zz"),
        ("--state", "x"),
    ],
)
def test_words_that_are_not_understood(file: Path, words: tuple[str, ...]) -> None:
    assert run(file, *words).exit_code == 2

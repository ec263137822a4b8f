"""`lessor check` and `lessor schema` as a user meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lessor import __version__
from lessor.cli.check import colored
from lessor.cli.lessor import SUBCOMMANDS, main
from lessor.config.errors import Problem

CONFIG = Path(__file__).parents[1] / "config"
SAMPLE = CONFIG / "samples" / "kea-1.6.json"


def run(*words: str) -> Result:
    """Run `lessor` with these words."""
    return CliRunner().invoke(main, words)


def test_a_good_file_gets_one_calm_line(tmp_path: Path) -> None:
    file = tmp_path / "good.json"
    file.write_text(
        '{"Dhcp4": {"dhcp4o6-port": 7, "subnet4": [{"id": 1, "subnet": "192.0.2.0/24", "4o6-interface": "x",'
        ' "pools": [{"pool": "192.0.2.0/28"}, {"pool": "192.0.2.16/28"}],'
        ' "reservations": [{"hw-address": "01:02:03:04:05:06", "hostname": "a"}]}]}}'
    )
    result = run("check", str(file))
    assert result.exit_code == 0
    assert result.stdout == (
        f"{file}: Dhcp4: fine: 1 subnet, 2 pools, 1 reservation; no effect yet: dhcp4o6-port, subnet4.4o6-interface\n"
    )


def test_an_empty_configuration_is_fine(tmp_path: Path) -> None:
    file = tmp_path / "empty.json"
    file.write_text('{"Dhcp4": {}}')
    assert run("check", str(file)).stdout == f"{file}: Dhcp4: fine: 0 subnets, 0 pools, 0 reservations\n"


def test_a_file_of_both_servers_gets_a_line_for_each(tmp_path: Path) -> None:
    file = tmp_path / "both.json"
    file.write_text(
        '{"Dhcp6": {"mac-sources": ["duid"], "subnet6": [{"id": 1, "subnet": "2001:db8::/64",'
        ' "pools": [{"pool": "2001:db8::/80"}], "reservations": [{"duid": "01:02:03", "hostname": "a"}],'
        ' "pd-pools": [{"prefix": "2001:db8:1::", "prefix-len": 48, "delegated-len": 60}]}]},'
        ' "Dhcp4": {"valid-lifetime": 600,}, "DhcpDdns": {}, "Logging": {"loggers": [{"name": "kea-dhcp6"}]}}'
    )
    result = run("check", str(file))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{file}: Dhcp4: fine: 0 subnets, 0 pools, 0 reservations",
        f"{file}: Dhcp6: fine: 1 subnet, 1 pool, 1 prefix pool, 1 reservation",
    ]
    assert len(result.stderr.splitlines()) == 1, "the comma is told once"


def test_mistakes_of_both_servers_are_told_together_each_once(tmp_path: Path) -> None:
    file = tmp_path / "both.json"
    file.write_text(
        '{"Dhcp6": {"valid-lifetime": "x"},\n"Logging": {"loggers": [{"name": 1}]},\n"Dhcp4": {"renew-timer": "y"}}'
    )
    result = run("check", str(file))
    assert result.exit_code == 1
    assert [line.split(": ")[1] for line in result.stdout.splitlines()] == [
        "valid-lifetime",
        "Logging.loggers[0].name",
        "renew-timer",
    ]


def test_doubts_are_told_beside_the_answer() -> None:
    result = run("check", str(SAMPLE))
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert "found a comma after the last member of a map; remove it" in result.stderr


def test_all_mistakes_of_all_files_are_told(tmp_path: Path) -> None:
    one, two, good = tmp_path / "one.json", tmp_path / "two.json", tmp_path / "good.json"
    one.write_text('{\n"Dhcp4": {\n  "valid-lifetim": 1,\n  "subnet4": [{"id": 1, "subnet": "192.0.2.0/99"}]}}')
    two.write_text('{"Dhcp4": ')
    good.write_text('{"Dhcp4": {}}')
    result = run("check", str(one), str(good), str(two))
    assert result.exit_code == 1
    told = result.stdout.splitlines()
    assert told[0] == (
        f'{one}:3:3: valid-lifetim: got unexpected keyword "valid-lifetim" in Dhcp4 map; did you mean "valid-lifetime"?'
    )
    assert told[1].startswith(f"{one}:4:35: subnet4[0].subnet: ")
    assert told[2].startswith(f"{good}: Dhcp4: fine")
    assert told[3].startswith(f"{two}:1:11: Dhcp4: expected a value, found the end of the file")
    assert len(told) == 4


def test_a_file_that_is_not_there() -> None:
    result = run("check", "/no/such/file")
    assert result.exit_code == 1
    assert result.stdout.startswith("/no/such/file:1:1: cannot be read: No such file or directory")


def test_without_files_it_says_how_to_call_it() -> None:
    assert run("check").exit_code == 2


def test_places_are_colored_on_terminals_only() -> None:
    problem = Problem("f", 1, 2, "key", "wrong", "right")
    assert colored(problem, "red") == "\x1b[31mf:1:2:\x1b[0m key: wrong; right"
    assert "\x1b" not in run("check", "/no/such/file").stdout


@pytest.mark.parametrize(("daemon", "section"), [("dhcp4", "Dhcp4"), ("dhcp6", "Dhcp6")])
def test_schema_is_printed_or_written(daemon: str, section: str, tmp_path: Path) -> None:
    printed = run("schema", daemon)
    schema = json.loads(printed.stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["required"] == [section]
    file = tmp_path / "schema.json"
    written = run("schema", daemon, "-o", str(file))
    assert (written.exit_code, written.stdout) == (0, "")
    assert file.read_text() == printed.stdout


def test_schema_of_what_there_is_not() -> None:
    assert run("schema", "dhcp9").exit_code == 2


def test_help_names_every_subcommand_without_importing_any() -> None:
    code = (
        "import sys; from lessor.cli.lessor import main; main(['--help'], standalone_mode=False)\n"
        "print(sorted(name for name in sys.modules if name.startswith(('lessor.', 'pyroute2', 'rich'))))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert all(f"  {name} " in shown and subcommand.summary in shown for name, subcommand in SUBCOMMANDS.items())
    assert shown.splitlines()[-1] == "['lessor.cli', 'lessor.cli.build', 'lessor.cli.lessor', 'lessor.wire']"


def test_check_does_without_netlink_and_services() -> None:
    code = "import sys; from lessor.cli.lessor import main; main(['check', sys.argv[1]], standalone_mode=False)\n"
    found = "import atexit, sys; atexit.register(lambda: print(sorted(n for n in sys.modules if n.startswith(BAD))))\n"
    code = found.replace("BAD", "('lessor.service', 'pyroute2', 'asyncio')") + code
    shown = subprocess.run([sys.executable, "-c", code, str(SAMPLE)], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", ["check", "schema"])
def test_every_subcommand_has_help(name: str) -> None:
    assert "Usage: main" in run(name, "--help").stdout


def test_version_and_unknown_subcommands() -> None:
    assert run("--version").stdout.startswith(f"lessor, version {__version__} (")
    unknown = run("chek")
    assert unknown.exit_code == 2
    assert "No such command 'chek'" in unknown.stderr

import configparser
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lessor.cli.lessor import main
from lessor.service.programs.units import UNITS, Unit, unit_text


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["units", *words])


def settings(text: str) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(strict=True, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their capitals
    parsed.read_string(text)
    return parsed


def test_they_are_printed_under_debians_names() -> None:
    result = run()
    assert result.exit_code == 0
    assert "# kea-dhcp4-server.service\n[Unit]" in result.stdout
    assert "# kea-dhcp6-server.service\n[Unit]" in result.stdout


@pytest.mark.parametrize("unit", UNITS, ids=[unit.program for unit in UNITS])
def test_a_server_gets_what_it_needs_and_no_more(unit: Unit) -> None:
    service = settings(unit_text(unit, Path("/opt/lessor/bin"), "dhcp"))["Service"]
    assert service["ExecStart"] == f"/opt/lessor/bin/{unit.program} -c /etc/kea/{unit.program}.conf"
    assert service["Type"] == "notify"
    assert service["User"] == "dhcp"
    assert service["AmbientCapabilities"] == service["CapabilityBoundingSet"]
    assert set(service["AmbientCapabilities"].split()) == {"CAP_NET_BIND_SERVICE", "CAP_NET_RAW"}
    assert {"AF_PACKET", "AF_NETLINK", "AF_UNIX"} <= set(service["RestrictAddressFamilies"].split())


@pytest.mark.parametrize(
    ("programs", "home"), [("/opt/x/bin", "yes"), ("/home/me/x/bin", "read-only"), ("/root/x", "read-only")]
)
def test_programs_in_a_home_can_be_run(programs: str, home: str) -> None:
    assert settings(unit_text(UNITS[0], Path(programs)))["Service"]["ProtectHome"] == home


def test_they_are_installed(tmp_path: Path) -> None:
    result = run("--install", "--directory", str(tmp_path), "--user", "nobody-we-know")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [unit.name for unit in UNITS]
    path = tmp_path / UNITS[0].name
    assert path.read_text() == unit_text(UNITS[0], Path(sys.executable).parent, "nobody-we-know")
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert "next: useradd --system --home-dir /var/lib/kea --shell /usr/sbin/nologin nobody-we-know\n" in result.stdout
    assert "useradd" not in run("--install", "--directory", str(tmp_path), "--user", "root").stdout


def test_where_they_cannot_be_written(tmp_path: Path) -> None:
    result = run("--install", "--directory", str(tmp_path / "no"))
    assert result.exit_code == 1
    assert result.stderr == f"Error: cannot write {tmp_path}/no/{UNITS[0].name}: No such file or directory\n"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    """The manager itself need not run for that; the programs must exist."""
    for unit in UNITS:
        (tmp_path / unit.program).write_text("#!/bin/sh\n")
        (tmp_path / unit.program).chmod(0o755)
        (tmp_path / unit.name).write_text(unit_text(unit, tmp_path, "root"))
    files = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, timeout=60)
    ours = [line for line in (done.stdout + done.stderr).splitlines() if any(unit.name in line for unit in UNITS)]
    assert ours == []

"""Configurations of servers under test: read by lessor without a mistake."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench.peers import KEA, KEA_THREADS, LESSOR, UNSYNCED, Definition
from bench.scenarios import SCENARIOS, Scenario

from bench import configuration
from lessor.model.json import Json

SCENARIO = {one.name: one for one in SCENARIOS}


def written(directory: Path, scenario: Scenario, server: Definition = LESSOR) -> dict[str, Json]:
    path = configuration.write(directory, scenario, server)
    top = json.loads(path.read_text())[f"Dhcp{scenario.family}"]
    assert isinstance(top, dict)
    return top


@pytest.mark.parametrize("name", ["v4-hook", "v4-classes200", "v6-sarr-pd", "v6-subnets5k"])
def test_lessor_reads_it(tmp_path: Path, name: str) -> None:
    path = configuration.write(tmp_path, SCENARIO[name], UNSYNCED)
    command = [sys.executable, "-m", "lessor.cli.lessor", "check", str(path)]
    said = subprocess.run(command, text=True, capture_output=True, env={"KEA_HOOKS_PATH": str(tmp_path)})
    assert said.returncode == 0, said.stdout + said.stderr


def test_servers_differ_in_what_they_are_compared_for(tmp_path: Path) -> None:
    plain = SCENARIO["v4-dora"]
    ours, loose, one, threads = (written(tmp_path, plain, each) for each in (LESSOR, UNSYNCED, KEA, KEA_THREADS))
    assert {**loose, "lease-database": None} == {**ours, "lease-database": None}
    assert isinstance(loose["lease-database"], dict) and loose["lease-database"]["sync"] == "never"
    assert "multi-threading" not in ours
    assert one["multi-threading"] == {"enable-multi-threading": False}
    assert threads["multi-threading"] == {
        "enable-multi-threading": True, "thread-pool-size": 2, "packet-queue-size": 64,
    }  # fmt: skip


def test_each_link_of_dhcpv6_is_where_the_load_generator_says() -> None:
    assert configuration.far_subnet6(4999)["subnet"] == "fd00:30:0:1387::/64"


def test_a_lease_file_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configuration, "WORK", tmp_path)
    path = configuration.leases_of(3, 1_000_000)
    made = path.stat().st_mtime
    assert len(path.read_text().splitlines()) == 4
    assert configuration.leases_of(3, int(made) + 100).stat().st_mtime_ns == path.stat().st_mtime_ns
    path.write_text("old")
    configuration.leases_of(3, int(made) + configuration.LEASED)
    assert f",{int(made) + 2 * configuration.LEASED}," in path.read_text()

"""`lessor serve` on the command line; what it does to a link is in tests/system/test_newcomer.py."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lessor.cli import serve as module
from lessor.cli.serve import serve
from lessor.config.load import load4, load6
from lessor.model.interface import Interface
from lessor.service.labs.client4 import Grant
from lessor.service.labs.derive import LinkFacts, Refusal

LINK = Interface("eth1", 7, b"\0\0\x5e\0\x53\1", (0xC0000201,), (24,))
LINK6 = replace(LINK, addresses6=(0xFE80 << 112 | 1, 0x20010DB8 << 96 | 1), prefix_lengths6=(64, 64))


@pytest.fixture
def link(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An interface eth1, 192.0.2.1/24, on a link of its own; the server does not start."""
    monkeypatch.setenv("KEA_DHCP_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KEA_LOG_FILE_DIR", str(tmp_path))
    monkeypatch.setattr(module, "find_interface", lambda name: LINK)
    monkeypatch.setattr(module, "survey", lambda interface: LinkFacts(interface, taken=frozenset({0xC0000207})))
    monkeypatch.setattr(module, "port_in_use", lambda interface, port, family: False)
    monkeypatch.setattr(module, "other_servers", lambda interface: [])
    monkeypatch.setattr(module, "_serve", lambda services, lease_files, places: None)


def run(*words: str) -> Result:
    return CliRunner().invoke(serve, ["eth1", *words])


def test_unknown_interface_is_refused() -> None:
    result = CliRunner().invoke(serve, ["nowhere"])
    assert result.exit_code == 1
    assert "lessor serve: there is no interface nowhere" in result.output


def test_loopback_is_refused() -> None:
    result = CliRunner().invoke(serve, ["lo"])
    assert result.exit_code == 1
    assert "loopback" in result.output


def test_plan_is_shown_and_written(link: None, tmp_path: Path) -> None:
    file = tmp_path / "my.conf"
    result = run("--config-out", str(file))
    assert result.exit_code == 0
    assert "192.0.2.2 - 192.0.2.6, 192.0.2.8 - 192.0.2.254" in result.output
    assert str(file) in result.output
    loaded = load4(str(file))
    assert (loaded.warnings, loaded.unsupported) == ([], [])
    assert loaded.config.lease_file.name == str(tmp_path / "kea-leases4-eth1.csv")


def test_dry_run_writes_nothing(link: None, tmp_path: Path) -> None:
    result = run("--config-out", str(tmp_path / "my.conf"), "--dry-run")
    assert result.exit_code == 0
    assert '"subnet": "192.0.2.0/24"' in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_existing_file_is_used_as_it_is(link: None, tmp_path: Path) -> None:
    file = tmp_path / "my.conf"
    file.write_text('{"Dhcp4": {"subnet4": []}}')
    result = run("--config-out", str(file))
    assert result.exit_code == 0
    assert f"Using {file} as it is" in result.output
    assert file.read_text() == '{"Dhcp4": {"subnet4": []}}'


def test_mistakes_of_an_existing_file_are_told(link: None, tmp_path: Path) -> None:
    file = tmp_path / "my.conf"
    file.write_text('{\n"Dhcp4": {\n"subnet5": []}}')
    result = run("--config-out", str(file))
    assert result.exit_code == 1
    assert f"{file}:3:1: subnet5" in result.output


def test_addresses_we_leased_ourselves_stay_in_the_pool(link: None, tmp_path: Path) -> None:
    (tmp_path / "kea-leases4-eth1.csv").write_text("192.0.2.7,00:00:5e:00:53:02,,3600,1800000000,1,0,0,,0,,0\n")
    assert "192.0.2.2 - 192.0.2.254" in run("--config-out", str(tmp_path / "my.conf")).output


def test_directory_that_cannot_be_had_is_named(link: None, tmp_path: Path) -> None:
    result = run("--config-out", str(tmp_path / "missing" / "my.conf"))
    assert result.exit_code == 1
    assert str(tmp_path / "missing") in result.output


def test_other_server_is_named_unless_nobody_asks(link: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    offer = Grant(0xC0000264, 0xC00002FE, 600, 300, 525, 24, (), (), "", "", b"\0\0\x5e\0\x53\2")
    monkeypatch.setattr(module, "other_servers", lambda interface: [offer])
    result = run("--config-out", str(tmp_path / "my.conf"))
    assert result.exit_code == 1
    assert "192.0.2.254 at 00:00:5e:00:53:02 offers 192.0.2.100" in result.output
    assert run("--config-out", str(tmp_path / "my.conf"), "--no-probe").exit_code == 0


def test_busy_port_is_refused(link: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "port_in_use", lambda interface, port, family: True)
    result = run("--config-out", str(tmp_path / "my.conf"))
    assert result.exit_code == 1
    assert "UDP port 67" in result.output


def test_refusal_of_the_survey_ends_it(link: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(interface: Interface) -> LinkFacts:
        raise Refusal("listening on a link is for root", "try sudo")

    monkeypatch.setattr(module, "survey", refuse)
    result = run("--config-out", str(tmp_path / "my.conf"))
    assert result.exit_code == 1
    assert "listening on a link is for root; try sudo" in result.output


# --- DHCPv6 --------------------------------------------------------------------------------------------------------


def test_link_with_a_prefix_is_served_by_both(link: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "find_interface", lambda name: LINK6)
    four, six = tmp_path / "my4.conf", tmp_path / "my6.conf"
    result = run("--config-out", str(four), "--config-out6", str(six))
    assert result.exit_code == 0
    assert "2001:db8::1000 - 2001:db8::ffff" in result.output
    assert load4(str(four)).config.lease_file.name == str(tmp_path / "kea-leases4-eth1.csv")
    assert load6(str(six)).config.lease_file.name == str(tmp_path / "kea-leases6-eth1.csv")


def test_link_without_a_prefix_is_served_by_dhcpv4_which_is_said(link: None, tmp_path: Path) -> None:
    result = run("--config-out", str(tmp_path / "my4.conf"), "--config-out6", str(tmp_path / "my6.conf"))
    assert "No DHCPv6: eth1 has no global or unique local IPv6 address" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["my4.conf"]


def test_link_without_ipv4_address_is_served_by_dhcpv6_which_is_said(
    link: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    only6 = replace(LINK6, addresses=(), prefix_lengths=())
    monkeypatch.setattr(module, "find_interface", lambda name: only6)
    result = run("--config-out", str(tmp_path / "my4.conf"), "--config-out6", str(tmp_path / "my6.conf"))
    assert result.exit_code == 0
    assert "No DHCPv4: eth1 has no IPv4 address" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["my6.conf"]


def test_link_without_either_is_refused(link: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_interface", lambda name: replace(LINK, addresses=(), prefix_lengths=()))
    result = run("--dry-run")
    assert result.exit_code == 1
    assert "eth1 has no IPv4 address" in result.output


def test_busy_port_of_dhcpv6_is_refused(link: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_interface", lambda name: LINK6)
    monkeypatch.setattr(module, "port_in_use", lambda interface, port, family: port == 547)
    result = run("--dry-run")
    assert result.exit_code == 1
    assert "UDP port 547" in result.output


def test_mistakes_of_an_existing_dhcpv6_file_are_told(
    link: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "find_interface", lambda name: LINK6)
    file = tmp_path / "my6.conf"
    file.write_text('{\n"Dhcp6": {\n"subnet4": []}}')
    result = run("--config-out", str(tmp_path / "my4.conf"), "--config-out6", str(file))
    assert result.exit_code == 1
    assert f"{file}:3:1: subnet4" in result.output

"""The DHCPv6 side of the lab."""

from pathlib import Path

import pytest

from lessor.config.load import load6
from lessor.service.labs import demo, demo6
from lessor.service.labs.demo import ClientProgram, Files

PRINTER = bytes.fromhex("02005e005301")


def test_configuration_is_one_without_remarks(tmp_path: Path) -> None:
    files = Files(tmp_path)
    files.configuration6.write_text(demo6.configuration6(files, PRINTER))
    loaded = load6(str(files.configuration6))
    assert (loaded.warnings, loaded.unsupported) == ([], [])
    assert loaded.config.lease_file.name == str(files.leases6)
    assert [host.identifier for host in loaded.config.subnets[0].hosts] == [PRINTER]


@pytest.mark.parametrize("program", [demo6.HOST6, demo6.ROUTER6])
def test_client_is_called_with_its_name_and_our_files(program: ClientProgram, tmp_path: Path) -> None:
    files = Files(tmp_path)
    demo.prepare(files)
    words = program.command(files, "desk")
    written = "".join(path.read_text() for path in tmp_path.iterdir())
    assert 'fqdn "desk"' in written
    assert all(Path(word).is_relative_to(tmp_path) for word in words[1:] if word.startswith("/"))
    assert ("-P" in words) == (program is demo6.ROUTER6)


def test_files_of_both_families_do_not_meet(tmp_path: Path) -> None:
    files = Files(tmp_path)
    demo.dhclient(files, "desk")
    demo6.dhclient6(files, "desk")
    assert len(list(tmp_path.iterdir())) == 2

from pathlib import Path

import pytest

from lessor.service.programs.places import PlaceError, find_places


def test_everything_is_below_the_prefix() -> None:
    places = find_places({}, "/opt/venv")
    assert places.configuration == Path("/opt/venv/etc/kea")
    assert places.data == Path("/opt/venv/var/lib/kea")
    assert places.logs == Path("/opt/venv/var/log/kea")
    assert places.pids == Path("/opt/venv/var/run/kea")
    assert places.hooks == Path("/opt/venv/lib/kea/hooks")


def test_a_system_installation_uses_the_systems_directories() -> None:
    assert find_places({}, "/usr").data == Path("/var/lib/kea")
    assert find_places({}, "/usr").hooks == Path("/usr/lib/kea/hooks")


@pytest.mark.parametrize(
    ("variable", "place"),
    [
        ("KEA_DHCP_DATA_DIR", "data"),
        ("KEA_LOG_FILE_DIR", "logs"),
        ("KEA_PIDFILE_DIR", "pids"),
        ("KEA_HOOKS_PATH", "hooks"),
    ],
)
def test_variables_move_places(variable: str, place: str) -> None:
    assert getattr(find_places({variable: "/elsewhere"}, "/opt"), place) == Path("/elsewhere")
    assert getattr(find_places({variable: ""}, "/opt"), place).is_relative_to("/opt")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("", "/opt/var/lib/kea/kea-leases4.csv"),
        ("mine.csv", "/opt/var/lib/kea/mine.csv"),
        ("/srv/mine.csv", "/srv/mine.csv"),
        ("here/mine.csv", "here/mine.csv"),
    ],
)
def test_lease_files(name: str, path: str) -> None:
    assert find_places({}, "/opt").lease_file4(name) == Path(path)


def test_dhcpv6_has_its_own_files() -> None:
    places = find_places({"KEA_DHCP_DATA_DIR": "/srv"}, "/opt")
    assert places.lease_file6("") == Path("/srv/kea-leases6.csv")
    assert places.lease_file6("/tmp/mine.csv") == Path("/tmp/mine.csv")
    assert places.server_id_file == Path("/srv/kea-dhcp6-serverid")


def test_pid_files_are_named_after_configuration_and_program() -> None:
    places = find_places({}, "/opt")
    assert places.pid_file("/etc/kea/office.lan.conf", "kea-dhcp4") == Path("/opt/var/run/kea/office.lan.kea-dhcp4.pid")


def test_directories_are_made_inside_the_prefix_only(tmp_path: Path) -> None:
    places = find_places({}, str(tmp_path / "prefix"))
    places.make(places.pids)
    places.make(places.pids)
    assert places.pids.is_dir() and places.pids.stat().st_mode & 0o777 == 0o750
    with pytest.raises(PlaceError, match=f"directory {tmp_path}/other does not exist"):
        places.make(tmp_path / "other")


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    places = find_places({}, str(tmp_path))
    with pytest.raises(PlaceError, match=f"cannot make directory {tmp_path}/var/run/kea: Not a directory"):
        places.make(places.pids)

"""Where lease files are, and what they say together."""

import os
from pathlib import Path

import pytest

from lessor.config.errors import ConfigError
from lessor.service.leases import leasefiles
from lessor.service.leases.leasefiles import (
    NoLeaseFile,
    in_file,
    of_configuration,
    of_installation,
    snapshot4,
    snapshot6,
)
from lessor.service.programs.places import Places, find_places
from lessor.store.base import StoreError
from lessor.store.columns import HEADER, show, show_removed
from lessor.store.columns6 import HEADER as HEADER6
from lessor.store.columns6 import show as show6
from lessor.store.lastrows import LastRows
from lessor.store.watcher import Watcher
from tests.store.leases import NOW, a_lease, numbered_lease
from tests.store.leases6 import a_lease6, a_prefix

SUBNET = '"subnet4": [{"id": 7, "subnet": "192.0.2.0/24"}]'


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places({}, str(tmp_path))


def test_a_file_tells_its_family(tmp_path: Path) -> None:
    four, six = tmp_path / "a", tmp_path / "b"
    four.write_text(f"{HEADER}\n")
    six.with_name("b.1").write_text(f"{HEADER6}\n")
    assert in_file(four).family == 4
    assert in_file(six).family == 6


def test_what_is_no_lease_file(tmp_path: Path) -> None:
    with pytest.raises(NoLeaseFile, match="there is no lease file"):
        in_file(tmp_path / "missing")
    (tmp_path / "x").write_text("{}")
    with pytest.raises(NoLeaseFile, match="does not begin with 'address,'"):
        in_file(tmp_path / "x")
    with pytest.raises(StoreError, match="cannot read"):
        in_file(tmp_path)


def configured(tmp_path: Path, text: str) -> str:
    file = tmp_path / "kea.conf"
    file.write_text(text)
    return str(file)


def test_a_configuration_names_files_and_subnets(tmp_path: Path, places: Places) -> None:
    database = '"lease-database": {"type": "memfile", "name": "/tmp/x.csv"}'
    file = configured(tmp_path, f'{{"Dhcp4": {{{database}, {SUBNET}}}, "Dhcp6": {{}}}}')
    four, six = of_configuration(file, places)
    assert (four.family, str(four.path)) == (4, "/tmp/x.csv")
    assert four.subnets is not None
    assert [subnet.id for subnet in four.subnets] == [7]
    assert (six.family, six.path, six.subnets) == (6, tmp_path / "var/lib/kea/kea-leases6.csv", ())


@pytest.mark.parametrize(
    ("database", "reason"),
    [('"type": "memfile", "persist": false', "in memory only"), ('"type": "mysql", "name": "kea"', "type mysql")],
)
def test_leases_that_are_in_no_file(tmp_path: Path, places: Places, database: str, reason: str) -> None:
    with pytest.raises(NoLeaseFile, match=reason):
        of_configuration(configured(tmp_path, f'{{"Dhcp4": {{"lease-database": {{{database}}}}}}}'), places)


def test_a_broken_configuration(tmp_path: Path, places: Places) -> None:
    with pytest.raises(ConfigError):
        of_configuration(configured(tmp_path, "{"), places)


def test_what_is_installed(tmp_path: Path, places: Places) -> None:
    with pytest.raises(NoLeaseFile, match=r"kea-leases4.csv or .*kea-leases6.csv; name one"):
        of_installation(places)
    data = tmp_path / "var/lib/kea"
    data.mkdir(parents=True)
    (data / "kea-leases6.csv").write_text(f"{HEADER6}\n")
    assert [one.family for one in of_installation(places)] == [6]
    (data / "other.csv").write_text(f"{HEADER}\n")
    places.configuration.mkdir(parents=True)
    (places.configuration / "kea-dhcp4.conf").write_text(
        f'{{"Dhcp4": {{"lease-database": {{"type": "memfile", "name": "other.csv"}}, {SUBNET}}}}}'
    )
    assert [str(one.path.name) for one in of_installation(places)] == ["other.csv", "kea-leases6.csv"]


def test_the_parts_are_one_truth(tmp_path: Path) -> None:
    path = tmp_path / "l"
    (tmp_path / "l.2").write_text(f"{HEADER}\n{show(numbered_lease(2))}{show(numbered_lease(1))}")
    (tmp_path / "l.1").write_text(f"{HEADER}\n{show_removed(numbered_lease(2))}")
    path.write_text(f"{HEADER}\n{show(numbered_lease(1, cltt=NOW + 1))}{show(a_lease(user_context='{}'))}bad\n")
    snapshot = snapshot4(path, Watcher())
    assert list(snapshot.leases()) == [a_lease(user_context="{}"), numbered_lease(1, cltt=NOW + 1)]
    assert (len(snapshot), snapshot.bad_rows) == (2, 1)


def test_the_parts_of_dhcpv6(tmp_path: Path) -> None:
    path = tmp_path / "l"
    path.write_text(f"{HEADER6}\n{show6(a_prefix())}{show6(a_lease6())}")
    assert list(snapshot6(path, Watcher()).leases()) == [a_lease6(), a_prefix()]


def test_files_exchanged_meanwhile_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "l"
    path.write_text(f"{HEADER}\n{show(a_lease())}")
    looks: list[Path] = []

    class Exchanging(LastRows[object]):  # type: ignore[type-var]  # only read from
        def read(self, path: Path) -> None:
            super().read(path)
            if not looks:
                os.rename(path, path.with_name("l.1"))
                path.write_text(f"{HEADER}\n{show(numbered_lease(1))}")
            looks.append(path)

    monkeypatch.setattr(leasefiles, "LastRows", Exchanging)
    assert len(snapshot4(path, Watcher())) == 2
    assert [look.name for look in looks] == ["l", "l.1", "l"]

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.model.network import LeaseFile
from lessor.service.leases.cleanup import Cleanups
from lessor.service.leases.storage import Leases4, LoggingWatcher, open_leases4, open_leases6
from lessor.service.logs.log import Loggers
from lessor.service.programs.places import Places, find_places
from lessor.store.base import StoreError

HEADER = "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context"

HEADER6 = (
    "address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,"
    "hwaddr,state,user_context,hwtype,hwaddr_source,pool_id"
)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return find_places({}, str(tmp_path))


@pytest.fixture
def loggers(tmp_path: Path) -> Iterator[Loggers]:
    made = Loggers("kea-dhcp4", tmp_path, {"KEA_LOGGER_DESTINATION": "log"})
    yield made
    made.close()


def open_and_close(settings: LeaseFile, places: Places, loggers: Loggers, drop: bool = False) -> int:
    """Return how many leases were loaded."""

    def check(held: dict[int, Lease4]) -> None:
        if drop:
            held.clear()

    begun: list[Cleanups] = []

    async def run() -> int:
        store: Leases4 = open_leases4(settings, places, loggers, asyncio.get_running_loop(), check, begun.append)
        store.close()
        return len(store)

    return asyncio.run(run())


def texts(tmp_path: Path) -> list[str]:
    return [line.split("] ", 1)[1] for line in (tmp_path / "log").read_text().splitlines()]


def test_the_usual_place_is_made(places: Places, loggers: Loggers, tmp_path: Path) -> None:
    assert open_and_close(LeaseFile(), places, loggers) == 0
    path = tmp_path / "var/lib/kea/kea-leases4.csv"
    assert path.exists()
    assert texts(tmp_path)[0].endswith(f"name={path} persist=true type=memfile universe=4")


def test_other_places_are_not_made(places: Places, loggers: Loggers, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="directory /nonexistent of the lease file does not exist"):
        open_and_close(LeaseFile(name="/nonexistent/x.csv"), places, loggers)


def test_rows_and_schema_are_told(places: Places, loggers: Loggers, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    row = "192.0.2.1,02:00:00:00:00:01,,600,1700000000,1,0,0,,0,"
    path.write_text(f"{HEADER}\n{row}\nnonsense\n")
    assert open_and_close(LeaseFile(name=str(path)), places, loggers) == 1
    told = texts(tmp_path)
    assert told[1] == f"DHCPSRV_MEMFILE_LEASE_FILE_LOAD loading leases from file {path}"
    assert told[2].startswith(f"DHCPSRV_MEMFILE_NEEDS_UPGRADING lease file {path} has the older schema ")
    assert told[3].startswith("DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR row 3 of the lease file is skipped: ")
    assert told[4].startswith("LESSOR_LEASES_LOADED 1 leases loaded in ")
    assert open_and_close(LeaseFile(name=str(path)), places, loggers, drop=True) == 0


def test_newer_schema_is_told(loggers: Loggers, tmp_path: Path) -> None:
    LoggingWatcher(loggers).schema(Path("x"), "3.0", older=False)
    assert texts(tmp_path)[0].startswith("DHCPSRV_MEMFILE_NEEDS_DOWNGRADING lease file x ")


def test_troubles_are_told(loggers: Loggers, tmp_path: Path) -> None:
    watcher = LoggingWatcher(loggers)
    watcher.trouble("no space")
    watcher.recovered()
    assert texts(tmp_path)[0] == "LESSOR_LEASE_FILE_TROUBLE leases are refused for now: no space"
    assert texts(tmp_path)[1].startswith("LESSOR_LEASE_FILE_RECOVERED ")


def test_leases_may_be_kept_in_memory_only(places: Places, loggers: Loggers, tmp_path: Path) -> None:
    assert open_and_close(LeaseFile(persist=False), places, loggers) == 0
    assert texts(tmp_path)[0].endswith("opening memory file lease database: persist=false type=memfile universe=4")
    assert texts(tmp_path)[1].startswith("DHCPSRV_MEMFILE_NO_STORAGE")
    assert not (tmp_path / "var").exists()


def test_other_databases_are_refused(places: Places, loggers: Loggers, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="lease-database type mysql is not supported yet; use memfile"):
        open_and_close(LeaseFile(type="mysql"), places, loggers)
    assert texts(tmp_path) == ["DHCPSRV_UNKNOWN_DB unknown database type: mysql"]


def test_leases_of_dhcpv6_have_a_file_of_their_own(places: Places, loggers: Loggers, tmp_path: Path) -> None:
    path = tmp_path / "var/lib/kea/kea-leases6.csv"
    path.parent.mkdir(parents=True)
    path.write_text(f"{HEADER6}\n2001:db8::1,00:03:00:01:02:00:00:00:00:01,600,{2**31},1,300,0,1,128,0,0,,,0,,,,0\n")
    seen: list[Lease6] = []

    def check(held: dict[int, Lease6]) -> None:
        seen.extend(held.values())

    begun: list[Cleanups] = []

    async def run() -> int:
        store = open_leases6(LeaseFile(), places, loggers, asyncio.get_running_loop(), check, begun.append)
        store.close()
        return len(store)

    assert asyncio.run(run()) == len(seen) == 1
    assert texts(tmp_path)[0].endswith(f"name={path} persist=true type=memfile universe=6")

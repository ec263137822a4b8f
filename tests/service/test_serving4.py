"""What a process test cannot reach: expiry, and a change that can neither be made nor taken back."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lessor.engine.occupancy import LEASED, Occupancy
from lessor.engine.tables import Plan, Pool, Subnet, Tables
from lessor.model.lease import RECLAIMED
from lessor.model.network import Config4, InterfacesConfig, LeaseFile
from lessor.model.operation import ExpiredLeases
from lessor.service.logs.log import Loggers
from lessor.service.programs.places import find_places
from lessor.service.serving import Crippled, Surroundings
from lessor.service.serving4 import Serving4, serve4
from lessor.service.setup import Setup
from lessor.service.setup4 import Setup4
from lessor.store.base import StoreError
from lessor.store.memfile import MemfileStore

HEADER = (
    "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id"
)
FIRST = 0xC0000205
QUICKLY = ExpiredLeases(reclaim_wait=1)


@pytest.fixture
def loggers(tmp_path: Path) -> Iterator[Loggers]:
    made = Loggers("kea-dhcp4", tmp_path, {"KEA_LOGGER_DESTINATION": str(tmp_path / "log")})
    yield made
    made.close()


def tables() -> Tables:
    plan = Plan({}, (), 3600, 3600, 3600)
    pool = Pool(FIRST, FIRST + 9, 0, plan, Occupancy(10))
    return Tables((Subnet(1, 0xC0000200, 0xC00002FF, 24, b"", plan, (pool,), {}, {}),), plan)


def setup(name: str = "", expired_leases: ExpiredLeases = ExpiredLeases()) -> Setup4:  # noqa: B008 - it is frozen
    config = Config4(InterfacesConfig(re_detect=False), LeaseFile(name=name), expired_leases=expired_leases)
    return Setup(config, tables())


def serve(tmp_path: Path, loggers: Loggers, act: Callable[[Serving4], Awaitable[None]]) -> None:
    places = find_places({"KEA_DHCP_DATA_DIR": str(tmp_path)}, str(tmp_path))

    async def run() -> None:
        loop = asyncio.get_running_loop()
        serving = serve4(setup(), Surroundings(places, loggers, loop, loop.stop, 6767))
        try:
            await act(serving)
        finally:
            serving.close()

    asyncio.run(run())


def write_lease(tmp_path: Path, expire: int) -> None:
    row = f"192.0.2.5,02:00:00:00:00:01,,3600,{expire},1,0,0,,0,,0"
    (tmp_path / "kea-leases4.csv").write_text(f"{HEADER}\n{row}\n")


def test_leases_and_addresses_are_counted(tmp_path: Path, loggers: Loggers) -> None:
    write_lease(tmp_path, int(time.time()) + 3600)

    async def act(serving: Serving4) -> None:
        assert serving.statistics.subnets[1]["total-addresses"] == 10
        assert serving.statistics.subnets[1]["assigned-addresses"] == 1
        serving.change(setup("elsewhere.csv"))
        assert serving.statistics.subnets[1]["assigned-addresses"] == 0

    serve(tmp_path, loggers, act)


def test_leases_taken_back_are_removed(tmp_path: Path, loggers: Loggers) -> None:
    write_lease(tmp_path, int(time.time()) - 10)

    async def act(serving: Serving4) -> None:
        serving.change(setup(expired_leases=ExpiredLeases(reclaim_wait=1, flush_wait=1, hold=1)))
        store = serving.store
        assert isinstance(store, MemfileStore)
        while len(store):
            await asyncio.sleep(0.001)

    serve(tmp_path, loggers, act)
    assert (tmp_path / "kea-leases4.csv").read_text().splitlines()[-1].split(",")[3] == "0"


def test_expired_leases_are_taken_back(tmp_path: Path, loggers: Loggers) -> None:
    write_lease(tmp_path, int(time.time()) - 10)

    async def act(serving: Serving4) -> None:
        serving.change(setup(expired_leases=QUICKLY))
        while not serving.statistics.counts["reclaimed-leases"]:
            await asyncio.sleep(0.001)

    serve(tmp_path, loggers, act)
    last = (tmp_path / "kea-leases4.csv").read_text().splitlines()[-1]
    assert last.startswith("192.0.2.5,") and last.split(",")[9] == str(RECLAIMED)


def test_expired_leases_stay_while_the_lease_file_cannot_be_written(
    tmp_path: Path, loggers: Loggers, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lease(tmp_path, int(time.time()) - 10)

    def refuse(*args: object) -> int:
        raise StoreError("disk full")

    monkeypatch.setattr("lessor.store.memfile.MemfileStore.commit", refuse)

    async def act(serving: Serving4) -> None:
        serving.change(setup(expired_leases=QUICKLY))
        while "RECLAMATION" not in (tmp_path / "log").read_text():
            await asyncio.sleep(0.001)

    serve(tmp_path, loggers, act)
    assert (
        "ALLOC_ENGINE_V4_LEASES_RECLAMATION_FAILED reclaiming of expired leases failed: disk full"
        in (tmp_path / "log").read_text()
    )


def test_a_change_that_cannot_be_taken_back_is_told(tmp_path: Path, loggers: Loggers) -> None:
    async def act(serving: Serving4) -> None:
        path = tmp_path / "kea-leases4.csv"
        path.unlink()
        path.mkdir()
        with pytest.raises(Crippled, match="neither the new nor the old lease database can be opened"):
            serving.change(setup("/nonexistent/leases.csv"))

    serve(tmp_path, loggers, act)


def test_what_happens_after_a_change_was_prepared_is_not_lost(tmp_path: Path, loggers: Loggers) -> None:
    async def act(serving: Serving4) -> None:
        following = setup(expired_leases=QUICKLY)
        prepared = serving.prepare(following)
        assert prepared.fresh == frozenset()
        assert prepared.counters.same
        before = serving.exchange.tables
        before.subnets[1].pools[0].occupancy.mark(3, LEASED)
        serving.change(following, prepared)
        assert serving.exchange.tables is following.tables is not before
        assert following.tables.subnets[1].pools[0].occupancy.state(3) == LEASED

    serve(tmp_path, loggers, act)


def test_leases_stay_open_when_they_are_cleaned_up_at_another_interval(tmp_path: Path, loggers: Loggers) -> None:
    async def act(serving: Serving4) -> None:
        store, exchange = serving.store, serving.exchange
        following = setup()
        lease_file = replace(following.config.lease_file, lfc_interval=77)
        serving.change(replace(following, config=replace(following.config, lease_file=lease_file)))
        assert serving.store is store
        assert serving.exchange is exchange

    serve(tmp_path, loggers, act)
    lines = [line for line in (tmp_path / "log").read_text().splitlines() if "DHCPSRV_MEMFILE_LFC_SETUP" in line]
    assert len(lines) == 2
    assert "77" in lines[1]

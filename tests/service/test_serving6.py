"""What a DHCPv6 server is made of; the story both families share is told in test_serving4.py."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from lessor.engine.occupancy import Occupancy
from lessor.engine.tables6 import Pool6, Tables6
from lessor.model.interface import Interface
from lessor.model.lease import RECLAIMED
from lessor.model.network import InterfacesConfig
from lessor.model.network6 import Config6, ServerId
from lessor.model.operation import ExpiredLeases
from lessor.service import serving6
from lessor.service.logs.log import Loggers
from lessor.service.programs.places import find_places
from lessor.service.serverid import ServerIdError
from lessor.service.serving import Surroundings
from lessor.service.serving6 import Serving6, serve6
from lessor.service.setup import Setup
from lessor.service.setup6 import Setup6
from lessor.store.base import StoreError
from tests.engine.messages6 import number, plan, subnet

HEADER = (
    "address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,"
    "hwaddr,state,user_context,hwtype,hwaddr_source,pool_id"
)


@pytest.fixture
def loggers(tmp_path: Path) -> Iterator[Loggers]:
    made = Loggers("kea-dhcp6", tmp_path, {"KEA_LOGGER_DESTINATION": str(tmp_path / "log")})
    yield made
    made.close()


def tables() -> Tables6:
    first, prefix = number("2001:db8::10"), number("2001:db8:f::")
    addresses = Pool6(first, first + 9, 0, plan(), Occupancy(10))
    prefixes = Pool6(prefix, prefix + (1 << 76) - 1, 0, plan(), Occupancy(256), 60)
    only = subnet("2001:db8::/64", 1, pools=(addresses,), prefix_pools=(prefixes,))
    return Tables6((only,), plan())


def setup(server_id: ServerId | None = None) -> Setup6:
    return Setup(Config6(InterfacesConfig(re_detect=False), server_id=server_id or ServerId("EN")), tables())


def quickly() -> Setup6:
    """A set-up that takes back leases soon."""
    config = Config6(
        InterfacesConfig(re_detect=False), server_id=ServerId("EN"), expired_leases=ExpiredLeases(reclaim_wait=1)
    )
    return Setup(config, tables())


def serve(tmp_path: Path, loggers: Loggers, act: Callable[[Serving6], Awaitable[None]], first: Setup6) -> None:
    places = find_places({"KEA_DHCP_DATA_DIR": str(tmp_path)}, str(tmp_path))

    async def run() -> None:
        loop = asyncio.get_running_loop()
        serving = serve6(first, Surroundings(places, loggers, loop, loop.stop, 6547))
        try:
            await act(serving)
        finally:
            serving.close()

    asyncio.run(run())


def write_leases(tmp_path: Path, expire: int) -> None:
    rows = [
        f"2001:db8::10,00:03:00:01:02,600,{expire},1,300,0,1,128,0,0,,,0,,,,0",
        f"2001:db8:f::,00:03:00:01:02,600,{expire},1,300,2,1,60,0,0,,,0,,,,0",
    ]
    (tmp_path / "kea-leases6.csv").write_text("\n".join([HEADER, *rows, ""]))


async def nothing(serving: Serving6) -> None:
    """Serve, and no more."""


def test_leases_addresses_and_prefixes_are_counted(tmp_path: Path, loggers: Loggers) -> None:
    write_leases(tmp_path, int(time.time()) + 3600)

    async def act(serving: Serving6) -> None:
        counts = serving.statistics.subnets[1]
        assert (counts["total-nas"], counts["total-pds"]) == (10, 256)
        assert (counts["assigned-nas"], counts["assigned-pds"]) == (1, 1)

    serve(tmp_path, loggers, act, setup())


def test_expired_leases_are_taken_back(tmp_path: Path, loggers: Loggers) -> None:
    write_leases(tmp_path, int(time.time()) - 10)

    async def act(serving: Serving6) -> None:
        while serving.statistics.counts["reclaimed-leases"] < 2:
            await asyncio.sleep(0.001)

    serve(tmp_path, loggers, act, quickly())
    rows = (tmp_path / "kea-leases6.csv").read_text().splitlines()[-2:]
    assert [row.split(",")[13] for row in rows] == [str(RECLAIMED)] * 2


def test_failed_reclamation_is_told(tmp_path: Path, loggers: Loggers, monkeypatch: pytest.MonkeyPatch) -> None:
    write_leases(tmp_path, int(time.time()) - 10)

    def refuse(*args: object) -> int:
        raise StoreError("disk full")

    monkeypatch.setattr("lessor.store.memfile.MemfileStore6.commit", refuse)

    async def act(serving: Serving6) -> None:
        while "RECLAMATION" not in (tmp_path / "log").read_text():
            await asyncio.sleep(0.001)

    serve(tmp_path, loggers, act, quickly())
    told = (tmp_path / "log").read_text()
    assert "ALLOC_ENGINE_V6_LEASES_RECLAMATION_FAILED reclaiming of expired leases failed: disk full" in told


def test_a_link_layer_server_id_is_of_an_interface(
    tmp_path: Path, loggers: Loggers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving6, "interfaces", lambda: [Interface("eth0", 2, b"\2\0\0\0\0\1")])
    first = setup(ServerId("LL"))
    serve(tmp_path, loggers, nothing, first)
    assert first.tables.server_id.hex() == "00030001020000000001"
    assert (tmp_path / "kea-dhcp6-serverid").read_text() == "00:03:00:01:02:00:00:00:00:01"


def test_without_a_hardware_address_the_start_is_refused(
    tmp_path: Path, loggers: Loggers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving6, "interfaces", lambda: [])
    with pytest.raises(ServerIdError):
        serve(tmp_path, loggers, nothing, setup(ServerId("LLT")))
    assert not (tmp_path / "kea-dhcp6-serverid").exists()


def test_the_usual_place_of_the_server_id_is_made(tmp_path: Path, loggers: Loggers) -> None:
    places = find_places({}, str(tmp_path))

    async def run() -> None:
        loop = asyncio.get_running_loop()
        serve6(setup(), Surroundings(places, loggers, loop, loop.stop, 6547)).close()

    asyncio.run(run())
    assert (tmp_path / "var/lib/kea/kea-dhcp6-serverid").exists()


def test_a_server_id_in_no_file_is_said_so(tmp_path: Path, loggers: Loggers) -> None:
    serve(tmp_path, loggers, nothing, setup(ServerId("EN", identifier=b"\1", persist=False)))
    told = (tmp_path / "log").read_text()
    assert "DHCP6_USING_SERVERID server is using server-id 00:02:00:00:09:bf:01 and stores in no file\n" in told

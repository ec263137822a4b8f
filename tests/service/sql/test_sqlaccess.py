"""Commands about leases that are in a SQL database."""

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from lessor.model.database import DatabaseSettings
from lessor.model.lease import DECLINED, Lease4
from lessor.service.sql.sqlaccess import SqlAccess4, SqlAccess6
from lessor.wire.packet4 import NAK, OFFER
from tests.flows.conversation import NOW, Client, number, subnet
from tests.flows.conversation6 import subnet6
from tests.service.sqlservers import SqlServer, SqlServer6, serving
from tests.store.leases6 import a_lease6, a_prefix

Found = TypeVar("Found")

FIRST = number("192.0.2.10")


@pytest.fixture(params=["postgresql_leases", "mysql_leases", "postgresql_newest_leases", "mysql_newest_leases"])
def settings(request: pytest.FixtureRequest) -> DatabaseSettings:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, DatabaseSettings)
    return found


class Scene:
    """A server with its leases as commands see them."""

    def __init__(self, server: SqlServer, directory: Path) -> None:
        self.server = server
        self.access = SqlAccess4(server.driver, lambda: directory / "leases.csv")

    def do(self, asked: Coroutine[None, None, Found]) -> Found:
        return self.server.loop.run_until_complete(asyncio.wait_for(asked, 60))

    def add(self, *leases: Lease4) -> None:
        for lease in leases:
            assert self.do(self.access.add(lease))


@pytest.fixture
def scene(settings: DatabaseSettings, tmp_path: Path) -> Iterator[Scene]:
    server = SqlServer(settings, subnet())
    with serving(server):
        yield Scene(server, tmp_path)


def lease(place: int = 0, state: int = 0, subnet_id: int = 1, hostname: str = "host", cltt: int = NOW) -> Lease4:
    hwaddr = bytes((2, 0, 0, 0, 0, place))
    return Lease4(FIRST + place, hwaddr, b"\1" + hwaddr, 3600, cltt, subnet_id, hostname=hostname, state=state)


def test_leases_are_found_by_what_is_known_of_them(scene: Scene) -> None:
    leases = [lease(0), lease(1, DECLINED), lease(2, subnet_id=9, hostname="other")]
    scene.add(*leases)
    access = scene.access
    assert scene.do(access.get(FIRST + 1)) == leases[1]
    assert scene.do(access.get(FIRST + 7)) is None
    assert scene.do(access.by_client_id(leases[0].client_id)) == [leases[0]]
    assert scene.do(access.by_hwaddr(leases[2].hwaddr)) == [leases[2]]
    assert scene.do(access.by_hwaddr(b"")) == scene.do(access.by_client_id(b"")) == []
    assert scene.do(access.by_hostname("other")) == [leases[2]]
    assert scene.do(access.by_state(0)) == [leases[0], leases[2]]
    assert scene.do(access.by_state(0, 9)) == [leases[2]]
    assert scene.do(access.of_subnets((9, 1, 5))) == scene.do(access.of_subnets()) == leases
    assert scene.do(access.count()) == 3
    assert scene.server.database.ask_now(lambda rows: rows.occupied(1)) == {FIRST, FIRST + 1}
    assert scene.do(access.tally()) == {(1, 0, 0, 0): 1, (1, 0, 0, DECLINED): 1, (9, 0, 0, 0): 1}


def test_pages_follow_each_other(scene: Scene) -> None:
    leases = [lease(place) for place in range(5)]
    scene.add(*leases)
    page = scene.access.page
    assert scene.do(page(-1, 2)) == leases[:2]
    assert scene.do(page(leases[1].address, 2)) == leases[2:4]
    assert scene.do(page(leases[3].address, 2)) == leases[4:]
    assert scene.do(page(leases[4].address, 2)) == []


def test_changes_are_made_only_to_what_was_read(scene: Scene) -> None:
    old, new = lease(), lease(cltt=NOW + 10)
    scene.add(old)
    access = scene.access
    assert not scene.do(access.add(new))
    assert scene.do(access.update(old, new))
    assert not scene.do(access.update(old, new))
    assert not scene.do(access.remove(old))
    assert scene.do(access.get(FIRST)) == new
    assert scene.do(access.remove(new))
    assert scene.do(access.get(FIRST)) is None


def test_clients_get_nothing_that_a_command_has_given_away(scene: Scene) -> None:
    scene.add(*[lease(place) for place in range(11)])
    assert scene.server.count("assigned-addresses") == 11
    client = Client(scene.server, "02:00:00:00:01:00")
    client.select("192.0.2.10").expect(NAK)
    client.discover().expect_silence()
    assert scene.do(scene.access.wipe((1,))) == 11
    assert scene.server.count("assigned-addresses") == 0
    client.discover().expect(OFFER)


def test_all_leases_are_written_to_a_file(scene: Scene, tmp_path: Path) -> None:
    scene.add(lease(0), lease(1))
    path = Path(scene.do(scene.access.write("dump.csv")))
    assert path.parent == tmp_path
    assert [line.split(",")[0] for line in path.read_text().splitlines()] == ["address", "192.0.2.10", "192.0.2.11"]


def test_the_same_for_dhcpv6(settings: DatabaseSettings, tmp_path: Path) -> None:
    server = SqlServer6(settings, subnet6())
    address, prefix = a_lease6(), a_prefix()
    with serving(server):
        access = SqlAccess6(server.driver, lambda: tmp_path / "leases.csv")

        async def ask() -> None:
            assert await access.add(address)
            assert await access.add(prefix)
            assert await access.get(0, address.address) == address
            assert await access.get(2, prefix.address) == prefix
            assert await access.get(2, address.address) is None
            assert sorted(found.type for found in await access.by_duid(address.duid)) == [0, 2]
            assert len(await access.page(-1, 10)) == 2
            assert await server.database.run(lambda rows: rows.occupied(1)) == {address.address, prefix.address}
            assert await server.database.run(lambda rows: rows.held([address.address, 1])) == {address.address}
            assert await access.wipe((1,)) == 2

        server.loop.run_until_complete(asyncio.wait_for(ask(), 60))

"""Look-ups of leases by plug-ins when leases are in a database, and plug-ins of ours that need them."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address

import pytest

from lessor.hooks.server import Server as Around
from lessor.model.database import DatabaseSettings
from lessor.model.lease import DECLINED
from lessor.plugins.limits.leases import LeaseLimits
from lessor.plugins.limits.settings import ADDRESS, Limits
from lessor.plugins.ping_check.plugin import PingCheck
from lessor.plugins.ping_check.settings import Settings
from lessor.service.hooking.plugins4 import servers4
from lessor.service.hooking.plugins6 import servers6
from lessor.wire.packet4 import ACK, NAK, decode4
from tests.config import configurations6
from tests.config.configurations import config
from tests.flows.conversation import Client, number, subnet
from tests.flows.conversation6 import Client6, na, pd, subnet6
from tests.flows.hooked import witness
from tests.service.sql.test_sqlexchange import requests
from tests.service.sqlservers import SqlServer, SqlServer6
from tests.service.test_sqlhooks import hook

A, B, C = "02:00:00:00:00:0a", "02:00:00:00:00:0b", "02:00:00:00:00:0c"
SETTINGS = Settings(True, 1, 0.1, 1 << 40)
"""Whoever had an address keeps it unchecked: clocks of conversations stand."""


@pytest.fixture(params=["postgresql_leases", "mysql_newest_leases"])
def settings(request: pytest.FixtureRequest) -> DatabaseSettings:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, DatabaseSettings)
    return found


@pytest.fixture
def server(settings: DatabaseSettings) -> Iterator[SqlServer]:
    one = SqlServer(settings, subnet())
    yield one
    one.close()


def around(server: SqlServer) -> Around:
    """What a plug-in is given in this server."""
    loggers = witness(server.statistics).loggers
    serve = servers4(loggers, server.statistics, server.loop, True, lambda: server.driver, lambda: server.database)
    return serve("tests", {}, config())


def octets(hwaddr: str) -> bytes:
    return bytes.fromhex(hwaddr.replace(":", ""))


def test_look_ups_of_dhcpv4(server: SqlServer) -> None:
    leases = around(server).leases4
    assert leases.shared
    mine, others = Client(server, A).lease(), Client(server, B).lease()

    async def look() -> None:
        at = await leases.at(mine)
        assert at is not None
        assert str(at.hwaddr) == A
        assert await leases.at("192.0.2.200") is None
        assert [str(lease.address) for lease in await leases.of(hwaddr=octets(A))] == [mine]
        assert await leases.of(client_id=b"\x01nobody") == []
        assert {str(lease.address) async for lease in leases.all()} == {mine, others}

    server.loop.run_until_complete(look())


def test_look_ups_of_dhcpv6(settings: DatabaseSettings) -> None:
    server = SqlServer6(settings, subnet6())
    loggers = witness(server.statistics).loggers
    serve = servers6(loggers, server.statistics, server.loop, True, lambda: server.driver, lambda: server.database)
    leases = serve("tests", {}, configurations6.config()).leases6
    client = Client6(server)
    address, prefix = client.request(na(1), pd(2)).items

    async def look() -> None:
        first = prefix.partition("/")[0]
        at, on = await leases.at(address), await leases.at(first, prefix=True)
        assert at is not None
        assert on is not None
        assert (str(at.address), str(on.address)) == (address, first)
        assert await leases.at(first) is None
        assert {str(lease.address) for lease in await leases.of(duid=client.duid)} == {address, first}
        assert {str(lease.address) async for lease in leases.all()} == {address, first}

    server.loop.run_until_complete(look())
    server.close()


def test_a_database_that_cannot_be_asked(server: SqlServer) -> None:
    leases = around(server).leases4

    async def look() -> None:
        with pytest.raises(LookupError, match="cannot connect to"):
            await leases.at("192.0.2.10")
        with pytest.raises(LookupError, match="cannot connect to"):
            [lease async for lease in leases.all()]

    server.database.settings = replace(server.database.settings, host="/nonexistent/socket")
    server.loop.run_until_complete(look())


class Pinger:
    """Somebody has these addresses."""

    def __init__(self, *taken: str) -> None:
        self.taken = taken
        self.asked: list[str] = []

    async def ping(self, address: int, patience: float) -> bool | None:
        self.asked.append(str(IPv4Address(address)))
        return self.asked[-1] in self.taken


def begin_discover(server: SqlServer, hwaddr: str, wanted: str = "") -> None:
    server.sent.clear()
    client = Client(server, hwaddr)
    options = {50: IPv4Address(wanted).packed} if wanted else {}
    server.begin(client.received(client.message(1, options)))


def test_an_address_in_use_is_declined_in_the_database(server: SqlServer) -> None:
    pinger = Pinger("192.0.2.12")
    hook(server, lease4_offer=PingCheck(around(server), pinger, SETTINGS, {}).offer)
    begin_discover(server, A, "192.0.2.12")
    server.run_until(lambda: "192.0.2.12" in server.leases())
    server.finish()
    assert server.leases()["192.0.2.12"].state == DECLINED
    assert server.sent == []
    begin_discover(server, A, "192.0.2.13")
    server.run_until(lambda: bool(server.sent))
    assert pinger.asked == ["192.0.2.12", "192.0.2.13"]


def test_who_has_a_lease_is_spared(server: SqlServer) -> None:
    mine = Client(server, A).lease()
    pinger = Pinger(mine)
    hook(server, lease4_offer=PingCheck(around(server), pinger, SETTINGS, {}).offer)
    begin_discover(server, A)
    server.run_until(lambda: bool(server.sent))
    assert pinger.asked == []
    assert decode4(server.sent[0].data).yiaddr == number(mine)


def test_leases_are_counted_wherever_they_were_given(server: SqlServer, settings: DatabaseSettings) -> None:
    other = SqlServer(settings, subnet())
    # an address of a shared pool is picked at random
    taken = Client(other, A).lease()
    first, second = [one for one in ("192.0.2.15", "192.0.2.16", "192.0.2.17") if one != taken][:2]
    limits = LeaseLimits(around(server), Limits({(ADDRESS, 1): 2}))
    server.loop.run_until_complete(limits.recount())
    hook(server, lease4_select=limits.give, lease4_renew=limits.give, leases4_committed=limits.committed)

    def kind(hwaddr: str, address: str) -> int:
        server.sent.clear()
        server.begin(*requests([Client(server, hwaddr)], [address]))
        server.run_until(lambda: bool(server.sent))
        return decode4(server.sent[0].data).options[53][0]

    assert kind(B, first) == ACK
    assert kind(C, second) == NAK
    Client(other, A).release(Client(other, A).lease())
    other.close()
    assert kind(C, second) == NAK
    server.loop.run_until_complete(limits.recount())
    assert kind(C, second) == ACK

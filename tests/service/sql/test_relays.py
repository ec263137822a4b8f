"""What relays said of clients, in a database: looked up by, while there is a lease, for as long as it is told."""

import pytest

from lessor.model.database import POSTGRESQL, DatabaseSettings
from lessor.store.schema.session import opened
from lessor.wire.options import tlv
from lessor.wire.packet4 import ACK
from lessor.wire.packet6 import RELAY_FORW, RELAY_ID, RELEASE, REMOTE_ID, REPLY, REQUEST, Packet6, Relay6
from tests.flows.conversation import Client, subnet
from tests.flows.conversation6 import Client6, na, number, subnet6
from tests.service.sqlservers import SqlServer, SqlServer6, serving

SAID = tlv(1, b"port 7") + tlv(2, b"\x02\x00") + tlv(12, b"relay")
ELSEWHERE = tlv(2, b"\x09")

ADDRESS6 = "2001:db8:1::100"


@pytest.fixture(params=["postgresql_newest_leases", "mysql_newest_leases"])
def settings(request: pytest.FixtureRequest) -> DatabaseSettings:
    found: DatabaseSettings = request.getfixturevalue(request.param)
    return found


def told4(settings: DatabaseSettings) -> list[tuple[object, ...]]:
    with opened(settings) as session:
        return session.rows("SELECT relay_id, remote_id FROM lease4")


def told6(settings: DatabaseSettings, column: str) -> list[tuple[object, ...]]:
    address = "host(lease_addr)" if settings.type == POSTGRESQL else "INET6_NTOA(lease_addr)"
    with opened(settings) as session:
        return session.rows(f"SELECT {column}, {address} FROM lease6_{column} ORDER BY 1")


def test_relays_of_dhcpv4(settings: DatabaseSettings) -> None:
    server = SqlServer(settings, subnet(store_extended_info=True))
    with serving(server):
        client = Client(server, giaddr="192.0.2.2")
        client.select("192.0.2.10", option82=SAID).expect(ACK)
        assert told4(settings) == [(b"relay", b"\x02\x00")]
        server.now += 2000
        client.giaddr = ""
        # what comes past the relay says nothing else of it
        client.renew("192.0.2.10").expect(ACK)
        assert told4(settings) == [(b"relay", b"\x02\x00")]
        server.now += 2000
        client.giaddr = "192.0.2.2"
        client.select("192.0.2.10", option82=ELSEWHERE).expect(ACK)
        assert told4(settings) == [(None, b"\x09")]


def test_nothing_is_told_of_relays_unless_that_is_wanted(settings: DatabaseSettings) -> None:
    server = SqlServer(settings, subnet())
    with serving(server):
        Client(server, giaddr="192.0.2.2").select("192.0.2.10", option82=SAID).expect(ACK)
        assert told4(settings) == [(None, None)]


def relayed(packet: Packet6, *said: dict[int, list[bytes]]) -> Packet6:
    packet.relays = [
        Relay6(RELAY_FORW, hop, number("2001:db8:1::7"), number("fe80::a"), options)
        for hop, options in reversed(list(enumerate(said)))
    ]
    return packet


def test_relays_of_dhcpv6(settings: DatabaseSettings) -> None:
    server = SqlServer6(settings, subnet6(store_extended_info=True))
    with serving(server):
        client = Client6(server)
        near, far = {REMOTE_ID: [b"\0\0\0\7port"]}, {RELAY_ID: [b"\0\3far"]}
        client.send(relayed(client.message(REQUEST, na(1, ADDRESS6)), near, far)).expect(REPLY, ADDRESS6)
        assert told6(settings, "relay_id") == [(b"\0\3far", ADDRESS6)]
        assert told6(settings, "remote_id") == [(b"\0\0\0\7port", ADDRESS6)]
        server.now += 1500
        client.renew(na(1, ADDRESS6)).expect(REPLY, ADDRESS6)
        assert told6(settings, "relay_id") == [(b"\0\3far", ADDRESS6)]
        server.now += 1500
        client.send(relayed(client.message(REQUEST, na(1, ADDRESS6)), {RELAY_ID: [b"\0\3new"]}))
        assert told6(settings, "relay_id") == [(b"\0\3new", ADDRESS6)]
        assert told6(settings, "remote_id") == []
        client.send(client.message(RELEASE, na(1, ADDRESS6))).expect(REPLY)
        server.now += 10_000
        server.loop.run_until_complete(server.driver.reclaim(server.now, 10))
        server.loop.run_until_complete(server.driver.remove(server.now, 10))
        assert server.leases() == {}
        assert told6(settings, "relay_id") == []

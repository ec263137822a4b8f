"""Options of reservations in databases that are limited to client classes: for clients of these classes only."""

from collections.abc import Iterator

import pytest

from lessor.engine.classify import Classifier, Rule
from lessor.engine.request6 import Request6
from lessor.model.database import DatabaseSettings
from lessor.model.options import OptionData
from lessor.store.hostdatabase import open_hosts
from lessor.store.hostrows import HOSTS4, HOSTS6
from lessor.wire.packet4 import OFFER
from lessor.wire.packet6 import ADVERTISE
from tests.flows.conversation import Client, octets, rule, subnet
from tests.flows.conversation6 import Client6, duid, na, subnet6
from tests.service.hosted import HostedServer, HostedServer6, HostedSqlServer, closing_all, host4, host6
from tests.stores.hosts import without_hosts, write_rows

A = "02:00:00:00:00:0a"
RED = Classifier([rule("red", lambda request: 60 in request.packet.options)], frozenset())


@pytest.fixture(params=["postgresql_newest_leases", "mysql_newest_leases"])
def settings(request: pytest.FixtureRequest) -> Iterator[DatabaseSettings]:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, DatabaseSettings)
    yield without_hosts(found)
    without_hosts(found)


def option(text: str, *classes: str, code: int = 42) -> OptionData:
    return OptionData(code, "dhcp4", b"", csv_format=True, text=text, client_classes=classes)


@pytest.mark.parametrize("kind", ["memory", "sql"])
def test_of_dhcpv4(kind: str, settings: DatabaseSettings) -> None:
    red = Classifier([rule("red", lambda request: 60 in request.packet.options)], frozenset())
    store = open_hosts(settings, HOSTS4)
    mine = host4(
        A, "192.0.2.99", options=(option("192.0.2.77", "red"), option("192.0.2.78"), option("192.0.2.1", code=3))
    )
    store.add(mine)
    server: HostedServer | HostedSqlServer
    if kind == "memory":
        server = HostedServer([settings], subnet(), classifier=red)
    else:
        server = HostedSqlServer([settings], settings, subnet(), classifier=red)
    with closing_all(server):
        client = Client(server, A)
        usual, of_class = octets("192.0.2.78"), octets("192.0.2.77")
        client.discover(option55=bytes((3, 42))).expect(OFFER, option42=usual, option3=octets("192.0.2.1"))
        said = {"option55": bytes((3, 42)), "option60": b"phone"}
        client.discover(**said).expect(OFFER, option42=of_class, option3=octets("192.0.2.1"), yiaddr="192.0.2.99")
        # nothing of it is left when it is gone
        assert store.remove(mine)
        store.close()
        server.now += 60
        assert client.discover(**said).packet.options[42] != of_class


def test_of_dhcpv6(settings: DatabaseSettings) -> None:
    red = Classifier([Rule[Request6]("red", lambda request: 16 in request.packet.options)], frozenset())
    store = open_hosts(settings, HOSTS6)
    limited = OptionData(23, "dhcp6", b"", csv_format=True, text="2001:db8::77", client_classes=("red", "blue"))
    store.add(host6(duid(10), options=(limited,)))
    store.close()
    server = HostedServer6([settings], subnet6(), classifier=red)
    with closing_all(server):
        client = Client6(server)
        written = bytes.fromhex("20010db8000000000000000000000077")
        assert client.solicit(na(1)).expect(ADVERTISE).option(23) != written
        vendor = 16, bytes.fromhex("000000010001") + b"p"
        assert client.solicit(na(1), vendor).expect(ADVERTISE).option(23) == written
        assert client.solicit(na(1)).expect(ADVERTISE).option(23) != written


def test_rows_that_other_programs_write(settings: DatabaseSettings) -> None:
    """Classes are a list of JSON; an empty one, or none, is everybody."""
    row: dict[str, object] = {"host_id": 1, "scope_id": 3, "space": "dhcp4", "persistent": True, "cancelled": False}
    host: dict[str, object] = {"dhcp_identifier": bytes.fromhex("02000000000a"), "dhcp_identifier_type": 0}
    write_rows(settings, "hosts", {"host_id": 1, "dhcp4_subnet_id": 1, **host})
    write_rows(
        settings,
        "dhcp4_options",
        {**row, "code": 42, "formatted_value": "192.0.2.77", "client_classes": '[ "red" ]'},
        {**row, "code": 3, "formatted_value": "192.0.2.1", "client_classes": "[ ]"},
        {**row, "code": 4, "formatted_value": "192.0.2.4", "client_classes": ""},
    )
    server = HostedServer([settings], subnet(), classifier=RED)
    with closing_all(server):
        everybody = {"option3": octets("192.0.2.1"), "option4": octets("192.0.2.4")}
        answer = Client(server, A).discover(option55=bytes((3,)))
        answer.expect(OFFER, **everybody)
        assert answer.packet.options.get(42) != octets("192.0.2.77")
        Client(server, A).discover(option60=b"phone").expect(OFFER, option42=octets("192.0.2.77"), **everybody)

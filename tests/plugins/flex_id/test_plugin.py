"""Clients known by an expression: parameters, reservations, and leases under another name."""

from ipaddress import IPv4Address

import pytest

from lessor.engine.tables import Host
from lessor.engine.tables6 import Host6
from lessor.hooks.api import Hook, Json, ParameterError
from lessor.model.lease6 import NA
from lessor.plugins.flex_id.plugin import setup
from lessor.wire.packet4 import ACK, CLIENT_IDENTIFIER, OFFER
from lessor.wire.packet6 import ADVERTISE, CLIENTID, INFORMATION_REQUEST, REPLY
from tests.flows.conversation import Client, Server, subnet
from tests.flows.conversation6 import Client6, Server6, na, number, pd, subnet6
from tests.flows.hooked import hook4, hook6
from tests.plugins.fakes import FakeServer

HOST_NAME = "option[12].text"


def loaded(family: int = 4, **parameters: Json) -> tuple[Hook, FakeServer]:
    server = FakeServer(family)
    return setup(server, {name.replace("_", "-"): value for name, value in parameters.items()}), server


@pytest.mark.parametrize(
    ("parameters", "path"),
    [
        ({"identifier-expression": 7}, ("identifier-expression",)),
        ({"identifier-expression": "option[61].hex +"}, ("identifier-expression",)),
        ({"identifier-expression": "option[61].exists"}, ("identifier-expression",)),
        ({"identifier-expression": "'a'", "replace-client-id": "yes"}, ("replace-client-id",)),
        ({"identifier-expression": "'a'", "ignore-iaid": 1}, ("ignore-iaid",)),
        ({"identifier-expresion": "'a'"}, ("identifier-expresion",)),
    ],
)
@pytest.mark.parametrize("family", [4, 6])
def test_wrong_parameters_are_named(family: int, parameters: dict[str, Json], path: tuple[str, ...]) -> None:
    with pytest.raises(ParameterError) as caught:
        setup(FakeServer(family), parameters)
    assert caught.value.path == path


@pytest.mark.parametrize("family", [4, 6])
def test_without_an_expression_nothing_is_called(family: int) -> None:
    hook, server = loaded(family)
    assert not hook.callouts
    assert server.log.of("FLEX_ID_NO_IDENTIFIER_EXPRESSION") == [()]


def test_a_reservation_is_found_by_the_expression() -> None:
    hosts = {("flex-id", b"kiosk"): Host(int(IPv4Address("192.0.2.15")))}
    server = Server(subnet(hosts=hosts), identifiers=("flex-id",))
    hook, around = loaded(identifier_expression=HOST_NAME)
    hook4(server, **hook.callouts)
    Client(server).discover(option12=b"kiosk").expect(OFFER, yiaddr="192.0.2.15")
    assert around.log.of("FLEX_ID_EXPRESSION_EVALUATED") == [("kiosk", "5")]
    Client(server, "02:00:00:00:00:0b").discover(option12=b"other").expect(OFFER, yiaddr="192.0.2.10")


def test_what_cannot_be_read_is_told_in_hexadecimal() -> None:
    server = Server(subnet(), identifiers=("flex-id",))
    hook, around = loaded(identifier_expression="0x00ff")
    hook4(server, **hook.callouts)
    Client(server).discover().expect(OFFER)
    assert around.log.of("FLEX_ID_EXPRESSION_EVALUATED_NP") == [("00ff", "2")]


def test_two_clients_are_one_under_the_same_identifier() -> None:
    server = Server(subnet())
    hook, _ = loaded(identifier_expression=HOST_NAME, replace_client_id=True)
    hook4(server, **hook.callouts)
    first = Client(server, client_id=b"\1first")
    offered = first.discover(option12=b"port 1").address
    first.select(offered, option12=b"port 1").expect(ACK, option61=b"\1first")
    assert server.leases()[offered].client_id == b"\0port 1"

    second = Client(server, "02:00:00:00:00:0b", client_id=b"\1second")
    second.discover(option12=b"port 1").expect(OFFER, yiaddr=offered, option61=b"\1second")
    second.select(offered, option12=b"port 1").expect(ACK, yiaddr=offered)
    assert len(server.leases()) == 1


def test_who_sent_no_identifier_gets_none_back() -> None:
    server = Server(subnet())
    hook, _ = loaded(identifier_expression=HOST_NAME, replace_client_id=True)
    hook4(server, **hook.callouts)
    answer = Client(server).discover(option12=b"port 1").expect(OFFER)
    assert CLIENT_IDENTIFIER not in answer.packet.options


def test_an_empty_value_replaces_nothing() -> None:
    server = Server(subnet())
    hook, _ = loaded(identifier_expression=HOST_NAME, replace_client_id=True)
    hook4(server, **hook.callouts)
    client = Client(server, client_id=b"\1own")
    assert server.exchange.hooks is not None
    assert client.lease() in server.leases()
    assert [lease.client_id for lease in server.leases().values()] == [b"\1own"]


def test_an_expression_about_the_client_identifier_sees_the_clients_own() -> None:
    hosts = {("flex-id", b"\1own"): Host(int(IPv4Address("192.0.2.15")))}
    server = Server(subnet(hosts=hosts), identifiers=("flex-id",))
    hook, _ = loaded(identifier_expression="option[61].hex", replace_client_id=True)
    hook4(server, **hook.callouts)
    Client(server, client_id=b"\1own").discover().expect(OFFER, yiaddr="192.0.2.15", option61=b"\1own")


def test_the_client_identifier_can_have_the_form_of_rfc_4361() -> None:
    server = Server(subnet())
    hook, _ = loaded(identifier_expression="'abc'", replace_client_id=True, cid_as_rfc4361_duid=True)
    hook4(server, **hook.callouts)
    Client(server).lease()
    assert [lease.client_id for lease in server.leases().values()] == [b"\xff\0\0\0\0\0\0abc"]


def test_dhcpv6_finds_reservations_and_replaces_duids() -> None:
    hosts = {("flex-id", b"port 7"): Host6((number("2001:db8:1::10a"),))}
    server = Server6(subnet6(hosts=hosts), identifiers=("flex-id",))
    hook, around = loaded(6, identifier_expression="'port 7'", replace_client_id=True)
    hook6(server, **hook.callouts)
    client = Client6(server)
    answer = client.solicit(na(1)).expect(ADVERTISE, "2001:db8:1::10a")
    assert answer.option(CLIENTID) == client.duid
    answer = client.request(na(1)).expect(REPLY, "2001:db8:1::10a")
    assert answer.option(CLIENTID) == client.duid
    assert [lease.duid for lease in server.leases().values()] == [b"\0\0port 7"]
    assert around.log.of("FLEX_ID_USED_AS_DUID")[0] == ("00:00:70:6f:72:74:20:37",)


def test_dhcpv6_answers_who_names_no_duid_without_one() -> None:
    server = Server6(subnet6())
    hook, _ = loaded(6, identifier_expression="'port 7'", replace_client_id=True)
    hook6(server, **hook.callouts)
    client = Client6(server)
    packet = client.message(INFORMATION_REQUEST)
    del packet.options[CLIENTID]
    answer = client.send(packet).expect(REPLY)
    assert CLIENTID not in answer.packet.options


def test_the_iaid_of_an_only_ia_does_not_count() -> None:
    server = Server6(subnet6())
    hook, around = loaded(6, identifier_expression="'port 7'", replace_client_id=True, ignore_iaid=True)
    hook6(server, **hook.callouts)
    first = Client6(server).request(na(7), pd(8)).expect(REPLY)
    assert set(first.told) == {(NA, 7), (2, 8)}
    assert {lease.iaid for lease in server.leases().values()} == {0}
    again = Client6(server, 11).request(na(9), pd(10)).expect(REPLY)
    assert again.items == first.items
    assert around.log.of("FLEX_ID_IGNORE_IAID_APPLIED_ON_NA") == [("7",), ("9",)]


def test_iaids_count_where_there_are_several() -> None:
    server = Server6(subnet6())
    hook, around = loaded(6, ignore_iaid=True)
    hook6(server, **hook.callouts)
    answer = Client6(server).request(na(7), na(8)).expect(REPLY)
    assert {iaid for _, iaid in answer.told} == {7, 8}
    assert {lease.iaid for lease in server.leases().values()} == {7, 8}
    assert around.log.of("FLEX_ID_IGNORE_IAID_NOT_APPLIED_ON_NA") == [()]
    assert around.log.of("FLEX_ID_IGNORE_IAID_ENABLED") == [()]

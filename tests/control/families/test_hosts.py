"""Commands about reservations, answer by answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from lessor.control.families.hosts import COMMANDS
from lessor.control.hosts import HostSource, HostSources
from lessor.model.command import WRITE
from lessor.model.json import Json
from lessor.service.hosts.hostaccess import ConfiguredHosts
from tests.control.configured import Configured, Map, answer, as_map, as_maps

NAMED: Map = {"hw-address": "01:02:03:04:05:06", "ip-address": "192.0.2.9", "hostname": "one.example"}
SHOWN: Map = {
    "boot-file-name": "",
    "client-classes": [],
    "hostname": "one.example",
    "hw-address": "01:02:03:04:05:06",
    "ip-address": "192.0.2.9",
    "next-server": "0.0.0.0",
    "option-data": [],
    "server-hostname": "",
    "subnet-id": 1,
}

MEMBERS4: Map = {
    "reservations": [{"hw-address": "01:02:03:04:05:06", "hostname": "everywhere.example"}],
    "subnet4": [
        {
            "subnet": "192.0.2.0/24",
            "id": 1,
            "reservations": [
                NAMED,
                {"client-id": "01:aa", "ip-address": "192.0.2.10", "hostname": "ONE.example"},
                {"circuit-id": "'port1'", "ip-address": "192.0.2.11"},
            ],
        },
        {"subnet": "198.51.100.0/24", "id": 2},
    ],
}

MEMBERS6: Map = {
    "subnet6": [
        {
            "subnet": "2001:db8:1::/64",
            "id": 1,
            "reservations": [
                {
                    "duid": "01:02",
                    "ip-addresses": ["2001:db8:1::9"],
                    "prefixes": ["2001:db8:8::/56"],
                    "excluded-prefixes": ["2001:db8:8::/64"],
                },
            ],
        }
    ]
}


@dataclass(frozen=True)
class Hosts:
    configured: HostSource
    databases: Sequence[HostSource] = ()


class WithHosts(Configured):
    """A server with reservations in its configuration, and in as many databases as configurations are given."""

    def __init__(self, family: int, members: Map, *databases: Map) -> None:
        super().__init__(family, members)
        self.databases = [Configured(family, database) for database in databases]
        self.hosts: HostSources = Hosts(ConfiguredHosts(self), [ConfiguredHosts(one) for one in self.databases])


@pytest.fixture
def server() -> WithHosts:
    return WithHosts(4, MEMBERS4)


def told(server: WithHosts, verb: str, arguments: Json = None) -> Map:
    return answer(COMMANDS, server, f"reservation-{verb}", arguments)  # type: ignore[arg-type]  # it has hosts too


def names(answered: Map) -> list[Json]:
    return [host["hostname"] for host in as_maps(as_map(answered["arguments"])["hosts"])]


def in_force(server: Configured, subnet: int = 0) -> list[Map]:
    """The reservations of the subnet at this position."""
    return as_maps(server.list_of(f"subnet{server.family}")[subnet]["reservations"])


WHOM: list[Map] = [
    {"ip-address": "192.0.2.9"},
    {"identifier-type": "hw-address", "identifier": "01:02:03:04:05:06"},
    {"identifier-type": "hw-address", "identifier": "010203040506"},
]


@pytest.mark.parametrize("whom", WHOM)
def test_one_is_shown(server: WithHosts, whom: Map) -> None:
    found = told(server, "get", {"subnet-id": 1, **whom})
    assert found == {"result": 0, "text": "Host found.", "arguments": SHOWN}


def test_a_global_one_is_shown(server: WithHosts) -> None:
    found = told(server, "get", {"subnet-id": 0, **WHOM[1]})
    assert as_map(found["arguments"])["hostname"] == "everywhere.example"


@pytest.mark.parametrize("address", ["2001:db8:1::9", "2001:db8:8::"])
def test_a_dhcpv6_one_is_shown(address: str) -> None:
    found = told(WithHosts(6, MEMBERS6), "get", {"subnet-id": 1, "ip-address": address})
    assert found["arguments"] == {
        "client-classes": [],
        "duid": "01:02",
        "excluded-prefixes": ["2001:db8:8::/64"],
        "hostname": "",
        "ip-addresses": ["2001:db8:1::9"],
        "option-data": [],
        "prefixes": ["2001:db8:8::/56"],
        "subnet-id": 1,
    }


@pytest.mark.parametrize("verb", ["get", "del"])
@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (None, "Parameters missing or are not a map."),
        ({"ip-address": "192.0.2.9"}, "missing parameter 'subnet-id' (<wire>:0:PLACE)"),
        ({"subnet-id": 1, "ip-address": 5}, "'ip-address' is not a string."),
        ({"subnet-id": 1, "ip-address": "x"}, "Failed to parse IP address x"),
        ({"subnet-id": 1}, "No 'ip-address' provided and 'identifier-type' is either missing or not a string."),
        (
            {"subnet-id": 1, "identifier-type": "duid"},
            "No 'ip-address' provided and 'identifier' is either missing or not a string.",
        ),
        (
            {"subnet-id": 1, "identifier-type": "phone", "identifier": "1"},
            "Value of 'identifier-type' was not recognized.",
        ),
        ({"subnet-id": 1, "identifier-type": "duid", "identifier": "x"}, "Unable to parse 'identifier' value."),
        ({"subnet-id": 1, "identifier-type": "duid", "identifier": ""}, "Unable to query for empty 'identifier'."),
        (
            {"subnet-id": 1, "ip-address": "192.0.2.9", "operation-target": "moon"},
            "The 'operation-target' value (moon) is not within expected set: (memory, database, all, default)",
        ),
    ],
)
def test_bad_arguments_for_one(server: WithHosts, verb: str, arguments: Json, text: str) -> None:
    place = str(len(f'{{"command": "reservation-{verb}", "arguments": ') + 1)
    assert told(server, verb, arguments) == {"result": 1, "text": text.replace("PLACE", place)}


def test_a_subnet_must_be_a_number(server: WithHosts) -> None:
    refused = told(server, "get", {"subnet-id": "x", "ip-address": "192.0.2.9"})
    assert (refused["result"], str(refused["text"])[:48]) == (1, "invalid type specified for parameter 'subnet-id'")


@pytest.mark.parametrize("whom", [{"ip-address": "192.0.2.77"}, {"identifier-type": "duid", "identifier": "01"}])
def test_nobody_is_found(server: WithHosts, whom: Map) -> None:
    assert told(server, "get", {"subnet-id": 1, **whom}) == {"result": 3, "text": "Host not found."}
    assert told(server, "get", {"subnet-id": 2, **WHOM[0]})["result"] == 3


def test_all_of_a_subnet(server: WithHosts) -> None:
    found = told(server, "get-all", {"subnet-id": 1})
    assert (found["result"], found["text"]) == (0, "3 IPv4 host(s) found.")
    assert names(found) == ["one.example", "ONE.example", ""]
    assert as_maps(as_map(found["arguments"])["hosts"])[0] == SHOWN
    nothing = {"result": 3, "text": "0 IPv4 host(s) found.", "arguments": {"hosts": []}}
    assert told(server, "get-all", {"subnet-id": 2}) == nothing
    assert names(told(server, "get-all", {"subnet-id": 0})) == ["everywhere.example"]
    assert told(WithHosts(6, MEMBERS6), "get-all", {"subnet-id": 1})["text"] == "1 IPv6 host(s) found."


def test_a_name_is_a_name_in_any_case(server: WithHosts) -> None:
    assert names(told(server, "get-by-hostname", {"hostname": "one.EXAMPLE"})) == ["one.example", "ONE.example"]
    assert told(server, "get-by-hostname", {"hostname": "one.example", "subnet-id": 2})["result"] == 3


def test_who_has_an_address(server: WithHosts) -> None:
    assert names(told(server, "get-by-address", {"ip-address": "192.0.2.10"})) == ["ONE.example"]
    assert told(server, "get-by-address", {"ip-address": "192.0.2.10", "subnet-id": 2})["result"] == 3
    assert (
        told(server, "get-by-address", {"ip-address": "2001:db8::1"})["text"]
        == "Failed to parse IP address 2001:db8::1"
    )


def test_a_client_in_all_subnets(server: WithHosts) -> None:
    found = told(server, "get-by-id", WHOM[1])
    assert names(found) == ["everywhere.example", "one.example"]
    assert [host["subnet-id"] for host in as_maps(as_map(found["arguments"])["hosts"])] == [0, 1]
    refused = {"result": 1, "text": "'subnet-id' is forbidden in reservation-get-by-id"}
    assert told(server, "get-by-id", {"subnet-id": 1, **WHOM[1]}) == refused
    missing = told(server, "get-by-id", {"identifier-type": "duid"})
    assert missing == {"result": 1, "text": "'identifier' is either missing or not a string."}


@pytest.mark.parametrize(
    ("verb", "arguments", "text"),
    [
        ("get-all", {"x": 1}, "missing parameter 'subnet-id'"),
        ("get-page", {"x": 1}, "missing parameter 'limit'"),
        ("get-page", {"limit": "x"}, "invalid type specified for parameter 'limit'"),
        ("get-page", {"limit": 0}, "page size value must not be zero"),
        ("get-page", {"limit": 1, "from": -1}, "out of range value (-1) specified for parameter 'from'"),
        ("get-by-hostname", {"x": 1}, "missing parameter 'hostname'"),
        ("get-by-hostname", {"hostname": ""}, "Empty hostname"),
        ("get-by-address", {"x": 1}, "missing parameter 'ip-address'"),
        ("get-by-address", {"ip-address": 1}, "invalid type specified for parameter 'ip-address'"),
    ],
)
def test_bad_arguments_of_lists(server: WithHosts, verb: str, arguments: Json, text: str) -> None:
    refused = told(server, verb, arguments)
    assert refused["result"] == 1
    assert str(refused["text"]).startswith(text)


@pytest.mark.parametrize(
    "verb", ["get-all", "get-page", "get-by-hostname", "get-by-address", "get-by-id", "add", "update"]
)
def test_arguments_are_needed(server: WithHosts, verb: str) -> None:
    assert told(server, verb) == {"result": 1, "text": "Parameters missing or are not a map."}


def pages(server: WithHosts, **arguments: Json) -> list[list[Json]]:
    """The names on each page, to the end."""
    found: list[list[Json]] = []
    where: Map = {}
    while True:
        page = told(server, "get-page", {**arguments, **where})
        shown = as_map(page["arguments"])
        assert shown["count"] == len(names(page))
        if page["result"] == 3:
            assert page == {"result": 3, "text": "0 IPv4 host(s) found.", "arguments": {"count": 0, "hosts": []}}
            return found
        found.append(names(page))
        where = as_map(shown["next"])


def test_pages_through_all_sources() -> None:
    database: Map = {"reservations": [{"duid": "01:02", "hostname": "a"}]}
    server = WithHosts(4, MEMBERS4, {}, database)
    assert pages(server, limit=2) == [["everywhere.example", "one.example"], ["ONE.example", ""], ["a"]]
    assert pages(server, limit=2, **{"subnet-id": 1}) == [["one.example", "ONE.example"], [""]]
    assert pages(server, limit=10, **{"subnet-id": 0}) == [["everywhere.example"], ["a"]]


NEW: Map = {"subnet-id": 1, "hw-address": "0a:0b", "ip-address": "192.0.2.20", "hostname": "new.example"}


@pytest.mark.parametrize("target", ["memory", "primary"])
def test_one_is_added_to_the_configuration(server: WithHosts, target: str) -> None:
    option: Map = {"name": "routers", "data": "192.0.2.1"}
    arguments: Map = {"reservation": {**NEW, "option-data": [option]}, "operation-target": target}
    assert told(server, "add", arguments) == {"result": 0, "text": "Host added."}
    found = as_map(told(server, "get", {"subnet-id": 1, "ip-address": "192.0.2.20"})["arguments"])
    assert found["hostname"] == "new.example"
    assert as_maps(found["option-data"])[0] == {
        "always-send": False,
        "code": 3,
        "csv-format": True,
        "data": "192.0.2.1",
        "name": "routers",
        "space": "dhcp4",
    }
    assert in_force(server)[-1] == {key: value for key, value in found.items() if key != "subnet-id"}


def test_a_global_one_is_added(server: WithHosts) -> None:
    reservation: Map = {"subnet-id": 0, "duid": "01:02:03", "hostname": "new.example"}
    assert told(server, "add", {"reservation": reservation, "operation-target": "memory"})["result"] == 0
    assert [host["hostname"] for host in server.list_of("reservations")] == ["everywhere.example", "new.example"]


def test_dhcpv6_ones_are_added_and_deleted() -> None:
    server = WithHosts(6, MEMBERS6)
    reservation: Map = {"subnet-id": 1, "duid": "0a:0b", "ip-addresses": ["2001:db8:1::0a"]}
    told(server, "add", {"reservation": reservation, "operation-target": "memory"})
    assert [host["ip-addresses"] for host in in_force(server)] == [["2001:db8:1::9"], ["2001:db8:1::a"]]
    whom: Map = {"subnet-id": 1, "ip-address": "2001:db8:1::a", "operation-target": "memory"}
    assert told(server, "del", whom) == {"result": 0, "text": "Host deleted."}
    assert [host["duid"] for host in in_force(server)] == ["01:02"]


@pytest.mark.parametrize("verb", ["add", "update"])
@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"x": 1}, "reservation must be specified"),
        ({"reservation": "x"}, "invalid command: expected 'reservation' to be a map, got string instead"),
        ({"reservation": [NEW]}, "invalid command: expected 'reservation' to be a map, got list instead"),
        ({"reservation": {"hw-address": "0a"}}, "Mandatory 'subnet-id' parameter missing."),
        ({"reservation": {**NEW, "subnet-id": 7}}, "IPv4 subnet with ID of '7' is not configured"),
        (
            {"reservation": {**NEW, "ip-address": "192.0.3.1"}},
            "specified reservation '192.0.3.1' is not matching the IPv4 subnet prefix '192.0.2.0/24'",
        ),
        (
            {"reservation": NEW, "operation-target": 5},
            "The 'operation-target' value (5) is not within expected set: (memory, database, all, default)",
        ),
    ],
)
def test_what_is_no_reservation(server: WithHosts, verb: str, arguments: Json, text: str) -> None:
    assert told(server, verb, arguments) == {"result": 1, "text": text}
    assert not server.changes


@pytest.mark.parametrize(
    ("reservation", "part"),
    [
        ({"subnet-id": 1}, "one of the supported identifiers must be specified"),
        ({"subnet-id": 1, "hw-address": "xx"}, "invalid host identifier value"),
        ({"subnet-id": 1, "hw-address": "0a"}, "must include at least one resource"),
        ({**NEW, "ip-address": "x"}, "'x' is not a valid IPv4 address"),
        ({**NEW, "bogus": 1}, "bogus"),
        ({**NEW, "hw-address": 5}, "hw-address"),
        ({**NEW, "hw-address": "01:02:03:04:05:06"}, "duplicate IPv4 host"),
        ({**NEW, "ip-address": "192.0.2.9"}, "already a reservation for the address 192.0.2.9"),
    ],
)
def test_mistakes_in_a_reservation_are_told(server: WithHosts, reservation: Map, part: str) -> None:
    refused = told(server, "add", {"reservation": reservation, "operation-target": "memory"})
    assert refused["result"] == 1
    assert part in str(refused["text"])
    assert not server.changes


def test_one_is_replaced(server: WithHosts) -> None:
    reservation: Map = {"subnet-id": 1, "hw-address": "01:02:03:04:05:06", "ip-address": "192.0.2.30"}
    arguments: Map = {"reservation": reservation, "operation-target": "memory"}
    assert told(server, "update", arguments) == {"result": 0, "text": "Host updated."}
    assert [host.get("ip-address") for host in in_force(server)] == ["192.0.2.30", "192.0.2.10", "192.0.2.11"]
    assert in_force(server)[0]["hostname"] == ""
    arguments["reservation"] = {**reservation, "hw-address": "0a:0b:0c"}
    assert told(server, "update", arguments) == {"result": 3, "text": "Host not updated (not found)."}


@pytest.mark.parametrize("whom", WHOM)
def test_one_is_deleted(server: WithHosts, whom: Map) -> None:
    arguments: Map = {"subnet-id": 1, "operation-target": "memory", **whom}
    assert told(server, "del", arguments) == {"result": 0, "text": "Host deleted."}
    assert [host["ip-address"] for host in in_force(server)] == ["192.0.2.10", "192.0.2.11"]
    assert told(server, "del", arguments) == {"result": 3, "text": "Host not deleted (not found)."}


@pytest.mark.parametrize(
    ("verb", "arguments", "text"),
    [
        ("add", {"reservation": NEW}, "Host database not available, cannot add host."),
        ("update", {"reservation": NEW}, "host database not available, cannot update host"),
        (
            "del",
            {"subnet-id": 1, "ip-address": "192.0.2.9"},
            "Unable to delete a host because there is no hosts-databases configured.",
        ),
    ],
)
@pytest.mark.parametrize("target", [{}, {"operation-target": "database"}, {"operation-target": "default"}])
def test_changes_are_meant_for_databases(server: WithHosts, verb: str, arguments: Map, text: str, target: Map) -> None:
    assert told(server, verb, {**arguments, **target}) == {"result": 1, "text": text}
    assert not server.changes


def test_a_database_is_changed_and_the_configuration_stays() -> None:
    subnets: Map = {"subnet4": [{"subnet": "192.0.2.0/24", "id": 1}]}
    server = WithHosts(4, MEMBERS4, subnets)
    (database,) = server.databases
    assert told(server, "add", {"reservation": NEW})["text"] == "Host added."
    assert [host["hostname"] for host in in_force(database)] == ["new.example"]
    assert names(told(server, "get-all", {"subnet-id": 1}))[-1] == "new.example"
    assert names(told(server, "get-all", {"subnet-id": 1, "operation-target": "alternate"})) == ["new.example"]
    assert told(server, "update", {"reservation": {**NEW, "hostname": "newer.example"}})["text"] == "Host updated."
    assert (
        told(server, "get", {"subnet-id": 1, "ip-address": "192.0.2.20", "operation-target": "memory"})["result"] == 3
    )
    assert told(server, "del", {"subnet-id": 1, "ip-address": "192.0.2.20"})["text"] == "Host deleted."
    assert in_force(database) == []
    assert not server.changes


def test_all_sources_are_changed_together() -> None:
    server = WithHosts(4, MEMBERS4, MEMBERS4)
    whom: Map = {"subnet-id": 1, "operation-target": "all", **WHOM[0]}
    assert told(server, "del", whom)["text"] == "Host deleted."
    assert [len(in_force(one)) for one in (server, *server.databases)] == [2, 2]


def test_the_rows() -> None:
    changing = {command.name for command in COMMANDS if command.access == WRITE}
    assert changing == {"reservation-add", "reservation-update", "reservation-del"}
    assert len(COMMANDS) == 9

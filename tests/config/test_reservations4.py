"""Reservations: read, refused and doubted as in Kea 2.2."""

import pytest

from lessor.config.addresses import IPV4
from lessor.model.host import Host4
from tests.config.configurations import Json, config, only, option, problems, subnet, warnings

CLIENT: dict[str, Json] = {"hw-address": "1a:1b:1c:1d:1e:1f"}
OTHER: dict[str, Json] = {"hw-address": "1a:1b:1c:1d:1e:2f"}


def hosts(*entries: dict[str, Json]) -> tuple[Host4, ...]:
    return config(subnet4=[subnet(id=4, reservations=list(entries))]).subnets[0].hosts


def refused(*entries: dict[str, Json], **members: Json) -> tuple[str, str]:
    """Key below the list, and words, of the one mistake."""
    problem = only(problems(subnet4=[subnet(reservations=list(entries))], **members))
    return problem.key.removeprefix("subnet4[0].reservations"), problem.wrong


def test_a_reservation() -> None:
    entry: dict[str, Json] = {
        **CLIENT,
        "ip-address": "192.0.2.5",
        "hostname": "alice.example.org",
        "next-server": "192.0.2.1",
        "server-hostname": "boot",
        "boot-file-name": "/pxe",
        "client-classes": ["a"],
        "option-data": [option(250, "01")],
        "user-context": {"x": 1},
    }
    host = hosts(entry)[0]
    assert (host.identifier_type, host.identifier) == ("hw-address", bytes.fromhex("1a1b1c1d1e1f"))
    assert (host.subnet_id, host.address, host.hostname) == (4, IPV4.address("192.0.2.5"), "alice.example.org")
    assert (host.next_server, host.server_hostname, host.boot_file_name) == (IPV4.address("192.0.2.1"), "boot", "/pxe")
    assert (host.client_classes, host.user_context, host.options[0].code) == (("a",), {"x": 1}, 250)


@pytest.mark.parametrize("kind", ["hw-address", "client-id", "duid", "circuit-id", "flex-id"])
@pytest.mark.parametrize("text", ["01:02:03", "1:2:3", "01 02 03", "010203", "0x010203", "10203", "'\1\2\3'"])
def test_identifiers(kind: str, text: str) -> None:
    host = hosts({kind: text, "hostname": "a"})[0]
    assert (host.identifier_type, host.identifier) == (kind, b"\1\2\3")


@pytest.mark.parametrize("text", ["", "zz", "1a-1b", "1a:", "1a::1b", "0x1a:1b", "'", "''", "01" * 21])
def test_what_identifies_nobody(text: str) -> None:
    assert refused({"hw-address": text, "hostname": "a"})[0] == "[0].hw-address"


def test_a_reservation_is_for_exactly_one_client() -> None:
    assert "one of the supported identifiers must be specified" in refused({"hostname": "a"})[1]
    assert refused({**CLIENT, "client-id": "01:02", "hostname": "a"})[1].endswith("mutually exclusive")


@pytest.mark.parametrize("entry", [{}, {"hostname": ""}, {"user-context": {"a": 1}}, {"next-server": "0.0.0.0"}])
def test_a_reservation_promises_something(entry: dict[str, Json]) -> None:
    assert "must include at least one resource" in refused({**CLIENT, **entry})[1]


@pytest.mark.parametrize(
    "entry", [{"client-classes": ["a"]}, {"server-hostname": "a"}, {"option-data": [option(250, "01")]}]
)
def test_an_address_is_not_the_only_promise(entry: dict[str, Json]) -> None:
    assert hosts({**CLIENT, **entry})[0].address == 0


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("192.0.2", "not a valid IPv4 address"),
        ("0.0.0.0", "must not make reservation for the '0.0.0.0' address"),
        ("255.255.255.255", "must not make reservation for the '255.255.255.255' address"),
        ("192.0.3.1", "is not within the IPv4 subnet"),
    ],
)
def test_addresses_that_are_refused(address: str, words: str) -> None:
    key, wrong = refused({**CLIENT, "ip-address": address, "hostname": "a"})
    assert (key, words in wrong) == ("[0].ip-address", True)


@pytest.mark.parametrize("address", ["192.0.2.0", "192.0.2.255"])
def test_first_and_last_address_may_be_reserved(address: str) -> None:
    assert hosts({**CLIENT, "ip-address": address})[0].address == IPV4.address(address)


def test_a_client_has_one_reservation_in_a_subnet() -> None:
    key, wrong = refused({**CLIENT, "hostname": "a"}, {**CLIENT, "hostname": "b"})
    assert (key, "failed to add duplicate IPv4 host" in wrong) == ("[1].hw-address", True)


def test_an_address_has_one_owner_unless_allowed() -> None:
    entries: list[dict[str, Json]] = [{**CLIENT, "ip-address": "192.0.2.5"}, {**OTHER, "ip-address": "192.0.2.5"}]
    key, wrong = refused(*entries)
    assert (key, "already a reservation for the address 192.0.2.5" in wrong) == ("[1].ip-address", True)
    assert config(ip_reservations_unique=False, subnet4=[{"subnet": "192.0.2.0/24", "reservations": [*entries]}])


def test_same_octets_of_another_kind_are_another_client() -> None:
    assert len(hosts({"hw-address": "01:02", "hostname": "a"}, {"client-id": "01:02", "hostname": "a"})) == 2


def test_a_client_may_be_known_in_several_subnets_and_globally() -> None:
    entry: Json = {**CLIENT, "hostname": "a"}
    found = config(
        reservations=[entry], subnet4=[subnet(reservations=[entry]), subnet("10.0.0.0/8", reservations=[entry])]
    )
    assert [host.subnet_id for host in found.hosts] == [0]
    assert [host.subnet_id for subnet in found.subnets for host in subnet.hosts] == [1, 2]


def test_a_global_reservation_may_have_any_address() -> None:
    assert config(reservations=[{**CLIENT, "ip-address": "203.0.113.1"}]).hosts[0].address == IPV4.address(
        "203.0.113.1"
    )


@pytest.mark.parametrize("name", ["a..b", "x" * 64, ".".join(["abc"] * 70)])
def test_names_that_dns_cannot_hold_are_doubted(name: str) -> None:
    assert hosts({**CLIENT, "hostname": name})[0].hostname == name
    found = warnings(subnet4=[subnet(id=1, reservations=[{**CLIENT, "hostname": name}])])
    assert only(found).key == "subnet4[0].reservations[0].hostname"


@pytest.mark.parametrize("name", ["a", "a.b.", "a_b", "-a"])
def test_names_that_are_not_doubted(name: str) -> None:
    assert warnings(subnet4=[subnet(id=1, reservations=[{**CLIENT, "hostname": name}])]) == []


def test_a_name_has_ascii_letters() -> None:
    assert refused({**CLIENT, "hostname": "bücher", "ip-address": "192.0.2.1"})[0] == "[0].hostname"


def test_header_fields_have_an_end() -> None:
    assert refused({**CLIENT, "server-hostname": "s" * 64, "hostname": "a"})[0] == "[0].server-hostname"
    assert refused({**CLIENT, "boot-file-name": "s" * 128, "hostname": "a"})[0] == "[0].boot-file-name"

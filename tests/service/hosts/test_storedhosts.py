"""Commands about reservations in databases: whole servers, PostgreSQL and MariaDB."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.model.database import DatabaseSettings
from lessor.model.json import Json
from tests.control.configured import as_map, as_maps
from tests.service.commanded import SUBNET4, SUBNET6, Commanded, command4, command6
from tests.stores.hosts import without_hosts

LIBRARY: Json = {"library": "/usr/lib/x86_64-linux-gnu/kea/hooks/libdhcp_host_cmds.so"}
PRINTER: dict[str, Json] = {
    "hw-address": "01:02:03:04:05:06",
    "ip-address": "192.0.2.99",
    "hostname": "printer.example",
    "option-data": [{"name": "domain-name-servers", "data": "192.0.2.7"}],
}


@pytest.fixture(params=["postgresql_leases", "mysql_newest_leases"])
def settings(request: pytest.FixtureRequest) -> Iterator[DatabaseSettings]:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, DatabaseSettings)
    yield without_hosts(found)
    without_hosts(found)


def way(settings: DatabaseSettings, **others: Json) -> dict[str, Json]:
    """The way to a database, as a configuration has it."""
    return {
        "type": settings.type,
        "name": settings.name,
        "user": settings.user,
        "password": settings.password,
        "host": settings.host,
        **({"port": settings.port} if settings.port else {}),
        **others,
    }


def test_reservations_are_added_shown_replaced_and_deleted(settings: DatabaseSettings, tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        answer = await server.ask("reservation-add", reservation={**PRINTER, "subnet-id": 1})
        assert answer == {"result": 0, "text": "Host added."}
        again = await server.ask("reservation-add", reservation={**PRINTER, "subnet-id": 1})
        assert again == {"result": 1, "text": "Database duplicate entry error"}
        by_address = await server.ask("reservation-get", subnet_id=1, ip_address="192.0.2.99")
        host = as_map(by_address["arguments"])
        assert (host["hostname"], host["subnet-id"]) == ("printer.example", 1)
        assert [option["name"] for option in as_maps(host["option-data"])] == ["domain-name-servers"]
        by_client = await server.ask(
            "reservation-get", subnet_id=1, identifier_type="hw-address", identifier="01:02:03:04:05:06"
        )
        assert by_client == by_address
        in_memory = await server.ask("reservation-get", subnet_id=1, ip_address="192.0.2.99", operation_target="memory")
        assert in_memory["result"] == 3
        answer = await server.ask("reservation-update", reservation={**PRINTER, "hostname": "new", "subnet-id": 1})
        assert answer["text"] == "Host updated."
        named = await server.ask("reservation-get-by-hostname", hostname="NEW")
        assert named["text"] == "1 IPv4 host(s) found."
        page = await server.ask("reservation-get-page", limit=10)
        assert as_map(page["arguments"])["count"] == 1
        assert (await server.ask("reservation-del", subnet_id=1, ip_address="192.0.2.99"))["text"] == "Host deleted."
        assert (await server.ask("reservation-get-all", subnet_id=1))["text"] == "0 IPv4 host(s) found."

    command4(tmp_path, act, subnet4=[SUBNET4], hooks_libraries=[LIBRARY], hosts_databases=[way(settings)])


def test_an_address_may_be_reserved_twice_where_the_configuration_says_so(
    settings: DatabaseSettings, tmp_path: Path
) -> None:
    async def act(server: Commanded) -> None:
        await server.ask("reservation-add", reservation={**PRINTER, "subnet-id": 1})
        other: dict[str, Json] = {**PRINTER, "hw-address": "01:02:03:04:05:07", "subnet-id": 1}
        assert (await server.ask("reservation-add", reservation=other))["text"] == "Host added."

    command4(
        tmp_path,
        act,
        subnet4=[SUBNET4],
        hooks_libraries=[LIBRARY],
        hosts_database=way(settings),
        ip_reservations_unique=False,
    )


def test_what_is_readonly_is_not_changed(settings: DatabaseSettings, tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        answer = await server.ask("reservation-add", reservation={**PRINTER, "subnet-id": 1})
        assert answer["result"] == 1
        assert "readonly" in str(answer["text"])
        assert (await server.ask("reservation-get-all", subnet_id=1))["result"] == 3

    readonly = way(settings, readonly=True)
    command4(tmp_path, act, subnet4=[SUBNET4], hooks_libraries=[LIBRARY], hosts_database=readonly)


def test_prefixes_are_reserved_too(settings: DatabaseSettings, tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        host: dict[str, Json] = {"duid": "01:02", "ip-addresses": ["2001:db8:1::99"], "prefixes": ["2001:db8:8::/56"]}
        assert (await server.ask("reservation-add", reservation={**host, "subnet-id": 1}))["text"] == "Host added."
        found = await server.ask("reservation-get", subnet_id=1, ip_address="2001:db8:8::")
        assert as_map(found["arguments"])["prefixes"] == ["2001:db8:8::/56"]

    command6(tmp_path, act, subnet6=[SUBNET6], hooks_libraries=[LIBRARY], hosts_database=way(settings))


def test_another_configuration_brings_other_databases(settings: DatabaseSettings, tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        refused = await server.ask("reservation-add", reservation={**PRINTER, "subnet-id": 1})
        assert refused["text"] == "Host database not available, cannot add host."
        server.write({"subnet4": [SUBNET4], "hooks-libraries": [LIBRARY], "hosts-databases": [way(settings)]})
        assert (await server.ask("config-reload"))["result"] == 0
        assert (await server.ask("reservation-add", reservation={**PRINTER, "subnet-id": 1}))["result"] == 0
        nowhere = way(settings, name="nothing_like_that")
        server.write({"subnet4": [SUBNET4], "hooks-libraries": [LIBRARY], "hosts-databases": [nowhere]})
        assert (await server.ask("config-reload"))["result"] == 1
        # nothing has changed
        assert (await server.ask("reservation-get", subnet_id=1, ip_address="192.0.2.99"))["result"] == 0

    command4(tmp_path, act, subnet4=[SUBNET4], hooks_libraries=[LIBRARY])

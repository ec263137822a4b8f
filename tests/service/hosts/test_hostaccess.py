"""Reservations, subnets and classes of whole servers, changed by command."""

import json
from pathlib import Path

from lessor.engine.tables import Tables
from lessor.model.json import Json
from lessor.service.exchange4 import Exchange4
from tests.service.commanded import SUBNET4, Commanded, command4, command6

LIBRARIES: list[Json] = [{"library": f"/x/libdhcp_{name}_cmds.so"} for name in ("host", "subnet", "class")]


def tables(server: Commanded) -> Tables:
    """What the server serves by."""
    exchange = server.serving.exchange
    assert isinstance(exchange, Exchange4)
    return exchange.tables


def test_a_reservation_serves_at_once_and_is_written(tmp_path: Path) -> None:
    reservation: Json = {"subnet-id": 1, "hw-address": "01:02:03:04:05:06", "ip-address": "192.0.2.15"}

    async def act(server: Commanded) -> None:
        added = await server.ask("reservation-add", reservation=reservation, operation_target="memory")
        assert added == {"result": 0, "text": "Host added."}
        (subnet,) = tables(server).subnets.values()
        assert [host.address for host in subnet.hosts.values()] == [0xC000020F]
        await server.ask("config-write")
        written = json.loads(server.file.read_text())["Dhcp4"]["subnet4"][0]["reservations"]
        assert [host["ip-address"] for host in written] == ["192.0.2.15"]

    command4(tmp_path, act, hooks_libraries=LIBRARIES)


def test_a_subnet_is_served_at_once(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        before = await server.ask("config-get")
        added = await server.ask("subnet4-add", subnet4=[{"subnet": "198.51.100.0/24", "id": 7}])
        assert added["text"] == "IPv4 subnet added"
        assert [*tables(server).subnets] == [1, 7]
        assert (await server.ask("config-get")) != before
        await server.ask("subnet4-del", id=7)
        assert (await server.ask("config-get")) == before

    command4(tmp_path, act, hooks_libraries=LIBRARIES)


def test_each_change_starts_from_the_one_before(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        for number in range(2, 6):
            given: Json = [{"subnet": f"198.51.{number}.0/24", "id": number}]
            assert (await server.ask("subnet4-add", subnet4=given))["result"] == 0
        server.write({"subnet4": [{**SUBNET4, "id": 9}], "hooks-libraries": LIBRARIES})
        assert (await server.ask("config-reload"))["result"] == 0
        await server.ask("subnet4-add", subnet4=[{"subnet": "203.0.113.0/24", "id": 3}])
        listed = await server.ask("subnet4-list")
        assert listed["text"] == "2 IPv4 subnets found"

    command4(tmp_path, act, hooks_libraries=LIBRARIES)


async def give_back(server: Commanded) -> None:
    shown = await server.ask("config-get")
    given = await server.execute({"command": "config-set", "arguments": shown["arguments"]})
    assert given["result"] == 0
    assert (await server.ask("config-get")) == shown


def test_what_is_shown_given_back_changes_nothing4(tmp_path: Path) -> None:
    command4(tmp_path, give_back)


def test_what_is_shown_given_back_changes_nothing6(tmp_path: Path) -> None:
    command6(tmp_path, give_back)

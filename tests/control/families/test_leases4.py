"""Tests of lessor.control.families.leases4 and what it is made of: what recorded exchanges (test_recorded.py) lack."""

import json
from pathlib import Path

import pytest

from lessor.control.families import leases4
from lessor.engine.occupancy import FREE, LEASED, OFFERED
from lessor.model.json import Json
from tests.control.leaseservers import NOW, Server4, run, serving4

TREE: Json = {
    "valid-lifetime": 600,
    "subnet4": [
        {"id": 1, "subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.10-192.0.2.19", "pool-id": 7}]},
        {"id": 2, "subnet": "198.51.100.0/24"},
    ],
}
HWADDR = "02:00:00:00:00:01"


def leases_of(answer: dict[str, Json]) -> list[str]:
    arguments = answer["arguments"]
    assert isinstance(arguments, dict) and isinstance(arguments["leases"], list)
    return [str(lease["ip-address"]) for lease in arguments["leases"] if isinstance(lease, dict)]


async def fill(server: Server4, *addresses: str, **values: Json) -> None:
    for i, address in enumerate(addresses):
        hwaddr = f"02:00:00:00:01:{i:02x}"
        answer = await server.ask("lease4-add", ip_address=address, hw_address=hwaddr, **values)
        assert answer["result"] == 0, answer


def test_every_command_says_what_it_does() -> None:
    for command in leases4.COMMANDS:
        assert command.name.startswith("lease4-") and command.about.endswith(".") and command.since
        assert command.library == "libdhcp_lease_cmds.so" and command.families == {4} and command.arguments


def test_an_added_lease_is_in_its_pool_and_counted_but_not_as_given(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            await fill(server, "192.0.2.12")
            found = await server.ask("lease4-get", ip_address="192.0.2.12")
            assert found["arguments"] == {
                "cltt": NOW,
                "fqdn-fwd": False,
                "fqdn-rev": False,
                "hostname": "",
                "hw-address": "02:00:00:00:01:00",
                "ip-address": "192.0.2.12",
                "pool-id": 7,
                "state": 0,
                "subnet-id": 1,
                "valid-lft": 600,
            }
            pool = server.tables.subnets[1].pools[0]
            assert pool.occupancy.state(2) == LEASED
            value = server.statistics.value
            assert value("subnet[1].assigned-addresses") == value("subnet[1].pool[7].assigned-addresses") == 1
            assert value("cumulative-assigned-addresses") == 0
            await server.ask("lease4-update", ip_address="192.0.2.12", hw_address=HWADDR, state=1)
            assert value("declined-addresses") == 1
            await server.ask("lease4-del", ip_address="192.0.2.12")
            assert pool.occupancy.state(2) == FREE
            assert value("assigned-addresses") == value("declined-addresses") == 0

    run(conversation())


def test_an_offer_of_an_address_that_is_added_is_taken_back(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            pool = server.tables.subnets[1].pools[0]
            offers = server.exchange.offers
            offers.add(pool.first, b"somebody", 1, NOW, (pool.occupancy, 0))
            assert pool.occupancy.state(0) == OFFERED
            await fill(server, "192.0.2.10")
            assert not offers.by_client
            assert pool.occupancy.state(0) == LEASED

    run(conversation())


def test_what_is_answered_is_on_disk(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            await fill(server, "192.0.2.12", hostname="A,b.")
            assert "192.0.2.12,02:00:00:00:01:00,,600,1800000600,1,0,0,a&#x2cb.,0,,7" in server.path.read_text()

    run(conversation())


def test_pages_of_many_leases_that_change_on_the_way(tmp_path: Path) -> None:
    addresses = [f"198.51.100.{i}" for i in range(1, 251)]

    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            await fill(server, *reversed(addresses))
            found: list[str] = []
            last = "start"
            while True:
                wanted: dict[str, Json] = {"from": last, "limit": 60}
                page = await server.ask("lease4-get-page", **wanted)
                if page["result"] == 3:
                    break
                found += leases_of(page)
                last = found[-1]
                # a page may begin after a lease that is there no more
                await server.ask("lease4-del", ip_address=last)
            assert found == addresses
            assert await server.leases.count() == 250 - 5

    run(conversation())


def test_searches(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            await fill(server, "192.0.2.20", "192.0.2.3", hostname="one.")
            await fill(server, "198.51.100.1", client_id="01:02:03", state=1)
            assert leases_of(await server.ask("lease4-get-by-hostname", hostname="ONE.")) == ["192.0.2.3", "192.0.2.20"]
            assert leases_of(await server.ask("lease4-get-by-client-id", client_id="010203")) == ["198.51.100.1"]
            assert leases_of(await server.ask("lease4-get-by-hw-address", hw_address="02:00:00:00:01:00")) == [
                "192.0.2.20",
                "198.51.100.1",
            ]
            assert leases_of(await server.ask("lease4-get-by-state", state=1)) == ["198.51.100.1"]
            assert leases_of(await server.ask("lease4-get-by-state", state="declined", subnet_id=2)) == ["198.51.100.1"]
            nothing = await server.ask("lease4-get-by-state", state="declined", subnet_id=1)
            assert nothing == {"result": 3, "text": "0 IPv4 lease(s) found.", "arguments": {"leases": []}}
            both = leases_of(await server.ask("lease4-get-all", subnets=[2, 1]))
            assert both == ["198.51.100.1", "192.0.2.3", "192.0.2.20"]

    run(conversation())


def test_more_leases_of_one_client_than_an_index_tells(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            for i in range(1, 201):
                await server.ask("lease4-add", ip_address=f"192.0.2.{i}", hw_address=HWADDR, client_id="ff:ff")
            for search in ({"hw-address": HWADDR}, {"client-id": "ffff"}):
                (name,) = search
                assert len(leases_of(await server.ask(f"lease4-get-by-{name}", **search))) == 200

    run(conversation())


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        ({}, "Command arguments missing or a not a map."),
        ({"subnet-id": 1}, "'state' parameter not specified"),
        ({"state": "gone"}, "Invalid state value: gone, supported values are: default, assigned, declined, "),
        ({"state": True}, "'state' parameter must be a number or a string"),
        ({"state": 1, "subnet-id": "1"}, "'subnet-id' parameter must be a number"),
    ],
)
def test_states_that_are_none(arguments: dict[str, Json], wrong: str, tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            answer = await server.ask("lease4-get-by-state", **arguments)
            assert answer["result"] == 1 and str(answer["text"]).startswith(wrong)

    run(conversation())


def test_leases_are_written_to_a_file_beside_the_lease_file(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            await fill(server, "192.0.2.20", "192.0.2.3")
            answer = await server.ask("lease4-write", filename="copy.csv")
            copy = tmp_path / "copy.csv"
            assert answer == {"result": 0, "text": f"IPv4 lease database into '{copy}'."}
            rows = copy.read_text().splitlines()
            assert [row.split(",")[0] for row in rows] == ["address", "192.0.2.3", "192.0.2.20"]
            # what is written can be served from
            copy.rename(tmp_path / "leases4.csv")
        async with serving4(TREE, tmp_path) as server:
            assert await server.leases.count() == 2

    run(conversation())


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        ({}, "no parameters specified for the lease4-write command"),
        ({"x": 1}, "'filename' parameter not specified"),
        ({"filename": 7}, "'filename' parameter must be a string"),
        ({"filename": ""}, "'filename' parameter is empty"),
        ({"filename": "/etc/passwd"}, "invalid path specified: '/etc/passwd', supported path is "),
        ({"filename": "../x"}, "invalid path specified: "),
        ({"filename": ".."}, "invalid path specified: "),
        ({"filename": "a\0b"}, "invalid path specified: "),
        ({"filename": "leases4.csv"}, "invalid file name specified: 'leases4.csv'"),
        ({"filename": "leases4.csv.2"}, "invalid file name specified: 'leases4.csv.2'"),
        ({"filename": "a" * 300}, "unable to write the leases to "),
    ],
)
def test_files_that_are_not_written(arguments: dict[str, Json], wrong: str, tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            answer = await server.ask("lease4-write", **arguments)
            assert answer["result"] == 1 and str(answer["text"]).startswith(wrong), answer

    run(conversation())


def test_a_lease_file_that_cannot_be_written(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            server.store.close()
            answer = await server.ask("lease4-add", ip_address="192.0.2.20", hw_address=HWADDR)
            assert answer["result"] == 1, answer
            assert await server.leases.count() == 0

    run(conversation())


def test_two_who_change_one_lease_at_once(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            await fill(server, "192.0.2.20")
            before = await server.leases.get(0xC0000214)
            assert before is not None
            await server.ask("lease4-update", ip_address="192.0.2.20", hw_address=HWADDR)
            assert not await server.leases.update(before, before)
            assert not await server.leases.remove(before)
            assert not await server.leases.add(before)

    run(conversation())


def test_user_contexts_are_kept_in_one_spelling(tmp_path: Path) -> None:
    context: Json = {"b": [1, {}], "a": "\u00e4"}

    async def conversation() -> None:
        async with serving4(TREE, tmp_path) as server:
            await fill(server, "192.0.2.20", user_context=context)
            lease = await server.leases.get(0xC0000214)
            assert lease is not None and lease.user_context == '{ "a": "\u00e4", "b": [ 1, {  } ] }'
            assert json.loads(lease.user_context) == context

    run(conversation())

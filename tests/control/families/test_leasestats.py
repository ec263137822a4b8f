"""Tests of lessor.control.families.leasestats: what recorded exchanges (test_recorded.py) lack."""

from pathlib import Path

from lessor.control.families import leasestats
from lessor.model.json import Json
from tests.control.leaseservers import run, serving4


def test_every_command_says_what_it_does() -> None:
    assert [(command.name, *command.families) for command in leasestats.COMMANDS] == [
        ("stat-lease4-get", 4),
        ("stat-lease6-get", 6),
    ]


def test_leases_are_counted_whatever_became_of_the_statistics(tmp_path: Path) -> None:
    tree: Json = {"subnet4": [{"id": 5, "subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.0/28"}]}]}

    async def conversation() -> None:
        async with serving4(tree, tmp_path) as server:
            for i in range(3):
                hwaddr = f"02:00:00:00:00:{i}"
                await server.ask("lease4-add", ip_address=f"192.0.2.{i + 1}", hw_address=hwaddr, state=i)
            server.statistics.reset("subnet[5].assigned-addresses")
            answer = await server.ask("stat-lease4-get")
            arguments = answer["arguments"]
            assert isinstance(arguments, dict) and isinstance(arguments["result-set"], dict)
            assert arguments["result-set"]["rows"] == [[5, 16, 0, 1, 1]]

    run(conversation())


def test_a_server_without_subnets(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving4({}, tmp_path) as server:
            answer = await server.ask("stat-lease4-get")
            assert (answer["result"], answer["arguments"]) == (3, {})

    run(conversation())

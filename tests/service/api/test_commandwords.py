"""What commands of Kea's hook libraries leave in the log."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from lessor.control.caller import Caller
from lessor.model.command import Command
from lessor.model.json import Json
from lessor.model.network import LoggerConfig, LoggerOutput
from lessor.service.api import control4, control6
from lessor.service.api.commandwords import LIBRARIES, LONGEST, WORDS, CommandWords, Line
from lessor.service.logs.log import Loggers
from tests.service.commanded import CALLER, Commanded, command4, command6

Map = dict[str, Json]

LINES = [(name, line) for name, words in WORDS.items() for line in words if line is not None]

HOSTILE: list[Json] = [None, 7, "text", [], [[]], [7], {}, {"result-set": 3}, {"result-set": {"rows": 1}}]


def written(directory: Path, *exchanges: tuple[Json, Json], known: tuple[str, ...] = tuple(WORDS)) -> list[str]:
    """The lines about requests that are answered so."""
    log = directory / "log"
    loggers = Loggers("kea-dhcp4", directory, {})
    loggers.configure((LoggerConfig("kea-dhcp4", "DEBUG", 99, (LoggerOutput(str(log)),)),), debug=False)
    answers = [answer for _, answer in exchanges]

    async def execute(request: Json, caller: Caller) -> Json:
        return answers.pop(0)

    async def run() -> None:
        heard = CommandWords(loggers).heard(execute, lambda: known)
        for request, _ in exchanges:
            await heard(request, CALLER)

    asyncio.run(run())
    loggers.close()
    return texts(log.read_text())


def texts(log: str) -> list[str]:
    return [line.partition("] ")[2] for line in log.splitlines()]


def asked(name: str, arguments: Json, result: int, text: str, found: Json = None) -> tuple[Json, Json]:
    request: Map = {"command": name, "arguments": arguments}
    answer: Map = {"result": result, "text": text}
    if found is not None:
        answer["arguments"] = found
    return request, answer


CASES = [
    (asked("class-add", {"client-classes": [{"name": "a"}]}, 0, "Class 'a' added"), "CLASS_CMDS_CLASS_ADD .*: a$"),
    (asked("class-del", {"name": "a"}, 3, "Class 'a' not found"), "CLASS_CMDS_CLASS_DEL_EMPTY .*: a$"),
    (asked("class-list", {}, 0, "1 class found"), "CLASS_CMDS_CLASS_LIST "),
    (asked("class-get", {}, 1, "no name"), "CLASS_CMDS_CLASS_GET_FAILED .*: no name$"),
    (
        asked("subnet4-add", {}, 0, "IPv4 subnet added", {"subnets": [{"id": 7, "subnet": "192.0.2.0/24"}]}),
        "SUBNET_CMDS_SUBNET_ADD subnet 192.0.2.0/24 with id 7 ",
    ),
    (
        asked("subnet6-get", {"id": 7}, 0, "", {"subnet6": [{"id": 7, "subnet": "2001:db8::/64"}]}),
        "SUBNET_CMDS_SUBNET_GET subnet 2001:db8::/64 with id 7 ",
    ),
    (asked("subnet6-list", {}, 0, "", {"subnets": [{}, {}]}), "SUBNET_CMDS_SUBNET_LIST 2 IPv6 "),
    (asked("subnet4-list", {}, 3, "", {"subnets": []}), "SUBNET_CMDS_SUBNET_LIST_EMPTY no IPv4 "),
    (asked("subnet4-update", {}, 1, "no"), "SUBNET_CMDS_SUBNET4_UPDATE_FAILED .*: no$"),
    (
        asked("network4-add", {}, 0, "", {"shared-networks": [{"name": "floor"}]}),
        "SUBNET_CMDS_NETWORK_ADD shared network floor ",
    ),
    (
        asked("network4-subnet-add", {"id": 7, "name": "floor"}, 0, "IPv4 subnet 192.0.2.0/24 (id 7) is now part"),
        "SUBNET_CMDS_NETWORK_SUBNET_ADD IPv4 subnet 192.0.2.0/24 with id 7 is in shared network floor ",
    ),
    (asked("lease4-add", {"ip-address": "192.0.2.1"}, 0, "Lease added"), "LEASE_CMDS_ADD4 .* on 192.0.2.1$"),
    (asked("lease4-add", {}, 4, "met"), r"LEASE_CMDS_ADD4_CONFLICT .*parameters: {}, reason: met\)$"),
    (asked("lease6-del", {}, 1, "no"), r"LEASE_CMDS_DEL6_FAILED .*parameters: {}, reason: no\)$"),
    (asked("lease6-wipe", {"subnet-id": 1}, 3, "0"), r"LEASE_CMDS_WIPE6 .*parameters: {\"subnet-id\": 1}\)$"),
    (
        asked("lease6-bulk-apply", {}, 0, "Bulk apply of 12 IPv6 leases completed."),
        "LEASE_CMDS_BULK_APPLY6 .* changed 12 leases$",
    ),
    (
        asked("stat-lease4-get", {}, 0, "", {"result-set": {"rows": [[1], [2]]}}),
        r"STAT_CMDS_LEASE4_GET .*parameters: {}, rows: 2\)$",
    ),
]


@pytest.mark.parametrize(("exchange", "expected"), CASES, ids=[expected.split()[0] for _, expected in CASES])
def test_a_command_leaves_its_line(tmp_path: Path, exchange: tuple[Json, Json], expected: str) -> None:
    (line,) = written(tmp_path, exchange)
    assert re.match(expected, line), line


def test_commands_about_reservations_are_told_of_twice(tmp_path: Path) -> None:
    done = asked("reservation-add", {"reservation": {}}, 0, "Host added.")
    failed = asked("reservation-del", {}, 1, "which one?")
    assert [line.partition(" ")[0] for line in written(tmp_path, done, failed)] == [
        "HOST_CMDS_RESERV_ADD",
        "HOST_CMDS_RESERV_ADD_SUCCESS",
        "HOST_CMDS_RESERV_DEL",
        "HOST_CMDS_RESERV_DEL_FAILED",
    ]


def test_others_leave_none(tmp_path: Path) -> None:
    unknown = asked("class-add", {}, 2, "'class-add' command not supported.")
    requests: list[tuple[Json, Json]] = [unknown, ([7], {"result": 1}), ({"command": 7}, {}), ({"command": "x"}, [])]
    assert written(tmp_path, *requests) == []
    assert written(tmp_path, asked("class-add", {}, 0, "")[:2], known=()) == []


def test_long_arguments_are_cut(tmp_path: Path) -> None:
    (line,) = written(tmp_path, asked("lease4-get", {"ip-address": "x" * 100_000}, 1, "no"))
    assert len(line) < LONGEST + 200


@pytest.mark.parametrize(("name", "line"), LINES, ids=[line.message.id for _, line in LINES])
def test_whatever_is_in_requests_and_answers_fills_the_lines(name: str, line: Line) -> None:
    for hostile in HOSTILE:
        arguments: Map = dict.fromkeys(("ip-address", "name", "id", "client-classes", "subnets"), hostile)
        for answer in ({"arguments": hostile}, {"arguments": arguments, "text": hostile}):
            assert len(line.values(arguments, answer)) == line.message.placeholders()
    assert len(line.values({}, {})) == line.message.placeholders()


def test_every_row_is_a_command_of_a_library() -> None:
    rows: tuple[Command[Any], ...] = (*control4.LIBRARIES, *control6.LIBRARIES)
    commands = {command.name: command for command in rows}
    assert WORDS.keys() <= commands.keys()
    assert {command.library for command in commands.values()} == LIBRARIES.keys()


def test_libraries_are_told_of_when_that_changes(tmp_path: Path) -> None:
    log = tmp_path / "log"
    loggers = Loggers("kea-dhcp4", tmp_path, {"KEA_LOGGER_DESTINATION": str(log)})
    words = CommandWords(loggers)
    words.settle(["libdhcp_class_cmds.so", "libdhcp_run_script.so"])
    words.settle(["libdhcp_class_cmds.so", "libdhcp_stat_cmds.so"])
    words.settle([])
    loggers.close()
    assert [line.partition(" ")[0] for line in texts(log.read_text())] == [
        "CLASS_CMDS_INIT_OK",
        "STAT_CMDS_INIT_OK",
        "CLASS_CMDS_DEINIT_OK",
        "STAT_CMDS_DEINIT_OK",
    ]


def test_a_server_tells_of_its_commands(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        await server.ask("subnet4-add", subnet4=[{"id": 9, "subnet": "198.51.100.0/24"}])
        await server.ask("subnet4-get", id=9)
        await server.ask("subnet4-del", id=9)
        await server.ask("class-add", client_classes=[{"name": "a"}])

    loggers: list[Json] = [{"name": "kea-dhcp4", "severity": "INFO"}]
    server = command4(tmp_path, act, hooks_libraries=[{"library": "libdhcp_subnet_cmds.so"}], loggers=loggers)
    told = [line for line in texts(server.log.read_text()) if "_CMDS_" in line]
    assert [line.partition(" ")[0] for line in told] == [
        "SUBNET_CMDS_INIT_OK",
        "SUBNET_CMDS_SUBNET_ADD",
        "SUBNET_CMDS_SUBNET_GET",
        "SUBNET_CMDS_SUBNET_DEL",
    ]
    assert all("198.51.100.0/24 with id 9" in line for line in told[1:])


def test_a_server_of_dhcpv6_does_too(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        await server.ask("network6-add", shared_networks=[{"name": "floor"}])
        await server.ask("network6-subnet-add", id=1, name="floor")

    server = command6(tmp_path, act, hooks_libraries=[{"library": "libdhcp_subnet_cmds.so"}])
    assert [line for line in texts(server.log.read_text()) if "_NETWORK_" in line] == [
        "SUBNET_CMDS_NETWORK_ADD shared network floor added",
        "SUBNET_CMDS_NETWORK_SUBNET_ADD IPv6 subnet 2001:db8:1::/64 with id 1 is in shared network floor now",
    ]

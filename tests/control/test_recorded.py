"""Exchanges recorded with Kea 2.2, replayed against our commands about leases."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from lessor.model.json import Json
from tests.control.leaseservers import Server4, Server6, run, serving4, serving6

RECORDED = Path(__file__).parent / "recorded"

COMMON = {4: 11, 6: 15}
"""Columns of a row that Kea 2.2 writes as we do; those after them say less there."""


def comparable(command: str, answer: dict[str, Json]) -> dict[str, Json]:
    """An answer without the time, and with leases in one order where Kea's is that of their arrival."""
    answer = deepcopy(answer)
    arguments = answer.get("arguments")
    if isinstance(arguments, dict):
        result_set = arguments.get("result-set")
        if isinstance(result_set, dict):
            assert str(result_set.pop("timestamp")).startswith("20")
        leases = arguments.get("leases")
        if isinstance(leases, list) and not command.endswith("-page"):
            leases.sort(key=json.dumps)
    return answer


async def replay(server: Server4 | Server6, recorded: dict[str, Json]) -> None:
    exchanges = recorded["exchanges"]
    assert isinstance(exchanges, list) and len(exchanges) > 20
    for exchange in exchanges:
        assert isinstance(exchange, dict)
        request, expected, time = exchange["request"], exchange["answer"], exchange["time"]
        assert isinstance(request, dict) and isinstance(expected, dict) and isinstance(time, int)
        server.time = time
        command = str(request["command"])
        given = await server.registry.execute(request)
        assert isinstance(given, dict)
        answer = comparable(command, given)
        same = answer == comparable(command, expected)
        assert same != ("differs" in exchange), f"{request}: {answer}"


def columns(row: str, number: int) -> list[str]:
    return row.split(",")[:number]


@pytest.mark.parametrize("name", ["leases4", "leases6", "session4", "session6"])
def test_answers(name: str, tmp_path: Path) -> None:
    recorded = json.loads((RECORDED / f"{name}.json").read_text())

    async def conversation() -> None:
        async with (serving4 if name[-1] == "4" else serving6)(recorded["configuration"], tmp_path) as server:
            if recorded.get("statistics-removed"):
                server.statistics.remove_all()
            await replay(server, recorded)

    run(conversation())
    family = int(name[-1])
    written = (tmp_path / f"leases{family}.csv").read_text().splitlines()
    if "rows" in recorded:
        number = COMMON[family]
        ours = sorted(columns(row, number) for row in written)
        assert ours == sorted(columns(row, number) for row in recorded["rows"])

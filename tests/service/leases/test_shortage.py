"""Tests of lessor.service.leases.shortage."""

from pathlib import Path

import pytest

from lessor.model.network import LoggerConfig, LoggerOutput
from lessor.service.chronicle4 import SHORTAGE as SHORTAGE4
from lessor.service.chronicle6 import SHORTAGE as SHORTAGE6
from lessor.service.counting.counters import COUNTERS4, COUNTERS6, Counters
from lessor.service.counting.statistics import Served, Statistics
from lessor.service.leases.shortage import Where, Words, note_shortage
from lessor.service.logs.log import Loggers

FAMILIES = [(SHORTAGE4, COUNTERS4), (SHORTAGE6, COUNTERS6)]


@pytest.mark.parametrize(
    ("where", "kinds", "lines"),
    [
        (Where(7, "net/24", "", 0, 1), ("-subnet", "-no-pools"), ("subnet net/24, id 7", "no pool")),
        (Where(7, "net/24", "floor", 0, 2), ("-shared-network", "-no-pools"), ("floor: 0 subnets", "no pool")),
        (Where(7, "net/24", "floor", 2, 1), ("-shared-network", ""), ("floor: 2 subnets",)),
        (Where(7, "net/24", "", 1, 0), ("-subnet", ""), ("subnet net/24, id 7",)),
    ],
)
@pytest.mark.parametrize(("words", "counters"), FAMILIES)
def test_is_counted_and_told(
    tmp_path: Path,
    words: Words,
    counters: Counters,
    where: Where,
    kinds: tuple[str, ...],
    lines: tuple[str, ...],
) -> None:
    log = tmp_path / "log"
    loggers = Loggers("kea", tmp_path, {})
    loggers.configure((LoggerConfig("kea", "WARN", 0, (LoggerOutput(str(log)),)),), debug=False)
    statistics = Statistics(counters)
    statistics.serve(Served(frozenset({7}), {}, {}))
    note_shortage(statistics, loggers, words, "who", where)
    counted = {name: count for name, count in statistics.subnets[7].items() if count}
    assert counted == {f"{words.counter}{kind}": 1 for kind in kinds}
    assert all(statistics.counts[f"{words.counter}{kind}"] == 1 for kind in kinds)
    loggers.flush()
    written = log.read_text().splitlines()
    assert len(written) == len(lines)
    assert all("who" in line and part in line for line, part in zip(written, lines, strict=True))

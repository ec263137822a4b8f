"""From the tables to turns."""

from __future__ import annotations

from pathlib import Path

from bench.measure import FULL, QUICK, Effort
from bench.peers import COMPILED, KEA, LESSOR, SERVERS, UNSYNCED, with_programs
from bench.plan import Plan
from bench.results import Results
from bench.scenarios import QUICK as QUICK_NAMES
from bench.scenarios import SCENARIOS, STARTS
from bench.schedule import Turn
from bench.stress import STRESSES

from tests.bench.figures import measured, results


def turns(effort: Effort = FULL, rounds: int = 2, names: tuple[str, ...] = ()) -> list[Turn]:
    plan = Plan(SERVERS, effort, effort is QUICK, Results())
    return plan.turns(lambda name: not names or name in names, rounds)


def names(found: list[Turn]) -> list[str]:
    return [turn.tasks[0].scenario for turn in found]


def test_everything_is_measured_once_before_anything_is_measured_again() -> None:
    found = turns()
    once = names([turn for turn in found if not turn.spare])
    everything = {one.name for one in (*SCENARIOS, *STARTS)} | set(STRESSES)
    assert len(once) == len(everything) and set(once) == everything
    assert [turn.spare for turn in found] == sorted(turn.spare for turn in found)


def test_stress_has_no_further_rounds() -> None:
    again = names([turn for turn in turns(rounds=3) if turn.spare])
    assert not set(again) & set(STRESSES)
    assert again.count("v4-dora") == 2


def test_what_the_targets_ask_for_comes_first() -> None:
    once = names(turns(rounds=1))
    assert once.index("v4-classes200") < once.index("sql-mysql") < once.index("v4-info")


def test_all_servers_take_turns_where_they_take_part() -> None:
    by_name = {turn.tasks[0].scenario: [task.server for task in turn.tasks] for turn in turns(rounds=1)}
    assert by_name["v4-renew"] == [one.name for one in SERVERS]
    assert UNSYNCED.name not in by_name["v4-info"] and COMPILED.name in by_name["v4-info"]


def test_the_first_round_of_everything_leaves_time_for_another_of_what_matters() -> None:
    found = turns()
    first = sum(turn.seconds for turn in found if not turn.spare) / 60
    again = sum(turn.seconds for turn in found if turn.spare and turn.tasks[0].scenario.startswith("v4-dora")) / 60
    assert first + again < FULL.minutes
    quick = turns(QUICK, 1, QUICK_NAMES)
    assert sum(turn.seconds for turn in quick) / 60 < QUICK.minutes


def test_where_a_search_begins() -> None:
    scenario = {one.name: one for one in SCENARIOS}
    plan = Plan(SERVERS, FULL, False, results(lessor=measured(rate=9000), kea_st=measured(rate=7000)))
    assert plan.known("kea-st", scenario["v4-dora"]).measured
    for server, name, rate in (
        ("kea-st", "v4-dora", 7000), ("kea-st", "v4-info", 7000), ("kea-mt", "v4-info", 9000), ("kea-st", "v6-sarr", 0),
    ):  # fmt: skip
        assert plan.known(server, scenario[name]).rate == rate


def test_programs() -> None:
    found = {one.name: one for one in with_programs(SERVERS, Path("/x/kea-dhcp4"), None)}
    assert found[LESSOR.name].command[0] == found[UNSYNCED.name].command[0] == "/x/kea-dhcp4"
    assert found[KEA.name] == KEA
    assert COMPILED.name not in found
    with_compiled = with_programs(SERVERS, Path("/x/kea-dhcp4"), Path("/y/kea-dhcp4"))
    assert [one.command[0] for one in with_compiled if one.name == COMPILED.name] == ["/y/kea-dhcp4"]

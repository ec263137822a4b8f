"""The page and the README's table from results."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

from bench.pictures import charts
from bench.report import BEGIN, END, README, page, with_table
from bench.results import Results, joined
from bench.tables import summary

from tests.bench.figures import RUN, measured, results, started, stressed


def whole() -> Results:
    found = results(
        lessor=measured(60, 21_000, busy=35), lessor_compiled=measured(25, 33_000), lessor_unsynced=measured(45),
        kea_st=measured(50, 20_000, busy=40), kea_mt=measured(70, 22_000),
    )  # fmt: skip
    for server, seconds in (("lessor", 2.0), ("kea-st", 8.0), ("kea-mt", 8.5)):
        found.add("start-leases1m", server, started(seconds))
        found.add("sql-mysql", server, stressed(10_000 / seconds))
    return found


def test_one_page_with_all_sections() -> None:
    text = page(whole(), [RUN])
    heads = [line for line in text.splitlines() if line.startswith("#")]
    assert heads[:3] == ["# Performance", "## Targets", "## v4-dora: new leases, every exchange a new client"]
    assert heads[3] == "## Starts"
    assert heads[4].startswith("## sql-mysql")
    assert "- 2026-01-02 03:04, `python -m bench`" in text
    assert "![Exchanges a second at most](images/bench-rate.svg)" in text


def test_ratios_are_to_the_better_setting_in_each_column() -> None:
    lines = page(whole(), [RUN]).splitlines()
    (plain,) = [line for line in lines if line.startswith("| lessor / better Kea")]
    assert plain.split(" | ")[1:5] == ["**0.95**", "**1.20**", "", "**0.88**"]
    assert any(line.startswith("| lessor-compiled / better Kea | **1.50** | **0.50**") for line in lines)


def test_a_server_that_cannot_keep_the_rate_has_no_ratio() -> None:
    text = page(results(lessor=measured(), kea_st=measured(cpu=1e6, loss=0.7)), [RUN])
    assert "too much for it" in text
    assert "1000000.0" not in text


def test_one_server_alone_makes_a_page_too() -> None:
    text = page(results(lessor=measured()), [RUN])
    assert "/ better Kea" not in text
    assert page(Results(), [RUN]).startswith("# Performance")


def test_what_failed_is_told() -> None:
    found = whole()
    found.add("v4-info", "kea-mt", "DidNotStart: kea-mt: Traceback\nand more\nno such interface\n")
    assert "- v4-info, kea-mt: DidNotStart: kea-mt: Traceback … no such interface" in page(found, [RUN]).splitlines()


def test_several_runs_are_named_and_counted() -> None:
    second = Results()
    second.add("v4-renew", "lessor", measured())
    text = page(joined([whole(), second]), [RUN, replace(RUN, date="2026-02-03 04:05")])
    assert "- run 2: 2026-02-03 04:05" in text
    assert "as a rule. Run 2." in text


def test_the_pictures_are_well_formed_and_show_every_server() -> None:
    drawn = {path.name: text for path, (_, text) in charts(whole()).items()}
    assert set(drawn) == {"bench-rate.svg", "bench-cpu.svg", "bench-cpu-rate.svg", "bench-latency.svg",
                          "bench-memory.svg", "bench-starts.svg", "bench-databases.svg"}  # fmt: skip
    for text in drawn.values():
        ElementTree.fromstring(text)
    for server in ("lessor", "lessor-compiled", "lessor-unsynced", "kea-st", "kea-mt"):
        assert f">{server}</text>" in drawn["bench-rate.svg"]
    assert charts(Results()) == {}


def test_the_short_table_goes_between_its_marks() -> None:
    table = summary(whole())
    assert "| DHCPv4 new leases | lessor-compiled | 33,000 (1.50) | 25.0 (0.50) | 12.5 (0.50) | 500 (1.00) |" in table
    text = with_table(f"before\n{BEGIN}\nold\n{END}\nafter\n", table)
    assert text.startswith(f"before\n{BEGIN}\n\n| ") and text.endswith(f"\n\n{END}\nafter\n")
    assert "old" not in text
    assert with_table(text, table) == text


def test_a_readme_without_marks_stays() -> None:
    assert with_table("nothing\n", ["| |"]) == "nothing\n"


def test_the_readme_has_its_marks() -> None:
    assert README.read_text().count(BEGIN) == README.read_text().count(END) == 1

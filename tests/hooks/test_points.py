"""The table of hook points, the events, the page of the manual, and the examples of the guide."""

import inspect
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest

from lessor.hooks import api, events, events4, events6
from lessor.hooks.callouts import NO_CALLS, objection
from lessor.hooks.event import Event
from lessor.hooks.outcomes import OUTCOME_NAMES
from lessor.hooks.points import POINTS, ROWS, Point

DOCS = Path(__file__).parent.parent.parent / "docs"
EXAMPLES = re.findall(r"```python\n(.*?)```", (DOCS / "guide" / "hooks.md").read_text(), re.DOTALL)

# What a server has is called in this order for one message (Kea's numbers of the points).
ORDER = {
    4: "buffer4_receive pkt4_receive subnet4_select host4_identifier lease4_select lease4_renew lease4_release "
    "lease4_decline leases4_committed lease4_offer lease4_server_decline pkt4_send buffer4_send lease4_expire "
    "lease4_recover",
    6: "buffer6_receive pkt6_receive subnet6_select host6_identifier lease6_select lease6_renew lease6_rebind "
    "lease6_decline lease6_release addr6_register leases6_committed pkt6_send buffer6_send lease6_expire "
    "lease6_recover",
}


@pytest.mark.parametrize("family", [4, 6])
def test_points_stand_in_the_order_of_a_message(family: int) -> None:
    names = [row.name for row in ROWS if family in row.families]
    assert names == [f"dhcp{family}_srv_configured", *ORDER[family].split(), "command_processed"]


def test_names_are_given_once() -> None:
    assert len(POINTS) == len(ROWS)
    assert set(NO_CALLS) == set(POINTS)


def classes() -> Iterator[type[Event]]:
    for module in (events, events4, events6):
        for kind in vars(module).values():
            if inspect.isclass(kind) and issubclass(kind, Event) and kind is not Event:
                yield kind


def test_every_event_has_its_point_and_can_be_imported() -> None:
    assert {row.event for row in ROWS} == set(classes())
    assert all(kind.__name__ in api.__all__ for kind in classes())
    assert sorted(api.__all__) == sorted(set(api.__all__))
    assert all(hasattr(api, name) for name in api.__all__)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_is_well_formed(row: Point) -> None:
    assert row.families and row.about and set(row.outcomes) <= set(OUTCOME_NAMES)
    assert (row.event.__doc__ or "").strip()
    fields = dict(runpy.run_path(str(DOCS / "generate_hook_points.py"))["fields_of"](row.event))
    assert set(fields) == {name for name in row.event.__slots__ if not name.startswith("_")}
    assert set(get_type_hints(row.event.__init__)) >= {"return"}


def test_the_page_of_the_manual_is_up_to_date() -> None:
    generator = runpy.run_path(str(DOCS / "generate_hook_points.py"))
    assert generator["PAGE"].read_text() == generator["page"](), "run: python docs/generate_hook_points.py"


def test_what_cannot_be_a_callout() -> None:
    async def waits(event: Event) -> None: ...

    def answers(event: Event) -> None: ...

    assert objection("pkt4_receive", 4, answers) == objection("pkt4_receive", 4, waits) == ""
    assert "no hook point" in objection("pkt4_recieve", 4, answers)
    assert "other family" in objection("pkt4_receive", 6, answers)
    assert "no function" in objection("pkt4_receive", 4, 7)
    assert "nothing can wait" in objection("lease4_select", 4, waits)


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_examples_of_the_guide_can_be_set_up(text: str) -> None:
    names: dict[str, object] = {}
    exec(compile(f"from lessor.hooks.api import Hook\n{text}", "guide", "exec"), names)
    setup = names["setup"]
    assert callable(setup)
    made = setup(None, {"url": "https://inventory.example"} if "url" in text else {"prefix": "00:1b:a9"})
    assert made is None or isinstance(made, api.Hook)


def test_the_first_hook_has_ten_lines() -> None:
    assert len([line for line in EXAMPLES[0].splitlines() if line]) <= 10

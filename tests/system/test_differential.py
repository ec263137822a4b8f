"""Our server holds the conversations recorded with Kea 2.2 and does the same, but for the rows of differences.py."""

import json
import os
from functools import cache

import pytest

from tests.system.cases.groups import GROUPS, Group
from tests.system.conversation import Record
from tests.system.differences import DIFFERENCES, Difference, unwanted
from tests.system.programs import OURS
from tests.system.record import RECORDED, file_name, hold

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root for network namespaces"),
]

CASES = [(group, case.__name__) for group in GROUPS for case in group.cases]
GROUP_OF = {group.name: group for group in GROUPS}


@cache
def held(name: str) -> dict[str, Record]:
    """Hold all conversations of a group once, for all its tests."""
    return {conversation.name: conversation.plain() for conversation in hold(GROUP_OF[name], OURS)}


@cache
def recorded(name: str) -> dict[str, Record]:
    data: dict[str, Record] = json.loads((RECORDED / file_name(GROUP_OF[name])).read_text())
    return data


@pytest.mark.parametrize(("group", "case"), CASES, ids=[f"{group.name}-{case}" for group, case in CASES])
def test_same_as_kea(group: Group, case: str) -> None:
    kea, ours = recorded(group.name)[case]["exchanges"], held(group.name)[case]["exchanges"]
    assert isinstance(kea, list)
    assert isinstance(ours, list)
    assert len(kea) == len(ours)
    lines = [line for pair in zip(kea, ours, strict=True) for line in unwanted(case, *pair)]
    assert not lines, "\n".join(lines)


@pytest.mark.parametrize(("group", "case"), CASES, ids=[f"{group.name}-{case}" for group, case in CASES])
def test_type_is_first_and_relay_information_last(group: Group, case: str) -> None:
    exchanges = held(group.name)[case]["exchanges"]
    assert isinstance(exchanges, list)
    for exchange in exchanges:
        for reply in exchange["replies"]:
            assert reply["order"][0] == 53
            assert 82 not in reply["order"][:-1]


def test_recordings_are_those_of_the_cases() -> None:
    for group in GROUPS:
        assert list(recorded(group.name)) == [case.__name__ for case in group.cases]


@pytest.mark.parametrize("row", DIFFERENCES, ids=lambda row: f"{row.case} {row.sent} {row.place}")
def test_each_difference_is_real(row: Difference) -> None:
    """A row that allows what no exchange does any more would hide mistakes."""
    assert any(is_used(row, group) for group in GROUPS)


def is_used(row: Difference, group: Group) -> bool:
    from tests.system.differences import flatten

    for case, conversation in held(group.name).items():
        ours, kea = conversation["exchanges"], recorded(group.name)[case]["exchanges"]
        assert isinstance(ours, list)
        assert isinstance(kea, list)
        for theirs, own in zip(kea, ours, strict=True):
            expected, found = flatten(theirs), flatten(own)
            if any(
                row.covers(case, str(theirs["sent"]), place) and expected.get(place) != found.get(place)
                for place in expected.keys() | found.keys()
            ):
                return True
    return False

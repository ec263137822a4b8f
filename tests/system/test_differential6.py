"""Our server holds the DHCPv6 conversations recorded with Kea 2.2 and does the same, but for differences6.py."""

from functools import cache

import pytest

from tests.system.cases6.groups import GROUPS, Group
from tests.system.conversation import Record
from tests.system.differences import Difference, unwanted, used
from tests.system.differences6 import DIFFERENCES6, flatten
from tests.system.programs6 import OURS6
from tests.system.record import Conversation
from tests.system.record6 import hold, recorded

pytestmark = [pytest.mark.system]

CASES = [(group, case.__name__) for group in GROUPS for case in group.cases]
GROUP_OF = {group.name: group for group in GROUPS}


@cache
def held(name: str) -> dict[str, Conversation]:
    """Hold all conversations of a group once, for all its tests."""
    return {conversation.name: conversation for conversation in hold(GROUP_OF[name], OURS6)}


def exchanges_of(group: Group, case: str) -> list[Record]:
    conversation = held(group.name)[case]
    assert not conversation.failure, conversation.failure
    return [conversation.plain_exchange(exchange) for exchange in conversation.exchanges]


def recorded_exchanges(group: Group, case: str) -> list[Record]:
    exchanges = kea(group.name)[case]["exchanges"]
    assert isinstance(exchanges, list)
    return exchanges


@cache
def kea(name: str) -> dict[str, Record]:
    return recorded(GROUP_OF[name])


@pytest.mark.parametrize(("group", "case"), CASES, ids=[f"{group.name}-{case}" for group, case in CASES])
def test_same_as_kea(group: Group, case: str) -> None:
    pairs = zip(recorded_exchanges(group, case), exchanges_of(group, case), strict=True)
    lines = [line for pair in pairs for line in unwanted(f"{group.name}/{case}", *pair, DIFFERENCES6, flatten)]
    assert not lines, "\n".join(lines)


def test_recordings_are_those_of_the_cases() -> None:
    for group in GROUPS:
        assert list(kea(group.name)) == [case.__name__ for case in group.cases]


@pytest.mark.parametrize("row", DIFFERENCES6, ids=lambda row: f"{row.case} {row.sent} {row.place}")
def test_each_difference_is_real(row: Difference) -> None:
    """A row that allows what no exchange does any more would hide mistakes."""
    assert any(
        used(row, f"{group.name}/{case}", theirs, ours, flatten)
        for group, case in CASES
        for theirs, ours in zip(recorded_exchanges(group, case), exchanges_of(group, case), strict=True)
    )

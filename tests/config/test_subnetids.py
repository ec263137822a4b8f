"""Ids of subnets without one: counted where none is written, else made from the prefix."""

from hypothesis import given
from hypothesis import strategies as st

from lessor.config.addresses import IPV4, IPV6, Family
from lessor.config.errors import Problem
from lessor.config.node import Node, Spot
from lessor.config.section import Section
from lessor.config.subnetids import LARGEST_SUBNET_ID, id_of_prefix, number_subnets

Written = tuple[str, int]

SPOT = Spot("f", (1, 1))


def given_ids(*subnets: Written, family: Family = IPV4) -> tuple[dict[str, int], list[Problem]]:
    """The ids of subnets by their text, and what is said about them; an id of 0 is not written."""
    warnings: list[Problem] = []
    sections = [Section(_node(*subnet), f"s[{i}]", [], warnings) for i, subnet in enumerate(subnets)]
    numbers = number_subnets(sections, family)
    return {section.text("subnet"): numbers[id(section.node)] for section in sections}, warnings


def _node(prefix: str, number: int) -> Node:
    members: dict[str, object] = {"subnet": prefix} | ({"id": number} if number else {})
    return Node({key: Node(value, SPOT) for key, value in members.items()}, SPOT)  # type: ignore[arg-type]


def test_an_id_made_from_a_prefix() -> None:
    assert id_of_prefix((0xC0000200, 24), IPV4) == 2746858863  # CRC-32 of "192.0.2.0/24" and one


def test_nothing_is_said_of_written_ids() -> None:
    assert given_ids(("10.0.0.0/8", 5), ("11.0.0.0/8", 2)) == ({"10.0.0.0/8": 5, "11.0.0.0/8": 2}, [])


def test_counted_where_none_is_written() -> None:
    found, warnings = given_ids(("11.0.0.0/8", 0), ("10.0.0.0/8", 0))
    assert found == {"11.0.0.0/8": 1, "10.0.0.0/8": 2}
    assert [warning.key for warning in warnings] == ["s[0].id"]


def test_an_id_stays_when_other_subnets_come_and_go() -> None:
    few, warnings = given_ids(("10.0.0.0/8", 9), ("11.0.0.0/8", 0))
    many, _ = given_ids(("12.0.0.0/8", 0), ("11.0.0.0/8", 0), ("13.0.0.0/8", 4))
    assert few["11.0.0.0/8"] == many["11.0.0.0/8"] == id_of_prefix((0x0B000000, 8), IPV4)
    assert [warning.key for warning in warnings] == ["s[1].id"]
    assert "made from its prefix" in warnings[0].wrong
    assert "it counted 1" in warnings[0].right


def test_it_is_that_of_the_prefix_however_it_is_written() -> None:
    found, _ = given_ids(("2001:DB8:0::1/64", 0), ("2001:db9::/64", 1), family=IPV6)
    assert found["2001:DB8:0::1/64"] == id_of_prefix((0x20010DB8 << 96, 64), IPV6)


def test_what_is_written_is_not_given_to_another() -> None:
    own = id_of_prefix((0x0A000000, 8), IPV4)
    found, _ = given_ids(("10.0.0.0/8", 0), ("11.0.0.0/8", own), ("12.0.0.0/8", own + 1))
    assert found["10.0.0.0/8"] == own + 2


def test_a_subnet_without_prefix_is_passed_on() -> None:
    found, _ = given_ids(("wrong", 0), ("10.0.0.0/8", 1))
    assert 1 < found["wrong"] <= LARGEST_SUBNET_ID


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(0, 3)), min_size=1, unique_by=lambda pair: pair[0]))
def test_ids_are_given_once(pairs: list[tuple[int, int]]) -> None:
    written: set[int] = set()
    subnets = []
    for octet, number in pairs:
        subnets.append((f"10.{octet}.0.0/16", number if number not in written else 0))
        written.add(number)
    found, _ = given_ids(*subnets)
    assert len(set(found.values())) == len(subnets)
    assert all(found[prefix] == number for prefix, number in subnets if number)
    assert all(1 <= number <= LARGEST_SUBNET_ID for number in found.values())

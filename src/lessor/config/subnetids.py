"""The ids of subnets for which none is written.

Kea up to 2.x counts such subnets from 1 in the order it reads them; Kea 3 demands that all ids are written. Leases are
kept under these numbers, so:

- Where no subnet has an id they are counted, as by the Kea that wrote the leases there are.
- Where some have one, counting would meet written ids and give other numbers whenever a subnet comes or goes. Then each
  of the others gets an id made from its prefix alone: the CRC-32 of its text ("192.0.2.0/24"), brought into the range
  of ids; a number that is taken already makes room to the next one, and prefixes take theirs in ascending order.

Both deserve a warning.
"""

from collections.abc import Sequence
from typing import Final
from zlib import crc32

from lessor.config.addresses import Family, Prefix
from lessor.config.section import Section

LARGEST_SUBNET_ID: Final = 0xFFFFFFFE

Numbers = dict[int, int]
"""Ids by the identity of the node of a subnet."""


def number_subnets(subnets: Sequence[Section], family: Family) -> Numbers:
    """Return the ids of all subnets, which come in the order they are read."""
    numbers = {id(subnet.node): _written(subnet) for subnet in subnets}
    without = [subnet for subnet in subnets if not numbers[id(subnet.node)]]
    if not without:
        return numbers
    counted = {id(subnet.node): i for i, subnet in enumerate(without, 1)}
    if len(without) == len(subnets):
        wrong = f"subnets without id: {len(without)}, this one counted as 1"
        without[0].warn(without[0].node, "id", wrong, "write ids: counted ones change when subnets come and go")
        return counted
    numbers |= _generated(without, set(numbers.values()), family)
    wrong = f"subnets without id: {len(without)}, this one got {numbers[id(without[0].node)]}, made from its prefix"
    right = "write ids; to keep leases that Kea noted under a counted id write that: here it counted 1"
    without[0].warn(without[0].node, "id", wrong, right)
    return numbers


def id_of_prefix(prefix: Prefix, family: Family) -> int:
    """Return the id a prefix gets while no other subnet has it."""
    return crc32(family.show_prefix(prefix).encode()) % LARGEST_SUBNET_ID + 1


def _written(subnet: Section) -> int:
    """Return the id of a subnet, 0 for none: as in Kea a written 0 is none."""
    number = subnet.number("id", 0)
    return number if 1 <= number <= LARGEST_SUBNET_ID else 0


def _generated(subnets: Sequence[Section], taken: set[int], family: Family) -> Numbers:
    numbers: Numbers = {}
    for prefix, subnet in sorted(((_prefix(subnet, family), subnet) for subnet in subnets), key=lambda pair: pair[0]):
        number = id_of_prefix(prefix, family)
        while number in taken:
            number = number % LARGEST_SUBNET_ID + 1
        taken.add(number)
        numbers[id(subnet.node)] = number
    return numbers


def _prefix(subnet: Section, family: Family) -> Prefix:
    """Return the prefix of a subnet; one that is wrong is told of when the subnet is read."""
    try:
        return family.prefix(subnet.text("subnet"))
    except ValueError:
        return 0, 0

"""Counting and telling that a client got nothing because nothing was left; the same for both families."""

from typing import NamedTuple

from lessor.service.counting.statistics import Statistics
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message


class Words(NamedTuple):
    """What a family calls it: the counter whose name all others begin with, and the messages."""

    counter: str
    no_pools: Message
    shared_network: Message
    subnet: Message


class Where(NamedTuple):
    """Where nothing was left: the subnet, its shared network or "", and how many subnets have pools or none."""

    subnet_id: int
    prefix: str
    network: str
    with_pools: int
    without_pools: int


def note_shortage(statistics: Statistics, loggers: Loggers, words: Words, who: str, where: Where) -> None:
    """Count for the server and for the subnet, and log, that nothing was left for a client.

    As in Kea, the plain counter is of those for whom there were pools.
    """
    if where.network:
        statistics.count(where.subnet_id, f"{words.counter}-shared-network", 1)
        loggers.write(words.shared_network, who, where.network, where.with_pools, where.without_pools)
    else:
        statistics.count(where.subnet_id, f"{words.counter}-subnet", 1)
        loggers.write(words.subnet, who, where.prefix, where.subnet_id, "(none)")
    if where.with_pools:
        statistics.count(where.subnet_id, words.counter, 1)
    else:
        statistics.count(where.subnet_id, f"{words.counter}-no-pools", 1)
        loggers.write(words.no_pools, who)

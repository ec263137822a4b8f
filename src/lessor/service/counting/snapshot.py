"""What a running server tells of itself: one record that says how it is doing, for `lessor status` and `lessor top`.

The record is JSON: where and since when it runs, how the last reading of its configuration went, its counters, how full
its subnets are (the fullest ones, so that its size has a bound), and what takes its time while somebody looks.
"""

import os
import time
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import nlargest
from ipaddress import IPv4Address, IPv6Address
from typing import Final, Protocol

from lessor import __version__
from lessor.model.json import Json
from lessor.service.setup import DaemonConfig, SubnetConfig

MOST_SUBNETS: Final = 100
"""Subnets in a record: those with the largest part of their addresses given out."""
MOST_POOLS: Final = 8
"""Pools of one subnet in a record, the fullest ones."""


@dataclass(slots=True)
class Life:
    """What happened to a server; times are unix time in seconds.

    `configured`: the configuration in force was put to use. `refused`: the last attempt to put another one to use
    failed, 0.0 if it did not; `refusal` says why.
    """

    program: str
    file: str
    started: float
    configured: float = 0.0
    refused: float = 0.0
    refusal: str = ""

    def accept(self, now: float) -> None:
        """Note that a configuration has been put to use."""
        self.configured, self.refused, self.refusal = now, 0.0, ""

    def refuse(self, now: float, reason: str) -> None:
        """Note that a configuration could not be put to use."""
        self.refused, self.refusal = now, reason


class Counters(Protocol):
    """The counters of a server (statistics.py)."""

    counts: dict[str, int]
    subnets: dict[int, dict[str, int]]
    pools: dict[tuple[int, int], dict[str, int]]
    prefix_pools: dict[tuple[int, int], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Resource:
    """What a subnet gives out, and the counters of how much there is and how much is given out."""

    name: str
    total: str
    assigned: str


@dataclass(frozen=True, slots=True)
class Family:
    """How a family is shown."""

    address: type[IPv4Address] | type[IPv6Address]
    resources: tuple[Resource, ...]


FAMILIES: Final = {
    "kea-dhcp4": Family(IPv4Address, (Resource("addresses", "total-addresses", "assigned-addresses"),)),
    "kea-dhcp6": Family(
        IPv6Address,
        (Resource("addresses", "total-nas", "assigned-nas"), Resource("prefixes", "total-pds", "assigned-pds")),
    ),
}


def snapshot(life: Life, config: DaemonConfig, counters: Counters, steps: Mapping[str, float]) -> dict[str, Json]:
    """Return how the server is doing, ready for JSON; `steps` are parts of its processor time by name."""
    return {
        "program": life.program,
        "version": __version__,
        "pid": os.getpid(),
        "time": time.time(),
        "started": life.started,
        "configuration-file": life.file,
        "configured": life.configured,
        "refused": life.refused or None,
        "refusal": life.refusal,
        "interfaces": list(config.interfaces.interfaces),
        "lease-database": (config.lease_database or config.lease_file).type,
        "statistics": dict(counters.counts),
        "subnets": len(config.subnets),
        "fullest": [*fullest(FAMILIES[life.program], config.subnets, counters)],
        "steps": dict(steps),
    }


def fullest(family: Family, subnets: Sequence[SubnetConfig], counters: Counters) -> list[dict[str, Json]]:
    """Return what the subnets have given out, the one with the largest part first; pools where there are several."""
    prefixes = {subnet.id: subnet for subnet in subnets}
    counts = counters.subnets
    rows = (
        (_part(counts[id], resource), id, resource)
        for id in counts
        for resource in family.resources
        if counts[id].get(resource.total) and id in prefixes
    )
    shown = nlargest(MOST_SUBNETS, rows, key=lambda row: (row[0], -row[1]))
    pools = _pools(counters, family, {id for _, id, _ in shown})
    return [
        {
            "id": id,
            "subnet": f"{family.address(prefixes[id].prefix)}/{prefixes[id].length}",
            "what": resource.name,
            "total": counts[id][resource.total],
            "assigned": counts[id][resource.assigned],
            "declined": counts[id].get("declined-addresses", 0) if resource is family.resources[0] else 0,
            "pools": [*_fullest_pools(pools.get((id, resource.name), []))],
        }
        for _, id, resource in shown
    ]


def _pools(counters: Counters, family: Family, ids: Set[int]) -> dict[tuple[int, str], list[dict[str, Json]]]:
    """Return what the pools of these subnets have given out, by subnet and resource."""
    found: dict[tuple[int, str], list[dict[str, Json]]] = {}
    for resource, pools in zip(family.resources, (counters.pools, counters.prefix_pools), strict=False):
        for (id, pool_id), counts in pools.items():
            if id in ids and counts[resource.total]:
                row: dict[str, Json] = {
                    "pool-id": pool_id,
                    "total": counts[resource.total],
                    "assigned": counts[resource.assigned],
                }
                found.setdefault((id, resource.name), []).append(row)
    return found


def _fullest_pools(rows: list[dict[str, Json]]) -> list[dict[str, Json]]:
    """Return the fullest of a subnet's pools; none where there is one, which says what the subnet says."""
    return nlargest(MOST_POOLS, rows, key=_filling) if len(rows) > 1 else []


def _filling(row: dict[str, Json]) -> float:
    assigned, total = row["assigned"], row["total"]
    assert isinstance(assigned, int) and isinstance(total, int)  # as _pools writes them
    return assigned / total


def _part(counts: Mapping[str, int], resource: Resource) -> float:
    return counts[resource.assigned] / counts[resource.total]

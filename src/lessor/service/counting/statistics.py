"""Counters of a server, under Kea's names (counters.py).

Hot code adds to `counts` and to the dict of a subnet directly; every name exists from the start, so that
`counts[name] += 1` never fails and a statistic shows as 0 before it first counts. Counting takes no samples: these
are taken when somebody looks (samples.py).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from lessor.model.lease6 import PD
from lessor.model.operation import SampleLimits
from lessor.service.counting.counters import COUNTERS4, Counters
from lessor.service.counting.samples import Sample, Samples

Counts: TypeAlias = dict[str, int]
Kind: TypeAlias = tuple[int, int, int, int]
"""Subnet id, pool id, type and state of leases (store/base.py)."""

NAME: Final = re.compile(r"(?:subnet\[(\d{1,10})\]\.(?:(pool|pd-pool)\[(\d{1,10})\]\.)?)?([a-z0-9-]{1,64})", re.ASCII)


class Served(NamedTuple):
    """What there is to count: the sizes of pools by (subnet id, pool id); those with one id count as one pool."""

    subnets: frozenset[int]
    pools: Mapping[tuple[int, int], int]
    prefix_pools: Mapping[tuple[int, int], int]


class Arrangement(NamedTuple):
    """Counters for what is to be served: those at work and new ones, and the sizes that differ. `same`: none is new."""

    subnets: dict[int, Counts]
    pools: dict[tuple[int, int], Counts]
    prefix_pools: dict[tuple[int, int], Counts]
    totals: list[tuple[Counts, str, int]]
    same: bool


def sizes(pools: Iterable[tuple[int, int, int]]) -> dict[tuple[int, int], int]:
    """Return the sizes of pools by (subnet id, pool id) from (subnet id, pool id, size)."""
    found: dict[tuple[int, int], int] = {}
    for subnet_id, pool_id, size in pools:
        found[subnet_id, pool_id] = found.get((subnet_id, pool_id), 0) + size
    return found


class Statistics:
    """The counters of one server: `counts` for all of it, others by subnet id and by (subnet id, pool id)."""

    __slots__ = ("_gone", "_names", "_samples", "counts", "pools", "prefix_pools", "subnets")

    def __init__(self, names: Counters = COUNTERS4, limits: SampleLimits | None = None) -> None:
        self._names = names
        self._samples = Samples(limits or SampleLimits())
        self._gone: set[str] = set()
        self.counts: Counts = dict.fromkeys(names.server, 0)
        self.subnets: dict[int, Counts] = {}
        self.pools: dict[tuple[int, int], Counts] = {}
        self.prefix_pools: dict[tuple[int, int], Counts] = {}

    # Counting

    def count(self, subnet_id: int, name: str, step: int) -> None:
        """Add to a counter of the server and of the subnet, where these have one of the name."""
        if name in self.counts:
            self.counts[name] += step
        counts = self.subnets.get(subnet_id)
        if counts is not None and name in counts:
            counts[name] += step

    def count_lease(self, subnet_id: int, pool_id: int, type: int, names: tuple[str, ...], step: int) -> None:
        """Add to counters of the server, of the subnet and of the pool, where these have one of a name."""
        pools = self.prefix_pools if type == PD else self.pools
        for counts in (self.counts, self.subnets.get(subnet_id), pools.get((subnet_id, pool_id))):
            if counts is not None:
                for name in names:
                    if name in counts:
                        counts[name] += step

    # What is served

    def serves(self, served: Served) -> bool:
        """Tell whether these subnets and pools are those that are counted already, whatever their sizes."""
        return (
            self.subnets.keys() == served.subnets
            and self.pools.keys() == served.pools.keys()
            and self.prefix_pools.keys() == served.prefix_pools.keys()
        )

    def serve(self, served: Served, leases: Mapping[Kind, int] | None = None) -> None:
        """Keep counters for exactly these subnets and pools: those known already go on counting, others start at 0.

        `leases` are the numbers of leases that there are of each kind, None when all are counted already.
        """
        self.put_in_force(self.arrange(served), leases)

    def arrange(self, served: Served) -> Arrangement:
        """Return counters for exactly these subnets and pools, in whatever thread; counting goes on meanwhile."""
        names = self._names
        same = self.serves(served)
        subnets, pools, prefix_pools = self.subnets, self.pools, self.prefix_pools
        if not same:
            subnets = {id: subnets.get(id) or dict.fromkeys(names.subnet, 0) for id in served.subnets}
            pools = {key: pools.get(key) or dict.fromkeys(names.pool, 0) for key in served.pools}
            prefix_pools = {
                key: prefix_pools.get(key) or dict.fromkeys(names.prefix_pool, 0) for key in served.prefix_pools
            }
        totals: list[tuple[Counts, str, int]] = []
        for total, counted, found in zip(
            names.totals, (pools, prefix_pools), (served.pools, served.prefix_pools), strict=False
        ):
            totals += _measured(total, subnets, counted, found)
        return Arrangement(subnets, pools, prefix_pools, totals, same)

    def put_in_force(self, arrangement: Arrangement, leases: Mapping[Kind, int] | None = None) -> None:
        """Keep these counters, and no others; `leases` as in `serve`."""
        self.subnets, self.pools, self.prefix_pools, totals, _ = arrangement
        for counts, total, size in totals:
            counts[total] = size
        if leases is not None:
            self._recount(leases)

    def _recount(self, leases: Mapping[Kind, int]) -> None:
        states = self._names.states
        for name in {name for added in states.values() for name in added}:
            for counts in self._all_counts():
                if name in counts:
                    counts[name] = 0
        for (subnet_id, pool_id, type, state), number in leases.items():
            if subnet_id in self.subnets:
                self.count_lease(subnet_id, pool_id, type, states.get((type, state), ()), number)

    def _all_counts(self) -> Iterator[Counts]:
        yield self.counts
        yield from self.subnets.values()
        yield from self.pools.values()
        yield from self.prefix_pools.values()

    # Looking

    def values(self) -> dict[str, int]:
        """Return all counters by their full names: those of a subnet as `subnet[1].name`, `subnet[1].pool[0].name`."""
        found = dict(self.counts)
        for prefix, counts in self._scopes():
            found.update((f"{prefix}{name}", count) for name, count in counts.items())
        return {name: count for name, count in found.items() if count or name not in self._gone}

    def value(self, name: str) -> int | None:
        """Return a counter by its full name, None when there is none of this name."""
        counts, key = self._place(name)
        value = counts.get(key)
        return None if value == 0 and name in self._gone else value

    def samples(self, name: str, now: float) -> list[Sample]:
        """Return the samples of a statistic, the newest first and up to date; none when there is no such statistic."""
        value = self.value(name)
        return [] if value is None else self._samples.look(name, value, now)

    def names(self) -> Iterator[str]:
        """Return the full names of all statistics, one by one."""
        yield from self.server_names()
        for prefix, counts in self._scopes():
            for name in counts:
                yield f"{prefix}{name}"

    def server_names(self) -> list[str]:
        """Return the names of what counts for the whole server."""
        return list(self.counts)

    def _scopes(self) -> Iterator[tuple[str, Counts]]:
        """Return the counters of subnets and pools with the beginning of their names; a reload does no harm."""
        for id, counts in list(self.subnets.items()):
            yield f"subnet[{id}].", counts
        for word, pools in (("pool", self.pools), ("pd-pool", self.prefix_pools)):
            for (id, pool_id), counts in list(pools.items()):
                yield f"subnet[{id}].{word}[{pool_id}].", counts

    def sample(self, now: float) -> None:
        """Take samples of what counts for the whole server; called once in a while."""
        for name, value in self.counts.items():
            self._samples.take(name, value, now)

    # Changing

    def reset(self, name: str) -> bool:
        """Set a statistic to 0 and forget its samples; return whether there is one of this name."""
        if self.value(name) is None:
            return False
        counts, key = self._place(name)
        counts[key] = 0
        self._gone.discard(name)
        self._samples.forget(name)
        return True

    def remove(self, name: str) -> bool:
        """Forget a statistic until it counts again; return whether there was one of this name."""
        if not self.reset(name):
            return False
        self._gone.add(name)
        return True

    def reset_all(self) -> None:
        """Set everything to 0."""
        for counts in self._all_counts():
            counts.update(dict.fromkeys(counts, 0))
        self._samples.forget_all()

    def remove_all(self) -> None:
        """Forget everything until it counts again."""
        self.reset_all()
        self._gone.update(self.names())

    def limit(self, name: str, limits: SampleLimits) -> bool:
        """Set how many samples of a statistic are kept, or for how long; return whether there is one of this name."""
        if self.value(name) is None:
            return False
        self._samples.limit(name, limits)
        return True

    def limit_all(self, limits: SampleLimits) -> None:
        """Set how many samples are kept of all statistics, now and to come."""
        self._samples.limit_all(limits)

    def _place(self, name: str) -> tuple[Counts, str]:
        match = NAME.fullmatch(name)
        if match is None:
            return {}, name
        subnet, kind, pool, key = match.groups()
        if subnet is None:
            return self.counts, key
        if kind is None:
            return self.subnets.get(int(subnet), {}), key
        pools = self.pools if kind == "pool" else self.prefix_pools
        return pools.get((int(subnet), int(pool)), {}), key


def _measured(
    total: str,
    subnets: Mapping[int, Counts],
    pools: Mapping[tuple[int, int], Counts],
    sizes: Mapping[tuple[int, int], int],
) -> Iterator[tuple[Counts, str, int]]:
    """Yield the sizes that are not counted yet, of pools and of all pools of a subnet."""
    sums = dict.fromkeys(subnets, 0)
    for key, size in sizes.items():
        sums[key[0]] += size
        if pools[key].get(total) != size:
            yield pools[key], total, size
    for id, size in sums.items():
        if subnets[id].get(total) != size:
            yield subnets[id], total, size

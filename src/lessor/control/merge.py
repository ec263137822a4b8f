"""Changes to part of a subnet: what a command adds or names is laid over a subnet, or taken away from it.

Members of lists are known by what makes them one: a pool by its addresses, a pool of prefixes by prefix and lengths, an
option by space and code or name. Where a lifetime changes, the shortest and the longest one that were the same go with
it.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Final

from lessor.config import spelling
from lessor.config.addresses import IPV4, IPV6
from lessor.model.command import CommandError
from lessor.model.json import Json

Map = dict[str, Json]

FAMILIES: Final = {4: IPV4, 6: IPV6}

KEPT: Final = frozenset(("id", "subnet", "reservations"))
"""What makes a subnet this one, and what other commands change."""

LIFETIMES: Final = ("valid", "preferred")


def merged(subnet: Map, given: Map, family: int) -> Map:
    """Return the subnet with what is given added or put in the place of what there is. Raise CommandError."""
    return _Delta(family).laid_over(_with_followers(subnet, given), given)


def pruned(subnet: Map, given: Map, family: int) -> Map:
    """Return the subnet without what is given; values of plain members do not matter. Raise CommandError."""
    return _Delta(family).taken_from(_with_followers(subnet, given), given)


def _with_followers(subnet: Map, given: Map) -> Map:
    """Leave out shortest and longest lifetimes that were as a lifetime that changes, and are not given themselves."""
    gone = {
        bound
        for kind in LIFETIMES
        if f"{kind}-lifetime" in given
        for bound in (f"min-{kind}-lifetime", f"max-{kind}-lifetime")
        if bound not in given and subnet.get(bound) == subnet.get(f"{kind}-lifetime")
    }
    return {key: value for key, value in subnet.items() if key not in gone}


class _Delta:
    """Changes to maps and lists of one family's subnets."""

    def __init__(self, family: int) -> None:
        self._family = FAMILIES[family]
        self._space = f"dhcp{family}"
        self._keys: Mapping[str, Callable[[Map], tuple[Hashable, ...]]] = {
            "option-data": self._option,
            "pools": self._pool,
            "pd-pools": _prefix_pool,
        }

    def laid_over(self, there: Map, given: Map) -> Map:
        result = dict(there)
        for key, value in given.items():
            if key not in KEPT:
                result[key] = self._added(key, there.get(key), value)
        return result

    def taken_from(self, there: Map, given: Map) -> Map:
        result = dict(there)
        for key, value in given.items():
            if key in KEPT or key not in there:
                continue
            rest = self._rest(key, there[key], value)
            if rest is None:
                del result[key]
            else:
                result[key] = rest
        return result

    def _added(self, key: str, there: Json, given: Json) -> Json:
        if key == "relay" and isinstance(there, dict) and isinstance(given, dict):
            return self.laid_over(there, _relays(given))
        if isinstance(there, list) and isinstance(given, list):
            if key in self._keys:
                return self._added_maps(key, there, given)
            return [*there, *(one for one in given if one not in there)]
        return given

    def _rest(self, key: str, there: Json, given: Json) -> Json:
        """Return what is left of a member, None for nothing."""
        if key == "relay" and isinstance(there, dict) and isinstance(given, dict):
            return self.taken_from(there, _relays(given))
        if isinstance(there, list) and isinstance(given, list):
            if key in self._keys:
                return self._rest_of_maps(key, there, given)
            return [one for one in there if one not in given]
        return None

    def _added_maps(self, key: str, there: list[Json], given: list[Json]) -> list[Json]:
        result = [*there]
        for new in _maps(key, given):
            position = self._position(key, result, new)
            if position is None:
                result.append(new)
            else:
                result[position] = self.laid_over(_map(key, result[position]), self._without_key(key, new))
        return result

    def _rest_of_maps(self, key: str, there: list[Json], given: list[Json]) -> list[Json]:
        result = [*there]
        for named in _maps(key, given):
            position = self._position(key, result, named)
            if position is None:
                continue
            parts = {} if key == "option-data" else self._without_key(key, named)
            if parts:
                result[position] = self.taken_from(_map(key, result[position]), parts)
            else:
                del result[position]
        return result

    def _position(self, key: str, there: list[Json], one: Map) -> int | None:
        alike = set(self._keys[key](one))
        return next((i for i, other in enumerate(_maps(key, there)) if alike & set(self._keys[key](other))), None)

    def _without_key(self, key: str, members: Map) -> Map:
        """Return what is said of a member of a list besides which one it is."""
        return {name: value for name, value in members.items() if name not in _IDENTIFYING[key]}

    def _option(self, option: Map) -> tuple[Hashable, ...]:
        space = str(option.get("space", self._space))
        known = ((space, option[key]) for key in ("code", "name") if key in option)
        return tuple((space, value) for space, value in known if isinstance(value, int | str))

    def _pool(self, pool: Map) -> tuple[Hashable, ...]:
        if not isinstance(written := pool.get("pool"), str):
            raise CommandError("subnet configuration failed: missing parameter 'pool'")
        try:
            return (spelling.pool(written, self._family),)
        except ValueError as error:
            raise CommandError(f"subnet configuration failed: {error}") from None


_IDENTIFYING: Final[Mapping[str, frozenset[str]]] = {
    "option-data": frozenset(("code", "name", "space")),
    "pools": frozenset(("pool",)),
    "pd-pools": frozenset(("prefix", "prefix-len", "delegated-len")),
}


def _prefix_pool(pool: Map) -> tuple[Hashable, ...]:
    try:
        prefix = IPV6.address(str(pool.get("prefix")))
    except ValueError as error:
        raise CommandError(f"subnet configuration failed: {error}") from None
    return ((prefix, str(pool.get("prefix-len")), str(pool.get("delegated-len"))),)


def _relays(relay: Map) -> Map:
    """Return relays as a list, however they are given."""
    one = relay.get("ip-address")
    return {"ip-addresses": [one]} if one is not None else relay


def _maps(key: str, members: list[Json]) -> list[Map]:
    return [_map(key, member) for member in members]


def _map(key: str, member: Json) -> Map:
    if not isinstance(member, dict):
        raise CommandError(f"subnet configuration failed: {key} is not a list of maps")
    return member

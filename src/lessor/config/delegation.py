"""Prefixes within pools of prefixes: which are taken by a reservation, and what is excluded from them (RFC 6603)."""

from lessor.config.addresses import IPV6, Prefix
from lessor.model.network6 import PrefixPool6


def delegated_positions(pool: PrefixPool6, prefix: Prefix) -> range:
    """Return the positions in a pool of the delegated prefixes that have addresses in common with this prefix."""
    first = max(pool.prefix, prefix[0])
    last = min(IPV6.last((pool.prefix, pool.length)), IPV6.last(prefix))
    shift = IPV6.bits - pool.delegated_length
    return range(first - pool.prefix >> shift, (last - pool.prefix >> shift) + 1) if first <= last else range(0)


def check_excluded(excluded: Prefix, delegated: Prefix) -> None:
    """Raise ValueError when the excluded prefix is not a longer one within the delegated prefix."""
    shown = f"{IPV6.show(excluded[0])}/{excluded[1]}"
    outer = f"{IPV6.show(delegated[0])}/{delegated[1]}"
    if not delegated[1] < excluded[1] <= IPV6.bits:
        raise ValueError(f"excluded prefix {shown} must be longer than the delegated prefix {outer}")
    if excluded[0] & IPV6.mask(delegated[1]) != delegated[0]:
        raise ValueError(f"excluded prefix {shown} does not begin like the delegated prefix {outer}")

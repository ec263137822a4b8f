"""How subnets are found from the link a message came from.

Subnets are given by id: where several have the same relay, interface or interface-id, the first that a client may use
counts, as in Kea.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


def all_by(keyed: Iterable[tuple[Found, Iterable[Key]]]) -> dict[Key, tuple[Found, ...]]:
    """Return all that have a key, by their keys; an empty key is none."""
    together: dict[Key, list[Found]] = {}
    for found, keys in keyed:
        for key in keys:
            if key:
                together.setdefault(key, []).append(found)
    return {key: tuple(group) for key, group in together.items()}


def by_network(subnets: Sequence[Found], networks: Sequence[str]) -> dict[str, tuple[Found, ...]]:
    """Return the subnets of each shared network together; `networks` names that of each subnet, "" is none."""
    together: dict[str, list[Found]] = {}
    for subnet, network in zip(subnets, networks, strict=True):
        if network:
            together.setdefault(network, []).append(subnet)
    return {network: tuple(group) for network, group in together.items()}

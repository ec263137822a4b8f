"""The vocabulary of the suite that is written once for leases of all kinds."""

from asyncio import AbstractEventLoop
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from lessor.store.base import LeaseStore

AnyStore: TypeAlias = LeaseStore[Any]


@dataclass(frozen=True)
class Kind:
    """One kind of leases: `numbered` are of different clients, `own` are several of one client."""

    back_ends: dict[str, Callable[[Path, AbstractEventLoop], Any]]
    numbered: Callable[..., Any]
    own: Callable[..., Any]


def held(store: AnyStore) -> list[Any]:
    return sorted(store.leases(), key=lambda lease: (lease.address, getattr(lease, "type", 0)))


def add(store: AnyStore, *leases: Any) -> None:
    for lease in leases:
        assert store.commit([(None, lease)])

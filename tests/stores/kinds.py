"""The vocabulary of the suite that is written once for leases of all kinds."""

from asyncio import AbstractEventLoop
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from lessor.model.database import DatabaseSettings
from lessor.model.lease import RELEASED
from lessor.store.base import LeaseStore
from tests.stores.through import Through

AnyStore: TypeAlias = LeaseStore[Any]


@dataclass(frozen=True)
class Place:
    """Where a back end may put its leases: a directory of its own, or an empty database by its name."""

    directory: Path
    loop: AbstractEventLoop
    database: Callable[[str], DatabaseSettings]


@dataclass(frozen=True)
class Kind:
    """One kind of leases: `numbered` are of different clients, `own` are several of one client."""

    back_ends: dict[str, Callable[["Place"], Any]]
    numbered: Callable[..., Any]
    own: Callable[..., Any]


def held(store: AnyStore) -> list[Any]:
    return sorted(store.leases(), key=lambda lease: (lease.address, getattr(lease, "type", 0)))


def add(store: AnyStore, *leases: Any) -> None:
    for lease in leases:
        assert store.commit([(None, lease)])


def knows_released(store: AnyStore) -> bool:
    """Whether leases that were given back are told from reclaimed ones; databases of Kea 2.2 have no state for them."""
    return not isinstance(store, Through) or store.rows.states() >= {RELEASED}

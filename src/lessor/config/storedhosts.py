"""Reservations out of databases, made ready for the engine: their options get the layout that the configuration knows.

An option without a layout, or with a value that does not fit it, is left out and told of; the client gets the rest.
Options limited to client classes make variants of a reservation, as those of the configuration do (variants.py).
"""

from collections.abc import Callable, Iterable
from typing import Final, Generic, NamedTuple, TypeVar

from lessor.config.compile4 import host4
from lessor.config.compile6 import host6
from lessor.config.errors import Problem
from lessor.config.optiondata import read_option
from lessor.config.plans import Layer, Merged
from lessor.config.syntax import planted
from lessor.config.universe import OPTIONS4, OPTIONS6, Universe
from lessor.config.variants import ClassKey
from lessor.engine.tables import Host
from lessor.engine.tables6 import Host6
from lessor.model import host as hosts
from lessor.model import network6
from lessor.model.options import OptionData
from lessor.wire.definition import Definitions

DATABASE: Final = "the database of reservations"

MOST_VARIANTS: Final = 64
"""Variants of one reservation that are remembered: what is limited to classes is up to whoever writes the database."""

Tell = Callable[[str], None]

AnyHost = TypeVar("AnyHost", Host, Host6)


class Limited(Generic[AnyHost]):
    """A reservation with options that are limited to classes, the `guards`; `make` returns it with other options."""

    __slots__ = ("_layer", "_made", "_make", "_universe", "guards")

    def __init__(self, layer: Layer, universe: Universe, make: Callable[[Merged | None], AnyHost]) -> None:
        self.guards = layer.guards
        self._layer = layer
        self._universe = universe
        self._make: Callable[[Merged | None], AnyHost] = make
        self._made: dict[ClassKey, AnyHost] = {}

    def host_for(self, key: ClassKey) -> AnyHost:
        """Return the reservation as it is for clients of these classes."""
        names = tuple([name for name in key if name in self.guards])
        found = self._made.get(names)
        if found is None:
            if len(self._made) >= MOST_VARIANTS:
                self._made.clear()
            own = Layer(self._layer.options, self._universe, names)
            found = self._made[names] = self._make(Merged([own], self._universe))
        return found


class Stored(NamedTuple, Generic[AnyHost]):
    """A reservation as the engine uses it, and what it has for clients of some classes."""

    host: AnyHost
    limited: Limited[AnyHost] | None = None


class StoredVariants(Generic[AnyHost]):
    """Stands for the `host_for` of tables: knows the variants of reservations out of databases too."""

    def __init__(self, configured: Callable[[AnyHost, ClassKey], AnyHost]) -> None:
        self._configured: Callable[[AnyHost, ClassKey], AnyHost] = configured
        self._limited: dict[AnyHost, Limited[AnyHost]] = {}

    def __call__(self, host: AnyHost, key: ClassKey) -> AnyHost:
        """Return a reservation with the options for clients with this key."""
        limited = self._limited.get(host)
        return self._configured(host, key) if limited is None else limited.host_for(key)

    def add(self, host: AnyHost, limited: Limited[AnyHost]) -> None:
        """Know of a reservation."""
        self._limited[host] = limited

    def remove(self, host: AnyHost) -> None:
        """Forget a reservation."""
        self._limited.pop(host, None)


def stored_host4(host: hosts.Host4, definitions: Definitions, tell: Tell) -> Stored[Host]:
    """Return a reservation as the engine uses it; `tell` hears of options that are left out."""
    return _stored(host.options, lambda merged: host4(host, merged), definitions, OPTIONS4, tell)


def stored_host6(host: network6.Host6, definitions: Definitions, tell: Tell) -> Stored[Host6]:
    """Return a reservation as the engine uses it; `tell` hears of options that are left out."""
    return _stored(host.options, lambda merged: host6(host, merged), definitions, OPTIONS6, tell)


def completed(
    options: Iterable[OptionData], definitions: Definitions, universe: Universe, tell: Tell
) -> tuple[OptionData, ...]:
    """Return stored options with names and payloads; `tell` hears of those that are left out."""
    found = []
    for option in options:
        problems: list[Problem] = []
        node = planted(
            {
                "code": option.code,
                "space": option.space,
                "data": option.text if option.csv_format else option.data.hex(),
                "csv-format": option.csv_format,
                "always-send": option.always_send,
                "never-send": option.never_send,
                "client-classes": [*option.client_classes],
            },
            DATABASE,
        )
        read = read_option(node, "option-data", definitions, problems, universe)
        if read is None:
            tell("; ".join([problem.wrong for problem in problems]))
        else:
            found.append(read)
    return tuple(found)


def _stored(
    options: tuple[OptionData, ...],
    make: Callable[[Merged | None], AnyHost],
    definitions: Definitions,
    universe: Universe,
    tell: Tell,
) -> Stored[AnyHost]:
    # common case first
    if not options:
        return Stored(make(None))
    layer = Layer(completed(options, definitions, universe, tell), universe)
    own = make(Merged([layer], universe))
    return Stored(own, Limited(layer, universe, make) if layer.guards else None)

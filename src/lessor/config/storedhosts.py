"""Reservations out of databases, made ready for the engine: their options get the layout that the configuration knows.

An option without a layout, or with a value that does not fit it, is left out and told of; the client gets the rest. So
are options limited to classes: which classes make a difference is known from the configuration alone.
"""

from collections.abc import Callable, Iterable
from typing import Final

from lessor.config.compile4 import host4
from lessor.config.compile6 import host6
from lessor.config.errors import Problem
from lessor.config.optiondata import read_option
from lessor.config.plans import Layer, Merged
from lessor.config.syntax import planted
from lessor.config.universe import OPTIONS4, OPTIONS6, Universe
from lessor.engine.tables import Host
from lessor.engine.tables6 import Host6
from lessor.model import host as hosts
from lessor.model import network6
from lessor.model.options import OptionData
from lessor.wire.definition import Definitions

DATABASE: Final = "the database of reservations"

Tell = Callable[[str], None]


def stored_host4(host: hosts.Host4, definitions: Definitions, tell: Tell) -> Host:
    """Return a reservation as the engine uses it; `tell` hears of options that are left out."""
    return host4(host, _merged(host.options, definitions, OPTIONS4, tell))


def stored_host6(host: network6.Host6, definitions: Definitions, tell: Tell) -> Host6:
    """Return a reservation as the engine uses it; `tell` hears of options that are left out."""
    return host6(host, _merged(host.options, definitions, OPTIONS6, tell))


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


def _merged(options: tuple[OptionData, ...], definitions: Definitions, universe: Universe, tell: Tell) -> Merged | None:
    # common case first
    if not options:
        return None
    return Merged([Layer(completed(options, definitions, universe, tell), universe)], universe)

"""Classes named where they let clients in: to networks, subnets, pools, options; and where they are evaluated late.

Any name will do, since reservations and plug-ins assign classes too. A name that neither is built in, nor defined, nor
in a reservation works as in Kea, but is hardly meant: nobody is in that class.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple, Protocol

from lessor.config.section import Section
from lessor.config.subnets import GUARDS, LATE_CLASSES
from lessor.engine.classify import KNOWN, UNKNOWN
from lessor.model.classes import ClientClass
from lessor.model.options import OptionData

BUILT_IN: Final = ("ALL", KNOWN, UNKNOWN, "BOOTP")
BUILT_IN_PREFIXES: Final = ("VENDOR_CLASS_", "HA_", "AFTER_", "EXTERNAL_")
SPAWNED: Final = "SPAWN_"

_SELECTED: Final = ("shared-networks", "subnet4", "subnet6")
_PLACES: Final = (*_SELECTED, "pools", "pd-pools")
_WITH_OPTIONS: Final = (*_PLACES, "reservations", "client-classes")


class Guarded(Protocol):
    """A network, subnet or pool."""

    @property
    def client_classes(self) -> tuple[str, ...]:
        """Return the classes of which a client must be in one."""
        ...

    @property
    def additional_classes(self) -> tuple[str, ...]:
        """Return the classes that are evaluated late."""
        ...

    @property
    def options(self) -> tuple[OptionData, ...]:
        """Return what its clients are told."""
        ...


class Reserved(Protocol):
    """A reservation."""

    @property
    def client_classes(self) -> tuple[str, ...]:
        """Return the classes its client is in."""
        ...

    @property
    def options(self) -> tuple[OptionData, ...]:
        """Return what its client is told."""
        ...


class Classification(NamedTuple):
    """The classes of a configuration, and those of them known only once a reservation has been looked for."""

    classes: tuple[ClientClass, ...] = ()
    after_host: frozenset[str] = frozenset()


def names_in_use(scopes: Iterable[Guarded], options: Iterable[tuple[OptionData, ...]]) -> frozenset[str]:
    """Return the classes that networks, subnets and pools ask for, and those that options are limited to."""
    names: set[str] = set()
    for scope in scopes:
        names.update(scope.client_classes, scope.additional_classes)
    for some in options:
        for option in some:
            names.update(option.client_classes)
    return frozenset(names)


def any_class_matters(
    classes: Collection[ClientClass], scopes: Iterable[Guarded], hosts: Iterable[Reserved], relevant: Collection[str]
) -> bool:
    """Tell whether it makes a difference in which classes clients are; `relevant` are those options are limited to."""
    return bool(classes or relevant or names_in_use(scopes, ())) or any(host.client_classes for host in hosts)


def check_names(
    section: Section, classification: Classification, scopes: Collection[Guarded], hosts: Collection[Reserved]
) -> None:
    """Tell of names, in the daemon's section, of classes that nobody is in."""
    options = chain([scope.options for scope in scopes], [host.options for host in hosts if host.options])
    of_classes = [configured.options for configured in classification.classes]
    used = names_in_use(scopes, chain(options, of_classes))
    assigned = {name for host in hosts for name in host.client_classes}
    unknown = {name for name in used if name not in assigned and not _is_defined(name, classification.classes)}
    if unknown:
        for scope, key, name in _named(section):
            if name in unknown:
                wrong = f"no class '{name}' is defined"
                scope.warn(scope.members[key], key, wrong, "only a plug-in could put clients into it")


def check_selection(section: Section, classification: Classification) -> None:
    """Tell of networks and subnets for classes that are known too late to select a subnet."""
    late = classification.after_host | {KNOWN, UNKNOWN}
    for within, scope in _scopes("", section, _SELECTED):
        for key in GUARDS if within else ():
            for name in scope.names(key):
                if name in late:
                    wrong = f"the class '{name}' depends on reservations, which are looked up in the subnet selected"
                    right = "guard pools by it; with early-global-reservations-lookup global reservations count"
                    scope.warn(scope.members[key], key, wrong, right)


def _is_defined(name: str, classes: tuple[ClientClass, ...]) -> bool:
    if name in BUILT_IN or name.startswith(BUILT_IN_PREFIXES):
        return True
    spawned = name.startswith(SPAWNED)
    return any(
        configured.name == name or (spawned and configured.template and name.startswith(f"{SPAWNED}{configured.name}_"))
        for configured in classes
    )


def _named(section: Section) -> Iterator[tuple[Section, str, str]]:
    """Yield each class named as a guard or to be evaluated late, with its map and key."""
    for within, scope in _scopes("", section, _WITH_OPTIONS):
        # in reservations and classes these keys mean something else
        for key in (*GUARDS, *LATE_CLASSES) if within in _PLACES else ():
            for name in scope.names(key):
                yield scope, key, name
        for entry in scope.sections("option-data"):
            for name in entry.names("client-classes"):
                yield entry, "client-classes", name


def _scopes(within: str, section: Section, keys: tuple[str, ...]) -> Iterator[tuple[str, Section]]:
    """Yield a map, which stands in a list of this key, and all below it that stand in lists of these keys."""
    yield within, section
    for key in keys:
        if key in section.members:
            for entry in section.sections(key):
                yield from _scopes(key, entry, keys)

"""Classes named where they let clients in: to networks, subnets, pools, options; and where they are evaluated late.

Any name will do, since reservations and plug-ins assign classes too. A name that neither is built in, nor defined, nor
in a reservation works as in Kea, but is hardly meant: nobody is in that class.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lessor.config.section import Section
from lessor.config.subnets import GUARDS, LATE_CLASSES
from lessor.engine.classify import KNOWN, SPAWN_PREFIX, UNKNOWN, is_built_in
from lessor.model.classes import ClientClass
from lessor.model.network import Config4
from lessor.model.network6 import Config6, Subnet6
from lessor.model.options import OptionData

_SELECTED: Final = ("shared-networks", "subnet4", "subnet6")
_PLACES: Final = (*_SELECTED, "pools", "pd-pools")
_WITH_OPTIONS: Final = (*_PLACES, "reservations")


class Classification(NamedTuple):
    """The classes of a configuration, and those of them known only once a reservation has been looked for."""

    classes: tuple[ClientClass, ...] = ()
    after_host: frozenset[str] = frozenset()


class ClassUse:
    """Where a configuration has to do with classes.

    `named` are the classes that networks, subnets, pools and options ask for, `assigned` those of reservations.
    """

    __slots__ = ("assigned", "named")

    def __init__(self, config: Config4 | Config6) -> None:
        pools = [pool for subnet in config.subnets for pool in subnet.pools]
        prefix_pools = [
            pool for subnet in config.subnets if isinstance(subnet, Subnet6) for pool in subnet.prefix_pools
        ]
        hosts = [*config.hosts, *[host for subnet in config.subnets for host in subnet.hosts]]
        named: set[str] = set()
        for scope in (*config.networks, *config.subnets, *pools, *prefix_pools):
            named.update(scope.client_classes, scope.additional_classes, limits(scope.options))
        for host in hosts:
            named.update(limits(host.options))
        for configured in config.classes:
            named.update(limits(configured.options))
        self.named = frozenset(named.union(limits(config.options)))
        self.assigned = frozenset([name for host in hosts for name in host.client_classes])


def limits(options: tuple[OptionData, ...]) -> Iterable[str]:
    """Return the classes that options are limited to."""
    # common case first: nothing to look at
    return [name for option in options for name in option.client_classes] if options else ()


def check_guards(section: Section, classification: Classification, config: Config4 | Config6) -> None:
    """Tell what works, but is hardly meant, of the classes named in the daemon's section."""
    use = ClassUse(config)
    known = (name for name in use.named if name in use.assigned or _is_defined(name, config.classes))
    if unknown := use.named.difference(known):
        for scope, key, name in _named(section):
            if name in unknown:
                wrong = f"no class '{name}' is defined"
                scope.warn(scope.members[key], key, wrong, "only a plug-in could put clients into it")
    late = classification.after_host | {KNOWN, UNKNOWN}
    if use.named & late and not config.early_global_reservations:
        _warn_of_late_guards(section, late)


def _warn_of_late_guards(section: Section, late: frozenset[str]) -> None:
    """Tell of networks and subnets for classes that are known too late to select a subnet."""
    for within, scope in _scopes("", section, _SELECTED):
        for key in GUARDS if within else ():
            for name in scope.names(key):
                if name in late:
                    wrong = f"the class '{name}' depends on reservations, which are looked up in the subnet selected"
                    right = "guard pools by it; with early-global-reservations-lookup global reservations count"
                    scope.warn(scope.members[key], key, wrong, right)


def _is_defined(name: str, classes: tuple[ClientClass, ...]) -> bool:
    return is_built_in(name) or any(
        configured.name == name or (configured.template and name.startswith(f"{SPAWN_PREFIX}{configured.name}_"))
        for configured in classes
    )


def _named(section: Section) -> Iterator[tuple[Section, str, str]]:
    """Yield each class named as a guard or to be evaluated late, with its map and key."""
    classes = [("client-classes", entry) for entry in section.sections("client-classes")]
    for within, scope in (*_scopes("", section, _WITH_OPTIONS), *classes):
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

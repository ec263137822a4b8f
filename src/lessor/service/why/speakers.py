"""Who has a say in an answer: reservation, pool, subnet, shared network, classes, global scope, in order of precedence.

The same for both families; explain4.py and explain6.py ask where each line of an answer comes from.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from lessor.config.origin import Origin, Scope, place, setting
from lessor.model.classes import ClientClass
from lessor.model.options import OptionData
from lessor.service.why.explanation import Because


class Speaker(NamedTuple):
    """One scope of a configuration: what people call it, where it is, its options."""

    label: str
    scope: Scope | None
    options: tuple[OptionData, ...]


class Subnet(Protocol):
    """A configured subnet of either family."""

    @property
    def options(self) -> tuple[OptionData, ...]: ...
    @property
    def network(self) -> str: ...


class Network(Protocol):
    """A configured shared network of either family."""

    @property
    def name(self) -> str: ...
    @property
    def options(self) -> tuple[OptionData, ...]: ...


class Config(Protocol):
    """A configuration of either family."""

    @property
    def options(self) -> tuple[OptionData, ...]: ...
    @property
    def subnets(self) -> Sequence[Subnet]: ...
    @property
    def networks(self) -> Sequence[Network]: ...
    @property
    def classes(self) -> tuple[ClientClass, ...]: ...


def speakers(
    config: Config, origin: Origin, inner: Iterable[Speaker], index: int | None, classes: Iterable[str]
) -> list[Speaker]:
    """Return who has a say about a client of these classes in the subnet at `index`, the one that counts most first.

    `inner` are its reservations and pools.
    """
    found = [*inner]
    if index is not None:
        subnet = config.subnets[index]
        around = origin.around(index)
        found.append(Speaker(around[0].label, around[0], subnet.options))
        found += [
            Speaker(around[1].label, around[1], network.options)
            for network in config.networks
            if network.name == subnet.network
        ]
    configured = {one.name: one for one in config.classes}
    found += [
        Speaker(f"class {name}", origin.client_class(name), configured[name].options)
        for name in classes
        if name in configured
    ]
    return [*found, Speaker("the global scope", origin.server, config.options)]


def of_option(code: int, space: str, asked: Iterable[Speaker], classes: Iterable[str]) -> Because | None:
    """Return whose option-data an option of an answer is; None when nobody configured it."""
    member = frozenset(classes)
    for speaker in asked:
        # of two in one scope the later counts, as when plans are made
        for option in reversed(speaker.options):
            fits = not option.client_classes or not member.isdisjoint(option.client_classes)
            if option.code == code and option.space == space and fits:
                return Because(f"option-data of {speaker.label}", option.place())
    return None


def of_keys(what: str, keys: Sequence[str], asked: Iterable[Speaker]) -> Because:
    """Return what the server says by itself, with the key of the scope that has most to say in it."""
    for speaker in asked:
        for key in keys:
            found = None if speaker.scope is None else setting((speaker.scope,), key)
            if found is not None:
                return Because(f"{what}: {key} of {speaker.label}", place(found[1]))
    return Because(what)

"""From configured options to the ready bytes of replies.

The options of one scope are a `Layer`. Layers of pool, subnet, shared network and global scope lie over each other in a
plan: by code, the innermost counts. As in Kea sub-options go with the option that encapsulates them in the same scope;
only the options of enterprises are gathered from all scopes. An option that a scope always sends is sent whichever
scope gives its value, and one that a scope never sends is not sent at all.

Options limited to client classes count in the layers made for these classes only (variants.py). Where a scope has an
option several times, the first one whose classes fit goes before one for everybody. What a plan says besides options is
in plans4.py and plans6.py.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from typing import Final, Generic, TypeVar

from lessor.config.universe import Universe
from lessor.model.options import OptionData
from lessor.wire.enterprises import ENTERPRISE_OCTETS
from lessor.wire.vendors import enterprise_of

DEEPEST: Final = 8
"""Spaces inside each other; deeper ones, and circles, are cut off."""

Spaces = dict[str, dict[int, OptionData]]
"""Options by space and code."""

Parameters = TypeVar("Parameters")
Plan = TypeVar("Plan")


class Layer:
    """The options of one scope: `tlvs` by code, codes always and never sent, sub-options by enterprise, and which of
    these are always and never sent.

    `enterprises` are by code and enterprise the values of options that begin with an enterprise number. `guards` are
    the classes that some `options` are limited to; those are in the layer as far as `classes` has theirs.
    """

    __slots__ = (
        "enterprises",
        "guards",
        "hidden",
        "options",
        "tlvs",
        "unasked",
        "vendors",
        "vendors_hidden",
        "vendors_unasked",
    )

    def __init__(self, options: Sequence[OptionData], universe: Universe, classes: Container[str] = ()) -> None:
        spaces: Spaces = {}
        enterprises: dict[int, dict[bytes, bytes]] = {}
        for option in _counting(options, classes):
            spaces.setdefault(option.space, {})[option.code] = option
            if option.code in universe.of_enterprises and option.space == universe.space:
                enterprises.setdefault(option.code, {})[option.data[:ENTERPRISE_OCTETS]] = option.data
        write = universe.tlv
        own = spaces.get(universe.space, {}).values()
        self.options = options
        self.guards = frozenset([name for option in options for name in option.client_classes])
        self.enterprises = enterprises
        self.tlvs = {option.code: write(option.code, _payload(option, spaces, DEEPEST, write)) for option in own}
        self.unasked = frozenset([option.code for option in own if option.always_send or option.unasked])
        self.hidden = frozenset([option.code for option in own if option.never_send])
        # common case first, for thousands of subnets: nothing of any vendor
        self.vendors: dict[int, dict[int, bytes]] = {}
        self.vendors_unasked: frozenset[tuple[int, int]] = frozenset()
        self.vendors_hidden: frozenset[tuple[int, int]] = frozenset()
        if len(spaces) > 1 or not own:
            self._read_vendors(spaces, write)

    def _read_vendors(self, spaces: Spaces, write: Callable[[int, bytes], bytes]) -> None:
        vendors = {
            enterprise: suboptions
            for space, suboptions in spaces.items()
            if (enterprise := enterprise_of(space)) is not None
        }
        self.vendors = {
            enterprise: {code: _payload(option, spaces, DEEPEST, write) for code, option in suboptions.items()}
            for enterprise, suboptions in vendors.items()
        }
        named = [(number, option) for number, suboptions in vendors.items() for option in suboptions.values()]
        self.vendors_unasked = frozenset([(number, option.code) for number, option in named if option.always_send])
        self.vendors_hidden = frozenset([(number, option.code) for number, option in named if option.never_send])


Scopes = tuple[Layer | None, ...]
"""From the innermost to the global one, which is the last."""


class Merged:
    """Layers laid over each other, the innermost given first."""

    __slots__ = ("enterprises", "hidden", "tlvs", "unasked", "vendors", "vendors_unasked")

    def __init__(self, layers: Sequence[Layer], universe: Universe) -> None:
        tlvs: dict[int, bytes] = {}
        unasked: set[int] = set()
        hidden: set[int] = set()
        for layer in reversed(layers):
            tlvs |= layer.tlvs
            unasked |= layer.unasked
            hidden |= layer.hidden
        self.vendors = _vendors(layers)
        self.enterprises: dict[int, tuple[bytes, ...]] = {}
        """The values of options that begin with an enterprise number, by code."""
        for code in universe.of_enterprises:
            if code in tlvs:
                values = next(layer.enterprises[code] for layer in layers if code in layer.enterprises)
                self.enterprises[code] = tuple(values.values())
                tlvs[code] = universe.write_enterprises(code, self.enterprises[code], self.vendors)
        for code in hidden:
            tlvs.pop(code, None)
        self.tlvs = tlvs
        self.unasked = tuple(sorted(unasked & tlvs.keys())) if unasked else ()
        self.hidden = tuple(sorted(hidden)) if hidden else ()
        self.vendors_unasked = frozenset([which for layer in layers for which in layer.vendors_unasked])


class Plans(Generic[Parameters, Plan]):
    """Makes layers, and with `make` plans of them; equal ones once."""

    def __init__(self, universe: Universe, make: Callable[[Merged, Parameters], Plan]) -> None:
        self.universe = universe
        self.layers: dict[tuple[object, ...], Layer] = {}
        self.origins: dict[Plan, tuple[Scopes, Parameters]] = {}
        """What each plan is made of."""
        self._make = make
        self._plans: dict[tuple[object, ...], Plan] = {}

    def layer(self, options: tuple[OptionData, ...]) -> Layer | None:
        """Return the layer of a scope's options, None for a scope without any."""
        if not options:
            return None
        key = tuple(
            [
                (option.space, option.code, option.data, option.always_send, option.never_send, option.client_classes)
                for option in options
            ]
        )
        layer = self.layers.get(key)
        if layer is None:
            layer = self.layers[key] = Layer(options, self.universe)
        return layer

    def merged(self, *layers: Layer | None) -> Merged:
        """Return these scopes laid over each other, the innermost first."""
        return Merged([layer for layer in layers if layer is not None], self.universe)

    def plan(self, scopes: Scopes, parameters: Parameters) -> Plan:
        """Return the plan of these scopes, the innermost first and the global one last, for clients of no class."""
        # options of classes go between the others and the global ones, so it counts which those are
        key = (*[layer for layer in scopes[:-1] if layer is not None], scopes[-1], parameters)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self.make(scopes, parameters)
            self.origins[plan] = scopes, parameters
        return plan

    def make(self, scopes: Scopes, parameters: Parameters) -> Plan:
        """Return a new plan, which is not remembered."""
        return self._make(self.merged(*scopes), parameters)


def _counting(options: Sequence[OptionData], classes: Container[str]) -> Iterable[OptionData]:
    """Return the options for clients of these classes; of several for the same the last one counts."""
    # common case first: options for everybody
    if not any(option.client_classes for option in options):
        return options
    general = [option for option in options if not option.client_classes]
    limited = [option for option in options if any(name in classes for name in option.client_classes)]
    return (*general, *reversed(limited))


def _payload(option: OptionData, spaces: Spaces, depth: int, write: Callable[[int, bytes], bytes]) -> bytes:
    """Return an option's value with the sub-options of its space, which come in the order of their codes."""
    suboptions = spaces.get(option.encapsulates) if depth else None
    if not suboptions:
        return option.data
    inside = [
        write(code, _payload(suboption, spaces, depth - 1, write))
        for code, suboption in sorted(suboptions.items())
        if not suboption.never_send
    ]
    return option.data + b"".join(inside)


def _vendors(layers: Sequence[Layer]) -> dict[int, dict[int, bytes]]:
    """Return the options of each enterprise from all scopes, but for those that some scope never sends."""
    options: dict[int, dict[int, bytes]] = {}
    for layer in reversed(layers):
        for enterprise, own in layer.vendors.items():
            options[enterprise] = options.get(enterprise, {}) | own
    for layer in layers:
        for enterprise, code in layer.vendors_hidden:
            options[enterprise].pop(code, None)
    return options

"""What clients of classes are told: plans and reservations that differ from everybody's, made when first asked for.

[hot] For a key, the relevant classes of a client in the order of their assignment, a plan is made of the same scopes
as everybody's, with the options limited to these classes in each scope, and the options of the classes themselves,
first class first, between those of the shared network and the global ones. Lifetimes and header fields of classes go
before those of the subnet (plans4.py, plans6.py). Which keys there are, is up to clients within what is configured; so
there is a bound to what is remembered.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Generic, TypeVar

from lessor.config.plans import Layer, Merged, Plans
from lessor.config.recent import Recent
from lessor.model.classes import ClientClass, Span
from lessor.model.network import Lifetimes

MOST_PLANS: Final = 1 << 15
MOST_LAYERS: Final = 1 << 12
MOST_HOSTS: Final = 1 << 12

ClassKey = tuple[str, ...]

Parameters = TypeVar("Parameters")
Plan = TypeVar("Plan")
Host = TypeVar("Host")

Vary = Callable[[Parameters, Sequence[ClientClass]], Parameters]


class Variants(Generic[Parameters, Plan, Host]):
    """The variants of plans and of reservations.

    `vary` returns the parameters of a subnet as they are for clients of these classes, the first one counting most.
    `hosts` are, by reservation, the options of those that limit some of them to classes; `make_host` returns such a
    reservation with other options.
    """

    __slots__ = ("_class_layers", "_classes", "_hosts", "_layers", "_limited", "_made", "_make_host", "_plans", "_vary")

    def __init__(
        self,
        plans: Plans[Parameters, Plan],
        classes: Sequence[ClientClass],
        vary: Vary[Parameters],
        limited: Mapping[Host, Layer],
        make_host: Callable[[Host, Merged], Host],
    ) -> None:
        self._plans = plans
        self._classes = {configured.name: configured for configured in classes}
        self._class_layers = {name: plans.layer(configured.options) for name, configured in self._classes.items()}
        self._vary = vary
        self._limited = limited
        self._make_host = make_host
        self._made: Recent[tuple[Plan, ClassKey], Plan] = Recent(MOST_PLANS)
        self._hosts: Recent[tuple[Host, ClassKey], Host] = Recent(MOST_HOSTS)
        self._layers: Recent[tuple[Layer, ClassKey], Layer] = Recent(MOST_LAYERS)

    def relevant(self) -> frozenset[str]:
        """Return the classes that make a difference: those that say something, and those options are limited to."""
        telling = [name for name, configured in self._classes.items() if says_something(configured)]
        guards = [name for layer in self._plans.layers.values() for name in layer.guards]
        return frozenset((*telling, *guards))

    def plan_for(self, plan: Plan, key: ClassKey) -> Plan:
        """Return everybody's plan as it is for clients with this key; the same one where it makes no difference."""
        # common case first: made already
        found = self._made.newer.get((plan, key))
        return found if found is not None else self._make_plan(plan, key)

    def host_for(self, host: Host, key: ClassKey) -> Host:
        """Return a reservation with the options for clients with this key."""
        layer = self._limited.get(host)
        if layer is None:
            return host
        found = self._hosts.get((host, key))
        if found is None:
            own = self._layer(layer, key)
            found = host if own is layer else self._make_host(host, self._plans.merged(own))
            self._hosts.put((host, key), found)
        return found

    def _make_plan(self, plan: Plan, key: ClassKey) -> Plan:
        found = self._made.get((plan, key))
        if found is None:
            found = self._vary_plan(plan, key)
            self._made.put((plan, key), found)
        return found

    def _vary_plan(self, plan: Plan, key: ClassKey) -> Plan:
        scopes, parameters = self._plans.origins[plan]
        own = [self._layer(layer, key) for layer in scopes if layer is not None]
        layers = [layer for name in key if (layer := self._class_layers.get(name)) is not None]
        varied = self._vary(parameters, [self._classes[name] for name in key if name in self._classes])
        if not layers and varied == parameters and own == [layer for layer in scopes if layer is not None]:
            return plan
        below = len(own) - (scopes[-1] is not None)
        of_classes = [self._layer(layer, key) for layer in layers]
        return self._plans.make((*own[:below], *of_classes, *own[below:]), varied)

    def _layer(self, layer: Layer, key: ClassKey) -> Layer:
        """Return the layer with the options limited to these classes; the same one where it has none."""
        if layer.guards.isdisjoint(key):
            return layer
        names = tuple([name for name in key if name in layer.guards])
        found = self._layers.get((layer, names))
        if found is None:
            found = Layer(layer.options, self._plans.universe, names)
            self._layers.put((layer, names), found)
        return found


def says_something(configured: ClientClass) -> bool:
    """Tell whether the members of a class are told anything that others are not."""
    nothing = ClientClass(configured.name)
    return any(
        (
            configured.options,
            configured.valid != nothing.valid,
            configured.preferred != nothing.preferred,
            configured.offer_lifetime is not None,
            configured.next_server,
            configured.server_hostname,
            configured.boot_file_name,
        )
    )


def first_lifetimes(spans: Sequence[Span]) -> Lifetimes | None:
    """Return the lifetimes of the first class that sets them; None when none does."""
    for span in spans:
        if span.default is not None:
            minimum = span.default if span.minimum is None else span.minimum
            return Lifetimes(minimum, span.default, span.default if span.maximum is None else span.maximum)
    return None

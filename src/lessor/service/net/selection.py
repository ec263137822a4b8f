"""Which interfaces and addresses a configuration means, whatever the family: pure.

An interface is chosen when it is up and running; once it is listened on, it stays chosen while it exists and keeps an
address, so a cable pulled and put back is no event.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from typing import Final

from lessor.model.interface import Interface
from lessor.model.network import InterfacesConfig

EVERYTHING: Final = "*"


@dataclass(slots=True)
class Selection:
    """What to listen on, by interface index, and for each entry that cannot be listened on the reason.

    `pending` are reasons that end by themselves in a moment.
    """

    interfaces: dict[int, Interface] = field(default_factory=dict)
    addresses: dict[int, tuple[int, ...]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    pending: dict[str, str] = field(default_factory=dict)

    def add(self, interface: Interface, addresses: tuple[int, ...]) -> None:
        """Choose addresses of an interface; the one chosen first stays its first."""
        chosen = self.addresses.get(interface.index, ())
        self.interfaces[interface.index] = interface
        self.addresses[interface.index] = tuple(dict.fromkeys((*chosen, *addresses)))


def select_entries(
    config: InterfacesConfig,
    interfaces: Sequence[Interface],
    select_all: Callable[[Selection], None],
    select_one: Callable[[Selection, str, Interface, str], None],
) -> Selection:
    """Return what the entries choose: `select_all` what `*` means, `select_one` what an interface, and an address or
    nothing, means.
    """
    selection = Selection()
    by_name = {interface.name: interface for interface in interfaces}
    # what is named comes first: an address of an entry is then the interface's first one
    for entry in sorted(config.interfaces, key=EVERYTHING.__eq__):
        name, _, address = entry.partition("/")
        if entry == EVERYTHING:
            select_all(selection)
        elif name in by_name:
            select_one(selection, entry, by_name[name], address)
        else:
            selection.failures[entry] = f"there is no interface {name}"
    return selection


def obstacle(interface: Interface, listening: Container[int]) -> str:
    """Return why nothing can be received on the interface, empty when it can."""
    if interface.index in listening:
        return ""
    if not interface.up:
        return f"interface {interface.name} is down"
    if not interface.running:
        return f"interface {interface.name} is not running"
    return ""

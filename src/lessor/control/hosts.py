"""Where reservations are, for commands: the configuration, and the databases it names.

`HostSource` is what each of them can do. It knows nothing of commands and answers: hosts are the records of the
configuration (model/host.py, model/network6.py), identifiers octets, addresses ints, and 0 is the subnet of global
reservations. Texts are compared without regard to case where they are names. What a source cannot do for now it says
by CommandError, what is wrong with a host by ConfigError or CommandError.
"""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

from lessor.model.host import Host4
from lessor.model.network6 import Host6

Host: TypeAlias = Host4 | Host6

Numbered: TypeAlias = tuple[int, Host]
"""A host and its number, by which pages go on; numbers ascend in the order of the source."""


class HostSource(Protocol):
    """Reservations of one family of servers in one place."""

    async def by_identifier(self, subnet: int, kind: str, identifier: bytes) -> Host | None:
        """Return the reservation of a client in a subnet, or None."""

    async def all_by_identifier(self, kind: str, identifier: bytes) -> Sequence[Host]:
        """Return the reservations of a client in all subnets."""

    async def by_address(self, address: int, subnet: int | None) -> Sequence[Host]:
        """Return who has this address, or a prefix that begins with it, in a subnet; None is in all of them."""

    async def by_hostname(self, hostname: str, subnet: int | None) -> Sequence[Host]:
        """Return who has this name in a subnet; None is in all of them."""

    async def in_subnet(self, subnet: int) -> Sequence[Host]:
        """Return all reservations of a subnet."""

    async def page(self, after: int, limit: int, subnet: int | None) -> Sequence[Numbered]:
        """Return at most `limit` reservations whose numbers are greater than `after`, with their numbers."""

    async def add(self, host: Host) -> None:
        """Add a reservation. Raise ConfigError or CommandError when it contradicts another one."""

    async def remove(self, host: Host) -> bool:
        """Remove the reservation of this client in this subnet; return whether there was one."""

    async def update(self, host: Host) -> bool:
        """Replace the reservation of this client in this subnet; return whether there was one."""


class HostSources(Protocol):
    """All places with reservations that a server has."""

    @property
    def configured(self) -> HostSource:
        """The configuration."""

    @property
    def databases(self) -> Sequence[HostSource]:
        """The databases, in the order they are asked."""

"""The events of a DHCPv4 server, in the order in which one message meets them.

What a callout may set says so; the rest is for reading.
"""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address

from lessor.hooks.event import Event, Tickets
from lessor.hooks.leases import LeaseView4
from lessor.hooks.octets import Octets
from lessor.hooks.outcomes import CONTINUE, Outcome
from lessor.hooks.places import HostView4, SubnetView4
from lessor.hooks.query import Query4
from lessor.hooks.response import Response4
from lessor.model.datagram import Received4
from lessor.model.host import FLEX_ID
from lessor.wire.packet4 import Packet4


class Buffer4Receive(Event):
    """Octets came in. `data` may be set; who sets `packet` and says SKIP has read them itself.

    `classes` may be set: the message is in them before any condition of a class is evaluated.
    """

    __slots__ = ("classes", "data", "packet", "received")

    def __init__(self, received: Received4) -> None:
        super().__init__()
        self.received = received
        self.data: bytes = received.data
        self.packet: Packet4 | None = None
        self.classes: tuple[str, ...] = ()

    @property
    def source(self) -> IPv4Address:
        """Where the datagram came from."""
        return IPv4Address(self.received.source)

    @property
    def interface(self) -> str:
        """The name of the interface it came in on."""
        return self.received.interface.name


class Pkt4Receive(Event):
    """A message was read, and has the classes that it shows itself. Options and classes of `query` may be changed."""

    __slots__ = ("query",)

    def __init__(self, query: Query4) -> None:
        # as Event does it, without the call: this one is made for every message
        self.status: Outcome = CONTINUE
        self.tickets: Tickets | None = None
        self.query = query


class Subnet4Select(Event):
    """A subnet was selected. `subnet` may be set to another one of `subnets()`, by id, or None."""

    __slots__ = ("_all", "query", "subnet")

    def __init__(
        self, query: Query4, subnet: SubnetView4 | None, subnets: Callable[[], dict[int, SubnetView4]]
    ) -> None:
        super().__init__()
        self.query = query
        self.subnet: SubnetView4 | None = subnet
        self._all = subnets

    def subnets(self) -> dict[int, SubnetView4]:
        """Return all subnets by their ids."""
        return self._all()


class Host4Identifier(Event):
    """Reservations are looked up next. `id_value` may be set to the octets by which the client is known (flex-id)."""

    __slots__ = ("id_type", "id_value", "query")

    def __init__(self, query: Query4) -> None:
        super().__init__()
        self.query = query
        self.id_type: str = FLEX_ID
        self.id_value: bytes = b""


class Lease4Select(Event):
    """An address was chosen for a client that does not have it. Lifetime, name and context of `lease` may be set.

    `fake_allocation`: it is only offered, nothing is written.
    """

    __slots__ = ("fake_allocation", "lease", "query", "subnet")

    def __init__(self, query: Query4, subnet: SubnetView4, fake_allocation: bool, lease: LeaseView4) -> None:
        super().__init__()
        self.query = query
        self.subnet = subnet
        self.fake_allocation = fake_allocation
        self.lease = lease


class Lease4Renew(Event):
    """A client is to get the address it has again. Lifetime, name and context of `lease` may be set."""

    __slots__ = ("clientid", "hwaddr", "lease", "query", "subnet")

    def __init__(self, query: Query4, subnet: SubnetView4, lease: LeaseView4) -> None:
        super().__init__()
        self.query = query
        self.subnet = subnet
        self.clientid: Octets = query.client_id
        self.hwaddr: Octets = query.hwaddr
        self.lease = lease


class Lease4Release(Event):
    """A client gives its lease back."""

    __slots__ = ("lease", "query")

    def __init__(self, query: Query4, lease: LeaseView4) -> None:
        super().__init__()
        self.query = query
        self.lease = lease


class Lease4Decline(Event):
    """A client found its address in use by somebody else."""

    __slots__ = ("lease", "query")

    def __init__(self, query: Query4, lease: LeaseView4) -> None:
        super().__init__()
        self.query = query
        self.lease = lease


class Leases4Committed(Event):
    """The leases that follow from a message are kept, on disk where they are kept there; its answer is to leave next.

    `response` is None where there is no answer, as to a RELEASE.
    """

    __slots__ = ("deleted_leases", "leases", "query", "response")

    def __init__(
        self,
        query: Query4,
        response: Response4 | None,
        leases: Sequence[LeaseView4],
        deleted_leases: Sequence[LeaseView4],
    ) -> None:
        super().__init__()
        self.query = query
        self.response = response
        self.leases: Sequence[LeaseView4] = leases
        self.deleted_leases: Sequence[LeaseView4] = deleted_leases


class Lease4Offer(Event):
    """An offer is to leave. Who found the address in use sets `offer_address_in_use`: it is declined, no offer leaves.

    `offer_lifetime` is how long the address is kept for the client by a lease, 0 where no lease is written;
    `old_lease` what was kept on the address or for the client before, `host` the client's reservation.
    """

    __slots__ = ("host", "leases", "offer_address_in_use", "offer_lifetime", "old_lease", "query", "response")

    def __init__(
        self,
        query: Query4,
        response: Response4,
        leases: Sequence[LeaseView4],
        offer_lifetime: int,
        old_lease: LeaseView4 | None,
        host: HostView4 | None,
    ) -> None:
        super().__init__()
        self.query = query
        self.response = response
        self.leases: Sequence[LeaseView4] = leases
        self.offer_lifetime = offer_lifetime
        self.old_lease: LeaseView4 | None = old_lease
        self.host: HostView4 | None = host
        self.offer_address_in_use: bool = False


class Lease4ServerDecline(Event):
    """The server itself declined an address, because a plug-in found it in use.

    `peers_to_update` may be set: how many partners are told.
    """

    __slots__ = ("lease", "peers_to_update", "query")

    def __init__(self, query: Query4, lease: LeaseView4) -> None:
        super().__init__()
        self.query = query
        self.lease = lease
        self.peers_to_update: int = 0


class Pkt4Send(Event):
    """An answer is complete. Options and boot fields of `response` may be changed.

    `subnet` is None where the client is in none.
    """

    __slots__ = ("query", "response", "subnet")

    def __init__(self, query: Query4, response: Response4, subnet: SubnetView4 | None) -> None:
        super().__init__()
        self.query = query
        self.response = response
        self.subnet: SubnetView4 | None = subnet


class Buffer4Send(Event):
    """An answer is about to leave as octets: `response.data` may be set."""

    __slots__ = ("response",)

    def __init__(self, response: Response4) -> None:
        super().__init__()
        self.response = response


class Lease4Expire(Event):
    """The time of a lease is over. `remove_lease`: no row of it will stay."""

    __slots__ = ("lease", "remove_lease")

    def __init__(self, lease: LeaseView4, remove_lease: bool) -> None:
        super().__init__()
        self.lease = lease
        self.remove_lease = remove_lease


class Lease4Recover(Event):
    """A declined address may be given out again."""

    __slots__ = ("lease",)

    def __init__(self, lease: LeaseView4) -> None:
        super().__init__()
        self.lease = lease

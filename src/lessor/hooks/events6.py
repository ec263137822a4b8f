"""The events of a DHCPv6 server, in the order in which one message meets them; the twin of events4.py.

What a callout may set says so; the rest is for reading.
"""

from collections.abc import Callable, Sequence
from ipaddress import IPv6Address

from lessor.hooks.event import Event, Tickets
from lessor.hooks.leases import LeaseView6
from lessor.hooks.outcomes import CONTINUE, Outcome
from lessor.hooks.places import SubnetView6
from lessor.hooks.query import Query6
from lessor.hooks.response import Response6
from lessor.model.datagram6 import Received6
from lessor.model.host import FLEX_ID
from lessor.wire.packet6 import Packet6


class Buffer6Receive(Event):
    """Octets came in. `data` may be set; who sets `packet` and says SKIP has read them itself."""

    __slots__ = ("data", "packet", "received")

    def __init__(self, received: Received6) -> None:
        super().__init__()
        self.received = received
        self.data: bytes = received.data
        self.packet: Packet6 | None = None

    @property
    def source(self) -> IPv6Address:
        """Where the datagram came from."""
        return IPv6Address(self.received.source)

    @property
    def interface(self) -> str:
        """The name of the interface it came in on."""
        return self.received.interface.name


class Pkt6Receive(Event):
    """A message was read, and has the classes that it shows itself. Options and classes of `query` may be changed."""

    __slots__ = ("query",)

    def __init__(self, query: Query6) -> None:
        # as Event does it, without the call: this one is made for every message
        self.status: Outcome = CONTINUE
        self.tickets: Tickets | None = None
        self.query = query


class Subnet6Select(Event):
    """A subnet was selected. `subnet` may be set to another one of `subnets()`, by id, or None."""

    __slots__ = ("_all", "query", "subnet")

    def __init__(
        self, query: Query6, subnet: SubnetView6 | None, subnets: Callable[[], dict[int, SubnetView6]]
    ) -> None:
        super().__init__()
        self.query = query
        self.subnet: SubnetView6 | None = subnet
        self._all = subnets

    def subnets(self) -> dict[int, SubnetView6]:
        """Return all subnets by their ids."""
        return self._all()


class Host6Identifier(Event):
    """Reservations are looked up next. `id_value` may be set to the octets by which the client is known (flex-id)."""

    __slots__ = ("id_type", "id_value", "query")

    def __init__(self, query: Query6) -> None:
        super().__init__()
        self.query = query
        self.id_type: str = FLEX_ID
        self.id_value: bytes = b""


class Lease6Select(Event):
    """Something was chosen for a client that does not have it. Lifetimes, name and context of `lease` may be set.

    `fake_allocation`: it is only advertised, nothing is written.
    """

    __slots__ = ("fake_allocation", "lease", "query", "subnet")

    def __init__(self, query: Query6, subnet: SubnetView6, fake_allocation: bool, lease: LeaseView6) -> None:
        super().__init__()
        self.query = query
        self.subnet = subnet
        self.fake_allocation = fake_allocation
        self.lease = lease


class Lease6Renew(Event):
    """A client is to get again what it has, by RENEW. Lifetimes, name and context of `lease` may be set."""

    __slots__ = ("iaid", "lease", "query")

    def __init__(self, query: Query6, lease: LeaseView6) -> None:
        super().__init__()
        self.query = query
        self.lease = lease
        self.iaid: int = lease.iaid


class Lease6Rebind(Event):
    """A client is to get again what it has, by REBIND. Lifetimes, name and context of `lease` may be set."""

    __slots__ = ("iaid", "lease", "query")

    def __init__(self, query: Query6, lease: LeaseView6) -> None:
        super().__init__()
        self.query = query
        self.lease = lease
        self.iaid: int = lease.iaid


class Lease6Decline(Event):
    """A client found its address in use by somebody else."""

    __slots__ = ("lease", "query")

    def __init__(self, query: Query6, lease: LeaseView6) -> None:
        super().__init__()
        self.query = query
        self.lease = lease


class Lease6Release(Event):
    """A client gives something back."""

    __slots__ = ("lease", "query")

    def __init__(self, query: Query6, lease: LeaseView6) -> None:
        super().__init__()
        self.query = query
        self.lease = lease


class Addr6Register(Event):
    """A client registers an address of its own (RFC 9686); `old_lease` is what was known of it before."""

    __slots__ = ("address", "new_lease", "old_lease", "query")

    def __init__(
        self, query: Query6, address: IPv6Address, old_lease: LeaseView6 | None, new_lease: LeaseView6
    ) -> None:
        super().__init__()
        self.query = query
        self.address = address
        self.old_lease: LeaseView6 | None = old_lease
        self.new_lease = new_lease


class Leases6Committed(Event):
    """The leases that follow from a message are kept, on disk where they are kept there; its answer is to leave next.

    `response` is None where there is no answer.
    """

    __slots__ = ("deleted_leases", "leases", "query", "response")

    def __init__(
        self,
        query: Query6,
        response: Response6 | None,
        leases: Sequence[LeaseView6],
        deleted_leases: Sequence[LeaseView6],
    ) -> None:
        super().__init__()
        self.query = query
        self.response = response
        self.leases: Sequence[LeaseView6] = leases
        self.deleted_leases: Sequence[LeaseView6] = deleted_leases


class Pkt6Send(Event):
    """An answer is complete. Options of `response` may be changed. `subnet` is None where the client is in none."""

    __slots__ = ("query", "response", "subnet")

    def __init__(self, query: Query6, response: Response6, subnet: SubnetView6 | None) -> None:
        super().__init__()
        self.query = query
        self.response = response
        self.subnet: SubnetView6 | None = subnet


class Buffer6Send(Event):
    """An answer is about to leave as octets: `response.data` may be set."""

    __slots__ = ("response",)

    def __init__(self, response: Response6) -> None:
        super().__init__()
        self.response = response


class Lease6Expire(Event):
    """The time of a lease is over. `remove_lease`: no row of it will stay."""

    __slots__ = ("lease", "remove_lease")

    def __init__(self, lease: LeaseView6, remove_lease: bool) -> None:
        super().__init__()
        self.lease = lease
        self.remove_lease = remove_lease


class Lease6Recover(Event):
    """A declined address may be given out again."""

    __slots__ = ("lease",)

    def __init__(self, lease: LeaseView6) -> None:
        super().__init__()
        self.lease = lease

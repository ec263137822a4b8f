"""Leases: what a server has promised to whom, and until when."""

from typing import Final, Protocol

# Lease states, as numbers in every lease file and database of Kea.
ASSIGNED: Final = 0
DECLINED: Final = 1
RECLAIMED: Final = 2
RELEASED: Final = 3

INFINITE: Final = 0xFFFFFFFF
"""A valid lifetime that never ends (RFC 2131 section 3.3)."""


FIELDS: Final = (
    "address",
    "client_id",
    "cltt",
    "fqdn_fwd",
    "fqdn_rev",
    "hostname",
    "hwaddr",
    "pool_id",
    "state",
    "subnet_id",
    "user_context",
    "valid_lifetime",
)


class Lease4:
    """One IPv4 lease. A record is never changed once it is stored: a renewal makes a new one.

    `address` is an int, `valid_lifetime` seconds, `cltt` (client's last transaction time) unix seconds;
    empty `hwaddr` or `client_id` means none.
    """

    __slots__ = FIELDS

    def __init__(
        self,
        address: int,
        hwaddr: bytes,
        client_id: bytes,
        valid_lifetime: int,
        cltt: int,
        subnet_id: int,
        fqdn_fwd: bool = False,
        fqdn_rev: bool = False,
        hostname: str = "",
        state: int = ASSIGNED,
        user_context: str = "",
        pool_id: int = 0,
    ) -> None:
        self.address = address
        self.hwaddr = hwaddr
        self.client_id = client_id
        self.valid_lifetime = valid_lifetime
        self.cltt = cltt
        self.subnet_id = subnet_id
        self.fqdn_fwd = fqdn_fwd
        self.fqdn_rev = fqdn_rev
        self.hostname = hostname
        self.state = state
        self.user_context = user_context
        self.pool_id = pool_id

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Lease4):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in FIELDS)

    __hash__ = None  # type: ignore[assignment]  # leases are compared by value, looked up by address

    def __copy__(self) -> "Lease4":
        return Lease4(
            self.address,
            self.hwaddr,
            self.client_id,
            self.valid_lifetime,
            self.cltt,
            self.subnet_id,
            self.fqdn_fwd,
            self.fqdn_rev,
            self.hostname,
            self.state,
            self.user_context,
            self.pool_id,
        )

    def __repr__(self) -> str:
        return f"Lease4({', '.join(f'{name}={getattr(self, name)!r}' for name in FIELDS)})"


class Lease(Protocol):
    """What leases of both families have in common: their state and their time."""

    state: int
    cltt: int
    valid_lifetime: int


def expires_at(lease: Lease) -> int:
    """Return the unix time at which the lease ends; for an infinite one a time no clock reaches."""
    return lease.cltt + lease.valid_lifetime


def is_expired(lease: Lease, now: int) -> bool:
    """Tell whether the lease's time is over at `now`; an infinite lease never is."""
    return lease.valid_lifetime != INFINITE and lease.cltt + lease.valid_lifetime <= now


def is_over(lease: Lease) -> bool:
    """Tell whether the lease was ended, by its client or by the server: only its row is left."""
    return lease.state == RECLAIMED or lease.state == RELEASED


def is_active(lease: Lease, now: int) -> bool:
    """Tell whether the lease still binds what it was given for."""
    # is_over and is_expired in one step: this is asked for several times for each message
    if lease.state == RECLAIMED or lease.state == RELEASED:
        return False
    return lease.cltt + lease.valid_lifetime > now or lease.valid_lifetime == INFINITE


Change4 = tuple[Lease4 | None, Lease4 | None]
"""(what the store must hold now, what it shall hold then): None before = create, None after = remove."""

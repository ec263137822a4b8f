"""DHCPv6 leases: an address or a delegated prefix promised to one identity association of one client.

Lease states, INFINITE and the meaning of times are those of lease.py; RFC 9686 adds a state.
"""

from typing import Final

from lessor.model.lease import ASSIGNED

# Lease types, as numbers in every lease file and database of Kea.
NA: Final = 0
TA: Final = 1
PD: Final = 2

REGISTERED: Final = 4
"""State of an address that a client chose itself and registered (RFC 9686)."""


FIELDS: Final = (
    "address",
    "cltt",
    "duid",
    "fqdn_fwd",
    "fqdn_rev",
    "hostname",
    "hwaddr",
    "hwaddr_source",
    "hwtype",
    "iaid",
    "pool_id",
    "preferred_lifetime",
    "prefix_length",
    "state",
    "subnet_id",
    "type",
    "user_context",
    "valid_lifetime",
)


class Lease6:
    """One IPv6 lease. A record is never changed once it is stored: a renewal makes a new one.

    `address` is an int, for a prefix its first address; `prefix_length` is 128 for addresses. Lifetimes are seconds,
    `cltt` (client's last transaction time) unix seconds; empty `duid` means nobody (a declined address), empty `hwaddr`
    means unknown, `hwaddr_source` says by which of Kea's methods it was found.
    """

    __slots__ = FIELDS

    def __init__(
        self,
        type: int,
        address: int,
        prefix_length: int,
        duid: bytes,
        iaid: int,
        preferred_lifetime: int,
        valid_lifetime: int,
        cltt: int,
        subnet_id: int,
        hwaddr: bytes = b"",
        hwtype: int = 0,
        hwaddr_source: int = 0,
        fqdn_fwd: bool = False,
        fqdn_rev: bool = False,
        hostname: str = "",
        state: int = ASSIGNED,
        user_context: str = "",
        pool_id: int = 0,
    ) -> None:
        self.type = type
        self.address = address
        self.prefix_length = prefix_length
        self.duid = duid
        self.iaid = iaid
        self.preferred_lifetime = preferred_lifetime
        self.valid_lifetime = valid_lifetime
        self.cltt = cltt
        self.subnet_id = subnet_id
        self.hwaddr = hwaddr
        self.hwtype = hwtype
        self.hwaddr_source = hwaddr_source
        self.fqdn_fwd = fqdn_fwd
        self.fqdn_rev = fqdn_rev
        self.hostname = hostname
        self.state = state
        self.user_context = user_context
        self.pool_id = pool_id

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Lease6):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in FIELDS)

    __hash__ = None  # type: ignore[assignment]  # leases are compared by value, looked up by address

    def __copy__(self) -> "Lease6":
        return Lease6(
            self.type,
            self.address,
            self.prefix_length,
            self.duid,
            self.iaid,
            self.preferred_lifetime,
            self.valid_lifetime,
            self.cltt,
            self.subnet_id,
            self.hwaddr,
            self.hwtype,
            self.hwaddr_source,
            self.fqdn_fwd,
            self.fqdn_rev,
            self.hostname,
            self.state,
            self.user_context,
            self.pool_id,
        )

    def __repr__(self) -> str:
        return f"Lease6({', '.join(f'{name}={getattr(self, name)!r}' for name in FIELDS)})"


PREFIX_KEY: Final = 1 << 128


def key_of(lease: Lease6) -> int:
    """Return what tells the lease from all others: its address, with one bit above it for a prefix."""
    return lease.address | PREFIX_KEY if lease.type == PD else lease.address


Change6 = tuple[Lease6 | None, Lease6 | None]
"""(what the store must hold now, what it shall hold then): None before = create, None after = remove."""

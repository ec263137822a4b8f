"""Leases as a plug-in sees them. Where the hook point says so a lease may be changed; else setting raises
AttributeError, because a lease that is stored is never changed.
"""

import json
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from typing import Final, Generic, TypeVar

from lessor.hooks.octets import Octets
from lessor.model.json import Json
from lessor.model.lease import ASSIGNED, DECLINED, RECLAIMED, RELEASED, Lease4, expires_at
from lessor.model.lease6 import NA, PD, REGISTERED, TA, Lease6

STATE_NAMES: Final = {
    ASSIGNED: "assigned",
    DECLINED: "declined",
    RECLAIMED: "expired-reclaimed",
    RELEASED: "released",
    REGISTERED: "registered",
}
TYPE_NAMES: Final = {NA: "IA_NA", TA: "IA_TA", PD: "IA_PD"}

Record = TypeVar("Record", Lease4, Lease6)


class LeaseView(Generic[Record]):
    """What leases of both families have; times are seconds, `record` is the lease itself.

    `valid_lifetime`, `hostname` and `user_context` may be set where the hook point lets the lease be changed.
    """

    __slots__ = ("record", "writable")

    def __init__(self, record: Record, writable: bool = False) -> None:
        self.record: Record = record
        self.writable = writable

    @property
    def hwaddr(self) -> Octets:
        """The client's hardware address, empty where it is not known."""
        return Octets(self.record.hwaddr)

    @property
    def subnet_id(self) -> int:
        """The subnet the lease is of."""
        return self.record.subnet_id

    @property
    def pool_id(self) -> int:
        """The pool the lease is of, 0 where pools have no ids."""
        return self.record.pool_id

    @property
    def cltt(self) -> int:
        """When the client was heard last, unix time."""
        return self.record.cltt

    @property
    def expires_at(self) -> int:
        """When the lease ends, unix time."""
        return expires_at(self.record)

    @property
    def state(self) -> str:
        """Return assigned, declined, expired-reclaimed, released or registered; the number of another state."""
        return STATE_NAMES.get(self.record.state, str(self.record.state))

    @property
    def valid_lifetime(self) -> int:
        """How long the lease lasts; 4294967295 is forever."""
        return self.record.valid_lifetime

    @valid_lifetime.setter
    def valid_lifetime(self, seconds: int) -> None:
        self._check()
        self.record.valid_lifetime = seconds

    @property
    def hostname(self) -> str:
        """The name the client has by this lease, empty for none."""
        return self.record.hostname

    @hostname.setter
    def hostname(self, name: str) -> None:
        self._check()
        self.record.hostname = name

    @property
    def fqdn_fwd(self) -> bool:
        """Whether its name leads to the address in DNS by our doing."""
        return self.record.fqdn_fwd

    @property
    def fqdn_rev(self) -> bool:
        """Whether its address leads to the name in DNS by our doing."""
        return self.record.fqdn_rev

    @property
    def user_context(self) -> dict[str, Json]:
        """A copy of what is kept with the lease besides; set it to change that."""
        context: Json = json.loads(self.record.user_context) if self.record.user_context else {}
        return context if isinstance(context, dict) else {}

    @user_context.setter
    def user_context(self, context: Mapping[str, Json]) -> None:
        self._check()
        self.record.user_context = json.dumps(dict(context), separators=(", ", ": ")) if context else ""

    def _check(self) -> None:
        if not self.writable:
            raise AttributeError("this lease cannot be changed at this hook point")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LeaseView) and self.record == other.record

    __hash__ = None  # type: ignore[assignment]  # as the leases themselves


class LeaseView4(LeaseView[Lease4]):
    """A DHCPv4 lease."""

    __slots__ = ()

    @property
    def address(self) -> IPv4Address:
        """What is leased."""
        return IPv4Address(self.record.address)

    @property
    def client_id(self) -> Octets:
        """The client's identifier, empty for none."""
        return Octets(self.record.client_id)

    def __repr__(self) -> str:
        return f"<lease of {self.address} by {self.hwaddr}, {self.state}>"


class LeaseView6(LeaseView[Lease6]):
    """A DHCPv6 lease; `preferred_lifetime` may be set where `valid_lifetime` may."""

    __slots__ = ()

    @property
    def address(self) -> IPv6Address:
        """What is leased; of a prefix its first address."""
        return IPv6Address(self.record.address)

    @property
    def prefix(self) -> IPv6Network:
        """What is leased as a prefix; an address is one of length 128."""
        return IPv6Network((self.record.address, self.record.prefix_length))

    @property
    def type(self) -> str:
        """Return IA_NA, IA_TA or IA_PD."""
        return TYPE_NAMES.get(self.record.type, str(self.record.type))

    @property
    def is_prefix(self) -> bool:
        """Whether a prefix is leased, not an address."""
        return self.record.type == PD

    @property
    def duid(self) -> Octets:
        """Who has it."""
        return Octets(self.record.duid)

    @property
    def iaid(self) -> int:
        """For which of the client's identity associations."""
        return self.record.iaid

    @property
    def preferred_lifetime(self) -> int:
        """How long the client should begin new connections with it."""
        return self.record.preferred_lifetime

    @preferred_lifetime.setter
    def preferred_lifetime(self, seconds: int) -> None:
        self._check()
        self.record.preferred_lifetime = seconds

    def __repr__(self) -> str:
        what = self.prefix if self.is_prefix else self.address
        return f"<lease of {what} by {self.duid} IAID {self.iaid}, {self.state}>"

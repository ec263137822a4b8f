"""Subnets and reservations as a plug-in sees them, for reading."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from lessor.engine.tables import Host, Subnet
from lessor.engine.tables6 import Host6, Subnet6


class SubnetView4:
    """A DHCPv4 subnet; two views of one subnet are equal. `record` is what the server works with."""

    __slots__ = ("record",)

    def __init__(self, record: Subnet) -> None:
        self.record = record

    @property
    def id(self) -> int:
        """Its number in the configuration."""
        return self.record.id

    @property
    def prefix(self) -> IPv4Network:
        """Its addresses."""
        return IPv4Network((self.record.first, self.record.length))

    @property
    def shared_network(self) -> str:
        """The name of the shared network it is in, empty for none."""
        return self.record.network

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SubnetView4) and self.record is other.record

    def __hash__(self) -> int:
        return hash(self.record)

    def __repr__(self) -> str:
        return f"<subnet {self.id}, {self.prefix}>"


class SubnetView6:
    """A DHCPv6 subnet; two views of one subnet are equal. `record` is what the server works with."""

    __slots__ = ("record",)

    def __init__(self, record: Subnet6) -> None:
        self.record = record

    @property
    def id(self) -> int:
        """Its number in the configuration."""
        return self.record.id

    @property
    def prefix(self) -> IPv6Network:
        """Its addresses."""
        return IPv6Network((self.record.first, self.record.length))

    @property
    def shared_network(self) -> str:
        """The name of the shared network it is in, empty for none."""
        return self.record.network

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SubnetView6) and self.record is other.record

    def __hash__(self) -> int:
        return hash(self.record)

    def __repr__(self) -> str:
        return f"<subnet {self.id}, {self.prefix}>"


class HostView4:
    """A reservation of a DHCPv4 client."""

    __slots__ = ("record",)

    def __init__(self, record: Host) -> None:
        self.record = record

    @property
    def address(self) -> IPv4Address | None:
        """What is reserved, None where that is no address."""
        return IPv4Address(self.record.address) if self.record.address else None

    @property
    def hostname(self) -> str:
        """The reserved name, empty for none."""
        return self.record.hostname

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes its client is in."""
        return self.record.classes


class HostView6:
    """A reservation of a DHCPv6 client."""

    __slots__ = ("record",)

    def __init__(self, record: Host6) -> None:
        self.record = record

    @property
    def addresses(self) -> tuple[IPv6Address, ...]:
        """The reserved addresses."""
        return tuple(IPv6Address(address) for address in self.record.addresses)

    @property
    def prefixes(self) -> tuple[IPv6Network, ...]:
        """The reserved prefixes."""
        return tuple(IPv6Network((first, length)) for first, (length, _) in self.record.prefixes.items())

    @property
    def hostname(self) -> str:
        """The reserved name, empty for none."""
        return self.record.hostname

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes its client is in."""
        return self.record.classes

"""Leases as plug-ins look them up (hooks/server.py), of a server whose leases are in memory and files."""

from collections.abc import AsyncIterator
from ipaddress import IPv4Address, IPv6Address
from typing import Final

from lessor.control.leases import Leases4, Leases6
from lessor.hooks.leases import LeaseView4, LeaseView6
from lessor.model.lease6 import NA, PD

PAGE: Final = 256
"""Leases of one slice of a walk."""


class PluginLeases4:
    """Look-ups of DHCPv4 leases."""

    def __init__(self, leases: Leases4) -> None:
        self._leases = leases

    async def at(self, address: IPv4Address | IPv6Address | str, prefix: bool = False) -> LeaseView4 | None:
        """Return the lease on an address; there are no prefixes."""
        lease = await self._leases.get(int(IPv4Address(str(address))))
        return None if lease is None or prefix else LeaseView4(lease)

    async def of(self, hwaddr: bytes = b"", client_id: bytes = b"", duid: bytes = b"") -> list[LeaseView4]:
        """Return the leases under a hardware address, and those under a client identifier."""
        found = [*await self._leases.by_hwaddr(hwaddr)] if hwaddr else []
        if client_id:
            known = {lease.address for lease in found}
            found += [lease for lease in await self._leases.by_client_id(client_id) if lease.address not in known]
        return [LeaseView4(lease) for lease in found]

    async def all(self) -> AsyncIterator[LeaseView4]:
        """Walk all leases, in slices between which packets are served."""
        page = await self._leases.page(-1, PAGE)
        while page:
            for lease in page:
                yield LeaseView4(lease)
            page = await self._leases.page(page[-1].address, PAGE)


class PluginLeases6:
    """Look-ups of DHCPv6 leases."""

    def __init__(self, leases: Leases6) -> None:
        self._leases = leases

    async def at(self, address: IPv4Address | IPv6Address | str, prefix: bool = False) -> LeaseView6 | None:
        """Return the lease on an address, or on the delegated prefix that begins with it."""
        lease = await self._leases.get(PD if prefix else NA, int(IPv6Address(str(address))))
        return None if lease is None else LeaseView6(lease)

    async def of(self, hwaddr: bytes = b"", client_id: bytes = b"", duid: bytes = b"") -> list[LeaseView6]:
        """Return the leases of a DUID, or of a hardware address."""
        found = await self._leases.by_duid(duid) if duid else await self._leases.by_hwaddr(hwaddr)
        return [LeaseView6(lease) for lease in found]

    async def all(self) -> AsyncIterator[LeaseView6]:
        """Walk all leases, in slices between which packets are served."""
        page = await self._leases.page(-1, PAGE)
        while page:
            for lease in page:
                yield LeaseView6(lease)
            page = await self._leases.page(page[-1].address, PAGE)

"""An echo request to an address before it is offered (RFC 2131 section 3.1): who answers has it, so it is declined.

The offer waits meanwhile. Addresses that are reserved are not asked for, nor those that the client itself has, or had a
moment ago. What cannot be found out counts as free.
"""

from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import Final, Protocol

from lessor.hooks.api import (
    DROP,
    Hook,
    Json,
    Lease4Offer,
    LeaseView4,
    Outcome,
    ParameterError,
    Server,
    read_parameters,
)
from lessor.model.lease import ASSIGNED
from lessor.plugins.contexts import subnet_contexts
from lessor.plugins.ping_check import messages
from lessor.plugins.ping_check.channel import Channel
from lessor.plugins.ping_check.settings import PARAMETERS, Settings, read_settings, read_subnets

IN_USE: Final = "ping-check-address-in-use"


class Pinger(Protocol):
    """Asks whether somebody has an address (channel.py)."""

    async def ping(self, address: int, patience: float) -> bool | None: ...


class PingCheck:
    """The callout; `settings` hold where `subnets` has none."""

    def __init__(self, server: Server, pinger: Pinger, settings: Settings, subnets: Mapping[int, Settings]) -> None:
        self._server = server
        self._pinger = pinger
        self._settings = settings
        self._subnets = subnets
        # as many as messages may wait at the hook point
        self._under_way: set[int] = set()

    async def offer(self, event: Lease4Offer) -> Outcome | None:
        """Look at the address that is to be offered."""
        lease = event.leases[0]
        settings = self._subnets.get(lease.subnet_id, self._settings)
        address = int(lease.address)
        if not settings.enabled or await self._is_spared(event, lease, settings):
            self._server.log.write(messages.PING_CHECK_NO_LEASE_OR_LEASE_REUSED)
            return None
        if address in self._under_way:
            self._server.log.write(messages.PING_CHECK_DUPLICATE_CHECK, lease.address, event.query.label)
            return DROP
        self._server.log.write(messages.PING_CHECK_MGR_START_PING_CHECK, lease.address, event.query.label)
        self._under_way.add(address)
        try:
            event.offer_address_in_use = await self._answers(address, settings)
        finally:
            self._under_way.discard(address)
        if event.offer_address_in_use:
            self._server.statistics.count(IN_USE)
        else:
            self._server.log.write(messages.PING_CHECK_MGR_LEASE_FREE_TO_USE, lease.address, event.query.label)
        return None

    async def _answers(self, address: int, settings: Settings) -> bool:
        for sent in range(1, settings.requests + 1):
            answers = await self._pinger.ping(address, settings.patience)
            if answers is not False:
                return answers is True
            self._server.log.write(
                messages.PING_CHECK_MGR_REPLY_TIMEOUT_EXPIRED,
                IPv4Address(address),
                sent,
                settings.requests,
                round(settings.patience * 1000),
            )
        return False

    async def _is_spared(self, event: Lease4Offer, lease: LeaseView4, settings: Settings) -> bool:
        if event.host is not None and event.host.address == lease.address:
            return True
        before = event.old_lease if event.offer_lifetime else await self._before(lease)
        if before is None or before.address != lease.address or not _is_of(before, lease):
            return False
        now = self._server.now()
        is_active = before.record.state == ASSIGNED and now < before.expires_at
        return is_active or now - before.cltt <= settings.spared

    async def _before(self, lease: LeaseView4) -> LeaseView4 | None:
        """Return the lease that is kept on an address of which none was written for the offer."""
        try:
            return await self._server.leases4.at(lease.address)
        except LookupError:
            return None


def _is_of(before: LeaseView4, lease: LeaseView4) -> bool:
    """Tell whether a lease is the same client's."""
    if before.client_id and lease.client_id:
        return before.client_id == lease.client_id
    return bool(before.hwaddr) and before.hwaddr == lease.hwaddr


def setup(server: Server, parameters: Mapping[str, Json]) -> Hook:
    """Return the callout of lease4_offer. Raise ParameterError."""
    if server.family != 4:
        raise ParameterError("addresses are checked by DHCPv4 servers only")
    values = read_parameters(parameters, PARAMETERS)
    subnets = read_subnets(subnet_contexts(server.config(), 4), values)
    channel = Channel(server)
    check = PingCheck(server, channel, read_settings(values), subnets)
    server.log.write(messages.PING_CHECK_LOAD_OK)
    return Hook({"lease4_offer": check.offer}, close=channel.close)

"""Limits of the rate of messages and of the number of leases, by client class and by subnet.

They stand in the `user-context` of classes and subnets; the plug-in itself has no parameters. Hook points at which
there is nothing to limit get no callout.
"""

import time
from collections.abc import Mapping

from lessor.hooks.api import Callout, Hook, Json, Server, read_parameters
from lessor.plugins.limits.leases import LeaseLimits
from lessor.plugins.limits.rates import RateLimits
from lessor.plugins.limits.settings import read_limits


def setup(server: Server, parameters: Mapping[str, Json]) -> Hook:
    """Return the callouts that the configured limits need. Raise ParameterError."""
    read_parameters(parameters, {})
    limits = read_limits(server)
    family = server.family
    callouts: dict[str, Callout] = {}
    if limits.rates:
        rates = RateLimits(server, limits.rates, time.monotonic)
        if any(isinstance(owner, str) for owner in limits.rates):
            callouts[f"pkt{family}_receive"] = rates.receive
        if any(isinstance(owner, int) for owner in limits.rates):
            callouts[f"subnet{family}_select"] = rates.select
    if limits.leases:
        leases = LeaseLimits(server, limits)
        again = ("renew",) if family == 4 else ("renew", "rebind")
        callouts |= {f"lease{family}_{step}": leases.give for step in ("select", *again)}
        callouts[f"leases{family}_committed"] = leases.committed
        callouts[f"lease{family}_expire"] = leases.expired
        callouts["command_processed"] = leases.commanded
        server.start(leases.follow(), "limits")
    return Hook(callouts)

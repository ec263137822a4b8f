"""Limits of the rate of messages: one too many is dropped."""

from collections.abc import Callable, Mapping
from typing import Final

from lessor.hooks.api import (
    DROP,
    Outcome,
    Pkt4Receive,
    Pkt6Receive,
    Server,
    Subnet4Select,
    Subnet6Select,
)
from lessor.plugins.limits import messages
from lessor.plugins.limits.rate import Rate
from lessor.plugins.limits.settings import Owner

DROPPED: Final = "limits-packets-dropped"


class RateLimits:
    """The callouts; `clock` returns seconds and does not go back."""

    def __init__(self, server: Server, rates: Mapping[Owner, Rate], clock: Callable[[], float]) -> None:
        self._server = server
        self._rates = rates
        self._clock = clock

    def receive(self, event: Pkt4Receive | Pkt6Receive) -> Outcome | None:
        """Drop a message of a class that has sent too many."""
        classes = event.query.classes
        for name in classes:
            rate = self._rates.get(name)
            if rate is not None and not rate.take(self._clock()):
                self._server.statistics.count(DROPPED)
                self._server.log.write(
                    messages.LIMITS_PACKET_WITH_CLIENT_CLASSES_RATE_LIMIT_DROPPED, ", ".join(classes), rate.text, name
                )
                return DROP
        return None

    def select(self, event: Subnet4Select | Subnet6Select) -> Outcome | None:
        """Drop a message for a subnet that got too many."""
        if event.subnet is None:
            return None
        rate = self._rates.get(event.subnet.id)
        if rate is None or rate.take(self._clock()):
            return None
        self._server.statistics.count(DROPPED)
        self._server.log.write(messages.LIMITS_PACKET_WITH_SUBNET_ID_RATE_LIMIT_DROPPED, event.subnet.id, rate.text)
        return DROP

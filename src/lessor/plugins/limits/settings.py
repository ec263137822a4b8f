"""Limits as they are configured: in the map `limits` of the `user-context` of classes and subnets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lessor.hooks.api import INTEGER, STRING, Json, Message, Parameter, ParameterError, Server, read_parameters
from lessor.plugins.contexts import class_contexts, subnet_contexts
from lessor.plugins.limits import messages
from lessor.plugins.limits.rate import MOST, Rate, read_rate

CONTEXT: Final = "limits"
ADDRESS: Final = "address-limit"
PREFIX: Final = "prefix-limit"
RATE: Final = "rate-limit"

ROWS: Final = {
    ADDRESS: Parameter(INTEGER, low=0, high=MOST),
    PREFIX: Parameter(INTEGER, low=0, high=MOST),
    RATE: Parameter(STRING),
}

CONFIGURED: Final[Mapping[tuple[str, bool], Message]] = {
    (ADDRESS, True): messages.LIMITS_CONFIGURED_ADDRESS_LIMIT_BY_CLIENT_CLASS,
    (ADDRESS, False): messages.LIMITS_CONFIGURED_ADDRESS_LIMIT_BY_SUBNET,
    (PREFIX, True): messages.LIMITS_CONFIGURED_PREFIX_LIMIT_BY_CLIENT_CLASS,
    (PREFIX, False): messages.LIMITS_CONFIGURED_PREFIX_LIMIT_BY_SUBNET,
    (RATE, True): messages.LIMITS_CONFIGURED_RATE_LIMIT_BY_CLIENT_CLASS,
    (RATE, False): messages.LIMITS_CONFIGURED_RATE_LIMIT_BY_SUBNET,
}

Owner = str | int
"""The name of a class, the id of a subnet."""

Label = tuple[str, Owner]
"""What is limited: ADDRESS or PREFIX, and whose."""


@dataclass(slots=True)
class Limits:
    """All limits of a configuration: how many leases by label, how many messages by class or subnet."""

    leases: dict[Label, int] = field(default_factory=dict)
    rates: dict[Owner, Rate] = field(default_factory=dict)

    @property
    def of_classes(self) -> bool:
        """Whether leases are limited by class."""
        return any(isinstance(owner, str) for _, owner in self.leases)


def read_limits(server: Server) -> Limits:
    """Return the limits in the configuration of a server. Raise ParameterError."""
    limits = Limits()
    config = server.config()
    for name, context in class_contexts(config, server.family).items():
        _read(limits, server, name, f"class {name!r}", context)
    for number, context in subnet_contexts(config, server.family).items():
        _read(limits, server, number, f"subnet {number}", context)
    return limits


def _read(limits: Limits, server: Server, owner: Owner, told: str, context: Mapping[str, Json]) -> None:
    given = context.get(CONTEXT)
    if given is None:
        return
    if not isinstance(given, dict):
        raise ParameterError(f"user-context of {told}: {CONTEXT}: a map is expected")
    try:
        values = {name: value for name, value in read_parameters(given, ROWS).items() if value is not None}
        if RATE in values:
            limits.rates[owner] = read_rate(str(values[RATE]))
    except ParameterError as error:
        where = "".join(f": {step}" for step in error.path)
        raise ParameterError(f"user-context of {told}: {CONTEXT}{where}: {error.text}") from error
    except ValueError as error:
        raise ParameterError(f"user-context of {told}: {CONTEXT}: {RATE}: {error}") from error
    for name, value in values.items():
        server.log.write(CONFIGURED[name, isinstance(owner, str)], value, owner)
        if isinstance(value, int):
            limits.leases[name, owner] = value

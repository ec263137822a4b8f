"""Messages of the plug-in, as in the reference tables."""

from typing import Final

from lessor.hooks.api import DEBUG, Message

LOGGER: Final = "limits-hooks"

LIMITS_CONFIGURED_ADDRESS_LIMIT_BY_CLIENT_CLASS: Final = Message(
    "LIMITS_CONFIGURED_ADDRESS_LIMIT_BY_CLIENT_CLASS",
    LOGGER,
    DEBUG,
    40,
    "at most %1 addresses for clients of class %2",
    "A limit was found in the user-context of a class.",
)
LIMITS_CONFIGURED_ADDRESS_LIMIT_BY_SUBNET: Final = Message(
    "LIMITS_CONFIGURED_ADDRESS_LIMIT_BY_SUBNET",
    LOGGER,
    DEBUG,
    40,
    "at most %1 addresses in subnet %2",
    "A limit was found in the user-context of a subnet.",
)
LIMITS_CONFIGURED_PREFIX_LIMIT_BY_CLIENT_CLASS: Final = Message(
    "LIMITS_CONFIGURED_PREFIX_LIMIT_BY_CLIENT_CLASS",
    LOGGER,
    DEBUG,
    40,
    "at most %1 prefixes for clients of class %2",
    "A limit was found in the user-context of a class.",
)
LIMITS_CONFIGURED_PREFIX_LIMIT_BY_SUBNET: Final = Message(
    "LIMITS_CONFIGURED_PREFIX_LIMIT_BY_SUBNET",
    LOGGER,
    DEBUG,
    40,
    "at most %1 prefixes in subnet %2",
    "A limit was found in the user-context of a subnet.",
)
LIMITS_CONFIGURED_RATE_LIMIT_BY_CLIENT_CLASS: Final = Message(
    "LIMITS_CONFIGURED_RATE_LIMIT_BY_CLIENT_CLASS",
    LOGGER,
    DEBUG,
    40,
    "at most %1 from clients of class %2",
    "A limit was found in the user-context of a class.",
)
LIMITS_CONFIGURED_RATE_LIMIT_BY_SUBNET: Final = Message(
    "LIMITS_CONFIGURED_RATE_LIMIT_BY_SUBNET",
    LOGGER,
    DEBUG,
    40,
    "at most %1 in subnet %2",
    "A limit was found in the user-context of a subnet.",
)
LIMITS_LEASE_LIMIT_EXCEEDED: Final = Message(
    "LIMITS_LEASE_LIMIT_EXCEEDED",
    LOGGER,
    DEBUG,
    40,
    "a lease is not given: %1",
    "As many leases as are allowed are out; the client gets none until one of them ends.",
)
LIMITS_LEASE_WITHIN_LIMITS: Final = Message(
    "LIMITS_LEASE_WITHIN_LIMITS",
    LOGGER,
    DEBUG,
    40,
    "%1 is within the limits",
    "The lease may be given.",
)
LIMITS_PACKET_WITH_CLIENT_CLASSES_RATE_LIMIT_DROPPED: Final = Message(
    "LIMITS_PACKET_WITH_CLIENT_CLASSES_RATE_LIMIT_DROPPED",
    LOGGER,
    DEBUG,
    40,
    "a message of classes %1 is dropped: at most %2 for class %3",
    "More messages have come than the class allows.",
)
LIMITS_PACKET_WITH_SUBNET_ID_RATE_LIMIT_DROPPED: Final = Message(
    "LIMITS_PACKET_WITH_SUBNET_ID_RATE_LIMIT_DROPPED",
    LOGGER,
    DEBUG,
    40,
    "a message for subnet %1 is dropped: at most %2",
    "More messages have come than the subnet allows.",
)

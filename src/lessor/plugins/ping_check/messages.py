"""Messages of the plug-in, as in the reference tables."""

from typing import Final

from lessor.hooks.api import DEBUG, ERROR, INFO, Message

LOGGER: Final = "ping-check-hooks"

PING_CHECK_LOAD_OK: Final = Message(
    "PING_CHECK_LOAD_OK",
    LOGGER,
    INFO,
    0,
    "addresses are looked at before they are offered",
    "The plug-in is set up; it opens its socket for the first check.",
)
PING_CHECK_MGR_CHANNEL_DOWN: Final = Message(
    "PING_CHECK_MGR_CHANNEL_DOWN",
    LOGGER,
    ERROR,
    0,
    "no echo requests can be sent: addresses are offered unchecked",
    "The socket for ICMP cannot be opened, or has failed; the error stands in the line before. Opening it needs "
    "the right to use raw sockets (CAP_NET_RAW). It is tried again with later offers.",
)
PING_CHECK_CHANNEL_SOCKET_READ_FAILED: Final = Message(
    "PING_CHECK_CHANNEL_SOCKET_READ_FAILED",
    LOGGER,
    ERROR,
    0,
    "the socket for ICMP has failed: %1",
    "It is closed; the next check opens another one.",
)
PING_CHECK_CHANNEL_NETWORK_WRITE_ERROR: Final = Message(
    "PING_CHECK_CHANNEL_NETWORK_WRITE_ERROR",
    LOGGER,
    ERROR,
    0,
    "an echo request to %1 cannot be sent: %2",
    "The address is offered without a check. An error about buffers tells that there is more to check than the "
    "system lets through.",
)
PING_CHECK_CHANNEL_SOCKET_OPENED: Final = Message(
    "PING_CHECK_CHANNEL_SOCKET_OPENED",
    LOGGER,
    DEBUG,
    40,
    "the socket for ICMP is open",
    "Echo requests can be sent.",
)
PING_CHECK_CHANNEL_SOCKET_CLOSED: Final = Message(
    "PING_CHECK_CHANNEL_SOCKET_CLOSED",
    LOGGER,
    DEBUG,
    40,
    "the socket for ICMP is closed",
    "The plug-in is unloaded, or the socket failed.",
)
PING_CHECK_MGR_START_PING_CHECK: Final = Message(
    "PING_CHECK_MGR_START_PING_CHECK",
    LOGGER,
    DEBUG,
    40,
    "a check of %1 begins for %2",
    "The offer waits for the end of the check.",
)
PING_CHECK_MGR_RECEIVED_ECHO_REPLY: Final = Message(
    "PING_CHECK_MGR_RECEIVED_ECHO_REPLY",
    LOGGER,
    DEBUG,
    40,
    "an echo reply came from %1, identifier %2, sequence %3",
    "The address is in use: it is declined, and no offer is sent.",
)
PING_CHECK_MGR_RECEIVED_UNREACHABLE_MSG: Final = Message(
    "PING_CHECK_MGR_RECEIVED_UNREACHABLE_MSG",
    LOGGER,
    DEBUG,
    50,
    "destination unreachable for %1, identifier %2, sequence %3",
    "Nobody can be asked at the address, so it is taken for free.",
)
PING_CHECK_MGR_REPLY_TIMEOUT_EXPIRED: Final = Message(
    "PING_CHECK_MGR_REPLY_TIMEOUT_EXPIRED",
    LOGGER,
    DEBUG,
    50,
    "no reply from %1 to request %2 of %3 within %4 milliseconds",
    "When all requests are unanswered the address is free.",
)
PING_CHECK_MGR_LEASE_FREE_TO_USE: Final = Message(
    "PING_CHECK_MGR_LEASE_FREE_TO_USE",
    LOGGER,
    DEBUG,
    40,
    "%1 is free to be offered to %2",
    "Nobody answered, or nobody could be asked: the offer leaves.",
)
PING_CHECK_DUPLICATE_CHECK: Final = Message(
    "PING_CHECK_DUPLICATE_CHECK",
    LOGGER,
    DEBUG,
    40,
    "%1 is being checked already, so the offer for %2 is dropped",
    "A client repeated its DISCOVER while the check goes on; its offer leaves when that is over.",
)
PING_CHECK_NO_LEASE_OR_LEASE_REUSED: Final = Message(
    "PING_CHECK_NO_LEASE_OR_LEASE_REUSED",
    LOGGER,
    DEBUG,
    50,
    "nothing is to be checked",
    "The address is reserved, or the client has it or had it a moment ago.",
)

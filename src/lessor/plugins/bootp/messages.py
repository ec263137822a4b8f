"""Messages of the plug-in, as in the reference tables."""

from typing import Final

from lessor.hooks.api import DEBUG, INFO, Message

LOGGER: Final = "bootp-hooks"

BOOTP_LOAD: Final = Message(
    "BOOTP_LOAD",
    LOGGER,
    INFO,
    0,
    "BOOTP clients are served",
    "The plug-in for BOOTP clients was loaded.",
)
BOOTP_UNLOAD: Final = Message(
    "BOOTP_UNLOAD",
    LOGGER,
    INFO,
    0,
    "BOOTP clients are no longer served",
    "The plug-in for BOOTP clients was unloaded; their leases stay.",
)
BOOTP_BOOTP_QUERY: Final = Message(
    "BOOTP_BOOTP_QUERY",
    LOGGER,
    DEBUG,
    40,
    "%1: a request of a BOOTP client",
    "A request has no message type. It is put in the class BOOTP and goes on as a DHCPREQUEST.",
)
BOOTP_PACKET_UNPACK_FAILED: Final = Message(
    "BOOTP_PACKET_UNPACK_FAILED",
    LOGGER,
    DEBUG,
    40,
    "what came from %1 to %2 on %3 cannot be read: %4",
    "The octets are neither DHCP nor BOOTP with vendor information (RFC 1497), so they are dropped.",
)
BOOTP_PACKET_PACK: Final = Message(
    "BOOTP_PACKET_PACK",
    LOGGER,
    DEBUG,
    40,
    "%1: the answer becomes one for a BOOTP client",
    "Options that only DHCP knows are taken from the answer, and it is filled up to 300 octets.",
)
LESSOR_BOOTP_NO_ANSWER: Final = Message(
    "LESSOR_BOOTP_NO_ANSWER",
    LOGGER,
    DEBUG,
    40,
    "%1: there is no address for this BOOTP client, so it gets no answer",
    "A DHCP client would be refused. BOOTP has no message for that; another server may have an address.",
)

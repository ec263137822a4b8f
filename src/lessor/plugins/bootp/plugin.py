"""BOOTP clients (RFC 951 with the vendor information of RFC 1497): requests without a message type are served.

Such a request goes through the server as a DHCPREQUEST that names no address, in the class BOOTP from the beginning;
its lease is forever, and what only DHCP knows is taken from its answer (RFC 1534 section 2). Octets that cannot be read
are left to the server, which counts and drops them.
"""

from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import Final

from lessor.hooks.api import (
    DROP,
    SKIP,
    Buffer4Receive,
    Callout,
    Hook,
    Json,
    Lease4Renew,
    Lease4Select,
    Log,
    Outcome,
    ParameterError,
    Pkt4Send,
    Server,
    read_parameters,
)
from lessor.model.lease import INFINITE
from lessor.plugins.bootp import messages
from lessor.wire.errors import WireError
from lessor.wire.packet4 import (
    BOOTREQUEST,
    CLIENT_IDENTIFIER,
    LEASE_TIME,
    MAX_MESSAGE_SIZE,
    MESSAGE,
    MESSAGE_TYPE,
    NAK,
    OVERLOAD,
    PARAMETER_REQUEST_LIST,
    REBINDING_TIME,
    RENEWAL_TIME,
    REQUEST,
    REQUESTED_ADDRESS,
    SERVER_IDENTIFIER,
    Packet4,
    decode4,
)

BOOTP: Final = "BOOTP"

# RFC 1533 section 9: the extensions of DHCP, which mean nothing to BOOTP clients.
OF_DHCP: Final = (
    REQUESTED_ADDRESS,
    LEASE_TIME,
    OVERLOAD,
    MESSAGE_TYPE,
    SERVER_IDENTIFIER,
    PARAMETER_REQUEST_LIST,
    MESSAGE,
    MAX_MESSAGE_SIZE,
    RENEWAL_TIME,
    REBINDING_TIME,
    CLIENT_IDENTIFIER,
)


def setup(server: Server, parameters: Mapping[str, Json]) -> Hook:
    """Return the callouts; there are no parameters. Raise ParameterError."""
    read_parameters(parameters, {})
    if server.family != 4:
        raise ParameterError("BOOTP is of IPv4: DHCPv6 servers have no use for it")
    served = Bootp(server.log)
    callouts: dict[str, Callout] = {
        "buffer4_receive": served.read,
        "lease4_select": served.keep,
        "lease4_renew": served.keep,
        "pkt4_send": served.send,
    }
    server.log.write(messages.BOOTP_LOAD)
    return Hook(callouts, close=lambda: server.log.write(messages.BOOTP_UNLOAD), rehearses=True)


class Bootp:
    """The callouts of a DHCPv4 server."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def read(self, event: Buffer4Receive) -> Outcome | None:
        """Make a request without message type one that the server knows, in the class BOOTP."""
        if event.status == DROP:
            return None
        try:
            packet = event.packet if event.status == SKIP and event.packet else decode4(event.data)
        except WireError as error:
            local = IPv4Address(event.received.local)
            self._log.write(messages.BOOTP_PACKET_UNPACK_FAILED, event.source, local, event.interface, error)
            return None
        if packet.op == BOOTREQUEST and MESSAGE_TYPE not in packet.options:
            self._log.write(messages.BOOTP_BOOTP_QUERY, _label(packet))
            packet.options = {MESSAGE_TYPE: bytes((REQUEST,)), **packet.options}
            event.classes = (*event.classes, BOOTP)
        event.packet = packet
        return SKIP

    def keep(self, event: Lease4Select | Lease4Renew) -> None:
        """Give the address forever."""
        if BOOTP in event.query.classes and event.lease.writable:
            event.lease.valid_lifetime = INFINITE

    def send(self, event: Pkt4Send) -> Outcome | None:
        """Take from the answer what only DHCP knows; let a refusal not leave."""
        if BOOTP not in event.query.classes:
            return None
        response = event.response
        if response.message_type == NAK:
            self._log.write(messages.LESSOR_BOOTP_NO_ANSWER, event.query.label)
            return DROP
        self._log.write(messages.BOOTP_PACKET_PACK, event.query.label)
        for code in OF_DHCP:
            response.options.discard(code)
        return None


def _label(packet: Packet4) -> str:
    return f"[hwtype={packet.htype} {packet.chaddr.hex(':')}], tid={packet.xid:#x}"

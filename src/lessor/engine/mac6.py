"""The hardware address of a DHCPv6 client, found by the configured methods in their order (`mac-sources`).

[hot] DHCPv6 messages carry no hardware address of their own, but DUIDs, link-local addresses and the options of relays
often do. Each method is a row of METHODS; its number is what leases keep as the source of their hardware address. "raw"
has no row: UDP sockets do not show the frame a datagram came in.
"""

from collections.abc import Callable
from typing import Final

from lessor.wire.errors import WireError
from lessor.wire.identity import (
    MAX_HWADDR,
    HardwareAddress,
    hwaddr_of_duid,
    hwaddr_of_link_local,
    hwaddr_of_option,
)
from lessor.wire.options6 import Options, read_enterprise, walk6
from lessor.wire.packet6 import CLIENT_LINKLAYER_ADDR, CLIENTID, REMOTE_ID, SUBSCRIBER_ID, VENDOR_OPTS, Packet6

ANY: Final = "any"
USUAL: Final = (ANY,)
# hardware type (RFC 826), where the method does not tell it
ETHERNET: Final = 1
ETHERNET_LENGTH: Final = 6

CABLELABS: Final = 4491
DEVICE_ID: Final = 36  # a cable modem tells its own address, CL-SP-CANN-DHCP-Reg
CMTS_CM_MAC: Final = 1026  # its CMTS, as relay, tells the modem's

Found = tuple[bytes, int, int]
"""Hardware address, hardware type, number of the method."""

NOT_FOUND: Final[Found] = (b"", 0, 0)


def find_hwaddr(packet: Packet6, source: int, methods: tuple[str, ...]) -> Found:
    """Return the client's hardware address as the first of these methods finds it, NOT_FOUND if none does.

    `source` is the address the message came from, `methods` are names of METHODS or "any".
    """
    if methods == USUAL:
        methods = ORDER_OF_ANY
    for name in methods:
        if name == ANY:
            return find_hwaddr(packet, source, ORDER_OF_ANY)
        row = METHODS.get(name)
        if row is not None:
            found = row[1](packet, source)
            if found is not None:
                return found[1], found[0], row[0]
    return NOT_FOUND


def _from_duid(packet: Packet6, source: int) -> HardwareAddress | None:
    return hwaddr_of_duid(packet.options[CLIENTID][0]) if CLIENTID in packet.options else None


def _from_link_local(packet: Packet6, source: int) -> HardwareAddress | None:
    hwaddr = hwaddr_of_link_local(packet.relays[-1].peer_address if packet.relays else source)
    return None if hwaddr is None else (ETHERNET, hwaddr)


def _from_client_linklayer_addr(packet: Packet6, source: int) -> HardwareAddress | None:
    # common case first: no relay, or one that does not tell
    if not packet.relays or CLIENT_LINKLAYER_ADDR not in packet.relays[-1].options:
        return None
    return hwaddr_of_option(packet.relays[-1].options[CLIENT_LINKLAYER_ADDR][0])


def _from_remote_id(packet: Packet6, source: int) -> HardwareAddress | None:
    # RFC 4649 section 3: behind the enterprise number; as Kea, what is too long is cut.
    hwaddr = _of_first_relay(packet, REMOTE_ID)[4 : 4 + MAX_HWADDR]
    return (ETHERNET, hwaddr) if hwaddr else None


def _from_subscriber_id(packet: Packet6, source: int) -> HardwareAddress | None:
    # RFC 4580 leaves open what it is: only what can be an Ethernet address counts.
    value = _of_first_relay(packet, SUBSCRIBER_ID)
    return (ETHERNET, value) if len(value) == ETHERNET_LENGTH else None


def _from_cmts(packet: Packet6, source: int) -> HardwareAddress | None:
    for relay in reversed(packet.relays):
        found = _from_cablelabs(relay.options, CMTS_CM_MAC)
        if found is not None:
            return found
    return None


def _from_modem(packet: Packet6, source: int) -> HardwareAddress | None:
    return _from_cablelabs(packet.options, DEVICE_ID)


def _of_first_relay(packet: Packet6, code: int) -> bytes:
    """Return an option of the relay nearest to the client, who saw its frames."""
    if not packet.relays or code not in packet.relays[-1].options:
        return b""
    return packet.relays[-1].options[code][0]


def _from_cablelabs(options: Options, code: int) -> HardwareAddress | None:
    """Return the address in a sub-option of CableLabs' vendor options."""
    for value in options.get(VENDOR_OPTS, ()):
        try:
            enterprise, data = read_enterprise(value)
        except WireError:
            # whose it is cannot be told, so it is not CableLabs'
            continue
        hwaddr = walk6(data).get(code, [b""])[0] if enterprise == CABLELABS else b""
        if 1 <= len(hwaddr) <= MAX_HWADDR:
            return ETHERNET, hwaddr
    return None


Method = Callable[[Packet6, int], HardwareAddress | None]

METHODS: Final[dict[str, tuple[int, Method]]] = {
    "duid": (2, _from_duid),
    "ipv6-link-local": (4, _from_link_local),
    "client-link-addr-option": (8, _from_client_linklayer_addr),
    "rfc6939": (8, _from_client_linklayer_addr),
    "remote-id": (16, _from_remote_id),
    "rfc4649": (16, _from_remote_id),
    "subscriber-id": (32, _from_subscriber_id),
    "rfc4580": (32, _from_subscriber_id),
    "docsis-cmts": (64, _from_cmts),
    "docsis-modem": (128, _from_modem),
}

ORDER_OF_ANY: Final = (
    "client-link-addr-option",
    "duid",
    "ipv6-link-local",
    "remote-id",
    "docsis-cmts",
    "docsis-modem",
)
"""What "any" means. Not subscriber-id, which is anything a provider likes to write."""

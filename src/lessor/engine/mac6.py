"""The hardware address of a DHCPv6 client, found by the configured methods in their order.

DHCPv6 messages carry no hardware address of their own, but DUIDs, link-local addresses and the options of relays often
do. Each method is a row of METHODS; its number is what leases keep as the source of their hardware address. "raw" has
no row: UDP sockets do not tell what frame a datagram came in.
"""

from collections.abc import Callable
from typing import Final

from lessor.wire.errors import WireError
from lessor.wire.identity import DUID_LL, DUID_LLT, MAX_HWADDR
from lessor.wire.options6 import Options, read_enterprise, walk6
from lessor.wire.packet6 import CLIENT_LINKLAYER_ADDR, CLIENTID, REMOTE_ID, SUBSCRIBER_ID, VENDOR_OPTS, Packet6

Hwaddr = tuple[bytes, int]
"""Hardware address and hardware type (RFC 826); an empty address: not found."""

ANY: Final = "any"
ETHERNET: Final = 1
NOT_FOUND: Final[Hwaddr] = (b"", 0)

# fe80::/64 with the interface identifier made from 48 bits (RFC 4291 appendix A)
LINK_LOCAL: Final = 0xFE80 << 48
EUI64_MIDDLE: Final = 0xFFFE
UNIVERSAL_BIT: Final = 0x02

CABLELABS: Final = 4491
DEVICE_ID: Final = 36  # of a cable modem, CL-SP-CANN-DHCP-Reg
CMTS_CM_MAC: Final = 1026  # what the CMTS knows of the modem


def find_hwaddr(packet: Packet6, source: int, methods: tuple[str, ...]) -> tuple[bytes, int, int]:
    """Return the client's hardware address, its hardware type and the number of the method that found it.

    `source` is the address the message came from, `methods` are names of METHODS or "any". Nothing found: b"", 0, 0.
    """
    for name in methods:
        for row in ALL_METHODS if name == ANY else (name,):
            if row in METHODS:
                number, method = METHODS[row]
                hwaddr, hwtype = method(packet, source)
                if 0 < len(hwaddr) <= MAX_HWADDR:
                    return hwaddr, hwtype, number
    return b"", 0, 0


def _from_duid(packet: Packet6, source: int) -> Hwaddr:
    """Take the address out of DUID-LLT or DUID-LL (RFC 8415 sections 11.2 and 11.4)."""
    duid = packet.options[CLIENTID][0] if CLIENTID in packet.options else b""
    start = _HWADDR_IN_DUID.get(int.from_bytes(duid[:2], "big"), len(duid))
    return duid[start:], int.from_bytes(duid[2:4], "big")


_HWADDR_IN_DUID: Final = {DUID_LLT: 8, DUID_LL: 4}


def _from_link_local(packet: Packet6, source: int) -> Hwaddr:
    """Undo how a link-local address is made from a hardware address; relays pass on who sent the message to them."""
    address = packet.relays[-1].peer_address if packet.relays else source
    if address >> 64 << 16 != LINK_LOCAL << 16 or address >> 24 & 0xFFFF != EUI64_MIDDLE:
        return NOT_FOUND
    octets = address.to_bytes(16, "big")
    return bytes((octets[8] ^ UNIVERSAL_BIT,)) + octets[9:11] + octets[13:], ETHERNET


def _from_client_linklayer_addr(packet: Packet6, source: int) -> Hwaddr:
    value = _of_first_relay(packet, CLIENT_LINKLAYER_ADDR)
    return value[2:], int.from_bytes(value[:2], "big")


def _from_remote_id(packet: Packet6, source: int) -> Hwaddr:
    # RFC 4649 section 3: behind the enterprise number
    return _of_first_relay(packet, REMOTE_ID)[4:], ETHERNET


def _from_subscriber_id(packet: Packet6, source: int) -> Hwaddr:
    # RFC 4580 leaves open what it is: only what can be an Ethernet address counts.
    value = _of_first_relay(packet, SUBSCRIBER_ID)
    return (value, ETHERNET) if len(value) == 6 else NOT_FOUND


def _from_cmts(packet: Packet6, source: int) -> Hwaddr:
    for relay in reversed(packet.relays):
        hwaddr = _cablelabs(relay.options, CMTS_CM_MAC)
        if hwaddr:
            return hwaddr, ETHERNET
    return NOT_FOUND


def _from_modem(packet: Packet6, source: int) -> Hwaddr:
    return _cablelabs(packet.options, DEVICE_ID), ETHERNET


def _of_first_relay(packet: Packet6, code: int) -> bytes:
    """Return an option of the relay nearest to the client: the one that saw its frames."""
    if not packet.relays or code not in packet.relays[-1].options:
        return b""
    return packet.relays[-1].options[code][0]


def _cablelabs(options: Options, code: int) -> bytes:
    """Return a sub-option of CableLabs' vendor options."""
    for value in options.get(VENDOR_OPTS, ()):
        try:
            enterprise, data = read_enterprise(value)
        except WireError:
            continue
        found = walk6(data).get(code) if enterprise == CABLELABS else None
        if found:
            return found[0]
    return b""


Method = Callable[[Packet6, int], Hwaddr]

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

ALL_METHODS: Final = tuple(METHODS)
"""What "any" tries, in this order."""

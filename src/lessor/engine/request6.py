"""A DHCPv6 message read once into what the server uses.

[hot] The twin of request4.py. `read6` also refuses what RFC 8415 section 16 forbids, so that later steps need not look
again; RULES has a row for each message a server takes.
"""

from collections.abc import Callable
from typing import Final

from lessor.engine.classify import NO_CLASSES
from lessor.engine.mac6 import find_hwaddr
from lessor.engine.refusal import Unanswerable
from lessor.model.datagram6 import Received6
from lessor.model.lease6 import NA, PD, TA
from lessor.wire.errors import WireError
from lessor.wire.ia import Held, read_address_alone, read_ia, read_ia_ta, read_ia_usual, read_prefix_alone
from lessor.wire.identity import MAX_DUID
from lessor.wire.options6 import Options
from lessor.wire.packet6 import (
    ADDR_REG_INFORM,
    CLIENT_FQDN,
    CLIENTID,
    CONFIRM,
    DECLINE,
    IA_NA,
    IA_PD,
    IA_TA,
    IAADDR,
    IAPREFIX,
    INFORMATION_REQUEST,
    INTERFACE_ID,
    MESSAGE_NAMES,
    ORO,
    RAPID_COMMIT,
    REBIND,
    RELEASE,
    RENEW,
    REQUEST,
    SERVERID,
    SOLICIT,
    Packet6,
)

MISFORMED: Final = "DHCP6_REQUIRED_OPTIONS_CHECK_FAIL"
UNICAST: Final = "DHCP6_PACKET_DROP_UNICAST"
UNKNOWN: Final = "DHCP6_UNKNOWN_MSG_RECEIVED"

SHORTEST_DUID: Final = 3

# Most identity associations one message may bring; each costs the server a search.
MOST_IAS: Final = 64

VENDOR_CLASS: Final = 16

NO_OPTIONS: Final[Options] = {}

Wish = Held
"""An address or prefix a client names."""


class Ia:
    """One identity association of a request: `type` is NA, TA or PD, `wanted` the addresses or prefixes in it."""

    __slots__ = ("iaid", "t1", "t2", "type", "wanted")

    def __init__(self, type: int, iaid: int, t1: int, t2: int, wanted: list[Wish]) -> None:
        self.type = type
        self.iaid = iaid
        self.t1 = t1
        self.t2 = t2
        self.wanted = wanted


class Request6:
    """One client message and where it came from.

    `duid` names the client, `server_id` the server it means, `asked` are the octets of its option request; b"" where
    the client said nothing. `ias` are in the order Kea answers them: addresses, then prefixes. `link_address` is that
    of the relay nearest to the client that has a usable one, or 0; `interface_id` and `relay_options` are those of the
    nearest relay. `fqdn` is the value of option 39 or None. `flex_id` is what a plug-in knows the client by.
    """

    __slots__ = (
        "asked",
        "classes",
        "duid",
        "flex_id",
        "fqdn",
        "hwaddr",
        "hwaddr_source",
        "hwtype",
        "ias",
        "interface",
        "interface_id",
        "link_address",
        "local",
        "message_type",
        "multicast",
        "options",
        "packet",
        "rapid_commit",
        "relay_options",
        "relayed",
        "server_id",
        "source",
        "source_port",
        "transaction_id",
    )

    def __init__(self, packet: Packet6, received: Received6, mac_sources: tuple[str, ...]) -> None:
        options = packet.options
        self.packet = packet
        self.options = options
        self.classes = NO_CLASSES
        self.flex_id = b""
        self.message_type = packet.message_type
        self.transaction_id = packet.transaction_id
        self.interface = received.interface
        self.local = received.local
        self.source = received.source
        self.source_port = received.source_port
        self.multicast = received.multicast
        self.duid = options[CLIENTID][0] if CLIENTID in options else b""
        self.server_id = options[SERVERID][0] if SERVERID in options else b""
        self.asked = options[ORO][0] if ORO in options else b""
        if len(self.asked) % 2:
            raise WireError("option 6 is no list of codes")
        self.rapid_commit = RAPID_COMMIT in options
        self.fqdn: bytes | None = options[CLIENT_FQDN][0] if CLIENT_FQDN in options else None
        self.relayed = bool(packet.relays)
        self.link_address = 0
        self.interface_id = b""
        self.relay_options = NO_OPTIONS
        if packet.relays:
            self._read_relays()
        self.hwaddr, self.hwtype, self.hwaddr_source = find_hwaddr(packet, received.source, mac_sources)
        self.ias = _read_ias(options) if IA_NA in options or IA_PD in options or IA_TA in options else []

    @property
    def vendor_class(self) -> bytes:
        """Return the first datum of the client's vendor class option (RFC 8415 section 21.16), b"" for none."""
        value = self.options[VENDOR_CLASS][0] if VENDOR_CLASS in self.options else b""
        length = int.from_bytes(value[4:6], "big")
        return value[6 : 6 + length]

    def _read_relays(self) -> None:
        relays = self.packet.relays
        self.relay_options = relays[-1].options
        if INTERFACE_ID in self.relay_options:
            self.interface_id = self.relay_options[INTERFACE_ID][0]
        for relay in reversed(relays):
            # RFC 6221 section 5.3.2: a relay on layer two has no address to name the link by.
            if relay.link_address and not is_link_local(relay.link_address):
                self.link_address = relay.link_address
                return


def is_link_local(address: int) -> bool:
    """Tell whether the address is in fe80::/10 (RFC 4291 section 2.4)."""
    return address >> 118 == 0xFE80 >> 6


class Rule:
    """What RFC 8415 section 16 demands of a message: MUST, MAY or NEVER for client and server identifier, and whether
    it may only come by multicast or through a relay.
    """

    __slots__ = ("client", "multicast_only", "server")

    def __init__(self, client: str, server: str, multicast_only: bool) -> None:
        self.client = client
        self.server = server
        self.multicast_only = multicast_only


MUST: Final = "one is needed"
MAY: Final = "one is allowed"
NEVER: Final = "none is allowed"

RULES: Final = {
    SOLICIT: Rule(MUST, NEVER, True),
    REQUEST: Rule(MUST, MUST, False),
    CONFIRM: Rule(MUST, NEVER, True),
    RENEW: Rule(MUST, MUST, False),
    REBIND: Rule(MUST, NEVER, True),
    RELEASE: Rule(MUST, MUST, False),
    DECLINE: Rule(MUST, MUST, False),
    INFORMATION_REQUEST: Rule(MAY, MAY, True),
    # RFC 9686 section 4.2
    ADDR_REG_INFORM: Rule(MUST, NEVER, False),
}


def read6(packet: Packet6, received: Received6, mac_sources: tuple[str, ...]) -> Request6:
    """Return the request in this message; `mac_sources` are the methods of finding a hardware address.

    Raise Unanswerable when it is none for a server, WireError when an option the server needs cannot be read.
    """
    rule = RULES.get(packet.message_type)
    if rule is None:
        raise Unanswerable(UNKNOWN, f"message type {packet.message_type} is not for a server")
    # RFC 8415 section 16: such a message by unicast is discarded.
    if rule.multicast_only and not received.multicast and not packet.relays:
        raise Unanswerable(UNICAST, f"{MESSAGE_NAMES[packet.message_type]} sent to a unicast address")
    _check_identifier(packet, "client", CLIENTID, rule.client)
    _check_identifier(packet, "server", SERVERID, rule.server)
    return Request6(packet, received, mac_sources)


def _check_identifier(packet: Packet6, whose: str, code: int, rule: str) -> None:
    found = packet.options.get(code)
    if not found:
        if rule == MUST:
            raise Unanswerable(MISFORMED, f"0 {whose} identifiers, {rule}")
        return
    if len(found) > 1 or rule == NEVER:
        raise Unanswerable(MISFORMED, f"{len(found)} {whose} identifiers, {rule}")
    if not SHORTEST_DUID <= len(found[0]) <= MAX_DUID:
        raise Unanswerable(MISFORMED, f"{whose} identifier of {len(found[0])} octets")


def _read_ias(options: Options) -> list[Ia]:
    ias = []
    for value in options.get(IA_NA, ()):
        # common case first: one address, or none, and nothing else
        iaid, t1, t2, held = read_ia_usual(value) or _read_ia_na(value)
        ias.append(Ia(NA, iaid, t1, t2, held))
    for value in options.get(IA_TA, ()):
        ia = read_ia_ta(value)
        ias.append(Ia(TA, ia.iaid, 0, 0, _wishes(ia.options, IAADDR, read_address_alone)))
    for value in options.get(IA_PD, ()):
        ia = read_ia(value)
        ias.append(Ia(PD, ia.iaid, ia.t1, ia.t2, _wishes(ia.options, IAPREFIX, read_prefix_alone)))
    if len(ias) > MOST_IAS:
        raise WireError(f"more than {MOST_IAS} identity associations")
    return ias


def _read_ia_na(value: bytes) -> tuple[int, int, int, list[Wish]]:
    ia = read_ia(value)
    return ia.iaid, ia.t1, ia.t2, _wishes(ia.options, IAADDR, read_address_alone)


def _wishes(options: Options, code: int, read: Callable[[bytes], Wish]) -> list[Wish]:
    return [read(value) for value in options.get(code, ())]

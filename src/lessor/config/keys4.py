"""Every key of a DHCPv4 configuration, as one table: scope -> key -> what is known about it.

Keys of all Kea releases since 1.0 are here, removed ones too: a file that worked there works here. What DHCPv6 has as
well comes from groups.py and scopes.py.
"""

from typing import Final

from lessor.config.groups import (
    CLASS,
    CLASS_EXCLUSIVE,
    GUARDS,
    LENIENT,
    LINK,
    NETWORK,
    OPTIONS,
    PLACE_EXCLUSIVE,
    POOL_EXCLUSIVE,
    POOL_ID,
    POOL_NAMES,
    REMARKS,
    SERVER,
    SERVER_EXCLUSIVE,
    SHARED,
    SHARED_SINCE,
    SOCKETS,
    SUBNET,
    timers,
)
from lessor.config.keys import BOOLEAN, INTEGER, MAP, MAPS, STRING, STRINGS, Key, Scope, inherited
from lessor.config.scopes import COMMON, authentication, option_data, option_def, queue_control, top_level

GLOBAL: Final = "Dhcp4"
SUBNETS: Final = {"subnet4": Key(MAPS, "the subnets", scope="subnet4", effect=True)}

BOOT: Final = {
    "next-server": Key(
        STRING, "address of the boot server, the siaddr field of replies", default="0.0.0.0", effect=True
    ),
    "server-hostname": Key(
        STRING, "name of the boot server, the sname field of replies", default="", effect=True, note="up to 63 octets"
    ),
    "boot-file-name": Key(
        STRING, "file to boot from, the file field of replies", default="", effect=True, note="up to 127 octets"
    ),
}

# What subnets inherit from their shared network, and both from the global scope.
INHERITED: Final = {
    **timers("lease time", "not sent", calculate=False, t2_percent=0.875),
    "match-client-id": Key(
        BOOLEAN,
        "know clients by their client identifier; if false, by hardware address only",
        default=True,
        effect=True,
    ),
    "authoritative": Key(
        BOOLEAN, "refuse (NAK) addresses of clients nothing is known about", default=False, effect=True
    ),
    **BOOT,
    "offer-lifetime": Key(
        INTEGER,
        "how long an offered address is kept for its client by a lease; 0 writes none",
        unit="seconds",
        since="2.4",
        effect=True,
    ),
    **SHARED,
}

DHCP4: Final = Scope(
    GLOBAL,
    "Everything the server does. Most parameters are inherited by shared networks and subnets.",
    {
        **SUBNETS,
        NETWORK: Key(MAPS, "subnets that share a link", scope=NETWORK, effect=True),
        **INHERITED,
        **OPTIONS,
        **SERVER,
        "host-reservation-identifiers": Key(
            STRINGS,
            "by what reservations are looked up, in this order",
            default=("hw-address", "duid", "circuit-id", "client-id"),
            values=("hw-address", "duid", "circuit-id", "client-id", "flex-id", "auto"),
            filled=True,
            effect=True,
            note="auto alone means all",
        ),
        "echo-client-id": Key(BOOLEAN, "send the client identifier back, RFC 6842", default=True, effect=True),
        "stash-agent-options": Key(
            BOOLEAN,
            "use the relay options of a lease for renewals that come without relay; store-extended-info keeps them",
            default=False,
            since="2.6",
            effect=True,
        ),
        "compatibility": Key(
            MAP, "ways of putting up with odd clients and relays", scope="compatibility", since="2.0", effect=True
        ),
        **REMARKS,
    },
    exclusive=SERVER_EXCLUSIVE,
)

SHARED_NETWORK: Final = Scope(
    NETWORK,
    "Subnets on one link: a client gets an address from any of them.",
    {
        "name": Key(STRING, "name of the network", required=True, effect=True),
        **SUBNETS,
        **LINK,
        **inherited(INHERITED, GLOBAL, since=SHARED_SINCE),
        **OPTIONS,
        **GUARDS,
        **REMARKS,
    },
    exclusive=PLACE_EXCLUSIVE,
)

SUBNET4: Final = Scope(
    "subnet4",
    "One subnet and its addresses.",
    {
        **SUBNET,
        **inherited(INHERITED, NETWORK, GLOBAL, since=SHARED_SINCE),
        **OPTIONS,
        **GUARDS,
        "4o6-interface": Key(STRING, "DHCPv4 over DHCPv6: interface", default=""),
        "4o6-interface-id": Key(STRING, "DHCPv4 over DHCPv6: interface id of the relay", default=""),
        "4o6-subnet": Key(STRING, "DHCPv4 over DHCPv6: IPv6 prefix of the clients", default=""),
        **REMARKS,
    },
    exclusive=PLACE_EXCLUSIVE,
)

POOL: Final = Scope(
    "pools",
    "A range of addresses in a subnet.",
    {
        "pool": Key(STRING, "first and last address (192.0.2.10 - 192.0.2.20) or a prefix", required=True, effect=True),
        **POOL_ID,
        **OPTIONS,
        **GUARDS,
        **inherited(POOL_NAMES, "subnet4", NETWORK, GLOBAL, since=dict.fromkeys(POOL_NAMES, "3.0")),
        **REMARKS,
    },
    exclusive=POOL_EXCLUSIVE,
)

RESERVATION: Final = Scope(
    "reservations",
    "What one client gets. The client is known by one of the identifiers.",
    {
        "hw-address": Key(STRING, "hardware address of the client", effect=True),
        "client-id": Key(STRING, "client identifier, hexadecimal or in 'quotes'", effect=True),
        "duid": Key(STRING, "DUID of the client, RFC 4361", effect=True),
        "circuit-id": Key(STRING, "circuit the relay reports for the client", effect=True),
        "flex-id": Key(STRING, "identifier made by a plug-in"),
        "ip-address": Key(STRING, "the address reserved", effect=True),
        "hostname": Key(STRING, "the name the client is given", default="", effect=True),
        **BOOT,
        **OPTIONS,
        "client-classes": Key(STRINGS, "classes the client is put into", effect=True),
        **REMARKS,
    },
)

CLIENT_CLASS: Final = Scope(
    "client-classes",
    "A class of clients: who belongs to it and what its members get.",
    {
        **CLASS,
        "option-def": Key(MAPS, "layouts of options private to the class", scope="option-def", effect=True),
        **BOOT,
        "offer-lifetime": Key(
            INTEGER,
            "how long an offered address is kept for its client by a lease; 0 writes none",
            unit="seconds",
            since="2.4",
            effect=True,
        ),
        **REMARKS,
    },
    exclusive=CLASS_EXCLUSIVE,
)

INTERFACES: Final = Scope(
    "interfaces-config",
    "Where to listen and how.",
    {
        "interfaces": Key(
            STRINGS,
            "interfaces as eth0, eth0/192.0.2.1 (one of its addresses), or * for all",
            default=(),
            effect=True,
        ),
        "dhcp-socket-type": Key(
            STRING,
            "raw reaches clients without an address; udp is enough behind relays",
            default="raw",
            values=("raw", "udp"),
            effect=True,
        ),
        "outbound-interface": Key(
            STRING,
            "whether answers leave where the question came in or where the routing table says",
            default="same-as-inbound",
            values=("same-as-inbound", "use-routing"),
            effect=True,
        ),
        **SOCKETS,
        **REMARKS,
    },
)

COMPATIBILITY: Final = Scope(
    "compatibility",
    "Ways of putting up with odd clients and relays.",
    {
        **LENIENT,
        "ignore-dhcp-server-identifier": Key(
            BOOLEAN, "answer requests meant for other servers", default=False, since="2.4", effect=True
        ),
        "ignore-rai-link-selection": Key(
            BOOLEAN, "do not choose subnets by the relay's link selection", default=False, since="2.4", effect=True
        ),
        "exclude-first-last-24": Key(
            BOOLEAN, "never give out x.x.x.0 and x.x.x.255 in /24 and larger", default=False, since="2.4", effect=True
        ),
    },
)

CODES: Final = "1 to 254 in space dhcp4"

SCOPES4: Final = {
    "toplevel": top_level(GLOBAL),
    GLOBAL: DHCP4,
    "interfaces-config": INTERFACES,
    NETWORK: SHARED_NETWORK,
    "subnet4": SUBNET4,
    "pools": POOL,
    "reservations": RESERVATION,
    "option-data": option_data("dhcp4", CODES, 255),
    "option-def": option_def("dhcp4", CODES, 255),
    "compatibility": COMPATIBILITY,
    "client-classes": CLIENT_CLASS,
    **COMMON,
    "authentication": authentication("kea-dhcpv4-server"),
    "dhcp-queue-control": queue_control("kea-ring4"),
}

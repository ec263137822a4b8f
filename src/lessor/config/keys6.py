"""Every key of a DHCPv6 configuration, as one table: scope -> key -> what is known about it.

Keys of all Kea releases since 1.0 are here, removed ones too: a file that worked there works here. What DHCPv4 has as
well comes from groups.py and scopes.py.
"""

from dataclasses import replace
from typing import Final

from lessor.config.groups import (
    CLASS,
    CLASS_EXCLUSIVE,
    GUARDS,
    GUARDS_EXCLUSIVE,
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
from lessor.config.keys import BOOLEAN, INTEGER, MAP, MAPS, STRING, STRINGS, UINT16, Key, Scope, inherited
from lessor.config.scopes import COMMON, authentication, option_data, option_def, queue_control, top_level

GLOBAL: Final = "Dhcp6"
SUBNETS: Final = {"subnet6": Key(MAPS, "the subnets", scope="subnet6", effect=True)}

PREFERRED: Final = {
    "preferred-lifetime": Key(
        INTEGER,
        "how long clients begin new connections with an address or prefix",
        unit="seconds",
        effect=True,
        note="0.625 of valid-lifetime when unset",
    ),
    "min-preferred-lifetime": Key(
        INTEGER, "the shortest such time a client may ask for", unit="seconds", effect=True, note="else the usual one"
    ),
    "max-preferred-lifetime": Key(
        INTEGER, "the longest such time a client may ask for", unit="seconds", effect=True, note="else the usual one"
    ),
}

# What subnets inherit from their shared network, and both from the global scope.
INHERITED: Final = {
    **PREFERRED,
    **timers("preferred lifetime", "0", calculate=True, t2_percent=0.8),
    "pd-allocator": replace(SHARED["allocator"], text="how free prefixes are chosen"),
    **SHARED,
}

# What subnets inherit from their shared network, and nothing else has.
LINK6: Final = {
    "interface-id": Key(STRING, "interface id by which relays name its link", default="", effect=True),
    "rapid-commit": Key(
        BOOLEAN,
        "answer clients that ask for it with leases at once, RFC 8415 section 21.14",
        default=False,
        effect=True,
    ),
}

DHCP6: Final = Scope(
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
            default=("hw-address", "duid"),
            values=("hw-address", "duid", "flex-id", "auto"),
            filled=True,
            effect=True,
            note="auto alone means all",
        ),
        "mac-sources": Key(
            STRINGS,
            "how the hardware address of a client is found out, in this order",
            default=("any",),
            values=(
                "any",
                "raw",
                "duid",
                "ipv6-link-local",
                "client-link-addr-option",
                "rfc6939",
                "remote-id",
                "rfc4649",
                "subscriber-id",
                "rfc4580",
                "docsis-cmts",
                "docsis-modem",
            ),
            filled=True,
            effect=True,
        ),
        "relay-supplied-options": Key(
            STRINGS,
            "options that relays may add to a reply, by code or name, RFC 6422",
            default=("65",),
            effect=True,
        ),
        "server-id": Key(
            MAP, "the DUID of this server; made and kept in a file if not given", scope="server-id", effect=True
        ),
        "allow-address-registration": Key(
            BOOLEAN,
            "let clients register addresses they made themselves, RFC 9686",
            default=True,
            since="3.2",
            effect=True,
        ),
        "data-directory": Key(
            STRING,
            "ignored, as by Kea since 3.0: KEA_DHCP_DATA_DIR in the environment tells where files are",
            deprecated=True,
        ),
        "compatibility": Key(
            MAP, "ways of putting up with odd clients", scope="compatibility", since="2.0", effect=True
        ),
        **REMARKS,
    },
    exclusive=SERVER_EXCLUSIVE,
)

SHARED_NETWORK: Final = Scope(
    NETWORK,
    "Subnets on one link: a client gets addresses from any of them.",
    {
        "name": Key(STRING, "name of the network", required=True, effect=True),
        **SUBNETS,
        **LINK,
        **LINK6,
        **inherited(INHERITED, GLOBAL, since=SHARED_SINCE),
        **OPTIONS,
        **GUARDS,
        **REMARKS,
    },
    exclusive=PLACE_EXCLUSIVE,
)

SUBNET6: Final = Scope(
    "subnet6",
    "One subnet, its addresses, and the prefixes delegated to its routers.",
    {
        **SUBNET,
        "pd-pools": Key(MAPS, "prefixes to delegate", scope="pd-pools", effect=True),
        **inherited(LINK6, NETWORK),
        **inherited(INHERITED, NETWORK, GLOBAL, since=SHARED_SINCE),
        **OPTIONS,
        **GUARDS,
        **REMARKS,
    },
    exclusive=PLACE_EXCLUSIVE,
)

POOL: Final = Scope(
    "pools",
    "A range of addresses in a subnet.",
    {
        "pool": Key(
            STRING, "first and last address (2001:db8::10 - 2001:db8::20) or a prefix", required=True, effect=True
        ),
        **POOL_ID,
        **OPTIONS,
        **GUARDS,
        **inherited(POOL_NAMES, "subnet6", NETWORK, GLOBAL, since=dict.fromkeys(POOL_NAMES, "3.0")),
        **REMARKS,
    },
    exclusive=POOL_EXCLUSIVE,
)

PREFIX_POOL: Final = Scope(
    "pd-pools",
    "A prefix out of which longer ones are delegated, RFC 8415 section 6.3.",
    {
        "prefix": Key(STRING, "the prefix, without its length", required=True, effect=True),
        "prefix-len": Key(INTEGER, "its length", unit="bits", minimum=1, maximum=128, required=True, effect=True),
        "delegated-len": Key(
            INTEGER,
            "length of the prefixes delegated, prefix-len or more",
            unit="bits",
            minimum=1,
            maximum=128,
            required=True,
            effect=True,
        ),
        "excluded-prefix": Key(
            STRING, "the part of each delegated prefix kept for the link to its router, RFC 6603", effect=True
        ),
        "excluded-prefix-len": Key(
            INTEGER, "length of this part, more than delegated-len", unit="bits", maximum=128, effect=True
        ),
        "pool-id": replace(POOL_ID["pool-id"], since="2.6"),
        **OPTIONS,
        **GUARDS,
        **REMARKS,
    },
    exclusive=GUARDS_EXCLUSIVE,
)

RESERVATION: Final = Scope(
    "reservations",
    "What one client gets. The client is known by one of the identifiers.",
    {
        "duid": Key(STRING, "DUID of the client", effect=True),
        "hw-address": Key(STRING, "hardware address of the client, found as mac-sources says", effect=True),
        "flex-id": Key(STRING, "identifier made by a plug-in"),
        "ip-addresses": Key(STRINGS, "the addresses reserved", effect=True),
        "prefixes": Key(STRINGS, "the prefixes reserved, as prefix/length", effect=True),
        "excluded-prefixes": Key(
            STRINGS,
            "of each reserved prefix the part kept for the link to its router, or an empty string",
            since="3.0",
            effect=True,
        ),
        "hostname": Key(STRING, "the name the client is given", default="", effect=True),
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
        **{name: replace(key, since="2.0") for name, key in PREFERRED.items()},
        **REMARKS,
    },
    exclusive=CLASS_EXCLUSIVE,
)

SERVER_ID: Final = Scope(
    "server-id",
    "The DUID of the server, RFC 8415 section 11. What is 0 or empty is found out or made up.",
    {
        "type": Key(STRING, "kind of DUID", required=True, values=("LLT", "EN", "LL"), effect=True),
        "identifier": Key(
            STRING, "LLT and LL: link-layer address, EN: identifier; in hexadecimal", default="", effect=True
        ),
        "htype": Key(INTEGER, "LLT and LL: hardware type", default=0, maximum=UINT16, effect=True),
        "time": Key(INTEGER, "LLT: when it was made", unit="seconds since 2000", default=0, effect=True),
        "enterprise-id": Key(INTEGER, "EN: number of the enterprise", default=0, effect=True),
        "persist": Key(BOOLEAN, "keep the DUID in a file", default=True, effect=True),
        **REMARKS,
    },
)

INTERFACES: Final = Scope(
    "interfaces-config",
    "Where to listen and how.",
    {
        "interfaces": Key(
            STRINGS,
            "interfaces as eth0, eth0/2001:db8::1 (unicast to this address of it too), or * for all",
            default=(),
            effect=True,
        ),
        **SOCKETS,
        **REMARKS,
    },
)

COMPATIBILITY: Final = Scope("compatibility", "Ways of putting up with odd clients.", LENIENT)

CODES: Final = "1 to 65535 in space dhcp6"

SCOPES6: Final = {
    "toplevel": top_level(GLOBAL),
    GLOBAL: DHCP6,
    "interfaces-config": INTERFACES,
    NETWORK: SHARED_NETWORK,
    "subnet6": SUBNET6,
    "pools": POOL,
    "pd-pools": PREFIX_POOL,
    "reservations": RESERVATION,
    "server-id": SERVER_ID,
    "option-data": option_data("dhcp6", CODES, UINT16),
    "option-def": option_def("dhcp6", CODES, UINT16),
    "compatibility": COMPATIBILITY,
    "client-classes": CLIENT_CLASS,
    **COMMON,
    "authentication": authentication("kea-dhcpv6-server"),
    "dhcp-queue-control": queue_control("kea-ring6"),
}

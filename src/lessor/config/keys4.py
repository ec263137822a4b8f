"""Every key of a DHCPv4 configuration, as one table: scope -> key -> what is known about it.

Keys of all Kea releases since 1.0 are here, removed ones too: a file that worked there works here. Keys that several
scopes share are written once, as a group, and inherited along.
"""

from dataclasses import replace
from typing import Final

from lessor.config.keys import UINT16, Key, Kind, Scope, inherited

INTEGER, REAL, BOOLEAN, STRING = Kind.INTEGER, Kind.REAL, Kind.BOOLEAN, Kind.STRING
STRINGS, MAP, MAPS, ANY_MAP = Kind.STRINGS, Kind.MAP, Kind.MAPS, Kind.ANY_MAP

NETWORK: Final = "shared-networks"
SUBNET: Final = "subnet4"
GLOBAL: Final = "Dhcp4"

REMARKS: Final = {
    "user-context": Key(ANY_MAP, "anything you want to keep with this map", effect=True),
    "comment": Key(STRING, "a remark, kept as `comment` in user-context", effect=True),
}

LIFETIMES: Final = {
    "valid-lifetime": Key(
        INTEGER,
        "how long a lease lasts when its client asks for no other time",
        default=7200,
        unit="seconds",
        effect=True,
        note="4294967295 is forever",
    ),
    "min-valid-lifetime": Key(
        INTEGER, "the shortest time a client may ask for", unit="seconds", effect=True, note="else valid-lifetime"
    ),
    "max-valid-lifetime": Key(
        INTEGER, "the longest time a client may ask for", unit="seconds", effect=True, note="else valid-lifetime"
    ),
}

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

TIMERS: Final = {
    "renew-timer": Key(
        INTEGER,
        "when clients renew (T1)",
        unit="seconds",
        effect=True,
        note="not sent when unset, unless calculate-tee-times",
    ),
    "rebind-timer": Key(
        INTEGER,
        "when clients rebind (T2)",
        unit="seconds",
        effect=True,
        note="not sent when unset, unless calculate-tee-times",
    ),
    "calculate-tee-times": Key(
        BOOLEAN,
        "send T1 and T2 as parts of the lease time where renew-timer and rebind-timer are unset",
        default=False,
        effect=True,
    ),
    "t1-percent": Key(
        REAL,
        "T1 as part of the lease time",
        default=0.5,
        maximum=1.0,
        above_minimum=True,
        below_maximum=True,
        effect=True,
    ),
    "t2-percent": Key(
        REAL,
        "T2 as part of the lease time, greater than t1-percent",
        default=0.875,
        maximum=1.0,
        above_minimum=True,
        below_maximum=True,
        effect=True,
    ),
}

RESERVING: Final = {
    "reservation-mode": Key(
        STRING,
        "which reservations are looked for, as one word",
        values=("disabled", "out-of-pool", "global", "all"),
        until="2.4",
        effect=True,
        note="now the three reservations-* keys",
    ),
    "reservations-global": Key(BOOLEAN, "look for global reservations", default=False, since="2.0", effect=True),
    "reservations-in-subnet": Key(
        BOOLEAN, "look for reservations of the subnet", default=True, since="2.0", effect=True
    ),
    "reservations-out-of-pool": Key(
        BOOLEAN,
        "all reserved addresses lie outside the pools, so clients with pool addresses need no look-up",
        default=False,
        since="2.0",
        effect=True,
    ),
}

HOSTNAMES: Final = {
    "hostname-char-set": Key(
        STRING,
        "regular expression of the characters not wanted in host names",
        default="[^A-Za-z0-9.-]",
        effect=True,
    ),
    "hostname-char-replacement": Key(STRING, "what each of them becomes", default="", effect=True),
}

CONFLICT_MODES: Final = (
    "check-with-dhcid",
    "no-check-with-dhcid",
    "check-exists-with-dhcid",
    "no-check-without-dhcid",
)
REPLACE_MODES: Final = ("when-present", "never", "always", "when-not-present")

NAME_UPDATES: Final = {
    "ddns-send-updates": Key(BOOLEAN, "update DNS for leases", default=True, since="1.8"),
    "ddns-override-no-update": Key(BOOLEAN, "update even if the client asks for none", default=False, since="1.8"),
    "ddns-override-client-update": Key(
        BOOLEAN, "update the forward name even if the client wants to do so itself", default=False, since="1.8"
    ),
    "ddns-replace-client-name": Key(
        STRING,
        "when to replace the name a client gives by a generated one",
        default="never",
        values=REPLACE_MODES,
        since="1.8",
    ),
    "ddns-generated-prefix": Key(STRING, "beginning of generated names", default="myhost", since="1.8", effect=True),
    "ddns-qualifying-suffix": Key(STRING, "domain added to partial names", default="", since="1.8", effect=True),
    "ddns-update-on-renew": Key(BOOLEAN, "update on each renewal, changed or not", default=False, since="2.0"),
    "ddns-conflict-resolution-mode": Key(
        STRING,
        "how to find out that a name belongs to somebody else",
        default="check-with-dhcid",
        values=CONFLICT_MODES,
        since="2.6",
    ),
    "ddns-ttl-percent": Key(
        REAL,
        "time to live of DNS records as part of the lease time",
        maximum=1.0,
        above_minimum=True,
        since="2.4",
    ),
    "ddns-ttl": Key(INTEGER, "time to live of DNS records", unit="seconds", since="3.0"),
    "ddns-ttl-min": Key(INTEGER, "least time to live of DNS records", unit="seconds", since="3.0"),
    "ddns-ttl-max": Key(INTEGER, "greatest time to live of DNS records", unit="seconds", since="3.0"),
}

OLD_CONFLICT_CHECK: Final = {
    "ddns-use-conflict-resolution": Key(
        BOOLEAN,
        "check that a name belongs to nobody else",
        quiet=(True,),
        since="2.0",
        deprecated=True,
        note="now ddns-conflict-resolution-mode",
    ),
}

LEASING: Final = {
    "allocator": Key(
        STRING,
        "how free addresses are chosen",
        default="iterative",
        values=("iterative", "random", "flq", "shared-flq"),
        since="2.4",
        quiet=("iterative",),
    ),
    "offer-lifetime": Key(
        INTEGER,
        "how long an offered address is kept for its client by a lease; 0 writes none",
        unit="seconds",
        since="2.4",
        effect=True,
    ),
    "store-extended-info": Key(BOOLEAN, "keep relay information with each lease", default=False, since="1.8"),
    "cache-threshold": Key(
        REAL,
        "give a client that comes back the lease it has, unless more than this part of it is over",
        default=0.25,
        maximum=1.0,
        below_maximum=True,
        since="2.0",
    ),
    "cache-max-age": Key(INTEGER, "the same as a time", unit="seconds", since="2.0", note="no limit when unset"),
    "adaptive-lease-time-threshold": Key(
        REAL,
        "part of a pool in use from which min-valid-lifetime is given",
        maximum=1.0,
        above_minimum=True,
        since="3.2",
    ),
}

IDENTITY: Final = {
    "match-client-id": Key(
        BOOLEAN,
        "know clients by their client identifier; if false, by hardware address only",
        default=True,
        effect=True,
    ),
    "authoritative": Key(
        BOOLEAN, "refuse (NAK) addresses of clients nothing is known about", default=False, effect=True
    ),
}

# What subnets inherit from their shared network, and both from the global scope.
SHARED: Final = {
    **LIFETIMES,
    **TIMERS,
    **IDENTITY,
    **BOOT,
    **RESERVING,
    **HOSTNAMES,
    **LEASING,
    **NAME_UPDATES,
    **OLD_CONFLICT_CHECK,
}
SHARED_SINCE: Final = {"hostname-char-set": "1.8", "hostname-char-replacement": "1.8"}

GUARDS: Final = {
    "client-class": Key(
        STRING, "the class a client must be in", until="3.0", deprecated=True, note="now client-classes"
    ),
    "client-classes": Key(STRINGS, "classes of which a client must be in one", since="3.0"),
    "require-client-classes": Key(
        STRINGS, "classes to evaluate late", until="3.0", deprecated=True, note="now evaluate-additional-classes"
    ),
    "evaluate-additional-classes": Key(STRINGS, "classes to evaluate once this scope is chosen", since="3.0"),
}

OPTIONS: Final = {
    "option-data": Key(MAPS, "options to send", scope="option-data", effect=True),
}
DEFINITIONS: Final = {
    "option-def": Key(MAPS, "options of your own", scope="option-def", effect=True),
}

SHARED_EXCLUSIVE: Final = (
    ("reservation-mode", "reservations-global"),
    ("reservation-mode", "reservations-in-subnet"),
    ("reservation-mode", "reservations-out-of-pool"),
    ("ddns-use-conflict-resolution", "ddns-conflict-resolution-mode"),
    ("ddns-ttl", "ddns-ttl-percent"),
    ("ddns-ttl", "ddns-ttl-min"),
    ("ddns-ttl", "ddns-ttl-max"),
)
GUARDS_EXCLUSIVE: Final = (
    ("client-class", "client-classes"),
    ("require-client-classes", "evaluate-additional-classes"),
)

TOP_LEVEL: Final = Scope(
    "toplevel",
    "The file itself: one map. The sections of other programs may stand beside `Dhcp4` and are left alone.",
    {
        "Dhcp4": Key(MAP, "the DHCPv4 server", scope=GLOBAL, required=True, effect=True),
        "Logging": Key(MAP, "loggers, where Kea up to 1.5 had them", scope="Logging", until="1.5", effect=True),
        "Dhcp6": Key(ANY_MAP, "the DHCPv6 server's section, left alone", effect=True),
        "DhcpDdns": Key(ANY_MAP, "the dynamic DNS server's section, left alone", effect=True),
        "Control-agent": Key(ANY_MAP, "the control agent's section, left alone", effect=True),
        "Netconf": Key(ANY_MAP, "the NETCONF agent's section, left alone", effect=True),
    },
)

DHCP4: Final = Scope(
    GLOBAL,
    "Everything the server does. Most parameters are inherited by shared networks and subnets.",
    {
        "interfaces-config": Key(MAP, "where to listen", scope="interfaces-config", effect=True),
        "lease-database": Key(
            MAP, "where leases are kept; a lease file if not given", scope="lease-database", effect=True
        ),
        "subnet4": Key(MAPS, "the subnets", scope=SUBNET, effect=True),
        "shared-networks": Key(MAPS, "subnets that share a link", scope=NETWORK, effect=True),
        **SHARED,
        **OPTIONS,
        **DEFINITIONS,
        "reservations": Key(MAPS, "reservations that hold in all subnets", scope="reservations", effect=True),
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
        "decline-probation-period": Key(
            INTEGER, "how long a declined address is not given out", default=86400, unit="seconds", effect=True
        ),
        "sanity-checks": Key(MAP, "what to do about odd leases in the lease file", scope="sanity-checks", effect=True),
        "compatibility": Key(
            MAP, "ways of putting up with odd clients and relays", scope="compatibility", since="2.0", effect=True
        ),
        "loggers": Key(MAPS, "what is logged where", scope="loggers", effect=True),
        "client-classes": Key(MAPS, "classes of clients", scope="client-classes"),
        "hooks-libraries": Key(MAPS, "plug-ins", scope="hooks-libraries"),
        "control-socket": Key(
            MAP, "where commands are taken", scope="control-sockets", until="3.2", note="now control-sockets"
        ),
        "control-sockets": Key(MAPS, "where commands are taken", scope="control-sockets", since="3.0"),
        "dhcp-ddns": Key(MAP, "how to reach the dynamic DNS server", scope="dhcp-ddns"),
        "expired-leases-processing": Key(
            MAP, "how leases that are over are cleared away", scope="expired-leases-processing"
        ),
        "hosts-database": Key(MAP, "where more reservations are", scope="hosts-databases"),
        "hosts-databases": Key(MAPS, "where more reservations are", scope="hosts-databases"),
        "config-control": Key(MAP, "where more configuration is", scope="config-control"),
        "server-tag": Key(STRING, "name of this server in the configuration database", default=""),
        "multi-threading": Key(MAP, "how many packets Kea works on at once", scope="multi-threading", since="1.8"),
        "dhcp-queue-control": Key(MAP, "a queue between socket and server", scope="dhcp-queue-control"),
        "dhcp4o6-port": Key(INTEGER, "port towards the DHCPv6 server, 0 for none", default=0, maximum=UINT16),
        "statistic-default-sample-count": Key(
            INTEGER, "how many values of a statistic are kept", default=20, since="1.8"
        ),
        "statistic-default-sample-age": Key(
            INTEGER,
            "how long they are kept, if not counted",
            default=0,
            unit="seconds",
            since="1.8",
        ),
        "ip-reservations-unique": Key(
            BOOLEAN, "an address may be reserved once only", default=True, since="2.0", effect=True
        ),
        "early-global-reservations-lookup": Key(
            BOOLEAN, "look for global reservations before a subnet is chosen", default=False, since="2.2"
        ),
        "reservations-lookup-first": Key(BOOLEAN, "look for reservations before leases", default=False, since="2.2"),
        "parked-packet-limit": Key(
            INTEGER, "how many packets may wait for plug-ins", default=256, since="2.0", note="0 is no limit"
        ),
        "stash-agent-options": Key(
            BOOLEAN, "remember relay options for renewals that come without relay", default=False, since="2.6"
        ),
        **REMARKS,
    },
    exclusive=(*SHARED_EXCLUSIVE, ("control-socket", "control-sockets")),
)

SHARED_NETWORK: Final = Scope(
    NETWORK,
    "Subnets on one link: a client gets an address from any of them.",
    {
        "name": Key(STRING, "name of the network", required=True, effect=True),
        "subnet4": Key(MAPS, "its subnets", scope=SUBNET, effect=True),
        "interface": Key(STRING, "interface of this link", default="", effect=True),
        "relay": Key(MAP, "relays of this link", scope="relay", effect=True),
        **inherited(SHARED, GLOBAL, since=SHARED_SINCE),
        **OPTIONS,
        **GUARDS,
        **REMARKS,
    },
    exclusive=(*SHARED_EXCLUSIVE, *GUARDS_EXCLUSIVE),
)

SUBNET4: Final = Scope(
    SUBNET,
    "One subnet and its addresses.",
    {
        "subnet": Key(STRING, "the subnet as address/length", required=True, effect=True),
        "id": Key(
            INTEGER,
            "number of the subnet in leases and statistics",
            maximum=0xFFFFFFFE,
            effect=True,
            note="0 or unset: the next free one (Kea 3.0 and later want it written)",
        ),
        "pools": Key(MAPS, "addresses to give out", scope="pools", effect=True),
        **inherited(
            {
                "interface": Key(STRING, "interface on which its clients are heard", default="", effect=True),
                "relay": Key(MAP, "relays that serve this subnet", scope="relay", effect=True),
            },
            NETWORK,
        ),
        **inherited(SHARED, NETWORK, GLOBAL, since=SHARED_SINCE),
        **OPTIONS,
        "reservations": Key(MAPS, "what single clients get here", scope="reservations", effect=True),
        **GUARDS,
        "4o6-interface": Key(STRING, "DHCPv4 over DHCPv6: interface", default=""),
        "4o6-interface-id": Key(STRING, "DHCPv4 over DHCPv6: interface id of the relay", default=""),
        "4o6-subnet": Key(STRING, "DHCPv4 over DHCPv6: IPv6 prefix of the clients", default=""),
        **REMARKS,
    },
    exclusive=(*SHARED_EXCLUSIVE, *GUARDS_EXCLUSIVE),
)

# Host names are cleaned as the subnet says; a pool of its own mind has to wait for name updates.
POOL_NAMES: Final = {**NAME_UPDATES, **{name: replace(key, effect=False) for name, key in HOSTNAMES.items()}}

POOL: Final = Scope(
    "pools",
    "A range of addresses in a subnet.",
    {
        "pool": Key(STRING, "first and last address (192.0.2.10 - 192.0.2.20) or a prefix", required=True, effect=True),
        "pool-id": Key(
            INTEGER, "number of the pool in statistics", minimum=1, since="2.4", effect=True, note="pools may share one"
        ),
        **OPTIONS,
        **GUARDS,
        **inherited(POOL_NAMES, SUBNET, NETWORK, GLOBAL, since=dict.fromkeys(POOL_NAMES, "3.0")),
        **REMARKS,
    },
    exclusive=(*SHARED_EXCLUSIVE[-3:], *GUARDS_EXCLUSIVE),
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
        "client-classes": Key(STRINGS, "classes the client is put into"),
        **REMARKS,
    },
)

RELAY: Final = Scope(
    "relay",
    "By which relays a subnet is chosen.",
    {
        "ip-address": Key(STRING, "address of the relay", until="2.4", effect=True, note="now ip-addresses"),
        "ip-addresses": Key(STRINGS, "addresses of the relays", effect=True),
    },
    exclusive=(("ip-address", "ip-addresses"),),
)

OPTION_DATA: Final = Scope(
    "option-data",
    "One option and its value. Either `name` or `code` tells which.",
    {
        "name": Key(STRING, "name of the option", effect=True),
        "code": Key(INTEGER, "code of the option, 1 to 254 in space dhcp4", maximum=255, effect=True),
        "space": Key(STRING, "option space it belongs to", default="dhcp4", effect=True),
        "data": Key(STRING, "the value, fields separated by commas, or hexadecimal", effect=True),
        "csv-format": Key(
            BOOLEAN,
            "whether data holds fields (true) or hexadecimal (false)",
            default=True,
            effect=True,
        ),
        "always-send": Key(BOOLEAN, "send it also to clients that do not ask for it", default=False, effect=True),
        "never-send": Key(BOOLEAN, "never send it, wherever else it is set", default=False, since="2.4", effect=True),
        "client-classes": Key(STRINGS, "send it only to clients in one of these classes", since="3.0"),
        **REMARKS,
    },
)

OPTION_DEF: Final = Scope(
    "option-def",
    "The layout of an option that is not standard.",
    {
        "name": Key(STRING, "name of the option", required=True, effect=True),
        "code": Key(INTEGER, "code of the option, 1 to 254 in space dhcp4", required=True, maximum=255, effect=True),
        "type": Key(STRING, "kind of its value, or record, or empty", required=True, effect=True),
        "space": Key(STRING, "option space it belongs to", default="dhcp4", effect=True),
        "array": Key(BOOLEAN, "it holds any number of such values", default=False, effect=True),
        "record-types": Key(STRING, "kinds of a record's fields, separated by commas", default="", effect=True),
        "encapsulate": Key(STRING, "option space of the options inside", default="", effect=True),
        **REMARKS,
    },
)

CLIENT_CLASS: Final = Scope(
    "client-classes",
    "A class of clients: who belongs to it and what its members get.",
    {
        "name": Key(STRING, "name of the class", required=True),
        "test": Key(STRING, "expression that is true for members"),
        "template-test": Key(STRING, "expression whose value names a class of its own", since="2.4"),
        "only-if-required": Key(
            BOOLEAN, "evaluate only where listed", default=False, until="3.0", note="now only-in-additional-list"
        ),
        "only-in-additional-list": Key(BOOLEAN, "evaluate only where listed", default=False, since="3.0"),
        "option-def": Key(MAPS, "layouts of options private to the class", scope="option-def"),
        "option-data": Key(MAPS, "options to send", scope="option-data"),
        "next-server": Key(STRING, "address of the boot server", default="0.0.0.0"),
        "server-hostname": Key(STRING, "name of the boot server", default=""),
        "boot-file-name": Key(STRING, "file to boot from", default=""),
        "valid-lifetime": Key(INTEGER, "how long leases last", unit="seconds", since="2.0"),
        "min-valid-lifetime": Key(INTEGER, "the shortest time a client may ask for", unit="seconds", since="2.0"),
        "max-valid-lifetime": Key(INTEGER, "the longest time a client may ask for", unit="seconds", since="2.0"),
        "offer-lifetime": Key(
            INTEGER, "how long an offered address is kept for its client", default=0, unit="seconds", since="2.4"
        ),
        **REMARKS,
    },
    exclusive=(("only-if-required", "only-in-additional-list"),),
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
        "re-detect": Key(BOOLEAN, "look at the interfaces anew on each configuration", default=True, effect=True),
        "service-sockets-require-all": Key(
            BOOLEAN, "do not start unless all sockets open", default=False, since="2.2", effect=True
        ),
        "service-sockets-max-retries": Key(
            INTEGER, "how often to try again to open a socket", default=0, since="2.2", effect=True
        ),
        "service-sockets-retry-wait-time": Key(
            INTEGER, "time between two tries", default=5000, unit="milliseconds", since="2.2", effect=True
        ),
        **REMARKS,
    },
)

FILE: Final = {
    "persist": Key(BOOLEAN, "lease file: write leases to disk", default=True, effect=True),
    "lfc-interval": Key(INTEGER, "lease file: how often it is cleaned up, 0 for never", default=3600, unit="seconds"),
    "max-row-errors": Key(
        INTEGER, "lease file: broken rows to skip before giving up", default=0, effect=True, note="0 is no limit"
    ),
}

CONNECTION: Final = {
    "user": Key(STRING, "user of the database"),
    "password": Key(STRING, "password of this user", default=""),
    "password-file": Key(STRING, "file that holds the password", since="3.3.1"),
    "host": Key(STRING, "host of the database, empty for this one", default=""),
    "port": Key(INTEGER, "port of the database", maximum=UINT16, note="MySQL 3306, PostgreSQL 5432"),
    "readonly": Key(BOOLEAN, "never write to it", default=False),
    "connect-timeout": Key(INTEGER, "how long to wait for the connection", default=5, unit="seconds"),
    "read-timeout": Key(INTEGER, "how long to wait for an answer", default=0, unit="seconds", since="2.2"),
    "write-timeout": Key(INTEGER, "how long to wait for a write", default=0, unit="seconds", since="2.2"),
    "tcp-user-timeout": Key(INTEGER, "how long sent data may stay unconfirmed", default=0, unit="seconds", since="2.2"),
    "max-reconnect-tries": Key(INTEGER, "how often to try to connect again", default=0),
    "reconnect-wait-time": Key(INTEGER, "time between two tries", default=0, unit="milliseconds"),
    "on-fail": Key(
        STRING,
        "what to do meanwhile and afterwards",
        default="stop-retry-exit",
        values=("stop-retry-exit", "serve-retry-exit", "serve-retry-continue"),
        since="2.0",
    ),
    "retry-on-startup": Key(BOOLEAN, "try again at start too", default=False, since="2.6"),
    "trust-anchor": Key(STRING, "TLS: authorities to trust", since="2.2"),
    "cert-file": Key(STRING, "TLS: our certificate", since="2.2"),
    "key-file": Key(STRING, "TLS: our private key", since="2.2"),
    "cipher-list": Key(STRING, "TLS: ciphers allowed", since="2.2"),
    "ssl-mode": Key(
        STRING,
        "TLS with PostgreSQL",
        values=("disable", "prefer", "require", "verify-ca", "verify-full"),
        since="3.2",
    ),
    "contact-points": Key(STRING, "Cassandra: hosts", until="2.0"),
    "keyspace": Key(STRING, "Cassandra: key space", until="2.0"),
    "request-timeout": Key(INTEGER, "Cassandra: how long to wait", unit="milliseconds", until="2.0"),
    "tcp-keepalive": Key(INTEGER, "Cassandra: time between two signs of life", unit="seconds", until="2.0"),
    "tcp-nodelay": Key(BOOLEAN, "Cassandra: send at once", until="2.0"),
    "consistency": Key(STRING, "Cassandra: consistency", until="2.0"),
    "serial-consistency": Key(STRING, "Cassandra: consistency of transactions", until="2.0"),
}

LEASE_DATABASE: Final = Scope(
    "lease-database",
    "Where leases are kept.",
    {
        "type": Key(
            STRING,
            "memfile: in memory, with a lease file on disk",
            required=True,
            values=("memfile", "mysql", "postgresql", "cql"),
            quiet=("memfile",),
        ),
        "name": Key(STRING, "lease file or database; the installation's lease file if not given", effect=True),
        **FILE,
        "sync": Key(
            STRING,
            "lease file: when rows reach the disk: before each batch of replies leaves, every sync-interval, or "
            "when the system likes",
            default="batch",
            values=("batch", "interval", "never"),
            own=True,
            effect=True,
        ),
        "sync-interval": Key(
            INTEGER,
            "lease file: longest time a row waits for the disk when sync is interval",
            default=1000,
            unit="milliseconds",
            minimum=1,
            own=True,
            effect=True,
        ),
        **CONNECTION,
    },
    exclusive=(("password", "password-file"),),
)

HOSTS_DATABASE: Final = Scope(
    "hosts-databases",
    "A database with reservations.",
    {
        "type": Key(STRING, "mysql, postgresql, or what a plug-in brings", required=True),
        "name": Key(STRING, "name of the database"),
        **FILE,
        **CONNECTION,
    },
    exclusive=(("password", "password-file"),),
)

CONFIG_DATABASE: Final = Scope(
    "config-databases",
    "A database with configuration.",
    HOSTS_DATABASE.keys,
    exclusive=(("password", "password-file"),),
)

CONFIG_CONTROL: Final = Scope(
    "config-control",
    "Configuration taken from databases.",
    {
        "config-databases": Key(MAPS, "the databases", scope="config-databases"),
        "config-fetch-wait-time": Key(INTEGER, "how often to look for changes", default=30, unit="seconds"),
    },
)

HOOKS_LIBRARY: Final = Scope(
    "hooks-libraries",
    "A plug-in.",
    {
        "library": Key(STRING, "its file", required=True),
        "parameters": Key(ANY_MAP, "its parameters"),
    },
)

EXPIRED_LEASES: Final = Scope(
    "expired-leases-processing",
    "How leases that are over are cleared away.",
    {
        "reclaim-timer-wait-time": Key(INTEGER, "time between two rounds", default=10, unit="seconds", maximum=UINT16),
        "flush-reclaimed-timer-wait-time": Key(
            INTEGER, "time between two rounds of removal", default=25, unit="seconds", maximum=UINT16
        ),
        "hold-reclaimed-time": Key(INTEGER, "how long leases are kept after their end", default=3600, unit="seconds"),
        "max-reclaim-leases": Key(INTEGER, "leases per round", default=100, note="0 is no limit"),
        "max-reclaim-time": Key(INTEGER, "time per round", default=250, unit="milliseconds", maximum=10000),
        "unwarned-reclaim-cycles": Key(
            INTEGER, "rounds that may leave leases over before a warning", default=5, maximum=UINT16
        ),
    },
)

SANITY_CHECKS: Final = Scope(
    "sanity-checks",
    "What to do about odd leases in the lease file.",
    {
        "lease-checks": Key(
            STRING,
            "about leases outside their subnet: nothing, a warning, or which repair",
            default="warn",
            values=("none", "warn", "fix", "fix-del", "del"),
            effect=True,
        ),
        "extended-info-checks": Key(
            STRING,
            "about their relay information",
            default="fix",
            values=("none", "fix", "strict", "pedantic"),
            since="2.4",
        ),
    },
)

CONTROL_SOCKET: Final = Scope(
    "control-sockets",
    "A socket for commands.",
    {
        "socket-type": Key(STRING, "kind of socket", required=True, values=("unix", "http", "https")),
        "socket-name": Key(STRING, "unix: its path"),
        "socket-address": Key(STRING, "http: address to listen on", default="127.0.0.1", since="3.0"),
        "socket-port": Key(INTEGER, "http: port to listen on", default=8000, maximum=UINT16, since="3.0"),
        "authentication": Key(MAP, "http: who may command", scope="authentication", since="3.0"),
        "trust-anchor": Key(STRING, "https: authorities to trust", since="3.0"),
        "cert-file": Key(STRING, "https: our certificate", since="3.0"),
        "key-file": Key(STRING, "https: our private key", since="3.0"),
        "cert-required": Key(BOOLEAN, "https: clients need a certificate", default=True, since="3.0"),
        "http-headers": Key(MAPS, "http: headers added to answers", scope="http-headers", since="3.0"),
        **REMARKS,
    },
)

HTTP_HEADER: Final = Scope(
    "http-headers",
    "A header added to answers.",
    {
        "name": Key(STRING, "name of the header", required=True, since="3.0"),
        "value": Key(STRING, "its value", required=True, since="3.0"),
        **REMARKS,
    },
)

AUTHENTICATION: Final = Scope(
    "authentication",
    "Who may send commands.",
    {
        "type": Key(STRING, "how clients identify themselves", required=True, values=("basic",), since="3.0"),
        "realm": Key(STRING, "what clients are told they log in to", default="kea-dhcpv4-server", since="3.0"),
        "directory": Key(STRING, "where the files named below are", default="", since="3.0"),
        "clients": Key(MAPS, "the clients", scope="clients", since="3.0"),
        **REMARKS,
    },
)

AUTHENTICATION_CLIENT: Final = Scope(
    "clients",
    "A client that may send commands.",
    {
        "user": Key(STRING, "its name", since="3.0"),
        "user-file": Key(STRING, "file that holds the name, or name:password", since="3.0"),
        "password": Key(STRING, "its password", since="3.0"),
        "password-file": Key(STRING, "file that holds the password", since="3.0"),
        **REMARKS,
    },
    exclusive=(("user", "user-file"), ("password", "password-file")),
)

DHCP_DDNS: Final = Scope(
    "dhcp-ddns",
    "How to reach the dynamic DNS server.",
    {
        "enable-updates": Key(BOOLEAN, "whether to update DNS at all", required=True, default=False),
        "server-ip": Key(STRING, "its address", default="127.0.0.1"),
        "server-port": Key(INTEGER, "its port", default=53001, maximum=UINT16),
        "sender-ip": Key(STRING, "our address towards it", default=""),
        "sender-port": Key(INTEGER, "our port towards it, 0 for any", default=0, maximum=UINT16),
        "max-queue-size": Key(INTEGER, "requests that may wait", default=1024),
        "ncr-protocol": Key(STRING, "transport", default="UDP", values=("UDP", "TCP"), ignore_case=True),
        "ncr-format": Key(STRING, "format", default="JSON", values=("JSON",), ignore_case=True),
        "qualifying-suffix": Key(STRING, "now ddns-qualifying-suffix", until="2.4", effect=True),
        "override-no-update": Key(BOOLEAN, "now ddns-override-no-update", until="2.4"),
        "override-client-update": Key(BOOLEAN, "now ddns-override-client-update", until="2.4"),
        "replace-client-name": Key(
            STRING, "now ddns-replace-client-name", values=REPLACE_MODES, booleans=True, until="2.4"
        ),
        "generated-prefix": Key(STRING, "now ddns-generated-prefix", until="2.4", effect=True),
        "hostname-char-set": Key(STRING, "now the global hostname-char-set", until="2.4", effect=True),
        "hostname-char-replacement": Key(STRING, "now the global hostname-char-replacement", until="2.4", effect=True),
        "always-include-fqdn": Key(BOOLEAN, "send the name back even if the client did not ask", until="1.5"),
        "allow-client-update": Key(BOOLEAN, "let clients update their forward names", until="1.0"),
        **REMARKS,
    },
    switch="enable-updates",
)

LOGGING: Final = Scope(
    "Logging",
    "Loggers, where Kea up to 1.5 had them.",
    {"loggers": Key(MAPS, "what is logged where", scope="loggers", effect=True)},
)

LOGGER: Final = Scope(
    "loggers",
    "What one logger and those below it write.",
    {
        "name": Key(STRING, "kea-dhcp4 for all, kea-dhcp4.leases and so on for one", required=True, effect=True),
        "severity": Key(
            STRING,
            "what is left out: anything less severe",
            default="INFO",
            values=("FATAL", "ERROR", "WARN", "INFO", "DEBUG", "NONE"),
            ignore_case=True,
            effect=True,
        ),
        "debuglevel": Key(INTEGER, "how much detail severity DEBUG gives", default=0, maximum=99, effect=True),
        "output-options": Key(MAPS, "where it writes", scope="output-options", since="2.6", effect=True),
        "output_options": Key(
            MAPS, "where it writes", scope="output-options", until="2.4", effect=True, note="now output-options"
        ),
        **REMARKS,
    },
    exclusive=(("output-options", "output_options"),),
)

LOGGER_OUTPUT: Final = Scope(
    "output-options",
    "One place to write to.",
    {
        "output": Key(STRING, "stdout, stderr, syslog, syslog:facility or a file", required=True, effect=True),
        "flush": Key(BOOLEAN, "write each line at once", default=True, effect=True),
        "maxsize": Key(
            INTEGER, "size at which a file is rotated, 0 for never", default=10240000, unit="octets", effect=True
        ),
        "maxver": Key(INTEGER, "rotated files kept", default=1, effect=True),
        "pattern": Key(
            STRING,
            "layout of a line",
            effect=True,
            note=r"`%D{%Y-%m-%d %H:%M:%S.%q} %-5p [%c/%i.%t] %m\n` if not given, `%-5p [%c.%t] %m\n` for syslog",
        ),
    },
)

MULTI_THREADING: Final = Scope(
    "multi-threading",
    "How many packets Kea works on at once.",
    {
        "enable-multi-threading": Key(BOOLEAN, "work on several", required=True, default=True, since="1.8"),
        "thread-pool-size": Key(INTEGER, "threads, 0 for one a processor", default=0, maximum=UINT16, since="1.8"),
        "packet-queue-size": Key(INTEGER, "packets waiting for a thread", default=64, since="1.8"),
        **REMARKS,
    },
    switch="enable-multi-threading",
)

QUEUE_CONTROL: Final = Scope(
    "dhcp-queue-control",
    "A queue between socket and server.",
    {
        "enable-queue": Key(BOOLEAN, "use a queue", required=True, default=False, since="1.8"),
        "queue-type": Key(STRING, "kind of queue", default="kea-ring4", since="1.8"),
        "capacity": Key(INTEGER, "packets it holds", default=64, since="1.8"),
        **REMARKS,
    },
    switch="enable-queue",
    others=True,
)

COMPATIBILITY: Final = Scope(
    "compatibility",
    "Ways of putting up with odd clients and relays.",
    {
        "lenient-option-parsing": Key(
            BOOLEAN, "make sense of malformed options where possible", default=False, since="2.0"
        ),
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

SCOPES4: Final = {
    "toplevel": TOP_LEVEL,
    GLOBAL: DHCP4,
    "interfaces-config": INTERFACES,
    "lease-database": LEASE_DATABASE,
    NETWORK: SHARED_NETWORK,
    SUBNET: SUBNET4,
    "pools": POOL,
    "reservations": RESERVATION,
    "relay": RELAY,
    "option-data": OPTION_DATA,
    "option-def": OPTION_DEF,
    "sanity-checks": SANITY_CHECKS,
    "compatibility": COMPATIBILITY,
    "loggers": LOGGER,
    "output-options": LOGGER_OUTPUT,
    "Logging": LOGGING,
    "client-classes": CLIENT_CLASS,
    "hooks-libraries": HOOKS_LIBRARY,
    "control-sockets": CONTROL_SOCKET,
    "authentication": AUTHENTICATION,
    "clients": AUTHENTICATION_CLIENT,
    "http-headers": HTTP_HEADER,
    "dhcp-ddns": DHCP_DDNS,
    "expired-leases-processing": EXPIRED_LEASES,
    "hosts-databases": HOSTS_DATABASE,
    "config-control": CONFIG_CONTROL,
    "config-databases": CONFIG_DATABASE,
    "multi-threading": MULTI_THREADING,
    "dhcp-queue-control": QUEUE_CONTROL,
}

"""Scopes that both families have: those that are the same, and makers of those in which a value differs.

What a family has of its own is in its table, keys4.py and keys6.py.
"""

from dataclasses import replace
from typing import Final

from lessor.config.groups import REMARKS, REPLACE_MODES
from lessor.config.keys import ANY_MAP, BOOLEAN, INTEGER, MAP, MAPS, STRING, STRINGS, UINT16, Key, Scope

SECTIONS: Final = {
    "Dhcp4": "the DHCPv4 server",
    "Dhcp6": "the DHCPv6 server",
    "DhcpDdns": "the dynamic DNS server",
    "Control-agent": "the control agent",
    "Netconf": "the NETCONF agent",
}


def top_level(daemon: str) -> Scope:
    """Return the scope of a file: the section of this daemon, and those beside it that are left alone."""
    others = {name: Key(ANY_MAP, f"{text}'s section, left alone", effect=True) for name, text in SECTIONS.items()}
    del others[daemon]
    return Scope(
        "toplevel",
        f"The file itself: one map. The sections of other programs may stand beside `{daemon}` and are left alone.",
        {
            daemon: Key(MAP, SECTIONS[daemon], scope=daemon, required=True, effect=True),
            "Logging": Key(MAP, "loggers, where Kea up to 1.5 had them", scope="Logging", until="1.5", effect=True),
            **others,
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


def option_data(space: str, codes: str, highest: int) -> Scope:
    """Return the scope of options sent; `codes` tells in words what codes the standard space has."""
    return Scope(
        "option-data",
        "One option and its value. Either `name` or `code` tells which.",
        {
            "name": Key(STRING, "name of the option", effect=True),
            "code": Key(INTEGER, f"code of the option, {codes}", maximum=highest, effect=True),
            "space": Key(STRING, "option space it belongs to", default=space, effect=True),
            "data": Key(STRING, "the value, fields separated by commas, or hexadecimal", effect=True),
            "csv-format": Key(
                BOOLEAN,
                "whether data holds fields (true) or hexadecimal (false)",
                default=True,
                effect=True,
            ),
            "always-send": Key(BOOLEAN, "send it also to clients that do not ask for it", default=False, effect=True),
            "never-send": Key(
                BOOLEAN, "never send it, wherever else it is set", default=False, since="2.4", effect=True
            ),
            "client-classes": Key(STRINGS, "send it only to clients in one of these classes", since="3.0", effect=True),
            **REMARKS,
        },
    )


def option_def(space: str, codes: str, highest: int) -> Scope:
    """Return the scope of options defined; the arguments are those of `option_data`."""
    return Scope(
        "option-def",
        "The layout of an option that is not standard.",
        {
            "name": Key(STRING, "name of the option", required=True, effect=True),
            "code": Key(INTEGER, f"code of the option, {codes}", required=True, maximum=highest, effect=True),
            "type": Key(STRING, "kind of its value, or record, or empty", required=True, effect=True),
            "space": Key(STRING, "option space it belongs to", default=space, effect=True),
            "array": Key(BOOLEAN, "it holds any number of such values", default=False, effect=True),
            "record-types": Key(STRING, "kinds of a record's fields, separated by commas", default="", effect=True),
            "encapsulate": Key(STRING, "option space of the options inside", default="", effect=True),
            **REMARKS,
        },
    )


FILE: Final = {
    "persist": Key(BOOLEAN, "lease file: write leases to disk", default=True, effect=True),
    "lfc-interval": Key(
        INTEGER, "lease file: how often it is cleaned up, 0 for never", default=3600, effect=True, unit="seconds"
    ),
    "max-row-errors": Key(
        INTEGER, "lease file: broken rows to skip before giving up", default=0, effect=True, note="0 is no limit"
    ),
}

CONNECTION: Final = {
    "user": Key(STRING, "user of the database", effect=True),
    "password": Key(STRING, "password of this user", default="", effect=True),
    "password-file": Key(STRING, "file that holds the password", since="3.3.1", effect=True),
    "host": Key(STRING, "host of the database, empty for this one", default="", effect=True),
    "port": Key(INTEGER, "port of the database", maximum=UINT16, note="MySQL 3306, PostgreSQL 5432", effect=True),
    "readonly": Key(BOOLEAN, "never write to it", default=False),
    "connect-timeout": Key(INTEGER, "how long to wait for the connection", default=5, unit="seconds", effect=True),
    "read-timeout": Key(INTEGER, "how long to wait for an answer", default=0, unit="seconds", since="2.2", effect=True),
    "write-timeout": Key(INTEGER, "how long to wait for a write", default=0, unit="seconds", since="2.2", effect=True),
    "tcp-user-timeout": Key(
        INTEGER, "how long sent data may stay unconfirmed", default=0, unit="seconds", since="2.2", effect=True
    ),
    "max-reconnect-tries": Key(INTEGER, "how often to try to connect again", default=0, effect=True),
    "reconnect-wait-time": Key(INTEGER, "time between two tries", default=0, unit="milliseconds", effect=True),
    "on-fail": Key(
        STRING,
        "what to do meanwhile and afterwards",
        default="stop-retry-exit",
        values=("stop-retry-exit", "serve-retry-exit", "serve-retry-continue"),
        since="2.0",
        effect=True,
    ),
    "retry-on-startup": Key(BOOLEAN, "try again at start too", default=False, since="2.6", effect=True),
    "trust-anchor": Key(STRING, "TLS: authorities to trust", since="2.2", effect=True),
    "cert-file": Key(STRING, "TLS: our certificate", since="2.2", effect=True),
    "key-file": Key(STRING, "TLS: our private key", since="2.2", effect=True),
    "cipher-list": Key(STRING, "TLS: ciphers allowed", since="2.2", effect=True),
    "ssl-mode": Key(
        STRING,
        "TLS with PostgreSQL",
        values=("disable", "prefer", "require", "verify-ca", "verify-full"),
        since="3.2",
        effect=True,
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
            quiet=("memfile", "mysql", "postgresql"),
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
        "type": Key(
            STRING, "mysql, postgresql, or what a plug-in brings", required=True, quiet=("mysql", "postgresql")
        ),
        "name": Key(STRING, "name of the database", effect=True),
        **FILE,
        **CONNECTION,
        "readonly": replace(CONNECTION["readonly"], effect=True),
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
        "library": Key(STRING, "its file, entry point, or library of Kea's", required=True, effect=True),
        "parameters": Key(ANY_MAP, "its parameters", effect=True),
    },
)

EXPIRED_LEASES: Final = Scope(
    "expired-leases-processing",
    "How leases that are over are cleared away.",
    {
        "reclaim-timer-wait-time": Key(
            INTEGER,
            "time between two rounds of reclamation",
            default=10,
            unit="seconds",
            maximum=UINT16,
            effect=True,
            note="0 is never: leases are reclaimed when somebody needs them",
        ),
        "flush-reclaimed-timer-wait-time": Key(
            INTEGER,
            "time between two rounds of removal",
            default=25,
            unit="seconds",
            maximum=UINT16,
            effect=True,
            note="0 is never",
        ),
        "hold-reclaimed-time": Key(
            INTEGER,
            "how long reclaimed leases are kept after their end, for their clients to come back to",
            default=3600,
            unit="seconds",
            effect=True,
        ),
        "max-reclaim-leases": Key(INTEGER, "leases per round", default=100, effect=True, note="0 is no limit"),
        "max-reclaim-time": Key(
            INTEGER,
            "work per round",
            default=250,
            unit="milliseconds",
            maximum=10000,
            effect=True,
            note="0 is no limit",
        ),
        "unwarned-reclaim-cycles": Key(
            INTEGER,
            "rounds that may leave leases over before a warning",
            default=5,
            maximum=UINT16,
            effect=True,
            note="0 is never a warning",
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
        "socket-type": Key(STRING, "kind of socket", required=True, values=("unix", "http", "https"), effect=True),
        "socket-name": Key(STRING, "unix: its path", effect=True),
        "socket-address": Key(STRING, "http: address to listen on", default="127.0.0.1", since="3.0", effect=True),
        "socket-port": Key(INTEGER, "http: port to listen on", default=8000, maximum=UINT16, since="3.0", effect=True),
        "authentication": Key(MAP, "http: who may command", scope="authentication", since="3.0", effect=True),
        "trust-anchor": Key(STRING, "https: authorities to trust", since="3.0", effect=True),
        "cert-file": Key(STRING, "https: our certificate", since="3.0", effect=True),
        "key-file": Key(STRING, "https: our private key", since="3.0", effect=True),
        "cert-required": Key(BOOLEAN, "https: clients need a certificate", default=True, since="3.0", effect=True),
        "http-headers": Key(MAPS, "http: headers added to answers", scope="http-headers", since="3.0", effect=True),
        **REMARKS,
    },
)

HTTP_HEADER: Final = Scope(
    "http-headers",
    "A header added to answers.",
    {
        "name": Key(STRING, "name of the header", required=True, since="3.0", effect=True),
        "value": Key(STRING, "its value", required=True, since="3.0", effect=True),
        **REMARKS,
    },
)


def authentication(realm: str) -> Scope:
    """Return the scope of who may command, where this is the realm of passwords."""
    return Scope(
        "authentication",
        "Who may send commands.",
        {
            "type": Key(
                STRING, "how clients identify themselves", required=True, values=("basic",), since="3.0", effect=True
            ),
            "realm": Key(STRING, "what clients are told they log in to", default=realm, since="3.0", effect=True),
            "directory": Key(STRING, "where the files named below are", default="", since="3.0", effect=True),
            "clients": Key(MAPS, "the clients", scope="clients", since="3.0", effect=True),
            **REMARKS,
        },
    )


AUTHENTICATION_CLIENT: Final = Scope(
    "clients",
    "A client that may send commands.",
    {
        "user": Key(STRING, "its name", since="3.0", effect=True),
        "user-file": Key(STRING, "file that holds the name, or name:password", since="3.0", effect=True),
        "password": Key(STRING, "its password", since="3.0", effect=True),
        "password-file": Key(STRING, "file that holds the password", since="3.0", effect=True),
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
        "name": Key(
            STRING,
            "the server as kea-dhcp4 or kea-dhcp6, or one of its loggers as kea-dhcp4.leases",
            required=True,
            effect=True,
        ),
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


def queue_control(kind: str) -> Scope:
    """Return the scope of packet queues, where this kind is used if none is named."""
    return Scope(
        "dhcp-queue-control",
        "A queue between socket and server.",
        {
            "enable-queue": Key(BOOLEAN, "use a queue", required=True, default=False, since="1.8", effect=True),
            "queue-type": Key(STRING, "kind of queue", default=kind, since="1.8", effect=True),
            "capacity": Key(INTEGER, "packets it holds", default=64, since="1.8", effect=True),
            **REMARKS,
        },
        switch="enable-queue",
        others=True,
    )


# Scopes of both families, as they are.
COMMON: Final = {
    "lease-database": LEASE_DATABASE,
    "relay": RELAY,
    "sanity-checks": SANITY_CHECKS,
    "loggers": LOGGER,
    "output-options": LOGGER_OUTPUT,
    "Logging": LOGGING,
    "hooks-libraries": HOOKS_LIBRARY,
    "control-sockets": CONTROL_SOCKET,
    "clients": AUTHENTICATION_CLIENT,
    "http-headers": HTTP_HEADER,
    "dhcp-ddns": DHCP_DDNS,
    "expired-leases-processing": EXPIRED_LEASES,
    "hosts-databases": HOSTS_DATABASE,
    "config-control": CONFIG_CONTROL,
    "config-databases": CONFIG_DATABASE,
    "multi-threading": MULTI_THREADING,
}

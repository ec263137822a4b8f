"""Groups of keys that several scopes have, in both families alike: written once, as rows.

Where only a value differs between the families, the group is a function of it. Whole scopes are in scopes.py and in
the tables of the families, keys4.py and keys6.py.
"""

from dataclasses import replace
from typing import Final

from lessor.config.keys import ANY_MAP, BOOLEAN, INTEGER, MAP, MAPS, REAL, STRING, STRINGS, UINT16, Key, inherited

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


def timers(lifetime: str, unset: str, *, calculate: bool, t2_percent: float) -> dict[str, Key]:
    """Return the keys of T1 and T2: parts of which lifetime they are, and what holds of them when `unset`."""
    percent = Key(REAL, "", maximum=1.0, above_minimum=True, below_maximum=True, effect=True)
    note = f"{unset} when unset, unless calculate-tee-times"
    return {
        "renew-timer": Key(INTEGER, "when clients renew (T1)", unit="seconds", effect=True, note=note),
        "rebind-timer": Key(INTEGER, "when clients rebind (T2)", unit="seconds", effect=True, note=note),
        "calculate-tee-times": Key(
            BOOLEAN,
            f"send T1 and T2 as parts of the {lifetime} where renew-timer and rebind-timer are unset",
            default=calculate,
            effect=True,
        ),
        "t1-percent": replace(percent, text=f"T1 as part of the {lifetime}", default=0.5),
        "t2-percent": replace(
            percent, text=f"T2 as part of the {lifetime}, greater than t1-percent", default=t2_percent
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
        effect=True,
        note="one after the other, at random, or that first which has been free for longest",
    ),
    "store-extended-info": Key(
        BOOLEAN, "keep relay information with each lease", default=False, since="1.8", effect=True
    ),
    "cache-threshold": Key(
        REAL,
        "give a client that comes back the lease it has, unless more than this part of it is over",
        default=0.0,
        maximum=1.0,
        below_maximum=True,
        since="2.0",
        effect=True,
        note="0 writes each renewal, as Kea 2.2 does when nothing is said; later versions say 0.25",
    ),
    "cache-max-age": Key(
        INTEGER,
        "the same as a time",
        unit="seconds",
        since="2.0",
        effect=True,
        note="no limit when unset; 0 is never",
    ),
    "adaptive-lease-time-threshold": Key(
        REAL,
        "part of a pool in use from which min-valid-lifetime is given",
        maximum=1.0,
        above_minimum=True,
        since="3.2",
        effect=True,
        note="never when unset",
    ),
}

NETWORK: Final = "shared-networks"

# What subnets inherit from their shared network, and both from the global scope.
SHARED: Final = {**LIFETIMES, **RESERVING, **HOSTNAMES, **LEASING, **NAME_UPDATES, **OLD_CONFLICT_CHECK}
SHARED_SINCE: Final = {"hostname-char-set": "1.8", "hostname-char-replacement": "1.8"}

GUARDS: Final = {
    "client-class": Key(
        STRING, "the class a client must be in", until="3.0", deprecated=True, note="now client-classes", effect=True
    ),
    "client-classes": Key(STRINGS, "classes of which a client must be in one", since="3.0", effect=True),
    "require-client-classes": Key(
        STRINGS,
        "classes to evaluate late",
        until="3.0",
        deprecated=True,
        note="now evaluate-additional-classes",
        effect=True,
    ),
    "evaluate-additional-classes": Key(
        STRINGS, "classes to evaluate once this scope is chosen", since="3.0", effect=True
    ),
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
PLACE_EXCLUSIVE: Final = (*SHARED_EXCLUSIVE, *GUARDS_EXCLUSIVE)
POOL_EXCLUSIVE: Final = (*SHARED_EXCLUSIVE[-3:], *GUARDS_EXCLUSIVE)
SERVER_EXCLUSIVE: Final = (*SHARED_EXCLUSIVE, ("control-socket", "control-sockets"))
CLASS_EXCLUSIVE: Final = (("only-if-required", "only-in-additional-list"), ("test", "template-test"))

LINK: Final = {
    "interface": Key(STRING, "interface on which its clients are heard", default="", effect=True),
    "relay": Key(MAP, "relays of its link", scope="relay", effect=True),
}

SUBNET: Final = {
    "subnet": Key(STRING, "the subnet as address/length", required=True, effect=True),
    "id": Key(
        INTEGER,
        "number of the subnet in leases and statistics",
        maximum=0xFFFFFFFE,
        effect=True,
        note="unset in all subnets: counted from 1; unset in some: made from the prefix (Kea 3 wants it written)",
    ),
    "pools": Key(MAPS, "addresses to give out", scope="pools", effect=True),
    "reservations": Key(MAPS, "what single clients get here", scope="reservations", effect=True),
    **inherited(LINK, NETWORK),
}

# How clients are named is all that a pool inherits and may say for itself.
POOL_NAMES: Final = {**NAME_UPDATES, **HOSTNAMES}

POOL_ID: Final = {
    "pool-id": Key(
        INTEGER, "number of the pool in statistics", minimum=1, since="2.4", effect=True, note="pools may share one"
    ),
}

SOCKETS: Final = {
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
}

LENIENT: Final = {
    "lenient-option-parsing": Key(
        BOOLEAN,
        "make sense of malformed options where possible",
        default=False,
        since="2.0",
        effect=True,
        note="vendor and user classes longer than their option end with it; N counts where a name option has S too",
    ),
}

CLASS: Final = {
    "name": Key(STRING, "name of the class", required=True, effect=True),
    "test": Key(STRING, "expression that is true for members", effect=True),
    "template-test": Key(STRING, "expression whose value names a class of its own", since="2.4", effect=True),
    "only-if-required": Key(
        BOOLEAN,
        "evaluate only where listed",
        default=False,
        until="3.0",
        note="now only-in-additional-list",
        effect=True,
    ),
    "only-in-additional-list": Key(BOOLEAN, "evaluate only where listed", default=False, since="3.0", effect=True),
    "option-data": Key(MAPS, "options to send", scope="option-data", effect=True),
    "valid-lifetime": Key(INTEGER, "how long leases last", unit="seconds", since="2.0", effect=True),
    "min-valid-lifetime": Key(
        INTEGER, "the shortest time a client may ask for", unit="seconds", since="2.0", effect=True
    ),
    "max-valid-lifetime": Key(
        INTEGER, "the longest time a client may ask for", unit="seconds", since="2.0", effect=True
    ),
}

# What only the global scope has, besides what networks inherit.
SERVER: Final = {
    "interfaces-config": Key(MAP, "where to listen", scope="interfaces-config", effect=True),
    "lease-database": Key(MAP, "where leases are kept; a lease file if not given", scope="lease-database", effect=True),
    "reservations": Key(MAPS, "reservations that hold in all subnets", scope="reservations", effect=True),
    "decline-probation-period": Key(
        INTEGER, "how long a declined address is not given out", default=86400, unit="seconds", effect=True
    ),
    "sanity-checks": Key(MAP, "what to do about odd leases in the lease file", scope="sanity-checks", effect=True),
    "loggers": Key(MAPS, "what is logged where", scope="loggers", effect=True),
    **DEFINITIONS,
    "client-classes": Key(MAPS, "classes of clients", scope="client-classes", effect=True),
    "hooks-libraries": Key(MAPS, "plug-ins", scope="hooks-libraries", effect=True),
    "control-socket": Key(
        MAP,
        "where commands are taken",
        scope="control-sockets",
        until="3.2",
        effect=True,
        note="now control-sockets",
    ),
    "control-sockets": Key(MAPS, "where commands are taken", scope="control-sockets", since="3.0", effect=True),
    "dhcp-ddns": Key(MAP, "how to reach the dynamic DNS server", scope="dhcp-ddns"),
    "expired-leases-processing": Key(
        MAP, "how leases that are over are cleared away", scope="expired-leases-processing", effect=True
    ),
    "hosts-database": Key(MAP, "where more reservations are", scope="hosts-databases", effect=True),
    "hosts-databases": Key(MAPS, "where more reservations are", scope="hosts-databases", effect=True),
    "config-control": Key(MAP, "where more configuration is", scope="config-control"),
    "server-tag": Key(STRING, "name of this server in the configuration database", default="", effect=True),
    "multi-threading": Key(MAP, "how many packets Kea works on at once", scope="multi-threading", since="1.8"),
    "dhcp-queue-control": Key(MAP, "a queue between socket and server", scope="dhcp-queue-control", effect=True),
    "dhcp4o6-port": Key(INTEGER, "port towards the server of the other family, 0 for none", default=0, maximum=UINT16),
    "statistic-default-sample-count": Key(
        INTEGER,
        "how many values of a statistic are kept",
        default=20,
        since="1.8",
        effect=True,
        note="0 is no limit but their age",
    ),
    "statistic-default-sample-age": Key(
        INTEGER,
        "how long they are kept, if not counted",
        default=0,
        unit="seconds",
        since="1.8",
        effect=True,
        note="0: they are counted",
    ),
    "ip-reservations-unique": Key(
        BOOLEAN, "an address may be reserved once only", default=True, since="2.0", effect=True
    ),
    "early-global-reservations-lookup": Key(
        BOOLEAN, "look for global reservations before a subnet is chosen", default=False, since="2.2", effect=True
    ),
    "reservations-lookup-first": Key(
        BOOLEAN,
        "look for reservations before leases",
        default=False,
        since="2.2",
        effect=True,
        note="both are always known before anything is decided, so there is no difference",
    ),
    "parked-packet-limit": Key(
        INTEGER,
        "how many packets may wait for plug-ins",
        default=256,
        since="2.0",
        note="at one hook point; 0 is no limit",
        effect=True,
    ),
}

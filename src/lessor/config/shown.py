"""What a written configuration shows of each scope that is not said in the file, as rows.

As in Kea's answers: for most scopes the value that holds by default, for networks and subnets also what they inherit
of lifetimes and timers; what else is inherited is shown where it is written only.
"""

from collections.abc import Mapping
from typing import Final

from lessor.config.keys import Scope
from lessor.model.json import Json

_NAME_UPDATES: Final = (
    "ddns-send-updates",
    "ddns-override-no-update",
    "ddns-override-client-update",
    "ddns-replace-client-name",
    "ddns-generated-prefix",
    "ddns-qualifying-suffix",
    "ddns-update-on-renew",
)

_GLOBAL: Final = (
    *_NAME_UPDATES,
    "calculate-tee-times",
    "decline-probation-period",
    "dhcp-ddns",
    "dhcp-queue-control",
    "dhcp4o6-port",
    "early-global-reservations-lookup",
    "expired-leases-processing",
    "hooks-libraries",
    "host-reservation-identifiers",
    "hostname-char-replacement",
    "hostname-char-set",
    "interfaces-config",
    "ip-reservations-unique",
    "lease-database",
    "multi-threading",
    "option-data",
    "option-def",
    "parked-packet-limit",
    "reservations-global",
    "reservations-in-subnet",
    "reservations-lookup-first",
    "reservations-out-of-pool",
    "sanity-checks",
    "server-tag",
    "shared-networks",
    "statistic-default-sample-age",
    "statistic-default-sample-count",
    "store-extended-info",
    "t1-percent",
    "t2-percent",
    "valid-lifetime",
)

_HEIR: Final = (
    "calculate-tee-times",
    "option-data",
    "relay",
    "store-extended-info",
    "t1-percent",
    "t2-percent",
    "valid-lifetime",
)

SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "Dhcp4": (
        *_GLOBAL,
        "authoritative",
        "boot-file-name",
        "echo-client-id",
        "match-client-id",
        "next-server",
        "server-hostname",
        "subnet4",
    ),
    "Dhcp6": (*_GLOBAL, "mac-sources", "relay-supplied-options", "server-id", "subnet6"),
    "subnet4": (*_HEIR, "4o6-interface", "4o6-interface-id", "4o6-subnet", "pools", "reservations"),
    "subnet6": (*_HEIR, "pd-pools", "pools", "rapid-commit", "reservations"),
    "pools": ("option-data",),
    "pd-pools": ("option-data",),
    "relay": ("ip-addresses",),
    "option-data": ("always-send", "csv-format", "data", "space"),
    "option-def": ("array", "encapsulate", "record-types", "space"),
    "dhcp-ddns": (
        "enable-updates",
        "max-queue-size",
        "ncr-format",
        "ncr-protocol",
        "sender-ip",
        "sender-port",
        "server-ip",
        "server-port",
    ),
    "dhcp-queue-control": ("capacity", "enable-queue", "queue-type"),
    "expired-leases-processing": (
        "flush-reclaimed-timer-wait-time",
        "hold-reclaimed-time",
        "max-reclaim-leases",
        "max-reclaim-time",
        "reclaim-timer-wait-time",
        "unwarned-reclaim-cycles",
    ),
    "interfaces-config": ("interfaces", "re-detect"),
    "lease-database": ("type",),
    "loggers": ("debuglevel", "severity"),
    "output-options": ("flush", "pattern"),
    "multi-threading": ("enable-multi-threading", "packet-queue-size", "thread-pool-size"),
    "sanity-checks": ("lease-checks",),
    "server-id": ("enterprise-id", "htype", "identifier", "persist", "time", "type"),
}

# Scopes of one name in both families that show different things.
_BOOT: Final = ("boot-file-name", "next-server", "server-hostname")
SHOWN4: Final[Mapping[str, tuple[str, ...]]] = {
    **SHOWN,
    "client-classes": (*_BOOT, "option-data", "option-def"),
    "reservations": (*_BOOT, "client-classes", "hostname", "option-data"),
    "shared-networks": (*_HEIR, "subnet4"),
}
SHOWN6: Final[Mapping[str, tuple[str, ...]]] = {
    **SHOWN,
    "client-classes": ("option-data",),
    "reservations": ("client-classes", "hostname", "ip-addresses", "option-data", "prefixes"),
    "shared-networks": (*_HEIR, "rapid-commit", "subnet6"),
}

_SAID: Final[Mapping[tuple[str, str], Json]] = {
    ("lease-database", "type"): "memfile",
    ("server-id", "type"): "LLT",
    ("dhcp-ddns", "sender-ip"): "0.0.0.0",  # as Kea says it in both families
    ("multi-threading", "enable-multi-threading"): False,  # packets are worked on by one thread
    ("option-data", "data"): "",
    ("output-options", "pattern"): "",
}
"""What is shown where the table of keys knows no default, or another."""

INHERITED: Final = (
    "allocator",
    "adaptive-lease-time-threshold",
    "cache-max-age",
    "cache-threshold",
    "calculate-tee-times",
    "offer-lifetime",
    "pd-allocator",
    "rebind-timer",
    "renew-timer",
    "store-extended-info",
    "t1-percent",
    "t2-percent",
    "valid-lifetime",
    "min-valid-lifetime",
    "max-valid-lifetime",
    "preferred-lifetime",
    "min-preferred-lifetime",
    "max-preferred-lifetime",
)
"""What networks and subnets show of the scopes around them."""

UNSHOWN: Final[Mapping[str, Mapping[str, Json]]] = {
    "client-classes": {"only-if-required": False, "only-in-additional-list": False},
    "option-data": {"never-send": False, "client-classes": []},
    "interfaces-config": {
        "dhcp-socket-type": "raw",
        "outbound-interface": "same-as-inbound",
        "service-sockets-max-retries": 0,
        "service-sockets-require-all": False,
    },
}
"""Values that are not shown: they are what holds anyhow."""


def default(scopes: Mapping[str, Scope], scope: str, name: str) -> Json:
    """Return what holds of a key that is not written, as it is shown; maps are shown with all their members."""
    if (scope, name) in _SAID:
        return _SAID[scope, name]
    key = scopes[scope].keys[name]
    if isinstance(key.default, tuple):
        return list(key.default)
    if key.default is None and key.kind == "map":
        return {}
    return [] if key.default is None and key.kind.startswith("list") else key.default

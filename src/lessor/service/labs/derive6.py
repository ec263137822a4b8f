"""A DHCPv6 configuration for a link, from what the link itself tells; the twin of derive.py.

Pure, and addresses are ints, as there. Nobody is searched for: a /64 is too large, and clients check a new address
themselves before they use it. What is given away is a small range that hosts do not choose for themselves.
"""

import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lessor.model.interface import Interface
from lessor.service.labs.derive import LIFETIME, Range, gaps, option, pair

LONGEST: Final = 64
"""Prefix length that hosts make addresses of themselves with; a longer one is some special link."""

FIRST, LAST = 0x1000, 0xFFFF
"""The range given away, counted from the beginning of our own address's /64: beside what people give by hand."""

SERVED: Final = ((0x2000 << 112, 3), (0xFC00 << 112, 7))
"""Global and unique local addresses (RFC 4291, RFC 4193)."""


@dataclass(frozen=True, slots=True)
class LinkFacts6:
    """What a link and its machine tell; `resolvers` are the DNS servers that the machine itself asks over IPv6."""

    interface: Interface
    resolvers: tuple[int, ...] = ()
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Derived6:
    """What the link's clients shall get; an empty `domain` means none."""

    interface: str
    own: int
    network: int
    length: int
    pools: tuple[Range, ...]
    dns_servers: tuple[int, ...]
    domain: str

    @property
    def size(self) -> int:
        """Return the number of addresses to give away."""
        return sum(last - first + 1 for first, last in self.pools)


def own_address6(interface: Interface) -> tuple[int, int] | None:
    """Return our first address with a prefix that can be served, and its length; None when there is none."""
    for address, length in zip(interface.addresses6, interface.prefix_lengths6, strict=True):
        if length <= LONGEST and any((address ^ prefix) >> (128 - bits) == 0 for prefix, bits in SERVED):
            return address, length
    return None


def derive6(facts: LinkFacts6) -> Derived6:
    """Return what to serve on a link that has an `own_address6`."""
    found = own_address6(facts.interface)
    assert found is not None, "the caller asked before"
    own, length = found
    start = _network(own, LONGEST)
    pools = tuple(gaps(start + FIRST, start + LAST, sorted(facts.interface.addresses6)))
    return Derived6(
        facts.interface.name, own, _network(own, length), length, pools, facts.resolvers, facts.domain
    )  # fmt: skip


def _network(address: int, length: int) -> int:
    return address >> (128 - length) << (128 - length)


def shown(address: int) -> str:
    """Return the usual text of an address."""
    return str(ipaddress.IPv6Address(address))


def describe6(plan: Derived6) -> list[tuple[str, str]]:
    """Return the plan for people: rows of name and value."""
    return [
        ("interface", f"{plan.interface}, our address {shown(plan.own)}"),
        ("subnet", f"{shown(plan.network)}/{plan.length}"),
        ("addresses", f"{plan.size} in {', '.join(map(_range, plan.pools))}"),
        ("router", "what routers announce: clients ask us only when announcements have the M flag"),
        ("DNS servers", _listed(plan.dns_servers) or "none over IPv6"),
        ("domain", plan.domain or "none"),
        ("lease time", f"{LIFETIME // 3600} hours"),
    ]


def render6(plan: Derived6, lease_file: str, log_file: str) -> str:
    """Return the plan as a configuration file; leases go to `lease_file`, the log to `log_file`."""
    return TEMPLATE6.format(
        interface=plan.interface,
        interfaces=json.dumps([plan.interface]),
        own=shown(plan.own),
        example=shown(_network(plan.own, LONGEST) + 0x10),
        lease_file=json.dumps(lease_file),
        log_file=json.dumps(log_file),
        lifetime=LIFETIME,
        preferred=LIFETIME * 5 // 8,
        renew=LIFETIME // 2,
        rebind=LIFETIME * 4 // 5,
        subnet=json.dumps(f"{shown(plan.network)}/{plan.length}"),
        name=json.dumps(plan.interface),
        pools=",\n".join(f"            {{ {pair('pool', _range(pool))} }}" for pool in plan.pools),
        options=",\n".join(f"            {row}" for row in _options(plan)),
    )


def _options(plan: Derived6) -> list[str]:
    rows = []
    if plan.dns_servers:
        rows.append(option("dns-servers", _listed(plan.dns_servers)))
    if plan.domain:
        rows.append(option("domain-search", plan.domain))
    return rows


def _range(pool: Range) -> str:
    return f"{shown(pool[0])} - {shown(pool[1])}"


def _listed(addresses: Sequence[int]) -> str:
    return ", ".join(shown(address) for address in addresses)


TEMPLATE6: Final = """\
// DHCPv6 on {interface}, made from the link's own address {own}.
// This file is yours: edit it and start again. It is never overwritten.
//
// Clients hear of their router from its announcements, not from DHCPv6, and ask for addresses here when these
// announcements have the M flag (radvd: AdvManagedFlag on).
{{
  "Dhcp6": {{
    "interfaces-config": {{ "interfaces": {interfaces} }},

    // Every lease is on disk before its client hears of it.
    "lease-database": {{ "type": "memfile", "name": {lease_file} }},

    // Seconds: how long an address is for new connections, how long it is valid at all, when a client asks to extend
    // it (its server, then any server).
    "preferred-lifetime": {preferred},
    "valid-lifetime": {lifetime},
    "renew-timer": {renew},
    "rebind-timer": {rebind},

    "subnet6": [
      {{
        "id": 1,
        "subnet": {subnet},
        "interface": {name},

        // Addresses given away, without our own.
        "pools": [
{pools}
        ],

        // What clients are told.
        "option-data": [
{options}
        ],

        // Fixed addresses: copy this line, with the device's own hardware address.
        "reservations": [
          // {{ "hw-address": "00:00:5e:00:53:01", "ip-addresses": [ "{example}" ] }}
        ]
      }}
    ],

    "loggers": [
      {{
        "name": "kea-dhcp6",
        "severity": "INFO",
        "output-options": [ {{ "output": {log_file} }}, {{ "output": "stdout" }} ]
      }}
    ]
  }}
}}
"""

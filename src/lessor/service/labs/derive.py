"""A DHCPv4 configuration for a link, from what the link itself tells.

Pure: `derive` turns the facts that service/labs/survey.py collected into a plan, or a refusal with its reason; `render`
writes the plan as a configuration file with comments. Addresses are ints.

Only addresses that were looked at are given away: in a subnet larger than a /22 the pools stay within the /22 around
our own address.
"""

import ipaddress
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lessor.model.interface import Interface

WIDEST: Final = 22
"""Prefix length of the largest range that is searched for taken addresses and given away."""

LIFETIME: Final = 4 * 3600
"""Seconds of a lease: a device that left gives its address back within the working day."""

Range = tuple[int, int]
"""First and last address."""


class Refusal(Exception):
    """This link is not to be served: `reason` says why, `advice` what would help."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason}; {advice}")
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What a link and its machine tell.

    `gateway` is the next hop of this link's default route (0: none); `forwards` whether the machine passes packets on;
    `resolvers` the DNS servers the machine itself asks; `taken` the addresses that other hosts on the link answer for.
    """

    interface: Interface
    gateway: int = 0
    forwards: bool = False
    resolvers: tuple[int, ...] = ()
    domain: str = ""
    taken: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Derived:
    """What the link's clients shall get; `router` 0 and an empty `domain` mean none."""

    interface: str
    own: int
    network: int
    length: int
    pools: tuple[Range, ...]
    router: int
    dns_servers: tuple[int, ...]
    domain: str
    taken: tuple[int, ...]

    @property
    def size(self) -> int:
        """Return the number of addresses to give away."""
        return sum(last - first + 1 for first, last in self.pools)


def check_link(interface: Interface) -> None:
    """Raise Refusal when nobody could be reached on this link as it is."""
    name = interface.name
    if interface.loopback:
        raise Refusal(f"{name} is the loopback interface", "name an interface with a network behind it")
    if not interface.up:
        raise Refusal(f"{name} is down", f"switch it on: ip link set {name} up")
    if not interface.running:
        raise Refusal(f"{name} has no carrier", "plug in the cable, or start the other end")


def check(interface: Interface) -> None:
    """Raise Refusal when nobody could be served IPv4 addresses on this link as it is."""
    check_link(interface)
    name = interface.name
    if not interface.addresses:
        raise Refusal(f"{name} has no IPv4 address", f"give it one: ip address add 192.168.77.1/24 dev {name}")
    if interface.prefix_lengths[0] > 30:
        own = f"{dotted(interface.addresses[0])}/{interface.prefix_lengths[0]}"
        raise Refusal(f"{name} has the address {own}, a subnet without room", "use a prefix of /30 or shorter")


def derive(facts: LinkFacts) -> Derived:
    """Return what to serve on the link. Raise Refusal."""
    check(facts.interface)
    own, length = facts.interface.addresses[0], facts.interface.prefix_lengths[0]
    network = own & mask(length)
    router = facts.gateway or (own if facts.forwards else 0)
    first, last = searched(own, length)
    avoided = sorted({address for address in (*facts.interface.addresses, router, *facts.taken) if address})
    pools = tuple(gaps(first, last, avoided))
    if not pools:
        raise Refusal(f"every address of {dotted(network)}/{length} is taken", "use a larger subnet")
    taken = tuple(address for address in sorted(facts.taken) if first <= address <= last)
    resolvers = facts.resolvers or ((router,) if router else ())
    return Derived(facts.interface.name, own, network, length, pools, router, resolvers, facts.domain, taken)


def searched(own: int, length: int) -> Range:
    """Return the addresses that may be given away: those of the subnet, at most the /22 around our own address.

    Network and broadcast address of the subnet are never among them.
    """
    network, broadcast = own & mask(length), own | ~mask(length) & 0xFFFFFFFF
    window = max(length, WIDEST)
    return max(network + 1, own & mask(window)), min(broadcast - 1, own | ~mask(window) & 0xFFFFFFFF)


def mask(length: int) -> int:
    """Return the subnet mask of a prefix length."""
    return 0xFFFFFFFF << (32 - length) & 0xFFFFFFFF


def dotted(address: int) -> str:
    """Return the usual text of an address."""
    return str(ipaddress.IPv4Address(address))


def gaps(first: int, last: int, avoided: Iterable[int]) -> Iterable[Range]:
    """Yield what is left of a range without the avoided addresses, which come in order."""
    for address in avoided:
        if first <= address <= last:
            if first < address:
                yield first, address - 1
            first = address + 1
    if first <= last:
        yield first, last


def describe(plan: Derived) -> list[tuple[str, str]]:
    """Return the plan for people: rows of name and value."""
    ranges = ", ".join(_range(pool) for pool in plan.pools[:4])
    more = f" and {len(plan.pools) - 4} more" if len(plan.pools) > 4 else ""
    return [
        ("interface", f"{plan.interface}, our address {dotted(plan.own)}"),
        ("subnet", f"{dotted(plan.network)}/{plan.length}"),
        ("addresses", f"{plan.size} in {ranges}{more}"),
        ("left out", _listed(plan.taken) or "none: nobody else answered"),
        ("router", dotted(plan.router) if plan.router else "none: clients reach this link only"),
        ("DNS servers", _listed(plan.dns_servers) or "none"),
        ("domain", plan.domain or "none"),
        ("lease time", f"{LIFETIME // 3600} hours"),
    ]


def render(plan: Derived, lease_file: str, log_file: str) -> str:
    """Return the plan as a configuration file; leases go to `lease_file`, the log to `log_file`."""
    options = ",\n".join(f"            {row}" for row in _options(plan))
    pools = ",\n".join(f"            {{ {pair('pool', _range(pool))} }}" for pool in plan.pools)
    return TEMPLATE.format(
        interface=plan.interface,
        interfaces=json.dumps([plan.interface]),
        own=dotted(plan.own),
        example=dotted(plan.pools[-1][1]),
        lease_file=json.dumps(lease_file),
        log_file=json.dumps(log_file),
        lifetime=LIFETIME,
        renew=LIFETIME // 2,
        rebind=LIFETIME * 7 // 8,
        subnet=json.dumps(f"{dotted(plan.network)}/{plan.length}"),
        name=json.dumps(plan.interface),
        pools=pools,
        options=options,
        taken=_wrapped(plan.taken),
    )


def _options(plan: Derived) -> list[str]:
    rows = []
    if plan.router:
        rows.append(option("routers", dotted(plan.router)))
    if plan.dns_servers:
        rows.append(option("domain-name-servers", _listed(plan.dns_servers)))
    if plan.domain:
        rows.append(option("domain-name", plan.domain))
    return rows


def option(name: str, data: str) -> str:
    """Return an entry of option-data."""
    return f"{{ {pair('name', name)}, {pair('data', data)} }}"


def pair(key: str, value: str) -> str:
    """Return a key and its text as in a JSON map."""
    return f"{json.dumps(key)}: {json.dumps(value)}"


def _range(pool: Range) -> str:
    return f"{dotted(pool[0])} - {dotted(pool[1])}"


def _listed(addresses: Sequence[int]) -> str:
    return ", ".join(dotted(address) for address in addresses)


def _wrapped(taken: Sequence[int]) -> str:
    if not taken:
        return "none"
    rows = [_listed(taken[at : at + 6]) for at in range(0, len(taken), 6)]
    return ",\n          //   ".join(rows)


TEMPLATE: Final = """\
// DHCPv4 on {interface}, made from the link's own address {own}.
// This file is yours: edit it and start again. It is never overwritten.
{{
  "Dhcp4": {{
    "interfaces-config": {{ "interfaces": {interfaces} }},

    // Every lease is on disk before its client hears of it.
    "lease-database": {{ "type": "memfile", "name": {lease_file} }},

    // Seconds: how long a lease is valid, when a client asks to extend it (its server, then any server).
    "valid-lifetime": {lifetime},
    "renew-timer": {renew},
    "rebind-timer": {rebind},

    // We are the one who knows this link: clients that come from elsewhere are told to ask anew.
    "authoritative": true,

    "subnet4": [
      {{
        "id": 1,
        "subnet": {subnet},
        "interface": {name},

        // Addresses given away. Left out because somebody answered there:
          //   {taken}
        "pools": [
{pools}
        ],

        // What clients are told.
        "option-data": [
{options}
        ],

        // Fixed addresses: copy this line, with the device's own hardware address.
        "reservations": [
          // {{ "hw-address": "00:00:5e:00:53:01", "ip-address": "{example}", "hostname": "printer" }}
        ]
      }}
    ],

    "loggers": [
      {{
        "name": "kea-dhcp4",
        "severity": "INFO",
        "output-options": [ {{ "output": {log_file} }}, {{ "output": "stdout" }} ]
      }}
    ]
  }}
}}
"""

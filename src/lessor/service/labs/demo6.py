"""The DHCPv6 side of a lab: the server's configuration, and a client for those machines that have one."""

import json
import shutil
from pathlib import Path
from typing import Final

from lessor.service.labs.demo import ClientProgram, Files
from lessor.service.labs.lab import INTERFACE

SERVER_ADDRESS6: Final = "2001:db8::1"
LENGTH6: Final = 64
POOL6: Final = ("2001:db8::1000", "2001:db8::1fff")
RESERVED_ADDRESS6: Final = "2001:db8::10"

IPV6: Final = Path("/proc/sys/net/ipv6")
DUID_LL: Final = bytes((0, 3, 0, 1))
"""How a DUID of an Ethernet address begins (RFC 8415 section 11.4)."""

TEMPLATE6: Final = """\
// A small network, to look at and to change. The server reads this file again when it gets SIGHUP.
{{
  "Dhcp6": {{
    // Where clients are.
    "interfaces-config": {{ "interfaces": [ {interface} ] }},

    // Leases rest in this file, one line for each change.
    "lease-database": {{ "type": "memfile", "name": {leases} }},

    // Seconds. Short, so that there is something to see: leases of an office last hours.
    "preferred-lifetime": 45,
    "valid-lifetime": 60,
    "renew-timer": 20,
    "rebind-timer": 40,

    // Clients say who they are by a DUID; many DUIDs are made of the hardware address, and show it.
    "mac-sources": [ "duid" ],

    "subnet6": [
      {{
        "id": 1,
        "subnet": "2001:db8::/64",

        // Clients on this link are of this subnet.
        "interface": {interface},

        // Addresses for everybody.
        "pools": [ {{ "pool": {pool} }} ],

        // Whole prefixes, for routers that have networks behind them.
        "pd-pools": [ {{ "prefix": "2001:db8:1000::", "prefix-len": 48, "delegated-len": 56 }} ],

        // What clients are told beside their address; which way is out they hear from routers, not from DHCPv6.
        "option-data": [
          {{ "name": "dns-servers", "data": "{server}" }},
          {{ "name": "domain-search", "data": "lab.example" }}
        ],

        // This one always gets the same address, known by the hardware address in its DUID.
        "reservations": [
          {{ "hw-address": "{printer}", "ip-addresses": [ "{reserved}" ] }}
        ]
      }}
    ],

    "loggers": [
      {{
        "name": "kea-dhcp6",
        "severity": "INFO",
        "output-options": [ {{ "output": {log} }}, {{ "output": "stdout" }} ]
      }}
    ]
  }}
}}
"""

DHCLIENT_SETTINGS6: Final = """\
send fqdn.fqdn "{hostname}";
request dhcp6.name-servers, dhcp6.domain-search, dhcp6.fqdn;
"""


def configuration6(files: Files, printer: bytes) -> str:
    """Return the lab's configuration; `printer` is the hardware address with the reservation."""
    return TEMPLATE6.format(
        interface=json.dumps(INTERFACE),
        leases=json.dumps(str(files.leases6)),
        log=json.dumps(str(files.log6)),
        pool=json.dumps(" - ".join(POOL6)),
        server=SERVER_ADDRESS6,
        printer=printer.hex(":"),
        reserved=RESERVED_ADDRESS6,
    )


def duid(hwaddr: bytes) -> bytes:
    """Return the DUID by which the lab's clients say who they are."""
    return DUID_LL + hwaddr


def dhclient6(files: Files, hostname: str) -> list[str]:
    """Return the command line of ISC's client, asking for an address; its settings are written for it."""
    settings, leases, pid = (files.directory / f"{hostname}-6.{suffix}" for suffix in ("conf", "leases", "pid"))
    settings.write_text(DHCLIENT_SETTINGS6.format(hostname=hostname))
    places = ["-cf", str(settings), "-lf", str(leases), "-pf", str(pid), "-sf", str(files.script)]
    return ["dhclient", "-6", "-d", "-D", "LL", *places, INTERFACE]


def dhclient6_router(files: Files, hostname: str) -> list[str]:
    """Return the same command line, asking for an address and a prefix."""
    return [*dhclient6(files, hostname), "-N", "-P"]


def ipv6_here() -> bool:
    """Tell whether this machine knows IPv6."""
    return IPV6.exists()


def client6_here() -> bool:
    """Tell whether this machine has a client for DHCPv6."""
    return shutil.which(HOST6.name) is not None


HOST6: Final = ClientProgram("dhclient", dhclient6)
ROUTER6: Final = ClientProgram("dhclient", dhclient6_router)

"""What is shown in a lab: the server's configuration, and the DHCP clients of this machine as they are called there."""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lessor.service.labs.lab import INTERFACE

SERVER_ADDRESS: Final = "192.0.2.1"
LENGTH: Final = 24
POOL: Final = ("192.0.2.100", "192.0.2.199")
MOST_CLIENTS: Final = 50
RESERVED_ADDRESS: Final = "192.0.2.10"
RESERVED_NAME: Final = "printer"

TEMPLATE: Final = """\
// A small network, to look at and to change. The server reads this file again when it gets SIGHUP.
{{
  "Dhcp4": {{
    // Where clients are.
    "interfaces-config": {{ "interfaces": [ {interface} ] }},

    // Leases rest in this file, one line for each change.
    "lease-database": {{ "type": "memfile", "name": {leases} }},

    // Seconds. Short, so that there is something to see: leases of an office last hours.
    "valid-lifetime": 60,
    "renew-timer": 20,
    "rebind-timer": 40,

    // Clients that ask for an address of another network are told at once that it is wrong here.
    "authoritative": true,

    "subnet4": [
      {{
        "id": 1,
        "subnet": "192.0.2.0/24",

        // Addresses for everybody.
        "pools": [ {{ "pool": {pool} }} ],

        // What clients are told beside their address.
        "option-data": [
          {{ "name": "routers", "data": "{server}" }},
          {{ "name": "domain-name-servers", "data": "{server}" }},
          {{ "name": "domain-name", "data": "lab.example" }}
        ],

        // This one always gets the same address and name, known by its hardware address.
        "reservations": [
          {{ "hw-address": "{printer}", "ip-address": "{reserved}", "hostname": "{name}" }}
        ]
      }}
    ],

    "loggers": [
      {{
        "name": "kea-dhcp4",
        "severity": "INFO",
        "output-options": [ {{ "output": {log} }}, {{ "output": "stdout" }} ]
      }}
    ]
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one lab."""

    directory: Path

    @property
    def configuration(self) -> Path:
        return self.directory / "kea-dhcp4.conf"

    @property
    def leases(self) -> Path:
        return self.directory / "kea-leases4.csv"

    @property
    def log(self) -> Path:
        return self.directory / "kea-dhcp4.log"

    @property
    def configuration6(self) -> Path:
        return self.directory / "kea-dhcp6.conf"

    @property
    def leases6(self) -> Path:
        return self.directory / "kea-leases6.csv"

    @property
    def log6(self) -> Path:
        return self.directory / "kea-dhcp6.log"

    @property
    def script(self) -> Path:
        return self.directory / "client-script"

    def environment(self) -> dict[str, str]:
        """Return the variables that keep all the server writes in this directory."""
        names = ("KEA_PIDFILE_DIR", "KEA_LOCKFILE_DIR", "KEA_DHCP_DATA_DIR", "KEA_LOG_FILE_DIR")
        return dict.fromkeys(names, str(self.directory))


def configuration(files: Files, printer: bytes) -> str:
    """Return the lab's configuration; `printer` is the hardware address with the reservation."""
    return TEMPLATE.format(
        interface=json.dumps(INTERFACE),
        leases=json.dumps(str(files.leases)),
        log=json.dumps(str(files.log)),
        pool=json.dumps(" - ".join(POOL)),
        server=SERVER_ADDRESS,
        printer=printer.hex(":"),
        reserved=RESERVED_ADDRESS,
        name=RESERVED_NAME,
    )


# The distributions' own scripts would write the lab's DNS servers into the machine's resolv.conf; this one sets the
# address and nothing else. dhclient and udhcpc say the same things in different words.
SCRIPT: Final = """\
#!/bin/sh
case "${reason:-$1}" in
BOUND|RENEW|REBIND|REBOOT|bound|renew) address="${new_ip_address:-$ip}/${new_subnet_mask:-$mask}" ;;
BOUND6|RENEW6|REBIND6) address="$new_ip6_address/128" ;;
*) exit 0 ;;
esac
tool=ip
command -v ip >/dev/null || tool="busybox ip"
$tool address add "$address" dev "$interface" 2>/dev/null
exit 0
"""

DHCLIENT_SETTINGS: Final = """\
send host-name "{hostname}";
request subnet-mask, routers, domain-name-servers, domain-name, host-name;
initial-interval 1;
backoff-cutoff 4;
timeout 30;
retry 5;
"""


def prepare(files: Files) -> None:
    """Write what the clients need."""
    files.script.write_text(SCRIPT)
    files.script.chmod(0o755)


def udhcpc(files: Files, hostname: str) -> list[str]:
    """Return the command line of BusyBox's client."""
    return [
        "udhcpc",
        "-f",
        "-i",
        INTERFACE,
        "-x",
        f"hostname:{hostname}",
        "-s",
        str(files.script),
        "-T",
        "2",
        "-A",
        "4",
    ]


def dhclient(files: Files, hostname: str) -> list[str]:
    """Return the command line of ISC's client; its settings are written for it."""
    settings, leases, pid = (files.directory / f"{hostname}.{suffix}" for suffix in ("conf", "leases", "pid"))
    settings.write_text(DHCLIENT_SETTINGS.format(hostname=hostname))
    places = ["-cf", str(settings), "-lf", str(leases), "-pf", str(pid), "-sf", str(files.script)]
    return ["dhclient", "-4", "-d", *places, INTERFACE]


def lessor_client(files: Files, hostname: str) -> list[str]:
    """Return the command line of our own client."""
    return [
        sys.executable,
        "-m",
        "lessor.cli.lessor",
        "client",
        INTERFACE,
        "--hostname",
        hostname,
        "--stay",
        "--configure",
    ]


@dataclass(frozen=True, slots=True)
class ClientProgram:
    """A DHCP client: its name, and its command line for a lab's files and a host name."""

    name: str
    command: Callable[[Files, str], list[str]]


def clients_here() -> list[ClientProgram]:
    """Return the clients to show: those that are installed, ours when there is none."""
    return [program for program in PROGRAMS if shutil.which(program.name)] or [OURS]


PROGRAMS: Final = (ClientProgram("udhcpc", udhcpc), ClientProgram("dhclient", dhclient))
OURS: Final = ClientProgram("lessor", lessor_client)

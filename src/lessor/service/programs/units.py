"""Units for systemd, one for each server, under the names of Debian's packages, which scripts and administrators know.

A server runs as a user of its own with the two capabilities it needs, tells systemd when it serves and when it reloads,
and sees no more of the system than its files, which are where Debian's packages have them.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

DIRECTORY: Final = Path("/etc/systemd/system")
"""Where an administrator's units are; they stand above those of packages."""
USER: Final = "_kea"
CONFIGURATION: Final = Path("/etc/kea")


@dataclass(frozen=True, slots=True)
class Unit:
    """One service: its name, its program, and what it is."""

    name: str
    program: str
    description: str


UNITS: Final = (
    Unit("kea-dhcp4-server.service", "kea-dhcp4", "DHCPv4 server"),
    Unit("kea-dhcp6-server.service", "kea-dhcp6", "DHCPv6 server"),
)

TEXT: Final = """\
[Unit]
Description=lessor {description}
Documentation=https://kea.readthedocs.io/
Wants=network-online.target
After=network-online.target time-sync.target

[Service]
Type=notify
ExecStart={program} -c {configuration}
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure
RestartSec=2s
WatchdogSec=5min
TimeoutStartSec=10min

User={user}
AmbientCapabilities=CAP_NET_BIND_SERVICE CAP_NET_RAW
CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_NET_RAW
NoNewPrivileges=yes

ConfigurationDirectory=kea
RuntimeDirectory=kea
RuntimeDirectoryPreserve=yes
StateDirectory=kea
StateDirectoryMode=0750
LogsDirectory=kea
LogsDirectoryMode=0750
Environment=KEA_PIDFILE_DIR=/run/kea KEA_DHCP_DATA_DIR=/var/lib/kea KEA_LOG_FILE_DIR=/var/log/kea
UMask=0027

ProtectSystem=strict
ProtectHome={home}
PrivateTmp=yes
PrivateDevices=yes
ProtectHostname=yes
ProtectClock=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""

HOMES: Final = (Path("/home"), Path("/root"))


def unit_text(unit: Unit, programs: Path, user: str = USER) -> str:
    """Return a unit whose program is in the directory `programs`."""
    # a program in somebody's home must at least be readable; that its directories are is up to the installation
    home = "read-only" if any(programs.is_relative_to(directory) for directory in HOMES) else "yes"
    return TEXT.format(
        description=unit.description,
        program=programs / unit.program,
        configuration=CONFIGURATION / f"{unit.program}.conf",
        user=user,
        home=home,
    )

"""What the bench needs besides the project: Debian's Kea, perfdhcp, a C compiler, and our C programs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from bench.place import REPOSITORY, WORK

PACKAGES: Final = {
    "/usr/sbin/kea-dhcp4": "kea-dhcp4-server",
    "/usr/sbin/kea-dhcp6": "kea-dhcp6-server",
    "/usr/sbin/perfdhcp": "kea-admin",
    "/usr/bin/cc": "gcc libc6-dev",
    "/usr/sbin/ethtool": "ethtool",
    "/usr/sbin/ip": "iproute2",
}
"""Program -> packages that bring it."""

LOAD: Final = {4: WORK / "dhcpload", 6: WORK / "dhcpload6"}
"""Load generators by family."""
REFLECTOR: Final = WORK / "reflector"


def prepare() -> None:
    """Install what is missing and compile the C programs. Raise SystemExit with a reason when that is impossible."""
    if os.geteuid() != 0:
        raise SystemExit("the bench needs root for network namespaces")
    missing = " ".join(names for program, names in PACKAGES.items() if not Path(program).exists()).split()
    if missing:
        install(missing)
    WORK.mkdir(parents=True, exist_ok=True)
    sources = REPOSITORY / "bench" / "c"
    changed = max(path.stat().st_mtime for path in sources.iterdir())
    for binary in (*LOAD.values(), REFLECTOR):
        source = sources / f"{binary.name}.c"
        if not binary.exists() or binary.stat().st_mtime < changed:
            subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-o", str(binary), str(source)], check=True)


def install(packages: list[str]) -> None:
    if shutil.which("apt-get") is None:
        raise SystemExit(f"the bench needs {', '.join(packages)}")
    print(f"installing {' '.join(packages)}", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "--quiet", *words], check=True, env=environment, stdout=sys.stderr)
    # a package starts its daemons; they would answer nobody here, but use the machine
    for service in ("kea-dhcp4-server", "kea-dhcp6-server", "kea-ctrl-agent"):
        subprocess.run(["systemctl", "disable", "--now", service], check=False, capture_output=True)

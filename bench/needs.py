"""What the bench needs besides the project: Debian's Kea, perfdhcp, a C compiler, databases, and our C programs.

What is missing is offered for installation: whoever sits at a terminal is asked, without one it is installed and said.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from bench.console import say
from bench.peers import COMPILED, REFLECTOR
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
DATABASES: Final = {
    "/usr/share/postgresql-common": "postgresql",
    "/usr/sbin/mariadbd": "mariadb-server",
    "/usr/bin/setpriv": "util-linux",
}
"""The same for scenarios with leases in a database."""

LOAD: Final = {4: WORK / "dhcpload", 6: WORK / "dhcpload6"}
"""Load generators by family."""
POLICY: Final = Path("/usr/sbin/policy-rc.d")
"""Debian's packages ask this program before they start a daemon; 101 forbids it."""


def prepare(databases: bool = False) -> None:
    """Install and compile what is missing. Raise SystemExit with a reason when that is impossible."""
    if os.geteuid() != 0:
        raise SystemExit("the bench needs root for network namespaces")
    missing = missing_packages({**PACKAGES, **(DATABASES if databases else {})})
    if missing:
        offer(missing)
    WORK.mkdir(parents=True, exist_ok=True)
    sources = REPOSITORY / "bench" / "c"
    changed = max(path.stat().st_mtime for path in sources.iterdir())
    for binary in (*LOAD.values(), REFLECTOR):
        source = sources / f"{binary.name}.c"
        if not binary.exists() or binary.stat().st_mtime < changed:
            subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-o", str(binary), str(source)], check=True)
    make_byte_code()


def make_byte_code() -> None:
    """Have the byte code of our sources beside them, where pip puts it when it installs lessor.

    Where the environment keeps Python from writing any, each start would take the time to compile all modules anew.
    """
    command = [sys.executable, "-m", "compileall", "-q", str(REPOSITORY / "src")]
    subprocess.run(command, check=True, env=with_byte_code(os.environ))


def with_byte_code(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which Python writes byte code, as it does where nobody forbids it."""
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


def missing_packages(wanted: Mapping[str, str]) -> list[str]:
    """Return the packages of the programs that are not there."""
    return " ".join(names for program, names in wanted.items() if not Path(program).exists()).split()


def offer(packages: list[str], ask: Callable[[str], str] | None = None) -> None:
    """Install packages, after asking whoever sits at a terminal. Raise SystemExit when they are not wanted."""
    if shutil.which("apt-get") is None:
        raise SystemExit(f"the bench needs {', '.join(packages)}")
    ask = ask or (input if sys.stdin.isatty() else None)
    question = f"The bench needs {', '.join(packages)}. Install from the distribution? [Y/n] "
    if ask and ask(question).strip().lower().startswith("n"):
        raise SystemExit(f"not without them: apt-get install {' '.join(packages)}")
    say(f"installing {' '.join(packages)}")
    install(packages)


def install(packages: list[str]) -> None:
    """Install packages, and start no daemon of theirs: it would answer nobody here, but use the machine."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            subprocess.run(["apt-get", "--quiet", *words], check=True, env=environment, stdout=sys.stderr)
    finally:
        if ours:
            POLICY.unlink()


def compiled(given: Path | None, build: bool) -> Path | None:
    """Return the compiled lessor: the given one, or that of `make compiled`; None, and say why, when there is none.

    Without `build` it is taken only if it is there and made of the sources as they are.
    """
    if given is not None:
        return given
    program = Path(COMPILED.command[0])
    make = ["make", "--no-print-directory", "-C", str(REPOSITORY)]
    environment = program.parent.parent.name
    fresh = [*make, "--question", f"VENV={environment}", f"{environment}/.compiled"]
    if subprocess.run(fresh, check=False, capture_output=True).returncode == 0 and program.exists():
        return program
    if not build:
        say("no compiled lessor of these sources: left out (`make compiled` makes it)")
        return None
    say("make compiled: some minutes")
    made = subprocess.run([*make, "compiled"], check=False, stdout=sys.stderr)
    if made.returncode == 0 and program.exists():
        return program
    say("the compiled lessor cannot be made: left out")
    return None

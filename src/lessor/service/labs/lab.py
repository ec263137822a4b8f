"""A private network to try things in: stations, a switch, a wire from each to it.

Each station and the switch is a network namespace named `<prefix>-<name>`; the machine's own network is neither
used nor changed, and no program is needed beside the kernel. One lab of a prefix at a time; what a killed one left
behind is cleared by the next.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from pyroute2 import IPRoute, netns
from pyroute2.netlink.exceptions import NetlinkError

from lessor.service.programs.supervise import start, stop

NAMESPACES: Final = Path("/run/netns")
INTERFACE: Final = "eth0"
CHECKING: Final = Path("/proc/sys/net/ipv6/conf/default/accept_dad")


class LabError(Exception):
    """The lab cannot be built here; the text says why and what would help."""


@dataclass(frozen=True, slots=True)
class Station:
    """One host of the lab: its only link besides loopback is INTERFACE."""

    name: str
    namespace: str
    hwaddr: bytes


class Lab:
    """A network of stations; use as a context manager, so that nothing is left behind."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.switch = f"{prefix}-switch"
        self._processes: list[subprocess.Popen[bytes]] = []
        self._lock: IO[str] | None = None

    def __enter__(self) -> "Lab":
        if os.geteuid() != 0:
            raise LabError("a lab needs root, to make network namespaces; try sudo")
        self._lock = _lock(Path(f"/run/{self.prefix}.lock"))
        try:
            clear(self.prefix)
            self._make_switch()
        except (NetlinkError, OSError) as error:
            self.close()
            raise LabError(f"this machine does not allow network namespaces here: {error}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, name: str, hwaddr: bytes, *addresses: str) -> Station:
        """Connect a new station to the switch, with these addresses, as `192.0.2.1/24`. Raise LabError."""
        station = Station(name, f"{self.prefix}-{name}", hwaddr)
        if (NAMESPACES / station.namespace).exists():
            raise LabError(f"there is a station {name} already")
        try:
            netns.create(station.namespace)
            _trust_addresses(station)
            self._connect(station)
            _set_up(station, addresses)
        except (NetlinkError, OSError) as error:
            raise LabError(f"station {name} cannot be made: {error}") from error
        return station

    def start(
        self,
        station: Station,
        argv: Sequence[str],
        output: IO[bytes] | int = subprocess.PIPE,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a program in a station; it ends with the lab, also when the lab is killed."""
        process = start(inside(station, argv), output, environment)
        self._processes.append(process)
        return process

    def close(self) -> None:
        """End the programs, remove stations and switch."""
        stop(self._processes)
        self._processes.clear()
        if self._lock is not None:
            clear(self.prefix)
            Path(self._lock.name).unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def _make_switch(self) -> None:
        netns.create(self.switch)
        with IPRoute(netns=self.switch) as route:
            route.link("add", ifname="br0", kind="bridge")
            route.link("set", index=route.link_lookup(ifname="br0")[0], state="up")

    def _connect(self, station: Station) -> None:
        with IPRoute(netns=self.switch) as route:
            route.link("add", ifname=station.name[:15], kind="veth", peer={"ifname": INTERFACE})
            port = route.link_lookup(ifname=station.name[:15])[0]
            route.link("set", index=port, master=route.link_lookup(ifname="br0")[0], state="up")
            route.link("set", index=route.link_lookup(ifname=INTERFACE)[0], net_ns_fd=station.namespace)


def inside(station: Station, argv: Sequence[str]) -> list[str]:
    """Return the command line that runs `argv` in a station."""
    return ["nsenter", f"--net={NAMESPACES / station.namespace}", *argv]


def clear(prefix: str) -> None:
    """Remove all stations of labs with this prefix, and end what still runs in them."""
    names = [path.name for path in NAMESPACES.glob(f"{prefix}-*")]
    for name in names:
        for pid in _processes_in(NAMESPACES / name):
            _signal(pid, signal.SIGKILL)
    for name in names:
        netns.remove(name)


def _lock(path: Path) -> IO[str]:
    while True:
        file = path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            owner = file.read().strip()
            file.close()
            raise LabError(f"a lab is running already (process {owner}); stop it first") from error
        if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
            break
        file.close()  # it was removed by its owner between our opening and our lock
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def _trust_addresses(station: Station) -> None:
    """Let IPv6 addresses be usable at once: nobody else is there who could have them."""
    netns.pushns(station.namespace)
    try:
        # no IPv6 here, or the file may not be written: then they are usable a moment later
        with contextlib.suppress(OSError):
            CHECKING.write_text("0")
    finally:
        netns.popns()


def _set_up(station: Station, addresses: Sequence[str]) -> None:
    with IPRoute(netns=station.namespace) as route:
        route.link("set", index=route.link_lookup(ifname="lo")[0], state="up")
        link = route.link_lookup(ifname=INTERFACE)[0]
        route.link("set", index=link, address=station.hwaddr.hex(":"))
        route.link("set", index=link, state="up")
        for address in addresses:
            host, _, length = address.partition("/")
            route.addr("add", index=link, address=host, prefixlen=int(length))


def _processes_in(namespace: Path) -> Iterator[int]:
    wanted = namespace.stat().st_ino
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "ns/net").stat().st_ino == wanted:
                yield int(process.name)
        except OSError:
            continue  # it ended while we looked


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return

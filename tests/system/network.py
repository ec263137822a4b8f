"""Private networks for system tests: namespaces joined by veth pairs or a bridge, gone when the test is over.

Names begin with `lsy-<pid>-`, so that runs beside each other do not meet; what a killed run left behind is removed by
the next one. Sockets may be opened inside a namespace from this process (`entered`), programs run there by `command`.
"""

import ctypes
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PREFIX = "lsy"
NAMESPACES = Path("/run/netns")
CLONE_NEWNET = 0x40000000

libc = ctypes.CDLL(None, use_errno=True)


def run(*words: str) -> str:
    """Run a command and return what it printed; raise CalledProcessError with its output when it fails."""
    done = subprocess.run(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, words, done.stdout)
    return done.stdout


class Namespace:
    """One network namespace."""

    def __init__(self, name: str) -> None:
        self.name = f"{PREFIX}-{os.getpid()}-{name}"
        run("ip", "netns", "add", self.name)
        self.ip("link", "set", "lo", "up")

    def ip(self, *words: str) -> str:
        """Run `ip` for this namespace."""
        return run("ip", "-n", self.name, *words)

    def batch(self, lines: Sequence[str]) -> None:
        """Run many `ip` commands in one process."""
        subprocess.run(["ip", "-n", self.name, "-batch", "-"], input="\n".join(lines), text=True, check=True)

    def command(self, *words: str) -> list[str]:
        """Return the command line that runs `words` in this namespace, as one process."""
        return ["ip", "netns", "exec", self.name, *words]

    def run(self, *words: str) -> str:
        """Run a command in this namespace and return what it printed."""
        return run(*self.command(*words))

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Be in this namespace for the block: sockets opened there stay there."""
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        there = os.open(NAMESPACES / self.name, os.O_RDONLY)
        try:
            enter(there)
            yield
        finally:
            enter(home)
            os.close(home)
            os.close(there)

    def delete(self) -> None:
        """Remove the namespace with its interfaces; programs still running in it are the caller's."""
        run("ip", "netns", "del", self.name)


def enter(descriptor: int) -> None:
    if libc.setns(descriptor, CLONE_NEWNET):
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


class Network:
    """The namespaces of one test, by name."""

    def __init__(self) -> None:
        self.namespaces: dict[str, Namespace] = {}

    def namespace(self, name: str) -> Namespace:
        """Return the namespace of this name, made on first use."""
        if name not in self.namespaces:
            self.namespaces[name] = Namespace(name)
        return self.namespaces[name]

    def link(self, one: str, interface: str, other: str, peer: str) -> None:
        """Join two namespaces by a veth pair with checksums computed in software, both ends up.

        Raw-socket servers and clients look at frames before any card could have filled a checksum in.
        """
        first, second = self.namespace(one), self.namespace(other)
        first.ip("link", "add", interface, "type", "veth", "peer", "name", peer, "netns", second.name)
        for namespace, name in ((first, interface), (second, peer)):
            namespace.run("ethtool", "-K", name, "tx", "off")
            namespace.run("sysctl", "-qw", f"net.ipv6.conf.{name}.disable_ipv6=1")
            namespace.ip("link", "set", name, "up")

    def bridge(self, name: str, bridge: str) -> None:
        """Make a bridge in a namespace; it forwards at once."""
        self.namespace(name).ip("link", "add", bridge, "type", "bridge", "forward_delay", "0", "stp_state", "0")
        self.namespace(name).ip("link", "set", bridge, "up")

    def plug(self, name: str, bridge: str, port: str, other: str, peer: str) -> None:
        """Put a new namespace's interface `peer` on a bridge."""
        self.link(name, port, other, peer)
        self.namespace(name).ip("link", "set", port, "master", bridge)

    def delete(self) -> None:
        for namespace in self.namespaces.values():
            namespace.delete()
        self.namespaces.clear()


@contextmanager
def network() -> Iterator[Network]:
    """Make an empty network and take it away afterwards."""
    made = Network()
    try:
        yield made
    finally:
        made.delete()


def remove_orphans() -> None:
    """Remove namespaces of runs that are no longer there."""
    for path in NAMESPACES.glob(f"{PREFIX}-*-*"):
        pid = path.name.split("-")[1]
        if pid.isdigit() and not Path("/proc", pid).exists():
            run("ip", "netns", "del", path.name)

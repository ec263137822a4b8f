"""Two network namespaces joined by a veth pair: load on one side, the server under test on the other."""

import ctypes
import fcntl
import json
import os
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.place import CLIENT_NAMESPACE, INTERFACE, PREFIX, RELAY, RELAY6, SERVER, SERVER6, SERVER_NAMESPACE

LOCK: Final = Path(tempfile.gettempdir()) / f"{PREFIX}-bench.lock"
"""Held by the bench that has the namespaces."""

NICE: Final = -10
SLICE_NS: Final = 100_000
SCHED_SETATTR: Final = 314

UP: Final = f"""
netns add {CLIENT_NAMESPACE}
netns add {SERVER_NAMESPACE}
link add lbe1 netns {CLIENT_NAMESPACE} txqueuelen 10000 type veth peer name {INTERFACE} netns {SERVER_NAMESPACE}
-n {CLIENT_NAMESPACE} link set lo up
-n {SERVER_NAMESPACE} link set lo up
-n {CLIENT_NAMESPACE} link set lbe1 address 02:00:00:00:00:02
-n {SERVER_NAMESPACE} link set {INTERFACE} address 02:00:00:00:00:01 txqueuelen 10000
-n {CLIENT_NAMESPACE} addr add {RELAY}/8 dev lbe1
-n {SERVER_NAMESPACE} addr add {SERVER}/8 dev {INTERFACE}
-n {CLIENT_NAMESPACE} addr add {RELAY6}/64 dev lbe1 nodad
-n {SERVER_NAMESPACE} addr add {SERVER6}/64 dev {INTERFACE} nodad
-n {CLIENT_NAMESPACE} link set lbe1 up
-n {SERVER_NAMESPACE} link set {INTERFACE} up
-n {CLIENT_NAMESPACE} route add local 100.64.0.0/10 dev lo
-n {SERVER_NAMESPACE} route add 100.64.0.0/10 via {RELAY}
-n {CLIENT_NAMESPACE} neigh replace {SERVER} lladdr 02:00:00:00:00:01 dev lbe1
-n {SERVER_NAMESPACE} neigh replace {RELAY} lladdr 02:00:00:00:00:02 dev {INTERFACE}
-n {CLIENT_NAMESPACE} neigh replace {SERVER6} lladdr 02:00:00:00:00:01 dev lbe1
-n {SERVER_NAMESPACE} neigh replace {RELAY6} lladdr 02:00:00:00:00:02 dev {INTERFACE}
"""
"""All of 100.64.0.0/10 is local to the client's side, for thousands of relays; neighbours are static, so that no
question for them disturbs the measurement."""


def inside(namespace: str, *words: str) -> list[str]:
    """Return the command line that runs `words` in a namespace, as one process."""
    return ["ip", "netns", "exec", namespace, *words]


@contextmanager
def lab() -> Iterator[None]:
    """Have the two namespaces for the block. Raise SystemExit when another bench has them."""
    with LOCK.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(f"another bench has {CLIENT_NAMESPACE}: set BENCH_PREFIX to another name") from None
        with namespaces():
            yield


@contextmanager
def namespaces() -> Iterator[None]:
    """Make the two namespaces anew, and remove them after the block."""
    down()
    try:
        for line in UP.strip().splitlines():
            subprocess.run(["ip", *line.split()], check=True)
        for namespace, interface in ((CLIENT_NAMESPACE, "lbe1"), (SERVER_NAMESPACE, INTERFACE)):
            # raw sockets must see whole checksums
            features = [word for feature in ("tx", "rx", "gso", "gro", "tso") for word in (feature, "off")]
            command = ["ethtool", "-K", interface, *features]
            subprocess.run(inside(namespace, *command), check=False, capture_output=True)
        wait_for_carrier()
        yield
    finally:
        down()


def wait_for_carrier() -> None:
    """Return when the server's interface runs, which the kernel says a moment after both ends are up."""
    command = ["ip", "-n", SERVER_NAMESPACE, "-json", "link", "show", INTERFACE]
    while json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)[0]["operstate"] != "UP":
        time.sleep(0.02)


def down() -> None:
    for namespace in (CLIENT_NAMESPACE, SERVER_NAMESPACE):
        subprocess.run(["ip", "netns", "del", namespace], check=False, capture_output=True)


def take_precedence() -> None:
    """Run this process and what it starts before other work on the machine.

    With a shorter scheduler slice (Linux 6.12) a waking server gets a core at once, as on an idle machine. Where the
    kernel knows no slices the niceness alone helps.
    """
    os.nice(NICE)
    attributes = struct.pack("=IIQiIQQQ", 48, 0, 0, NICE, 0, SLICE_NS, 0, 0)
    ctypes.CDLL(None).syscall(SCHED_SETATTR, 0, attributes, 0)

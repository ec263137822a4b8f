"""Where things are, and the address plan that all servers share so that results compare."""

import os
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).parent.parent
WORK: Final = Path(os.environ.get("BENCH_WORK", "/var/tmp/lessor-bench"))
"""Lease files are written here: it must be a real disk, not a memory file system."""
RESULTS: Final = REPOSITORY / "bench" / "results"
REPORT: Final = REPOSITORY / "docs" / "performance.md"
PICTURES: Final = REPOSITORY / "docs" / "images"

PREFIX: Final = os.environ.get("BENCH_PREFIX", "lbe")
"""Begins the names of the namespaces: benches with different ones can run at the same time."""
CLIENT_NAMESPACE: Final = f"{PREFIX}-client"
SERVER_NAMESPACE: Final = f"{PREFIX}-server"
INTERFACE: Final = "lbe0"
"""The server's interface."""

SERVER: Final = "10.0.0.1"
RELAY: Final = "10.0.0.2"
SERVER6: Final = "fd00:10::1"
RELAY6: Final = "fd00:10::2"
POOL: Final = ("10.16.0.0", "10.31.255.255")
RESERVED: Final = 0x0A200000
"""10.32.0.0: reservation i is for client i and this address + i."""
FAR: Final = 0x64400000
"""100.64.0.0: subnet i behind a relay is the i-th /24 from here."""
FAR6: Final = "fd00:30::"
"""Subnet i behind a relay is fd00:30:0:i::/64."""
EVERY_CLIENT: Final = 4_000_000
"""So many clients that none comes twice."""


def client_mac(number: int) -> str:
    """Return the hardware address of a client, as dhcpload makes it."""
    return ":".join(f"{octet:02x}" for octet in b"\x02\x0c" + number.to_bytes(4, "big"))

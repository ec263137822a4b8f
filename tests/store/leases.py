"""Leases for tests: one usual lease, and anything different about it by name."""

from pathlib import Path

from lessor.model.lease import Lease4
from lessor.store.watcher import Watcher

ADDRESS = 0xC0000201  # 192.0.2.1
HWADDR = bytes.fromhex("020000000001")
CLIENT_ID = b"\x01" + HWADDR
NOW = 1_800_000_000


def a_lease(
    address: int = ADDRESS,
    hwaddr: bytes = HWADDR,
    client_id: bytes = CLIENT_ID,
    valid_lifetime: int = 3600,
    cltt: int = NOW,
    subnet_id: int = 1,
    fqdn_fwd: bool = False,
    fqdn_rev: bool = False,
    hostname: str = "host",
    state: int = 0,
    user_context: str = "",
    pool_id: int = 0,
) -> Lease4:
    return Lease4(
        address,
        hwaddr,
        client_id,
        valid_lifetime,
        cltt,
        subnet_id,
        fqdn_fwd,
        fqdn_rev,
        hostname,
        state,
        user_context,
        pool_id,
    )


def numbered_lease(number: int, **different: int) -> Lease4:
    """Return the lease of client `number`: address, hardware address and client id differ from all others."""
    hwaddr = b"\x06" + number.to_bytes(5, "big")
    return a_lease(ADDRESS + number, hwaddr, b"\x01" + hwaddr, **different)  # type: ignore[arg-type]  # ints only


class Recorder(Watcher):
    """Remembers everything it hears."""

    def __init__(self) -> None:
        self.loaded: list[str] = []
        self.schemas: list[tuple[str, str, bool]] = []
        self.bad_rows: list[tuple[str, int, str]] = []
        self.troubles: list[str] = []
        self.recoveries = 0

    def loading(self, path: Path) -> None:
        self.loaded.append(path.name)

    def schema(self, path: Path, version: str, older: bool) -> None:
        self.schemas.append((path.name, version, older))

    def bad_row(self, path: Path, line: int, reason: str) -> None:
        self.bad_rows.append((path.name, line, reason))

    def trouble(self, text: str) -> None:
        self.troubles.append(text)

    def recovered(self) -> None:
        self.recoveries += 1

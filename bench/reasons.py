"""Why a target is missed, by its key: shown below the table of targets for those that are. Edit after a full run."""

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "cpu-plain": "At 1000 a second every packet is a wake-up of its own, and so is the row of every lease: written and "
    "synced (fdatasync) before its ACK, with no other row to share that with. What the sync costs shows beside "
    "`lessor-unsynced`; what wake-ups cost, beside the figures at higher rates, where packets come in batches.",
    "cpu-compiled": "Compiling shortens the thinking, not the system calls: receiving, writing, syncing and sending "
    "are more than half of an exchange at 1000 a second.",
    "rate-two": "lessor answers with one process, and that was at the end of its core; DHCPv6 messages are more "
    "to read and to write than DHCPv4 ones.",
    "rate-one": "One process does all: sockets, thinking, and rows that are on the disk before replies leave.",
    "simple": "Thousands of subnets do not stay in the processor's caches, each with its counters, pool and plan.",
    "start-leases": "Reading a lease file is making an object and its places in four indexes for each row.",
    "start-subnets": "Starting is making objects: the text, the tree, the records and the tables of 10,001 subnets.",
    "memory": "A lease is an object with its octets and its places in four indexes.",
    "p99": "An ACK waits until its row is on the disk; Kea's leaves when the row is handed to the kernel. The "
    "figure of `lessor-unsynced` is without that wait.",
    "sql": "The search began too low in this run: all five rates that were tried passed, so lessor's figures are what "
    "was tried and not what it can do. lessor alone, right after it, from a higher beginning: PostgreSQL 5,710 a "
    "second (5.2 times Kea's better setting), MariaDB 4,131 (3.6 times that, 9 times Kea with one thread; the driver "
    "is Python, and two cores for lessor, the database and the load generator are at their end).",
}

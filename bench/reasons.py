"""Why a target is missed, by its key: shown below the table of targets for those that are. Edit after a full run."""

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "cpu-plain": "At 1000 a second every packet is a wake-up of its own, and so is the row of every lease: written and "
    "synced (fdatasync) before its ACK, with no other row to share that with. What the sync costs shows beside "
    "`lessor-unsynced`; what wake-ups cost, beside the figures at higher rates, where packets come in batches.",
    "cpu-compiled": "Compiling shortens the thinking, not the system calls: receiving, writing, syncing and sending "
    "are more than half of an exchange at 1000 a second.",
    "rate-two": "The load generator takes much of one of two cores, and lessor answers with one process.",
    "rate-one": "One process does all: sockets, thinking, and rows that are on the disk before replies leave.",
    "simple": "Clients behind thousands of relays, with reservations or in classes are more to look up each time.",
    "start-leases": "Reading a lease file is making an object and its places in four indexes for each row.",
    "start-subnets": "Starting is making objects: the text, the tree, the records and the tables of 10,001 subnets.",
    "memory": "A lease is an object with its octets and its places in four indexes.",
    "p99": "An ACK waits until its row is on the disk; Kea's leaves when the row is handed to the kernel. The "
    "figure of `lessor-unsynced` is without that wait.",
    "sql": "What limits both is how often the database can sync; lessor shares a transaction among the messages of a "
    "batch, and the more of them come at once the more it gains.",
}

"""Messages about the clean-up of lease files: of the servers that start it, and of kea-lfc, which does it.

Those that begin with LFC_ are written to the root logger of kea-lfc, DhcpLFC.
"""

from typing import Final

from lessor.service.logs.message import ERROR, FATAL, INFO, WARN, Message

DHCPSRV_MEMFILE_LFC_SETUP: Final = Message(
    "DHCPSRV_MEMFILE_LFC_SETUP",
    "dhcpsrv",
    INFO,
    0,
    "the lease file is cleaned up every %1 seconds",
    "The configured `lfc-interval`. A file that grows to many times its leases is cleaned up sooner.",
)
DHCPSRV_MEMFILE_LFC_START: Final = Message(
    "DHCPSRV_MEMFILE_LFC_START",
    "dhcpsrv",
    INFO,
    0,
    "starting the clean-up of the lease file",
    "The current lease file is moved away and a new one is begun, without a pause in serving. Then a process of its own"
    " writes the file anew with one row for each lease.",
)
DHCPSRV_MEMFILE_LFC_EXECUTE: Final = Message(
    "DHCPSRV_MEMFILE_LFC_EXECUTE",
    "dhcpsrv",
    INFO,
    0,
    "executing the lease file clean-up as: %1",
    "The command line of the process that cleans up. The environment variable KEA_LFC_EXECUTABLE names another"
    " program.",
)
DHCPSRV_MEMFILE_LFC_RUNNING: Final = Message(
    "DHCPSRV_MEMFILE_LFC_RUNNING",
    "dhcpsrv",
    INFO,
    0,
    "a clean-up of the lease file is at work already",
    "It was time for another clean-up while the one before had not ended. It is left out.",
)
DHCPSRV_MEMFILE_LFC_SPAWN_FAIL: Final = Message(
    "DHCPSRV_MEMFILE_LFC_SPAWN_FAIL",
    "dhcpsrv",
    ERROR,
    0,
    "the lease file clean-up cannot be executed",
    "The program does not exist or must not be executed; the line before says how it was called. Serving goes on, and"
    " the clean-up is tried again when it is due next.",
)
DHCPSRV_MEMFILE_LFC_LEASE_FILE_RENAME_FAIL: Final = Message(
    "DHCPSRV_MEMFILE_LFC_LEASE_FILE_RENAME_FAIL",
    "dhcpsrv",
    ERROR,
    0,
    "lease file %1 cannot be moved to %2 for its clean-up: %3",
    "No new lease file could be begun. Rows go on to the current one, nothing is lost, and the clean-up is tried again "
    "when it is due next.",
)
LESSOR_LEASE_CLEANUP_DONE: Final = Message(
    "LESSOR_LEASE_CLEANUP_DONE",
    "dhcpsrv",
    INFO,
    0,
    "the lease file is cleaned up: %1 octets became %2 in %3 ms",
    "The process has ended, and its result is in place.",
)
LESSOR_LEASE_CLEANUP_FAILED: Final = Message(
    "LESSOR_LEASE_CLEANUP_FAILED",
    "dhcpsrv",
    WARN,
    0,
    "the clean-up of the lease file failed: %1",
    "The process that cleans up ended before its work was done. No lease is lost: the files it worked on are there,"
    " and the next clean-up goes on with them.",
)

LFC_START: Final = Message(
    "LFC_START",
    "lfc",
    INFO,
    0,
    "starting lease file clean-up",
    "The program has begun its work.",
)
LFC_PROCESSING: Final = Message(
    "LFC_PROCESSING",
    "lfc",
    INFO,
    0,
    "previous file: %1, copy file: %2",
    "These two files are merged.",
)
LFC_READ_STATS: Final = Message(
    "LFC_READ_STATS",
    "lfc",
    INFO,
    0,
    "leases: %1, attempts: %2, errors: %3",
    "How many rows were leases, how many there were, and how many could not be read.",
)
LFC_WRITE_STATS: Final = Message(
    "LFC_WRITE_STATS",
    "lfc",
    INFO,
    0,
    "leases: %1, attempts: %2, errors: %3",
    "How many leases there are, how many rows were written, and how many could not be.",
)
LFC_ROTATING: Final = Message(
    "LFC_ROTATING",
    "lfc",
    INFO,
    0,
    "putting the result into place",
    "All leases are in the finished file; the files it was made of are removed.",
)
LFC_TERMINATE: Final = Message(
    "LFC_TERMINATE",
    "lfc",
    INFO,
    0,
    "lease file clean-up has ended",
    "kea-lfc ends, whether or not it could do its work.",
)
LFC_RUNNING: Final = Message(
    "LFC_RUNNING",
    "lfc",
    FATAL,
    0,
    "another clean-up is at work already",
    "The pid file names another process that lives, so this one does nothing.",
)
LFC_FAIL_PID_CREATE: Final = Message(
    "LFC_FAIL_PID_CREATE",
    "lfc",
    FATAL,
    0,
    "the pid file cannot be written: %1",
    "Without it two clean-ups could work on the same files, so this one does nothing.",
)
LFC_FAIL_PID_DEL: Final = Message(
    "LFC_FAIL_PID_DEL",
    "lfc",
    FATAL,
    0,
    "the pid file cannot be removed: %1",
    "The clean-up itself is done. The next one takes the file over.",
)
LFC_FAIL_PROCESS: Final = Message(
    "LFC_FAIL_PROCESS",
    "lfc",
    FATAL,
    0,
    "the lease files cannot be merged: %1",
    "A file cannot be read, has more than 100 bad rows, or the result cannot be written. All files are as they were.",
)
LFC_FAIL_ROTATE: Final = Message(
    "LFC_FAIL_ROTATE",
    "lfc",
    FATAL,
    0,
    "the result cannot be put into place: %1",
    "All leases are in the finished file, which servers read; the next clean-up puts it into place.",
)

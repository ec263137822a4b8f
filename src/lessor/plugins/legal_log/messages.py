"""Messages of the plug-in, as in the reference tables."""

from typing import Final

from lessor.hooks.api import ERROR, INFO, WARN, Message

LOGGER: Final = "legal-log-hooks"

LEGAL_LOG_STORE_OPENED: Final = Message(
    "LEGAL_LOG_STORE_OPENED",
    LOGGER,
    INFO,
    0,
    "the record is kept in %1",
    "A file of the record was opened, or the way to the system's log.",
)
LEGAL_LOG_STORE_CLOSED: Final = Message(
    "LEGAL_LOG_STORE_CLOSED",
    LOGGER,
    INFO,
    0,
    "the record in %1 is closed",
    "A file of the record is complete: the next one takes its place, or the plug-in is unloaded.",
)
LEGAL_LOG_LEASE4_WRITE_ERROR: Final = Message(
    "LEGAL_LOG_LEASE4_WRITE_ERROR",
    LOGGER,
    ERROR,
    0,
    "an entry about a lease cannot be written: %1",
    "What happened to a DHCPv4 lease is missing from the record: an expression does not suit the message, or the disk "
    "is full. The client is served all the same.",
)
LEGAL_LOG_LEASE6_WRITE_ERROR: Final = Message(
    "LEGAL_LOG_LEASE6_WRITE_ERROR",
    LOGGER,
    ERROR,
    0,
    "an entry about a lease cannot be written: %1",
    "What happened to a DHCPv6 lease is missing from the record: an expression does not suit the message, or the disk "
    "is full. The client is served all the same.",
)
LEGAL_LOG_COMMAND_WRITE_ERROR: Final = Message(
    "LEGAL_LOG_COMMAND_WRITE_ERROR",
    LOGGER,
    ERROR,
    0,
    "an entry about a command cannot be written: %1",
    "What an administrator did to a lease is missing from the record.",
)
LEGAL_LOG_PATH_SECURITY_WARNING: Final = Message(
    "LEGAL_LOG_PATH_SECURITY_WARNING",
    LOGGER,
    WARN,
    0,
    "the place of the record would be refused without -X: %1",
    "Records and the programs around them belong into the directories for them.",
)
LESSOR_LEGAL_LOG_ROTATION: Final = Message(
    "LESSOR_LEGAL_LOG_ROTATION",
    LOGGER,
    ERROR,
    0,
    "%1 cannot be run for %2: %3",
    "The program to be run around the change of files could not be started.",
)

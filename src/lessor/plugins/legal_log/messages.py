"""Messages of the plug-in, as in the reference tables."""

from typing import Final

from lessor.hooks.api import DEBUG, ERROR, INFO, WARN, Message

LOGGER: Final = "legal-log-hooks"
MYSQL: Final = "mysql-fb-hooks"
POSTGRESQL: Final = "pgsql-fb-hooks"

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
LEGAL_LOG_STORE_OPEN: Final = Message(
    "LEGAL_LOG_STORE_OPEN",
    LOGGER,
    INFO,
    0,
    "the record is kept in the %1",
    "The table of the record can be reached.",
)
LEGAL_LOG_STORE_CLOSE_ERROR: Final = Message(
    "LEGAL_LOG_STORE_CLOSE_ERROR",
    LOGGER,
    ERROR,
    0,
    "the record in the %1 cannot be brought to its end: %2",
    "The plug-in is unloaded, and the last entries could not be written in time.",
)
LEGAL_LOG_DB_OPEN_CONNECTION_WITH_RETRY_FAILED: Final = Message(
    "LEGAL_LOG_DB_OPEN_CONNECTION_WITH_RETRY_FAILED",
    LOGGER,
    INFO,
    0,
    "the %1 cannot be reached yet: %2",
    "With `retry-on-startup` the server starts all the same and goes on trying.",
)
LESSOR_LEGAL_LOG_LOST_CONNECTION: Final = Message(
    "LESSOR_LEGAL_LOG_LOST_CONNECTION",
    LOGGER,
    ERROR,
    0,
    "the record in the %1 cannot be written: %2",
    "The database is gone. Entries wait for it; what becomes of clients meanwhile is said by `on-fail`.",
)
LESSOR_LEGAL_LOG_REFUSED: Final = Message(
    "LESSOR_LEGAL_LOG_REFUSED",
    LOGGER,
    ERROR,
    0,
    "the %1 does not take an entry: %2",
    "One entry is missing from the record; those before and after it are there.",
)
LESSOR_LEGAL_LOG_LOST: Final = Message(
    "LESSOR_LEGAL_LOG_LOST",
    LOGGER,
    ERROR,
    0,
    "%1 entries for the %2 are lost",
    "The plug-in was unloaded while the database could not be reached.",
)
LEGAL_LOG_MYSQL_DB_RECONNECT_ATTEMPT_SCHEDULE: Final = Message(
    "LEGAL_LOG_MYSQL_DB_RECONNECT_ATTEMPT_SCHEDULE",
    MYSQL,
    INFO,
    0,
    "attempt %1 of %2 to reach the database of the record; the next one would be in %3 ms",
    "The connection to the database of the record is lost, and is tried again as configured.",
)
LEGAL_LOG_MYSQL_DB_RECONNECT_ATTEMPT_FAILED: Final = Message(
    "LEGAL_LOG_MYSQL_DB_RECONNECT_ATTEMPT_FAILED",
    MYSQL,
    ERROR,
    0,
    "the database of the record cannot be reached: %1",
    "An attempt to connect again has failed.",
)
LEGAL_LOG_MYSQL_DB_RECONNECT_FAILED: Final = Message(
    "LEGAL_LOG_MYSQL_DB_RECONNECT_FAILED",
    MYSQL,
    ERROR,
    0,
    "the database of the record is still away after %1 attempts",
    "All configured attempts have failed: the server ends, or goes on trying, as `on-fail` says.",
)
LEGAL_LOG_MYSQL_INSERT_LOG: Final = Message(
    "LEGAL_LOG_MYSQL_INSERT_LOG",
    MYSQL,
    DEBUG,
    50,
    "an entry for the record: %1",
    "The entry waits to be written to the table of the record.",
)
LEGAL_LOG_PGSQL_DB_RECONNECT_ATTEMPT_SCHEDULE: Final = Message(
    "LEGAL_LOG_PGSQL_DB_RECONNECT_ATTEMPT_SCHEDULE",
    POSTGRESQL,
    INFO,
    0,
    "attempt %1 of %2 to reach the database of the record; the next one would be in %3 ms",
    "The connection to the database of the record is lost, and is tried again as configured.",
)
LEGAL_LOG_PGSQL_DB_RECONNECT_ATTEMPT_FAILED: Final = Message(
    "LEGAL_LOG_PGSQL_DB_RECONNECT_ATTEMPT_FAILED",
    POSTGRESQL,
    ERROR,
    0,
    "the database of the record cannot be reached: %1",
    "An attempt to connect again has failed.",
)
LEGAL_LOG_PGSQL_DB_RECONNECT_FAILED: Final = Message(
    "LEGAL_LOG_PGSQL_DB_RECONNECT_FAILED",
    POSTGRESQL,
    ERROR,
    0,
    "the database of the record is still away after %1 attempts",
    "All configured attempts have failed: the server ends, or goes on trying, as `on-fail` says.",
)
LEGAL_LOG_PGSQL_INSERT_LOG: Final = Message(
    "LEGAL_LOG_PGSQL_INSERT_LOG",
    POSTGRESQL,
    DEBUG,
    50,
    "an entry for the record: %1",
    "The entry waits to be written to the table of the record.",
)

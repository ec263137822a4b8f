"""The log messages about databases: connections that are made, lost and made again. Those of leases, both families."""

from typing import Final

from lessor.service.logs.message import ERROR, INFO, WARN, Message

PGSQL_LB_DB: Final = Message(
    "PGSQL_LB_DB",
    "pgsql-lb-hooks",
    INFO,
    0,
    "leases are in a PostgreSQL database: %1",
    "The server connects to it now. The text says how, without any secret.",
)
DATABASE_PGSQL_FATAL_ERROR: Final = Message(
    "DATABASE_PGSQL_FATAL_ERROR",
    "database",
    ERROR,
    0,
    "the connection to %1 is lost: %2",
    "The PostgreSQL server has hung up, shuts down, or cannot be reached any more. No lease is given or extended "
    "until there is a connection again. See max-reconnect-tries, reconnect-wait-time and on-fail.",
)
PGSQL_LB_DB_RECONNECT_ATTEMPT_SCHEDULE: Final = Message(
    "PGSQL_LB_DB_RECONNECT_ATTEMPT_SCHEDULE",
    "pgsql-lb-hooks",
    INFO,
    0,
    "connecting again: attempt %1 of %2, in %3 ms",
    "As often as max-reconnect-tries says, and so long after each other as reconnect-wait-time says.",
)
PGSQL_LB_DB_RECONNECT_ATTEMPT_FAILED: Final = Message(
    "PGSQL_LB_DB_RECONNECT_ATTEMPT_FAILED",
    "pgsql-lb-hooks",
    ERROR,
    0,
    "no connection yet: %1",
    "This attempt has failed; the text says why.",
)
PGSQL_LB_DB_RECONNECT_FAILED: Final = Message(
    "PGSQL_LB_DB_RECONNECT_FAILED",
    "pgsql-lb-hooks",
    ERROR,
    0,
    "no connection after %1 attempts",
    "All attempts that max-reconnect-tries allows have failed. What follows is said by on-fail.",
)
PGSQL_HB_DB: Final = Message(
    "PGSQL_HB_DB",
    "pgsql-hb-hooks",
    INFO,
    0,
    "reservations are in a PostgreSQL database: %1",
    "The server connects to it now, and asks it for the reservations of its clients. The text says how, without any "
    "secret.",
)
MYSQL_HB_DB: Final = Message(
    "MYSQL_HB_DB",
    "mysql-hb-hooks",
    INFO,
    0,
    "reservations are in a MySQL database: %1",
    "The server connects to it now, and asks it for the reservations of its clients. The text says how, without any "
    "secret.",
)
DHCPSRV_HOST_MGR_DB_OPEN_CONNECTION_WITH_RETRY_FAILED: Final = Message(
    "DHCPSRV_HOST_MGR_DB_OPEN_CONNECTION_WITH_RETRY_FAILED",
    "dhcpsrv",
    INFO,
    0,
    "no connection to %1 yet: %2",
    "The database of reservations could not be reached at the start. With retry-on-startup this is tried again.",
)
LESSOR_HOST_OPTION_UNUSABLE: Final = Message(
    "LESSOR_HOST_OPTION_UNUSABLE",
    "hosts",
    WARN,
    0,
    "an option of a reservation in a database is left out: %1",
    "Its value does not fit its definition, or there is no definition for it. The client gets the rest of what is "
    "reserved for it.",
)
LESSOR_DATABASE_KEY_EXPOSED: Final = Message(
    "LESSOR_DATABASE_KEY_EXPOSED",
    "database",
    WARN,
    0,
    "others than its owner may read the private key %1 for %2",
    "Whoever can read key-file can pass for this server. Let nobody but the user that the server runs as read it; with "
    "PostgreSQL such a key is refused.",
)
MYSQL_LB_DB: Final = Message(
    "MYSQL_LB_DB",
    "mysql-lb-hooks",
    INFO,
    0,
    "leases are in a MySQL database: %1",
    "The server connects to it now. The text says how, without any secret.",
)
DATABASE_MYSQL_FATAL_ERROR: Final = Message(
    "DATABASE_MYSQL_FATAL_ERROR",
    "database",
    ERROR,
    0,
    "the connection to %1 is lost: %2",
    "The MySQL server has hung up, shuts down, or cannot be reached any more. No lease is given or extended until "
    "there is a connection again. See max-reconnect-tries, reconnect-wait-time and on-fail.",
)
MYSQL_LB_DB_RECONNECT_ATTEMPT_SCHEDULE: Final = Message(
    "MYSQL_LB_DB_RECONNECT_ATTEMPT_SCHEDULE",
    "mysql-lb-hooks",
    INFO,
    0,
    "connecting again: attempt %1 of %2, in %3 ms",
    "As often as max-reconnect-tries says, and so long after each other as reconnect-wait-time says.",
)
MYSQL_LB_DB_RECONNECT_ATTEMPT_FAILED: Final = Message(
    "MYSQL_LB_DB_RECONNECT_ATTEMPT_FAILED",
    "mysql-lb-hooks",
    ERROR,
    0,
    "no connection yet: %1",
    "This attempt has failed; the text says why.",
)
MYSQL_LB_DB_RECONNECT_FAILED: Final = Message(
    "MYSQL_LB_DB_RECONNECT_FAILED",
    "mysql-lb-hooks",
    ERROR,
    0,
    "no connection after %1 attempts",
    "All attempts that max-reconnect-tries allows have failed. What follows is said by on-fail.",
)
DHCP4_DB_RECONNECT_LOST_CONNECTION: Final = Message(
    "DHCP4_DB_RECONNECT_LOST_CONNECTION",
    "dhcp4",
    INFO,
    0,
    "the connection to the lease database is lost: service %1, %2",
    "What the server does now, as on-fail says: whether it stops to answer its clients, and whether and how it "
    "tries to connect again.",
)
DHCP4_DB_RECONNECT_DISABLED: Final = Message(
    "DHCP4_DB_RECONNECT_DISABLED",
    "dhcp4",
    ERROR,
    0,
    "no connection to the lease database, and none is tried: attempts %1, wait %2 ms",
    "max-reconnect-tries is 0, which is the usual value, so nothing is tried. Set it to a higher number to have "
    "the server wait for its database.",
)
DHCP4_DB_RECONNECT_FAILED: Final = Message(
    "DHCP4_DB_RECONNECT_FAILED",
    "dhcp4",
    ERROR,
    0,
    "no connection to the lease database after %1 attempts: %2",
    "What the server does now, as on-fail says: it ends, or it goes on trying.",
)
DHCP4_DB_RECONNECT_SUCCEEDED: Final = Message(
    "DHCP4_DB_RECONNECT_SUCCEEDED",
    "dhcp4",
    INFO,
    0,
    "connected to the lease database again: %1",
    "Clients are served again. What other servers have changed meanwhile is read as it is needed.",
)
DHCP6_DB_RECONNECT_LOST_CONNECTION: Final = Message(
    "DHCP6_DB_RECONNECT_LOST_CONNECTION",
    "dhcp6",
    INFO,
    0,
    "the connection to the lease database is lost: service %1, %2",
    "What the server does now, as on-fail says: whether it stops to answer its clients, and whether and how it "
    "tries to connect again.",
)
DHCP6_DB_RECONNECT_DISABLED: Final = Message(
    "DHCP6_DB_RECONNECT_DISABLED",
    "dhcp6",
    ERROR,
    0,
    "no connection to the lease database, and none is tried: attempts %1, wait %2 ms",
    "max-reconnect-tries is 0, which is the usual value, so nothing is tried. Set it to a higher number to have "
    "the server wait for its database.",
)
DHCP6_DB_RECONNECT_FAILED: Final = Message(
    "DHCP6_DB_RECONNECT_FAILED",
    "dhcp6",
    ERROR,
    0,
    "no connection to the lease database after %1 attempts: %2",
    "What the server does now, as on-fail says: it ends, or it goes on trying.",
)
DHCP6_DB_RECONNECT_SUCCEEDED: Final = Message(
    "DHCP6_DB_RECONNECT_SUCCEEDED",
    "dhcp6",
    INFO,
    0,
    "connected to the lease database again: %1",
    "Clients are served again. What other servers have changed meanwhile is read as it is needed.",
)
DHCPSRV_LEASE_MGR_DB_OPEN_CONNECTION_WITH_RETRY_FAILED: Final = Message(
    "DHCPSRV_LEASE_MGR_DB_OPEN_CONNECTION_WITH_RETRY_FAILED",
    "dhcpsrv",
    INFO,
    0,
    "%1 cannot be connected to yet: %2",
    "The server starts, and waits for its database because of retry-on-startup.",
)

"""Which messages tell of a lease database: by its type, or by the family of the server."""

from collections.abc import Mapping
from typing import Final

from lessor.model.database import MYSQL, POSTGRESQL, DatabaseSettings
from lessor.service.logs import messages_database
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.store.tls import exposed_key

CONNECTING: Final = {
    POSTGRESQL: messages_database.PGSQL_LB_DB,
    MYSQL: messages_database.MYSQL_LB_DB,
}
CONNECTING_HOSTS: Final = {
    POSTGRESQL: messages_database.PGSQL_HB_DB,
    MYSQL: messages_database.MYSQL_HB_DB,
}
LOST: Final = {
    POSTGRESQL: messages_database.DATABASE_PGSQL_FATAL_ERROR,
    MYSQL: messages_database.DATABASE_MYSQL_FATAL_ERROR,
}
SCHEDULED: Final = {
    POSTGRESQL: messages_database.PGSQL_LB_DB_RECONNECT_ATTEMPT_SCHEDULE,
    MYSQL: messages_database.MYSQL_LB_DB_RECONNECT_ATTEMPT_SCHEDULE,
}
ATTEMPT_FAILED: Final = {
    POSTGRESQL: messages_database.PGSQL_LB_DB_RECONNECT_ATTEMPT_FAILED,
    MYSQL: messages_database.MYSQL_LB_DB_RECONNECT_ATTEMPT_FAILED,
}
GIVEN_UP: Final = {
    POSTGRESQL: messages_database.PGSQL_LB_DB_RECONNECT_FAILED,
    MYSQL: messages_database.MYSQL_LB_DB_RECONNECT_FAILED,
}

RECONNECTING: Final = {
    4: messages_database.DHCP4_DB_RECONNECT_LOST_CONNECTION,
    6: messages_database.DHCP6_DB_RECONNECT_LOST_CONNECTION,
}
DISABLED: Final = {
    4: messages_database.DHCP4_DB_RECONNECT_DISABLED,
    6: messages_database.DHCP6_DB_RECONNECT_DISABLED,
}
FAILED: Final = {
    4: messages_database.DHCP4_DB_RECONNECT_FAILED,
    6: messages_database.DHCP6_DB_RECONNECT_FAILED,
}
SUCCEEDED: Final = {
    4: messages_database.DHCP4_DB_RECONNECT_SUCCEEDED,
    6: messages_database.DHCP6_DB_RECONNECT_SUCCEEDED,
}


def tell_connecting(loggers: Loggers, settings: DatabaseSettings, messages: Mapping[str, Message]) -> None:
    """Say that a database is connected to, by its type's message, and what is unwise about the way."""
    loggers.write(messages[settings.type], settings.place)
    if exposed := exposed_key(settings):
        loggers.write(messages_database.LESSOR_DATABASE_KEY_EXPOSED, exposed, settings.place)

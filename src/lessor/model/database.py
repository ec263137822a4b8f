"""How to reach a database, as `lease-database` and `hosts-databases` say it; nothing here is connected to anything."""

from dataclasses import dataclass, field
from typing import Final

POSTGRESQL: Final = "postgresql"
MYSQL: Final = "mysql"
SQL_TYPES: Final = (MYSQL, POSTGRESQL)


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """One SQL database. Texts that are empty and numbers that are 0 leave the matter to the client library."""

    type: str
    """`postgresql` or `mysql`."""
    name: str = ""
    host: str = ""
    """Name or address; a path is a UNIX socket (MySQL) or the directory of one (PostgreSQL)."""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    password_file: str = ""
    """Read whenever a connection is made, so that a password may change while a server runs."""
    trust_anchor: str = ""
    cert_file: str = ""
    key_file: str = ""
    cipher_list: str = ""
    ssl_mode: str = ""
    connect_timeout: int = 5
    """Seconds, as are the three below; for those 0 is no limit."""
    read_timeout: int = 0
    write_timeout: int = 0
    tcp_user_timeout: int = 0
    reconnect_tries: int = 0
    reconnect_wait_ms: int = 0
    on_fail: str = "stop-retry-exit"
    """What a server does when the connection is lost: (stop or serve)-retry-(exit or continue)."""
    retry_on_startup: bool = False
    readonly: bool = False

    @property
    def place(self) -> str:
        """Say which database this is, for people; without any secret."""
        port = f":{self.port}" if self.port else ""
        user = f"{self.user}@" if self.user else ""
        return f"{self.type} database '{self.name}' at {user}{self.host or 'localhost'}{port}"

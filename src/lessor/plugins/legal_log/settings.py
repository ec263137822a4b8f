"""The parameters that say where a record in a database is; they are those of `lease-database`."""

from collections.abc import Mapping
from typing import Final

from lessor.hooks.api import BOOLEAN, INTEGER, STRING, Json, Parameter, ParameterError
from lessor.model.database import SQL_TYPES, DatabaseSettings

ON_FAIL: Final = ("serve-retry-continue", "serve-retry-exit", "stop-retry-exit")
"""What becomes of the serving when the database is lost; here the first one is usual."""

DATABASE: Final = {
    "name": Parameter(STRING, ""),
    "host": Parameter(STRING, ""),
    "port": Parameter(INTEGER, 0, low=0, high=65535),
    "user": Parameter(STRING, ""),
    "password": Parameter(STRING, ""),
    "password-file": Parameter(STRING, ""),
    "trust-anchor": Parameter(STRING, ""),
    "cert-file": Parameter(STRING, ""),
    "key-file": Parameter(STRING, ""),
    "cipher-list": Parameter(STRING, ""),
    "ssl-mode": Parameter(STRING, "", choices=("", "disable", "prefer", "require", "verify-ca", "verify-full")),
    "connect-timeout": Parameter(INTEGER, 5, low=1),
    "read-timeout": Parameter(INTEGER, 0, low=0),
    "write-timeout": Parameter(INTEGER, 0, low=0),
    "tcp-user-timeout": Parameter(INTEGER, 0, low=0),
    "max-reconnect-tries": Parameter(INTEGER, 0, low=0),
    "reconnect-wait-time": Parameter(INTEGER, 0, low=0),
    "on-fail": Parameter(STRING, ON_FAIL[0], choices=ON_FAIL),
    "retry-on-startup": Parameter(BOOLEAN, False),
}

FIELDS: Final = {"max-reconnect-tries": "reconnect_tries", "reconnect-wait-time": "reconnect_wait_ms"}
"""Parameters that go by another name where they are used."""


def read_database(values: Mapping[str, Json]) -> DatabaseSettings:
    """Return how to reach the database. Raise ParameterError."""
    assert values["type"] in SQL_TYPES, "only then there is a database"
    if not values["name"]:
        raise ParameterError("name the database", "name")
    if values["key-file"] and not values["cert-file"]:
        raise ParameterError("a key without its certificate; give cert-file too", "key-file")
    fields = {FIELDS.get(name, name.replace("-", "_")): values[name] for name in DATABASE}
    return DatabaseSettings(str(values["type"]), **fields)  # type: ignore[arg-type]  # the table has their types

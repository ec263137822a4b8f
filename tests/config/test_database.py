"""The databases of a configuration."""

import pytest

from lessor.model.database import DatabaseSettings
from tests.config import configurations6
from tests.config.configurations import Json, config, only, problems, warnings

EVERYTHING: Json = {
    "type": "postgresql",
    "name": "leases",
    "host": "db.example.org",
    "port": 5433,
    "user": "dhcp",
    "password": "sesame",
    "readonly": True,
    "connect-timeout": 7,
    "read-timeout": 1,
    "write-timeout": 2,
    "tcp-user-timeout": 3,
    "max-reconnect-tries": 4,
    "reconnect-wait-time": 500,
    "on-fail": "serve-retry-exit",
    "retry-on-startup": True,
    "trust-anchor": "ca.pem",
    "cert-file": "cert.pem",
    "key-file": "key.pem",
    "cipher-list": "AES",
    "ssl-mode": "verify-full",
}

SETTINGS = DatabaseSettings(
    type="postgresql",
    name="leases",
    host="db.example.org",
    port=5433,
    user="dhcp",
    password="sesame",
    readonly=True,
    connect_timeout=7,
    read_timeout=1,
    write_timeout=2,
    tcp_user_timeout=3,
    reconnect_tries=4,
    reconnect_wait_ms=500,
    on_fail="serve-retry-exit",
    retry_on_startup=True,
    trust_anchor="ca.pem",
    cert_file="cert.pem",
    key_file="key.pem",
    cipher_list="AES",
    ssl_mode="verify-full",
)


def test_leases_in_a_database_of_either_family() -> None:
    assert config(lease_database=EVERYTHING).lease_database == SETTINGS
    assert configurations6.config(lease_database=EVERYTHING).lease_database == SETTINGS


def test_no_database_for_leases_in_a_file() -> None:
    assert config().lease_database is None
    assert config(lease_database={"type": "memfile"}).lease_database is None


def test_what_is_not_said_is_usual() -> None:
    found = config(lease_database={"type": "mysql", "name": "kea"}).lease_database
    assert found is not None
    assert found == DatabaseSettings("mysql", "kea")
    assert (found.connect_timeout, found.on_fail) == (5, "stop-retry-exit")


def test_databases_of_reservations_in_their_order() -> None:
    one: Json = {"type": "mysql", "name": "one"}
    two: Json = {"type": "postgresql", "name": "two"}
    strange: Json = {"type": "radius"}
    found = config(hosts_databases=[one, strange, two]).host_databases
    assert found == (DatabaseSettings("mysql", "one"), DatabaseSettings("postgresql", "two"))
    assert config(hosts_database=one).host_databases == found[:1]
    assert config().host_databases == ()


@pytest.mark.parametrize(
    ("members", "key", "wrong"),
    [
        ({}, "lease-database", "missing parameter 'name'"),
        ({"name": "kea", "connect-timeout": 0}, "lease-database.connect-timeout", "without time to connect"),
        ({"name": "kea", "key-file": "k"}, "lease-database.key-file", "without its certificate"),
    ],
)
def test_mistakes(members: dict[str, Json], key: str, wrong: str) -> None:
    problem = only(problems(lease_database={"type": "mysql", **members}))
    assert problem.key == key
    assert wrong in problem.wrong


@pytest.mark.parametrize(("kind", "key"), [("mysql", "ssl-mode"), ("postgresql", "cipher-list")])
def test_what_only_another_kind_of_databases_heeds_is_warned_of(kind: str, key: str) -> None:
    members: Json = {"type": kind, "name": "kea", "ssl-mode": "require", "cipher-list": "AES"}
    warning = only(warnings(lease_database=members))
    assert warning.key == f"lease-database.{key}"
    assert warning.wrong == f"means nothing to a database of type {kind}"


def test_no_password_is_ever_shown() -> None:
    assert "sesame" not in repr(SETTINGS)
    assert "sesame" not in SETTINGS.place

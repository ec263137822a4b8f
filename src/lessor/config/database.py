"""The databases of a configuration: `lease-database`, `hosts-database` and `hosts-databases`.

Whether a database can be reached is not asked here; it is asked when a server starts.
"""

from typing import Final

from lessor.config.section import Section
from lessor.model.database import MYSQL, POSTGRESQL, SQL_TYPES, DatabaseSettings

ELSEWHERE: Final = {"cipher-list": MYSQL, "ssl-mode": POSTGRESQL}
"""Keys that only one kind of databases heeds: the client library of PostgreSQL has no say in ciphers."""


def read_lease_database(section: Section) -> DatabaseSettings | None:
    """Return the SQL database of `lease-database`; None when leases are in a lease file."""
    return _read_database(section) if section.text("type", "memfile") in SQL_TYPES else None


def read_host_databases(daemon: Section) -> tuple[DatabaseSettings, ...]:
    """Return the databases of reservations, in the order in which they are asked.

    What is no SQL database is not among them: it is brought by a plug-in.
    """
    sections = daemon.sections("hosts-databases")
    if "hosts-database" in daemon.members:
        sections.insert(0, daemon.section("hosts-database"))
    return tuple(_read_database(section) for section in sections if section.text("type") in SQL_TYPES)


def _read_database(section: Section) -> DatabaseSettings:
    usual = DatabaseSettings(section.text("type"))
    settings = DatabaseSettings(
        type=usual.type,
        name=section.text("name"),
        host=section.text("host"),
        port=section.number("port", usual.port),
        user=section.text("user"),
        password=section.text("password"),
        password_file=section.text("password-file"),
        trust_anchor=section.text("trust-anchor"),
        cert_file=section.text("cert-file"),
        key_file=section.text("key-file"),
        cipher_list=section.text("cipher-list"),
        ssl_mode=section.text("ssl-mode"),
        connect_timeout=section.number("connect-timeout", usual.connect_timeout),
        read_timeout=section.number("read-timeout", usual.read_timeout),
        write_timeout=section.number("write-timeout", usual.write_timeout),
        tcp_user_timeout=section.number("tcp-user-timeout", usual.tcp_user_timeout),
        reconnect_tries=section.number("max-reconnect-tries", usual.reconnect_tries),
        reconnect_wait_ms=section.number("reconnect-wait-time", usual.reconnect_wait_ms),
        on_fail=section.text("on-fail", usual.on_fail),
        retry_on_startup=section.flag("retry-on-startup", usual.retry_on_startup),
        readonly=section.flag("readonly", usual.readonly),
    )
    _check(section, settings)
    return settings


def _check(section: Section, settings: DatabaseSettings) -> None:
    if not settings.name:
        section.missing("name", "name the database")
    if settings.connect_timeout == 0:
        wrong = "without time to connect there is no connection"
        section.wrong(section.place("connect-timeout"), "connect-timeout", wrong, "give at least 1 second")
    if settings.key_file and not settings.cert_file:
        section.wrong(section.place("key-file"), "key-file", "a key without its certificate", "give cert-file too")
    for key, meant_for in ELSEWHERE.items():
        if section.text(key) and settings.type != meant_for:
            section.warn(section.place(key), key, f"means nothing to a database of type {settings.type}", "remove it")

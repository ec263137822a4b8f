"""TLS to real database servers that want it, with good and bad certificates."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from lessor.model.database import DatabaseSettings
from lessor.store.base import StoreError
from lessor.store.connect import connect_mysql, connect_postgresql
from lessor.store.tls import exposed_key
from tests.control.sockets import make_certificates
from tests.servers import mariadb as mysql
from tests.servers import postgresql as pgsql
from tests.servers.mariadb import MariadbServer, running_mariadb
from tests.servers.postgresql import PostgresqlServer, running_postgresql

Keys: TypeAlias = dict[str, str]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("certificates")
    make_certificates(directory)
    key, certificate = directory / "client.key", directory / "client.crt"
    (directory / "exposed.key").write_bytes(key.read_bytes())
    (directory / "exposed.key").chmod(0o644)
    (directory / "both.pem").touch(0o600)
    (directory / "both.pem").write_bytes(key.read_bytes() + certificate.read_bytes())
    locking = ["openssl", "ec", "-in", str(key), "-aes256", "-passout", "pass:secret", "-out", "locked.key"]
    subprocess.run(locking, cwd=directory, check=True, capture_output=True)
    return directory


@pytest.fixture(scope="module")
def postgresql_tls(files: Path) -> Iterator[PostgresqlServer]:
    with running_postgresql(certificates=files) as server:
        server.create(name=pgsql.CERTIFIED)
        yield server


@pytest.fixture(scope="module")
def mariadb_tls(files: Path) -> Iterator[MariadbServer]:
    with running_mariadb(certificates=files) as server:
        server.welcome_certified()
        yield server


def postgresql_cipher(settings: DatabaseSettings) -> str:
    """Connect, and return how the connection is encrypted."""
    with connect_postgresql(settings) as connection:
        row = connection.execute("SELECT cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()
        assert row is not None
        return str(row[0])


def mysql_cipher(settings: DatabaseSettings) -> str:
    with closing(connect_mysql(settings)) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW STATUS LIKE 'Ssl_cipher'")
        row = cursor.fetchone()
        assert row is not None
        return str(row[1])


Connecting: TypeAlias = Callable[[Keys, bool], str]


@pytest.fixture(params=["postgresql", "mysql"])
def connecting(request: pytest.FixtureRequest) -> Connecting:
    """Connect over TCP with these keys, to where only certified clients may go if so asked; return the cipher."""
    if request.param == "postgresql":
        postgres: PostgresqlServer = request.getfixturevalue("postgresql_tls")

        def to_postgresql(keys: Keys, certified: bool = False) -> str:
            way = postgres.over_tcp(pgsql.CERTIFIED if certified else "postgres")
            return postgresql_cipher(replace(way, **any_of(keys)))

        return to_postgresql
    maria: MariadbServer = request.getfixturevalue("mariadb_tls")

    def to_mysql(keys: Keys, certified: bool = False) -> str:
        way = maria.over_tcp("")
        return mysql_cipher(replace(way, user=mysql.CERTIFIED if certified else way.user, **any_of(keys)))

    return to_mysql


def any_of(keys: Keys) -> dict[str, Any]:
    return dict(keys)


def keys(files: Path, authority: str = "authority", certificate: str = "client.crt", key: str = "client.key") -> Keys:
    made = {"trust_anchor": authority and f"{authority}.crt", "cert_file": certificate, "key_file": key}
    return {name: str(files / file) for name, file in made.items() if file}


def test_encrypted(connecting: Connecting, files: Path) -> None:
    assert connecting(keys(files, certificate="", key=""), False)


def test_with_a_certificate(connecting: Connecting, files: Path) -> None:
    assert connecting(keys(files), True)
    assert connecting(keys(files, authority=""), True)


def test_certificate_and_key_in_one_file(connecting: Connecting, files: Path) -> None:
    assert connecting(keys(files, certificate="both.pem", key=""), True)


def test_a_certificate_is_wanted_and_there_is_none(connecting: Connecting, files: Path) -> None:
    with pytest.raises(StoreError, match=r"requires a valid client certificate|Access denied"):
        connecting(keys(files, certificate="", key=""), True)


BAD: dict[str, tuple[dict[str, str], str]] = {
    "another authority": ({"authority": "other"}, r"certificate verify failed|not accepted with trust-anchor \S+other"),
    "no authority": ({"authority": "missing"}, r"missing\.crt\S* (does not exist|No such file)"),
    "a stranger's certificate": (
        {"certificate": "stranger.crt", "key": "stranger.key"},
        r"unknown ca|may not accept the certificate in \S+stranger\.crt",
    ),
    "the key of somebody else": (
        {"key": "stranger.key"},
        r"stranger\.key\S* (?i:key.values.mismatch)",
    ),
    "no key": ({"key": "missing.key"}, r"missing\.key"),
    "an encrypted key": ({"key": "locked.key"}, r"locked\.key\S* (bad decrypt|the key is encrypted)"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_fit_is_named(connecting: Connecting, files: Path, case: str) -> None:
    different, said = BAD[case]
    with pytest.raises(StoreError, match=rf"^cannot connect to \w+ database '\w*' at .*({said})") as refused:
        connecting(keys(files, **different), False)
    assert "\n" not in str(refused.value)


def test_a_server_without_tls_gets_no_password(
    postgresql: PostgresqlServer, mariadb: MariadbServer, files: Path
) -> None:
    with pytest.raises(StoreError, match="server does not support SSL"):
        connect_postgresql(replace(postgresql.over_tcp("postgres"), trust_anchor=str(files / "authority.crt")))
    with pytest.raises(StoreError, match="the server doesn't support it"):
        connect_mysql(replace(mariadb.over_tcp(""), trust_anchor=str(files / "authority.crt")))


def test_the_name_of_the_server_is_looked_at_if_so_wanted(postgresql_tls: PostgresqlServer, files: Path) -> None:
    way = replace(postgresql_tls.over_tcp("postgres"), trust_anchor=str(files / "authority.crt"))
    assert postgresql_cipher(replace(way, ssl_mode="verify-full"))
    with pytest.raises(StoreError, match="no encryption"):
        connect_postgresql(replace(way, ssl_mode="disable"))


def test_ciphers_of_mysql(mariadb_tls: MariadbServer, files: Path) -> None:
    way = replace(mariadb_tls.over_tcp(""), trust_anchor=str(files / "authority.crt"))
    assert mysql_cipher(replace(way, cipher_list="ECDHE-ECDSA-AES128-GCM-SHA256"))
    with pytest.raises(StoreError, match="cipher-list nonsense: No cipher can be selected"):
        connect_mysql(replace(way, cipher_list="nonsense"))


def test_tls_over_a_unix_socket_for_who_asks_for_it(mariadb_tls: MariadbServer, files: Path) -> None:
    way = mariadb_tls.settings("")
    assert mysql_cipher(way) == ""
    assert mysql_cipher(replace(way, user=mysql.CERTIFIED, **any_of(keys(files))))


def test_a_key_that_others_may_read(postgresql_tls: PostgresqlServer, mariadb_tls: MariadbServer, files: Path) -> None:
    exposed = any_of(keys(files, key="exposed.key"))
    with pytest.raises(StoreError, match=r"exposed\.key.* has group or world access"):
        connect_postgresql(replace(postgresql_tls.over_tcp("postgres"), **exposed))
    way = replace(mariadb_tls.over_tcp(""), **exposed)
    assert mysql_cipher(way)
    assert exposed_key(way) == str(files / "exposed.key")
    assert exposed_key(replace(way, key_file=str(files / "client.key"))) == ""
    # a certificate is for everybody to read
    assert exposed_key(replace(way, key_file="")) == ""

"""What is said when a database is connected to."""

from pathlib import Path

import pytest

from lessor.model.database import DatabaseSettings
from lessor.service.logs.log import Loggers
from lessor.service.sql.databasewords import CONNECTING, tell_connecting


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o640, True), (0o604, True)])
def test_a_key_that_others_may_read_is_warned_of(tmp_path: Path, mode: int, warned: bool) -> None:
    key = tmp_path / "client.key"
    key.write_text("-----BEGIN PRIVATE KEY-----\n")
    key.chmod(mode)
    loggers = Loggers("kea-dhcp4", tmp_path, {"KEA_LOGGER_DESTINATION": str(tmp_path / "log")})
    tell_connecting(loggers, DatabaseSettings("mysql", "kea", key_file=str(key)), CONNECTING)
    loggers.close()
    said = (tmp_path / "log").read_text()
    assert "MYSQL_LB_DB leases are in a MySQL database: mysql database 'kea' at localhost" in said
    assert (f"LESSOR_DATABASE_KEY_EXPOSED others than its owner may read the private key {key}" in said) == warned

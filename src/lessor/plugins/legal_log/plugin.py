"""A record of who had which address when, in files, the system's log or a database, as laws demand of providers.

Entries are written when leases are durable, before the answer leaves; those for a database are handed over then.
"""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from lessor.hooks.api import (
    BOOLEAN,
    INTEGER,
    STRING,
    Callout,
    Hook,
    Json,
    Parameter,
    ParameterError,
    Server,
    read_parameters,
)
from lessor.model.database import SQL_TYPES
from lessor.plugins.contexts import subnet_contexts
from lessor.plugins.expressions import Text4, Text6, read_text4, read_text6
from lessor.plugins.legal_log import messages
from lessor.plugins.legal_log.database import DatabaseStore
from lessor.plugins.legal_log.record import Record4, Record6
from lessor.plugins.legal_log.rotation import UNITS, Rotation
from lessor.plugins.legal_log.settings import DATABASE, read_database
from lessor.plugins.legal_log.stores import FACILITIES, FileStore, Stamp, Store, SyslogStore
from lessor.plugins.programs import SCRIPTS, find_script, start

PARAMETERS: Final = {
    "type": Parameter(STRING, "logfile", choices=("logfile", "syslog", "mysql", "postgresql")),
    "path": Parameter(STRING, ""),
    "base-name": Parameter(STRING, "kea-legal"),
    "time-unit": Parameter(STRING, "day", choices=UNITS),
    "count": Parameter(INTEGER, 1, low=0),
    "prerotate": Parameter(STRING, ""),
    "postrotate": Parameter(STRING, ""),
    "timestamp-format": Parameter(STRING, "%Y-%m-%d %H:%M:%S %Z"),
    "pattern": Parameter(STRING, "%-5p [%c.%t] %m\n"),
    "facility": Parameter(STRING, "local0", choices=tuple(FACILITIES)),
    "request-parser-format": Parameter(STRING, ""),
    "response-parser-format": Parameter(STRING, ""),
    "mark-continuation-lines": Parameter(BOOLEAN, True),
    **DATABASE,
}

RECORDS: Final = ("KEA_LEGAL_LOG_DIR", "var/log/kea")
FORMATS: Final = ("request-parser-format", "response-parser-format")
SWITCH: Final = "legal-logging"


def setup(server: Server, parameters: Mapping[str, Json]) -> Hook:
    """Return the callouts that keep the record. Raise ParameterError."""
    values = read_parameters(parameters, PARAMETERS)
    store = _store(server, values)
    contexts = subnet_contexts(server.config(), server.family)
    silent = frozenset(number for number, context in contexts.items() if context.get(SWITCH) is False)
    record: Record4 | Record6
    if server.family == 4:
        asked4, answered4 = (_format4(server, str(values[name]), name) for name in FORMATS)
        record = Record4(server, store, silent, asked4, answered4)
    else:
        asked6, answered6 = (_format6(server, str(values[name]), name) for name in FORMATS)
        record = Record6(server, store, silent, asked6, answered6)
    callouts: dict[str, Callout | tuple[Callout, ...]] = {
        f"leases{server.family}_committed": record.committed,
        f"lease{server.family}_release": record.released,
        f"lease{server.family}_decline": record.declined,
        "command_processed": record.command,
    }
    if isinstance(store, DatabaseStore):
        callouts[f"dhcp{server.family}_srv_configured"] = store.configured
        if str(values["on-fail"]).startswith("stop"):
            callouts[f"pkt{server.family}_receive"] = store.receive
    return Hook(callouts, close=store.close)


def _format4(server: Server, text: str, name: str) -> Text4 | None:
    return read_text4(text, server.definitions, name) if text else None


def _format6(server: Server, text: str, name: str) -> Text6 | None:
    return read_text6(text, server.definitions, name) if text else None


def _store(server: Server, values: Mapping[str, Json]) -> Store:
    kind = values["type"]
    if kind in SQL_TYPES:
        return DatabaseStore(server, read_database(values), time.time)
    if kind == "syslog":
        logger = f"{server.program}.{messages.LOGGER}"
        return SyslogStore(server.program, logger, str(values["facility"]), str(values["pattern"]))
    base = str(values["base-name"])
    if not base or "/" in base:
        raise ParameterError("the beginning of a file name is expected", "base-name")
    count = values["count"]
    assert isinstance(count, int)
    return FileStore(
        _directory(server, str(values["path"])),
        base,
        Rotation(str(values["time-unit"]), count),
        Stamp(str(values["timestamp-format"])),
        bool(values["mark-continuation-lines"]),
        Programs(server, *(_script(server, values, name) for name in ("prerotate", "postrotate"))),
        time.time,
    )


def _directory(server: Server, path: str) -> Path:
    usual = server.directory(*RECORDS)
    directory = Path(path) if path else usual
    if directory.resolve() != usual.resolve():
        wrong = f"invalid path specified: '{directory}', supported path is '{usual}'"
        if not server.unrestricted:
            raise ParameterError(wrong, "path")
        server.log.write(messages.LEGAL_LOG_PATH_SECURITY_WARNING, wrong)
    if not directory.is_dir():
        raise ParameterError(f"there is no directory {directory}", "path")
    return directory


def _script(server: Server, values: Mapping[str, Json], name: str) -> Path | None:
    if not values[name]:
        return None
    script, wrong = find_script(str(values[name]), server.directory(*SCRIPTS), server.unrestricted, name)
    if wrong:
        server.log.write(messages.LEGAL_LOG_PATH_SECURITY_WARNING, wrong)
    return script


class Programs:
    """Tells of files that are opened and closed, and runs programs with their names when one follows another."""

    def __init__(self, server: Server, closing: Path | None, opened: Path | None) -> None:
        self._server = server
        self._closing = closing
        self._opened = opened

    def opened(self, path: Path, rotating: bool) -> None:
        """Tell of a file that was opened."""
        self._server.log.write(messages.LEGAL_LOG_STORE_OPENED, path)
        if rotating:
            self._run(self._opened, path)

    def closing(self, path: Path, rotating: bool) -> None:
        """Tell of a file that is about to be closed."""
        if rotating:
            self._run(self._closing, path)
        self._server.log.write(messages.LEGAL_LOG_STORE_CLOSED, path)

    def _run(self, script: Path | None, path: Path) -> None:
        if script is None:
            return
        try:
            start(script, [str(path)], os.environ, _whatever)
        except OSError as error:
            self._server.log.write(messages.LESSOR_LEGAL_LOG_ROTATION, script, path, error)


def _whatever(status: int) -> None:
    pass

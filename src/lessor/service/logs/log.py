"""The daemons' log: loggers by dotted names, and the way of their lines to the sinks.

Loggers inherit severity and outputs from the nearest configured name above them. A logger lives as long as the
process: a new configuration changes its `limit` and `outputs` in place, so code may keep a reference. Code on the path
of a packet guards its calls with `if logger.limit >= message.rank`: an unwritten line then costs one comparison.
"""

import asyncio
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

from lessor.model.network import LoggerConfig, LoggerOutput
from lessor.service.logs.layout import FILE_PATTERN, SYSLOG_PATTERN, Layout
from lessor.service.logs.message import DEBUG, FATAL, SEVERITIES, Message
from lessor.service.logs.sinks import Sink, SinkError, SyslogSink, open_sink

SILENT: Final = -1
"""The limit of severity NONE."""

MOST_DEBUG: Final = 99
LATEST: Final = 1.0
"""Seconds after which lines of an output without `flush` are written."""

DESTINATION: Final = "KEA_LOGGER_DESTINATION"
"""Environment variable: the output before the configuration is read."""


class LogError(Exception):
    """The loggers cannot be set up as configured; the log goes on as before."""


class Output:
    """One destination of a logger: its sink, the layout of its lines, and whether they may wait a moment."""

    __slots__ = ("flush", "layout", "sink")

    def __init__(self, sink: Sink, layout: Layout, flush: bool) -> None:
        self.sink = sink
        self.layout = layout
        self.flush = flush


Settings: TypeAlias = dict[str, tuple[int, tuple[Output, ...]]]
"""Limit and outputs of the names that were configured."""


class Logger:
    """What code writes messages to. `limit` is the rank of the least important message that is written."""

    __slots__ = ("limit", "loggers", "name", "outputs", "prompt")

    def __init__(self, name: str, loggers: "Loggers") -> None:
        self.name = name
        self.loggers = loggers
        self.limit = SILENT
        self.outputs: tuple[Output, ...] = ()
        self.prompt = True

    def write(self, message: Message, *args: object) -> None:
        """Write the message with its parameters, if it is important enough."""
        if message.rank > self.limit:
            return
        text = message.template % args
        if not text.isprintable():
            text = _harmless(text)
        loggers = self.loggers
        now = loggers.clock()
        severity = message.severity
        name = SEVERITIES[severity]
        for output in self.outputs:
            output.sink.put(output.layout.render(now, name, self.name, text), severity)
        # common case first: other lines of this turn have seen to it
        if not loggers.flushing or severity == FATAL:
            loggers.written(self, severity)


class Loggers:
    """All loggers of one process, under its root name (`kea-dhcp4`). `directory` is where log files lie.

    `flushing`: the lines that wait will be written at the end of this turn of the event loop.
    """

    def __init__(self, root: str, directory: Path, environment: Mapping[str, str] | None = None) -> None:
        """Set up the log as it is before any configuration. Raise LogError."""
        self.root = root
        self.directory = directory
        self.clock = time.time
        self._start = self.clock()
        self._default = (os.environ if environment is None else environment).get(DESTINATION, "stderr")
        self._loggers: dict[str, Logger] = {}
        self._settings: Settings = {}
        self._sinks: dict[str, Sink] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._later: asyncio.Handle | None = None
        self.flushing = False
        self.configure((), debug=False)

    def get(self, name: str) -> Logger:
        """Return the logger of this name below the root; the same one every time. The empty name is the root's."""
        full = f"{self.root}.{name}" if name else self.root
        logger = self._loggers.get(full)
        if logger is None:
            logger = self._loggers[full] = Logger(full, self)
            self._apply(logger)
        return logger

    def write(self, message: Message, *args: object) -> None:
        """Write the message to the logger it belongs to."""
        self.get(message.logger).write(message, *args)

    def configure(self, loggers: tuple[LoggerConfig, ...], debug: bool) -> None:
        """Set severities and outputs; `debug` overrides all with everything on standard output.

        Files are opened again, so that they may have been moved away. Raise LogError: then nothing has changed.
        """
        sinks: dict[str, Sink] = {}
        try:
            settings = self._everything(sinks) if debug else self._configured(loggers, sinks)
        except SinkError as error:
            for sink in sinks.values():
                sink.close()
            raise LogError(str(error)) from error
        before, self._sinks, self._settings = self._sinks, sinks, settings
        for logger in self._loggers.values():
            self._apply(logger)
        for sink in before.values():
            sink.close()

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Gather lines and write them at the end of each turn of this loop, from now on."""
        self._loop = loop

    def written(self, logger: Logger, severity: int) -> None:
        """Note that lines of this logger wait at its sinks."""
        if self._loop is None or severity == FATAL:
            self.flush()
        elif logger.prompt:
            self.flushing = True
            self._loop.call_soon(self.flush)
        elif self._later is None:
            self._later = self._loop.call_later(LATEST, self.flush)

    def flush(self) -> None:
        """Write all lines that wait."""
        self.flushing = False
        if self._later is not None:
            self._later.cancel()
            self._later = None
        for sink in self._sinks.values():
            sink.flush()

    def close(self) -> None:
        """Write all lines that wait and let go of the destinations: what comes after is lost."""
        self.flush()
        self._loop = None
        for sink in self._sinks.values():
            sink.close()
        self._sinks = {}
        self._settings = {self.root: (SILENT, ())}
        for logger in self._loggers.values():
            self._apply(logger)

    def _apply(self, logger: Logger) -> None:
        name = logger.name
        while name not in self._settings and name != self.root:
            name = name.rpartition(".")[0]
        logger.limit, logger.outputs = self._settings[name]
        logger.prompt = any(output.flush for output in logger.outputs)

    def _everything(self, sinks: dict[str, Sink]) -> Settings:
        return {self.root: (DEBUG + MOST_DEBUG, (self._output(LoggerOutput("stdout"), sinks),))}

    def _configured(self, loggers: tuple[LoggerConfig, ...], sinks: dict[str, Sink]) -> Settings:
        """Return what holds for the configured names; an entry without outputs has those of the name above it."""
        settings: Settings = {}
        entries = {entry.name: entry for entry in loggers if f"{entry.name}.".startswith(f"{self.root}.")}
        # shorter names first: a name above another one is settled before it
        for name in sorted({self.root, *entries}, key=len):
            entry = entries.get(name, LoggerConfig(name))
            outputs = tuple(self._output(output, sinks) for output in entry.outputs)
            settings[name] = (_limit(entry), outputs or self._inherited(name, settings, sinks))
        return settings

    def _inherited(self, name: str, settings: Settings, sinks: dict[str, Sink]) -> tuple[Output, ...]:
        while name != self.root:
            name = name.rpartition(".")[0]
            if name in settings:
                return settings[name][1]
        return (self._output(LoggerOutput(self._default), sinks),)

    def _output(self, output: LoggerOutput, sinks: dict[str, Sink]) -> Output:
        """Open the destination, once for all loggers that share it."""
        sink = sinks.get(output.output)
        if sink is None:
            sink = open_sink(output.output, output.maxsize, output.maxver, self.root, self.directory)
            sinks[output.output] = sink
        pattern = output.pattern or (SYSLOG_PATTERN if isinstance(sink, SyslogSink) else FILE_PATTERN)
        return Output(sink, Layout(pattern, self._start), output.flush)


def _limit(entry: LoggerConfig) -> int:
    if entry.severity == "NONE":
        return SILENT
    severity = SEVERITIES.index(entry.severity)
    return severity + entry.debuglevel if severity == DEBUG else severity


def _harmless(text: str) -> str:
    """Return the text with everything that could pass for another line, or move a terminal, written as escapes."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)

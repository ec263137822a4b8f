"""`loggers`: what is logged where; the same for every daemon."""

from typing import Final

from lessor.config.section import Section
from lessor.model.network import LoggerConfig, LoggerOutput

# The name of the list changed in Kea 2.5; the old one is still in many files.
OUTPUTS: Final = ("output_options", "output-options")


def read_loggers(section: Section) -> tuple[LoggerConfig, ...]:
    """Return the loggers of a daemon's section, or of the old top-level `Logging`."""
    return tuple(_logger(entry) for entry in section.sections("loggers"))


def _logger(section: Section) -> LoggerConfig:
    if "name" not in section.members:
        section.missing("name", "give the name of the program, or of one of its loggers")
    return LoggerConfig(
        name=section.text("name"),
        severity=section.text("severity", "INFO").upper(),
        debuglevel=section.number("debuglevel", 0),
        outputs=tuple(_output(entry) for key in OUTPUTS for entry in section.sections(key)),
    )


def _output(section: Section) -> LoggerOutput:
    output = section.text("output")
    if not output:
        section.wrong(section.place("output"), "output", "no destination", "give stdout, stderr, syslog or a file name")
    return LoggerOutput(
        output=output,
        flush=section.flag("flush", True),
        maxsize=section.number("maxsize", 10240000),
        maxver=section.number("maxver", 1),
        pattern=section.text("pattern"),
    )

"""From a tree that passed config/check.py to the configuration of one daemon, with all its mistakes at once."""

from collections.abc import Callable
from typing import Final, TypeVar

from lessor.config.errors import ConfigError, Problem
from lessor.config.loggers import read_loggers
from lessor.config.section import Section
from lessor.config.syntax import Node
from lessor.model.network import LoggerConfig

OLD_LOGGING: Final = "Logging"

Config = TypeVar("Config")


def read_daemon(
    root: Node, name: str, read: Callable[[Section, Section], Config], warnings: list[Problem] | None
) -> Config:
    """Return what `read` makes of the whole file and of the daemon's section in it. Raise ConfigError.

    What works but is hardly meant is appended to `warnings`.
    """
    problems: list[Problem] = []
    doubts: list[Problem] = []
    file = Section(root, "", problems, doubts)
    if name not in file.members:
        file.missing(name, f'a configuration is {{ "{name}": {{ ... }} }}')
        raise ConfigError(problems)
    config = read(file, Section(file.members[name], "", problems, doubts))
    if problems:
        # one mistake seen from several scopes that inherit it is one mistake
        raise ConfigError(sorted(set(problems)))
    if warnings is not None:
        warnings += sorted(set(doubts))
    return config


def read_daemon_loggers(file: Section, section: Section) -> tuple[LoggerConfig, ...]:
    """Return the daemon's loggers; without any, those of the section of its own they had up to Kea 1.5."""
    old = file.section(OLD_LOGGING)
    if "loggers" in section.members or old is None:
        return read_loggers(section)
    return read_loggers(old)

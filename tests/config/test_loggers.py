"""Loggers, in the places and under the names they have had."""

from lessor.config.read4 import read4
from lessor.model.network import LoggerConfig, LoggerOutput
from tests.config.configurations import Json, config, only, problems, tree

ENTRY: Json = {"name": "kea-dhcp4", "severity": "debug", "debuglevel": 40, "output_options": [{"output": "stdout"}]}
LOGGER = LoggerConfig("kea-dhcp4", "DEBUG", 40, (LoggerOutput("stdout"),))


def test_old_and_new_name_of_outputs() -> None:
    new: Json = {
        "name": "kea-dhcp4.leases",
        "output-options": [{"output": "a.log", "flush": False, "maxsize": 0, "maxver": 3, "pattern": "%m"}],
    }
    assert config(loggers=[ENTRY, new]).loggers == (
        LOGGER,
        LoggerConfig("kea-dhcp4.leases", "INFO", 0, (LoggerOutput("a.log", False, 0, 3, "%m"),)),
    )


def test_the_old_section_beside_the_daemon() -> None:
    assert read4(tree({}, Logging={"loggers": [ENTRY]})).loggers == (LOGGER,)


def test_the_daemons_own_loggers_count_more() -> None:
    other: Json = {"name": "kea-dhcp4", "output_options": [{"output": "stderr"}]}
    assert read4(tree({"loggers": [ENTRY]}, Logging={"loggers": [other]})).loggers == (LOGGER,)


def test_none_at_all() -> None:
    assert config().loggers == ()


def test_an_output_has_a_destination() -> None:
    problem = only(problems(loggers=[{"name": "kea-dhcp4", "output_options": [{"output": ""}]}]))
    assert problem.key == "loggers[0].output_options[0].output"

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.model.network import LoggerConfig, LoggerOutput
from lessor.service.logs import messages
from lessor.service.logs.log import LogError, Loggers
from lessor.service.logs.message import DEBUG, ERROR, INFO, Message

LINE = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} "
    r"(?P<severity>[A-Z ]{5}) \[(?P<logger>[\w.-]+)/\d+\.\d+\] (?P<text>.*)"
)

SHUTDOWN = messages.DHCP4_SHUTDOWN
TOO_DEEP = Message("X_DEEP", "leases", DEBUG, 55, "deep", "For tests.")
DEEP_ENOUGH = Message("X_SHALLOW", "leases", DEBUG, 40, "shallow", "For tests.")


@pytest.fixture
def loggers(tmp_path: Path) -> Iterator[Loggers]:
    made = Loggers("kea-dhcp4", tmp_path, {"KEA_LOGGER_DESTINATION": "early.log"})
    yield made
    made.close()


def to(*files: str, name: str = "kea-dhcp4", severity: str = "INFO", debuglevel: int = 0) -> LoggerConfig:
    return LoggerConfig(name, severity, debuglevel, tuple(LoggerOutput(file, pattern="%p %c %m\n") for file in files))


def lines(tmp_path: Path, file: str) -> list[str]:
    return (tmp_path / file).read_text().splitlines()


def test_before_the_configuration_lines_go_where_the_environment_says(loggers: Loggers, tmp_path: Path) -> None:
    loggers.write(messages.DHCP4_LEASE_ALLOC, "client", "192.0.2.1", 3600)
    (line,) = lines(tmp_path, "early.log")
    match = LINE.fullmatch(line)
    assert match and match["severity"] == "INFO " and match["logger"] == "kea-dhcp4.leases"
    assert match["text"] == "DHCP4_LEASE_ALLOC client: lease 192.0.2.1 has been allocated for 3600 seconds"


def test_else_to_standard_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Loggers("kea-dhcp4", tmp_path, {}).write(SHUTDOWN)
    assert "DHCP4_SHUTDOWN" in capfd.readouterr().err


def test_debug_overrides_everything(loggers: Loggers, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    loggers.configure((to("a.log", severity="NONE"),), debug=True)
    loggers.write(TOO_DEEP)
    assert "DEBUG [kea-dhcp4.leases/" in capfd.readouterr().out
    assert not (tmp_path / "a.log").exists()


@pytest.mark.parametrize(
    ("severity", "debuglevel", "limit"),
    [
        ("NONE", 0, -1),
        ("FATAL", 0, 0),
        ("ERROR", 0, 1),
        ("WARN", 0, 2),
        ("INFO", 99, 3),
        ("DEBUG", 0, 4),
        ("DEBUG", 40, 44),
    ],
)
def test_limits(loggers: Loggers, severity: str, debuglevel: int, limit: int) -> None:
    logger = loggers.get("leases")
    loggers.configure((to("a.log", severity=severity, debuglevel=debuglevel),), debug=False)
    assert logger.limit == limit


def test_debug_messages_are_written_up_to_the_level(loggers: Loggers, tmp_path: Path) -> None:
    loggers.configure((to("a.log", severity="DEBUG", debuglevel=50),), debug=False)
    loggers.write(TOO_DEEP)
    loggers.write(DEEP_ENOUGH)
    assert lines(tmp_path, "a.log") == ["DEBUG kea-dhcp4.leases X_SHALLOW shallow"]


def test_children_inherit_and_override(loggers: Loggers, tmp_path: Path) -> None:
    loggers.configure(
        (
            to("child.log", name="kea-dhcp4.leases"),
            to(name="kea-dhcp4.packets", severity="ERROR"),
            to("root.log", severity="WARN"),
            to("other.log", name="kea-dhcp6"),
            to("prefix.log", name="kea-dhcp4x"),
        ),
        debug=False,
    )
    info = Message("X_INFO", "any", INFO, 0, "info", "For tests.")
    error = Message("X_ERROR", "any", ERROR, 0, "error", "For tests.")
    for name in ("", "leases", "leases.deep", "packets", "dhcpsrv"):
        loggers.get(name).write(info)
        loggers.get(name).write(error)
    assert lines(tmp_path, "root.log") == [
        "ERROR kea-dhcp4 X_ERROR error",
        "ERROR kea-dhcp4.packets X_ERROR error",
        "ERROR kea-dhcp4.dhcpsrv X_ERROR error",
    ]
    assert len(lines(tmp_path, "child.log")) == 4
    assert not (tmp_path / "other.log").exists() and not (tmp_path / "prefix.log").exists()


def test_a_logger_stays_the_same_object(loggers: Loggers, tmp_path: Path) -> None:
    logger = loggers.get("leases")
    loggers.configure((to("a.log", severity="ERROR"),), debug=False)
    loggers.configure((to("b.log", severity="DEBUG", debuglevel=99),), debug=False)
    assert loggers.get("leases") is logger
    logger.write(TOO_DEEP)
    assert len(lines(tmp_path, "b.log")) == 1


def test_several_outputs_and_a_shared_file(loggers: Loggers, tmp_path: Path) -> None:
    loggers.configure((to("a.log", "b.log"), to("a.log", name="kea-dhcp4.leases")), debug=False)
    loggers.get("leases").write(SHUTDOWN)
    loggers.get("dhcp4").write(SHUTDOWN)
    assert len(lines(tmp_path, "a.log")) == 2
    assert len(lines(tmp_path, "b.log")) == 1


def test_a_refused_configuration_changes_nothing(loggers: Loggers, tmp_path: Path) -> None:
    loggers.configure((to("a.log"),), debug=False)
    with pytest.raises(LogError, match="cannot open log file /nonexistent/x"):
        loggers.configure((to("b.log", "/nonexistent/x", severity="NONE"),), debug=False)
    loggers.write(SHUTDOWN)
    assert len(lines(tmp_path, "a.log")) == 1


def test_configuring_again_opens_files_again(loggers: Loggers, tmp_path: Path) -> None:
    configured = (to("a.log"),)
    loggers.configure(configured, debug=False)
    loggers.write(SHUTDOWN)
    (tmp_path / "a.log").rename(tmp_path / "moved.log")
    loggers.configure(configured, debug=False)
    loggers.write(SHUTDOWN)
    assert len(lines(tmp_path, "a.log")) == len(lines(tmp_path, "moved.log")) == 1


def test_one_line_stays_one_line(loggers: Loggers, tmp_path: Path) -> None:
    loggers.configure((to("a.log"),), debug=False)
    loggers.write(messages.DHCP4_INIT_FAIL, "a\nFATAL b\x1b[31m\x85\u2028\ud800 é")
    assert (tmp_path / "a.log").read_text(encoding="utf-8").count("\n") == 1
    assert lines(tmp_path, "a.log")[0].endswith(r"server: a\nFATAL b\x1b[31m\x85\u2028\ud800 é")


def test_in_a_loop_lines_leave_together_at_the_end_of_the_turn(loggers: Loggers, tmp_path: Path) -> None:
    async def run() -> list[int]:
        loggers.attach(asyncio.get_running_loop())
        loggers.configure((to("a.log"),), debug=False)
        loggers.write(SHUTDOWN)
        loggers.write(SHUTDOWN)
        counts = [len(lines(tmp_path, "a.log"))]
        await asyncio.sleep(0)
        counts.append(len(lines(tmp_path, "a.log")))
        loggers.write(messages.DHCP4_SERVER_FAILED, "fatal lines do not wait")
        counts.append(len(lines(tmp_path, "a.log")))
        return counts

    assert asyncio.run(run()) == [0, 2, 3]


def test_outputs_without_flush_wait_longer(loggers: Loggers, tmp_path: Path) -> None:
    async def run() -> list[int]:
        loggers.attach(asyncio.get_running_loop())
        loggers.configure((LoggerConfig("kea-dhcp4", outputs=(LoggerOutput("a.log", flush=False),)),), debug=False)
        loggers.write(SHUTDOWN)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        counts = [len(lines(tmp_path, "a.log"))]
        loggers.close()
        return [*counts, len(lines(tmp_path, "a.log"))]

    assert asyncio.run(run()) == [0, 1]


def test_after_close_nothing_is_written_and_nothing_breaks(loggers: Loggers, tmp_path: Path) -> None:
    loggers.close()
    loggers.write(SHUTDOWN)
    assert lines(tmp_path, "early.log") == []

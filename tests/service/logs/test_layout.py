import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from lessor.service.logs.layout import FILE_PATTERN, SYSLOG_PATTERN, Layout

MOMENT = 1700000000.25


def render(pattern: str, now: float = MOMENT) -> str:
    return Layout(pattern, MOMENT - 1.25).render(now, "INFO", "kea-dhcp4.leases", "ID text")


@pytest.fixture(autouse=True)
def in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


def test_the_line_of_files_is_that_of_kea() -> None:
    place = f"kea-dhcp4.leases/{os.getpid()}.{threading.get_native_id()}"
    assert render(FILE_PATTERN) == f"2023-11-15 07:13:20.250 INFO  [{place}] ID text\n"


def test_the_line_of_syslog_has_no_time() -> None:
    assert render(SYSLOG_PATTERN) == f"INFO  [kea-dhcp4.leases.{threading.get_native_id()}] ID text\n"


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ("%m%n", "ID text\n"),
        ("100%% %m", "100% ID text"),
        ("{%p} {0} {", "{INFO} {0} {"),
        ("%8p|", "    INFO|"),
        ("%-8p|", "INFO    |"),
        ("%.3c", "ses"),
        ("%-6.3c|", "ses   |"),
        ("%p{x}", "INFO{x}"),
        ("%D", "2023-11-15 07:13:20"),
        ("%d{%H:%M:%S.%q}", "22:13:20.250"),
        ("%D{{%H}}", "{07}"),
        ("%d{%q} %D{%q}", "250 250"),
        ("%m %d{%S.%q%%} %m", "ID text 20.250% ID text"),
        ("%9m|%-9m|%.2m|%-4.2m|", "  ID text|ID text  |xt|xt  |"),
        ("%", "%"),
        ("%d{%H:%M:%S,%%q} %d{%s} %d{%Q}", "22:13:20,%q 1700000000 250.000"),
        ("%c{1}|%c{2}|%c{9}|%c{0}|%c{x}", "leases" + "|kea-dhcp4.leases" * 4),
        ("%20.30c|%.0p|", "    kea-dhcp4.leases||"),
        ("%r", "1250"),
        ("%E{TZ}%E{NO_SUCH_VARIABLE}", "Asia/Tokyo"),
        ("%h", socket.gethostname()),
        ("[%b%F%L%M%x%X{key}]%l", "[]:"),
        ("%q %Z %m %5", "%q %Z ID text %5"),
    ],
)
def test_conversions(pattern: str, line: str) -> None:
    assert render(pattern) == line


def test_the_message_is_no_pattern() -> None:
    assert Layout("%m").render(MOMENT, "INFO", "x", "{0} %m %s %%") == "{0} %m %s %%"


def test_time_goes_on() -> None:
    layout = Layout("%d{%S.%q}")
    assert [layout.render(MOMENT + step, "INFO", "x", "y") for step in (0, 0.5, 0.75, -0.25)] == [
        "20.250",
        "20.750",
        "21.000",
        "20.000",
    ]


def test_microseconds_go_on_within_a_millisecond() -> None:
    layout = Layout("%d{%Q} %m")
    assert [layout.render(MOMENT + step, "INFO", "x", "y") for step in (0, 0.00025)] == ["250.000 y", "250.250 y"]


def test_lines_of_one_moment_have_their_own_severity_and_logger() -> None:
    layout = Layout("%d{%S.%q} %p %c %m")
    lines = [layout.render(MOMENT, severity, name, "t") for severity in ("INFO", "WARN") for name in ("a", "%b")]
    assert lines == [f"20.250 {severity} {name} t" for severity in ("INFO", "WARN") for name in ("a", "%b")]

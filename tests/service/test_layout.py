import os
import threading
import time
from collections.abc import Iterator

import pytest

from lessor.service.layout import FILE_PATTERN, SYSLOG_PATTERN, Layout, LayoutError

MOMENT = 1700000000.25


def render(pattern: str, now: float = MOMENT) -> str:
    return Layout(pattern).render(now, "INFO", "kea-dhcp4.leases", "ID text")


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
        ("%.3c", "kea"),
        ("%-6.3c|", "kea   |"),
        ("%p{x}", "INFO{x}"),
        ("%D", "2023-11-15 07:13:20"),
        ("%d{%H:%M:%S.%q}", "22:13:20.250"),
        ("%D{{%H}}", "{07}"),
        ("%d{%q} %D{%q}", "250 250"),
        ("%m %d{%S.%q%%} %m", "ID text 20.250% ID text"),
        ("%9m|%-9m|%.2m|%-4.2m|", "  ID text|ID text  |ID|ID  |"),
        ("%", "%"),
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


def test_an_unknown_conversion_is_refused() -> None:
    with pytest.raises(LayoutError, match='pattern "%m %z": %z is not known'):
        Layout("%m %z")

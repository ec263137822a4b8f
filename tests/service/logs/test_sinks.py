import os
import socket
from pathlib import Path

import pytest

from lessor.service.logs import sinks
from lessor.service.logs.message import ERROR, INFO
from lessor.service.logs.sinks import MOST_WAITING, FileSink, SinkError, StreamSink, SyslogSink, open_sink

LINE = "x" * 99 + "\n"


def fill(sink: FileSink, lines: int) -> None:
    for _ in range(lines):
        sink.put(LINE, INFO)
    sink.flush()


def test_lines_wait_until_flush(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "log", 0, 1)
    sink.put("a\n", INFO)
    assert (tmp_path / "log").read_text() == ""
    sink.put("b\n", INFO)
    sink.flush()
    assert (tmp_path / "log").read_text() == "a\nb\n"
    sink.close()


def test_what_waits_is_bounded(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "log", 0, 1)
    for _ in range(MOST_WAITING + 1):
        sink.put("x\n", INFO)
    assert sink.waiting == []
    assert (tmp_path / "log").stat().st_size == 2 * MOST_WAITING + 2
    sink.close()


def test_close_writes_what_waits(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "log", 0, 1)
    sink.put("a\n", INFO)
    sink.close()
    assert (tmp_path / "log").read_text() == "a\n"


def test_an_existing_file_is_appended_to_and_counts_for_rotation(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("old" * 100000)
    sink = FileSink(path, 204800, 1)
    sink.put("new\n", INFO)
    sink.close()
    assert path.read_text() == "new\n"
    assert (tmp_path / "log.1").stat().st_size == 300000


def test_rotation_keeps_maxver_files(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "log", 204800, 2)
    for number in range(4):
        sink.put(f"{number}\n", INFO)
        fill(sink, 2040)
    sink.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "log.1", "log.2"]
    assert [(tmp_path / name).read_text()[0] for name in ("log", "log.1", "log.2")] == ["3", "2", "1"]


def test_a_small_maxsize_turns_rotation_off(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "log", 204799, 1)
    fill(sink, 5000)
    fill(sink, 5000)
    sink.close()
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def test_a_file_that_cannot_be_rotated_goes_on(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "log.1").mkdir()
    sink = FileSink(tmp_path / "log", 204800, 1)
    fill(sink, 2048)
    fill(sink, 1)
    sink.close()
    assert (tmp_path / "log").stat().st_size == 2049 * len(LINE)
    assert capfd.readouterr().err == f"log file {tmp_path}/log cannot be rotated: Is a directory\n"


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match=f"cannot open log file {tmp_path}/no/log: No such file or directory"):
        FileSink(tmp_path / "no" / "log", 0, 1)


def test_losses_are_said_once_and_end(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    reader, writer = os.pipe()
    sink = StreamSink("pipe", writer)
    os.close(reader)
    for _ in range(3):
        sink.put("lost\n", INFO)
        sink.flush()
    assert capfd.readouterr().err == "log lines to pipe are lost: Broken pipe\n"
    sink.descriptor = os.open(tmp_path / "log", os.O_WRONLY | os.O_CREAT)
    sink.put("back\n", INFO)
    sink.flush()
    assert (tmp_path / "log").read_text() == "back\n"
    assert not sink.failing
    os.close(sink.descriptor)
    os.close(writer)


@pytest.fixture
def listener(tmp_path: Path) -> socket.socket:
    return listen(tmp_path / "dev-log")


def listen(path: Path) -> socket.socket:
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    opened.bind(str(path))
    opened.settimeout(5)
    return opened


def test_syslog_gets_one_datagram_a_line(tmp_path: Path, listener: socket.socket) -> None:
    with listener:
        sink = SyslogSink("local3", "kea-dhcp4", str(tmp_path / "dev-log"))
        sink.put("one\n", INFO)
        sink.put("two\n", ERROR)
        sink.close()
        first, second = listener.recv(1000).decode(), listener.recv(1000).decode()
    assert first.startswith(f"<{19 * 8 + 6}>") and first.endswith(f" kea-dhcp4[{os.getpid()}]: one")
    assert second.startswith(f"<{19 * 8 + 3}>") and second.endswith(": two")


def test_syslog_is_found_again_after_a_restart(tmp_path: Path, listener: socket.socket) -> None:
    path = tmp_path / "dev-log"
    sink = SyslogSink("daemon", "kea-dhcp4", str(path))
    with listener:
        sink.put("one\n", INFO)
        sink.flush()
    path.unlink()
    with listen(path) as restarted:
        sink.put("two\n", INFO)
        sink.close()
        assert restarted.recv(1000).endswith(b": two")


def test_a_deaf_syslog_does_not_stop_us(
    tmp_path: Path, listener: socket.socket, capfd: pytest.CaptureFixture[str]
) -> None:
    with listener:
        sink = SyslogSink("daemon", "kea-dhcp4", str(tmp_path / "dev-log"))
        for _ in range(2000):
            sink.put("line\n", INFO)
        sink.close()
    assert "log lines to syslog:daemon are lost" in capfd.readouterr().err


def test_missing_syslog_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sink = SyslogSink("daemon", "kea-dhcp4", str(tmp_path / "nobody"))
    sink.put("line\n", INFO)
    sink.close()
    assert "log lines to syslog:daemon are lost: No such file or directory" in capfd.readouterr().err


def test_outputs_by_name(tmp_path: Path) -> None:
    def opened(output: str) -> sinks.Sink:
        return open_sink(output, 0, 1, "kea-dhcp4", tmp_path)

    stdout, stderr = opened("stdout"), opened("stderr")
    assert isinstance(stdout, StreamSink) and stdout.descriptor == 1
    assert isinstance(stderr, StreamSink) and stderr.descriptor == 2
    syslog, local5 = opened("syslog"), opened("syslog:LOCAL5")
    assert isinstance(syslog, SyslogSink) and syslog.facility == 16
    assert isinstance(local5, SyslogSink) and local5.facility == 21
    for name in ("kea.log", str(tmp_path / "x.log")):
        file = opened(name)
        assert file.name == str(tmp_path / Path(name).name)
        file.close()


def test_unknown_facility_is_refused() -> None:
    with pytest.raises(SinkError, match="syslog facility locl1 does not exist; it is one of kern, user"):
        open_sink("syslog:locl1", 0, 1, "kea-dhcp4", Path())

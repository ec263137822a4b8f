"""Leases as lines and as a table."""

import io

import pytest
from rich.console import Console

from lessor.cli.leaseview import Lines, LiveTable, remaining, view_for
from lessor.model.lease import INFINITE, Lease4
from lessor.model.lease6 import NA, PD, Lease6
from lessor.service.labs.follow import EXPIRED, GIVEN_BACK, GRANTED, RENEWED, Event

NOW = 1_700_000_000
DESK = bytes.fromhex("00005e005301")


def lease(number: int = 0, hostname: str = "desk", lifetime: int = 3600) -> Lease4:
    return Lease4(0xC0000264 + number, DESK, b"", lifetime, NOW, 1, hostname=hostname)


def table(*events: Event, names: dict[bytes, str] | None = None, height: int = 40, now: float = NOW) -> str:
    console = Console(file=io.StringIO(), force_terminal=False, width=160, height=height)
    view = LiveTable(console, names or {})
    view.show(events, NOW)
    with console.capture() as capture:
        console.print(view.table(now))
    return capture.get()


def test_line_holds_all_there_is_to_know(capsys: pytest.CaptureFixture[str]) -> None:
    with Lines({DESK: "client1 (udhcpc)"}) as view:
        view.show([Event(GRANTED, lease())], NOW)
    line = capsys.readouterr().out
    for part in (GRANTED, "192.0.2.100", "00:00:5e:00:53:01", "client1 (udhcpc)", "desk", "3600 s"):
        assert part in line


@pytest.mark.parametrize(("kind", "length", "leased"), [(NA, 128, "2001:db8::"), (PD, 60, "2001:db8::/60")])
def test_lease_of_dhcpv6_is_shown_beside_the_others(kind: int, length: int, leased: str) -> None:
    duid = b"\0\3\0\1" + DESK
    six = Lease6(kind, 0x20010DB8 << 96, length, duid, 1, 300, 3600, NOW, 1, hwaddr=DESK)
    shown = table(Event(GRANTED, lease()), Event(GRANTED, six), names={DESK: "udhcpc", duid: "dhclient"})
    rows = [[cell.strip() for cell in line.split("│")[2:5]] for line in shown.splitlines() if DESK.hex(":") in line]
    assert rows == [["dhclient", DESK.hex(":"), leased], ["udhcpc", DESK.hex(":"), "192.0.2.100"]]


def test_client_without_hardware_address_is_shown_by_its_duid(capsys: pytest.CaptureFixture[str]) -> None:
    Lines({}).show([Event(GRANTED, Lease6(NA, 1, 128, b"\0\4\x77", 1, 300, 3600, NOW, 1))], NOW)
    assert capsys.readouterr().out.split()[2:4] == ["::1", "00:04:77"]


def test_line_without_names_has_no_column_for_them(capsys: pytest.CaptureFixture[str]) -> None:
    Lines({}).show([Event(RENEWED, lease(hostname=""))], NOW)
    assert capsys.readouterr().out.split()[1:] == [RENEWED, "192.0.2.100", "00:00:5e:00:53:01", "-", "3600", "s"]


@pytest.mark.parametrize("hostname", ["\x1b[31mred", "[red]not markup", "two\nlines"])
def test_names_of_clients_are_shown_and_never_obeyed(hostname: str, capsys: pytest.CaptureFixture[str]) -> None:
    Lines({}).show([Event(GRANTED, lease(hostname=hostname))], NOW)
    line = capsys.readouterr().out
    assert "\x1b" not in line and line.count("\n") == 1
    shown = table(Event(GRANTED, lease(hostname=hostname)))
    assert "\x1b" not in shown
    assert ("[red]not markup" in shown) == (hostname == "[red]not markup")


def test_table_has_a_row_for_each_address_the_latest_on_top() -> None:
    shown = table(Event(GRANTED, lease(0)), Event(GRANTED, lease(1)), Event(RENEWED, lease(0)))
    rows = [line for line in shown.splitlines() if "192.0.2." in line]
    assert [("192.0.2.100" in row, RENEWED in row) for row in rows] == [(True, True), (False, False)]


def test_table_counts_down_while_the_lease_is_held() -> None:
    assert "59:00" in table(Event(GRANTED, lease()), now=NOW + 60)
    assert "59:00" not in table(Event(GIVEN_BACK, lease()), now=NOW + 60)


def test_table_shows_what_fits_and_says_so() -> None:
    shown = table(*(Event(GRANTED, lease(number)) for number in range(50)), height=16)
    assert shown.count("192.0.2.") == 10
    assert "40 older rows not shown" in shown


def test_expired_lease_is_shown_as_such() -> None:
    assert EXPIRED in table(Event(EXPIRED, lease()))


@pytest.mark.parametrize(
    ("lifetime", "later", "text"),
    [(3600, 0, "1:00:00"), (90, 1, "1:29"), (60, 61, "0:00"), (INFINITE, 99, "for ever")],
)
def test_time_left(lifetime: int, later: int, text: str) -> None:
    assert remaining(lease(lifetime=lifetime), NOW + later) == text


def test_terminal_gets_the_table_and_a_pipe_lines() -> None:
    assert isinstance(view_for(Console(file=io.StringIO(), force_terminal=True), {}), LiveTable)
    assert isinstance(view_for(Console(file=io.StringIO(), force_terminal=False), {}), Lines)

"""A newcomer's way: the lab, serving a link, our client, as programs on private networks."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lessor.service.labs.demo import Files, prepare
from lessor.service.labs.demo6 import dhclient6
from lessor.service.labs.lab import NAMESPACES, Lab, Station, inside
from lessor.service.programs.supervise import ending_with_us

pytestmark = pytest.mark.system

ROOT = Path(__file__).parent.parent.parent
PREFIX = f"ln6-{os.getpid()}"
LESSOR = (sys.executable, "-m", "lessor.cli.lessor")
PATIENCE = 60.0

HWADDRS = {name: bytes((2, 0, 0x5E, 0, 0x54, number)) for number, name in enumerate(("office", "desk", "printer"))}


class Program:
    """A program under way, its output in a file."""

    def __init__(self, words: list[str], output: Path, environment: dict[str, str] | None = None) -> None:
        self.output = output
        with output.open("wb") as file:
            self.process = subprocess.Popen(
                ending_with_us(words), stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, env=environment
            )

    def text(self) -> str:
        return self.output.read_text()

    def wait_for(self, text: str, count: int = 1) -> None:
        """Wait until it has said this so many times."""
        wait_until(lambda: self.text().count(text) >= count, lambda: f"{text!r} is not in:\n{self.text()}")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def wait_until(reached: Callable[[], bool], complaint: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline, complaint()
        time.sleep(0.05)


def namespaces(prefix: str) -> list[str]:
    return [path.name for path in NAMESPACES.glob(f"{prefix}-*")]


# --- the lab -------------------------------------------------------------------------------------------------------


def lab(*words: str) -> list[str]:
    return [*LESSOR, "lab", "--prefix", f"{PREFIX}-lab", *words]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Start `lessor lab` with options; it is ended with the test."""
    started: list[Program] = []

    def start(*words: str, path: str | None = None) -> Program:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", **({"PATH": path} if path else {})}
        started.append(Program(lab(*words), tmp_path / f"lab{len(started)}", environment))
        return started[-1]

    yield start
    for program in started:
        program.end()


def test_lab_shows_the_leases_of_each_client_and_leaves_nothing(watched: Callable[..., Program]) -> None:
    program = watched("--once", "--clients", "4")
    assert program.process.wait(PATIENCE) == 0, program.text()
    granted = [line for line in program.text().splitlines() if " granted " in line]
    assert len({line.split()[2] for line in granted if " 192.0.2." in line}) == 4, program.text()
    assert any("192.0.2.10 " in line and "printer" in line for line in granted), "the reservation"
    if shutil.which("dhclient"):
        assert len({line.split()[2] for line in granted if " 2001:db8::1" in line}) == 4, program.text()
        assert any("2001:db8::10 " in line and "client1 " in line for line in granted), "the reservation"
        assert any("2001:db8:1000::/56 " in line and "client4 " in line for line in granted), "the router's prefix"
    assert namespaces(f"{PREFIX}-lab") == []
    assert not Path(configuration(program)).exists()


def configuration(program: Program) -> str:
    return next(line.split()[1] for line in program.text().splitlines() if line.startswith("  configuration"))


def test_lab_without_other_clients_uses_ours(watched: Callable[..., Program], tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("nsenter", "setpriv"):
        (tools / tool).symlink_to(shutil.which(tool) or pytest.skip(f"needs {tool}"))
    program = watched("--once", "--clients", "2", path=str(tools))
    assert program.process.wait(PATIENCE) == 0, program.text()
    assert "client1 (lessor)" in program.text()
    assert "Nobody asks for IPv6: there is no dhclient here." in program.text()


def test_lab_goes_on_until_it_is_stopped_and_cleans_up(watched: Callable[..., Program]) -> None:
    program = watched("--clients", "1")
    program.wait_for(" granted ")
    assert len(namespaces(f"{PREFIX}-lab")) == 3
    assert program.end(signal.SIGINT) == 0
    assert "The lab is gone" in program.text()
    assert namespaces(f"{PREFIX}-lab") == []
    assert not Path(configuration(program)).parent.exists()


def test_lab_takes_up_where_a_killed_one_left(watched: Callable[..., Program]) -> None:
    first = watched("--clients", "1")
    first.wait_for(" granted ")
    assert first.end(signal.SIGKILL) == -9
    # its servers are ending too, and take files of their own away
    shutil.rmtree(Path(configuration(first)).parent, ignore_errors=True)
    second = watched("--once", "--clients", "1")
    assert second.process.wait(PATIENCE) == 0, second.text()
    assert namespaces(f"{PREFIX}-lab") == []


def test_second_lab_is_refused(watched: Callable[..., Program]) -> None:
    first = watched("--clients", "1")
    first.wait_for(" granted ")
    second = watched("--clients", "1")
    assert second.process.wait(PATIENCE) == 1
    assert f"a lab is running already (process {first.process.pid})" in second.text()


# --- an office -----------------------------------------------------------------------------------------------------


class Office:
    """A link with a host that shall serve it, a printer with a fixed address, and a desk that wants one."""

    def __init__(self, network: Lab, directory: Path) -> None:
        self.network = network
        self.directory = directory
        self.configuration = directory / "office.conf"
        self.configuration6 = directory / "office6.conf"
        self.office = network.add("office", HWADDRS["office"], "192.0.2.1/24")
        self.printer = network.add("printer", HWADDRS["printer"], "192.0.2.3/24")
        self.desk = network.add("desk", HWADDRS["desk"])
        places = ("KEA_PIDFILE_DIR", "KEA_DHCP_DATA_DIR", "KEA_LOG_FILE_DIR")
        self.environment = {**os.environ, "PYTHONUNBUFFERED": "1", **dict.fromkeys(places, str(directory))}
        self.started: list[Program] = []

    def run(self, station: Station, *words: str) -> tuple[int, str]:
        """Run `lessor` in a station; return exit status and output."""
        program = self.start(station, *words)
        return program.process.wait(PATIENCE), program.text()

    def start(self, station: Station, *words: str) -> Program:
        output = self.directory / f"output{len(self.started)}"
        self.started.append(Program(inside(station, [*LESSOR, *words]), output, self.environment))
        return self.started[-1]

    def files(self) -> list[str]:
        return ["--config-out", str(self.configuration), "--config-out6", str(self.configuration6)]

    def serve(self) -> Program:
        """Start `lessor serve` at the office and wait until it does; nobody else serves there, so nobody looks."""
        program = self.start(self.office, "serve", "eth0", "--no-probe", *self.files())
        program.wait_for("Serving.")
        return program


class Dhclient6:
    """ISC's client at the desk, asking for an IPv6 address."""

    def __init__(self, office: Office) -> None:
        self.office = office
        files = Files(office.directory)
        prepare(files)
        self.words = inside(office.desk, dhclient6(files, "desk"))

    def start(self) -> None:
        self.office.started.append(Program(self.words, self.office.directory / f"output{len(self.office.started)}"))

    def release(self) -> None:
        """Give the address back."""
        subprocess.run([*self.words, "-r"], check=True, capture_output=True, timeout=PATIENCE)

    def addresses(self) -> str:
        words = inside(self.office.desk, ["ip", "-6", "-o", "address"])
        return subprocess.run(words, capture_output=True, text=True).stdout


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Lab(PREFIX) as network:
        place = Office(network, tmp_path)
        yield place
        for program in place.started:
            program.end()


def test_link_is_served_from_its_own_address(office: Office) -> None:
    server = office.serve()
    assert "left out     192.0.2.3" in server.text()
    status, said = office.run(office.desk, "client", "eth0", "--hostname", "desk")
    assert status == 0, said
    assert said.startswith("leased 192.0.2.2/24 for 14400 s from 192.0.2.1")
    # the printer's address is left out: the next one gets the address behind it
    guest = ("client", "eth0", "--mac", "02:00:5e:00:54:77", "--release")
    assert office.run(office.desk, *guest)[1].splitlines()[0].startswith("leased 192.0.2.4/24")
    server.wait_for(" released ")
    lines = [line.split()[1:3] for line in server.text().splitlines() if "192.0.2" in line and line[2:3] == ":"]
    assert lines == [["granted", "192.0.2.2"], ["granted", "192.0.2.4"], ["released", "192.0.2.4"]]


def test_second_start_keeps_file_and_leases(office: Office) -> None:
    first = office.serve()
    assert office.run(office.desk, "client", "eth0")[0] == 0
    first.wait_for(" granted ")
    assert first.end() == 0
    edited = office.configuration.read_text().replace("14400", "7777")
    office.configuration.write_text(edited)
    second = office.serve()
    assert f"Using {office.configuration} as it is" in second.text()
    assert "1 from before" in second.text()
    assert office.run(office.desk, "client", "eth0")[1].startswith("leased 192.0.2.2/24 for 7777 s")
    assert office.configuration.read_text() == edited


def test_server_ends_with_serve_even_when_that_is_killed(office: Office) -> None:
    first = office.serve()
    assert first.end(signal.SIGKILL) == -9

    # the port is free again once the server is gone
    def served_again() -> bool:
        status, said = office.run(office.office, "serve", "eth0", "--dry-run", "--no-probe")
        return status == 0 and "subnet4" in said

    wait_until(served_again, lambda: office.started[-1].text())


def test_link_that_another_server_serves_is_refused(office: Office) -> None:
    office.serve()
    status, said = office.run(office.printer, "serve", "eth0")
    assert status == 1
    assert "another DHCP server answers on eth0: 192.0.2.1 at 02:00:5e:00:54:00" in said
    assert office.run(office.printer, "serve", "eth0", "--dry-run", "--no-probe")[0] == 0


def test_second_server_on_one_machine_is_refused(office: Office) -> None:
    office.serve()
    status, said = office.run(office.office, "serve", "eth0")
    assert status == 1
    assert "receives on UDP port 67" in said


def test_link_without_address_or_down_is_refused(office: Office) -> None:
    status, said = office.run(office.desk, "serve", "eth0")
    assert (status, "eth0 has no IPv4 address" in said) == (1, True)
    subprocess.run(inside(office.printer, ["ip", "link", "set", "eth0", "down"]), check=True)
    status, said = office.run(office.printer, "serve", "eth0")
    assert (status, "eth0 is down" in said) == (1, True)
    switch = Station("switch", office.network.switch, b"")
    subprocess.run(inside(switch, ["ip", "link", "set", "office", "down"]), check=True)
    status, said = office.run(office.office, "serve", "eth0")
    assert (status, "eth0 has no carrier" in said) == (1, True)


@pytest.mark.skipif(not shutil.which("dhclient"), reason="needs dhclient")
def test_link_with_a_prefix_is_served_by_both_families(office: Office) -> None:
    subprocess.run(inside(office.office, ["ip", "address", "add", "2001:db8:7::1/64", "dev", "eth0"]), check=True)
    server = office.serve()
    dhclient = Dhclient6(office)
    dhclient.start()
    server.wait_for("granted   2001:db8:7::1000 ")
    wait_until(lambda: "2001:db8:7::1000/128" in dhclient.addresses(), server.text)
    assert office.run(office.desk, "client", "eth0")[0] == 0
    server.wait_for("granted   192.0.2.2 ")
    dhclient.release()
    server.wait_for("released  2001:db8:7::1000 ")
    assert server.end() == 0
    assert "1 from before" in office.serve().text(), "of DHCPv4: the other one was given back"


@pytest.mark.skipif(not shutil.which("dhclient"), reason="needs dhclient")
def test_link_without_ipv4_is_served_by_dhcpv6_alone(office: Office) -> None:
    subprocess.run(inside(office.office, ["ip", "-4", "address", "flush", "dev", "eth0"]), check=True)
    subprocess.run(inside(office.office, ["ip", "address", "add", "fd00:7::1/64", "dev", "eth0"]), check=True)
    server = office.serve()
    assert "No DHCPv4: eth0 has no IPv4 address." in server.text()
    Dhclient6(office).start()
    server.wait_for("granted   fd00:7::1000 ")
    assert server.end() == 0


def test_both_servers_end_with_serve_even_when_that_is_killed(office: Office) -> None:
    subprocess.run(inside(office.office, ["ip", "address", "add", "2001:db8:7::1/64", "dev", "eth0"]), check=True)
    assert office.serve().end(signal.SIGKILL) == -9

    # the ports are free again once the servers are gone
    def served_again() -> bool:
        status, said = office.run(office.office, "serve", "eth0", "--dry-run", "--no-probe")
        return status == 0 and "subnet4" in said and "subnet6" in said

    wait_until(served_again, lambda: office.started[-1].text())


# --- our client ----------------------------------------------------------------------------------------------------


def test_client_finds_nobody_and_says_so(office: Office) -> None:
    assert office.run(office.desk, "client", "eth0", "--wait", "1") == (1, "lessor client: no DHCP server answered\n")


def test_client_renews_until_it_is_stopped_and_gives_back(office: Office) -> None:
    first = office.serve()
    first.end()
    short = office.configuration.read_text()
    for old, new in (("14400", "30"), ("7200", "1"), ("12600", "20")):
        short = short.replace(old, new)
    office.configuration.write_text(short)
    office.serve()
    # another hardware address than the interface's, and an address that the kernel does not know of
    client = office.start(office.desk, "client", "eth0", "--mac", "02:00:5e:00:54:78", "--stay", "--release")
    client.wait_for("renewed 192.0.2.2/24", count=2)
    assert client.end() == 0
    assert client.text().endswith("released 192.0.2.2\n")


def test_client_sets_its_address_only_when_told(office: Office) -> None:
    office.serve()

    def addresses() -> str:
        shown = subprocess.run(inside(office.desk, ["ip", "-4", "-o", "address"]), capture_output=True, text=True)
        return shown.stdout

    assert office.run(office.desk, "client", "eth0")[0] == 0
    assert "192.0.2." not in addresses()
    assert office.run(office.desk, "client", "eth0", "--configure")[0] == 0
    assert "192.0.2.2/24" in addresses()


# --- the Makefile --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "command"), [((), "lessor lab"), (("IFACE=eth1",), "lessor serve eth1")])
def test_make_run_is_the_lab_or_a_link(words: tuple[str, ...], command: str) -> None:
    # itself run by make, perhaps: another make would take over its words
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "ARGS"))}
    plan = ["make", "--no-print-directory", "-n", "run", *words]
    shown = subprocess.run(plan, cwd=ROOT, capture_output=True, text=True, check=True, env=plain)
    assert shown.stdout.strip().endswith(f"exec .venv/bin/{command}")

"""Labs of network namespaces: built, reached, cleared away."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.service.labs.lab import INTERFACE, NAMESPACES, Lab, LabError, Station, inside

PREFIX = f"lnc-{os.getpid()}"
SERVER, CLIENT = bytes.fromhex("02005e005300"), bytes.fromhex("02005e005301")

# Wait on a UDP port, in one station, for what another one sends.
LISTEN = """
import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
    sock.bind(("192.0.2.1", 4000))
    sock.settimeout(10)
    print("listening", flush=True)
    print(sock.recv(100).decode(), flush=True)
"""
SEND = """
import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
    sock.sendto(b"hello", ("192.0.2.1", 4000))
"""

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: makes network namespaces")


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab(PREFIX) as fresh:
        yield fresh


def left() -> list[str]:
    return [path.name for path in NAMESPACES.glob(f"{PREFIX}-*")]


def run(station: Station, code: str) -> str:
    words = inside(station, [sys.executable, "-c", code])
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


@needs_root
def test_stations_reach_each_other_and_nothing_else(lab: Lab) -> None:
    server = lab.add("server", SERVER, "192.0.2.1/24")
    client = lab.add("client", CLIENT, "192.0.2.2/24")
    listener = lab.start(server, [sys.executable, "-c", LISTEN])
    assert listener.stdout is not None
    with listener.stdout as output:
        assert output.readline() == b"listening\n"
        run(client, SEND)
        assert output.readline() == b"hello\n"
    links = run(client, "import socket; print([name for _, name in socket.if_nameindex()])")
    assert links.strip() == str(["lo", INTERFACE])


@needs_root
def test_station_has_the_hardware_address_it_was_given(lab: Lab) -> None:
    station = lab.add("client", CLIENT)
    # /sys shows the namespace of who mounted it: netlink is asked instead
    code = "from lessor.service.labs.survey import find_interface; print(find_interface('eth0').hwaddr.hex())"
    assert run(station, code).strip() == CLIENT.hex()


@needs_root
def test_addresses_of_both_families_are_usable_at_once(lab: Lab) -> None:
    station = lab.add("server", SERVER, "192.0.2.1/24", "2001:db8::1/64")
    code = "from lessor.service.labs.survey import find_interface as find; i = find('eth0'); print(i.prefix_lengths, "
    code += "0x20010DB8 << 96 | 1 in i.addresses6, len(i.addresses6), i.tentative6)"
    assert run(station, code).strip() == "(24,) True 2 ()"


@needs_root
def test_nothing_is_left_behind() -> None:
    with Lab(PREFIX) as lab:
        program = lab.start(lab.add("client", CLIENT), ["sleep", "60"], subprocess.DEVNULL)
    assert program.returncode is not None
    assert left() == []


@needs_root
def test_leftovers_of_a_killed_lab_are_cleared() -> None:
    with Lab(PREFIX) as lab:
        station = lab.add("client", CLIENT)
        # not started by the lab: nobody ends it but the next lab
        orphan = subprocess.Popen(inside(station, ["sleep", "60"]))
        wait_until_inside(orphan, station)
        lab._lock.close()  # type: ignore[union-attr]  # as the kernel does with the files of a killed process
        lab._lock = None
    assert station.namespace in left()
    with Lab(PREFIX):
        assert orphan.wait(10) == -9
        assert station.namespace not in left()
    assert left() == []


def wait_until_inside(process: subprocess.Popen[bytes], station: Station) -> None:
    """nsenter enters after it was started; a namespace without processes is cleared in another way."""
    theirs = Path(f"/proc/{process.pid}/ns/net")
    deadline = time.monotonic() + 10
    while theirs.stat().st_ino != (NAMESPACES / station.namespace).stat().st_ino:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@needs_root
def test_second_lab_of_a_name_is_refused_with_the_first_ones_process(lab: Lab) -> None:
    lab.add("client", CLIENT)
    with pytest.raises(LabError, match=f"process {os.getpid()}"), Lab(PREFIX):
        pass
    assert f"{PREFIX}-client" in left(), "the first one goes on"


@needs_root
def test_station_that_is_there_already_is_refused(lab: Lab) -> None:
    lab.add("client", CLIENT)
    with pytest.raises(LabError, match="a station client already"):
        lab.add("client", CLIENT)


def test_without_root_it_is_refused_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(LabError, match="needs root"), Lab(PREFIX):
        pass

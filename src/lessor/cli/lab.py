"""`lessor lab`: a private network with a server and clients, and their leases on the screen."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final, TypeAlias

import click
from rich.console import Console

from lessor.cli.leaseview import View, view_for
from lessor.cli.watching import clean_up_on_signals, fail, until_stopped, watch
from lessor.service.demo import LENGTH, MOST_CLIENTS, SERVER_ADDRESS, Files, clients_here, configuration, prepare
from lessor.service.follow4 import LeaseWatch4
from lessor.service.lab import INTERFACE, Lab, LabError, Station, inside
from lessor.service.supervise import Server, ServerFailed, server_command

PREFIX: Final = "lessor-lab"
ONCE_TIME: Final = 60.0
"""Seconds that all clients of `--once` have to get their leases."""


FOR_EVER: Final = 0.0

MakeView: TypeAlias = Callable[[Console, Mapping[bytes, str]], View]


class TooSlow(Exception):
    """Not all clients got a lease in time; the text says which."""


@click.command()
@click.option("--clients", type=click.IntRange(1, MOST_CLIENTS), default=3, show_default=True, help="How many clients.")
@click.option("--once", is_flag=True, help="End when all clients have a lease; fail when they get none in a minute.")
@click.option("--prefix", default=PREFIX, hidden=True, help="How the names of namespaces begin, for tests.")
def lab(clients: int, once: bool, prefix: str) -> None:
    """Watch real DHCP clients get leases in a private network; nothing outside of it is touched."""
    clean_up_on_signals()
    try:
        with tempfile.TemporaryDirectory(prefix="lessor-lab-") as directory, Lab(prefix) as network:
            show(network, Files(Path(directory)), clients, Console(), view_for, ONCE_TIME if once else FOR_EVER)
    except KeyboardInterrupt:
        click.echo("\nThe lab is gone: programs ended, namespaces and files removed.")
    except (LabError, ServerFailed, TooSlow) as error:
        fail("lessor lab", str(error))


def show(
    network: Lab, files: Files, count: int, console: Console, make_view: MakeView, patience: float = FOR_EVER
) -> None:
    """Build the network, start server and clients, show the leases.

    With a `patience` in seconds, return when all clients are served, and raise TooSlow when that takes longer; else go
    on until interrupted. Raise LabError, ServerFailed.
    """
    server_station = network.add("server", _hwaddr(0), SERVER_ADDRESS, LENGTH)
    stations = [network.add(f"client{number}", _hwaddr(number)) for number in range(1, count + 1)]
    files.configuration.write_text(configuration(files, stations[0].hwaddr))
    prepare(files)
    environment = {**os.environ, **files.environment()}
    command = server_command(str(files.configuration))
    server = Server(network.start(server_station, command, environment=environment))
    with closing(LeaseWatch4(files.leases)) as leases:
        server.wait_started()
        _introduce(console, files, stations, server.process.pid)
        names = _let_come(network, files, stations)
        with make_view(console, names) as view:
            watch(server, leases, view, _all_served(leases, stations, patience) if patience else until_stopped)


def _let_come(network: Lab, files: Files, stations: list[Station]) -> dict[bytes, str]:
    """Start the clients; return what to call them, by hardware address."""
    programs = clients_here()
    names = {}
    for number, station in enumerate(stations):
        program = programs[number % len(programs)]
        with (files.directory / f"{station.name}.log").open("wb") as output:
            network.start(station, program.command(files, station.name), output)
        names[station.hwaddr] = f"{station.name} ({program.name})"
    return names


def _all_served(leases: LeaseWatch4, stations: list[Station], patience: float) -> Callable[[], bool]:
    deadline = time.monotonic() + patience

    def enough() -> bool:
        served = {lease.hwaddr for lease in leases.leases.values()}
        waiting = [station.name for station in stations if station.hwaddr not in served]
        if waiting and time.monotonic() > deadline:
            raise TooSlow(f"no lease after {patience:.0f} s: {', '.join(waiting)}")
        return not waiting

    return enough


def _introduce(console: Console, files: Files, stations: list[Station], server: int) -> None:
    client = f"{_program()} client {INTERFACE} --hostname guest --mac 02:00:5e:00:53:77"
    rows = [
        ("configuration", str(files.configuration)),
        ("lease file", str(files.leases)),
        ("log", str(files.log)),
        ("another client", " ".join(inside(stations[-1], [client]))),
        ("look inside", " ".join(inside(stations[0], ["sh"]))),
        ("reload", f"kill -HUP {server}   (after editing the configuration)"),
    ]
    console.print(f"A DHCP server at {SERVER_ADDRESS} and {len(stations)} clients, in network namespaces of their own.")
    for name, value in rows:
        # never broken into lines: they are to be copied
        console.print(f"  {name:<15} {value}", markup=False, highlight=False, soft_wrap=True)
    console.print("Ctrl-C ends it and removes all of it.\n", highlight=False)
    sys.stdout.flush()


def _program() -> str:
    """Return how to call us by hand: the installed program, as short as it works from here."""
    program = Path(sys.prefix, "bin", "lessor")
    return str(program.relative_to(Path.cwd()) if program.is_relative_to(Path.cwd()) else program)


def _hwaddr(number: int) -> bytes:
    """Return the hardware address of a station: locally administered, so no device has it."""
    return bytes((0x02, 0x00, 0x5E, 0x00, 0x53, number))

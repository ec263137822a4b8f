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
from lessor.model.lease6 import PD
from lessor.service.labs.demo import LENGTH, MOST_CLIENTS, SERVER_ADDRESS, Files, clients_here, configuration, prepare
from lessor.service.labs.demo6 import (
    HOST6,
    LENGTH6,
    ROUTER6,
    SERVER_ADDRESS6,
    client6_here,
    configuration6,
    duid,
    ipv6_here,
)
from lessor.service.labs.follow import LeaseWatch4, LeaseWatch6
from lessor.service.labs.lab import INTERFACE, Lab, LabError, Station, inside
from lessor.service.programs.supervise import KEA_DHCP4, KEA_DHCP6, Server, ServerFailed, ServerProgram, server_command

PREFIX: Final = "lessor-lab"
ONCE_TIME: Final = 60.0
"""Seconds that all clients of `--once` have to get their leases."""


FOR_EVER: Final = 0.0

MakeView: TypeAlias = Callable[[Console, Mapping[bytes, str]], View]

Due: TypeAlias = tuple[bytes, bool]
"""A client, by hardware address or DUID, and whether it is to get a prefix rather than an address."""


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
    """Build the network, start servers and clients, show the leases.

    With a `patience` in seconds, return when all clients are served, and raise TooSlow when that takes longer; else go
    on until interrupted. Raise LabError, ServerFailed.
    """
    six = ipv6_here()
    addresses = [f"{SERVER_ADDRESS}/{LENGTH}", *([f"{SERVER_ADDRESS6}/{LENGTH6}"] if six else [])]
    home = network.add("server", _hwaddr(0), *addresses)
    stations = [network.add(f"client{number}", _hwaddr(number)) for number in range(1, count + 1)]
    prepare(files)
    files.configuration.write_text(configuration(files, stations[0].hwaddr))
    servers = [_start(network, home, files, KEA_DHCP4, files.configuration)]
    if six:
        files.configuration6.write_text(configuration6(files, stations[0].hwaddr))
        servers.append(_start(network, home, files, KEA_DHCP6, files.configuration6))
    with closing(LeaseWatch4(files.leases)) as leases, closing(LeaseWatch6(files.leases6)) as leases6:
        for server in servers:
            server.wait_started()
        _introduce(console, files, stations, servers)
        names = _let_come(network, files, stations)
        owed = _owed(stations, six and client6_here())
        if six and client6_here():
            names |= _let_come6(network, files, stations)
        with make_view(console, names) as view:
            enough = _all_served(leases, leases6, owed, patience) if patience else until_stopped
            watch(servers, [leases, leases6], view, enough)


def _start(network: Lab, home: Station, files: Files, program: ServerProgram, configuration: Path) -> Server:
    environment = {**os.environ, **files.environment()}
    return Server(network.start(home, server_command(program, str(configuration)), environment=environment), program)


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


def _let_come6(network: Lab, files: Files, stations: list[Station]) -> dict[bytes, str]:
    """Start the DHCPv6 clients, the last one a router; return what to call them, by DUID."""
    names = {}
    for station in stations:
        program = ROUTER6 if station is stations[-1] else HOST6
        with (files.directory / f"{station.name}-6.log").open("wb") as output:
            network.start(station, program.command(files, station.name), output)
        names[duid(station.hwaddr)] = f"{station.name} ({program.name})"
    return names


def _owed(stations: list[Station], six: bool) -> dict[Due, str]:
    """Return who is to get what, and how to call that."""
    owed: dict[Due, str] = {(station.hwaddr, False): station.name for station in stations}
    if six:
        owed |= {(duid(station.hwaddr), False): f"{station.name} (IPv6)" for station in stations}
        owed[duid(stations[-1].hwaddr), True] = f"{stations[-1].name} (prefix)"
    return owed


def _all_served(
    leases: LeaseWatch4, leases6: LeaseWatch6, owed: Mapping[Due, str], patience: float
) -> Callable[[], bool]:
    deadline = time.monotonic() + patience

    def enough() -> bool:
        served = {(lease.hwaddr, False) for lease in leases.leases.values()}
        served |= {(lease.duid, lease.type == PD) for lease in leases6.leases.values()}
        waiting = [name for due, name in owed.items() if due not in served]
        if waiting and time.monotonic() > deadline:
            raise TooSlow(f"no lease after {patience:.0f} s: {', '.join(waiting)}")
        return not waiting

    return enough


def _introduce(console: Console, files: Files, stations: list[Station], servers: list[Server]) -> None:
    client = f"{_program()} client {INTERFACE} --hostname guest --mac 02:00:5e:00:53:77"
    six = len(servers) > 1
    rows = [
        ("configuration", str(files.configuration)),
        *([("", str(files.configuration6))] if six else []),
        ("lease file", str(files.leases)),
        *([("", str(files.leases6))] if six else []),
        ("log", str(files.log)),
        *([("", str(files.log6))] if six else []),
        ("another client", " ".join(inside(stations[-1], [client]))),
        ("look inside", " ".join(inside(stations[0], ["sh"]))),
        ("reload", f"kill -HUP {' '.join(str(server.process.pid) for server in servers)}   (after editing)"),
    ]
    console.print(_headline(six, len(stations)), highlight=False)
    for name, value in rows:
        # never broken into lines: they are to be copied
        console.print(f"  {name:<15} {value}", markup=False, highlight=False, soft_wrap=True)
    console.print("Ctrl-C ends it and removes all of it.\n", highlight=False)
    sys.stdout.flush()


def _headline(six: bool, clients: int) -> str:
    servers = f"DHCP servers at {SERVER_ADDRESS} and {SERVER_ADDRESS6}" if six else f"A DHCP server at {SERVER_ADDRESS}"
    line = f"{servers}, {clients} clients, in network namespaces of their own."
    if not six:
        return f"{line}\nNo DHCPv6: this machine has no IPv6."
    if not client6_here():
        return f"{line}\nNobody asks for IPv6: there is no {HOST6.name} here."
    return line


def _program() -> str:
    """Return how to call us by hand: the installed program, as short as it works from here."""
    program = Path(sys.prefix, "bin", "lessor")
    return str(program.relative_to(Path.cwd()) if program.is_relative_to(Path.cwd()) else program)


def _hwaddr(number: int) -> bytes:
    """Return the hardware address of a station: locally administered, so no device has it."""
    return bytes((0x02, 0x00, 0x5E, 0x00, 0x53, number))

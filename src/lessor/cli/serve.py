"""`lessor serve`: DHCP for the network behind an interface, configured from the interface itself.

Both families are served where the interface has addresses of both; what they differ in is in a Family.
"""

import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

import click
from rich.console import Console

from lessor.cli.leaseview import view_for
from lessor.cli.watching import clean_up_on_signals, fail, until_stopped, watch
from lessor.config.errors import ConfigError
from lessor.config.load import load4, load6
from lessor.model.interface import Interface
from lessor.model.network import LeaseFile
from lessor.service.labs.derive import Refusal, check, check_link, derive, describe, render
from lessor.service.labs.derive6 import derive6, describe6, own_address6, render6
from lessor.service.labs.dialogue4 import SERVER_PORT
from lessor.service.labs.follow import LeaseWatch4, LeaseWatch6
from lessor.service.labs.survey import find_interface, other_servers, port_in_use, settled, survey, survey6
from lessor.service.programs.places import PlaceError, Places, find_places
from lessor.service.programs.supervise import (
    KEA_DHCP4,
    KEA_DHCP6,
    Server,
    ServerFailed,
    ServerProgram,
    server_command,
    start,
)
from lessor.store.fields import show_address

CONFIGURATION_MODE: Final = 0o644
SERVER_PORT6: Final = 547

Follow: TypeAlias = LeaseWatch4 | LeaseWatch6


@dataclass(frozen=True, slots=True)
class Family:
    """What serving DHCPv4 or DHCPv6 takes.

    `derived` shows the plan for a link and returns its configuration; `read` returns what a configuration file says of
    the lease file, `lease_file` where that is. Raise Refusal, ConfigError.
    """

    name: str
    program: ServerProgram
    port: int
    sockets: int
    derived: Callable[[Interface, Places], str]
    read: Callable[[Path], LeaseFile]
    lease_file: Callable[[Places, str], Path]
    follow: Callable[[Path], Follow]


@dataclass(frozen=True, slots=True)
class Service:
    """One server to run: its configuration file, and what to write there if there is none."""

    family: Family
    file: Path
    text: str


@click.command()
@click.argument("interface")
@click.option("--config-out", type=click.Path(dir_okay=False, path_type=Path), help="The DHCPv4 configuration to use.")
@click.option("--config-out6", type=click.Path(dir_okay=False, path_type=Path), help="The DHCPv6 configuration to use.")
@click.option("--yes", is_flag=True, help="Start without asking.")
@click.option("--dry-run", is_flag=True, help="Show the configuration; write and start nothing.")
@click.option("--no-probe", is_flag=True, help="Do not look for other DHCPv4 servers on the link.")
def serve(
    interface: str, config_out: Path | None, config_out6: Path | None, yes: bool, dry_run: bool, no_probe: bool
) -> None:
    """Serve DHCP on INTERFACE, for IPv4 and IPv6 where it has addresses of both.

    Addresses, router and DNS servers follow from the interface's own addresses. They are shown, and written to files
    that are yours to edit: they are used as they are from then on.
    """
    clean_up_on_signals()
    places = find_places()
    files = {DHCP4.name: config_out, DHCP6.name: config_out6}
    try:
        link = settled(find_interface(interface))
        families = _families(link)
        _refuse_busy_ports(link, families)
        if DHCP4 in families and not no_probe:
            _refuse_if_served(link)
        services = [_prepared(family, link, files[family.name], places) for family in families]
        if dry_run:
            click.echo("".join(service.text for service in services), nl=False)
            return
        if not yes and sys.stdin.isatty() and not click.confirm(f"Serve {interface} like this?", default=True):
            return
        for service in services:
            _write(service.file, service.text, places)
        _serve(services, [service.family.read(service.file) for service in services], places)
    except (Refusal, ServerFailed, PlaceError, ConfigError) as error:
        fail("lessor serve", str(error))
    except KeyboardInterrupt:
        click.echo("\nStopped. The leases are kept for the next time.")
    except OSError as error:
        fail("lessor serve", f"{error.filename or interface}: {error.strerror}")


def _families(link: Interface) -> list[Family]:
    """Return whom this link can be served, and say what it lacks. Raise Refusal when it is nobody."""
    check_link(link)
    six = own_address6(link) is not None
    if not six:
        check(link)
        _tell(f"No DHCPv6: {link.name} has no global or unique local IPv6 address with a /64 or a shorter prefix.")
        return [DHCP4]
    if not link.addresses:
        _tell(f"No DHCPv4: {link.name} has no IPv4 address.")
        return [DHCP6]
    check(link)
    return [DHCP4, DHCP6]


def _refuse_busy_ports(link: Interface, families: list[Family]) -> None:
    for family in families:
        if port_in_use(link, family.port, family.sockets):
            raise Refusal(
                f"another program on this machine receives on UDP port {family.port}", "stop that DHCP server first"
            )


def _prepared(family: Family, link: Interface, file: Path | None, places: Places) -> Service:
    file = file or places.configuration / f"{family.program.name}-{link.name}.conf"
    return Service(family, file, _existing(file) if file.exists() else family.derived(link, places))


def _refuse_if_served(link: Interface) -> None:
    _tell(f"Looking for other DHCP servers on {link.name} ...")
    offers = other_servers(link)
    if offers:
        servers = ", ".join(
            f"{show_address(offer.server)} at {offer.hwaddr.hex(':')} offers {show_address(offer.address)}"
            for offer in offers
        )
        raise Refusal(f"another DHCP server answers on {link.name}: {servers}", "switch one of the two off")


def _existing(file: Path) -> str:
    _tell(f"Using {file} as it is; remove it to have a new one made from the link's address.")
    return file.read_text()


def _derived4(link: Interface, places: Places) -> str:
    _tell(f"Looking who is on {link.name} ...")
    leases = places.lease_file4(f"kea-leases4-{link.name}.csv")
    facts = survey(link)
    # who has an address from us is meant to answer: it stays in the pool
    plan = derive(replace(facts, taken=facts.taken - _leased(leases)))
    _show(DHCP4, describe(plan))
    return render(plan, str(leases), str(places.logs / f"kea-dhcp4-{link.name}.log"))


def _derived6(link: Interface, places: Places) -> str:
    plan = derive6(survey6(link))
    _show(DHCP6, describe6(plan))
    leases = places.lease_file6(f"kea-leases6-{link.name}.csv")
    return render6(plan, str(leases), str(places.logs / f"kea-dhcp6-{link.name}.log"))


def _show(family: Family, rows: list[tuple[str, str]]) -> None:
    _tell(family.name)
    for name, value in rows:
        _tell(f"  {name:<12} {value}")


def _leased(file: Path) -> set[int]:
    with closing(LeaseWatch4(file)) as leases:
        leases.events(int(time.time()))
        return set(leases.leases)


def _write(file: Path, text: str, places: Places) -> None:
    if file.exists():
        return
    places.make(file.parent)
    # made whole or not at all: a half-written file would be taken for the user's own the next time
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_text(text)
    draft.chmod(CONFIGURATION_MODE)
    draft.rename(file)
    _tell(f"Written to {file}; edit it and start again to change what is served.")


def _serve(services: list[Service], lease_files: list[LeaseFile], places: Places) -> None:
    with ExitStack() as stack:
        watches = []
        rests = []
        for service, lease_file in zip(services, lease_files, strict=True):
            path = service.family.lease_file(places, lease_file.name)
            if lease_file.persist:
                watches.append(stack.enter_context(closing(service.family.follow(path))))
                watches[-1].events(int(time.time()))  # what is in the file already is no news
            rests.append(str(path) if lease_file.persist else "memory only")
        kept = sum(leases.kept() for leases in watches)
        servers = []
        for service in services:
            program = service.family.program
            servers.append(Server(start(server_command(program, str(service.file))), program))
            stack.callback(servers[-1].stop)
        for server in servers:
            server.wait_started()
        _tell(f"Serving. Leases rest in {' and '.join(rests)}; {kept} from before. Ctrl-C stops.\n")
        with view_for(Console(), {}) as view:
            watch(servers, watches, view, until_stopped)


def _lease_file_of4(file: Path) -> LeaseFile:
    return load4(str(file)).config.lease_file


def _lease_file_of6(file: Path) -> LeaseFile:
    return load6(str(file)).config.lease_file


def _tell(line: str) -> None:
    click.echo(line, err=True)
    sys.stderr.flush()


DHCP4: Final = Family(
    "DHCPv4", KEA_DHCP4, SERVER_PORT, socket.AF_INET, _derived4, _lease_file_of4, Places.lease_file4, LeaseWatch4
)
DHCP6: Final = Family(
    "DHCPv6", KEA_DHCP6, SERVER_PORT6, socket.AF_INET6, _derived6, _lease_file_of6, Places.lease_file6, LeaseWatch6
)

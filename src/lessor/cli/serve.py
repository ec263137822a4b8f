"""`lessor serve`: DHCP for the network behind an interface, configured from the interface itself."""

import os
import sys
import time
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from lessor.cli.leaseview import view_for
from lessor.cli.watching import clean_up_on_signals, fail, until_stopped, watch
from lessor.config.errors import ConfigError
from lessor.config.load import load4
from lessor.model.interface import Interface
from lessor.model.network import Config4
from lessor.service.derive import Refusal, check, derive, describe, render
from lessor.service.dialogue4 import SERVER_PORT
from lessor.service.follow4 import LeaseWatch4
from lessor.service.places import PlaceError, Places, find_places
from lessor.service.supervise import Server, ServerFailed, server_command, start
from lessor.service.survey import find_interface, other_servers, port_in_use, survey
from lessor.store.fields import show_address

CONFIGURATION_MODE = 0o644


@click.command()
@click.argument("interface")
@click.option("--config-out", type=click.Path(dir_okay=False, path_type=Path), help="The configuration file to use.")
@click.option("--yes", is_flag=True, help="Start without asking.")
@click.option("--dry-run", is_flag=True, help="Show the configuration; write and start nothing.")
@click.option("--no-probe", is_flag=True, help="Do not look for other DHCP servers on the link.")
def serve(interface: str, config_out: Path | None, yes: bool, dry_run: bool, no_probe: bool) -> None:
    """Serve DHCP on INTERFACE.

    Addresses, router and DNS servers follow from the interface's own address. They are shown, and written to a file
    that is yours to edit: it is used as it is from then on.
    """
    clean_up_on_signals()
    places = find_places()
    file = config_out or places.configuration / f"kea-dhcp4-{interface}.conf"
    try:
        link = find_interface(interface)
        check(link)
        _refuse_busy_port(link)
        if not no_probe:
            _refuse_if_served(link)
        text = _existing(file) if file.exists() else _derived(link, places)
        if dry_run:
            click.echo(text, nl=False)
            return
        if not yes and sys.stdin.isatty() and not click.confirm(f"Serve {interface} like this?", default=True):
            return
        _write(file, text, places)
        _serve(file, load4(str(file)).config, places)
    except (Refusal, ServerFailed, PlaceError, ConfigError) as error:
        fail("lessor serve", str(error))
    except KeyboardInterrupt:
        click.echo("\nStopped. The leases are kept for the next time.")
    except OSError as error:
        fail("lessor serve", f"{error.filename or interface}: {error.strerror}")


def _refuse_busy_port(link: Interface) -> None:
    if port_in_use(link, SERVER_PORT):
        raise Refusal(
            f"another program on this machine receives on UDP port {SERVER_PORT}", "stop that DHCP server first"
        )


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


def _derived(link: Interface, places: Places) -> str:
    _tell(f"Looking who is on {link.name} ...")
    leases = places.lease_file4(f"kea-leases4-{link.name}.csv")
    facts = survey(link)
    # who has an address from us is meant to answer: it stays in the pool
    plan = derive(replace(facts, taken=facts.taken - _leased(leases)))
    for name, value in describe(plan):
        _tell(f"  {name:<12} {value}")
    return render(plan, str(leases), str(places.logs / f"kea-dhcp4-{link.name}.log"))


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


def _serve(file: Path, config: Config4, places: Places) -> None:
    path = places.lease_file4(config.lease_file.name)
    with closing(LeaseWatch4(path)) if config.lease_file.persist else nullcontext() as leases:
        if leases:
            leases.events(int(time.time()))  # what is in the file already is no news
        kept = len(leases.leases) if leases else 0
        server = Server(start(server_command(str(file))))
        try:
            server.wait_started()
            _tell(f"Serving. Leases rest in {path if leases else 'memory only'}; {kept} from before. Ctrl-C stops.\n")
            with view_for(Console(), {}) as view:
                watch(server, leases, view, until_stopped)
        finally:
            server.stop()


def _tell(line: str) -> None:
    click.echo(line, err=True)
    sys.stderr.flush()

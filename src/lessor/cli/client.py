"""`lessor client`: a small DHCPv4 client, to try a server or a network with."""

import sys
from dataclasses import dataclass

import click

from lessor.cli.watching import clean_up_on_signals, fail
from lessor.model.interface import Interface
from lessor.service.labs.addressing import AddressingError, configure, withdraw
from lessor.service.labs.client4 import INFINITE, Grant, Identity, describe
from lessor.service.labs.derive import Refusal
from lessor.service.labs.dialogue4 import Dialogue4, NoAnswer, Refused
from lessor.service.labs.survey import find_interface, open_link
from lessor.service.net.rawlink import HWADDR_LENGTH
from lessor.store.fields import RowError, read_address, read_client_id, read_hwaddr, show_address

LONGEST_REST = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for beside a lease."""

    wanted: int
    patience: float
    stay: bool
    give_back: bool
    configure: bool


class Octets(click.ParamType[bytes]):
    """Octets as hexadecimal pairs between colons; `length` 0 means any number."""

    name = "octets"

    def __init__(self, length: int = 0) -> None:
        self.length = length

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> bytes:
        try:
            octets = read_hwaddr(str(value)) if self.length else read_client_id(str(value))
        except RowError as error:
            self.fail(str(error), param, ctx)
        if self.length and len(octets) != self.length:
            self.fail(f"{len(octets)} octets instead of {self.length}", param, ctx)
        return octets


class Address(click.ParamType[int]):
    """An IPv4 address, as an int."""

    name = "address"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return value if isinstance(value, int) else read_address(str(value))
        except RowError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("interface")
@click.option("--hostname", default="", help="The name to be known by.")
@click.option("--mac", type=Octets(HWADDR_LENGTH), default=None, help="Another hardware address than the interface's.")
@click.option("--client-id", type=Octets(), default=None, help="Client identifier, as 01:02:... .")
@click.option("--ask", type=Address(), default=0, help="The address to ask for.")
@click.option("--wait", type=click.FloatRange(min=0.1), default=20.0, show_default=True, help="Seconds to try.")
@click.option("--stay", is_flag=True, help="Keep the lease, renewing it in time, until interrupted.")
@click.option("--release", is_flag=True, help="Give the address back in the end.")
@click.option("--configure", "set_address", is_flag=True, help="Set address and route on the interface.")
def client(
    interface: str,
    hostname: str,
    mac: bytes | None,
    client_id: bytes | None,
    ask: int,
    wait: float,
    stay: bool,
    release: bool,
    set_address: bool,
) -> None:
    """Get an IPv4 lease on INTERFACE and show it; the machine's own settings stay as they are, unless told."""
    clean_up_on_signals()
    wishes = Wishes(ask, wait, stay, release, set_address)
    try:
        link = find_interface(interface)
        _run(link, Identity(mac or link.hwaddr, client_id or b"", hostname), wishes)
    except KeyboardInterrupt:
        return
    except (Refusal, NoAnswer, Refused, AddressingError) as error:
        fail("lessor client", str(error))
    except OSError as error:
        fail("lessor client", f"{interface}: {error.strerror}")


def _run(interface: Interface, identity: Identity, wishes: Wishes) -> None:
    with open_link(interface, identity.hwaddr) as link:
        dialogue = Dialogue4(link, identity)
        grant = _show("leased", dialogue.acquire(wishes.patience, wishes.wanted))
        try:
            if wishes.configure:
                configure(interface, grant)
            while wishes.stay:
                grant = _next(dialogue, grant, wishes.patience)
                if wishes.configure:
                    configure(interface, grant)
        finally:
            if wishes.give_back:
                dialogue.release(grant)
                click.echo(f"released {show_address(grant.address)}")
            if wishes.configure and (wishes.stay or wishes.give_back):
                withdraw(interface, grant)


def _next(dialogue: Dialogue4, grant: Grant, patience: float) -> Grant:
    """Wait until it is time, and return the lease that follows (RFC 2131 section 4.4.5)."""
    dialogue.rest(LONGEST_REST if grant.renew_after == INFINITE else grant.renew_after)
    try:
        return _show("renewed", dialogue.renew(grant, max(1.0, grant.rebind_after - grant.renew_after)))
    except Refused as refused:
        click.echo(f"refused: {refused}", err=True)
        return _show("leased", dialogue.acquire(patience))
    except NoAnswer:
        return _show("renewed", dialogue.rebind(grant, max(1.0, grant.lifetime - grant.rebind_after)))


def _show(what: str, grant: Grant) -> Grant:
    click.echo(f"{what} {describe(grant)}")
    sys.stdout.flush()
    return grant

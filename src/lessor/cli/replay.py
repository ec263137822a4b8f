"""`lessor replay`: recorded traffic played to a new configuration, and what its clients would see differ.

The exit status is 0 if no client would notice, 3 if some would, 1 if nothing could be compared.
"""

import json
from dataclasses import asdict
from typing import Final

import click

from lessor.cli.check import colored
from lessor.cli.watching import fail
from lessor.config.errors import ConfigError
from lessor.service.programs.places import find_places
from lessor.service.why.inquiry import Inquiry, InquiryError
from lessor.service.why.replay import Comparison, Difference
from lessor.service.why.sides import replay as play
from lessor.store.base import StoreError

DIFFERENT: Final = 3


@click.command()
@click.argument("pcap", metavar="CAPTURE")
@click.option("-c", "--config", "new", required=True, metavar="NEW", help="The configuration to try.")
@click.option("--against", "old", default="", metavar="OLD", help="Compare with this one; else with what was recorded.")
@click.option("-4", "family", flag_value=4, type=int, help="Try the DHCPv4 server of the file.")
@click.option("-6", "family", flag_value=6, type=int, help="Try the DHCPv6 server of the file.")
@click.option("--interface", default="", metavar="NAME", help="The interface on which clients of the link come in.")
@click.option("--on", "local", default="", metavar="ADDRESS", help="The server's address there.")
@click.option("--leases", default="", metavar="FILE", help="A lease file to begin with; - for the configured one.")
@click.option("--json", "as_json", is_flag=True, help="Print the differences for machines.")
def replay(
    pcap: str, new: str, old: str, family: int | None, interface: str, local: str, leases: str, as_json: bool
) -> None:
    """Play the DHCP traffic in CAPTURE (pcap, pcapng) to a configuration and show, client by client, what would differ.

    Nothing is sent and no lease is written; root is not needed. A client that is offered another address goes on with
    that one.

    \b
    lessor replay -c new.conf --against old.conf monday.pcap
    """
    inquiry = Inquiry(new, family, interface=interface, local=local, pcap=pcap, leases=leases)
    try:
        found = play(inquiry, old, find_places())
    except ConfigError as error:
        for problem in error.problems:
            click.echo(colored(problem, "red"), err=True)
        raise SystemExit(1) from None
    except (InquiryError, StoreError) as error:
        fail("lessor replay", str(error))
    if not found.messages:
        fail("lessor replay", f"{pcap}: there is no message of a client")
    if as_json:
        click.echo(json.dumps(record(found), indent=2))
    else:
        click.echo("\n".join(lines(found, old or "what was recorded", new)))
    raise SystemExit(DIFFERENT if found.differences else 0)


def record(found: Comparison) -> dict[str, object]:
    """Return what came out as JSON values."""
    differences = {client: [asdict(one) for one in theirs] for client, theirs in found.differences.items()}
    return {"messages": found.messages, "clients": len(found.clients), "differences": differences}


def lines(found: Comparison, old: str, new: str) -> list[str]:
    """Return what came out as lines for people."""
    told = []
    for client, differences in found.differences.items():
        told.append(click.style(client, bold=True))
        for one in differences:
            told += _difference(one)
    played = f"{found.messages} messages of {len(found.clients)} clients played to {new}"
    if not found.differences:
        return [f"{played}: no client would see a difference to {old}"]
    return [*told, f"{played}: {len(found.differences)} clients would see a difference to {old}"]


def _difference(one: Difference) -> list[str]:
    return [
        f"  frame {one.frame}, {one.message}:",
        *(f"    {name}: {_said(before, 'red')} -> {_said(after, 'green')}" for name, before, after in one.parts),
    ]


def _said(text: str, color: str) -> str:
    return click.style(text or "nothing", fg=color)

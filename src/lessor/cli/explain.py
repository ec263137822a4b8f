"""`lessor explain`: what a server would do about one message, and why, without sending or storing anything."""

import json
import time
from typing import Final

import click

from lessor.cli.check import colored
from lessor.cli.watching import fail
from lessor.config.errors import ConfigError
from lessor.service.programs.places import find_places
from lessor.service.why.explanation import ClassStory, DatabaseStory, Explanation, HookStory, Line, Message
from lessor.service.why.inquiry import Inquiry, InquiryError, answer
from lessor.store.base import StoreError

STEP: Final = "  "


@click.command()
@click.option("-c", "--config", "file", required=True, metavar="FILE", help="The configuration to ask.")
@click.option("-4", "family", flag_value=4, type=int, help="Ask the DHCPv4 server of the file.")
@click.option("-6", "family", flag_value=6, type=int, help="Ask the DHCPv6 server of the file.")
@click.option("--mac", default="", help="The client's hardware address.")
@click.option("--client-id", default="", help="Its client identifier (DHCPv4): 01:02:... or 'text'.")
@click.option("--duid", default="", help="Its DUID (DHCPv6).")
@click.option("--hostname", default="", help="The name it sends (DHCPv4).")
@click.option("--message", default="", help="What it says: discover (default), request, ...; solicit, renew, ...")
@click.option("--relay", default="", metavar="ADDRESS", help="The relay it is behind: giaddr, or link-address.")
@click.option("--circuit-id", default="", help="What the relay says of the port (82.1, or interface-id).")
@click.option("--remote-id", default="", help="What the relay says of the client (82.2).")
@click.option("--interface", default="", metavar="NAME", help="The interface the message comes in on.")
@click.option(
    "--on", "local", default="", metavar="ADDRESS", help="The server's address there, if the machine has none."
)
@click.option("--wanted", default="", metavar="ADDRESS", help="The address it asks for.")
@click.option("--has", "current", default="", metavar="ADDRESS", help="The address it has already (ciaddr).")
@click.option("--prefix", is_flag=True, help="It asks for a delegated prefix too (DHCPv6).")
@click.option("--option", "options", multiple=True, metavar="CODE=HEX", help="An option it sends; may be repeated.")
@click.option("--pcap", default="", metavar="FILE", help="Take the message from a capture file.")
@click.option("--frame", default=0, help="Which frame of the capture; default: the first message of a client.")
@click.option(
    "--leases",
    default="",
    metavar="FILE",
    help="A lease file to begin with; - for the configured one. A lease database is looked at without being told.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the story for machines.")
def explain(as_json: bool, **said: object) -> None:
    """Say why a client gets what it gets: its classes, its subnet, its reservation, the addresses considered, and where
    in the configuration each option of the answer comes from.

    \b
    lessor explain -c kea-dhcp4.conf --mac 52:54:00:12:34:56 --relay 10.1.0.1
    lessor explain -c kea-dhcp4.conf --pcap trouble.pcap --frame 17
    """
    inquiry = Inquiry(**said)  # type: ignore[arg-type]  # the options above are its fields
    try:
        told = answer(inquiry, find_places(), int(time.time()))
    except ConfigError as error:
        for problem in error.problems:
            click.echo(colored(problem, "red"), err=True)
        raise SystemExit(1) from None
    except (InquiryError, StoreError) as error:
        fail("lessor explain", str(error))
    if as_json:
        click.echo(json.dumps(told.record(), indent=2))
    else:
        click.echo("\n".join(story(told)))


def story(told: Explanation) -> list[str]:
    """Return the story as lines for people."""
    return [
        click.style(told.outcome, bold=True),
        *(f"assumed: {assumption}" for assumption in told.assumptions),
        *(f"{one.about} in {one.place}: {_said(one)}" for one in told.databases),
        *(f"the log says: {line}" for line in told.log),
        *_message("The client's message", told.message),
        *_section("Its classes", [line for one in told.classes for line in _class(one)]),
        *_section("Its subnet", _subnet(told)),
        *_section(
            "Its reservations", [_reservation_line(told, i) for i in range(len(told.reservations))] or _none(told)
        ),
        *_section("What was considered", [_candidate_line(told, i) for i in range(len(told.candidates))]),
        *_section("Its way through plug-ins", [line for one in told.hooks for line in _hook(one)]),
        *_message("The answer", told.answer),
    ]


def _said(one: DatabaseStory) -> str:
    return one.said if one.reached else click.style(f"{one.said}; the story goes on without them", fg="yellow")


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", click.style(title, fg="cyan", bold=True), *(f"{STEP}{line}" for line in lines)] if lines else []


def _none(told: Explanation) -> list[str]:
    return ["none that counts here"] if told.subnet is not None else []


def _message(title: str, message: Message | None) -> list[str]:
    if message is None:
        return []
    width = max((len(_line(line)) for line in message.lines if line.because), default=0)
    lines = [_with_origin(line, min(width, 60)) for line in message.lines]
    return _section(f"{title}: {message.type} {message.way}", lines)


def _line(line: Line) -> str:
    code = f" ({line.code})" if line.code >= 0 and not line.name.startswith("option ") else ""
    return f"{STEP * line.depth}{line.name}{code}: {line.text}".rstrip(": ")


def _with_origin(line: Line, width: int) -> str:
    text = _line(line)
    if not line.because:
        return text
    return f"{text:<{width}}  {_faint(line.because + _at(line.place))}"


def _class(one: ClassStory) -> list[str]:
    sign = click.style("yes", fg="green") if one.member else click.style("no ", fg="yellow")
    lines = [f"{sign} {one.name}: {one.why}{_faint(_at(one.place))}"]
    if one.test:
        lines += [f"{STEP * (3 + part.depth)}{part.text} = {part.value}" for part in one.parts]
    return lines


def _subnet(told: Explanation) -> list[str]:
    if told.subnet is None:
        return [told.no_subnet] if told.no_subnet else []
    network = f" of the shared network {told.subnet.network}" if told.subnet.network else ""
    return [f"{told.subnet.prefix} (id {told.subnet.id}){network}: {told.subnet.why}{_faint(_at(told.subnet.place))}"]


def _reservation_line(told: Explanation, i: int) -> str:
    one = told.reservations[i]
    return f"{one.identifier} ({one.scope}): {one.promises or 'promises nothing'}{_faint(_at(one.place))}"


def _candidate_line(told: Explanation, i: int) -> str:
    one = told.candidates[i]
    verdict = click.style(one.objection, fg="yellow") if one.objection else click.style("taken", fg="green")
    return f"{one.what} ({one.origin}): {verdict}{_faint(_at(one.place))}"


def _hook(one: HookStory) -> list[str]:
    head = f"{one.point}: {one.callout} of {one.plugin}"
    what = [*one.changes, *([one.said] if one.said else [])]
    return [head, *(f"{STEP}{line}" for line in what or ["nothing changed"])]


def _at(place: str) -> str:
    return f" [{place}]" if place else ""


def _faint(text: str) -> str:
    return click.style(text, dim=True) if text else ""

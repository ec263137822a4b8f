"""A question to a configuration, in the words of a command line, and its answer.

What the words leave open is supposed, and the answer says so.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Final, TypeVar

from lessor.config.compile4 import compile4
from lessor.config.compile6 import compile6
from lessor.config.load import Loaded, Loaded4, Loaded6, load_all
from lessor.config.optiondata import with_layouts
from lessor.config.origin import Origin
from lessor.config.syntax import parse_file
from lessor.config.universe import OPTIONS4, OPTIONS6
from lessor.config.write import written4 as tree4
from lessor.config.write import written6 as tree6
from lessor.model.interface import Interface
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.model.network import Config4
from lessor.model.network6 import Config6
from lessor.service.leases.leasefiles import NoLeaseFile, in_file, snapshot4, snapshot6
from lessor.service.logs.reasons4 import dotted
from lessor.service.logs.reasons6 import written as written6
from lessor.service.net.links import interfaces
from lessor.service.programs.places import Places
from lessor.service.serverid import ServerIdError, read_server_id
from lessor.service.why.askedleases import LeaseCopy4, LeaseCopy6
from lessor.service.why.explain4 import background4, explain4
from lessor.service.why.explain6 import background6, explain6
from lessor.service.why.explanation import Explanation
from lessor.service.why.lookups import hosts_in, leases4_in, leases6_in, place_of, stories
from lessor.service.why.plugged import Tree, plugged4, plugged6
from lessor.service.why.question import Question4, Question6, ask4, ask6, recorded4, recorded6
from lessor.service.why.rehearsal4 import Hosts4, Rehearsal4, hosts4
from lessor.service.why.rehearsal6 import Hosts6, Rehearsal6, hosts6
from lessor.store.hostrows import HOSTS4, HOSTS6
from lessor.store.watcher import Watcher
from lessor.wire import packet4, packet6
from lessor.wire.capture import Frame, read_capture
from lessor.wire.dissect import Datagram, dissect
from lessor.wire.errors import WireError
from lessor.wire.identity import parse_client_id, parse_duid, parse_hwaddr
from lessor.wire.octets import parse_octets

SOME_CLIENT: Final = "02:00:00:00:00:01"
SOME_SERVER: Final = bytes.fromhex("00030001020000000002")
"""A DUID for a server that has none yet."""
CONFIGURED: Final = "-"
"""Stands for the lease file that the configuration names."""
SECTIONS: Final = {4: "Dhcp4", 6: "Dhcp6"}

MESSAGES4: Final = {name.removeprefix("DHCP").lower(): code for code, name in packet4.MESSAGE_NAMES.items()}
MESSAGES6: Final = {name.lower().replace("_", "-"): code for code, name in packet6.MESSAGE_NAMES.items()}

TO_ONE_SERVER: Final = (packet6.REQUEST, packet6.RENEW, packet6.DECLINE, packet6.RELEASE)
"""DHCPv6 messages that name the server they are for (RFC 8415 section 16)."""

T = TypeVar("T")


class InquiryError(Exception):
    """The question cannot be asked; the text says which of its words is wrong."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The words of a question as they are typed; empty: not said. `family` is 4, 6 or None for the one there is."""

    file: str
    family: int | None = None
    mac: str = ""
    client_id: str = ""
    duid: str = ""
    hostname: str = ""
    message: str = ""
    relay: str = ""
    circuit_id: str = ""
    remote_id: str = ""
    interface: str = ""
    local: str = ""
    wanted: str = ""
    current: str = ""
    prefix: bool = False
    options: tuple[str, ...] = ()
    pcap: str = ""
    frame: int = 0
    leases: str = ""


def answer(inquiry: Inquiry, places: Places, now: int) -> Explanation:
    """Return what the configuration would do at `now`, and why. Raise ConfigError, InquiryError, StoreError."""
    datagram = _recorded(inquiry) if inquiry.pcap else None
    loaded = load_all(inquiry.file)
    family = _family(inquiry, loaded, datagram)
    origin = Origin(parse_file(inquiry.file), SECTIONS[family])
    root, one = loaded[SECTIONS[family]].root, loaded[SECTIONS[family]].config
    assumptions: list[str] = []
    if isinstance(one, Config4):
        loaded4 = Loaded(root, one, [], [])
        told = _answer4(inquiry, one, origin, datagram, places, now, assumptions, lambda: tree4(loaded4))
    else:
        loaded6 = Loaded(root, one, [], [])
        told = _answer6(inquiry, one, origin, datagram, places, now, assumptions, lambda: tree6(loaded6))
    told.assumptions = assumptions
    return told


def _answer4(
    inquiry: Inquiry,
    config: Config4,
    origin: Origin,
    datagram: Datagram | None,
    places: Places,
    now: int,
    assumptions: list[str],
    tree: Tree,
) -> Explanation:
    tables = compile4(config)
    interface = interface_of(inquiry, config, assumptions)
    received = ask4(_question4(inquiry), interface) if datagram is None else recorded4(datagram, interface)
    with ExitStack() as opened:
        leases = leases4_of(inquiry, config, places, opened)
        hosts = stored4(config, opened)
        ground = background4(config, tables, origin, hosts, place_of(leases))
        rehearsal = Rehearsal4(tables, leases, hosts)
        opened.enter_context(plugged4(rehearsal, config, tree, places, now, assumptions))
        told = explain4(ground, rehearsal.play(received, now))
        told.databases = stories(leases, hosts, dotted)
    return told


def _answer6(
    inquiry: Inquiry,
    config: Config6,
    origin: Origin,
    datagram: Datagram | None,
    places: Places,
    now: int,
    assumptions: list[str],
    tree: Tree,
) -> Explanation:
    tables = compile6(config, server_id_of(places))
    interface = interface_of(inquiry, config, assumptions)
    received = (
        ask6(_question6(inquiry, tables.server_id), interface) if datagram is None else recorded6(datagram, interface)
    )
    with ExitStack() as opened:
        leases = leases6_of(inquiry, config, places, opened)
        hosts = stored6(config, opened)
        ground = background6(config, tables, origin, hosts, place_of(leases))
        rehearsal = Rehearsal6(tables, leases, hosts)
        opened.enter_context(plugged6(rehearsal, config, tree, places, now, assumptions))
        told = explain6(ground, rehearsal.play(received, now))
        told.databases = stories(leases, hosts, written6)
    return told


def server_id_of(places: Places) -> bytes:
    """Return the DUID of the server that is installed here, else some DUID."""
    try:
        return read_server_id(places.server_id_file) or SOME_SERVER
    except ServerIdError:
        return SOME_SERVER


def _family(inquiry: Inquiry, loaded: dict[str, Loaded4 | Loaded6], datagram: Datagram | None) -> int:
    """Return which server is asked: the one named, that of the message, else the only one of the file."""
    asked = datagram.version if datagram is not None else inquiry.family
    if asked is None:
        speaks6 = (
            inquiry.duid or inquiry.prefix or ":" in inquiry.relay or inquiry.message in MESSAGES6.keys() - MESSAGES4
        )
        asked = 6 if speaks6 or SECTIONS[4] not in loaded else 4
    if SECTIONS[asked] not in loaded:
        raise InquiryError(f"{inquiry.file} configures no DHCPv{asked} server")
    return asked


def _question4(inquiry: Inquiry) -> Question4:
    return Question4(
        hwaddr=_read("--mac", inquiry.mac or SOME_CLIENT, parse_hwaddr),
        message_type=_named(inquiry.message or "discover", MESSAGES4),
        client_id=_read("--client-id", inquiry.client_id, parse_client_id, b""),
        hostname=inquiry.hostname,
        wanted=_read("--wanted", inquiry.wanted, _address4, 0),
        ciaddr=_read("--has", inquiry.current, _address4, 0),
        relay=_read("--relay", inquiry.relay, _address4, 0),
        circuit_id=_read("--circuit-id", inquiry.circuit_id, _octets_or_text, b""),
        remote_id=_read("--remote-id", inquiry.remote_id, _octets_or_text, b""),
        options=dict(_options(inquiry, 254)),
    )


def _question6(inquiry: Inquiry, server_id: bytes) -> Question6:
    kind = _named(inquiry.message or "solicit", MESSAGES6)
    wishes = [_read("--wanted", text, _address6) for text in (inquiry.wanted, inquiry.current) if text]
    return Question6(
        hwaddr=_read("--mac", inquiry.mac or SOME_CLIENT, parse_hwaddr),
        message_type=kind,
        duid=_read("--duid", inquiry.duid, parse_duid, b""),
        server_id=server_id if kind in TO_ONE_SERVER else b"",
        prefix=inquiry.prefix,
        wanted=tuple(wishes),
        relay=_read("--relay", inquiry.relay, _address6, 0),
        interface_id=_read("--circuit-id", inquiry.circuit_id, _octets_or_text, b""),
        options=dict(_options(inquiry, 0xFFFF)),
    )


def _named(name: str, names: dict[str, int]) -> int:
    if name not in names:
        raise InquiryError(f"--message: '{name}' is no message; one of {', '.join(names)}")
    return names[name]


def _read(word: str, text: str, parse: Callable[[str], T], nothing: T | None = None) -> T:
    """Return what a word means; `nothing` when it was not said. Raise InquiryError."""
    if not text and nothing is not None:
        return nothing
    try:
        return parse(text)
    except ValueError as error:
        raise InquiryError(f"{word}: {error}") from None


def _address4(text: str) -> int:
    return int(IPv4Address(text))


def _address6(text: str) -> int:
    return int(IPv6Address(text))


def _octets_or_text(text: str) -> bytes:
    """Return octets written as 0x... or 01:02:..., and any other text as it is."""
    try:
        return parse_octets(text)
    except ValueError:
        return text.encode()


def _options(inquiry: Inquiry, last: int) -> Iterator[tuple[int, bytes]]:
    for written in inquiry.options:
        code, equals, value = written.partition("=")
        if not equals or not code.isdecimal() or not 0 < int(code) <= last:
            raise InquiryError(f"--option: '{written}' is not CODE=HEX with a code of 1 to {last}")
        yield int(code), _read("--option", value, _octets_or_text, b"")


def interface_of(inquiry: Inquiry, config: Config4 | Config6, assumptions: list[str]) -> Interface:
    """Return the interface the message comes in on: the machine's own, else one supposed."""
    name = inquiry.interface or _usual_interface(config)
    version6 = isinstance(config, Config6)
    if inquiry.local:
        return _supposed(name, _read("--on", inquiry.local, _address6 if version6 else _address4), version6)
    for interface in interfaces():
        if interface.name == name and (interface.addresses6 if version6 else interface.addresses):
            return interface
    address = config.subnets[0].prefix + 1 if config.subnets else 1
    if not inquiry.relay and not version6:
        assumptions.append(f"the server has the address {IPv4Address(address)} on {name}; --on ADDRESS says otherwise")
    return _supposed(name, address, version6)


def _supposed(name: str, address: int, version6: bool) -> Interface:
    if version6:
        return Interface(name, 1, addresses6=(address,), prefix_lengths6=(64,))
    return Interface(name, 1, b"", (address,), (24,))


def _usual_interface(config: Config4 | Config6) -> str:
    """Return the interface of the first subnet that has one, else the first that is listened on."""
    bound = [subnet.interface for subnet in config.subnets if subnet.interface]
    listened = [entry.partition("/")[0] for entry in config.interfaces.interfaces if entry != "*"]
    return [*bound, *listened, "eth0"][0]


def snapshot4_of(path: Path) -> list[Lease4]:
    """Return the DHCPv4 leases of a file. Raise StoreError."""
    return list(snapshot4(path, Watcher()).leases())


def snapshot6_of(path: Path) -> list[Lease6]:
    """Return the DHCPv6 leases of a file. Raise StoreError."""
    return list(snapshot6(path, Watcher()).leases())


def leases4_of(inquiry: Inquiry, config: Config4, places: Places, opened: ExitStack) -> list[Lease4] | LeaseCopy4:
    """Return the leases to begin with: of a file that is named, else of the database that is configured, else none."""
    if config.lease_database is not None and inquiry.leases in ("", CONFIGURED):
        return leases4_in(config.lease_database, opened)
    return leases_of(inquiry, places.lease_file4(config.lease_file.name), 4, snapshot4_of)


def leases6_of(inquiry: Inquiry, config: Config6, places: Places, opened: ExitStack) -> list[Lease6] | LeaseCopy6:
    """Return the leases to begin with, as leases4_of."""
    if config.lease_database is not None and inquiry.leases in ("", CONFIGURED):
        return leases6_in(config.lease_database, opened)
    return leases_of(inquiry, places.lease_file6(config.lease_file.name), 6, snapshot6_of)


def stored4(config: Config4, opened: ExitStack) -> Hosts4 | None:
    """Return the reservations in the databases of a configuration; None when it has no such database."""
    databases = hosts_in(config.host_databases, HOSTS4, opened)
    return hosts4(databases, with_layouts(config.option_layouts, OPTIONS4)) if databases else None


def stored6(config: Config6, opened: ExitStack) -> Hosts6 | None:
    """Return the reservations in databases, as stored4."""
    databases = hosts_in(config.host_databases, HOSTS6, opened)
    return hosts6(databases, with_layouts(config.option_layouts, OPTIONS6)) if databases else None


def leases_of(inquiry: Inquiry, configured: Path, family: int, read: Callable[[Path], list[T]]) -> list[T]:
    """Return the leases to begin with: none unless a file is named."""
    if not inquiry.leases:
        return []
    path = configured if inquiry.leases == CONFIGURED else Path(inquiry.leases)
    try:
        found = in_file(path)
    except NoLeaseFile as error:
        raise InquiryError(str(error)) from None
    if found.family != family:
        raise InquiryError(f"{path} has DHCPv{found.family} leases")
    return read(path)


def _recorded(inquiry: Inquiry) -> Datagram:
    """Return the message of a capture that is asked about. Raise InquiryError."""
    for frame, datagram in messages_of(inquiry.pcap):
        if inquiry.frame == frame.number or (not inquiry.frame and _from_client(datagram, inquiry.family)):
            return datagram
    what = f"frame {inquiry.frame} is no DHCP message" if inquiry.frame else "there is no message of a client"
    raise InquiryError(f"{inquiry.pcap}: {what}")


def messages_of(path: str) -> Iterator[tuple[Frame, Datagram]]:
    """Yield the DHCP messages of a capture file with their frames, broken ones passed over. Raise InquiryError."""
    try:
        with Path(path).open("rb") as file:
            for frame in read_capture(file):
                try:
                    datagram = dissect(frame.link, frame.data)
                except WireError:
                    continue
                if datagram is not None:
                    yield frame, datagram
    except OSError as error:
        raise InquiryError(f"{path}: {error.strerror}") from error
    except WireError as error:
        raise InquiryError(f"{path}: {error}") from error


def _from_client(datagram: Datagram, family: int | None) -> bool:
    return datagram.destination_port in (67, 547) and family in (None, datagram.version)

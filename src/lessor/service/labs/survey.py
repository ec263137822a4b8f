"""Look at a link before serving it: its addresses, who else is on it, what the machine knows of the world.

Everything here only looks; what follows from it is decided in service/labs/derive.py. All waiting is bounded.
"""

import contextlib
import errno
import socket
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyroute2 import IPRoute

from lessor.model.interface import Interface
from lessor.service.labs.client4 import Grant, Identity
from lessor.service.labs.derive import LinkFacts, Refusal, searched
from lessor.service.labs.derive6 import LinkFacts6
from lessor.service.labs.dialogue4 import Dialogue4, Link
from lessor.service.net.links import interfaces
from lessor.service.net.rawlink import RawLink
from lessor.service.net.socket_options import bind_to_device
from lessor.store.fields import RowError, read_address, read_address6
from lessor.wire.arp import decode_arp, encode_question
from lessor.wire.errors import WireError

RESOLVERS: Final = (Path("/run/systemd/resolve/resolv.conf"), Path("/etc/resolv.conf"))
"""Where the machine's DNS servers are named; the first one, if there is, knows those behind a local forwarder."""

AT_ONCE: Final = 64
"""Questions sent before we listen for a moment: no switch or queue drops so few."""
MOMENT: Final = 0.02
LAST_WAIT: Final = 0.8
"""Seconds: after each handful of questions, after the last of a round."""
ROUNDS: Final = 2

SETTLE_TIME: Final = 3.0
"""Seconds that new IPv6 addresses get to be checked: the kernel takes one or two."""

PROBE_TIME: Final = 2.5
"""Seconds in which another DHCP server has to show itself; servers that check an offer by ping take one."""

LOOPBACK6: Final = 1
LINK_LOCAL6: Final = 0xFE80 >> 6
"""The first ten bits of an address that only its own link knows."""

# include/uapi/linux/neighbour.h: states in which somebody is, or a moment ago was, there
NUD_REACHABLE: Final = 0x02
NUD_STALE: Final = 0x04
NUD_DELAY: Final = 0x08
NUD_PROBE: Final = 0x10
NUD_PERMANENT: Final = 0x80
KNOWN: Final = NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | NUD_PERMANENT


def find_interface(name: str) -> Interface:
    """Return the interface of this name as it is now. Raise Refusal when there is none."""
    there = {interface.name: interface for interface in interfaces()}
    if name not in there:
        others = ", ".join(name for name, interface in there.items() if not interface.loopback)
        raise Refusal(f"there is no interface {name}", f"the machine has {others or 'none'}")
    return there[name]


def settled(interface: Interface) -> Interface:
    """Return the interface when its new IPv6 addresses are checked for duplicates, as it is after SETTLE_TIME."""
    deadline = time.monotonic() + SETTLE_TIME
    while interface.tentative6 and time.monotonic() < deadline:
        time.sleep(MOMENT)
        interface = find_interface(interface.name)
    return interface


def survey6(interface: Interface) -> LinkFacts6:
    """Return what there is to know about a link with an IPv6 prefix."""
    servers: tuple[int, ...] = ()
    for text in _resolver_files():
        servers = read_resolvers6(text)
        if servers:
            break
    return LinkFacts6(interface, servers, _resolver_settings()[1])


def survey(interface: Interface) -> LinkFacts:
    """Return what there is to know about a link with an address. Raise Refusal when it may not be listened to."""
    resolvers, domain = _resolver_settings()
    own, length = interface.addresses[0], interface.prefix_lengths[0]
    first, last = searched(own, length)
    with IPRoute() as route:
        gateway = _gateway(route, interface)
        known = _neighbours(route, interface)
    with open_link(interface) as link:
        answering = sweep(link, own, range(first, last + 1))
    taken = frozenset(known | answering) - set(interface.addresses)
    return LinkFacts(interface, gateway, _forwards(interface), resolvers, domain, taken)


def other_servers(interface: Interface) -> list[Grant]:
    """Return the offers of DHCP servers that already serve this link. Raise Refusal when it may not be listened to."""
    with open_link(interface) as link:
        offers = Dialogue4(link, Identity(interface.hwaddr)).offers(PROBE_TIME)
    return list({offer.server: offer for offer in offers}.values())


def port_in_use(interface: Interface, port: int, family: int = socket.AF_INET) -> bool:
    """Tell whether a program on this machine already receives on a UDP port at this interface."""
    with socket.socket(family, socket.SOCK_DGRAM) as test:
        try:
            # programs that are bound to other interfaces are no hindrance
            bind_to_device(test, interface.name)
            test.bind(("", port))
        except PermissionError:
            return False  # not ours to find out; whoever serves will be told
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def open_link(interface: Interface, hwaddr: bytes = b"") -> RawLink:
    """Return the link, open for frames of `hwaddr` or its own address. Raise Refusal when that is not possible."""
    try:
        return RawLink(interface, hwaddr)
    except PermissionError as error:
        raise Refusal("listening on a link is for root", "try sudo") from error
    except OSError as error:
        raise Refusal(f"{interface.name} cannot be listened to: {error.strerror}", "name an Ethernet link") from error


def sweep(link: Link, own: int, addresses: Iterable[int]) -> set[int]:
    """Return those of the addresses for which somebody on the link answers ARP."""
    silent = set(addresses) - {own}
    answering: set[int] = set()
    for _ in range(ROUNDS):
        for address, count in zip(sorted(silent), range(1, len(silent) + 1), strict=True):
            with contextlib.suppress(BlockingIOError):  # the queue is full: the next round asks again
                link.send(encode_question(link.hwaddr, own, address))
            if count % AT_ONCE == 0:
                answering |= _senders(link, MOMENT)
        answering |= _senders(link, LAST_WAIT)
        silent -= answering
    return answering & set(addresses)


def _senders(link: Link, seconds: float) -> set[int]:
    """Return who speaks ARP meanwhile: asking shows presence as well as answering."""
    found = set()
    for frame in link.frames(time.monotonic() + seconds):
        with contextlib.suppress(WireError):
            found.add(decode_arp(frame)[2])
    return found


def _gateway(route: IPRoute, interface: Interface) -> int:
    for entry in route.get_default_routes(family=socket.AF_INET):
        gateway = entry.get_attr("RTA_GATEWAY")
        if gateway and entry.get_attr("RTA_OIF") == interface.index:
            return read_address(gateway)
    return 0


def _neighbours(route: IPRoute, interface: Interface) -> set[int]:
    entries = route.get_neighbours(family=socket.AF_INET, ifindex=interface.index)
    return {read_address(entry.get_attr("NDA_DST")) for entry in entries if entry["state"] & KNOWN}


def _forwards(interface: Interface) -> bool:
    setting = Path("/proc/sys/net/ipv4/conf", interface.name, "forwarding")
    return setting.exists() and setting.read_text().strip() == "1"


def _resolver_settings() -> tuple[tuple[int, ...], str]:
    for text in _resolver_files():
        servers, domain = read_resolvers(text)
        if servers:
            return servers, domain
    return (), ""


def _resolver_files() -> list[str]:
    return [path.read_text(errors="replace") for path in RESOLVERS if path.exists()]


def read_resolvers(text: str) -> tuple[tuple[int, ...], str]:
    """Return the DNS servers and the domain that a resolv.conf names; those of this machine itself help nobody else."""
    servers: list[int] = []
    domain = ""
    for line in text.splitlines():
        match line.split():
            case ["nameserver", server, *_]:
                with contextlib.suppress(RowError):
                    servers.append(read_address(server))
            case ["domain" | "search", name, *_] if name != ".":
                domain = name
    return tuple(server for server in servers if server >> 24 not in {0, 127}), domain


def read_resolvers6(text: str) -> tuple[int, ...]:
    """Return the DNS servers with IPv6 addresses that a resolv.conf names, and that others can ask too."""
    servers: list[int] = []
    for line in text.splitlines():
        match line.split():
            case ["nameserver", server, *_]:
                with contextlib.suppress(RowError):
                    servers.append(read_address6(server))
    return tuple(server for server in servers if server > LOOPBACK6 and server >> 118 != LINK_LOCAL6)

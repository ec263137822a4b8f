"""Who sent a DHCPv6 message, and where it is: its classes, its subnet, its reservations.

[hot] The phases are Kea's, each seeing what the ones before it found: what the message shows, a global reservation if
that is looked up early, the subnet among those that let the client in, the reservations there, then what being known
means. A server in whose configuration no class matters pays for the subnet and the reservations only.
"""

from typing import Final

from lessor.engine.classify import DROP, Classifier
from lessor.engine.hosts6 import NO_HOSTS, Hosts6, find_global_host6, find_hosts6
from lessor.engine.request6 import Request6
from lessor.engine.select6 import select6
from lessor.engine.tables6 import Host6, Subnet6, Tables6

DROPPED: Final = "DHCP6_PACKET_DROP_DROP_CLASS"
DROPPED_EARLY: Final = "DHCP6_PACKET_DROP_DROP_CLASS_EARLY"
DROPPED_LATE: Final = "DHCP6_PACKET_DROP_DROP_CLASS2"


class Client6:
    """What was found out about the sender of a message; its classes are in the request.

    `subnet` is None where nothing is served to it; `dropped` is the id of the log message that says why it gets no
    answer at all, or empty. `evident` is how many of its classes the message itself shows: the first ones.
    """

    __slots__ = ("dropped", "evident", "hosts", "subnet")

    def __init__(self, subnet: Subnet6 | None, hosts: Hosts6, evident: int = 0, dropped: str = "") -> None:
        self.subnet = subnet
        self.hosts = hosts
        self.evident = evident
        self.dropped = dropped


def locate6(tables: Tables6, request: Request6) -> Client6:
    """Return who sent this and where it is, with its classes filled in."""
    classifier = tables.classifier
    # common case first: no class matters
    if classifier is None:
        return client_in(tables, request, select6(tables, request), None, 0)
    classifier.receive(request)
    evident = len(request.classes)
    early, dropped = early_host(tables, request, classifier)
    if dropped:
        return Client6(None, NO_HOSTS, evident, dropped)
    return client_in(tables, request, select6(tables, request), early, evident)


def early_host(tables: Tables6, request: Request6, classifier: Classifier[Request6]) -> tuple[Host6 | None, str]:
    """Return the client's global reservation if that is looked up early, its classes assigned; and why the message gets
    no answer at all, empty when it does.
    """
    if DROP in request.classes:
        return None, DROPPED
    early = find_global_host6(tables, request) if tables.early_global_hosts else None
    if early is not None:
        classifier.recognise(request, early.classes)
        if DROP in request.classes:
            return early, DROPPED_EARLY
    return early, ""


def client_in(tables: Tables6, request: Request6, subnet: Subnet6 | None, early: Host6 | None, evident: int) -> Client6:
    """Return the client when its subnet is selected: its reservations there, and the classes that follow from them."""
    hosts = NO_HOSTS if subnet is None else find_hosts6(tables, subnet, request, early)
    classifier = tables.classifier
    if classifier is None:
        return Client6(subnet, hosts)
    classes = _reserved_classes(subnet, hosts, early)
    if early is None or classes:
        classifier.recognise(request, None if early is None and hosts is NO_HOSTS else classes)
    return Client6(subnet, hosts, evident, DROPPED_LATE if DROP in request.classes else "")


def _reserved_classes(subnet: Subnet6 | None, hosts: Hosts6, early: Host6 | None) -> tuple[str, ...]:
    """Return the classes that reservations give now.

    In a shared network it is not known yet of which subnet the client will get something, so those of its subnets'
    reservations come after that.
    """
    if hosts.here and subnet is not None and len(subnet.siblings) == 1 and subnet.shared is None:
        return hosts.here[0][1].classes
    if early is None and hosts.everywhere is not None:
        return hosts.everywhere.classes
    return ()

"""The client classes of a DHCPv4 message, phase by phase, as far as they depend on the tables.

[hot] Called only where some class matters (Tables.classifier). The order is Kea's: what the message shows; a global
reservation, if that is looked up early; the subnet; the client's reservations; what the pool and its surroundings ask
for.
"""

from collections.abc import Iterable

from lessor.engine.allocate import Case4, open_subnets
from lessor.engine.classify import Classifier
from lessor.engine.hosts import EVERYWHERE, global_host, host_in
from lessor.engine.request4 import Request4
from lessor.engine.tables import ClassKey, Host, Pool, Subnet, Tables


def recognise_early(tables: Tables, classifier: Classifier[Request4], request: Request4) -> bool:
    """Assign what follows from a global reservation before the subnet is selected; tell whether there is one."""
    host = global_host(tables, request)
    if host is not None:
        classifier.recognise(request, host.classes)
    return host is not None


def recognise(case: Case4, classifier: Classifier[Request4]) -> None:
    """Assign what follows from the client's reservations, and open the subnets that this opens."""
    classifier.recognise(case.request, _host_classes(case))
    if len(case.selected.siblings) > 1:
        case.subnets = open_subnets(case.selected, case.request.classes)
        case.look_for_reserved()


def _host_classes(case: Case4) -> Iterable[str] | None:
    """Return the classes of the client's reservation, None when it has none.

    In a shared network those of a subnet's reservation wait until it is known that the client gets an address there.
    """
    if not case.hosts:
        return None
    everywhere = case.hosts.get(EVERYWHERE)
    host = everywhere if len(case.selected.siblings) > 1 else host_in(case.hosts, case.selected) or everywhere
    return () if host is None else host.classes


def classes_there(case: Case4, classifier: Classifier[Request4], subnet: Subnet, pool: Pool | None) -> ClassKey:
    """Assign what follows from getting an address of this pool, and return the classes that make a difference."""
    request = case.request
    host: Host | None = case.hosts.get(subnet.id)
    if host is not None and host.classes and len(subnet.siblings) > 1:
        request.classes = request.classes | dict.fromkeys(host.classes)
    if pool is not None and pool.additional:
        classifier.add(request, pool.additional)
    if subnet.additional:
        classifier.add(request, subnet.additional)
    if subnet.shared is not None and subnet.shared.additional:
        classifier.add(request, subnet.shared.additional)
    return classifier.key(request)

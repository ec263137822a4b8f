"""Tests of lessor.engine.locate6: the order of the phases; conversations of classes are in tests/flows."""

from lessor.engine.classify import Classifier, Rule
from lessor.engine.hosts6 import NO_HOSTS
from lessor.engine.locate6 import DROPPED, DROPPED_EARLY, DROPPED_LATE, locate6
from lessor.engine.request6 import Request6
from lessor.engine.tables6 import Host6
from tests.engine.messages6 import DUID, read
from tests.flows.conversation6 import network6, reservation6, subnet6, tables6

EVERYBODY = Rule[Request6]("everybody", lambda _: True)
KNOWN_ONES = Rule[Request6]("known ones", lambda request: "KNOWN" in request.classes, after_host=True)


def test_without_classes_nothing_is_classified() -> None:
    request, here = read(), subnet6()
    client = locate6(tables6(here), request)
    assert (client.subnet, client.dropped, client.evident) == (here, "", 0)
    assert client.hosts is NO_HOSTS
    assert not request.classes


def test_what_the_message_shows_comes_first() -> None:
    request = read()
    client = locate6(
        tables6(subnet6(hosts=reservation6(DUID)), classifier=Classifier((KNOWN_ONES, EVERYBODY))), request
    )
    assert list(request.classes) == ["ALL", "everybody", "KNOWN", "known ones"]
    assert client.evident == 2


def test_who_is_known_to_no_subnet() -> None:
    request = read()
    client = locate6(tables6(classifier=Classifier((KNOWN_ONES,))), request)
    assert list(request.classes) == ["ALL", "UNKNOWN"]
    assert client.subnet is None


def test_an_early_reservation_is_looked_up_once_and_counts_before_the_subnet() -> None:
    here = subnet6(guard=("vip",), reservations_global=True)
    request = read()
    hosts = {("duid", DUID): Host6(classes=("vip",))}
    tables = tables6(here, classifier=Classifier((KNOWN_ONES,)), global_hosts=hosts, early_global_hosts=True)
    client = locate6(tables, request)
    assert client.subnet is here
    assert client.hosts.everywhere is hosts["duid", DUID]
    assert list(request.classes) == ["ALL", "KNOWN", "vip", "known ones"]


def test_reserved_classes_of_a_shared_network_wait() -> None:
    one, two = (subnet6(hosts=reservation6(DUID, classes=("vip",))) for _ in range(2))
    alone, together = read(), read()
    locate6(tables6(one, classifier=Classifier(())), alone)
    locate6(tables6(*network6(two), classifier=Classifier(())), together)
    assert list(alone.classes) == ["ALL", "KNOWN", "vip"]
    assert list(together.classes) == ["ALL", "KNOWN"]


def test_classes_of_a_global_reservation_do_not_wait() -> None:
    (here,) = network6(subnet6(reservations_global=True))
    request = read()
    locate6(tables6(here, classifier=Classifier(()), global_hosts=reservation6(DUID, classes=("vip",))), request)
    assert list(request.classes) == ["ALL", "KNOWN", "vip"]


def test_drops() -> None:
    host = reservation6(DUID, classes=("DROP",))
    at_once = tables6(subnet6(), classifier=Classifier((Rule[Request6]("DROP", lambda _: True),)))
    early = tables6(subnet6(), classifier=Classifier(()), global_hosts=host, early_global_hosts=True)
    late = tables6(subnet6(hosts=host), classifier=Classifier(()))
    assert [locate6(tables, read()).dropped for tables in (at_once, early, late)] == [
        DROPPED, DROPPED_EARLY, DROPPED_LATE,
    ]  # fmt: skip

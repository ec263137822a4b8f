"""Tests of lessor.engine.recognise4: which classes come when."""

from lessor.engine.allocate import Case4
from lessor.engine.classify import Classifier
from lessor.engine.offers import OfferBook
from lessor.engine.recognise4 import classes_there, recognise, recognise_early
from lessor.engine.tables import Host, Subnet, Tables
from lessor.model.facts import Facts4
from tests.engine.test_request4 import MAC, read
from tests.flows.conversation import NOW, network, number, rule, subnet, tables

KEY = ("hw-address", MAC)
RULES = (rule("late", additional=True), rule("later", additional=True))
CLASSES = Classifier(RULES, frozenset(("late", "later", "own")))


def case(here: Subnet, known: Tables | None = None) -> Case4:
    """A case whose message has been received."""
    request = read()
    CLASSES.receive(request)
    return Case4(known or tables(here), request, here, Facts4([], [], {}), OfferBook(), NOW)


def recognised(here: Subnet, known: Tables | None = None) -> list[str]:
    found = case(here, known)
    recognise(found, CLASSES)
    return list(found.request.classes)


def test_of_a_client_without_reservation() -> None:
    assert recognised(subnet()) == ["ALL", "UNKNOWN"]


def test_of_a_reservation() -> None:
    assert recognised(subnet(hosts={KEY: Host(classes=("own",))})) == ["ALL", "KNOWN", "own"]


def test_of_a_reservation_in_a_network() -> None:
    near, _ = network(subnet(hosts={KEY: Host(classes=("own",))}), subnet("10.0.0.0/24", "", id=2))
    assert recognised(near) == ["ALL", "KNOWN"]


def test_of_a_global_reservation() -> None:
    hosts = {KEY: Host(classes=("own",))}
    here = subnet(reservations_global=True)
    assert recognised(here, tables(here, global_hosts=hosts)) == ["ALL", "KNOWN", "own"]
    near, far = network(subnet(reservations_global=True), subnet("10.0.0.0/24", "", id=2))
    assert recognised(near, tables(near, far, global_hosts=hosts)) == ["ALL", "KNOWN", "own"]


def test_early() -> None:
    request = read()
    CLASSES.receive(request)
    assert not recognise_early(tables(), CLASSES, request)
    assert "UNKNOWN" not in request.classes
    assert recognise_early(tables(global_hosts={KEY: Host(classes=("own",))}), CLASSES, request)
    assert list(request.classes) == ["ALL", "KNOWN", "own"]


def test_what_a_place_adds() -> None:
    near, far = network(
        subnet(additional=("later",)),
        subnet("10.0.0.0/24", "", id=2, hosts={KEY: Host(number("10.0.0.9"), classes=("own",))}),
        additional=("late",),
    )
    near.pools[0].additional = ("late",)
    found = case(near)
    before = found.request.classes
    assert classes_there(found, CLASSES, near, near.pools[0]) == ("late", "later")
    found.request.classes = before
    assert classes_there(found, CLASSES, near, None) == ("later", "late")
    found.request.classes = before
    assert classes_there(found, CLASSES, far, None) == ("own", "late")
    assert list(before) == ["ALL"], "what one place adds can be taken back for the next"

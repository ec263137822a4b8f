"""Tests of lessor.service.chronicle4 and lessor.service.logs.reasons4: the lines people search for."""

from pathlib import Path

import pytest

from lessor.engine.classify import Classifier, EvaluationError
from lessor.engine.request4 import Request4
from lessor.engine.tables import Subnet
from lessor.model.lease import Lease4
from lessor.model.network import LoggerConfig, LoggerOutput
from lessor.service.logs import messages
from lessor.service.logs.reasons4 import ARGUMENTS
from lessor.wire.options import tlv
from lessor.wire.packet4 import ACK, NAK, OFFER, Packet4
from tests.flows.conversation import NOW, Client, Server, network, number, reservation, rule, subnet


class Log:
    """The log of a server, at DEBUG, as a file."""

    def __init__(self, server: Server, path: Path) -> None:
        self.path = path
        self.loggers = server.exchange.chronicle.loggers
        output = LoggerOutput(str(path), pattern="%-5p %c %m\n")
        self.loggers.configure((LoggerConfig("kea-dhcp4", "DEBUG", 99, (output,)),), debug=False)

    def lines(self) -> list[str]:
        self.loggers.flush()
        return self.path.read_text().splitlines()

    def expect(self, *parts: str) -> None:
        assert any(all(part in line for part in parts) for line in self.lines()), "\n".join(self.lines())


@pytest.fixture
def log_of(tmp_path: Path) -> "LogOf":
    return LogOf(tmp_path / "log")


class LogOf:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *subnets: Subnet, **settings: object) -> tuple[Server, Client, Log]:
        server = Server(*subnets, **settings)  # type: ignore[arg-type]  # the keywords are those of Tables
        return server, Client(server, client_id=b"\x01id"), Log(server, self.path)


LABEL = "[hwtype=1 02:00:00:00:00:0a], cid=[01:69:64], tid=0x1234"


def test_a_lease_from_offer_to_release(log_of: LogOf) -> None:
    _, client, log = log_of(subnet())
    address = client.lease()
    client.reboot(address)
    client.release(address)
    log.expect("INFO", "kea-dhcp4.packets", "DHCP4_PACKET_RECEIVED", LABEL, "DHCPDISCOVER", "eth0")
    log.expect("INFO", "kea-dhcp4.leases", "DHCP4_LEASE_OFFER", LABEL, address)
    log.expect("INFO", "kea-dhcp4.leases", "DHCP4_LEASE_ALLOC", LABEL, address, "3600")
    log.expect("DHCP4_PACKET_SEND", LABEL, "DHCPACK", "192.0.2.1", address)
    log.expect("INFO", "DHCP4_INIT_REBOOT", address)
    log.expect("INFO", "DHCP4_RELEASE", LABEL, address)


def test_refusals(log_of: LogOf) -> None:
    server, client, log = log_of(subnet(hosts=reservation("02:be:00:00:00:01", address="192.0.2.13")))
    taken = Client(server, "02:00:00:00:00:0b").lease()
    client.select(taken)
    client.select("192.0.2.13")
    client.select("192.0.2.99")
    client.reboot("192.0.2.99")
    client.release("192.0.2.99")
    client.release(taken)
    client.decline("192.0.2.99")
    client.decline(taken)
    Client(server, "02:be:00:00:00:01").select("192.0.2.14")
    log.expect("ALLOC_ENGINE_V4_REQUEST_IN_USE", LABEL, taken)
    log.expect("ALLOC_ENGINE_V4_REQUEST_ADDRESS_RESERVED", "192.0.2.13")
    log.expect("DHCP4_UNKNOWN_ADDRESS_REQUESTED", "192.0.2.99")
    log.expect("DHCP4_NO_LEASE_INIT_REBOOT", "192.0.2.99")
    log.expect("DHCP4_RELEASE_FAIL_NO_LEASE", "192.0.2.99")
    log.expect("DHCP4_RELEASE_FAIL_WRONG_CLIENT", taken)
    log.expect("WARN", "DHCP4_DECLINE_LEASE_NOT_FOUND", "192.0.2.99")
    log.expect("WARN", "DHCP4_DECLINE_LEASE_MISMATCH", taken, "02:00:00:00:00:0b", "01:69:64")
    log.expect("ALLOC_ENGINE_V4_REQUEST_INVALID", "192.0.2.13", "192.0.2.14")


def test_a_client_that_is_not_served(log_of: LogOf) -> None:
    _, client, log = log_of(subnet(), classifier=Classifier((rule("REJECT", lambda _: True),)))
    client.discover()
    client.select("192.0.2.10")
    log.expect("DEBUG", "kea-dhcp4.bad-packets", "DHCP4_PACKET_NAK_0005", LABEL, "DHCPDISCOVER of classes ALL, REJECT")
    log.expect("DHCP4_PACKET_NAK_0005", LABEL, "DHCPREQUEST of classes ALL, REJECT")


def test_a_decline_and_what_becomes_of_it(log_of: LogOf) -> None:
    server, client, log = log_of(subnet(pools="192.0.2.10-192.0.2.10"))
    client.decline(client.lease())
    client.discover()
    server.now += 90_000
    client.discover()
    log.expect("INFO", "DHCP4_DECLINE_LEASE", "192.0.2.10", "86400")
    log.expect("WARN", "ALLOC_ENGINE_V4_ALLOC_FAIL_SUBNET", LABEL, "192.0.2.0/24")
    log.expect("ALLOC_ENGINE_V4_LEASE_RECLAIM", "192.0.2.10")


@pytest.mark.parametrize(
    ("pools", "floor", "id"),
    [
        ("", "", "ALLOC_ENGINE_V4_ALLOC_FAIL_NO_POOLS"),
        ("192.0.2.10-192.0.2.10", "floor", "ALLOC_ENGINE_V4_ALLOC_FAIL_SHARED_NETWORK"),
    ],
)
def test_other_lacks_of_addresses(log_of: LogOf, pools: str, floor: str, id: str) -> None:
    server, client, log = log_of(subnet(pools=pools, network=floor))
    if pools:
        Client(server, "02:00:00:00:00:0b").lease()
    client.discover()
    log.expect("WARN", id)


def test_others_that_are_always_faster(log_of: LogOf, monkeypatch: pytest.MonkeyPatch) -> None:
    server, client, log = log_of(subnet())
    monkeypatch.setattr(server.store.__class__, "commit", lambda *_: False)
    client.select("192.0.2.10")
    log.expect("WARN", f"ALLOC_ENGINE_V4_ALLOC_FAIL {LABEL}", "after 4 tries")
    assert server.count("pkt4-processing-failed") == 0


def test_what_is_not_for_us(log_of: LogOf) -> None:
    _, client, log = log_of(subnet())
    client.select("192.0.2.10", server="192.0.2.2")
    client.send(client.message(2))
    client.discover(option50=b"\x01")
    client.send(Packet4(chaddr=client.hwaddr))
    log.expect("DHCP4_PACKET_DROP_0003", LABEL, "eth0")
    log.expect("DHCP4_PACKET_DROP_0006", "02:00:00:00:00:0a", "message type 2")
    log.expect("DHCP4_PACKET_DROP_0001", "option 50 is not 4 octets long")
    log.expect("DHCP4_PACKET_DROP_0004")


def test_links_without_subnet(log_of: LogOf) -> None:
    server, client, log = log_of(subnet("10.0.0.0/24", ""))
    client.discover()
    Client(server, giaddr="172.16.0.1").reboot("172.16.0.9")
    log.expect("DHCP4_PACKET_DROP_0002", "eth0")
    log.expect("DHCP4_SUBNET_SELECTION_FAILED", LABEL)
    log.expect("ERROR", "DHCP4_PACKET_NAK_0001", "172.16.0.1", "DHCPREQUEST")


def test_the_way_of_a_classified_message(log_of: LogOf) -> None:
    near, far = network(subnet(pools=""), subnet("10.0.0.0/24", "10.0.0.10-10.0.0.10", id=2))
    classes = Classifier((rule("guest", lambda _: True), rule("friend", lambda _: True, after_host=True)))
    server, client, log = log_of(near, far, classifier=classes)
    client.lease()
    Client(server, "02:00:00:00:00:0b").discover()
    log.expect("DEBUG", "kea-dhcp4.dhcp4", "DHCP4_CLASSES_ASSIGNED ", LABEL, "DHCPDISCOVER: ALL, guest")
    log.expect("DHCP4_CLASSES_ASSIGNED_AFTER_SUBNET_SELECTION", LABEL, "ALL, guest, UNKNOWN, friend")
    log.expect("kea-dhcp4.packets", "DHCP4_SUBNET_SELECTED", LABEL, "id 1")
    log.expect("DHCP4_SUBNET_DYNAMICALLY_CHANGED", LABEL, "192.0.2.0/24", "10.0.0.0/24", "floor")
    log.expect("WARN", "ALLOC_ENGINE_V4_ALLOC_FAIL_SHARED_NETWORK", "floor: 1 subnets", "1 without")
    log.expect("WARN", "ALLOC_ENGINE_V4_ALLOC_FAIL_CLASSES", "02:00:00:00:00:0b", "ALL, guest, UNKNOWN, friend")


@pytest.mark.parametrize(
    ("settings", "id"),
    [
        ({"classifier": Classifier((rule("DROP", lambda _: True),))}, "DHCP4_PACKET_DROP_0010"),
        ({"classifier": Classifier((rule("DROP", lambda _: True, after_host=True),))}, "DHCP4_PACKET_DROP_0013"),
        (
            {
                "classifier": Classifier(()),
                "early_global_hosts": True,
                "global_hosts": reservation("02:00:00:00:00:0a", classes=("DROP",)),
            },
            "DHCP4_PACKET_DROP_0014",
        ),
    ],
)
def test_dropped_by_class(log_of: LogOf, settings: dict[str, object], id: str) -> None:
    server, client, log = log_of(subnet(), **settings)
    client.discover().expect_silence()
    log.expect("DEBUG", "kea-dhcp4.packets", id, "02:00:00:00:00:0a", "DHCPDISCOVER", "DROP")
    assert server.count("pkt4-receive-drop") == 1


@pytest.mark.parametrize("additional", [(), ("odd",)])
def test_a_test_without_result(log_of: LogOf, additional: tuple[str, ...]) -> None:
    def fail(_: Request4) -> bool:
        raise EvaluationError("3 octets are no address")

    classes = Classifier((rule("odd", fail, additional=bool(additional)),))
    _, client, log = log_of(subnet(additional=additional), classifier=classes)
    client.discover().expect(OFFER)
    id = "kea-dhcp4.dhcp4 DHCP4_ADDITIONAL_CLASS_EVAL_ERROR" if additional else "kea-dhcp4.dhcpsrv DHCPSRV_EVAL_ERROR"
    log.expect("ERROR", id, LABEL, "odd", "3 octets are no address")


def test_classes_one_by_one(log_of: LogOf) -> None:
    rules = (rule("one", lambda _: True), rule("late", lambda _: False, additional=True), rule("given"))
    _, client, log = log_of(subnet(additional=("late", "given", "none")), classifier=Classifier(rules))
    client.discover().expect(OFFER)
    log.expect("DEBUG", f"DHCP4_CLASS_ASSIGNED {LABEL}", "class ALL")
    log.expect("DEBUG", f"DHCP4_CLASS_ASSIGNED {LABEL}", "class one")
    log.expect("DEBUG", f"DHCP4_ADDITIONAL_CLASS_EVAL_RESULT {LABEL}", "'late' says false")
    log.expect("DEBUG", "DHCP4_ADDITIONAL_CLASS_NO_TEST", "'given'")
    log.expect("DEBUG", "DHCP4_ADDITIONAL_CLASS_UNDEFINED", "'none'")


def test_a_conflict_a_closed_pool_and_a_lease_given_again(log_of: LogOf) -> None:
    here = subnet(hosts=reservation("02:00:00:00:00:0a", address="192.0.2.50"), cache_threshold=0.5)
    server, client, log = log_of(here)
    server.store.commit(((None, Lease4(number("192.0.2.50"), b"rival!", b"", 3600, NOW, 1)),))
    address = client.lease()
    client.renew(address)
    here.pools[0].guard = ("nobody",)
    client.renew(address).expect(NAK)
    log.expect("WARN", "kea-dhcp4.alloc-engine", "ALLOC_ENGINE_V4_DISCOVER_ADDRESS_CONFLICT", LABEL, "192.0.2.50")
    log.expect("INFO", "kea-dhcp4.leases", "DHCP4_LEASE_REUSE", LABEL, address, "3600")
    log.expect("DEBUG", "kea-dhcp4.alloc-engine", "ALLOC_ENGINE_V4_REQUEST_OUT_OF_POOL", LABEL, address)


def test_relay_information_from_a_lease(log_of: LogOf) -> None:
    server, client, log = log_of(subnet(store_extended_info=True), stash_agent_options=True)
    relayed = Client(server, giaddr="192.0.2.2", client_id=b"\x01id")
    relayed.select("192.0.2.10", option82=tlv(1, b"port"))
    client.renew("192.0.2.10").expect(ACK)
    log.expect("DHCP4_RECOVERED_STASHED_RELAY_AGENT_INFO", LABEL, "192.0.2.10", "0x0104706f7274")


def test_nothing_is_written_that_no_logger_wants(log_of: LogOf) -> None:
    _, client, log = log_of(subnet())
    log.loggers.configure((LoggerConfig("kea-dhcp4", "WARN", 0, (LoggerOutput(str(log.path)),)),), debug=False)
    client.lease()
    assert log.lines() == []


def test_every_reason_has_a_message_with_as_many_places() -> None:
    assert set(ARGUMENTS) <= set(messages.BY_ID)

"""Tests of lessor.service.chronicle6 and lessor.service.logs.reasons6: the lines people search for."""

from pathlib import Path

import pytest

from lessor.engine.classify import Classifier, EvaluationError, Rule
from lessor.engine.request6 import Request6
from lessor.engine.tables6 import Subnet6
from lessor.model.network import LoggerConfig, LoggerOutput
from lessor.service.logs import messages
from lessor.service.logs.reasons6 import ARGUMENTS6
from lessor.store.base import LeaseStore6
from lessor.wire.packet6 import Packet6
from tests.flows.conversation6 import Client6, Server6, duid, na, network6, pd, plan6, reservation6, subnet6, tables6

FIRST = "2001:db8:1::100"
PREFIX = "2001:db8:8000::/56"
LABEL = "duid=[00:03:00:01:02:00:00:00:00:0a], [hwtype=1 02:00:00:00:00:0a], tid=0x123456"


class Log:
    """The log of a server, at DEBUG, as a file."""

    def __init__(self, server: Server6, path: Path) -> None:
        self.path = path
        self.loggers = server.exchange.chronicle.loggers
        output = LoggerOutput(str(path), pattern="%-5p %c %m\n")
        self.loggers.configure((LoggerConfig("kea-dhcp6", "DEBUG", 99, (output,)),), debug=False)

    def lines(self) -> list[str]:
        self.loggers.flush()
        return self.path.read_text().splitlines()

    def expect(self, *parts: str) -> None:
        assert any(all(part in line for part in parts) for line in self.lines()), "\n".join(self.lines())


class LogOf:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(
        self, *subnets: Subnet6, store: LeaseStore6 | None = None, **settings: object
    ) -> tuple[Server6, Client6, Log]:
        server = Server6(*subnets, store=store, **settings)
        return server, Client6(server), Log(server, self.path)


@pytest.fixture
def log_of(tmp_path: Path) -> LogOf:
    return LogOf(tmp_path / "log")


def test_a_lease_from_offer_to_release(log_of: LogOf) -> None:
    _, client, log = log_of(subnet6())
    client.solicit(na(1), pd(2))
    client.request(na(1), pd(2))
    client.renew(na(1, FIRST), pd(2, PREFIX))
    client.release(na(1, FIRST), pd(2, PREFIX))
    log.expect("INFO", "kea-dhcp6.packets", "DHCP6_PACKET_RECEIVED", LABEL, "SOLICIT", "fe80::a", "ff02::1:2", "eth0")
    log.expect("INFO", "kea-dhcp6.leases", f"DHCP6_LEASE_ADVERT {LABEL}", FIRST, "IAID 1")
    log.expect("INFO", "kea-dhcp6.leases", f"DHCP6_PD_LEASE_ADVERT {LABEL}", PREFIX, "IAID 2")
    log.expect("INFO", f"DHCP6_LEASE_ALLOC {LABEL}", FIRST, "IAID 1", "4000 seconds")
    log.expect("INFO", f"DHCP6_PD_LEASE_ALLOC {LABEL}", PREFIX, "IAID 2", "4000 seconds")
    log.expect("INFO", f"DHCP6_LEASE_RENEW {LABEL}", FIRST)
    log.expect("INFO", f"DHCP6_PD_LEASE_RENEW {LABEL}", PREFIX)
    log.expect("INFO", f"DHCP6_RELEASE_NA {LABEL}", FIRST)
    log.expect("INFO", f"DHCP6_RELEASE_PD {LABEL}", PREFIX)
    log.expect("DHCP6_PACKET_SEND", LABEL, "REPLY (type 7)", "*:547", "fe80::a:546", "eth0")


def test_an_infinite_lease(log_of: LogOf) -> None:
    forever = plan6(valid_min=0xFFFFFFFF, valid_default=0xFFFFFFFF, valid_max=0xFFFFFFFF)
    _, client, log = log_of(subnet6(its_plan=forever))
    client.request(na(1))
    log.expect("DHCP6_LEASE_ALLOC", "infinity")


def test_reservations(log_of: LogOf) -> None:
    hosts = reservation6(duid(10), FIRST, PREFIX)
    server, client, log = log_of(subnet6())
    Client6(server, 11).request(na(1), pd(1))
    changed, client, log = LogOf(log.path)(subnet6(hosts=hosts), store=server.store)
    holder = Client6(changed, 11)
    holder.solicit(na(2, FIRST))
    holder.renew(na(1, FIRST), pd(1, PREFIX))
    client.solicit(na(1), pd(1))
    held = "00:03:00:01:02:00:00:00:00:0b"
    log.expect("INFO", "alloc-engine", "ALLOC_ENGINE_V6_REVOKED_ADDR_LEASE", FIRST, held, "duid=00:03:00:01:02")
    log.expect("INFO", "ALLOC_ENGINE_V6_REVOKED_PREFIX_LEASE", PREFIX, held, ":0a")
    log.expect("DEBUG", "ALLOC_ENGINE_V6_HINT_RESERVED", FIRST)
    log.expect("INFO", "kea-dhcp6.alloc-engine", "ALLOC_ENGINE_V6_HR_ADDR_GRANTED", FIRST, LABEL)
    log.expect("INFO", "kea-dhcp6.alloc-engine", "ALLOC_ENGINE_V6_HR_PREFIX_GRANTED", PREFIX, LABEL)


def test_what_a_client_has_already_is_not_granted_again(log_of: LogOf) -> None:
    _, client, log = log_of(subnet6(hosts=reservation6(duid(10), FIRST)))
    for _ in range(3):
        client.request(na(1))
    assert sum("HR_ADDR_GRANTED" in line for line in log.lines()) == 1


def test_what_cannot_be_given_back(log_of: LogOf) -> None:
    server, client, log = log_of(subnet6())
    other = Client6(server, 11)
    other.request(na(1), pd(1))
    client.request(na(1), pd(1))
    mine, prefix = "2001:db8:1::101", "2001:db8:8000:100::/56"
    client.release(na(1, FIRST, "2001:db8:1::109"), na(5, mine), pd(1, PREFIX, "2001:db8:8000:500::/56"), pd(5, prefix))
    client.decline(na(1, FIRST, "2001:db8:1::109"), na(5, mine))
    holder = other.duid.hex(":")
    log.expect("INFO", "DHCP6_RELEASE_NA_FAIL_WRONG_DUID", LABEL, FIRST, holder)
    log.expect("WARN", "DHCP6_RELEASE_NA_FAIL_WRONG_IAID", mine, "IAID 1, not for IAID 5")
    log.expect("DEBUG", "DHCP6_RELEASE_NA_FAIL_NOT_ASSIGNED", "2001:db8:1::109")
    log.expect("INFO", "DHCP6_RELEASE_PD_FAIL_WRONG_DUID", PREFIX, holder)
    log.expect("WARN", "DHCP6_RELEASE_PD_FAIL_WRONG_IAID", prefix, "IAID 1, not for IAID 5")
    log.expect("DEBUG", "DHCP6_RELEASE_PD_FAIL_NOT_ASSIGNED", "2001:db8:8000:500::/56")
    log.expect("INFO", "DHCP6_DECLINE_FAIL_DUID_MISMATCH", FIRST, holder)
    log.expect("INFO", "DHCP6_DECLINE_FAIL_IAID_MISMATCH", mine, "IAID 5", "IAID 1")
    log.expect("INFO", "DHCP6_DECLINE_FAIL_NO_LEASE", "2001:db8:1::109")


def test_a_decline_and_what_becomes_of_it(log_of: LogOf) -> None:
    server, client, log = log_of(subnet6(pools=f"{FIRST}-{FIRST}"))
    client.request(na(1))
    client.decline(na(1, FIRST))
    client.solicit(na(1))
    client.request(na(1))
    server.now += 90_000
    client.solicit(na(1))
    log.expect("INFO", "DHCP6_DECLINE_LEASE", LABEL, FIRST, "86400")
    log.expect("WARN", "ALLOC_ENGINE_V6_ALLOC_FAIL_SUBNET", LABEL, "2001:db8:1::/64", "id 1")
    log.expect("DEBUG", "DHCP6_LEASE_ADVERT_FAIL", LABEL, "IAID 1")
    log.expect("DEBUG", "DHCP6_LEASE_ALLOC_FAIL", LABEL, "IAID 1")
    log.expect("DEBUG", "ALLOC_ENGINE_V6_LEASE_RECLAIM", "duid=[00]", f"{FIRST}/128")


def test_lacks_of_prefixes(log_of: LogOf) -> None:
    server, client, log = log_of(*network6(subnet6(prefixes="2001:db8:8000::/56>56")), subnet6("::/64", "", "", id=2))
    Client6(server, 11).request(pd(1))
    client.solicit(pd(1))
    client.request(pd(1))
    Client6(server, 10, link="::9").solicit(pd(1))
    log.expect("WARN", "ALLOC_ENGINE_V6_ALLOC_FAIL_SHARED_NETWORK", "floor", "1 subnets used up, 0 without")
    log.expect("DEBUG", "DHCP6_PD_LEASE_ADVERT_FAIL", "IAID 1")
    log.expect("DEBUG", "DHCP6_PD_LEASE_ALLOC_FAIL", "IAID 1")
    log.expect("WARN", "ALLOC_ENGINE_V6_ALLOC_FAIL_NO_POOLS", LABEL)


def test_what_is_not_for_us(log_of: LogOf) -> None:
    server, client, log = log_of(subnet6())
    client.request(na(1), server_id=b"another server")
    client.send(Packet6(99, 1))
    client.send(Packet6(1, 1))
    client.send(client.message(1, na(1)), multicast=False)
    client.send(client.message(1, (3, b"short")))
    Client6(server, link="2001:db8:77::1").confirm(na(1, FIRST))
    log.expect("DEBUG", "DHCP6_PACKET_DROP_SERVERID_MISMATCH", LABEL, b"another server".hex(":"))
    log.expect("DEBUG", "DHCP6_UNKNOWN_MSG_RECEIVED", "type 99", "eth0")
    log.expect("DEBUG", "DHCP6_REQUIRED_OPTIONS_CHECK_FAIL", "SOLICIT", "client identifier")
    log.expect("DEBUG", "DHCP6_PACKET_DROP_UNICAST", "SOLICIT")
    log.expect("DEBUG", "DHCP6_PACKET_DROP_PARSE_FAIL", "tid=0x123456", "eth0")
    log.expect("DEBUG", "DHCP6_SUBNET_SELECTION_FAILED", "tid=0x123456")
    assert server.count("pkt6-rfc-violation") == 3
    assert (server.count("pkt6-unknown-received"), server.count("pkt6-parse-failed")) == (1, 1)


def test_registrations(log_of: LogOf) -> None:
    server, client, log = log_of(subnet6())
    address = "2001:db8:1::abcd"
    client.register(address)
    Client6(server, 11).register(address)
    client.register(address, source="fe80::bad")
    log.expect(
        "INFO", "DHCP6_ADDR_REG_INFORM_CLIENT_CHANGE", address, ":0b, until now by 00:03:00:01:02:00:00:00:00:0a"
    )
    log.expect("INFO", "DHCP6_ADDR_REG_INFORM_FAIL", address, "does not come from")
    _, client, log = LogOf(log.path)(subnet6(), allow_address_registration=False)
    client.register(address)
    log.expect("DEBUG", "DHCP6_ADDR6_REGISTER_DISABLED_DROP", LABEL)


def test_defects_and_disks(log_of: LogOf, monkeypatch: pytest.MonkeyPatch) -> None:
    server, client, log = log_of(subnet6())
    monkeypatch.setattr(server.store.__class__, "commit", lambda *_: False)
    client.request(na(1))
    log.expect("WARN", f"ALLOC_ENGINE_V6_ALLOC_FAIL {LABEL}", "after 4 tries")
    monkeypatch.setattr(server.store.__class__, "commit", lambda *_: 1 / 0)
    client.request(na(1))
    log.expect("ERROR", "DHCP6_PACKET_PROCESS_STD_EXCEPTION", "ZeroDivisionError")


def test_nothing_is_written_that_no_logger_wants(log_of: LogOf) -> None:
    _, client, log = log_of(subnet6(hosts=reservation6(duid(10), FIRST)))
    log.loggers.configure((LoggerConfig("kea-dhcp6", "WARN", 0, (LoggerOutput(str(log.path)),)),), debug=False)
    client.solicit(na(1))
    client.request(na(1))
    client.release(na(1, FIRST))
    assert log.lines() == []


def test_an_anonymous_question(log_of: LogOf) -> None:
    _, client, log = log_of(subnet6())
    client.send(Packet6(11, 0x77))
    log.expect("DHCP6_PACKET_RECEIVED duid=[no info], tid=0x77", "INFORMATION_REQUEST")


def test_every_reason_has_a_message() -> None:
    assert set(ARGUMENTS6) <= set(messages.BY_ID)


def named(name: str, **fields: bool) -> Rule[Request6]:
    """A class of everybody."""
    return Rule(name, lambda _: True, after_host=fields.get("late", False))


class TestClasses:
    def test_are_told_as_they_come(self, log_of: LogOf) -> None:
        _, client, log = log_of(subnet6(), classifier=Classifier((named("one"), named("two", late=True))))
        client.solicit(na(1))
        log.expect("DEBUG", f"DHCP6_CLASSES_ASSIGNED {LABEL}", "SOLICIT: ALL, one")
        log.expect("DEBUG", f"DHCP6_CLASSES_ASSIGNED_AFTER_SUBNET_SELECTION {LABEL}", "ALL, one, UNKNOWN, two")
        log.expect("DEBUG", f"DHCP6_SUBNET_SELECTED {LABEL}", "subnet 1")

    def test_are_told_one_by_one(self, log_of: LogOf) -> None:
        rules = (named("one"), Rule[Request6]("late", lambda _: False, additional=True), Rule[Request6]("given"))
        _, client, log = log_of(subnet6(additional=("late", "given", "none")), classifier=Classifier(rules))
        client.solicit(na(1))
        log.expect("DEBUG", f"DHCP6_CLASS_ASSIGNED {LABEL}", "class one")
        log.expect("DEBUG", f"DHCP6_ADDITIONAL_CLASS_EVAL_RESULT {LABEL}", "'late' says false")
        log.expect("DEBUG", "DHCP6_ADDITIONAL_CLASS_NO_TEST", "'given'")
        log.expect("DEBUG", "DHCP6_ADDITIONAL_CLASS_UNDEFINED", "'none'")

    @pytest.mark.parametrize(("late", "id"), [(False, "DROP_CLASS "), (True, "DROP_CLASS2 ")])
    def test_that_end_a_message(self, log_of: LogOf, late: bool, id: str) -> None:
        server, client, log = log_of(subnet6(), classifier=Classifier((named("DROP", late=late),)))
        client.solicit(na(1)).expect_silence()
        log.expect("DEBUG", "kea-dhcp6.packets", f"DHCP6_PACKET_DROP_{id}{LABEL}", "SOLICIT of classes ALL")
        assert server.count("pkt6-receive-drop") == 1

    def test_that_refuse_a_client(self, log_of: LogOf) -> None:
        _, client, log = log_of(subnet6(), classifier=Classifier((named("REJECT"),)))
        client.solicit(na(1))
        log.expect("DEBUG", "kea-dhcp6.packets", f"DHCP6_PACKET_REJECT_CLASS {LABEL}", "SOLICIT of classes ALL, REJECT")

    def test_that_end_a_message_early(self, log_of: LogOf) -> None:
        hosts = reservation6(duid(10), classes=("DROP",))
        _, client, log = log_of(global_hosts=hosts, early_global_hosts=True, classifier=Classifier(()))
        client.solicit(na(1)).expect_silence()
        log.expect(f"DHCP6_PACKET_DROP_DROP_CLASS_EARLY {LABEL}")

    def test_of_who_gets_nothing(self, log_of: LogOf) -> None:
        _, client, log = log_of(subnet6(pools=""), classifier=Classifier((named("one"),)))
        client.request(na(1))
        log.expect("WARN", f"ALLOC_ENGINE_V6_ALLOC_FAIL_CLASSES {LABEL}", "ALL, one, UNKNOWN")

    def test_without_result(self, log_of: LogOf) -> None:
        def odd(request: Request6) -> bool:
            raise EvaluationError("3 octets are no address")

        _, client, log = log_of(subnet6(), classifier=Classifier((Rule("odd", odd),)))
        client.solicit(na(1))
        log.expect("ERROR", "kea-dhcp6.dhcpsrv", "DHCPSRV_EVAL_ERROR", LABEL, "odd", "3 octets are no address")


def test_leases_given_again(log_of: LogOf) -> None:
    server, client, log = log_of(subnet6(cache_threshold=0.5))
    client.request(na(1), pd(2))
    server.now += 100
    client.renew(na(1, FIRST), pd(2, PREFIX))
    log.expect("INFO", f"DHCP6_LEASE_REUSE {LABEL}", FIRST, "iaid=1", "3900 seconds")
    log.expect("INFO", f"DHCP6_PD_LEASE_REUSE {LABEL}", PREFIX, "iaid=2", "3900 seconds")
    assert not any("LEASE_RENEW" in line for line in log.lines())


def test_another_subnet_of_the_network(log_of: LogOf) -> None:
    two = subnet6("2001:db8:2::/64", "2001:db8:2::1-2001:db8:2::9", "", id=2)
    _, client, log = log_of(*network6(subnet6(pools="", prefixes=""), two))
    client.request(na(1))
    log.expect(f"DHCP6_SUBNET_DYNAMICALLY_CHANGED {LABEL}", "2001:db8:1::/64", "2001:db8:2::/64", "floor")


def test_what_is_reserved_for_several_others(log_of: LogOf) -> None:
    hosts = reservation6(duid(3), FIRST, PREFIX) | reservation6(duid(4), FIRST, PREFIX)
    server, client, log = log_of(subnet6())
    client.request(na(1), pd(2))
    server.exchange.install(tables6(subnet6(hosts=hosts)))
    client.renew(na(1, FIRST), pd(2, PREFIX))
    log.expect("INFO", f"ALLOC_ENGINE_V6_REVOKED_SHARED_ADDR_LEASE {LABEL}", FIRST, "2 others")
    log.expect("INFO", f"ALLOC_ENGINE_V6_REVOKED_SHARED_PREFIX_LEASE {LABEL}", PREFIX, "2 others")

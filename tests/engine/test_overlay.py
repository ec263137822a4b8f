"""Tests of lessor.engine.overlay."""

from lessor.engine.overlay import overlay
from lessor.engine.tables import Host
from lessor.wire.options import tlv
from tests.flows.conversation import number, octets, plan


def test_a_host_without_words_of_its_own_shares_the_plan() -> None:
    its_plan = plan()
    assert overlay(its_plan, Host(number("192.0.2.12"), "name")) is its_plan


def test_options_are_replaced_added_and_hidden() -> None:
    own = {42: tlv(42, octets("192.0.2.98")), 66: tlv(66, b"tftp")}
    laid = overlay(plan(), Host(tlvs=own, unasked=(66,), hidden=(3,)))
    assert laid.tlvs == own
    assert laid.unasked == (3, 66)


def test_the_plan_below_stays_as_it_was() -> None:
    its_plan = plan()
    overlay(its_plan, Host(tlvs={66: tlv(66, b"tftp")}))
    assert 66 not in its_plan.tlvs


def test_header_fields_one_by_one() -> None:
    below = plan(next_server=1, server_hostname=b"s".ljust(64, b"\0"), boot_file_name=b"f".ljust(128, b"\0"), renew=7)
    laid = overlay(below, Host(boot_file_name=b"g".ljust(128, b"\0")))
    assert (laid.next_server, laid.server_hostname, laid.boot_file_name[:1], laid.renew) == (
        1,
        below.server_hostname,
        b"g",
        7,
    )

"""Servers that put up with options others stumble over (`lenient-option-parsing`)."""

from lessor.wire.packet4 import OFFER
from lessor.wire.packet6 import ADVERTISE
from tests.flows.conversation import Client, Server, subnet
from tests.flows.conversation6 import Client6, Server6, na, subnet6

NO_UPDATES_AND_ONE = b"\x0d\0\0\x01a\0"


def test_a_name_that_is_to_be_updated_and_not() -> None:
    Client(Server(subnet())).discover(option81=NO_UPDATES_AND_ONE).expect_silence()
    Client(Server(subnet(), lenient=True)).discover(option81=NO_UPDATES_AND_ONE).expect(OFFER)


def test_a_name_that_is_to_be_updated_and_not_in_dhcpv6() -> None:
    both = (39, b"\x05\x01a\0")
    strict, lenient = Client6(Server6(subnet6())), Client6(Server6(subnet6(), lenient=True))
    strict.solicit(both, na(1)).expect_silence()
    lenient.solicit(both, na(1)).expect(ADVERTISE, "2001:db8:1::100")

"""Where lessor answers DHCPv6 differently from Kea 2.2 on purpose, and why; the rules are those of differences.py."""

from typing import Final

from tests.system.conversation import Record
from tests.system.differences import Difference

POOL_BY_LENGTH: Final = "of pools of several lengths the one is taken that the client wishes, as later versions do"
NEEDLESS: Final = "what a client says there is not our business"
RELAY_INFO: Final = "the memory of relays has the form of later versions"
UNICAST: Final = "by unicast only where the server said so (RFC 8415 section 18.4)"
WHOLE_VENDORS: Final = "vendor options of the configuration are sent whole"
VENDORS_ASKED: Final = "vendor options go to who asks for option 17"
ONE_LINE: Final = "one line says that there is nothing left"

DIFFERENCES6: Final = (
    # how replies look and travel
    Difference("*", "", "reply.order", "the order of options has no meaning (RFC 8415 section 21.1)"),
    Difference("*", "", "reply.length", "status texts are our own"),
    Difference("*", "", "*13 text", "status texts are our own"),
    Difference("*/ways", "ff05::1:3", "*", "servers listen to the group of servers of a site (RFC 8415 section 7.1)"),
    Difference("link only/*", "port 546 to ff02::1:2", "reply.from", "to a global address from a global address"),
    Difference("content/to_the_server", "2001:db8:1::1", "*", UNICAST),
    Difference("*/to_the_server", "to fe80::ff:fe00:1", "*", UNICAST),
    Difference("content/unicast_asked", "port 546 to 2001:db8:1::1", "*", UNICAST),
    # who a client is
    Difference("*/odd_clients", "client id 00 01 78", "*", "a DUID has at most 130 octets (RFC 8415 section 11.1)"),
    Difference("*/by_hardware_of_the_link", "fe80::be:ff:fe00:5", "*", "locally administered addresses are addresses"),
    Difference("*/by_hardware_of_relays", "fe80::be:ff:fe00:22", "*", "the same for those of relayed clients"),
    Difference("*/by_hardware_of_the_link", "fe80::2be:ff:fe00:5", "lease file", "a SOLICIT changes no lease"),
    Difference("*/by_hardware_of_relays", "[subscriber id]", "*", "a subscriber id may be a hardware address"),
    Difference("*/names", "(39) flags 0$", "reply.options.39", "a name that is made up is told at once"),
    Difference("*/names", "(39) flags 1$", "reply.options.39", "a name that is made up is told at once"),
    Difference("*/names_kept", "(39) flags 1$", "lease file", "a name that is made up is in all rows, once each"),
    Difference("names/reserved_all", "REQUEST (3)", "lease file", "a name is the same in every row"),
    # relays
    Difference("*/interface_ids", "link :: (18) 'port-7'", "reply.*", "relays of layer 2 have no address (RFC 6221)"),
    Difference("*/deep_chains", "33 relays", "*", "there are at most 32 relays"),
    Difference("relay options/*", "", "lease file", RELAY_INFO),
    # what is asked for and what is given
    Difference("*/solicit_several", "(3) iaid 4, (3) iaid 4", "*", "an identity association is one"),
    Difference("*/temporary", "CONFIRM", "*", "a temporary address is on the link as others are"),
    Difference("*/no_such_link", "CONFIRM", "*", "who cannot tell does not answer (RFC 8415 section 18.3.3)"),
    Difference("shared*/shared_links", "CONFIRM", "reply.options.13", "all subnets of a network are on its link"),
    Difference("*/release", "::/60", "*", "a prefix has a length"),
    Difference("*/hints", "::/200", "*", "there is no such prefix"),
    Difference("prefix pools/lengths", "", "*", POOL_BY_LENGTH),
    *(Difference("prefix pools/hints", f"::/{n}", "reply.*", POOL_BY_LENGTH) for n in (40, 48, 52, 64, 80, 128)),
    Difference("times/lifetime_hints", "valid 2000", "reply.*", "no address is preferred longer than it is valid"),
    Difference("times/timers", "via link 2001:db8:2::1", "reply.*", "a lease that never ends is never renewed"),
    Difference("exhausted/*", "", "log", ONE_LINE),
    Difference("times/timers", "", "log", ONE_LINE),
    Difference("prefix pools/*", "via", "log", ONE_LINE),
    Difference("options/*", "6 17", "reply.options.17", WHOLE_VENDORS),
    Difference("options/*", "12 17", "reply.options.17", WHOLE_VENDORS),
    Difference("options/vendors", "(17) enterprise 4491", "reply.options.17", VENDORS_ASKED),
    # messages that Kea drops for what others accept, and that it takes although they are broken
    Difference("*/broken_options", "(13)", "*", NEEDLESS),
    Difference("*/broken_options", "(8)", "*", NEEDLESS),
    Difference("*/ports", "(135)", "*", "a relay's port is where it sends from, whatever it says"),
    Difference("*/option_requests", "(6)$", "*", "an empty option request asks for nothing, no more"),
    Difference("*/vendors", "(16) 00 00", "*", NEEDLESS),
    Difference("*/odd_values", "", "*", NEEDLESS),
    Difference("*/messages", "two messages", "*", "a relay carries one message"),
    Difference("*/messages", "RELAY-REPL", "*", "answers come from servers"),
)  # fmt: skip


def flatten(exchange: Record) -> dict[str, object]:
    """Return what an exchange shows by place, as rows of DIFFERENCES6 name them."""
    replies, log, rows = exchange["replies"], exchange["log"], exchange["lease file"]
    assert isinstance(replies, list)
    assert isinstance(log, list)
    assert isinstance(rows, list)
    shown: dict[str, object] = {
        "replies": [reply["type"] for reply in replies],
        # without a hardware address Kea 2.2 leaves its type and source empty, Kea 3 and lessor write zeros
        "lease file": sorted((str(row).removesuffix(",0,0").removesuffix(",,") for row in rows), key=_address_of),
        "log": sorted(line for line in log if not line.startswith("DEBUG") and line not in LATER_INFO),
    }
    for reply in replies[:1]:
        shown |= {f"reply.{name}": value for name, value in reply.items() if name != "options"}
        shown |= {f"reply.options.{place}": value for place, value in reply["options"].items()}
    return shown


LATER_INFO: Final = {"INFO DHCP6_PACKET_RECEIVED", "INFO DHCP6_PACKET_SEND"}
"""Log lines that are debug lines in 2.2."""


def _address_of(row: str) -> str:
    return row.partition(",")[0]

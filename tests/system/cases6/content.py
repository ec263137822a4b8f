"""What replies say: options asked for, levels, vendors; lifetimes and timers; unicast."""

from typing import Final

from tests.system.cases6.identity import reserved
from tests.system.cases6.relay import through
from tests.system.conversation6 import Case, Client, Hop
from tests.system.packets6 import (
    ORO,
    PREFERENCE,
    UNICAST,
    USER_CLASS,
    VENDOR_CLASS,
    VENDOR_OPTIONS,
    address,
    ia_na,
    ia_pd,
    number,
    prefix,
    tlv,
    wanted,
)
from tests.system.wire6 import SERVER, SERVER_LOCAL, multicast, unicast

CABLE: Final = number(4491, 4)


def option_requests(client: Client) -> None:
    """Option requests: none, empty, odd, repeated codes, two of them, all codes, codes the server sets itself."""
    client.solicit(ia_na(1), asks=False)
    client.solicit(ia_na(1), (ORO, b""))
    client.solicit(ia_na(1), (ORO, b"\0\x17\0"))
    client.solicit(ia_na(1), wanted(23, 23, 23))
    client.solicit(ia_na(1), wanted(23), wanted(24))
    client.solicit(ia_na(1), wanted(24, 23))
    client.solicit(ia_na(1), wanted(*range(1, 145)))
    client.solicit(ia_na(1), wanted(1, 2, 3, 5, 7, 12, 13, 14, 25))
    client.solicit(ia_na(1), wanted(0, 0xFFFF, 5000))


def everything(client: Client) -> None:
    """All options of the configuration, in each message."""
    codes = wanted(7, 12, 17, 22, 23, 24, 31, 32, 41, 59, 94, 1000, 1001, 1002, 1003, 2000)
    client.solicit(ia_na(1), codes)
    client.request(*client.advertised, codes)
    client.renew(*client.bound, codes)
    client.rebind(*client.bound, codes)
    client.confirm(*client.bound, codes)
    client.inform(codes)
    client.release(*client.bound, codes)


def always_sent(client: Client) -> None:
    """Options that are sent without being asked for, in each message."""
    client.solicit(ia_na(1), asks=False)
    client.request(ia_na(1), asks=False)
    client.renew(asks=False)
    client.confirm(asks=False)
    client.inform(asks=False)
    client.decline(asks=False)
    client.release(ia_na(1), asks=False)


def levels(client: Client) -> None:
    """Pool, subnet and global options: an address of each pool, both at once, a prefix only, a reservation."""
    codes = wanted(22, 23, 24)
    client.solicit(ia_na(1), codes)
    client.solicit(ia_na(2, address("2001:db8:1::2d0")), codes)
    client.solicit(ia_na(1), ia_na(2, address("2001:db8:1::2d0")), codes)
    client.solicit(ia_pd(1), codes)
    client.solicit(codes)
    client.inform(codes)
    reserved(client, 2).solicit(ia_na(1), codes)
    through(client, "SOLICIT", ia_na(1), codes)
    through(client, "INFORMATION-REQUEST", codes)


def vendors(client: Client) -> None:
    """Vendor options by enterprise: by class, by vendor options, asked inside of them, unknown ones, both."""
    both = wanted(VENDOR_CLASS, VENDOR_OPTIONS)
    client.solicit(ia_na(1), both)
    client.solicit(ia_na(1), (VENDOR_CLASS, CABLE + b"\0\x09docsis3.0"), both)
    client.solicit(ia_na(1), (VENDOR_OPTIONS, CABLE), both)
    client.solicit(ia_na(1), (VENDOR_OPTIONS, CABLE + tlv(1, b"\0\x20")), both)
    client.solicit(ia_na(1), (VENDOR_OPTIONS, CABLE + tlv(1, b"\0\x21\0\x20")), both)
    client.solicit(ia_na(1), (VENDOR_OPTIONS, CABLE + tlv(1, b"\0\x21")), asks=False)
    client.solicit(ia_na(1), (VENDOR_OPTIONS, number(1234, 4) + tlv(1, b"\0\1")), both)
    client.solicit(ia_na(1), (VENDOR_OPTIONS, number(9999, 4) + tlv(1, b"\0\1")), both)
    client.solicit(ia_na(1), (VENDOR_OPTIONS, CABLE + tlv(1, b"\0\x21")),
                   (VENDOR_OPTIONS, number(1234, 4) + tlv(1, b"\0\1")), both)  # fmt: skip
    client.solicit(ia_na(1), (VENDOR_CLASS, b"\0\0"), both)
    client.solicit(ia_na(1), (VENDOR_OPTIONS, b"\0"), both)
    client.solicit(ia_na(1), (USER_CLASS, b""), both)
    client.solicit(ia_na(1), (USER_CLASS, b"\0\4user"), both)
    client.solicit(ia_na(1), (USER_CLASS, b"\0\x09cut"), both)


def odd_values(client: Client) -> None:
    """Options that only servers send, and broken ones that a server does not read."""
    client.solicit(ia_na(1), (PREFERENCE, b"\xff"))
    client.solicit(ia_na(1), (UNICAST, b"x"))
    client.solicit(ia_na(1), (23, b"x"))
    client.solicit(ia_na(1), (24, b"\x09x"))
    client.solicit(ia_na(1), (32, b"x"))
    client.solicit(ia_na(1), (0, b""))
    client.solicit(ia_na(1), (82, b"xx"))


def lifetime_hints(client: Client) -> None:
    """Lifetimes wished for: within bounds, below, above, preferred above valid, in each message."""
    wish = "2001:db8:1::2d1"
    for preferred, valid in ((900, 2000), (1, 1), (7000, 9000), (5000, 2000), (0xFFFFFFFF, 0xFFFFFFFF), (0, 2000)):
        client.solicit(ia_na(1, address(wish, preferred, valid)))
    client.request(ia_na(1, address(wish, 900, 2000)))
    client.renew(ia_na(1, address(wish, 1000, 3000)))
    client.rebind(ia_na(1, address(wish, 1100, 3100)))
    client.renew(ia_na(1, address(wish)))
    client.solicit(ia_pd(1, prefix("2001:db8:a1d1:100::/56", 900, 2000)))
    client.request(ia_pd(2, prefix("::/56", 900, 2000)))


def timers(client: Client) -> None:
    """T1 and T2 of subnets: calculated, of endless leases, beyond the lifetime, in the wrong order, none."""
    client.solicit(ia_na(1), ia_pd(1))
    client.solicit(ia_na(2, address("2001:db8:1::2d2", 1000, 1000)), ia_pd(2))
    client.solicit(ia_na(3), ia_na(4, address("2001:db8:1::2d3", 1000, 1000)))
    for link in ("2001:db8:2::1", "2001:db8:3::1", "2001:db8:4::1", "2001:db8:5::1"):
        through(client, "SOLICIT", ia_na(1), ia_pd(1), link=link)
        through(client, "REQUEST", ia_na(1), ia_pd(1), link=link)


def to_the_server(client: Client) -> None:
    """Messages to the server's own addresses: each type, to the global and to the link-local address."""
    client.bind()
    for kind in ("SOLICIT", "CONFIRM", "REBIND", "INFORMATION-REQUEST", "REQUEST", "RENEW", "DECLINE", "RELEASE"):
        associations = () if kind == "INFORMATION-REQUEST" else client.bound
        client.say(kind, *associations, envelope=unicast(client.local, SERVER))
        client.say(kind, *associations, envelope=unicast(client.local, SERVER_LOCAL))


def unicast_asked(client: Client) -> None:
    """Is the unicast option sent; a renewal from the address held."""
    client.solicit(ia_na(1), wanted(12))
    client.request(*client.advertised, wanted(12))
    client.renew(envelope=unicast(client.lease(), SERVER))
    client.renew(envelope=multicast(client.lease()))
    client.release(envelope=unicast(client.lease(), SERVER))
    through(client, "SOLICIT", ia_na(1), wanted(12))
    client.say("REQUEST", ia_na(1), relays=[Hop("2001:db8:2::1")], envelope=unicast("2001:db8:2::1", port=547))


CASES: Final[tuple[Case, ...]] = (
    option_requests, vendors, odd_values, to_the_server, unicast_asked, lifetime_hints,
)  # fmt: skip
OPTIONS: Final[tuple[Case, ...]] = (option_requests, everything, always_sent, levels, vendors)
TIMES: Final[tuple[Case, ...]] = (lifetime_hints, timers)
TO_THE_SERVER: Final[tuple[Case, ...]] = (to_the_server, unicast_asked)

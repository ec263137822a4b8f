"""What replies carry: parameter request lists, lifetimes, sizes; and what requests may look like on the wire."""

from collections.abc import Callable
from typing import Final

from tests.system import packets
from tests.system.cases.relay import relayed
from tests.system.conversation import USUAL, Case, Client
from tests.system.packets import ip, tlv
from tests.system.wire import SERVER

BIG = bytes((1, 3, 6, 15, 224, 226, 227, 119, 4, 13, 17, 43, 230, 231, 232, 125))


def seconds(value: int) -> bytes:
    return value.to_bytes(4, "big")


def parameter_lists(client: Client) -> None:
    """Parameter request lists: empty, order, repeated codes, unknown codes, codes a server fills in itself."""
    for codes in (b"", b"\x0f\6\3\1", b"\1\1\3\3", bytes((0, 255, 252, 119)), bytes((53, 54, 51, 58, 59, 61, 82, 55)),
                  bytes(range(1, 255)), b"\1\3"):  # fmt: skip
        client.say("DISCOVER", [(55, codes)])
    client.say("DISCOVER", [(55, b"\1\3"), (55, b"\6\x0f")])


def lifetime_wishes(client: Client) -> None:
    """A wish for a lease time (option 51) in DISCOVER: short, usual, long, infinite, zero, too short an option."""
    for wish in (600, 4000, 6000, 100000, 0xFFFFFFFF, 0):
        client.discover((51, seconds(wish)))
    client.discover((51, b"\1\2"))


def lifetime_in_request(client: Client) -> None:
    """A wish for a lease time in REQUEST and in a renewal; a wish for timers (58, 59)."""
    client.discover()
    client.request(client.address, (51, seconds(2000)))
    client.renew(client.address, (51, seconds(3000)))
    client.renew(client.address, (58, seconds(5)), (59, seconds(6)))


def lifetime_behind_relays(client: Client) -> None:
    """Lifetimes and timers of other subnets."""
    relayed(client, "DISCOVER")
    relayed(client, "DISCOVER", giaddr="10.99.0.1")
    relayed(client, "DISCOVER", (51, seconds(2000)), giaddr="10.99.0.1")


def vendor_classes(client: Client) -> None:
    """Vendor class (60), user class (77), PXE (93, 94, 97), vendor-identifying options (124, 125) and others."""
    client.discover((60, b"MSFT 5.0"))
    client.discover((60, b"docsis3.0"), (43, tlv(1, b"x")))
    client.discover((60, b"eRouter1.0"))
    client.discover((60, b"PXEClient:Arch:00000:UNDI:002001"), (93, b"\0\0"), (94, b"\1\2\1"), (97, b"\0" + b"u" * 16))
    client.discover((77, b"\4user"), (77, b""))
    client.discover((77, b"plain text"))
    client.discover((124, b"\0\0\x11\x8b\4abcd"), (125, b"\0\0\x11\x8b\4\1\2\2\3"))
    client.discover((80, b""))
    client.discover((116, b"\1"))
    client.discover((108, b""))
    client.discover((145, b"\1"))


def message_types(client: Client) -> None:
    """Message types a server does not serve, and option 53 of wrong shape."""
    for kind in (0, 2, 5, 6, 9, 10, 13, 18, 200):
        client.say(kind, [(55, USUAL)])
    client.say(None, [(55, USUAL)], note="no option 53")
    client.say(None, [(53, b""), (55, USUAL)], note="empty option 53")
    client.say(None, [(53, b"\1\2"), (55, USUAL)], note="long option 53")
    client.say("DISCOVER", [(53, b"\3")], note="two of option 53")


def broken_messages(client: Client) -> None:
    """Messages that are cut, padded or not meant for a server."""
    client.say("DISCOVER", op=2)
    client.say("DISCOVER", op=0)
    client.say("DISCOVER", cookie=b"\1\2\3\4")
    for sent, change in MUTILATIONS:
        good = packets.message(1, client.mac, client.wire.next_xid(), [(55, USUAL)])
        client.raw(f"DISCOVER {sent}", change(good))


MUTILATIONS: Final[tuple[tuple[str, Callable[[bytes], bytes]], ...]] = (
    ("cut after 200 octets", lambda good: good[:200]),
    ("cut after 236 octets", lambda good: good[:236]),
    ("cut after the cookie", lambda good: good[:240]),
    ("cut inside option 55", lambda good: good[:-6]),
    ("without END", lambda good: good[:-1]),
    ("with octets after END", lambda good: good + b"\x0c\4junk"),
    ("with pads between options", lambda good: good[:243] + bytes(20) + good[243:] + bytes(60)),
    ("ending in a lone option code", lambda good: good[:-1] + b"\x0c"),
    ("with an option longer than the message", lambda good: good[:-1] + b"\x0c\xf0abc"),
    ("all zero", lambda good: bytes(len(good))),
)


def odd_option_values(client: Client) -> None:
    """Options whose values have a wrong length."""
    client.discover((50, b"\1\2"))
    client.discover((50, b""))
    client.say("REQUEST", [(54, b"\1\2\3"), (50, ip("192.0.2.190"))])
    client.discover((57, b"\1"))
    client.discover((12, b"x" * 255))
    client.discover((82, b"\1"))
    client.discover((6, b"\1\2\3"))
    client.discover((43, b"\1\5\1"))
    client.discover((125, b"\0\0\0\1\x09\1"))
    client.discover((119, b"\xc0\x00"))
    client.discover((121, b"\x21\1\2"))


def repeated_options(client: Client) -> None:
    """Options that occur twice although they are short: joined (RFC 3396) or one of them?"""
    client.other(1).discover((50, ip("192.0.2.185")), (50, ip("192.0.2.186")))
    client.other(2).discover((50, ip("192.0.2.185")[:2]), (50, ip("192.0.2.185")[2:]))
    client.other(3).discover((12, b"one"), (12, b"two"))


def overloaded(client: Client) -> None:
    """Option overload (52) in a request: options in file, in sname, in both; and a wrong value."""
    file = tlv(12, b"infile") + b"\xff"
    sname = tlv(50, ip("192.0.2.187")) + b"\xff"
    client.other(1).discover((52, b"\1"), file=file)
    client.other(2).discover((52, b"\2"), sname=sname)
    client.other(3).discover((52, b"\3"), file=file, sname=sname)
    client.other(4).discover((52, b"\4"), file=file)


def transaction_zero(client: Client) -> None:
    """A transaction id of zero is one like any other."""
    client.raw("DISCOVER xid 0", packets.message(1, client.mac, 0, [(55, USUAL)]))


def everything(client: Client) -> None:
    """All options the configuration has, asked for with various maximum message sizes (option 57)."""
    for size in (None, 1500, 576, 300, 100):
        limit = [] if size is None else [(57, size.to_bytes(2, "big"))]
        client.say("DISCOVER", [(55, BIG), *limit])


def unasked(client: Client) -> None:
    """What comes without being asked for: always-send, boot fields."""
    client.say("DISCOVER", [(55, b"\1")])
    client.say("DISCOVER")
    client.say("INFORM", [(55, b"\1")], ciaddr="192.0.2.30")


def precedence(client: Client) -> None:
    """One option at global, subnet and pool level; a pool without it; a reservation outside pools."""
    client.discover()
    client.other().discover((50, ip("192.0.2.190")))
    client.discover(mac=bytes.fromhex("02be00000002"))
    relayed(client, "DISCOVER")
    client.say("INFORM", [(55, USUAL)], ciaddr="192.0.2.190")
    client.say("INFORM", [(55, USUAL)], ciaddr="192.0.2.30")


def boot_options(client: Client) -> None:
    """Boot file and server name asked for as options 66 and 67."""
    client.say("DISCOVER", [(55, bytes((66, 67, 150)))])


def vendor_spaces(client: Client) -> None:
    """Options 43 and 125 asked for by clients of that vendor and of another."""
    client.say("DISCOVER", [(55, bytes((43,))), (60, b"some vendor")])
    client.say("DISCOVER", [(55, bytes((125,))), (125, b"\0\0\x11\x8b\3\1\1\2")])
    client.say("DISCOVER", [(55, bytes((125,))), (125, b"\0\0\0\x09\3\1\1\2")])
    client.say("DISCOVER", [(55, bytes((125,))), (124, b"\0\0\x11\x8b\4abcd")])
    client.say("DISCOVER", [(55, bytes((125,)))])


def exhausted(client: Client) -> None:
    """One address for two clients: the second gets none; after a release it does. A subnet without pools."""
    address = client.bind()
    other = client.other()
    other.discover()
    other.request(address)
    other.request("192.0.2.101")
    client.say("RELEASE", [(54, ip(SERVER))], ciaddr=address)
    other.discover()
    relayed(other, "DISCOVER")


def two_offers(client: Client) -> None:
    """One address and two clients that both discover before either requests; the loser requests too."""
    other = client.other()
    client.discover()
    other.discover()
    client.request("192.0.2.100")
    other.request("192.0.2.100")
    client.say("RELEASE", [(54, ip(SERVER))], ciaddr="192.0.2.100")


def other_server_id(client: Client) -> None:
    """Messages that name the server by the configured id, by its address, by neither."""
    client.discover()
    client.request(client.address, server="192.0.2.250")
    client.request(client.address, server=SERVER)
    client.request(client.address, server="192.0.2.251")
    client.say("INFORM", [(55, USUAL)], ciaddr="192.0.2.30")
    client.reboot("203.0.113.9")


CASES: Final[tuple[Case, ...]] = (
    parameter_lists,
    lifetime_wishes,
    lifetime_in_request,
    vendor_classes,
    message_types,
    broken_messages,
    odd_option_values,
    repeated_options,
    overloaded,
    transaction_zero,
)
OPTIONS: Final[tuple[Case, ...]] = (everything, unasked, precedence, boot_options, vendor_spaces, parameter_lists)
TIMES: Final[tuple[Case, ...]] = (lifetime_wishes, lifetime_in_request, lifetime_behind_relays)
ONE_ADDRESS: Final[tuple[Case, ...]] = (two_offers, exhausted)
SERVER_ID: Final[tuple[Case, ...]] = (other_server_id,)

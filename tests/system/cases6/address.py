"""How a client comes to addresses and keeps them: SOLICIT, REQUEST, RENEW, REBIND, CONFIRM, RELEASE, DECLINE."""

from typing import Final

from tests.system.conversation6 import Case, Client
from tests.system.packets6 import (
    CLIENT_ID,
    ELAPSED,
    IA_NA,
    IAADDR,
    RAPID_COMMIT,
    RECONFIGURE_ACCEPT,
    SERVER_ID,
    address,
    ia_na,
    ia_pd,
    ia_ta,
    prefix,
    wanted,
)
from tests.system.wire6 import GUARD_ADDRESS, SERVER_DUID

FREE: Final = "2001:db8:1::290"
OTHER_SERVER: Final = (SERVER_ID, b"\0\3\0\1\2\xee\xee\xee\xee\xee")


def solicit_bare(client: Client) -> None:
    """A SOLICIT with nothing but a client id, then with the usual option request."""
    client.solicit(asks=False)
    client.solicit()


def solicit_address(client: Client) -> None:
    """A SOLICIT for one address, twice; IAIDs at both ends of their range."""
    client.solicit(ia_na(1))
    client.solicit(ia_na(1))
    client.solicit(ia_na(0))
    client.solicit(ia_na(0xFFFFFFFF))


def solicit_elapsed(client: Client) -> None:
    """Elapsed time and reconfigure accept are no matter."""
    client.solicit(ia_na(1), (ELAPSED, b"\0\0"))
    client.solicit(ia_na(1), (ELAPSED, b"\xff\xff"))
    client.solicit(ia_na(1), (RECONFIGURE_ACCEPT, b""))


def solicit_hint_free(client: Client) -> None:
    """A wish for a free address of the pool; two wishes; wishes with lifetimes and timers."""
    client.solicit(ia_na(1, address(FREE)))
    client.solicit(ia_na(1, address(FREE), address("2001:db8:1::291")))
    client.solicit(ia_na(1, address(FREE, 7, 9), t1=5, t2=6))


def solicit_hint_useless(client: Client) -> None:
    """Wishes outside of the pool, of another subnet, for ::, for an address reserved for another client."""
    client.solicit(ia_na(1, address("2001:db8:1::50")))
    client.solicit(ia_na(1, address("2001:db8:2::290")))
    client.solicit(ia_na(1, address("::")))
    client.solicit(ia_na(1, address("2001:db8:1::284")))
    client.solicit(ia_na(1, address(GUARD_ADDRESS)))


def solicit_hint_taken(client: Client) -> None:
    """A wish for an address that another client holds."""
    other = client.other()
    other.bind(ia_na(1, address("2001:db8:1::292")))
    client.solicit(ia_na(1, address("2001:db8:1::292")))
    other.release()


def solicit_with_lease(client: Client) -> None:
    """A client with a lease solicits: the same IAID, another wish, another IAID."""
    client.bind()
    client.solicit(ia_na(1))
    client.solicit(ia_na(1, address("2001:db8:1::293")))
    client.solicit(ia_na(2))


def solicit_several(client: Client) -> None:
    """Several identity associations at once, then the same in a REQUEST."""
    client.solicit(ia_na(1), ia_na(2), ia_na(3, address("2001:db8:1::294")))
    client.request()
    client.solicit(ia_na(4), ia_na(4))
    client.solicit(ia_na(5), ia_pd(5), ia_na(6), ia_pd(6))
    client.request()
    client.solicit(ia_pd(7), ia_na(7))


def temporary(client: Client) -> None:
    """Temporary addresses: alone, beside another kind, in each message."""
    client.solicit(ia_ta(1))
    client.solicit(ia_ta(1), ia_na(1))
    client.request(ia_ta(1))
    client.request(ia_ta(1, address(FREE)), ia_na(1))
    client.renew(ia_ta(1, address(FREE)))
    client.rebind(ia_ta(1, address(FREE)))
    client.confirm(ia_ta(1, address(FREE)))
    client.release(ia_ta(1, address(FREE)))
    client.decline(ia_ta(1, address(FREE)))


def rapid_commit(client: Client) -> None:
    """Rapid commit asked for; then a REQUEST for the same."""
    client.solicit(ia_na(1), (RAPID_COMMIT, b""))
    client.request(ia_na(1))
    client.solicit(ia_na(1), (RAPID_COMMIT, b""))
    client.solicit(ia_na(2), ia_pd(2), (RAPID_COMMIT, b""))
    client.solicit(ia_na(3), (RAPID_COMMIT, b"xx"))
    client.request(ia_na(4), (RAPID_COMMIT, b""))


def request_after_advertise(client: Client) -> None:
    """The usual four messages, then the same REQUEST again, also with the same transaction id."""
    client.solicit(ia_na(1))
    xid = client.wire.next_xid()
    client.request(xid=xid)
    client.request(xid=xid)
    client.request()


def request_without_solicit(client: Client) -> None:
    """A REQUEST for an address that was never advertised; for none; with lifetimes."""
    client.request(ia_na(1, address("2001:db8:1::295")))
    client.request(ia_na(2))
    client.request(ia_na(3, address("2001:db8:1::296", 100, 200), t1=50, t2=80))


def request_other_address(client: Client) -> None:
    """A REQUEST for another free address than the one held."""
    client.bind()
    client.request(ia_na(1, address("2001:db8:1::297")))
    client.renew(ia_na(1, address("2001:db8:1::297")))


def request_useless(client: Client) -> None:
    """A REQUEST for addresses outside the pool, of another subnet, reserved for others, taken."""
    client.request(ia_na(1, address("2001:db8:1::50")))
    client.request(ia_na(2, address("2001:db8:2::290")))
    client.request(ia_na(3, address("2001:db8:77::1")))
    client.request(ia_na(4, address("2001:db8:1::284")))
    other = client.other()
    other.bind()
    client.request(ia_na(5, address(other.lease())))


def request_two_addresses(client: Client) -> None:
    """A REQUEST with two addresses in one identity association."""
    client.request(ia_na(1, address("2001:db8:1::298"), address("2001:db8:1::299")))
    client.renew()


def request_nothing(client: Client) -> None:
    """Messages without identity associations."""
    client.say("REQUEST")
    client.say("RENEW")
    client.say("REBIND")
    client.say("CONFIRM")
    client.say("RELEASE")
    client.say("DECLINE")


def wrong_server(client: Client) -> None:
    """Messages to another server; without server id where one must be; with one where none may be."""
    client.bind()
    for kind in ("REQUEST", "RENEW", "RELEASE", "DECLINE"):
        client.say(kind, *client.bound, server=OTHER_SERVER)
        client.say(kind, *client.bound, server=None)
    for kind in ("SOLICIT", "REBIND", "CONFIRM"):
        client.say(kind, *client.bound, server=(SERVER_ID, SERVER_DUID))
        client.say(kind, *client.bound, server=OTHER_SERVER)
    client.renew()


def no_client(client: Client) -> None:
    """Messages without client id."""
    for kind in ("SOLICIT", "REQUEST", "RENEW", "REBIND", "CONFIRM", "RELEASE", "DECLINE"):
        client.say(kind, ia_na(1, address(FREE)), ident=None)


def odd_clients(client: Client) -> None:
    """Client ids that are empty, short, long, too long, unknown in type, of all zeros; two of them; the server's."""
    for duid in (b"", b"\0", b"\0\3", b"\0\3\0", b"\0\3\0\1", b"\0\1" + b"x" * 126, b"\0\1" + b"x" * 128,
                 b"\0\1" + b"x" * 129, b"\xff\xff" + b"y" * 8, bytes(10)):  # fmt: skip
        client.solicit(ia_na(1), ident=(CLIENT_ID, duid))
    client.solicit(ia_na(1), (CLIENT_ID, b"\0\3\0\1second"))
    client.solicit(ia_na(1), ident=(CLIENT_ID, SERVER_DUID))


def repeated_server(client: Client) -> None:
    """Two server ids, ours first and ours last."""
    client.request(ia_na(1), OTHER_SERVER)
    client.request(ia_na(1), (SERVER_ID, SERVER_DUID), server=OTHER_SERVER)


def renew_known(client: Client) -> None:
    """A client renews and rebinds its lease: as it is, without address, with lifetimes, with another client id."""
    client.bind()
    client.renew()
    client.rebind()
    client.renew(ia_na(1))
    client.rebind(ia_na(1))
    client.renew(ia_na(1, address(client.lease(), 10, 20), t1=3, t2=4))
    client.renew(ia_na(2, address(client.lease())))
    client.other().renew(*client.bound)
    client.other().rebind(*client.bound)


def renew_unknown(client: Client) -> None:
    """RENEW of what the server does not know: free, outside of the pool, of other subnets, without address."""
    client.renew(ia_na(1, address("2001:db8:1::29a")))
    client.renew(ia_na(2, address("2001:db8:1::50")))
    client.renew(ia_na(3, address("2001:db8:2::29a")))
    client.renew(ia_na(4, address("2001:db8:77::1")))
    client.renew(ia_na(5))


def rebind_unknown(client: Client) -> None:
    """REBIND of what the server does not know: free, outside of the pool, of other subnets, without address."""
    client.rebind(ia_na(1, address("2001:db8:1::29b")))
    client.rebind(ia_na(2, address("2001:db8:1::50")))
    client.rebind(ia_na(3, address("2001:db8:2::29b")))
    client.rebind(ia_na(4, address("2001:db8:77::1")))
    client.rebind(ia_na(5))


def renew_foreign(client: Client) -> None:
    """RENEW and REBIND of an address that another client holds, and of one reserved for another."""
    other = client.other()
    other.bind()
    client.renew(ia_na(1, address(other.lease())))
    client.rebind(ia_na(2, address(other.lease())))
    client.renew(ia_na(3, address("2001:db8:1::284")))


def renew_more(client: Client) -> None:
    """RENEW of what is held together with other addresses and identity associations."""
    client.bind()
    held = address(client.lease())
    client.renew(ia_na(1, held, address("2001:db8:1::29c")))
    client.renew(ia_na(1, held, address("2001:db8:77::1")))
    client.renew(ia_na(1, held), ia_na(2))
    client.renew(ia_na(1, held), ia_na(3, address("2001:db8:1::29d")), ia_pd(1))


def rebind_more(client: Client) -> None:
    """REBIND of what is held together with what is not on this link."""
    client.bind()
    held = address(client.lease())
    client.rebind(ia_na(1, held, address("2001:db8:77::1")))
    client.rebind(ia_na(1, held), ia_na(2, address("2001:db8:77::1")))
    client.rebind(ia_na(1, held), ia_pd(1), ia_na(3))


def confirm(client: Client) -> None:
    """CONFIRM: addresses held, free, outside the pool, of another subnet, of nowhere, mixed, none, a prefix."""
    client.bind()
    client.confirm()
    client.confirm(ia_na(2, address("2001:db8:1::29e")))
    client.confirm(ia_na(1, address("2001:db8:1::50")))
    client.confirm(ia_na(1, address("2001:db8:2::100")))
    client.confirm(ia_na(1, address("2001:db8:77::1")))
    client.confirm(ia_na(1, address(client.lease()), address("2001:db8:77::1")))
    client.confirm(*client.bound, ia_na(2, address("2001:db8:77::1")))
    client.confirm(ia_na(1))
    client.confirm(ia_pd(1, prefix("2001:db8:a177::/56")))


def release(client: Client) -> None:
    """RELEASE: what is held, then again; then a SOLICIT and a RENEW."""
    client.bind()
    client.release()
    client.release()
    client.renew()
    client.solicit(ia_na(1))


def release_wrong(client: Client) -> None:
    """RELEASE with another IAID, no address, a foreign address, one held and one unknown, several."""
    client.bind()
    held = address(client.lease())
    client.release(ia_na(2, held))
    client.release(ia_na(1))
    client.other().release(*client.bound)
    client.release(ia_na(1, address("2001:db8:77::1")))
    client.release(ia_na(1, address("2001:db8:1::29f")))
    client.release(ia_na(1, held, address("2001:db8:1::29f")))
    client.bind(ia_na(3), ia_na(4), ia_pd(3))
    client.release()
    client.bind(ia_na(5))
    client.release(*client.bound, ia_na(6, address("2001:db8:1::2a0")))


def decline(client: Client) -> None:
    """DECLINE: what is held; then the same client solicits the same address, and renews it."""
    client.bind(ia_na(1, address("2001:db8:1::2a1")))
    client.decline()
    client.solicit(ia_na(1, address("2001:db8:1::2a1")))
    client.renew()
    client.decline()
    client.release()
    client.other().request(ia_na(1, address("2001:db8:1::2a1")))


def decline_wrong(client: Client) -> None:
    """DECLINE with another IAID, no address, a foreign address, a prefix, one held and one unknown."""
    client.bind()
    held = address(client.lease())
    client.decline(ia_na(2, held))
    client.decline(ia_na(1))
    client.other().decline(*client.bound)
    client.decline(ia_na(1, address("2001:db8:77::1")))
    client.decline(ia_na(1, held, address("2001:db8:1::2a2")))
    client.bind(ia_pd(1))
    client.decline()


def inform(client: Client) -> None:
    """INFORMATION-REQUEST: with and without client id, server id, option request, with an identity association."""
    client.inform()
    client.inform(asks=False)
    client.inform(ident=None)
    client.inform(server=(SERVER_ID, SERVER_DUID))
    client.inform(server=OTHER_SERVER)
    client.inform(ident=None, server=(SERVER_ID, SERVER_DUID))
    client.inform(ia_na(1))
    client.inform(ia_pd(1))
    client.inform(ia_ta(1))
    client.inform(wanted(23, 24, 32))


def broken_options(client: Client) -> None:
    """Identity associations that are cut off, addresses too short, statuses in them, unknown options."""
    client.solicit((IA_NA, b"\0\0\0\1"))
    client.solicit((IA_NA, b""))
    client.solicit((IA_NA, bytes(12) + b"\0\5\0\x18xx"))
    client.solicit((IA_NA, bytes(12) + b"\0\5\0\4abcd"))
    client.solicit(ia_na(1, (13, b"\0\0")))
    client.solicit(ia_na(1, (13, b"")))
    client.solicit(ia_na(1, (999, b"hello")))
    client.solicit(ia_na(1, address(FREE, 0, 0, (13, b"\0\1bad"))))
    client.solicit(ia_na(1), (IAADDR, bytes(24)))
    client.solicit(ia_na(1), (999, b"hello"))
    client.solicit(ia_na(1), (6, b"\0"))
    client.solicit(ia_na(1), (8, b"\0"))
    client.solicit(ia_na(1), (13, b"\0"))


def message_types(client: Client) -> None:
    """Message types that no client sends to a server, and unknown ones."""
    for kind in (0, 2, 7, 10, 14, 15, 16, 17, 20, 21, 36, 99, 255):
        client.say(kind, ia_na(1))


def broken_messages(client: Client) -> None:
    """Messages that are cut off, or end in the middle of an option."""
    solicit = b"\1\xab\xcd\xef"
    for text in (b"", b"\1", b"\1\xab\xcd", solicit, solicit + b"\0", solicit + b"\0\1\0", solicit + b"\0\1\0\x0a\0\3",
                 solicit + b"\0\1\0\x0a\0\3\0\1\2\xaa\0\0\0\x01\0\3", b"\x0c", b"\x0c" + bytes(33),
                 b"\x0c" + bytes(20)):  # fmt: skip
        client.raw(f"{text.hex(' ')}", text, 0xABCDEF)


CASES: Final[tuple[Case, ...]] = (
    solicit_bare, solicit_address, solicit_elapsed, solicit_hint_free, solicit_hint_useless, solicit_hint_taken,
    solicit_with_lease, solicit_several, temporary, rapid_commit, request_after_advertise, request_without_solicit,
    request_other_address, request_useless, request_two_addresses, request_nothing, wrong_server, no_client,
    odd_clients, repeated_server, renew_known, renew_unknown, rebind_unknown, renew_foreign, renew_more, rebind_more,
    confirm, release, release_wrong, decline, decline_wrong, inform, broken_options, message_types, broken_messages,
)  # fmt: skip
"""In the order in which they are held."""

RAPID: Final[tuple[Case, ...]] = (solicit_address, rapid_commit, solicit_several, temporary)

"""What relays add: link and peer addresses, hops, interface ids, options for clients, ports, link-layer addresses."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from tests.system.conversation6 import Case, Client, Hop
from tests.system.packets6 import (
    INTERFACE_ID,
    LINK_LAYER_ADDRESS,
    NOWHERE,
    RELAY_FORW,
    RELAY_MESSAGE,
    RELAY_PORT,
    REMOTE_ID,
    RSOO,
    SERVER_PORT,
    SUBSCRIBER_ID,
    Option,
    address,
    ia_na,
    ia_pd,
    ip,
    message,
    relayed,
    tlv,
)
from tests.system.wire6 import multicast, unicast

LINK: Final = "2001:db8:2::1"
PORT_7: Final = (INTERFACE_ID, b"port-7")
PORT_8: Final = (INTERFACE_ID, b"port-8")


def through(client: Client, kind: str, *options: Option, link: str = LINK, port: int = SERVER_PORT) -> None:
    """Send a message as a relay on this link forwards it."""
    envelope = None if port == SERVER_PORT else unicast(link, port=port)
    client.say(kind, *options, relays=[Hop(link)], envelope=envelope)


def by(client: Client, *hops: Hop, kind: str = "SOLICIT") -> None:
    """Send a SOLICIT for an address through these relays, the one beside the client first."""
    client.say(kind, ia_na(1), relays=hops)


def sarr(client: Client) -> None:
    """Four messages through a relay, then renewal, rebinding and release."""
    through(client, "SOLICIT", ia_na(1), ia_pd(1))
    through(client, "REQUEST", *client.advertised)
    through(client, "RENEW", *client.bound)
    through(client, "REBIND", *client.bound)
    through(client, "CONFIRM", *client.bound)
    through(client, "INFORMATION-REQUEST")
    through(client, "RELEASE", *client.bound)


def moved(client: Client) -> None:
    """A client with a lease on our link appears behind a relay."""
    held = client.bind()
    through(client, "CONFIRM", *held)
    through(client, "RENEW", *held)
    through(client, "REBIND", *held)
    through(client, "SOLICIT", ia_na(1))
    through(client, "REQUEST", *client.advertised)
    client.renew(*held)


def chains(client: Client) -> None:
    """Two and three relays: which link address counts."""
    far = Hop("2001:db8:2::1")
    by(client, far, Hop("2001:db8:3::1"))
    by(client, far, Hop("2001:db8:3::1"), Hop("2001:db8:4::1"))
    by(client, Hop(NOWHERE, options=[PORT_7]), Hop("2001:db8:2::1"))
    by(client, Hop(NOWHERE), Hop(NOWHERE), Hop("2001:db8:2::1"))
    by(client, Hop("2001:db8:77::1"), Hop("2001:db8:2::1"))
    by(client, Hop("fe80::7"), Hop("2001:db8:2::1"))


def interface_ids(client: Client) -> None:
    """Interface ids: of a subnet, unknown, empty, on several hops, with a link address of another subnet."""
    by(client, Hop(NOWHERE, options=[PORT_7]))
    by(client, Hop(NOWHERE, options=[PORT_8]))
    by(client, Hop(NOWHERE))
    by(client, Hop(NOWHERE, options=[(INTERFACE_ID, b"")]))
    by(client, Hop(LINK, options=[PORT_7]))
    by(client, Hop("2001:db8:77::1", options=[PORT_7]))
    by(client, Hop(LINK, options=[PORT_8]))
    by(client, Hop(LINK, options=[PORT_8]), Hop("2001:db8:3::1", options=[PORT_7]))
    by(client, Hop(LINK, options=[PORT_7, PORT_8]))
    by(client, Hop(LINK, options=[(INTERFACE_ID, b"x" * 300)]))


def listed_relay(client: Client) -> None:
    """A relay named in a subnet's list: by its link address, as the sender; an address inside that subnet."""
    by(client, Hop("2001:db8:99::1"))
    by(client, Hop("2001:db8:3::1"))
    by(client, Hop(NOWHERE), Hop("2001:db8:99::1"))
    client.say("SOLICIT", ia_na(1), relays=[Hop(LINK)], envelope=unicast("2001:db8:99::1", port=SERVER_PORT))


def hop_counts(client: Client) -> None:
    """Hop counts as relays may set them, also wrong ones."""
    by(client, Hop(LINK, hops=7))
    by(client, Hop(LINK, hops=32))
    by(client, Hop(LINK, hops=33))
    by(client, Hop(LINK, hops=255))


def deep_chains(client: Client) -> None:
    """As many relays as allowed, and more."""
    for depth in (8, 31, 32, 33, 34):
        by(client, *(Hop(LINK if at == 0 else NOWHERE, peer="2001:db8:2::2") for at in range(depth)))


def peers(client: Client) -> None:
    """Peer addresses: link-local, global, unspecified."""
    by(client, Hop(LINK, peer="fe80::1234"))
    by(client, Hop(LINK, peer="2001:db8:2::77"))
    by(client, Hop(LINK, peer=NOWHERE))


def ports(client: Client) -> None:
    """A relay that sends from another port: without and with the relay port option (RFC 8357)."""
    through(client, "SOLICIT", ia_na(1), port=10547)
    for port in (b"\0\0", b"\x29\x33", b"\0", b""):
        hop = Hop(LINK, options=[(RELAY_PORT, port)])
        client.say("SOLICIT", ia_na(1), relays=[hop], envelope=unicast(LINK, port=10547))
    inner = Hop(LINK, options=[(RELAY_PORT, b"\x29\x33")])
    client.say("SOLICIT", ia_na(1), relays=[inner, Hop("2001:db8:3::1")])
    outer = replace(inner, link="2001:db8:3::1", options=[(RELAY_PORT, b"\0\0")])
    client.say("SOLICIT", ia_na(1), relays=[inner, outer], envelope=unicast("2001:db8:3::1", port=10547))


def ways(client: Client) -> None:
    """A relay that sends to the groups of servers and of relays, from a link-local address; a client's odd port."""
    hop = Hop(LINK)
    group = replace(multicast("2001:db8:2::1"), source_port=SERVER_PORT)
    client.say("SOLICIT", ia_na(1), relays=[hop], envelope=group)
    site = replace(multicast("2001:db8:2::1", "ff05::1:3"), source_port=SERVER_PORT)
    client.say("SOLICIT", ia_na(1), relays=[hop], envelope=site)
    client.say("SOLICIT", ia_na(1), relays=[hop], envelope=replace(group, source=client.local))
    client.say("SOLICIT", ia_na(1), envelope=replace(multicast(client.local), source_port=1546))
    client.say("SOLICIT", ia_na(1), envelope=multicast(client.local, "ff05::1:3"))


def carried(client: Client) -> None:
    """Options of relays come back or not: remote id, subscriber id, link-layer address, unknown ones."""
    options = [(REMOTE_ID, b"\0\0\x11\x8bswitch 3"), (SUBSCRIBER_ID, b"subscriber"), (999, b"unknown"),
               (LINK_LAYER_ADDRESS, b"\0\1" + client.mac), (43, b"\0\x11")]  # fmt: skip
    by(client, Hop(LINK, options=options))
    by(client, Hop(LINK, options=[*options, PORT_8]), Hop("2001:db8:3::1", options=[(INTERFACE_ID, b"up")]))
    by(client, Hop(LINK, options=options), kind="REQUEST")


def messages(client: Client) -> None:
    """Relay messages that hold no message, a broken one, two, options after it, a server's answer, an unknown type."""
    start = bytes((RELAY_FORW, 0)) + ip(LINK) + ip(client.local)
    broken: dict[str, Callable[[bytes], bytes]] = {
        "no message": lambda solicit: start,
        "an empty message": lambda solicit: start + tlv(RELAY_MESSAGE, b""),
        "half a message": lambda solicit: start + tlv(RELAY_MESSAGE, solicit[:3]),
        "two messages": lambda solicit: start + tlv(RELAY_MESSAGE, solicit) * 2,
        "a message cut off": lambda solicit: start + tlv(RELAY_MESSAGE, solicit)[:-2],
        "an option after the message": lambda solicit: start + tlv(RELAY_MESSAGE, solicit) + tlv(*PORT_7),
        "an ADVERTISE": lambda solicit: relayed(b"\2" + solicit[1:], LINK, client.local),
        "an unknown type": lambda solicit: relayed(b"\x63" + solicit[1:], LINK, client.local),
        "a RELAY-REPL": lambda solicit: relayed(b"\x0d" + start[1:] + tlv(RELAY_MESSAGE, solicit), LINK, client.local),
    }
    for title, make in broken.items():
        xid = client.wire.next_xid()
        payload = make(message(1, xid, [(1, client.duid), ia_na(1)]))
        client.raw(f"RELAY-FORW with {title}", payload, xid, unicast(LINK, port=SERVER_PORT))


def supplied(client: Client) -> None:
    """Options that a relay supplies for the client (RFC 6422): allowed by the server or not, on two hops, broken."""
    words, known, other = (110, b"from the relay"), (24, b"\5relay\0"), (111, b"not allowed")
    inner = tlv(*words) + tlv(*other)
    client.say("SOLICIT", ia_na(1), relays=[Hop(LINK, options=[(RSOO, inner)])])
    client.say("SOLICIT", ia_na(1), relays=[Hop(LINK, options=[(RSOO, tlv(*known))])])
    client.say("SOLICIT", ia_na(1), relays=[Hop("2001:db8:4::1", options=[(RSOO, tlv(*known))])])
    far, near = Hop(LINK, options=[(RSOO, tlv(110, b"far"))]), Hop("2001:db8:3::1", options=[(RSOO, tlv(110, b"near"))])
    client.say("SOLICIT", ia_na(1), relays=[far, near])
    client.say("SOLICIT", ia_na(1), relays=[far, replace(near, options=[(RSOO, tlv(120, b"near"))])])
    client.say("SOLICIT", ia_na(1), relays=[Hop(LINK, options=[(RSOO, b"")])])
    client.say("SOLICIT", ia_na(1), relays=[Hop(LINK, options=[(RSOO, b"\0\x6e\0\x09cut")])])
    client.say("REQUEST", ia_na(1), relays=[far])
    client.say("INFORMATION-REQUEST", relays=[far])
    client.say("SOLICIT", ia_na(1), (RSOO, tlv(110, b"client")))


def remembered(client: Client) -> None:
    """What of the relays a lease row keeps: nothing for a direct client, two hops with options, a renewal directly."""
    client.request(ia_na(1))
    far = Hop(LINK, options=[PORT_8, (REMOTE_ID, b"\0\0\x11\x8bswitch 3"), (SUBSCRIBER_ID, b"subscriber")])
    near = Hop("2001:db8:3::1", options=[(INTERFACE_ID, b"up")])
    other = client.other()
    other.request(ia_na(1), ia_pd(1), relays=[far, near])
    other.renew(relays=[far])
    other.renew()
    other.release(relays=[far])


def shared_links(client: Client) -> None:
    """A shared network: more clients than its first subnet has addresses; wishes in each subnet; a prefix; CONFIRM."""
    for number in range(4):
        one = client.other(0xE0 + number)
        one.request(ia_na(1))
        one.renew()
    client.solicit(ia_na(1, address("2001:db8:2::290")))
    client.request()
    client.confirm()
    client.confirm(ia_na(1, address("2001:db8:1::50")))
    client.confirm(ia_na(1, address("2001:db8:3::50")))
    client.solicit(ia_na(2), ia_na(3), ia_pd(1))
    client.request()


def shared_ways(client: Client) -> None:
    """A shared network through relays, and its reservations."""
    through(client, "SOLICIT", ia_na(1), link="2001:db8:1::9")
    through(client, "SOLICIT", ia_na(1), link="2001:db8:2::9")
    through(client, "SOLICIT", ia_na(1, address("2001:db8:1::101")), link="2001:db8:2::9")
    reserved = client.other()
    reserved.duid = bytes.fromhex("0003000102be00000011")
    reserved.solicit(ia_na(1))
    reserved.request()
    reserved.solicit(ia_na(1), ia_na(2))
    printer = client.other()
    printer.duid = bytes.fromhex("0003000102be00000002")
    printer.solicit(ia_na(1), ia_pd(1))


CASES: Final[tuple[Case, ...]] = (
    sarr, moved, chains, interface_ids, listed_relay, hop_counts, deep_chains, peers, ports, ways, carried, messages,
    supplied,
)  # fmt: skip
SUPPLIED: Final[tuple[Case, ...]] = (supplied, remembered)
SHARED: Final[tuple[Case, ...]] = (shared_links, shared_ways)

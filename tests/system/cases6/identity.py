"""Who a client is: reservations by DUID and hardware address, where that comes from, names."""

from typing import Final

from tests.system.conversation6 import Case, Client, Hop
from tests.system.packets6 import (
    CLIENT_ID,
    FQDN,
    LINK_LAYER_ADDRESS,
    REMOTE_ID,
    SUBSCRIBER_ID,
    VENDOR_CLASS,
    VENDOR_OPTIONS,
    address,
    ia_na,
    ia_pd,
    name,
    prefix,
    tlv,
    wanted,
)
from tests.system.wire6 import FROM_HARDWARE, multicast

LINK: Final = "2001:db8:2::1"


def reserved(client: Client, number: int) -> Client:
    """Return the client that reservations of the configuration are for."""
    known = client.other()
    known.mac = bytes((2, 0xBE, 0, 0, 0, number))
    known.duid = b"\0\3\0\1" + known.mac
    return known


def reserved_in_pool(client: Client) -> None:
    """An address of the pool is reserved: SOLICIT, REQUEST, another wish, a second identity association."""
    known = reserved(client, 1)
    known.solicit(ia_na(1))
    known.request()
    known.renew()
    known.solicit(ia_na(1, address("2001:db8:1::2c0")))
    known.request(ia_na(1, address("2001:db8:1::2c0")))
    known.request(ia_na(2))
    known.renew(ia_na(2, address("2001:db8:1::284")))
    known.release()
    known.request(ia_na(7, address("2001:db8:1::2c1")))


def reserved_all(client: Client) -> None:
    """A reservation with address, prefix, name and options."""
    known = reserved(client, 2)
    known.solicit(ia_na(1), ia_pd(1), wanted(23, 24, 27))
    known.request()
    known.renew()
    known.solicit(ia_na(1), name(1, "other.example.org"))
    known.inform(wanted(23, 24, 27))
    known.request(ia_pd(2))
    known.request(ia_pd(1), ia_pd(2))
    known.release()


def reserved_two(client: Client) -> None:
    """Two reserved addresses: for one, two and three identity associations, wished for the other way round."""
    known = reserved(client, 3)
    known.solicit(ia_na(1))
    known.solicit(ia_na(1), ia_na(2), ia_na(3))
    known.solicit(ia_na(1, address("2001:db8:1::22")), ia_na(2, address("2001:db8:1::21")))
    known.request(ia_na(1, address("2001:db8:1::22")))
    known.request(ia_na(2))
    known.request(ia_na(3))
    known.renew(ia_na(1, address("2001:db8:1::22")), ia_na(2, address("2001:db8:1::21")))


def reserved_name(client: Client) -> None:
    """Only a name is reserved."""
    known = reserved(client, 4)
    known.solicit(ia_na(1), name(1, "mine"))
    known.request(ia_na(1))
    known.request(ia_na(1), name(0, ""))


def reserved_prefix(client: Client) -> None:
    """A prefix of the pool is reserved: without and with wishes, a second identity association, another client."""
    known = reserved(client, 6)
    known.solicit(ia_pd(1))
    known.solicit(ia_pd(1, prefix("::/60")))
    known.request(ia_pd(1), ia_na(1))
    known.request(ia_pd(2))
    client.request(ia_pd(1, prefix("2001:db8:a17f:100::/56")))


def reserved_for_other(client: Client) -> None:
    """Others ask for what is reserved: in the pool, outside of it, a prefix."""
    client.request(ia_na(1, address("2001:db8:1::284")))
    client.renew(ia_na(2, address("2001:db8:1::20")))
    client.request(ia_pd(1, prefix("2001:db8:b000:100::/56")))


def by_hardware(client: Client) -> None:
    """A reservation by hardware address, the address known from DUIDs of kind LL and LLT, from no other."""
    known = client.other()
    mac = bytes.fromhex("02be00000005")
    for duid in (b"\0\3\0\1" + mac, b"\0\1\0\1\x2a\0\0\0" + mac, b"\0\2\0\0\x09\xbf" + mac, b"\0\4" + mac + bytes(10)):
        known.duid = duid
        known.solicit(ia_na(1))
    known.duid = b"\0\1\0\1\x2a\0\0\0" + mac
    known.request(ia_na(1))
    known.release()


def by_hardware_of_the_link(client: Client) -> None:
    """The same, the address known from a link-local source address, or from the frame."""
    known = client.other()
    known.duid = b"\0\4" + b"u" * 16
    for local in FROM_HARDWARE.values():
        known.solicit(ia_na(1), envelope=multicast(local))
        known.request(ia_na(1), envelope=multicast(local))


def by_hardware_of_relays(client: Client) -> None:
    """Hardware addresses that relays tell: link-layer address option, peer address, remote id, subscriber id."""
    known = client.other()
    known.duid = b"\0\4" + b"v" * 16
    mac = bytes.fromhex("02be00000021")
    told = {
        "link-layer address": Hop(LINK, options=[(LINK_LAYER_ADDRESS, b"\0\1" + mac)]),
        "link-layer address of another kind": Hop(LINK, options=[(LINK_LAYER_ADDRESS, b"\0\x06" + mac)]),
        "short link-layer address": Hop(LINK, options=[(LINK_LAYER_ADDRESS, b"\0\1")]),
        "broken link-layer address": Hop(LINK, options=[(LINK_LAYER_ADDRESS, b"\0")]),
        "peer": Hop(LINK, peer="fe80::be:ff:fe00:22"),
        "remote id": Hop(LINK, options=[(REMOTE_ID, b"\0\0\x11\x8b\x02\xbe\0\0\0\x23")]),
        "short remote id": Hop(LINK, options=[(REMOTE_ID, b"\0\0\x11\x8b")]),
        "subscriber id": Hop(LINK, options=[(SUBSCRIBER_ID, bytes.fromhex("02be00000024"))]),
        "cable modem of the CMTS": Hop(
            LINK, options=[(VENDOR_OPTIONS, b"\0\0\x11\x8b" + tlv(1026, mac[:5] + b"\x25"))]
        ),
    }
    for note, hop in told.items():
        known.say("SOLICIT", ia_na(1), relays=[hop], note=note)
    modem = (VENDOR_OPTIONS, b"\0\0\x11\x8b" + tlv(36, mac[:5] + b"\x26"))
    known.say("SOLICIT", ia_na(1), modem, relays=[Hop(LINK)], note="cable modem")
    docsis = (VENDOR_CLASS, b"\0\0\x11\x8b\0\x09docsis3.0")
    known.say("SOLICIT", ia_na(1), docsis, modem, relays=[Hop(LINK)], note="cable modem with class")
    far, near = (
        Hop(LINK, options=[(LINK_LAYER_ADDRESS, b"\0\1" + mac)]),
        Hop("2001:db8:3::1", options=[(LINK_LAYER_ADDRESS, b"\0\1" + mac[:5] + b"\x27")]),
    )
    known.say("SOLICIT", ia_na(1), relays=[far, near], note="two hops")
    known.say("SOLICIT", ia_na(1), relays=[Hop(LINK), near], note="only the second hop")
    known.say("REQUEST", ia_na(1), relays=[far], note="committed")


def identifiers(client: Client) -> None:
    """A client that both kinds of reservation match."""
    known = client.other()
    known.duid = bytes.fromhex("0003000102be00000002")
    known.say("SOLICIT", ia_na(1), ia_pd(1), relays=[Hop("2001:db8:1::9", options=[
        (LINK_LAYER_ADDRESS, b"\0\1\x02\xbe\0\0\0\x05")])])  # fmt: skip
    known.say("SOLICIT", ia_na(1), ident=(CLIENT_ID, bytes.fromhex("000100012a00000002be00000005")))


def names(client: Client) -> None:
    """Names of clients: flags, whole and in part, empty, with odd characters, asked for or not."""
    for flags in (0, 1, 2, 3, 4, 5, 0xF8):
        client.solicit(ia_na(1), name(flags, "host.example.net"))
    client.solicit(ia_na(1), name(1, "host", whole=False))
    client.solicit(ia_na(1), name(1, "host"))
    client.solicit(ia_na(1), name(1, ""))
    client.solicit(ia_na(1), name(0, ""))
    client.solicit(ia_na(1), name(1, "Host_A b.example.net"))
    client.solicit(ia_na(1), name(1, "UPPER.Example.NET"))
    client.solicit(ia_na(1), name(1, "x" * 63 + "." + "y" * 63, whole=False))
    client.solicit(ia_na(1), (FQDN, b""))
    client.solicit(ia_na(1), (FQDN, b"\1"))
    client.solicit(ia_na(1), (FQDN, b"\1\x09cut"))
    client.solicit(ia_na(1), wanted(23, 24, FQDN))
    client.solicit(ia_na(1), wanted(23, 24, FQDN), name(1, "host.example.net"))
    client.solicit(ia_na(1), name(1, "host.example.net"), asks=False)


def names_kept(client: Client) -> None:
    """Names over the life of a lease."""
    client.request(ia_na(1), name(1, "host.example.net"))
    client.renew()
    client.renew(ia_na(1, address(client.lease())), name(0, "other.example.net"))
    client.renew(ia_na(1, address(client.lease())), name(1, "short", whole=False))
    client.rebind(ia_na(1, address(client.lease())), name(4, "none.example.net"))
    client.request(ia_na(2), ia_pd(2), name(1, "two", whole=False))
    client.inform(name(1, "inform.example.net"))
    client.release()
    client.request(ia_na(3), ia_pd(3), name(1, ""))
    client.renew(*client.bound, name(1, ""))


CASES: Final[tuple[Case, ...]] = (
    reserved_in_pool, reserved_all, reserved_two, reserved_name, reserved_prefix, reserved_for_other, by_hardware,
    by_hardware_of_the_link, names, names_kept,
)  # fmt: skip
NAMES: Final[tuple[Case, ...]] = (names, names_kept, reserved_all, reserved_name)
HARDWARE: Final[tuple[Case, ...]] = (by_hardware, by_hardware_of_the_link, by_hardware_of_relays, identifiers)

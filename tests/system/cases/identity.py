"""Who a client is: client ids, hardware addresses, reservations, names."""

from typing import Final

from tests.system.conversation import USUAL, Case, Client
from tests.system.packets import ip
from tests.system.wire import SERVER

RESERVED_IN_POOL = bytes.fromhex("02be00000001")
RESERVED_OUT_OF_POOL = bytes.fromhex("02be00000002")
RESERVED_NAME = bytes.fromhex("02be00000004")
RESERVED_CLIENT_ID = (61, bytes.fromhex("01bebe03"))


def fqdn(flags: int, name: bytes) -> tuple[int, bytes]:
    """Return option 81 (RFC 4702)."""
    return 81, bytes((flags, 0, 0)) + name


def wire_name(*labels: bytes, complete: bool = True) -> bytes:
    return b"".join(bytes((len(label),)) + label for label in labels) + (b"\0" if complete else b"")


def same_id_other_hardware(client: Client) -> None:
    """A client id that moves to another network card: same lease?"""
    address = client.bind((61, b"\1moves"))
    other = client.other()
    other.discover((61, b"\1moves"))
    other.request(address, (61, b"\1moves"))
    client.renew(address, (61, b"\1moves"))


def same_hardware_other_id(client: Client) -> None:
    """One network card with two client ids, then without any."""
    client.bind((61, b"\1first"))
    client.discover((61, b"\1second"))
    client.request(client.address, (61, b"\1second"))
    client.discover()


def id_appears(client: Client) -> None:
    """A lease without client id, then the same card with one; and the other way round."""
    address = client.bind()
    client.discover((61, b"\1new"))
    client.reboot(address, (61, b"\1new"))
    other = client.other()
    held = other.bind((61, b"\1gone"))
    other.discover()
    other.renew(held)


def odd_ids(client: Client) -> None:
    """Client ids of odd shape: empty, one octet, two, of 255 octets, RFC 4361, text."""
    for value in (b"", b"\1", b"\1\2", b"\0" + b"x" * 254, b"\xff\0\0\0\1\0\3\0\1" + client.mac, b"\0text"):
        client.discover((61, value))


def id_with_own_hardware(client: Client) -> None:
    """The usual client id: type 1 and the hardware address."""
    client.discover((61, b"\1" + client.mac))
    client.request(client.address, (61, b"\1" + client.mac))


def id_in_two_parts(client: Client) -> None:
    """A client id split over two options (RFC 3396), then the same in one piece."""
    client.discover((61, b"\1par"), (61, b"ted"))
    client.request(client.address, (61, b"\1parted"))


def reserved_in_pool(client: Client) -> None:
    """A reservation by hardware address, inside the pool: discover, ask for another address, reboot, renew."""
    client.discover(mac=RESERVED_IN_POOL)
    client.request("192.0.2.180", mac=RESERVED_IN_POOL)
    client.request("192.0.2.184", mac=RESERVED_IN_POOL)
    client.reboot("192.0.2.184", mac=RESERVED_IN_POOL)
    client.discover((50, ip("192.0.2.181")), mac=RESERVED_IN_POOL)


def reserved_out_of_pool(client: Client) -> None:
    """A reservation with address, options, name and boot fields: discover, request, inform."""
    client.discover(mac=RESERVED_OUT_OF_POOL)
    client.request("192.0.2.20", mac=RESERVED_OUT_OF_POOL)
    client.request("192.0.2.20", (12, b"other-name"), mac=RESERVED_OUT_OF_POOL)
    client.say("INFORM", [(55, USUAL)], mac=RESERVED_OUT_OF_POOL, ciaddr="192.0.2.20")


def reserved_reboot_unknown(client: Client) -> None:
    """INIT-REBOOT of a client with a reservation and no lease: the reserved address by client id, then another."""
    client.reboot("192.0.2.21", RESERVED_CLIENT_ID)
    client.say("RELEASE", [(54, ip(SERVER)), RESERVED_CLIENT_ID], ciaddr="192.0.2.21")
    client.reboot("192.0.2.182", RESERVED_CLIENT_ID)
    client.renew("192.0.2.21", RESERVED_CLIENT_ID)


def reserved_name_only(client: Client) -> None:
    """A reservation of a name without an address."""
    client.discover(mac=RESERVED_NAME)
    client.discover((12, b"mine"), mac=RESERVED_NAME)
    client.discover(fqdn(1, wire_name(b"mine", b"example", b"com")), mac=RESERVED_NAME)


def host_names(client: Client) -> None:
    """Host names (option 12) with option 12 asked for: plain, qualified, capitals, forbidden characters, odd ones."""
    for value in (b"laptop", b"laptop.example.com", b"LAPTOP", b"bad_name! x", b"", b".", b"nul\0", b"dot.", b"a..b",
                  b"x" * 64, b"\xc3\xa9t\xc3\xa9"):  # fmt: skip
        client.discover((12, value))


def host_name_in_lease(client: Client) -> None:
    """What a host name does to the lease; and a renewal with another one, then with none."""
    client.discover((12, b"Desk.Example"))
    client.request(client.address, (12, b"Desk.Example"))
    client.renew(client.address, (12, b"other"))
    client.renew(client.address)


def host_name_not_asked(client: Client) -> None:
    """A host name from a client whose parameter request list lacks option 12."""
    client.say("DISCOVER", [(12, b"quiet"), (55, b"\1\3")])


def client_fqdn(client: Client) -> None:
    """Client FQDN (option 81): flags N, S, E, O, both encodings, partial and empty names, bad ones."""
    full = wire_name(b"host", b"example", b"com")
    for flags, name in ((4, full), (5, full), (12, full), (8, b"ascii.example.com"), (1, b"ascii.example.com"),
                        (0, b"partial"), (5, wire_name(b"partial", complete=False)), (5, b""), (0, b""), (7, full),
                        (0x14, full), (5, b"\x05ab"), (5, wire_name(b"UPPER", b"Example")), (5, wire_name(b"b d!")),
                        (13, full)):  # fmt: skip
        client.discover(fqdn(flags, name))


def client_fqdn_short(client: Client) -> None:
    """Option 81 that is too short."""
    client.discover((81, b"\1"))
    client.discover((81, b""))


def client_fqdn_in_lease(client: Client) -> None:
    """What option 81 does to the lease, together with a host name."""
    name = fqdn(5, wire_name(b"Tower", b"example", b"com"))
    client.discover(name, (12, b"ignored"))
    client.request(client.address, name, (12, b"ignored"))
    client.renew(client.address)


CASES: Final[tuple[Case, ...]] = (
    same_id_other_hardware,
    same_hardware_other_id,
    id_appears,
    odd_ids,
    id_with_own_hardware,
    id_in_two_parts,
    reserved_in_pool,
    reserved_out_of_pool,
    reserved_reboot_unknown,
    reserved_name_only,
    host_names,
    host_name_in_lease,
    host_name_not_asked,
    client_fqdn,
    client_fqdn_short,
    client_fqdn_in_lease,
)
NAMES: Final[tuple[Case, ...]] = (
    reserved_name_only,
    reserved_out_of_pool,
    host_names,
    host_name_in_lease,
    host_name_not_asked,
    client_fqdn,
    client_fqdn_in_lease,
)

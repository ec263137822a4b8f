"""What relays add: giaddr, option 82 and its sub-options, subnet selection, ports and hops."""

from typing import Final, TypedDict, Unpack

from tests.system.conversation import USUAL, Case, Client
from tests.system.packets import NOWHERE, Envelope, ip, tlv
from tests.system.wire import SERVER, SERVER_MAC

RELAY = "10.1.0.1"
CIRCUIT = tlv(1, b"port 7")
REMOTE = tlv(2, b"switch 3")


class Forwarded(TypedDict, total=False):
    """Header fields that a relay's message may have set."""

    hops: int
    flags: int
    ciaddr: str


def via(relay: str, port: int = 67) -> Envelope:
    """Return the envelope of a message that a relay forwards."""
    return Envelope(destination_mac=SERVER_MAC, source=relay, destination=SERVER, source_port=port)


def relayed(
    client: Client,
    kind: str,
    *options: tuple[int, bytes],
    giaddr: str = RELAY,
    port: int = 67,
    note: str = "",
    **header: Unpack[Forwarded],
) -> None:
    """Send a message as a relay with address `giaddr` forwards it."""
    client.say(kind, [(55, USUAL), *options], giaddr=giaddr, envelope=via(giaddr, port), note=note, **header)


def accept(client: Client, *options: tuple[int, bytes], server: str = SERVER, giaddr: str = RELAY) -> None:
    """REQUEST the address offered."""
    relayed(client, "REQUEST", (54, ip(server)), (50, ip(client.address)), *options, giaddr=giaddr)


def dora(client: Client) -> None:
    """Four messages through a relay, hop count and broadcast flag set."""
    relayed(client, "DISCOVER", hops=3, flags=0x8000)
    accept(client)


def renewal(client: Client) -> None:
    """A relayed client renews by unicast, then rebinds through the relay."""
    relayed(client, "DISCOVER")
    accept(client)
    client.renew(client.address)
    relayed(client, "REQUEST", ciaddr=client.address, note="REBINDING")


def reboot(client: Client) -> None:
    """INIT-REBOOT through a relay: right address, other subnet's address, unknown client."""
    relayed(client, "DISCOVER")
    accept(client)
    relayed(client, "REQUEST", (50, ip(client.address)), note="INIT-REBOOT")
    relayed(client, "REQUEST", (50, ip("192.0.2.190")), note="INIT-REBOOT")
    other = client.other()
    relayed(other, "REQUEST", (50, ip("10.1.0.190")), note="INIT-REBOOT")


def moved(client: Client) -> None:
    """A client with a lease on our link appears behind a relay."""
    client.bind()
    relayed(client, "DISCOVER")
    relayed(client, "REQUEST", (50, ip(client.address)), note="INIT-REBOOT")


def unknown_relay(client: Client) -> None:
    """A relay of a network we do not serve."""
    relayed(client, "DISCOVER", giaddr="203.0.113.1")
    relayed(client, "REQUEST", (50, ip("203.0.113.9")), giaddr="203.0.113.1", note="INIT-REBOOT")
    relayed(client, "INFORM", giaddr="203.0.113.1", ciaddr="203.0.113.9")


def listed_relay(client: Client) -> None:
    """A relay named in the subnet's relay list; and a relay address inside that subnet."""
    relayed(client, "DISCOVER", giaddr="10.99.0.1")
    accept(client, giaddr="10.99.0.1")
    relayed(client.other(), "DISCOVER", giaddr="10.2.0.1")


def relay_ports(client: Client) -> None:
    """A relay that sends from another port than 67, without and with the relay port sub-option (RFC 8357)."""
    relayed(client, "DISCOVER", port=6767)
    relayed(client, "DISCOVER", (82, tlv(19, b"") + CIRCUIT), port=6767)
    relayed(client, "DISCOVER", (82, tlv(19, b"\0\0") + CIRCUIT), port=6767)


def information(client: Client) -> None:
    """Option 82 comes back as it was: before other options, with unknown sub-options, empty, broken, twice."""
    relayed(client, "DISCOVER", (82, CIRCUIT + REMOTE))
    accept(client, (82, CIRCUIT + REMOTE))
    relayed(client, "DISCOVER", (82, CIRCUIT + tlv(200, b"\1\2\3")), (12, b"after"))
    relayed(client, "DISCOVER", (82, b""))
    relayed(client, "DISCOVER", (82, b"\1\x09cut"))
    relayed(client, "DISCOVER", (82, b"\1"))
    relayed(client, "DISCOVER", (82, CIRCUIT), (82, REMOTE))
    relayed(client, "DISCOVER", (82, tlv(1, b"a") + tlv(1, b"b")))
    relayed(client, "DISCOVER", (82, tlv(1, b"x" * 120) + tlv(2, b"y" * 120)))


def information_without_relay(client: Client) -> None:
    """Option 82 without giaddr."""
    client.discover((82, CIRCUIT))


def information_in_other_messages(client: Client) -> None:
    """Option 82 in INFORM, and in a REQUEST that is refused."""
    relayed(client, "INFORM", (82, CIRCUIT), ciaddr="10.1.0.30")
    relayed(client, "REQUEST", (50, ip("203.0.113.9")), (82, CIRCUIT), note="INIT-REBOOT")


def link_selection(client: Client) -> None:
    """Link selection (82.5, RFC 3527): known link, unknown link, too short, in renewals."""
    relayed(client, "DISCOVER", (82, tlv(5, ip("10.2.0.0")) + CIRCUIT))
    accept(client, (82, tlv(5, ip("10.2.0.0")) + CIRCUIT))
    relayed(client.other(), "DISCOVER", (82, tlv(5, ip("192.0.2.0"))))
    relayed(client.other(), "DISCOVER", (82, tlv(5, ip("203.0.113.0"))))
    relayed(client.other(), "DISCOVER", (82, tlv(5, b"\x0a\2\0")))
    relayed(client.other(), "DISCOVER", (82, tlv(5, ip(NOWHERE))))
    relayed(client.other(), "DISCOVER", (82, tlv(5, ip("10.99.0.1"))))


def server_id_override(client: Client) -> None:
    """Server id override (82.11, RFC 5107): offer and acceptance, unicast renewal with that id, wrong ones."""
    override = (82, tlv(11, ip("10.1.0.1")) + CIRCUIT)
    relayed(client, "DISCOVER", override)
    accept(client, override, server="10.1.0.1")
    accept(client, override)
    accept(client, server="10.1.0.1")
    relayed(client, "DISCOVER", (82, tlv(11, b"\x0a\1")))


def subnet_selection(client: Client) -> None:
    """Subnet selection (option 118, RFC 3011): direct, relayed, unknown subnet, together with link selection."""
    client.discover((118, ip("10.2.0.0")))
    client.discover((118, ip("203.0.113.0")))
    client.discover((118, b"\x0a\2"))
    relayed(client, "DISCOVER", (118, ip("10.2.0.0")))
    relayed(client, "DISCOVER", (118, ip("192.0.2.0")), (82, tlv(5, ip("10.2.0.0"))))


def without_port_67(client: Client) -> None:
    """A relayed message with source address and port of a client; a giaddr of zero hops."""
    client.say("DISCOVER", [(55, USUAL)], giaddr=RELAY)


CASES: Final[tuple[Case, ...]] = (
    dora,
    renewal,
    reboot,
    moved,
    unknown_relay,
    listed_relay,
    relay_ports,
    information,
    information_without_relay,
    information_in_other_messages,
    link_selection,
    server_id_override,
    subnet_selection,
    without_port_67,
)

BY_UDP: Final = tuple(case for case in CASES if case is not moved)
"""Kea's UDP sockets hear no broadcast, so that nobody gets a lease on the link itself."""


def network_fill(client: Client) -> None:
    """A shared network whose first subnet is full after two clients: the third gets the second subnet."""
    for number in (1, 2, 3):
        other = client.other(number)
        relayed(other, "DISCOVER", giaddr="10.98.0.1")
        accept(other, giaddr="10.98.0.1")


def network_by_first_subnet(client: Client) -> None:
    """A relay address inside the network's second subnet; a wish for an address of the other subnet."""
    relayed(client, "DISCOVER", giaddr="10.4.0.1")
    relayed(client.other(), "DISCOVER", (50, ip("10.4.0.190")), giaddr="10.3.0.1")
    relayed(client, "REQUEST", (50, ip("10.4.0.191")), (54, ip(SERVER)), giaddr="10.3.0.1")
    relayed(client, "REQUEST", (50, ip("10.4.0.191")), giaddr="10.3.0.1", note="INIT-REBOOT")
    relayed(client, "REQUEST", (50, ip("192.0.2.190")), giaddr="10.3.0.1", note="INIT-REBOOT")


def network_reservation(client: Client) -> None:
    """A reservation in the second subnet of the network."""
    mac = bytes.fromhex("02be00000011")
    for giaddr in ("10.98.0.1", "10.3.0.1"):
        client.say("DISCOVER", [(55, USUAL)], giaddr=giaddr, envelope=via(giaddr), mac=mac)
    client.say("REQUEST", [(55, USUAL), (54, ip(SERVER)), (50, ip("10.4.0.20"))], giaddr="10.3.0.1",
               envelope=via("10.3.0.1"), mac=mac)  # fmt: skip


SHARED: Final[tuple[Case, ...]] = (network_fill, network_by_first_subnet, network_reservation)

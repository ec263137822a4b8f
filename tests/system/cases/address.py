"""How a client comes to an address and keeps it: DISCOVER, REQUEST in its four states, RELEASE, DECLINE, INFORM."""

from typing import Final

from tests.system.conversation import USUAL, Case, Client
from tests.system.packets import NOWHERE, Envelope, ip
from tests.system.wire import GUARD_ADDRESS, SERVER, SERVER_MAC


def discover_bare(client: Client) -> None:
    """A DISCOVER with nothing but its type."""
    client.say("DISCOVER")


def discover_usual(client: Client) -> None:
    """A DISCOVER with a usual parameter request list, twice."""
    client.discover()
    client.discover()


def discover_hint_free(client: Client) -> None:
    """A wish for a free address of the pool (option 50)."""
    client.discover((50, ip("192.0.2.190")))


def discover_hint_outside_pool(client: Client) -> None:
    """A wish for an address of the subnet that is in no pool."""
    client.discover((50, ip("192.0.2.50")))


def discover_hint_other_subnet(client: Client) -> None:
    """A wish for an address of another subnet."""
    client.discover((50, ip("10.1.0.190")))


def discover_hint_taken(client: Client) -> None:
    """A wish for an address that another client holds."""
    client.discover((50, ip(client.other().bind())))


def discover_hint_reserved_for_other(client: Client) -> None:
    """A wish for an address reserved for another client."""
    client.discover((50, ip("192.0.2.184")))


def discover_with_lease(client: Client) -> None:
    """A DISCOVER of a client that holds a lease: without a wish, then with a wish for another free address."""
    client.bind()
    client.discover()
    client.discover((50, ip("192.0.2.191")))


def discover_header_fields(client: Client) -> None:
    """Header fields which a reply copies, and which not."""
    client.discover(secs=77, hops=2, flags=0x8000)
    client.discover(flags=0x7FFF)
    client.discover(sname=b"server name", file=b"file name", siaddr="192.0.2.77", yiaddr="192.0.2.78")


def discover_with_ciaddr(client: Client) -> None:
    """A DISCOVER with ciaddr set, once in our subnet and once from nowhere we know."""
    client.discover(ciaddr="192.0.2.77")
    client.discover(ciaddr="203.0.113.7")


def discover_hardware(client: Client) -> None:
    """Other hardware types and address lengths."""
    client.discover(htype=6)
    client.discover(htype=32, hlen=16)
    client.discover(hlen=0)
    client.discover((61, b"\0no hardware"), hlen=0)
    client.discover(hlen=17)
    client.discover(hlen=255)


def request_after_offer(client: Client) -> None:
    """The usual four messages, then the same REQUEST again."""
    client.discover()
    xid = client.wire.next_xid()
    client.request(client.address, xid=xid)
    client.request(client.address, xid=xid)


def request_without_discover(client: Client) -> None:
    """A REQUEST with our server id for a free address that was never offered."""
    client.request("192.0.2.192")


def request_wrong_server(client: Client) -> None:
    """A REQUEST that accepts another server's offer: after our offer, and when we hold a lease for the client."""
    client.discover()
    client.request(client.address, server="192.0.2.254")
    client.bind()
    client.request(client.address, server="192.0.2.254")


def request_other_address_than_offered(client: Client) -> None:
    """A REQUEST with our server id for another free address than the one offered."""
    client.discover()
    client.request("192.0.2.193")


def request_taken_address(client: Client) -> None:
    """A REQUEST with our server id for another client's address."""
    client.request(client.other().bind())


def request_reserved_for_other(client: Client) -> None:
    """A REQUEST with our server id for an address reserved for another client."""
    client.request("192.0.2.184")


def request_outside_pool(client: Client) -> None:
    """A REQUEST with our server id for addresses outside the pool, outside the subnet, and for none."""
    client.request("192.0.2.50")
    client.request("10.1.0.190")
    client.request(NOWHERE)
    client.say("REQUEST", [(54, ip(SERVER))], note="no option 50")


def request_with_ciaddr_and_server(client: Client) -> None:
    """A REQUEST with server id, requested address and ciaddr, all right."""
    client.bind()
    client.request(client.address, ciaddr=client.address)


def request_nothing(client: Client) -> None:
    """A REQUEST with neither server id nor requested address nor ciaddr: unknown client, then one with a lease."""
    client.say("REQUEST")
    client.bind()
    client.say("REQUEST")


def reboot_known(client: Client) -> None:
    """INIT-REBOOT with the right address."""
    client.reboot(client.bind())


def reboot_known_wrong_address(client: Client) -> None:
    """INIT-REBOOT with another free address of the subnet than the one held; then: is the lease still there?"""
    client.bind()
    client.reboot("192.0.2.194")
    client.reboot(client.address)


def reboot_unknown(client: Client) -> None:
    """INIT-REBOOT of a client we know nothing of, with a free address of the pool."""
    client.reboot("192.0.2.195")


def reboot_unknown_taken(client: Client) -> None:
    """INIT-REBOOT of a client we know nothing of, with another client's address."""
    client.reboot(client.other().bind())


def reboot_wrong_network(client: Client) -> None:
    """INIT-REBOOT with an address of another network: unknown client, then one with a lease here."""
    client.reboot("203.0.113.9")
    client.bind()
    client.reboot("203.0.113.9")
    client.reboot("10.1.0.190")


def reboot_released(client: Client) -> None:
    """INIT-REBOOT with an address that was released."""
    address = client.bind()
    client.say("RELEASE", [(54, ip(SERVER))], ciaddr=address)
    client.reboot(address)


def reboot_broadcast_flag(client: Client) -> None:
    """INIT-REBOOT with the broadcast flag: right address, then wrong network."""
    client.reboot(client.bind(), flags=0x8000)
    client.reboot("203.0.113.9", flags=0x8000)


def renew_known(client: Client) -> None:
    """RENEWING by unicast, REBINDING by broadcast, with and without broadcast flag."""
    address = client.bind()
    client.renew(address)
    client.say("REQUEST", [(55, USUAL)], note="REBINDING", ciaddr=address)
    client.say("REQUEST", [(55, USUAL)], note="REBINDING", ciaddr=address, flags=0x8000)


def renew_unknown(client: Client) -> None:
    """RENEWING of a client we know nothing of: free address, taken address, other subnet, unknown network."""
    client.renew("192.0.2.196")
    client.renew(client.other().bind())
    client.renew("10.1.0.191")
    client.renew("203.0.113.9")


def renew_wrong_address(client: Client) -> None:
    """RENEWING with another free address than the one held, and with another client's."""
    client.bind()
    client.renew("192.0.2.197")
    client.renew(client.other().bind())


def renew_with_requested_address(client: Client) -> None:
    """RENEWING that also names the address in option 50, right and wrong."""
    address = client.bind()
    client.renew(address, (50, ip(address)))
    client.renew(address, (50, ip("192.0.2.198")))


def release_own(client: Client) -> None:
    """RELEASE by unicast, then again, then a DISCOVER."""
    address = client.bind()
    for _ in range(2):
        client.say("RELEASE", [(54, ip(SERVER))], ciaddr=address, envelope=client.at(address))
    client.discover()


def release_variants(client: Client) -> None:
    """RELEASE without server id, with another server's id, with ciaddr 0, of another client's address."""
    other = client.other().bind()
    address = client.bind()
    client.say("RELEASE", [(54, ip("192.0.2.254"))], ciaddr=address)
    client.say("RELEASE", [(54, ip(SERVER))])
    client.say("RELEASE", [(54, ip(SERVER))], ciaddr=other)
    client.say("RELEASE", [(54, ip(SERVER))], ciaddr="192.0.2.50")
    client.say("RELEASE", ciaddr=address)


def release_with_client_id(client: Client) -> None:
    """RELEASE of a lease made with a client id: without it, with another, with the right one."""
    address = client.bind((61, b"\1one"))
    client.say("RELEASE", [(54, ip(SERVER))], ciaddr=address)
    client.say("RELEASE", [(54, ip(SERVER)), (61, b"\1two")], ciaddr=address)
    client.say("RELEASE", [(54, ip(SERVER)), (61, b"\1one")], ciaddr=address)


def decline_own(client: Client) -> None:
    """DECLINE of the address held, then a DISCOVER and a wish for the declined address."""
    address = client.bind()
    client.say("DECLINE", [(54, ip(SERVER)), (50, ip(address))])
    client.discover()
    client.discover((50, ip(address)))
    client.reboot(address)


def decline_variants(client: Client) -> None:
    """DECLINE without an address, of a free one, of another client's, with another server's id."""
    other = client.other().bind()
    address = client.bind()
    client.say("DECLINE", [(54, ip(SERVER))])
    client.say("DECLINE", [(54, ip(SERVER)), (50, ip("192.0.2.199"))])
    client.say("DECLINE", [(54, ip(SERVER)), (50, ip(other))])
    client.say("DECLINE", [(54, ip("192.0.2.254")), (50, ip(address))])
    client.say("DECLINE", [(50, ip(address))], note="no server id")


def decline_offered(client: Client) -> None:
    """DECLINE of an address that was offered only."""
    client.discover()
    client.say("DECLINE", [(54, ip(SERVER)), (50, ip(client.address))])


def inform(client: Client) -> None:
    """INFORM with ciaddr: bare, with a parameter request list, with the broadcast flag, from a leased address."""
    client.say("INFORM", ciaddr="192.0.2.30")
    client.say("INFORM", [(55, USUAL)], ciaddr="192.0.2.30", envelope=client.at("192.0.2.30"))
    client.say("INFORM", [(55, USUAL)], ciaddr="192.0.2.30", flags=0x8000)
    client.say("INFORM", [(55, USUAL)], ciaddr=GUARD_ADDRESS)


def inform_without_ciaddr(client: Client) -> None:
    """INFORM without ciaddr: known by its source address; from nowhere."""
    client.say("INFORM", [(55, USUAL)], envelope=client.at("192.0.2.31"))
    client.say("INFORM", [(55, USUAL)])


def inform_unknown_network(client: Client) -> None:
    """INFORM of a client with an address that is not ours; and one with options 50, 51, 54 in it."""
    client.say("INFORM", [(55, USUAL)], ciaddr="203.0.113.9")
    client.say("INFORM", [(50, ip("192.0.2.190")), (51, b"\0\0\0\x09"), (54, ip("192.0.2.254")), (55, USUAL)],
               ciaddr="192.0.2.30")  # fmt: skip


def source_port(client: Client) -> None:
    """Messages from another port than 68; and to a unicast address from nowhere."""
    client.discover(envelope=Envelope(client.mac, source_port=6800))
    client.discover(envelope=Envelope(client.mac, SERVER_MAC, destination=SERVER))


CASES: Final[tuple[Case, ...]] = (
    discover_bare,
    discover_usual,
    discover_hint_free,
    discover_hint_outside_pool,
    discover_hint_other_subnet,
    discover_hint_taken,
    discover_hint_reserved_for_other,
    discover_with_lease,
    discover_header_fields,
    discover_with_ciaddr,
    discover_hardware,
    request_after_offer,
    request_without_discover,
    request_wrong_server,
    request_other_address_than_offered,
    request_taken_address,
    request_reserved_for_other,
    request_outside_pool,
    request_with_ciaddr_and_server,
    request_nothing,
    reboot_known,
    reboot_known_wrong_address,
    reboot_unknown,
    reboot_unknown_taken,
    reboot_wrong_network,
    reboot_released,
    reboot_broadcast_flag,
    renew_known,
    renew_unknown,
    renew_wrong_address,
    renew_with_requested_address,
    release_own,
    release_variants,
    release_with_client_id,
    decline_own,
    decline_variants,
    decline_offered,
    inform,
    inform_without_ciaddr,
    inform_unknown_network,
    source_port,
)

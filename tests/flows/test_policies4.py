"""Policies as administrators write them, from the text of a configuration to what clients are told: DHCPv4.

The situations are those of the configurations that Kea's manual shows for classes and vendor options.
"""

import pytest

from lessor.service.counting.statistics import Served
from lessor.wire.packet4 import OFFER
from tests.config.configurations import Json, dashed, tables
from tests.flows.conversation import Client, Server, octets

PHONE = b"Acme-phone 7"
RESERVED = "02:00:00:00:00:99"


def serve(**members: Json) -> Server:
    """A server with this configuration."""
    found = tables(**members)
    server = Server()
    server.statistics.serve(Served(frozenset(found.subnets), {}, {}))
    server.exchange.install(found)
    return server


def subnet(number: int, *pools: Json, **members: Json) -> Json:
    """Subnet 10.<number>.0.0/16; a pool is one text, or a map."""
    written: list[Json] = [{"pool": pool} if isinstance(pool, str) else pool for pool in pools]
    found: dict[str, Json] = {"id": number, "subnet": f"10.{number}.0.0/16", "pools": written, "interface": "eth0"}
    return found | dashed(members)


def guarded(pool: str, *classes: Json) -> Json:
    return {"pool": pool, "client-classes": list(classes)}


PHONES: Json = {
    "name": "phones",
    "test": "substring(option[60].hex, 0, 10) == 'Acme-phone'",
    "next-server": "10.0.0.1",
    "server-hostname": "tftp",
    "boot-file-name": "/phone.bin",
}
LATE: Json = {
    "name": "late",
    "only-in-additional-list": True,
    "test": "member('ALL')",
    "option-data": [{"name": "ntp-servers", "data": "10.0.0.5"}],
}


class TestSubnetsByClass:
    def server(self) -> Server:
        return serve(
            client_classes=[LATE, PHONES, {"name": "kept", "test": "member('phones') and member('KNOWN')"}],
            subnet4=[
                subnet(1, "10.1.0.1 - 10.1.0.9", client_classes=["phones"]),
                subnet(
                    2,
                    "10.2.0.1 - 10.2.0.9",
                    evaluate_additional_classes=["late"],
                    reservations=[{"hw-address": RESERVED, "client-classes": ["phones"]}],
                ),
            ],
        )

    def test_phones_have_their_subnet_and_boot_server(self) -> None:
        offer = Client(self.server()).discover(option60=PHONE).expect(OFFER, yiaddr="10.1.0.1", siaddr="10.0.0.1")
        assert offer.packet.sname.rstrip(b"\0") == b"tftp"
        assert offer.packet.file.rstrip(b"\0") == b"/phone.bin"
        assert 42 not in offer.packet.options

    def test_others_have_the_next_one_and_its_additional_class(self) -> None:
        offer = Client(self.server()).discover().expect(OFFER, yiaddr="10.2.0.1", siaddr="0.0.0.0")
        assert offer.packet.options[42] == octets("10.0.0.5")

    def test_a_reserved_class_comes_too_late_for_the_subnet_but_not_for_the_boot_server(self) -> None:
        offer = Client(self.server(), RESERVED).discover()
        offer.expect(OFFER, yiaddr="10.2.0.1", siaddr="10.0.0.1", option42=octets("10.0.0.5"))


def test_pools_for_known_and_for_unknown_clients() -> None:
    server = serve(
        subnet4=[
            subnet(
                1,
                guarded("10.1.1.1 - 10.1.1.9", "UNKNOWN"),
                guarded("10.1.2.1 - 10.1.2.9", "KNOWN"),
                reservations=[{"hw-address": RESERVED, "hostname": "kept"}],
            )
        ]
    )
    assert Client(server).lease() == "10.1.1.1"
    assert Client(server, RESERVED).lease() == "10.1.2.1"


@pytest.mark.parametrize("address", ["10.1.1.1", "10.1.2.1"])
def test_pools_by_class(address: str) -> None:
    server = serve(
        client_classes=[PHONES],
        subnet4=[subnet(1, guarded("10.1.1.1 - 10.1.1.9", "phones"), "10.1.2.1 - 10.1.2.9")],
    )
    asked = {"option60": PHONE} if address == "10.1.1.1" else {}
    Client(server).discover(**asked).expect(OFFER, yiaddr=address)


LAYOUTS: Json = [
    {"name": "vlan", "code": 2, "space": "acme", "type": "uint32"},
    {"name": "vlan", "code": 2, "space": "vendor-339", "type": "uint32"},
]


def test_vendor_options_by_the_layout_of_a_class() -> None:
    layout: Json = {"name": "vendor-encapsulated-options", "code": 43, "type": "empty", "encapsulate": "acme"}
    data: Json = [
        {"name": "vendor-encapsulated-options"},
        {"name": "vlan", "space": "acme", "data": "123", "always-send": True},
    ]
    server = serve(
        option_def=LAYOUTS,
        client_classes=[{"name": "VENDOR_CLASS_339", "option-def": [layout], "option-data": data}],
        subnet4=[subnet(1, "10.1.0.1 - 10.1.0.9")],
    )
    assert Client(server).discover(option60=b"339", option55=b"\x2b").packet.options[43] == b"\2\4\0\0\0\x7b"
    assert 43 not in Client(server).discover(option60=b"338", option55=b"\x2b").packet.options


def test_options_of_an_enterprise_for_a_class() -> None:
    data: Json = [
        {"name": "vivso-suboptions", "data": "339"},
        {"name": "vlan", "space": "vendor-339", "data": "123", "always-send": True},
    ]
    server = serve(
        option_def=LAYOUTS,
        client_classes=[{"name": "VENDOR_CLASS_339", "option-data": data}],
        subnet4=[subnet(1, "10.1.0.1 - 10.1.0.9")],
    )
    offer = Client(server).discover(option60=b"339", option55=b"\x7d")
    assert offer.packet.options[125] == b"\0\0\1\x53\6\2\4\0\0\0\x7b"


def test_what_classes_say_of_lifetimes_counts_before_the_subnet() -> None:
    classes: Json = [
        {"name": "guests", "test": "pkt4.mac == 0x02000000000a", "valid-lifetime": 60, "max-valid-lifetime": 120},
        {"name": "more", "test": "member('guests')", "valid-lifetime": 77},
    ]
    server = serve(client_classes=classes, subnet4=[subnet(1, "10.1.0.1 - 10.1.0.9", valid_lifetime=5000)])
    Client(server).discover().expect(OFFER, option51=(60).to_bytes(4, "big"))
    Client(server).discover(option51=b"\0\1\0\0").expect(OFFER, option51=(120).to_bytes(4, "big"))
    Client(server, RESERVED).discover().expect(OFFER, option51=(5000).to_bytes(4, "big"))


def test_options_limited_to_classes() -> None:
    limited: Json = [
        {"name": "ntp-servers", "data": "10.0.0.1"},
        {"name": "ntp-servers", "data": "10.0.0.2", "client-classes": ["phones"]},
    ]
    host: Json = {
        "hw-address": RESERVED,
        "option-data": [{"name": "ntp-servers", "data": "10.0.0.3", "client-classes": ["phones"]}],
    }
    server = serve(
        client_classes=[PHONES], option_data=limited, subnet4=[subnet(1, "10.1.0.1 - 10.1.0.9", reservations=[host])]
    )
    for hwaddr, vendor, expected in (
        ("02:00:00:00:00:0a", b"", "10.0.0.1"),
        ("02:00:00:00:00:0a", PHONE, "10.0.0.2"),
        (RESERVED, b"", "10.0.0.1"),
        (RESERVED, PHONE, "10.0.0.3"),
    ):
        offer = Client(server, hwaddr).discover(**({"option60": vendor} if vendor else {}))
        assert offer.packet.options[42] == octets(expected), (hwaddr, vendor)


def test_spawned_classes() -> None:
    server = serve(
        client_classes=[
            {"name": "SPAWN_rack_7", "option-data": [{"name": "ntp-servers", "data": "10.0.0.7"}]},
            {"name": "rack", "template-test": "substring(option[12].hex, 4, all)", "next-server": "10.0.0.1"},
        ],
        subnet4=[subnet(1, guarded("10.1.0.1 - 10.1.0.9", "SPAWN_rack_7", "SPAWN_rack_8"))],
    )
    offer = Client(server).discover(option12=b"rack7").expect(OFFER, siaddr="10.0.0.1")
    assert offer.packet.options[42] == octets("10.0.0.7")
    assert 42 not in Client(server).discover(option12=b"rack8").expect(OFFER).packet.options
    Client(server).discover(option12=b"rack9").expect_silence()


def test_dropped_clients_hear_nothing() -> None:
    server = serve(
        client_classes=[{"name": "DROP", "test": "pkt4.mac == 0x02000000000a"}],
        subnet4=[subnet(1, "10.1.0.1 - 10.1.0.9")],
    )
    Client(server).discover().expect_silence()
    Client(server, RESERVED).discover().expect(OFFER)


def test_names_as_the_pool_wants_them() -> None:
    own: Json = {
        "pool": "10.1.1.1 - 10.1.1.9",
        "client-classes": ["phones"],
        "ddns-qualifying-suffix": "phones.example.org",
        "ddns-generated-prefix": "phone",
        "hostname-char-set": "[0-9]",
        "hostname-char-replacement": "x",
    }
    plain: Json = {"pool": "10.1.3.1 - 10.1.3.9", "ddns-qualifying-suffix": "", "client-classes": ["KNOWN"]}
    server = serve(
        client_classes=[PHONES],
        hostname_char_set="[^a-z]",
        ddns_qualifying_suffix="example.org",
        subnet4=[
            subnet(
                1, own, "10.1.2.1 - 10.1.2.9", plain, reservations=[{"hw-address": RESERVED, "next-server": "10.0.0.9"}]
            )
        ],
    )
    client = Client(server)
    client.discover(option60=PHONE, option12=b"desk12").expect(OFFER, option12=b"deskxx.phones.example.org")
    client.discover(option60=PHONE, option12=b".").expect(OFFER, option12=b"phone-10-1-1-1.phones.example.org")
    client.discover(option12=b"desk12").expect(OFFER, yiaddr="10.1.2.1", option12=b"desk.example.org")
    client = Client(server, RESERVED)
    client.discover("10.1.3.2", option12=b"desk12").expect(OFFER, yiaddr="10.1.3.2", option12=b"desk")


@pytest.mark.parametrize("everywhere", [True, False])
def test_vendor_options_of_a_reservation_are_added_to_those_of_other_scopes(everywhere: bool) -> None:
    enterprise: Json = {"name": "vivso-suboptions", "data": "4491"}
    general: list[Json] = [
        {"code": 2, "space": "vendor-4491", "data": "0a000002", "csv-format": False},
        {"code": 9, "space": "vendor-4491", "data": "09", "csv-format": False},
    ]
    own: list[Json] = [{"code": 9, "space": "vendor-4491", "data": "99", "csv-format": False}]
    reservation: Json = {"hw-address": RESERVED, "option-data": own if everywhere else [enterprise, *own]}
    server = serve(
        option_data=[*([enterprise] if everywhere else []), *general],
        subnet4=[subnet(1, "10.1.0.1 - 10.1.0.9", reservations=[reservation])],
    )
    inside = b"\2\4" + octets("10.0.0.2") + b"\x09\1\x99"
    answer = Client(server, RESERVED).discover(option55=bytes((125,)))
    answer.expect(OFFER, option125=b"\0\0\x11\x8b" + bytes((len(inside),)) + inside)
    others = b"\0\0\x11\x8b\x09\2\4" + octets("10.0.0.2") + b"\x09\1\x09" if everywhere else None
    Client(server).discover(option55=bytes((125,))).expect(OFFER, option125=others)

"""Policies as administrators write them, from the text of a configuration to what clients are told: DHCPv6."""

import pytest

from lessor.model.lease6 import NA, PD
from lessor.service.counting.statistics import Served
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import ADVERTISE, ORO, SOLICIT
from tests.config.configurations import Json, dashed
from tests.config.configurations6 import tables
from tests.flows.conversation6 import Client6, Server6, duid, na, pd, tables6

MODEM = (17, b"\0\0\x11\x8b")
BOOTS_FROM = 59


def serve(**members: Json) -> Server6:
    """A server with this configuration."""
    found = tables(**members)
    server = Server6()
    server.statistics.serve(Served(frozenset(found.subnets), {}, {}))
    found.server_id = tables6().server_id
    server.exchange.install(found)
    return server


def subnet(number: int, *pools: Json, **members: Json) -> Json:
    """Subnet 2001:db8:<number>::/48; a pool is one text, or a map."""
    written: list[Json] = [{"pool": pool} if isinstance(pool, str) else pool for pool in pools]
    found: dict[str, Json] = {"id": number, "subnet": f"2001:db8:{number}::/48", "pools": written, "interface": "eth0"}
    return found | dashed(members)


def guarded(pool: str, *classes: Json) -> Json:
    return {"pool": pool, "client-classes": list(classes)}


def labels(name: str) -> bytes:
    return b"".join(bytes((len(label),)) + label.encode() for label in name.split(".")) + b"\0"


CLASSES: Json = [
    {
        "name": "late",
        "only-in-additional-list": True,
        "test": "member('ALL')",
        "option-data": [{"name": "dns-servers", "data": "2001:db8::1"}],
    },
    {"name": "modems", "test": "vendor.enterprise == 4491"},
    {"name": "kept", "test": "member('modems') and member('KNOWN')", "valid-lifetime": 99},
]


def test_subnets_by_class() -> None:
    reservation: Json = {"duid": duid(11).hex(":"), "client-classes": ["modems"]}
    server = serve(
        client_classes=CLASSES,
        subnet6=[
            subnet(1, "2001:db8:1::1 - 2001:db8:1::9", client_classes=["modems"]),
            subnet(
                2,
                "2001:db8:2::1 - 2001:db8:2::9",
                evaluate_additional_classes=["late"],
                reservations=[reservation],
            ),
        ],
    )
    modem = Client6(server).solicit(na(1), MODEM).expect(ADVERTISE, "2001:db8:1::1")
    assert modem.option(23) is None
    other = Client6(server).solicit(na(1)).expect(ADVERTISE, "2001:db8:2::1")
    assert other.option(23) == bytes.fromhex("20010db8" + "0" * 22 + "01")
    reserved = Client6(server, 11).solicit(na(1)).expect(ADVERTISE)
    assert reserved.item.startswith("2001:db8:2::")
    assert reserved.told[NA, 1].items[reserved.item][1] == 99


def test_pools_for_known_and_for_unknown_clients() -> None:
    prefixes: Json = [
        {"prefix": f"2001:db8:{name}::", "prefix-len": 48, "delegated-len": 56, "client-classes": [guard]}
        for name, guard in (("a", "UNKNOWN"), ("b", "KNOWN"))
    ]
    server = serve(
        subnet6=[
            subnet(
                1,
                guarded("2001:db8:1:a::/80", "UNKNOWN"),
                guarded("2001:db8:1:b::/80", "KNOWN"),
                pd_pools=prefixes,
                reservations=[{"duid": duid(11).hex(":"), "hostname": "kept"}],
            )
        ]
    )
    for last, network in ((10, "a"), (11, "b")):
        told = Client6(server, last).solicit(na(1), pd(2)).expect(ADVERTISE).told
        (address,), (prefix,) = told[NA, 1].items, told[PD, 2].items
        assert address.startswith(f"2001:db8:1:{network}:")
        assert prefix.startswith(f"2001:db8:{network}:")


def test_what_to_boot_from_by_class() -> None:
    def boots(url: str) -> Json:
        return [{"name": "bootfile-url", "data": url}]

    server = serve(
        client_classes=[
            {"name": "a-ipxe", "test": "substring(option[15].hex, 2, 4) == 'iPXE'", "option-data": boots("http://cfg")},
            {"name": "b-efi", "test": "option[61].hex == 0x0007", "option-data": boots("http://efi")},
        ],
        subnet6=[subnet(1, "2001:db8:1::1 - 2001:db8:1::9")],
    )
    ipxe, efi = (15, b"\0\4iPXE"), (61, b"\0\7")
    for options, url in (((ipxe, efi), b"http://cfg"), ((efi,), b"http://efi"), ((), None)):
        client = Client6(server)
        message = client.message(SOLICIT, na(1), *options)
        message.options[ORO] = [BOOTS_FROM.to_bytes(2, "big")]
        assert client.send(message).option(BOOTS_FROM) == url


def test_names_as_the_pool_wants_them() -> None:
    own: Json = {
        "pool": "2001:db8:1::10 - 2001:db8:1::19",
        "client-classes": ["modems"],
        "ddns-qualifying-suffix": "modems.example.org",
        "ddns-generated-prefix": "modem",
    }
    server = serve(
        client_classes=CLASSES,
        ddns_qualifying_suffix="example.org",
        subnet6=[subnet(1, own, "2001:db8:1::20 - 2001:db8:1::29")],
    )
    asks, nameless = (39, b"\0\4host"), (39, b"\0")
    client = Client6(server)
    assert client.solicit(na(1), MODEM, asks).option(39) == b"\4" + labels("host.modems.example.org")
    made_up = labels("modem-2001-db8-1--10.modems.example.org")
    assert client.solicit(na(1), MODEM, nameless).option(39) == b"\4" + made_up
    assert client.solicit(na(1), asks).option(39) == b"\4" + labels("host.example.org")


@pytest.mark.parametrize("everywhere", [True, False])
def test_vendor_options_of_a_reservation_are_added_to_those_of_other_scopes(everywhere: bool) -> None:
    enterprise: Json = {"name": "vendor-opts", "data": "4491", "always-send": True}
    general: list[Json] = [
        {"code": 2, "space": "vendor-4491", "data": "02", "csv-format": False},
        {"code": 9, "space": "vendor-4491", "data": "09", "csv-format": False},
    ]
    own: list[Json] = [{"code": 9, "space": "vendor-4491", "data": "99", "csv-format": False}]
    reservation: Json = {"duid": duid(11).hex(":"), "option-data": own if everywhere else [enterprise, *own]}
    server = serve(
        option_data=[*([enterprise] if everywhere else []), *general],
        subnet6=[subnet(1, "2001:db8:1::1 - 2001:db8:1::9", reservations=[reservation])],
    )
    number = b"\0\0\x11\x8b"
    assert Client6(server, 11).solicit(na(1)).option(17) == number + tlv6(2, b"\2") + tlv6(9, b"\x99")
    others = number + tlv6(2, b"\2") + tlv6(9, b"\x09") if everywhere else None
    assert Client6(server, 12).solicit(na(1)).option(17) == others

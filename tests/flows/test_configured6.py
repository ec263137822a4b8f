"""DHCPv6 conversations with servers of whole configurations: what several files have to agree about."""

import json
from pathlib import Path

import pytest

from lessor.config.compile6 import compile6
from lessor.config.load import load6
from lessor.wire.options6 import tlv6
from lessor.wire.packet6 import ADVERTISE, REPLY
from tests.flows.conversation6 import SERVER_DUID, Client6, Server6, duid, na, pd

Tree = dict[str, object]

MODEM = (4491).to_bytes(4, "big")
FILE = tlv6(33, b"file.cfg")
TFTP = tlv6(32, bytes.fromhex("20010db8") + bytes(11) + b"\x91")


class Configured:
    """Makes clients of servers with a configuration."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "kea-dhcp6.conf"

    def of(self, subnet: Tree, everywhere: Tree | None = None, last: int = 10) -> Client6:
        whole = {"subnet": "2001:db8:1::/64", "id": 1, "interface": "eth0"} | subnet
        self.path.write_text(json.dumps({"Dhcp6": {"subnet6": [whole]} | (everywhere or {})}))
        tables = compile6(load6(str(self.path)).config, SERVER_DUID)
        server = Server6(*tables.subnets.values())
        server.exchange.install(tables)
        return Client6(server, last)


@pytest.fixture
def client(tmp_path: Path) -> Configured:
    return Configured(tmp_path)


def test_options_of_vendors(client: Configured) -> None:
    options: list[Tree] = [
        {"space": "vendor-4491", "name": "tftp-servers", "data": "2001:db8::91"},
        {"space": "vendor-4491", "name": "config-file", "data": "file.cfg", "always-send": True},
        {"space": "vendor-1234", "code": 1, "data": "abcd", "csv-format": False},
    ]
    pools = [{"pool": "2001:db8:1::1-2001:db8:1::9"}]
    modem = client.of({"pools": pools}, {"option-data": options})
    assert modem.solicit(na(1)).option(17) is None
    assert modem.solicit(na(1), (16, MODEM + b"\0\3abc")).option(17) == MODEM + FILE
    asks = (17, MODEM + tlv6(1, b"\0\x20"))
    assert modem.solicit(na(1), asks).option(17) == MODEM + TFTP + FILE
    assert modem.inform(asks).option(17) == MODEM + TFTP + FILE
    own: Tree = {"duid": duid(10).hex(":"), "option-data": [options[1] | {"data": "own.cfg"}]}
    modem = client.of({"pools": pools, "reservations": [own]}, {"option-data": options})
    assert modem.solicit(na(1), asks).option(17) == MODEM + TFTP + tlv6(33, b"own.cfg")


def test_reservations_out_of_pool(client: Configured) -> None:
    subnet: Tree = {
        "pools": [{"pool": "2001:db8:1::1-2001:db8:1::2"}],
        "pd-pools": [{"prefix": "2001:db8:8000::", "prefix-len": 56, "delegated-len": 56}],
        "reservations-out-of-pool": True,
        "reservations": [
            {
                "duid": duid(3).hex(":"),
                "ip-addresses": ["2001:db8:1::1", "2001:db8:1::77"],
                "prefixes": ["2001:db8:8000::/56"],
            }
        ],
    }
    client.of(subnet).solicit(na(1), pd(1)).expect(ADVERTISE, "2001:db8:1::1", "2001:db8:8000::/56")
    client.of(subnet, last=3).solicit(na(1)).expect(ADVERTISE, "2001:db8:1::77")


def test_classes(client: Configured) -> None:
    """Guards, options and lifetimes of classes, as they are written in a configuration."""
    subnet: Tree = {
        "pools": [
            {"pool": "2001:db8:1::10-2001:db8:1::1f", "client-class": "voice"},
            {"pool": "2001:db8:1::20-2001:db8:1::2f", "evaluate-additional-classes": ["late"]},
        ],
        "reservations": [{"duid": duid(3).hex(":"), "client-classes": ["voice"]}],
    }
    classes: list[Tree] = [
        {
            "name": "voice", "test": "option[16].hex == 0x000012340005766f696365", "valid-lifetime": 600,
            "option-data": [{"name": "dns-servers", "data": "2001:db8::1"}],
        },
        {
            "name": "late", "only-in-additional-list": True,
            "option-data": [{"name": "dns-servers", "data": "2001:db8::2"}],
        },
    ]  # fmt: skip
    phone = client.of(subnet, {"client-classes": classes})
    answer = phone.request(na(1), (16, bytes.fromhex("000012340005766f696365")))
    answer.expect(REPLY, "2001:db8:1::10")
    assert (answer.option(23) or b"")[-1] == 1
    assert next(iter(answer.told.values())).items["2001:db8:1::10"] == (375, 600)
    other = Client6(phone.server, 11).request(na(1))
    other.expect(REPLY, "2001:db8:1::20")
    assert (other.option(23) or b"")[-1] == 2
    Client6(phone.server, 3).request(na(1)).expect(REPLY, "2001:db8:1::11")

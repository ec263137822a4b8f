"""Plug-ins that Kea 2.2 has too, beside Kea's: the same client says the same to both servers."""

import re
import socket
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from lessor.wire.options import walk_suboptions
from lessor.wire.packet4 import DISCOVER, MESSAGE_TYPE, PARAMETER_REQUEST_LIST, Packet4, decode4, encode4
from tests.system.conftest import StartServer
from tests.system.fixtures6 import StartClient6, StartServer6
from tests.system.network import Namespace, Network
from tests.system.programs import KEA, OURS, Config
from tests.system.programs6 import OURS6
from tests.system.test_clients6 import bound
from tests.system.test_clients6 import config as config6
from tests.system.test_plugins import LIBRARIES, config, read_when_there, scripts

__all__ = ["scripts"]  # a fixture, found by its name

pytestmark = [pytest.mark.system, pytest.mark.kea]

KEA6 = KEA.with_name("kea-dhcp6")
RELAY = "192.0.2.2"
PATIENCE = 10.0

FLEXIBLE: list[dict[str, object]] = [
    {"code": 67, "add": "ifelse(option[host-name].exists, concat(option[host-name].text, '.boot'), '')"},
    {"name": "domain-name", "add": "'not.this'"},
    {"name": "routers", "supersede": "pkt4.giaddr"},
    {"code": 119, "supersede": "'example.com, example.org'", "csv-format": True},
    {"code": 66, "add": "'for nobody'", "client-class": "nobody"},
    {"code": 42, "remove": "option[host-name].text == 'foo'"},
    {"code": 6, "remove": "option[host-name].text == 'bar'"},
    {"code": 43, "sub-options": [{"code": 2, "add": "'foobar'"}, {"code": 3, "remove": "option[12].exists"}]},
    {"code": 125, "sub-options": [{"space": "vendor-4491", "code": 2, "add": "ifelse(option[12].exists, 'a', '')"}]},
]


def offered(namespace: Namespace, hostname: bytes) -> dict[int, bytes]:
    """Return the options of the offer to a relayed client."""
    with namespace.entered(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as relay:
        relay.bind((RELAY, 67))
        relay.settimeout(PATIENCE)
        packet = Packet4(xid=7, chaddr=b"\2\0\0\0\0\7", giaddr=int(IPv4Address(RELAY)))
        packet.options = {MESSAGE_TYPE: bytes((DISCOVER,)), PARAMETER_REQUEST_LIST: bytes((1, 3, 6, 15, 42, 43))}
        if hostname:
            packet.options[12] = hostname
        relay.sendto(encode4(packet), ("192.0.2.1", 67))
        return decode4(relay.recv(2000)).options


@pytest.mark.parametrize("program", [KEA, OURS], ids=["kea", "ours"])
@pytest.mark.parametrize("hostname", [b"", b"foo"])
def test_options_are_changed(hostname: bytes, program: Path, server: StartServer, link: Network) -> None:
    data = [
        {"name": "domain-name", "data": "example.org"},
        {"name": "domain-name-servers", "data": "192.0.2.53"},
        {"name": "ntp-servers", "data": "192.0.2.123"},
        {"name": "routers", "data": "192.0.2.1"},
        {"code": 43, "data": "030101", "csv-format": False},
    ]
    running = server(config(("flex_option", {"options": FLEXIBLE}), **{"option-data": data}), program=program)
    link.plug("switch", "br0", "relay", "relay", "eth0")
    link.namespace("relay").ip("addr", "add", f"{RELAY}/24", "dev", "eth0")
    options = offered(link.namespace("relay"), hostname)
    assert running.stop() == 0
    # Kea sorts them
    assert walk_suboptions(options[43]) == {2: b"foobar"} | ({} if hostname else {3: b"\1"})
    got = {code: options.get(code) for code in (3, 6, 15, 42, 66, 67, 119, 125)}
    assert got == {
        3: IPv4Address(RELAY).packed,
        6: IPv4Address("192.0.2.53").packed,
        15: b"example.org",
        42: None if hostname else IPv4Address("192.0.2.123").packed,
        66: None,
        67: b"foo.boot" if hostname else None,
        119: b"\7example\3com\0\7example\3org\0",
        125: b"\0\0\x11\x8b\3\2\1a" if hostname else None,
    }


def scripted6(name: str) -> Config:
    """Return a DHCPv6 configuration with a script."""
    library = {"library": f"{LIBRARIES}/libdhcp_run_script.so", "parameters": {"name": name, "sync": False}}
    return {**config6(), "hooks-libraries": [library], "expired-leases-processing": {"hold-reclaimed-time": 0}}


def test_scripts_hear_the_same_of_dhcpv6_leases(
    server6: StartServer6, client6: StartClient6, scripts: Path, tmp_path: Path
) -> None:
    found = []
    for program in (KEA6, OURS6):
        (tmp_path / "leases6_committed").unlink(missing_ok=True)
        running = server6(scripted6(str(scripts / "dump.sh")), name=program.parent.name, program=program)
        one = client6("dhclient", f"of-{program.parent.name}")
        one.start()
        bound(one)
        text = read_when_there(tmp_path / "leases6_committed")
        found.append(dict(line.split("=", 1) for line in text.splitlines()))
        one.end()
        assert running.stop() == 0
    kea, ours = found
    assert kea.keys() == ours.keys()
    # each server has a client, a time and a directory of its own; Kea does not know its port
    own = re.compile("TXID|CLTT|HWADDR$|CLIENT_ID|DUID|IAID|REMOTE_ADDR|LOCAL_PORT|^PWD$")
    assert {name: value for name, value in kea.items() if not own.search(name)} == {
        name: value for name, value in ours.items() if not own.search(name)
    }
    assert {name for name, value in kea.items() if not value} == {name for name, value in ours.items() if not value}

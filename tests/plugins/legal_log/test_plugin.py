"""The record of leases: parameters, entries, the administrator's own formats."""

import re
from pathlib import Path

import pytest

from lessor.hooks.api import CommandProcessed, Hook, Json, ParameterError
from lessor.plugins.legal_log.plugin import setup
from lessor.wire.packet6 import REPLY
from tests.flows.conversation import Client, Server, subnet
from tests.flows.conversation6 import Client6, Server6, na, pd, subnet6
from tests.flows.hooked import hook4, hook6
from tests.plugins.fakes import FakeServer

STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [A-Z+0-9-]+ ")
AGENT = b"\1\5howdy\2\3\x87\xf6\x79"


class Kept:
    """The plug-in with its directory."""

    def __init__(self, root: Path, family: int = 4, tree: dict[str, Json] | None = None, **parameters: Json) -> None:
        self.around = FakeServer(family, tree, root)
        self.directory = root / "var/log/kea"
        self.directory.mkdir(parents=True)
        self.hook: Hook = setup(self.around, {name.replace("_", "-"): value for name, value in parameters.items()})

    def lines(self) -> list[str]:
        """Return what was written, without the times; all files together."""
        assert self.hook.close is not None
        self.hook.close()
        text = "".join(path.read_text() for path in sorted(self.directory.iterdir()))
        lines = text.splitlines()
        assert all(STAMP.match(line) for line in lines)
        return [STAMP.sub("", line, count=1) for line in lines]


def call(hook: Hook, point: str, event: object) -> None:
    callout = hook.callouts[point]
    assert callable(callout)
    callout(event)


@pytest.mark.parametrize(
    ("parameters", "path"),
    [
        ({"type": "paper"}, "type"),
        ({"type": "mysql"}, "name"),
        ({"type": "postgresql", "name": "kea", "on-fail": "stop"}, "on-fail"),
        ({"type": "mysql", "name": "kea", "port": 70000}, "port"),
        ({"type": "mysql", "name": "kea", "key-file": "key"}, "key-file"),
        ({"path": "/elsewhere"}, "path"),
        ({"base-name": "a/b"}, "base-name"),
        ({"base-name": ""}, "base-name"),
        ({"time-unit": "week"}, "time-unit"),
        ({"count": -1}, "count"),
        ({"prerotate": "nothing.sh"}, "prerotate"),
        ({"facility": "local9", "type": "syslog"}, "facility"),
        ({"request-parser-format": "'a' +"}, "request-parser-format"),
        ({"response-parser-format": 1}, "response-parser-format"),
    ],
)
def test_wrong_parameters_are_named(tmp_path: Path, parameters: dict[str, Json], path: str) -> None:
    (tmp_path / "var/log/kea").mkdir(parents=True)
    with pytest.raises(ParameterError) as caught:
        setup(FakeServer(4, root=tmp_path), parameters)
    assert caught.value.path == (path,)


def test_a_client_gets_renews_and_gives_back_its_lease(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    server = Server(subnet())
    hook4(server, **kept.hook.callouts)
    client = Client(server, client_id=b"\x17\x34")
    client.lease()
    client.renew("192.0.2.10")
    client.release("192.0.2.10")
    device = "hardware address: hwtype=1 02:00:00:00:00:0a, client-id: 17:34"
    assert kept.lines() == [
        f"Address: 192.0.2.10 has been assigned for 1 hrs 0 mins 0 secs to a device with {device}",
        f"Address: 192.0.2.10 has been renewed for 1 hrs 0 mins 0 secs to a device with {device}",
        f"Address: 192.0.2.10 has been released from a device with {device}",
    ]


def test_a_relayed_client_declines(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    server = Server(subnet())
    client = Client(server, giaddr="192.0.2.254")
    client.lease()
    hook4(server, **kept.hook.callouts)
    client.send(client.message(4, {50: b"\xc0\0\2\x0a", 54: b"\xc0\0\2\1", 82: AGENT}))
    assert kept.lines() == [
        "Address: 192.0.2.10 has been declined by a device with hardware address: hwtype=1 02:00:00:00:00:0a connected "
        "via relay at address: 192.0.2.254, identified by circuit-id: 68:6f:77:64:79 (howdy) and remote-id: 87:f6:79"
    ]


def test_formats_of_ones_own(tmp_path: Path) -> None:
    kept = Kept(
        tmp_path,
        request_parser_format="'from ' + hexstring(pkt4.mac, ':') + 0x0a",
        response_parser_format="addrtotext(pkt4.yiaddr) + ' for ' + uint32totext(option[51].hex)",
    )
    server = Server(subnet())
    hook4(server, **kept.hook.callouts)
    client = Client(server)
    client.lease()
    client.release("192.0.2.10")
    assert kept.lines() == [
        "from 02:00:00:00:00:0a",
        "- 192.0.2.10 for 3600",
        "from 02:00:00:00:00:0a",
        "- ",
    ]


def test_an_expression_that_does_not_suit_is_told_and_the_client_served(tmp_path: Path) -> None:
    kept = Kept(tmp_path, request_parser_format="uint32totext(option[12].hex)")
    server = Server(subnet())
    hook4(server, **kept.hook.callouts)
    client = Client(server)
    address = client.discover().address
    assert client.select(address, option12=b"abc").address == address
    assert len(kept.around.log.of("LEGAL_LOG_LEASE4_WRITE_ERROR")) == 1


def test_subnets_can_be_left_out(tmp_path: Path) -> None:
    quiet: dict[str, Json] = {"id": 1, "subnet": "192.0.2.0/24", "user-context": {"legal-logging": False}}
    kept = Kept(tmp_path, tree={"Dhcp4": {"shared-networks": [{"name": "n", "subnet4": [quiet]}]}})
    server = Server(subnet())
    hook4(server, **kept.hook.callouts)
    Client(server).lease()
    assert kept.lines() == []


def test_a_record_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.directory.rmdir()
    server = Server(subnet())
    hook4(server, **kept.hook.callouts)
    Client(server).lease()
    assert len(kept.around.log.of("LEGAL_LOG_LEASE4_WRITE_ERROR")) == 1
    assert len(server.leases()) == 1


def test_dhcpv6_addresses_and_prefixes_behind_a_relay(tmp_path: Path) -> None:
    kept = Kept(tmp_path, 6)
    server = Server6(subnet6())
    hook6(server, **kept.hook.callouts)
    client = Client6(server, link="2001:db8:1::1")
    packet = client.message(3, na(1), pd(2))
    packet.relays[0].options = {37: [b"\1\2"], 18: [b"port"]}
    client.send(packet).expect(REPLY)
    again = client.message(5, na(1, "2001:db8:1::100"))
    client.send(again).expect(REPLY)
    client.release(na(1, "2001:db8:1::100"))
    duid = client.duid.hex(":")
    lease = server.leases()
    hwaddr = next(iter(lease.values())).hwaddr
    device = f"DUID: {duid}" + (f" and hardware address: hwtype=1 {hwaddr.hex(':')}" if hwaddr else "")
    relay = " connected via relay at address: fe80::a for client on link address: 2001:db8:1::1, hop count: 0"
    facts = ", identified by remote-id: 01:02 and interface-id: 70:6f:72:74 (port)"
    assert kept.lines() == [
        f"Address:2001:db8:1::100 has been assigned for 1 hrs 6 mins 40 secs to a device with {device}{relay}{facts}",
        f"Prefix:2001:db8:8000::/56 has been assigned for 1 hrs 6 mins 40 secs to a device with {device}{relay}{facts}",
        f"Address:2001:db8:1::100 has been renewed for 1 hrs 6 mins 40 secs to a device with {device}{relay}",
        f"Address:2001:db8:1::100 has been released from a device with {device}{relay}",
    ]


def test_dhcpv6_formats_read_request_and_answer(tmp_path: Path) -> None:
    kept = Kept(
        tmp_path,
        6,
        request_parser_format="uint8totext(substring(pkt6.msgtype, 3, 1)) + '>'",
        response_parser_format="uint8totext(substring(pkt6.msgtype, 3, 1))",
    )
    server = Server6(subnet6())
    hook6(server, **kept.hook.callouts)
    Client6(server).request(na(1)).expect(REPLY)
    assert kept.lines() == ["3>7"]


@pytest.mark.parametrize(
    ("name", "arguments", "entry"),
    [
        (
            "lease4-add",
            {"ip-address": "192.0.2.202", "hw-address": "1a:1b", "valid-lft": 86400},
            "Administrator added a lease of address: 192.0.2.202 to a device with hardware address: 1a:1b "
            "for 1 days 0 hrs 0 mins 0 secs",
        ),
        (
            "lease4-update",
            {"ip-address": "192.0.2.202", "hw-address": "1a:1b", "client-id": "12:34", "origin": "ha-partner"},
            "HA partner updated information on the lease of address: 192.0.2.202 to a device with hardware address: "
            "1a:1b, client-id: 12:34",
        ),
        ("lease4-del", {"ip-address": "192.0.2.202"}, "Administrator deleted the lease for address: 192.0.2.202"),
        (
            "lease4-del",
            {"identifier-type": "hw-address", "identifier": "1a:1b"},
            "Administrator deleted a lease for a device identified by: hw-address of 1a:1b",
        ),
        ("lease4-get", {"ip-address": "192.0.2.202"}, ""),
        ("lease6-add", {"ip-address": "2001:db8::1", "duid": "1a:1b"}, ""),
    ],
)
def test_what_commands_do(tmp_path: Path, name: str, arguments: dict[str, Json], entry: str) -> None:
    kept = Kept(tmp_path)
    call(kept.hook, "command_processed", CommandProcessed(name, arguments, {"result": 1}))
    call(kept.hook, "command_processed", CommandProcessed(name, arguments, {"result": 0}))
    assert kept.lines() == ([entry] if entry else [])


def test_what_commands_do_to_dhcpv6_leases(tmp_path: Path) -> None:
    kept = Kept(tmp_path, 6)
    arguments: dict[str, Json] = {"ip-address": "2001:db8::3", "duid": "1a:1b", "hw-address": "1c:1d"}
    call(kept.hook, "command_processed", CommandProcessed("lease6-add", arguments, {"result": 0}))
    assert kept.lines() == [
        "Administrator added a lease of address: 2001:db8::3 to a device with DUID: 1a:1b, hardware address: 1c:1d"
    ]

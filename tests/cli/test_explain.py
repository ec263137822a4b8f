"""`lessor explain` and `lessor replay` as a user meets them: whole configurations, questions, captures."""

import json
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lessor.cli.lessor import main
from lessor.wire.frames import encode_frame4
from lessor.wire.packet4 import BOOTREPLY, Packet4, encode4
from lessor.wire.packet6 import Packet6, encode6

CONFIG4 = """\
{ "Dhcp4": {
  "interfaces-config": { "interfaces": [ "none0" ] },
  "valid-lifetime": 4000,
  "option-data": [ { "name": "domain-name-servers", "data": "192.0.2.53" } ],
  "client-classes": [
    { "name": "phones", "test": "substring(option[60].hex,0,5) == 'phone'",
      "option-data": [ { "name": "routers", "data": "10.1.0.9" } ],
      "next-server": "192.0.2.9" },
    { "name": "guests", "test": "member('UNKNOWN')", "valid-lifetime": 600 },
    { "name": "DROP", "test": "pkt4.mac == 0x0200000000dd" } ],
  "subnet4": [
    { "subnet": "10.1.0.0/16", "id": 7, "relay": { "ip-addresses": [ "10.9.9.9" ] },
      "pools": [ { "pool": "10.1.0.10-10.1.0.20", "client-classes": [ "phones" ] },
                 { "pool": "10.1.1.0/24",
                   "option-data": [ { "name": "routers", "data": "10.1.0.1" } ] } ],
      "reservations": [ { "hw-address": "02:00:00:00:00:07", "ip-address": "10.1.0.77",
                          "hostname": "printer" } ] },
    { "subnet": "10.2.0.0/16", "id": 8, "client-class": "phones" } ]
} }
"""
CONFIG6 = """\
{ "Dhcp6": {
  "preferred-lifetime": 3000, "valid-lifetime": 4000,
  "option-data": [ { "name": "dns-servers", "data": "2001:db8::53" } ],
  "subnet6": [
    { "subnet": "2001:db8:1::/64", "id": 1, "interface": "none0",
      "pools": [ { "pool": "2001:db8:1::10-2001:db8:1::20" } ],
      "pd-pools": [ { "prefix": "2001:db8:8000::", "prefix-len": 40, "delegated-len": 56 } ],
      "reservations": [ { "duid": "00:03:00:01:02:00:00:00:00:07", "ip-addresses": ["2001:db8:1::77"] } ] } ]
} }
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture
def file4(tmp_path: Path) -> str:
    path = tmp_path / "kea-dhcp4.conf"
    path.write_text(CONFIG4)
    return str(path)


@pytest.fixture
def file6(tmp_path: Path) -> str:
    path = tmp_path / "kea-dhcp6.conf"
    path.write_text(CONFIG6)
    return str(path)


def told(*words: str) -> Any:
    result = run("explain", "--json", *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def origins(story: Any) -> dict[str, tuple[str, str]]:
    return {line["name"]: (line["because"], line["place"]) for line in story["answer"]["lines"]}


def capture(path: Path, frames: Iterable[bytes]) -> str:
    records = b"".join(struct.pack("<IIII", 1000 + i, 0, len(data), len(data)) + data for i, data in enumerate(frames))
    path.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1) + records)
    return str(path)


def frame(message: Packet4) -> bytes:
    from_server = message.op == BOOTREPLY
    ports = (67, 68) if from_server else (68, 67)
    return encode_frame4(b"\xff" * 6, bytes(6), 0, ports[0], 0xFFFFFFFF, ports[1], encode4(message))


def discover(mac: str, xid: int = 1, **options: bytes) -> Packet4:
    said = {int(code.removeprefix("o")): value for code, value in options.items()}
    return Packet4(xid=xid, chaddr=bytes.fromhex(mac), options={53: b"\1", 55: b"\1\3\6", **said})


def test_the_story_says_who_where_and_why(file4: str) -> None:
    story = told("-c", file4, "--relay", "10.9.9.9", "--option", "60=phone1", "--wanted", "10.1.0.77")
    assert story["outcome"] == "DHCPOFFER: the client is offered 10.1.0.10 for 600 seconds"
    members = {one["name"]: one["member"] for one in story["classes"]}
    assert members == {"ALL": True, "VENDOR_CLASS_phone1": True, "phones": True, "UNKNOWN": True, "guests": True,
                       "DROP": False}  # fmt: skip
    phones = next(one for one in story["classes"] if one["name"] == "phones")
    assert phones["place"] == f"{file4}:6"
    assert phones["parts"] == [
        {"text": "substring(option[60].hex,0,5) == 'phone'", "depth": 0, "value": "true"},
        {"text": "substring(option[60].hex,0,5)", "depth": 1, "value": "'phone'"},
        {"text": "option[60].hex", "depth": 2, "value": "'phone1'"},
    ]
    assert story["subnet"] == {
        "id": 7, "prefix": "10.1.0.0/16", "network": "", "place": f"{file4}:12",
        "why": "the relay 10.9.9.9 is one of its relay addresses",
    }  # fmt: skip
    assert [(one["what"], one["objection"]) for one in story["candidates"]] == [
        ("10.1.0.77", "reserved for another client"),
        ("10.1.0.10", ""),
    ]


def test_each_option_of_the_answer_has_its_place(file4: str) -> None:
    phone = origins(told("-c", file4, "--relay", "10.9.9.9", "--option", "60=phone1"))
    assert phone["routers"] == ("option-data of class phones", f"{file4}:7")
    assert phone["domain-name-servers"] == ("option-data of the global scope", f"{file4}:4")
    assert phone["siaddr"] == ("next-server: next-server of class phones", f"{file4}:8")
    assert phone["dhcp-lease-time"] == ("the lease time: valid-lifetime of class guests", f"{file4}:9")
    desk = origins(told("-c", file4, "--mac", "02:00:00:00:00:01"))
    assert desk["routers"] == ("option-data of pool 10.1.1.0/24", f"{file4}:15")
    assert desk["yiaddr"] == ("from the pool", "")
    printer = origins(told("-c", file4, "--mac", "02:00:00:00:00:07"))
    assert printer["yiaddr"] == ("from the reservation", "")
    assert printer["host-name"] == ("the name of the client: hostname of the reservation", f"{file4}:17")
    assert printer["dhcp-lease-time"] == ("the lease time: valid-lifetime of the global scope", f"{file4}:3")


def test_what_is_supposed_is_said(file4: str) -> None:
    story = told("-c", file4)
    assert story["assumptions"] == ["the server has the address 10.1.0.1 on none0; --on ADDRESS says otherwise"]
    assert told("-c", file4, "--on", "10.1.0.5")["assumptions"] == []


@pytest.mark.parametrize(
    ("words", "helps"),
    [
        (["--relay", "10.200.0.1"], "no subnet holds the relay's address 10.200.0.1"),
        (["--relay", "10.2.0.1"], "subnet 8 fits, but is only for clients of phones"),
        (["--on", "10.3.0.1"], "none holds 10.3.0.1"),
    ],
)
def test_a_client_without_subnet_is_told_what_would_help(file4: str, words: list[str], helps: str) -> None:
    story = told("-c", file4, *words)
    assert helps in story["no_subnet"]
    assert story["answer"] is None
    assert story["outcome"] == "the client gets no answer: it is in no subnet of this server"


def test_a_dropped_client_is_told_by_which_class(file4: str) -> None:
    story = told("-c", file4, "--mac", "02:00:00:00:00:dd")
    assert story["outcome"] == "the client gets no answer"
    assert story["log"] == ["DHCP4_PACKET_DROP_0010: the client is in the class DROP"]


def test_leases_are_heeded_and_never_written(file4: str, tmp_path: Path) -> None:
    leases = tmp_path / "leases.csv"
    leases.write_text(
        "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n"
        "10.1.1.0,02:00:00:00:00:99,,4000000000,4200000000,7,0,0,,0,\n"
    )
    before = leases.read_bytes()
    story = told("-c", file4, "--leases", str(leases), "--wanted", "10.1.1.0")
    first = story["candidates"][0]
    assert (first["what"], first["objection"]) == ("10.1.1.0", "leased to another client")
    assert leases.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kea-dhcp4.conf", "leases.csv"]


def test_dhcpv6_has_its_story_too(file6: str) -> None:
    story = told("-c", file6, "--mac", "02:00:00:00:00:07", "--prefix")
    assert story["outcome"] == (
        "ADVERTISE: the client is offered 2001:db8:1::77 for 4000 seconds and 2001:db8:8000::/56 for 4000 seconds"
    )
    assert story["reservations"][0]["place"] == f"{file6}:8"
    places = origins(story)
    assert places["dns-servers"] == ("option-data of the global scope", f"{file6}:3")
    assert places["iaaddr"][0] == ("from the reservation; how long it may be used: valid-lifetime of the global scope")
    renewed = told("-c", file6, "--message", "renew", "--has", "2001:db8:1::15")
    assert str(renewed["outcome"]).startswith("REPLY: the client gets 2001:db8:1::15")
    astray = told("-c", file6, "--relay", "2001:db8:9::1")
    assert "no subnet holds the relay's link-address 2001:db8:9::1" in astray["no_subnet"]


def test_people_get_lines(file4: str) -> None:
    result = run("explain", "-c", file4, "--mac", "02:00:00:00:00:07")
    assert result.exit_code == 0
    assert "  hw-address 02:00:00:00:00:07 (subnet 7): address 10.1.0.77; hostname printer" in result.stdout
    assert "  10.1.0.77 (reservation): taken\n" in result.stdout
    assert "  no  phones: its test does not hold" in result.stdout


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["--mac", "xx"], "--mac: "),
        (["--relay", "300.1.1.1"], "--relay: "),
        (["--option", "60"], "is not CODE=HEX"),
        (["--message", "hello"], "'hello' is no message; one of discover, "),
        (["-6"], "configures no DHCPv6 server"),
        (["--pcap", "/nonexistent"], "/nonexistent: No such file"),
        (["--leases", "/nonexistent"], "there is no lease file /nonexistent"),
    ],
)
def test_a_wrong_word_is_named(file4: str, words: list[str], wrong: str) -> None:
    result = run("explain", "-c", file4, *words)
    assert result.exit_code == 1
    assert wrong in result.stderr


def test_a_broken_configuration_is_told_as_everywhere(tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text('{"Dhcp4": {"subnet4": [{"subnet": "x"}]}}')
    for command in (["explain"], ["replay", "x.pcap"]):
        result = run(*command, "-c", str(file))
        assert result.exit_code == 1
        assert result.stderr.startswith(f"{file}:1:")


def test_a_message_of_a_capture_is_explained(file4: str, tmp_path: Path) -> None:
    offer = Packet4(op=BOOTREPLY, xid=1, yiaddr=1, chaddr=bytes(6), options={53: b"\2"})
    pcap = capture(
        tmp_path / "x.pcap", [frame(offer), frame(discover("020000000007")), frame(discover("020000000001"))]
    )
    assert "10.1.0.77" in str(told("-c", file4, "--pcap", pcap)["outcome"])
    assert "10.1.1.0" in str(told("-c", file4, "--pcap", pcap, "--frame", "3")["outcome"])
    missing = run("explain", "-c", file4, "--pcap", pcap, "--frame", "9")
    assert (missing.exit_code, "frame 9 is no DHCP message" in missing.stderr) == (1, True)


def conversation(mac: str, xid: int, address: bytes, server: bytes = b"\x0a\1\0\1") -> list[Packet4]:
    """A client that is offered this address and takes it, later renews it."""
    asked = {50: address, 54: server}
    chaddr = bytes.fromhex(mac)
    number = int.from_bytes(address, "big")
    request = Packet4(xid=xid, chaddr=chaddr, options={53: b"\3", 55: b"\1\3\6", **asked})
    renewal = Packet4(xid=xid + 1, chaddr=chaddr, ciaddr=number, options={53: b"\3", 55: b"\1\3\6"})
    answer = {51: bytes((0, 0, 15, 160)), 1: b"\xff\xff\0\0", 3: b"\x0a\1\0\1", 6: b"\xc0\0\2\x35"}
    replies = [
        Packet4(op=BOOTREPLY, xid=one.xid, yiaddr=number, chaddr=chaddr, options={53: kind, 54: server, **answer})
        for one, kind in ((request, b"\2"), (request, b"\5"), (renewal, b"\5"))
    ]
    first = discover(mac, xid)
    return [first, replies[0], request, replies[1], renewal, replies[2]]


def test_a_replay_shows_what_each_client_would_notice(file4: str, tmp_path: Path) -> None:
    changed = tmp_path / "new.conf"
    changed.write_text(CONFIG4.replace('"10.1.1.0/24"', '"10.1.2.0/24"').replace('"guests"', '"others"'))
    frames = [frame(one) for one in conversation("020000000001", 5, b"\x0a\1\1\0")]
    frames += [frame(one) for one in conversation("020000000007", 9, b"\x0a\1\0\x4d")]
    pcap = capture(tmp_path / "x.pcap", frames)
    result = run("replay", "-c", str(changed), "--against", file4, "--json", pcap)
    assert result.exit_code == 3
    found = json.loads(result.stdout)
    assert (found["messages"], found["clients"]) == (6, 2)
    assert found["differences"] == {
        "02:00:00:00:00:01": [
            {"frame": number, "message": message, "parts": [["address", "10.1.1.0", "10.1.2.0"]]}
            for number, message in ((1, "DHCPDISCOVER"), (3, "DHCPREQUEST"), (5, "DHCPREQUEST"))
        ]
    }


def test_a_replay_without_other_configuration_compares_with_what_was_recorded(file4: str, tmp_path: Path) -> None:
    quiet = tmp_path / "quiet.conf"
    quiet.write_text(CONFIG4.replace('"name": "guests", "test": "member(\'UNKNOWN\')", ', '"name": "guests", '))
    pcap = capture(tmp_path / "x.pcap", [frame(one) for one in conversation("020000000001", 5, b"\x0a\1\1\0")])
    same = run("replay", "-c", str(quiet), pcap)
    assert same.exit_code == 0, same.output
    assert "3 messages of 1 clients" in same.stdout
    assert "no client would see a difference to what was recorded" in same.stdout
    other = run("replay", "-c", file4, pcap)
    assert other.exit_code == 3
    assert "    dhcp-lease-time: 4000 -> 600\n" in other.stdout


def test_a_message_on_both_sides_of_a_relay_is_played_once(file4: str, tmp_path: Path) -> None:
    direct, relayed = discover("020000000001"), discover("020000000001")
    relayed.giaddr, relayed.hops = int.from_bytes(b"\x0a\1\0\1", "big"), 1
    pcap = capture(tmp_path / "x.pcap", [frame(direct), frame(relayed), frame(discover("020000000002"))])
    found = json.loads(run("replay", "-c", file4, "--against", file4, "--json", pcap).stdout)
    assert (found["messages"], found["clients"]) == (2, 2)


def test_dhcpv6_traffic_is_played_too(file6: str, tmp_path: Path) -> None:
    duid = bytes.fromhex("00030001020000000009")
    solicit = encode6(Packet6(1, 7, {1: [duid], 3: [bytes(12)], 6: [b"\0\x17"]}))
    udp = struct.pack("!HHHH", 546, 547, 8 + len(solicit), 0) + solicit
    source = bytes.fromhex("fe80000000000000000000fffe000009")
    group = bytes.fromhex("ff020000000000000000000000010002")
    packet = bytes(12) + b"\x86\xdd" + struct.pack("!IHBB", 6 << 28, len(udp), 17, 1) + source + group + udp
    pcap = capture(tmp_path / "x.pcap", [packet])
    changed = tmp_path / "new.conf"
    changed.write_text(CONFIG6.replace("2001:db8::53", "2001:db8::54"))
    found = json.loads(run("replay", "-c", str(changed), "--against", file6, "--json", pcap).stdout)
    (difference,) = found["differences"][duid.hex(":")]
    assert difference["parts"] == [["dns-servers", "2001:db8::53", "2001:db8::54"]]


def test_a_capture_without_clients_is_an_error(file4: str, tmp_path: Path) -> None:
    empty = capture(tmp_path / "x.pcap", [])
    result = run("replay", "-c", file4, empty)
    assert (result.exit_code, "no message of a client" in result.stderr) == (1, True)
    (tmp_path / "y.pcap").write_bytes(b"rubbish")
    assert "neither a pcap nor a pcapng" in run("replay", "-c", file4, str(tmp_path / "y.pcap")).stderr

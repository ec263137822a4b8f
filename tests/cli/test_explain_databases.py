"""`lessor explain` and `lessor replay` where leases and reservations are in databases: looked at, never written."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv6Address
from pathlib import Path
from typing import Any

import pytest

from lessor.model.database import DatabaseSettings
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.model.options import OptionData
from lessor.store.hostdatabase import open_hosts
from lessor.store.hostrows import HOSTS4, HOSTS6
from lessor.store.leasedatabase import open_rows
from lessor.store.sqlrows import TABLE4, TABLE6
from tests.cli.test_explain import capture, conversation, frame, origins, run, told
from tests.flows.conversation import number
from tests.service.hosted import host4, host6
from tests.service.why.test_plugged import CHANGER, changer
from tests.store.leases import a_lease
from tests.store.leases6 import a_lease6
from tests.stores.hosts import without_hosts

A, B = "02:00:00:00:00:0a", "02:00:00:00:00:0b"
NOW = int(time.time())


@pytest.fixture(params=["postgresql_leases", "mysql_newest_leases"])
def settings(request: pytest.FixtureRequest) -> Iterator[DatabaseSettings]:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, DatabaseSettings)
    yield without_hosts(found)
    without_hosts(found)


def keys(settings: DatabaseSettings) -> dict[str, object]:
    said = {"type": settings.type, "name": settings.name, "host": settings.host, "user": settings.user}
    return {**said, "password": settings.password, **({"port": settings.port} if settings.port else {})}


def configuration4(path: Path, leases: DatabaseSettings | None = None, *hosts: DatabaseSettings) -> str:
    daemon: dict[str, object] = {
        "interfaces-config": {"interfaces": ["none0"]},
        "subnet4": [{"id": 1, "subnet": "192.0.2.0/24", "pools": [{"pool": "192.0.2.10-192.0.2.14"}]}],
        "hosts-databases": [keys(one) for one in hosts],
    }
    if leases is not None:
        daemon["lease-database"] = keys(leases)
    return written(path, {"Dhcp4": daemon})


def configuration6(path: Path, leases: DatabaseSettings, *hosts: DatabaseSettings) -> str:
    pool, pd_pool = {"pool": "2001:db8::10-2001:db8::14"}, {"prefix": "2001:db8:8000::", "prefix-len": 62}
    subnet = {"id": 1, "subnet": "2001:db8::/64", "interface": "none0", "pools": [pool]}
    subnet["pd-pools"] = [{**pd_pool, "delegated-len": 64}]
    daemon = {"subnet6": [subnet], "lease-database": keys(leases), "hosts-databases": [keys(one) for one in hosts]}
    return written(path, {"Dhcp6": daemon})


def written(path: Path, tree: object) -> str:
    path.write_text(json.dumps(tree))
    return str(path)


def lease4(address: str, client: str, cltt: int = NOW) -> Lease4:
    return a_lease(number(address), hwaddr=bytes.fromhex(client.replace(":", "")), client_id=b"", cltt=cltt)


def put4(settings: DatabaseSettings, *leases: Lease4) -> None:
    rows = open_rows(settings, TABLE4)
    assert rows.swap([(None, lease) for lease in leases])
    rows.close()


def put6(settings: DatabaseSettings, *leases: Lease6) -> None:
    rows = open_rows(settings, TABLE6)
    assert rows.swap([(None, lease) for lease in leases])
    rows.close()


def rows_of(settings: DatabaseSettings) -> int:
    rows4, rows6 = open_rows(settings, TABLE4), open_rows(settings, TABLE6)
    count = rows4.count() + rows6.count()
    rows4.close()
    rows6.close()
    return count


def lost(settings: DatabaseSettings) -> DatabaseSettings:
    return replace(settings, host="/nonexistent/socket")


def considered(story: Any) -> list[tuple[str, str, str]]:
    return [(one["what"], one["objection"], one["place"]) for one in story["candidates"]]


def test_a_lease_of_the_database_is_found(settings: DatabaseSettings, tmp_path: Path) -> None:
    put4(settings, lease4("192.0.2.12", A), lease4("192.0.2.10", B), lease4("192.0.2.11", "02:00:00:00:00:0c"))
    file = configuration4(tmp_path / "kea.conf", settings)
    story = told("-c", file, "--mac", A)
    assert story["outcome"].startswith("DHCPOFFER: the client is offered 192.0.2.12 ")
    assert considered(story) == [("192.0.2.12", "", settings.place)]
    assert story["databases"] == [
        {"about": "leases", "place": settings.place, "said": "the client has 192.0.2.12 (subnet 1)", "reached": True}
    ]
    somebody = told("-c", file, "--mac", "02:00:00:00:00:0d", "--wanted", "192.0.2.10")
    assert considered(somebody)[0] == ("192.0.2.10", "leased to another client", settings.place)
    assert "offered 192.0.2.13" in somebody["outcome"]
    assert somebody["databases"][0]["said"] == "the client has none"


def test_nothing_is_written(settings: DatabaseSettings, tmp_path: Path) -> None:
    file = configuration4(tmp_path / "kea.conf", settings, settings)
    story = told("-c", file, "--message", "request", "--mac", A, "--wanted", "192.0.2.12", "--option", "54=c0000201")
    assert story["outcome"].startswith("DHCPACK: the client gets 192.0.2.12 ")
    assert rows_of(settings) == 0


def test_a_lease_file_may_stand_for_the_database(settings: DatabaseSettings, tmp_path: Path) -> None:
    put4(settings, lease4("192.0.2.12", A))
    file = configuration4(tmp_path / "kea.conf", settings)
    empty = tmp_path / "leases.csv"
    header = "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n"
    empty.write_text(header)
    story = told("-c", file, "--mac", A, "--leases", str(empty))
    assert "offered 192.0.2.10" in story["outcome"]
    assert story["databases"] == []
    assert "offered 192.0.2.12" in told("-c", file, "--mac", A, "--leases", "-")["outcome"]


def test_a_full_pool_takes_back_what_is_over(settings: DatabaseSettings, tmp_path: Path) -> None:
    ends = {13: NOW - 10_000}
    put4(settings, *[lease4(f"192.0.2.{i}", f"02:00:00:00:01:{i}", ends.get(i, NOW)) for i in range(10, 15)])
    file = configuration4(tmp_path / "kea.conf", settings)
    assert "offered 192.0.2.13" in told("-c", file, "--mac", A)["outcome"]


def test_a_reservation_of_the_database_is_found(settings: DatabaseSettings, tmp_path: Path) -> None:
    store = open_hosts(settings, HOSTS4)
    gateway = OptionData(3, "dhcp4", b"\xc0\0\2\1", csv_format=False)
    store.add(host4(A, "192.0.2.50", options=(gateway,), client_classes=("VIP",)))
    store.add(host4(B, "192.0.2.10"))
    store.close()
    file = configuration4(tmp_path / "kea.conf", None, settings)
    story = told("-c", file, "--mac", A)
    assert story["outcome"].startswith("DHCPOFFER: the client is offered 192.0.2.50 ")
    assert story["reservations"] == [
        {
            "identifier": f"hw-address {A}",
            "scope": "subnet 1",
            "promises": "address 192.0.2.50; classes VIP; options routers",
            "place": settings.place,
        }
    ]
    assert origins(story)["routers"] == ("option-data of the reservation", settings.place)
    assert next(one for one in story["classes"] if one["name"] == "VIP")["why"] == "its reservation says so"
    assert story["databases"][0]["about"] == "reservations"
    # what is reserved for somebody else is passed over
    other = told("-c", file, "--mac", "02:00:00:00:00:0d")
    assert "offered 192.0.2.11" in other["outcome"]
    lines = run("explain", "-c", file, "--mac", A).stdout
    assert f"  hw-address {A} (subnet 1): address 192.0.2.50; classes VIP; options routers [{settings.place}]" in lines
    assert f"reservations in {settings.place}: 1 for this client" in lines


def test_a_database_that_cannot_be_reached_is_told_of(settings: DatabaseSettings, tmp_path: Path) -> None:
    store = open_hosts(settings, HOSTS4)
    store.add(host4(A, "192.0.2.50"))
    store.close()
    gone = lost(settings)
    file = configuration4(tmp_path / "kea.conf", gone, gone, settings)
    story = told("-c", file, "--mac", A)
    assert story["outcome"].startswith("DHCPOFFER: the client is offered 192.0.2.50 ")
    assert [(one["about"], one["place"], one["reached"]) for one in story["databases"]] == [
        ("leases", gone.place, False),
        ("reservations", gone.place, False),
        ("reservations", settings.place, True),
    ]
    assert story["databases"][0]["said"].startswith(f"not known: cannot connect to {gone.place}: ")
    assert "the story goes on without them" in run("explain", "-c", file, "--mac", A).stdout


def test_dhcpv6_is_looked_up_too(settings: DatabaseSettings, tmp_path: Path) -> None:
    duid = "00:03:00:01:02:00:00:00:00:0a"
    put6(settings, a_lease6(int(IPv6Address("2001:db8::10")), cltt=NOW))
    prefix = int(IPv6Address("2001:db8:9000::"))
    store = open_hosts(settings, HOSTS6)
    store.add(host6(bytes.fromhex(duid.replace(":", "")), prefixes=((prefix, 64),), excluded=(None,)))
    store.close()
    file = configuration6(tmp_path / "kea.conf", settings, settings)
    story = told("-c", file, "--duid", duid, "--prefix")
    assert "2001:db8::11" in story["outcome"]
    assert "2001:db8:9000::/64" in story["outcome"]
    assert story["reservations"][0]["place"] == settings.place
    assert story["databases"][0]["said"] == "the client has none"
    assert rows_of(settings) == 1


def test_a_replay_knows_both(settings: DatabaseSettings, tmp_path: Path) -> None:
    put4(settings, lease4("192.0.2.12", "02:00:00:00:00:01"))
    before = configuration4(tmp_path / "old.conf")
    after = configuration4(tmp_path / "new.conf", settings, settings)
    pcap = capture(tmp_path / "x.pcap", [frame(one) for one in conversation("020000000001", 5, b"\xc0\0\2\x0a")])
    found = json.loads(run("replay", "-c", after, "--against", before, "--json", pcap).stdout)
    assert found["differences"]["02:00:00:00:00:01"][0]["parts"] == [["address", "192.0.2.10", "192.0.2.12"]]
    assert rows_of(settings) == 1
    lost_one = configuration4(tmp_path / "lost.conf", lost(settings))
    refused = run("replay", "-c", lost_one, "--against", before, pcap)
    assert (refused.exit_code, "cannot connect to" in refused.stderr) == (1, True)


def test_callouts_are_told_of_once(settings: DatabaseSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_hosts(settings, HOSTS4)
    store.add(host4(B, "192.0.2.10"))
    store.close()
    hooks = tmp_path / "hooks"
    hooks.mkdir(mode=0o755)
    (hooks / "changer.py").write_text(CHANGER)
    monkeypatch.setenv("KEA_HOOKS_PATH", str(hooks))
    file = Path(configuration4(tmp_path / "kea.conf", None, settings))
    tree = json.loads(file.read_text())
    tree["Dhcp4"]["hooks-libraries"] = [changer({"pkt4_receive": "receive", "pkt4_send": "send"})]
    story = told("-c", written(file, tree), "--mac", A)
    # the first address of the pool turns out to be reserved, so the message is decided on again
    assert "offered 192.0.2.11" in story["outcome"]
    assert [one["point"] for one in story["hooks"]] == ["pkt4_receive", "pkt4_send"]
    assert story["hooks"][0]["changes"][0] == "class SEEN added"
    assert next(one for one in story["classes"] if one["name"] == "SEEN")["member"]

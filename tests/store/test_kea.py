"""The real Kea reads our DHCPv4 files, and we read what it writes.

kea-lfc stands for it: it loads lease files with the server's own code, and writes what it understood.
"""

from asyncio import new_event_loop
from pathlib import Path

import pytest

from lessor.model.lease import DECLINED, INFINITE, RECLAIMED
from lessor.store.columns import FORMAT4, HEADER, show
from lessor.store.loading import load_leases
from lessor.store.memfile import open_store
from tests.store.leases import NOW, Recorder, a_lease, numbered_lease
from tests.store.lfc import clean_up, needs_kea

pytestmark = needs_kea

LEASES = [
    a_lease(0x0A000001),
    a_lease(0x0A000002, hostname="with,comma.example"),
    a_lease(0x0A000003, hostname="amp&#x2ersand.and\tmore"),
    a_lease(0x0A000004, user_context='{ "ISC": { "relay-agent-info": { "sub-options": "0x0104,&" } } }'),
    a_lease(0x0A000005, valid_lifetime=INFINITE, fqdn_fwd=True, fqdn_rev=True),
    a_lease(0x0A000006, b"", b"", hostname="", state=DECLINED),
    a_lease(0x0A000007, client_id=b""),
    a_lease(0x0A000008, hwaddr=b"", client_id=b"\xff" * 60),
    a_lease(0x0A000009, hwaddr=bytes(range(20)), hostname="", state=RECLAIMED),
    a_lease(0xFFFFFFFE, subnet_id=0xFFFFFFFE, cltt=2**32),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kea-leases4.csv"


def test_kea_reads_what_we_write(path: Path) -> None:
    loop = new_event_loop()
    store = open_store(path, loop)
    first, gone = numbered_lease(1), numbered_lease(2, pool_id=5)
    renewed = numbered_lease(1, cltt=NOW + 1800)
    assert store.commit([(None, lease) for lease in [*LEASES, first, gone]])
    assert store.commit([(first, renewed), (gone, None)])
    store.close()
    loop.close()

    told = clean_up(path, 4)
    assert "errors: 0" in told
    assert "LEASE_LOAD_ROW_ERROR" not in told
    watcher = Recorder()
    held = load_leases(path, FORMAT4, watcher=watcher)
    assert watcher.loaded == ["kea-leases4.csv.2"]
    assert watcher.bad_rows == []
    assert held == {lease.address: lease for lease in [*LEASES, renewed]}


def test_kea_goes_on_where_we_stopped_below_its_own_header(path: Path) -> None:
    """Somebody tries us on Kea's files, and goes back."""
    path.write_text(HEADER.removesuffix(",pool_id") + "\n" + show(a_lease()).removesuffix(",0\n") + "\n")
    loop = new_event_loop()
    store = open_store(path, loop)
    assert store.commit([(None, numbered_lease(1, pool_id=9)), (a_lease(), None)])
    store.close()
    loop.close()
    assert "errors: 0" in clean_up(path, 4)
    assert load_leases(path, FORMAT4) == {numbered_lease(1).address: numbered_lease(1)}


# rows people and older servers leave behind
ODD_ROWS = """\
10.0.0.1,AA:BB:CC:DD:EE:01,01AABB,3600,1800003600,1,1,1,Host,0,,0
10.0.0.2,a:b:c,1:2,3600,1800003600,1,1,1,h&#x2cost,0,{ "a": "b&#x2cc" },0
10.0.0.3,a:b:c,,3600,1800003600,1,1,1,,0,,0
10.0.0.4,,,3600,1800003600,1,0,0,,1,,0
10.0.0.5,,,3600,1800003600,1,0,0,,0,,0
10.0.0.6,a:b:c,,3600,100,1,0,0,,0,,0
10.0.0.7,a:b:c,,4294967295,6094967295,1,0,0,,0,,0
10.0.0.8,a:b:c,,3600,1800003600,1,0,0,,0,[1],0
10.0.0.9,a:b:c,,3600,1800003600,1,0,0,,0,notjson,0
10.0.0.10,01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13:14:15,,3600,1800003600,1,0,0,,0,,0
10.0.0.11,a:b:c,,0x10,1800003600,1,0,0,,0,,0
10.0.0.12,aabbcc,,3600,1800003600,1,0,0,,0,,0
10.0.0.13,a:b:c,,3600,1800003600,1,2,0,,0,,0
10.0.0.14 ,a:b:c,,3600,1800003600,1,0,0,,0,,0
10.0.0.015,a:b:c,,3600,1800003600,1,0,0,,0,,0
10.0.0.16,a:b:c,,3600,1800003600,4294967296,0,0,,0,,0
10.0.0.17,a:b:c,,003600,1800003600,1,0,0,,0,,0
10.0.0.18,:,,3600,1800003600,1,0,0,,0,,0
10.0.0.19,a::c,,3600,1800003600,1,0,0,,0,,0
10.0.0.20,a:b:,,3600,1800003600,1,0,0,,0,,0

10.0.0.21,a:b:c,,3600,1800003600,1,0,0,h\u00e9t,0,{ "\u00e9": 1 },0
10.0.0.22,a:b:c,,3600,1800003600,1,0,0
10.0.0.23,a:b:c,,3600,1800003600,1,0,0,,9,,0
10.0.0.24,a:b:c,0102030,3600,1800003600,1,0,0,,0,,0
10.0.0.3,a:b:c,,0,1800000000,1,1,1,,0,,0
10.0.0.99,a:b:c,,0,1800000000,1,1,1,,0,,0
10.0.0.25,a:b:c,,3600,1800003600,1,0,0,last,0,,0"""


def test_kea_and_we_take_and_refuse_the_same_rows(path: Path) -> None:
    path.write_text(f"{HEADER}\n{ODD_ROWS}")
    watcher = Recorder()
    ours = load_leases(path, FORMAT4, watcher=watcher)
    told = clean_up(path, 4)
    assert load_leases(path, FORMAT4) == ours
    assert told.count("LEASE_LOAD_ROW_ERROR") == len(watcher.bad_rows) == 14


def test_a_large_file_goes_round(path: Path) -> None:
    leases = {numbered_lease(number).address: numbered_lease(number, cltt=NOW + number) for number in range(5000)}
    path.write_text(f"{HEADER}\n" + "".join(map(show, leases.values())))
    clean_up(path, 4)
    assert load_leases(path, FORMAT4) == leases

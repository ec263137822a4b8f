"""The real Kea reads our DHCPv6 files, and we read what it writes.

kea-lfc stands for it: it loads lease files with the server's own code, and writes what it understood.
"""

from asyncio import new_event_loop
from pathlib import Path

import pytest

from lessor.model.lease import DECLINED, INFINITE, RECLAIMED
from lessor.model.lease6 import REGISTERED, TA, key_of
from lessor.store.columns6 import FORMAT6, HEADER, show
from lessor.store.loading import load_leases
from lessor.store.memfile import open_store6
from tests.store.leases import NOW, Recorder
from tests.store.leases6 import a_lease6, a_prefix, numbered_lease6, numbered_prefix
from tests.store.lfc import clean_up, needs_kea

pytestmark = needs_kea

LEASES = [
    a_lease6(0x20010DB8 << 96 | 1),
    a_lease6(2, hostname="with,comma.example"),
    a_lease6(3, hostname="amp&#x2ersand.and\tmore"),
    a_lease6(4, user_context='{ "ISC": { "relay-info": [ { "hop": 0, "options": "0x0012,&" } ] } }'),
    a_lease6(5, valid_lifetime=INFINITE, preferred_lifetime=INFINITE, fqdn_fwd=True, fqdn_rev=True),
    a_lease6(6, duid=b"", hwaddr=b"", hwtype=0, hwaddr_source=0, hostname="", state=DECLINED),
    a_lease6(7, hwaddr=b"", hwtype=0, hwaddr_source=0, iaid=0xFFFFFFFF),
    a_lease6(8, duid=b"\xff" * 128, type=TA, preferred_lifetime=0),
    a_lease6(9, hwaddr=bytes(range(20)), hwtype=32, hwaddr_source=128, hostname="", state=RECLAIMED),
    a_lease6(0xFE80 << 112 | 0xFFFFC0000201, state=REGISTERED),
    a_lease6(2**128 - 2, subnet_id=0xFFFFFFFE, cltt=2**32 - 3601),
    a_prefix(1),
    a_prefix(2, prefix_length=64, hwaddr=b"", hwtype=0, hwaddr_source=0),
    a_prefix(3, prefix_length=1, user_context='{ "a": [ 1, "," ] }'),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kea-leases6.csv"


def test_kea_reads_what_we_write(path: Path) -> None:
    loop = new_event_loop()
    store = open_store6(path, loop)
    first, gone = numbered_lease6(1), numbered_prefix(9, pool_id=5)
    renewed = numbered_lease6(1, cltt=NOW + 1800)
    assert store.commit([(None, lease) for lease in [*LEASES, first, gone]])
    assert store.commit([(first, renewed), (gone, None)])
    store.close()
    loop.close()

    told = clean_up(path, 6)
    assert "errors: 0" in told
    assert "LEASE_LOAD_ROW_ERROR" not in told
    watcher = Recorder()
    held = load_leases(path, FORMAT6, watcher=watcher)
    assert watcher.loaded == ["kea-leases6.csv.2"]
    assert watcher.bad_rows == []
    assert held == {key_of(lease): lease for lease in [*LEASES, renewed]}


HEADERS = {
    "1.0": ",hwaddr,state,user_context,hwtype,hwaddr_source,pool_id",
    "2.0": ",state,user_context,hwtype,hwaddr_source,pool_id",
    "3.0": ",user_context,hwtype,hwaddr_source,pool_id",
    "3.1": ",hwtype,hwaddr_source,pool_id",
    "4.0": ",pool_id",
}


@pytest.mark.parametrize(("schema", "missing"), HEADERS.items())
def test_kea_goes_on_where_we_stopped_below_its_own_header(path: Path, schema: str, missing: str) -> None:
    """Somebody tries us on Kea's files of some age, and goes back."""
    columns = len(HEADER.removesuffix(missing).split(","))
    old, older = numbered_lease6(1), numbered_prefix(2)
    rows = [",".join(show(lease).split(",")[:columns]) for lease in (old, older)]
    path.write_text("\n".join([HEADER.removesuffix(missing), *rows, ""]))
    loop, watcher = new_event_loop(), Recorder()
    store = open_store6(path, loop, watcher=watcher)
    assert (watcher.schemas, watcher.bad_rows) == ([("kea-leases6.csv", schema, True)], [])
    loaded = {key_of(lease): lease for lease in store.leases()}
    assert store.commit([(None, numbered_lease6(5, pool_id=9)), (loaded[key_of(older)], None)])
    store.close()
    loop.close()
    assert "errors: 0" in clean_up(path, 6)
    expected = [loaded[key_of(old)], numbered_lease6(5)]
    assert load_leases(path, FORMAT6) == {key_of(lease): lease for lease in expected}


# rows people and older servers leave behind
ODD_ROWS = """\
2001:db8::1,00:03:00:01:02:00:00:00:00:01,4000,1800004000,1,3000,0,7,128,0,1,Host,02:00:00:00:00:01,0,,1,2,0
2001:DB8:0::2,00030001AABB,4000,1800004000,1,3000,0,7,128,0,1,h&#x2cost,A:b:C,0,{ "a": "b&#x2cc" },6,1,0
2001:db8::3,a:b:c,4000,1800004000,1,3000,1,7,128,0,1,,,0,,0,0,0
2001:db8::4,00,4000,1800004000,1,3000,0,7,128,0,1,,,1,,,,0
2001:db8::5,00,4000,1800004000,1,3000,0,7,128,0,1,,,0,,,,0
2001:db8::6,,4000,1800004000,1,3000,0,7,128,0,1,,,1,,,,0
2001:db8::7,01,4000,4000,1,3000,0,7,128,0,1,,,0,,,,0
2001:db8::8,01:02,4294967295,6094967295,1,4294967295,0,7,128,0,1,,,0,,,,0
2001:db8::9,01:02,4000,1800004000,1,5000,0,7,128,0,1,,a:b:c,0,,,,0
2001:db8::a,01:02,4000,1800004000,1,5000,0,7,128,0,1,,a:b:c,0,,70000,0,0
2001:db8::b,01:02,4000,1800004000,1,5000,0,7,128,0,1,,a:b:c,0,,65535,4294967295,0
2001:db8::c,01:02,4000,1800004000,1,5000,0,7,128,0,1,,nonsense,0,,x,y,0
2001:db8::d,01:02,4000,1800004000,1,5000,0,7,128,0,1,,,0,,x,y,0
2001:db8::e,01:02,4000,1800004000,1,5000,0,7,128,0,1,,,4,,,,0
2001:db8::f,01:02,4000,1800004000,1,5000,0,7,128,0,1,,,0,[1],,,0
2001:db8::10,01:02,4000,1800004000,1,5000,0,7,128,0,1,,,0,notjson,,,0
2001:db8::11,01:0g,4000,1800004000,1,5000,0,7,128,0,1,,,0,,,,0
2001:db8::12,01:02,0x10,1800004000,1,5000,0,7,128,0,1,,,0,,,,0
2001:db8::13,01:02,4000,1800004000,1,5000,0,4294967296,128,0,1,,,0,,,,0
2001:db8::14 ,01:02,4000,1800004000,1,5000,0,7,128,0,1,,,0,,,,0
2001:db8:1::,01:02,4000,1800004000,1,5000,2,7,48,0,1,,,0,,,,0
2001:db8:2::,01:02,4000,1800004000,1,5000,2,7,128,0,0,,,0,,,,0

2001:db8::15,01:02,4000,1800004000,1,5000,0,7,128,2,1,,,0,,,,0
2001:db8::16,01:02,4000,1800004000,1,5000,0,7,128,0,1
::ffff:192.0.2.1,01:02,4000,1800004000,1,5000,0,7,128,0,1,h\u00e9t,,0,{ "\u00e9": 1 },,,0
2001:db8::3,a:b:c,0,1800000000,1,0,1,7,128,0,1,,,0,,0,0,0
2001:db8::99,a:b:c,0,1800000000,1,0,1,7,128,0,1,,,0,,0,0,0
2001:db8:1::,01:02,5000,1800005000,1,5000,2,7,48,0,1,,,0,,,,0
2001:db8::17,01:02,4000,1800004000,1,5000,0,7,128,0,1,last,,0,,,,0"""


def test_kea_and_we_take_and_refuse_the_same_rows(path: Path) -> None:
    path.write_text(f"{HEADER}\n{ODD_ROWS}")
    watcher = Recorder()
    ours = load_leases(path, FORMAT6, watcher=watcher)
    told = clean_up(path, 6)
    assert load_leases(path, FORMAT6) == ours
    assert told.count("LEASE_LOAD_ROW_ERROR") == len(watcher.bad_rows) == 10


def test_kea_knows_an_address_and_a_prefix_that_begin_alike_only_once(path: Path) -> None:
    """We keep both; pools that overlap so are what nobody configures."""
    address, prefix = a_lease6(), a_prefix(address=a_lease6().address)
    path.write_text(f"{HEADER}\n{show(address)}{show(prefix)}")
    assert len(load_leases(path, FORMAT6)) == 2
    clean_up(path, 6)
    assert list(load_leases(path, FORMAT6).values()) == [prefix]


def test_a_large_file_goes_round(path: Path) -> None:
    leases = [lease for number in range(3000) for lease in (numbered_lease6(number), numbered_prefix(number))]
    path.write_text(f"{HEADER}\n" + "".join(map(show, leases)))
    clean_up(path, 6)
    assert load_leases(path, FORMAT6) == {key_of(lease): lease for lease in leases}

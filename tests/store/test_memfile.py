"""The embedded database as a whole: what is committed is found again, and opening refuses what it should."""

import os
from asyncio import AbstractEventLoop, Future, new_event_loop
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.model.lease import DECLINED, INFINITE, Lease4
from lessor.model.lease6 import NA, PD, TA
from lessor.store.base import StoreError
from lessor.store.columns import HEADER, show, show_removed
from lessor.store.columns6 import HEADER as HEADER6
from lessor.store.columns6 import show as show6
from lessor.store.loading import with_suffix
from lessor.store.memfile import MemfileStore, open_store, open_store6
from lessor.store.memory import MemoryStore
from tests.store.leases import NOW, Recorder, a_lease, numbered_lease
from tests.store.leases6 import DUID, a_lease6, a_prefix, numbered_lease6


@pytest.fixture
def loop() -> Iterator[AbstractEventLoop]:
    loop = new_event_loop()
    yield loop
    loop.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "leases.csv"


def reopened(path: Path, loop: AbstractEventLoop) -> list[Lease4]:
    store = open_store(path, loop)
    leases = list(store.leases())
    store.close()
    return leases


def test_changes_become_rows_in_order(path: Path, loop: AbstractEventLoop) -> None:
    store = open_store(path, loop)
    first, renewed, other = a_lease(), a_lease(cltt=NOW + 60), numbered_lease(1)
    assert store.commit([(None, first)])
    assert store.commit([(first, renewed), (None, other)])
    assert not store.commit([(None, other)])
    assert store.commit([(renewed, None)])
    assert store.commit([(None, None)])
    store.close()
    expected = [show(first), show(renewed), show(other), show_removed(renewed)]
    assert path.read_text() == f"{HEADER}\n" + "".join(expected)
    assert reopened(path, loop) == [other]


def test_every_kind_of_lease_comes_back(path: Path, loop: AbstractEventLoop) -> None:
    leases = [
        a_lease(1, hostname="with,comma&and\nmore"),
        a_lease(2, valid_lifetime=INFINITE, fqdn_fwd=True, fqdn_rev=True),
        a_lease(3, hwaddr=b"", client_id=b"", state=DECLINED),
        a_lease(4, user_context='{ "ISC": { "relay-agent-info": "0x0102,&" } }', pool_id=12),
    ]
    store = open_store(path, loop)
    assert store.commit([(None, lease) for lease in leases])
    store.close()
    assert reopened(path, loop) == leases


def test_every_kind_of_dhcpv6_lease_comes_back(path: Path, loop: AbstractEventLoop) -> None:
    address, gone = a_lease6(hostname="with,comma&and\nmore", pool_id=3), numbered_lease6(1)
    leases = [address, a_prefix(), a_lease6(5, type=TA), a_lease6(6, duid=b"", state=DECLINED)]
    store = open_store6(path, loop)
    assert store.commit([(None, lease) for lease in [*leases, gone]])
    assert store.commit([(gone, None)])
    store.close()
    assert path.read_text().startswith(f"{HEADER6}\n{show6(address)}")
    store = open_store6(path, loop)
    assert list(store.leases()) == [address, *leases[2:], leases[1]]
    assert list(store.facts(DUID).by_duid) == [address, leases[2], leases[1]]
    assert store.tally() == {(1, 3, NA, 0): 1, (1, 0, PD, 0): 1, (1, 0, TA, 0): 1, (1, 0, NA, DECLINED): 1}
    assert len(store) == 4
    store.close()


def test_a_file_of_the_other_family_is_refused(path: Path, loop: AbstractEventLoop) -> None:
    path.write_text(f"{HEADER}\n")
    with pytest.raises(StoreError, match="line 1: not a lease file: column 2 is called 'hwaddr' instead of 'duid'"):
        open_store6(path, loop)
    assert reopened(path, loop) == []


def test_an_unwritable_row_changes_nothing(path: Path, loop: AbstractEventLoop) -> None:
    store = open_store(path, loop)
    with pytest.raises(UnicodeEncodeError):
        store.commit([(None, numbered_lease(1)), (None, a_lease(hostname="\ud800"))])
    assert len(store) == 0
    store.close()


def test_durable_means_in_the_file(path: Path, loop: AbstractEventLoop) -> None:
    store = open_store(path, loop)
    found: Future[bool] = loop.create_future()
    assert store.commit([(None, a_lease())])
    store.when_durable(lambda ok: found.set_result(ok and show(a_lease()) in path.read_text()))
    assert loop.run_until_complete(found)
    store.close()


def test_a_closed_store_takes_no_changes(path: Path, loop: AbstractEventLoop) -> None:
    store = open_store(path, loop)
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.commit([(None, a_lease())])
    assert len(store) == 0


def test_rows_go_on_after_a_torn_one(path: Path, loop: AbstractEventLoop) -> None:
    path.write_text(f"{HEADER}\n{show(a_lease())}192.0.2.7,aa:")
    watcher = Recorder()
    store = open_store(path, loop, watcher=watcher)
    assert watcher.bad_rows == [("leases.csv", 3, "2 columns instead of 12")]
    assert store.commit([(None, numbered_lease(1))])
    store.close()
    assert reopened(path, loop) == [a_lease(), numbered_lease(1)]


def test_rows_of_our_schema_go_under_an_older_header(path: Path, loop: AbstractEventLoop) -> None:
    path.write_text(HEADER.removesuffix(",pool_id") + "\n")
    watcher = Recorder()
    store = open_store(path, loop, watcher=watcher)
    assert watcher.schemas == [("leases.csv", "2.1", True)]
    assert store.commit([(None, a_lease(pool_id=3))])
    store.close()
    assert reopened(path, loop) == [a_lease(pool_id=3)]


def test_leases_are_tallied(path: Path, loop: AbstractEventLoop) -> None:
    path.write_text(f"{HEADER}\n{show(a_lease())}{show(numbered_lease(1))}{show(numbered_lease(2, state=DECLINED))}")
    store = open_store(path, loop)
    assert store.tally() == {(1, 0, 0, 0): 2, (1, 0, 0, DECLINED): 1}
    store.close()


def test_without_persistence_no_file_is_touched(path: Path, loop: AbstractEventLoop) -> None:
    path.write_text("nonsense")
    store = open_store(path, loop, persist=False)
    assert isinstance(store, MemoryStore)
    assert store.commit([(None, a_lease())])
    store.close()
    assert path.read_text() == "nonsense"


# --- refusals --------------------------------------------------------------------------------------------------------


def test_one_server_per_file(path: Path, loop: AbstractEventLoop) -> None:
    store = open_store(path, loop)
    with pytest.raises(StoreError, match="in use by another server"):
        open_store(path, loop)
    store.close()
    assert reopened(path, loop) == []


def test_a_refused_file_is_let_go(path: Path, loop: AbstractEventLoop) -> None:
    path.write_text(f"{HEADER}\nbad\nbad\n")
    with pytest.raises(StoreError, match="more than 1 bad rows"):
        open_store(path, loop, max_row_errors=1)
    assert reopened(path, loop) == []


def test_a_cleanup_at_work_is_waited_for(path: Path, loop: AbstractEventLoop) -> None:
    with_suffix(path, ".pid").write_text(f"{os.getpid()}\n")
    with pytest.raises(StoreError, match="being cleaned up"):
        open_store(path, loop)


def test_only_the_own_place_is_made(tmp_path: Path, loop: AbstractEventLoop) -> None:
    path = tmp_path / "var" / "lib" / "leases.csv"
    with pytest.raises(StoreError, match=r"directory .*/var/lib of the lease file does not exist"):
        open_store(path, loop)
    store = open_store(path, loop, make_directory=True)
    assert isinstance(store, MemfileStore)
    store.close()
    assert path.read_text() == f"{HEADER}\n"
    assert path.parent.stat().st_mode & 0o007 == 0


def test_a_place_that_cannot_be_made(tmp_path: Path, loop: AbstractEventLoop) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot make directory .*: Not a directory"):
        open_store(tmp_path / "file" / "sub" / "leases.csv", loop, make_directory=True)

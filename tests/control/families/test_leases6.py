"""Tests of lessor.control.families.leases6 and leasebulk: what recorded exchanges (test_recorded.py) lack."""

from pathlib import Path

from lessor.control.families import leasebulk, leases6
from lessor.engine.occupancy import FREE, LEASED
from lessor.model.json import Json
from lessor.model.lease6 import NA, PD, TA
from tests.control.leaseservers import NOW, Server6, run, serving6

TREE: Json = {
    "valid-lifetime": 600,
    "subnet6": [
        {
            "id": 1,
            "subnet": "2001:db8:1::/64",
            "pools": [{"pool": "2001:db8:1::10-2001:db8:1::1f", "pool-id": 7}],
            "pd-pools": [{"prefix": "2001:db8:8::", "prefix-len": 48, "delegated-len": 56, "pool-id": 9}],
        }
    ],
}
DUID = "01:02:03:04"
ADDRESS = "2001:db8:1::12"
PREFIX = "2001:db8:8:300::"
NUMBER = 0x20010DB8_00010000_00000000_00000012
PREFIX_NUMBER = 0x20010DB8_00080300 << 64


async def fill(server: Server6) -> None:
    """One address and one prefix for one client."""
    added = await server.ask("lease6-add", ip_address=ADDRESS, duid=DUID, iaid=1, hw_address="02:00:00:00:00:01")
    assert added["result"] == 0, added
    prefix: dict[str, Json] = {"type": "IA_PD", "prefix-len": 56, "subnet-id": 1}
    added = await server.ask("lease6-add", ip_address=PREFIX, duid=DUID, iaid=1, **prefix)
    assert added["result"] == 0, added


def test_every_command_says_what_it_does() -> None:
    for command in (*leases6.COMMANDS, *leasebulk.COMMANDS):
        assert command.name.startswith("lease6-") and command.about.endswith(".") and command.since
        assert command.library == "libdhcp_lease_cmds.so" and command.families == {6} and command.arguments


def test_added_leases_are_in_their_pools_and_counted_but_not_as_given(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving6(TREE, tmp_path) as server:
            await fill(server)
            lease = await server.leases.get(NA, NUMBER)
            assert lease is not None and (lease.pool_id, lease.hwtype, lease.cltt) == (7, 1, NOW)
            prefix = await server.leases.get(PD, PREFIX_NUMBER)
            assert prefix is not None and (prefix.pool_id, prefix.prefix_length) == (9, 56)
            subnet = server.tables.subnets[1]
            assert subnet.pools[0].occupancy.state(2) == subnet.prefix_pools[0].occupancy.state(3) == LEASED
            value = server.statistics.value
            assert value("subnet[1].pool[7].assigned-nas") == value("subnet[1].pd-pool[9].assigned-pds") == 1
            assert value("cumulative-assigned-nas") == value("cumulative-assigned-pds") == 0
            assert await server.leases.wipe([1]) == 2
            assert subnet.pools[0].occupancy.state(2) == subnet.prefix_pools[0].occupancy.state(3) == FREE
            assert value("assigned-nas") == value("assigned-pds") == 0

    run(conversation())


def test_an_address_and_a_prefix_may_begin_alike(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving6(TREE, tmp_path) as server:
            one: dict[str, Json] = {"ip-address": ADDRESS, "duid": DUID, "iaid": 1}
            await server.ask("lease6-add", **one)
            prefix: dict[str, Json] = {"type": "IA_PD", "prefix-len": 128, "subnet-id": 1}
            await server.ask("lease6-add", **one, **prefix)
            first: dict[str, Json] = {"from": "start", "limit": 1}
            page = await server.ask("lease6-get-page", **first)
            assert page["text"] == "2 IPv6 lease(s) found."
            assert await server.leases.get(TA, NUMBER) is None
            await server.ask("lease6-del", ip_address=ADDRESS)
            assert await server.leases.get(PD, NUMBER) is not None

    run(conversation())


def test_searches(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving6(TREE, tmp_path) as server:
            await fill(server)
            by_hw = await server.ask("lease6-get-by-hw-address", hw_address="02:00:00:00:00:01")
            assert by_hw["text"] == "1 IPv6 lease(s) found."
            empty = await server.ask("lease6-get-by-hw-address", hw_address="")
            assert empty["text"] == "0 IPv6 lease(s) found."
            by_duid = await server.ask("lease6-get-by-duid", duid=DUID)
            assert by_duid["text"] == "2 IPv6 lease(s) found."
            by_state = await server.ask("lease6-get-by-state", state="default", subnet_id=1)
            assert by_state["text"] == "2 IPv6 lease(s) found."
            registered = await server.ask("lease6-get-by-state", state="registered")
            assert registered["result"] == 3
            written = await server.ask("lease6-write", filename="copy6.csv")
            assert written["text"] == f"IPv6 lease database into '{tmp_path / 'copy6.csv'}'."
            assert len((tmp_path / "copy6.csv").read_text().splitlines()) == 3

    run(conversation())


def test_many_changes_at_once_are_made_after_all_of_them_are_understood(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving6(TREE, tmp_path) as server:
            await fill(server)
            new: Json = {"ip-address": "2001:db8:1::99", "duid": DUID, "iaid": 2}
            wrong = await server.ask("lease6-bulk-apply", leases=[new, {"ip-address": "x"}], deleted_leases=[])
            assert wrong["result"] == 1
            wrong = await server.ask("lease6-bulk-apply", leases=[new], deleted_leases=[{"ip-address": "x"}])
            assert wrong["result"] == 1
            assert await server.leases.count() == 2
            done = await server.ask("lease6-bulk-apply", leases=[new], deleted_leases=[{"ip-address": ADDRESS}])
            assert done == {"result": 0, "text": "Bulk apply of 2 IPv6 leases completed."}
            assert await server.leases.get(NA, NUMBER) is None

    run(conversation())


def test_what_could_not_be_done_is_told_for_each_lease(tmp_path: Path) -> None:
    async def conversation() -> None:
        async with serving6(TREE, tmp_path) as server:
            await fill(server)
            server.store.close()
            new: Json = {"ip-address": "2001:db8:1::99", "duid": DUID, "iaid": 2}
            answer = await server.ask("lease6-bulk-apply", leases=[new], deleted_leases=[{"ip-address": ADDRESS}])
            assert (answer["result"], answer["text"]) == (3, "Bulk apply of 0 IPv6 leases completed.")
            arguments = answer["arguments"]
            assert isinstance(arguments, dict)
            for name, address in (("failed-deleted-leases", ADDRESS), ("failed-leases", "2001:db8:1::99")):
                failures = arguments[name]
                assert isinstance(failures, list) and isinstance(failures[0], dict) and len(failures) == 1
                failure = failures[0]
                assert (failure["ip-address"], failure["type"], failure["result"]) == (address, "IA_NA", 1)
                assert failure["error-message"]

    run(conversation())

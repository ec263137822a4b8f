"""Commands to whole servers: what they answer, and what becomes of the server."""

import asyncio
import json
import os
from pathlib import Path

import pytest

from lessor.model.json import Json
from lessor.service.api.control import LAST_WORDS, digest
from tests.service.commanded import CALLER, SUBNET4, SUBNET6, Act, Commanded, command4, command6

RECORDED = Path(__file__).parent.parent.parent / "control" / "recorded"
LEASES = "kea-leases4.csv"
HEADER = "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context"
OVER = "192.0.2.15,02:00:00:00:00:01,,3600,1000,1,0,0,,0,"


def arguments(answer: dict[str, Json]) -> dict[str, Json]:
    found = answer["arguments"]
    assert answer["result"] == 0 and isinstance(found, dict)
    return found


def replay(family: str) -> Act:
    exchanges = json.loads((RECORDED / f"core{family}.json").read_text())["exchanges"]

    async def act(server: Commanded) -> None:
        for exchange in exchanges:
            answer = await server.execute(exchange["request"])
            assert answer["result"] == exchange["answer"]["result"] or "differs" in exchange, exchange["request"]
            assert (answer == exchange["answer"]) != ("differs" in exchange), f"{exchange['request']}: {answer}"

    return act


def test_answers_of_kea_recorded4(tmp_path: Path) -> None:
    assert len(json.loads((RECORDED / "core4.json").read_text())["exchanges"]) > 60
    command4(tmp_path, replay("4"))


def test_answers_of_kea_recorded6(tmp_path: Path) -> None:
    command6(tmp_path, replay("6"))


@pytest.mark.parametrize("family", ["4", "6"])
def test_the_statistics_of_kea_are_there(tmp_path: Path, family: str) -> None:
    exchanges = json.loads((RECORDED / f"core{family}.json").read_text())["exchanges"]
    (recorded,) = [one["answer"] for one in exchanges if one["request"] == {"command": "statistic-get-all"}]

    async def act(server: Commanded) -> None:
        found = arguments(await server.ask("statistic-get-all"))
        missing = {name for name in set(recorded["arguments"]) - set(found) if not name.startswith("subnet[2]")}
        assert not missing, "of the subnet we have"
        assert len(found) > len(arguments(await server.ask("statistic-global-get-all"))) > 20

    (command4 if family == "4" else command6)(tmp_path, act)


def test_the_status(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        status = arguments(await server.ask("status-get"))
        uptime, reload = status.pop("uptime"), status.pop("reload")
        assert isinstance(uptime, int) and isinstance(reload, int) and uptime - reload == 55
        assert status == {
            "pid": os.getpid(),
            "multi-threading-enabled": False,
            "extended-info-tables": False,
            "dhcp-state": {
                "disabled-by-db-connection": [],
                "disabled-by-local-command": [],
                "disabled-by-remote-command": [],
                "disabled-by-user": False,
                "globally-disabled": False,
            },
            "sockets": {"status": "ready"},
        }

    command4(tmp_path, act)


def test_who_disabled_the_service_is_told(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        await server.ask("dhcp-disable")
        await server.ask("dhcp-disable", origin="ha-partner", origin_id=2001, max_period=60)
        await server.ask("dhcp-disable", origin=1000)
        await server.ask("dhcp-enable")
        state = arguments(await server.ask("status-get"))["dhcp-state"]
        assert state == {
            "disabled-by-db-connection": [],
            "disabled-by-local-command": [1000],
            "disabled-by-remote-command": [2001],
            "disabled-by-user": False,
            "globally-disabled": True,
        }
        for bad in (0, -1, 1 << 32, True, "x"):
            assert (await server.ask("dhcp-enable", origin_id=bad))["result"] == 1
        await server.ask("dhcp-enable", origin_id=2001)
        await server.ask("dhcp-enable", origin_id=1000)
        assert server.serving.state.enabled

    command4(tmp_path, act)


def test_a_shutdown_waits_for_its_answer_and_has_a_status(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        for bad in ("x", True, 256, -1):
            assert (await server.ask("shutdown", exit_value=bad))["result"] == 1
        assert await server.ask("shutdown", exit_value=3) == {"result": 0, "text": "Shutting down."}
        assert not server.stopped
        await asyncio.sleep(2 * LAST_WORDS)

    assert command4(tmp_path, act).stopped == [3]


@pytest.mark.parametrize(("remove", "left"), [(True, "0"), (False, "2")])
def test_leases_that_are_over_are_taken_back(tmp_path: Path, remove: bool, left: str) -> None:
    (tmp_path / LEASES).write_text(f"{HEADER}\n{OVER}\n")

    async def act(server: Commanded) -> None:
        assert (await server.ask("leases-reclaim", remove=remove))["result"] == 0
        assert server.serving.statistics.counts["reclaimed-leases"] == 1

    command4(tmp_path, act, expired_leases_processing={"reclaim-timer-wait-time": 0})
    row = (tmp_path / LEASES).read_text().splitlines()[-1].split(",")
    assert row[3 if remove else 9] == left


def test_a_clean_up_is_begun_where_there_is_a_file(tmp_path: Path) -> None:
    async def begun(server: Commanded) -> None:
        assert await server.ask("kea-lfc-start") == {"result": 0, "text": "kea-lfc started"}
        assert "DHCPSRV_MEMFILE_LFC_START" in server.log.read_text()

    async def nothing(server: Commanded) -> None:
        assert (await server.ask("kea-lfc-start"))["result"] == 3

    command4(tmp_path, begun)
    command4(tmp_path, nothing, lease_database={"type": "memfile", "persist": False})


def test_the_server_tag(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        assert arguments(await server.ask("server-tag-get")) == {"server-tag": "office"}

    command4(tmp_path, act, server_tag="office")


# Configuration


def test_what_is_shown_can_be_given_back(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        shown = arguments(await server.ask("config-get"))
        assert shown["hash"] == arguments(await server.ask("config-hash-get"))["hash"]
        again = await server.execute({"command": "config-set", "arguments": shown})
        assert again == {"result": 0, "text": "Configuration successful.", "arguments": {"hash": shown["hash"]}}
        assert arguments(await server.ask("config-get")) == shown

    command4(tmp_path, act)
    command6(tmp_path, act)


def test_a_configuration_is_put_to_use(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        before = arguments(await server.ask("config-hash-get"))["hash"]
        section: dict[str, Json] = {"subnet4": [{**SUBNET4, "id": 7}], "valid-lifetime": 77}
        answer = arguments(await server.ask("config-set", Dhcp4=section))
        assert answer["hash"] != before
        shown = arguments(await server.ask("config-get"))["Dhcp4"]
        assert isinstance(shown, dict) and shown["valid-lifetime"] == 77
        assert [*server.serving.statistics.subnets] == [7]
        assert "valid-lifetime" not in server.file.read_text(), "the file stays as it is"

    command4(tmp_path, act)


def test_a_configuration_with_mistakes_changes_nothing(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        before = await server.ask("config-get")
        answer = await server.ask(
            "config-set", Dhcp4={"subnet4": [{**SUBNET4, "id": 7}], "bogus": 1, "valid-lifetime": "x"}
        )
        assert answer["result"] == 1
        bogus, lifetime = str(answer["text"]).splitlines()
        assert bogus.startswith("bogus: ") and lifetime.startswith("valid-lifetime: ")
        assert await server.ask("config-get") == before
        assert server.log.read_text().count("DHCP4_CONFIG_LOAD_FAIL") == 2

    command4(tmp_path, act)


def test_many_mistakes_are_counted(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        answer = await server.ask("config-test", Dhcp4={f"bogus{i}": 1 for i in range(30)})
        assert str(answer["text"]).splitlines()[20:] == ["and 10 more"]

    command4(tmp_path, act)


def test_what_the_machine_refuses_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "directory.csv").mkdir()

    async def act(server: Commanded) -> None:
        before = await server.ask("config-get")
        database: dict[str, Json] = {"type": "memfile", "name": str(tmp_path / "directory.csv")}
        answer = await server.ask("config-set", Dhcp4={"subnet4": [SUBNET4], "lease-database": database})
        assert answer["result"] == 1 and "directory.csv" in str(answer["text"])
        assert await server.ask("config-get") == before
        assert not server.stopped

    command4(tmp_path, act)


def test_the_file_is_read_again(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        server.write({"subnet4": [{**SUBNET4, "id": 9}]})
        assert (await server.ask("config-reload"))["result"] == 0
        assert [*server.serving.statistics.subnets] == [9]
        server.write({"subnet4": 5})
        answer = await server.ask("config-reload")
        assert answer["result"] == 1 and "office.conf:1:" in str(answer["text"])
        assert [*server.serving.statistics.subnets] == [9]

    command4(tmp_path, act)


def test_changes_wait_for_each_other(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        sets = [server.ask("config-set", Dhcp6={"subnet6": [{**SUBNET6, "id": id}]}) for id in range(1, 6)]
        assert [answer["result"] for answer in await asyncio.gather(*sets)] == [0] * 5
        assert [*server.serving.statistics.subnets] == [5]

    command6(tmp_path, act)


def test_the_configuration_is_written(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        await server.ask("config-set", Dhcp4={"subnet4": [SUBNET4], "valid-lifetime": 77})
        server.file.chmod(0o600)
        written = arguments(await server.ask("config-write"))
        assert written == {"filename": str(server.file), "size": server.file.stat().st_size}
        assert server.file.stat().st_mode & 0o777 == 0o600
        shown = await server.ask("config-get")
        assert (await server.ask("config-reload"))["result"] == 0
        assert await server.ask("config-get") == shown
        assert arguments(await server.ask("config-write", filename="copy.conf"))["filename"] == str(
            tmp_path / "copy.conf"
        )
        assert not [*tmp_path.glob(".*")], "nothing is left over"

    command4(tmp_path, act)


@pytest.mark.parametrize("name", ["/etc/passwd", "../x.conf", "sub/x.conf", "link/x.conf"])
def test_files_elsewhere_are_not_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to("/tmp")

    async def act(server: Commanded) -> None:
        answer = await server.ask("config-write", filename=name)
        assert answer["result"] == 1
        assert str(answer["text"]).startswith(f"not allowed to write config into {name}: invalid path specified: ")

    command4(tmp_path, act)


def test_who_lifted_restrictions_may_write_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()

    async def act(server: Commanded) -> None:
        assert (await server.ask("config-write", filename=str(tmp_path / "sub" / "x.conf")))["result"] == 0
        answer = await server.ask("config-write", filename=str(tmp_path / "none" / "x.conf"))
        assert answer["result"] == 1 and "Unable to open file" in str(answer["text"])
        assert (await server.ask("config-write", filename="\0"))["result"] == 1

    command4(tmp_path, act, unrestricted=True)


def test_a_hash_does_not_depend_on_order() -> None:
    assert digest({"a": 1, "b": [1, 2]}) == digest({"b": [1, 2], "a": 1})
    assert digest({"a": 1, "b": [1, 2]}) != digest({"a": 1, "b": [2, 1]})
    assert len(digest({})) == 64


# Interfaces


def test_interfaces_are_shown(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        shown = arguments(await server.ask("interface-list"))["interfaces"]
        assert isinstance(shown, list)
        (loopback,) = [one for one in shown if isinstance(one, dict) and one["name"] == "lo"]
        assert loopback["flag-loopback"] and not loopback["in-use"] and "127.0.0.1" in str(loopback["addresses"])
        assert loopback["type"] == 772
        assert arguments(await server.ask("interface-redetect"))["interfaces"] == shown

    command4(tmp_path, act)


def test_more_interfaces_are_listened_on(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        assert await server.ask("interface-add", interfaces=["lo"]) == {"result": 0, "text": "Operation succeeded."}
        shown = arguments(await server.ask("interface-list"))["interfaces"]
        assert isinstance(shown, list)
        assert [one["name"] for one in shown if isinstance(one, dict) and one["in-use"]] == ["lo"]
        wrong: list[Json] = [None, "lo", [5]]
        for bad in wrong:
            assert (await server.ask("interface-add", interfaces=bad))["result"] == 1
        assert (await server.execute({"command": "interface-add"}))["result"] == 1

    listening: dict[str, Json] = {"interfaces": [], "re-detect": False, "dhcp-socket-type": "udp"}
    command4(tmp_path, act, interfaces_config=listening)


# Which commands there are


@pytest.mark.parametrize(("family", "lookup"), [("4", "lease4-get-all"), ("6", "lease6-get-all")])
def test_commands_of_a_library_come_and_go_with_it(tmp_path: Path, family: str, lookup: str) -> None:
    subnet: dict[str, Json] = {f"subnet{family}": [SUBNET4 if family == "4" else SUBNET6]}

    async def act(server: Commanded) -> None:
        assert (await server.ask(lookup))["result"] == 3
        assert (await server.ask("class-list"))["result"] == 2
        assert (await server.ask("config-set", **{f"Dhcp{family}": subnet}))["result"] == 0
        assert (await server.ask(lookup))["result"] == 2
        private = await server.commands.private({"command": lookup}, CALLER)
        assert isinstance(private, dict) and private["result"] == 3

    libraries: list[Json] = [{"library": "/usr/lib/kea/hooks/libdhcp_lease_cmds.so"}]
    (command4 if family == "4" else command6)(tmp_path, act, hooks_libraries=libraries)


def test_the_commands_of_kea_are_there(tmp_path: Path) -> None:
    async def act(server: Commanded) -> None:
        listed = (await server.ask("list-commands"))["arguments"]
        assert isinstance(listed, list) and listed == sorted(map(str, listed))
        assert not set(RECORDED_COMMANDS.split()) - set(map(str, listed))

    libraries: list[Json] = [{"library": f"libdhcp_{name}_cmds.so"} for name in ("lease", "stat")]
    command4(tmp_path, act, hooks_libraries=libraries)


RECORDED_COMMANDS = """
build-report config-backend-pull config-get config-reload config-set config-test config-write
dhcp-disable dhcp-enable lease4-add lease4-del lease4-get lease4-get-all lease4-get-by-client-id
lease4-get-by-hostname lease4-get-by-hw-address lease4-get-page lease4-update lease4-wipe
leases-reclaim libreload list-commands server-tag-get shutdown stat-lease4-get statistic-get
statistic-get-all statistic-remove statistic-remove-all statistic-reset statistic-reset-all
statistic-sample-age-set statistic-sample-age-set-all statistic-sample-count-set
statistic-sample-count-set-all status-get version-get
"""
# what kea-dhcp4 2.2 lists with these libraries, but for lease4-resend-ddns, and the commands of the other family

"""A program run at hook points: the check of the script, its environment, and what happens when it is slow."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from lessor.hooks.api import (
    Hook,
    Json,
    Lease4Expire,
    Lease4Recover,
    Lease6Expire,
    LeaseView4,
    LeaseView6,
    ParameterError,
)
from lessor.model.lease import Lease4
from lessor.model.lease6 import NA, Lease6
from lessor.plugins.run_script.plugin import setup
from lessor.plugins.run_script.runner import DROPPED, Runner
from lessor.wire.packet4 import ACK
from lessor.wire.packet6 import REPLY
from tests.flows.conversation import NOW, Client, Server, number, subnet
from tests.flows.conversation6 import Client6, Server6, na, pd, subnet6
from tests.flows.conversation6 import number as number6
from tests.flows.hooked import hook4, hook6
from tests.plugins.fakes import FakeServer

DUMP = """#!/bin/sh
echo >> {directory}/runs
env | grep -v '^PWD=\\|^SHLVL=\\|^_=\\|^OLDPWD=' > {directory}/$1.part && mv {directory}/$1.part {directory}/$1
"""


class Scripts:
    """A directory for scripts, with one that writes down its environment under the name of its hook point."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory / "share/kea/scripts"
        self.directory.mkdir(parents=True)
        self.root = directory
        self.write("dump.sh", DUMP.format(directory=directory))

    def write(self, name: str, text: str, mode: int = 0o755) -> Path:
        path = self.directory / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def dumped(self, point: str) -> dict[str, str]:
        """The environment the script had at a hook point."""
        lines = (self.root / point).read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def scripts(tmp_path: Path) -> Scripts:
    return Scripts(tmp_path)


def runs(scripts: Scripts) -> int:
    return len((scripts.root / "runs").read_text().splitlines())


def dumped(scripts: Scripts, family: int, talk: Callable[[Hook], None], *points: str) -> list[dict[str, str]]:
    """Load the plug-in, let something happen, and return the environments of the script at some points."""

    async def happen() -> None:
        around = FakeServer(family, root=scripts.root)
        talk(setup(around, {"name": "dump.sh", "sync": False}))
        while not all((scripts.root / point).exists() for point in points):
            await asyncio.sleep(0.01)
        assert not around.log.of("LESSOR_RUN_SCRIPT_FAILED")
        while len(around.log.of("LESSOR_RUN_SCRIPT_ENDED")) < runs(scripts):
            await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(happen(), 20))
    return [scripts.dumped(point) for point in points]


def refused(scripts: Scripts, path: str, **parameters: Json) -> str:
    with pytest.raises(ParameterError) as caught:
        setup(FakeServer(root=scripts.root), parameters)
    assert caught.value.path == ((path,) if path else ())
    return caught.value.text


def test_a_script_must_be_named_and_be_there(scripts: Scripts) -> None:
    assert "missing" in refused(scripts, "")
    refused(scripts, "name", name=5)
    refused(scripts, "name", name="")
    refused(scripts, "unknown", name="dump.sh", unknown=1)
    assert refused(scripts, "name", name="other.sh").startswith("file not found")


def test_nobody_waits_for_a_script(scripts: Scripts) -> None:
    assert "not supported" in refused(scripts, "sync", name="dump.sh", sync=True)
    refused(scripts, "sync", name="dump.sh", sync="no")


def test_a_script_must_be_executable(scripts: Scripts) -> None:
    scripts.write("plain.sh", "true", 0o644)
    assert refused(scripts, "name", name="plain.sh").startswith("file not executable")


def test_a_script_must_not_be_somewhere_else_or_everybodys(scripts: Scripts, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.sh").write_text("#!/bin/sh\n")
    (tmp_path / "elsewhere.sh").chmod(0o755)
    assert "supported path" in refused(scripts, "name", name=str(tmp_path / "elsewhere.sh"))
    assert "supported path" in refused(scripts, "name", name=str(scripts.directory / "../../../elsewhere.sh"))
    scripts.write("open.sh", "#!/bin/sh\n", 0o777)
    assert "everybody" in refused(scripts, "name", name="open.sh")


def test_without_restrictions_that_is_only_told(scripts: Scripts) -> None:
    scripts.write("open.sh", "#!/bin/sh\n", 0o777)

    async def load() -> None:
        around = FakeServer(root=scripts.root)
        around.unrestricted = True
        setup(around, {"name": str(scripts.directory / "open.sh")})
        assert len(around.log.of("LESSOR_RUN_SCRIPT_PATH")) == 1

    asyncio.run(load())


RELAYED = {
    "QUERY4_TYPE": "DHCPREQUEST",
    "QUERY4_TXID": "4660",
    "QUERY4_LOCAL_ADDR": "192.0.2.1",
    "QUERY4_LOCAL_PORT": "67",
    "QUERY4_REMOTE_ADDR": "192.0.2.254",
    "QUERY4_REMOTE_PORT": "67",
    "QUERY4_IFACE_INDEX": "2",
    "QUERY4_IFACE_NAME": "eth0",
    "QUERY4_HOPS": "0",
    "QUERY4_SECS": "0",
    "QUERY4_FLAGS": "0",
    "QUERY4_CIADDR": "0.0.0.0",
    "QUERY4_SIADDR": "0.0.0.0",
    "QUERY4_YIADDR": "0.0.0.0",
    "QUERY4_GIADDR": "192.0.2.254",
    "QUERY4_RELAYED": "true",
    "QUERY4_HWADDR": "02:00:00:00:00:0a",
    "QUERY4_HWADDR_TYPE": "1",
    "QUERY4_LOCAL_HWADDR": "",
    "QUERY4_LOCAL_HWADDR_TYPE": "",
    "QUERY4_REMOTE_HWADDR": "",
    "QUERY4_REMOTE_HWADDR_TYPE": "",
    "QUERY4_OPTION_82": "0x010463697263020372656D",
    "QUERY4_OPTION_82_SUB_OPTION_1": "0x63697263",
    "QUERY4_OPTION_82_SUB_OPTION_2": "0x72656D",
}
"""Names, capital letters and all as a script of Kea 2.2 gets them."""


def lease(prefix: str, **changes: str) -> dict[str, str]:
    values = {
        "ADDRESS": "192.0.2.10",
        "CLTT": str(NOW),
        "HOSTNAME": "",
        "HWADDR": "02:00:00:00:00:0a",
        "HWADDR_TYPE": "1",
        "STATE": "default",
        "SUBNET_ID": "1",
        "VALID_LIFETIME": "3600",
        "CLIENT_ID": "01:61:62:63",
    }
    return {f"{prefix}_{name}": value for name, value in (values | changes).items()}


AGENT = b"\1\4circ\2\3rem"


def test_a_new_lease_of_a_relayed_client(scripts: Scripts) -> None:
    def talk(hook: Hook) -> None:
        server = Server(subnet())
        hook4(server, **hook.callouts)
        client = Client(server, giaddr="192.0.2.254", client_id=b"\1abc")
        client.discover(option82=AGENT)
        client.select("192.0.2.10", option82=AGENT).expect(ACK)

    (found,) = dumped(scripts, 4, talk, "leases4_committed")
    assert found == RELAYED | {"LEASES4_SIZE": "1", "DELETED_LEASES4_SIZE": "0"} | lease("LEASES4_AT0")


def test_a_lease_that_is_renewed_and_given_back(scripts: Scripts) -> None:
    def talk(hook: Hook) -> None:
        server = Server(subnet())
        client = Client(server, client_id=b"\1abc")
        client.lease()
        hook4(server, **hook.callouts)
        client.renew("192.0.2.10").expect(ACK)
        client.release("192.0.2.10")

    renewed, released = dumped(scripts, 4, talk, "lease4_renew", "lease4_release")
    assert renewed.items() >= lease("LEASE4").items()
    assert renewed["QUERY4_RELAYED"] == "false"
    assert not [name for name in renewed if name.startswith("QUERY4_OPTION_82")]
    assert {name: value for name, value in renewed.items() if name.startswith(("SUBNET4", "PKT4"))} == {
        "SUBNET4_ID": "1",
        "SUBNET4_NAME": "192.0.2.0/24",
        "SUBNET4_PREFIX": "192.0.2.0",
        "SUBNET4_PREFIX_LEN": "24",
        "PKT4_CLIENT_ID": "01:61:62:63",
        "PKT4_HWADDR": "02:00:00:00:00:0a",
        "PKT4_HWADDR_TYPE": "1",
    }
    assert released.items() >= (lease("LEASE4") | {"QUERY4_TYPE": "DHCPRELEASE"}).items()


def test_a_lease_that_is_declined(scripts: Scripts) -> None:
    def talk(hook: Hook) -> None:
        server = Server(subnet())
        client = Client(server, client_id=b"\1abc")
        client.lease()
        hook4(server, **hook.callouts)
        client.decline("192.0.2.10")

    before, after = dumped(scripts, 4, talk, "lease4_decline", "leases4_committed")
    assert before.items() >= lease("LEASE4").items()
    assert after["LEASES4_AT0_STATE"] == "declined"
    assert after["QUERY4_LOCAL_ADDR"] == "255.255.255.255"


def test_leases_that_end(scripts: Scripts) -> None:
    view = LeaseView4(Lease4(number("192.0.2.10"), b"\2\0\0\0\0\x0a", b"\1abc", 3600, NOW, 1))

    def talk(hook: Hook) -> None:
        expire, recover = hook.callouts["lease4_expire"], hook.callouts["lease4_recover"]
        assert callable(expire)
        assert callable(recover)
        expire(Lease4Expire(view, remove_lease=True))
        recover(Lease4Recover(view))

    expired, recovered = dumped(scripts, 4, talk, "lease4_expire", "lease4_recover")
    assert expired == lease("LEASE4") | {"REMOVE_LEASE": "true"}
    assert recovered == lease("LEASE4")


def lease6(prefix: str, **changes: str) -> dict[str, str]:
    values = {
        "ADDRESS": "2001:db8:1::100",
        "CLTT": str(NOW),
        "DUID": "00:03:00:01:02:00:00:00:00:0a",
        "HOSTNAME": "",
        "HWADDR": "02:00:00:00:00:0a",
        "HWADDR_TYPE": "1",
        "IAID": "1",
        "PREFERRED_LIFETIME": "3000",
        "PREFIX_LEN": "128",
        "STATE": "default",
        "SUBNET_ID": "1",
        "TYPE": "IA_NA",
        "VALID_LIFETIME": "4000",
    }
    return {f"{prefix}_{name}": value for name, value in (values | changes).items()}


def test_what_dhcpv6_clients_do(scripts: Scripts) -> None:
    def talk(hook: Hook) -> None:
        server = Server6(subnet6())
        client = Client6(server)
        hook6(server, **hook.callouts)
        client.request(na(1), pd(2)).expect(REPLY)
        client.renew(na(1, "2001:db8:1::100")).expect(REPLY)
        client.rebind(na(1, "2001:db8:1::100")).expect(REPLY)
        client.release(na(1, "2001:db8:1::100")).expect(REPLY)

    points = ("leases6_committed", "lease6_renew", "lease6_rebind", "lease6_release")
    committed, renewed, rebound, released = dumped(scripts, 6, talk, *points)
    assert committed["QUERY6_PROTO"] == "UDP"
    ia = {"PKT6_IA_IAID": "1", "PKT6_IA_IA_TYPE": "3", "PKT6_IA_IA_T1": "0", "PKT6_IA_IA_T2": "0"}
    query = {
        "QUERY6_LOCAL_ADDR": "ff02::1:2",
        "QUERY6_LOCAL_PORT": "547",
        "QUERY6_REMOTE_ADDR": "fe80::a",
        "QUERY6_REMOTE_PORT": "546",
        "QUERY6_IFACE_INDEX": "2",
        "QUERY6_IFACE_NAME": "eth0",
        "QUERY6_REMOTE_HWADDR": "",
        "QUERY6_REMOTE_HWADDR_TYPE": "",
        "QUERY6_PROTO": "UDP",
        "QUERY6_TXID": "1193046",
    }
    client = {"QUERY6_CLIENT_ID": released["QUERY6_CLIENT_ID"], "LEASE6_DUID": released["QUERY6_CLIENT_ID"]}
    ours = query | client | lease6("LEASE6", DUID=released["QUERY6_CLIENT_ID"])
    without = ("LEASE6_HWADDR", "LEASE6_HWADDR_TYPE")
    for found, more in (
        (renewed, ia | {"QUERY6_TYPE": "RENEW"}),
        (rebound, ia | {"QUERY6_TYPE": "REBIND"}),
        (released, {"QUERY6_TYPE": "RELEASE"}),
    ):
        assert {name: value for name, value in found.items() if name not in without} == {
            name: value for name, value in (ours | more).items() if name not in without
        }


def test_a_dhcpv6_lease_that_ends_and_has_no_hardware_address(scripts: Scripts) -> None:
    record = Lease6(NA, number6("2001:db8:1::100"), 128, b"\0\3\0\1\2\0\0\0\0\x0a", 1, 3000, 4000, NOW, 1)

    def talk(hook: Hook) -> None:
        expire = hook.callouts["lease6_expire"]
        assert callable(expire)
        expire(Lease6Expire(LeaseView6(record), remove_lease=False))

    (found,) = dumped(scripts, 6, talk, "lease6_expire")
    assert found == lease6("LEASE6", HWADDR="", HWADDR_TYPE="") | {"REMOVE_LEASE": "false"}


def test_a_script_that_hangs_costs_no_more_than_its_places(scripts: Scripts) -> None:
    around = FakeServer(root=scripts.root)
    hanging = scripts.write("hang.sh", f"#!/bin/sh\necho $$ >> {scripts.root}/begun\nexec sleep 60\n")

    def begun() -> list[int]:
        file = scripts.root / "begun"
        return [int(pid) for pid in file.read_text().split()] if file.exists() else []

    async def happen() -> None:
        runner = Runner(hanging, around, slots=2, waiting=3)
        for _ in range(2):
            runner.run("lease4_renew", {})
        while len(begun()) < 2:
            await asyncio.sleep(0.01)
        for _ in range(10):
            runner.run("lease4_renew", {})
        assert around.counts.counts == {DROPPED: 7}
        assert around.log.of("LESSOR_RUN_SCRIPT_OVERLOAD") == [("lease4_renew", "3")]
        around.time += 60
        runner.run("lease4_renew", {})
        assert len(around.log.of("LESSOR_RUN_SCRIPT_OVERLOAD")) == 2
        while len(around.log.of("LESSOR_RUN_SCRIPT_ENDED")) < 5:
            for pid in begun():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.01)
        assert set(around.log.of("LESSOR_RUN_SCRIPT_ENDED")) == {("lease4_renew", "-9")}

    asyncio.run(asyncio.wait_for(happen(), 20))


def test_what_cannot_be_run_is_told_and_the_next_one_is_run(scripts: Scripts) -> None:
    around = FakeServer(root=scripts.root)

    async def happen() -> None:
        runner = Runner(scripts.directory / "dump.sh", around, slots=1)
        runner.run("lease4_renew", {"LEASE4_HOSTNAME": "a\0b"})
        runner.run("lease4_expire", {"LEASE4_ADDRESS": "192.0.2.10"})
        while not around.log.of("LESSOR_RUN_SCRIPT_ENDED"):
            await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(happen(), 20))
    assert len(around.log.of("LESSOR_RUN_SCRIPT_FAILED")) == 1
    assert around.log.of("LESSOR_RUN_SCRIPT_ENDED") == [("lease4_expire", "0")]
    assert scripts.dumped("lease4_expire") == {"LEASE4_ADDRESS": "192.0.2.10"}

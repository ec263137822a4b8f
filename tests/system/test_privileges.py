"""A server that is no root: an ordinary user with the two capabilities that the unit of a service manager gives it."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.clients import BOUND
from tests.system.conftest import StartClient
from tests.system.network import Network
from tests.system.programs import OURS, Server
from tests.system.test_clients import config

pytestmark = [pytest.mark.system]

NOBODY = 65534
NEEDED = 1 << 13 | 1 << 10
"""CAP_NET_RAW and CAP_NET_BIND_SERVICE."""
GIVEN = "+net_raw,+net_bind_service,+sys_time"
AS_NOBODY = [
    *("setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", "--no-new-privs"),
    *("--inh-caps", GIVEN, "--ambient-caps", GIVEN),
]


class Unprivileged(Server):
    """A server that another user runs."""

    def launch(self, *flags: str) -> "subprocess.Popen[bytes]":
        command = self.namespace.command(*AS_NOBODY, str(self.program), "-c", str(self.config_file), *flags)
        with self.log_file.open("ab") as log:
            return subprocess.Popen(
                command, env=self.environment(), cwd=self.directory, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )


@pytest.fixture
def unprivileged(link: Network) -> Iterator[Server]:
    if subprocess.run([*AS_NOBODY, str(OURS), "-v"], capture_output=True).returncode:
        pytest.skip("another user cannot run this interpreter")
    # pytest keeps its own directories from other users, also while the test runs
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        one = Unprivileged(OURS, link.namespace("server"), Path(place) / "server")
        os.chown(one.directory, NOBODY, NOBODY)
        yield one
        one.end()


def test_clients_are_served_and_a_reload_opens_sockets_anew(
    unprivileged: Server, link: Network, client: StartClient
) -> None:
    unprivileged.configure(config())
    unprivileged.start()
    status = Path(f"/proc/{unprivileged.pid}/status").read_text()
    held = {line[:6]: int(line[8:], 16) for line in status.splitlines() if line.startswith("Cap")}
    assert [held[name] for name in ("CapPrm", "CapEff", "CapInh", "CapAmb")] == [NEEDED] * 4
    first = client("udhcpc", "one")
    first.start()
    assert first.wait(BOUND).address == "192.0.2.100"
    link.plug("switch", "br0", "second", "server", "eth1")
    link.namespace("server").ip("addr", "add", "198.51.100.1/24", "dev", "eth1")
    both = {"interfaces": ["eth0", "eth1"], "re-detect": True}
    unprivileged.configure({**config(), "interfaces-config": both})
    unprivileged.send(signal.SIGHUP)
    unprivileged.wait_for("DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS")
    second = client("udhcpc", "two")
    second.start()
    assert second.wait(BOUND).address == "192.0.2.101"
    assert unprivileged.lease_file.stat().st_uid == NOBODY
    assert unprivileged.stop() == 0

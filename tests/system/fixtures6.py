"""Fixtures of the DHCPv6 system tests: a private link with a server on it, and clients that join it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.system.clients6 import CLIENTS6, Client6
from tests.system.network import Network, network
from tests.system.programs import Config
from tests.system.programs6 import OURS6, Server6
from tests.system.wire6 import with_ipv6

SERVER6 = "2001:db8:1::1"

StartServer6 = Callable[..., Server6]
StartClient6 = Callable[..., Client6]


@pytest.fixture
def link6() -> Iterator[Network]:
    """A bridge (namespace `switch`) and a server's namespace on it: `server`, eth0, 2001:db8:1::1/64."""
    with network() as net:
        net.bridge("switch", "br0")
        net.plug("switch", "br0", "server", "server", "eth0")
        with_ipv6(net.namespace("server"), "eth0")
        net.namespace("server").ip("addr", "add", f"{SERVER6}/64", "dev", "eth0")
        yield net


@pytest.fixture
def server6(link6: Network, tmp_path: Path) -> Iterator[StartServer6]:
    """Start a server in a namespace: `server6(config, name="server", program=OURS6)`."""
    started: list[Server6] = []

    def start(config: Config, name: str = "server", program: Path = OURS6) -> Server6:
        one = Server6(program, link6.namespace("server"), tmp_path / name)
        started.append(one)
        one.configure(config)
        one.start()
        return one

    yield start
    for one in started:
        one.end()


@pytest.fixture
def client6(link6: Network, tmp_path: Path) -> Iterator[StartClient6]:
    """Put a client program on the link: `client6("dhcpcd", "one")`; it is not started yet."""
    made: list[Client6] = []

    def make(program: str, name: str, port: tuple[str, str] = ("switch", "br0")) -> Client6:
        need(CLIENTS6[program].program)
        link6.plug(*port, name, name, "eth0")
        with_ipv6(link6.namespace(name), "eth0")
        one = CLIENTS6[program](link6.namespace(name), tmp_path / name)
        made.append(one)
        return one

    yield make
    for one in made:
        one.end()


def need(program: str) -> None:
    """Skip the test when a program is missing."""
    if shutil.which(program) is None:
        pytest.skip(f"needs {program}")

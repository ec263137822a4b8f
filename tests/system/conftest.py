"""Fixtures of the system tests: a private link with a server on it, and clients that join it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.system.clients import CLIENTS, Client
from tests.system.fixtures6 import client6, link6, server6  # noqa: F401 - fixtures are found by their names here
from tests.system.network import Network, network, remove_orphans
from tests.system.programs import KEA, OURS, Config, Server

SERVER = "192.0.2.1"

StartServer = Callable[..., Server]
StartClient = Callable[..., Client]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine cannot run, with the reason."""
    root = pytest.mark.skip(reason="needs root for network namespaces")
    kea = pytest.mark.skip(reason=f"needs {KEA} (Debian's kea-dhcp4-server)")
    for item in items:
        if item.get_closest_marker("system") and os.geteuid() != 0:
            item.add_marker(root)
        if item.get_closest_marker("kea") and not KEA.exists():
            item.add_marker(kea)


def need(program: str) -> None:
    """Skip the test when a program is missing."""
    if shutil.which(program) is None:
        pytest.skip(f"needs {program}")


@pytest.fixture(scope="session", autouse=True)
def tidy() -> None:
    if os.geteuid() == 0:
        remove_orphans()


@pytest.fixture
def link() -> Iterator[Network]:
    """A bridge (namespace `switch`) and a server's namespace on it: `server`, eth0, 192.0.2.1/24."""
    with network() as net:
        net.bridge("switch", "br0")
        net.plug("switch", "br0", "server", "server", "eth0")
        net.namespace("server").ip("addr", "add", f"{SERVER}/24", "dev", "eth0")
        yield net


@pytest.fixture
def server(link: Network, tmp_path: Path) -> Iterator[StartServer]:
    """Start a server in a namespace: `server(config, name="server", namespace="server", program=OURS)`."""
    started: list[Server] = []

    def start(config: Config, name: str = "server", namespace: str = "server", program: Path = OURS) -> Server:
        one = Server(program, link.namespace(namespace), tmp_path / name)
        started.append(one)
        one.configure(config)
        one.start()
        return one

    yield start
    for one in started:
        one.end()


@pytest.fixture
def client(link: Network, tmp_path: Path) -> Iterator[StartClient]:
    """Put a client program on the link: `client("udhcpc", "one")`; it is not started yet."""
    made: list[Client] = []

    def make(program: str, name: str, port: tuple[str, str] = ("switch", "br0")) -> Client:
        need(program)
        link.plug(*port, name, name, "eth0")
        one = CLIENTS[program](link.namespace(name), tmp_path / name)
        made.append(one)
        return one

    yield make
    for one in made:
        one.end()

"""Interfaces of a namespace of our own, and the call when they change."""

import asyncio
import os
from collections.abc import Callable, Iterator

import pytest

from lessor.model.interface import Interface
from lessor.service.net.links import LinkWatcher, interfaces
from tests.system.network import Namespace, Network, network

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: makes network namespaces")

PATIENCE = 10.0
SLOW = 0.2


@pytest.fixture
def made() -> Iterator[Network]:
    with network() as fresh:
        yield fresh


@pytest.fixture
def machine(made: Network) -> Iterator[Namespace]:
    """A namespace with `one0`, whose other end is in the namespace `other`; this process is in it."""
    made.link("machine", "one0", "other", "two0")
    with made.namespace("machine").entered():
        yield made.namespace("machine")


def by_name() -> dict[str, Interface]:
    return {interface.name: interface for interface in interfaces()}


def test_interfaces_are_told_with_all_that_matters(machine: Namespace) -> None:
    machine.batch(
        [
            "link set one0 address 02:00:00:00:00:11 mtu 1400",
            "addr add 192.0.2.1/24 dev one0",
            "addr add 192.0.2.9/24 dev one0",
            "addr add 10.0.0.1/8 dev one0",
            "addr add 10.9.9.1 peer 10.9.9.2/32 dev one0",
        ]
    )
    found = by_name()
    assert found["lo"].loopback
    assert found["lo"].addresses == (0x7F000001,)
    one = found["one0"]
    assert one.hwaddr == bytes.fromhex("020000000011")
    assert sorted(zip(one.addresses, one.prefix_lengths, strict=True)) == [
        (0x0A000001, 8),
        (0x0A090901, 32),
        (0xC0000201, 24),
        (0xC0000209, 24),
    ]
    assert one.addresses.index(0xC0000201) < one.addresses.index(0xC0000209)
    assert (one.up, one.running, one.loopback, one.mtu) == (True, True, False, 1400)


def test_many_interfaces_need_more_than_one_datagram(machine: Namespace) -> None:
    machine.batch([f"link add many{number} type veth peer name peer{number}" for number in range(50)])
    machine.batch([f"addr add 10.1.{number}.1/24 dev many{number}" for number in range(50)])
    found = by_name()
    assert [found[f"many{number}"].addresses for number in range(50)] == [
        (0x0A010001 + (number << 8),) for number in range(50)
    ]


def test_the_index_orders_and_names_interfaces(machine: Namespace) -> None:
    before = by_name()["one0"]
    machine.ip("link", "set", "one0", "down")
    machine.ip("link", "set", "one0", "name", "renamed0")
    after = by_name()
    assert "one0" not in after
    assert after["renamed0"].index == before.index
    assert [interface.index for interface in interfaces()] == sorted(interface.index for interface in interfaces())


class Watch:
    """Looks at the interfaces whenever the watcher calls, and only then."""

    def __init__(self, settle_seconds: float = 0.0) -> None:
        self.loop = asyncio.new_event_loop()
        self.called = asyncio.Event()
        self.calls = 0
        self.seen = by_name()
        self.watcher = LinkWatcher(self.loop, self.on_change, settle_seconds=settle_seconds)

    def on_change(self) -> None:
        self.calls += 1
        self.seen = by_name()
        self.called.set()

    def until(self, condition: Callable[[dict[str, Interface]], bool]) -> None:
        """Let the loop run until the watcher called at a time when the condition held."""

        async def wait() -> None:
            while not condition(self.seen):
                self.called.clear()
                await self.called.wait()

        self.loop.run_until_complete(asyncio.wait_for(wait(), PATIENCE))

    def close(self) -> None:
        self.watcher.close()
        self.loop.close()


@pytest.fixture
def watch(machine: Namespace) -> Iterator[Watch]:
    watch = Watch()
    yield watch
    watch.close()


@pytest.fixture
def slow_watch(machine: Namespace) -> Iterator[Watch]:
    watch = Watch(settle_seconds=SLOW)
    yield watch
    watch.close()


CHANGES: dict[str, Callable[[dict[str, Interface]], bool]] = {
    "addr add 192.0.2.1/24 dev one0": lambda seen: 0xC0000201 in seen["one0"].addresses,
    "addr del 192.0.2.77/24 dev one0": lambda seen: 0xC000024D not in seen["one0"].addresses,
    "link set one0 mtu 1300": lambda seen: seen["one0"].mtu == 1300,
    "link set one0 down": lambda seen: not seen["one0"].up and not seen["one0"].running,
    "link add new0 type veth peer name new1": lambda seen: "new0" in seen,
    "link del one0": lambda seen: "one0" not in seen,
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_kind_of_change_is_told(machine: Namespace, watch: Watch, change: str) -> None:
    machine.ip("addr", "add", "192.0.2.77/24", "dev", "one0")
    watch.until(lambda seen: 0xC000024D in seen["one0"].addresses)
    machine.ip(*change.split())
    watch.until(CHANGES[change])


def test_a_lost_carrier_is_not_the_same_as_down(made: Network, watch: Watch) -> None:
    made.namespace("other").ip("link", "set", "two0", "down")
    watch.until(lambda seen: not seen["one0"].running)
    assert watch.seen["one0"].up


def test_what_comes_together_is_told_once(machine: Namespace, slow_watch: Watch) -> None:
    machine.batch([f"addr add 192.0.2.{host}/24 dev one0" for host in range(1, 200)])
    slow_watch.until(lambda seen: len(seen["one0"].addresses) == 199)
    assert slow_watch.calls == 1


def test_lost_events_are_an_event(machine: Namespace, watch: Watch) -> None:
    # far more than the socket's buffer holds
    machine.batch([f"addr add 10.{host >> 8}.{host & 255}.1/32 dev one0" for host in range(4000)])
    watch.until(lambda seen: len(seen["one0"].addresses) == 4000)


def test_interfaces_may_vanish_between_event_and_look(machine: Namespace, watch: Watch) -> None:
    machine.ip("link", "add", "short0", "type", "veth", "peer", "name", "short1")
    machine.ip("link", "del", "short0")
    watch.until(lambda _: watch.calls > 0)
    assert "short0" not in watch.seen


def test_a_closed_watcher_calls_no_more(machine: Namespace, watch: Watch) -> None:
    calls: list[str] = []
    closed = LinkWatcher(watch.loop, lambda: calls.append("called"), settle_seconds=SLOW)
    machine.ip("addr", "add", "192.0.2.1/24", "dev", "one0")
    watch.until(lambda seen: 0xC0000201 in seen["one0"].addresses)
    closed.close()
    watch.loop.run_until_complete(asyncio.sleep(SLOW * 1.5))
    assert calls == []

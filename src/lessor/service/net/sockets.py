"""DHCP on the links of this machine: messages in, as batches, and replies out, whatever the family.

`Sockets` keeps a listener on every interface that the configuration means and follows the machine as interfaces and
addresses come and go. It knows nothing of what is in a message; what differs by family is a `SocketFamily`. What
happens is told to `report` under ids of service/logs/messages.py; for DHCPv4 and likewise for DHCPv6:

| event | arguments |
| --- | --- |
| DHCP4_OPEN_SOCKET | port |
| DHCPSRV_CFGMGR_SOCKET_TYPE_SELECT | `raw` or `udp`; DHCPv4 only |
| DHCPSRV_CFGMGR_ALL_IFACES_ACTIVE | |
| DHCPSRV_CFGMGR_ADD_IFACE | interface: listening begins there |
| DHCPSRV_CFGMGR_USE_ADDRESS | address, interface: listening begins for it |
| DHCPSRV_CFGMGR_USE_UNICAST | the same, for an IPv6 address beyond the link |
| LESSOR_LISTENING_ENDED | address, interface: gone, or no longer configured |
| DHCPSRV_OPEN_SOCKET_FAIL | reason |
| DHCPSRV_NO_SOCKETS_OPEN | |
| DHCP4_OPEN_SOCKETS_FAILED | number of retries that did not help |
| DHCP4_BUFFER_RECEIVE_FAIL | reason: for the 1st, 2nd, 4th, 8th ... damaged packet |
| DHCP4_PACKET_SEND_FAIL | transaction id, reason |
"""

import asyncio
import errno
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from lessor.model.interface import Interface
from lessor.model.network import InterfacesConfig
from lessor.service.net.inflow import Backlog, Begins, Inflow, Message, OnLost, Ring
from lessor.service.net.links import LinkWatcher, interfaces
from lessor.service.net.poll import Poll
from lessor.service.net.selection import EVERYTHING, Selection
from lessor.wire.errors import WireError


class Sent(Protocol):
    """A reply of either family."""

    data: bytes
    interface: Interface


Received = TypeVar("Received", bound=Message)
Reply = TypeVar("Reply", bound=Sent)
Sending = TypeVar("Sending", contravariant=True)

OnDamaged = Callable[[Interface, WireError | str], None]
"""Told of packets that get no further, and why."""


class Listener(Protocol[Sending]):
    """All sockets of one interface; `addresses` are those it serves now."""

    interface: Interface
    addresses: tuple[int, ...]

    def adjust(self, interface: Interface, addresses: Sequence[int]) -> dict[int, OSError]:
        """Serve these addresses of the interface; return those that failed and why."""
        ...

    def send(self, reply: Sending) -> None:
        """Send a reply. Raise OSError, KeyError when its local address is no longer served."""
        ...

    def close(self) -> None: ...


class Wiring(Protocol[Sending]):
    """What the listeners of one configuration have in common; equal wirings make equal listeners."""

    def listener(self, interface: Interface) -> Listener[Sending]:
        """Return a listener that serves no address yet."""
        ...


class Report(Protocol):
    """Takes an event: the id of a message and its parameters."""

    def __call__(self, event: str, *args: object) -> None: ...


@dataclass(frozen=True, slots=True)
class SocketFamily(Generic[Received, Reply]):
    """What differs between DHCPv4 and DHCPv6; texts are ids of messages.

    `watched` says whose addresses are followed (links.py), `introduce` tells what the configuration asks for, `served`
    names the event of listening to an address, `label` names the transaction of a reply, `begins` is for inflow.py.
    """

    watched: int
    select: Callable[[InterfacesConfig, Sequence[Interface], Container[int]], Selection]
    wire: Callable[[InterfacesConfig, int, Poll[Received], OnDamaged], Wiring[Reply]]
    introduce: Callable[[InterfacesConfig, Report], None]
    show: Callable[[int], str]
    label: Callable[[Reply], str]
    begins: Begins
    served: Callable[[int], str]
    opening: str
    given_up: str
    damaged: str
    unsent: str


class SocketsError(Exception):
    """A socket that the configuration requires (`service-sockets-require-all`) cannot be opened."""


class Sockets(Generic[Received, Reply]):
    """Hands each batch of messages to `on_batch`; sends replies.

    `on_fatal` is called when sockets that are all required could not be opened after the configured retries: the server
    should stop then. `damaged` and `unsent` count packets that broke a rule below DHCP, and replies that failed;
    `on_lost` is told of messages that are not handed over (inflow.py).
    """

    def __init__(
        self,
        family: SocketFamily[Received, Reply],
        config: InterfacesConfig,
        loop: asyncio.AbstractEventLoop,
        on_batch: Callable[[list[Received]], None],
        report: Report,
        on_fatal: Callable[[], None],
        server_port: int,
    ) -> None:
        self.damaged = 0
        self.unsent = 0
        self.on_lost: OnLost = _ignore
        self._capacity = 0
        self._family = family
        self._config = config
        self._loop = loop
        self._on_batch = on_batch
        self._report = report
        self._on_fatal = on_fatal
        self._server_port = server_port
        self._poll: Poll[Received] = Poll()
        self._inflow: Inflow[Received] = Backlog(self._poll, family.begins, self._count_lost)
        self._continuing: asyncio.Handle | None = None
        self._wiring = self._wire(config)
        self._links: dict[int, Interface] = {}
        self._listeners: dict[int, Listener[Reply]] = {}
        self._failures: dict[str, str] = {}
        self._pending: dict[str, str] = {}
        self._retries = 0
        self._retry: asyncio.TimerHandle | None = None
        self._watcher: LinkWatcher | None = None

    @property
    def listening(self) -> list[tuple[str, int]]:
        """Return what is listened on as (interface, address)."""
        return [
            (listener.interface.name, address)
            for listener in self._listeners.values()
            for address in listener.addresses
        ]

    def errors(self) -> tuple[bool, list[str]]:
        """Return whether what failed is tried again, and why it failed."""
        return self._retry is not None, list(self._failures.values())

    def open(self) -> None:
        """Begin to listen. Raise SocketsError; OSError when changes of the machine's interfaces cannot be watched."""
        self._report(self._family.opening, self._server_port)
        self._loop.add_reader(self._poll.fileno(), self._drain)
        self._look()
        self._begin()

    def reconfigure(self, config: InterfacesConfig) -> None:
        """Listen where this configuration says. Raise as `open` does.

        Sockets of the old configuration that the new one has as well are kept, with the messages that wait on them.
        """
        wiring = self._wire(config)
        if wiring != self._wiring:
            self._close_listeners()
        self._wiring = wiring
        self._config = config
        if config.re_detect:
            self._look()
        self._begin()

    def look_again(self) -> None:
        """Look at the interfaces that there are now, and listen where the configuration says."""
        self._follow()

    def keep(self, capacity: int) -> None:
        """Let only so many of the newest messages wait; with 0, as many as may be answered in time."""
        if capacity == self._capacity:
            return
        # what is in a ring is answered first
        while self._inflow.waiting():
            self._on_batch(self._inflow.next())
        self._capacity = capacity
        if capacity:
            self._inflow = Ring(self._poll, self._count_lost, capacity)
        else:
            self._inflow = Backlog(self._poll, self._family.begins, self._count_lost)

    def hold(self, held: bool) -> None:
        """Leave messages where they are, or hand them over again."""
        if held:
            self._loop.remove_reader(self._poll.fileno())
            if self._continuing is not None:
                self._continuing.cancel()
                self._continuing = None
        else:
            self._loop.add_reader(self._poll.fileno(), self._drain)
            if self._inflow.waiting() and self._continuing is None:
                self._continuing = self._loop.call_soon(self._continue)

    def close(self) -> None:
        """Close all sockets; no batch comes any more."""
        if self._continuing is not None:
            self._continuing.cancel()
        self._stop_retrying()
        self._watch(False)
        self._loop.remove_reader(self._poll.fileno())
        self._close_listeners()
        self._poll.close()

    def send(self, replies: list[Reply]) -> None:
        """Send replies; one that fails is counted and told, and the next one has its turn."""
        for reply in replies:
            try:
                self._listeners[reply.interface.index].send(reply)
            except OSError as error:
                self._not_sent(reply, str(error))
            except KeyError:
                self._not_sent(reply, "its interface or address is no longer served")

    def _drain(self) -> None:
        batch = self._inflow.next()
        if batch:
            self._on_batch(batch)
        if self._inflow.waiting() and self._continuing is None:
            self._continuing = self._loop.call_soon(self._continue)

    def _continue(self) -> None:
        self._continuing = None
        self._drain()

    def _wire(self, config: InterfacesConfig) -> Wiring[Reply]:
        return self._family.wire(config, self._server_port, self._poll, self._count_damaged)

    # Beginning, retrying, following

    def _begin(self) -> None:
        self._stop_retrying()
        self._retries = 0
        self._failures = {}
        self._family.introduce(self._config, self._report)
        if EVERYTHING in self._config.interfaces:
            self._report("DHCPSRV_CFGMGR_ALL_IFACES_ACTIVE")
        self._watch(True)
        self._resolve()
        if not self._listeners:
            self._report("DHCPSRV_NO_SOCKETS_OPEN")
        if not self._retry_later() and self._config.require_all:
            raise SocketsError("; ".join(self._failures.values()))

    def _try_again(self) -> None:
        self._retry = None
        self._retries += 1
        self._look()
        self._resolve()
        if not self._retry_later() and self._config.require_all:
            self._on_fatal()

    def _follow(self) -> None:
        had_some = bool(self._listeners)
        self._look()
        self._resolve()
        if had_some and not self._listeners:
            self._report("DHCPSRV_NO_SOCKETS_OPEN")
        if not self._failures:
            self._stop_retrying()

    def _retry_later(self) -> bool:
        """Return False when something failed and no retry is left."""
        if not self._failures:
            return True
        if self._retries < self._config.max_retries:
            self._retry = self._loop.call_later(self._config.retry_wait_ms / 1000, self._try_again)
            return True
        self._report(self._family.given_up, self._config.max_retries)
        return False

    def _stop_retrying(self) -> None:
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None

    def _watch(self, wanted: bool) -> None:
        if wanted and self._watcher is None:
            self._watcher = LinkWatcher(self._loop, self._follow, self._family.watched)
        elif not wanted and self._watcher is not None:
            self._watcher.close()
            self._watcher = None

    # From the machine's interfaces to listeners

    def _look(self) -> None:
        try:
            seen = interfaces()
        except OSError as error:
            self._report("DHCPSRV_OPEN_SOCKET_FAIL", f"the interfaces cannot be listed: {error}")
            return
        # an unchanged interface keeps its record: messages and listeners share it
        known = self._links
        self._links = {new.index: old if (old := known.get(new.index)) == new else new for new in seen}

    def _resolve(self) -> None:
        selection = self._family.select(self._config, list(self._links.values()), self._listeners)
        failures = selection.failures
        for index in self._listeners.keys() - selection.addresses.keys():
            self._end(self._listeners.pop(index))
        for index, interface in selection.interfaces.items():
            failures |= self._adjust(interface, selection.addresses[index])
        for entry, reason in (failures | selection.pending).items():
            if reason not in (self._failures.get(entry), self._pending.get(entry)):
                self._report("DHCPSRV_OPEN_SOCKET_FAIL", reason)
        self._failures = failures
        self._pending = selection.pending
        # what is pending ends by an event, so that one must be heard in any case
        self._watch(self._config.re_detect or bool(self._pending))

    def _adjust(self, interface: Interface, addresses: tuple[int, ...]) -> dict[str, str]:
        """Bring one listener in line and return what failed."""
        listener = self._listeners.get(interface.index) or self._wiring.listener(interface)
        before = listener.addresses
        failed = listener.adjust(interface, addresses)
        self._tell_changes(interface, before, listener.addresses)
        if listener.addresses:
            self._listeners[interface.index] = listener
        else:
            self._listeners.pop(interface.index, None)
        show = self._family.show
        return {
            f"{interface.name}/{address}": _reason(f"{interface.name}/{show(address)}", error)
            for address, error in failed.items()
        }

    def _tell_changes(self, interface: Interface, before: tuple[int, ...], after: tuple[int, ...]) -> None:
        if after and not before:
            self._report("DHCPSRV_CFGMGR_ADD_IFACE", interface.name)
        family = self._family
        for address in after:
            if address not in before:
                self._report(family.served(address), family.show(address), interface.name)
        for address in before:
            if address not in after:
                self._report("LESSOR_LISTENING_ENDED", family.show(address), interface.name)

    def _end(self, listener: Listener[Reply]) -> None:
        before = listener.addresses
        listener.close()
        self._tell_changes(listener.interface, before, ())

    def _close_listeners(self) -> None:
        for listener in self._listeners.values():
            listener.close()
        self._listeners.clear()

    # What goes wrong with single packets

    def _count_damaged(self, interface: Interface, error: WireError | str) -> None:
        self.damaged += 1
        # ever less often, so that a sender of rubbish does not write our log
        if self.damaged & (self.damaged - 1) == 0:
            self._report(self._family.damaged, f"{error}, on {interface.name}; number {self.damaged} of its kind")

    def _count_lost(self, dropped: int, repeated: int) -> None:
        self.on_lost(dropped, repeated)

    def _not_sent(self, reply: Reply, reason: str) -> None:
        self.unsent += 1
        self._report(self._family.unsent, self._family.label(reply), reason)


def _ignore(dropped: int, repeated: int) -> None:
    """Count nothing."""


def _reason(place: str, error: OSError) -> str:
    hint = ", is another DHCP server running?" if error.errno == errno.EADDRINUSE else ""
    return f"{place}: {error.strerror}{hint}"

"""The machine's network interfaces: how they are now, and a call when something about them changes.

Linux is asked over rtnetlink, and everything is read anew after a change: an event only says that it is time to look.
So lost events, interfaces that come and go in between and a watcher started late do no harm.
"""

import asyncio
import contextlib
import errno
import os
import socket
from collections.abc import Callable
from typing import Final, TypeVar

from lessor.model.interface import Interface
from lessor.wire.errors import WireError
from lessor.wire.rtnetlink import (
    GROUP_IPV4_ADDRESS,
    GROUP_IPV6_ADDRESS,
    GROUP_LINK,
    IFF_LOOPBACK,
    IFF_RUNNING,
    IFF_UP,
    AddressRecord,
    AddressRecord6,
    EndRecord,
    LinkRecord,
    Record,
    decode,
    encode_address_dump,
    encode_link_dump,
)

FAMILY4: Final = GROUP_IPV4_ADDRESS
FAMILY6: Final = GROUP_IPV6_ADDRESS
"""Whose addresses a watcher follows, besides the links."""

ATTEMPTS: Final = 5
"""How often a dump is asked for when changes tear it."""

LARGEST: Final = 65536
"""Octets of a netlink datagram: the kernel fills at most 32 KiB."""

ANSWER_TIME: Final = 5.0
"""Seconds the kernel may take for a part of a dump; it takes microseconds."""

AT_ONCE: Final = 256
"""Events read before other work of the loop has its turn."""

SETTLE: Final = 0.1
"""Seconds from the first event to the call: one `ip` command is often several events."""


AnyAddress = TypeVar("AnyAddress", AddressRecord, AddressRecord6)


def interfaces() -> list[Interface]:
    """Return all interfaces in the order of their index. Raise OSError when the kernel does not tell."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as netlink:
        netlink.settimeout(ANSWER_TIME)
        links = [record for record in _dump(netlink, encode_link_dump) if isinstance(record, LinkRecord)]
        records = _dump(netlink, encode_address_dump)
    addresses = _by_link([record for record in records if isinstance(record, AddressRecord)])
    addresses6 = _by_link([record for record in records if isinstance(record, AddressRecord6)])
    return [
        _interface(link, addresses.get(link.index, []), addresses6.get(link.index, []))
        for link in sorted(links, key=_index)
    ]


def _dump(netlink: socket.socket, request: Callable[[int], bytes]) -> list[Record]:
    for sequence in range(1, ATTEMPTS + 1):
        netlink.send(request(sequence))
        records, whole = _answer(netlink, sequence)
        if whole:
            break
    # Torn every time: better a picture with a fault than none; the change that tore it has an event of its own.
    return records


def _answer(netlink: socket.socket, sequence: int) -> tuple[list[Record], bool]:
    """Return the records of one dump, and whether no change tore it."""
    records: list[Record] = []
    while True:
        try:
            for number, record in decode(netlink.recv(LARGEST)):
                if number != sequence:
                    continue
                if not isinstance(record, EndRecord):
                    records.append(record)
                elif record.error:
                    raise OSError(record.error, os.strerror(record.error))
                else:
                    return records, not record.torn
        except WireError as error:
            raise OSError(errno.EPROTO, f"rtnetlink: {error}") from None


def _by_link(records: list[AnyAddress]) -> dict[int, list[AnyAddress]]:
    found: dict[int, list[AnyAddress]] = {}
    for record in records:
        found.setdefault(record.index, []).append(record)
    return found


def _index(link: LinkRecord) -> int:
    return link.index


def _interface(link: LinkRecord, addresses: list[AddressRecord], addresses6: list[AddressRecord6]) -> Interface:
    usable6 = [record for record in addresses6 if not record.tentative]
    return Interface(
        name=link.name,
        index=link.index,
        hwaddr=link.hwaddr,
        addresses=tuple(record.address for record in addresses),
        prefix_lengths=tuple(record.prefix_length for record in addresses),
        up=bool(link.flags & IFF_UP),
        running=bool(link.flags & IFF_RUNNING),
        loopback=bool(link.flags & IFF_LOOPBACK),
        mtu=link.mtu,
        addresses6=tuple(record.address for record in usable6),
        prefix_lengths6=tuple(record.prefix_length for record in usable6),
        tentative6=tuple(record.address for record in addresses6 if record.tentative),
    )


class LinkWatcher:
    """Calls `on_change` in the event loop soon after links or addresses changed, once for what comes together.

    `family` (FAMILY4, FAMILY6) says whose addresses count: IPv6 routers announce theirs every few minutes.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        on_change: Callable[[], None],
        family: int = FAMILY4,
        settle_seconds: float = SETTLE,
    ) -> None:
        """Begin to watch. Raise OSError."""
        self._loop = loop
        self._on_change = on_change
        self._settle = settle_seconds
        self._timer: asyncio.TimerHandle | None = None
        self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, socket.NETLINK_ROUTE)
        try:
            self._socket.bind((0, GROUP_LINK | family))
            loop.add_reader(self._socket, self._drain)
        except OSError:
            self._socket.close()
            raise

    def close(self) -> None:
        """Stop watching; `on_change` is not called any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._loop.remove_reader(self._socket)
        self._socket.close()

    def _drain(self) -> None:
        # ENOBUFS, events were lost, is an event as well
        with contextlib.suppress(OSError):
            for _ in range(AT_ONCE):
                self._socket.recv(LARGEST)
        if self._timer is None:
            self._timer = self._loop.call_later(self._settle, self._settled)

    def _settled(self) -> None:
        self._timer = None
        self._on_change()

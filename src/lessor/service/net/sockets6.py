"""DHCPv6 on the links of this machine: the sockets of sockets.py, for multicast groups and unicast addresses."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeAlias

from lessor.engine.request6 import is_link_local
from lessor.model.datagram6 import Received6, Reply6
from lessor.model.network import InterfacesConfig
from lessor.service.net.links import FAMILY6
from lessor.service.net.listener6 import Wiring6
from lessor.service.net.poll import Poll
from lessor.service.net.selection6 import select6
from lessor.service.net.sockets import OnDamaged, Report, SocketFamily, Sockets
from lessor.service.net.udp6 import show6
from lessor.wire.packet6 import MOST_RELAYS, RELAY_FORW, RELAY_MSG, RELAY_REPL, SOLICIT

Sockets6: TypeAlias = Sockets[Received6, Reply6]

SERVER_PORT: Final = 547

RELAY_HEADER: Final = 34
OPTION_HEADER: Final = 4
RELAYED: Final = bytes((RELAY_FORW,))
SOLICITING: Final = bytes((SOLICIT,))


def sockets6(
    config: InterfacesConfig,
    loop: asyncio.AbstractEventLoop,
    on_batch: Callable[[list[Received6]], None],
    report: Report,
    on_fatal: Callable[[], None],
    server_port: int = SERVER_PORT,
) -> Sockets6:
    """Return the sockets that this configuration asks for, not yet open."""
    return Sockets(FAMILY, config, loop, on_batch, report, on_fatal, server_port)


def _wire(config: InterfacesConfig, port: int, poll: Poll[Received6], on_damaged: OnDamaged) -> Wiring6:
    return Wiring6(server_port=port, poll=poll, on_damaged=on_damaged)


def _introduce(config: InterfacesConfig, report: Report) -> None:
    """Tell nothing: there is one kind of sockets."""


def _label(reply: Reply6) -> str:
    if reply.data[0] == RELAY_REPL:
        return f"reply to relay {show6(reply.destination)}"
    return f"tid=0x{reply.data[1:4].hex().lstrip('0') or '0'}"


def begins6(data: bytes) -> bool:
    """Tell whether the octets are a SOLICIT, be it within what relays put around it."""
    start = 0
    for _ in range(MOST_RELAYS):
        if data[start : start + 1] != RELAYED:
            break
        start = _relayed(data, start + RELAY_HEADER)
    return data[start : start + 1] == SOLICITING


def _relayed(data: bytes, start: int) -> int:
    """Return where the message begins that a relay sends on; the end of the octets when there is none."""
    while start + OPTION_HEADER <= len(data):
        code, length = (
            int.from_bytes(data[start : start + 2], "big"),
            int.from_bytes(data[start + 2 : start + 4], "big"),
        )
        start += OPTION_HEADER
        if code == RELAY_MSG:
            return start
        start += length
    return len(data)


def _served(address: int) -> str:
    return "DHCPSRV_CFGMGR_USE_ADDRESS" if is_link_local(address) else "DHCPSRV_CFGMGR_USE_UNICAST"


FAMILY: Final[SocketFamily[Received6, Reply6]] = SocketFamily(
    watched=FAMILY6,
    select=select6,
    wire=_wire,
    introduce=_introduce,
    show=show6,
    label=_label,
    begins=begins6,
    served=_served,
    opening="DHCP6_OPEN_SOCKET",
    given_up="DHCP6_OPEN_SOCKETS_FAILED",
    damaged="DHCP6_PACKET_RECEIVE_FAIL",
    unsent="DHCP6_PACKET_SEND_FAIL",
)

"""DHCPv4 on the links of this machine: the sockets of sockets.py, with packet sockets or UDP."""

import asyncio
import socket
from collections.abc import Callable
from typing import Final, TypeAlias

from lessor.model.datagram import Received4, Reply4
from lessor.model.network import InterfacesConfig
from lessor.service.net.links import FAMILY4
from lessor.service.net.listener4 import Wiring4
from lessor.service.net.poll import Poll
from lessor.service.net.selection4 import UDP, select4
from lessor.service.net.sockets import OnDamaged, Report, SocketFamily, Sockets
from lessor.wire.packet4 import DISCOVER, MESSAGE_TYPE

Sockets4: TypeAlias = Sockets[Received4, Reply4]

SERVER_PORT: Final = 67
FIRST_OPTION: Final = 240
FIRST_OPTION_END: Final = 243
DISCOVERING: Final = bytes((MESSAGE_TYPE, 1, DISCOVER))
USE_ROUTING: Final = "use-routing"


def sockets4(
    config: InterfacesConfig,
    loop: asyncio.AbstractEventLoop,
    on_batch: Callable[[list[Received4]], None],
    report: Report,
    on_fatal: Callable[[], None],
    server_port: int = SERVER_PORT,
) -> Sockets4:
    """Return the sockets that this configuration asks for, not yet open."""
    return Sockets(FAMILY, config, loop, on_batch, report, on_fatal, server_port)


def _wire(config: InterfacesConfig, port: int, poll: Poll[Received4], on_damaged: OnDamaged) -> Wiring4:
    return Wiring4(
        raw=config.socket_type != UDP,
        same_interface=config.outbound_interface != USE_ROUTING,
        server_port=port,
        poll=poll,
        on_damaged=on_damaged,
    )


def _introduce(config: InterfacesConfig, report: Report) -> None:
    report("DHCPSRV_CFGMGR_SOCKET_TYPE_SELECT", config.socket_type)


def _dotted(address: int) -> str:
    return socket.inet_ntoa(address.to_bytes(4, "big"))


def _label(reply: Reply4) -> str:
    return f"tid=0x{reply.data[4:8].hex().lstrip('0') or '0'}"


def begins4(data: bytes) -> bool:
    """Tell whether the octets are a DISCOVER, as all clients write it: with the message type first."""
    return data[FIRST_OPTION:FIRST_OPTION_END] == DISCOVERING


def _served(address: int) -> str:
    return "DHCPSRV_CFGMGR_USE_ADDRESS"


FAMILY: Final[SocketFamily[Received4, Reply4]] = SocketFamily(
    watched=FAMILY4,
    select=select4,
    wire=_wire,
    introduce=_introduce,
    show=_dotted,
    label=_label,
    begins=begins4,
    served=_served,
    opening="DHCP4_OPEN_SOCKET",
    given_up="DHCP4_OPEN_SOCKETS_FAILED",
    damaged="DHCP4_BUFFER_RECEIVE_FAIL",
    unsent="DHCP4_PACKET_SEND_FAIL",
)

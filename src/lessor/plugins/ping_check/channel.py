"""The socket for echo requests, and who waits for which answer."""

import asyncio
import os
import socket
import struct
from asyncio import Future
from ipaddress import IPv4Address
from typing import Final

from lessor.hooks.api import Server
from lessor.plugins.ping_check import messages
from lessor.plugins.ping_check.icmp import ECHO_REPLY, UNREACHABLE, echo_request, read_answer

# linux/icmp.h, linux/in.h: which types a raw socket does not get, a bit each
SOL_RAW: Final = 255
ICMP_FILTER: Final = 1
DEAF: Final = struct.pack("=I", 0xFFFFFFFF & ~(1 << ECHO_REPLY | 1 << UNREACHABLE))

LONGEST: Final = 576
AT_ONCE: Final = 64
"""Packets that are read before others are served."""


class Channel:
    """Sends echo requests and hears the answers. It opens its socket when it needs one."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._socket: socket.socket | None = None
        # 1 to 65535: other programs on this machine ping too
        self._identifier = int.from_bytes(os.urandom(2), "big") or 1
        self._sequence = 0
        self._waiting: dict[tuple[int, int], Future[bool]] = {}

    async def ping(self, address: int, patience: float) -> bool | None:
        """Tell whether somebody answers within so many seconds; None where that cannot be found out."""
        if self._socket is None and not self._open():
            return None
        assert self._socket is not None  # it was just opened
        self._sequence = self._sequence + 1 & 0xFFFF
        key = (address, self._sequence)
        answer = self._waiting[key] = asyncio.get_running_loop().create_future()
        try:
            self._socket.sendto(echo_request(self._identifier, self._sequence), (str(IPv4Address(address)), 0))
            return (await asyncio.wait_for(answer, patience)) or None
        except TimeoutError:
            return False
        except OSError as error:
            self._server.log.write(messages.PING_CHECK_CHANNEL_NETWORK_WRITE_ERROR, IPv4Address(address), error)
            return None
        finally:
            del self._waiting[key]

    def close(self) -> None:
        """Let go of the socket; nothing more is heard."""
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None
            self._server.log.write(messages.PING_CHECK_CHANNEL_SOCKET_CLOSED)

    def _open(self) -> bool:
        try:
            made = socket.socket(socket.AF_INET, socket.SOCK_RAW | socket.SOCK_NONBLOCK, socket.IPPROTO_ICMP)
        except OSError as error:
            self._failed(error)
            return False
        made.setsockopt(SOL_RAW, ICMP_FILTER, DEAF)
        asyncio.get_running_loop().add_reader(made, self._hear)
        self._socket = made
        self._server.log.write(messages.PING_CHECK_CHANNEL_SOCKET_OPENED)
        return True

    def _hear(self) -> None:
        assert self._socket is not None  # its reader goes with it
        for _ in range(AT_ONCE):
            try:
                packet = self._socket.recv(LONGEST)
            except BlockingIOError:
                return
            except OSError as error:
                self.close()
                self._failed(error)
                return
            self._answer(packet)

    def _answer(self, packet: bytes) -> None:
        heard = read_answer(packet)
        if heard is None or heard.identifier != self._identifier:
            return
        answer = self._waiting.get((heard.address, heard.sequence))
        if answer is None or answer.done():
            return
        kind = (
            messages.PING_CHECK_MGR_RECEIVED_ECHO_REPLY
            if heard.reply
            else messages.PING_CHECK_MGR_RECEIVED_UNREACHABLE_MSG
        )
        self._server.log.write(kind, IPv4Address(heard.address), heard.identifier, heard.sequence)
        answer.set_result(heard.reply)

    def _failed(self, error: OSError) -> None:
        self._server.log.write(messages.PING_CHECK_CHANNEL_SOCKET_READ_FAILED, error)
        self._server.log.write(messages.PING_CHECK_MGR_CHANNEL_DOWN)

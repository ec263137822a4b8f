"""Buffers and ancillary data, as the kernel reports them back."""

import os
import socket
import sys
from pathlib import Path

import pytest

from lessor.service.net.socket_options import RECEIVE_BUFFER, SEND_BUFFER, SO_RCVBUFFORCE, enlarge_buffers, leave_by


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: goes beyond the system's limit")
def test_buffers_go_beyond_the_limit_of_the_system() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        enlarge_buffers(sock)
        # the kernel doubles what is asked, for its own bookkeeping
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) == 2 * RECEIVE_BUFFER
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) == 2 * SEND_BUFFER


class Unprivileged(socket.socket):
    """Refuses what only root may ask for."""

    def setsockopt(self, level: int, option: int, value: object, length: None = None) -> None:  # type: ignore[override]
        if option in (SO_RCVBUFFORCE, SO_RCVBUFFORCE - 1):
            raise PermissionError
        assert isinstance(value, int)
        super().setsockopt(level, option, value)


def test_without_the_right_to_it_the_limit_is_enough() -> None:
    limit = int(Path("/proc/sys/net/core/rmem_max").read_text())
    with Unprivileged(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        enlarge_buffers(sock)
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) == 2 * min(limit, RECEIVE_BUFFER)


def test_a_datagram_leaves_by_interface_and_from_address() -> None:
    assert leave_by(3, 0xC0000201)[2] == (3).to_bytes(4, sys.byteorder) + bytes([192, 0, 2, 1]) + bytes(4)

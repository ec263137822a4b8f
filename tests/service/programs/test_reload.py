"""A reload under load: every message that was sent is answered, by the old configuration or the new one."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessor.service.labs.client4 import discover
from lessor.wire.ia import write_ia
from lessor.wire.packet4 import decode4, encode4
from lessor.wire.packet6 import CLIENTID, IA_NA, SOLICIT, Packet6, Relay6, decode6, encode6
from tests.service.daemons import CLIENT, CLIENT6, PATIENCE, RELAY, Daemon, Daemon4, Daemon6

RELOADS = 20
MESSAGES = 30
"""Messages before each of three events: the signal, the end of the reload, the count of the answers."""


class Link4:
    """A relay that speaks for one client; a message is known by its transaction."""

    def __init__(self, daemon: Daemon) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.9", daemon.relay_port))
        self.socket.settimeout(PATIENCE)
        self.server = ("127.0.0.1", daemon.port)

    def send(self, transaction: int) -> None:
        message = discover(CLIENT, transaction)
        message.giaddr = RELAY
        self.socket.sendto(encode4(message), self.server)

    def receive(self) -> int:
        return decode4(self.socket.recv(65536)).xid


class Link6:
    """The same for DHCPv6."""

    def __init__(self, daemon: Daemon) -> None:
        self.socket = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        self.socket.bind(("::1", daemon.relay_port))
        self.socket.settimeout(PATIENCE)
        self.server = ("::1", daemon.port)

    def send(self, transaction: int) -> None:
        relay = Relay6(12, 0, 0x20010DB8 << 96 | 1, 0xFE80 << 112 | 9, {})
        options = {CLIENTID: [CLIENT6], IA_NA: [write_ia(IA_NA, 1, 0, 0, b"")[4:]]}
        self.socket.sendto(encode6(Packet6(SOLICIT, transaction, options, [relay])), self.server)

    def receive(self) -> int:
        return decode6(self.socket.recv(65536)).transaction_id


@pytest.fixture(params=[4, 6])
def daemon(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Daemon4 | Daemon6]:
    made = Daemon4(tmp_path) if request.param == 4 else Daemon6(tmp_path)
    yield made
    made.kill()


def test_no_answer_is_lost_and_no_socket_is_opened_anew(daemon: Daemon4 | Daemon6) -> None:
    daemon.configure()
    daemon.start()
    assert daemon.process
    started = len(daemon.log)
    link = Link4(daemon) if isinstance(daemon, Daemon4) else Link6(daemon)
    with link.socket:
        for number in range(RELOADS):
            daemon.configure(valid_lifetime=600 + number, dhcp_queue_control={"enable-queue": number % 3 == 1})
            transactions = iter(range(number * 1000 + 1, number * 1000 + 1 + 3 * MESSAGES))
            sent = [next(transactions) for _ in range(MESSAGES)]
            for transaction in sent:
                link.send(transaction)
            daemon.process.send_signal(signal.SIGHUP)
            for transaction in range(sent[-1] + 1, sent[-1] + 1 + MESSAGES):
                link.send(transaction)
                sent.append(transaction)
            daemon.wait("_DYNAMIC_RECONFIGURATION_SUCCESS")
            for transaction in range(sent[-1] + 1, sent[-1] + 1 + MESSAGES):
                link.send(transaction)
                sent.append(transaction)
            assert sorted(link.receive() for _ in sent) == sent
    assert daemon.stop() == 0
    assert "DHCPSRV_CFGMGR_USE_" not in daemon.log[started:]
    assert "LESSOR_LISTENING_ENDED" not in daemon.log

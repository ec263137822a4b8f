"""Server processes of their own for tests, on a port of the loopback interface, and relays that talk to them."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Self

from lessor.service.labs.client4 import Grant, Identity, answer, discover, grant
from lessor.service.labs.client4 import select as choose
from lessor.wire.ia import read_address, read_ia
from lessor.wire.packet4 import Packet4, encode4
from lessor.wire.packet6 import (
    CLIENTID,
    IA_NA,
    IAADDR,
    REPLY,
    REQUEST,
    SERVERID,
    SOLICIT,
    Packet6,
    Relay6,
    decode6,
    encode6,
)

PATIENCE = 20
"""Seconds until a test gives up on something that takes milliseconds."""

LOOPBACK = int(IPv4Address("127.0.0.1"))
RELAY = int(IPv4Address("127.0.0.9"))
CLIENT = Identity(b"\2\0\0\0\0\1")


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Daemon:
    """One server with its files in `directory`; its log goes to standard output."""

    directory: Path
    program: str = "kea-dhcp4"
    flags: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    relay_port: int = field(default_factory=free_port)
    destination: str = "stdout"
    environment: dict[str, str] = field(default_factory=dict)
    log: str = ""
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def file(self) -> Path:
        return self.directory / "office.conf"

    @property
    def pid_file(self) -> Path:
        return self.directory / f"office.{self.program}.pid"

    @property
    def leases(self) -> str:
        return (self.directory / f"kea-leases{self.program[-1]}.csv").read_text()

    def write(self, configuration: dict[str, object], changes: dict[str, object]) -> None:
        """Write a configuration file; keys of the changes have `_` for `-`."""
        section = configuration | {key.replace("_", "-"): changes[key] for key in changes}
        self.file.write_text(json.dumps({self.program.removeprefix("kea-").capitalize(): section}))

    def start(self, until: str = "_STARTED Kea") -> Self:
        ports = ("-p", str(self.port), "-P", str(self.relay_port))
        self.log = ""
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                f"lessor.cli.{self.program.replace('-', '_')}",
                "-c",
                str(self.file),
                *ports,
                *self.flags,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ
            | {
                "KEA_LOGGER_DESTINATION": self.destination,
                "KEA_PIDFILE_DIR": str(self.directory),
                "KEA_DHCP_DATA_DIR": str(self.directory),
                "KEA_LOG_FILE_DIR": str(self.directory),
            }
            | self.environment,
        )
        self.wait(until)
        return self

    def wait(self, text: str) -> None:
        """Read the log until this text comes."""
        assert self.process and self.process.stdout
        deadline = time.monotonic() + PATIENCE
        start = len(self.log)
        while text not in self.log[start:]:
            ready, _, _ = select.select([self.process.stdout], [], [], max(deadline - time.monotonic(), 0))
            read = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            assert read, f"{text} did not come:\n{self.log}"
            self.log += read.decode()

    def signal(self, number: signal.Signals, until: str) -> None:
        assert self.process
        self.process.send_signal(number)
        self.wait(until)

    def reload(self, until: str = "_DYNAMIC_RECONFIGURATION_SUCCESS") -> None:
        self.signal(signal.SIGHUP, until)

    def end(self) -> int:
        """Wait for the end of the process, read the rest of the log, and return the exit status."""
        assert self.process
        self.log += self.process.communicate(timeout=PATIENCE)[0].decode()
        return self.process.returncode

    def stop(self) -> int:
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.end()

    def kill(self) -> None:
        """Make sure that nothing of it is left."""
        if self.process and self.process.poll() is None:
            self.process.kill()
        # one that ended by itself in the middle of a test leaves its output open
        if self.process and self.process.stdout and not self.process.stdout.closed:
            self.process.communicate()


@dataclass
class Daemon4(Daemon):
    """One `kea-dhcp4`."""

    def configure(self, **changes: object) -> None:
        """Write a configuration: one subnet of the loopback interface, and what is given here."""
        subnet = {"id": 1, "subnet": "127.0.0.0/8", "pools": [{"pool": "127.1.0.10-127.1.0.20"}]}
        configuration = {
            "interfaces-config": {"interfaces": ["lo"], "dhcp-socket-type": "udp", "re-detect": False},
            "lease-database": {"type": "memfile"},
            "valid-lifetime": 600,
            "subnet4": [subnet],
        }
        self.write(configuration, changes)

    def ask(self, request: Packet4) -> Packet4:
        """Send a client's message as a relay does, and return the answer."""
        request.giaddr = RELAY
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as relay:
            relay.bind(("127.0.0.9", self.relay_port))
            relay.settimeout(PATIENCE)
            relay.sendto(encode4(request), ("127.0.0.1", self.port))
            while True:
                reply = answer(relay.recv(65536), request)
                if reply is not None:
                    return reply

    def lease(self, client: Identity = CLIENT) -> Grant:
        """Get a lease as a client does."""
        offer = grant(self.ask(discover(client, 1)), client.hwaddr)
        return grant(self.ask(choose(client, 2, offer)), client.hwaddr)


CLIENT6 = bytes.fromhex("00030001020000000001")


@dataclass
class Daemon6(Daemon):
    """One `kea-dhcp6`."""

    program: str = "kea-dhcp6"

    def configure(self, **changes: object) -> None:
        """Write a configuration: one subnet, relays to ::1, and what is given here."""
        subnet = {"id": 1, "subnet": "2001:db8::/64", "pools": [{"pool": "2001:db8::10-2001:db8::20"}]}
        configuration = {
            "interfaces-config": {"interfaces": ["lo/::1"], "re-detect": False},
            "lease-database": {"type": "memfile"},
            "server-id": {"type": "EN"},
            "valid-lifetime": 600,
            "subnet6": [subnet],
        }
        self.write(configuration, changes)

    @property
    def server_id(self) -> str:
        return (self.directory / "kea-dhcp6-serverid").read_text()

    def ask(self, kind: int, *options: tuple[int, bytes], duid: bytes = CLIENT6) -> Packet6:
        """Send a client's message as a relay does, and return the answer."""
        values = {CLIENTID: [duid]} | {code: [value] for code, value in options}
        relay = Relay6(12, 0, int(IPv6Address("2001:db8::1")), int(IPv6Address("fe80::9")), {})
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as link:
            link.bind(("::1", self.relay_port))
            link.settimeout(PATIENCE)
            link.sendto(encode6(Packet6(kind, 42, values, [relay])), ("::1", self.port))
            data, (_, port, _, _) = link.recvfrom(65536)
            assert port == self.port
            return decode6(data)

    def lease(self, duid: bytes = CLIENT6) -> str:
        """Get a lease as a client does, and return the address."""
        advertised = self.ask(SOLICIT, (IA_NA, bytes(12)), duid=duid)
        ia = advertised.options[IA_NA][0]
        server = advertised.options[SERVERID][0]
        reply = self.ask(REQUEST, (IA_NA, ia), (SERVERID, server), duid=duid)
        assert reply.message_type == REPLY
        return str(IPv6Address(read_address(read_ia(reply.options[IA_NA][0]).options[IAADDR][0]).address))

"""Real DHCP clients as programs, spoken to in one way: start, renew, release, what they got.

Their configuration scripts are ours: they write one line for each event and set the address, and touch nothing of the
machine (no resolv.conf, no lease files outside the test's directory).
"""

import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.system.network import Namespace

PATIENCE = 30.0

BOUND: Final = "bound"
RENEWED: Final = "renewed"

EVENTS: Final = {
    "bound": BOUND, "BOUND": BOUND, "REBOOT": BOUND,
    "renew": RENEWED, "RENEW": RENEWED, "REBIND": RENEWED,
}  # fmt: skip
"""The clients' names for events, in ours."""

VARIABLES: Final = {
    "udhcpc": ("$1", "$ip", "$router", "$dns", "$domain"),
    "dhclient": ("$reason", "$new_ip_address", "$new_routers", "$new_domain_name_servers", "$new_domain_name"),
    "dhcpcd": ("$reason", "$new_ip_address", "$new_routers", "$new_domain_name_servers", "$new_domain_name"),
}
"""What each client hands to its script: event, address, routers, DNS servers, domain."""

SCRIPT: Final = """#!/bin/sh
echo "{event}|{address}|{routers}|{servers}|{domain}" >> {log}
case "{event}" in
PREINIT|deconfig) ip link set eth0 up; ip -4 addr flush dev eth0 ;;
bound|BOUND|REBOOT|REBIND)
    [ "{address}" = "{refused}" ] && exit 1
    {configure}
esac
exit 0
"""
SET_ADDRESS: Final = """ip -4 addr flush dev eth0
    ip addr add {address}/24 dev eth0
    [ -n "{routers}" ] && ip route replace default via {routers}"""


@dataclass(frozen=True, slots=True)
class Event:
    """One call of the client's script."""

    name: str
    address: str
    routers: str
    servers: str
    domain: str


class Client:
    """A client program on eth0 of its namespace, its state in a directory of its own."""

    program = ""
    remembered = ""
    """What it logs once its lease is in its own file."""
    configures_itself = False
    remembers = True
    """Whether it asks for its old address by INIT-REBOOT when started again."""

    def __init__(self, namespace: Namespace, directory: Path) -> None:
        self.namespace = namespace
        self.directory = directory
        self.process: subprocess.Popen[bytes] | None = None
        self.seen = 0
        directory.mkdir()
        self.write_script()

    def write_script(self, refused: str = "nothing") -> None:
        """Write the client's script; with `refused` it fails for this address, as if it were in use."""
        event, address, routers, servers, domain = VARIABLES[self.program]
        configure = ":" if self.configures_itself else SET_ADDRESS.format(address=address, routers=routers)
        script = SCRIPT.format(
            event=event, address=address, routers=routers, servers=servers, domain=domain,
            log=self.directory / "events", refused=refused, configure=configure,
        )  # fmt: skip
        path = self.directory / "script"
        path.write_text(script)
        path.chmod(0o755)

    def command(self, client_id: bytes, check: bool) -> list[str]:
        raise NotImplementedError

    def start(self, client_id: bytes = b"", check: bool = False) -> None:
        """Start the client; `check` makes it look for others that use its new address."""
        self.process = self.launch(self.command(client_id, check))

    def launch(self, command: list[str]) -> subprocess.Popen[bytes]:
        with (self.directory / "log").open("ab") as log:
            return subprocess.Popen(
                self.namespace.command(*command), cwd=self.directory, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def events(self) -> list[Event]:
        """Return all events so far, oldest first."""
        path = self.directory / "events"
        lines = path.read_text().splitlines() if path.exists() else []
        parts = [line.split("|") for line in lines]
        return [Event(EVENTS.get(name, name), *rest) for name, *rest in parts]

    def wait(self, name: str) -> Event:
        """Return the next event of this name, counted from the last one that was waited for."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            events = self.events()
            for at in range(self.seen, len(events)):
                if events[at].name == name:
                    self.seen = at + 1
                    return events[at]
            time.sleep(0.02)
        raise AssertionError(f"{self.program}: no event {name}\n{self.events()}\n{self.log()}")

    def log(self) -> str:
        return (self.directory / "log").read_text(errors="replace")

    def release(self) -> None:
        """Give the lease back."""
        raise NotImplementedError

    def crash(self) -> None:
        """Kill the client as soon as it will remember its lease; nothing is released."""
        self.remember()
        self.end()

    def remember(self) -> None:
        """Wait until the client has written down its lease, which may be after it told its script."""
        end = time.monotonic() + PATIENCE
        while self.remembered not in self.log() and time.monotonic() < end:
            time.sleep(0.01)

    def end(self) -> None:
        """Make sure that nothing of it runs on."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def send(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def addresses(self) -> str:
        return self.namespace.ip("-4", "-o", "addr", "show", "dev", "eth0")


class Udhcpc(Client):
    """busybox's client; it does not know INIT-REBOOT, but is told to wish for its old address."""

    program = "udhcpc"
    remembered = "obtained"
    remembers = False

    def command(self, client_id: bytes, check: bool) -> list[str]:
        bound = [event.address for event in self.events() if event.name == BOUND]
        wish = ["-r", bound[-1]] if bound else []
        identity = ["-x", f"0x3d:{client_id.hex()}"] if client_id else []
        return ["udhcpc", "-i", "eth0", "-f", "-t", "5", "-T", "1", "-A", "1", "-s", str(self.directory / "script"),
                *wish, *identity, *(["-a"] if check else [])]  # fmt: skip

    def release(self) -> None:
        self.send(signal.SIGUSR2)


class Dhclient(Client):
    """ISC's client."""

    program = "dhclient"
    remembered = "bound to"

    def files(self) -> list[str]:
        config = self.directory / "dhclient.conf"
        return ["-cf", str(config), "-lf", str(self.directory / "leases"), "-pf", str(self.directory / "pid"),
                "-sf", str(self.directory / "script")]  # fmt: skip

    def command(self, client_id: bytes, check: bool) -> list[str]:
        lines = ["timeout 20; retry 1; reboot 5; initial-interval 1; backoff-cutoff 2;",
                 "request subnet-mask, routers, domain-name, domain-name-servers;"]  # fmt: skip
        if client_id:
            lines.append(f"send dhcp-client-identifier {client_id.hex(':')};")
        (self.directory / "dhclient.conf").write_text("\n".join(lines))
        return ["dhclient", "-4", "-d", "-v", *self.files(), "eth0"]

    def release(self) -> None:
        # another process gives back what it reads in the lease file
        self.remember()
        self.launch(["dhclient", "-4", "-d", "-v", "-r", *self.files(), "eth0"]).wait(PATIENCE)


class Dhcpcd(Client):
    """dhcpcd, with its state directories replaced by ours in a mount namespace."""

    program = "dhcpcd"
    remembered = "leased"
    configures_itself = True

    def command(self, client_id: bytes, check: bool) -> list[str]:
        lines = ["ipv4only", "reboot 5", "timeout 20", "option domain_name_servers, domain_name, routers, subnet_mask",
                 "persistent", f"clientid {client_id.hex(':')}" if client_id else "clientid",
                 "" if check else "noarp"]  # fmt: skip
        (self.directory / "dhcpcd.conf").write_text("\n".join(lines) + "\n")
        state = self.directory / "state"
        state.mkdir(exist_ok=True)
        state.chmod(0o777)
        words = ["dhcpcd", "-B", "-d", "-f", self.directory / "dhcpcd.conf", "-c", self.directory / "script", "eth0"]
        shell = (f"mount --bind {state} /var/lib/dhcpcd && mount -t tmpfs tmpfs /run && "
                 f"exec {' '.join(map(str, words))}")  # fmt: skip
        return ["unshare", "-m", "sh", "-c", shell]

    def release(self) -> None:
        self.send(signal.SIGALRM)


CLIENTS: Final = {"udhcpc": Udhcpc, "dhclient": Dhclient, "dhcpcd": Dhcpcd}

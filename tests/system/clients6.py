"""Real DHCPv6 clients as programs, spoken to as in clients.py.

Each gets an address, a prefix, or both. Their scripts are ours: they write one line for each event, set the address
where the client does not do it itself, and touch nothing of the machine.
"""

import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.system.clients import BOUND, PATIENCE, RENEWED, Client, Event
from tests.system.network import run

EVENTS6: Final = {
    "BOUND6": BOUND, "REBOOT6": BOUND, "add": BOUND,
    "RENEW6": RENEWED, "update": RENEWED,
    # what a client that asks for its old prefix after a start does (RFC 8415 section 18.2.12)
    "REBIND6": BOUND,
}  # fmt: skip
"""The clients' names for events, in ours."""

SCRIPT: Final = """#!/bin/sh
echo "{event}|{address}|{prefix}|{servers}|{search}" >> {log}
[ "{event}" = PREINIT6 ] && ip link set eth0 up
{configure}
exit 0
"""
SET_ADDRESS: Final = """if [ "{event}" = BOUND6 ] && [ "{address}" = "{refused}" ]; then exit 3; fi
case "{event}" in BOUND6|REBIND6|RENEW6) [ -n "{address}" ] && ip addr replace {address}/128 dev eth0 ;; esac"""


@dataclass(frozen=True, slots=True)
class Event6(Event):
    """One call of the client's script; `domain` is the search list."""

    prefix: str
    """`address/length`, or nothing."""


class Client6(Client):
    """A client program on eth0 of its namespace, its state in a directory of its own."""

    variables = ("", "", "", "", "")
    """What the client hands to its script: event, address, prefix with length, DNS servers, search list."""
    wants: tuple[str, ...] = ("address", "prefix")
    confirms = True
    """Whether it asks by CONFIRM for its old address when started again."""

    def write_script(self, refused: str = "nothing") -> None:
        """Write the client's script; with `refused` it fails for this address, as if it were in use."""
        event, address, prefix, servers, search = self.variables
        configure = "" if self.configures_itself else SET_ADDRESS.format(event=event, address=address, refused=refused)
        script = SCRIPT.format(
            event=event, address=address, prefix=prefix, servers=servers, search=search,
            log=self.directory / "events", configure=configure,
        )  # fmt: skip
        path = self.directory / "script"
        path.write_text(script)
        path.chmod(0o755)

    def events(self) -> list[Event]:
        """Return all events so far, oldest first."""
        path = self.directory / "events"
        lines = path.read_text().splitlines() if path.exists() else []
        return [event6(*(part.strip() for part in line.split("|"))) for line in lines]

    def wait(self, name: str) -> Event6:
        """Return the next event of this name, counted from the last one that was waited for."""
        event = super().wait(name)
        assert isinstance(event, Event6)
        return event

    def end(self) -> None:
        """Make sure that nothing of it runs on, nor of the helpers it started: the namespace is its own."""
        super().end()
        for pid in run("ip", "netns", "pids", self.namespace.name).split():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)

    def addresses(self) -> str:
        return self.namespace.ip("-6", "-o", "addr", "show", "dev", "eth0")


def event6(name: str, address: str, prefix: str, servers: str, search: str) -> Event6:
    return Event6(EVENTS6.get(name, name), address, "", servers, search, prefix.strip("/"))


class Dhclient6(Client6):
    """ISC's client, for an address."""

    program = "dhclient"
    remembered = "Bound to lease"
    wants = ("address",)
    asks = "-N"
    variables = (
        "$reason", "$new_ip6_address", "$new_ip6_prefix", "$new_dhcp6_name_servers", "$new_dhcp6_domain_search",
    )  # fmt: skip

    def words(self) -> list[str]:
        files = {"-cf": "dhclient.conf", "-lf": "leases", "-pf": "pid", "-sf": "script"}
        named = [word for flag, name in files.items() for word in (flag, str(self.directory / name))]
        return ["dhclient", "-6", "-d", "-v", self.asks, *named]

    def command(self, client_id: bytes, check: bool) -> list[str]:
        lines = ["also request dhcp6.name-servers, dhcp6.domain-search;"]
        if client_id:
            lines.append(f"send dhcp6.client-id {client_id.hex(':')};")
        (self.directory / "dhclient.conf").write_text("\n".join(lines))
        return [*self.words(), "-D", "LL", "eth0"]

    def release(self) -> None:
        self.remember()
        self.launch([*self.words(), "-r", "eth0"]).wait(PATIENCE)


class Dhclient6Prefix(Dhclient6):
    """ISC's client, for a prefix."""

    wants = ("prefix",)
    confirms = False
    asks = "-P"


class Dhcpcd6(Client6):
    """dhcpcd for an address and a prefix, its state directories replaced by ours in a mount namespace."""

    program = "dhcpcd"
    remembered = "writing lease"
    confirms = False
    configures_itself = True
    variables = (
        "$reason", "$new_dhcp6_ia_na1_ia_addr1", "$new_dhcp6_ia_pd1_prefix1/$new_dhcp6_ia_pd1_prefix1_length",
        "$new_dhcp6_name_servers", "$new_dhcp6_domain_search",
    )  # fmt: skip

    def command(self, client_id: bytes, check: bool) -> list[str]:
        lines = ["ipv6only", "noipv6rs", "duid ll", "persistent", "option dhcp6_name_servers, dhcp6_domain_search",
                 "interface eth0", "ia_na 1", "ia_pd 2"]  # fmt: skip
        (self.directory / "dhcpcd.conf").write_text("\n".join(lines) + "\n")
        state = self.directory / "state"
        state.mkdir(exist_ok=True)
        state.chmod(0o777)
        if client_id:
            (state / "duid").write_text(client_id.hex(":") + "\n")
        words = ["dhcpcd", "-B", "-d", "-f", self.directory / "dhcpcd.conf", "-c", self.directory / "script", "eth0"]
        return in_mounts({state: "/var/lib/dhcpcd"}, *map(str, words))

    def release(self) -> None:
        self.send(signal.SIGALRM)


class Dibbler(Client6):
    """Dibbler's client for an address and a prefix, its directories replaced by ours in a mount namespace."""

    program = "dibbler-client"
    remembered = "REPLY"
    configures_itself = True
    variables = ("$1", "$ADDR1", "$PREFIX1/$PREFIX1LEN", "$SRV_OPTION23", "$SRV_OPTION24")

    def command(self, client_id: bytes, check: bool) -> list[str]:
        lines = ["log-level 8", "log-mode full", "duid-type duid-ll", f'script "{self.directory / "script"}"',
                 "iface eth0 {", "ia", "pd", "option dns-server", "option domain", "}"]  # fmt: skip
        state = self.directory / "state"
        state.mkdir(exist_ok=True)
        (state / "client.conf").write_text("\n".join(lines) + "\n")
        if client_id:
            (state / "client-duid").write_text(client_id.hex(":"))
        mounts = {state: "/etc/dibbler /var/lib/dibbler /var/log/dibbler"}
        return in_mounts(mounts, "dibbler-client", "run", "-w", str(state))

    def release(self) -> None:
        self.send(signal.SIGTERM)


def in_mounts(places: Mapping[Path, str], *words: str) -> list[str]:
    """Return the command line that runs `words` with our directories in the places of others, and an empty /run."""
    mounts = [f"mount --bind {ours} {place}" for ours, where in places.items() for place in where.split()]
    steps = [*mounts, "mount -t tmpfs tmpfs /run", f"exec {' '.join(words)}"]
    return ["unshare", "-m", "sh", "-c", " && ".join(steps)]


CLIENTS6: Final = {"dhclient": Dhclient6, "dhclient -P": Dhclient6Prefix, "dhcpcd": Dhcpcd6, "dibbler": Dibbler}

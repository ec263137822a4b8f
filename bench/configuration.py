"""The configuration of a server under test: the same for lessor and Kea, as both read the same files."""

import ipaddress
import json
import shutil
from pathlib import Path
from typing import Final

from bench.peers import KEA_HOOKS, Definition
from bench.place import FAR, FAR6, INTERFACE, POOL, REPOSITORY, RESERVED, SERVER6, WORK, client_mac
from bench.scenarios import Scenario, Start

LEASED: Final = 40_000
"""Lifetime of leases that a server starts with, in seconds."""


def subnets(scenario: Scenario | Start) -> list[dict[str, object]]:
    link: dict[str, object] = {
        "subnet": "10.0.0.0/8",
        "id": 1,
        "pools": [{"pool": f"{POOL[0]} - {POOL[1]}"}],
        "option-data": [{"name": "routers", "data": "10.0.0.1"}],
    }
    if scenario.hosts:
        link["reservations"] = [
            {"hw-address": client_mac(number), "ip-address": str(ipaddress.IPv4Address(RESERVED + number))}
            for number in range(scenario.hosts)
        ]
    return [link, *(far_subnet(number) for number in range(scenario.subnets))]


def far_subnet(number: int) -> dict[str, object]:
    prefix = ipaddress.IPv4Address(FAR + (number << 8))
    return {
        "subnet": f"{prefix}/24",
        "id": number + 2,
        "pools": [{"pool": f"{prefix + 10} - {prefix + 250}"}],
        "option-data": [{"name": "routers", "data": str(prefix + 1)}],
    }


def classes(number: int) -> list[dict[str, object]]:
    """Return client classes as large sites have them: by make, by user class; the last one takes everybody."""
    tests = [
        f"substring(option[60].hex,0,9) == 'maker-{i:03}'" if i % 4 else f"option[77].text == 'line-{i:03}'"
        for i in range(number - 1)
    ]
    return [
        {
            "name": f"class-{i}",
            "test": test,
            "option-data": [{"name": "log-servers", "data": f"192.0.2.{i % 250 + 1}"}],
        }
        for i, test in enumerate([*tests, "option[53].exists"])
    ]


def dhcp4(scenario: Scenario | Start) -> dict[str, object]:
    """Return what only a DHCPv4 server is told."""
    return {
        "interfaces-config": {"interfaces": [INTERFACE]},
        "option-data": [
            {"name": "domain-name-servers", "data": "192.0.2.53, 192.0.2.54"},
            {"name": "domain-name", "data": "example.org"},
        ],
        "subnet4": subnets(scenario),
        **({"client-classes": classes(scenario.classes)} if scenario.classes else {}),
    }


def far_subnet6(number: int) -> dict[str, object]:
    first = int(ipaddress.IPv6Address(FAR6)) + (number << 64)
    return {
        "subnet": f"{ipaddress.IPv6Address(first)}/64",
        "id": number + 2,
        "pools": [{"pool": f"{ipaddress.IPv6Address(first + (1 << 48))}/80"}],
    }


def dhcp6(scenario: Scenario | Start) -> dict[str, object]:
    """Return what only a DHCPv6 server is told; dhcpload6.c knows the server id."""
    link = {
        "subnet": "fd00:10::/64",
        "id": 1,
        "pools": [{"pool": "fd00:10:0:0:1::/80"}],
        "pd-pools": [{"prefix": "fd00:20::", "prefix-len": 32, "delegated-len": 60}],
    }
    return {
        "interfaces-config": {"interfaces": [f"{INTERFACE}/{SERVER6}"]},
        "server-id": {"type": "EN", "enterprise-id": 2495, "identifier": b"bench".hex(), "persist": False},
        "preferred-lifetime": 3000,
        "option-data": [
            {"name": "dns-servers", "data": "2001:db8::53, 2001:db8::54"},
            {"name": "domain-search", "data": "example.org"},
        ],
        "subnet6": [link, *(far_subnet6(number) for number in range(scenario.subnets))],
    }


def hook(directory: Path, library: str) -> Path:
    """Return the path of a server's trivial hook, which is put into its directory when it is ours."""
    if library.endswith(".py"):
        path = directory / library
        shutil.copyfile(REPOSITORY / "bench" / "hooks" / library, path)
        # a server refuses files that others may write
        path.chmod(0o644)
        return path
    return next(Path("/").glob(f"{KEA_HOOKS}/{library}".lstrip("/")), Path(library))


def write(directory: Path, scenario: Scenario | Start, server: Definition) -> Path:
    """Write the configuration of a server and return its path."""
    name = f"kea-dhcp{scenario.family}"
    leases = directory / f"leases{scenario.family}.csv"
    log = str(directory / "server.log")
    unsynced = {} if server.synced else {"sync": "never"}
    top: dict[str, object] = {
        "lease-database": {"type": "memfile", "persist": True, "name": str(leases), **unsynced},
        "valid-lifetime": 4000,
        "renew-timer": 1000,
        "rebind-timer": 2000,
        "loggers": [{"name": name, "severity": scenario.severity, "output_options": [{"output": log}]}],
        **(dhcp4(scenario) if scenario.family == 4 else dhcp6(scenario)),
    }
    if server.threads is not None:
        sizes = {"thread-pool-size": server.threads, "packet-queue-size": 64} if server.threads else {}
        top["multi-threading"] = {"enable-multi-threading": bool(server.threads), **sizes}
    if scenario.hook:
        top["hooks-libraries"] = [{"library": str(hook(directory, server.hook))}]
    path = directory / f"{name}.conf"
    path.write_text(json.dumps({f"Dhcp{scenario.family}": top}, indent=1))
    return path


def leases_of(count: int, now: int) -> Path:
    """Return a lease file with this many leases, made once for all servers and renewed before its leases end."""
    path = WORK / f"leases4-{count}.csv"
    if not path.exists() or path.stat().st_mtime < now - LEASED / 2:
        fresh = path.with_suffix(".new")
        write_leases(fresh, count, now + LEASED)
        fresh.replace(path)
    return path


def write_leases(path: Path, count: int, end: int) -> None:
    """Write a lease file with this many leases, which all end at this second."""
    first = int(ipaddress.IPv4Address(POOL[0]))
    with path.open("w") as file:
        file.write(
            "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n"
        )
        for number in range(count):
            mac = client_mac(number)
            address = ipaddress.IPv4Address(first + number)
            file.write(f"{address},{mac},01:{mac},{LEASED},{end},1,0,0,,0,\n")

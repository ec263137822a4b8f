"""The configuration of a server under test: the same for lessor and Kea, as both read the same files."""

import ipaddress
import json
from pathlib import Path

from bench.place import FAR, INTERFACE, POOL, RESERVED, SERVER6, client_mac
from bench.scenarios import Scenario, Start


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


def dhcp6() -> dict[str, object]:
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
        "subnet6": [link],
    }


def write(directory: Path, scenario: Scenario | Start, threads: int | None) -> Path:
    """Write the configuration and return its path; `threads` None leaves multi-threading out, 0 switches it off."""
    name = f"kea-dhcp{scenario.family}"
    leases = directory / f"leases{scenario.family}.csv"
    log = str(directory / "server.log")
    top: dict[str, object] = {
        "lease-database": {"type": "memfile", "persist": True, "name": str(leases)},
        "valid-lifetime": 4000,
        "renew-timer": 1000,
        "rebind-timer": 2000,
        "loggers": [{"name": name, "severity": scenario.severity, "output_options": [{"output": log}]}],
        **(dhcp4(scenario) if scenario.family == 4 else dhcp6()),
    }
    if threads is not None:
        sizes = {"thread-pool-size": threads, "packet-queue-size": 64} if threads else {}
        top["multi-threading"] = {"enable-multi-threading": bool(threads), **sizes}
    path = directory / f"{name}.conf"
    path.write_text(json.dumps({f"Dhcp{scenario.family}": top}, indent=1))
    return path


def write_leases(path: Path, count: int, now: int) -> None:
    """Write a lease file with this many leases."""
    first = int(ipaddress.IPv4Address(POOL[0]))
    with path.open("w") as file:
        file.write(
            "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n"
        )
        for number in range(count):
            mac = client_mac(number)
            address = ipaddress.IPv4Address(first + number)
            file.write(f"{address},{mac},01:{mac},40000,{now + 40000},1,0,0,,0,\n")

"""Three servers, one database, a pool too small for all: every address has one owner, whoever is killed meanwhile."""

import json
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from lessor.model.database import DatabaseSettings
from lessor.store.leasedatabase import open_rows
from lessor.store.sqlrows import TABLE4
from tests.stores.racer import POOL_SIZE

CLIENTS = 300
"""Of each server; their number, shared by three, is more than there are addresses."""

ROOT = Path(__file__).parent.parent.parent


def racer(settings: DatabaseSettings, first: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.stores.racer", json.dumps(asdict(settings)), str(first), str(CLIENTS)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def begin(racers: "list[subprocess.Popen[str]]") -> None:
    for one in racers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in racers:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()


@pytest.mark.parametrize("database", ["postgresql_leases", "mysql_leases"])
def test_every_address_has_one_owner(database: str, request: pytest.FixtureRequest) -> None:
    settings: DatabaseSettings = request.getfixturevalue(database)
    with ExitStack() as stack:
        victim, *others = [stack.enter_context(racer(settings, first)) for first in (0, CLIENTS, 2 * CLIENTS)]
        begin([victim, *others])
        assert victim.stdout is not None
        # it is at work, and then it is no more
        told = victim.stdout.readline()
        victim.kill()
        # its last line may be cut short
        said = (told + victim.stdout.read()).rpartition("\n")[0]
        output = [said, *[one.communicate(timeout=120)[0] for one in others]]
    assert [one.returncode for one in others] == [0, 0]
    check(settings, owners([line for one in output for line in one.splitlines()]))


def owners(output: list[str]) -> dict[str, int]:
    """Who was told to have which address."""
    found: dict[str, int] = {}
    for line in output:
        number, _, address = line.partition(" ")
        assert address not in found, f"{address} was given to {found[address]} and to {number}"
        found[address] = int(number)
    return found


def check(settings: DatabaseSettings, told: dict[str, int]) -> None:
    """What clients were told is in the database, and nothing was left over while somebody had no address."""
    rows = open_rows(settings, TABLE4)
    leases = {str(IPv4Address(lease.address)): int.from_bytes(lease.hwaddr[2:], "big") for lease in rows.walk()}
    rows.close()
    assert {address: leases.get(address) for address in told} == told
    assert len(leases) == POOL_SIZE
    # what the victim had written when it was killed may be all that a client was not told of
    assert max(Counter(leases.values()).values()) == 1

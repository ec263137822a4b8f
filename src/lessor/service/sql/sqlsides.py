"""What differs by family when leases are in a SQL database: what messages ask for, and where leases are noted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from lessor.engine import allocate, case6
from lessor.engine.occupancy import Place
from lessor.engine.refusal import Unanswerable
from lessor.engine.request6 import read6
from lessor.engine.tables import Tables
from lessor.engine.tables6 import Tables6
from lessor.model.datagram import Received4
from lessor.model.datagram6 import Received6
from lessor.model.keys import Keys
from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6, key_of
from lessor.service.sql.refresh import Pool
from lessor.store.sqlrows import TABLE4, TABLE6, Table
from lessor.wire.errors import WireError
from lessor.wire.packet4 import CLIENT_IDENTIFIER, REQUESTED_ADDRESS, decode4
from lessor.wire.packet6 import decode6

AnyLease = TypeVar("AnyLease", bound=Lease4 | Lease6)
Received = TypeVar("Received")
InForce = TypeVar("InForce")


@dataclass(frozen=True, slots=True)
class Side(Generic[AnyLease, Received, InForce]):
    """One family: `ask` returns what messages are about, `key` what tells a lease from all others, `pools` the pools
    of each subnet.
    """

    family: int
    table: Table[AnyLease]
    ask: Callable[[Iterable[Received], InForce], Keys]
    key: Callable[[AnyLease], int]
    place_of: Callable[[InForce, AnyLease], Place | None]
    pools: Callable[[InForce], Mapping[int, Sequence[Pool]]]


def ask4(batch: Iterable[Received4], tables: Tables) -> Keys:
    """Return the identifiers of the clients of these messages, and the addresses that they speak of."""
    client_ids: set[bytes] = set()
    hwaddrs: set[bytes] = set()
    addresses: set[int] = set()
    for received in batch:
        try:
            packet = decode4(received.data)
        except WireError:
            # it is told of when it is its turn
            continue
        client_ids.add(packet.options.get(CLIENT_IDENTIFIER, b""))
        hwaddrs.add(packet.chaddr)
        addresses.add(packet.ciaddr)
        addresses.add(int.from_bytes(packet.options.get(REQUESTED_ADDRESS, b"")[:4], "big"))
    addresses.discard(0)
    return Keys((client_ids - {b""}, hwaddrs - {b""}), addresses)


def ask6(batch: Iterable[Received6], tables: Tables6) -> Keys:
    """Return the DUIDs of the clients of these messages, and the addresses and prefixes that they speak of."""
    duids: set[bytes] = set()
    addresses: set[int] = set()
    for received in batch:
        try:
            message = read6(decode6(received.data), received, tables.mac_sources)
        except (WireError, Unanswerable):
            continue
        duids.add(message.duid)
        addresses.update([wish[0] for ia in message.ias for wish in ia.wanted])
    addresses.discard(0)
    return Keys((duids - {b""},), addresses)


def _address(lease: Lease4) -> int:
    return lease.address


def _place4(tables: Tables, lease: Lease4) -> Place | None:
    return allocate.place_of(tables, lease.subnet_id, lease.address)


def _place6(tables: Tables6, lease: Lease6) -> Place | None:
    return case6.place_of(tables, lease.subnet_id, lease.type, lease.address)


def _pools4(tables: Tables) -> Mapping[int, Sequence[Pool]]:
    return {id: subnet.pools for id, subnet in tables.subnets.items()}


def _pools6(tables: Tables6) -> Mapping[int, Sequence[Pool]]:
    return {id: (*subnet.pools, *subnet.prefix_pools) for id, subnet in tables.subnets.items()}


SIDE4: Final[Side[Lease4, Received4, Tables]] = Side(4, TABLE4, ask4, _address, _place4, _pools4)
SIDE6: Final[Side[Lease6, Received6, Tables6]] = Side(6, TABLE6, ask6, key_of, _place6, _pools6)

"""Reservations that are not in the configuration, laid over the tables for as long as they are known.

What the configuration says comes first: a client, or an address, that has a reservation there keeps it. Addresses that
are promised are taken from the allocators, which find them free again when the reservation is lifted.
"""

from lessor.engine.occupancy import FREE, OFFERED, RESERVED, Place
from lessor.engine.reservation import Key
from lessor.engine.tables import Host, Subnet, Tables, pool_at


class Laid4:
    """One reservation, laid over the tables from its construction to `lift`."""

    __slots__ = ("_addresses", "_clients", "_key", "_places", "host")

    def __init__(self, tables: Tables, subnet_id: int, key: Key, host: Host) -> None:
        self.host = host
        self._key = key
        self._clients: dict[Key, Host] | None = None
        self._addresses: list[dict[int, Host]] = []
        self._places: list[Place] = []
        subnet = tables.subnets.get(subnet_id)
        clients = tables.global_hosts if not subnet_id else None if subnet is None else subnet.hosts
        if clients is None or key in clients:
            return
        clients[key] = host
        self._clients = clients
        if subnet is None:
            for other in tables.ranges:
                if other.reservations_global and other.first <= host.address <= other.last:
                    self._promise(other)
        elif host.address and subnet.reservations_in_subnet:
            self._promise(subnet)

    def _promise(self, subnet: Subnet) -> None:
        address = self.host.address
        pool = pool_at(subnet, address)
        if address in subnet.reserved or (pool is not None and subnet.reservations_out_of_pool):
            return
        subnet.reserved[address] = self.host
        self._addresses.append(subnet.reserved)
        if pool is not None:
            self._places.append((pool.occupancy, address - pool.first))
            keep((pool.occupancy, address - pool.first))

    def lift(self) -> None:
        """Take the reservation away."""
        if self._clients is not None and self._clients.get(self._key) is self.host:
            del self._clients[self._key]
        for reserved in self._addresses:
            # tables that are no longer in force may be empty by now
            reserved.pop(self.host.address, None)
        for place in self._places:
            let_go(place)


def keep(place: Place) -> None:
    """Take from the allocator what is promised, unless it is leased."""
    occupancy, position = place
    if occupancy.state(position) in (FREE, OFFERED):
        occupancy.mark(position, RESERVED)


def let_go(place: Place) -> None:
    """Give back to the allocator what is promised to nobody any more."""
    occupancy, position = place
    if occupancy.state(position) == RESERVED:
        occupancy.release(position)

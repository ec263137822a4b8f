"""The twin of laid4.py: reservations of addresses and prefixes, laid over the tables for as long as they are known."""

from lessor.engine.laid4 import keep, let_go
from lessor.engine.occupancy import Place
from lessor.engine.reservation import Key
from lessor.engine.tables6 import Host6, Pool6, Subnet6, Tables6, pool_at


class Laid6:
    """One reservation, laid over the tables from its construction to `lift`."""

    __slots__ = ("_clients", "_key", "_places", "_promised", "host")

    def __init__(self, tables: Tables6, subnet_id: int, key: Key, host: Host6) -> None:
        self.host = host
        self._key = key
        self._clients: dict[Key, Host6] | None = None
        self._promised: list[tuple[dict[int, Host6], int]] = []
        self._places: list[Place] = []
        subnet = tables.subnets.get(subnet_id)
        clients = tables.global_hosts if not subnet_id else None if subnet is None else subnet.hosts
        if clients is None or key in clients:
            return
        clients[key] = host
        self._clients = clients
        if subnet is None:
            for other in tables.subnets.values():
                if other.reservations_global:
                    self._promise(other, [one for one in host.addresses if other.first <= one <= other.last])
        elif subnet.reservations_in_subnet:
            self._promise(subnet, host.addresses)

    def _promise(self, subnet: Subnet6, addresses: tuple[int, ...] | list[int]) -> None:
        for reserved, pools, promised in (
            (subnet.reserved_addresses, subnet.pools, addresses),
            (subnet.reserved_prefixes, subnet.prefix_pools, self.host.prefixes),
        ):
            for address in promised:
                if address not in reserved:
                    reserved[address] = self.host
                    self._promised.append((reserved, address))
                    if not subnet.reservations_out_of_pool:
                        self._keep(pools, address)

    def _keep(self, pools: tuple[Pool6, ...], address: int) -> None:
        pool = pool_at(pools, address)
        if pool is not None:
            place = pool.occupancy, (address - pool.first) // pool.step
            self._places.append(place)
            keep(place)

    def lift(self) -> None:
        """Take the reservation away."""
        if self._clients is not None and self._clients.get(self._key) is self.host:
            del self._clients[self._key]
        for reserved, address in self._promised:
            # where a configuration promises prefixes everywhere, subnets have one dictionary for them
            reserved.pop(address, None)
        for place in self._places:
            let_go(place)

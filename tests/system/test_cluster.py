"""Three servers, each with the node of a Galera cluster beside it: what becomes of leases when a node dies."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from ipaddress import IPv4Address

import pytest

from lessor.model.database import DatabaseSettings
from lessor.model.keys import Keys
from lessor.model.lease import Lease4
from lessor.store.connect import connect_mysql
from lessor.store.leasedatabase import open_rows
from lessor.store.mysql import MysqlRows
from lessor.store.notes import Note
from lessor.store.schema.session import opened
from lessor.store.sql import Rows, flush
from lessor.store.sqlrows import TABLE4
from tests.servers.galera import Node, cluster
from tests.system import packets
from tests.system.conftest import StartServer
from tests.system.load import Load
from tests.system.network import Namespace, Network, network
from tests.system.packets import NOWHERE
from tests.system.programs import Config

pytestmark = [pytest.mark.system, pytest.mark.slow]

NODES = 3
NOW = 1_700_000_000
FIRST = 0x0A100001
CLIENTS = 500
"""Of each node."""

WRITERS = 9
"""Of all nodes together."""

CONFIRMED = 500
"""Leases that each of them writes, each in a transaction of its own."""

CLIENTS_OF = [range(CLIENTS * place, CLIENTS * (place + 1)) for place in range(NODES)]

PATIENCE = 60.0
"""Seconds in which clients of servers that live must have leases: a cluster stands still until a death is known."""


class PersistentLoad(Load):
    """Clients that ask again when they get no answer; each takes the first offer, and then only what it asked for.

    Who answered each offer would have what was promised to it replaced by itself, and perhaps not notice.
    """

    def __init__(self, namespace: Namespace, address: str, server: str) -> None:
        super().__init__(namespace, address, server)
        self._asked: dict[int, str] = {}

    def send(self, kind: str, number: int, options: packets.Options = (), ciaddr: str = NOWHERE) -> None:
        if kind == "DISCOVER":
            self._asked.pop(number, None)
        super().send(kind, number, options, ciaddr)

    def receive(self) -> packets.Message | None:
        while (reply := super().receive()) is not None:
            if self._listens(reply):
                return reply
        return None

    def _listens(self, reply: packets.Message) -> bool:
        if reply.xid in self.acknowledged:
            return False
        if reply.kind == "OFFER" and reply.xid not in self._asked:
            self._asked[reply.xid] = reply.yiaddr
            return True
        return reply.kind == "ACK" and self._asked.get(reply.xid) == reply.yiaddr

    def lease_all(self, clients: Iterable[int], enough: Callable[[], bool] = lambda: False) -> None:
        """Get leases for these clients until all have one, `enough()` says so, or patience is at its end."""
        end = time.monotonic() + PATIENCE
        while left := [number for number in clients if number not in self.acknowledged]:
            if enough() or time.monotonic() > end:
                return
            self.lease_for(left, enough)


@pytest.fixture(scope="module")
def link() -> Iterator[Network]:
    """A bridge with a namespace for each node, and one for the clients' relays."""
    with network() as made:
        made.bridge("switch", "br0")
        for number in range(1, NODES + 1):
            made.plug("switch", "br0", f"node{number}", f"node{number}", "eth0")
            made.namespace(f"node{number}").ip("addr", "add", f"{node_address(number)}/24", "dev", "eth0")
        made.plug("switch", "br0", "load", "load", "eth0")
        for number in range(1, NODES + 1):
            made.namespace("load").ip("addr", "add", f"{relay(number)}/24", "dev", "eth0")
        yield made


@pytest.fixture(scope="module")
def nodes(link: Network) -> Iterator[list[Node]]:
    members: list[tuple[Namespace, str]] = [
        (link.namespace(f"node{number}"), node_address(number)) for number in range(1, NODES + 1)
    ]
    with cluster(members) as made:
        yield made


def address_of(lease: Lease4) -> int:
    return lease.address


def new(address: int, owner: int) -> Note[Lease4]:
    """The change that gives an address to one of a few clients."""
    return address, [(None, a_lease(address, owner))]


def a_lease(address: int, owner: int, cltt: int = NOW) -> Lease4:
    return Lease4(address, bytes((2, 0, 0, 0, 0, owner)), b"", 3600, cltt, 1)


def node_address(number: int) -> str:
    return f"198.51.100.{number}"


def relay(number: int) -> str:
    return f"198.51.100.{100 + number}"


def config(settings: DatabaseSettings) -> Config:
    """The same for all servers but for the way to the node beside it; more clients than a third of the addresses."""
    return {
        "interfaces-config": {"interfaces": ["eth0"]},
        "valid-lifetime": 3600,
        "loggers": [{"name": "kea-dhcp4", "severity": "INFO", "output_options": [{"output": "stdout"}]}],
        "lease-database": {
            "type": settings.type,
            "name": settings.name,
            "host": settings.host,
            "user": settings.user,
            "password": settings.password,
            "max-reconnect-tries": 1000,
            "reconnect-wait-time": 500,
            "on-fail": "serve-retry-continue",
        },
        "subnet4": [
            {
                "id": 1,
                "subnet": "10.16.0.0/12",
                "relay": {"ip-addresses": [relay(number) for number in range(1, NODES + 1)]},
                "pools": [{"pool": "10.16.0.1 - 10.16.7.8"}],
            }
        ],
    }


def test_of_two_nodes_that_give_one_address_one_wins(nodes: list[Node]) -> None:
    """Both write at once, and neither sees the other's rows before its own are certified."""
    both = [open_rows(node.settings(), TABLE4) for node in nodes[:2]]
    addresses = range(FIRST, FIRST + 40)
    for _ in range(10):
        together = threading.Barrier(len(both))

        def write(rows: Rows[Lease4], owner: int, together: threading.Barrier = together) -> set[int]:
            notes = [new(address, owner) for address in addresses]
            together.wait()
            return flush(rows, notes, address_of)

        with ThreadPoolExecutor() as threads:
            one, other = threads.map(write, both, range(len(both)))
        assert one ^ other == set(addresses), "each address has one winner"
        for node in nodes:
            owners = written(node)
            assert {address for address, hwaddr in owners.items() if hwaddr[-1] == 0} == other
            assert {address for address, hwaddr in owners.items() if hwaddr[-1] == 1} == one
        empty(nodes[0])
    for rows in both:
        rows.close()


@pytest.mark.parametrize("statement", ["INSERT", "COMMIT"])
def test_who_has_to_give_way_between_two_statements_is_told(
    nodes: list[Node], monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    """When a transaction has come as far as this statement, another node writes the same rows."""
    connection = connect_mysql(nodes[0].settings())
    rows, rival = MysqlRows(connection, TABLE4), open_rows(nodes[1].settings(), TABLE4)
    held, ours, theirs = a_lease(FIRST, 0), a_lease(FIRST, 0, NOW + 1), a_lease(FIRST, 0, NOW + 2)
    assert rows.swap([(None, held)])
    assert written(nodes[1]) == {FIRST: held.hwaddr}
    to_be_faster = [(None, a_lease(FIRST + 1, 2)), (held, theirs)]
    query = connection.query

    def delayed(text: str, unbuffered: bool = False) -> int:
        if to_be_faster and text.startswith(statement):
            assert rival.swap(to_be_faster)
            to_be_faster.clear()
            # to ask is to wait until it is carried out on this node as well
            assert len(written(nodes[0])) == 2
        return query(text, unbuffered)

    monkeypatch.setattr(connection, "query", delayed)
    assert flush(rows, [new(FIRST + 1, 1), (FIRST, [(held, ours)])], address_of) == {FIRST, FIRST + 1}
    assert not to_be_faster
    assert [lease.cltt for lease in rows.fetch(Keys((), {FIRST}))] == [theirs.cltt]
    assert written(nodes[0]) == {FIRST: held.hwaddr, FIRST + 1: a_lease(FIRST + 1, 2).hwaddr}
    empty(nodes[0])
    rows.close()
    rival.close()


def test_what_nodes_confirm_is_written(nodes: list[Node]) -> None:
    """No two want the same address, but all count the leases of one subnet: often one of them has to give way."""

    def write(place: int) -> set[int]:
        rows = open_rows(nodes[place % NODES].settings(), TABLE4)
        own = range(FIRST + place, FIRST + place + WRITERS * CONFIRMED, WRITERS)
        confirmed = {address for address in own if not flush(rows, [new(address, place)], address_of)}
        rows.close()
        return confirmed

    with ThreadPoolExecutor(WRITERS) as threads:
        confirmed = set().union(*threads.map(write, range(WRITERS)))
    for node in nodes:
        assert written(node).keys() == confirmed
    empty(nodes[0])


def test_a_node_is_cut_off_in_mid_load(link: Network, nodes: list[Node], server: StartServer) -> None:
    """Clients still reach the server of the lone node; it must not promise what the others do not know."""
    serve_all(nodes, server)
    *others, lone = range(1, NODES + 1)
    pairs = [(lone, other) for other in others] + [(other, lone) for other in others]
    with loads(link) as all_loads:
        disturb(all_loads, lambda: routes(link, "add", pairs))
        assert promised_once(all_loads, nodes[:-1]), "the others go on"
        routes(link, "del", pairs)
        # it is back when it takes part again, and its server when that has noticed
        all_loads[-1].lease_all(CLIENTS_OF[-1])
        assert promised_once(all_loads, nodes) == set(range(CLIENTS * NODES))
    empty(nodes[0])


def test_a_node_dies_in_mid_load(link: Network, nodes: list[Node], server: StartServer) -> None:
    serve_all(nodes, server)
    with loads(link) as all_loads:
        disturb(all_loads, nodes[-1].kill)
        # whom the server of the dead node did not answer turns to another one
        left = [number for number in CLIENTS_OF[-1] if number not in all_loads[-1].acknowledged]
        all_loads[0].lease_all(left)
        assert promised_once(all_loads, nodes[:-1]) == set(range(CLIENTS * NODES))


def serve_all(nodes: list[Node], server: StartServer) -> None:
    """Start a server beside each node."""
    for number, node in enumerate(nodes, 1):
        server(config(node.settings()), f"server{number}", f"node{number}")


@contextmanager
def loads(link: Network) -> Iterator[list[PersistentLoad]]:
    """A load for each server."""
    with ExitStack() as opened_loads:
        made = []
        for number in range(1, NODES + 1):
            made.append(PersistentLoad(link.namespace("load"), relay(number), node_address(number)))
            opened_loads.callback(made[-1].close)
        yield made


def disturb(all_loads: list[PersistentLoad], disturbance: Callable[[], object]) -> None:
    """Have all clients ask their servers, and something happen to the last node amid that; the others serve all.

    The clients of the last one ask until the others have what they want.
    """
    *living, last = all_loads
    served = threading.Event()
    with ThreadPoolExecutor(NODES) as threads:
        asking = [threads.submit(load.lease_all, some) for load, some in zip(living, CLIENTS_OF, strict=False)]
        asking_last = threads.submit(last.lease_all, CLIENTS_OF[-1], served.is_set)
        try:
            while len(last.acknowledged) < CLIENTS // 4:
                assert not asking_last.done(), "the load ended before anything happened"
                time.sleep(0.01)
            disturbance()
            wait(asking)
        finally:
            served.set()
    assert len(last.acknowledged) < CLIENTS, "nothing happened to the load of the last node"
    assert [len(load.acknowledged) for load in living] == [CLIENTS] * len(living)


def promised_once(all_loads: list[PersistentLoad], nodes: list[Node]) -> set[int]:
    """Return the clients that were promised an address, each another one; it is theirs on all these nodes."""
    promised = [(address, number) for load in all_loads for number, address in load.acknowledged.items()]
    owners = dict(promised)
    twice = {address: number for address, number in promised if owners[address] != number}
    kept = {address: [written(node).get(int(IPv4Address(address))) for node in nodes] for address in twice}
    assert not twice, f"promised to two clients; who has them: {kept}"
    expected = {int(IPv4Address(address)): Load.mac(number) for address, number in owners.items()}
    for node in nodes:
        there = written(node)
        assert {address: there.get(address) for address in expected} == expected
    return set(owners.values())


def routes(link: Network, verb: str, pairs: Iterable[tuple[int, int]]) -> None:
    """`add` or `del` what keeps packets of one node from another."""
    for one, other in pairs:
        link.namespace(f"node{one}").ip("route", verb, "blackhole", f"{node_address(other)}/32")


def written(node: Node) -> dict[int, bytes]:
    """The owner of each address, as this node has it when it has caught up with the others."""
    with opened(node.settings()) as session:
        session.run("SET SESSION wsrep_sync_wait = 1")
        return dict(session.rows("SELECT address, hwaddr FROM lease4"))  # type: ignore[arg-type]  # its columns


def empty(node: Node) -> None:
    with opened(node.settings()) as session:
        session.run("DELETE FROM lease4")

"""What differs by family when reservations are in databases: what messages ask for, what decisions give."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from lessor.config.storedhosts import StoredVariants, Tell, stored_host4, stored_host6
from lessor.engine.allocate import Case4
from lessor.engine.case6 import WHOLE, Case6, offer_key, pools_of
from lessor.engine.decide4 import Decision4
from lessor.engine.decision6 import Decision6
from lessor.engine.hosts import IDENTIFIERS, reserved_address
from lessor.engine.hosts6 import IDENTIFIERS6
from lessor.engine.laid4 import Laid4
from lessor.engine.laid6 import Laid6
from lessor.engine.lenient import mend4, mend6
from lessor.engine.occupancy import Place
from lessor.engine.offers import OfferBook
from lessor.engine.promise6 import is_promised, reserved_for_other
from lessor.engine.refusal import Unanswerable
from lessor.engine.request4 import Request4, read4
from lessor.engine.request6 import Request6, read6
from lessor.engine.reservation import Key
from lessor.engine.tables import Subnet, Tables, pool_at
from lessor.engine.tables6 import Pool6, Subnet6, Tables6
from lessor.engine.tables6 import pool_at as pool6_at
from lessor.model.datagram import Received4
from lessor.model.datagram6 import Received6
from lessor.model.host import Host4
from lessor.model.network6 import Host6
from lessor.store.hostrows import HOSTS4, HOSTS6, HostTable
from lessor.wire.definition import Definitions
from lessor.wire.errors import WireError
from lessor.wire.packet4 import ACK, OFFER, decode4
from lessor.wire.packet6 import decode6

WINDOW: Final = 64
"""Addresses after one that a pool gave which are asked about with it: they are likely to be next."""

AnyHost = TypeVar("AnyHost", bound=Host4 | Host6)
Received = TypeVar("Received")
InForce = TypeVar("InForce")
Case = TypeVar("Case")
Decision = TypeVar("Decision")


class Question(NamedTuple):
    """By what clients are known, and the addresses they speak of."""

    identifiers: set[Key]
    addresses: set[int]


class Given(NamedTuple):
    """An address, or prefix, that a decision gives to a client for whom it is not reserved.

    `taken` tells whether it is reserved for somebody else, as far as is known; `place` is where it is noted, `next`
    what is likely to be given after it; `offer` opens an offer of it to this client.
    """

    address: int
    taken: bool
    place: Place | None
    next: range
    offer: Callable[[], None]
    withdraw: Callable[[], None]


class Laid(Protocol):
    """A reservation laid over tables (engine/laid4.py)."""

    def lift(self) -> None: ...


class Varied:
    """A reservation with variants for clients of classes, laid over tables; `forget` takes these away."""

    __slots__ = ("_forget", "_laid")

    def __init__(self, laid: Laid, forget: Callable[[], None]) -> None:
        self._laid = laid
        self._forget = forget

    def lift(self) -> None:
        """Take the reservation away."""
        self._laid.lift()
        self._forget()


@dataclass(frozen=True, slots=True)
class HostSide(Generic[AnyHost, Received, InForce, Case, Decision]):
    """One family: `ask` returns what messages are about, `known` by what the client of a case is known, `given` what a
    decision gives that is not reserved for the client, `promised` what a reservation promises.
    """

    table: HostTable[AnyHost]
    ask: Callable[[Iterable[Received], InForce], Question]
    known: Callable[[Case], Iterable[Key]]
    given: Callable[[Case, Decision], list[Given]]
    promised: Callable[[AnyHost], Iterable[int]]
    lay: Callable[[InForce, AnyHost, Definitions, Tell], Laid]


# DHCPv4


def _ask4(messages: Iterable[Received4], tables: Tables) -> Question:
    identifiers: set[Key] = set()
    addresses: set[int] = set()
    for received in messages:
        try:
            packet = decode4(received.data)
            if tables.lenient:
                mend4(packet.options)
            request = read4(packet, received)
        except (WireError, Unanswerable):
            # it is told of when it is its turn
            continue
        identifiers.update(_identifiers4(tables, request))
        addresses.update((request.ciaddr, request.wanted))
    addresses.discard(0)
    return Question(identifiers, addresses)


def _identifiers4(tables: Tables, request: Request4) -> list[Key]:
    return [(name, value) for name in tables.identifiers if (value := IDENTIFIERS[name](request))]


def _known4(case: Case4) -> list[Key]:
    return _identifiers4(case.tables, case.request)


def _given4(case: Case4, decision: Decision4) -> list[Given]:
    subnet, address = decision.subnet, decision.address
    if decision.kind not in (OFFER, ACK) or subnet is None or decision.lease is None:
        return []
    pool = pool_at(subnet, address)
    if address == reserved_address(case.hosts, subnet) or not _heeds(subnet, pool is not None):
        return []
    place = None if pool is None else (pool.occupancy, address - pool.first)
    last = address if pool is None else min(pool.last, address + WINDOW)
    offers, key, now = case.offers, case.request.key, case.now
    return [
        Given(
            address,
            address in subnet.reserved,
            place,
            range(address, last + 1),
            lambda: offers.add(address, key, subnet.id, now, place),
            lambda: offers.close(key),
        )
    ]


def _heeds(subnet: Subnet | Subnet6, in_pool: bool) -> bool:
    """Tell whether reservations for others matter to an address."""
    return (subnet.reservations_in_subnet or subnet.reservations_global) and not (
        in_pool and subnet.reservations_out_of_pool
    )


def _promised4(host: Host4) -> list[int]:
    return [host.address] if host.address else []


def _lay4(tables: Tables, host: Host4, definitions: Definitions, tell: Tell) -> Laid:
    key = host.identifier_type, host.identifier
    own, limited = stored_host4(host, definitions, tell)
    laid = Laid4(tables, host.subnet_id, key, own)
    classifier = tables.classifier
    if limited is None or classifier is None:
        return laid
    classifier.relevant |= limited.guards
    variants = tables.host_for
    if not isinstance(variants, StoredVariants):
        variants = tables.host_for = StoredVariants(variants)
    variants.add(own, limited)
    return Varied(laid, partial(variants.remove, own))


# DHCPv6


def _ask6(messages: Iterable[Received6], tables: Tables6) -> Question:
    identifiers: set[Key] = set()
    addresses: set[int] = set()
    for received in messages:
        try:
            packet = decode6(received.data)
            if tables.lenient:
                mend6(packet.options)
            request = read6(packet, received, tables.mac_sources)
        except (WireError, Unanswerable):
            continue
        identifiers.update(_identifiers6(tables, request))
        addresses.update([wish[0] for ia in request.ias for wish in ia.wanted])
    addresses.discard(0)
    return Question(identifiers, addresses)


def _identifiers6(tables: Tables6, request: Request6) -> list[Key]:
    readers = [(name, IDENTIFIERS6[name]) for name in tables.identifiers if name in IDENTIFIERS6]
    return [(name, value) for name, read in readers if (value := read(request))]


def _known6(case: Case6) -> list[Key]:
    return _identifiers6(case.tables, case.request)


def _given6(case: Case6, decision: Decision6) -> list[Given]:
    found = []
    for answer in decision.ias:
        for lease in answer.leases:
            subnet = case.tables.subnets[lease.subnet_id]
            pool = pool6_at(pools_of(subnet, lease.type), lease.address)
            if is_promised(case, lease.type, lease.address, lease.prefix_length or WHOLE):
                continue
            if _heeds(subnet, pool is not None):
                found.append(_given_lease6(case, subnet, pool, lease.type, answer.iaid, lease.address))
    return found


def _given_lease6(case: Case6, subnet: Subnet6, pool: Pool6 | None, type: int, iaid: int, address: int) -> Given:
    place = None if pool is None else (pool.occupancy, (address - pool.first) // pool.step)
    step = 1 if pool is None else pool.step
    last = address if pool is None else min(pool.last, address + WINDOW * step)
    book: OfferBook = case.offers.of(type)
    key, now = offer_key(type, iaid, case.request.duid), case.now
    return Given(
        address,
        reserved_for_other(case, subnet, type, address),
        place,
        range(address, last + 1, step),
        lambda: book.add(address, key, subnet.id, now, place),
        lambda: book.close(key),
    )


def _promised6(host: Host6) -> list[int]:
    return [*host.addresses, *[prefix[0] for prefix in host.prefixes]]


def _lay6(tables: Tables6, host: Host6, definitions: Definitions, tell: Tell) -> Laid:
    key = host.identifier_type, host.identifier
    own, limited = stored_host6(host, definitions, tell)
    laid = Laid6(tables, host.subnet_id, key, own)
    classifier = tables.classifier
    if limited is None or classifier is None:
        return laid
    classifier.relevant |= limited.guards
    variants = tables.host_for
    if not isinstance(variants, StoredVariants):
        variants = tables.host_for = StoredVariants(variants)
    variants.add(own, limited)
    return Varied(laid, partial(variants.remove, own))


HOST_SIDE4: Final[HostSide[Host4, Received4, Tables, Case4, Decision4]] = HostSide(
    HOSTS4, _ask4, _known4, _given4, _promised4, _lay4
)
HOST_SIDE6: Final[HostSide[Host6, Received6, Tables6, Case6, Decision6]] = HostSide(
    HOSTS6, _ask6, _known6, _given6, _promised6, _lay6
)

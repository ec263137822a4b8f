"""Why a DHCPv4 client gets what it gets, told from a rehearsal (rehearsal4.py) and the configuration behind it."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from lessor.config.optiondata import with_layouts
from lessor.config.origin import Origin, Scope
from lessor.config.universe import OPTIONS4
from lessor.engine.classify import DROP
from lessor.engine.expression import Step
from lessor.engine.expression import explain4 as parts_of
from lessor.engine.hosts import EVERYWHERE, IDENTIFIERS
from lessor.engine.request4 import Request4
from lessor.engine.story import DECLINED, HELD, LEASE, Considered
from lessor.engine.tables import Subnet, Tables, subnet_at
from lessor.model.classes import ClientClass
from lessor.model.datagram import Reply4
from lessor.model.host import Host4
from lessor.model.network import Config4, Subnet4
from lessor.model.options import DHCP4_SPACE
from lessor.service.logs.reasons4 import dotted
from lessor.service.why.explanation import (
    Because,
    Candidate,
    ClassStory,
    Explanation,
    Line,
    Message,
    ReservationStory,
    SubnetStory,
    class_story,
    lines_of,
    scope_place,
)
from lessor.service.why.hookstory import set_by
from lessor.service.why.rehearsal4 import Hosts4, Outcome4
from lessor.service.why.speakers import Speaker, of_keys, of_option, speakers
from lessor.wire.definition import Definitions
from lessor.wire.packet4 import MESSAGE_NAMES, MESSAGE_TYPE, NAK, OFFER, decode4
from lessor.wire.portrait import Detail, portrait4

# What the server itself puts into an answer, and which keys have a say in it.
SERVERS_OWN: Final[Mapping[int, tuple[str, tuple[str, ...]]]] = {
    1: ("the prefix of the subnet", ("subnet",)),
    12: ("the name of the client", ("hostname", "ddns-qualifying-suffix")),
    51: ("the lease time", ("valid-lifetime",)),
    53: ("the kind of answer", ()),
    54: ("the server's address", ()),
    58: ("when to renew", ("renew-timer", "t1-percent", "calculate-tee-times")),
    59: ("when to rebind", ("rebind-timer", "t2-percent", "calculate-tee-times")),
    61: ("the client's own identifier comes back", ("echo-client-id",)),
    81: ("the name of the client", ("hostname", "ddns-qualifying-suffix")),
    82: ("what the relay said goes back to it", ()),
    118: ("the client's own words come back", ()),
}
HEADER_FIELDS: Final = {"siaddr": "next-server", "sname": "server-hostname", "file": "boot-file-name"}
YIADDR: Final = "yiaddr"


class Background4(NamedTuple):
    """A configuration as an explanation needs it: records, tables, places, names of options."""

    config: Config4
    tables: Tables
    origin: Origin
    definitions: Definitions
    stored: Hosts4 | None = None
    """The reservations in databases."""
    leases_at: str = ""
    """The database that has the leases."""


class Reserved(NamedTuple):
    """A reservation of the client: where it is written if that is in the configuration, and its place."""

    host: Host4
    scope: Scope | None
    place: str


def background4(
    config: Config4, tables: Tables, origin: Origin, stored: Hosts4 | None = None, leases_at: str = ""
) -> Background4:
    """Return what explanations about this configuration stand on; `stored` are reservations in databases, `leases_at`
    is the database that has the leases.
    """
    return Background4(config, tables, origin, with_layouts(config.option_layouts, OPTIONS4), stored, leases_at)


def explain4(ground: Background4, outcome: Outcome4) -> Explanation:
    """Return the story of one message."""
    told = Explanation(outcome=_outcome(outcome), log=[outcome.verdict] * bool(outcome.verdict) + outcome.remarks)
    told.hooks = outcome.hooks
    request = outcome.request
    if request is None:
        return told
    told.message = _message(ground, request)
    where = (outcome.decision.subnet if outcome.decision else None) or outcome.selected
    hosts = _reservations(ground, request, where)
    told.classes = _classes(ground, request, hosts)
    if outcome.selected is not None:
        told.subnet = _subnet(ground, request, outcome.selected)
    elif DROP not in request.classes:
        told.no_subnet = _why_none(ground.tables, request)
        told.outcome += ": it is in no subnet of this server"
    told.reservations = [_reservation(one) for one in hosts]
    told.candidates = [_candidate(one, ground.leases_at) for one in outcome.story]
    if outcome.reply is not None:
        told.answer = _answer(ground, outcome, outcome.reply, where, hosts)
    return told


def _outcome(outcome: Outcome4) -> str:
    decision = outcome.decision
    if decision is None or outcome.reply is None:
        exhausted = decision is not None and decision.exhausted
        return "the client gets no answer: nothing is free for it" if exhausted else "the client gets no answer"
    kind = MESSAGE_NAMES[decision.kind]
    if decision.kind == NAK:
        return f"{kind}: the client must not use the address it asks for"
    if not decision.address:
        return f"{kind}: the client is told options only"
    verb = "is offered" if decision.kind == OFFER else "gets"
    return f"{kind}: the client {verb} {dotted(decision.address)} for {decision.lifetime} seconds"


def _message(ground: Background4, request: Request4) -> Message:
    way = f"by relay {dotted(request.giaddr)}" if request.giaddr else f"on interface {request.interface.name}"
    details = portrait4(request.packet, ground.definitions)
    return Message(MESSAGE_NAMES[request.message_type], way, lines_of(details), "")


_Hosts = list[Reserved]


def _reservations(ground: Background4, request: Request4, where: Subnet | None) -> _Hosts:
    """Return the client's reservations that count where it is, the one of the subnet first, with their places."""
    found: _Hosts = []
    if where is not None and where.reservations_in_subnet:
        index, subnet = _configured(ground.config, where.id)
        found += _known_by(ground, request, subnet.hosts, ground.origin.around(index)[0], where.id)
    everywhere = ground.tables.early_global_hosts or (where is not None and where.reservations_global)
    if everywhere:
        found += _known_by(ground, request, ground.config.hosts, ground.origin.server, EVERYWHERE)
    return found


def _known_by(ground: Background4, request: Request4, hosts: tuple[Host4, ...], scope: Scope, subnet_id: int) -> _Hosts:
    positions = {(host.identifier_type, host.identifier): i for i, host in enumerate(hosts)}
    for name in ground.tables.identifiers:
        value = IDENTIFIERS[name](request) if name in IDENTIFIERS else b""
        if value and (name, value) in positions:
            i = positions[name, value]
            its_scope = ground.origin.host(scope, i)
            return [Reserved(hosts[i], its_scope, scope_place(its_scope))]
        stored = ground.stored.stored((name, value), subnet_id) if value and ground.stored is not None else None
        if stored is not None:
            return [Reserved(stored.host, None, stored.place)]
    return []


def _configured(config: Config4, subnet_id: int) -> tuple[int, Subnet4]:
    return next((i, subnet) for i, subnet in enumerate(config.subnets) if subnet.id == subnet_id)


def _reservation(one: Reserved) -> ReservationStory:
    host = one.host
    promised = {
        "address": dotted(host.address) if host.address else "",
        "hostname": host.hostname,
        "classes": ", ".join(host.client_classes),
        "options": ", ".join(option.name or str(option.code) for option in host.options),
        "next-server": dotted(host.next_server) if host.next_server else "",
        "boot-file-name": host.boot_file_name,
    }
    promises = "; ".join(f"{name} {text}" for name, text in promised.items() if text)
    where = "global" if host.subnet_id == EVERYWHERE else f"subnet {host.subnet_id}"
    identifier = f"{host.identifier_type} {host.identifier.hex(':')}"
    return ReservationStory(identifier, where, promises, one.place)


def _classes(ground: Background4, request: Request4, hosts: _Hosts) -> list[ClassStory]:
    """Return the client's classes in order, then those configured that it is not in."""
    reserved = [name for one in hosts for name in one.host.client_classes]
    configured = {one.name: one for one in ground.config.classes}
    others = [name for name in configured if name not in request.classes]
    return [
        class_story(name, name in request.classes, found, reserved, _parts(ground, request, found))
        for name in (*request.classes, *others)
        for found in (configured.get(name),)
    ]


def _parts(ground: Background4, request: Request4, configured: ClientClass | None) -> Iterable[Step]:
    if configured is None or not configured.test:
        return ()
    return parts_of(configured.test, ground.definitions, request, configured.template)


def _subnet(ground: Background4, request: Request4, subnet: Subnet) -> SubnetStory:
    index, _ = _configured(ground.config, subnet.id)
    scope = ground.origin.around(index)[0]
    why = _why(ground.tables, request, subnet)
    return SubnetStory(subnet.id, f"{dotted(subnet.first)}/{subnet.length}", why, subnet.network, scope_place(scope))


def _why(tables: Tables, request: Request4, subnet: Subnet) -> str:
    """Say what led to the subnet, in the order of engine/select.py."""
    by_link = request.link_address and not (tables.ignore_link_selection and request.relay_information)
    if by_link:
        return f"relay or client say that the client is on the link of {dotted(request.link_address)}"
    if request.giaddr:
        if subnet in tables.by_relay.get(request.giaddr, ()):
            return f"the relay {dotted(request.giaddr)} is one of its relay addresses"
        return f"the relay's address {dotted(request.giaddr)} is in its prefix"
    if subnet in tables.by_interface.get(request.interface.name, ()):
        return f"it is bound to the interface {request.interface.name}"
    if request.came_by_broadcast:
        return f"the server's address on {request.interface.name} is in its prefix"
    address = request.ciaddr or request.source
    if subnet.first <= address <= subnet.last:
        return f"the client's address {dotted(address)} is in its prefix"
    return "the lease that the client gives up is in it"


def _why_none(tables: Tables, request: Request4) -> str:
    """Say what was looked for, and what would help."""
    address = request.link_address or request.giaddr
    if not address:
        address = request.local if request.came_by_broadcast else request.ciaddr or request.source
    closed = subnet_at(tables, address)
    if closed is not None:
        guards = (*closed.guard, *(closed.shared.guard if closed.shared is not None else ()))
        return f"subnet {closed.id} fits, but is only for clients of {' or '.join(guards)}"
    if request.giaddr:
        return (
            f"no subnet holds the relay's address {dotted(address)} or lists it: "
            "add a subnet with this address, or name it in the relay addresses of one"
        )
    found = f"no subnet is bound to the interface {request.interface.name}, and none holds {dotted(address)}"
    return f"{found}: add a subnet, or set its interface"


def _candidate(considered: Considered, leases_at: str) -> Candidate:
    what = dotted(considered.first)
    if considered.last != considered.first:
        what = f"{what} - {dotted(considered.last)}"
    leased = considered.origin == LEASE or considered.objection in (HELD, DECLINED)
    place = leases_at if leased else ""
    return Candidate(what, considered.origin, considered.objection, place)


def _answer(ground: Background4, outcome: Outcome4, reply: Reply4, where: Subnet | None, hosts: _Hosts) -> Message:
    packet = decode4(reply.data)
    classes = outcome.request.classes if outcome.request is not None else {}
    index = None if where is None else _configured(ground.config, where.id)[0]
    inner = [Speaker("the reservation", one.scope, one.host.options) for one in hosts]
    if index is not None:
        inner += _pool(ground, index, packet.yiaddr)
    asked = speakers(ground.config, ground.origin, inner, index, classes)
    lines: list[Line] = []
    for detail in portrait4(packet, ground.definitions):
        because = _because(detail, outcome, asked, classes) if detail.depth == 0 else Because("")
        lines.append(Line(*detail, because.text, because.place))
    to = f"to {dotted(reply.destination)} port {reply.port}"
    if reply.hwaddr:
        to += f" at {reply.hwaddr.hex(':')}"
    # a plug-in may have made it an answer for BOOTP
    kind = packet.options.get(MESSAGE_TYPE, b"\0")[0]
    return Message(MESSAGE_NAMES.get(kind, "BOOTREPLY"), to, tuple(lines), reply.data.hex())


def _pool(ground: Background4, index: int, address: int) -> list[Speaker]:
    return [
        Speaker(scope.label, scope, pool.options)
        for i, pool in enumerate(ground.config.subnets[index].pools)
        if pool.first <= address <= pool.last
        for scope in (ground.origin.pool(index, i),)
    ]


def _because(detail: Detail, outcome: Outcome4, asked: list[Speaker], classes: Iterable[str]) -> Because:
    """Return where a line of the answer comes from."""
    plugin = set_by(outcome.hooks, detail.name)
    if plugin:
        return Because(f"the plug-in {plugin}")
    if detail.code >= 0:
        configured = of_option(detail.code, DHCP4_SPACE, asked, classes)
        if configured is not None and detail.code not in OPTIONS4.servers_own:
            return configured
        return of_keys(*SERVERS_OWN.get(detail.code, ("the server", ())), asked)
    if detail.name == YIADDR:
        taken = [one.origin for one in outcome.story if not one.objection]
        return Because(f"from the {taken[-1]}" if taken else "the client's own")
    key = HEADER_FIELDS.get(detail.name)
    return Because("as the client said") if key is None else of_keys(key, (key,), asked)

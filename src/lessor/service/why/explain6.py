"""Why a DHCPv6 client gets what it gets, told from a rehearsal (rehearsal6.py) and the configuration behind it."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from lessor.config.optiondata import with_layouts
from lessor.config.origin import Origin, Scope
from lessor.config.universe import OPTIONS6
from lessor.engine.expression import Step
from lessor.engine.expression import explain6 as parts_of
from lessor.engine.hosts import EVERYWHERE
from lessor.engine.hosts6 import IDENTIFIERS6
from lessor.engine.request6 import Request6
from lessor.engine.story import DECLINED, HELD, LEASE
from lessor.engine.story6 import Considered6
from lessor.engine.tables6 import Subnet6, Tables6, subnet_at
from lessor.model.classes import ClientClass
from lessor.model.datagram6 import Reply6
from lessor.model.lease6 import PD
from lessor.model.network6 import Config6, Host6
from lessor.model.network6 import Subnet6 as Configured6
from lessor.service.logs.reasons6 import written
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
from lessor.service.why.rehearsal6 import Hosts6, Outcome6
from lessor.service.why.speakers import Speaker, of_keys, of_option, speakers
from lessor.wire.catalog6 import DHCP6
from lessor.wire.definition import Definitions
from lessor.wire.packet6 import ADVERTISE, IA_NA, IA_PD, IAADDR, IAPREFIX, MESSAGE_NAMES, decode6
from lessor.wire.portrait import Detail, portrait6

# What the server itself puts into an answer, and which keys have a say in it.
LIFETIMES: Final = ("valid-lifetime", "preferred-lifetime")
SERVERS_OWN: Final[Mapping[int, tuple[str, tuple[str, ...]]]] = {
    1: ("the client's own DUID comes back", ()),
    2: ("the server's DUID", ("server-id",)),
    IA_NA: ("when to renew and rebind", ("renew-timer", "rebind-timer", "calculate-tee-times")),
    IA_PD: ("when to renew and rebind", ("renew-timer", "rebind-timer", "calculate-tee-times")),
    IAADDR: ("how long it may be used", LIFETIMES),
    IAPREFIX: ("how long it may be used", LIFETIMES),
    13: ("how it went", ()),
    14: ("both sides want two messages instead of four", ("rapid-commit",)),
    39: ("the name of the client", ("hostname", "ddns-qualifying-suffix")),
}


class Background6(NamedTuple):
    """A configuration as an explanation needs it: records, tables, places, names of options."""

    config: Config6
    tables: Tables6
    origin: Origin
    definitions: Definitions
    stored: Hosts6 | None = None
    """The reservations in databases."""
    leases_at: str = ""
    """The database that has the leases."""


class Reserved(NamedTuple):
    """A reservation of the client: where it is written if that is in the configuration, and its place."""

    host: Host6
    scope: Scope | None
    place: str


_Hosts = list[Reserved]


def background6(
    config: Config6, tables: Tables6, origin: Origin, stored: Hosts6 | None = None, leases_at: str = ""
) -> Background6:
    """Return what explanations about this configuration stand on; `stored` are reservations in databases, `leases_at`
    is the database that has the leases.
    """
    return Background6(config, tables, origin, with_layouts(config.option_layouts, OPTIONS6), stored, leases_at)


def explain6(ground: Background6, outcome: Outcome6) -> Explanation:
    """Return the story of one message."""
    told = Explanation(outcome=_outcome(outcome), log=[outcome.verdict] * bool(outcome.verdict) + outcome.remarks)
    told.hooks = outcome.hooks
    request = outcome.request
    if request is None:
        return told
    told.message = _message(ground, request)
    selected = outcome.client.subnet if outcome.client else None
    where = (outcome.decision.subnet if outcome.decision else None) or selected
    hosts = _reservations(ground, request, where)
    told.classes = _classes(ground, request, hosts)
    if selected is not None:
        told.subnet = _subnet(ground, request, selected)
    elif outcome.client is not None and not outcome.client.dropped:
        told.no_subnet = _why_none(ground.tables, request)
        told.outcome += ": it is in no subnet of this server"
    told.reservations = [_reservation(one) for one in hosts]
    told.candidates = [_candidate(one, ground.leases_at) for one in outcome.story]
    if outcome.reply is not None:
        told.answer = _answer(ground, outcome, outcome.reply, where, hosts)
    return told


def _outcome(outcome: Outcome6) -> str:
    decision = outcome.decision
    if decision is None or outcome.reply is None:
        return "the client gets no answer"
    kind = MESSAGE_NAMES[decision.kind]
    things = [
        f"{_thing(item[0], item[1])} for {item[3]} seconds" for ia in decision.ias for item in ia.items if item[3]
    ]
    verb = "is offered" if decision.kind == ADVERTISE else "gets"
    said = [f"the client {verb} {' and '.join(things)}"] if things else []
    said += [ia.status_text for ia in decision.ias if ia.status_text]
    return f"{kind}: {'; '.join(said)}" if said else kind


def _thing(address: int, length: int) -> str:
    return written(address) if length == 128 else f"{written(address)}/{length}"


def _message(ground: Background6, request: Request6) -> Message:
    way = "by a relay" if request.relayed else f"on interface {request.interface.name}"
    details = portrait6(request.packet, ground.definitions)
    return Message(MESSAGE_NAMES[request.message_type], way, lines_of(details), "")


def _reservations(ground: Background6, request: Request6, where: Subnet6 | None) -> _Hosts:
    """Return the client's reservations that count where it is, the one of the subnet first, with their places."""
    found: _Hosts = []
    if where is not None and where.reservations_in_subnet:
        index, subnet = _configured(ground.config, where.id)
        found += _known_by(ground, request, subnet.hosts, ground.origin.around(index)[0], where.id)
    everywhere = ground.tables.early_global_hosts or (where is not None and where.reservations_global)
    if everywhere:
        found += _known_by(ground, request, ground.config.hosts, ground.origin.server, EVERYWHERE)
    return found


def _known_by(ground: Background6, request: Request6, hosts: tuple[Host6, ...], scope: Scope, subnet_id: int) -> _Hosts:
    positions = {(host.identifier_type, host.identifier): i for i, host in enumerate(hosts)}
    for name in ground.tables.identifiers:
        value = IDENTIFIERS6[name](request) if name in IDENTIFIERS6 else b""
        if value and (name, value) in positions:
            i = positions[name, value]
            its_scope = ground.origin.host(scope, i)
            return [Reserved(hosts[i], its_scope, scope_place(its_scope))]
        stored = ground.stored.stored((name, value), subnet_id) if value and ground.stored is not None else None
        if stored is not None:
            return [Reserved(stored.host, None, stored.place)]
    return []


def _configured(config: Config6, subnet_id: int) -> tuple[int, Configured6]:
    return next((i, subnet) for i, subnet in enumerate(config.subnets) if subnet.id == subnet_id)


def _reservation(one: Reserved) -> ReservationStory:
    host = one.host
    promised = {
        "address": ", ".join(written(address) for address in host.addresses),
        "prefix": ", ".join(_thing(prefix, length) for prefix, length in host.prefixes),
        "hostname": host.hostname,
        "classes": ", ".join(host.client_classes),
        "options": ", ".join(option.name or str(option.code) for option in host.options),
    }
    promises = "; ".join(f"{name} {text}" for name, text in promised.items() if text)
    where = f"subnet {host.subnet_id}" if host.subnet_id else "global"
    return ReservationStory(f"{host.identifier_type} {host.identifier.hex(':')}", where, promises, one.place)


def _classes(ground: Background6, request: Request6, hosts: _Hosts) -> list[ClassStory]:
    """Return the client's classes in order, then those configured that it is not in."""
    reserved = [name for one in hosts for name in one.host.client_classes]
    configured = {one.name: one for one in ground.config.classes}
    others = [name for name in configured if name not in request.classes]
    return [
        class_story(name, name in request.classes, found, reserved, _parts(ground, request, found))
        for name in (*request.classes, *others)
        for found in (configured.get(name),)
    ]


def _parts(ground: Background6, request: Request6, configured: ClientClass | None) -> Iterable[Step]:
    if configured is None or not configured.test:
        return ()
    return parts_of(configured.test, ground.definitions, request, configured.template)


def _subnet(ground: Background6, request: Request6, subnet: Subnet6) -> SubnetStory:
    index, _ = _configured(ground.config, subnet.id)
    scope = ground.origin.around(index)[0]
    why = _why(ground.tables, request, subnet)
    return SubnetStory(subnet.id, f"{written(subnet.first)}/{subnet.length}", why, subnet.network, scope_place(scope))


def _why(tables: Tables6, request: Request6, subnet: Subnet6) -> str:
    """Say what led to the subnet, in the order of engine/select6.py."""
    if subnet in tables.by_interface_id.get(request.interface_id, ()):
        return f"the relay's interface-id {request.interface_id.hex(':')} is the subnet's"
    if request.link_address:
        if subnet in tables.by_relay.get(request.link_address, ()):
            return f"the relay {written(request.link_address)} is one of its relay addresses"
        return f"the relay's link-address {written(request.link_address)} is in its prefix"
    if subnet in tables.by_interface.get(request.interface.name, ()):
        return f"it is bound to the interface {request.interface.name}"
    return f"the client's address {written(request.source)} is in its prefix"


def _why_none(tables: Tables6, request: Request6) -> str:
    """Say what was looked for, and what would help."""
    address = request.link_address or request.source
    closed = subnet_at(tables, address)
    if closed is not None:
        guards = (*closed.guard, *(closed.shared.guard if closed.shared is not None else ()))
        return f"subnet {closed.id} fits, but is only for clients of {' or '.join(guards)}"
    if request.relayed:
        return (
            f"no subnet holds the relay's link-address {written(request.link_address)} or lists it, and none has its "
            "interface-id: add a subnet with this address, or name it in the relay addresses of one"
        )
    return (
        f"no subnet is bound to the interface {request.interface.name}: set the interface of the subnet that is there"
    )


def _candidate(considered: Considered6, leases_at: str) -> Candidate:
    what = _thing(considered.first, considered.length)
    if considered.last != considered.first:
        what = f"{what} - {written(considered.last)}"
    kind = "prefix" if considered.type == PD else "address"
    leased = considered.origin == LEASE or considered.objection in (HELD, DECLINED)
    place = leases_at if leased else ""
    return Candidate(what, f"{kind} {considered.iaid}, {considered.origin}", considered.objection, place)


def _answer(ground: Background6, outcome: Outcome6, reply: Reply6, where: Subnet6 | None, hosts: _Hosts) -> Message:
    packet = decode6(reply.data)
    classes = outcome.request.classes if outcome.request is not None else {}
    index = None if where is None else _configured(ground.config, where.id)[0]
    inner = [Speaker("the reservation", one.scope, one.host.options) for one in hosts]
    if index is not None:
        inner += _pools(ground, outcome, index)
    asked = speakers(ground.config, ground.origin, inner, index, classes)
    relays = sum(1 + len(relay.options) for relay in packet.relays)
    lines: list[Line] = []
    for i, detail in enumerate(portrait6(packet, ground.definitions)):
        because = Because("") if i < relays else _because(detail, outcome, asked, classes)
        lines.append(Line(*detail, because.text, because.place))
    to = f"to {written(reply.destination)} port {reply.port}"
    return Message(MESSAGE_NAMES[packet.message_type], to, tuple(lines), reply.data.hex())


def _pools(ground: Background6, outcome: Outcome6, index: int) -> list[Speaker]:
    """Return the pools of the subnet that gave something."""
    subnet = ground.config.subnets[index]
    ias = outcome.decision.ias if outcome.decision is not None else []
    given = [(ia.type == PD, lease.address) for ia in ias for lease in ia.leases]
    found = []
    for i, pool in enumerate(subnet.pools):
        if any(not delegated and pool.first <= address <= pool.last for delegated, address in given):
            scope = ground.origin.pool(index, i)
            found.append(Speaker(scope.label, scope, pool.options))
    for i, prefixes in enumerate(subnet.prefix_pools):
        last = prefixes.prefix | (1 << 128 - prefixes.length) - 1
        if any(delegated and prefixes.prefix <= address <= last for delegated, address in given):
            scope = ground.origin.pool(index, i, "pd-pools")
            found.append(Speaker(scope.label, scope, prefixes.options))
    return found


def _because(detail: Detail, outcome: Outcome6, asked: list[Speaker], classes: Iterable[str]) -> Because:
    """Return where a line of the answer comes from."""
    nested = detail.depth and detail.code in (IAADDR, IAPREFIX)
    if detail.depth and not nested:
        return Because("")
    plugin = set_by(outcome.hooks, detail.name)
    if plugin:
        return Because(f"the plug-in {plugin}")
    if detail.code < 0:
        return Because("as the client said")
    configured = of_option(detail.code, DHCP6, asked, classes)
    if configured is not None and detail.code not in OPTIONS6.servers_own:
        return configured
    because = of_keys(*SERVERS_OWN.get(detail.code, ("the server", ())), asked)
    if not nested:
        return because
    taken = [one.origin for one in outcome.story if not one.objection and detail.text.startswith(written(one.first))]
    return Because(f"from the {taken[-1]}; {because.text}", because.place) if taken else because

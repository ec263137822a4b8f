"""Recorded traffic played to a configuration, and what clients would see of the difference to another one.

Each side answers every message of a client in its turn: a server with the configuration to try; and one with another
configuration, or the server that was recorded. A client that is offered another address than in the recording asks
for that one from then on.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from typing import Final, NamedTuple, Protocol

from lessor.model.interface import Interface
from lessor.service.why.question import recorded4, recorded6
from lessor.service.why.rehearsal4 import Rehearsal4
from lessor.service.why.rehearsal6 import Rehearsal6
from lessor.wire import packet4, packet6
from lessor.wire.capture import Frame
from lessor.wire.definition import Definitions
from lessor.wire.dissect import Datagram
from lessor.wire.errors import WireError
from lessor.wire.packet4 import BOOTREQUEST, Packet4, decode4, encode4
from lessor.wire.packet6 import Packet6, decode6
from lessor.wire.portrait import Detail, portrait4, portrait6

NO_ANSWER: Final = "no answer"
ANSWER: Final = "answer"
ADDRESS: Final = "address"

NOT_COMPARED4: Final = frozenset((53, 54, 61, 82))
"""Said otherwise (53), each server's own (54), or the client's and the relay's own words."""
NOT_COMPARED6: Final = frozenset((1, 2))

FROM_CLIENTS6: Final = frozenset((1, 3, 4, 5, 6, 8, 9, 11, 36))


class Asked(NamedTuple):
    """One message of a client in a capture: who says what in which transaction, its number and time there, and how many
    relays it has passed.
    """

    frame: int
    time: int
    client: str
    message: str
    datagram: Datagram
    transaction: int = 0
    relays: int = 0

    @property
    def identity(self) -> tuple[str, str, int]:
        """Return what is the same wherever the message is heard."""
        return self.client, self.message, self.transaction


Facts = Mapping[str, str]
"""What an answer says, by the names of its parts; nothing but `answer` when there is none."""

SILENCE: Final[Facts] = {ANSWER: NO_ANSWER}


class Side(Protocol):
    """One of the two servers that are compared."""

    def hear(self, asked: Asked) -> Facts:
        """Return what the client is told."""
        ...


@dataclass(frozen=True, slots=True)
class Difference:
    """A message whose answers differ: by part, what one side says and what the other; empty: nothing."""

    frame: int
    message: str
    parts: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class Comparison:
    """What came out: differences by client, and how much was played."""

    messages: int = 0
    clients: set[str] = field(default_factory=set)
    differences: dict[str, list[Difference]] = field(default_factory=dict)


def compare(traffic: Iterable[Asked], one: Side, other: Side) -> Comparison:
    """Play all messages to both sides, in their order, and return where the answers differ."""
    found = Comparison()
    for asked in traffic:
        found.messages += 1
        found.clients.add(asked.client)
        before, after = one.hear(asked), other.hear(asked)
        parts = tuple(
            (name, before.get(name, ""), after.get(name, ""))
            for name in {**before, **after}
            if before.get(name, "") != after.get(name, "")
        )
        if parts:
            difference = Difference(asked.frame, asked.message, parts)
            found.differences.setdefault(asked.client, []).append(difference)
    return found


class Played4:
    """A DHCPv4 configuration as one side."""

    def __init__(self, rehearsal: Rehearsal4, interface: Interface, definitions: Definitions) -> None:
        self._rehearsal = rehearsal
        self._interface = interface
        self._definitions = definitions
        self._offered: dict[str, int] = {}
        self._instead: dict[tuple[str, int], int] = {}

    def hear(self, asked: Asked) -> Facts:
        """Return what the client is told; it asks for what it was offered here."""
        packet = decode4(asked.datagram.data)
        self._translate(asked.client, packet)
        datagram = asked.datagram._replace(data=encode4(packet))
        outcome = self._rehearsal.play(recorded4(datagram, self._interface), asked.time)
        if outcome.reply is None:
            return SILENCE
        if outcome.decision is not None and outcome.decision.kind == packet4.OFFER:
            self._offered[asked.client] = outcome.decision.address
        return facts4(decode4(outcome.reply.data), self._definitions)

    def _translate(self, client: str, packet: Packet4) -> None:
        options = packet.options
        wanted = int.from_bytes(options.get(packet4.REQUESTED_ADDRESS, b""), "big")
        selecting = options.get(packet4.MESSAGE_TYPE) == bytes((packet4.REQUEST,))
        if selecting and wanted and packet4.SERVER_IDENTIFIER in options and client in self._offered:
            self._instead[client, wanted] = self._offered.pop(client)
        if (client, wanted) in self._instead:
            options[packet4.REQUESTED_ADDRESS] = self._instead[client, wanted].to_bytes(4, "big")
        packet.ciaddr = self._instead.get((client, packet.ciaddr), packet.ciaddr)


class Played6:
    """A DHCPv6 configuration as one side: a server gives what it can whatever the client names."""

    def __init__(self, rehearsal: Rehearsal6, interface: Interface, definitions: Definitions) -> None:
        self._rehearsal = rehearsal
        self._interface = interface
        self._definitions = definitions

    def hear(self, asked: Asked) -> Facts:
        """Return what the client is told."""
        outcome = self._rehearsal.play(recorded6(asked.datagram, self._interface), asked.time)
        return SILENCE if outcome.reply is None else facts6(decode6(outcome.reply.data), self._definitions)


class Recorded:
    """The server of the capture as one side: for each message the next answer with its transaction id."""

    def __init__(self, frames: Iterable[tuple[Frame, Datagram]], definitions: Definitions, version: int) -> None:
        self._definitions = definitions
        self._answers: dict[tuple[str, int], list[tuple[int, Facts]]] = {}
        for frame, datagram in frames:
            if datagram.version == version:
                self._keep(frame.number, datagram)

    def hear(self, asked: Asked) -> Facts:
        """Return what the client was told then."""
        answers = self._answers.get(_transaction(asked.datagram), [])
        while answers and answers[0][0] < asked.frame:
            answers.pop(0)
        return answers.pop(0)[1] if answers else SILENCE

    def _keep(self, number: int, datagram: Datagram) -> None:
        try:
            if datagram.version == 4:
                message = decode4(datagram.data)
                facts = None if message.op == BOOTREQUEST else facts4(message, self._definitions)
            else:
                message6 = decode6(datagram.data)
                facts = None if message6.message_type in FROM_CLIENTS6 else facts6(message6, self._definitions)
        except WireError:
            return
        if facts is not None:
            self._answers.setdefault(_transaction(datagram), []).append((number, facts))


def _transaction(datagram: Datagram) -> tuple[str, int]:
    if datagram.version == 4:
        packet = decode4(datagram.data)
        return packet.chaddr.hex(), packet.xid
    message = decode6(datagram.data)
    return message.options.get(packet6.CLIENTID, [b""])[0].hex(), message.transaction_id


def asked4(frames: Iterable[tuple[Frame, Datagram]]) -> Iterator[Asked]:
    """Yield the messages of DHCPv4 clients in a capture; what cannot be read is passed over."""
    for frame, datagram in frames:
        if datagram.version != 4:
            continue
        try:
            packet = decode4(datagram.data)
        except WireError:
            continue
        if packet.op == BOOTREQUEST:
            kind = packet.options.get(packet4.MESSAGE_TYPE, b"\0")[:1]
            name = packet4.MESSAGE_NAMES.get(int.from_bytes(kind, "big"), "BOOTP request")
            relays = packet.hops + 1 if packet.giaddr else 0
            client = packet.chaddr.hex(":")
            yield Asked(frame.number, frame.time, client, name, datagram, packet.xid, relays)


def asked6(frames: Iterable[tuple[Frame, Datagram]]) -> Iterator[Asked]:
    """Yield the messages of DHCPv6 clients in a capture; what cannot be read is passed over."""
    for frame, datagram in frames:
        if datagram.version != 6:
            continue
        try:
            packet = decode6(datagram.data)
        except WireError:
            continue
        if packet.message_type in FROM_CLIENTS6:
            client = packet.options.get(packet6.CLIENTID, [b""])[0].hex(":") or "without DUID"
            name = packet6.MESSAGE_NAMES[packet.message_type]
            number, relays = packet.transaction_id, len(packet.relays)
            yield Asked(frame.number, frame.time, client, name, datagram, number, relays)


def facts4(packet: Packet4, definitions: Definitions) -> Facts:
    """Return what a DHCPv4 answer says."""
    kind = packet.options.get(packet4.MESSAGE_TYPE, b"\0")[0]
    facts = {ANSWER: packet4.MESSAGE_NAMES.get(kind, str(kind))}
    if packet.yiaddr:
        facts[ADDRESS] = str(IPv4Address(packet.yiaddr))
    fields = [detail for detail in portrait4(packet, definitions) if detail.name in ("siaddr", "sname", "file")]
    options = [detail for detail in portrait4(packet, definitions) if detail.code >= 0]
    return facts | _said([*fields, *_outer(options, NOT_COMPARED4)])


def facts6(packet: Packet6, definitions: Definitions) -> Facts:
    """Return what a DHCPv6 answer says."""
    packet.relays.clear()
    facts = {ANSWER: packet6.MESSAGE_NAMES.get(packet.message_type, str(packet.message_type))}
    options = [detail for detail in portrait6(packet, definitions) if detail.code >= 0]
    return facts | _said(_outer(options, NOT_COMPARED6))


def _outer(details: Iterable[Detail], not_compared: frozenset[int]) -> list[Detail]:
    """Return the details without the options that are not compared, and what is inside these."""
    kept: list[Detail] = []
    keep = True
    for detail in details:
        if detail.depth == 0:
            keep = detail.code not in not_compared
        if keep:
            kept.append(detail)
    return kept


def _said(details: Iterable[Detail]) -> dict[str, str]:
    """Return the texts by name, those of sub-options behind the name of the option around them."""
    said: dict[str, str] = {}
    path: list[str] = []
    for detail in details:
        path[detail.depth :] = [detail.name]
        name = " ".join(path)
        said[name] = f"{said[name]}; {detail.text}" if name in said else detail.text
    return said

"""A DHCPv6 server without a network: the twin of rehearsal4.py."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from lessor.engine.case6 import Case6
from lessor.engine.decision6 import Decision6
from lessor.engine.locate6 import Client6
from lessor.engine.refusal import Unanswerable
from lessor.engine.request6 import Request6
from lessor.engine.story6 import Story6
from lessor.engine.tables6 import Tables6
from lessor.model.datagram6 import Received6, Reply6
from lessor.model.lease6 import Lease6, key_of
from lessor.model.network import LoggerConfig
from lessor.model.network6 import Host6
from lessor.service.batch import Steering
from lessor.service.chronicle6 import Chronicle6
from lessor.service.counting.counters import COUNTERS6
from lessor.service.counting.statistics import Statistics
from lessor.service.exchange6 import Exchange6
from lessor.service.hosts.hostsides import HOST_SIDE6
from lessor.service.logs import messages
from lessor.service.logs.log import Loggers
from lessor.service.logs.reasons6 import ARGUMENTS6, label
from lessor.service.why.asked import AskedHosts
from lessor.service.why.askedhosts import ROUNDS, RehearsedHosts
from lessor.service.why.askedleases import LeaseCopy6
from lessor.service.why.explanation import HookStory
from lessor.store.base import LeaseStore6
from lessor.store.memory6 import MemoryStore6
from lessor.wire.definition import Definitions
from lessor.wire.errors import WireError
from lessor.wire.packet6 import SERVERID, decode6

QUIET: Final = (LoggerConfig("kea-dhcp6", "NONE"),)

Hosts6: TypeAlias = RehearsedHosts[Host6, Received6, Tables6, Case6, Decision6]


def hosts6(databases: Sequence[AskedHosts[Host6]], definitions: Definitions) -> Hosts6:
    """Return what a rehearsal knows of the reservations in databases."""
    return RehearsedHosts(HOST_SIDE6, databases, definitions, _unheard, lambda case: (case.tables, case.now))


class Outcome6:
    """What became of one message. `client` is who sent it and from where; `verdict` says why there is no answer, or a
    refusal, in the words of the log, `remarks` what the log says of single addresses and prefixes, and of what plug-ins
    did, which is in `hooks`.
    """

    __slots__ = ("client", "decision", "hooks", "remarks", "reply", "request", "story", "verdict")

    def __init__(self) -> None:
        self.request: Request6 | None = None
        self.client: Client6 | None = None
        self.decision: Decision6 | None = None
        self.reply: Reply6 | None = None
        self.story: Story6 = []
        self.verdict = ""
        self.remarks: list[str] = []
        self.hooks: list[HookStory] = []


class Witness6(Chronicle6):
    """Keeps what a chronicle is told about one message instead of counting and logging it."""

    def __init__(self) -> None:
        loggers = Loggers("kea-dhcp6", Path("/nonexistent"), {})
        loggers.configure(QUIET, debug=False)
        super().__init__(loggers, Statistics(COUNTERS6))
        self.outcome = Outcome6()
        self.copy: LeaseCopy6 | None = None

    def received(self, request: Request6) -> None:
        """Keep the message."""
        self.outcome.request = request

    def unreadable(self, received: Received6, error: WireError) -> None:
        """Keep why the octets are no message."""
        self.outcome.verdict = f"cannot be read: {error}"

    def unanswerable(self, received: Received6, error: Unanswerable) -> None:
        """Keep why the message is none for a server."""
        self.outcome.verdict = f"{error.reason_id}: {error.reason}"

    def located(self, request: Request6, client: Client6) -> None:
        """Keep who the client is, or that a class of it ends the message; look what is taken there."""
        self.outcome.client = client
        subnet = client.subnet
        if self.copy is not None and subnet is not None:
            self.copy.take_stock({one.id: (*one.pools, *one.prefix_pools) for one in subnet.siblings})
        if client.dropped:
            self.outcome.verdict = f"{client.dropped}: the client is in the class DROP"

    def decided(self, request: Request6, client: Client6, decision: Decision6) -> None:
        """Keep the decision, and what the log says of it."""
        outcome = self.outcome
        outcome.decision = decision
        if decision.reason:
            outcome.verdict = messages.BY_ID[decision.reason].template % label(request)
        for remark in decision.remarks:
            template = messages.BY_ID[remark.reason].template
            outcome.remarks.append(template % ARGUMENTS6[remark.reason](request, remark))

    def answered(self, request: Request6, decision: Decision6, reply: Reply6) -> None:
        """Keep the reply."""
        self.outcome.reply = reply

    def bug(self, received: Received6, error: Exception) -> None:
        """Let a defect be seen: there is no service to protect."""
        raise error


class Rehearsal6:
    """One configuration, ready to be asked. `leases` are copied, or looked up in a database, never written; `hosts` are
    the reservations in databases.
    """

    def __init__(
        self, tables: Tables6, leases: Iterable[Lease6] | LeaseCopy6 = (), hosts: Hosts6 | None = None
    ) -> None:
        self.tables = tables
        self._server_id = tables.server_id
        self._witness = Witness6()
        store: LeaseStore6
        if isinstance(leases, LeaseCopy6):
            self._witness.copy = store = leases
        else:
            store = MemoryStore6({key_of(lease): lease for lease in leases})
        self._exchange = Exchange6(tables, store, self._witness, _nowhere)
        self._exchange.knowledge = self._hosts = hosts

    @property
    def outcome(self) -> Outcome6:
        """What has become of the message that is at work, so far."""
        return self._witness.outcome

    def steer(self, hooked: Callable[[Exchange6], Steering[Received6, Reply6]]) -> None:
        """Let messages go from hook point to hook point."""
        self._exchange.hooks = hooked(self._exchange)

    def play(self, received: Received6, now: int) -> Outcome6:
        """Return what this server would do about a message at `now`, after those played before.

        It goes by whatever name the client calls its server.
        """
        self.tables.server_id = _server_meant(received) or self._server_id
        hosts, met = self._hosts, list[HookStory]()
        for _ in range(ROUNDS):
            if hosts is not None:
                hosts.prepare(self.tables, received, now)
            self._witness.outcome = Outcome6()
            # callouts that a message has passed are not called again
            self._witness.outcome.hooks = met
            self._exchange.story = self._witness.outcome.story
            self._exchange.run([received], now)
            if hosts is None or not hosts.take_doubt():
                break
        return self._witness.outcome


def _server_meant(received: Received6) -> bytes:
    try:
        return decode6(received.data).options.get(SERVERID, [b""])[0]
    except WireError:
        return b""


def _nowhere(replies: list[Reply6]) -> None:
    """Send nothing: the witness has the reply."""


def _unheard(text: str) -> None:
    """Say nothing of options that cannot be used: the story shows what the client gets."""

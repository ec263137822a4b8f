"""A DHCPv4 server without a network: messages go through the real engine, and what became of them is kept.

Nothing is sent and nothing is stored: leases are a copy in memory. Messages for another server count as ours, so that
recorded traffic can be played to a configuration that never saw it.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from lessor.engine.allocate import Case4
from lessor.engine.decide4 import Decision4
from lessor.engine.refusal import Unanswerable
from lessor.engine.request4 import Request4
from lessor.engine.story import Story
from lessor.engine.tables import Subnet, Tables
from lessor.model.datagram import Received4, Reply4
from lessor.model.host import Host4
from lessor.model.lease import Lease4
from lessor.model.network import LoggerConfig
from lessor.service.batch import Steering
from lessor.service.chronicle4 import Chronicle4
from lessor.service.counting.statistics import Statistics
from lessor.service.exchange4 import Exchange4
from lessor.service.hosts.hostsides import HOST_SIDE4
from lessor.service.logs import messages
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message
from lessor.service.logs.reasons4 import ARGUMENTS
from lessor.service.why.asked import AskedHosts
from lessor.service.why.askedhosts import ROUNDS, RehearsedHosts
from lessor.service.why.askedleases import LeaseCopy4
from lessor.service.why.explanation import HookStory
from lessor.store.base import LeaseStore4
from lessor.store.memory import MemoryStore
from lessor.wire.definition import Definitions
from lessor.wire.errors import WireError

QUIET: Final = (LoggerConfig("kea-dhcp4", "NONE"),)

Hosts4: TypeAlias = RehearsedHosts[Host4, Received4, Tables, Case4, Decision4]


def hosts4(databases: Sequence[AskedHosts[Host4]], definitions: Definitions) -> Hosts4:
    """Return what a rehearsal knows of the reservations in databases."""
    return RehearsedHosts(HOST_SIDE4, databases, definitions, _unheard, lambda case: (case.tables, case.now))


class Outcome4:
    """What became of one message. `selected` is the subnet it was taken to come from; `verdict` says why there is no
    answer, or a refusal, in the words of the log, `hooks` and `remarks` what plug-ins did and what the log says of it.
    """

    __slots__ = ("decision", "hooks", "remarks", "reply", "request", "selected", "story", "verdict")

    def __init__(self) -> None:
        self.request: Request4 | None = None
        self.selected: Subnet | None = None
        self.decision: Decision4 | None = None
        self.reply: Reply4 | None = None
        self.story: Story = []
        self.verdict = ""
        self.hooks: list[HookStory] = []
        self.remarks: list[str] = []


class Witness4(Chronicle4):
    """Keeps what a chronicle is told about one message instead of counting and logging it."""

    def __init__(self) -> None:
        loggers = Loggers("kea-dhcp4", Path("/nonexistent"), {})
        loggers.configure(QUIET, debug=False)
        super().__init__(loggers, Statistics())
        self.outcome = Outcome4()
        self.copy: LeaseCopy4 | None = None

    def received(self, request: Request4) -> None:
        """Keep the message."""
        self.outcome.request = request

    def unreadable(self, received: Received4, error: WireError) -> None:
        """Keep why the octets are no message."""
        self.outcome.verdict = f"cannot be read: {error}"

    def unanswerable(self, received: Received4, error: Unanswerable) -> None:
        """Keep why the message is none for a server."""
        self.outcome.verdict = f"{error.reason_id}: {error.reason}"

    def for_another_server(self, request: Request4) -> None:
        """Keep that the client means another server."""
        self.outcome.verdict = f"{messages.DHCP4_PACKET_DROP_0003.id}: the message names another server"

    def dropped(self, request: Request4, message: Message) -> None:
        """Keep that a class of the client ends the message."""
        self.outcome.verdict = f"{message.id}: the client is in the class DROP"

    def selected(self, request: Request4, subnet: Subnet | None) -> None:
        """Keep the subnet, and look what is taken there."""
        self.outcome.selected = subnet
        if self.copy is not None and subnet is not None:
            self.copy.take_stock({one.id: one.pools for one in subnet.siblings})

    def decided(self, request: Request4, decision: Decision4) -> None:
        """Keep the decision, and its reason in the words of the log."""
        self.outcome.decision = decision
        if decision.reason:
            message = messages.BY_ID[decision.reason]
            self.outcome.verdict = message.template % ARGUMENTS[decision.reason](request, decision)

    def answered(self, request: Request4, decision: Decision4, reply: Reply4) -> None:
        """Keep the reply."""
        self.outcome.reply = reply

    def bug(self, received: Received4, error: Exception) -> None:
        """Let a defect be seen: there is no service to protect."""
        raise error


class Rehearsal4:
    """One configuration, ready to be asked. `leases` are copied, or looked up in a database, never written; `hosts` are
    the reservations in databases.
    """

    def __init__(self, tables: Tables, leases: Iterable[Lease4] | LeaseCopy4 = (), hosts: Hosts4 | None = None) -> None:
        tables.ignore_server_identifier = True
        self.tables = tables
        self._witness = Witness4()
        store: LeaseStore4
        if isinstance(leases, LeaseCopy4):
            self._witness.copy = store = leases
        else:
            store = MemoryStore({lease.address: lease for lease in leases})
        self._exchange = Exchange4(tables, store, self._witness, _nowhere)
        self._exchange.knowledge = self._hosts = hosts

    @property
    def outcome(self) -> Outcome4:
        """What has become of the message that is at work, so far."""
        return self._witness.outcome

    def steer(self, hooked: Callable[[Exchange4], Steering[Received4, Reply4]]) -> None:
        """Let messages go from hook point to hook point."""
        self._exchange.hooks = hooked(self._exchange)

    def play(self, received: Received4, now: int) -> Outcome4:
        """Return what this server would do about a message at `now`, after those played before."""
        hosts, met = self._hosts, list[HookStory]()
        for _ in range(ROUNDS):
            if hosts is not None:
                hosts.prepare(self.tables, received, now)
            self._witness.outcome = Outcome4()
            # callouts that a message has passed are not called again
            self._witness.outcome.hooks = met
            self._exchange.story = self._witness.outcome.story
            self._exchange.run([received], now)
            if hosts is None or not hosts.take_doubt():
                break
        return self._witness.outcome


def _nowhere(replies: list[Reply4]) -> None:
    """Send nothing: the witness has the reply."""


def _unheard(text: str) -> None:
    """Say nothing of options that cannot be used: the story shows what the client gets."""

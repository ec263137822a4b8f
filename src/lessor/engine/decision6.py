"""What the server decided to answer to one DHCPv6 message: filled by decide6.py, written out by reply6.py."""

from typing import Final

from lessor.engine.hostname import Name
from lessor.engine.tables6 import Plan6, Subnet6
from lessor.model.lease6 import Change6, Lease6

SILENT: Final = 0

NO_STATUS: Final = -1
"""No Status Code option: a success that needs no words (RFC 8415 section 21.13)."""

NO_CHANGES: Final[tuple[Change6, ...]] = ()

NO_LEASES: Final[tuple[Lease6, ...]] = ()

Item6 = tuple[int, int, int, int, bytes]
"""Address or prefix, prefix length (128 for an address), preferred and valid lifetime in seconds, ready prefix-exclude
option or b"" (RFC 6603)."""


class IaAnswer:
    """What one identity association gets: `type` is NA, TA or PD of lease6.py, T1 and T2 are seconds.

    Items with lifetimes of zero are those a client shall stop to use; `leases` are what the others promise, `plan` is
    that of the first. `reused` are those of the leases that stand as they are.
    """

    __slots__ = ("iaid", "items", "leases", "plan", "reused", "status", "status_text", "t1", "t2", "type")

    def __init__(self, type: int, iaid: int, status: int = NO_STATUS, status_text: str = "") -> None:
        self.type = type
        self.iaid = iaid
        self.t1 = 0
        self.t2 = 0
        self.items: list[Item6] = []
        self.leases: list[Lease6] = []
        self.reused: tuple[Lease6, ...] = NO_LEASES
        self.plan: Plan6 | None = None
        self.status = status
        self.status_text = status_text


class Remark6:
    """Something to tell about one lease: `reason` is the id of the log message, `text` what only the engine knows."""

    __slots__ = ("address", "iaid", "lease", "length", "reason", "text")

    def __init__(
        self, reason: str, iaid: int, address: int, length: int, lease: Lease6 | None = None, text: str = ""
    ) -> None:
        self.reason = reason
        self.iaid = iaid
        self.address = address
        self.length = length
        self.lease = lease
        self.text = text


class Decision6:
    """The answer to one message.

    `kind` is the message type of the reply, or SILENT; `reason` the id of the log message that says why. `plan` is None
    where no configured option belongs into the answer. `status` and `status_text` are for the whole message,
    `changes` what the store must take before the reply may leave, `echoed` ready options that go back as they came.
    `exhausted` is set when only a lack of free addresses or prefixes stood in the way, `reused` when it promises leases
    that are there already.
    """

    __slots__ = (
        "changes",
        "echoed",
        "exhausted",
        "ias",
        "kind",
        "name",
        "plan",
        "rapid_commit",
        "reason",
        "remarks",
        "reused",
        "status",
        "status_text",
        "subnet",
    )

    def __init__(self, kind: int, reason: str = "") -> None:
        self.kind = kind
        self.reason = reason
        self.subnet: Subnet6 | None = None
        self.plan: Plan6 | None = None
        self.ias: list[IaAnswer] = []
        self.status = NO_STATUS
        self.status_text = ""
        self.rapid_commit = False
        self.name: Name | None = None
        self.changes: tuple[Change6, ...] = NO_CHANGES
        self.echoed = b""
        self.remarks: list[Remark6] = []
        self.exhausted = False
        self.reused = False

"""How a server goes about its work: clearing away leases that are over, messages that wait, samples of statistics.

Records of the checked configuration, the same for both families.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExpiredLeases:
    """`expired-leases-processing`: how leases that are over are cleared away; times are seconds but where named.

    A wait of 0 turns a timer off, a limit of 0 is no limit.
    """

    reclaim_wait: int = 10
    """Between two rounds of reclamation."""
    flush_wait: int = 25
    """Between two rounds of removal."""
    hold: int = 3600
    """How long a reclaimed lease is kept after its end."""
    most_leases: int = 100
    """Leases reclaimed in one round."""
    most_ms: int = 250
    """Milliseconds of work in one round."""
    unwarned_rounds: int = 5
    """Rounds in a row that may leave leases over before that is worth a warning."""

    @property
    def affinity(self) -> bool:
        """Whether a lease that its client gave back is kept for it for a while."""
        return self.flush_wait > 0 and self.hold > 0


@dataclass(frozen=True, slots=True)
class PacketQueue:
    """`dhcp-queue-control`: a ring of the newest `capacity` messages; without it they wait in the sockets."""

    kind: str
    capacity: int = 64


@dataclass(frozen=True, slots=True)
class SampleLimits:
    """How many samples of a statistic are kept, or if `seconds` is not 0 for how long."""

    count: int = 20
    seconds: int = 0

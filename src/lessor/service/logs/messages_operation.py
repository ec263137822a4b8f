"""The log messages about leases that are over and about messages that wait, of both families."""

from typing import Final

from lessor.service.logs.message import DEBUG, ERROR, INFO, WARN, Message

ALLOC_ENGINE_V4_LEASES_RECLAMATION_START: Final = Message(
    "ALLOC_ENGINE_V4_LEASES_RECLAMATION_START",
    "alloc-engine",
    DEBUG,
    40,
    "taking back leases that are over: at most %1, for at most %2 ms",
    "A round begins. 0 is no limit; see max-reclaim-leases and max-reclaim-time.",
)
ALLOC_ENGINE_V4_LEASES_RECLAMATION_COMPLETE: Final = Message(
    "ALLOC_ENGINE_V4_LEASES_RECLAMATION_COMPLETE",
    "alloc-engine",
    DEBUG,
    40,
    "%1 leases were taken back in %2",
    "A round is over. The time is that of the work itself; clients were served in between.",
)
ALLOC_ENGINE_V4_LEASES_RECLAMATION_TIMEOUT: Final = Message(
    "ALLOC_ENGINE_V4_LEASES_RECLAMATION_TIMEOUT",
    "alloc-engine",
    DEBUG,
    40,
    "no more leases are taken back in this round, which took %1 ms",
    "A round ends because of max-reclaim-time. What is left over has its turn in the next one.",
)
ALLOC_ENGINE_V4_NO_MORE_EXPIRED_LEASES: Final = Message(
    "ALLOC_ENGINE_V4_NO_MORE_EXPIRED_LEASES",
    "alloc-engine",
    DEBUG,
    40,
    "all leases that are over have been taken back",
    "A round left nothing over.",
)
ALLOC_ENGINE_V4_LEASES_RECLAMATION_SLOW: Final = Message(
    "ALLOC_ENGINE_V4_LEASES_RECLAMATION_SLOW",
    "alloc-engine",
    WARN,
    0,
    "leases that are over were left in more than %1 rounds, one after the other",
    "More leases end than are taken back. Addresses are still found for clients. Raise max-reclaim-leases or "
    "max-reclaim-time, or lower reclaim-timer-wait-time.",
)
ALLOC_ENGINE_V4_RECLAIMED_LEASES_DELETE: Final = Message(
    "ALLOC_ENGINE_V4_RECLAIMED_LEASES_DELETE",
    "alloc-engine",
    DEBUG,
    40,
    "removing leases taken back that ended more than %1 seconds ago",
    "Leases are kept for hold-reclaimed-time, so that their clients get the same addresses again.",
)
ALLOC_ENGINE_V4_RECLAIMED_LEASES_DELETE_COMPLETE: Final = Message(
    "ALLOC_ENGINE_V4_RECLAIMED_LEASES_DELETE_COMPLETE",
    "alloc-engine",
    DEBUG,
    40,
    "%1 leases taken back earlier were removed",
    "A round of removal is over.",
)
ALLOC_ENGINE_V4_RECLAIMED_LEASES_DELETE_FAILED: Final = Message(
    "ALLOC_ENGINE_V4_RECLAIMED_LEASES_DELETE_FAILED",
    "alloc-engine",
    ERROR,
    0,
    "removing leases taken back earlier failed: %1",
    "The store could not be asked or changed. It is tried again in the next round.",
)
ALLOC_ENGINE_V4_DECLINED_RECOVERED: Final = Message(
    "ALLOC_ENGINE_V4_DECLINED_RECOVERED",
    "alloc-engine",
    INFO,
    0,
    "address %1 is free again after %2 seconds of probation",
    "A client had found the address in use by somebody else. It may be given to clients again.",
)
DHCP4_CONFIG_PACKET_QUEUE: Final = Message(
    "DHCP4_CONFIG_PACKET_QUEUE",
    "dhcp4",
    INFO,
    0,
    "messages wait in a queue: %1",
    "The configuration has dhcp-queue-control. Of more messages than it holds the oldest are dropped.",
)
DHCP4_PACKET_QUEUE_FULL: Final = Message(
    "DHCP4_PACKET_QUEUE_FULL",
    "dhcp4",
    DEBUG,
    40,
    "more messages come than can be answered: some were dropped",
    "The oldest ones were dropped; their clients will ask again. Statistics count how many.",
)
ALLOC_ENGINE_V6_LEASES_RECLAMATION_START: Final = Message(
    "ALLOC_ENGINE_V6_LEASES_RECLAMATION_START",
    "alloc-engine",
    DEBUG,
    40,
    "taking back leases that are over: at most %1, for at most %2 ms",
    "A round begins. 0 is no limit; see max-reclaim-leases and max-reclaim-time.",
)
ALLOC_ENGINE_V6_LEASES_RECLAMATION_COMPLETE: Final = Message(
    "ALLOC_ENGINE_V6_LEASES_RECLAMATION_COMPLETE",
    "alloc-engine",
    DEBUG,
    40,
    "%1 leases were taken back in %2",
    "A round is over. The time is that of the work itself; clients were served in between.",
)
ALLOC_ENGINE_V6_LEASES_RECLAMATION_TIMEOUT: Final = Message(
    "ALLOC_ENGINE_V6_LEASES_RECLAMATION_TIMEOUT",
    "alloc-engine",
    DEBUG,
    40,
    "no more leases are taken back in this round, which took %1 ms",
    "A round ends because of max-reclaim-time. What is left over has its turn in the next one.",
)
ALLOC_ENGINE_V6_NO_MORE_EXPIRED_LEASES: Final = Message(
    "ALLOC_ENGINE_V6_NO_MORE_EXPIRED_LEASES",
    "alloc-engine",
    DEBUG,
    40,
    "all leases that are over have been taken back",
    "A round left nothing over.",
)
ALLOC_ENGINE_V6_LEASES_RECLAMATION_SLOW: Final = Message(
    "ALLOC_ENGINE_V6_LEASES_RECLAMATION_SLOW",
    "alloc-engine",
    WARN,
    0,
    "leases that are over were left in more than %1 rounds, one after the other",
    "More leases end than are taken back. Addresses are still found for clients. Raise max-reclaim-leases or "
    "max-reclaim-time, or lower reclaim-timer-wait-time.",
)
ALLOC_ENGINE_V6_RECLAIMED_LEASES_DELETE: Final = Message(
    "ALLOC_ENGINE_V6_RECLAIMED_LEASES_DELETE",
    "alloc-engine",
    DEBUG,
    40,
    "removing leases taken back that ended more than %1 seconds ago",
    "Leases are kept for hold-reclaimed-time, so that their clients get the same addresses again.",
)
ALLOC_ENGINE_V6_RECLAIMED_LEASES_DELETE_COMPLETE: Final = Message(
    "ALLOC_ENGINE_V6_RECLAIMED_LEASES_DELETE_COMPLETE",
    "alloc-engine",
    DEBUG,
    40,
    "%1 leases taken back earlier were removed",
    "A round of removal is over.",
)
ALLOC_ENGINE_V6_RECLAIMED_LEASES_DELETE_FAILED: Final = Message(
    "ALLOC_ENGINE_V6_RECLAIMED_LEASES_DELETE_FAILED",
    "alloc-engine",
    ERROR,
    0,
    "removing leases taken back earlier failed: %1",
    "The store could not be asked or changed. It is tried again in the next round.",
)
ALLOC_ENGINE_V6_DECLINED_RECOVERED: Final = Message(
    "ALLOC_ENGINE_V6_DECLINED_RECOVERED",
    "alloc-engine",
    INFO,
    0,
    "address %1 is free again after %2 seconds of probation",
    "A client had found the address in use by somebody else. It may be given to clients again.",
)
DHCP6_CONFIG_PACKET_QUEUE: Final = Message(
    "DHCP6_CONFIG_PACKET_QUEUE",
    "dhcp6",
    INFO,
    0,
    "messages wait in a queue: %1",
    "The configuration has dhcp-queue-control. Of more messages than it holds the oldest are dropped.",
)
DHCP6_PACKET_QUEUE_FULL: Final = Message(
    "DHCP6_PACKET_QUEUE_FULL",
    "dhcp6",
    DEBUG,
    40,
    "more messages come than can be answered: some were dropped",
    "The oldest ones were dropped; their clients will ask again. Statistics count how many.",
)

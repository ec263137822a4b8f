"""The log messages about commands on leases and their numbers, which Kea has in hook libraries."""

from typing import Final

from lessor.service.logs.message import DEBUG, ERROR, INFO, WARN, Message

LEASE_CMDS_INIT_OK: Final = Message(
    "LEASE_CMDS_INIT_OK",
    "lease-cmds-hooks",
    INFO,
    0,
    "commands about leases are known",
    "The configuration names the library of these commands, which are built in.",
)
LEASE_CMDS_DEINIT_OK: Final = Message(
    "LEASE_CMDS_DEINIT_OK",
    "lease-cmds-hooks",
    INFO,
    0,
    "commands about leases are no longer known",
    "The configuration does not name the library of these commands any more.",
)
LEASE_CMDS_ADD4: Final = Message(
    "LEASE_CMDS_ADD4",
    "lease-cmds-hooks",
    DEBUG,
    20,
    "lease4-add has added a lease on %1",
    "A command has added a lease.",
)
LEASE_CMDS_ADD4_CONFLICT: Final = Message(
    "LEASE_CMDS_ADD4_CONFLICT",
    "lease-cmds-hooks",
    WARN,
    0,
    "lease4-add met another change (parameters: %1, reason: %2)",
    "A command could not add a lease, because something else was changed at the same time.",
)
LEASE_CMDS_ADD4_FAILED: Final = Message(
    "LEASE_CMDS_ADD4_FAILED",
    "lease-cmds-hooks",
    ERROR,
    0,
    "lease4-add failed (parameters: %1, reason: %2)",
    "A command could not add a lease; the reason is that of its answer.",
)
LEASE_CMDS_UPDATE4: Final = Message(
    "LEASE_CMDS_UPDATE4",
    "lease-cmds-hooks",
    DEBUG,
    20,
    "lease4-update has changed the lease on %1",
    "A command has changed a lease.",
)
LEASE_CMDS_UPDATE4_CONFLICT: Final = Message(
    "LEASE_CMDS_UPDATE4_CONFLICT",
    "lease-cmds-hooks",
    WARN,
    0,
    "lease4-update met another change (parameters: %1, reason: %2)",
    "A command could not change a lease, because something else was changed at the same time.",
)
LEASE_CMDS_UPDATE4_FAILED: Final = Message(
    "LEASE_CMDS_UPDATE4_FAILED",
    "lease-cmds-hooks",
    ERROR,
    0,
    "lease4-update failed (parameters: %1, reason: %2)",
    "A command could not change a lease; the reason is that of its answer.",
)
LEASE_CMDS_DEL4: Final = Message(
    "LEASE_CMDS_DEL4",
    "lease-cmds-hooks",
    DEBUG,
    20,
    "lease4-del has deleted the lease on %1",
    "A command has deleted a lease, named by its address or by its client.",
)
LEASE_CMDS_DEL4_FAILED: Final = Message(
    "LEASE_CMDS_DEL4_FAILED",
    "lease-cmds-hooks",
    ERROR,
    0,
    "lease4-del failed (parameters: %1, reason: %2)",
    "A command could not delete a lease; the reason is that of its answer.",
)
LEASE_CMDS_GET4_FAILED: Final = Message(
    "LEASE_CMDS_GET4_FAILED",
    "lease-cmds-hooks",
    ERROR,
    0,
    "lease4-get failed (parameters: %1, reason: %2)",
    "A command asked for a lease in a wrong way; the reason is that of its answer.",
)
LEASE_CMDS_WIPE4: Final = Message(
    "LEASE_CMDS_WIPE4",
    "lease-cmds-hooks",
    INFO,
    0,
    "lease4-wipe has removed leases (parameters: %1)",
    "A command has removed all leases, or all of one subnet.",
)
LEASE_CMDS_WIPE4_FAILED: Final = Message(
    "LEASE_CMDS_WIPE4_FAILED",
    "lease-cmds-hooks",
    ERROR,
    0,
    "lease4-wipe failed (parameters: %1, reason: %2)",
    "A command could not remove leases; the reason is that of its answer.",
)
LEASE_CMDS_ADD6: Final = Message(
    "LEASE_CMDS_ADD6",
    "lease-cmds-hooks",
    DEBUG,
    20,
    "lease6-add has added a lease on %1",
    "A command has added a lease.",
)
LEASE_CMDS_ADD6_CONFLICT: Final = Message(
    "LEASE_CMDS_ADD6_CONFLICT",
    "lease-cmds-hooks",
    WARN,
    0,
    "lease6-add met another change (parameters: %1, reason: %2)",
    "A command could not add a lease, because something else was changed at the same time.",
)
LEASE_CMDS_ADD6_FAILED: Final = Message(
    "LEASE_CMDS_ADD6_FAILED",
    "lease-cmds-hooks",
    ERROR,
    0,
    "lease6-add failed (parameters: %1, reason: %2)",
    "A command could not add a lease; the reason is that of its answer.",
)
LEASE_CMDS_UPDATE6: Final = Message(
    "LEASE_CMDS_UPDATE6",
    "lease-cmds-hooks",
    DEBUG,
    20,
    "lease6-update has changed the lease on %1",
    "A command has changed a lease.",
)
LEASE_CMDS_UPDATE6_CONFLICT: Final = Message(
    "LEASE_CMDS_UPDATE6_CONFLICT",
    "lease-cmds-hooks",
    WARN,
    0,
    "lease6-update met another change (parameters: %1, reason: %2)",
    "A command could not change a lease, because something else was changed at the same time.",
)
LEASE_CMDS_UPDATE6_FAILED: Final = Message(
    "LEASE_CMDS_UPDATE6_FAILED",
    "lease-cmds-hooks",
    ERROR,
    0,
    "lease6-update failed (parameters: %1, reason: %2)",
    "A command could not change a lease; the reason is that of its answer.",
)
LEASE_CMDS_DEL6: Final = Message(
    "LEASE_CMDS_DEL6",
    "lease-cmds-hooks",
    DEBUG,
    20,
    "lease6-del has deleted the lease on %1",
    "A command has deleted a lease, named by its address or by its client.",
)
LEASE_CMDS_DEL6_FAILED: Final = Message(
    "LEASE_CMDS_DEL6_FAILED",
    "lease-cmds-hooks",
    ERROR,
    0,
    "lease6-del failed (parameters: %1, reason: %2)",
    "A command could not delete a lease; the reason is that of its answer.",
)
LEASE_CMDS_GET6_FAILED: Final = Message(
    "LEASE_CMDS_GET6_FAILED",
    "lease-cmds-hooks",
    ERROR,
    0,
    "lease6-get failed (parameters: %1, reason: %2)",
    "A command asked for a lease in a wrong way; the reason is that of its answer.",
)
LEASE_CMDS_WIPE6: Final = Message(
    "LEASE_CMDS_WIPE6",
    "lease-cmds-hooks",
    INFO,
    0,
    "lease6-wipe has removed leases (parameters: %1)",
    "A command has removed all leases, or all of one subnet.",
)
LEASE_CMDS_WIPE6_FAILED: Final = Message(
    "LEASE_CMDS_WIPE6_FAILED",
    "lease-cmds-hooks",
    ERROR,
    0,
    "lease6-wipe failed (parameters: %1, reason: %2)",
    "A command could not remove leases; the reason is that of its answer.",
)
LEASE_CMDS_BULK_APPLY6: Final = Message(
    "LEASE_CMDS_BULK_APPLY6",
    "lease-cmds-hooks",
    DEBUG,
    20,
    "lease6-bulk-apply has changed %1 leases",
    "A command has added, changed and deleted many leases.",
)
LEASE_CMDS_BULK_APPLY6_FAILED: Final = Message(
    "LEASE_CMDS_BULK_APPLY6_FAILED",
    "lease-cmds-hooks",
    ERROR,
    0,
    "lease6-bulk-apply failed (parameters: %1, reason: %2)",
    "A command could not change leases; the reason is that of its answer.",
)
STAT_CMDS_INIT_OK: Final = Message(
    "STAT_CMDS_INIT_OK",
    "stat-cmds-hooks",
    INFO,
    0,
    "commands that count leases are known",
    "The configuration names the library of these commands, which are built in.",
)
STAT_CMDS_DEINIT_OK: Final = Message(
    "STAT_CMDS_DEINIT_OK",
    "stat-cmds-hooks",
    INFO,
    0,
    "commands that count leases are no longer known",
    "The configuration does not name the library of these commands any more.",
)
STAT_CMDS_LEASE4_GET: Final = Message(
    "STAT_CMDS_LEASE4_GET",
    "stat-cmds-hooks",
    INFO,
    0,
    "stat-lease4-get counted (parameters: %1, rows: %2)",
    "A command has counted the leases of subnets.",
)
STAT_CMDS_LEASE4_GET_NO_SUBNETS: Final = Message(
    "STAT_CMDS_LEASE4_GET_NO_SUBNETS",
    "stat-cmds-hooks",
    INFO,
    0,
    "stat-lease4-get found no subnets (parameters: %1, reason: %2)",
    "A command was to count the leases of subnets that there are not.",
)
STAT_CMDS_LEASE4_GET_INVALID: Final = Message(
    "STAT_CMDS_LEASE4_GET_INVALID",
    "stat-cmds-hooks",
    ERROR,
    0,
    "stat-lease4-get cannot be carried out: %1",
    "A command asked for counts in a wrong way; the text is that of its answer.",
)
STAT_CMDS_LEASE6_GET: Final = Message(
    "STAT_CMDS_LEASE6_GET",
    "stat-cmds-hooks",
    INFO,
    0,
    "stat-lease6-get counted (parameters: %1, rows: %2)",
    "A command has counted the leases of subnets.",
)
STAT_CMDS_LEASE6_GET_NO_SUBNETS: Final = Message(
    "STAT_CMDS_LEASE6_GET_NO_SUBNETS",
    "stat-cmds-hooks",
    INFO,
    0,
    "stat-lease6-get found no subnets (parameters: %1, reason: %2)",
    "A command was to count the leases of subnets that there are not.",
)
STAT_CMDS_LEASE6_GET_INVALID: Final = Message(
    "STAT_CMDS_LEASE6_GET_INVALID",
    "stat-cmds-hooks",
    ERROR,
    0,
    "stat-lease6-get cannot be carried out: %1",
    "A command asked for counts in a wrong way; the text is that of its answer.",
)

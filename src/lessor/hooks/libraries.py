"""Kea's hook libraries by their file names, and what stands for them here.

A name counts with any directory before it. The commands of some libraries are built in: naming the library lets
everybody use them who may use commands. Others are plug-ins, found in lessor.plugins.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Library:
    """One library of Kea's. `plugin` is the name of a folder in lessor.plugins; without one the library is built in,
    or, where there is `instead`, not to be had: that says what to use in its place.
    """

    name: str
    about: str
    plugin: str = ""
    instead: str = ""


ROWS: Final = (
    Library("libdhcp_lease_cmds.so", "commands about leases"),
    Library("libdhcp_stat_cmds.so", "commands that count leases"),
    Library("libdhcp_host_cmds.so", "commands about reservations"),
    Library("libdhcp_subnet_cmds.so", "commands about subnets and shared networks"),
    Library("libdhcp_class_cmds.so", "commands about client classes"),
    Library("libdhcp_mysql.so", "leases and reservations in MySQL"),
    Library("libdhcp_pgsql.so", "leases and reservations in PostgreSQL"),
    Library("libdhcp_mysql_cb.so", "MySQL, by its older name"),
    Library("libdhcp_pgsql_cb.so", "PostgreSQL, by its older name"),
    Library("libdhcp_flex_id.so", "reservations by an expression", "flex_id"),
    Library("libdhcp_flex_option.so", "options of answers by expressions", "flex_option"),
    Library("libdhcp_run_script.so", "a program run at hook points", "run_script"),
    Library("libdhcp_ping_check.so", "a look whether an address is in use before it is offered", "ping_check"),
    Library("libdhcp_legal_log.so", "a record of who had which address when", "legal_log"),
    Library("libdhcp_limits.so", "limits of rate and number of leases", "limits"),
    Library("libdhcp_bootp.so", "BOOTP clients", "bootp"),
    Library(
        "libdhcp_ddns_tuning.so", "host names by an expression", instead="leave it out: there are no updates of names"
    ),
    Library("libdhcp_ha.so", "high availability", instead="let servers share their leases in a database"),
    Library("libdhcp_lease_query.so", "lease queries", instead="ask with commands such as lease4-get"),
    Library("libdhcp_perfmon.so", "durations of the processing", instead="look at lessor top"),
    Library("libdhcp_radius.so", "RADIUS", instead="ask an authentication server from a Python hook"),
    Library(
        "libdhcp_host_cache.so", "a cache of reservations", instead="leave it out: reservations are looked up fast"
    ),
    Library("libdhcp_cb_cmds.so", "commands about a configuration database", instead="change files, or use config-set"),
    Library("libdhcp_rbac.so", "roles of users of the HTTP API", instead="give control sockets users of their own"),
    Library("libdhcp_user_chk.so", "an example of Kea's", instead="write reservations, or a Python hook"),
)

LIBRARIES: Final = {row.name: row for row in ROWS}
"""All of them by name."""

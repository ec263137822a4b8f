"""Every message the daemons write to their logs: id, logger, severity, text, explanation.

Ids and the order of parameters are Kea's, because programs that watch logs look for them; ids of our own start with
LESSOR_. Those of DHCPv6 alone are in messages6.py. `docs/reference/messages.md` is generated from both tables.
"""

from typing import Final

from lessor.service.logs import (
    messages6,
    messages_agent,
    messages_channels,
    messages_control,
    messages_database,
    messages_hooks,
    messages_leasecmds,
    messages_lfc,
    messages_libraries,
    messages_operation,
)
from lessor.service.logs.message import DEBUG, ERROR, FATAL, INFO, WARN, Message

DHCP4_STARTING: Final = Message(
    "DHCP4_STARTING",
    "dhcp4",
    INFO,
    0,
    "Kea DHCPv4 server version %1 (%2) starting",
    "The process has begun: its configuration is read next. The version is that of the Kea release whose files and "
    "commands the server understands, followed by the server's own name and version.",
)
DHCP4_START_INFO: Final = Message(
    "DHCP4_START_INFO",
    "dhcp4",
    DEBUG,
    0,
    "pid: %1, server port: %2, client port: %3, verbose: %4",
    "How this process was started: its number, the UDP ports it uses, and whether -d was given.",
)
DHCP4_STARTED: Final = Message(
    "DHCP4_STARTED",
    "dhcp4",
    INFO,
    0,
    "Kea DHCPv4 server version %1 started",
    "The server is ready: leases are loaded, sockets are open, packets are answered from now on.",
)
DHCP4_SHUTDOWN_REQUEST: Final = Message(
    "DHCP4_SHUTDOWN_REQUEST",
    "dhcp4",
    DEBUG,
    40,
    "shutdown of the server was asked for",
    "A signal told the server to stop. Replies that wait for their leases to reach the disk are still sent.",
)
DHCP4_SHUTDOWN: Final = Message(
    "DHCP4_SHUTDOWN",
    "dhcp4",
    INFO,
    0,
    "server shutdown",
    "The server has stopped: replies are sent, leases are on disk, sockets are closed.",
)
DHCP4_ALREADY_RUNNING: Final = Message(
    "DHCP4_ALREADY_RUNNING",
    "dhcp4",
    FATAL,
    0,
    "%1 already running? %2",
    "Another process serves with the same configuration file, or the pid file cannot be written. The start is "
    "refused; the text names the process or the file.",
)
DHCP4_SERVER_FAILED: Final = Message(
    "DHCP4_SERVER_FAILED",
    "dhcp4",
    FATAL,
    0,
    "Service failed: %1",
    "The server met an error it cannot go on after, and ends with exit status 1.",
)
DHCP4_INIT_FAIL: Final = Message(
    "DHCP4_INIT_FAIL",
    "dhcp4",
    ERROR,
    0,
    "failed to initialize Kea server: %1",
    "The server could not start; the text says why. Nothing is served and the process ends with exit status 1.",
)
DHCP4_SECURITY_CHECKS_DISABLED: Final = Message(
    "DHCP4_SECURITY_CHECKS_DISABLED",
    "dhcp4",
    WARN,
    0,
    "restrictions on file places and secrets are off (-X)",
    "The server was started with -X. This release restricts neither places nor secrets, so the flag changes nothing; "
    "it is accepted because start scripts give it.",
)
DHCP4_CONFIG_COMPLETE: Final = Message(
    "DHCP4_CONFIG_COMPLETE",
    "dhcp4",
    INFO,
    0,
    "DHCPv4 server has completed configuration: %1",
    "A configuration was checked and put to use; the text sums up what it holds.",
)
DHCP4_CONFIG_LOAD_FAIL: Final = Message(
    "DHCP4_CONFIG_LOAD_FAIL",
    "dhcp4",
    ERROR,
    0,
    "configuration error using file: %1, reason: %2",
    "The configuration file cannot be read or holds a mistake. One line is written for each mistake, with file, line,"
    " column, key and what would be right. Nothing of the file was put to use.",
)
DHCP4_CONFIG_SYNTAX_WARNING: Final = Message(
    "DHCP4_CONFIG_SYNTAX_WARNING",
    "dhcp4",
    WARN,
    0,
    "configuration: %1",
    "Something in the configuration is accepted, but is old, doubtful or better said in another way.",
)
LESSOR_CONFIG_NO_EFFECT: Final = Message(
    "LESSOR_CONFIG_NO_EFFECT",
    "dhcpsrv",
    WARN,
    0,
    "configuration: %1",
    "The key is known and its value was checked, but this release does not have the feature. Each such key is named "
    "once.",
)
DHCP4_DYNAMIC_RECONFIGURATION: Final = Message(
    "DHCP4_DYNAMIC_RECONFIGURATION",
    "dhcp4",
    INFO,
    0,
    "initiate server reconfiguration using file: %1, after receiving SIGHUP signal or config-reload command",
    "The server reads its configuration file again. Clients are served with the old configuration meanwhile.",
)
DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS: Final = Message(
    "DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS",
    "dhcp4",
    INFO,
    0,
    "dynamic server reconfiguration succeeded with file: %1",
    "The new configuration was checked and is in use from this moment on.",
)
DHCP4_DYNAMIC_RECONFIGURATION_FAIL: Final = Message(
    "DHCP4_DYNAMIC_RECONFIGURATION_FAIL",
    "dhcp4",
    ERROR,
    0,
    "dynamic server reconfiguration failed with file: %1",
    "The new configuration has mistakes, named in the lines before. The server goes on with the old configuration.",
)
DHCP4_OPEN_SOCKET: Final = Message(
    "DHCP4_OPEN_SOCKET",
    "dhcp4",
    DEBUG,
    0,
    "opening service sockets on port %1",
    "The server is about to listen on its interfaces.",
)
DHCP4_OPEN_SOCKETS_FAILED: Final = Message(
    "DHCP4_OPEN_SOCKETS_FAILED",
    "dhcp4",
    ERROR,
    0,
    "not all service sockets could be opened after %1 retries",
    "`service-sockets-max-retries` are used up and an interface still cannot be listened on. The server goes on with "
    "those it has.",
)
DHCP4_BUFFER_RECEIVE_FAIL: Final = Message(
    "DHCP4_BUFFER_RECEIVE_FAIL",
    "packets",
    ERROR,
    0,
    "cannot receive from a service socket: %1",
    "Reading a socket failed. The server tries again when the socket is readable.",
)
DHCP4_PACKET_RECEIVED: Final = Message(
    "DHCP4_PACKET_RECEIVED",
    "packets",
    INFO,
    0,
    "%1: %2 (type %3) received from %4 to %5 on interface %6",
    "A well-formed message came in.",
)
DHCP4_PACKET_SEND: Final = Message(
    "DHCP4_PACKET_SEND",
    "packets",
    INFO,
    0,
    "%1: sending %2 (type %3) from %4:%5 to %6:%7 on interface %8",
    "A reply leaves for the client or its relay.",
)
DHCP4_PACKET_SEND_FAIL: Final = Message(
    "DHCP4_PACKET_SEND_FAIL",
    "packets",
    ERROR,
    0,
    "%1: cannot send the reply: %2",
    "The system did not take the reply. The client will ask again; its lease, if it got one, stays.",
)
LESSOR_REPLIES_WITHHELD: Final = Message(
    "LESSOR_REPLIES_WITHHELD",
    "dhcp4",
    ERROR,
    0,
    "%1 replies withheld, their leases could not be written",
    "An acknowledgement leaves only when its lease is on disk. These clients will ask again.",
)
DHCP4_PACKET_PROCESS_STD_EXCEPTION: Final = Message(
    "DHCP4_PACKET_PROCESS_STD_EXCEPTION",
    "packets",
    ERROR,
    0,
    "%1: processing of this packet failed: %2",
    "A mistake in the server itself showed while it worked on this packet. The packet is dropped and serving goes on."
    " Please report it with the text.",
)
DHCP4_PACKET_PROCESS_STD_EXCEPTION_MAIN: Final = Message(
    "DHCP4_PACKET_PROCESS_STD_EXCEPTION_MAIN",
    "packets",
    ERROR,
    0,
    "work outside of a packet failed: %1",
    "A mistake in the server itself showed in a timer or an event. Serving goes on. Please report it with the text.",
)
DHCP4_PACKET_DROP_0001: Final = Message(
    "DHCP4_PACKET_DROP_0001",
    "bad-packets",
    DEBUG,
    15,
    "%1: packet from %2 to %3 on interface %4 cannot be decoded: %5, %6",
    "The datagram is not a DHCPv4 message, or one with broken lengths or options. It is dropped.",
)
DHCP4_PACKET_DROP_0002: Final = Message(
    "DHCP4_PACKET_DROP_0002",
    "bad-packets",
    DEBUG,
    15,
    "%1: no subnet serves clients on interface %2",
    "No configured subnet fits the place the message came from. It is dropped.",
)
DHCP4_PACKET_DROP_0003: Final = Message(
    "DHCP4_PACKET_DROP_0003",
    "bad-packets",
    DEBUG,
    15,
    "%1: server identifier on interface %2 is not ours",
    "The client speaks to another server. Its message is not for us.",
)
DHCP4_PACKET_DROP_0004: Final = Message(
    "DHCP4_PACKET_DROP_0004",
    "bad-packets",
    DEBUG,
    15,
    "%1: message on interface %2 has no message type",
    "Option 53 is missing, so the message is BOOTP or broken. It is dropped.",
)
DHCP4_PACKET_DROP_0005: Final = Message(
    "DHCP4_PACKET_DROP_0005",
    "bad-packets",
    DEBUG,
    15,
    "%1: message type %2 is unknown",
    "The message type is none of RFC 2131. It is dropped.",
)
DHCP4_PACKET_DROP_0006: Final = Message(
    "DHCP4_PACKET_DROP_0006",
    "bad-packets",
    DEBUG,
    15,
    "%1: message type %2 is not one a server answers",
    "A server's or leasequery's message arrived, probably looped by a relay. It is dropped.",
)
DHCP4_PACKET_DROP_0007: Final = Message(
    "DHCP4_PACKET_DROP_0007",
    "bad-packets",
    DEBUG,
    15,
    "%1: processing failed: %2",
    "The message could not be dealt with and is dropped.",
)
DHCP4_PACKET_DROP_0010: Final = Message(
    "DHCP4_PACKET_DROP_0010",
    "packets",
    DEBUG,
    15,
    "%1: dropped by class: %2",
    "The message is in the class DROP. It is not answered.",
)
DHCP4_PACKET_DROP_0013: Final = Message(
    "DHCP4_PACKET_DROP_0013",
    "packets",
    DEBUG,
    15,
    "%1: dropped by class once reservations were known: %2",
    "The client's reservation, or that it has none, put the message in the class DROP. It is not answered.",
)
DHCP4_PACKET_DROP_0014: Final = Message(
    "DHCP4_PACKET_DROP_0014",
    "packets",
    DEBUG,
    15,
    "%1: dropped by class after the early look-up of global reservations: %2",
    "The client's global reservation put the message in the class DROP before a subnet was selected. It is not "
    "answered.",
)
DHCP4_CLASS_ASSIGNED: Final = Message(
    "DHCP4_CLASS_ASSIGNED",
    "dhcp4",
    DEBUG,
    40,
    "%1: client packet has been assigned to the class %2",
    "One of the classes that the message itself shows; they come in the order of their assignment.",
)
DHCP4_ADDITIONAL_CLASS_EVAL_RESULT: Final = Message(
    "DHCP4_ADDITIONAL_CLASS_EVAL_RESULT",
    "dhcp4",
    DEBUG,
    50,
    "%1: the test of the additional class '%2' says %3",
    "The pool, subnet or shared network that the client gets something of lists this class in "
    "`evaluate-additional-classes`; its test was evaluated.",
)
DHCP4_ADDITIONAL_CLASS_EVAL_ERROR: Final = Message(
    "DHCP4_ADDITIONAL_CLASS_EVAL_ERROR",
    "dhcp4",
    ERROR,
    0,
    "%1: the test of the additional class '%2' has no result: %3",
    "The test cannot be evaluated for this message, because a value in it has not the size that an operation needs. "
    "The class is not assigned.",
)
DHCP4_ADDITIONAL_CLASS_NO_TEST: Final = Message(
    "DHCP4_ADDITIONAL_CLASS_NO_TEST",
    "dhcp4",
    DEBUG,
    40,
    "the additional class '%1' has no test: it is assigned",
    "The class is listed in `evaluate-additional-classes` and is without a condition.",
)
DHCP4_ADDITIONAL_CLASS_UNDEFINED: Final = Message(
    "DHCP4_ADDITIONAL_CLASS_UNDEFINED",
    "dhcp4",
    DEBUG,
    40,
    "the additional class '%1' is not defined",
    "The class is listed in `evaluate-additional-classes`, but not in `client-classes`. It is passed over.",
)
DHCP4_CLASSES_ASSIGNED: Final = Message(
    "DHCP4_CLASSES_ASSIGNED",
    "dhcp4",
    DEBUG,
    40,
    "%1: classes of this %2: %3",
    "All client classes of the message that count for its answer, in the order of their assignment.",
)
DHCP4_CLASSES_ASSIGNED_AFTER_SUBNET_SELECTION: Final = Message(
    "DHCP4_CLASSES_ASSIGNED_AFTER_SUBNET_SELECTION",
    "dhcp4",
    DEBUG,
    40,
    "%1: classes after the selection of a subnet: %2",
    "The client classes of the message when its reservations are known and before an address is looked for.",
)
DHCPSRV_EVAL_ERROR: Final = Message(
    "DHCPSRV_EVAL_ERROR",
    "dhcpsrv",
    ERROR,
    0,
    "%1: the test of class %2 has no result: %3",
    "A client class could not be evaluated for this message, which is not in the class therefore. Its test expects "
    "something that not every message has: look for an option of another length.",
)
DHCP4_SUBNET_SELECTED: Final = Message(
    "DHCP4_SUBNET_SELECTED",
    "packets",
    DEBUG,
    45,
    "%1: subnet with id %2 is selected",
    "The message comes from a link that this subnet is on.",
)
DHCP4_SUBNET_SELECTION_FAILED: Final = Message(
    "DHCP4_SUBNET_SELECTION_FAILED",
    "packets",
    DEBUG,
    50,
    "%1: no subnet is selected",
    "No subnet fits the place the message came from, or those that fit are closed to the client's classes.",
)
DHCP4_SUBNET_DYNAMICALLY_CHANGED: Final = Message(
    "DHCP4_SUBNET_DYNAMICALLY_CHANGED",
    "packets",
    DEBUG,
    45,
    "%1: from subnet %2 to subnet %3 of shared network %4",
    "The client gets its address from another subnet of its network: it has one there, or the selected one has none "
    "for it.",
)
DHCP4_RECOVERED_STASHED_RELAY_AGENT_INFO: Final = Message(
    "DHCP4_RECOVERED_STASHED_RELAY_AGENT_INFO",
    "packets",
    DEBUG,
    55,
    "%1: relay information in the lease on %2 is used again: %3",
    "The client renews without its relay and is treated as if the relay had spoken again: see `stash-agent-options`.",
)
DHCP4_PACKET_NAK_0001: Final = Message(
    "DHCP4_PACKET_NAK_0001",
    "bad-packets",
    ERROR,
    0,
    "%1: no subnet for the client at %2, answering %3 with DHCPNAK",
    "The client asks for an address, but no subnet serves the place it asks from.",
)
DHCP4_PACKET_NAK_0002: Final = Message(
    "DHCP4_PACKET_NAK_0002",
    "bad-packets",
    DEBUG,
    50,
    "%1: address %2 of a rebooting client does not belong to its network",
    "INIT-REBOOT: the client kept an address of a network it is no longer on. DHCPNAK tells it to start anew.",
)
DHCP4_PACKET_NAK_0003: Final = Message(
    "DHCP4_PACKET_NAK_0003",
    "bad-packets",
    DEBUG,
    50,
    "%1: no lease can be given, ciaddr %2, requested %3",
    "The client asks to have or keep an address that cannot be given to it. It gets DHCPNAK.",
)
DHCP4_PACKET_NAK_0004: Final = Message(
    "DHCP4_PACKET_NAK_0004",
    "bad-packets",
    DEBUG,
    50,
    "%1: no address can be offered, ciaddr %2, requested %3",
    "Nothing could be offered to the client. It gets no answer to its DHCPDISCOVER.",
)
DHCP4_PACKET_NAK_0005: Final = Message(
    "DHCP4_PACKET_NAK_0005",
    "bad-packets",
    DEBUG,
    50,
    "%1: rejected by class: %2",
    "The client is in the class REJECT. A DHCPREQUEST gets DHCPNAK, a DHCPDISCOVER no answer.",
)
DHCP4_INIT_REBOOT: Final = Message(
    "DHCP4_INIT_REBOOT",
    "leases",
    INFO,
    0,
    "%1: client reboots with address %2",
    "The client asks to go on with the address it remembers from before (RFC 2131 section 3.2).",
)
DHCP4_LEASE_OFFER: Final = Message(
    "DHCP4_LEASE_OFFER",
    "leases",
    INFO,
    0,
    "%1: lease %2 will be offered",
    "The address is offered to the client. It is not leased before the client asks for it.",
)
DHCP4_LEASE_ALLOC: Final = Message(
    "DHCP4_LEASE_ALLOC",
    "leases",
    INFO,
    0,
    "%1: lease %2 has been allocated for %3 seconds",
    "The client has the address from now on, or keeps it for so long again. The lease is on disk before the client is"
    " told.",
)
DHCP4_LEASE_REUSE: Final = Message(
    "DHCP4_LEASE_REUSE",
    "leases",
    INFO,
    0,
    "%1: lease %2 is given again, for the %3 seconds that are left of it",
    "The client renewed so early that its lease stands as it is and nothing is written: see `cache-threshold`.",
)
DHCP4_NO_LEASE_INIT_REBOOT: Final = Message(
    "DHCP4_NO_LEASE_INIT_REBOOT",
    "bad-packets",
    DEBUG,
    50,
    "%1: nothing is known of address %2 of a rebooting client",
    "We have no record of the client and are not authoritative there, so RFC 2131 section 4.3.2 has us say nothing.",
)
DHCP4_UNKNOWN_ADDRESS_REQUESTED: Final = Message(
    "DHCP4_UNKNOWN_ADDRESS_REQUESTED",
    "bad-packets",
    DEBUG,
    50,
    "%1: unknown address requested, ciaddr %2, requested %3",
    "The client asks for an address we have no record of, and we are not authoritative there. It gets no answer.",
)
DHCP4_RELEASE: Final = Message(
    "DHCP4_RELEASE",
    "leases",
    INFO,
    0,
    "%1: address %2 has been released",
    "The client gave its lease back; the record is kept as expired for a while, as configured.",
)
DHCP4_RELEASE_FAIL_NO_LEASE: Final = Message(
    "DHCP4_RELEASE_FAIL_NO_LEASE",
    "leases",
    DEBUG,
    50,
    "%1: released address %2 has no lease",
    "The client gave back an address that is not leased. Nothing is done.",
)
DHCP4_RELEASE_FAIL_WRONG_CLIENT: Final = Message(
    "DHCP4_RELEASE_FAIL_WRONG_CLIENT",
    "leases",
    DEBUG,
    50,
    "%1: released address %2 is another client's",
    "The client gave back an address leased to another client. Nothing is done.",
)
DHCP4_DECLINE_LEASE: Final = Message(
    "DHCP4_DECLINE_LEASE",
    "leases",
    INFO,
    0,
    "lease %1 declined by %2, unused for %3 seconds",
    "The client found the address in use by another machine. It is given to nobody for the probation period. Look for"
    " a machine with a fixed address.",
)
DHCP4_DECLINE_LEASE_NOT_FOUND: Final = Message(
    "DHCP4_DECLINE_LEASE_NOT_FOUND",
    "dhcp4",
    WARN,
    0,
    "address %1 declined by %2 has no lease",
    "The client declines an address it does not have. Nothing is done.",
)
DHCP4_DECLINE_LEASE_MISMATCH: Final = Message(
    "DHCP4_DECLINE_LEASE_MISMATCH",
    "dhcp4",
    WARN,
    0,
    "address %1 declined by %2 is another client's: hardware address %3, lease's %4, client identifier %5, lease's %6",
    "The client declines an address leased to another client. Nothing is done.",
)
ALLOC_ENGINE_V4_REQUEST_ADDRESS_RESERVED: Final = Message(
    "ALLOC_ENGINE_V4_REQUEST_ADDRESS_RESERVED",
    "alloc-engine",
    DEBUG,
    40,
    "%1: address %2 is reserved for another client",
    "The administrator promised this address to someone else.",
)
ALLOC_ENGINE_V4_REQUEST_INVALID: Final = Message(
    "ALLOC_ENGINE_V4_REQUEST_INVALID",
    "alloc-engine",
    DEBUG,
    40,
    "%1: reserved address is %2, requested %3",
    "The client must use the address reserved for it, and asked for another one.",
)
ALLOC_ENGINE_V4_REQUEST_IN_USE: Final = Message(
    "ALLOC_ENGINE_V4_REQUEST_IN_USE",
    "alloc-engine",
    DEBUG,
    40,
    "%1: address %2 is in use",
    "Another client has the address.",
)
ALLOC_ENGINE_V4_REQUEST_OUT_OF_POOL: Final = Message(
    "ALLOC_ENGINE_V4_REQUEST_OUT_OF_POOL",
    "alloc-engine",
    DEBUG,
    40,
    "%1: address %2 is in a pool that is closed to the client",
    "The client's classes do not, or no longer, open the pool or the subnet of the address.",
)
ALLOC_ENGINE_V4_DISCOVER_ADDRESS_CONFLICT: Final = Message(
    "ALLOC_ENGINE_V4_DISCOVER_ADDRESS_CONFLICT",
    "alloc-engine",
    WARN,
    0,
    "%1: reserved address %2 is held by somebody else: %3",
    "The client has a reservation, but another one has a lease on that address, or the address was declined. The "
    "client gets another one until that lease ends.",
)
ALLOC_ENGINE_V4_ALLOC_ERROR: Final = Message(
    "ALLOC_ENGINE_V4_ALLOC_ERROR",
    "alloc-engine",
    ERROR,
    0,
    "%1: allocation failed: %2",
    "The store did not answer as it should while an address was looked for.",
)
ALLOC_ENGINE_V4_ALLOC_FAIL: Final = Message(
    "ALLOC_ENGINE_V4_ALLOC_FAIL",
    "alloc-engine",
    WARN,
    0,
    "%1: no address found after %2 tries",
    "No address could be given to the client. The pools are probably too small.",
)
ALLOC_ENGINE_V4_ALLOC_FAIL_NO_POOLS: Final = Message(
    "ALLOC_ENGINE_V4_ALLOC_FAIL_NO_POOLS",
    "alloc-engine",
    WARN,
    0,
    "%1: no pool is open to the client",
    "The subnet has no pools, or none for the client's classes.",
)
ALLOC_ENGINE_V4_ALLOC_FAIL_SHARED_NETWORK: Final = Message(
    "ALLOC_ENGINE_V4_ALLOC_FAIL_SHARED_NETWORK",
    "alloc-engine",
    WARN,
    0,
    "%1: no address in shared network %2: %3 subnets without a free address, %4 without a usable pool",
    "All subnets of the network were tried. The pools are probably too small.",
)
ALLOC_ENGINE_V4_ALLOC_FAIL_SUBNET: Final = Message(
    "ALLOC_ENGINE_V4_ALLOC_FAIL_SUBNET",
    "alloc-engine",
    WARN,
    0,
    "%1: no address in subnet %2, id %3, shared network %4",
    "All pools of the subnet were tried. They are probably too small.",
)
ALLOC_ENGINE_V4_ALLOC_FAIL_CLASSES: Final = Message(
    "ALLOC_ENGINE_V4_ALLOC_FAIL_CLASSES",
    "alloc-engine",
    WARN,
    0,
    "%1: the client was in these classes: %2",
    "No address could be given to the client. Its classes say which subnets and pools were open to it.",
)
ALLOC_ENGINE_V4_LEASES_RECLAMATION_FAILED: Final = Message(
    "ALLOC_ENGINE_V4_LEASES_RECLAMATION_FAILED",
    "alloc-engine",
    ERROR,
    0,
    "reclaiming of expired leases failed: %1",
    "The store could not be asked or changed. It is tried again in the next round.",
)
ALLOC_ENGINE_V4_LEASE_RECLAIM: Final = Message(
    "ALLOC_ENGINE_V4_LEASE_RECLAIM",
    "alloc-engine",
    DEBUG,
    40,
    "%1: lease on %2 is reclaimed",
    "The time of the lease is over and its address is free again.",
)
DHCPSRV_CFGMGR_ADD_IFACE: Final = Message(
    "DHCPSRV_CFGMGR_ADD_IFACE",
    "dhcpsrv",
    INFO,
    0,
    "listening on interface %1",
    "The configuration names this interface; DHCP messages on it are answered.",
)
DHCPSRV_CFGMGR_ALL_IFACES_ACTIVE: Final = Message(
    "DHCPSRV_CFGMGR_ALL_IFACES_ACTIVE",
    "dhcpsrv",
    DEBUG,
    40,
    "listening on all interfaces",
    "The configuration says `*`.",
)
DHCPSRV_CFGMGR_USE_ADDRESS: Final = Message(
    "DHCPSRV_CFGMGR_USE_ADDRESS",
    "dhcpsrv",
    INFO,
    0,
    "listening on address %1, on interface %2",
    "The configuration names this address of the interface; messages to it are answered.",
)
DHCPSRV_CFGMGR_NEW_SUBNET4: Final = Message(
    "DHCPSRV_CFGMGR_NEW_SUBNET4",
    "dhcpsrv",
    INFO,
    0,
    "a new subnet has been added to configuration: %1",
    "One line for each subnet of the configuration, with its main parameters.",
)
DHCPSRV_CFGMGR_NEW_SUBNET6: Final = Message(
    "DHCPSRV_CFGMGR_NEW_SUBNET6",
    "dhcpsrv",
    INFO,
    0,
    "a new subnet has been added to configuration: %1",
    "One line for each subnet of the configuration, with its main parameters.",
)
DHCPSRV_CFGMGR_SOCKET_TYPE_SELECT: Final = Message(
    "DHCPSRV_CFGMGR_SOCKET_TYPE_SELECT",
    "dhcpsrv",
    INFO,
    0,
    "using socket type %1",
    "`dhcp-socket-type` of the configuration.",
)
DHCPSRV_MEMFILE_DB: Final = Message(
    "DHCPSRV_MEMFILE_DB",
    "dhcpsrv",
    INFO,
    0,
    "opening memory file lease database: %1",
    "Leases are kept in memory and in a file of rows.",
)
DHCPSRV_MEMFILE_NO_STORAGE: Final = Message(
    "DHCPSRV_MEMFILE_NO_STORAGE",
    "dhcpsrv",
    WARN,
    0,
    "leases are not written to disk (persist=false)",
    "All leases are forgotten when the server stops. For tests only.",
)
DHCPSRV_MEMFILE_LEASE_FILE_LOAD: Final = Message(
    "DHCPSRV_MEMFILE_LEASE_FILE_LOAD",
    "dhcpsrv",
    INFO,
    0,
    "loading leases from file %1",
    "The lease file is read.",
)
DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR: Final = Message(
    "DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR",
    "dhcpsrv",
    ERROR,
    0,
    "row %1 of the lease file is skipped: %2",
    "A row cannot be understood. Loading goes on until `max-row-errors` is passed.",
)
DHCPSRV_MEMFILE_NEEDS_UPGRADING: Final = Message(
    "DHCPSRV_MEMFILE_NEEDS_UPGRADING",
    "dhcpsrv",
    WARN,
    0,
    "lease file %1 has the older schema %2 and is brought up to date",
    "The file comes from an older release. Columns it lacks get their usual values.",
)
DHCPSRV_MEMFILE_NEEDS_DOWNGRADING: Final = Message(
    "DHCPSRV_MEMFILE_NEEDS_DOWNGRADING",
    "dhcpsrv",
    WARN,
    0,
    "lease file %1 has more columns than schema %2, they are left out",
    "The file comes from a newer release. What its additional columns say is lost when the file is written anew.",
)
LESSOR_LEASES_LOADED: Final = Message(
    "LESSOR_LEASES_LOADED",
    "dhcpsrv",
    INFO,
    0,
    "%1 leases loaded in %2 ms",
    "All leases are in memory.",
)
LESSOR_LEASE_FILE_TROUBLE: Final = Message(
    "LESSOR_LEASE_FILE_TROUBLE",
    "dhcpsrv",
    ERROR,
    0,
    "leases are refused for now: %1",
    "The lease file cannot be written, so no lease can be promised. Clients get no answer to what needs a new row; it"
    " is tried again every few seconds. Look for a full disk.",
)
LESSOR_LEASE_FILE_RECOVERED: Final = Message(
    "LESSOR_LEASE_FILE_RECOVERED",
    "dhcpsrv",
    INFO,
    0,
    "the lease file can be written again",
    "Everything that waited is in the file, and leases are given again.",
)
DHCPSRV_CLOSE_DB: Final = Message(
    "DHCPSRV_CLOSE_DB",
    "dhcpsrv",
    DEBUG,
    40,
    "closing lease database %1",
    "The lease store lets go of its files.",
)
DHCPSRV_LEASE_SANITY_FAIL: Final = Message(
    "DHCPSRV_LEASE_SANITY_FAIL",
    "dhcpsrv",
    WARN,
    0,
    "lease %1 with subnet-id %2 fails the sanity check: %3",
    "The lease does not fit the configured subnets. It is loaded as it is: see `lease-checks`.",
)
DHCPSRV_LEASE_SANITY_FIXED: Final = Message(
    "DHCPSRV_LEASE_SANITY_FIXED",
    "dhcpsrv",
    INFO,
    0,
    "lease %1 with subnet-id %2 fails the sanity check: subnet-id set to %3",
    "Another configured subnet holds the address, so the lease is counted to it: see `lease-checks`.",
)
DHCPSRV_LEASE_SANITY_FAIL_DISCARD: Final = Message(
    "DHCPSRV_LEASE_SANITY_FAIL_DISCARD",
    "dhcpsrv",
    INFO,
    0,
    "lease %1 with subnet-id %2 fails the sanity check and is dropped: %3",
    "The lease does not fit the configured subnets and is not loaded: see `lease-checks`.",
)
DHCPSRV_UNKNOWN_DB: Final = Message(
    "DHCPSRV_UNKNOWN_DB",
    "dhcpsrv",
    ERROR,
    0,
    "unknown database type: %1",
    "The lease database type of the configuration is none this release has; the configuration is refused.",
)
DHCPSRV_NO_SOCKETS_OPEN: Final = Message(
    "DHCPSRV_NO_SOCKETS_OPEN",
    "dhcpsrv",
    WARN,
    0,
    "no interface is listened on",
    "The server runs but hears nobody: the configuration names no interface, or none could be opened.",
)
DHCPSRV_OPEN_SOCKET_FAIL: Final = Message(
    "DHCPSRV_OPEN_SOCKET_FAIL",
    "dhcpsrv",
    WARN,
    0,
    "cannot open socket: %1",
    "An interface or address of the configuration cannot be listened on; the text says why. The others are served.",
)
LESSOR_COMMANDS_UNAVAILABLE: Final = Message(
    "LESSOR_COMMANDS_UNAVAILABLE",
    "commands",
    WARN,
    0,
    "no commands are answered on %1: %2",
    "The socket on which `lessor status` and `lessor top` ask the server cannot be opened. Clients are served all the "
    "same. The socket lies beside the pid file; the text says what is wrong with it.",
)
LESSOR_LISTENING_ENDED: Final = Message(
    "LESSOR_LISTENING_ENDED",
    "dhcpsrv",
    INFO,
    0,
    "no longer listening on address %1 of interface %2",
    "The interface or the address has gone, or the configuration no longer names it. The server follows when it comes"
    " back.",
)

BY_ID: Final[dict[str, Message]] = {
    message.id: message
    for message in (
        *vars().copy().values(),
        *vars(messages6).values(),
        *vars(messages_agent).values(),
        *vars(messages_channels).values(),
        *vars(messages_control).values(),
        *vars(messages_database).values(),
        *vars(messages_hooks).values(),
        *vars(messages_leasecmds).values(),
        *vars(messages_lfc).values(),
        *vars(messages_libraries).values(),
        *vars(messages_operation).values(),
    )
    if type(message) is Message
}
"""All messages by id, in the order of the tables."""

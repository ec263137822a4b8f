"""The messages that only a DHCPv6 server writes; the rules are those of messages.py."""

from typing import Final

from lessor.service.logs.message import DEBUG, ERROR, FATAL, INFO, WARN, Message

DHCP6_STARTING: Final = Message(
    "DHCP6_STARTING",
    "dhcp6",
    INFO,
    0,
    "Kea DHCPv6 server version %1 (%2) starting",
    "The process has begun: its configuration is read next. The version is that of the Kea release whose files and "
    "commands the server understands, followed by the server's own name and version.",
)
DHCP6_START_INFO: Final = Message(
    "DHCP6_START_INFO",
    "dhcp6",
    DEBUG,
    0,
    "pid: %1, server port: %2, client port: %3, verbose: %4",
    "How this process was started: its number, the UDP ports it uses, and whether -d was given.",
)
DHCP6_SECURITY_CHECKS_DISABLED: Final = Message(
    "DHCP6_SECURITY_CHECKS_DISABLED",
    "dhcp6",
    WARN,
    0,
    "restrictions on file places and secrets are off (-X)",
    "The server was started with -X. This release restricts neither places nor secrets, so the flag changes nothing; "
    "it is accepted because start scripts give it.",
)
DHCP6_ALREADY_RUNNING: Final = Message(
    "DHCP6_ALREADY_RUNNING",
    "dhcp6",
    FATAL,
    0,
    "%1 already running? %2",
    "Another process serves with the same configuration file, or the pid file cannot be written. The start is "
    "refused; the text names the process or the file.",
)
DHCP6_STARTED: Final = Message(
    "DHCP6_STARTED",
    "dhcp6",
    INFO,
    0,
    "Kea DHCPv6 server version %1 started",
    "The server is ready: leases are loaded, sockets are open, packets are answered from now on.",
)
DHCP6_INIT_FAIL: Final = Message(
    "DHCP6_INIT_FAIL",
    "dhcp6",
    ERROR,
    0,
    "failed to initialize Kea server: %1",
    "The server could not start; the text says why. Nothing is served and the process ends with exit status 1.",
)
DHCP6_CONFIG_LOAD_FAIL: Final = Message(
    "DHCP6_CONFIG_LOAD_FAIL",
    "dhcp6",
    ERROR,
    0,
    "configuration error using file: %1, reason: %2",
    "The configuration file cannot be read or holds a mistake. One line is written for each mistake, with file, line,"
    " column, key and what would be right. Nothing of the file was put to use.",
)
DHCP6_CONFIG_COMPLETE: Final = Message(
    "DHCP6_CONFIG_COMPLETE",
    "dhcp6",
    INFO,
    0,
    "DHCPv6 server has completed configuration: %1",
    "A configuration was checked and put to use; the text sums up what it holds.",
)
DHCP6_CONFIG_SYNTAX_WARNING: Final = Message(
    "DHCP6_CONFIG_SYNTAX_WARNING",
    "dhcp6",
    WARN,
    0,
    "configuration: %1",
    "Something in the configuration is accepted, but is old, doubtful or better said in another way.",
)
DHCP6_DYNAMIC_RECONFIGURATION: Final = Message(
    "DHCP6_DYNAMIC_RECONFIGURATION",
    "dhcp6",
    INFO,
    0,
    "initiate server reconfiguration using file: %1, after receiving SIGHUP signal or config-reload command",
    "The server reads its configuration file again. Clients are served with the old configuration meanwhile.",
)
DHCP6_DYNAMIC_RECONFIGURATION_SUCCESS: Final = Message(
    "DHCP6_DYNAMIC_RECONFIGURATION_SUCCESS",
    "dhcp6",
    INFO,
    0,
    "dynamic server reconfiguration succeeded with file: %1",
    "The new configuration was checked and is in use from this moment on.",
)
DHCP6_DYNAMIC_RECONFIGURATION_FAIL: Final = Message(
    "DHCP6_DYNAMIC_RECONFIGURATION_FAIL",
    "dhcp6",
    ERROR,
    0,
    "dynamic server reconfiguration failed with file: %1",
    "The new configuration has mistakes, named in the lines before. The server goes on with the old configuration.",
)
DHCP6_SHUTDOWN_REQUEST: Final = Message(
    "DHCP6_SHUTDOWN_REQUEST",
    "dhcp6",
    DEBUG,
    40,
    "shutdown of the server was asked for",
    "A signal told the server to stop. Replies that wait for their leases to reach the disk are still sent.",
)
DHCP6_SHUTDOWN: Final = Message(
    "DHCP6_SHUTDOWN",
    "dhcp6",
    INFO,
    0,
    "server shutdown",
    "The server has stopped: replies are sent, leases are on disk, sockets are closed.",
)
DHCP6_SERVER_FAILED: Final = Message(
    "DHCP6_SERVER_FAILED",
    "dhcp6",
    FATAL,
    0,
    "Service failed: %1",
    "The server met an error it cannot go on after, and ends with exit status 1.",
)
DHCP6_PACKET_PROCESS_STD_EXCEPTION_MAIN: Final = Message(
    "DHCP6_PACKET_PROCESS_STD_EXCEPTION_MAIN",
    "packets",
    ERROR,
    0,
    "work outside of a packet failed: %1",
    "A mistake in the server itself showed in a timer or an event. Serving goes on. Please report it with the text.",
)
ALLOC_ENGINE_V6_LEASES_RECLAMATION_FAILED: Final = Message(
    "ALLOC_ENGINE_V6_LEASES_RECLAMATION_FAILED",
    "alloc-engine",
    ERROR,
    0,
    "reclaiming of expired leases failed: %1",
    "The store could not be asked or changed. It is tried again in the next round.",
)
DHCP6_USING_SERVERID: Final = Message(
    "DHCP6_USING_SERVERID",
    "dhcp6",
    INFO,
    0,
    "server is using server-id %1 and stores in %2",
    "The DUID by which clients know this server. It stays as long as the file does, or `server-id` says otherwise.",
)
DHCP6_OPEN_SOCKET: Final = Message(
    "DHCP6_OPEN_SOCKET",
    "dhcp6",
    DEBUG,
    0,
    "opening service sockets on port %1",
    "The server is about to listen on its interfaces.",
)
DHCP6_OPEN_SOCKETS_FAILED: Final = Message(
    "DHCP6_OPEN_SOCKETS_FAILED",
    "dhcp6",
    ERROR,
    0,
    "not all service sockets could be opened after %1 retries",
    "`service-sockets-max-retries` are used up and an interface still cannot be listened on. The server goes on with "
    "those it has.",
)
DHCPSRV_CFGMGR_USE_UNICAST: Final = Message(
    "DHCPSRV_CFGMGR_USE_UNICAST",
    "dhcpsrv",
    INFO,
    0,
    "listening on unicast address %1, on interface %2",
    "The configuration names this address of the interface; relays, and clients that were told it, may write to it.",
)
DHCP6_PACKET_RECEIVE_FAIL: Final = Message(
    "DHCP6_PACKET_RECEIVE_FAIL",
    "packets",
    ERROR,
    0,
    "cannot receive: %1",
    "The system reported an error when a message was to be read. The server goes on listening.",
)
DHCP6_PACKET_SEND_FAIL: Final = Message(
    "DHCP6_PACKET_SEND_FAIL",
    "packets",
    ERROR,
    0,
    "%1: cannot send the reply: %2",
    "The system did not take the reply. The client will ask again; its leases, if it got any, stay.",
)
DHCP6_PACKET_RECEIVED: Final = Message(
    "DHCP6_PACKET_RECEIVED",
    "packets",
    INFO,
    0,
    "%1: %2 (type %3) received from %4 to %5 on interface %6",
    "A message of a client or relay was read. What the server makes of it is told by the messages that follow.",
)
DHCP6_PACKET_SEND: Final = Message(
    "DHCP6_PACKET_SEND",
    "packets",
    INFO,
    0,
    "%1: sending %2 (type %3) from %4:%5 to %6:%7 on interface %8",
    "The answer to a client, or to the relay that passed its message on.",
)
DHCP6_PACKET_DROP_PARSE_FAIL: Final = Message(
    "DHCP6_PACKET_DROP_PARSE_FAIL",
    "bad-packets",
    DEBUG,
    15,
    "%1: message from %2 to %3 on interface %4 cannot be read: %5, %6",
    "What came is no DHCPv6 message, or an option the server needs is damaged. It is dropped.",
)
DHCP6_PACKET_DROP_SERVERID_MISMATCH: Final = Message(
    "DHCP6_PACKET_DROP_SERVERID_MISMATCH",
    "bad-packets",
    DEBUG,
    15,
    "%1: message is for the server %2, this is %3",
    "The client chose another server; what it was offered here is free again.",
)
DHCP6_PACKET_DROP_DROP_CLASS: Final = Message(
    "DHCP6_PACKET_DROP_DROP_CLASS",
    "packets",
    DEBUG,
    15,
    "%1: dropped by class: %2",
    "The message is in the class DROP. It is not answered.",
)
DHCP6_PACKET_DROP_DROP_CLASS2: Final = Message(
    "DHCP6_PACKET_DROP_DROP_CLASS2",
    "packets",
    DEBUG,
    15,
    "%1: dropped by class once reservations were known: %2",
    "The client's reservation, or that it has none, put the message in the class DROP. It is not answered.",
)
DHCP6_PACKET_REJECT_CLASS: Final = Message(
    "DHCP6_PACKET_REJECT_CLASS",
    "packets",
    DEBUG,
    15,
    "%1: rejected by class: %2",
    "The client is in the class REJECT. It is told that there are no addresses and no prefixes for it.",
)
DHCP6_PACKET_DROP_DROP_CLASS_EARLY: Final = Message(
    "DHCP6_PACKET_DROP_DROP_CLASS_EARLY",
    "packets",
    DEBUG,
    15,
    "%1: dropped by class after the early look-up of global reservations: %2",
    "The client's global reservation put the message in the class DROP before a subnet was selected. It is not "
    "answered.",
)
DHCP6_PACKET_DROP_UNICAST: Final = Message(
    "DHCP6_PACKET_DROP_UNICAST",
    "bad-packets",
    DEBUG,
    15,
    "%1: %2",
    "A message that RFC 8415 allows by multicast only came to one of our own addresses. It is dropped.",
)
DHCP6_REQUIRED_OPTIONS_CHECK_FAIL: Final = Message(
    "DHCP6_REQUIRED_OPTIONS_CHECK_FAIL",
    "bad-packets",
    DEBUG,
    40,
    "%1: %2 from %3 breaks the rules for its type: %4",
    "Client or server identifier are missing, there where they must not be, or of a wrong length. The message is"
    " dropped.",
)
DHCP6_UNKNOWN_MSG_RECEIVED: Final = Message(
    "DHCP6_UNKNOWN_MSG_RECEIVED",
    "bad-packets",
    DEBUG,
    40,
    "%1: message of type %2 on interface %3 is none for a server",
    "Its type is unknown, or that of a message servers send. It is dropped.",
)
DHCP6_PACKET_PROCESS_STD_EXCEPTION: Final = Message(
    "DHCP6_PACKET_PROCESS_STD_EXCEPTION",
    "packets",
    ERROR,
    0,
    "%1: message dropped because of an unexpected error: %2",
    "A defect of the server; please report it. Other messages are answered as before.",
)
DHCP6_CLASS_ASSIGNED: Final = Message(
    "DHCP6_CLASS_ASSIGNED",
    "dhcp6",
    DEBUG,
    40,
    "%1: client packet has been assigned to the class %2",
    "One of the classes that the message itself shows; they come in the order of their assignment.",
)
DHCP6_ADDITIONAL_CLASS_EVAL_RESULT: Final = Message(
    "DHCP6_ADDITIONAL_CLASS_EVAL_RESULT",
    "dhcp6",
    DEBUG,
    50,
    "%1: the test of the additional class '%2' says %3",
    "The pool, subnet or shared network that the client gets something of lists this class in "
    "`evaluate-additional-classes`; its test was evaluated.",
)
DHCP6_ADDITIONAL_CLASS_EVAL_ERROR: Final = Message(
    "DHCP6_ADDITIONAL_CLASS_EVAL_ERROR",
    "dhcp6",
    ERROR,
    0,
    "%1: the test of the additional class '%2' has no result: %3",
    "The test cannot be evaluated for this message, because a value in it has not the size that an operation needs. "
    "The class is not assigned.",
)
DHCP6_ADDITIONAL_CLASS_NO_TEST: Final = Message(
    "DHCP6_ADDITIONAL_CLASS_NO_TEST",
    "dhcp6",
    DEBUG,
    40,
    "the additional class '%1' has no test: it is assigned",
    "The class is listed in `evaluate-additional-classes` and is without a condition.",
)
DHCP6_ADDITIONAL_CLASS_UNDEFINED: Final = Message(
    "DHCP6_ADDITIONAL_CLASS_UNDEFINED",
    "dhcp6",
    DEBUG,
    40,
    "the additional class '%1' is not defined",
    "The class is listed in `evaluate-additional-classes`, but not in `client-classes`. It is passed over.",
)
DHCP6_CLASSES_ASSIGNED: Final = Message(
    "DHCP6_CLASSES_ASSIGNED",
    "dhcp6",
    DEBUG,
    40,
    "%1: classes of this %2: %3",
    "The client classes that the message itself shows, in the order of their assignment. They may decide about "
    "its subnet.",
)
DHCP6_CLASSES_ASSIGNED_AFTER_SUBNET_SELECTION: Final = Message(
    "DHCP6_CLASSES_ASSIGNED_AFTER_SUBNET_SELECTION",
    "dhcp6",
    DEBUG,
    40,
    "%1: classes once reservations are known: %2",
    "All client classes of the message, those that follow from the client's reservations included. They decide "
    "about pools and options.",
)
DHCP6_SUBNET_SELECTED: Final = Message(
    "DHCP6_SUBNET_SELECTED",
    "packets",
    DEBUG,
    45,
    "%1: the client is in subnet %2",
    "The subnet was found by the relay, the interface or the address the message came from.",
)
DHCP6_SUBNET_DYNAMICALLY_CHANGED: Final = Message(
    "DHCP6_SUBNET_DYNAMICALLY_CHANGED",
    "packets",
    DEBUG,
    45,
    "%1: selected subnet %2, served in subnet %3 of network %4",
    "The subnet that was selected first has nothing for the client, or something of another subnet of its shared "
    "network is reserved for it.",
)
DHCP6_SUBNET_SELECTION_FAILED: Final = Message(
    "DHCP6_SUBNET_SELECTION_FAILED",
    "packets",
    DEBUG,
    50,
    "%1: no subnet for this client",
    "Nothing in the configuration matches the interface, the relay or the address the message came from.",
)
DHCP6_LEASE_ADVERT: Final = Message(
    "DHCP6_LEASE_ADVERT",
    "leases",
    INFO,
    0,
    "%1: address %2 is offered for IAID %3",
    "The client may ask for this address now. Nothing is written down yet.",
)
DHCP6_LEASE_ADVERT_FAIL: Final = Message(
    "DHCP6_LEASE_ADVERT_FAIL",
    "leases",
    DEBUG,
    50,
    "%1: no address to offer for IAID %2",
    "The client is told so. Messages of the allocation engine say what was lacking.",
)
DHCP6_LEASE_ALLOC: Final = Message(
    "DHCP6_LEASE_ALLOC",
    "leases",
    INFO,
    0,
    "%1: address %2 is leased for IAID %3 for %4 seconds",
    "The lease is written and the client will be told.",
)
DHCP6_LEASE_ALLOC_FAIL: Final = Message(
    "DHCP6_LEASE_ALLOC_FAIL",
    "leases",
    DEBUG,
    50,
    "%1: no address to lease for IAID %2",
    "The client is told so. Messages of the allocation engine say what was lacking.",
)
DHCP6_LEASE_RENEW: Final = Message(
    "DHCP6_LEASE_RENEW",
    "leases",
    INFO,
    0,
    "%1: lease of address %2 for IAID %3 is extended",
    "The client renewed or rebound; it may have got another address than it had.",
)
DHCP6_PD_LEASE_ADVERT: Final = Message(
    "DHCP6_PD_LEASE_ADVERT",
    "leases",
    INFO,
    0,
    "%1: prefix %2/%3 is offered for IAID %4",
    "The router may ask for this prefix now. Nothing is written down yet.",
)
DHCP6_PD_LEASE_ADVERT_FAIL: Final = Message(
    "DHCP6_PD_LEASE_ADVERT_FAIL",
    "leases",
    DEBUG,
    50,
    "%1: no prefix to offer for IAID %2",
    "The router is told so. Messages of the allocation engine say what was lacking.",
)
DHCP6_LEASE_REUSE: Final = Message(
    "DHCP6_LEASE_REUSE",
    "leases",
    INFO,
    0,
    "%1: lease for address %2 and iaid=%3 is given again as it is for %4 seconds",
    "The client came back early (cache-threshold, cache-max-age). It is told the rest of its lease's time, and "
    "nothing is written.",
)
DHCP6_PD_LEASE_REUSE: Final = Message(
    "DHCP6_PD_LEASE_REUSE",
    "leases",
    INFO,
    0,
    "%1: lease for prefix %2/%3 and iaid=%4 is given again as it is for %5 seconds",
    "The router came back early (cache-threshold, cache-max-age). It is told the rest of its lease's time, and "
    "nothing is written.",
)
DHCP6_PD_LEASE_ALLOC: Final = Message(
    "DHCP6_PD_LEASE_ALLOC",
    "leases",
    INFO,
    0,
    "%1: prefix %2/%3 is delegated for IAID %4 for %5 seconds",
    "The lease is written and the router will be told.",
)
DHCP6_PD_LEASE_ALLOC_FAIL: Final = Message(
    "DHCP6_PD_LEASE_ALLOC_FAIL",
    "leases",
    DEBUG,
    50,
    "%1: no prefix to delegate for IAID %2",
    "The router is told so. Messages of the allocation engine say what was lacking.",
)
DHCP6_PD_LEASE_RENEW: Final = Message(
    "DHCP6_PD_LEASE_RENEW",
    "leases",
    INFO,
    0,
    "%1: delegation of prefix %2/%3 for IAID %4 is extended",
    "The router renewed or rebound; it may have got another prefix than it had.",
)
DHCP6_RELEASE_NA: Final = Message(
    "DHCP6_RELEASE_NA",
    "leases",
    INFO,
    0,
    "%1: address %2 of IAID %3 has been released",
    "The client gave its address back; it is free for others.",
)
DHCP6_RELEASE_NA_FAIL_NOT_ASSIGNED: Final = Message(
    "DHCP6_RELEASE_NA_FAIL_NOT_ASSIGNED",
    "packets",
    DEBUG,
    40,
    "%1: released address %2 has no lease",
    "The client gave back an address that is not leased. It is told so.",
)
DHCP6_RELEASE_NA_FAIL_WRONG_DUID: Final = Message(
    "DHCP6_RELEASE_NA_FAIL_WRONG_DUID",
    "leases",
    INFO,
    0,
    "%1: released address %2 is leased to the client %3",
    "The client gave back an address leased to another client. Nothing is done, and it is told so.",
)
DHCP6_RELEASE_NA_FAIL_WRONG_IAID: Final = Message(
    "DHCP6_RELEASE_NA_FAIL_WRONG_IAID",
    "leases",
    WARN,
    0,
    "%1: released address %2 is leased for IAID %3, not for IAID %4",
    "The client gave back an address of another identity association. Nothing is done, and it is told so.",
)
DHCP6_RELEASE_PD: Final = Message(
    "DHCP6_RELEASE_PD",
    "leases",
    INFO,
    0,
    "%1: prefix %2/%3 of IAID %4 has been released",
    "The router gave its prefix back; it is free for others.",
)
DHCP6_RELEASE_PD_FAIL_NOT_ASSIGNED: Final = Message(
    "DHCP6_RELEASE_PD_FAIL_NOT_ASSIGNED",
    "packets",
    DEBUG,
    40,
    "%1: released prefix %2/%3 is not delegated",
    "The router gave back a prefix that is not delegated. It is told so.",
)
DHCP6_RELEASE_PD_FAIL_WRONG_DUID: Final = Message(
    "DHCP6_RELEASE_PD_FAIL_WRONG_DUID",
    "leases",
    INFO,
    0,
    "%1: released prefix %2/%3 is delegated to the client %4",
    "The router gave back a prefix delegated to another one. Nothing is done, and it is told so.",
)
DHCP6_RELEASE_PD_FAIL_WRONG_IAID: Final = Message(
    "DHCP6_RELEASE_PD_FAIL_WRONG_IAID",
    "leases",
    WARN,
    0,
    "%1: released prefix %2/%3 is delegated for IAID %4, not for IAID %5",
    "The router gave back a prefix of another identity association. Nothing is done, and it is told so.",
)
DHCP6_DECLINE_LEASE: Final = Message(
    "DHCP6_DECLINE_LEASE",
    "leases",
    INFO,
    0,
    "%1: address %2 is declined, unused for %3 seconds",
    "The client found the address in use by another machine. It is given to nobody for the probation period. Look for"
    " a machine with a fixed address.",
)
DHCP6_DECLINE_FAIL_NO_LEASE: Final = Message(
    "DHCP6_DECLINE_FAIL_NO_LEASE",
    "leases",
    INFO,
    0,
    "%1: declined address %2 has no lease",
    "The client declines an address it does not have. Nothing is done, and it is told so.",
)
DHCP6_DECLINE_FAIL_DUID_MISMATCH: Final = Message(
    "DHCP6_DECLINE_FAIL_DUID_MISMATCH",
    "leases",
    INFO,
    0,
    "%1: declined address %2 is leased to the client %3",
    "The client declines an address leased to another client. Nothing is done, and it is told so.",
)
DHCP6_DECLINE_FAIL_IAID_MISMATCH: Final = Message(
    "DHCP6_DECLINE_FAIL_IAID_MISMATCH",
    "leases",
    INFO,
    0,
    "%1: address %2 is declined for IAID %3 and leased for IAID %4",
    "The client declines an address of another identity association. Nothing is done, and it is told so.",
)
DHCP6_ADDR_REG_INFORM_FAIL: Final = Message(
    "DHCP6_ADDR_REG_INFORM_FAIL",
    "packets",
    INFO,
    0,
    "address %1 is not registered: %2",
    "A client wanted to register an address it chose itself (RFC 9686), and something is wrong with it. It gets no"
    " answer.",
)
DHCP6_ADDR_REG_INFORM_CLIENT_CHANGE: Final = Message(
    "DHCP6_ADDR_REG_INFORM_CLIENT_CHANGE",
    "packets",
    INFO,
    0,
    "address %1 is registered by the client %2, until now by %3",
    "Two clients registered the same address one after the other (RFC 9686); the later one counts.",
)
DHCP6_ADDR6_REGISTER_DISABLED_DROP: Final = Message(
    "DHCP6_ADDR6_REGISTER_DISABLED_DROP",
    "packets",
    DEBUG,
    40,
    "%1: registration of addresses is turned off",
    "`allow-address-registration` is false, so a client's own address is not written down and it gets no answer.",
)
ALLOC_ENGINE_V6_ALLOC_ERROR: Final = Message(
    "ALLOC_ENGINE_V6_ALLOC_ERROR",
    "alloc-engine",
    ERROR,
    0,
    "%1: allocation failed: %2",
    "The store did not answer as it should while leases were looked for.",
)
ALLOC_ENGINE_V6_ALLOC_FAIL: Final = Message(
    "ALLOC_ENGINE_V6_ALLOC_FAIL",
    "alloc-engine",
    WARN,
    0,
    "%1: nothing found after %2 tries",
    "Others were faster each time. The client asks again.",
)
ALLOC_ENGINE_V6_ALLOC_FAIL_CLASSES: Final = Message(
    "ALLOC_ENGINE_V6_ALLOC_FAIL_CLASSES",
    "alloc-engine",
    WARN,
    0,
    "%1: classes of the client that got nothing: %2",
    "Written beside the reason: pools and subnets may be closed to clients of these classes.",
)
ALLOC_ENGINE_V6_ALLOC_FAIL_NO_POOLS: Final = Message(
    "ALLOC_ENGINE_V6_ALLOC_FAIL_NO_POOLS",
    "alloc-engine",
    WARN,
    0,
    "%1: no pool is open to the client",
    "The subnet has no pools for what the client wants, or none for the client's classes.",
)
ALLOC_ENGINE_V6_ALLOC_FAIL_SHARED_NETWORK: Final = Message(
    "ALLOC_ENGINE_V6_ALLOC_FAIL_SHARED_NETWORK",
    "alloc-engine",
    WARN,
    0,
    "%1: nothing free in shared network %2: %3 subnets used up, %4 without a usable pool",
    "All subnets of the network were tried. The pools are probably too small.",
)
ALLOC_ENGINE_V6_ALLOC_FAIL_SUBNET: Final = Message(
    "ALLOC_ENGINE_V6_ALLOC_FAIL_SUBNET",
    "alloc-engine",
    WARN,
    0,
    "%1: nothing free in subnet %2, id %3, shared network %4",
    "All pools of the subnet were tried. They are probably too small.",
)
ALLOC_ENGINE_V6_HINT_RESERVED: Final = Message(
    "ALLOC_ENGINE_V6_HINT_RESERVED",
    "alloc-engine",
    DEBUG,
    40,
    "%1: wished-for %2 is reserved for another client",
    "The administrator promised what the client would like to someone else. It gets something else.",
)
ALLOC_ENGINE_V6_HR_ADDR_GRANTED: Final = Message(
    "ALLOC_ENGINE_V6_HR_ADDR_GRANTED",
    "alloc-engine",
    INFO,
    0,
    "reserved address %1 is given to %2",
    "The client has a reservation and gets what is reserved for it.",
)
ALLOC_ENGINE_V6_HR_PREFIX_GRANTED: Final = Message(
    "ALLOC_ENGINE_V6_HR_PREFIX_GRANTED",
    "alloc-engine",
    INFO,
    0,
    "reserved prefix %1/%2 is given to %3",
    "The router has a reservation and gets what is reserved for it.",
)
ALLOC_ENGINE_V6_REVOKED_ADDR_LEASE: Final = Message(
    "ALLOC_ENGINE_V6_REVOKED_ADDR_LEASE",
    "alloc-engine",
    INFO,
    0,
    "%1: address %2 is taken from the client %3: it is reserved for %4",
    "A reservation was made for an address in use. When its holder renews it gets another address.",
)
ALLOC_ENGINE_V6_REVOKED_PREFIX_LEASE: Final = Message(
    "ALLOC_ENGINE_V6_REVOKED_PREFIX_LEASE",
    "alloc-engine",
    INFO,
    0,
    "%1: prefix %2/%3 is taken from the client %4: it is reserved for %5",
    "A reservation was made for a prefix in use. When its holder renews it gets another prefix.",
)
ALLOC_ENGINE_V6_REVOKED_SHARED_ADDR_LEASE: Final = Message(
    "ALLOC_ENGINE_V6_REVOKED_SHARED_ADDR_LEASE",
    "alloc-engine",
    INFO,
    0,
    "%1: address %2 is taken from the client %3: it is reserved for %4 others",
    "Reservations were made for an address in use. When its holder renews it gets another address.",
)
ALLOC_ENGINE_V6_REVOKED_SHARED_PREFIX_LEASE: Final = Message(
    "ALLOC_ENGINE_V6_REVOKED_SHARED_PREFIX_LEASE",
    "alloc-engine",
    INFO,
    0,
    "%1: prefix %2/%3 is taken from the client %4: it is reserved for %5 others",
    "Reservations were made for a prefix in use. When its holder renews it gets another prefix.",
)
ALLOC_ENGINE_V6_LEASE_RECLAIM: Final = Message(
    "ALLOC_ENGINE_V6_LEASE_RECLAIM",
    "alloc-engine",
    DEBUG,
    40,
    "%1: lease on %2/%3 is reclaimed",
    "The time of the lease is over and what it bound is free again.",
)

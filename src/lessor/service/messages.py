"""Every message the daemons write to their logs: id, logger, severity, text, explanation.

Ids and the order of parameters are Kea's, because programs that watch logs look for them; ids of our own start with
LESSOR_. `docs/reference/messages.md` is generated from this table.
"""

import re
from typing import Final

FATAL: Final = 0
ERROR: Final = 1
WARN: Final = 2
INFO: Final = 3
DEBUG: Final = 4

SEVERITIES: Final = ("FATAL", "ERROR", "WARN", "INFO", "DEBUG")
"""Names of the severities, by number."""

PLACEHOLDER: Final = re.compile(r"%(\d)")


class Message:
    """One kind of log line. `%1` to `%9` in `text` stand for the parameters.

    `logger` is the name below the daemon's root logger. `debuglevel` (0 to 99) counts for severity DEBUG only.
    `rank` orders all messages by importance: a logger writes those up to its own limit.
    """

    __slots__ = ("debuglevel", "explanation", "id", "logger", "rank", "severity", "template", "text")

    def __init__(self, id: str, logger: str, severity: int, debuglevel: int, text: str, explanation: str) -> None:
        self.id = id
        self.logger = logger
        self.severity = severity
        self.debuglevel = debuglevel
        self.text = text
        self.explanation = explanation
        self.rank = severity + debuglevel
        # ready for str.format, because this is done once and formatting for every packet
        escaped = text.replace("{", "{{").replace("}", "}}")
        self.template = f"{id} " + PLACEHOLDER.sub(lambda match: f"{{{int(match[1]) - 1}}}", escaped)

    def placeholders(self) -> int:
        """Return how many parameters the text takes."""
        return len(set(PLACEHOLDER.findall(self.text)))

    def __repr__(self) -> str:
        return f"<Message {self.id}>"


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
    "A signal or a command told the server to stop. Packets already received are answered first.",
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
DHCP4_CONFIG_START: Final = Message(
    "DHCP4_CONFIG_START",
    "dhcp4",
    DEBUG,
    10,
    "configuration in use: %1",
    "The configuration as read from the file, without comments. For finding out what the server really uses.",
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
    "dhcp4",
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
DHCP4_CONFIG_UNSUPPORTED_OBJECT: Final = Message(
    "DHCP4_CONFIG_UNSUPPORTED_OBJECT",
    "dhcp4",
    ERROR,
    0,
    "the configuration asks for %1, which this server does not have",
    "The configuration holds something the server cannot do and must not ignore. The configuration is refused.",
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
DHCP4_BUFFER_RECEIVED: Final = Message(
    "DHCP4_BUFFER_RECEIVED",
    "packets",
    DEBUG,
    40,
    "datagram from %1:%2 to %3:%4 on interface %5",
    "A datagram came in; it is not looked into yet.",
)
DHCP4_BUFFER_RECEIVE_FAIL: Final = Message(
    "DHCP4_BUFFER_RECEIVE_FAIL",
    "packets",
    ERROR,
    0,
    "cannot receive from a service socket: %1",
    "Reading a socket failed. The server tries again when the socket is readable.",
)
DHCP4_BUFFER_UNPACK: Final = Message(
    "DHCP4_BUFFER_UNPACK",
    "options",
    DEBUG,
    50,
    "decoding datagram from %1 to %2 on interface %3",
    "The octets of a datagram are turned into a message.",
)
DHCP4_PACKET_RECEIVED: Final = Message(
    "DHCP4_PACKET_RECEIVED",
    "packets",
    INFO,
    0,
    "%1: %2 (type %3) received from %4 to %5 on interface %6",
    "A well-formed message came in.",
)
DHCP4_QUERY_LABEL: Final = Message(
    "DHCP4_QUERY_LABEL",
    "dhcp4",
    INFO,
    0,
    "received query: %1",
    "Which client a message came from, once it is known.",
)
DHCP4_QUERY_DATA: Final = Message(
    "DHCP4_QUERY_DATA",
    "packets",
    DEBUG,
    55,
    "%1: message as received: %2",
    "The whole message of the client in readable form.",
)
DHCP4_PACKET_SEND: Final = Message(
    "DHCP4_PACKET_SEND",
    "packets",
    INFO,
    0,
    "%1: sending %2 (type %3) from %4:%5 to %6:%7 on interface %8",
    "A reply leaves for the client or its relay.",
)
DHCP4_RESPONSE_DATA: Final = Message(
    "DHCP4_RESPONSE_DATA",
    "packets",
    DEBUG,
    55,
    "%1: sending %2 (type %3): %4",
    "The whole reply in readable form.",
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
DHCP4_PACKET_PACK_FAIL: Final = Message(
    "DHCP4_PACKET_PACK_FAIL",
    "options",
    ERROR,
    0,
    "%1: cannot encode the reply: %2",
    "The reply could not be put into octets, which points to a configured option that cannot be sent.",
)
DHCP4_PACKET_OPTIONS_SKIPPED: Final = Message(
    "DHCP4_PACKET_OPTIONS_SKIPPED",
    "options",
    DEBUG,
    50,
    "%1: options skipped: %2",
    "An option of the message could not be read and was left out, as the configuration allows.",
)
DHCP4_PACKET_PROCESS_EXCEPTION: Final = Message(
    "DHCP4_PACKET_PROCESS_EXCEPTION",
    "packets",
    ERROR,
    0,
    "%1: processing of this packet failed for an unknown reason",
    "A mistake in the server itself showed while it worked on this packet. The packet is dropped and serving goes on."
    " Please report it.",
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
DHCP4_PACKET_DROP_0008: Final = Message(
    "DHCP4_PACKET_DROP_0008",
    "bad-packets",
    DEBUG,
    15,
    "%1: the server is not serving now",
    "DHCP service is switched off by a command or while the server synchronizes. The message is dropped.",
)
DHCP4_PACKET_DROP_0009: Final = Message(
    "DHCP4_PACKET_DROP_0009",
    "bad-packets",
    DEBUG,
    15,
    "%1: message without client identifier and hardware address",
    "The client cannot be told from others, so nothing can be leased to it.",
)
DHCP4_PACKET_DROP_0010: Final = Message(
    "DHCP4_PACKET_DROP_0010",
    "packets",
    DEBUG,
    15,
    "%1: the client is in class DROP, message: %2",
    "The configuration says that messages of this class are not answered.",
)
DHCP4_PACKET_DROP_0011: Final = Message(
    "DHCP4_PACKET_DROP_0011",
    "bad-packets",
    DEBUG,
    15,
    "client-id %1: message %2 in thread %3 dropped, %4 is still worked on in thread %5",
    "An earlier message of the same client identifier is not answered yet. The newer one is dropped, the client will "
    "ask again.",
)
DHCP4_PACKET_DROP_0012: Final = Message(
    "DHCP4_PACKET_DROP_0012",
    "bad-packets",
    DEBUG,
    15,
    "%1: message %2 in thread %3 dropped, %4 is still worked on in thread %5",
    "An earlier message of the same hardware address is not answered yet. The newer one is dropped, the client will "
    "ask again.",
)
DHCP4_PACKET_DROP_0013: Final = Message(
    "DHCP4_PACKET_DROP_0013",
    "packets",
    DEBUG,
    15,
    "%1: the client came into class DROP by its reservation, message: %2",
    "The reservation of the client puts it into the class whose messages are not answered.",
)
DHCP4_PACKET_DROP_0014: Final = Message(
    "DHCP4_PACKET_DROP_0014",
    "packets",
    DEBUG,
    15,
    "%1: the client came into class DROP after subnet selection, message: %2",
    "The class whose messages are not answered was found once the subnet was known.",
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
DHCP4_SUBNET_SELECTED: Final = Message(
    "DHCP4_SUBNET_SELECTED",
    "packets",
    DEBUG,
    45,
    "%1: subnet %2 serves the client",
    "Which subnet the message belongs to.",
)
DHCP4_SUBNET_DATA: Final = Message(
    "DHCP4_SUBNET_DATA",
    "packets",
    DEBUG,
    55,
    "%1: the subnet is %2",
    "Details of the subnet that was selected.",
)
DHCP4_SUBNET_SELECTION_FAILED: Final = Message(
    "DHCP4_SUBNET_SELECTION_FAILED",
    "packets",
    DEBUG,
    50,
    "%1: no subnet serves the client",
    "Neither relay address, link selection, client address nor interface leads to a subnet.",
)
DHCP4_SUBNET_DYNAMICALLY_CHANGED: Final = Message(
    "DHCP4_SUBNET_DYNAMICALLY_CHANGED",
    "packets",
    DEBUG,
    45,
    "%1: subnet %2 gives way to %3 of shared network %4",
    "The address comes from another subnet of the same shared network than the one selected first.",
)
DHCP4_CLASSES_ASSIGNED: Final = Message(
    "DHCP4_CLASSES_ASSIGNED",
    "dhcp4",
    DEBUG,
    40,
    "%1: %2 is in classes: %3",
    "The classes the client's message belongs to.",
)
DHCP4_CLIENTID_IGNORED_FOR_LEASES: Final = Message(
    "DHCP4_CLIENTID_IGNORED_FOR_LEASES",
    "dhcp4",
    DEBUG,
    50,
    "%1: client identifier not used in subnet %2",
    "`match-client-id` is false there: leases are found by hardware address alone.",
)
DHCP4_DISCOVER: Final = Message(
    "DHCP4_DISCOVER",
    "leases",
    DEBUG,
    50,
    "%1: DHCPDISCOVER, wanted address %2",
    "A client looks for an address; 0.0.0.0 means it wants none in particular.",
)
DHCP4_REQUEST: Final = Message(
    "DHCP4_REQUEST",
    "leases",
    DEBUG,
    50,
    "%1: DHCPREQUEST for address %2",
    "A client asks to get or keep an address.",
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
    "%1: lease %2 has been reused for %3 seconds",
    "The client asked again early; it gets the rest of the lease's time, as `cache-threshold` and `cache-max-age` say.",
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
DHCP4_INFORM_DIRECT_REPLY: Final = Message(
    "DHCP4_INFORM_DIRECT_REPLY",
    "packets",
    DEBUG,
    50,
    "%1: answering DHCPINFORM directly to %2 on interface %3",
    "The reply to DHCPINFORM goes to the address the client already has.",
)
DHCP4_RELEASE: Final = Message(
    "DHCP4_RELEASE",
    "leases",
    INFO,
    0,
    "%1: address %2 has been released",
    "The client gave its lease back; the record is kept as expired for a while, as configured.",
)
DHCP4_RELEASE_DELETED: Final = Message(
    "DHCP4_RELEASE_DELETED",
    "leases",
    INFO,
    0,
    "%1: address %2 has been released and its lease deleted",
    "The client gave its lease back and the record is removed at once.",
)
DHCP4_RELEASE_EXPIRED: Final = Message(
    "DHCP4_RELEASE_EXPIRED",
    "leases",
    INFO,
    0,
    "%1: address %2 has been released and its lease expired",
    "The client gave its lease back; the record is kept as expired, so the client may get the same address again.",
)
DHCP4_RELEASE_FAIL: Final = Message(
    "DHCP4_RELEASE_FAIL",
    "leases",
    ERROR,
    0,
    "%1: cannot release address %2",
    "The lease could not be changed in the store. It ends with its time.",
)
DHCP4_RELEASE_FAIL_NO_LEASE: Final = Message(
    "DHCP4_RELEASE_FAIL_NO_LEASE",
    "leases",
    DEBUG,
    50,
    "%1: released address %2 has no lease",
    "The client gave back an address that is not leased. Nothing is done.",
)
DHCP4_RELEASE_FAIL_NOT_ASSIGNED: Final = Message(
    "DHCP4_RELEASE_FAIL_NOT_ASSIGNED",
    "leases",
    DEBUG,
    50,
    "%1: released address %2 is not in use, its lease is %3",
    "The lease is declined, expired or already released. Nothing is done.",
)
DHCP4_RELEASE_FAIL_WRONG_CLIENT: Final = Message(
    "DHCP4_RELEASE_FAIL_WRONG_CLIENT",
    "leases",
    DEBUG,
    50,
    "%1: released address %2 is another client's",
    "The client gave back an address leased to another client. Nothing is done.",
)
DHCP4_RELEASE_EXCEPTION: Final = Message(
    "DHCP4_RELEASE_EXCEPTION",
    "leases",
    ERROR,
    0,
    "%1: release of address %2 failed: %3",
    "The lease could not be removed because of an error in the store.",
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
DHCP4_DECLINE_FAIL: Final = Message(
    "DHCP4_DECLINE_FAIL",
    "leases",
    ERROR,
    0,
    "%1: cannot decline address %2: %3",
    "The lease could not be marked as declined because of an error in the store.",
)
DHCP4_RESERVED_HOSTNAME_ASSIGNED: Final = Message(
    "DHCP4_RESERVED_HOSTNAME_ASSIGNED",
    "ddns",
    DEBUG,
    55,
    "%1: hostname %2 from the reservation",
    "The client gets the host name that its reservation names.",
)
DHCP4_RECLAIM_EXPIRED_LEASES_FAIL: Final = Message(
    "DHCP4_RECLAIM_EXPIRED_LEASES_FAIL",
    "dhcp4",
    ERROR,
    0,
    "reclaiming of expired leases failed: %1",
    "Expired leases could not be worked on. It is tried again later.",
)
ALLOC_ENGINE_V4_OFFER_EXISTING_LEASE: Final = Message(
    "ALLOC_ENGINE_V4_OFFER_EXISTING_LEASE",
    "alloc-engine",
    DEBUG,
    40,
    "%1: the address the client already has is offered",
    "The client has a lease; it is offered again.",
)
ALLOC_ENGINE_V4_OFFER_NEW_LEASE: Final = Message(
    "ALLOC_ENGINE_V4_OFFER_NEW_LEASE",
    "alloc-engine",
    DEBUG,
    40,
    "%1: a free address is offered",
    "A free address of the pools was found for the client.",
)
ALLOC_ENGINE_V4_OFFER_REQUESTED_LEASE: Final = Message(
    "ALLOC_ENGINE_V4_OFFER_REQUESTED_LEASE",
    "alloc-engine",
    DEBUG,
    40,
    "address %1 that %2 wants is offered",
    "The address the client wanted is free and is offered.",
)
ALLOC_ENGINE_V4_DISCOVER_HR: Final = Message(
    "ALLOC_ENGINE_V4_DISCOVER_HR",
    "alloc-engine",
    DEBUG,
    40,
    "%1: reserved address %2 is offered",
    "The client has a reservation.",
)
ALLOC_ENGINE_V4_DISCOVER_ADDRESS_CONFLICT: Final = Message(
    "ALLOC_ENGINE_V4_DISCOVER_ADDRESS_CONFLICT",
    "alloc-engine",
    WARN,
    0,
    "%1: reserved address %2 is in use: %3",
    "The address reserved for this client is leased to another one. This client gets another address until it is free.",
)
ALLOC_ENGINE_V4_REQUEST_ADDRESS_RESERVED: Final = Message(
    "ALLOC_ENGINE_V4_REQUEST_ADDRESS_RESERVED",
    "alloc-engine",
    DEBUG,
    40,
    "%1: address %2 is reserved for another client",
    "The administrator promised this address to someone else.",
)
ALLOC_ENGINE_V4_REQUEST_ALLOC_REQUESTED: Final = Message(
    "ALLOC_ENGINE_V4_REQUEST_ALLOC_REQUESTED",
    "alloc-engine",
    DEBUG,
    40,
    "%1: address %2 as requested",
    "The client gets the address it asks for.",
)
ALLOC_ENGINE_V4_REQUEST_EXTEND_LEASE: Final = Message(
    "ALLOC_ENGINE_V4_REQUEST_EXTEND_LEASE",
    "alloc-engine",
    DEBUG,
    40,
    "%1: lease on %2 is extended",
    "The client has this lease and keeps it.",
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
    "%1: address %2 is in no pool",
    "The address belongs to no pool that is open to the client.",
)
ALLOC_ENGINE_V4_REQUEST_PICK_ADDRESS: Final = Message(
    "ALLOC_ENGINE_V4_REQUEST_PICK_ADDRESS",
    "alloc-engine",
    DEBUG,
    40,
    "%1: address is picked by the server",
    "The client names no address, so a free one is looked for.",
)
ALLOC_ENGINE_V4_REQUEST_REMOVE_LEASE: Final = Message(
    "ALLOC_ENGINE_V4_REQUEST_REMOVE_LEASE",
    "alloc-engine",
    DEBUG,
    40,
    "%1: lease on %2 is removed",
    "The client gets another address; the old one becomes free.",
)
ALLOC_ENGINE_V4_REQUEST_USE_HR: Final = Message(
    "ALLOC_ENGINE_V4_REQUEST_USE_HR",
    "alloc-engine",
    DEBUG,
    40,
    "%1: reserved address %2 is used",
    "The client gets the address reserved for it.",
)
ALLOC_ENGINE_V4_REUSE_EXPIRED_LEASE_DATA: Final = Message(
    "ALLOC_ENGINE_V4_REUSE_EXPIRED_LEASE_DATA",
    "alloc-engine",
    DEBUG,
    55,
    "%1: expired lease is reused: %2",
    "The time of this lease is over, so its address is given anew.",
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
ALLOC_ENGINE_V4_ALLOC_FAIL_CLASSES: Final = Message(
    "ALLOC_ENGINE_V4_ALLOC_FAIL_CLASSES",
    "alloc-engine",
    WARN,
    0,
    "%1: classes of the client that got no address: %2",
    "Said with other allocation failures, because pools may be open to some classes only.",
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
ALLOC_ENGINE_V4_DECLINED_RECOVERED: Final = Message(
    "ALLOC_ENGINE_V4_DECLINED_RECOVERED",
    "alloc-engine",
    INFO,
    0,
    "declined address %1 is free again after %2 seconds",
    "The probation period is over.",
)
ALLOC_ENGINE_V4_LEASES_RECLAMATION_START: Final = Message(
    "ALLOC_ENGINE_V4_LEASES_RECLAMATION_START",
    "alloc-engine",
    DEBUG,
    40,
    "reclaiming expired leases, at most %1, for at most %2 ms",
    "A round of clean-up begins.",
)
ALLOC_ENGINE_V4_LEASES_RECLAMATION_COMPLETE: Final = Message(
    "ALLOC_ENGINE_V4_LEASES_RECLAMATION_COMPLETE",
    "alloc-engine",
    DEBUG,
    40,
    "%1 expired leases reclaimed in %2",
    "A round of clean-up has ended.",
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
ALLOC_ENGINE_V4_NO_MORE_EXPIRED_LEASES: Final = Message(
    "ALLOC_ENGINE_V4_NO_MORE_EXPIRED_LEASES",
    "alloc-engine",
    DEBUG,
    40,
    "no expired leases left",
    "The clean-up has caught up.",
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
DHCPSRV_MEMFILE_FAILED_TO_OPEN: Final = Message(
    "DHCPSRV_MEMFILE_FAILED_TO_OPEN",
    "dhcpsrv",
    ERROR,
    0,
    "cannot open the lease file: %1",
    "The lease file can be neither read nor written. The server does not serve without it.",
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
DHCPSRV_MEMFILE_CONVERTING_LEASE_FILES: Final = Message(
    "DHCPSRV_MEMFILE_CONVERTING_LEASE_FILES",
    "dhcpsrv",
    WARN,
    0,
    "lease file has an older layout (%1), writing %2",
    "Columns that the file lacks get their usual values.",
)
DHCPSRV_MEMFILE_LFC_SETUP: Final = Message(
    "DHCPSRV_MEMFILE_LFC_SETUP",
    "dhcpsrv",
    INFO,
    0,
    "lease file clean-up every %1 sec",
    "Rows that no longer count are removed from the lease file so often.",
)
DHCPSRV_MEMFILE_LFC_START: Final = Message(
    "DHCPSRV_MEMFILE_LFC_START",
    "dhcpsrv",
    INFO,
    0,
    "lease file clean-up starts",
    "The rows of the lease file are condensed to one per lease.",
)
DHCPSRV_MEMFILE_LFC_EXECUTE: Final = Message(
    "DHCPSRV_MEMFILE_LFC_EXECUTE",
    "dhcpsrv",
    INFO,
    0,
    "executing lease file clean-up: %1",
    "The clean-up runs in a process of its own.",
)
DHCPSRV_MEMFILE_LFC_SPAWN_FAIL: Final = Message(
    "DHCPSRV_MEMFILE_LFC_SPAWN_FAIL",
    "dhcpsrv",
    ERROR,
    0,
    "cannot start the lease file clean-up",
    "The lease file goes on growing until the clean-up works again.",
)
DHCPSRV_MEMFILE_LFC_LEASE_FILE_RENAME_FAIL: Final = Message(
    "DHCPSRV_MEMFILE_LFC_LEASE_FILE_RENAME_FAIL",
    "dhcpsrv",
    ERROR,
    0,
    "cannot rename lease file %1 to %2: %3",
    "The clean-up is put off.",
)
DHCPSRV_MEMFILE_LFC_LEASE_FILE_REOPEN_FAIL: Final = Message(
    "DHCPSRV_MEMFILE_LFC_LEASE_FILE_REOPEN_FAIL",
    "dhcpsrv",
    ERROR,
    0,
    "cannot reopen lease file %1: %2",
    "No leases can be given until the file can be written again.",
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
LESSOR_LISTENING_ENDED: Final = Message(
    "LESSOR_LISTENING_ENDED",
    "dhcpsrv",
    INFO,
    0,
    "no longer listening on address %1 of interface %2",
    "The interface or the address has gone, or the configuration no longer names it. The server follows when it comes"
    " back.",
)
DHCPSRV_MULTIPLE_RAW_SOCKETS_PER_IFACE: Final = Message(
    "DHCPSRV_MULTIPLE_RAW_SOCKETS_PER_IFACE",
    "dhcpsrv",
    WARN,
    0,
    "several addresses of one interface are listened on with raw sockets",
    "Broadcasts reach all of them; with raw sockets the first address answers.",
)
DHCP_IFACE_OPEN_SOCKET: Final = Message(
    "DHCP_IFACE_OPEN_SOCKET",
    "dhcp",
    DEBUG,
    40,
    "socket open on interface %1, address %2, port %3",
    "A service socket is ready.",
)
DHCP_IFACE_SOCKET_ERROR: Final = Message(
    "DHCP_IFACE_SOCKET_ERROR",
    "dhcp",
    ERROR,
    0,
    "socket %1 on interface %2 failed: %3",
    "A service socket reported an error. It is opened anew when the interface is back.",
)

BY_ID: Final[dict[str, Message]] = {
    message.id: message for message in vars().copy().values() if type(message) is Message
}
"""All messages by id, in the order of this table."""

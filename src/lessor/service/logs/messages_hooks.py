"""Messages about plug-ins: their loading, what they do, what goes wrong in them; for both families of servers."""

from typing import Final

from lessor.service.logs.message import DEBUG, ERROR, INFO, WARN, Message

HOOKS_LIBRARY_LOADING: Final = Message(
    "HOOKS_LIBRARY_LOADING",
    "hooks",
    DEBUG,
    40,
    "loading plug-in %1",
    "The plug-in of this entry of `hooks-libraries` is looked for and set up.",
)
HOOKS_LIBRARY_LOADED: Final = Message(
    "HOOKS_LIBRARY_LOADED",
    "hooks",
    INFO,
    0,
    "plug-in %1 is loaded",
    "The plug-in is set up; its callouts are called from the next message on.",
)
HOOKS_LIBRARY_UNLOADED: Final = Message(
    "HOOKS_LIBRARY_UNLOADED",
    "hooks",
    INFO,
    0,
    "plug-in %1 is unloaded",
    "The plug-in is no longer called: the configuration has no such entry now, or was read again and the plug-in "
    "loaded anew.",
)
HOOKS_LIBRARY_CLOSED: Final = Message(
    "HOOKS_LIBRARY_CLOSED",
    "hooks",
    INFO,
    0,
    "plug-in %1 has closed",
    "The plug-in has let go of everything it held: files, connections, work under way.",
)
HOOKS_UNLOAD_EXCEPTION: Final = Message(
    "HOOKS_UNLOAD_EXCEPTION",
    "hooks",
    WARN,
    0,
    "plug-in %1 failed while it was unloaded",
    "The function that the plug-in gave to be called at its end raised an exception, which follows in a line of its"
    " own. The plug-in is unloaded all the same.",
)
HOOKS_LOAD_EXCEPTION: Final = Message(
    "HOOKS_LOAD_EXCEPTION",
    "hooks",
    ERROR,
    0,
    "plug-in %1 cannot be loaded",
    "The plug-in cannot be found, or it failed while it was set up; the reason follows as an error of the "
    "configuration, which is refused.",
)
HOOKS_LIBPATH_SECURITY_WARNING: Final = Message(
    "HOOKS_LIBPATH_SECURITY_WARNING",
    "hooks",
    WARN,
    0,
    "plug-in outside the directory for plug-ins, or writable by others: %1",
    "The server was started with -X, which allows plug-ins from anywhere. Whoever can write the file, or its "
    "directory, can do whatever the server can.",
)
HOOKS_CALLOUT_REGISTRATION: Final = Message(
    "HOOKS_CALLOUT_REGISTRATION",
    "callouts",
    DEBUG,
    45,
    "plug-in %1 has a callout at hook point %2",
    "The plug-in will be called at this point.",
)
HOOKS_CALLOUT_EXCEPTION: Final = Message(
    "HOOKS_CALLOUT_EXCEPTION",
    "callouts",
    ERROR,
    0,
    "error at hook point %1 in plug-in %2, callout %3: %4",
    "The callout raised an exception, or returned what no callout may return; the text ends with the place in its "
    "code. The message goes on as if the callout had said nothing. Each failure counts in the statistic `hook-"
    "errors`; a callout that fails again and again is told of once a minute.",
)
LESSOR_HOOK_TASK_FAILED: Final = Message(
    "LESSOR_HOOK_TASK_FAILED",
    "hooks",
    ERROR,
    0,
    "work of plug-in %1 has ended with an error: %2",
    "Something the plug-in does beside the serving raised an exception; the text ends with the place in its code. "
    "It is not started again.",
)
LESSOR_HOOK_DEBUG: Final = Message(
    "LESSOR_HOOK_DEBUG",
    "hooks",
    DEBUG,
    0,
    "plug-in %1: %2",
    "Something the plug-in wants to be known by those who look closely.",
)
LESSOR_HOOK_INFO: Final = Message(
    "LESSOR_HOOK_INFO", "hooks", INFO, 0, "plug-in %1: %2", "Something the plug-in wants to be known."
)
LESSOR_HOOK_WARN: Final = Message(
    "LESSOR_HOOK_WARN", "hooks", WARN, 0, "plug-in %1: %2", "Something the plug-in warns of."
)
LESSOR_HOOK_ERROR: Final = Message(
    "LESSOR_HOOK_ERROR", "hooks", ERROR, 0, "plug-in %1: %2", "Something that went wrong, in the words of the plug-in."
)
LESSOR_HOOK_PARKED: Final = Message(
    "LESSOR_HOOK_PARKED",
    "hooks",
    DEBUG,
    40,
    "waiting at hook point %1: %2",
    "A callout has asked to wait; the message goes on when it is done.",
)
DHCP4_HOOK_BUFFER_RCVD_DROP: Final = Message(
    "DHCP4_HOOK_BUFFER_RCVD_DROP",
    "hooks",
    DEBUG,
    15,
    "octets from %1 to %2 over interface %3 dropped at buffer4_receive",
    "A callout said that the datagram is to be dropped before it was read.",
)
DHCP4_HOOK_PACKET_RCVD_SKIP: Final = Message(
    "DHCP4_HOOK_PACKET_RCVD_SKIP",
    "hooks",
    DEBUG,
    40,
    "%1: dropped at pkt4_receive",
    "A callout said that the message is not to be answered.",
)
DHCP4_HOOK_SUBNET4_SELECT_DROP: Final = Message(
    "DHCP4_HOOK_SUBNET4_SELECT_DROP",
    "hooks",
    DEBUG,
    40,
    "%1: dropped at subnet4_select",
    "A callout said that the message is not to be answered.",
)
DHCP4_HOOK_SUBNET4_SELECT_SKIP: Final = Message(
    "DHCP4_HOOK_SUBNET4_SELECT_SKIP",
    "hooks",
    DEBUG,
    40,
    "%1: no subnet, as a callout of subnet4_select said",
    "The message is treated as one of a client on a link that is not served.",
)
DHCP4_HOOK_LEASE4_RELEASE_SKIP: Final = Message(
    "DHCP4_HOOK_LEASE4_RELEASE_SKIP",
    "hooks",
    DEBUG,
    15,
    "%1: lease not released, as a callout said",
    "A callout of lease4_release keeps the lease for the client.",
)
DHCP4_HOOK_DECLINE_SKIP: Final = Message(
    "DHCP4_HOOK_DECLINE_SKIP",
    "hooks",
    DEBUG,
    15,
    "%1: lease on %2 not declined, as a callout said",
    "A callout of lease4_decline leaves the lease as it is.",
)
DHCP4_HOOK_LEASES4_COMMITTED_DROP: Final = Message(
    "DHCP4_HOOK_LEASES4_COMMITTED_DROP",
    "hooks",
    DEBUG,
    15,
    "%1: no answer, as a callout of leases4_committed said",
    "The leases are kept, but their client is not told.",
)
DHCP4_HOOK_LEASE4_OFFER_DROP: Final = Message(
    "DHCP4_HOOK_LEASE4_OFFER_DROP",
    "hooks",
    DEBUG,
    15,
    "%1: no offer, as a callout of lease4_offer said",
    "The address stays reserved for the client for a moment, but is not offered.",
)
DHCP4_HOOK_PACKET_SEND_DROP: Final = Message(
    "DHCP4_HOOK_PACKET_SEND_DROP",
    "hooks",
    DEBUG,
    15,
    "%1: answer dropped at pkt4_send",
    "A callout said that the answer is not to leave.",
)
DHCP4_HOOK_BUFFER_SEND_SKIP: Final = Message(
    "DHCP4_HOOK_BUFFER_SEND_SKIP",
    "hooks",
    DEBUG,
    40,
    "%1: answer dropped at buffer4_send",
    "A callout said that the answer is not to leave.",
)
DHCPSRV_HOOK_LEASE4_SELECT_SKIP: Final = Message(
    "DHCPSRV_HOOK_LEASE4_SELECT_SKIP",
    "dhcpsrv",
    DEBUG,
    40,
    "lease not given, as a callout of lease4_select said",
    "The client gets no address.",
)
DHCPSRV_HOOK_LEASE4_RENEW_SKIP: Final = Message(
    "DHCPSRV_HOOK_LEASE4_RENEW_SKIP",
    "dhcpsrv",
    DEBUG,
    40,
    "lease not extended, as a callout of lease4_renew said",
    "The client is told the times its lease has already.",
)
DHCPSRV_HOOK_LEASE4_RECOVER_SKIP: Final = Message(
    "DHCPSRV_HOOK_LEASE4_RECOVER_SKIP",
    "dhcpsrv",
    DEBUG,
    40,
    "declined address %1 not freed, as a callout of lease4_recover said",
    "The address stays declined; the callout is asked again in the next round.",
)
DHCP4_HOOK_SUBNET4_SELECT_PARKING_LOT_FULL: Final = Message(
    "DHCP4_HOOK_SUBNET4_SELECT_PARKING_LOT_FULL",
    "packets",
    DEBUG,
    15,
    "%1 messages wait at subnet4_select already: %2 is dropped",
    "As many messages as `parked-packet-limit` allows wait for plug-ins at this hook point.",
)
DHCP4_HOOK_LEASES4_COMMITTED_PARKING_LOT_FULL: Final = Message(
    "DHCP4_HOOK_LEASES4_COMMITTED_PARKING_LOT_FULL",
    "packets",
    DEBUG,
    15,
    "%1 messages wait at leases4_committed already: %2 is not answered",
    "As many messages as `parked-packet-limit` allows wait for plug-ins at this hook point. The leases are kept.",
)
DHCP4_HOOK_LEASE4_OFFER_PARKING_LOT_FULL: Final = Message(
    "DHCP4_HOOK_LEASE4_OFFER_PARKING_LOT_FULL",
    "packets",
    DEBUG,
    15,
    "%1 messages wait at lease4_offer already: %2 gets no offer",
    "As many messages as `parked-packet-limit` allows wait for plug-ins at this hook point.",
)
LESSOR_HOOK_PARKING_LOT_FULL: Final = Message(
    "LESSOR_HOOK_PARKING_LOT_FULL",
    "packets",
    DEBUG,
    15,
    "%1 messages wait at hook point %2 already: %3 is dropped",
    "As many messages as `parked-packet-limit` allows wait for plug-ins at this hook point, one where only this "
    "server lets messages wait.",
)
DHCP4_SERVER_INITIATED_DECLINE: Final = Message(
    "DHCP4_SERVER_INITIATED_DECLINE",
    "leases",
    INFO,
    0,
    "%1: address %2 is in use by somebody else and set aside for %3 seconds",
    "A plug-in found the address in use before it was offered. No offer leaves; the client will ask again.",
)
DHCP4_SERVER_INITIATED_DECLINE_RESOURCE_BUSY: Final = Message(
    "DHCP4_SERVER_INITIATED_DECLINE_RESOURCE_BUSY",
    "leases",
    ERROR,
    0,
    "%1: address %2 is in use and could not be set aside: it was given to somebody meanwhile",
    "A plug-in found the address in use before it was offered; by then another client had it.",
)
DHCP6_HOOK_BUFFER_RCVD_DROP: Final = Message(
    "DHCP6_HOOK_BUFFER_RCVD_DROP",
    "hooks",
    DEBUG,
    15,
    "octets from %1 to %2 over interface %3 dropped at buffer6_receive",
    "A callout said that the datagram is to be dropped before it was read.",
)
DHCP6_HOOK_PACKET_RCVD_SKIP: Final = Message(
    "DHCP6_HOOK_PACKET_RCVD_SKIP",
    "hooks",
    DEBUG,
    40,
    "%1: dropped at pkt6_receive",
    "A callout said that the message is not to be answered.",
)
DHCP6_HOOK_SUBNET6_SELECT_DROP: Final = Message(
    "DHCP6_HOOK_SUBNET6_SELECT_DROP",
    "hooks",
    DEBUG,
    40,
    "%1: dropped at subnet6_select",
    "A callout said that the message is not to be answered.",
)
DHCP6_HOOK_SUBNET6_SELECT_SKIP: Final = Message(
    "DHCP6_HOOK_SUBNET6_SELECT_SKIP",
    "hooks",
    DEBUG,
    40,
    "%1: no subnet, as a callout of subnet6_select said",
    "The message is treated as one of a client on a link that is not served.",
)
DHCP6_HOOK_LEASE6_RELEASE_NA_SKIP: Final = Message(
    "DHCP6_HOOK_LEASE6_RELEASE_NA_SKIP",
    "hooks",
    DEBUG,
    40,
    "%1: address not released, as a callout said",
    "A callout of lease6_release keeps the lease for the client, who is told that it is released.",
)
DHCP6_HOOK_LEASE6_RELEASE_PD_SKIP: Final = Message(
    "DHCP6_HOOK_LEASE6_RELEASE_PD_SKIP",
    "hooks",
    DEBUG,
    40,
    "%1: prefix not released, as a callout said",
    "A callout of lease6_release keeps the lease for the client, who is told that it is released.",
)
DHCP6_HOOK_DECLINE_SKIP: Final = Message(
    "DHCP6_HOOK_DECLINE_SKIP",
    "hooks",
    DEBUG,
    50,
    "%1 on interface %2: lease on %3 not declined, as a callout said",
    "A callout of lease6_decline leaves the lease as it is; the client is told that it is declined.",
)
DHCP6_HOOK_DECLINE_DROP: Final = Message(
    "DHCP6_HOOK_DECLINE_DROP",
    "hooks",
    DEBUG,
    15,
    "%1 on interface %2: not answered, as a callout of lease6_decline for %3 said",
    "A callout said that the message is not to be answered; no lease was changed.",
)
DHCP6_HOOK_ADDR6_REGISTER_SKIP: Final = Message(
    "DHCP6_HOOK_ADDR6_REGISTER_SKIP",
    "hooks",
    DEBUG,
    40,
    "%1: in place of %2 nothing is registered for %3, as a callout said",
    "A callout of addr6_register has the registration answered and no lease written.",
)
DHCP6_HOOK_ADDR6_REGISTER_DROP: Final = Message(
    "DHCP6_HOOK_ADDR6_REGISTER_DROP",
    "hooks",
    DEBUG,
    40,
    "%1: registration of %2 dropped, as a callout said",
    "A callout of addr6_register said that the message is not to be answered.",
)
DHCP6_HOOK_LEASES6_COMMITTED_DROP: Final = Message(
    "DHCP6_HOOK_LEASES6_COMMITTED_DROP",
    "hooks",
    DEBUG,
    15,
    "%1: no answer, as a callout of leases6_committed said",
    "The leases are kept, but their client is not told.",
)
DHCP6_HOOK_PACKET_SEND_DROP: Final = Message(
    "DHCP6_HOOK_PACKET_SEND_DROP",
    "hooks",
    DEBUG,
    15,
    "%1: answer dropped at pkt6_send",
    "A callout said that the answer is not to leave.",
)
DHCP6_HOOK_BUFFER_SEND_SKIP: Final = Message(
    "DHCP6_HOOK_BUFFER_SEND_SKIP",
    "hooks",
    DEBUG,
    40,
    "%1: answer dropped at buffer6_send",
    "A callout said that the answer is not to leave.",
)
DHCPSRV_HOOK_LEASE6_SELECT_SKIP: Final = Message(
    "DHCPSRV_HOOK_LEASE6_SELECT_SKIP",
    "dhcpsrv",
    DEBUG,
    40,
    "lease not given, as a callout of lease6_select said",
    "The client gets what else it asked for.",
)
DHCPSRV_HOOK_LEASE6_EXTEND_SKIP: Final = Message(
    "DHCPSRV_HOOK_LEASE6_EXTEND_SKIP",
    "dhcpsrv",
    DEBUG,
    40,
    "lease not extended, as a callout of %1 said",
    "The client is told the times its lease has already.",
)
DHCPSRV_HOOK_LEASE6_RECOVER_SKIP: Final = Message(
    "DHCPSRV_HOOK_LEASE6_RECOVER_SKIP",
    "dhcpsrv",
    DEBUG,
    40,
    "declined address %1 not freed, as a callout of lease6_recover said",
    "The address stays declined; the callout is asked again in the next round.",
)
DHCP6_HOOK_LEASES6_PARKING_LOT_FULL: Final = Message(
    "DHCP6_HOOK_LEASES6_PARKING_LOT_FULL",
    "packets",
    DEBUG,
    15,
    "%1 messages wait at leases6_committed already: %2 is not answered",
    "As many messages as `parked-packet-limit` allows wait for plug-ins at this hook point. The leases are kept.",
)
